//! The i128 that Cranelift's optimiser makes of wasm: comparisons only.
//!
//! LLVM writes a 128-bit comparison as `select(hi1 == hi2, lo1 < lo2, hi1 < hi2)`, and the optimiser's rules turn that
//! back into `icmp` of two `iconcat.i64`, or of `uextend.i128` and `sextend.i128`, which they simplify to. So a value of that
//! type is never computed here: the comparison looks at what defines its operands and undoes the rule.

use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::{InstructionData, Opcode, ValueDef};

use super::builder::Pair;
use super::context::Context;
use super::error::LowerError;
use super::int64;
use crate::ir::{IntCC, Value};

/// Whether a CLIF value is one of these.
pub fn is_wide(cx: &Context<'_>, value: clif::Value) -> bool {
    cx.clif.dfg.value_type(value) == clif::types::I128
}

/// Low and high 64 bits.
struct Wide {
    lo: Pair,
    hi: Pair,
}

/// The halves of a value, from the instruction that defines it.
fn wide(cx: &mut Context<'_>, value: clif::Value) -> Result<Wide, LowerError> {
    let value = cx.clif.dfg.resolve_aliases(value);
    let ValueDef::Result(inst, _) = cx.clif.dfg.value_def(value) else {
        return Err(cx.refuse_type("block parameter", clif::types::I128));
    };
    match cx.clif.dfg.insts[inst] {
        InstructionData::Binary {
            opcode: Opcode::Iconcat,
            args: [lo, hi],
        } => Ok(Wide {
            lo: cx.two(lo)?,
            hi: cx.two(hi)?,
        }),
        InstructionData::Unary {
            opcode: Opcode::Uextend,
            arg,
        } if cx.clif.dfg.value_type(arg) == clif::types::I64 => Ok(Wide {
            lo: cx.two(arg)?,
            hi: cx.b.const64(0),
        }),
        InstructionData::Unary {
            opcode: Opcode::Sextend,
            arg,
        } if cx.clif.dfg.value_type(arg) == clif::types::I64 => {
            let lo = cx.two(arg)?;
            let hi = int64::sextend(&mut cx.b, lo.hi).hi;
            Ok(Wide {
                lo,
                hi: int64::make(hi, hi),
            })
        }
        ref other => Err(cx.refuse_type(other.opcode(), clif::types::I128)),
    }
}

/// `x cc y`: where the high halves are equal the low ones decide, as unsigned numbers.
pub fn icmp(
    cx: &mut Context<'_>,
    cc: IntCC,
    x: clif::Value,
    y: clif::Value,
) -> Result<Value, LowerError> {
    let (x, y) = (wide(cx, x)?, wide(cx, y)?);
    let b = &mut cx.b;
    let same_high = int64::icmp(b, IntCC::Eq, x.hi, y.hi);
    let low = int64::icmp(b, int64::unsigned(cc), x.lo, y.lo);
    let high = int64::icmp(b, cc, x.hi, y.hi);
    Ok(b.select(same_high, low, high))
}
