//! Filling and copying runs of bytes, by words.
//!
//! Eight words a turn where source and destination are aligned alike; where they are not, aligned words are read and shifted
//! together, so that a core whose misaligned accesses trap never makes one. Every access is a relaxed atomic one, in
//! machine code a plain load or store: from others LLVM would make calls of `memset` and `memcpy`, which are slower,
//! and volatile ones are serialised on Xtensa.

use core::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

/// The size of a word.
const WORD: usize = size_of::<usize>();
/// Words a turn.
const TURN: usize = 8;
/// Runs shorter than this go by bytes.
const SHORT: usize = 4 * WORD;

/// What runs are moved by: bytes and words.
trait Unit: Copy {
    unsafe fn read(from: *const Self) -> Self;
    unsafe fn write(to: *mut Self, value: Self);
}

impl Unit for u8 {
    unsafe fn read(from: *const Self) -> Self {
        // SAFETY: the caller's promise; nothing is written.
        unsafe { AtomicU8::from_ptr(from.cast_mut()) }.load(Ordering::Relaxed)
    }

    unsafe fn write(to: *mut Self, value: Self) {
        // SAFETY: the caller's promise.
        unsafe { AtomicU8::from_ptr(to) }.store(value, Ordering::Relaxed);
    }
}

impl Unit for usize {
    unsafe fn read(from: *const Self) -> Self {
        // SAFETY: the caller's promise; nothing is written.
        unsafe { AtomicUsize::from_ptr(from.cast_mut()) }.load(Ordering::Relaxed)
    }

    unsafe fn write(to: *mut Self, value: Self) {
        // SAFETY: the caller's promise.
        unsafe { AtomicUsize::from_ptr(to) }.store(value, Ordering::Relaxed);
    }
}

/// Reads a byte or an aligned word.
unsafe fn read<T: Unit>(from: *const T) -> T {
    // SAFETY: the caller's promise: it is readable.
    unsafe { T::read(from) }
}

/// Writes a byte or an aligned word.
unsafe fn write<T: Unit>(to: *mut T, value: T) {
    // SAFETY: the caller's promise: it is writable.
    unsafe { T::write(to, value) }
}

/// Writes `byte` to `len` bytes from `to`.
///
/// # Safety
/// They are writable.
pub unsafe fn fill(to: *mut u8, byte: u8, len: usize) {
    let mut to = to;
    // SAFETY: `end` bounds every write.
    unsafe {
        let end = to.add(len);
        if len >= SHORT {
            while !to.cast::<usize>().is_aligned() {
                write(to, byte);
                to = to.add(1);
            }
            to = fill_words(
                to.cast(),
                usize::from(byte) * (usize::MAX / 255),
                words(to, end),
            );
        }
        while to != end {
            write(to, byte);
            to = to.add(1);
        }
    }
}

/// Whole words between two addresses.
fn words(from: *const u8, to: *const u8) -> usize {
    (to as usize - from as usize) / WORD
}

/// Writes `count` aligned words; where they end.
///
/// # Safety
/// They are writable.
pub unsafe fn fill_words(to: *mut usize, word: usize, count: usize) -> *mut u8 {
    let mut to = to;
    // SAFETY: the caller's promise: the words are writable.
    unsafe {
        let end = to.add(count);
        let turns = to.add(count - count % TURN);
        while to != turns {
            for n in 0..TURN {
                write(to.add(n), word);
            }
            to = to.add(TURN);
        }
        while to != end {
            write(to, word);
            to = to.add(1);
        }
    }
    to.cast()
}

