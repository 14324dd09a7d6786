//! Memories, tables and segments: what is in bounds happens, the rest is refused and nothing is written.

use super::Status::{Done, OutOfBounds};
use super::memory::{
    tinsmith_memory_copy, tinsmith_memory_fill, tinsmith_memory_grow, tinsmith_memory_init, tinsmith_memory_place,
    tinsmith_memory_reset,
};
use super::table::{
    tinsmith_segment_reset, tinsmith_table_copy, tinsmith_table_fill, tinsmith_table_grow,
    tinsmith_table_init, tinsmith_table_reset,
};
use crate::desc::{MemoryDesc, SegmentDesc, TableDesc};

/// A memory of 4 of at most 10 pages of 8 bytes; what was never part of it holds 0xee.
fn memory(reserve: &mut [u8; 80]) -> MemoryDesc {
    reserve.fill(0xee);
    let mut desc = MemoryDesc {
        size: 0,
        base: reserve.as_mut_ptr(),
        max: 80,
        min: 32,
        page_shift: 3,
    };
    // SAFETY: the descriptor is right.
    unsafe { tinsmith_memory_reset(&mut desc) };
    desc
}

#[test]
fn memory_grows_to_its_maximum_with_zeros() {
    let mut reserve = [0; 80];
    let mut desc = memory(&mut reserve);
    // SAFETY: the descriptor is right.
    unsafe {
        assert_eq!(tinsmith_memory_grow(&mut desc, 0), 4);
        assert_eq!(tinsmith_memory_grow(&mut desc, 2), 4);
        assert_eq!(desc.size, 48);
        assert_eq!(tinsmith_memory_grow(&mut desc, 5), u32::MAX);
        assert_eq!(tinsmith_memory_grow(&mut desc, u32::MAX), u32::MAX);
        assert_eq!(tinsmith_memory_grow(&mut desc, 1 << 29), u32::MAX);
        assert_eq!(desc.size, 48);
        assert_eq!(reserve[..48], [0; 48]);
        assert_eq!(reserve[48..], [0xee; 32]);
        assert_eq!(tinsmith_memory_grow(&mut desc, 4), 6);
        tinsmith_memory_fill(&desc, 0, 1, 80);
        tinsmith_memory_reset(&mut desc);
    }
    assert_eq!(desc.size, 32);
    assert_eq!(reserve[..32], [0; 32]);
}

#[test]
fn memory_fills_within_bounds() {
    let mut reserve = [0; 80];
    let desc = memory(&mut reserve);
    // SAFETY: the descriptor is right.
    unsafe {
        assert_eq!(tinsmith_memory_fill(&desc, 3, 0x1ab, 5), Done);
        assert_eq!(tinsmith_memory_fill(&desc, 32, 1, 0), Done);
        assert_eq!(tinsmith_memory_fill(&desc, 33, 1, 0), OutOfBounds);
        assert_eq!(tinsmith_memory_fill(&desc, 31, 1, 2), OutOfBounds);
        assert_eq!(tinsmith_memory_fill(&desc, u32::MAX, 1, 2), OutOfBounds);
        assert_eq!(tinsmith_memory_fill(&desc, 2, 1, u32::MAX), OutOfBounds);
    }
    assert_eq!(reserve[..9], [0, 0, 0, 0xab, 0xab, 0xab, 0xab, 0xab, 0]);
    assert_eq!(reserve[9..32], [0; 23]);
}

#[test]
fn memory_copies_overlapping_ranges() {
    for (dst, src, len) in [(0, 1, 20), (1, 0, 20), (7, 3, 25), (3, 7, 25), (5, 5, 5)] {
        let mut reserve = [0; 80];
        let desc = memory(&mut reserve);
        let mut want: Vec<u8> = (0..32).collect();
        reserve[..32].copy_from_slice(&want);
        want.copy_within(src..src + len, dst);
        // SAFETY: the descriptor is right.
        let status =
            unsafe { tinsmith_memory_copy(&desc, &desc, dst as u32, src as u32, len as u32) };
        assert_eq!(status, Done);
        assert_eq!(reserve[..32], want);
    }
    let mut reserve = [0; 80];
    let desc = memory(&mut reserve);
    // SAFETY: the descriptor is right.
    unsafe {
        assert_eq!(tinsmith_memory_copy(&desc, &desc, 30, 0, 3), OutOfBounds);
        assert_eq!(tinsmith_memory_copy(&desc, &desc, 0, 30, 3), OutOfBounds);
        assert_eq!(tinsmith_memory_copy(&desc, &desc, 33, 0, 0), OutOfBounds);
        assert_eq!(tinsmith_memory_copy(&desc, &desc, 32, 32, 0), Done);
    }
    assert_eq!(reserve[..32], [0; 32]);
}

