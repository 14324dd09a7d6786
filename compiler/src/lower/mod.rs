//! CLIF to Tinsmith IR.
//!
//! On entry: a function the optimiser is done with, of 32-bit addresses, made by `wasm/`: integers of 8 to 64 bits and
//! `f32`, `f64`; traps numbered by [`TrapKind`](crate::ir::TrapKind), memory bounds checked. Any block order, aliases
//! and unreachable blocks are fine.
//!
//! On exit: the same function on 32-bit words. An i64 or f64 is two words, low first; an f32 is a word where the
//! target has no FPU; i8 and i16 are zero-extended words (`narrow`). Division and truncation checks are
//! explicit; what the core cannot do is expanded or a call of the runtime ([`intrinsics`]); no access may
//! trap on the core for its alignment. Blocks keep CLIF's layout order without the unreachable ones, those
//! that end in a trap are cold, and every instruction keeps its wasm offset.
//!
//! Not done here: value numbering, dead code, bounds-check removal (`opt/`), anything about registers (`isa/`).
//!
//! `opcodes` is the table of what is lowered and where; everything else is refused by name.

pub mod error;
pub mod intrinsics;

mod builder;
mod context;
mod control;
mod convert;
mod float;
mod float32;
mod float64;
mod int128;
mod int32;
mod int64;
mod integer;
mod memory;
mod narrow;
mod opcodes;
mod select;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir as clif;

use self::context::Context;
use self::opcodes::Support;
use crate::ir::{Function, SourceLoc};
use crate::target::Target;

pub use self::error::LowerError;

/// The names of the symbols CLIF refers to by number (`UserExternalName` of namespace 0).
pub trait SymbolNames {
    /// The symbol of that number.
    fn symbol(&self, index: u32) -> Arc<str>;
}

/// Lowers one function to Tinsmith IR for a target; `symbol` is its name in the object file.
///
/// # Errors
/// If the CLIF has something in it that the front end must not produce: a compiler bug, named.
pub fn lower(
    clif: &clif::Function,
    names: &dyn SymbolNames,
    target: &Target,
    symbol: Arc<str>,
) -> Result<Function, LowerError> {
    let mut cx = Context::new(clif, names, target, symbol)?;
    let flow = ControlFlowGraph::with_function(clif);
    let dominators = DominatorTree::with_function(clif, &flow);
    let reachable = |block: &clif::Block| dominators.is_reachable(*block);
    for block in clif.layout.blocks().filter(reachable) {
        cx.make_block(block)?;
    }
    // Reverse postorder: every value is met before its uses, whatever the layout.
    for &block in dominators.cfg_rpo() {
        lower_block(&mut cx, block)?;
    }
    Ok(cx.b.func)
}

/// Lowers the instructions of a block.
fn lower_block(cx: &mut Context<'_>, block: clif::Block) -> Result<(), LowerError> {
    let made = cx.block(block)?;
    cx.b.switch_to(made);
    cx.b.func.blocks[made].cold = cx.clif.layout.is_cold(block);
    for inst in cx.clif.layout.block_insts(block) {
        // Cranelift's "no location" is ours, all ones.
        cx.set_loc(SourceLoc(cx.clif.srcloc(inst).bits()));
        let opcode = cx.clif.dfg.insts[inst].opcode();
        match opcodes::support(opcode) {
            Support::Lowered(handler) => handler(cx, inst)?,
            Support::Refused(reason) => {
                return Err(LowerError::Opcode {
                    place: cx.place(),
                    opcode: opcode.to_string(),
                    reason,
                });
            }
        }
    }
    Ok(())
}
