//! Merging: a block that jumps to one nobody else branches to takes its instructions over.

use cranelift_entity::EntitySet;

use crate::ir::{Block, ControlFlowGraph, Function, InstData};
use crate::opt::rewrite::Replacements;

/// Runs on a function without unreachable blocks.
pub(super) fn run(func: &mut Function) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let mut absorbed = EntitySet::<Block>::new();
    let mut replacements = Replacements::default();
    // In reverse postorder the head of a chain comes first and takes all of it.
    for &block in &cfg.rpo {
        if absorbed.contains(block) {
            continue;
        }
        while let Some(next) = sole_successor(func, &cfg, block) {
            absorb(func, block, next, &mut replacements);
            absorbed.insert(next);
        }
    }
    if absorbed.is_empty() {
        return false;
    }
    func.layout.retain(|&block| !absorbed.contains(block));
    replacements.apply(func);
    true
}

/// The block that `block` jumps to, if nothing else branches there.
fn sole_successor(func: &Function, cfg: &ControlFlowGraph, block: Block) -> Option<Block> {
    match func.inst(func.terminator(block)) {
        InstData::Jump { dest } => {
            let alone = cfg.preds(dest.block).len() == 1;
            (alone && dest.block != block && dest.block != func.entry()).then_some(dest.block)
        }
        _ => None,
    }
}

fn absorb(func: &mut Function, block: Block, next: Block, replacements: &mut Replacements) {
    let jump = func.blocks[block].insts.pop();
    if let Some(InstData::Jump { dest }) = jump.map(|jump| func.inst(jump)) {
        let params = &func.blocks[next].params;
        for (&param, &arg) in params.iter().zip(&dest.args) {
            replacements.replace(param, arg);
        }
    }
    let insts = std::mem::take(&mut func.blocks[next].insts);
    func.blocks[block].insts.extend(insts);
    if block != func.entry() {
        func.blocks[block].cold |= func.blocks[next].cold;
    }
}
