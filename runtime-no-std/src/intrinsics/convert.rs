//! Conversions between floats and integers and between the two float widths.

use super::ieee::Ieee;
use super::soft::{Soft, pack};
use super::wide;

/// The integral part of a magnitude, at most `u64::MAX`; 0 for a NaN.
fn integral(significand: u64, exponent: i32, is_nan: bool) -> u64 {
    // The significand has its point below bit 63.
    match exponent {
        _ if is_nan => 0,
        ..0 => 0,
        0..=63 => significand >> (63 - exponent),
        _ => u64::MAX,
    }
}

/// Sign and integral magnitude of a binary64.
fn integral64(x: u64) -> (bool, u64) {
    let significand = x << 11 | 1 << 63;
    (
        x.is_negative(),
        integral(significand, x.exponent(), x.is_nan()),
    )
}

/// Sign and integral magnitude of a binary32.
fn integral32(x: u32) -> (bool, u64) {
    let significand = u64::from(x << 8 | 1 << 31) << 32;
    (
        x.is_negative(),
        integral(significand, x.exponent(), x.is_nan()),
    )
}

/// Saturates to `i32`.
fn to_i32((negative, magnitude): (bool, u64)) -> u32 {
    let limit = (1 << 31) - u64::from(!negative);
    let magnitude = magnitude.min(limit) as u32;
    if negative {
        magnitude.wrapping_neg()
    } else {
        magnitude
    }
}

/// Saturates to `u32`.
fn to_u32((negative, magnitude): (bool, u64)) -> u32 {
    if negative {
        0
    } else {
        magnitude.min(u64::from(u32::MAX)) as u32
    }
}

/// Saturates to `i64`.
fn to_i64((negative, magnitude): (bool, u64)) -> u64 {
    let limit = (1 << 63) - u64::from(!negative);
    let magnitude = magnitude.min(limit);
    if negative {
        magnitude.wrapping_neg()
    } else {
        magnitude
    }
}

/// Saturates to `u64`.
fn to_u64((negative, magnitude): (bool, u64)) -> u64 {
    if negative { 0 } else { magnitude }
}

/// A binary32's value as a binary64: exact; a NaN becomes quiet and keeps its payload's place below the point.
fn promote(x: u32) -> u64 {
    let sign = u64::from(x & u32::SIGN) << 32;
    let magnitude = x.magnitude();
    const SHIFT: u32 = u64::FRACTION_BITS - u32::FRACTION_BITS;
    const REBIAS: u64 = ((u64::BIAS - u32::BIAS) as u64) << u64::FRACTION_BITS;
    let bits = if magnitude >= u32::INFINITY {
        (u64::INFINITY | u64::from(magnitude) << SHIFT).quieted()
    } else if magnitude >= 1 << u32::FRACTION_BITS {
        (u64::from(magnitude) << SHIFT) + REBIAS
    } else if magnitude == 0 {
        0
    } else {
        // A subnormal becomes normal: shift its leading one to the hidden place.
        let shift = magnitude.leading_zeros() - 8;
        (u64::from(magnitude << shift) << SHIFT) + REBIAS - (u64::from(shift) << u64::FRACTION_BITS)
    };
    sign | bits
}

/// A binary64's value as a binary32, rounded to nearest, ties to even.
fn demote(x: u64) -> u32 {
    const SHIFT: u32 = u64::FRACTION_BITS - u32::FRACTION_BITS;
    const REBIAS: u64 = ((u64::BIAS - u32::BIAS) as u64) << u64::FRACTION_BITS;
    let sign = (x >> 32) as u32 & u32::SIGN;
    let magnitude = x.magnitude();
    let exponent = x.exponent();
    let bits = if x.is_nan() {
        u32::INFINITY | u32::QUIET | (magnitude >> SHIFT) as u32 & (u32::QUIET - 1)
    } else if exponent > u32::BIAS {
        u32::INFINITY
    } else if exponent > -u32::BIAS {
        // A carry out of the fraction makes the next exponent, and at the top infinity.
        round_shift(magnitude - REBIAS, SHIFT)
    } else if exponent < -u32::BIAS - u32::FRACTION_BITS as i32 {
        // Less than half of the least subnormal.
        0
    } else {
        let hidden = 1 << u64::FRACTION_BITS;
        let significand = magnitude & (hidden - 1) | hidden;
        round_shift(significand, SHIFT + (1 - u32::BIAS - exponent) as u32)
    };
    sign | bits
}

