//! Operations on words: one instruction where the target has it, else the shortest expansion or a runtime routine.

use super::builder::Builder;
use super::intrinsics::{self, Intrinsic};
use crate::ir::{BinaryOp, IntCC, TrapKind, UnaryOp, Value};
use crate::target::Ext;

/// Low word of the product.
pub fn mul(b: &mut Builder, x: Value, y: Value) -> Value {
    match (b.as_const(x), b.as_const(y)) {
        (Some(m), Some(n)) => b.iconst(m.wrapping_mul(n)),
        (Some(0), _) | (_, Some(0)) => b.iconst(0),
        (Some(1), _) => y,
        (_, Some(1)) => x,
        _ if b.has(Ext::Mul32) || b.has(Ext::M) => b.binary(BinaryOp::Imul, x, y),
        _ => b.call_word(&intrinsics::I32_MUL, &[x, y]),
    }
}

/// Whether the core multiplies to the high word.
pub fn has_mulhi(b: &Builder) -> bool {
    b.has(Ext::Mul32High) || b.has(Ext::M)
}

/// High word of the unsigned product.
pub fn umulhi(b: &mut Builder, x: Value, y: Value) -> Value {
    match (b.as_const(x), b.as_const(y)) {
        (Some(0 | 1), _) | (_, Some(0 | 1)) => b.iconst(0),
        _ if has_mulhi(b) => b.binary(BinaryOp::Umulhi, x, y),
        _ => b.call_word(&intrinsics::I32_MULH_U, &[x, y]),
    }
}

/// High word of the signed product.
pub fn smulhi(b: &mut Builder, x: Value, y: Value) -> Value {
    match (b.as_const(x), b.as_const(y)) {
        (Some(0), _) | (_, Some(0)) => b.iconst(0),
        (_, Some(1)) => b.sign(x),
        _ if has_mulhi(b) => b.binary(BinaryOp::Smulhi, x, y),
        _ => b.call_word(&intrinsics::I32_MULH_S, &[x, y]),
    }
}

/// A division or remainder as an operation of the IR.
fn divide(b: &mut Builder, op: BinaryOp, routine: &Intrinsic, x: Value, y: Value) -> Value {
    if b.has(Ext::Div32) || b.has(Ext::M) {
        b.binary(op, x, y)
    } else {
        b.call_word(routine, &[x, y])
    }
}

/// Traps if a divisor is zero.
pub fn check_divisor(b: &mut Builder, y: Value) {
    let zero = b.eqz(y);
    b.trap_if(zero, TrapKind::IntegerDivideByZero);
}

/// Traps on `MIN / -1`, the one quotient that does not fit; `min` is the least number of the operands' width,
/// sign-extended.
///
/// `x == MIN && y == -1  <=>  ((x ^ MIN) | ~y) == 0`
pub fn check_quotient(b: &mut Builder, x: Value, y: Value, min: i32) {
    if b.as_const(x).is_some_and(|n| n != min) || b.as_const(y).is_some_and(|n| n != -1) {
        return;
    }
    let x = b.xor_const(x, min);
    let y = b.not(y);
    let either = b.or(x, y);
    let overflow = b.eqz(either);
    b.trap_if(overflow, TrapKind::IntegerOverflow);
}

/// Unsigned quotient, divisor checked.
pub fn udiv(b: &mut Builder, x: Value, y: Value) -> Value {
    divide(b, BinaryOp::Udiv, &intrinsics::I32_DIV_U, x, y)
}

/// Signed quotient, divisor and quotient checked.
pub fn sdiv(b: &mut Builder, x: Value, y: Value) -> Value {
    divide(b, BinaryOp::Sdiv, &intrinsics::I32_DIV_S, x, y)
}

/// Unsigned remainder, divisor checked.
pub fn urem(b: &mut Builder, x: Value, y: Value) -> Value {
    divide(b, BinaryOp::Urem, &intrinsics::I32_REM_U, x, y)
}

/// Signed remainder, divisor checked; `MIN % -1` is 0.
pub fn srem(b: &mut Builder, x: Value, y: Value) -> Value {
    divide(b, BinaryOp::Srem, &intrinsics::I32_REM_S, x, y)
}

