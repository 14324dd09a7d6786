//! Ends of functions, once for the ways that made no call and once for those that did: a way without a call needs no frame as
//! long as it shares no code with one that does (`mach/wrap.rs`).
//!
//! On exit the blocks that return and are short exist twice where both kinds of ways led to them.

use cranelift_entity::EntitySet;

use crate::ir::cfg::successors;
use crate::ir::{Block, ControlFlowGraph, Function, InstData};

use super::rewrite::Copies;

/// Blocks with more instructions than this are left alone: the code would grow by more than the frame costs.
const MAX_COPIED: usize = 5;

pub(super) fn run(func: &mut Function) -> bool {
    let calls: Vec<Block> = (func.layout.iter().copied())
        .filter(|&block| func.calls(block))
        .collect();
    if calls.is_empty() {
        return false;
    }
    let cfg = ControlFlowGraph::compute(func);
    let called = reached_from(func, calls);
    let mut changed = false;
    for block in func.layout.clone() {
        let from: Vec<Block> = (cfg.preds(block).iter().copied())
            .filter(|pred| !called.contains(*pred))
            .collect();
        let is_end = matches!(func.inst(func.terminator(block)), InstData::Return { .. });
        let short = func.blocks[block].insts.len() <= MAX_COPIED && !func.calls(block);
        if is_end && short && called.contains(block) && !from.is_empty() {
            copy_for(func, block, &from);
            changed = true;
        }
    }
    changed
}

/// The blocks and all that follow them.
fn reached_from(func: &Function, mut list: Vec<Block>) -> EntitySet<Block> {
    let mut reached = EntitySet::new();
    reached.extend(list.iter().copied());
    while let Some(block) = list.pop() {
        for succ in successors(func, block) {
            if reached.insert(succ) {
                list.push(succ);
            }
        }
    }
    reached
}

/// Has the branches of some predecessors go to a copy of the block, which leaves the function.
fn copy_for(func: &mut Function, block: Block, from: &[Block]) {
    let copy = func.append_block();
    func.blocks[copy].cold = func.blocks[block].cold;
    let mut copies = Copies::default();
    for param in func.blocks[block].params.clone() {
        let ty = func.ty(param);
        copies.insert(param, func.append_param(copy, ty));
    }
    for inst in func.blocks[block].insts.clone() {
        let data = copies.data(func, inst);
        copies.append(func, inst, data, copy);
    }
    for &pred in from {
        let branch = func.terminator(pred);
        func.inst_mut(branch).visit_dests_mut(|dest| {
            if dest.block == block {
                dest.block = copy;
            }
        });
    }
}
