//! Products and quotients of pairs. Division is the runtime's, after checks made here.

use super::super::int32;
use super::super::intrinsics::{self, Intrinsic};
use super::{
    Builder, Pair, add, and, any_bit, make, shl, sign_extended, sub, uextend, zero_extended,
};
use crate::ir::{IntCC, TrapKind, Value};

// ---- Multiplication ----

/// `l = xl * yl`, `h = mulhi(xl, yl) + xl * yh + xh * yl`
///
/// Of two sign-extended words it is `(xl * yl, smulhi(xl, yl))`.
pub fn mul(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    if !int32::has_mulhi(b) {
        return by_shifts(b, x, y)
            .or_else(|| by_shifts(b, y, x))
            .unwrap_or_else(|| b.call_pair(&intrinsics::I64_MUL, &[x.lo, x.hi, y.lo, y.hi]));
    }
    let lo = int32::mul(b, x.lo, y.lo);
    if sign_extended(b, x, y) && !zero_extended(b, x, y) {
        return make(lo, int32::smulhi(b, x.lo, y.lo));
    }
    let hi = int32::umulhi(b, x.lo, y.lo);
    let cross = int32::mul(b, x.lo, y.hi);
    let hi = b.add(hi, cross);
    let cross = int32::mul(b, x.hi, y.lo);
    make(lo, b.add(hi, cross))
}

/// `x * y` where y is a constant of one or two bits or a row of bits: `(x << i) + (x << j)` and `(x << i) - (x << j)` are shorter than
/// a call.
fn by_shifts(b: &mut Builder, x: Pair, y: Pair) -> Option<Pair> {
    let factor = b.as_const64(y)? as u64;
    let low = factor & factor.wrapping_neg();
    let shifted = |b: &mut Builder, bit: u64| {
        let count = b.iconst(bit.trailing_zeros() as i32);
        shl(b, x, count)
    };
    let above = factor.wrapping_add(low);
    if factor.is_power_of_two() {
        Some(shifted(b, factor))
    } else if factor.count_ones() == 2 {
        let parts = [factor ^ low, low].map(|bit| shifted(b, bit));
        Some(add(b, parts[0], parts[1]))
    } else if above.is_power_of_two() {
        let parts = [above, low].map(|bit| shifted(b, bit));
        Some(sub(b, parts[0], parts[1]))
    } else {
        None
    }
}

/// The whole product of two words: `(xl * yl, mulhi(xl, yl))`
fn mul_words(b: &mut Builder, x: Value, y: Value) -> Pair {
    make(int32::mul(b, x, y), int32::umulhi(b, x, y))
}

/// High half of the unsigned product, schoolbook with `B = 2^32`:
/// `x*y = xh*yh*B^2 + (xl*yh + xh*yl)*B + xl*yl`.
///
/// `m = hi(xl*yl) + lo(xl*yh) + lo(xh*yl)` has the carries `c1`, `c2`; the result is
/// `xh*yh + (hi(xl*yh) + c1) + (hi(xh*yl) + c2)`, in which neither bracket can overflow, for the high word of
/// a product of words is at most `B - 2`.
pub fn umulhi(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    if !int32::has_mulhi(b) {
        return b.call_pair(&intrinsics::I64_MULH_U, &[x.lo, x.hi, y.lo, y.hi]);
    }
    let low = int32::umulhi(b, x.lo, y.lo);
    let xl_yh = mul_words(b, x.lo, y.hi);
    let xh_yl = mul_words(b, x.hi, y.lo);
    let high = mul_words(b, x.hi, y.hi);
    let middle = b.add(low, xl_yh.lo);
    let carry1 = b.icmp(IntCC::Ult, middle, low);
    let sum = b.add(middle, xh_yl.lo);
    let carry2 = b.icmp(IntCC::Ult, sum, middle);
    let first = b.add(xl_yh.hi, carry1);
    let second = b.add(xh_yl.hi, carry2);
    let first = uextend(b, first);
    let second = uextend(b, second);
    let high = add(b, high, first);
    add(b, high, second)
}

/// High half of the signed product: `umulhi(x, y) - (x <s 0 ? y : 0) - (y <s 0 ? x : 0)`, the choices as masks
/// `y & (xh >>s 31)`.
pub fn smulhi(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    if !int32::has_mulhi(b) {
        return b.call_pair(&intrinsics::I64_MULH_S, &[x.lo, x.hi, y.lo, y.hi]);
    }
    let unsigned = umulhi(b, x, y);
    let x_sign = b.sign(x.hi);
    let y_sign = b.sign(y.hi);
    let correction = and(b, y, make(x_sign, x_sign));
    let once = sub(b, unsigned, correction);
    let correction = and(b, x, make(y_sign, y_sign));
    sub(b, once, correction)
}

// ---- Division ----

/// Traps if a divisor is zero: `(yl | yh) == 0`
pub fn check_divisor(b: &mut Builder, y: Pair) {
    let bits = any_bit(b, y);
    int32::check_divisor(b, bits);
}

/// Traps on `MIN / -1`: `(xl | (xh ^ MIN) | ~(yl & yh)) == 0`
pub fn check_quotient(b: &mut Builder, x: Pair, y: Pair) {
    let not_min = b.as_const64(x).is_some_and(|n| n != i64::MIN);
    if not_min || b.as_const64(y).is_some_and(|n| n != -1) {
        return;
    }
    let hi = b.xor_const(x.hi, i32::MIN);
    let x_bits = b.or(x.lo, hi);
    let ones = b.and(y.lo, y.hi);
    let y_bits = b.not(ones);
    let either = b.or(x_bits, y_bits);
    let overflow = b.eqz(either);
    b.trap_if(overflow, TrapKind::IntegerOverflow);
}

/// A division: of zero-extended words `(op(xl, yl), 0)`, else the runtime's.
fn divide(
    b: &mut Builder,
    routine: &Intrinsic,
    word: fn(&mut Builder, Value, Value) -> Value,
    x: Pair,
    y: Pair,
) -> Pair {
    if zero_extended(b, x, y) {
        let quotient = word(b, x.lo, y.lo);
        return uextend(b, quotient);
    }
    b.call_pair(routine, &[x.lo, x.hi, y.lo, y.hi])
}

/// Unsigned quotient, divisor checked.
pub fn udiv(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    divide(b, &intrinsics::I64_DIV_U, int32::udiv, x, y)
}

/// Signed quotient, divisor and quotient checked. Zero-extended words are not negative: theirs is unsigned.
pub fn sdiv(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    divide(b, &intrinsics::I64_DIV_S, int32::udiv, x, y)
}

/// Unsigned remainder, divisor checked.
pub fn urem(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    divide(b, &intrinsics::I64_REM_U, int32::urem, x, y)
}

/// Signed remainder, divisor checked; `MIN % -1` is 0.
pub fn srem(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    divide(b, &intrinsics::I64_REM_S, int32::urem, x, y)
}
