//! i64 on 32-bit words: every operation as equations over the low and the high word.
//!
//! Notation: `x = (xl, xh)` is `xl + 2^32 * xh`, words are unsigned unless a comparison or shift says otherwise, `[c]` is
//! 1 if `c` holds and else 0. The [`Builder`] drops operations on neutral constants, so an equation written
//! for unknown words is also the short form for a zero-extended operand (`xh = 0`) or a constant.
//!
//! Nothing here branches. Division is the runtime's, after checks made here.

use super::builder::{Builder, Pair};
use super::int32;
use super::intrinsics::{self, Intrinsic};
use crate::ir::{BinaryOp, IntCC, TrapKind, Value};

// ---- Make, Lo, Hi ----

/// `(lo, hi)`
pub fn make(lo: Value, hi: Value) -> Pair {
    Pair { lo, hi }
}

/// A word zero-extended: `(w, 0)`
pub fn uextend(b: &mut Builder, w: Value) -> Pair {
    make(w, b.iconst(0))
}

/// A word sign-extended: `(w, w >>s 31)`
pub fn sextend(b: &mut Builder, w: Value) -> Pair {
    make(w, b.sign(w))
}

/// Whether both are zero-extended words.
fn zero_extended(b: &Builder, x: Pair, y: Pair) -> bool {
    b.is_const(x.hi, 0) && b.is_const(y.hi, 0)
}

/// Whether both are sign-extended words.
fn sign_extended(b: &Builder, x: Pair, y: Pair) -> bool {
    b.is_sign_of(x.hi, x.lo) && b.is_sign_of(y.hi, y.lo)
}

/// A word that is zero exactly if the pair is: `xl | xh`
pub fn any_bit(b: &mut Builder, x: Pair) -> Value {
    b.or(x.lo, x.hi)
}

// ---- Bitwise ----

/// `(xl & yl, xh & yh)`
pub fn and(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    make(b.and(x.lo, y.lo), b.and(x.hi, y.hi))
}

/// `(xl | yl, xh | yh)`
pub fn or(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    make(b.or(x.lo, y.lo), b.or(x.hi, y.hi))
}

/// `(xl ^ yl, xh ^ yh)`
pub fn xor(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    make(b.xor(x.lo, y.lo), b.xor(x.hi, y.hi))
}

/// `(~xl, ~xh)`
pub fn not(b: &mut Builder, x: Pair) -> Pair {
    make(b.not(x.lo), b.not(x.hi))
}

// ---- Addition ----

/// `l = xl + yl`, `h = xh + yh + [l < xl]`
///
/// Adding `-c` for a small `c` is subtracting `c`, one operation less.
pub fn add(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    if let Some(c) = b.as_const64(y)
        && (-(1 << 32) + 1..0).contains(&c)
    {
        let c = b.const64(-c);
        return sub(b, x, c);
    }
    let lo = b.add(x.lo, y.lo);
    // x + 1 carries exactly if it becomes 0.
    let carry = match b.as_const(y.lo) {
        Some(0) => b.iconst(0),
        Some(1) => b.eqz(lo),
        _ => b.icmp(IntCC::Ult, lo, x.lo),
    };
    let hi = b.add(x.hi, y.hi);
    make(lo, b.add(hi, carry))
}

/// `l = xl - yl`, `h = xh - yh - [xl < yl]`
pub fn sub(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    let lo = b.sub(x.lo, y.lo);
    let borrow = b.icmp(IntCC::Ult, x.lo, y.lo);
    let hi = b.sub(x.hi, y.hi);
    make(lo, b.sub(hi, borrow))
}

/// `0 - x`
pub fn neg(b: &mut Builder, x: Pair) -> Pair {
    let zero = b.const64(0);
    sub(b, zero, x)
}

/// With `m = xh >>s 31`: `(x ^ (m, m)) - (m, m)`
pub fn abs(b: &mut Builder, x: Pair) -> Pair {
    let m = b.sign(x.hi);
    let m = make(m, m);
    let flipped = xor(b, x, m);
    sub(b, flipped, m)
}

