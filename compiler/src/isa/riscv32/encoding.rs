//! The choice of encodings: compressed instructions, and the forms of branches.

use smallvec::{SmallVec, smallvec};

use super::regs::{RA, SP, ZERO};
use super::table::{Op, ROWS};
use crate::isa::row::encode;
use crate::mach::{FArg, FInst, Label};
use crate::target::{Ext, Target};

/// The low part, sign-extended, and the upper part that makes `value` with it.
pub(super) fn split_hi_lo(value: i32) -> (i32, i32) {
    let lo = value << 20 >> 20;
    let hi = (value.wrapping_sub(lo) as u32 >> 12) as i32;
    (hi, lo)
}

/// Whether a signed 12-bit immediate holds the value.
pub(super) fn fits12(value: i32) -> bool {
    (-2048..=2047).contains(&value)
}

/// The operation a row index stands for.
pub(super) fn op_of(index: u16) -> Op {
    Op::ALL[usize::from(index)]
}

/// A 16-bit encoding of the same instruction, if the target and the operands allow one.
pub(super) fn compress(target: &Target, inst: &FInst) -> Option<FInst> {
    let values = inst.values()?;
    let candidates = compressed(op_of(inst.op), &values);
    candidates
        .into_iter()
        .find(|(op, values)| target.has(op.row().ext) && encode(op.row(), values).is_ok())
        .map(|(op, values)| FInst::new(op, &values))
}

type Candidates = SmallVec<[(Op, SmallVec<[i32; 3]>); 4]>;

/// 16-bit instructions that mean the same as a 32-bit one, provided their operands can be encoded.
fn compressed(op: Op, v: &[i32]) -> Candidates {
    match op {
        Op::Addi => compressed_addi(v[0], v[1], v[2]),
        Op::Lui => smallvec![(Op::CLui, SmallVec::from_slice(v))],
        Op::Andi => modify(Op::CAndi, v),
        Op::Slli => modify(Op::CSlli, v),
        Op::Srli => modify(Op::CSrli, v),
        Op::Srai => modify(Op::CSrai, v),
        Op::Add => compressed_add(v[0], v[1], v[2]),
        Op::Sub => modify(Op::CSub, v),
        Op::Xor => modify_commutative(Op::CXor, v),
        Op::Or => modify_commutative(Op::COr, v),
        Op::And => modify_commutative(Op::CAnd, v),
        Op::Lw => access(Op::CLw, Op::CLwsp, v),
        Op::Sw => access(Op::CSw, Op::CSwsp, v),
        Op::Flw => access(Op::CFlw, Op::CFlwsp, v),
        Op::Fsw => access(Op::CFsw, Op::CFswsp, v),
        Op::Jalr => compressed_jalr(v[0], v[1], v[2]),
        Op::Ebreak => smallvec![(Op::CEbreak, smallvec![])],
        _ => smallvec![],
    }
}

fn compressed_addi(rd: i32, rs: i32, imm: i32) -> Candidates {
    let mut candidates = Candidates::new();
    if rs == ZERO {
        candidates.push((Op::CLi, smallvec![rd, imm]));
    } else if imm == 0 {
        candidates.push((Op::CMv, smallvec![rd, rs]));
    }
    if rd == rs {
        candidates.push((Op::CAddi, smallvec![rd, imm]));
    }
    if rs == SP && rd == SP {
        candidates.push((Op::CAddi16sp, smallvec![SP, imm]));
    } else if rs == SP {
        candidates.push((Op::CAddi4spn, smallvec![rd, SP, imm]));
    }
    candidates
}

fn compressed_add(rd: i32, rs1: i32, rs2: i32) -> Candidates {
    match () {
        () if rs1 == ZERO => smallvec![(Op::CMv, smallvec![rd, rs2])],
        () if rs2 == ZERO => smallvec![(Op::CMv, smallvec![rd, rs1])],
        () if rd == rs1 => smallvec![(Op::CAdd, smallvec![rd, rs2])],
        () if rd == rs2 => smallvec![(Op::CAdd, smallvec![rd, rs1])],
        () => smallvec![],
    }
}

fn compressed_jalr(rd: i32, imm: i32, rs: i32) -> Candidates {
    match (rd, imm) {
        (ZERO, 0) => smallvec![(Op::CJr, smallvec![rs])],
        (RA, 0) => smallvec![(Op::CJalr, smallvec![RA, rs])],
        _ => smallvec![],
    }
}