/// `x < y ? x : y` and its kin: one instruction, or a comparison and a select.
fn choose(b: &mut Builder, op: BinaryOp, cc: IntCC, x: Value, y: Value) -> Value {
    if b.has(Ext::MinMax) || b.has(Ext::Zbb) {
        return b.binary(op, x, y);
    }
    let cond = b.icmp(cc, x, y);
    b.select(cond, x, y)
}

/// Signed minimum.
pub fn smin(b: &mut Builder, x: Value, y: Value) -> Value {
    choose(b, BinaryOp::Smin, IntCC::Slt, x, y)
}

/// Signed maximum.
pub fn smax(b: &mut Builder, x: Value, y: Value) -> Value {
    choose(b, BinaryOp::Smax, IntCC::Sgt, x, y)
}

/// Unsigned minimum.
pub fn umin(b: &mut Builder, x: Value, y: Value) -> Value {
    choose(b, BinaryOp::Umin, IntCC::Ult, x, y)
}

/// Unsigned maximum.
pub fn umax(b: &mut Builder, x: Value, y: Value) -> Value {
    choose(b, BinaryOp::Umax, IntCC::Ugt, x, y)
}

/// Absolute value modulo 2^32: with `m = sign(x)`, `(x ^ m) - m`.
pub fn abs(b: &mut Builder, x: Value) -> Value {
    let m = b.sign(x);
    let flipped = b.xor(x, m);
    b.sub(flipped, m)
}

/// Whether [`clz`] is an instruction.
pub fn has_clz(b: &Builder) -> bool {
    b.has(Ext::Nsa) || b.has(Ext::Zbb)
}

/// Leading zeros; 32 for 0.
pub fn clz(b: &mut Builder, x: Value) -> Value {
    match b.as_const(x) {
        Some(n) => b.iconst(n.leading_zeros() as i32),
        None if has_clz(b) => b.unary(UnaryOp::Clz, x),
        None => b.call_word(&intrinsics::I32_CLZ, &[x]),
    }
}

/// Trailing zeros; 32 for 0.
///
/// Without the instruction: `~x & (x - 1)` has exactly the trailing zeros of `x` as ones, so
/// `ctz(x) = 32 - clz(~x & (x - 1))`, also for 0.
pub fn ctz(b: &mut Builder, x: Value) -> Value {
    if let Some(n) = b.as_const(x) {
        return b.iconst(n.trailing_zeros() as i32);
    }
    if b.has(Ext::Zbb) {
        return b.unary(UnaryOp::Ctz, x);
    }
    if !has_clz(b) {
        return b.call_word(&intrinsics::I32_CTZ, &[x]);
    }
    let minus_one = b.iconst(-1);
    let below = b.add(x, minus_one);
    let inverse = b.not(x);
    let ones = b.and(inverse, below);
    let zeros = clz(b, ones);
    let width = b.iconst(32);
    b.sub(width, zeros)
}

/// One bits.
///
/// Without the instruction: the sums of two, four and eight bits side by side, and the sum of the bytes as the highest
/// byte of the product with `0x01010101`. In a loop the masks are made before it, so this is half of what a call costs.
pub fn popcnt(b: &mut Builder, x: Value) -> Value {
    if let Some(n) = b.as_const(x) {
        return b.iconst(n.count_ones() as i32);
    }
    if b.has(Ext::Zbb) {
        return b.unary(UnaryOp::Popcnt, x);
    }
    let odd = b.ushr(x, 1);
    let odd = b.and_const(odd, 0x5555_5555);
    let pairs = b.sub(x, odd);
    let high = b.ushr(pairs, 2);
    let high = b.and_const(high, 0x3333_3333);
    let low = b.and_const(pairs, 0x3333_3333);
    let nibbles = b.add(low, high);
    let high = b.ushr(nibbles, 4);
    let bytes = b.add(nibbles, high);
    let bytes = b.and_const(bytes, 0x0f0f_0f0f);
    let ones = b.iconst(0x0101_0101);
    let sum = mul(b, bytes, ones);
    b.ushr(sum, 24)
}

/// The four bytes reversed.
///
/// Without the instruction: `(x << 24) | ((x & 0xff00) << 8) | ((x >> 8) & 0xff00) | (x >> 24)`.
pub fn bswap(b: &mut Builder, x: Value) -> Value {
    if b.has(Ext::Zbb) {
        return b.unary(UnaryOp::Bswap, x);
    }
    let byte0 = b.shl(x, 24);
    let byte1 = b.and_const(x, 0xff00);
    let byte1 = b.shl(byte1, 8);
    let byte2 = b.ushr(x, 8);
    let byte2 = b.and_const(byte2, 0xff00);
    let byte3 = b.ushr(x, 24);
    let high = b.or(byte0, byte1);
    let low = b.or(byte2, byte3);
    b.or(high, low)
}

