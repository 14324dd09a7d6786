//! Integer constants and arithmetic.

use super::compare::conditional_sum;
use super::{Selected, X0, load_const, operand, temp};
use crate::ir::{BinaryOp, Inst, UnaryOp, Value};
use crate::isa::riscv32::encoding::fits12;
use crate::isa::riscv32::table::Op;
use crate::mach::{Arg, Lower};
use crate::target::{Ext, Target};

pub(super) fn constant(ctx: &mut Lower<'_>, inst: Inst, value: i32) -> Selected {
    let rd = ctx.def_reg(inst);
    load_const(ctx, rd, value);
    Some(())
}

pub(super) fn unary(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    op: UnaryOp,
    arg: Value,
) -> Selected {
    let zbb = |op: Op| target.has(Ext::Zbb).then_some(op);
    let row = match op {
        UnaryOp::Clz => zbb(Op::Clz)?,
        UnaryOp::Ctz => zbb(Op::Ctz)?,
        UnaryOp::Popcnt => zbb(Op::Cpop)?,
        UnaryOp::Bswap => zbb(Op::Rev8)?,
        UnaryOp::Sext8 if target.has(Ext::Zbb) => Op::SextB,
        UnaryOp::Sext16 if target.has(Ext::Zbb) => Op::SextH,
        UnaryOp::Sext8 => return shift_pair(ctx, inst, arg, (Op::Slli, Op::Srai), 24),
        UnaryOp::Sext16 => return shift_pair(ctx, inst, arg, (Op::Slli, Op::Srai), 16),
        _ => return None,
    };
    let (rd, rs) = (ctx.def_reg(inst), operand(ctx, arg));
    ctx.row(row, [Arg::Reg(rd), rs]);
    Some(())
}

/// Shifts there and back by the same amount.
fn shift_pair(
    ctx: &mut Lower<'_>,
    inst: Inst,
    arg: Value,
    (there, back): (Op, Op),
    amount: i32,
) -> Selected {
    let (rd, rs, shifted) = (ctx.def_reg(inst), operand(ctx, arg), temp(ctx));
    ctx.row(there, [Arg::Reg(shifted), rs, Arg::Imm(amount)]);
    ctx.row(back, [Arg::Reg(rd), Arg::Reg(shifted), Arg::Imm(amount)]);
    Some(())
}

pub(super) fn binary(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    op: BinaryOp,
    [a, b]: [Value; 2],
) -> Selected {
    // A constant operand on the right, if the operation commutes.
    let (a, b) = match (ctx.const_of(a), ctx.const_of(b)) {
        (Some(_), None) if commutes(op) => (b, a),
        _ => (a, b),
    };
    if let Some(n) = ctx.const_of(b)
        && let Some(()) = with_immediate(ctx, inst, op, a, n)
    {
        return Some(());
    }
    if op == BinaryOp::Iadd
        && let Some(()) = conditional_sum(target, ctx, inst, a, b)
            .or_else(|| conditional_sum(target, ctx, inst, b, a))
    {
        return Some(());
    }
    match op {
        BinaryOp::Rotl | BinaryOp::Rotr => rotate(target, ctx, inst, op, a, b),
        BinaryOp::Iadd if target.has(Ext::Zba) => {
            shifted_add(ctx, inst, a, b).or_else(|| plain(target, ctx, inst, op, a, b))
        }
        _ => plain(target, ctx, inst, op, a, b),
    }
}

fn commutes(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Iadd | BinaryOp::And | BinaryOp::Or | BinaryOp::Xor
    )
}

/// `op a, n`, in one or two instructions.
fn with_immediate(ctx: &mut Lower<'_>, inst: Inst, op: BinaryOp, a: Value, n: i32) -> Selected {
    let (row, imm) = match op {
        BinaryOp::Iadd => (Op::Addi, n),
        BinaryOp::Isub => (Op::Addi, n.wrapping_neg()),
        BinaryOp::And if !fits12(n) => return mask(ctx, inst, a, n),
        BinaryOp::And => (Op::Andi, n),
        BinaryOp::Or => (Op::Ori, n),
        BinaryOp::Xor => (Op::Xori, n),
        BinaryOp::Ishl => (Op::Slli, n & 31),
        BinaryOp::Ushr => (Op::Srli, n & 31),
        BinaryOp::Sshr => (Op::Srai, n & 31),
        _ => return None,
    };
    if !fits12(imm) {
        return None;
    }
    let (rd, rs) = (ctx.def_reg(inst), operand(ctx, a));
    ctx.row(row, [Arg::Reg(rd), rs, Arg::Imm(imm)]);
    Some(())
}

/// Masks of low or of high bits only, too long for an immediate: shifts that push the other bits out.
fn mask(ctx: &mut Lower<'_>, inst: Inst, a: Value, n: i32) -> Selected {
    let n = n as u32;
    if n & n.wrapping_add(1) == 0 {
        return shift_pair(ctx, inst, a, (Op::Slli, Op::Srli), n.leading_zeros() as i32);
    }
    if !n & (!n).wrapping_add(1) == 0 {
        return shift_pair(
            ctx,
            inst,
            a,
            (Op::Srli, Op::Slli),
            n.trailing_zeros() as i32,
        );
    }
    None
}

