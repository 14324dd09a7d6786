//! Narrow encodings, and the longer forms of branches that do not reach.

use smallvec::{SmallVec, smallvec};

use super::table::Op;
use crate::mach::{FArg, FInst};

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
            let mut over = with_op(inst, opposite(narrow.unwrap_or(op))?);
            let label = std::mem::replace(over.args.last_mut()?, FArg::Next);
            let mut jump = FInst::new(Op::J, &[]);
            jump.args.push(label);
            Some(smallvec![over, jump])
        }
        _ => None,
    }
}

fn with_op(inst: &FInst, op: Op) -> FInst {
    FInst {
        op: op.into(),
        args: inst.args.clone(),
    }
}
