//! Loads, stores, addresses.

use regalloc2::{RegClass, VReg};

use super::{Selected, X0, near_pinned, operand, sym, temp};
use crate::ir::{BinaryOp, Inst, InstData, LoadKind, StoreKind, Symbol, Value};
use crate::isa::riscv32::encoding::{fits12, split_hi_lo};
use crate::isa::riscv32::regs::SP;
use crate::isa::riscv32::table::Op;
use crate::mach::{Arg, FrameRef, Lower};
use crate::object::module::RelocKind;
use crate::target::{Misaligned, Target};

pub(super) fn symbol_addr(
    ctx: &mut Lower<'_>,
    inst: Inst,
    symbol: Symbol,
    offset: i32,
) -> Selected {
    let rd = ctx.def_reg(inst);
    if let Some((pinned, distance)) = near_pinned(ctx, symbol, offset) {
        let pinned = Arg::Fixed(pinned as u8);
        ctx.row(Op::Addi, [Arg::Reg(rd), pinned, Arg::Imm(distance)]);
        return Some(());
    }
    let upper = temp(ctx);
    let hi = sym(ctx, RelocKind::RiscvHi20, symbol, offset);
    let lo = sym(ctx, RelocKind::RiscvLo12I, symbol, offset);
    ctx.row(Op::Lui, [Arg::Reg(upper), hi]);
    ctx.row(Op::Addi, [Arg::Reg(rd), Arg::Reg(upper), lo]);
    Some(())
}

/// The offset and base operands of an access; `lo12` is the relocation its immediate takes.
fn address(ctx: &mut Lower<'_>, (addr, offset): (Value, i32), lo12: RelocKind) -> [Arg; 2] {
    let (addr, offset) = fold_constants(ctx, addr, offset);
    if let Some(operands) = symbolic_address(ctx, (addr, offset), lo12) {
        return operands;
    }
    let base = operand(ctx, addr);
    if fits12(offset) {
        return [Arg::Imm(offset), base];
    }
    let (hi, lo) = split_hi_lo(offset);
    let upper = temp(ctx);
    ctx.row(Op::Lui, [Arg::Reg(upper), Arg::Imm(hi)]);
    let sum = temp(ctx);
    ctx.row(Op::Add, [Arg::Reg(sum), Arg::Reg(upper), base]);
    [Arg::Imm(lo), Arg::Reg(sum)]
}

/// `symbol` or `symbol + x`, the low part of the symbol's address in the access itself.
fn symbolic_address(
    ctx: &mut Lower<'_>,
    (addr, offset): (Value, i32),
    lo12: RelocKind,
) -> Option<[Arg; 2]> {
    let SymbolAndIndex {
        symbol,
        addend,
        index,
        is_free,
    } = symbol_and_index(ctx, addr)?;
    let sum = addend.wrapping_add(offset);
    let (upper, lower) = if let Some((register, distance)) = near_pinned(ctx, symbol, sum) {
        (Arg::Fixed(register as u8), Arg::Imm(distance))
    } else if is_free || (index.is_none() && !fits12(offset)) {
        let upper = Arg::Reg(temp(ctx));
        let hi = sym(ctx, RelocKind::RiscvHi20, symbol, sum);
        ctx.row(Op::Lui, [upper.clone(), hi]);
        (upper, sym(ctx, lo12, symbol, sum))
    } else {
        return None;
    };
    let Some(index) = index else {
        return Some([lower, upper]);
    };
    let (sum, index) = (Arg::Reg(temp(ctx)), operand(ctx, index));
    ctx.row(Op::Add, [sum.clone(), upper, index]);
    Some([lower, sum])
}

/// A symbol's address and what is added to it.
struct SymbolAndIndex {
    symbol: Symbol,
    addend: i32,
    index: Option<Value>,
    /// Whether the symbol's address is used for nothing else and not hoisted out of a loop: where it is not made either if
    /// it is not made here.
    is_free: bool,
}

/// An address as a symbol and perhaps an index, if their sum is used for nothing else.
fn symbol_and_index(ctx: &Lower<'_>, addr: Value) -> Option<SymbolAndIndex> {
    let symbol_of = |value, index| match *ctx.def_of(value)? {
        InstData::SymbolAddr { symbol, offset } => Some(SymbolAndIndex {
            symbol,
            addend: offset,
            index,
            is_free: ctx.sole_local_def(value).is_some(),
        }),
        _ => None,
    };
    if let Some(symbol) = symbol_of(addr, None) {
        return Some(symbol);
    }
    match *ctx.sole_local_def(addr)? {
        InstData::Binary {
            op: BinaryOp::Iadd,
            args: [a, b],
        } => symbol_of(a, Some(b)).or_else(|| symbol_of(b, Some(a))),
        _ => None,
    }
}

/// Moves additions of constants from the address into the offset, as long as that stays in reach. Addresses wrap
/// around, in the addition as in the access.
fn fold_constants(ctx: &Lower<'_>, mut addr: Value, mut offset: i32) -> (Value, i32) {
    while let Some(InstData::Binary {
        op: BinaryOp::Iadd,
        args: [a, b],
    }) = ctx.def_of(addr)
    {
        let (rest, n) = match (ctx.const_of(*a), ctx.const_of(*b)) {
            (_, Some(n)) => (*a, n),
            (Some(n), _) => (*b, n),
            _ => break,
        };
        let sum = offset.wrapping_add(n);
        if !fits12(sum) {
            break;
        }
        (addr, offset) = (rest, sum);
    }
    (addr, offset)
}

