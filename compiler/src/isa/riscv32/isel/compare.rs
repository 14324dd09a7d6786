//! Comparisons: as values, fused into branches, and `select`.

use regalloc2::VReg;
use smallvec::smallvec;

use super::{Selected, X0, operand, temp};
use crate::ir::{BinaryOp, FloatCC, Inst, InstData, IntCC, Value};
use crate::isa::riscv32::encoding::{fits12, invert};
use crate::isa::riscv32::seq::{self, Otherwise};
use crate::isa::riscv32::table::Op;
use crate::mach::{Arg, CondBranch, Lower};
use crate::target::{Ext, Target};

/// A conditional branch: its row and the two registers it compares.
pub(crate) struct Branch {
    op: Op,
    args: [Arg; 2],
}

impl Branch {
    /// The shared machinery's form.
    fn into_cond(self) -> CondBranch {
        let [a, b] = self.args;
        CondBranch {
            op: self.op.into(),
            args: smallvec![a, b],
        }
    }

    fn inverted(mut self, invert_it: bool) -> Self {
        if invert_it {
            self.op = invert(self.op).expect("every conditional branch has an opposite");
        }
        self
    }
}

/// The comparison with its operands swapped.
fn swapped(cc: IntCC) -> IntCC {
    match cc {
        IntCC::Eq | IntCC::Ne => cc,
        IntCC::Slt => IntCC::Sgt,
        IntCC::Sgt => IntCC::Slt,
        IntCC::Sge => IntCC::Sle,
        IntCC::Sle => IntCC::Sge,
        IntCC::Ult => IntCC::Ugt,
        IntCC::Ugt => IntCC::Ult,
        IntCC::Uge => IntCC::Ule,
        IntCC::Ule => IntCC::Uge,
    }
}

/// Puts a constant operand on the right.
fn constant_right(ctx: &Lower<'_>, cc: IntCC, [a, b]: [Value; 2]) -> (IntCC, Value, Value) {
    match (ctx.const_of(a), ctx.const_of(b)) {
        (Some(_), None) => (swapped(cc), b, a),
        _ => (cc, a, b),
    }
}

// ---- branches --------------------------------------------------------------------------------

/// A branch that is taken if `cond` is not zero (or is, with `negate`).
pub(crate) fn condition(
    target: &Target,
    ctx: &mut Lower<'_>,
    cond: Value,
    negate: bool,
) -> CondBranch {
    branch_on(target, ctx, cond, negate).into_cond()
}

fn branch_on(target: &Target, ctx: &mut Lower<'_>, cond: Value, negate: bool) -> Branch {
    let (cond, negate) = strip_zero_tests(ctx, cond, negate);
    match ctx.def_of(cond) {
        Some(InstData::Icmp { cc, args }) => int_branch(ctx, *cc, *args).inverted(negate),
        Some(InstData::Fcmp { cc, args }) if target.has(Ext::F) => {
            let (bit, is_complement) = float_bit(ctx, *cc, *args);
            branch_if_not_zero(bit).inverted(is_complement ^ negate)
        }
        Some(InstData::Binary {
            op: BinaryOp::And,
            args,
        }) => {
            let bit = single_bit_test(ctx, cond, *args);
            bit.unwrap_or_else(|| branch_if_not_zero(operand(ctx, cond)))
                .inverted(negate)
        }
        _ => branch_if_not_zero(operand(ctx, cond)).inverted(negate),
    }
}

fn branch_if_not_zero(reg: Arg) -> Branch {
    Branch {
        op: Op::Bne,
        args: [reg, X0],
    }
}

