//! Integer instructions by width: which operation on words, on pairs and on narrow values each of them is.

use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::condcodes::IntCC as ClifCC;
use cranelift_codegen::ir::{InstructionData, Opcode};

use super::builder::{Builder, Pair};
use super::context::{Class, Context, Lowered};
use super::control::trap_kind;
use super::error::LowerError;
use super::narrow::{self, Narrow, Rule};
use super::{int32, int64, int128};
use crate::ir::{IntCC, Value};

type Done = Result<(), LowerError>;
type Word2 = fn(&mut Builder, Value, Value) -> Value;
type Pair2 = fn(&mut Builder, Pair, Pair) -> Pair;

/// The opcode of an instruction.
fn opcode(cx: &Context<'_>, inst: clif::Inst) -> Opcode {
    cx.clif.dfg.insts[inst].opcode()
}

/// The instruction is in this module's part of the opcode table, but not in its own tables.
fn misplaced(cx: &Context<'_>, inst: clif::Inst) -> LowerError {
    cx.contract(format!("`{}` has no integer operation", opcode(cx, inst)))
}

// ---- Constants ----

/// `iconst`
pub fn iconst(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let InstructionData::UnaryImm { imm, .. } = cx.clif.dfg.insts[inst] else {
        return Ok(());
    };
    let n = imm.bits();
    let result = match cx.result_class(inst)? {
        Class::Narrow(w) => Lowered::One(cx.b.iconst(n as i32 & w.mask())),
        Class::I64 | Class::F64 => Lowered::Two(cx.b.const64(n)),
        Class::I32 | Class::F32 => Lowered::One(cx.b.iconst(n as i32)),
    };
    cx.define(inst, result);
    Ok(())
}

// ---- Two operands of one width ----

/// What a two-operand instruction is on narrow values, words and pairs.
struct Binary {
    narrow: NarrowOp,
    word: Word2,
    pair: Pair2,
}

/// A narrow operation: the word's under a rule, or one of its own.
enum NarrowOp {
    Rule(Rule),
    Own(fn(&mut Builder, Narrow, Value, Value) -> Value),
}

/// The operations of an opcode.
fn binary_operation(opcode: Opcode) -> Option<Binary> {
    use NarrowOp::{Own, Rule as By};
    use Rule::{Mask, Plain, Signed};
    let (narrow, word, pair): (NarrowOp, Word2, Pair2) = match opcode {
        Opcode::Iadd => (By(Mask), Builder::add, int64::add),
        Opcode::Isub => (By(Mask), Builder::sub, int64::sub),
        Opcode::Imul => (By(Mask), int32::mul, int64::mul),
        Opcode::Umulhi => (Own(narrow::umulhi), int32::umulhi, int64::umulhi),
        Opcode::Smulhi => (Own(narrow::smulhi), int32::smulhi, int64::smulhi),
        Opcode::Band => (By(Plain), Builder::and, int64::and),
        Opcode::Bor => (By(Plain), Builder::or, int64::or),
        Opcode::Bxor => (By(Plain), Builder::xor, int64::xor),
        Opcode::Umin => (By(Plain), int32::umin, int64::umin),
        Opcode::Umax => (By(Plain), int32::umax, int64::umax),
        Opcode::Smin => (By(Signed), int32::smin, int64::smin),
        Opcode::Smax => (By(Signed), int32::smax, int64::smax),
        Opcode::Udiv => (By(Plain), int32::udiv, int64::udiv),
        Opcode::Urem => (By(Plain), int32::urem, int64::urem),
        Opcode::Sdiv => (By(Signed), int32::sdiv, int64::sdiv),
        Opcode::Srem => (By(Signed), int32::srem, int64::srem),
        _ => return None,
    };
    Some(Binary { narrow, word, pair })
}

