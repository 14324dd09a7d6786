//! Registers: their psABI names.

use crate::isa::row::Bank;

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
