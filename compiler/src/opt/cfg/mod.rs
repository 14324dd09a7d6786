//! Control flow: branches and checks on constants, blocks that only jump or only trap, blocks that cannot be
//! reached, and blocks that could be one.

mod branches;
mod merge;
mod thread;

use crate::ir::{ControlFlowGraph, Function};

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function) -> bool {
    let mut changed = branches::run(func);
    changed |= thread::run(func);
    // What was cut off may name values whose definitions went away: it goes before anyone looks.
    changed |= remove_unreachable(func);
    changed | merge::run(func)
}

fn remove_unreachable(func: &mut Function) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let before = func.layout.len();
    func.layout.retain(|&block| cfg.is_reachable(block));
    func.layout.len() != before
}
