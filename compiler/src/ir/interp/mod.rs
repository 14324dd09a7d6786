//! The interpreter: the reference semantics of Tinsmith IR.
//!
//! It runs a set of functions over a flat [`Memory`] in which data symbols are placed. A call of a symbol goes to the
//! function of that name, else to the runtime's intrinsic of that name ([`intrinsics`]), else to the [`Host`]. A value
//! is a 32-bit word; an `f32` is its bits, with canonical NaNs from arithmetic ([`eval`](super::eval)).
//!
//! What compiled code must never do stops the run as a [`Fault`]: an access of bytes no symbol covers, a division whose
//! precondition does not hold, a call with the wrong signature. A fault is a compiler bug, a [`Stop::Trap`] is wasm.
//!
//! Functions must have passed [`verify`](super::verify()). It does not model registers, the native stack (a call depth
//! stands in for it) or the misalignment rules of a target.

mod descriptors;
pub mod intrinsics;
mod memory;
mod step;

use std::collections::HashMap;
use std::sync::Arc;

use super::function::{Function, Signature};
use super::inst::TrapKind;
use super::types::{Block, SourceLoc, Type, Value};

pub use memory::Memory;

/// Why a run ended without results.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// A trap, as wasm defines it.
    #[error("trap in {function}: {}", .kind.message())]
    Trap {
        /// The reason.
        kind: TrapKind,
        /// The function that trapped.
        function: Arc<str>,
        /// Its wasm offset.
        loc: SourceLoc,
    },
    /// The fuel is used up.
    #[error("out of fuel")]
    OutOfFuel,
    /// The code did what it must never do.
    #[error("fault in {function} at `{inst}`: {fault}")]
    Fault {
        /// What it did.
        fault: Fault,
        /// The function.
        function: Arc<str>,
        /// The instruction, as printed.
        inst: String,
    },
    /// The host ended the run.
    #[error("ended by the host: {0}")]
    Host(String),
}

/// What compiled code must never do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An access outside of every symbol.
    #[error("access of {bytes} bytes at {address:#x}, where nothing is")]
    Access {
        /// The address.
        address: u32,
        /// How many bytes.
        bytes: u32,
    },
    /// A division by zero, or the quotient `MIN / -1`.
    #[error("the division's precondition does not hold")]
    Division,
    /// A call of a function nobody has.
    #[error("no function {0:?}")]
    NoFunction(Arc<str>),
    /// An indirect call of an address that is no code.
    #[error("{0:#x} is not the address of a function")]
    NotCode(u32),
    /// A call with other parameters or results than the function has.
    #[error("called as {called}, but {function} is {actual}")]
    Signature {
        /// The function called.
        function: Arc<str>,
        /// The call's signature.
        called: String,
        /// The function's.
        actual: String,
    },
    /// An intrinsic given descriptors or operands it must not be given.
    #[error("{0} is called against its contract")]
    Intrinsic(Arc<str>),
}

/// The world outside: every function that is neither in the program nor an intrinsic.
pub trait Host {
    /// Calls the function `name`; none if there is no such function.
    fn call(
        &mut self,
        memory: &mut Memory,
        name: &str,
        args: &[u32],
    ) -> Option<Result<Vec<u32>, Stop>>;
}

/// A host without functions.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHost;

impl Host for NoHost {
    fn call(&mut self, _: &mut Memory, _: &str, _: &[u32]) -> Option<Result<Vec<u32>, Stop>> {
        None
    }
}

/// A program with its memory.
#[derive(Debug)]
pub struct Interpreter<H> {
    /// The address space.
    pub memory: Memory,
    /// The world outside.
    pub host: H,
    /// How many more instructions may run.
    pub fuel: u64,
    /// How many calls may nest before `stack_exhausted`.
    pub max_depth: usize,
    functions: Vec<Arc<Function>>,
    by_name: HashMap<Arc<str>, usize>,
}

/// An activation of a function.
struct Frame {
    func: Arc<Function>,
    values: Vec<u32>,
    block: Block,
    /// The index in the block of the instruction to run next.
    next: usize,
    /// The caller's values that take the results.
    results: Vec<Value>,
}

impl<H: Host> Interpreter<H> {
    /// An interpreter of the functions given, with fuel for a hundred million instructions.
    pub fn new(functions: impl IntoIterator<Item = Function>, host: H) -> Self {
        let functions: Vec<_> = functions.into_iter().map(Arc::new).collect();
        let names = functions.iter().map(|func| func.name.clone());
        let by_name = names.zip(0..).collect();
        Self {
            memory: Memory::new(),
            host,
            fuel: 100_000_000,
            max_depth: 1000,
            functions,
            by_name,
        }
    }

    /// Calls a function of the program with words for arguments.
    ///
    /// # Errors
    /// Why the run ended without results.
    pub fn call(&mut self, name: &str, args: &[u32]) -> Result<Vec<u32>, Stop> {
        let signature = match self.by_name.get(name) {
            Some(&n) => self.functions[n].signature.clone(),
            None => Signature::default(),
        };
        step::run(self, name, signature, args)
    }

    /// The signature of a function of the program.
    pub fn signature(&self, name: &str) -> Option<&Signature> {
        let n = *self.by_name.get(name)?;
        Some(&self.functions[n].signature)
    }
}

/// Whether two results are the same but for the bits of NaNs, which wasm leaves open.
pub fn same_words(types: &[Type], a: &[u32], b: &[u32]) -> bool {
    let same = |(ty, (&a, &b)): (&Type, (&u32, &u32))| {
        let both_nan = f32::from_bits(a).is_nan() && f32::from_bits(b).is_nan();
        a == b || *ty == Type::F32 && both_nan
    };
    a.len() == b.len() && types.iter().zip(a.iter().zip(b)).all(same)
}

#[cfg(test)]
mod tests;
