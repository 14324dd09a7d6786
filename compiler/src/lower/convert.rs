//! Conversions: between integer widths, between floats, between integers and floats, and of bits.

use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::Opcode;

use super::builder::{Builder, Pair};
use super::context::{Class, Context, Lowered};
use super::error::LowerError;
use super::intrinsics::{self, Intrinsic};
use super::{float32, float64, int64, int128, narrow};
use crate::ir::{IntCC, TrapKind, UnaryOp, Value};

type Done = Result<(), LowerError>;

/// The opcode of an instruction.
fn opcode(cx: &Context<'_>, inst: clif::Inst) -> Opcode {
    cx.clif.dfg.insts[inst].opcode()
}

/// The conversion is not lowered from the type of its operand to that of its result.
fn refuse(cx: &Context<'_>, inst: clif::Inst) -> LowerError {
    let from = cx.clif.dfg.value_type(cx.arg(inst, 0));
    let to = cx.clif.dfg.value_type(cx.clif.dfg.first_result(inst));
    LowerError::Type {
        place: cx.place(),
        opcode: opcode(cx, inst).to_string(),
        ty: format!("{from} to {to}"),
    }
}

// ---- Integer widths ----

/// `ireduce`: the low word, masked for a narrow type.
pub fn ireduce(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let low = cx.low(cx.arg(inst, 0))?;
    let result = match cx.result_class(inst)? {
        Class::Narrow(w) => narrow::mask(&mut cx.b, w, low),
        Class::I32 => low,
        _ => return Err(refuse(cx, inst)),
    };
    cx.define_one(inst, result);
    Ok(())
}

/// `uextend`: narrow values are zero-extended already.
pub fn uextend(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if int128::is_wide(cx, cx.clif.dfg.first_result(inst)) {
        return Ok(());
    }
    let word = cx.one(cx.arg(inst, 0))?;
    let result = match cx.result_class(inst)? {
        Class::I64 => Lowered::Two(int64::uextend(&mut cx.b, word)),
        _ => Lowered::One(word),
    };
    cx.define(inst, result);
    Ok(())
}

/// `sextend`
pub fn sextend(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if int128::is_wide(cx, cx.clif.dfg.first_result(inst)) {
        return Ok(());
    }
    let arg = cx.arg(inst, 0);
    let word = signed_word(cx, inst, arg)?;
    let result = match cx.result_class(inst)? {
        Class::I64 => Lowered::Two(int64::sextend(&mut cx.b, word)),
        Class::Narrow(w) => Lowered::One(narrow::mask(&mut cx.b, w, word)),
        _ => Lowered::One(word),
    };
    cx.define(inst, result);
    Ok(())
}

/// An integer of at most 32 bits as a sign-extended word.
fn signed_word(
    cx: &mut Context<'_>,
    inst: clif::Inst,
    value: clif::Value,
) -> Result<Value, LowerError> {
    let word = cx.one(value)?;
    Ok(match cx.class_of(inst, value)? {
        Class::Narrow(w) => narrow::sext(&mut cx.b, w, word),
        _ => word,
    })
}

/// `iconcat` of two words. One of 128 bits is left to the comparison that uses it ([`int128`]).
pub fn iconcat(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if int128::is_wide(cx, cx.clif.dfg.first_result(inst)) {
        return Ok(());
    }
    if cx.result_class(inst)? != Class::I64 {
        return Err(refuse(cx, inst));
    }
    let (lo, hi) = (cx.one(cx.arg(inst, 0))?, cx.one(cx.arg(inst, 1))?);
    cx.define_two(inst, int64::make(lo, hi));
    Ok(())
}

/// `isplit` into two words.
pub fn isplit(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if cx.class_of(inst, cx.arg(inst, 0))? != Class::I64 {
        return Err(refuse(cx, inst));
    }
    let pair = cx.two(cx.arg(inst, 0))?;
    cx.define_one(inst, pair.lo);
    let upper = cx.clif.dfg.inst_results(inst)[1];
    cx.set_value(upper, Lowered::One(pair.hi));
    Ok(())
}

// ---- Bits and float widths ----

