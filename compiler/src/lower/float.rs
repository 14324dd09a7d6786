//! Floating-point instructions by width: which instruction or routine each of them is.

use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::condcodes::{CondCode, FloatCC as ClifCC};
use cranelift_codegen::ir::{InstructionData, Opcode};

use super::builder::{Builder, Pair};
use super::context::{Class, Context, Lowered};
use super::error::LowerError;
use super::intrinsics::{self, Intrinsic};
use super::{float32, float64};
use crate::ir::{BinaryOp, FloatCC, UnaryOp, Value};

type Done = Result<(), LowerError>;

/// A two-operand operation.
pub struct Binary {
    /// The IR operation, if back ends have it with an FPU.
    pub hard: Option<BinaryOp>,
    /// The routine on f32.
    pub single: Intrinsic,
    /// The routine on f64.
    pub double: Intrinsic,
}

/// A one-operand operation.
pub struct Unary {
    /// The IR operation, if back ends have it with an FPU.
    pub hard: Option<UnaryOp>,
    /// The routine on f32.
    pub single: Intrinsic,
    /// The routine on f64.
    pub double: Intrinsic,
}

/// The opcode of an instruction.
fn opcode(cx: &Context<'_>, inst: clif::Inst) -> Opcode {
    cx.clif.dfg.insts[inst].opcode()
}

/// The instruction is in this module's part of the opcode table, but not in its own tables.
fn misplaced(cx: &Context<'_>, inst: clif::Inst) -> LowerError {
    cx.contract(format!("`{}` has no float operation", opcode(cx, inst)))
}

/// The instruction is not lowered for the type of its operand.
fn refuse_width(cx: &Context<'_>, inst: clif::Inst) -> LowerError {
    let ty = cx.clif.dfg.value_type(cx.arg(inst, 0));
    cx.refuse_type(opcode(cx, inst), ty)
}

// ---- Constants ----

/// `f32const`
pub fn f32const(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::UnaryIeee32 { imm, .. } = cx.clif.dfg.insts[inst] {
        let value = float32::fconst(&mut cx.b, imm.bits());
        cx.define_one(inst, value);
    }
    Ok(())
}

/// `f64const`
pub fn f64const(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::UnaryIeee64 { imm, .. } = cx.clif.dfg.insts[inst] {
        let pair = cx.b.const64(imm.bits() as i64);
        cx.define_two(inst, pair);
    }
    Ok(())
}

// ---- Arithmetic ----

/// The operation of a two-operand opcode.
fn binary_operation(opcode: Opcode) -> Option<Binary> {
    use intrinsics as i;
    let (hard, single, double) = match opcode {
        Opcode::Fadd => (Some(BinaryOp::Fadd), i::F32_ADD, i::F64_ADD),
        Opcode::Fsub => (Some(BinaryOp::Fsub), i::F32_SUB, i::F64_SUB),
        Opcode::Fmul => (Some(BinaryOp::Fmul), i::F32_MUL, i::F64_MUL),
        Opcode::Fdiv => (Some(BinaryOp::Fdiv), i::F32_DIV, i::F64_DIV),
        Opcode::Fmin => (None, i::F32_MIN, i::F64_MIN),
        Opcode::Fmax => (None, i::F32_MAX, i::F64_MAX),
        _ => return None,
    };
    Some(Binary {
        hard,
        single,
        double,
    })
}

