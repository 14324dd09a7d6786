//! Why a module cannot be written.

use thiserror::Error;

use super::module::RelocKind;

/// Why a module cannot be written. All but the last are the back end's fault.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ObjectError {
    /// Two definitions in one module.
    #[error("compiler fault: `{symbol}` is defined twice in one module")]
    Duplicate {
        /// The symbol.
        symbol: String,
    },
    /// A relocation for another instruction set, or that names a literal where it cannot.
    #[error(
        "compiler fault: relocation {kind:?} at offset {offset:#x} of `{symbol}` does not belong there"
    )]
    Relocation {
        /// The function or data object it is in.
        symbol: String,
        /// Its place.
        offset: u32,
        /// What it is.
        kind: RelocKind,
    },
    /// A literal that does not exist, or literals on an instruction set that has none.
    #[error("compiler fault: `{symbol}` refers to literal {index}, of {count}")]
    Literal {
        /// The function.
        symbol: String,
        /// The literal's number.
        index: u32,
        /// How many there are.
        count: usize,
    },
    /// An alignment that is not a power of two.
    #[error("compiler fault: `{symbol}` has alignment {align}")]
    Align {
        /// The function or data object.
        symbol: String,
        /// Its alignment.
        align: u32,
    },
    /// The debug information could not be built.
    #[error("debug information: {0}")]
    Dwarf(String),
    /// The ELF writer refused.
    #[error("object file: {0}")]
    Elf(String),
}
