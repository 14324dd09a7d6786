//! Natural loops: a loop's header dominates a block that branches back to it, and the loop is the header with all blocks
//! that reach such a branch without going through the header. Cycles that are entered in two places are no loops here.

use cranelift_entity::SecondaryMap;

use super::cfg::ControlFlowGraph;
use super::dominators::DominatorTree;
use super::function::Function;
use super::types::Block;

/// The number of a loop in [`LoopForest::loops`].
pub type LoopId = usize;

/// A loop.
#[derive(Clone, Debug)]
pub struct Loop {
    /// The block that dominates all others.
    pub header: Block,
    /// The loop around it.
    pub parent: Option<LoopId>,
    /// Whether no loop is inside.
    pub is_innermost: bool,
}

/// The loops of a function.
#[derive(Clone, Debug)]
pub struct LoopForest {
    /// The loops, each before those around it.
    pub loops: Vec<Loop>,
    innermost: SecondaryMap<Block, Option<LoopId>>,
}

impl LoopForest {
    /// Finds the loops of a function.
    pub fn compute(func: &Function, cfg: &ControlFlowGraph, tree: &DominatorTree) -> Self {
        let mut forest = Self {
            loops: Vec::new(),
            innermost: SecondaryMap::with_capacity(func.blocks.len()),
        };
        // In postorder a header comes after the headers of the loops inside.
        for &header in cfg.rpo.iter().rev() {
            let preds = cfg.preds(header).iter().copied();
            let latches: Vec<Block> = preds.filter(|&p| tree.dominates(header, p)).collect();
            if !latches.is_empty() {
                forest.add(cfg, header, latches);
            }
        }
        forest
    }

    /// Walks back from the branches to the header. What is in a loop already is stepped over: the walk goes on from its header.
    fn add(&mut self, cfg: &ControlFlowGraph, header: Block, mut stack: Vec<Block>) {
        let id = self.loops.len();
        self.loops.push(Loop {
            header,
            parent: None,
            is_innermost: true,
        });
        self.innermost[header] = Some(id);
        while let Some(block) = stack.pop() {
            match self.innermost[block] {
                None => {
                    self.innermost[block] = Some(id);
                    stack.extend(cfg.preds(block));
                }
                Some(inner) => {
                    let outermost = self.outermost(inner);
                    if outermost != id {
                        self.loops[outermost].parent = Some(id);
                        self.loops[id].is_innermost = false;
                        stack.extend(cfg.preds(self.loops[outermost].header));
                    }
                }
            }
        }
    }

    fn outermost(&self, mut id: LoopId) -> LoopId {
        while let Some(parent) = self.loops[id].parent {
            id = parent;
        }
        id
    }

    /// The innermost loop a block is in.
    pub fn innermost(&self, block: Block) -> Option<LoopId> {
        self.innermost[block]
    }

    /// Whether a block is in a loop, or in one inside of it.
    pub fn contains(&self, id: LoopId, block: Block) -> bool {
        let mut at = self.innermost[block];
        while let Some(inner) = at {
            if inner == id {
                return true;
            }
            at = self.loops[inner].parent;
        }
        false
    }

    /// The blocks of each loop, those of loops inside included, each after those that dominate it.
    pub fn bodies(&self, cfg: &ControlFlowGraph) -> Vec<Vec<Block>> {
        let mut bodies = vec![Vec::new(); self.loops.len()];
        for &block in &cfg.rpo {
            let mut at = self.innermost(block);
            while let Some(id) = at {
                bodies[id].push(block);
                at = self.loops[id].parent;
            }
        }
        bodies
    }

    /// In how many loops a block is.
    pub fn depth(&self, block: Block) -> usize {
        let mut at = self.innermost[block];
        let mut depth = 0;
        while let Some(id) = at {
            depth += 1;
            at = self.loops[id].parent;
        }
        depth
    }
}

#[cfg(test)]
mod tests {
    use super::LoopForest;
    use crate::ir::{Block, ControlFlowGraph, DominatorTree, parse_function};

    #[test]
    fn nested_loops() {
        let text = "function %f(i32) {
block0(v0: i32):
    jump block1
block1:
    jump block2
block2:
    brif v0, block3, block4
block3:
    jump block2
block4:
    jump block5
block5:
    brif v0, block5, block6
block6:
    brif v0, block1, block7
block7:
    return
}";
        let func = parse_function(text).unwrap_or_else(|e| panic!("{e}"));
        let cfg = ControlFlowGraph::compute(&func);
        let tree = DominatorTree::compute(&func, &cfg);
        let forest = LoopForest::compute(&func, &cfg, &tree);
        let depths: Vec<_> = (0..8).map(|n| forest.depth(Block::from_u32(n))).collect();
        assert_eq!(depths, [0, 1, 2, 2, 1, 2, 1, 0]);
        let headers: Vec<_> = forest.loops.iter().map(|l| l.header.as_u32()).collect();
        assert_eq!(headers, [5, 2, 1]);
        let innermost: Vec<_> = forest.loops.iter().map(|l| l.is_innermost).collect();
        assert_eq!(innermost, [true, true, false]);
        assert!(forest.contains(2, Block::from_u32(3)));
        assert!(!forest.contains(0, Block::from_u32(3)));
    }
}