/// `iadd` … `smax`: a two-operand instruction that cannot trap.
pub fn binary(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let operation = binary_operation(opcode(cx, inst)).ok_or_else(|| misplaced(cx, inst))?;
    let (x, y) = (cx.arg(inst, 0), cx.arg(inst, 1));
    let result = match cx.result_class(inst)? {
        Class::Narrow(w) => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            Lowered::One(match operation.narrow {
                NarrowOp::Rule(rule) => narrow::binary(&mut cx.b, w, rule, operation.word, x, y),
                NarrowOp::Own(own) => own(&mut cx.b, w, x, y),
            })
        }
        Class::I32 => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            Lowered::One((operation.word)(&mut cx.b, x, y))
        }
        Class::I64 => {
            let (x, y) = (cx.two(x)?, cx.two(y)?);
            Lowered::Two((operation.pair)(&mut cx.b, x, y))
        }
        Class::F32 | Class::F64 => return Err(refuse_width(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

/// The instruction is not lowered for the type of its operand.
fn refuse_width(cx: &Context<'_>, inst: clif::Inst) -> LowerError {
    let ty = cx.clif.dfg.value_type(cx.arg(inst, 0));
    cx.refuse_type(opcode(cx, inst), ty)
}

/// `udiv`, `sdiv`, `urem`, `srem`: the checks, then the operation. A remainder of `MIN % -1` is 0, not a trap.
pub fn divide(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let is_sdiv = opcode(cx, inst) == Opcode::Sdiv;
    let (x, y) = (cx.arg(inst, 0), cx.arg(inst, 1));
    match cx.result_class(inst)? {
        Class::Narrow(w) => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            int32::check_divisor(&mut cx.b, y);
            if is_sdiv {
                let x = narrow::sext(&mut cx.b, w, x);
                let y = narrow::sext(&mut cx.b, w, y);
                int32::check_quotient(&mut cx.b, x, y, w.min());
            }
        }
        Class::I32 => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            int32::check_divisor(&mut cx.b, y);
            if is_sdiv {
                int32::check_quotient(&mut cx.b, x, y, i32::MIN);
            }
        }
        Class::I64 => {
            let (x, y) = (cx.two(x)?, cx.two(y)?);
            int64::check_divisor(&mut cx.b, y);
            if is_sdiv {
                int64::check_quotient(&mut cx.b, x, y);
            }
        }
        Class::F32 | Class::F64 => return Err(refuse_width(cx, inst)),
    }
    binary(cx, inst)
}

// ---- Shifts ----

/// What a shift is on narrow values, words and pairs.
type Shift = (
    fn(&mut Builder, Narrow, Value, Value) -> Value,
    Word2,
    fn(&mut Builder, Pair, Value) -> Pair,
);

/// The operations of a shift or rotate.
fn shift_operation(opcode: Opcode) -> Option<Shift> {
    Some(match opcode {
        Opcode::Ishl => (narrow::shl, int32::shl, int64::shl),
        Opcode::Ushr => (narrow::ushr, int32::ushr, int64::ushr),
        Opcode::Sshr => (narrow::sshr, int32::sshr, int64::sshr),
        Opcode::Rotl => (narrow::rotl, int32::rotl, int64::rotl),
        Opcode::Rotr => (narrow::rotr, int32::rotr, int64::rotr),
        _ => return None,
    })
}