/// `x + y` and whether it is beyond 2^64: `[x + y < x]`
pub fn uadd_overflow(b: &mut Builder, x: Pair, y: Pair) -> (Pair, Value) {
    let sum = add(b, x, y);
    (sum, icmp(b, IntCC::Ult, sum, x))
}

/// `x - y` and whether it is below 0: `[x < y]`
pub fn usub_overflow(b: &mut Builder, x: Pair, y: Pair) -> (Pair, Value) {
    let difference = sub(b, x, y);
    (difference, icmp(b, IntCC::Ult, x, y))
}

/// `s = x + y` and whether it has a sign neither operand has: `((xh ^ sh) & (yh ^ sh)) <s 0`
pub fn sadd_overflow(b: &mut Builder, x: Pair, y: Pair) -> (Pair, Value) {
    let sum = add(b, x, y);
    let from_x = b.xor(x.hi, sum.hi);
    let from_y = b.xor(y.hi, sum.hi);
    let both = b.and(from_x, from_y);
    (sum, b.icmp_const(IntCC::Slt, both, 0))
}

/// `d = x - y` and whether the signs differ and `d` has not that of `x`: `((xh ^ yh) & (xh ^ dh)) <s 0`
pub fn ssub_overflow(b: &mut Builder, x: Pair, y: Pair) -> (Pair, Value) {
    let difference = sub(b, x, y);
    let from_y = b.xor(x.hi, y.hi);
    let from_d = b.xor(x.hi, difference.hi);
    let both = b.and(from_y, from_d);
    (difference, b.icmp_const(IntCC::Slt, both, 0))
}

// ---- Multiplication ----

/// `l = xl * yl`, `h = mulhi(xl, yl) + xl * yh + xh * yl`
///
/// Of two sign-extended words it is `(xl * yl, smulhi(xl, yl))`.
pub fn mul(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    if !int32::has_mulhi(b) {
        return b.call_pair(&intrinsics::I64_MUL, &[x.lo, x.hi, y.lo, y.hi]);
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

// ---- Comparison ----

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

// ---- Shifts ----

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

// ---- Counting ----

/// `xh != 0 ? clz(xh) : 32 + clz(xl)`; where counting is a call, one is made:
/// `clz(xh != 0 ? xh : xl) + (xh != 0 ? 0 : 32)`.
pub fn clz(b: &mut Builder, x: Pair) -> Pair {
    let count = count_zeros(b, int32::clz, int32::has_clz(b), x.hi, x.lo);
    uextend(b, count)
}

/// `xl != 0 ? ctz(xl) : 32 + ctz(xh)`, likewise.
pub fn ctz(b: &mut Builder, x: Pair) -> Pair {
    let inline = b.has(crate::target::Ext::Zbb);
    let count = count_zeros(b, int32::ctz, inline, x.lo, x.hi);
    uextend(b, count)
}

/// The zeros before the first one bit, looking through `first`, then `second`.
fn count_zeros(
    b: &mut Builder,
    count: fn(&mut Builder, Value) -> Value,
    is_cheap: bool,
    first: Value,
    second: Value,
) -> Value {
    let width = b.iconst(32);
    if b.is_const(first, 0) {
        let zeros = count(b, second);
        return b.add(zeros, width);
    }
    if is_cheap {
        let in_first = count(b, first);
        let in_second = count(b, second);
        let in_both = b.add(in_second, width);
        return b.select(first, in_first, in_both);
    }
    let zero = b.iconst(0);
    let word = b.select(first, first, second);
    let before = b.select(first, zero, width);
    let zeros = count(b, word);
    b.add(zeros, before)
}

/// `popcnt(xl) + popcnt(xh)`
pub fn popcnt(b: &mut Builder, x: Pair) -> Pair {
    let low = int32::popcnt(b, x.lo);
    let high = int32::popcnt(b, x.hi);
    let count = b.add(low, high);
    uextend(b, count)
}

/// `(bswap(xh), bswap(xl))`
pub fn bswap(b: &mut Builder, x: Pair) -> Pair {
    make(int32::bswap(b, x.hi), int32::bswap(b, x.lo))
}
