//! Tables and segments: growing, bulk operations, and the state before instantiation.
//!
//! Descriptors are valid and nobody else uses them during a call: that is the contract of every function here.

use super::Status;
use crate::desc::{SegmentDesc, TableDesc, in_bounds};

/// `table.grow`: the old size, or -1 (as `u32`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_table_grow(
    desc: *mut TableDesc,
    value: usize,
    delta: u32,
) -> u32 {
    // SAFETY: the module's contract.
    let desc = unsafe { &mut *desc };
    if delta as usize > desc.max - desc.size {
        return u32::MAX;
    }
    let old = desc.size;
    desc.size += delta as usize;
    // SAFETY: `max` entries from `base` are the table's reserve.
    unsafe { fill(desc.base.add(old), value, delta as usize) };
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
    unsafe { fill(desc.base.add(index as usize), value, len as usize) };
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
    unsafe { core::ptr::copy(src_desc.base.add(src), dst_desc.base.add(dst), len) };
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
    // SAFETY: both in bounds, and a segment is no part of a table.
    unsafe { core::ptr::copy_nonoverlapping(segment.base.add(src), desc.base.add(dst), len) };
    Status::Done
}

/// The table as it is before instantiation: `min` entries, all null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_table_reset(desc: *mut TableDesc) {
    // SAFETY: the module's contract.
    let desc = unsafe { &mut *desc };
    // SAFETY: `min` entries are part of the reserve.
    unsafe { fill(desc.base, 0, desc.min) };
    // A table that cannot grow has a read-only descriptor, whose size is right already.
    if desc.size != desc.min {
        desc.size = desc.min;
    }
}

/// Undoes the drop of a data or element segment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_segment_reset(segment: *mut SegmentDesc<u8>) {
    // SAFETY: the module's contract; the item type does not matter to the length.
    let segment = unsafe { &mut *segment };
    segment.len = segment.initial;
}

/// Writes `len` entries.
unsafe fn fill(entries: *mut usize, value: usize, len: usize) {
    // SAFETY: the caller vouches for the range; entries are words, aligned.
    unsafe { core::slice::from_raw_parts_mut(entries, len) }.fill(value);
}