/// `ishl` … `rotr`. The amount may be of any width: it counts modulo that of the value.
pub fn shift(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (narrow, word, pair) =
        shift_operation(opcode(cx, inst)).ok_or_else(|| misplaced(cx, inst))?;
    let x = cx.arg(inst, 0);
    let n = cx.low(cx.arg(inst, 1))?;
    let result = match cx.result_class(inst)? {
        Class::Narrow(w) => {
            let x = cx.one(x)?;
            Lowered::One(narrow(&mut cx.b, w, x, n))
        }
        Class::I32 => {
            let x = cx.one(x)?;
            Lowered::One(word(&mut cx.b, x, n))
        }
        Class::I64 => {
            let x = cx.two(x)?;
            Lowered::Two(pair(&mut cx.b, x, n))
        }
        Class::F32 | Class::F64 => return Err(refuse_width(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

// ---- One operand ----

/// What a one-operand instruction is on narrow values, words and pairs.
type Unary = (
    fn(&mut Builder, Narrow, Value) -> Value,
    fn(&mut Builder, Value) -> Value,
    fn(&mut Builder, Pair) -> Pair,
);

/// The operations of a one-operand opcode.
fn unary_operation(opcode: Opcode) -> Option<Unary> {
    Some(match opcode {
        Opcode::Ineg => (narrow::neg, Builder::neg, int64::neg),
        Opcode::Iabs => (narrow::abs, int32::abs, int64::abs),
        Opcode::Bnot => (narrow::not, Builder::not, int64::not),
        Opcode::Clz => (narrow::clz, int32::clz, int64::clz),
        Opcode::Ctz => (narrow::ctz, int32::ctz, int64::ctz),
        Opcode::Popcnt => (|b, _, x| int32::popcnt(b, x), int32::popcnt, int64::popcnt),
        Opcode::Bswap => (narrow::bswap, int32::bswap, int64::bswap),
        _ => return None,
    })
}

/// `ineg` … `bswap`
pub fn unary(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (narrow, word, pair) =
        unary_operation(opcode(cx, inst)).ok_or_else(|| misplaced(cx, inst))?;
    let x = cx.arg(inst, 0);
    let result = match cx.result_class(inst)? {
        Class::Narrow(w) => {
            let x = cx.one(x)?;
            Lowered::One(narrow(&mut cx.b, w, x))
        }
        Class::I32 => {
            let x = cx.one(x)?;
            Lowered::One(word(&mut cx.b, x))
        }
        Class::I64 => {
            let x = cx.two(x)?;
            Lowered::Two(pair(&mut cx.b, x))
        }
        Class::F32 | Class::F64 => return Err(refuse_width(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

/// `bmask`: all ones if the operand, of any width, is not zero.
pub fn bmask(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let bits = cx.condition(cx.arg(inst, 0))?;
    let class = cx.result_class(inst)?;
    let b = &mut cx.b;
    let is_set = b.nez(bits);
    let mask = b.neg(is_set);
    let result = match class {
        Class::Narrow(w) => Lowered::One(narrow::mask(b, w, mask)),
        Class::I32 => Lowered::One(mask),
        Class::I64 => Lowered::Two(int64::make(mask, mask)),
        Class::F32 | Class::F64 => return Err(refuse_width(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

// ---- Comparison ----

/// The same comparison in the IR.
fn condition_code(cc: ClifCC) -> IntCC {
    match cc {
        ClifCC::Equal => IntCC::Eq,
        ClifCC::NotEqual => IntCC::Ne,
        ClifCC::SignedLessThan => IntCC::Slt,
        ClifCC::SignedGreaterThanOrEqual => IntCC::Sge,
        ClifCC::SignedGreaterThan => IntCC::Sgt,
        ClifCC::SignedLessThanOrEqual => IntCC::Sle,
        ClifCC::UnsignedLessThan => IntCC::Ult,
        ClifCC::UnsignedGreaterThanOrEqual => IntCC::Uge,
        ClifCC::UnsignedGreaterThan => IntCC::Ugt,
        ClifCC::UnsignedLessThanOrEqual => IntCC::Ule,
    }
}

/// `icmp`: an i8, 0 or 1.
pub fn icmp(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let InstructionData::IntCompare {
        args: [x, y], cond, ..
    } = cx.clif.dfg.insts[inst]
    else {
        return Ok(());
    };
    let cc = condition_code(cond);
    if int128::is_wide(cx, x) {
        let result = int128::icmp(cx, cc, x, y)?;
        cx.define_one(inst, result);
        return Ok(());
    }
    let result = match cx.class_of(inst, x)? {
        Class::Narrow(w) => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            narrow::icmp(&mut cx.b, w, cc, x, y)
        }
        Class::I32 => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            cx.b.icmp(cc, x, y)
        }
        Class::I64 => {
            let (x, y) = (cx.two(x)?, cx.two(y)?);
            int64::icmp(&mut cx.b, cc, x, y)
        }
        Class::F32 | Class::F64 => return Err(refuse_width(cx, inst)),
    };
    cx.define_one(inst, result);
    Ok(())
}

// ---- Overflow ----

/// Sum or difference, and whether it overflowed.
type Overflow = (
    fn(&mut Builder, Value, Value) -> (Value, Value),
    fn(&mut Builder, Pair, Pair) -> (Pair, Value),
);

/// The operations of an opcode that reports overflow.
fn overflow_operation(opcode: Opcode) -> Option<Overflow> {
    Some(match opcode {
        Opcode::UaddOverflow | Opcode::UaddOverflowTrap => {
            (int32::uadd_overflow, int64::uadd_overflow)
        }
        Opcode::UsubOverflow => (int32::usub_overflow, int64::usub_overflow),
        Opcode::SaddOverflow => (int32::sadd_overflow, int64::sadd_overflow),
        Opcode::SsubOverflow => (int32::ssub_overflow, int64::ssub_overflow),
        _ => return None,
    })
}

/// The value and the flag of an instruction that reports overflow.
fn overflow_parts(cx: &mut Context<'_>, inst: clif::Inst) -> Result<(Lowered, Value), LowerError> {
    let (word, pair) = overflow_operation(opcode(cx, inst)).ok_or_else(|| misplaced(cx, inst))?;
    let (x, y) = (cx.arg(inst, 0), cx.arg(inst, 1));
    match cx.result_class(inst)? {
        Class::I32 => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            let (value, flag) = word(&mut cx.b, x, y);
            Ok((Lowered::One(value), flag))
        }
        Class::I64 => {
            let (x, y) = (cx.two(x)?, cx.two(y)?);
            let (value, flag) = pair(&mut cx.b, x, y);
            Ok((Lowered::Two(value), flag))
        }
        Class::Narrow(_) | Class::F32 | Class::F64 => Err(refuse_width(cx, inst)),
    }
}

/// `uadd_overflow` … `ssub_overflow`: two results.
pub fn overflow(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (value, flag) = overflow_parts(cx, inst)?;
    cx.define(inst, value);
    let flag_result = cx.clif.dfg.inst_results(inst)[1];
    cx.set_value(flag_result, Lowered::One(flag));
    Ok(())
}

/// `uadd_overflow_trap`
pub fn overflow_trap(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let InstructionData::IntAddTrap { code, .. } = cx.clif.dfg.insts[inst] else {
        return Ok(());
    };
    let kind = trap_kind(cx, code)?;
    let (value, flag) = overflow_parts(cx, inst)?;
    cx.b.trap_if(flag, kind);
    cx.define(inst, value);
    Ok(())
}
