//! Comparisons of pairs, and what chooses by one.

use super::{Builder, Pair, any_bit, sign_extended, xor, zero_extended};
use crate::ir::{IntCC, Value};

/// `icmp cc x, y`
pub fn icmp(b: &mut Builder, cc: IntCC, x: Pair, y: Pair) -> Value {
    // Extension keeps the order of words; sign extension also their unsigned order.
    if zero_extended(b, x, y) {
        return b.icmp(unsigned(cc), x.lo, y.lo);
    }
    if sign_extended(b, x, y) {
        return b.icmp(cc, x.lo, y.lo);
    }
    match cc {
        IntCC::Eq | IntCC::Ne => equality(b, cc, x, y),
        IntCC::Slt => less(b, IntCC::Slt, x, y),
        IntCC::Ult => less(b, IntCC::Ult, x, y),
        IntCC::Sge => at_least(b, IntCC::Slt, x, y),
        IntCC::Uge => at_least(b, IntCC::Ult, x, y),
        // x > c  <=>  x >= c + 1, and x <= c  <=>  x < c + 1, unless c is the greatest number
        IntCC::Sgt | IntCC::Sle | IntCC::Ugt | IntCC::Ule => {
            let less_than = if matches!(cc, IntCC::Sgt | IntCC::Sle) {
                IntCC::Slt
            } else {
                IntCC::Ult
            };
            let greatest = if less_than == IntCC::Slt {
                i64::MAX
            } else {
                -1
            };
            let is_greater = matches!(cc, IntCC::Sgt | IntCC::Ugt);
            match b.as_const64(y).filter(|&c| c != greatest) {
                Some(c) => {
                    let next = b.const64(c.wrapping_add(1));
                    let compare = if is_greater { at_least } else { less };
                    compare(b, less_than, x, next)
                }
                None if is_greater => less(b, less_than, y, x),
                None => at_least(b, less_than, y, x),
            }
        }
    }
}

/// The unsigned comparison of the same direction.
pub fn unsigned(cc: IntCC) -> IntCC {
    match cc {
        IntCC::Slt => IntCC::Ult,
        IntCC::Sge => IntCC::Uge,
        IntCC::Sgt => IntCC::Ugt,
        IntCC::Sle => IntCC::Ule,
        other => other,
    }
}

/// `x == y  <=>  ((xl ^ yl) | (xh ^ yh)) == 0`, and `x == -1  <=>  (xl & xh) == -1`
fn equality(b: &mut Builder, cc: IntCC, x: Pair, y: Pair) -> Value {
    if b.as_const64(y) == Some(-1) {
        let ones = b.and(x.lo, x.hi);
        return b.icmp_const(cc, ones, -1);
    }
    let difference = xor(b, x, y);
    let bits = any_bit(b, difference);
    b.icmp_const(cc, bits, 0)
}

/// `x >= y  <=>  !(x < y)`
fn at_least(b: &mut Builder, less_than: IntCC, x: Pair, y: Pair) -> Value {
    let less = less(b, less_than, x, y);
    b.eqz(less)
}

/// `x < y`, `less_than` being `slt` or `ult`.
fn less(b: &mut Builder, less_than: IntCC, x: Pair, y: Pair) -> Value {
    // The low word is the least, or the greatest: it cannot decide.
    if b.is_const(y.lo, 0) || b.is_const(x.lo, -1) {
        return b.icmp(less_than, x.hi, y.hi);
    }
    let is_unsigned = less_than == IntCC::Ult;
    if is_unsigned && b.is_const(x.hi, 0) {
        // x < 2^32:  x < y  <=>  (yh | [xl < yl]) != 0
        let low = b.icmp(IntCC::Ult, x.lo, y.lo);
        let either = b.or(y.hi, low);
        return b.nez(either);
    }
    if !b.select_is_cheap() {
        return less_by_borrow(b, less_than, x, y);
    }
    if is_unsigned && b.is_const(y.hi, 0) {
        // y < 2^32:  x < y  <=>  (xh != 0 ? 2^32-1 : xl) < yl
        let greatest = b.iconst(-1);
        let clamped = b.select(x.hi, greatest, x.lo);
        return b.icmp(IntCC::Ult, clamped, y.lo);
    }
    less_by_select(b, less_than, x, y)
}

/// `x < y  <=>  [xh < yh] | [(xh - yh) <u [xl <u yl]]`: the second term holds only if the high words are equal and
/// the low ones borrow.
fn less_by_borrow(b: &mut Builder, less_than: IntCC, x: Pair, y: Pair) -> Value {
    let borrow = b.icmp(IntCC::Ult, x.lo, y.lo);
    let difference = b.sub(x.hi, y.hi);
    let low_decides = b.icmp(IntCC::Ult, difference, borrow);
    let high_decides = b.icmp(less_than, x.hi, y.hi);
    b.or(high_decides, low_decides)
}

/// `x < y  <=>  xh != yh ? xh < yh : xl <u yl`, choosing the operands so that one comparison is left. For a
/// signed one the low words are biased: `xl <u yl  <=>  (xl ^ MIN) <s (yl ^ MIN)`.
fn less_by_select(b: &mut Builder, less_than: IntCC, x: Pair, y: Pair) -> Value {
    let differ = b.xor(x.hi, y.hi);
    let bias = if less_than == IntCC::Slt { i32::MIN } else { 0 };
    let x_low = b.xor_const(x.lo, bias);
    let y_low = b.xor_const(y.lo, bias);
    let left = b.select(differ, x.hi, x_low);
    let right = b.select(differ, y.hi, y_low);
    b.icmp(less_than, left, right)
}

/// `x < y ? x : y`
pub fn umin(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    let cond = icmp(b, IntCC::Ult, x, y);
    b.select64(cond, x, y)
}

/// `y < x ? x : y`
pub fn umax(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    let cond = icmp(b, IntCC::Ugt, x, y);
    b.select64(cond, x, y)
}

/// `x <s y ? x : y`
pub fn smin(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    let cond = icmp(b, IntCC::Slt, x, y);
    b.select64(cond, x, y)
}

/// `y <s x ? x : y`
pub fn smax(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    let cond = icmp(b, IntCC::Sgt, x, y);
    b.select64(cond, x, y)
}