/// Looks through `icmp eq c, 0` and `icmp ne c, 0`.
fn strip_zero_tests(ctx: &Lower<'_>, mut cond: Value, mut negate: bool) -> (Value, bool) {
    while let Some(InstData::Icmp {
        cc: cc @ (IntCC::Eq | IntCC::Ne),
        args,
    }) = ctx.def_of(cond)
    {
        let (_, tested, zero) = constant_right(ctx, *cc, *args);
        if ctx.const_of(zero) != Some(0) {
            break;
        }
        cond = tested;
        negate ^= *cc == IntCC::Eq;
    }
    (cond, negate)
}

/// A test of one bit too high for `andi`: shifted into the sign.
fn single_bit_test(ctx: &mut Lower<'_>, cond: Value, [a, b]: [Value; 2]) -> Option<Branch> {
    let mask = ctx.const_of(b)? as u32;
    if !mask.is_power_of_two() || fits12(mask as i32) || ctx.use_count(cond) != 1 {
        return None;
    }
    let (bits, shifted) = (operand(ctx, a), Arg::Reg(temp(ctx)));
    let amount = mask.leading_zeros() as i32;
    ctx.row(Op::Slli, [shifted.clone(), bits, Arg::Imm(amount)]);
    Some(Branch {
        op: Op::Blt,
        args: [shifted, X0],
    })
}

fn int_branch(ctx: &mut Lower<'_>, cc: IntCC, args: [Value; 2]) -> Branch {
    let (cc, a, b) = constant_right(ctx, cc, args);
    // Comparisons with 1 and -1 that are comparisons with 0.
    let (cc, zero) = match (cc, ctx.const_of(b)) {
        (IntCC::Slt, Some(1)) => (IntCC::Sle, true),
        (IntCC::Sge, Some(1)) => (IntCC::Sgt, true),
        (IntCC::Sgt, Some(-1)) => (IntCC::Sge, true),
        (IntCC::Sle, Some(-1)) => (IntCC::Slt, true),
        (IntCC::Ult, Some(1)) => (IntCC::Eq, true),
        (IntCC::Uge, Some(1)) => (IntCC::Ne, true),
        (IntCC::Ugt, Some(0)) => (IntCC::Ne, true),
        (IntCC::Ule, Some(0)) => (IntCC::Eq, true),
        _ => (cc, false),
    };
    let a = operand(ctx, a);
    let b = if zero { X0 } else { operand(ctx, b) };
    let (op, args) = match cc {
        IntCC::Eq => (Op::Beq, [a, b]),
        IntCC::Ne => (Op::Bne, [a, b]),
        IntCC::Slt => (Op::Blt, [a, b]),
        IntCC::Sge => (Op::Bge, [a, b]),
        IntCC::Sgt => (Op::Blt, [b, a]),
        IntCC::Sle => (Op::Bge, [b, a]),
        IntCC::Ult => (Op::Bltu, [a, b]),
        IntCC::Uge => (Op::Bgeu, [a, b]),
        IntCC::Ugt => (Op::Bltu, [b, a]),
        IntCC::Ule => (Op::Bgeu, [b, a]),
    };
    Branch { op, args }
}

/// A branch that is taken if `index >= count`.
pub(crate) fn lower_out_of_range(ctx: &mut Lower<'_>, index: Value, count: u32) -> CondBranch {
    let (index, limit) = (operand(ctx, index), temp(ctx));
    super::load_const(ctx, limit, count as i32);
    let args = [index, Arg::Reg(limit)];
    Branch { op: Op::Bgeu, args }.into_cond()
}

// ---- values ----------------------------------------------------------------------------------

/// Where a comparison of registers or with an immediate leaves 1 or 0, and whether that is the opposite of the answer.
pub(super) fn icmp(ctx: &mut Lower<'_>, inst: Inst, cc: IntCC, args: [Value; 2]) -> Selected {
    let rd = Arg::Reg(ctx.def_reg(inst));
    let (cc, a, b) = constant_right(ctx, cc, args);
    if matches!(cc, IntCC::Eq | IntCC::Ne) {
        equality(ctx, rd, cc, a, b);
        return Some(());
    }
    let less = less_than(ctx, cc, a, b);
    if !less.complement {
        ctx.row(less.op, [rd, less.args[0].clone(), less.args[1].clone()]);
        return Some(());
    }
    let opposite = Arg::Reg(temp(ctx));
    let [x, y] = less.args;
    ctx.row(less.op, [opposite.clone(), x, y]);
    ctx.row(Op::Xori, [rd, opposite, Arg::Imm(1)]);
    Some(())
}

