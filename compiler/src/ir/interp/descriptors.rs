//! The intrinsics on memories, tables and segments, through their descriptors.
//!
//! A status is 0 for done, 1 for out of bounds, in which case nothing was written. Sums of an index and a length are
//! taken in 64 bits: they must not wrap.

use super::memory::Memory;

/// Bytes in a table entry or element.
const WORD: u32 = 4;

/// A descriptor: words in order, at an address.
#[derive(Clone, Copy)]
struct Descriptor(u32);

impl Descriptor {
    fn word(self, memory: &Memory, n: u32) -> Option<u32> {
        memory.load(self.0.wrapping_add(WORD * n), WORD)
    }

    fn set(self, memory: &mut Memory, n: u32, word: u32) -> Option<()> {
        memory.store(self.0.wrapping_add(WORD * n), WORD, word)
    }

    /// Size now: bytes of a memory, entries of a table, `len` of a segment.
    fn size(self, memory: &Memory) -> Option<u32> {
        self.word(memory, 0)
    }

    fn base(self, memory: &Memory) -> Option<u32> {
        self.word(memory, 1)
    }

    /// The largest size of a memory or table; the first size of a segment.
    fn max(self, memory: &Memory) -> Option<u32> {
        self.word(memory, 2)
    }

    /// The size of a memory or table after instantiation.
    fn min(self, memory: &Memory) -> Option<u32> {
        self.word(memory, 3)
    }

    fn page_shift(self, memory: &Memory) -> Option<u32> {
        self.word(memory, 4)
    }

    /// Whether `index..index + len` lies within the size.
    fn holds(self, memory: &Memory, index: u32, len: u32) -> Option<bool> {
        Some(u64::from(index) + u64::from(len) <= u64::from(self.size(memory)?))
    }
}

fn done() -> Option<Vec<u32>> {
    Some(vec![0])
}

fn out_of_bounds() -> Option<Vec<u32>> {
    Some(vec![1])
}

pub(super) fn memory_grow(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    let desc = Descriptor(args[0]);
    let (size, shift) = (desc.size(memory)?, desc.page_shift(memory)?);
    let grown = u64::from(size) + u64::from(args[1]).checked_shl(shift)?;
    if grown > u64::from(desc.max(memory)?) {
        return Some(vec![u32::MAX]);
    }
    // Whatever lay there: memories that are not in use at the same time may share their place.
    let added = desc.base(memory)?.checked_add(size)?;
    memory.bytes_mut(added, grown as u32 - size)?.fill(0);
    desc.set(memory, 0, grown as u32)?;
    Some(vec![size.checked_shr(shift)?])
}

pub(super) fn memory_fill(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    let (desc, dst, value, len) = (Descriptor(args[0]), args[1], args[2], args[3]);
    if !desc.holds(memory, dst, len)? {
        return out_of_bounds();
    }
    let base = desc.base(memory)?;
    memory
        .bytes_mut(base.wrapping_add(dst), len)?
        .fill(value as u8);
    done()
}

pub(super) fn memory_copy(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    copy(memory, args, 1)
}

/// A segment is laid out as a memory as far as a copy is concerned.
pub(super) fn memory_init(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    copy(memory, args, 1)
}

/// `(desc, segment, dst) -> status`: all of a segment.
pub(super) fn memory_place(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    let len = Descriptor(args[1]).size(memory)?;
    copy(memory, &[args[0], args[1], args[2], 0, len], 1)
}

pub(super) fn table_copy(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    copy(memory, args, WORD)
}

pub(super) fn table_init(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    copy(memory, args, WORD)
}

/// `(dst_desc, src_desc, dst, src, len) -> status`, in units of `unit` bytes.
fn copy(memory: &mut Memory, args: &[u32], unit: u32) -> Option<Vec<u32>> {
    let (to, from) = (Descriptor(args[0]), Descriptor(args[1]));
    let (dst, src, len) = (args[2], args[3], args[4]);
    if !to.holds(memory, dst, len)? || !from.holds(memory, src, len)? {
        return out_of_bounds();
    }
    let (to, from) = (to.base(memory)?, from.base(memory)?);
    let at = |base: u32, index: u32| base.wrapping_add(index.wrapping_mul(unit));
    memory.copy(at(to, dst), at(from, src), len.checked_mul(unit)?)?;
    done()
}

pub(super) fn table_grow(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    let (desc, value, delta) = (Descriptor(args[0]), args[1], args[2]);
    let size = desc.size(memory)?;
    let grown = u64::from(size) + u64::from(delta);
    if grown > u64::from(desc.max(memory)?) {
        return Some(vec![u32::MAX]);
    }
    desc.set(memory, 0, grown as u32)?;
    fill_words(memory, desc.base(memory)?, size, delta, value)?;
    Some(vec![size])
}

pub(super) fn table_fill(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    let (desc, index, value, len) = (Descriptor(args[0]), args[1], args[2], args[3]);
    if !desc.holds(memory, index, len)? {
        return out_of_bounds();
    }
    fill_words(memory, desc.base(memory)?, index, len, value)?;
    done()
}

fn fill_words(memory: &mut Memory, base: u32, index: u32, len: u32, value: u32) -> Option<()> {
    let at = |n: u32| base.wrapping_add(n.wrapping_mul(WORD));
    (index..index + len).try_for_each(|n| memory.store(at(n), WORD, value))
}

pub(super) fn memory_reset(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    reset(memory, Descriptor(args[0]), 1)
}

pub(super) fn table_reset(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    reset(memory, Descriptor(args[0]), WORD)
}

/// Clears what was in use and shrinks to the first size. What is added later is cleared then.
fn reset(memory: &mut Memory, desc: Descriptor, unit: u32) -> Option<Vec<u32>> {
    let (size, base, min) = (desc.size(memory)?, desc.base(memory)?, desc.min(memory)?);
    memory
        .bytes_mut(base, size.max(min).checked_mul(unit)?)?
        .fill(0);
    desc.set(memory, 0, min)?;
    Some(Vec::new())
}

pub(super) fn segment_reset(memory: &mut Memory, args: &[u32]) -> Option<Vec<u32>> {
    let segment = Descriptor(args[0]);
    let initial = segment.max(memory)?;
    segment.set(memory, 0, initial)?;
    Some(Vec::new())
}
