//! Single-precision arithmetic and conversions. Rounding modes are spelled out in every instruction, so that code does
//! not depend on `frm`.

use super::{Selected, X0, load_const, operand, temp};
use crate::ir::{BinaryOp, Inst, UnaryOp, Value};
use crate::isa::riscv32::seq::{self, RDN, RNE, RTZ, RUP};
use crate::isa::riscv32::table::Op;
use crate::mach::{Arg, Lower};
use crate::target::{Ext, Target};

pub(super) fn constant(target: &Target, ctx: &mut Lower<'_>, inst: Inst, bits: u32) -> Selected {
    if !target.has(Ext::F) {
        return None;
    }
    let rd = ctx.def_reg(inst);
    let from = if bits == 0 {
        X0
    } else {
        let word = temp(ctx);
        load_const(ctx, word, bits as i32);
        Arg::Reg(word)
    };
    ctx.row(Op::FmvWX, [Arg::Reg(rd), from]);
    Some(())
}

pub(super) fn unary(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    op: UnaryOp,
    arg: Value,
) -> Selected {
    if !target.has(Ext::F) {
        return None;
    }
    let rd = ctx.def_reg(inst);
    let a = operand(ctx, arg);
    let rounded = |row| Some((row, Some(RNE)));
    let same_twice = |row| Some((row, None));
    let (row, mode) = match op {
        UnaryOp::Fceil => return round(ctx, RUP, rd, arg),
        UnaryOp::Ffloor => return round(ctx, RDN, rd, arg),
        UnaryOp::Ftrunc => return round(ctx, RTZ, rd, arg),
        UnaryOp::Fnearest => return round(ctx, RNE, rd, arg),
        UnaryOp::FcvtToSSat => return saturate(ctx, Op::FcvtWS, rd, arg),
        UnaryOp::FcvtToUSat => return saturate(ctx, Op::FcvtWuS, rd, arg),
        UnaryOp::Fsqrt => rounded(Op::FsqrtS),
        UnaryOp::FcvtFromS => rounded(Op::FcvtSW),
        UnaryOp::FcvtFromU => rounded(Op::FcvtSWu),
        UnaryOp::BitcastF32ToI32 => same_twice(Op::FmvXW),
        UnaryOp::BitcastI32ToF32 => same_twice(Op::FmvWX),
        UnaryOp::Fneg | UnaryOp::Fabs => {
            let row = if op == UnaryOp::Fneg {
                Op::FsgnjnS
            } else {
                Op::FsgnjxS
            };
            ctx.row(row, [Arg::Reg(rd), a.clone(), a]);
            return Some(());
        }
        _ => None,
    }?;
    ctx.row(row, [Arg::Reg(rd), a].into_iter().chain(mode.map(Arg::Imm)));
    Some(())
}

fn round(ctx: &mut Lower<'_>, mode: i32, rd: regalloc2::VReg, arg: Value) -> Selected {
    let a = ctx.use_reg(arg);
    seq::float_round(ctx, mode, rd, a);
    Some(())
}

fn saturate(ctx: &mut Lower<'_>, op: Op, rd: regalloc2::VReg, arg: Value) -> Selected {
    let a = ctx.use_reg(arg);
    seq::saturate(ctx, op, rd, a);
    Some(())
}

pub(super) fn binary(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    op: BinaryOp,
    [a, b]: [Value; 2],
) -> Selected {
    let (row, mode) = match op {
        BinaryOp::Fadd => (Op::FaddS, Some(RNE)),
        BinaryOp::Fsub => (Op::FsubS, Some(RNE)),
        BinaryOp::Fmul => (Op::FmulS, Some(RNE)),
        BinaryOp::Fdiv => (Op::FdivS, Some(RNE)),
        BinaryOp::Fcopysign => (Op::FsgnjS, None),
        BinaryOp::Fmin => (Op::FminS, None),
        BinaryOp::Fmax => (Op::FmaxS, None),
        _ => return None,
    };
    if !target.has(Ext::F) {
        return None;
    }
    let (rd, a, b) = (ctx.def_reg(inst), ctx.use_reg(a), ctx.use_reg(b));
    if matches!(op, BinaryOp::Fmin | BinaryOp::Fmax) {
        seq::float_min_max(ctx, row, rd, a, b);
    } else {
        let regs = [rd, a, b].map(Arg::Reg);
        ctx.row(row, regs.into_iter().chain(mode.map(Arg::Imm)));
    }
    Some(())
}
