//! Descriptors: what compiled code and runtime both know of memories, tables and segments.
//!
//! Each is a few words in an order fixed by the ABI. A word is a `usize`, 32 bits on every target; unit tests on a
//! 64-bit development machine see the same structures with wider words.

/// A linear memory.
#[derive(Debug)]
#[repr(C)]
pub struct MemoryDesc {
    /// Bytes now.
    pub size: usize,
    /// The first byte.
    pub base: *mut u8,
    /// The most bytes it can have: the least of declared maximum and reserve.
    pub max: usize,
    /// Bytes after instantiation.
    pub min: usize,
    /// Base-2 logarithm of the page size.
    pub page_shift: usize,
}

/// A table; an entry is a word.
#[derive(Debug)]
#[repr(C)]
pub struct TableDesc {
    /// Entries now.
    pub size: usize,
    /// The first entry.
    pub base: *mut usize,
    /// The most entries it can have.
    pub max: usize,
    /// Entries after instantiation.
    pub min: usize,
}

/// A data segment (bytes) or element segment (words).
#[derive(Debug)]
#[repr(C)]
pub struct SegmentDesc<T> {
    /// Items now; 0 once dropped.
    pub len: usize,
    /// The first item.
    pub base: *const T,
    /// Items before any drop.
    pub initial: usize,
}

/// Whether `len` items from `start` lie within `size` items.
pub(crate) fn in_bounds(start: usize, len: usize, size: usize) -> bool {
    len <= size && start <= size - len
}
