//! Why a function could not be lowered. Each of these is a bug of the compiler, not of the wasm module: the front end
//! and the optimiser must produce only what this stage lists in `lower/opcodes.rs`.

use std::sync::Arc;

use crate::ir::SourceLoc;

/// Where in the wasm module, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The symbol of the function being compiled.
    pub function: Arc<str>,
    /// The wasm offset.
    pub loc: SourceLoc,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "function `{}`", self.function)?;
        match self.loc.offset() {
            Some(offset) => write!(f, ", wasm offset {offset:#x}"),
            None => Ok(()),
        }
    }
}

/// Why a function could not be lowered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LowerError {
    /// An instruction this stage does not know.
    #[error(
        "compiler bug: {place}: CLIF `{opcode}` cannot be lowered ({reason}); please report it with the module"
    )]
    Opcode {
        /// Where.
        place: Place,
        /// The opcode.
        opcode: String,
        /// Why it is refused.
        reason: &'static str,
    },
    /// A known instruction on a type this stage does not know.
    #[error(
        "compiler bug: {place}: CLIF `{opcode}` on type `{ty}` cannot be lowered; please report it with the module"
    )]
    Type {
        /// Where.
        place: Place,
        /// The opcode, or what else has the type.
        opcode: String,
        /// The type.
        ty: String,
    },
    /// CLIF that breaks the contract with the front end.
    #[error("compiler bug: {place}: {what}; please report it with the module")]
    Contract {
        /// Where.
        place: Place,
        /// What is wrong.
        what: String,
    },
}