/// An `slt`-like instruction's operands.
struct Less {
    op: Op,
    args: [Arg; 2],
    /// Its result is the opposite of the answer.
    complement: bool,
}

/// Every order comparison is `slt`, perhaps with operands swapped, perhaps complemented; against a constant
/// `x <= n` is `x < n + 1`, unless that overflows.
fn less_than(ctx: &mut Lower<'_>, cc: IntCC, a: Value, b: Value) -> Less {
    use IntCC::{Sge, Sgt, Sle, Slt, Uge, Ugt, Ule, Ult};
    let unsigned = matches!(cc, Ult | Uge | Ugt | Ule);
    let (op, op_imm) = if unsigned {
        (Op::Sltu, Op::Sltiu)
    } else {
        (Op::Slt, Op::Slti)
    };
    let limit = ctx.const_of(b).and_then(|n| match cc {
        Slt | Sge | Ult | Uge => Some(n),
        Sle | Sgt => n.checked_add(1),
        Ule | Ugt => (n as u32).checked_add(1).map(|n| n as i32),
        IntCC::Eq | IntCC::Ne => None,
    });
    if let Some(n) = limit.filter(|&n| fits12(n)) {
        let complement = matches!(cc, Sge | Uge | Sgt | Ugt);
        let args = [operand(ctx, a), Arg::Imm(n)];
        return Less {
            op: op_imm,
            args,
            complement,
        };
    }
    let (a, b) = (operand(ctx, a), operand(ctx, b));
    let args = if matches!(cc, Sgt | Sle | Ugt | Ule) {
        [b, a]
    } else {
        [a, b]
    };
    let complement = matches!(cc, Sge | Sle | Uge | Ule);
    Less {
        op,
        args,
        complement,
    }
}

/// `a == b` is `(a ^ b) < 1`, `a != b` is `0 < (a ^ b)`, unsigned.
fn equality(ctx: &mut Lower<'_>, rd: Arg, cc: IntCC, a: Value, b: Value) {
    let difference = match ctx.const_of(b) {
        Some(0) => operand(ctx, a),
        constant => {
            let (a, difference) = (operand(ctx, a), Arg::Reg(temp(ctx)));
            match constant.map(i32::wrapping_neg).filter(|&n| fits12(n)) {
                Some(n) => ctx.row(Op::Addi, [difference.clone(), a, Arg::Imm(n)]),
                None => {
                    let b = operand(ctx, b);
                    ctx.row(Op::Xor, [difference.clone(), a, b]);
                }
            }
            difference
        }
    };
    if cc == IntCC::Eq {
        ctx.row(Op::Sltiu, [rd, difference, Arg::Imm(1)]);
    } else {
        ctx.row(Op::Sltu, [rd, X0, difference]);
    }
}