/// `bitcast` between types of one size.
pub fn bitcast(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let arg = cx.arg(inst, 0);
    let result = match (cx.class_of(inst, arg)?, cx.result_class(inst)?) {
        (Class::I32, Class::F32) => {
            let bits = cx.one(arg)?;
            Lowered::One(float32::from_bits(&mut cx.b, bits))
        }
        (Class::F32, Class::I32) => {
            let value = cx.one(arg)?;
            Lowered::One(float32::to_bits(&mut cx.b, value))
        }
        (Class::I64 | Class::F64, Class::I64 | Class::F64) => cx.value(arg)?,
        (from, to) if from == to => cx.value(arg)?,
        _ => return Err(refuse(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

/// `fpromote` f32 to f64.
pub fn fpromote(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let arg = cx.arg(inst, 0);
    if (cx.class_of(inst, arg)?, cx.result_class(inst)?) != (Class::F32, Class::F64) {
        return Err(refuse(cx, inst));
    }
    let value = cx.one(arg)?;
    let bits = float32::to_bits(&mut cx.b, value);
    let pair = cx.b.call_pair(&intrinsics::F64_PROMOTE_F32, &[bits]);
    cx.define_two(inst, pair);
    Ok(())
}

/// `fdemote` f64 to f32.
pub fn fdemote(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let arg = cx.arg(inst, 0);
    if (cx.class_of(inst, arg)?, cx.result_class(inst)?) != (Class::F64, Class::F32) {
        return Err(refuse(cx, inst));
    }
    let pair = cx.two(arg)?;
    let bits =
        cx.b.call_word(&intrinsics::F32_DEMOTE_F64, &[pair.lo, pair.hi]);
    let value = float32::from_bits(&mut cx.b, bits);
    cx.define_one(inst, value);
    Ok(())
}

// ---- Integer to float ----

/// `fcvt_from_sint`
pub fn fcvt_from_sint(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let routines = [
        intrinsics::F32_CONVERT_I32_S,
        intrinsics::F32_CONVERT_I64_S,
        intrinsics::F64_CONVERT_I32_S,
        intrinsics::F64_CONVERT_I64_S,
    ];
    from_int(cx, inst, UnaryOp::FcvtFromS, &routines)
}

/// `fcvt_from_uint`
pub fn fcvt_from_uint(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let routines = [
        intrinsics::F32_CONVERT_I32_U,
        intrinsics::F32_CONVERT_I64_U,
        intrinsics::F64_CONVERT_I32_U,
        intrinsics::F64_CONVERT_I64_U,
    ];
    from_int(cx, inst, UnaryOp::FcvtFromU, &routines)
}

/// Integer to float; the routines are for f32 from a word and a pair, then for f64.
fn from_int(
    cx: &mut Context<'_>,
    inst: clif::Inst,
    hard: UnaryOp,
    routines: &[Intrinsic; 4],
) -> Done {
    let arg = cx.arg(inst, 0);
    let from = cx.class_of(inst, arg)?;
    let words = match from {
        Class::Narrow(_) | Class::I32 if hard == UnaryOp::FcvtFromS => {
            smallvec::smallvec![signed_word(cx, inst, arg)?]
        }
        Class::Narrow(_) | Class::I32 | Class::I64 => cx.value(arg)?.words(),
        Class::F32 | Class::F64 => return Err(refuse(cx, inst)),
    };
    let is_pair = usize::from(from == Class::I64);
    let result = match cx.result_class(inst)? {
        Class::F32 if !from.is_pair() && cx.b.target.hard_f32() => {
            Lowered::One(cx.b.unary(hard, words[0]))
        }
        Class::F32 => {
            let bits = cx.b.call_word(&routines[is_pair], &words);
            Lowered::One(float32::from_bits(&mut cx.b, bits))
        }
        Class::F64 => Lowered::Two(cx.b.call_pair(&routines[2 + is_pair], &words)),
        _ => return Err(refuse(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

// ---- Float to integer ----

/// `fcvt_to_sint_sat`
pub fn fcvt_to_sint_sat(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    to_int(cx, inst, true)
}

/// `fcvt_to_uint_sat`
pub fn fcvt_to_uint_sat(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    to_int(cx, inst, false)
}

/// `fcvt_to_sint`: traps on NaN and out of range, then the saturating conversion is exact.
pub fn fcvt_to_sint(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    check_range(cx, inst, true)?;
    to_int(cx, inst, true)
}

/// `fcvt_to_uint`, likewise.
pub fn fcvt_to_uint(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    check_range(cx, inst, false)?;
    to_int(cx, inst, false)
}

/// Float to integer, saturating.
fn to_int(cx: &mut Context<'_>, inst: clif::Inst, signed: bool) -> Done {
    let arg = cx.arg(inst, 0);
    let (from, to) = (cx.class_of(inst, arg)?, cx.result_class(inst)?);
    let words = match cx.value(arg)? {
        Lowered::One(value) if from == Class::F32 && to == Class::I32 && cx.b.target.hard_f32() => {
            let op = if signed {
                UnaryOp::FcvtToSSat
            } else {
                UnaryOp::FcvtToUSat
            };
            let result = cx.b.unary(op, value);
            cx.define_one(inst, result);
            return Ok(());
        }
        Lowered::One(value) => smallvec::smallvec![float32::to_bits(&mut cx.b, value)],
        pair @ Lowered::Two(_) => pair.words(),
    };
    let routine = match (from, to, signed) {
        (Class::F32, Class::I32, true) => intrinsics::I32_TRUNC_SAT_F32_S,
        (Class::F32, Class::I32, false) => intrinsics::I32_TRUNC_SAT_F32_U,
        (Class::F64, Class::I32, true) => intrinsics::I32_TRUNC_SAT_F64_S,
        (Class::F64, Class::I32, false) => intrinsics::I32_TRUNC_SAT_F64_U,
        (Class::F32, Class::I64, true) => intrinsics::I64_TRUNC_SAT_F32_S,
        (Class::F32, Class::I64, false) => intrinsics::I64_TRUNC_SAT_F32_U,
        (Class::F64, Class::I64, true) => intrinsics::I64_TRUNC_SAT_F64_S,
        (Class::F64, Class::I64, false) => intrinsics::I64_TRUNC_SAT_F64_U,
        _ => return Err(refuse(cx, inst)),
    };
    let result = if to == Class::I64 {
        Lowered::Two(cx.b.call_pair(&routine, &words))
    } else {
        Lowered::One(cx.b.call_word(&routine, &words))
    };
    cx.define(inst, result);
    Ok(())
}

/// The exponent field of 2^n, as the bits of an f32 or the high word of an f64.
fn power_of_two(from: Class, n: u32) -> u32 {
    match from {
        Class::F64 => (1023 + n) << 20,
        _ => (127 + n) << 23,
    }
}

/// Traps if a float is a NaN or, truncated, is not in the range of the integer type.
fn check_range(cx: &mut Context<'_>, inst: clif::Inst, signed: bool) -> Done {
    let arg = cx.arg(inst, 0);
    let from = cx.class_of(inst, arg)?;
    let bits = match cx.result_class(inst)? {
        Class::I32 => 32,
        Class::I64 => 64,
        _ => return Err(refuse(cx, inst)),
    };
    let value = cx.value(arg)?;
    let b = &mut cx.b;
    // The word with sign and exponent, the word below it, and whether it is a NaN.
    let (top, low, nan) = match value {
        Lowered::One(value) => {
            let top = float32::to_bits(b, value);
            (top, None, float32::is_nan(b, top))
        }
        Lowered::Two(pair) => (pair.hi, Some(pair), float64::is_nan(b, pair)),
    };
    b.trap_if(nan, TrapKind::InvalidConversionToInteger);
    let overflow = if signed {
        let low = low.map(|pair| fraction_bits(b, pair, bits));
        beyond_signed(b, from, bits, top, low)
    } else {
        beyond_unsigned(b, from, bits, top)
    };
    b.trap_if(overflow, TrapKind::IntegerOverflow);
    Ok(())
}

/// The bits of an f64's low word that say a number with the top word of `-2^31` or `-2^63` is below it by one or more:
/// `-2^31 - 1` is `0xc1e00000_00200000`, so bits 21 and up; below `-2^63` it is every bit.
fn fraction_bits(b: &mut Builder, pair: Pair, bits: u32) -> Value {
    if bits == 32 {
        b.ushr(pair.lo, 21)
    } else {
        pair.lo
    }
}

/// Not in `-2^(n-1) - 1 < x < 2^(n-1)`, given that it is no NaN: the magnitude is at least `2^(n-1)` and it is not
/// `-2^(n-1)` truncated: `|top| >=u P && ((top ^ (SIGN | P)) | low) != 0`.
fn beyond_signed(b: &mut Builder, from: Class, bits: u32, top: Value, low: Option<Value>) -> Value {
    let power = power_of_two(from, bits - 1);
    let magnitude = b.and_const(top, i32::MAX);
    let bound = b.uconst(power);
    let is_large = b.icmp(IntCC::Uge, magnitude, bound);
    let least = b.uconst(power | 1 << 31);
    let is_other = match low {
        None => b.icmp(IntCC::Ne, top, least),
        Some(low) => {
            let difference = b.xor(top, least);
            let rest = b.or(difference, low);
            b.nez(rest)
        }
    };
    b.and(is_large, is_other)
}

/// Not in `-1 < x < 2^n`, given that it is no NaN: bits at least those of `2^n` (all negative numbers too) and, with
/// the sign flipped, at least those of 1: `top >=u P && (top ^ SIGN) >=u ONE`.
fn beyond_unsigned(b: &mut Builder, from: Class, bits: u32, top: Value) -> Value {
    let bound = b.uconst(power_of_two(from, bits));
    let is_large = b.icmp(IntCC::Uge, top, bound);
    let flipped = b.xor_const(top, i32::MIN);
    let one = b.uconst(power_of_two(from, 0));
    let is_below = b.icmp(IntCC::Uge, flipped, one);
    b.and(is_large, is_below)
}