/// The instruction that does the operation on two registers.
fn row_of(target: &Target, op: BinaryOp) -> Option<Op> {
    let needing = |ext: Ext, op: Op| target.has(ext).then_some(op);
    match op {
        BinaryOp::Iadd => Some(Op::Add),
        BinaryOp::Isub => Some(Op::Sub),
        BinaryOp::And => Some(Op::And),
        BinaryOp::Or => Some(Op::Or),
        BinaryOp::Xor => Some(Op::Xor),
        BinaryOp::Ishl => Some(Op::Sll),
        BinaryOp::Ushr => Some(Op::Srl),
        BinaryOp::Sshr => Some(Op::Sra),
        BinaryOp::Imul => needing(Ext::M, Op::Mul),
        BinaryOp::Umulhi => needing(Ext::M, Op::Mulhu),
        BinaryOp::Smulhi => needing(Ext::M, Op::Mulh),
        BinaryOp::Udiv => needing(Ext::M, Op::Divu),
        BinaryOp::Sdiv => needing(Ext::M, Op::Div),
        BinaryOp::Urem => needing(Ext::M, Op::Remu),
        BinaryOp::Srem => needing(Ext::M, Op::Rem),
        BinaryOp::Rotl => needing(Ext::Zbb, Op::Rol),
        BinaryOp::Rotr => needing(Ext::Zbb, Op::Ror),
        BinaryOp::Smin => needing(Ext::Zbb, Op::Min),
        BinaryOp::Smax => needing(Ext::Zbb, Op::Max),
        BinaryOp::Umin => needing(Ext::Zbb, Op::Minu),
        BinaryOp::Umax => needing(Ext::Zbb, Op::Maxu),
        _ => None,
    }
}

fn plain(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    op: BinaryOp,
    a: Value,
    b: Value,
) -> Selected {
    let row = row_of(target, op)?;
    let (rd, a, b) = (ctx.def_reg(inst), operand(ctx, a), operand(ctx, b));
    ctx.row(row, [Arg::Reg(rd), a, b]);
    Some(())
}

/// `b + (x << n)` for n of 1, 2, 3, on either side.
fn shifted_add(ctx: &mut Lower<'_>, inst: Inst, a: Value, b: Value) -> Selected {
    let shifted = |ctx: &Lower<'_>, value| match ctx.def_of(value)? {
        crate::ir::InstData::Binary {
            op: BinaryOp::Ishl,
            args: [x, n],
        } => {
            let row = match ctx.const_of(*n)? & 31 {
                1 => Op::Sh1add,
                2 => Op::Sh2add,
                3 => Op::Sh3add,
                _ => return None,
            };
            Some((row, *x))
        }
        _ => None,
    };
    let (row, x, other) = match (shifted(ctx, a), shifted(ctx, b)) {
        (Some((row, x)), _) => (row, x, b),
        (_, Some((row, x))) => (row, x, a),
        _ => return None,
    };
    let (rd, x, other) = (ctx.def_reg(inst), operand(ctx, x), operand(ctx, other));
    ctx.row(row, [Arg::Reg(rd), x, other]);
    Some(())
}

/// `rotl(a, n) = a << n | a >> (32 - n)`; shifts take their amount modulo 32, so `-n` does for `32 - n`.
fn rotate(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    op: BinaryOp,
    a: Value,
    b: Value,
) -> Selected {
    let amount = ctx.const_of(b);
    if target.has(Ext::Zbb) {
        let Some(n) = amount else {
            return plain(target, ctx, inst, op, a, b);
        };
        let right = if op == BinaryOp::Rotl {
            n.wrapping_neg()
        } else {
            n
        } & 31;
        let (rd, a) = (ctx.def_reg(inst), operand(ctx, a));
        ctx.row(Op::Rori, [Arg::Reg(rd), a, Arg::Imm(right)]);
        return Some(());
    }
    let (rd, a) = (ctx.def_reg(inst), operand(ctx, a));
    let (there, back) = (temp(ctx), temp(ctx));
    if let Some(n) = amount {
        let (there_op, back_op) = if op == BinaryOp::Rotl {
            (Op::Slli, Op::Srli)
        } else {
            (Op::Srli, Op::Slli)
        };
        ctx.row(there_op, [Arg::Reg(there), a.clone(), Arg::Imm(n & 31)]);
        ctx.row(
            back_op,
            [Arg::Reg(back), a, Arg::Imm(n.wrapping_neg() & 31)],
        );
    } else {
        let (there_op, back_op) = if op == BinaryOp::Rotl {
            (Op::Sll, Op::Srl)
        } else {
            (Op::Srl, Op::Sll)
        };
        let (b, negated) = (operand(ctx, b), temp(ctx));
        ctx.row(there_op, [Arg::Reg(there), a.clone(), b.clone()]);
        ctx.row(Op::Sub, [Arg::Reg(negated), X0, b]);
        ctx.row(back_op, [Arg::Reg(back), a, Arg::Reg(negated)]);
    }
    ctx.row(Op::Or, [Arg::Reg(rd), Arg::Reg(there), Arg::Reg(back)]);
    Some(())
}
