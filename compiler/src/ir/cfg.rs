//! The control-flow graph of a function: successors, predecessors, reverse postorder.

use cranelift_entity::SecondaryMap;
use smallvec::SmallVec;

use super::function::Function;
use super::types::Block;

/// Predecessors and order of the blocks, as of when it was computed.
#[derive(Clone, Debug)]
pub struct ControlFlowGraph {
    /// The blocks reachable from the entry, in reverse postorder: each before those it dominates.
    pub rpo: Vec<Block>,
    preds: SecondaryMap<Block, SmallVec<[Block; 2]>>,
    rpo_number: SecondaryMap<Block, u32>,
}

/// The number of a block that is not reachable.
const UNREACHABLE: u32 = u32::MAX;

impl ControlFlowGraph {
    /// Computes the graph of a function. The last instruction of a block counts, if it is a terminator; branches to
    /// blocks that do not exist are left out.
    pub fn compute(func: &Function) -> Self {
        let mut cfg = Self {
            rpo: Vec::new(),
            preds: SecondaryMap::with_capacity(func.blocks.len()),
            rpo_number: SecondaryMap::with_default(UNREACHABLE),
        };
        cfg.compute_postorder(func);
        cfg.rpo.reverse();
        for (n, &block) in cfg.rpo.iter().enumerate() {
            cfg.rpo_number[block] = n as u32;
            for succ in successors(func, block) {
                cfg.preds[succ].push(block);
            }
        }
        cfg
    }

    /// Depth-first, with a stack of its own: functions nest deeper than the native stack.
    fn compute_postorder(&mut self, func: &Function) {
        let Some(&entry) = func.layout.first() else {
            return;
        };
        let mut seen = SecondaryMap::<Block, bool>::with_capacity(func.blocks.len());
        seen[entry] = true;
        let mut stack = vec![(entry, successors(func, entry).into_iter())];
        while let Some((block, succs)) = stack.last_mut() {
            match succs.next() {
                Some(succ) if !seen[succ] => {
                    seen[succ] = true;
                    stack.push((succ, successors(func, succ).into_iter()));
                }
                Some(_) => {}
                None => {
                    self.rpo.push(*block);
                    stack.pop();
                }
            }
        }
    }

    /// The reachable blocks that branch to `block`, once per edge.
    pub fn preds(&self, block: Block) -> &[Block] {
        &self.preds[block]
    }

    /// Whether control can come to `block`.
    pub fn is_reachable(&self, block: Block) -> bool {
        self.rpo_number[block] != UNREACHABLE
    }

    /// The place of a block in [`Self::rpo`].
    pub fn rpo_number(&self, block: Block) -> Option<usize> {
        let n = self.rpo_number[block];
        (n != UNREACHABLE).then_some(n as usize)
    }
}

/// The targets of a block's terminator, once per edge.
pub fn successors(func: &Function, block: Block) -> SmallVec<[Block; 2]> {
    let mut succs = SmallVec::new();
    if let Some(&last) = func.blocks[block].insts.last() {
        func.inst(last).visit_dests(|dest| {
            if func.blocks.is_valid(dest.block) {
                succs.push(dest.block);
            }
        });
    }
    succs
}
