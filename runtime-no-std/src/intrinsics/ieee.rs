//! IEEE 754 binary32 and binary64 as bits: what both widths share.

use super::wide::{halves, join};
use core::ops::{Add, BitAnd, BitOr, BitXor, Not, Shl, Shr, Sub};

/// The bits of a float: `u32` for binary32, `u64` for binary64.
pub trait Ieee:
    Copy
    + Ord
    + Add<Output = Self>
    + Sub<Output = Self>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + Not<Output = Self>
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
{
    /// Bits of the fraction field.
    const FRACTION_BITS: u32;
    /// The exponent field of 1.0.
    const BIAS: i32;
    /// All bits clear: +0.
    const ZERO: Self;
    /// The lowest bit.
    const ULP: Self;
    /// The sign bit.
    const SIGN: Self;
    /// Positive infinity: the exponent field all ones.
    const INFINITY: Self;
    /// The bit that makes a NaN quiet.
    const QUIET: Self;
    /// 1.0.
    const ONE: Self;
    /// The [`class`](Self::class) of the infinities.
    const INFINITE: u32;

    /// A small number as an integer of this width.
    fn from_word(word: u32) -> Self;

    /// The exponent field.
    fn exponent_field(self) -> i32;

    /// The exponent of the value, if it is normal.
    fn exponent(self) -> i32 {
        self.exponent_field() - Self::BIAS
    }

    /// Everything but the sign.
    fn magnitude(self) -> Self;

    /// The sign bit alone, in its place.
    fn sign(self) -> Self;

    /// Whether the sign bit is set.
    fn is_negative(self) -> bool;

    /// Whether this is a NaN.
    fn is_nan(self) -> bool {
        self.class() > Self::INFINITE
    }

    /// The same value; a signalling NaN made quiet.
    fn quieted(self) -> Self {
        if self.is_nan() {
            self | Self::QUIET
        } else {
            self
        }
    }

    /// A word that is 0 for the zeros, [`Self::INFINITE`] for the infinities and more for NaNs.
    fn class(self) -> u32;

    /// Whether this comes before `other` in the order of the values, -0 before +0. Neither is a NaN.
    fn precedes(self, other: Self) -> bool {
        match (self.is_negative(), other.is_negative()) {
            (true, false) => true,
            (false, true) => false,
            (true, true) => other < self,
            (false, false) => self < other,
        }
    }
}

impl Ieee for u32 {
    const FRACTION_BITS: u32 = 23;
    const BIAS: i32 = 127;
    const ZERO: Self = 0;
    const ULP: Self = 1;
    const SIGN: Self = 1 << 31;
    const INFINITY: Self = 0x7f80_0000;
    const QUIET: Self = 1 << 22;
    const ONE: Self = 0x3f80_0000;
    const INFINITE: u32 = 0xff00_0000;

    fn magnitude(self) -> Self {
        self & !Self::SIGN
    }

    fn sign(self) -> Self {
        self & Self::SIGN
    }

    fn is_negative(self) -> bool {
        (self as i32) < 0
    }

    fn class(self) -> u32 {
        self << 1
    }

    fn from_word(word: u32) -> Self {
        word
    }

    fn exponent_field(self) -> i32 {
        (self >> 23 & 0xff) as i32
    }
}

impl Ieee for u64 {
    const FRACTION_BITS: u32 = 52;
    const BIAS: i32 = 1023;
    const ZERO: Self = 0;
    const ULP: Self = 1;
    const SIGN: Self = 1 << 63;
    const INFINITY: Self = 0x7ff0_0000_0000_0000;
    const QUIET: Self = 1 << 51;
    const ONE: Self = 0x3ff0_0000_0000_0000;
    const INFINITE: u32 = 0xffe0_0000;

    // By halves: LLVM puts 64-bit masks together at run time.

    fn magnitude(self) -> Self {
        let (low, high) = halves(self);
        join(low, high & !(1 << 31))
    }

    fn sign(self) -> Self {
        join(0, halves(self).1 & 1 << 31)
    }

    fn is_negative(self) -> bool {
        (self as i64) < 0
    }

    fn class(self) -> u32 {
        // The high word without its sign, and whether anything is below it.
        let (low, high) = halves(self);
        high << 1 | u32::from(low != 0)
    }

    fn from_word(word: u32) -> Self {
        word.into()
    }

    fn exponent_field(self) -> i32 {
        // From the high word alone.
        ((self >> 32) as u32 >> 20 & 0x7ff) as i32
    }
}

