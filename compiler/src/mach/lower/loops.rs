//! Where a copy keeps the allocator from binding a value that goes round a loop to a register of the convention.
//!
//! The allocator gives block parameters and what is passed to them one register if it can. A function's own parameter
//! begins in a fixed register, which calls destroy, and a result ends in one: a loop in between would move its value there,
//! or from there, in every iteration. Copied once outside the loop, the value is free of it.

use cranelift_entity::SecondaryMap;

use crate::ir::loops::{LoopForest, LoopId};
use crate::ir::{Block, ControlFlowGraph, DominatorTree, Function, Value, ValueDef};

/// What selection asks about loops.
pub(super) struct Loops {
    forest: LoopForest,
    /// The loops that something is called in.
    calling: Vec<bool>,
    /// The values that a loop computes, and the block parameters they are passed to.
    from_loops: SecondaryMap<Value, bool>,
}

impl Loops {
    /// Looks at a function whose blocks are given in postorder.
    pub fn of(func: &Function, postorder: &[Block]) -> Self {
        let cfg = ControlFlowGraph::compute(func);
        let tree = DominatorTree::compute(func, &cfg);
        let forest = LoopForest::compute(func, &cfg, &tree);
        let calling = calling(func, &forest);
        let from_loops = from_loops(func, &forest, postorder);
        Self {
            forest,
            calling,
            from_loops,
        }
    }

    /// Whether a value returned must be copied first.
    pub fn copies_result(&self, value: Value) -> bool {
        self.from_loops[value]
    }

    /// Whether an edge's argument must be copied first.
    pub fn copies_argument(&self, func: &Function, from: Block, to: Block, value: Value) -> bool {
        let is_parameter = matches!(func.def(value), ValueDef::Param(b, _) if b == func.entry());
        let enters =
            |id: LoopId| self.forest.loops[id].header == to && !self.forest.contains(id, from);
        is_parameter
            && self
                .forest
                .innermost(to)
                .is_some_and(|id| self.calling[id] && enters(id))
    }
}

fn calling(func: &Function, forest: &LoopForest) -> Vec<bool> {
    let mut calling = vec![false; forest.loops.len()];
    for &block in &func.layout {
        let mut at = forest.innermost(block);
        let calls = func.calls(block);
        while let Some(id) = at.filter(|_| calls) {
            calling[id] = true;
            at = forest.loops[id].parent;
        }
    }
    calling
}

/// See [`Loops::from_loops`]. Outside loops a parameter's arguments come from blocks before its own in reverse postorder.
fn from_loops(
    func: &Function,
    forest: &LoopForest,
    postorder: &[Block],
) -> SecondaryMap<Value, bool> {
    let mut from_loops = SecondaryMap::new();
    for &block in postorder.iter().rev() {
        if forest.innermost(block).is_some() {
            let results = func.blocks[block].insts.iter().map(|&i| func.results(i));
            for &value in func.blocks[block].params.iter().chain(results.flatten()) {
                from_loops[value] = true;
            }
        }
        func.inst(func.terminator(block)).visit_dests(|dest| {
            for (&arg, &param) in dest.args.iter().zip(&func.blocks[dest.block].params) {
                from_loops[param] |= from_loops[arg];
            }
        });
    }
    from_loops
}