/// `fadd` … `fmax`
pub fn binary(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let operation = binary_operation(opcode(cx, inst)).ok_or_else(|| misplaced(cx, inst))?;
    let (x, y) = (cx.arg(inst, 0), cx.arg(inst, 1));
    let result = match cx.result_class(inst)? {
        Class::F32 => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            Lowered::One(float32::binary(&mut cx.b, &operation, x, y))
        }
        Class::F64 => {
            let (x, y) = (cx.two(x)?, cx.two(y)?);
            Lowered::Two(float64::binary(&mut cx.b, &operation.double, x, y))
        }
        _ => return Err(refuse_width(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

/// The operation of a one-operand opcode.
fn unary_operation(opcode: Opcode) -> Option<Unary> {
    use intrinsics as i;
    let (hard, single, double) = match opcode {
        Opcode::Sqrt => (Some(UnaryOp::Fsqrt), i::F32_SQRT, i::F64_SQRT),
        Opcode::Ceil => (None, i::F32_CEIL, i::F64_CEIL),
        Opcode::Floor => (None, i::F32_FLOOR, i::F64_FLOOR),
        Opcode::Trunc => (None, i::F32_TRUNC, i::F64_TRUNC),
        Opcode::Nearest => (None, i::F32_NEAREST, i::F64_NEAREST),
        _ => return None,
    };
    Some(Unary {
        hard,
        single,
        double,
    })
}

/// `sqrt`, `ceil`, `floor`, `trunc`, `nearest`
pub fn unary(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let operation = unary_operation(opcode(cx, inst)).ok_or_else(|| misplaced(cx, inst))?;
    let x = cx.arg(inst, 0);
    let result = match cx.result_class(inst)? {
        Class::F32 => {
            let x = cx.one(x)?;
            Lowered::One(float32::unary(&mut cx.b, &operation, x))
        }
        Class::F64 => {
            let x = cx.two(x)?;
            Lowered::Two(float64::unary(&mut cx.b, &operation.double, x))
        }
        _ => return Err(refuse_width(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

/// `fneg`, `fabs`
pub fn sign(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let is_neg = opcode(cx, inst) == Opcode::Fneg;
    let x = cx.value(cx.arg(inst, 0))?;
    let b = &mut cx.b;
    let result = match x {
        Lowered::One(x) if is_neg => Lowered::One(float32::neg(b, x)),
        Lowered::One(x) => Lowered::One(float32::abs(b, x)),
        Lowered::Two(x) if is_neg => Lowered::Two(float64::neg(b, x)),
        Lowered::Two(x) => Lowered::Two(float64::abs(b, x)),
    };
    cx.define(inst, result);
    Ok(())
}

/// `fcopysign`
pub fn copysign(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (x, y) = (cx.arg(inst, 0), cx.arg(inst, 1));
    let result = match cx.result_class(inst)? {
        Class::F32 => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            Lowered::One(float32::copysign(&mut cx.b, x, y))
        }
        Class::F64 => {
            let (x, y) = (cx.two(x)?, cx.two(y)?);
            Lowered::Two(float64::copysign(&mut cx.b, x, y))
        }
        _ => return Err(refuse_width(cx, inst)),
    };
    cx.define(inst, result);
    Ok(())
}

// ---- Comparison ----

/// `fcmp`
pub fn fcmp(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let InstructionData::FloatCompare {
        args: [x, y], cond, ..
    } = cx.clif.dfg.insts[inst]
    else {
        return Ok(());
    };
    let result = match cx.class_of(inst, x)? {
        Class::F32 => {
            let (x, y) = (cx.one(x)?, cx.one(y)?);
            if cx.b.target.hard_f32() {
                compare_hard(&mut cx.b, cond, x, y)
            } else {
                compare_soft::<Singles>(&mut cx.b, cond, x, y)
            }
        }
        Class::F64 => {
            let (x, y) = (cx.two(x)?, cx.two(y)?);
            compare_soft::<Doubles>(&mut cx.b, cond, x, y)
        }
        _ => return Err(refuse_width(cx, inst)),
    };
    cx.define_one(inst, result);
    Ok(())
}

/// A comparison by the FPU. Two have no code of their own: `one = lt | gt`, and `ueq` is its complement.
fn compare_hard(b: &mut Builder, cc: ClifCC, x: Value, y: Value) -> Value {
    let cc = match cc {
        ClifCC::Ordered => FloatCC::Ord,
        ClifCC::Unordered => FloatCC::Unord,
        ClifCC::Equal => FloatCC::Eq,
        ClifCC::NotEqual => FloatCC::Ne,
        ClifCC::LessThan => FloatCC::Lt,
        ClifCC::LessThanOrEqual => FloatCC::Le,
        ClifCC::GreaterThan => FloatCC::Gt,
        ClifCC::GreaterThanOrEqual => FloatCC::Ge,
        ClifCC::UnorderedOrLessThan => FloatCC::UnordLt,
        ClifCC::UnorderedOrLessThanOrEqual => FloatCC::UnordLe,
        ClifCC::UnorderedOrGreaterThan => FloatCC::UnordGt,
        ClifCC::UnorderedOrGreaterThanOrEqual => FloatCC::UnordGe,
        ClifCC::OrderedNotEqual | ClifCC::UnorderedOrEqual => {
            let less = b.fcmp(FloatCC::Lt, x, y);
            let greater = b.fcmp(FloatCC::Gt, x, y);
            let differ = b.or(less, greater);
            return match cc {
                ClifCC::UnorderedOrEqual => b.eqz(differ),
                _ => differ,
            };
        }
    };
    b.fcmp(cc, x, y)
}

/// The comparisons the runtime offers on one width.
trait Routines {
    /// What holds a float.
    type Float: Copy;
    /// Equal, less, less or equal: false on NaN.
    const EQ_LT_LE: [Intrinsic; 3];
    /// Calls one of them.
    fn call(b: &mut Builder, routine: &Intrinsic, x: Self::Float, y: Self::Float) -> Value;
    /// Whether it is a NaN.
    fn is_nan(b: &mut Builder, x: Self::Float) -> Value;
}

/// f32 in words.
struct Singles;

impl Routines for Singles {
    type Float = Value;
    const EQ_LT_LE: [Intrinsic; 3] = [intrinsics::F32_EQ, intrinsics::F32_LT, intrinsics::F32_LE];

    fn call(b: &mut Builder, routine: &Intrinsic, x: Value, y: Value) -> Value {
        b.call_word(routine, &[x, y])
    }

    fn is_nan(b: &mut Builder, x: Value) -> Value {
        float32::is_nan(b, x)
    }
}

/// f64 in pairs.
struct Doubles;

impl Routines for Doubles {
    type Float = Pair;
    const EQ_LT_LE: [Intrinsic; 3] = [intrinsics::F64_EQ, intrinsics::F64_LT, intrinsics::F64_LE];

    fn call(b: &mut Builder, routine: &Intrinsic, x: Pair, y: Pair) -> Value {
        b.call_word(routine, &[x.lo, x.hi, y.lo, y.hi])
    }

    fn is_nan(b: &mut Builder, x: Pair) -> Value {
        float64::is_nan(b, x)
    }
}

/// A comparison by routines: `x > y` is `y < x`, and the unordered ones are the complements of the ordered ones.
fn compare_soft<R: Routines>(b: &mut Builder, cc: ClifCC, x: R::Float, y: R::Float) -> Value {
    let [eq, lt, le] = &R::EQ_LT_LE;
    match cc {
        ClifCC::Equal => R::call(b, eq, x, y),
        ClifCC::LessThan => R::call(b, lt, x, y),
        ClifCC::LessThanOrEqual => R::call(b, le, x, y),
        ClifCC::GreaterThan => R::call(b, lt, y, x),
        ClifCC::GreaterThanOrEqual => R::call(b, le, y, x),
        ClifCC::Unordered => {
            let x_nan = R::is_nan(b, x);
            let y_nan = R::is_nan(b, y);
            b.or(x_nan, y_nan)
        }
        ClifCC::OrderedNotEqual => {
            let less = R::call(b, lt, x, y);
            let greater = R::call(b, lt, y, x);
            b.or(less, greater)
        }
        ClifCC::NotEqual
        | ClifCC::Ordered
        | ClifCC::UnorderedOrEqual
        | ClifCC::UnorderedOrLessThan
        | ClifCC::UnorderedOrLessThanOrEqual
        | ClifCC::UnorderedOrGreaterThan
        | ClifCC::UnorderedOrGreaterThanOrEqual => {
            let holds = compare_soft::<R>(b, cc.complement(), x, y);
            b.eqz(holds)
        }
    }
}