#[test]
fn memory_init_stops_at_a_dropped_segment() {
    let mut reserve = [0; 80];
    let desc = memory(&mut reserve);
    let mut segment = SegmentDesc {
        len: 4,
        base: b"abcd".as_ptr(),
        initial: 4,
    };
    // SAFETY: the descriptors are right.
    unsafe {
        assert_eq!(tinsmith_memory_init(&desc, &segment, 29, 1, 3), Done);
        assert_eq!(tinsmith_memory_init(&desc, &segment, 0, 2, 3), OutOfBounds);
        assert_eq!(tinsmith_memory_init(&desc, &segment, 30, 0, 3), OutOfBounds);
        segment.len = 0;
        assert_eq!(tinsmith_memory_init(&desc, &segment, 0, 0, 0), Done);
        assert_eq!(tinsmith_memory_init(&desc, &segment, 0, 0, 1), OutOfBounds);
        tinsmith_segment_reset(&mut segment);
        assert_eq!(tinsmith_memory_init(&desc, &segment, 0, 0, 1), Done);
    }
    assert_eq!(&reserve[28..32], b"\0bcd");
    assert_eq!(&reserve[..2], b"a\0");
}

#[test]
fn memory_place_takes_what_is_left_of_a_segment() {
    let mut reserve = [0; 80];
    let desc = memory(&mut reserve);
    let mut segment = SegmentDesc {
        len: 4,
        base: b"abcd".as_ptr(),
        initial: 4,
    };
    // SAFETY: the descriptors are right.
    unsafe {
        assert_eq!(tinsmith_memory_place(&desc, &segment, 28), Done);
        assert_eq!(tinsmith_memory_place(&desc, &segment, 29), OutOfBounds);
        assert_eq!(tinsmith_memory_place(&desc, &segment, u32::MAX), OutOfBounds);
        segment.len = 0;
        assert_eq!(tinsmith_memory_place(&desc, &segment, 32), Done);
        assert_eq!(tinsmith_memory_place(&desc, &segment, 33), OutOfBounds);
    }
    assert_eq!(&reserve[27..32], b"\0abcd");
}

/// A table of 3 of at most 6 entries, null.
fn table(reserve: &mut [usize; 6]) -> TableDesc {
    reserve.fill(99);
    let mut desc = TableDesc {
        size: 0,
        base: reserve.as_mut_ptr(),
        max: 6,
        min: 3,
    };
    // SAFETY: the descriptor is right.
    unsafe { tinsmith_table_reset(&mut desc) };
    desc
}

#[test]
fn tables_grow_and_fill() {
    let mut reserve = [0; 6];
    let mut desc = table(&mut reserve);
    // SAFETY: the descriptor is right.
    unsafe {
        assert_eq!(tinsmith_table_grow(&mut desc, 7, 2), 3);
        assert_eq!(tinsmith_table_grow(&mut desc, 7, 2), u32::MAX);
        assert_eq!(tinsmith_table_grow(&mut desc, 7, u32::MAX), u32::MAX);
        assert_eq!(tinsmith_table_fill(&desc, 1, 8, 3), Done);
        assert_eq!(tinsmith_table_fill(&desc, 4, 9, 2), OutOfBounds);
        assert_eq!(tinsmith_table_fill(&desc, 6, 9, 0), OutOfBounds);
    }
    assert_eq!(reserve, [0, 8, 8, 8, 7, 99]);
    // SAFETY: the descriptor is right.
    unsafe { tinsmith_table_reset(&mut desc) };
    assert_eq!(desc.size, 3);
    assert_eq!(reserve[..3], [0; 3]);
}

#[test]
fn tables_copy_and_init() {
    let mut reserve = [0; 6];
    let desc = table(&mut reserve);
    let words = [1usize, 2, 3, 4];
    let segment = SegmentDesc {
        len: 4,
        base: words.as_ptr(),
        initial: 4,
    };
    // SAFETY: the descriptors are right.
    unsafe {
        assert_eq!(tinsmith_table_init(&desc, &segment, 0, 1, 3), Done);
        assert_eq!(tinsmith_table_init(&desc, &segment, 1, 0, 3), OutOfBounds);
        assert_eq!(tinsmith_table_init(&desc, &segment, 0, 2, 3), OutOfBounds);
        assert_eq!(tinsmith_table_copy(&desc, &desc, 1, 0, 2), Done);
        assert_eq!(tinsmith_table_copy(&desc, &desc, 2, 0, 2), OutOfBounds);
        assert_eq!(
            tinsmith_table_copy(&desc, &desc, 0, u32::MAX, 2),
            OutOfBounds
        );
    }
    assert_eq!(reserve, [2, 2, 3, 99, 99, 99]);
}
