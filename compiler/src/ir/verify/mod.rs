//! The verifier. A function that passes obeys these rules, on which every later stage relies:
//!
//! Structure
//! 1. There is an entry block. No block is laid out twice. Nothing branches to the entry block.
//! 2. A block has at least one instruction; its last is a terminator and no other is.
//! 3. No instruction stands in two places.
//! 4. Every block branched to is laid out.
//! 5. Every value, symbol and signature named exists.
//! 6. The definition recorded for a block parameter is that block and position, the one recorded for a result
//!    that instruction and position.
//!
//! Types
//! 7. The entry block's parameters have the types of the function's parameters.
//! 8. A branch passes as many arguments as its target has parameters, of their types. So do a call and its signature,
//!    and a return and the function's results.
//! 9. Every operand has the type its operation wants; the two arms of a `select` and its result have one type.
//! 10. An instruction has as many results as its operation gives, of their types; a call's are those of its
//!     signature.
//! 11. The signature of a tail call has the function's own results.
//!
//! Dominance
//! 12. Every operand is a block parameter or the result of a placed instruction, and its definition dominates the
//!     use: it stands earlier in the block, or in a block that dominates it. In a block that is not reachable only
//!     order within the block is asked for.
//!
//! It does not check what it cannot know: that a load is in bounds, that a divisor is not zero, that a code address is one.
//! All violations are collected, each with the block and the instruction as printed.

mod dominance;
mod structure;
mod types;

use std::fmt::{Display, Formatter};

use super::function::Function;
use super::types::{Block, Inst, Type, Value};

/// A rule that is broken, and how.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// Rule 1.
    #[error("the function has no block")]
    NoEntry,
    /// Rule 1 or 5.
    #[error("the layout names a block that does not exist")]
    NoSuchBlock,
    /// Rule 1.
    #[error("the block is laid out twice")]
    BlockLaidOutTwice,
    /// Rule 1.
    #[error("branches to the entry block")]
    BranchToEntry,
    /// Rule 2.
    #[error("the block is empty")]
    EmptyBlock,
    /// Rule 2.
    #[error("the block's last instruction is not a terminator")]
    NoTerminator,
    /// Rule 2.
    #[error("a terminator stands in the middle of the block")]
    TerminatorInMiddle,
    /// Rule 3 or 5.
    #[error("the instruction stands in two places, or does not exist")]
    MisplacedInst,
    /// Rule 4.
    #[error("branches to {0}, which is not laid out")]
    TargetNotLaidOut(Block),
    /// Rule 5.
    #[error("{0} does not exist")]
    NoSuchValue(Value),
    /// Rule 5.
    #[error("the symbol does not exist")]
    NoSuchSymbol,
    /// Rule 5.
    #[error("the signature does not exist")]
    NoSuchSignature,
    /// Rule 6.
    #[error("{0} stands here but is recorded as defined elsewhere")]
    WrongDefinition(Value),
    /// Rules 7, 8, 10.
    #[error("{what}: {found} where {expected} are wanted")]
    WrongCount {
        /// Of what.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Rules 7 to 10.
    #[error("{value} is {found} where {expected} is wanted")]
    WrongType {
        /// The value.
        value: Value,
        /// Its type.
        found: Type,
        /// The type the place wants.
        expected: Type,
    },
    /// Rule 11.
    #[error("the tail call's results are not the function's")]
    TailCallResults,
    /// Rule 12.
    #[error("{0} is not defined by a block or instruction that is in the function")]
    NotPlaced(Value),
    /// Rule 12.
    #[error("the definition of {0} does not dominate this use")]
    NotDominated(Value),
}

/// One violation with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    /// The block.
    pub block: Option<Block>,
    /// The instruction, as printed.
    pub inst: Option<String>,
    /// What is wrong.
    pub violation: Violation,
}

/// All violations of a function. Always a bug of the pass that made the function, never of the wasm module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyErrors {
    /// The function's name.
    pub function: String,
    /// The violations, in the order of the layout within each group of rules.
    pub errors: Vec<VerifyError>,
}

impl Display for VerifyErrors {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "invalid IR in {} (a compiler bug):", self.function)?;
        for error in &self.errors {
            f.write_str("\n  ")?;
            if let Some(block) = error.block {
                write!(f, "{block}: ")?;
            }
            if let Some(inst) = &error.inst {
                write!(f, "`{inst}`: ")?;
            }
            write!(f, "{}", error.violation)?;
        }
        Ok(())
    }
}

impl std::error::Error for VerifyErrors {}

/// Checks every rule of the module's documentation.
///
/// # Errors
/// All violations found. If the structure (rules 1 to 6) is broken, only its violations: the other rules cannot be asked.
pub fn verify(func: &Function) -> Result<(), VerifyErrors> {
    let mut report = Report {
        func,
        errors: Vec::new(),
    };
    structure::check(&mut report);
    if report.errors.is_empty() {
        types::check(&mut report);
        dominance::check(&mut report);
    }
    if report.errors.is_empty() {
        return Ok(());
    }
    Err(VerifyErrors {
        function: func.name.to_string(),
        errors: report.errors,
    })
}

/// The function under check and what was found so far.
struct Report<'a> {
    func: &'a Function,
    errors: Vec<VerifyError>,
}

impl Report<'_> {
    fn at_function(&mut self, violation: Violation) {
        self.push(None, None, violation);
    }

    fn at_block(&mut self, block: Block, violation: Violation) {
        self.push(Some(block), None, violation);
    }

    fn at_inst(&mut self, block: Block, inst: Inst, violation: Violation) {
        let printed = self.func.display_inst(inst).to_string();
        self.push(Some(block), Some(printed), violation);
    }

    fn push(&mut self, block: Option<Block>, inst: Option<String>, violation: Violation) {
        self.errors.push(VerifyError {
            block,
            inst,
            violation,
        });
    }
}