/// A register that is 1 or 0 by the comparison, or by its opposite if the flag is set.
fn float_bit(ctx: &mut Lower<'_>, cc: FloatCC, [a, b]: [Value; 2]) -> (Arg, bool) {
    let (a, b) = (Arg::Reg(ctx.use_reg(a)), Arg::Reg(ctx.use_reg(b)));
    let bit = Arg::Reg(temp(ctx));
    let (row, x, y, complement) = match cc {
        FloatCC::Eq => (Op::FeqS, a, b, false),
        FloatCC::Ne => (Op::FeqS, a, b, true),
        FloatCC::Lt => (Op::FltS, a, b, false),
        FloatCC::Le => (Op::FleS, a, b, false),
        FloatCC::Gt => (Op::FltS, b, a, false),
        FloatCC::Ge => (Op::FleS, b, a, false),
        FloatCC::UnordLt => (Op::FleS, b, a, true),
        FloatCC::UnordLe => (Op::FltS, b, a, true),
        FloatCC::UnordGt => (Op::FleS, a, b, true),
        FloatCC::UnordGe => (Op::FltS, a, b, true),
        FloatCC::Ord | FloatCC::Unord => {
            let [a_ok, b_ok] = [a, b].map(|x| {
                let ok = Arg::Reg(temp(ctx));
                ctx.row(Op::FeqS, [ok.clone(), x.clone(), x]);
                ok
            });
            ctx.row(Op::And, [bit.clone(), a_ok, b_ok]);
            return (bit, cc == FloatCC::Unord);
        }
    };
    ctx.row(row, [bit.clone(), x, y]);
    (bit, complement)
}

pub(super) fn fcmp(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    cc: FloatCC,
    args: [Value; 2],
) -> Selected {
    if !target.has(Ext::F) {
        return None;
    }
    let rd = Arg::Reg(ctx.def_reg(inst));
    let (bit, complement) = float_bit(ctx, cc, args);
    let flip = Arg::Imm(i32::from(complement));
    ctx.row(Op::Xori, [rd, bit, flip]);
    Some(())
}

// ---- select ----------------------------------------------------------------------------------

/// There is no conditional move: a branch over one. The arm that is moved may be a constant.
pub(super) fn select(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    cond: Value,
    if_true: Value,
    if_false: Value,
) -> Selected {
    let rd = ctx.def_reg(inst);
    let is_const = |ctx: &Lower<'_>, value| ctx.const_of(value).is_some_and(fits12);
    // The arm that stays in place should be the one that is not needed afterwards.
    let swap = match (is_const(ctx, if_true), is_const(ctx, if_false)) {
        (true, false) => true,
        (false, false) => ctx.use_count(if_true) > 1 && ctx.use_count(if_false) == 1,
        _ => false,
    };
    let (taken, otherwise) = if swap {
        (if_false, if_true)
    } else {
        (if_true, if_false)
    };
    let otherwise = match ctx.const_of(otherwise).filter(|&n| fits12(n)) {
        Some(n) => Otherwise::Const(n),
        None => Otherwise::Reg(ctx.use_reg(otherwise)),
    };
    let taken = ctx.use_reg(taken);
    let Branch { op, args } = branch_on(target, ctx, cond, swap);
    seq::select(ctx, rd, (op, args.map(register)), taken, otherwise);
    Some(())
}

/// `x + select(cond, n, 0)`, or the other way round, the select being read by nothing else: an addition that a branch
/// skips.
pub(super) fn conditional_sum(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    x: Value,
    addend: Value,
) -> Selected {
    let Some(&InstData::Select {
        cond,
        if_true,
        if_false,
    }) = ctx.sole_use_def(addend)
    else {
        return None;
    };
    let arms = [if_true, if_false].map(|arm| ctx.const_of(arm));
    let (n, when) = match arms {
        [Some(n), Some(0)] => (n, true),
        [Some(0), Some(n)] => (n, false),
        _ => return None,
    };
    if !fits12(n) {
        return None;
    }
    let rd = ctx.def_reg(inst);
    let x = ctx.use_reg(x);
    let Branch { op, args } = branch_on(target, ctx, cond, when);
    seq::select(ctx, rd, (op, args.map(register)), x, Otherwise::Sum(n));
    Some(())
}

/// The register of a branch operand, or the number of one that the allocator does not give.
fn register(arg: Arg) -> Result<VReg, i32> {
    match arg {
        Arg::Reg(reg) => Ok(reg),
        Arg::Fixed(number) => Err(i32::from(number)),
        _ => unreachable!("a branch compares registers"),
    }
}