/// `value >> shift`, rounded to nearest, ties to even.
fn round_shift(value: u64, shift: u32) -> u32 {
    let half = 1u64 << (shift - 1);
    let odd = value >> shift & 1;
    ((value + half - 1 + odd) >> shift) as u32
}

/// A natural number as a float.
fn natural<T: Soft>(sign: T, value: T) -> T {
    if value == T::ZERO {
        return value;
    }
    // The leading one goes to the second highest bit, by way of the highest: a bit may be lost at the other end.
    let up = value.leading_zeros();
    let significand = (value << up).shift_right_sticky(1);
    pack(sign, T::BIAS + (T::BITS - 1 - up) as i32, significand)
}

/// A 32-bit natural number as a binary64: exact.
fn natural64(sign: u64, value: u32) -> u64 {
    if value == 0 {
        return 0;
    }
    let up = wide::leading_zeros(value);
    let top = value << up;
    // The leading one adds one to the exponent field.
    let high = (((u64::BIAS + 30) as u32 - up) << 20) + (top >> 11);
    sign | wide::join(top << 21, high)
}

/// A 64-bit natural number as a binary32.
fn natural32(sign: u32, value: u64) -> u32 {
    if value == 0 {
        return 0;
    }
    let up = wide::leading_zeros_long(value);
    let (low, high) = wide::halves(value << up);
    let significand = high >> 1 | u32::from(high & 1 != 0 || low != 0);
    pack(sign, u32::BIAS + (63 - up) as i32, significand)
}

/// Exports one conversion under its wasm name.
macro_rules! export {
    ($($name:ident($from:ty) -> $to:ty = $body:expr;)*) => {$(
        #[doc = concat!("The wasm instruction in the name `", stringify!($name), "`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(x: $from) -> $to {
            let convert: fn($from) -> $to = $body;
            convert(x)
        }
    )*};
}

export! {
    tinsmith_i32_trunc_sat_f32_s(u32) -> u32 = |x| to_i32(integral32(x));
    tinsmith_i32_trunc_sat_f32_u(u32) -> u32 = |x| to_u32(integral32(x));
    tinsmith_i32_trunc_sat_f64_s(u64) -> u32 = |x| to_i32(integral64(x));
    tinsmith_i32_trunc_sat_f64_u(u64) -> u32 = |x| to_u32(integral64(x));
    tinsmith_i64_trunc_sat_f32_s(u32) -> u64 = |x| to_i64(integral32(x));
    tinsmith_i64_trunc_sat_f32_u(u32) -> u64 = |x| to_u64(integral32(x));
    tinsmith_i64_trunc_sat_f64_s(u64) -> u64 = |x| to_i64(integral64(x));
    tinsmith_i64_trunc_sat_f64_u(u64) -> u64 = |x| to_u64(integral64(x));
    tinsmith_f32_convert_i32_s(u32) -> u32 = |x| natural(x & u32::SIGN, (x as i32).unsigned_abs());
    tinsmith_f32_convert_i32_u(u32) -> u32 = |x| natural(0, x);
    tinsmith_f32_convert_i64_s(u64) -> u32 = |x| natural32((x >> 32) as u32 & u32::SIGN, (x as i64).unsigned_abs());
    tinsmith_f32_convert_i64_u(u64) -> u32 = |x| natural32(0, x);
    tinsmith_f64_convert_i32_s(u32) -> u64 = |x| natural64(u64::from(x & u32::SIGN) << 32, (x as i32).unsigned_abs());
    tinsmith_f64_convert_i32_u(u32) -> u64 = |x| natural64(0, x);
    tinsmith_f64_convert_i64_s(u64) -> u64 = |x| natural(x & u64::SIGN, (x as i64).unsigned_abs());
    tinsmith_f64_convert_i64_u(u64) -> u64 = |x| natural(0, x);
    tinsmith_f64_promote_f32(u32) -> u64 = promote;
    tinsmith_f32_demote_f64(u64) -> u32 = demote;
}
