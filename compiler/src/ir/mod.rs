//! Tinsmith IR: a small 32-bit SSA form, the project's own.
//!
//! `lower/` produces it from optimised CLIF, `opt/` rewrites it, `isa/<target>/isel` consumes it.
//! There is no 64-bit value: an `i64` is a pair of [`Type::I32`], low word first, and so is an `f64`
//! (and an `f32` on targets without an FPU is one `I32`). Every check is explicit ([`InstData::TrapIf`]),
//! so no arithmetic or memory operation here can trap by itself.
//!
//! The printed form ([`print`]) parses back ([`parse`]); [`verify`] lists and checks the rules; [`interp`]
//! is the reference semantics.

pub mod cfg;
pub mod dominators;
pub mod eval;
pub mod function;
pub mod inst;
pub mod interp;
pub mod loops;
pub mod ops;
pub mod parse;
pub mod print;
pub mod random;
pub mod types;
pub mod verify;

pub use cfg::ControlFlowGraph;
pub use dominators::DominatorTree;
pub use function::{BlockData, Function, Signature, SymbolData, ValueData, ValueDef};
pub use inst::{
    BinaryOp, BlockCall, FloatCC, InstData, IntCC, LoadKind, StoreKind, TrapKind, UnaryOp,
    ValueList,
};
pub use parse::{ParseError, ParseErrorKind, parse_function, parse_functions};
pub use types::{Block, Inst, SigRef, SourceLoc, Symbol, Type, Value};
pub use verify::{VerifyError, VerifyErrors, Violation, verify};