/// `x << n`, amount modulo 32.
pub fn shl(b: &mut Builder, x: Value, n: Value) -> Value {
    b.shift(BinaryOp::Ishl, x, n)
}

/// `x >> n` with zeros, amount modulo 32.
pub fn ushr(b: &mut Builder, x: Value, n: Value) -> Value {
    b.shift(BinaryOp::Ushr, x, n)
}

/// `x >> n` with the sign, amount modulo 32.
pub fn sshr(b: &mut Builder, x: Value, n: Value) -> Value {
    b.shift(BinaryOp::Sshr, x, n)
}

/// Rotate left, amount modulo 32.
pub fn rotl(b: &mut Builder, x: Value, n: Value) -> Value {
    b.shift(BinaryOp::Rotl, x, n)
}

/// Rotate right, amount modulo 32.
pub fn rotr(b: &mut Builder, x: Value, n: Value) -> Value {
    b.shift(BinaryOp::Rotr, x, n)
}

/// Sign-extends the low 8 bits; what a mask did above them does not matter.
pub fn sext8(b: &mut Builder, x: Value) -> Value {
    let x = through_mask(b, x, 0xff);
    match b.as_const(x) {
        Some(n) => b.iconst(i32::from(n as i8)),
        None if is_difference_of_bools(b, x) => x,
        None => b.unary(UnaryOp::Sext8, x),
    }
}

/// Sign-extends the low 16 bits; what a mask did above them does not matter.
pub fn sext16(b: &mut Builder, x: Value) -> Value {
    let x = through_mask(b, x, 0xffff);
    match b.as_const(x) {
        Some(n) => b.iconst(i32::from(n as i16)),
        None if is_difference_of_bools(b, x) => x,
        None => b.unary(UnaryOp::Sext16, x),
    }
}

/// Whether a word is -1, 0 or 1 as the difference of two comparisons, which is how the optimiser writes a three-way
/// comparison (`(x > y) - (x < y)`, in i8).
fn is_difference_of_bools(b: &Builder, x: Value) -> bool {
    b.as_binary(x, BinaryOp::Isub)
        .is_some_and(|[x, y]| b.is_bool(x) && b.is_bool(y))
}

/// The value under a mask that keeps all of `bits`.
fn through_mask(b: &Builder, x: Value, bits: i32) -> Value {
    match b.as_binary(x, BinaryOp::And) {
        Some([inner, mask]) if b.as_const(mask).is_some_and(|m| m & bits == bits) => inner,
        _ => x,
    }
}

/// `x + y` and whether it is beyond 2^32: `[x + y < x]`
pub fn uadd_overflow(b: &mut Builder, x: Value, y: Value) -> (Value, Value) {
    let sum = b.add(x, y);
    (sum, b.icmp(IntCC::Ult, sum, x))
}

/// `x - y` and whether it is below 0: `[x < y]`
pub fn usub_overflow(b: &mut Builder, x: Value, y: Value) -> (Value, Value) {
    let difference = b.sub(x, y);
    (difference, b.icmp(IntCC::Ult, x, y))
}

/// `s = x + y` and whether it has a sign neither operand has: `((x ^ s) & (y ^ s)) <s 0`
pub fn sadd_overflow(b: &mut Builder, x: Value, y: Value) -> (Value, Value) {
    let sum = b.add(x, y);
    let from_x = b.xor(x, sum);
    let from_y = b.xor(y, sum);
    let both = b.and(from_x, from_y);
    (sum, b.icmp_const(IntCC::Slt, both, 0))
}

/// `d = x - y` and whether the signs differ and `d` has not that of `x`: `((x ^ y) & (x ^ d)) <s 0`
pub fn ssub_overflow(b: &mut Builder, x: Value, y: Value) -> (Value, Value) {
    let difference = b.sub(x, y);
    let from_y = b.xor(x, y);
    let from_d = b.xor(x, difference);
    let both = b.and(from_y, from_d);
    (difference, b.icmp_const(IntCC::Slt, both, 0))
}
