//! Narrow encodings, the longer forms of branches that do not reach, and what repeats itself.

use smallvec::{SmallVec, smallvec};

use super::table::Op;
use crate::ir::TrapKind;
use crate::isa::row::State;
use crate::mach::backend::HiddenState;
use crate::mach::{FArg, FInst};
use crate::object::module::RelocKind;

/// The operation of a row's number.
pub fn op_of(number: u16) -> Op {
    Op::ALL[usize::from(number)]
}

/// The density option's encoding of the same instruction, if its operands allow one.
pub fn narrow(inst: &FInst) -> Option<FInst> {
    let values = inst.values()?;
    let words = |offset: i32| (0..=60).contains(&offset) && offset & 3 == 0;
    let (op, values): (Op, &[i32]) = match (op_of(inst.op), &values[..]) {
        (Op::Add, values) => (Op::AddN, values),
        (Op::Addi, &[_, _, n]) if n == -1 || (1..=15).contains(&n) => (Op::AddiN, &values),
        (Op::Or, &[_, x, y]) if x == y => (Op::MovN, &values[..2]),
        (Op::Movi, &[_, n]) if (-32..=95).contains(&n) => (Op::MoviN, &values),
        (Op::L32i, &[_, _, n]) if words(n) => (Op::L32iN, &values),
        (Op::S32i, &[_, _, n]) if words(n) => (Op::S32iN, &values),
        (Op::Ret, values) => (Op::RetN, values),
        _ => return None,
    };
    Some(FInst::new(op, values))
}

/// What becomes of SAR: instructions that set it do nothing else, and callees may.
pub fn shift_amount_after(inst: &FInst) -> HiddenState {
    let op = op_of(inst.op);
    match op {
        Op::Call0 | Op::Callx0 | Op::Wsr | Op::Xsr => HiddenState::Lost,
        _ if op.row().writes.contains(&State::Sar) => HiddenState::Set,
        _ => HiddenState::Kept,
    }
}

/// The branch taken exactly when the other is not, with the same operands.
pub fn opposite(op: Op) -> Option<Op> {
    const PAIRS: &[(Op, Op)] = &[
        (Op::Beq, Op::Bne),
        (Op::Blt, Op::Bge),
        (Op::Bltu, Op::Bgeu),
        (Op::Bany, Op::Bnone),
        (Op::Ball, Op::Bnall),
        (Op::Bbs, Op::Bbc),
        (Op::Bbsi, Op::Bbci),
        (Op::Beqi, Op::Bnei),
        (Op::Blti, Op::Bgei),
        (Op::Bltui, Op::Bgeui),
        (Op::Beqz, Op::Bnez),
        (Op::Bltz, Op::Bgez),
        (Op::BeqzN, Op::BnezN),
        (Op::Bt, Op::Bf),
    ];
    (PAIRS.iter()).find_map(|&(one, other)| match op {
        _ if op == one => Some(other),
        _ if op == other => Some(one),
        _ => None,
    })
}

/// The n-th form of an instruction with a label: narrow, as it is, and for branches the opposite one over a jump.
pub fn form(inst: &FInst, level: u8, density: bool) -> Option<SmallVec<[FInst; 1]>> {
    let op = op_of(inst.op);
    let narrow = match op {
        Op::Beqz if density => Some(Op::BeqzN),
        Op::Bnez if density => Some(Op::BnezN),
        _ => None,
    };
    match level + u8::from(narrow.is_none()) {
        0 => narrow.map(|op| smallvec![with_op(inst, op)]),
        1 => Some(smallvec![inst.clone()]),
        2 => {
            let mut jump = FInst::new(Op::J, &[]);
            jump.args.push(inst.args.last()?.clone());
            unless(inst, jump, density)
        }
        _ => None,
    }
}

/// A trap in place: the opposite branch over a call of the trap routine.
pub fn trap_in_place(inst: &FInst, kind: TrapKind, density: bool) -> Option<SmallVec<[FInst; 1]>> {
    unless(inst, trap_call(kind), density)
}

/// The call of a trap routine.
pub fn trap_call(kind: TrapKind) -> FInst {
    let mut call = FInst::new(Op::Call0, &[]);
    call.args.push(FArg::Sym {
        kind: RelocKind::XtensaCall,
        symbol: kind.routine().into(),
        addend: 0,
    });
    call
}

/// The opposite of a branch, over an instruction.
fn unless(inst: &FInst, then: FInst, density: bool) -> Option<SmallVec<[FInst; 1]>> {
    let op = match opposite(op_of(inst.op))? {
        Op::Beqz if density => Op::BeqzN,
        Op::Bnez if density => Op::BnezN,
        op => op,
    };
    let mut over = with_op(inst, op);
    *over.args.last_mut()? = FArg::Next;
    Some(smallvec![over, then])
}

fn with_op(inst: &FInst, op: Op) -> FInst {
    FInst {
        op: op.into(),
        args: inst.args.clone(),
    }
}
