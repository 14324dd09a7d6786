//! Linear memories: growing, bulk operations, and the state before instantiation.
//!
//! Start-up does not clear memories: bytes become zero when they come into being, in [`tinsmith_memory_reset`] and
//! [`tinsmith_memory_grow`].
//!
//! Descriptors are valid and nobody else uses them during a call: that is the contract of every function here.

use super::{Status, bytes};
use crate::desc::{MemoryDesc, SegmentDesc, in_bounds};

/// `memory.grow`: the old size in pages, or -1 (as `u32`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_memory_grow(desc: *mut MemoryDesc, delta: u32) -> u32 {
    // SAFETY: the module's contract. By value: the descriptor of a memory that cannot grow is read-only.
    let MemoryDesc {
        size: old,
        base,
        max,
        page_shift,
        ..
    } = unsafe { desc.read() };
    if delta as usize > (max - old) >> page_shift {
        return u32::MAX;
    }
    let added = (delta as usize) << page_shift;
    if added != 0 {
        // SAFETY: `max` bytes from `base` are the memory's reserve; what can grow has a writable descriptor.
        unsafe {
            bytes::fill(base.add(old), 0, added);
            (*desc).size = old + added;
        }
    }
    (old >> page_shift) as u32
}

/// `memory.fill`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_memory_fill(
    desc: *const MemoryDesc,
    dst: u32,
    value: u32,
    len: u32,
) -> Status {
    // SAFETY: the module's contract.
    let desc = unsafe { &*desc };
    let (dst, len) = (dst as usize, len as usize);
    if !in_bounds(dst, len, desc.size) {
        return Status::OutOfBounds;
    }
    // SAFETY: in bounds.
    unsafe { bytes::fill(desc.base.add(dst), value as u8, len) };
    Status::Done
}

/// `memory.copy`, possibly between two memories; the ranges may overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_memory_copy(
    dst_desc: *const MemoryDesc,
    src_desc: *const MemoryDesc,
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
    unsafe { bytes::copy(src_desc.base.add(src), dst_desc.base.add(dst), len) };
    Status::Done
}

/// `memory.init`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_memory_init(
    desc: *const MemoryDesc,
    segment: *const SegmentDesc<u8>,
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
    unsafe { bytes::copy(segment.base.add(src), desc.base.add(dst), len) };
    Status::Done
}

/// `memory.init` of all of a segment at instantiation, for modules that copy nothing else: slower than [`tinsmith_memory_init`], and a
/// tenth of its size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_memory_place(
    desc: *const MemoryDesc,
    segment: *const SegmentDesc<u8>,
    dst: u32,
) -> Status {
    // SAFETY: the module's contract.
    let (desc, segment) = unsafe { (&*desc, &*segment) };
    let dst = dst as usize;
    if !in_bounds(dst, segment.len, desc.size) {
        return Status::OutOfBounds;
    }
    // SAFETY: in bounds; a segment's bytes are not in the memory.
    unsafe { bytes::place(segment.base, desc.base.add(dst), segment.len) };
    Status::Done
}

/// The memory as it is before instantiation: `min` bytes, all zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_memory_reset(desc: *mut MemoryDesc) {
    // SAFETY: the module's contract, as for `tinsmith_memory_grow`; `min` bytes are part of the reserve.
    unsafe {
        let MemoryDesc {
            size, base, min, ..
        } = desc.read();
        bytes::fill(base, 0, min);
        if size != min {
            (*desc).size = min;
        }
    }
}
