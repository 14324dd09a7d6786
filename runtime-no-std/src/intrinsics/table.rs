//! Tables and segments: growing, bulk operations, and the state before instantiation.
//!
//! Descriptors are valid and nobody else uses them during a call: that is the contract of every function here.

use super::{Status, bytes};
use crate::desc::{SegmentDesc, TableDesc, in_bounds};

/// `table.grow`: the old size, or -1 (as `u32`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_table_grow(
    desc: *mut TableDesc,
    value: usize,
    delta: u32,
) -> u32 {
    // SAFETY: the module's contract. By value: the descriptor of a table that cannot grow is read-only.
    let TableDesc {
        size: old,
        base,
        max,
        ..
    } = unsafe { desc.read() };
    let added = delta as usize;
    if added > max - old {
        return u32::MAX;
    }
    if added != 0 {
        // SAFETY: `max` entries from `base` are the table's reserve; what can grow has a writable descriptor.
        unsafe {
            bytes::fill_words(base.add(old), value, added);
            (*desc).size = old + added;
        }
    }
    old as u32
}

/// `table.fill`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_table_fill(
    desc: *const TableDesc,
    index: u32,
    value: usize,
    len: u32,
) -> Status {
    // SAFETY: the module's contract.
    let desc = unsafe { &*desc };
    if !in_bounds(index as usize, len as usize, desc.size) {
        return Status::OutOfBounds;
    }
    // SAFETY: in bounds.
    unsafe { bytes::fill_words(desc.base.add(index as usize), value, len as usize) };
    Status::Done
}

/// `table.copy`, possibly between two tables; the ranges may overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_table_copy(
    dst_desc: *const TableDesc,
    src_desc: *const TableDesc,
    dst: u32,
    src: u32,
    len: u32,
) -> Status {
    // SAFETY: the module's contract.
    let (dst_desc, src_desc) = unsafe { (&*dst_desc, &*src_desc) };
    let (dst, src, len) = (dst as usize, src as usize, len as usize);
    if !in_bounds(dst, len, dst_desc.size) || !in_bounds(src, len, src_desc.size) {
        return Status::OutOfBounds;
    }
    // SAFETY: both in bounds.
    unsafe { copy(src_desc.base.add(src), dst_desc.base.add(dst), len) };
    Status::Done
}

/// `table.init`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_table_init(
    desc: *const TableDesc,
    segment: *const SegmentDesc<usize>,
    dst: u32,
    src: u32,
    len: u32,
) -> Status {
    // SAFETY: the module's contract.
    let (desc, segment) = unsafe { (&*desc, &*segment) };
    let (dst, src, len) = (dst as usize, src as usize, len as usize);
    if !in_bounds(dst, len, desc.size) || !in_bounds(src, len, segment.len) {
        return Status::OutOfBounds;
    }
    // SAFETY: both in bounds.
    unsafe { copy(segment.base.add(src), desc.base.add(dst), len) };
    Status::Done
}

/// The table as it is before instantiation: `min` entries, all null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_table_reset(desc: *mut TableDesc) {
    // SAFETY: the module's contract, as for `tinsmith_table_grow`; `min` entries are part of the reserve.
    unsafe {
        let TableDesc {
            size, base, min, ..
        } = desc.read();
        bytes::fill_words(base, 0, min);
        if size != min {
            (*desc).size = min;
        }
    }
}

/// Undoes the drop of a data or element segment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_segment_reset(segment: *mut SegmentDesc<u8>) {
    // SAFETY: the module's contract, as above; the item type does not matter to the length.
    unsafe {
        let SegmentDesc { len, initial, .. } = segment.read();
        if len != initial {
            (*segment).len = initial;
        }
    }
}

/// Copies `len` words; the ranges may overlap.
unsafe fn copy(from: *const usize, to: *mut usize, len: usize) {
    // SAFETY: the caller vouches for both.
    unsafe { bytes::copy(from.cast(), to.cast(), len * size_of::<usize>()) };
}
