//! f32: instructions where the core has them, else the runtime's routines on the bits; signs are bit operations.
//!
//! An f32 is an [`Type::F32`] value on targets whose `hard_f32` holds and one word on the others. Routines take and
//! return bits on both.

use super::builder::Builder;
use super::float::{Binary, Unary};
use super::intrinsics::Intrinsic;
use crate::ir::{BinaryOp, InstData, IntCC, Type, UnaryOp, Value};
use crate::target::{Ext, Isa};

/// The sign bit.
const SIGN: i32 = i32::MIN;

/// The bits of a value.
pub fn to_bits(b: &mut Builder, value: Value) -> Value {
    if b.func.ty(value) != Type::F32 {
        return value;
    }
    match b.def(value) {
        Some(&InstData::Unary {
            op: UnaryOp::BitcastI32ToF32,
            arg,
        }) => arg,
        Some(&InstData::Fconst(bits)) => b.uconst(bits),
        _ => b.unary(UnaryOp::BitcastF32ToI32, value),
    }
}

/// A value from its bits.
pub fn from_bits(b: &mut Builder, bits: Value) -> Value {
    if !b.target.hard_f32() {
        return bits;
    }
    match b.def(bits) {
        Some(&InstData::Unary {
            op: UnaryOp::BitcastF32ToI32,
            arg,
        }) => arg,
        _ => b.unary(UnaryOp::BitcastI32ToF32, bits),
    }
}

/// A constant.
pub fn fconst(b: &mut Builder, bits: u32) -> Value {
    if !b.target.hard_f32() {
        return b.uconst(bits);
    }
    let inst = b.emit(InstData::Fconst(bits), &[Type::F32]);
    b.func.result(inst)
}

/// Whether division and square root are instructions.
pub fn has_div_sqrt(b: &Builder) -> bool {
    match b.target.isa {
        Isa::Xtensa => b.has(Ext::FpDivSqrt),
        Isa::Riscv32 => b.has(Ext::F),
    }
}

/// A routine of floats.
fn call(b: &mut Builder, routine: &Intrinsic, args: &[Value]) -> Value {
    let mut words = [args[0]; 2];
    for (word, &arg) in words.iter_mut().zip(args) {
        *word = to_bits(b, arg);
    }
    let bits = b.call_word(routine, &words[..args.len()]);
    from_bits(b, bits)
}

/// Two operands.
pub fn binary(b: &mut Builder, operation: &Binary, x: Value, y: Value) -> Value {
    match operation.hard {
        Some(op) if b.target.hard_f32() && (op != BinaryOp::Fdiv || has_div_sqrt(b)) => {
            b.binary(op, x, y)
        }
        _ => call(b, &operation.single, &[x, y]),
    }
}

/// One operand.
pub fn unary(b: &mut Builder, operation: &Unary, x: Value) -> Value {
    match operation.hard {
        Some(op) if b.target.hard_f32() && (op != UnaryOp::Fsqrt || has_div_sqrt(b)) => {
            b.unary(op, x)
        }
        _ => call(b, &operation.single, &[x]),
    }
}

/// The sign flipped, also of a NaN.
pub fn neg(b: &mut Builder, x: Value) -> Value {
    if b.target.hard_f32() {
        b.unary(UnaryOp::Fneg, x)
    } else {
        b.xor_const(x, SIGN)
    }
}

/// The sign cleared, also of a NaN.
pub fn abs(b: &mut Builder, x: Value) -> Value {
    if b.target.hard_f32() {
        b.unary(UnaryOp::Fabs, x)
    } else {
        b.and_const(x, !SIGN)
    }
}

/// The magnitude of `x` with the sign of `y`.
pub fn copysign(b: &mut Builder, x: Value, y: Value) -> Value {
    if b.target.hard_f32() {
        b.binary(BinaryOp::Fcopysign, x, y)
    } else {
        copysign_word(b, x, y)
    }
}

/// The word with the sign bit: `(x & ~SIGN) | (y & SIGN)`
pub fn copysign_word(b: &mut Builder, x: Value, y: Value) -> Value {
    let magnitude = b.and_const(x, !SIGN);
    let sign = b.and_const(y, SIGN);
    b.or(magnitude, sign)
}

/// Whether bits are a NaN's: without the sign they are beyond infinity's, `(w << 1) >u 0xff00_0000`.
pub fn is_nan(b: &mut Builder, bits: Value) -> Value {
    let magnitude = b.shl(bits, 1);
    let infinity = b.uconst(0xff00_0000);
    b.icmp(IntCC::Ugt, magnitude, infinity)
}
