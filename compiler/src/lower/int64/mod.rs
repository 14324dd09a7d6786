//! i64 on 32-bit words: every operation as equations over the low and the high word.
//!
//! Notation: `x = (xl, xh)` is `xl + 2^32 * xh`, words are unsigned unless a comparison or shift says otherwise, `[c]` is
//! 1 if `c` holds and else 0. The [`Builder`] drops operations on neutral constants, so an equation written
//! for unknown words is also the short form for a zero-extended operand (`xh = 0`) or a constant.
//!
//! Nothing here branches.

mod compare;
mod multiply;
mod shift;

use super::builder::{Builder, Pair};
use super::int32;
use crate::ir::{IntCC, Value};

pub use compare::{icmp, smax, smin, umax, umin, unsigned};
pub use multiply::{check_divisor, check_quotient, mul, sdiv, smulhi, srem, udiv, umulhi, urem};
pub use shift::{rotl, rotr, shl, sshr, ushr};

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