/// Whether an access must go byte by byte.
fn bytewise(target: &Target, width: i32, aligned: bool) -> bool {
    width > 1 && !aligned && target.misaligned != Misaligned::Hardware
}

pub(super) fn load(
    target: &Target,
    ctx: &mut Lower<'_>,
    inst: Inst,
    kind: LoadKind,
    place: (Value, i32),
    aligned: bool,
) -> Selected {
    let (row, width) = match kind {
        LoadKind::U8 => (Op::Lbu, 1),
        LoadKind::S8 => (Op::Lb, 1),
        LoadKind::U16 => (Op::Lhu, 2),
        LoadKind::S16 => (Op::Lh, 2),
        LoadKind::W32 => (Op::Lw, 4),
        LoadKind::F32 => (Op::Flw, 4),
    };
    let rd = ctx.def_reg(inst);
    if !bytewise(target, width, aligned) {
        let [offset, base] = address(ctx, place, RelocKind::RiscvLo12I);
        ctx.row(row, [Arg::Reg(rd), offset, base]);
        return Some(());
    }
    let byte_bases = byte_offsets(ctx, place, width);
    match kind {
        LoadKind::F32 => {
            let word = temp(ctx);
            load_bytes(ctx, word, &byte_bases, Op::Lbu);
            ctx.row(Op::FmvWX, [Arg::Reg(rd), Arg::Reg(word)]);
        }
        LoadKind::S16 => load_bytes(ctx, rd, &byte_bases, Op::Lb),
        _ => load_bytes(ctx, rd, &byte_bases, Op::Lbu),
    }
    Some(())
}

/// Offset and base of each byte of an access.
fn byte_offsets(ctx: &mut Lower<'_>, (addr, offset): (Value, i32), width: i32) -> Vec<[Arg; 2]> {
    let base = operand(ctx, addr);
    if fits12(offset) && fits12(offset + width - 1) {
        return (0..width)
            .map(|n| [Arg::Imm(offset + n), base.clone()])
            .collect();
    }
    let (hi, lo) = split_hi_lo(offset);
    let (upper, sum, full) = (temp(ctx), temp(ctx), temp(ctx));
    ctx.row(Op::Lui, [Arg::Reg(upper), Arg::Imm(hi)]);
    ctx.row(Op::Add, [Arg::Reg(sum), Arg::Reg(upper), base]);
    ctx.row(Op::Addi, [Arg::Reg(full), Arg::Reg(sum), Arg::Imm(lo)]);
    (0..width).map(|n| [Arg::Imm(n), Arg::Reg(full)]).collect()
}

/// Assembles a number from its bytes, lowest first; `top` loads the highest.
fn load_bytes(ctx: &mut Lower<'_>, rd: VReg, bytes: &[[Arg; 2]], top: Op) {
    let last = bytes.len() - 1;
    let mut sum: Option<VReg> = None;
    for (n, [offset, base]) in bytes.iter().enumerate() {
        let byte = temp(ctx);
        let row = if n == last { top } else { Op::Lbu };
        ctx.row(row, [Arg::Reg(byte), offset.clone(), base.clone()]);
        let Some(low) = sum else {
            sum = Some(byte);
            continue;
        };
        let (shifted, joined) = (temp(ctx), if n == last { rd } else { temp(ctx) });
        ctx.row(
            Op::Slli,
            [Arg::Reg(shifted), Arg::Reg(byte), Arg::Imm(8 * n as i32)],
        );
        ctx.row(Op::Or, [joined, low, shifted].map(Arg::Reg));
        sum = Some(joined);
    }
}

pub(super) fn store(
    target: &Target,
    ctx: &mut Lower<'_>,
    kind: StoreKind,
    value: Value,
    place: (Value, i32),
    aligned: bool,
) -> Selected {
    let (row, width) = match kind {
        StoreKind::B8 => (Op::Sb, 1),
        StoreKind::B16 => (Op::Sh, 2),
        StoreKind::W32 => (Op::Sw, 4),
        StoreKind::F32 => (Op::Fsw, 4),
    };
    let mut from = operand(ctx, value);
    if !bytewise(target, width, aligned) {
        let [offset, base] = address(ctx, place, RelocKind::RiscvLo12S);
        ctx.row(row, [from, offset, base]);
        return Some(());
    }
    if kind == StoreKind::F32 {
        let word = temp(ctx);
        ctx.row(Op::FmvXW, [Arg::Reg(word), from]);
        from = Arg::Reg(word);
    }
    for (n, [offset, base]) in byte_offsets(ctx, place, width).into_iter().enumerate() {
        let byte = if n == 0 || from == X0 {
            from.clone()
        } else {
            let shifted = Arg::Reg(temp(ctx));
            ctx.row(
                Op::Srli,
                [shifted.clone(), from.clone(), Arg::Imm(8 * n as i32)],
            );
            shifted
        };
        ctx.row(Op::Sb, [byte, offset, base]);
    }
    Some(())
}

/// A load or store of a register at a place in the frame.
pub(crate) fn frame_access(ctx: &mut Lower<'_>, reg: VReg, place: FrameRef, is_store: bool) {
    let row = match (reg.class(), is_store) {
        (RegClass::Float, false) => Op::Flw,
        (RegClass::Float, true) => Op::Fsw,
        (_, false) => Op::Lw,
        (_, true) => Op::Sw,
    };
    ctx.row(
        row,
        [Arg::Reg(reg), Arg::Frame(place), Arg::Fixed(SP as u8)],
    );
}
