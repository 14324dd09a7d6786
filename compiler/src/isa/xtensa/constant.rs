//! Which instructions make constants, and how one follows from another.

use smallvec::smallvec;

use super::relax::op_of;
use super::table::Op;
use crate::mach::{Arg, CondBranch, Constant, MInst};
use crate::object::module::Literal;

/// `movi` and `l32r` make one of nothing, `addi` and `addmi` of what a register holds.
pub fn of(inst: &MInst, held: Option<&Constant>) -> Option<Constant> {
    let MInst::Row { op, args } = inst else {
        return None;
    };
    match (op_of(*op), &args[..]) {
        (Op::Movi, [_, Arg::Imm(n)]) => Some(Constant::Number(*n as u32)),
        (Op::L32r, [_, Arg::Literal(Literal::Const(n))]) => Some(Constant::Number(*n)),
        (Op::L32r, [_, Arg::Literal(Literal::Symbol(symbol, addend))]) => {
            Some(Constant::Address(symbol.clone(), *addend))
        }
        (Op::Addi | Op::Addmi, [_, Arg::Reg(_), Arg::Imm(n)]) => held?.plus(*n),
        _ => None,
    }
}

/// `addi` instead of `l32r`: no larger, and the literal may fall away.
pub fn add_instead(inst: &MInst, more: i32) -> Option<MInst> {
    match inst {
        MInst::Row { op, args } if op_of(*op) == Op::L32r && (-128..128).contains(&more) => {
            let Arg::Reg(to) = args[0] else {
                return None;
            };
            Some(MInst::Row {
                op: Op::Addi.into(),
                args: smallvec![Arg::Reg(to), Arg::Reg(to), Arg::Imm(more)],
            })
        }
        _ => None,
    }
}

/// A register that is compared with zero, or with a number in the branch.
pub fn equal_to(cond: &CondBranch, taken: bool) -> Option<u32> {
    match (op_of(cond.op), &cond.args[..], taken) {
        (Op::Beqz, [Arg::Reg(_)], true) | (Op::Bnez, [Arg::Reg(_)], false) => Some(0),
        (Op::Beqi, [Arg::Reg(_), Arg::Imm(n)], true)
        | (Op::Bnei, [Arg::Reg(_), Arg::Imm(n)], false) => Some(*n as u32),
        _ => None,
    }
}
