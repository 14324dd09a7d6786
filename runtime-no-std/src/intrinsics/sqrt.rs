//! Square root, correctly rounded, by integer arithmetic.
//!
//! With x = s * 2^e, e even and s an integer, the result is the root of s and half of e. The root of a long integer comes from
//! that of its upper half (Zimmermann, "Karatsuba Square Root"): if n = h * b^2 + l and h has root s' and remainder r',
//! then with q and u the quotient and remainder of (r' * b^2 + l) / b by 2s', the root of n is s'b + q, or one less
//! if (u * b + l mod b) < q^2. The first digits come one at a time.
//!
//! One bit more than the result has decides the rounding; a tie cannot happen, for the square of an odd number of
//! that many bits has more significant bits than s.

use super::soft::Soft;
use super::wide;

/// The square root of a binary64.
pub fn sqrt64(x: u64) -> u64 {
    let Some((significand, exponent)) = radicand(x, wide::leading_zeros_long) else {
        return special(x);
    };
    // 54 bits as 28, 13 and 13: root and remainder of the first 28, then of all.
    let (root, rest) = root_of_word(1 << 26, (significand >> 26) as u32);
    let next = rest << 13 | (significand >> 13) as u32 & 0x1fff;
    // SAFETY: the root of a number that is not zero.
    let (quotient, rest) = unsafe { wide::divide_word(next, 2 * root) };
    let mut root = (root << 13) + quotient;
    let rest = (rest << 13 | significand as u32 & 0x1fff) as i32;
    let mut rest = rest - (quotient * quotient) as i32;
    if rest < 0 {
        root -= 1;
        rest += 2 * root as i32 + 1;
    }
    // Then of 54 zeros more: the quotient of rest * 2^27 by twice the root, which has its leading one in bit 26.
    let rest = rest as u32;
    // SAFETY: the shift brings that to the top.
    let (quotient, rest) = unsafe { wide::divide_normalised(rest >> 1, rest << 31, root << 5) };
    let root = (u64::from(root) << 27) + u64::from(quotient);
    let less = u64::from(rest >> 5) << 28 < wide::product(quotient, quotient);
    assemble(root - u64::from(less), exponent)
}

/// The square root of a binary32.
pub fn sqrt32(x: u32) -> u32 {
    let Some((significand, exponent)) = radicand(x, wide::leading_zeros) else {
        return special(x);
    };
    // 25 bits and a zero, then 24 zeros more.
    let (root, rest) = root_of_word(1 << 24, significand << 1);
    // SAFETY: the root of a number that is not zero.
    let (quotient, rest) = unsafe { wide::divide_word(rest << 11, root) };
    let less = rest << 13 < quotient * quotient;
    assemble((root << 12) + quotient - u32::from(less), exponent)
}

/// Root and remainder of a word, digit by digit from `bit`, a power of four that is at most the word and more than a
/// quarter of it.
fn root_of_word(bit: u32, word: u32) -> (u32, u32) {
    let (mut bit, mut root, mut rest) = (bit, 0, word);
    while bit != 0 {
        let trial = root + bit;
        root >>= 1;
        if rest >= trial {
            rest -= trial;
            root += bit;
        }
        bit >>= 2;
    }
    (root, rest)
}

/// Significand and halved exponent of a positive finite number: the significand in [1, 4) with `FRACTION_BITS` below
/// the point.
fn radicand<T: Soft>(x: T, leading_zeros: impl Fn(T) -> u32) -> Option<(T, i32)> {
    if x.is_negative() || x == T::ZERO || x >= T::INFINITY {
        return None;
    }
    let (significand, exponent) = if x.exponent_field() == 0 {
        let shift = leading_zeros(x) - (T::BITS - 1 - T::FRACTION_BITS);
        (x << shift, 1 - shift as i32 - T::BIAS)
    } else {
        (x.significand(1), x.exponent())
    };
    Some((significand << (exponent & 1) as u32, exponent >> 1))
}

/// The root of what has no significand: NaN, infinities, zeros, negative numbers.
fn special<T: Soft>(x: T) -> T {
    if x.is_nan() {
        x | T::QUIET
    } else if x.is_negative() && x.magnitude() != T::ZERO {
        T::INFINITY | T::QUIET
    } else {
        x
    }
}

/// Rounds a root of `FRACTION_BITS + 2` bits and gives it its exponent.
fn assemble<T: Soft>(root: T, exponent: i32) -> T {
    let rounded = (root >> 1) + (root & T::ULP);
    // The hidden bit adds one to the exponent field.
    rounded + (T::from_word((exponent + T::BIAS - 1) as u32) << T::FRACTION_BITS)
}
