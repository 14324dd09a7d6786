//! The instruction sets. Each has one table of instructions ([`row`] is the mechanism) and the same few
//! files: registers, ABI, instruction selection and what emission needs. They never import each other.

pub mod listing;
pub mod riscv32;
pub mod row;
pub mod xtensa;
