//! Expansions: sequences with a branch inside, which the allocator sees as one instruction.
//!
//! Each holds a conditional branch whose operands are the last of its registers, then its immediates after the first, which
//! is the branch's row.

use regalloc2::Operand;
use regalloc2::{PReg, VReg};
use smallvec::SmallVec;

use super::table::Op;
use crate::mach::backend::Expansion;
use crate::mach::{Arg, Asm, CondBranch, Lower};

/// An expansion's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Seq {
    /// `d = 1 if cond else 0`.
    SetIf,
    /// `d = x if cond else y`, address registers.
    Select,
    /// `d = x if cond else y`, floating-point registers.
    SelectFloat,
    /// `d = x if cond else x + 1`.
    IncUnless,
    /// `d = x if cond else x - 1`.
    DecUnless,
}

impl Seq {
    /// Every expansion, by number.
    const ALL: [Self; 5] = [
        Self::SetIf,
        Self::Select,
        Self::SelectFloat,
        Self::IncUnless,
        Self::DecUnless,
    ];

    /// Its name in dumps.
    pub fn name(self) -> &'static str {
        match self {
            Self::SetIf => "set_if",
            Self::Select => "select",
            Self::SelectFloat => "select.s",
            Self::IncUnless => "inc_unless",
            Self::DecUnless => "dec_unless",
        }
    }

    /// The expansion of that number.
    pub fn from_number(number: u16) -> Self {
        Self::ALL[usize::from(number)]
    }
}

/// `d = 1 if cond else 0`. The result is written before the operands are read.
pub fn set_if(ctx: &mut Lower<'_>, d: VReg, cond: &CondBranch) {
    emit(ctx, Seq::SetIf, [Operand::reg_def_at_start(d)], cond, []);
}

/// `d = x if cond else y`.
pub fn select(ctx: &mut Lower<'_>, seq: Seq, d: VReg, x: VReg, y: VReg, cond: &CondBranch) {
    let before = [Operand::reg_use(x), Operand::reg_use(y)];
    emit(ctx, seq, before, cond, [Operand::reg_reuse_def(d, 0)]);
}

/// `d = x if cond else x + 1` (or `x - 1`).
pub fn step_unless(ctx: &mut Lower<'_>, seq: Seq, d: VReg, x: VReg, cond: &CondBranch) {
    let after = [Operand::reg_reuse_def(d, 0)];
    emit(ctx, seq, [Operand::reg_use(x)], cond, after);
}

fn emit<const N: usize, const M: usize>(
    ctx: &mut Lower<'_>,
    seq: Seq,
    before: [Operand; N],
    cond: &CondBranch,
    after: [Operand; M],
) {
    let uses = cond.args.iter().filter_map(|arg| match arg {
        Arg::Reg(reg) => Some(Operand::reg_use(*reg)),
        _ => None,
    });
    let imms = cond.args.iter().filter_map(|arg| match arg {
        Arg::Imm(n) => Some(*n),
        Arg::Fixed(n) => Some(i32::from(*n)),
        _ => None,
    });
    let regs: SmallVec<[Operand; 6]> = before.into_iter().chain(uses).chain(after).collect();
    ctx.seq(
        seq as u16,
        regs,
        [i32::from(cond.op)].into_iter().chain(imms),
    );
}

/// Writes an expansion.
pub fn expand(asm: &mut Asm, expansion: &Expansion<'_>) {
    let number = |reg: &PReg| reg.hw_enc() as i32;
    let regs: SmallVec<[i32; 6]> = expansion.regs.iter().map(number).collect();
    let (branch, imms) = expansion.imms.split_first().expect("the branch's row");
    let over = asm.new_label();
    let skip = |asm: &mut Asm, uses: &[i32]| {
        let values: SmallVec<[i32; 4]> = uses.iter().chain(imms).copied().collect();
        asm.branch(*branch as u16, &values, over);
    };
    match Seq::from_number(expansion.seq) {
        Seq::SetIf => {
            asm.inst(Op::Movi, &[regs[0], 1]);
            skip(asm, &regs[1..]);
            asm.inst(Op::Movi, &[regs[0], 0]);
        }
        Seq::Select => {
            skip(asm, &regs[2..regs.len() - 1]);
            asm.inst(Op::Or, &[regs[0], regs[1], regs[1]]);
        }
        Seq::SelectFloat => {
            skip(asm, &regs[2..regs.len() - 1]);
            asm.inst(Op::MovS, &[regs[0], regs[1]]);
        }
        Seq::IncUnless => {
            skip(asm, &regs[1..regs.len() - 1]);
            asm.inst(Op::Addi, &[regs[0], regs[0], 1]);
        }
        Seq::DecUnless => {
            skip(asm, &regs[1..regs.len() - 1]);
            asm.inst(Op::Addi, &[regs[0], regs[0], -1]);
        }
    }
    asm.bind(over);
}
