//! Which instructions make constants, and how one follows from another.

use smallvec::smallvec;

use super::encoding::{fits12, op_of};
use super::regs::ZERO;
use super::table::Op;
use crate::mach::{Arg, CondBranch, Constant, MInst};
use crate::object::module::RelocKind;

const X0: Arg = Arg::Fixed(ZERO as u8);

/// `lui` makes one of nothing, `addi` of the zero register or of what a register holds.
pub(super) fn of(inst: &MInst, held: Option<&Constant>) -> Option<Constant> {
    let MInst::Row { op, args } = inst else {
        return None;
    };
    match (op_of(*op), &args[..]) {
        (Op::Lui, [_, Arg::Imm(upper)]) => Some(Constant::Number((*upper as u32) << 12)),
        (Op::Lui, [_, sym]) => upper(sym, RelocKind::RiscvHi20),
        (Op::Addi, [_, X0, Arg::Imm(n)]) => Some(Constant::Number(*n as u32)),
        (Op::Addi, [_, Arg::Reg(_), Arg::Imm(n)]) => held?.plus(*n),
        (Op::Addi, [_, Arg::Reg(_), sym]) => match (held?, upper(sym, RelocKind::RiscvLo12I)?) {
            (held, Constant::Upper(symbol, addend)) => (*held
                == Constant::Upper(symbol.clone(), addend))
            .then_some(Constant::Address(symbol, addend)),
            _ => None,
        },
        _ => None,
    }
}

fn upper(arg: &Arg, wanted: RelocKind) -> Option<Constant> {
    match arg {
        Arg::Sym {
            kind,
            symbol,
            addend,
        } if *kind == wanted => Some(Constant::Upper(symbol.clone(), *addend)),
        _ => None,
    }
}

/// `addi`, instead of one that completes what `lui` made for it.
pub(super) fn add_instead(inst: &MInst, more: i32) -> Option<MInst> {
    match inst {
        MInst::Row { op, args } if op_of(*op) == Op::Addi && fits12(more) => match args[..] {
            [Arg::Reg(to), Arg::Reg(from), _] => Some(MInst::Row {
                op: *op,
                args: smallvec![Arg::Reg(to), Arg::Reg(from), Arg::Imm(more)],
            }),
            _ => None,
        },
        _ => None,
    }
}

/// A register that is compared with zero.
pub(super) fn equal_to(cond: &CondBranch, taken: bool) -> Option<u32> {
    let with_zero = matches!(cond.args[..], [Arg::Reg(_), X0] | [X0, Arg::Reg(_)]);
    let equal = op_of(cond.op) == if taken { Op::Beq } else { Op::Bne };
    (with_zero && equal).then_some(0)
}
