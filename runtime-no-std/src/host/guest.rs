//! The linear memory host functions work on, seen from outside: every access is checked against its size now.

use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, Ordering};

use crate::desc::{MemoryDesc, in_bounds};

static MEMORY: AtomicPtr<MemoryDesc> = AtomicPtr::new(null_mut());

/// Says which memory host functions work on; null is none.
///
/// # Safety
/// The descriptor is a linear memory's and stays.
pub unsafe fn set_memory(desc: *mut MemoryDesc) {
    MEMORY.store(desc, Ordering::Relaxed);
}

/// An access beyond the memory, or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault;

/// A range of linear memory that was in bounds when it was made; valid until compiled code runs again.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The first byte.
    pub ptr: *mut u8,
    /// The number of bytes.
    pub len: usize,
}

impl Range {
    /// The bytes, to read.
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: in bounds; compiled code does not run while a host function does.
        unsafe { core::slice::from_raw_parts(self.ptr, self.len) }
    }

    /// The bytes, to write.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above; a host function makes no two overlapping borrows.
        unsafe { core::slice::from_raw_parts_mut(self.ptr, self.len) }
    }
}

/// `len` bytes at `at`.
pub fn range(at: u32, len: u32) -> Result<Range, Fault> {
    let desc = MEMORY.load(Ordering::Relaxed);
    if desc.is_null() {
        return Err(Fault);
    }
    // SAFETY: `set_memory`'s contract.
    let (size, base) = unsafe { ((*desc).size, (*desc).base) };
    if !in_bounds(at as usize, len as usize, size) {
        return Err(Fault);
    }
    Ok(Range {
        // SAFETY: in bounds.
        ptr: unsafe { base.add(at as usize) },
        len: len as usize,
    })
}

/// Writes bytes at `at`.
pub fn write(at: u32, bytes: &[u8]) -> Result<(), Fault> {
    let len = u32::try_from(bytes.len()).map_err(|_| Fault)?;
    let mut range = range(at, len)?;
    for (to, from) in range.bytes_mut().iter_mut().zip(bytes) {
        *to = *from;
    }
    Ok(())
}

/// Writes a word at `at`.
pub fn write_u32(at: u32, value: u32) -> Result<(), Fault> {
    write(at, &value.to_le_bytes())
}

/// Writes a double word at `at`.
pub fn write_u64(at: u32, value: u64) -> Result<(), Fault> {
    write(at, &value.to_le_bytes())
}

/// Reads a word at `at`.
pub fn read_u32(at: u32) -> Result<u32, Fault> {
    let range = range(at, 4)?;
    match range.bytes() {
        &[a, b, c, d] => Ok(u32::from_le_bytes([a, b, c, d])),
        _ => Err(Fault),
    }
}

/// Reads a double word at `at`.
pub fn read_u64(at: u32) -> Result<u64, Fault> {
    let high = at.checked_add(4).ok_or(Fault)?;
    Ok(u64::from(read_u32(at)?) | u64::from(read_u32(high)?) << 32)
}
