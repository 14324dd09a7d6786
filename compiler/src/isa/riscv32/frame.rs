//! Stack frames, moves, calls, jumps: what emission writes with physical registers.

use std::sync::Arc;

use regalloc2::{PReg, PRegSet, RegClass};

use super::encoding::{compress, fits12, split_hi_lo, table_entry};
use super::regs::{RA, SP, STACK_LIMIT, T0, T1, T2, ZERO};
use super::table::{Op, ROWS};
use crate::ir::TrapKind;
use crate::mach::abi::{Frame, TailArea};
use crate::mach::backend::FinalTarget;
use crate::mach::{Asm, FArg, FInst, Label};
use crate::object::module::RelocKind;
use crate::target::{Ext, Target};

pub(super) fn number(reg: PReg) -> i32 {
    reg.hw_enc() as i32
}

pub(super) fn emit_move(asm: &mut Asm, from: PReg, to: PReg) {
    let (from_number, to_number) = (number(from), number(to));
    match from.class() {
        RegClass::Float => asm.inst(Op::FsgnjS, &[to_number, from_number, from_number]),
        _ => asm.inst(Op::Addi, &[to_number, from_number, 0]),
    }
}

/// Loads a constant.
pub(super) fn emit_const(asm: &mut Asm, rd: i32, value: i32) {
    let (hi, lo) = split_hi_lo(value);
    if hi == 0 {
        return asm.inst(Op::Addi, &[rd, ZERO, lo]);
    }
    asm.inst(Op::Lui, &[rd, hi]);
    if lo != 0 {
        asm.inst(Op::Addi, &[rd, rd, lo]);
    }
}

/// `sp + offset`, for an offset of any size.
fn emit_sp_plus(asm: &mut Asm, rd: i32, offset: i32) {
    if fits12(offset) {
        return asm.inst(Op::Addi, &[rd, SP, offset]);
    }
    let temp = if rd == SP { T0 } else { rd };
    emit_const(asm, temp, offset);
    asm.inst(Op::Add, &[rd, SP, temp]);
}

fn load_op(reg: PReg) -> Op {
    match reg.class() {
        RegClass::Float => Op::Flw,
        _ => Op::Lw,
    }
}

fn store_op(reg: PReg) -> Op {
    match reg.class() {
        RegClass::Float => Op::Fsw,
        _ => Op::Sw,
    }
}

pub(super) fn emit_load(asm: &mut Asm, frame: &Frame, to: PReg, offset: i32) {
    let inst = FInst::new(load_op(to), &[number(to), offset, SP]);
    emit_access(asm, frame, inst, offset);
}

pub(super) fn emit_store(asm: &mut Asm, frame: &Frame, from: PReg, offset: i32) {
    let inst = FInst::new(store_op(from), &[number(from), offset, SP]);
    emit_access(asm, frame, inst, offset);
}

fn emit_access(asm: &mut Asm, frame: &Frame, inst: FInst, offset: i32) {
    if fits12(offset) {
        asm.push(inst);
    } else {
        emit_large_access(asm, frame, inst, offset);
    }
}

/// A load or store at a large offset from sp. Its operands are register, offset, base.
pub(super) fn emit_large_access(asm: &mut Asm, frame: &Frame, mut inst: FInst, offset: i32) {
    let scratch = frame
        .scratch
        .expect("a frame with large offsets has a scratch register");
    let scratch = number(scratch);
    let (hi, lo) = split_hi_lo(offset);
    asm.inst(Op::Lui, &[scratch, hi]);
    asm.inst(Op::Add, &[scratch, scratch, SP]);
    inst.args[1] = FArg::Val(lo);
    inst.args[2] = FArg::Val(scratch);
    asm.push(inst);
}

/// How far sp moves before registers are saved: the whole frame, or what keeps the save area in reach.
fn first_step(frame: &Frame) -> i32 {
    (frame.size as i32).min(2032)
}

/// What [`emit_prologue`] uses.
pub(super) fn prologue_scratch(frame: &Frame) -> PRegSet {
    let [t0, t1, t2] = [T0, T1, T2].map(|n| PReg::new(n as usize, RegClass::Int));
    match first_step(frame) == frame.size as i32 && frame.tail_area.is_none() {
        true => PRegSet::empty(),
        false => PRegSet::empty().with(t0).with(t1).with(t2),
    }
}

/// Takes the frame, compares the lowest sp with the stack limit, saves registers. A frame too large for one step is taken
/// in two, after the check; the save area is at the top, in reach of the first.
pub(super) fn emit_prologue(asm: &mut Asm, frame: &Frame) {
    if let Some(area) = frame.tail_area {
        // The routine changes sp and ra. A veneer on the way there uses t1.
        emit_const(asm, T2, area.word().cast_signed());
        emit_jal(asm, T0, TailArea::ROUTINE.into());
    }
    if frame.size == 0 {
        return;
    }
    let size = frame.size as i32;
    let step = first_step(frame);
    let lowest = if step == size { SP } else { T1 };
    emit_sp_plus(asm, lowest, -size);
    if frame.check_stack {
        emit_stack_check(asm, lowest);
    }
    if step != size {
        asm.inst(Op::Addi, &[SP, SP, -step]);
    }
    for (reg, offset) in saves(frame) {
        asm.inst(store_op(reg), &[number(reg), offset - (size - step), SP]);
    }
    if step != size {
        asm.inst(Op::Addi, &[SP, T1, 0]);
    }
}

