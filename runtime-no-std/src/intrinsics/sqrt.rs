//! Square root, correctly rounded, by integer arithmetic.
//!
//! With x = m * 2^e, e even and m an integer of one or two bits more than the fraction, the digits of sqrt(m) come one
//! at a time: with q the root so far and r = m - q^2 (both scaled), the next bit b is set if (q + b)^2 <= m, that
//! is 2qb + b^2 <= r. One bit more than the result has decides the rounding; a tie cannot happen, for the square of an
//! odd number of that many bits has more significant bits than m.

use super::ieee::Ieee;

/// The square root of a binary64.
pub fn sqrt64(x: u64) -> u64 {
    let Some((mut rest, exponent)) = radicand(x, u64::leading_zeros) else {
        return special(x);
    };
    // The root has one bit more below the point than the radicand.
    rest <<= 1;
    let mut root = 0u64;
    let mut twice = 0u64;
    let mut bit = 1u64 << 53;
    while bit != 0 {
        let trial = twice + bit;
        if trial <= rest {
            twice = trial + bit;
            rest -= trial;
            root += bit;
        }
        rest <<= 1;
        bit >>= 1;
    }
    assemble(root, exponent)
}

/// The square root of a binary32.
pub fn sqrt32(x: u32) -> u32 {
    let Some((mut rest, exponent)) = radicand(x, u32::leading_zeros) else {
        return special(x);
    };
    rest <<= 1;
    let mut root = 0u32;
    let mut twice = 0u32;
    let mut bit = 1u32 << 24;
    while bit != 0 {
        let trial = twice + bit;
        if trial <= rest {
            twice = trial + bit;
            rest -= trial;
            root += bit;
        }
        rest <<= 1;
        bit >>= 1;
    }
    assemble(root, exponent)
}

/// Significand and halved exponent of a positive finite number: the significand in [1, 4) with `FRACTION_BITS` below
/// the point.
fn radicand<T: Ieee>(x: T, leading_zeros: fn(T) -> u32) -> Option<(T, i32)> {
    if x.is_negative() || x == T::ZERO || x >= T::INFINITY {
        return None;
    }
    let hidden = T::ULP << T::FRACTION_BITS;
    let fraction = x & (hidden - T::ULP);
    let (significand, exponent) = if x < hidden {
        let shift = leading_zeros(fraction) - leading_zeros(hidden);
        (fraction << shift, 1 - shift as i32 - T::BIAS)
    } else {
        (fraction | hidden, x.exponent())
    };
    Some((significand << (exponent & 1) as u32, exponent >> 1))
}

/// The root of what has no significand: NaN, infinities, zeros, negative numbers.
fn special<T: Ieee>(x: T) -> T {
    if x.is_nan() {
        x | T::QUIET
    } else if x.is_negative() && x.magnitude() != T::ZERO {
        T::INFINITY | T::QUIET
    } else {
        x
    }
}

/// Rounds a root of `FRACTION_BITS + 2` bits and gives it its exponent.
fn assemble<T: Ieee>(root: T, exponent: i32) -> T {
    let rounded = (root >> 1) + (root & T::ULP);
    // The hidden bit adds one to the exponent field.
    rounded + (T::from_word((exponent + T::BIAS - 1) as u32) << T::FRACTION_BITS)
}
