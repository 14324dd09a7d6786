//! Addition, multiplication and division of floats by integer arithmetic, correctly rounded to nearest, ties to even.
//!
//! Between the steps a significand has its leading one in the second highest bit, which leaves room for a carry above
//! and for a rounding bit and a sticky bit below: 10 bits for binary64, 7 for binary32.
//!
//! A NaN operand gives that NaN made quiet, an invalid operation the canonical NaN.

use super::ieee::Ieee;
use super::wide;

/// What the arithmetic needs of a width beyond [`Ieee`].
pub trait Soft: Ieee {
    /// Bits below the fraction in an unrounded significand.
    const EXTRA: u32 = Self::BITS - 2 - Self::FRACTION_BITS;
    /// The number of bits.
    const BITS: u32;

    /// The fraction with `hidden`, 1 or 0, for the hidden bit.
    fn significand(self, hidden: u32) -> Self;
    /// Leading zeros; not of zero.
    fn leading_zeros(self) -> u32;
    /// Shift right, the lowest bit set if a bit was lost.
    fn shift_right_sticky(self, count: u32) -> Self;
    /// The upper half of `(a << EXTRA + 1) * (b << EXTRA)`, the lowest bit set if the lower half is not zero.
    fn high_product_sticky(a: Self, b: Self) -> Self;
    /// `(n << BITS - 2) / d` rounded down, the lowest bit set if there is a remainder, of `d <= n < 2d`.
    ///
    /// # Safety
    /// `d` is the significand of a normal number.
    unsafe fn quotient_sticky(n: Self, d: Self) -> Self;
}

impl Soft for u32 {
    const BITS: u32 = 32;

    fn significand(self, hidden: u32) -> Self {
        self & 0x7f_ffff | hidden << 23
    }

    fn leading_zeros(self) -> u32 {
        wide::leading_zeros(self)
    }

    fn shift_right_sticky(self, count: u32) -> Self {
        match count {
            0 => self,
            1..=31 => self >> count | Self::from(self << (32 - count) != 0),
            _ => Self::from(self != 0),
        }
    }

    fn high_product_sticky(a: Self, b: Self) -> Self {
        let (low, high) = wide::halves(wide::product(a << (Self::EXTRA + 1), b << Self::EXTRA));
        high | Self::from(low != 0)
    }

    unsafe fn quotient_sticky(n: Self, d: Self) -> Self {
        // Divisor and dividend as fractions of 2^32; n < 2d keeps the quotient below 2^32.
        // SAFETY: the hidden bit of a significand is at the top after the shift.
        let (quotient, rest) = unsafe { wide::divide_normalised(n << 7, 0, d << 8) };
        quotient >> 1 | Self::from(quotient & 1 != 0 || rest != 0)
    }
}

impl Soft for u64 {
    const BITS: u32 = 64;

    fn significand(self, hidden: u32) -> Self {
        let (low, high) = wide::halves(self);
        wide::join(low, high & 0xf_ffff | hidden << 20)
    }

    fn leading_zeros(self) -> u32 {
        wide::leading_zeros_long(self)
    }

    fn shift_right_sticky(self, count: u32) -> Self {
        wide::shift_right_sticky(self, count)
    }

    fn high_product_sticky(a: Self, b: Self) -> Self {
        let (low, high) = wide::long_product(a << (Self::EXTRA + 1), b << Self::EXTRA);
        high | Self::from(low != 0)
    }

    unsafe fn quotient_sticky(n: Self, d: Self) -> Self {
        let divisor = d << 11;
        // SAFETY: the hidden bit of a significand is at the top after the shift.
        let ((upper, _), (lower, rest)) = unsafe {
            let upper = long_digit(n << 10, divisor);
            (upper, long_digit(upper.1, divisor))
        };
        let quotient = wide::join(lower, upper);
        quotient >> 1 | Self::from(lower & 1 != 0 || rest != 0)
    }
}

