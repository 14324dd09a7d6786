//! Sequences the register allocator sees as one instruction, because they branch.
//!
//! Each has a function that emits it with virtual registers and states its constraints, beside one that writes it with
//! physical ones.

use regalloc2::{Operand, PReg, RegClass, VReg};
use smallvec::SmallVec;

use super::encoding::op_of;
use super::frame::{emit_const, emit_move, number};
use super::regs::ZERO;
use super::table::Op;
use crate::mach::backend::Expansion;
use crate::mach::{Asm, Lower};

/// The sequences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
enum Seq {
    Select,
    FloatMinMax,
    FloatRound,
    SaturateNan,
}

const ALL: [(Seq, &str); 4] = [
    (Seq::Select, "select"),
    (Seq::FloatMinMax, "float_min_max"),
    (Seq::FloatRound, "float_round"),
    (Seq::SaturateNan, "saturate_nan"),
];

/// The name in dumps.
pub(super) fn name(seq: u16) -> &'static str {
    ALL[usize::from(seq)].1
}

/// Writes a sequence.
pub(super) fn expand(asm: &mut Asm, seq: &Expansion<'_>) {
    match ALL[usize::from(seq.seq)].0 {
        Seq::Select => expand_select(asm, seq.regs, seq.imms),
        Seq::FloatMinMax => expand_float_min_max(asm, seq.regs, seq.imms),
        Seq::FloatRound => expand_float_round(asm, seq.regs, seq.imms),
        Seq::SaturateNan => expand_saturate_nan(asm, seq.regs, seq.imms),
    }
}

/// Stands for the number of an operand that is among the registers.
const ALLOCATED: i32 = -1;

/// What a select gives if its branch is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    Reg(VReg),
    Const(i32),
    /// `taken` and this.
    Sum(i32),
}

/// `rd = if branch(lhs, rhs) { taken } else { otherwise }`; an operand may be the number of a register that the allocator
/// does not give. `rd` has `taken`'s register.
pub(super) fn select(
    ctx: &mut Lower<'_>,
    rd: VReg,
    branch: (Op, [Result<VReg, i32>; 2]),
    taken: VReg,
    otherwise: Otherwise,
) {
    let (op, [lhs, rhs]) = branch;
    let mut regs: SmallVec<[Operand; 5]> = [lhs, rhs]
        .into_iter()
        .flatten()
        .map(Operand::reg_use)
        .collect();
    let (form, constant) = match otherwise {
        Otherwise::Reg(reg) => {
            regs.push(Operand::reg_use(reg));
            (0, 0)
        }
        Otherwise::Const(n) => (1, n),
        Otherwise::Sum(n) => (2, n),
    };
    regs.push(Operand::reg_use(taken));
    regs.push(Operand::reg_reuse_def(rd, regs.len() - 1));
    let op: u16 = op.into();
    let imms = [
        i32::from(op),
        lhs.err().unwrap_or(ALLOCATED),
        rhs.err().unwrap_or(ALLOCATED),
        form,
        constant,
    ];
    ctx.seq(Seq::Select as u16, regs, imms);
}

/// ```text
///     branch lhs, rhs, done       rd holds `taken`
///     mv     rd, otherwise        or: li rd, constant; addi rd, rd, constant
/// done:
/// ```
fn expand_select(asm: &mut Asm, regs: &[PReg], imms: &[i32]) {
    let &[op, lhs, rhs, form, constant] = imms else {
        unreachable!("a select has five immediates");
    };
    let mut regs = regs.iter().copied();
    let mut next = || {
        regs.next()
            .expect("a select has as many registers as its immediates say")
    };
    let [lhs, rhs] = [lhs, rhs].map(|fixed| match fixed {
        ALLOCATED => number(next()),
        fixed => fixed,
    });
    let otherwise = (form == 0).then(&mut next);
    let (_taken, rd) = (next(), next());
    let done = asm.new_label();
    asm.branch(op_of(op as u16), &[lhs, rhs], done);
    match otherwise {
        Some(reg) => emit_move(asm, reg, rd),
        None if form == 2 => asm.inst(Op::Addi, &[number(rd), number(rd), constant]),
        None => emit_const(asm, number(rd), constant),
    }
    asm.bind(done);
}

/// wasm's `f32.min` and `f32.max` from `fmin.s` and `fmax.s` (`op`), which prefer a number to a NaN.
pub(super) fn float_min_max(ctx: &mut Lower<'_>, op: Op, rd: VReg, a: VReg, b: VReg) {
    let temps = [RegClass::Int; 2].map(|class| Operand::reg_temp(ctx.temp(class)));
    let regs = [
        Operand::reg_use(a),
        Operand::reg_use(b),
        temps[0],
        temps[1],
        Operand::reg_def_at_start(rd),
    ];
    let op: u16 = op.into();
    ctx.seq(Seq::FloatMinMax as u16, regs, [i32::from(op)]);
}

