//! Rule 12: every use is dominated by its definition.

use cranelift_entity::SecondaryMap;

use super::{Report, Violation};
use crate::ir::cfg::ControlFlowGraph;
use crate::ir::dominators::DominatorTree;
use crate::ir::function::Function;
use crate::ir::types::{Block, Value};

/// A place in the layout: the block, and 0 for its parameters or one more than the index of an instruction.
type Place = Option<(Block, usize)>;

pub(super) fn check(report: &mut Report<'_>) {
    let func = report.func;
    let places = places(func);
    let cfg = ControlFlowGraph::compute(func);
    let dominators = DominatorTree::compute(func, &cfg);
    for &block in &func.layout {
        for (n, &inst) in func.blocks[block].insts.iter().enumerate() {
            func.inst(inst).visit_args(|arg| {
                let violation = match places[arg] {
                    None => Violation::NotPlaced(arg),
                    Some((def, place)) if def == block && place <= n => return,
                    Some((def, _)) if def != block && dominators.dominates(def, block) => return,
                    Some((def, _)) if def != block && !cfg.is_reachable(block) => return,
                    Some(_) => Violation::NotDominated(arg),
                };
                report.at_inst(block, inst, violation);
            });
        }
    }
}

fn places(func: &Function) -> SecondaryMap<Value, Place> {
    let mut places = SecondaryMap::with_capacity(func.value_count());
    for &block in &func.layout {
        for &param in &func.blocks[block].params {
            places[param] = Some((block, 0));
        }
        for (n, &inst) in func.blocks[block].insts.iter().enumerate() {
            for &result in func.results(inst) {
                places[result] = Some((block, n + 1));
            }
        }
    }
    places
}