/// Quotient, below 2^32, and remainder of `rest · 2^32` by a divisor whose top bit is set and which is more than `rest`.
///
/// # Safety
/// The divisor's top bit is set.
unsafe fn long_digit(rest: u64, divisor: u64) -> (u32, u64) {
    let ((rl, rh), (dl, dh)) = (wide::halves(rest), wide::halves(divisor));
    let (quotient, partial) = if rh < dh {
        // SAFETY: the caller's promise.
        let (quotient, partial) = unsafe { wide::divide_normalised(rh, rl, dh) };
        (quotient, u64::from(partial))
    } else {
        // The guess would have 33 bits.
        (u32::MAX, u64::from(rl) + u64::from(dh))
    };
    let mut quotient = quotient;
    // Remainder of the guess: partial * 2^32 - quotient * dl, possibly negative; the guess is at most two too large.
    let product = wide::product(quotient, dl);
    let mut remainder = (partial << 32).wrapping_sub(product);
    if partial >> 32 == 0 && partial << 32 < product {
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

/// `a + b`.
pub fn add<T: Soft>(a: T, b: T) -> T {
    // From here on a is the larger magnitude; a NaN is larger than everything.
    let (a, b) = if a.magnitude() < b.magnitude() {
        (b, a)
    } else {
        (a, b)
    };
    let sign = a.sign();
    let opposite = (a ^ b).is_negative();
    if a.magnitude() >= T::INFINITY {
        return add_special(a, b);
    }
    let (larger, exponent) = unpack(a);
    let (smaller, exponent_b) = unpack(b);
    let larger = larger << T::EXTRA;
    let smaller = (smaller << T::EXTRA).shift_right_sticky((exponent - exponent_b) as u32);
    if opposite {
        return difference(sign, exponent, larger - smaller);
    }
    let sum = larger + smaller;
    if sum.is_negative() {
        pack(sign, exponent + 1, sum.shift_right_sticky(1))
    } else {
        pack(sign, exponent, sum)
    }
}

/// Moves the leading one of a difference back up, as far as the exponent allows, and packs it.
#[inline(always)]
fn difference<T: Soft>(sign: T, exponent: i32, difference: T) -> T {
    if difference >> (T::BITS - 2) != T::ZERO {
        return pack(sign, exponent, difference);
    }
    if difference == T::ZERO {
        // x - x is +0; -0 + -0 is no difference.
        return T::ZERO;
    }
    let up = (difference.leading_zeros() as i32 - 1).min(exponent - 1);
    pack(sign, exponent - up, difference << up as u32)
}

/// `a + b` of an infinity or NaN `a` and anything not larger.
#[cold]
#[inline(never)]
fn add_special<T: Soft>(a: T, b: T) -> T {
    match a {
        _ if a.is_nan() => a | T::QUIET,
        _ if a == b ^ T::SIGN => T::INFINITY | T::QUIET,
        _ => a,
    }
}

/// `a - b`. The sign of a NaN is free.
pub fn sub<T: Soft>(a: T, b: T) -> T {
    add(a, b ^ T::SIGN)
}

/// `a * b`.
#[inline(always)]
pub fn mul<T: Soft>(a: T, b: T) -> T {
    if is_special(a) || is_special(b) {
        return mul_special(a, b);
    }
    mul_unpacked((a ^ b).sign(), unpack_normal(a), unpack_normal(b))
}

/// The product of normal significands with their exponent fields.
#[inline(always)]
fn mul_unpacked<T: Soft>(sign: T, (a, exponent_a): (T, i32), (b, exponent_b): (T, i32)) -> T {
    let exponent = exponent_a + exponent_b - T::BIAS;
    let significand = T::high_product_sticky(a, b);
    // The product of two numbers in [1, 2) is in [1, 4).
    if significand >> (T::BITS - 2) == T::ZERO {
        pack(sign, exponent, significand << 1)
    } else {
        pack(sign, exponent + 1, significand)
    }
}

/// `a / b`.
#[inline(always)]
pub fn div<T: Soft>(a: T, b: T) -> T {
    if is_special(a) || is_special(b) {
        return div_special(a, b);
    }
    div_unpacked((a ^ b).sign(), unpack_normal(a), unpack_normal(b))
}

/// The quotient of normal significands with their exponent fields.
#[inline(always)]
fn div_unpacked<T: Soft>(sign: T, (n, exponent_n): (T, i32), (d, exponent_d): (T, i32)) -> T {
    let exponent = exponent_n - exponent_d + T::BIAS;
    let (n, exponent) = if n < d {
        (n << 1, exponent - 1)
    } else {
        (n, exponent)
    };
    // SAFETY: the caller's numbers are normal.
    let quotient = unsafe { T::quotient_sticky(n, d) };
    pack(sign, exponent, quotient)
}

/// Zero, subnormal, infinite or NaN: the exponent field is all zeros or all ones.
fn is_special<T: Soft>(x: T) -> bool {
    let field = x.exponent_field();
    field == 0 || field > 2 * T::BIAS
}

/// The product if an operand is zero, subnormal, infinite or NaN.
#[cold]
#[inline(never)]
fn mul_special<T: Soft>(a: T, b: T) -> T {
    let sign = (a ^ b).sign();
    if let Some(nan) = nan_operand(a, b) {
        return nan;
    }
    let zero = a.magnitude() == T::ZERO || b.magnitude() == T::ZERO;
    let infinite = a.magnitude() == T::INFINITY || b.magnitude() == T::INFINITY;
    match (zero, infinite) {
        (true, true) => T::INFINITY | T::QUIET,
        (true, false) => sign,
        (false, true) => sign | T::INFINITY,
        (false, false) => mul_unpacked(sign, unpack_normalised(a), unpack_normalised(b)),
    }
}

/// The quotient if an operand is zero, subnormal, infinite or NaN.
#[cold]
#[inline(never)]
fn div_special<T: Soft>(a: T, b: T) -> T {
    let sign = (a ^ b).sign();
    if let Some(nan) = nan_operand(a, b) {
        return nan;
    }
    let (n, d) = (a.magnitude(), b.magnitude());
    if n == d && (n == T::ZERO || n == T::INFINITY) {
        T::INFINITY | T::QUIET
    } else if n == T::ZERO || d == T::INFINITY {
        sign
    } else if n == T::INFINITY || d == T::ZERO {
        sign | T::INFINITY
    } else {
        div_unpacked(sign, unpack_normalised(a), unpack_normalised(b))
    }
}

/// The first operand that is a NaN, made quiet.
fn nan_operand<T: Soft>(a: T, b: T) -> Option<T> {
    [a, b]
        .into_iter()
        .find(|x| x.is_nan())
        .map(|x| x | T::QUIET)
}

/// Significand and exponent field of a finite number; a subnormal has field 1.
fn unpack<T: Soft>(x: T) -> (T, i32) {
    let field = x.exponent_field();
    (x.significand(u32::from(field != 0)), field.max(1))
}

/// As [`unpack`], of a normal number.
fn unpack_normal<T: Soft>(x: T) -> (T, i32) {
    (x.significand(1), x.exponent_field())
}

/// As [`unpack`], of a number that is not zero; a subnormal's leading one is moved to the hidden bit's place.
fn unpack_normalised<T: Soft>(x: T) -> (T, i32) {
    if x.exponent_field() != 0 {
        return unpack_normal(x);
    }
    let significand = x.significand(0);
    let up = significand.leading_zeros() - (T::BITS - 1 - T::FRACTION_BITS);
    (significand << up, 1 - up as i32)
}

/// Rounds and assembles: `significand`'s leading one is in the second highest bit, or lower if `exponent` is 1.
#[inline(always)]
pub fn pack<T: Soft>(sign: T, exponent: i32, significand: T) -> T {
    // One comparison for exponents in 1..=2 * BIAS.
    if (exponent - 1) as u32 >= 2 * T::BIAS as u32 {
        return pack_extreme(sign, exponent, significand);
    }
    round(sign, exponent, significand)
}

/// As [`pack`], of what is subnormal or too large.
#[cold]
#[inline(never)]
fn pack_extreme<T: Soft>(sign: T, exponent: i32, significand: T) -> T {
    if exponent > 0 {
        return sign | T::INFINITY;
    }
    let significand = significand.shift_right_sticky((1 - exponent) as u32);
    round(sign, 1, significand)
}

/// Rounds to nearest, ties to even, and assembles.
#[inline(always)]
fn round<T: Soft>(sign: T, exponent: i32, significand: T) -> T {
    let half = T::ULP << (T::EXTRA - 1);
    let mut rounded = (significand + half) >> T::EXTRA;
    if significand & (half + half - T::ULP) == half {
        rounded = rounded & !T::ULP;
    }
    // The hidden bit, if it is there, adds one to the exponent field; so does a carry.
    sign | ((T::from_word((exponent - 1) as u32) << T::FRACTION_BITS) + rounded)
}
