//! Registers: names, and what the calling convention (psABI `ilp32`, `ilp32f`) makes of them.
//!
//! The allocator never gets `zero`, `sp`, `gp`, `tp`. [`GP`], [`TP`] and [`INNER`] hold what a module's code reads most, if it may pin that. It gets `ra`, which a function that calls saves anyway and may compute in
//! between calls, as a callee-saved register, and `s11`, the stack limit, in leaves. The emission of prologues and epilogues uses [`T0`] and [`T1`],
//! which hold nothing there.

use regalloc2::{MachineEnv, PReg, PRegSet, RegClass};

use crate::isa::row::Bank;
use crate::mach::abi::RegisterFile;
use crate::mach::backend::Reserved;

/// The integer registers x0..x31 by their psABI names.
#[rustfmt::skip]
const INT_NAMES: [&str; 32] = [
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2",
    "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
    "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7",
    "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
];

/// The floating-point registers f0..f31 by their psABI names.
#[rustfmt::skip]
const FLOAT_NAMES: [&str; 32] = [
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7",
    "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5",
    "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7",
    "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11",
];

/// The assembler's name of a register.
pub fn reg_name(bank: Bank, number: i32) -> String {
    let name = match bank {
        Bank::Int => INT_NAMES.get(number as usize),
        Bank::Float => FLOAT_NAMES.get(number as usize),
        Bank::Bool | Bank::Special | Bank::User => None,
    };
    name.map_or_else(|| format!("{bank:?}{number}"), |name| (*name).to_owned())
}

/// Always zero.
pub(super) const ZERO: i32 = 0;
/// The return address.
pub(super) const RA: i32 = 1;
/// The stack pointer.
pub(super) const SP: i32 = 2;
/// Holds the pinned address: the base of linear memory.
pub(super) const GP: i32 = 3;
/// Holds the pinned number: the limit of an access of a word.
pub(super) const TP: i32 = 4;
/// s10 holds the pinned address within linear memory, in the middle of its static data. Where there is none, it is the allocator's.
pub(super) const INNER: i32 = 26;
/// Free in prologues and epilogues.
pub(super) const T0: i32 = 5;
/// Free in prologues.
pub(super) const T1: i32 = 6;
/// Free in prologues.
pub(super) const T2: i32 = 7;
/// `s11` holds the lowest address sp may have, throughout compiled code: a load from memory in each prologue would be two
/// instructions and eight bytes. `tinsmith_enter` sets it; host functions keep it, as the psABI asks.
pub(super) const STACK_LIMIT: i32 = 27;
/// The first argument register.
pub(super) const A0: i32 = 10;

const fn x(number: usize) -> PReg {
    PReg::new(number, RegClass::Int)
}

const fn f(number: usize) -> PReg {
    PReg::new(number, RegClass::Float)
}

/// An address a tail call goes to: `t1`, since a jump through `t0` looks like a return to branch predictors.
pub(super) const TAIL_CALL: PReg = x(6);

/// `t6`, set aside in functions whose frame does not fit an instruction's offset.
pub(super) const FRAME_SCRATCH: PReg = x(31);

/// Saved by a function that uses them: s0..s11, fs0..fs11. ra is here for leaves; the others save it as the return address.
#[rustfmt::skip]
pub(super) const CALLEE_SAVED: &[PReg] = &[
    x(8), x(9), x(18), x(19), x(20), x(21), x(22), x(23), x(24), x(25), x(26), x(27),
    x(1),
    f(8), f(9), f(18), f(19), f(20), f(21), f(22), f(23), f(24), f(25), f(26), f(27),
];

/// a0..a7, t0..t6, fa0..fa7, ft0..ft11.
#[rustfmt::skip]
const CALLER_SAVED: &[PReg] = &[
    x(10), x(11), x(12), x(13), x(14), x(15), x(16), x(17),
    x(5), x(6), x(7), x(28), x(29), x(30), x(31),
    f(10), f(11), f(12), f(13), f(14), f(15), f(16), f(17),
    f(0), f(1), f(2), f(3), f(4), f(5), f(6), f(7), f(28), f(29), f(30), f(31),
];

const INT_ARGS: &[PReg] = &[x(10), x(11), x(12), x(13), x(14), x(15), x(16), x(17)];
const FLOAT_ARGS: &[PReg] = &[f(10), f(11), f(12), f(13), f(14), f(15), f(16), f(17)];

/// `ilp32`.
pub(super) const SOFT_FLOAT_ARGS: RegisterFile = RegisterFile {
    int: INT_ARGS,
    float: &[],
};

/// `ilp32f`.
pub(super) const HARD_FLOAT_ARGS: RegisterFile = RegisterFile {
    int: INT_ARGS,
    float: FLOAT_ARGS,
};

fn set_of(regs: &[PReg], class: RegClass) -> PRegSet {
    let mut set = PRegSet::empty();
    regs.iter()
        .filter(|reg| reg.class() == class)
        .for_each(|&reg| set.add(reg));
    set
}

/// What a call destroys: ra too.
pub(super) fn call_clobbers() -> PRegSet {
    let mut set = set_of(CALLER_SAVED, RegClass::Int).with(x(RA as usize));
    set.union_from(set_of(CALLER_SAVED, RegClass::Float));
    set
}

/// The registers the allocator may use: caller-saved ones first, since the others cost a save.
pub(super) fn machine_env(reserved: Reserved) -> MachineEnv {
    let mut preferred = set_of(CALLER_SAVED, RegClass::Int);
    if reserved.scratch {
        preferred.remove(FRAME_SCRATCH);
    }
    let mut others = set_of(CALLEE_SAVED, RegClass::Int);
    if reserved.calls {
        others.remove(x(STACK_LIMIT as usize));
    }
    if reserved.inner {
        others.remove(x(INNER as usize));
    }
    let none = PRegSet::empty();
    MachineEnv {
        preferred_regs_by_class: [preferred, set_of(CALLER_SAVED, RegClass::Float), none],
        non_preferred_regs_by_class: [others, set_of(CALLEE_SAVED, RegClass::Float), none],
        scratch_by_class: [None; 3],
        fixed_stack_slots: Vec::new(),
    }
}
