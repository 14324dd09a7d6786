//! RISC-V, 32-bit: RV32I with M, A, F, C and parts of B.
//!
//! [`table`] has the instructions, [`regs`] the registers and what the calling convention makes of them, `isel` selects
//! instructions for Tinsmith IR, `seq` holds the sequences with branches inside, `frame` stack frames, calls and jumps,
//! `stub` calls to the host, `encoding` the choice of encodings. [`Riscv32`] hands all that to the shared machinery.

mod backend;
mod constant;
mod encoding;
mod fields;
mod frame;
mod isel;
mod pins;
pub mod regs;
mod seq;
mod stub;
pub mod table;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use crate::isa::row::Decoder;

pub use backend::Riscv32;

/// Decodes this instruction set.
pub static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(table::ROWS));
