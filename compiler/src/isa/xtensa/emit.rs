//! What emission needs: moves, spills, prologue and epilogue, calls, jump tables.

use std::sync::Arc;

use regalloc2::{PReg, RegClass};

use super::abi::{A8, A9, A10, RETURN_ADDRESS, SP};
use super::table::Op;
use crate::ir::TrapKind;
use crate::mach::abi::{Frame, TailArea};
use crate::mach::backend::FinalTarget;
use crate::mach::{Asm, CountedLoops, FArg, FInst, Label};
use crate::object::module::{Literal, RelocKind};

const SP_NUMBER: i32 = SP as i32;

/// The loop option (manual, section 4.3.2): LEND is at most 256 bytes behind the instruction after `loop`, and that lies in one
/// aligned word, which is what all cores fetch at least.
pub const COUNTED_LOOPS: CountedLoops = CountedLoops {
    start: Op::Loop as u16,
    add: Op::Addi as u16,
    if_nonzero: Op::Bnez as u16,
    if_zero: Op::Beqz as u16,
    no_op: Op::NopN as u16,
    max_bytes: 256,
    fetch: 4,
};

/// The greatest offset of a word load or store.
pub const MAX_WORD_OFFSET: i32 = 1020;

/// A register's number as an operand.
fn n(reg: PReg) -> i32 {
    reg.hw_enc() as i32
}

/// Copies a register.
pub fn copy(asm: &mut Asm, from: PReg, to: PReg) {
    match from.class() {
        RegClass::Float => asm.inst(Op::MovS, &[n(to), n(from)]),
        _ => asm.inst(Op::Or, &[n(to), n(from), n(from)]),
    }
}

/// Loads a literal.
pub fn load_literal(asm: &mut Asm, to: PReg, literal: Literal) {
    let mut inst = FInst::new(Op::L32r, &[n(to)]);
    inst.args.push(asm.literal(literal));
    asm.push(inst);
}

/// `to = from + value`; uses no other register unless `value` is beyond `addmi`'s reach, when `to` must not be `from`.
pub fn add(asm: &mut Asm, to: PReg, from: i32, value: i32) {
    let low = ((value + 128) & 255) - 128;
    let high = value - low;
    if high == 0 {
        asm.inst(Op::Addi, &[n(to), from, low]);
    } else if (-32768..=32512).contains(&high) {
        asm.inst(Op::Addmi, &[n(to), from, high]);
        if low != 0 {
            asm.inst(Op::Addi, &[n(to), n(to), low]);
        }
    } else {
        load_literal(asm, to, Literal::Const(value as u32));
        asm.inst(Op::Add, &[n(to), from, n(to)]);
    }
}

/// Moves sp by a frame's size, with a9 as scratch. On the way up it never goes beyond its final place: an
/// interrupt in between would overwrite the caller's frame.
pub fn move_sp(asm: &mut Asm, distance: i32) {
    let step = |asm: &mut Asm, by| asm.inst(Op::Addi, &[SP_NUMBER, SP_NUMBER, by]);
    match distance {
        0 => {}
        -128..=127 => step(asm, distance),
        -256..=-129 => {
            step(asm, -128);
            step(asm, distance + 128);
        }
        128..=224 => {
            step(asm, 112);
            step(asm, distance - 112);
        }
        _ if distance & 255 == 0 && (-32768..=32512).contains(&distance) => {
            asm.inst(Op::Addmi, &[SP_NUMBER, SP_NUMBER, distance]);
        }
        _ => {
            add(asm, A9, SP_NUMBER, distance);
            asm.inst(Op::Or, &[SP_NUMBER, n(A9), n(A9)]);
        }
    }
}

/// A load or store of a word in the frame; `scratch` is for offsets out of reach.
pub fn frame_word(asm: &mut Asm, load: bool, reg: PReg, offset: i32, scratch: PReg) {
    let op = match (reg.class(), load) {
        (RegClass::Float, true) => Op::Lsi,
        (RegClass::Float, false) => Op::Ssi,
        (_, true) => Op::L32i,
        (_, false) => Op::S32i,
    };
    far_access(asm, op, n(reg), offset, scratch);
}

/// The same for any word load or store with base and offset.
pub fn far_access(asm: &mut Asm, op: Op, reg: i32, offset: i32, scratch: PReg) {
    if offset <= MAX_WORD_OFFSET {
        return asm.inst(op, &[reg, SP_NUMBER, offset]);
    }
    let low = offset & 255;
    match offset - low {
        high @ 256..=32512 => asm.inst(Op::Addmi, &[n(scratch), SP_NUMBER, high]),
        high => add(asm, scratch, SP_NUMBER, high),
    }
    asm.inst(op, &[reg, n(scratch), low]);
}