/// ```text
///     feq.s  t, a, a
///     feq.s  u, b, b
///     and    t, t, u
///     fmin.s rd, a, b
///     bnez   t, done             neither is a NaN
///     fadd.s rd, a, b            a quiet NaN
/// done:
/// ```
fn expand_float_min_max(asm: &mut Asm, regs: &[PReg], imms: &[i32]) {
    let &[a, b, t, u, rd] = &numbers::<5>(regs);
    asm.inst(Op::FeqS, &[t, a, a]);
    asm.inst(Op::FeqS, &[u, b, b]);
    asm.inst(Op::And, &[t, t, u]);
    asm.inst(op_of(imms[0] as u16), &[rd, a, b]);
    let done = asm.new_label();
    asm.branch(Op::Bne, &[t, ZERO], done);
    asm.inst(Op::FaddS, &[rd, a, b, RNE]);
    asm.bind(done);
}

/// Rounding mode: to nearest, ties to even.
pub(super) const RNE: i32 = 0;
/// Rounding mode: towards zero.
pub(super) const RTZ: i32 = 1;
/// Rounding mode: down.
pub(super) const RDN: i32 = 2;
/// Rounding mode: up.
pub(super) const RUP: i32 = 3;

/// Rounds to an integral value, in a rounding mode.
pub(super) fn float_round(ctx: &mut Lower<'_>, mode: i32, rd: VReg, a: VReg) {
    let regs = [
        Operand::reg_use(a),
        Operand::reg_temp(ctx.temp(RegClass::Int)),
        Operand::reg_temp(ctx.temp(RegClass::Float)),
        Operand::reg_def_at_start(rd),
    ];
    ctx.seq(Seq::FloatRound as u16, regs, [mode]);
}

/// From 2^23 on every float is integral; adding zero leaves it and quiets a NaN. Below it goes through an integer, and
/// takes back its sign for -0.
/// ```text
///     lui      t, 0x4b000        2^23
///     fmv.w.x  u, t
///     fsgnjx.s rd, a, a          |a|
///     flt.s    t, rd, u
///     fmv.w.x  rd, zero
///     fadd.s   rd, a, rd
///     beqz     t, done
///     fcvt.w.s t, a, mode
///     fcvt.s.w rd, t
///     fsgnj.s  rd, rd, a
/// done:
/// ```
fn expand_float_round(asm: &mut Asm, regs: &[PReg], imms: &[i32]) {
    let &[a, t, u, rd] = &numbers::<4>(regs);
    asm.inst(Op::Lui, &[t, 0x4b000]);
    asm.inst(Op::FmvWX, &[u, t]);
    asm.inst(Op::FsgnjxS, &[rd, a, a]);
    asm.inst(Op::FltS, &[t, rd, u]);
    asm.inst(Op::FmvWX, &[rd, ZERO]);
    asm.inst(Op::FaddS, &[rd, a, rd, RNE]);
    let done = asm.new_label();
    asm.branch(Op::Beq, &[t, ZERO], done);
    asm.inst(Op::FcvtWS, &[t, a, imms[0]]);
    asm.inst(Op::FcvtSW, &[rd, t, RNE]);
    asm.inst(Op::FsgnjS, &[rd, rd, a]);
    asm.bind(done);
}

/// `op` (`fcvt.w.s` or `fcvt.wu.s`) towards zero, but 0 for a NaN.
pub(super) fn saturate(ctx: &mut Lower<'_>, op: Op, rd: VReg, a: VReg) {
    let regs = [
        Operand::reg_use(a),
        Operand::reg_temp(ctx.temp(RegClass::Int)),
        Operand::reg_def_at_start(rd),
    ];
    let op: u16 = op.into();
    ctx.seq(Seq::SaturateNan as u16, regs, [i32::from(op)]);
}

/// ```text
///     fcvt.w.s rd, a, rtz
///     feq.s    t, a, a
///     bnez     t, done
///     li       rd, 0
/// done:
/// ```
fn expand_saturate_nan(asm: &mut Asm, regs: &[PReg], imms: &[i32]) {
    let &[a, t, rd] = &numbers::<3>(regs);
    asm.inst(op_of(imms[0] as u16), &[rd, a, RTZ]);
    asm.inst(Op::FeqS, &[t, a, a]);
    let done = asm.new_label();
    asm.branch(Op::Bne, &[t, ZERO], done);
    emit_const(asm, rd, 0);
    asm.bind(done);
}

fn numbers<const N: usize>(regs: &[PReg]) -> [i32; N] {
    std::array::from_fn(|n| number(regs[n]))
}
