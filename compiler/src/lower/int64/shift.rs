//! Shifts and rotations of pairs, by amounts modulo 64.

use super::super::int32;
use super::{Builder, Pair, make};
use crate::ir::{BinaryOp, Value};

/// What is known of a shift amount, taken modulo 64.
enum Amount {
    /// A constant, 0 to 63.
    Constant(i32),
    /// Unknown, but less than 32.
    Small,
    /// Unknown. The word is not zero exactly if the amount is 32 or more.
    Any(Value),
}

/// Looks at the word of a shift amount.
fn amount(b: &mut Builder, n: Value) -> Amount {
    if let Some(k) = b.as_const(n) {
        return Amount::Constant(k & 63);
    }
    match b.as_binary(n, BinaryOp::And) {
        Some([_, mask]) if b.as_const(mask).is_some_and(|m| m & 32 == 0) => Amount::Small,
        _ => Amount::Any(b.and_const(n, 32)),
    }
}

/// `(a << n) | (c >> (32 - n))` for `n` modulo 32: the upper word of `(c, a) << n`. As no shift is by 32, the
/// second is `(c >> 1) >> ~n`.
fn funnel_left(b: &mut Builder, a: Value, c: Value, n: Value) -> Value {
    let upper = int32::shl(b, a, n);
    let rest = b.not(n);
    let half = b.ushr(c, 1);
    let lower = int32::ushr(b, half, rest);
    b.or(upper, lower)
}

/// `(a >> n) | (c << (32 - n))` for `n` modulo 32: the lower word of `(a, c) >> n`.
fn funnel_right(b: &mut Builder, a: Value, c: Value, n: Value) -> Value {
    let lower = int32::ushr(b, a, n);
    let rest = b.not(n);
    let half = b.shl(c, 1);
    let upper = int32::shl(b, half, rest);
    b.or(lower, upper)
}

/// The same with a constant, `0 < k < 32`.
fn funnel_left_const(b: &mut Builder, a: Value, c: Value, k: i32) -> Value {
    let upper = b.shl(a, k);
    let lower = b.ushr(c, 32 - k);
    b.or(upper, lower)
}

/// `x << n`:
/// `n = 0`: `x`; `n < 32`: `(xl << n, (xh << n) | (xl >> (32 - n)))`; else `(0, xl << (n - 32))`.
pub fn shl(b: &mut Builder, x: Pair, n: Value) -> Pair {
    let zero = b.iconst(0);
    let big = match amount(b, n) {
        Amount::Constant(0) => return x,
        Amount::Constant(k @ 1..=31) => {
            let hi = funnel_left_const(b, x.hi, x.lo, k);
            return make(b.shl(x.lo, k), hi);
        }
        Amount::Constant(k) => return make(zero, b.shl(x.lo, k - 32)),
        Amount::Small => None,
        Amount::Any(big) => Some(big),
    };
    let lo = int32::shl(b, x.lo, n);
    let hi = funnel_left(b, x.hi, x.lo, n);
    match big {
        None => make(lo, hi),
        Some(big) => make(b.select(big, zero, lo), b.select(big, lo, hi)),
    }
}

/// `x >> n`:
/// `n = 0`: `x`; `n < 32`: `((xl >> n) | (xh << (32 - n)), xh >> n)`; else `(xh >> (n - 32), fill)`. `op` shifts in zeros or
/// the sign, and `fill` is 0 or the sign.
fn shr(b: &mut Builder, op: BinaryOp, x: Pair, n: Value) -> Pair {
    let fill = |b: &mut Builder| match op {
        BinaryOp::Sshr => b.sign(x.hi),
        _ => b.iconst(0),
    };
    let by = |b: &mut Builder, w: Value, k: i32| {
        let k = b.iconst(k);
        b.shift(op, w, k)
    };
    let big = match amount(b, n) {
        Amount::Constant(0) => return x,
        Amount::Constant(k @ 1..=31) => {
            let lo = funnel_left_const(b, x.hi, x.lo, 32 - k);
            return make(lo, by(b, x.hi, k));
        }
        Amount::Constant(k) => return make(by(b, x.hi, k - 32), fill(b)),
        Amount::Small => None,
        Amount::Any(big) => Some(big),
    };
    let hi = b.shift(op, x.hi, n);
    let lo = funnel_right(b, x.lo, x.hi, n);
    match big {
        None => make(lo, hi),
        Some(big) => {
            let fill = fill(b);
            make(b.select(big, hi, lo), b.select(big, fill, hi))
        }
    }
}

/// `x >> n` with zeros.
pub fn ushr(b: &mut Builder, x: Pair, n: Value) -> Pair {
    shr(b, BinaryOp::Ushr, x, n)
}

/// `x >> n` with the sign.
pub fn sshr(b: &mut Builder, x: Pair, n: Value) -> Pair {
    shr(b, BinaryOp::Sshr, x, n)
}

/// Rotation left by a constant: by 32 or more, first the words change places; the rest is
/// `((xl << k) | (xh >> (32 - k)), (xh << k) | (xl >> (32 - k)))`.
fn rotl_const(b: &mut Builder, x: Pair, k: i32) -> Pair {
    let x = if k >= 32 { make(x.hi, x.lo) } else { x };
    match k & 31 {
        0 => x,
        k => make(
            funnel_left_const(b, x.lo, x.hi, k),
            funnel_left_const(b, x.hi, x.lo, k),
        ),
    }
}

/// Rotation by an unknown amount, `funnel` being the direction.
fn rotate(
    b: &mut Builder,
    x: Pair,
    n: Value,
    big: Option<Value>,
    funnel: fn(&mut Builder, Value, Value, Value) -> Value,
) -> Pair {
    let x = match big {
        Some(big) => b.select64(big, make(x.hi, x.lo), x),
        None => x,
    };
    make(funnel(b, x.lo, x.hi, n), funnel(b, x.hi, x.lo, n))
}

/// Rotate left.
pub fn rotl(b: &mut Builder, x: Pair, n: Value) -> Pair {
    match amount(b, n) {
        Amount::Constant(k) => rotl_const(b, x, k),
        Amount::Small => rotate(b, x, n, None, funnel_left),
        Amount::Any(big) => rotate(b, x, n, Some(big), funnel_left),
    }
}

/// Rotate right; by a constant it is `rotl(x, 64 - k)`.
pub fn rotr(b: &mut Builder, x: Pair, n: Value) -> Pair {
    match amount(b, n) {
        Amount::Constant(k) => rotl_const(b, x, (64 - k) & 63),
        Amount::Small => rotate(b, x, n, None, funnel_right),
        Amount::Any(big) => rotate(b, x, n, Some(big), funnel_right),
    }
}