/// `op rd, rs1, x` as `c.op rd, x` where rd is rs1.
fn modify(op: Op, v: &[i32]) -> Candidates {
    if v[0] == v[1] {
        smallvec![(op, smallvec![v[0], v[2]])]
    } else {
        smallvec![]
    }
}

fn modify_commutative(op: Op, v: &[i32]) -> Candidates {
    if v[0] == v[2] {
        smallvec![(op, smallvec![v[0], v[1]])]
    } else {
        modify(op, v)
    }
}

fn access(general: Op, on_stack: Op, v: &[i32]) -> Candidates {
    let values = SmallVec::from_slice(v);
    if v[2] == SP {
        smallvec![(on_stack, values)]
    } else {
        smallvec![(general, values)]
    }
}

/// The opposite of a conditional branch, with the same operands.
pub(super) fn invert(op: Op) -> Option<Op> {
    Some(match op {
        Op::Beq => Op::Bne,
        Op::Bne => Op::Beq,
        Op::Blt => Op::Bge,
        Op::Bge => Op::Blt,
        Op::Bltu => Op::Bgeu,
        Op::Bgeu => Op::Bltu,
        Op::CBeqz => Op::CBnez,
        Op::CBnez => Op::CBeqz,
        _ => return None,
    })
}

/// The n-th form of a branch or jump, shortest first.
///
/// `beq zero, zero` stands for an entry of a jump table, all of which have one form.
pub(super) fn relax(target: &Target, inst: &FInst, level: u8) -> Option<SmallVec<[FInst; 1]>> {
    let &FArg::Label(label) = inst.args.last()? else {
        return None;
    };
    let jump = || with_target(Op::Jal, &[ZERO], FArg::Label(label));
    if is_table_entry(inst) {
        let short = target.has(Ext::C);
        let short = short.then(|| with_target(Op::CJ, &[], FArg::Label(label)));
        let form = short.into_iter().chain([jump()]).nth(level.into())?;
        return Some(smallvec![form]);
    }
    let short = short_branch(target, inst);
    let skipped_levels = u8::from(short.is_none());
    match (op_of(inst.op), level + skipped_levels) {
        (_, 0) => Some(smallvec![short?]),
        (Op::Jal, 1) => Some(smallvec![inst.clone()]),
        (Op::Jal, _) => None,
        (_, 1) => Some(smallvec![inst.clone()]),
        (_, 2) => {
            let mut around = short.unwrap_or_else(|| inst.clone());
            around.op = invert(op_of(around.op))?.into();
            *around.args.last_mut()? = FArg::Next;
            Some(smallvec![around, jump()])
        }
        _ => None,
    }
}

/// An entry of a jump table, which goes to a label.
pub(super) fn table_entry(label: Label) -> FInst {
    with_target(Op::Beq, &[ZERO, ZERO], FArg::Label(label))
}

fn is_table_entry(inst: &FInst) -> bool {
    op_of(inst.op) == Op::Beq && inst.args[..2] == [FArg::Val(ZERO), FArg::Val(ZERO)]
}

fn with_target(op: Op, values: &[i32], target: FArg) -> FInst {
    let mut inst = FInst::new(op, values);
    inst.args.push(target);
    inst
}

/// `c.j`, `c.jal`, `c.beqz`, `c.bnez`, where the target and the operands allow it.
fn short_branch(target: &Target, inst: &FInst) -> Option<FInst> {
    let (op, operand) = match (op_of(inst.op), &inst.args[..]) {
        (Op::Jal, [FArg::Val(ZERO), _]) => (Op::CJ, None),
        (Op::Jal, [FArg::Val(RA), _]) => (Op::CJal, Some(RA)),
        (Op::Beq, [FArg::Val(rs), FArg::Val(ZERO), _]) => (Op::CBeqz, Some(*rs)),
        (Op::Bne, [FArg::Val(rs), FArg::Val(ZERO), _]) => (Op::CBnez, Some(*rs)),
        _ => return None,
    };
    let mut values: SmallVec<[i32; 2]> = operand.into_iter().collect();
    let short = with_target(op, &values, inst.args.last()?.clone());
    values.push(0);
    let row = &ROWS[usize::from(short.op)];
    (target.has(row.ext) && encode(row, &values).is_ok()).then_some(short)
}
