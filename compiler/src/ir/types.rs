//! The nouns: value types and the index newtypes, printed short (`v3`, `block0`, `sym1`, `sig0`).

use cranelift_entity::entity_impl;

/// The type of an SSA value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A 32-bit integer or address; the word of the targets.
    I32,
    /// An IEEE 754 binary32 in a floating-point register. Only on targets whose `f32` is hard.
    F32,
}

/// An SSA value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(u32);
entity_impl!(Value, "v");

/// A basic block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block(u32);
entity_impl!(Block, "block");

/// An instruction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inst(u32);
entity_impl!(Inst, "inst");

/// A link-time symbol named by the function: data, a wasm function or a runtime routine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);
entity_impl!(Symbol, "sym");

/// A call signature used by the function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SigRef(u32);
entity_impl!(SigRef, "sig");

/// The byte offset in the wasm module that an instruction comes from; `u32::MAX` is "none".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SourceLoc(pub u32);

impl SourceLoc {
    /// No source location: code the compiler added.
    pub const NONE: Self = Self(u32::MAX);

    /// The wasm offset, if there is one.
    pub fn offset(self) -> Option<u32> {
        (self != Self::NONE).then_some(self.0)
    }
}

impl Default for SourceLoc {
    fn default() -> Self {
        Self::NONE
    }
}
