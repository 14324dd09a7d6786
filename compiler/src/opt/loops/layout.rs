//! Blocks in their places: what the passes over loops need of them.

use crate::ir::{Block, BlockCall, ControlFlowGraph, Function, InstData, SourceLoc, ValueList};

use super::induction::CountedLoop;

/// A new block, laid out after another.
pub(in crate::opt) fn insert_block_after(func: &mut Function, after: Block) -> Block {
    let block = func.append_block();
    func.layout.pop();
    let place = func.layout.iter().position(|&b| b == after);
    let place = place.map_or(func.layout.len(), |n| n + 1);
    func.layout.insert(place, block);
    func.blocks[block].cold = func.blocks[after].cold && after != func.entry();
    block
}

/// A new block that is seldom come to, laid out last.
pub(in crate::opt) fn append_cold_block(func: &mut Function) -> Block {
    let block = func.append_block();
    func.blocks[block].cold = true;
    block
}

/// Has branches go elsewhere, where `to` knows better.
pub(super) fn retarget(data: &mut InstData, to: impl Fn(Block) -> Option<Block>) {
    data.visit_dests_mut(|dest| dest.block = to(dest.block).unwrap_or(dest.block));
}

/// The block before a loop that does nothing at its end but jump to the header, and whether it had to be made.
pub(super) fn block_before(
    func: &mut Function,
    cfg: &ControlFlowGraph,
    lp: &CountedLoop,
) -> (Block, bool) {
    let outside: Vec<Block> = cfg
        .preds(lp.header)
        .iter()
        .copied()
        .filter(|pred| !lp.contains(*pred))
        .collect();
    if let [only] = outside[..]
        && matches!(func.inst(func.terminator(only)), InstData::Jump { .. })
    {
        return (only, false);
    }
    let first = func.layout.iter().copied().find(|b| outside.contains(b));
    let before = insert_block_after(func, first.unwrap_or(lp.header));
    func.blocks[before].cold = func.blocks[lp.header].cold;
    let types: Vec<_> = func.blocks[lp.header]
        .params
        .iter()
        .map(|&p| func.ty(p))
        .collect();
    let args: ValueList = types
        .into_iter()
        .map(|ty| func.append_param(before, ty))
        .collect();
    for &block in &outside {
        let branch = func.terminator(block);
        retarget(func.inst_mut(branch), |to| {
            (to == lp.header).then_some(before)
        });
    }
    let dest = BlockCall {
        block: lp.header,
        args,
    };
    func.append_inst(before, InstData::Jump { dest }, &[], SourceLoc::NONE);
    (before, true)
}