/// The registers a frame saves and their places; a0 once.
fn saves(frame: &Frame) -> impl Iterator<Item = (PReg, i32)> {
    let return_address = (frame.saves_return).then(|| (RETURN_ADDRESS, frame.return_offset()));
    let others = (frame.saved.iter().enumerate())
        .filter(|&(_, &reg)| !(frame.saves_return && reg == RETURN_ADDRESS))
        .map(|(i, &reg)| (reg, frame.saved_offset(i)));
    return_address.into_iter().chain(others)
}

/// Takes the frame, compares sp with the stack limit, saves registers.
pub fn prologue(asm: &mut Asm, frame: &Frame) {
    if let Some(area) = frame.tail_area {
        // The routine changes sp, and a8, where it gets the return address. A veneer on the way there uses a9.
        copy(asm, RETURN_ADDRESS, A8);
        match area.word() {
            word @ ..2048 => asm.inst(Op::Movi, &[n(A10), word as i32]),
            word => load_literal(asm, A10, Literal::Const(word)),
        }
        jump_to_symbol(asm, Op::Call0, TailArea::ROUTINE.into());
        copy(asm, A8, RETURN_ADDRESS);
    }
    move_sp(asm, -(frame.size as i32));
    if frame.check_stack {
        let limit = Literal::Symbol("tinsmith_stack_limit".into(), 0);
        load_literal(asm, A8, limit);
        asm.inst(Op::L32i, &[n(A8), n(A8), 0]);
        let exhausted = asm.trap_stub(TrapKind::StackExhausted);
        asm.branch(Op::Bltu, &[SP_NUMBER, n(A8)], exhausted);
    }
    for (reg, offset) in saves(frame) {
        frame_word(asm, false, reg, offset, A9);
    }
}

/// Restores registers, gives the frame back, returns or goes on in another function.
pub fn epilogue(asm: &mut Asm, frame: &Frame, tail: Option<&FinalTarget>) {
    for (reg, offset) in saves(frame) {
        frame_word(asm, true, reg, offset, A9);
    }
    move_sp(asm, frame.size as i32);
    match tail {
        None => asm.inst(Op::Ret, &[]),
        Some(FinalTarget::Symbol(symbol)) => jump_to_symbol(asm, Op::J, symbol.clone()),
        Some(FinalTarget::Reg(reg)) => asm.inst(Op::Jx, &[n(*reg)]),
    }
}

/// `j` or `call0` of a symbol.
pub fn jump_to_symbol(asm: &mut Asm, op: Op, symbol: Arc<str>) {
    let mut inst = FInst::new(op, &[]);
    inst.args.push(FArg::Sym {
        kind: RelocKind::XtensaCall,
        symbol,
        addend: 0,
    });
    asm.push(inst);
}

/// A call.
pub fn call(asm: &mut Asm, target: &FinalTarget) {
    match target {
        FinalTarget::Symbol(symbol) => jump_to_symbol(asm, Op::Call0, symbol.clone()),
        FinalTarget::Reg(reg) => asm.inst(Op::Callx0, &[n(*reg)]),
    }
}

/// A jump through a table of addresses, or, a byte smaller for each entry and an instruction longer, into a table of jumps, three bytes
/// each: `temp = table + 3 * index`. Either lies in the code, where words can be loaded on every chip, and nothing smaller.
pub fn br_table(asm: &mut Asm, index: PReg, temp: PReg, targets: &[Label], small: bool) {
    let table = asm.new_label();
    let mut load = FInst::new(Op::L32r, &[n(temp)]);
    load.args.push(asm.label_literal(table));
    asm.push(load);
    if small {
        asm.inst(Op::Addx2, &[n(temp), n(index), n(temp)]);
        asm.inst(Op::Add, &[n(temp), n(temp), n(index)]);
    } else {
        asm.inst(Op::Addx4, &[n(temp), n(index), n(temp)]);
        asm.inst(Op::L32i, &[n(temp), n(temp), 0]);
    }
    asm.inst(Op::Jx, &[n(temp)]);
    if !small {
        asm.align4();
    }
    asm.bind(table);
    for &target in targets {
        if small {
            asm.branch(Op::J, &[], target);
        } else {
            asm.table_word(target);
        }
    }
}