/// Copies `len` bytes between ranges that do not overlap, in few instructions: by words where both are aligned.
///
/// # Safety
/// They are readable and writable.
pub unsafe fn place(from: *const u8, to: *mut u8, len: usize) {
    let (mut from, mut to) = (from, to);
    // SAFETY: `end` bounds every write, and the reads with it.
    unsafe {
        let end = to.add(len);
        if (from as usize | to as usize) % WORD == 0 {
            let words = to.add(len - len % WORD);
            while to != words {
                write(to.cast::<usize>(), read(from.cast()));
                (from, to) = (from.add(WORD), to.add(WORD));
            }
        }
        while to != end {
            write(to, read(from));
            (from, to) = (from.add(1), to.add(1));
        }
    }
}

/// Copies `len` bytes; the ranges may overlap.
///
/// # Safety
/// They are readable and writable, and so is the rest of the words they begin and end in.
pub unsafe fn copy(from: *const u8, to: *mut u8, len: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        // Forwards unless the destination begins within the source.
        if (to as usize).wrapping_sub(from as usize) >= len {
            copy_forwards(from, to, len);
        } else {
            copy_backwards(from, to, len);
        }
    }
}

unsafe fn copy_forwards(from: *const u8, to: *mut u8, len: usize) {
    let (mut from, mut to) = (from, to);
    // SAFETY: `end` bounds every write, and the reads with it.
    unsafe {
        let end = to.add(len);
        if len >= SHORT {
            while !to.cast::<usize>().is_aligned() {
                write(to, read(from));
                (from, to) = (from.add(1), to.add(1));
            }
            let count = words(to, end);
            if from.cast::<usize>().is_aligned() {
                copy_words_forwards(from.cast(), to.cast(), count);
            } else {
                shift_words_forwards(from, to.cast(), count);
            }
            (from, to) = (from.add(count * WORD), to.add(count * WORD));
        }
        while to != end {
            write(to, read(from));
            (from, to) = (from.add(1), to.add(1));
        }
    }
}

unsafe fn copy_words_forwards(from: *const usize, to: *mut usize, count: usize) {
    let (mut from, mut to) = (from, to);
    // SAFETY: the caller's promise: that many words are there.
    unsafe {
        let end = to.add(count);
        let turns = to.add(count - count % TURN);
        while to != turns {
            move_turn(from, to);
            (from, to) = (from.add(TURN), to.add(TURN));
        }
        while to != end {
            write(to, read(from));
            (from, to) = (from.add(1), to.add(1));
        }
    }
}

/// Moves the words of a turn, half of them read before any is written: loads that follow each other hide their latency.
#[inline(always)]
unsafe fn move_turn(from: *const usize, to: *mut usize) {
    for half in [0, TURN / 2] {
        let mut words = [0; TURN / 2];
        for (n, word) in words.iter_mut().enumerate() {
            // SAFETY: the caller's promise: a turn of words is there.
            *word = unsafe { read(from.add(half + n)) };
        }
        for (n, word) in words.into_iter().enumerate() {
            // SAFETY: as above.
            unsafe { write(to.add(half + n), word) };
        }
    }
}

/// Writes words from a source that is not aligned.
unsafe fn shift_words_forwards(from: *const u8, to: *mut usize, count: usize) {
    let mut to = to;
    let offset = from as usize % WORD;
    let (down, up) = (8 * offset as u32, 8 * (WORD - offset) as u32);
    // SAFETY: the caller's promise; the words the source begins and ends in are readable as a whole.
    unsafe {
        let mut from = from.sub(offset).cast::<usize>();
        let mut held = read(from);
        let end = to.add(count);
        let turns = to.add(count - count % TURN);
        while to != turns {
            for n in 0..TURN {
                let next = read(from.add(n + 1));
                write(to.add(n), held >> down | next << up);
                held = next;
            }
            (from, to) = (from.add(TURN), to.add(TURN));
        }
        while to != end {
            from = from.add(1);
            let next = read(from);
            write(to, held >> down | next << up);
            held = next;
            to = to.add(1);
        }
    }
}

