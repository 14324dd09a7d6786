//! What the two back ends share: everything between selected instructions and bytes.
//!
//! ```text
//! Tinsmith IR
//!   | lower    walks blocks backwards, asks the ISA to select instructions for what is needed
//!   v          -> VCode: virtual registers, block parameters, operands with constraints
//!   | alloc    regalloc2
//!   |          then spills and copies drop moves that change nothing or that nobody needs, constants what is in a register already
//!   v          -> an allocation per operand, and moves between instructions
//!   | emit     where the frame is taken (wrap), block order (order), loops the core counts (counted),
//!   |          prologue, epilogue, moves, expansions, trap stubs
//!   v          -> Asm: table instructions with physical registers, labels, literals
//!   | asm      compressed forms, branch relaxation, encoding
//!   v          -> object::Code: bytes, relocations, literals, line table
//! ```
//!
//! An ISA implements [`Backend`]; its instructions are rows of its table, named here by index ([`Op`]).
//! Nothing in this folder knows which ISA it works for.
//!
//! What holds: after `lower`, every virtual register has one definition, critical edges are split and every
//! block ends in a branch, return or trap. After `emit`, no virtual register is left and each conditional
//! branch falls through to the next block. After `asm`, every PC-relative field is in range.

pub mod abi;
mod alloc;
pub mod asm;
pub mod backend;
mod constants;
mod copies;
pub mod counted;
mod emit;
pub mod lower;
mod order;
mod spills;
mod stores;
pub mod vcode;
mod walk;
mod wrap;

use std::sync::Arc;

use thiserror::Error;

use crate::ir;
use crate::isa::row::OperandError;
use crate::object::module::Code;

pub use abi::{ArgLoc, Frame, TailArea};
pub use asm::{Asm, FArg, FInst, Label};
pub use backend::{Backend, Constant};
pub use counted::CountedLoops;
pub use lower::Lower;
pub use vcode::{Arg, CallTarget, CondBranch, FrameRef, MInst, Op, RegArg};

/// Why a function could not be turned into machine code.
#[derive(Debug, Error)]
pub enum CodegenError {
    /// The IR has an operation that the lowering to this target must have expanded: a bug.
    #[error(
        "compiler bug: `{op}` in `{function}` reached instruction selection for {isa}, which has no such instruction"
    )]
    NoInstruction {
        /// The function's symbol.
        function: String,
        /// The printed operation.
        op: String,
        /// The ISA's name.
        isa: &'static str,
    },
    /// The register allocator refused the code: a bug.
    #[error("compiler bug: register allocation of `{function}` failed: {reason}")]
    Regalloc {
        /// The function's symbol.
        function: String,
        /// The allocator's words.
        reason: String,
    },
    /// An operand does not fit the instruction that was selected for it: a bug.
    #[error("compiler bug: in `{function}`, {instruction}: {reason}")]
    Encoding {
        /// The function's symbol.
        function: String,
        /// The instruction's mnemonic.
        instruction: String,
        /// The table's complaint.
        reason: OperandError,
    },
    /// A branch cannot reach its target in any form.
    #[error(
        "function `{function}` is too large: a branch would have to reach over {distance} bytes; split the function in its source"
    )]
    FunctionTooLarge {
        /// The function's symbol.
        function: String,
        /// Bytes between branch and target.
        distance: i64,
    },
}

/// What code may be like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Small rather than fast: a function's returns jump to one epilogue, where that is shorter, and jump tables have small entries.
    pub small: bool,
    /// What registers hold throughout the module's code. All its functions have the same, and whoever is not one of them
    /// enters through [`entry`]. See [`Backend::choose_pinned`].
    pub pinned: Option<Pinned>,
}

/// What registers that the allocator does not give hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// The symbol whose address one holds.
    pub address: Arc<str>,
    /// The number in another.
    pub constant: Option<i32>,
    /// A third holds an address in what the symbol names: how far behind its beginning.
    pub inner: Option<i32>,
}

/// Compiles one function to machine code, with the default options.
///
/// # Errors
/// See [`CodegenError`]; all but the size limits are bugs of the compiler.
pub fn compile(func: &ir::Function, isa: &dyn Backend) -> Result<Code, CodegenError> {
    compile_with(func, isa, &Options::default())
}

/// Compiles one function to machine code.
///
/// # Errors
/// As [`compile`].
pub fn compile_with(
    func: &ir::Function,
    isa: &dyn Backend,
    options: &Options,
) -> Result<Code, CodegenError> {
    let mut vcode = lower::lower(func, isa, options.pinned.as_ref())?;
    let allocation = alloc::allocate(&mut vcode, isa)?;
    let asm = emit::emit(&vcode, &allocation, isa, options)?;
    asm.finish(isa)
}

/// The stub that stands for an imported function (`M.func.N`): wasm convention in, host convention out.
///
/// # Errors
/// As [`compile`].
pub fn import_stub(
    name: &Arc<str>,
    import: &Arc<str>,
    sig: &ir::Signature,
    isa: &dyn Backend,
) -> Result<Code, CodegenError> {
    let mut asm = Asm::new(name.clone());
    isa.emit_import_stub(&mut asm, import, sig);
    asm.finish(isa)
}

/// Where those who do not have `pinned` in its registers enter `function`: sets them and goes there.
///
/// # Errors
/// As [`compile`].
pub fn entry(
    name: &Arc<str>,
    function: &Arc<str>,
    pinned: &Pinned,
    isa: &dyn Backend,
) -> Result<Code, CodegenError> {
    let mut asm = Asm::new(name.clone());
    isa.emit_entry(&mut asm, function, pinned);
    asm.finish(isa)
}

/// The virtual-register code of a function before register allocation, as text, for dumps and tests.
///
/// # Errors
/// As [`compile`].
pub fn dump_vcode(func: &ir::Function, isa: &dyn Backend) -> Result<String, CodegenError> {
    Ok(lower::lower(func, isa, None)?.to_string(isa))
}
