//! Arithmetic on double words from words: what a 32-bit core needs for `i64` and for `f64` significands.

use core::hint::assert_unchecked;

/// The low and the high word.
pub fn halves(x: u64) -> (u32, u32) {
    (x as u32, (x >> 32) as u32)
}

/// A double word from its halves.
pub fn join(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// The 64-bit product of two words.
#[cfg(not(feature = "no-mulh"))]
pub fn product(a: u32, b: u32) -> u64 {
    u64::from(a) * u64::from(b)
}

/// The 64-bit product of two words, on a core without an instruction for the high one.
#[cfg(feature = "no-mulh")]
pub fn product(a: u32, b: u32) -> u64 {
    unsafe extern "C" {
        /// In assembly: LLVM would make a call of a generic 64-bit product.
        safe fn tinsmith_i32_mulh_u(a: u32, b: u32) -> u32;
    }
    join(a.wrapping_mul(b), tinsmith_i32_mulh_u(a, b))
}

/// The 128-bit product of two double words: low and high half.
pub fn long_product(a: u64, b: u64) -> (u64, u64) {
    let ((al, ah), (bl, bh)) = (halves(a), halves(b));
    let low = product(al, bl);
    // Neither sum can overflow: (2^32-1)^2 + 2(2^32-1) = 2^64-1.
    let middle = product(ah, bl) + (low >> 32);
    let carried = product(al, bh) + u64::from(middle as u32);
    let high = product(ah, bh) + (middle >> 32) + (carried >> 32);
    (join(low as u32, carried as u32), high)
}

/// Quotient and remainder of a double word by a word whose top bit is set and which is more than the high word.
///
/// Schoolbook division with digits of 16 bits: a digit is first guessed from the divisor's high half, which is at most
/// two too large because the top bit is set (Knuth, "The Art of Computer Programming", 4.3.1, theorem B).
///
/// # Safety
/// The divisor's top bit is set.
pub unsafe fn divide_normalised(high: u32, low: u32, divisor: u32) -> (u32, u32) {
    // SAFETY: the caller's promise.
    unsafe {
        let (upper, rest) = digit(high, low >> 16, divisor);
        let (lower, rest) = digit(rest, low & 0xffff, divisor);
        (upper << 16 | lower, rest)
    }
}

/// The quotient, below 2^16, and the remainder of `rest · 2^16 + next` by a divisor that is more than `rest`.
///
/// # Safety
/// The divisor's top bit is set.
unsafe fn digit(rest: u32, next: u32, divisor: u32) -> (u32, u32) {
    let (dl, dh) = (divisor & 0xffff, divisor >> 16);
    // SAFETY: the caller's promise.
    let (mut quotient, partial) = unsafe { divide_word(rest, dh) };
    let partial = partial << 16 | next;
    let product = quotient * dl;
    let mut remainder = partial.wrapping_sub(product);
    if partial < product {
        // Too large by one or two.
        quotient -= 1;
        let (sum, carry) = remainder.overflowing_add(divisor);
        remainder = sum;
        if !carry {
            quotient -= 1;
            remainder = remainder.wrapping_add(divisor);
        }
    }
    (quotient, remainder)
}

/// Quotient and remainder of words, without the check that would keep a panic.
///
/// # Safety
/// The divisor is not zero.
pub unsafe fn divide_word(n: u32, d: u32) -> (u32, u32) {
    if cfg!(feature = "no-div") {
        return divide_by_subtraction(n, d);
    }
    // SAFETY: the caller's promise.
    unsafe { assert_unchecked(d != 0) };
    (n / d, n % d)
}

/// The same without an instruction for it: a bit of the quotient a step, beginning where it has one.
#[inline(never)]
fn divide_by_subtraction(mut n: u32, mut d: u32) -> (u32, u32) {
    if n < d {
        return (0, n);
    }
    let shift = leading_zeros(d).wrapping_sub(leading_zeros(n));
    d <<= shift & 31;
    let mut quotient = 0;
    for _ in 0..=shift {
        quotient <<= 1;
        if n >= d {
            n -= d;
            quotient |= 1;
        }
        d >>= 1;
    }
    (quotient, n)
}

/// Quotient and remainder of double words.
///
/// # Safety
/// The divisor is not zero.
#[inline(always)]
pub unsafe fn divide(n: u64, d: u64) -> (u64, u64) {
    let ((nl, nh), (dl, dh)) = (halves(n), halves(d));
    if dh != 0 {
        return divide_long(n, d);
    }
    if nh == 0 {
        // SAFETY: the divisor is not zero, but its high half is.
        let (quotient, remainder) = unsafe { divide_word(nl, dl) };
        return (quotient.into(), remainder.into());
    }
    let (upper, rest) = if nh < dl {
        (0, nh)
    } else {
        // SAFETY: as above.
        unsafe { divide_word(nh, dl) }
    };
    if dl >> 16 == 0 {
        // Digits of 16 bits need no guess.
        // SAFETY: as above.
        let (middle, rest) = unsafe { divide_word(rest << 16 | nl >> 16, dl) };
        // SAFETY: as above.
        let (lower, remainder) = unsafe { divide_word(rest << 16 | nl & 0xffff, dl) };
        return (join(middle << 16 | lower, upper), remainder.into());
    }
    let shift = leading_zeros(dl);
    let (high, low) = if shift == 0 {
        (rest, nl)
    } else {
        (rest << shift | nl >> (32 - shift), nl << shift)
    };
    // SAFETY: the shift brings the leading one to the top.
    let (lower, rest) = unsafe { divide_normalised(high, low, dl << shift) };
    (join(lower, upper), (rest >> shift).into())
}

/// As [`divide`], of a divisor of more than 32 bits: the quotient has at most 32.
fn divide_long(n: u64, d: u64) -> (u64, u64) {
    if n < d {
        return (0, n);
    }
    // Guess from the divisor's top 32 bits and half of the dividend; at most one too large, so guess one less
    // (Warren, "Hacker's Delight", 9-5).
    let shift = leading_zeros((d >> 32) as u32);
    let top = ((d << shift) >> 32) as u32;
    let (nl, nh) = halves(n >> 1);
    // SAFETY: the shift brings the leading one to the top.
    let (quotient, _) = unsafe { divide_normalised(nh, nl, top) };
    let quotient = (quotient >> (31 - shift)).saturating_sub(1);
    let (dl, dh) = halves(d);
    let taken = product(quotient, dl).wrapping_add(u64::from(quotient.wrapping_mul(dh)) << 32);
    let rest = n.wrapping_sub(taken);
    if rest >= d {
        (u64::from(quotient) + 1, rest - d)
    } else {
        (quotient.into(), rest)
    }
}

/// Leading zeros of a word that is not zero.
pub fn leading_zeros(x: u32) -> u32 {
    if cfg!(target_arch = "riscv32") {
        leading_zeros_by_halving(x)
    } else {
        x.leading_zeros()
    }
}

/// Leading zeros without an instruction for it; shorter than LLVM's way by a population count.
fn leading_zeros_by_halving(mut x: u32) -> u32 {
    let mut count = 0;
    for step in [16, 8, 4, 2, 1] {
        if x >> (32 - step) == 0 {
            x <<= step;
            count += step;
        }
    }
    count
}

/// Leading zeros of a double word that is not zero.
pub fn leading_zeros_long(x: u64) -> u32 {
    match halves(x) {
        (low, 0) => 32 + leading_zeros(low),
        (_, high) => leading_zeros(high),
    }
}

/// `x >> count`, the lowest bit set if a bit was lost.
pub fn shift_right_sticky(x: u64, count: u32) -> u64 {
    let (low, high) = halves(x);
    let (low, high, lost) = match count {
        0 => return x,
        1..=31 => {
            let lost = low << (32 - count);
            (low >> count | high << (32 - count), high >> count, lost)
        }
        32 => (high, 0, low),
        33..=63 => {
            let lost = low | high << (64 - count);
            (high >> (count - 32), 0, lost)
        }
        _ => (0, 0, low | high),
    };
    join(low | u32::from(lost != 0), high)
}

#[cfg(test)]
mod tests {
    use super::{leading_zeros_by_halving, shift_right_sticky};

    #[test]
    fn halving_counts_leading_zeros() {
        for shift in 0..32 {
            for x in [u32::MAX >> shift, 1 << 31 >> shift, 0x9234_5678 >> shift] {
                assert_eq!(leading_zeros_by_halving(x), x.leading_zeros());
            }
        }
    }

    #[test]
    fn lost_bits_stick() {
        for x in [0u64, 1, 1 << 31, 1 << 32, 1 << 63, 0x8765_4321_0fed_cba9] {
            for count in 0..70 {
                let shifted = x.checked_shr(count).unwrap_or(0);
                let lost = x != 0 && x.trailing_zeros() < count;
                assert_eq!(shift_right_sticky(x, count), shifted | u64::from(lost));
            }
        }
    }
}