unsafe fn copy_backwards(from: *const u8, to: *mut u8, len: usize) {
    // SAFETY: `begin` bounds every write, and the reads with it.
    unsafe {
        let begin = to;
        let (mut from, mut to) = (from.add(len), to.add(len));
        if len >= SHORT {
            while !to.cast::<usize>().is_aligned() {
                (from, to) = (from.sub(1), to.sub(1));
                write(to, read(from));
            }
            let count = words(begin, to);
            if from.cast::<usize>().is_aligned() {
                copy_words_backwards(from.cast(), to.cast(), count);
            } else {
                shift_words_backwards(from, to.cast(), count);
            }
            (from, to) = (from.sub(count * WORD), to.sub(count * WORD));
        }
        while to != begin {
            (from, to) = (from.sub(1), to.sub(1));
            write(to, read(from));
        }
    }
}

/// Copies the words before two addresses.
unsafe fn copy_words_backwards(from: *const usize, to: *mut usize, count: usize) {
    let (mut from, mut to) = (from, to);
    // SAFETY: the caller's promise: that many words are there.
    unsafe {
        let begin = to.sub(count);
        let turns = to.sub(count - count % TURN);
        while to != turns {
            (from, to) = (from.sub(TURN), to.sub(TURN));
            for n in (0..TURN).rev() {
                write(to.add(n), read(from.add(n)));
            }
        }
        while to != begin {
            (from, to) = (from.sub(1), to.sub(1));
            write(to, read(from));
        }
    }
}

/// Writes words before `to` from a source that is not aligned.
unsafe fn shift_words_backwards(from: *const u8, to: *mut usize, count: usize) {
    let mut to = to;
    let offset = from as usize % WORD;
    let (down, up) = (8 * offset as u32, 8 * (WORD - offset) as u32);
    // SAFETY: as in `shift_words_forwards`.
    unsafe {
        let mut from = from.sub(offset).cast::<usize>();
        let mut held = read(from);
        let begin = to.sub(count);
        while to != begin {
            (from, to) = (from.sub(1), to.sub(1));
            let next = read(from);
            write(to, next >> down | held << up);
            held = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{copy, fill, place};

    /// An aligned buffer, every byte different from its neighbours.
    #[repr(align(64))]
    struct Buffer([u8; 512]);

    fn buffer() -> Buffer {
        Buffer(core::array::from_fn(|n| (n * 7 + n / 256) as u8))
    }

    #[test]
    fn every_length_and_alignment_fills() {
        for at in 64..64 + 9 {
            for len in (0..80).chain([127, 128, 200]) {
                let mut got = buffer();
                let mut want = buffer();
                want.0[at..at + len].fill(0xa5);
                // SAFETY: within the buffer.
                unsafe { fill(got.0.as_mut_ptr().add(at), 0xa5, len) };
                assert_eq!(got.0, want.0, "{at} {len}");
            }
        }
    }

    #[test]
    fn every_length_and_alignment_is_placed() {
        for (from, to) in (64..64 + 9).flat_map(|from| (256..256 + 9).map(move |to| (from, to))) {
            for len in (0..40).chain([127, 128]) {
                let mut got = buffer();
                let mut want = buffer();
                want.0.copy_within(from..from + len, to);
                let base = got.0.as_mut_ptr();
                // SAFETY: within the buffer.
                unsafe { place(base.add(from), base.add(to), len) };
                assert_eq!(got.0, want.0, "{from} {to} {len}");
            }
        }
    }

    #[test]
    fn every_length_alignment_and_overlap_copies() {
        for from in (64..64 + 9).chain([100, 141, 150]) {
            for to in (64..64 + 9).chain([101, 140, 250]) {
                for len in (0..80).chain([127, 128, 200]) {
                    let mut got = buffer();
                    let mut want = buffer();
                    want.0.copy_within(from..from + len, to);
                    let base = got.0.as_mut_ptr();
                    // SAFETY: within the buffer.
                    unsafe { copy(base.add(from), base.add(to), len) };
                    assert_eq!(got.0, want.0, "{from} {to} {len}");
                }
            }
        }
    }
}