/// wasm `min`: a NaN if an operand is one; -0 before +0.
pub fn min<T: Ieee>(a: T, b: T) -> T {
    match nan_operand(a, b) {
        Some(nan) => nan,
        None if a.precedes(b) => a,
        None => b,
    }
}

/// wasm `max`.
pub fn max<T: Ieee>(a: T, b: T) -> T {
    match nan_operand(a, b) {
        Some(nan) => nan,
        None if a.precedes(b) => b,
        None => a,
    }
}

/// The first operand that is a NaN, made quiet.
fn nan_operand<T: Ieee>(a: T, b: T) -> Option<T> {
    if a.is_nan() {
        Some(a | T::QUIET)
    } else if b.is_nan() {
        Some(b | T::QUIET)
    } else {
        None
    }
}

/// The magnitude of the first, the sign of the second; bits of a NaN kept.
pub fn copysign<T: Ieee>(a: T, b: T) -> T {
    a.magnitude() | b.sign()
}

/// `a == b`; false on NaN.
pub fn eq<T: Ieee>(a: T, b: T) -> bool {
    let (ca, cb) = (a.class(), b.class());
    (a == b && ca <= T::INFINITE) || ca | cb == 0
}

/// `a < b`; false on NaN.
pub fn lt<T: Ieee>(a: T, b: T) -> bool {
    let (ca, cb) = (a.class(), b.class());
    ca <= T::INFINITE && cb <= T::INFINITE && ca | cb != 0 && a.precedes(b)
}

/// `a <= b`; false on NaN.
pub fn le<T: Ieee>(a: T, b: T) -> bool {
    let (ca, cb) = (a.class(), b.class());
    ca <= T::INFINITE && cb <= T::INFINITE && (ca | cb == 0 || !b.precedes(a))
}

/// Round to integral towards zero.
pub fn trunc<T: Ieee>(x: T) -> T {
    match fraction_mask(x) {
        Integral::Already => x.quieted(),
        Integral::BelowOne => x.sign(),
        Integral::Mask(mask) => x & !mask,
    }
}

/// Round to integral towards +inf.
pub fn ceil<T: Ieee>(x: T) -> T {
    away(x, !x.is_negative())
}

/// Round to integral towards -inf.
pub fn floor<T: Ieee>(x: T) -> T {
    away(x, x.is_negative())
}

/// Round to integral away from zero if `outwards`, else towards zero.
fn away<T: Ieee>(x: T, outwards: bool) -> T {
    match fraction_mask(x) {
        Integral::Already => x.quieted(),
        Integral::BelowOne if outwards && x.magnitude() != T::ZERO => x.sign() | T::ONE,
        Integral::BelowOne => x.sign(),
        // A carry out of the fraction makes the next exponent, which is right.
        Integral::Mask(mask) if outwards => (x + mask) & !mask,
        Integral::Mask(mask) => x & !mask,
    }
}

/// Round to integral, ties to even.
pub fn nearest<T: Ieee>(x: T) -> T {
    match fraction_mask(x) {
        Integral::Already => x.quieted(),
        // Only what lies beyond one half rounds to one.
        Integral::BelowOne if x.magnitude() > T::ONE - (T::ULP << T::FRACTION_BITS) => {
            x.sign() | T::ONE
        }
        Integral::BelowOne => x.sign(),
        Integral::Mask(mask) => {
            // Add one half, less an ulp if the integral part is even. For values in [1, 2) the bit looked at is the
            // exponent's lowest, which is set, as the hidden one would be.
            let half = (mask >> 1) + T::ULP;
            let odd = x & (mask + T::ULP) != T::ZERO;
            let bias = if odd { half } else { half - T::ULP };
            (x + bias) & !mask
        }
    }
}

/// Where the fractional bits of a value are.
enum Integral<T> {
    /// There are none: a large value, an infinity or a NaN.
    Already,
    /// Everywhere: the magnitude is less than one.
    BelowOne,
    /// In these low bits.
    Mask(T),
}

fn fraction_mask<T: Ieee>(x: T) -> Integral<T> {
    let exponent = x.exponent();
    if exponent < 0 {
        Integral::BelowOne
    } else if exponent as u32 >= T::FRACTION_BITS {
        Integral::Already
    } else {
        Integral::Mask((T::ULP << (T::FRACTION_BITS - exponent as u32)) - T::ULP)
    }
}
