//! Instruction selection, by topic.

mod compare;
mod float;
mod int;
mod memory;

pub(super) use compare::{condition, lower_out_of_range};
pub(super) use memory::frame_access;

use regalloc2::{RegClass, VReg};

use super::encoding::{fits12, split_hi_lo};
use super::regs::{GP, INNER, TP, ZERO};
use super::table::Op;
use crate::ir::{Inst, InstData, Symbol, Value};
use crate::mach::{Arg, CodegenError, Lower};
use crate::object::module::RelocKind;
use crate::target::Target;

/// Always zero, as an operand.
const X0: Arg = Arg::Fixed(ZERO as u8);

/// Selects instructions for anything but calls, traps and terminators.
pub(super) fn lower_inst(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
) -> Result<(), CodegenError> {
    let selected = match ctx.func().inst(inst) {
        InstData::Iconst(n) => int::constant(ctx, inst, *n),
        InstData::Fconst(bits) => float::constant(target, ctx, inst, *bits),
        InstData::SymbolAddr { symbol, offset } => memory::symbol_addr(ctx, inst, *symbol, *offset),
        InstData::Unary { op, arg } => unary(target, ctx, inst, *op, *arg),
        InstData::Binary { op, args } => binary(target, ctx, inst, *op, *args),
        InstData::Icmp { cc, args } => compare::icmp(ctx, inst, *cc, *args),
        InstData::Fcmp { cc, args } => compare::fcmp(target, ctx, inst, *cc, *args),
        InstData::Select {
            cond,
            if_true,
            if_false,
        } => compare::select(target, ctx, inst, *cond, *if_true, *if_false),
        InstData::Load {
            kind,
            addr,
            offset,
            aligned,
        } => memory::load(target, ctx, inst, *kind, (*addr, *offset), *aligned),
        InstData::Store {
            kind,
            value,
            addr,
            offset,
            aligned,
        } => memory::store(target, ctx, *kind, *value, (*addr, *offset), *aligned),
        _ => None,
    };
    selected.ok_or_else(|| ctx.no_instruction(inst))
}

/// Done, or `None` if there is no instruction for it.
type Selected = Option<()>;

fn unary(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    op: crate::ir::UnaryOp,
    arg: Value,
) -> Selected {
    int::unary(target, ctx, inst, op, arg).or_else(|| float::unary(target, ctx, inst, op, arg))
}

fn binary(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    op: crate::ir::BinaryOp,
    args: [Value; 2],
) -> Selected {
    int::binary(target, ctx, inst, op, args).or_else(|| float::binary(target, ctx, inst, op, args))
}

/// A value as a register operand; the constant zero is a register of its own, and so is what is pinned.
fn operand(ctx: &mut Lower<'_>, value: Value) -> Arg {
    match always_in(ctx, value) {
        Some(number) => Arg::Fixed(number as u8),
        None => Arg::Reg(ctx.use_reg(value)),
    }
}

/// The register that holds a value at any time.
fn always_in(ctx: &Lower<'_>, value: Value) -> Option<i32> {
    match *ctx.def_of(value)? {
        InstData::Iconst(0) => Some(ZERO),
        InstData::Iconst(n) => (from_pinned(ctx, n) == Some(0)).then_some(TP),
        InstData::SymbolAddr { symbol, offset } => match near_pinned(ctx, symbol, offset)? {
            (register, 0) => Some(register),
            _ => None,
        },
        _ => None,
    }
}

/// How far a number is from the pinned one, if that fits an immediate.
fn from_pinned(ctx: &Lower<'_>, n: i32) -> Option<i32> {
    let distance = n.wrapping_sub(ctx.pinned()?.constant?);
    fits12(distance).then_some(distance)
}

/// The register with an address near `symbol + offset`, and how far from that it is, if that fits an immediate.
fn near_pinned(ctx: &Lower<'_>, symbol: Symbol, offset: i32) -> Option<(i32, i32)> {
    let pinned = ctx.pinned()?;
    if pinned.address != ctx.func().symbols[symbol].name {
        return None;
    }
    let inner = pinned
        .inner
        .map(|inner| (INNER, offset.wrapping_sub(inner)));
    let candidates = [Some((GP, offset)), inner];
    let mut candidates = candidates.into_iter().flatten();
    candidates.find(|&(_, distance)| fits12(distance))
}

/// A fresh integer register.
fn temp(ctx: &mut Lower<'_>) -> VReg {
    ctx.temp(RegClass::Int)
}

/// Loads a constant into `rd`.
fn load_const(ctx: &mut Lower<'_>, rd: VReg, value: i32) {
    if fits12(value) {
        return ctx.row(Op::Addi, [Arg::Reg(rd), X0, Arg::Imm(value)]);
    }
    let (hi, lo) = split_hi_lo(value);
    if lo != 0
        && let Some(distance) = from_pinned(ctx, value)
    {
        let pinned = Arg::Fixed(TP as u8);
        return ctx.row(Op::Addi, [Arg::Reg(rd), pinned, Arg::Imm(distance)]);
    }
    let upper = if lo == 0 { rd } else { temp(ctx) };
    ctx.row(Op::Lui, [Arg::Reg(upper), Arg::Imm(hi)]);
    if lo != 0 {
        ctx.row(Op::Addi, [Arg::Reg(rd), Arg::Reg(upper), Arg::Imm(lo)]);
    }
}

/// A part of a symbol's address as an immediate.
fn sym(ctx: &Lower<'_>, kind: RelocKind, symbol: Symbol, addend: i32) -> Arg {
    Arg::Sym {
        kind,
        symbol: ctx.func().symbols[symbol].name.clone(),
        addend,
    }
}
