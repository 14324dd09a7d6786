//! Choosing between values: `select`, `select_spectre_guard`, `bitselect`.

use cranelift_codegen::ir as clif;

use super::builder::{Builder, Pair};
use super::context::{Context, Lowered};
use super::error::LowerError;
use crate::ir::Value;

type Done = Result<(), LowerError>;

/// `select` of any type. `select_spectre_guard` is the same: none of the cores speculates past a load.
pub fn select(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let cond = cx.condition(cx.arg(inst, 0))?;
    let (x, y) = (cx.value(cx.arg(inst, 1))?, cx.value(cx.arg(inst, 2))?);
    let result = match (x, y) {
        (Lowered::One(x), Lowered::One(y)) => Lowered::One(cx.b.select(cond, x, y)),
        (Lowered::Two(x), Lowered::Two(y)) => Lowered::Two(cx.b.select64(cond, x, y)),
        _ => return Err(cx.contract("a `select` between values of two types")),
    };
    cx.define(inst, result);
    Ok(())
}

/// `bitselect`: the bits of `x` where `c` has ones, those of `y` elsewhere. Integers only.
pub fn bitselect(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (c, x, y) = (cx.arg(inst, 0), cx.arg(inst, 1), cx.arg(inst, 2));
    let ty = cx.clif.dfg.value_type(c);
    if !ty.is_int() {
        return Err(cx.refuse_type("bitselect", ty));
    }
    let result = if cx.result_class(inst)?.is_pair() {
        let (c, x, y) = (cx.two(c)?, cx.two(x)?, cx.two(y)?);
        Lowered::Two(Pair {
            lo: merge(&mut cx.b, c.lo, x.lo, y.lo),
            hi: merge(&mut cx.b, c.hi, x.hi, y.hi),
        })
    } else {
        let (c, x, y) = (cx.one(c)?, cx.one(x)?, cx.one(y)?);
        Lowered::One(merge(&mut cx.b, c, x, y))
    };
    cx.define(inst, result);
    Ok(())
}

/// `(c & x) | (~c & y)  ==  y ^ (c & (x ^ y))`
fn merge(b: &mut Builder, c: Value, x: Value, y: Value) -> Value {
    let difference = b.xor(x, y);
    let chosen = b.and(c, difference);
    b.xor(y, chosen)
}