/// Traps if `lowest` is below the stack limit.
pub(super) fn emit_stack_check(asm: &mut Asm, lowest: i32) {
    let stub = asm.trap_stub(TrapKind::StackExhausted);
    asm.branch(Op::Bltu, &[lowest, STACK_LIMIT], stub);
}

/// The registers a frame saves and their offsets from sp; ra once.
fn saves(frame: &Frame) -> impl Iterator<Item = (PReg, i32)> + '_ {
    let ra = PReg::new(RA as usize, RegClass::Int);
    let return_address = frame.saves_return.then(|| (ra, frame.return_offset()));
    let saved = (frame.saved.iter().enumerate())
        .filter(move |&(_, &reg)| !(frame.saves_return && reg == ra))
        .map(|(n, &reg)| (reg, frame.saved_offset(n)));
    return_address.into_iter().chain(saved)
}

/// Restores registers and sp, then returns or jumps.
pub(super) fn emit_epilogue(asm: &mut Asm, frame: &Frame, tail: Option<&FinalTarget>) {
    let rest = frame.size as i32 - first_step(frame);
    if frame.size != 0 {
        if rest != 0 {
            emit_sp_plus(asm, SP, rest);
        }
        for (reg, offset) in saves(frame) {
            asm.inst(load_op(reg), &[number(reg), offset - rest, SP]);
        }
        asm.inst(Op::Addi, &[SP, SP, frame.size as i32 - rest]);
    }
    match tail {
        None => asm.inst(Op::Jalr, &[ZERO, 0, RA]),
        Some(target) => emit_transfer(asm, ZERO, target),
    }
}

/// A jump to a function; `link` gets the return address.
pub(super) fn emit_transfer(asm: &mut Asm, link: i32, target: &FinalTarget) {
    match target {
        FinalTarget::Symbol(symbol) => emit_jal(asm, link, symbol.clone()),
        FinalTarget::Reg(reg) => asm.inst(Op::Jalr, &[link, 0, number(*reg)]),
    }
}

fn emit_jal(asm: &mut Asm, link: i32, symbol: Arc<str>) {
    let mut jal = FInst::new(Op::Jal, &[link]);
    jal.args.push(FArg::Sym {
        kind: RelocKind::RiscvJal,
        symbol,
        addend: 0,
    });
    asm.push(jal);
}

pub(super) fn emit_trap(asm: &mut Asm, kind: TrapKind) {
    emit_trap_transfer(asm, RA, kind);
}

/// Goes to a trap routine; `link` gets the return address.
pub(super) fn emit_trap_transfer(asm: &mut Asm, link: i32, kind: TrapKind) {
    emit_jal(asm, link, kind.routine().into());
}

pub(super) fn emit_jump(asm: &mut Asm, label: Label) {
    asm.branch(Op::Jal, &[ZERO], label);
}

/// A jump into a table of jumps, compressed if all reach:
/// ```text
///     slli  scaled, index, 1       or 2
///     auipc address, 0
///     add   address, address, scaled
///     jalr  zero, K(address)       K: from the auipc to the table
///     j     target0
///     …
/// ```
pub(super) fn emit_br_table(
    asm: &mut Asm,
    target: &Target,
    index: PReg,
    temps: &[PReg],
    targets: &[Label],
) {
    // A jump through t0 looks like a return to branch predictors.
    let [a, b] = [number(temps[0]), number(temps[1])];
    let (address, scaled) = if a == T0 { (b, a) } else { (a, b) };
    let auipc = FInst::new(Op::Auipc, &[address, 0]);
    let add = FInst::new(Op::Add, &[address, address, scaled]);
    let add = compress(target, &add).unwrap_or(add);
    let jalr_size = 4; // Its offset is not zero, so it has no compressed form.
    let table = size_of(&auipc) + size_of(&add) + jalr_size;
    let jalr = FInst::new(Op::Jalr, &[ZERO, table, address]);
    let wide = FInst::new(Op::Slli, &[scaled, number(index), 2]);
    let narrow = match target.has(Ext::C) {
        true => FInst::new(Op::Slli, &[scaled, number(index), 1]),
        false => wide.clone(),
    };
    let entries = targets.iter().map(|&label| table_entry(label));
    asm.jump_table([narrow, wide], &[auipc, add, jalr], entries);
}

fn size_of(inst: &FInst) -> i32 {
    i32::from(ROWS[usize::from(inst.op)].pattern.size)
}
