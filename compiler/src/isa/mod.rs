//! The instruction sets. Each has one table of instructions ([`row`] is the mechanism) and the same few
//! files: registers, ABI, instruction selection and what emission needs. They never import each other.

pub mod listing;
pub mod riscv32;
pub mod row;
pub mod xtensa;

use std::sync::LazyLock;

use crate::mach::Backend;
use crate::target::{Isa, TARGETS, Target};

/// One back end per target, in the order of [`TARGETS`].
static BACKENDS: LazyLock<Vec<Box<dyn Backend + Send + Sync>>> =
    LazyLock::new(|| TARGETS.iter().map(new_backend).collect());

fn new_backend(target: &'static Target) -> Box<dyn Backend + Send + Sync> {
    match target.isa {
        Isa::Xtensa => Box::new(xtensa::Xtensa::new(target)),
        Isa::Riscv32 => Box::new(riscv32::Riscv32::new(target)),
    }
}

/// The back end for a target.
///
/// # Panics
/// If the target is not one of [`TARGETS`].
pub fn backend(target: &'static Target) -> &'static dyn Backend {
    let index = TARGETS.iter().position(|t| t == target);
    &*BACKENDS[index.expect("targets are entries of TARGETS")]
}

/// How an ISA's code is written.
pub fn syntax(isa: Isa) -> listing::Syntax {
    match isa {
        Isa::Xtensa => listing::Syntax {
            decoder: &xtensa::DECODER,
            rows: xtensa::table::ROWS,
            reg_name: xtensa::regs::name,
        },
        Isa::Riscv32 => listing::Syntax {
            decoder: &riscv32::DECODER,
            rows: riscv32::table::ROWS,
            reg_name: riscv32::regs::reg_name,
        },
    }
}
