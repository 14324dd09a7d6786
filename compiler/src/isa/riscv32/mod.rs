//! RISC-V, 32-bit: RV32I with M, A, F, C and parts of B.

mod fields;
pub mod regs;
pub mod table;

use std::sync::LazyLock;

use crate::isa::row::Decoder;

/// Decodes this instruction set.
pub static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(table::ROWS));
