//! Dominators: block `a` dominates `b` if every path from the entry to `b` goes through `a`.
//!
//! The algorithm is Semi-NCA (Georgiadis, Tarjan, Werneck): semidominators by path compression over the depth-first
//! tree, then each immediate dominator as nearest common ancestor of the parent and the semidominator. It is
//! near-linear on every graph that occurs, long chains of branches to one exit included.

use cranelift_entity::SecondaryMap;

use super::cfg::{ControlFlowGraph, successors};
use super::function::Function;
use super::types::Block;

/// The dominator tree of the reachable blocks.
#[derive(Clone, Debug)]
pub struct DominatorTree {
    idom: SecondaryMap<Block, Option<Block>>,
    /// The children of each block in the tree, in reverse postorder.
    children: SecondaryMap<Block, Vec<Block>>,
    /// Preorder number and the largest preorder number below, for constant-time queries. 0 is "not reachable".
    span: SecondaryMap<Block, (u32, u32)>,
}

impl DominatorTree {
    /// Computes the tree of a function.
    pub fn compute(func: &Function, cfg: &ControlFlowGraph) -> Self {
        let mut tree = Self {
            idom: SecondaryMap::with_capacity(func.blocks.len()),
            children: SecondaryMap::with_capacity(func.blocks.len()),
            span: SecondaryMap::with_capacity(func.blocks.len()),
        };
        if cfg.rpo.is_empty() {
            return tree;
        }
        SemiNca::new(func).run(cfg, &mut tree.idom);
        for &block in &cfg.rpo {
            if let Some(parent) = tree.idom[block] {
                tree.children[parent].push(block);
            }
        }
        tree.number(cfg.rpo[0]);
        tree
    }

    /// Numbers the tree in preorder.
    fn number(&mut self, root: Block) {
        let mut next = 1;
        self.span[root].0 = next;
        let mut stack = vec![(root, 0)];
        while let Some((block, child)) = stack.last_mut() {
            if let Some(&below) = self.children[*block].get(*child) {
                *child += 1;
                next += 1;
                self.span[below].0 = next;
                stack.push((below, 0));
            } else {
                self.span[*block].1 = next;
                stack.pop();
            }
        }
    }

    /// The block that dominates `block` and is dominated by all its other dominators. None for the entry and for
    /// blocks that are not reachable.
    pub fn idom(&self, block: Block) -> Option<Block> {
        self.idom[block]
    }

    /// The blocks immediately dominated by `block`, in reverse postorder.
    pub fn children(&self, block: Block) -> &[Block] {
        &self.children[block]
    }

    /// Whether `a` dominates `b`; each reachable block dominates itself.
    pub fn dominates(&self, a: Block, b: Block) -> bool {
        let (first, last) = self.span[a];
        first != 0 && (first..=last).contains(&self.span[b].0)
    }

    /// The walk of the tree: each block entered before and left after all it dominates.
    pub fn walk(&self, root: Block) -> Vec<TreeStep> {
        let mut steps = vec![TreeStep::Enter(root)];
        let mut stack = vec![(root, 0)];
        while let Some((block, child)) = stack.last_mut() {
            if let Some(&below) = self.children[*block].get(*child) {
                *child += 1;
                steps.push(TreeStep::Enter(below));
                stack.push((below, 0));
            } else {
                steps.push(TreeStep::Leave(*block));
                stack.pop();
            }
        }
        steps
    }
}

/// A step of [`DominatorTree::walk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeStep {
    /// The block is entered: what its dominators know holds.
    Enter(Block),
    /// The block and all it dominates are done.
    Leave(Block),
}

/// The state of the algorithm; blocks are named by their depth-first preorder number, the entry is 0.
struct SemiNca {
    /// Block by number.
    blocks: Vec<Block>,
    /// Number by block; `u32::MAX` if not reachable.
    number: SecondaryMap<Block, u32>,
    /// Parent in the depth-first tree.
    parent: Vec<u32>,
    /// The path-compressed ancestor.
    ancestor: Vec<u32>,
    semi: Vec<u32>,
    /// The number of least semidominator on the compressed path.
    label: Vec<u32>,
}

impl SemiNca {
    fn new(func: &Function) -> Self {
        let mut this = Self {
            blocks: Vec::new(),
            number: SecondaryMap::with_default(u32::MAX),
            parent: Vec::new(),
            ancestor: Vec::new(),
            semi: Vec::new(),
            label: Vec::new(),
        };
        let mut stack = vec![(func.entry(), 0)];
        while let Some((block, parent)) = stack.pop() {
            if this.number[block] != u32::MAX {
                continue;
            }
            let n = this.blocks.len() as u32;
            this.number[block] = n;
            this.blocks.push(block);
            this.parent.push(parent);
            stack.extend(successors(func, block).into_iter().map(|s| (s, n)));
        }
        this.ancestor = this.parent.clone();
        this.semi = (0..this.blocks.len() as u32).collect();
        this.label = this.semi.clone();
        this
    }

    fn run(mut self, cfg: &ControlFlowGraph, idom: &mut SecondaryMap<Block, Option<Block>>) {
        for w in (1..self.blocks.len()).rev() {
            let mut semi = self.parent[w];
            for &pred in cfg.preds(self.blocks[w]) {
                let v = self.number[pred];
                semi = semi.min(self.evaluate(v, w as u32));
            }
            self.semi[w] = semi;
            self.label[w] = w as u32;
        }
        let mut idom_number = self.parent.clone();
        for w in 1..self.blocks.len() {
            let mut d = idom_number[w];
            while d > self.semi[w] {
                d = idom_number[d as usize];
            }
            idom_number[w] = d;
            idom[self.blocks[w]] = Some(self.blocks[d as usize]);
        }
    }

    /// The least semidominator on the tree path from `v` up to, not including, the vertices not yet linked (numbers
    /// not above `last`). Compresses the path.
    fn evaluate(&mut self, v: u32, last: u32) -> u32 {
        if v <= last {
            return v;
        }
        let mut path = Vec::new();
        let mut top = v;
        while self.ancestor[top as usize] > last {
            path.push(top);
            top = self.ancestor[top as usize];
        }
        while let Some(below) = path.pop() {
            let (b, a) = (below as usize, self.ancestor[below as usize] as usize);
            if self.semi[self.label[a] as usize] < self.semi[self.label[b] as usize] {
                self.label[b] = self.label[a];
            }
            self.ancestor[b] = self.ancestor[a];
        }
        self.semi[self.label[v as usize] as usize]
    }
}

/// Checks a tree against the definition; for tests.
#[cfg(test)]
mod tests {
    use super::DominatorTree;
    use crate::ir::cfg::{ControlFlowGraph, successors};
    use crate::ir::inst::{BlockCall, InstData, ValueList};
    use crate::ir::{Block, Function, Signature, SourceLoc};
    use cranelift_entity::EntityRef;

    /// A function whose n-th block branches to the blocks listed.
    fn graph(edges: &[Vec<usize>]) -> Function {
        let mut func = Function::new("f", Signature::default());
        let index = func.append_block();
        for _ in 1..edges.len() {
            func.append_block();
        }
        let call = |n: usize| BlockCall::plain(Block::new(n));
        let loc = SourceLoc::NONE;
        for (n, succs) in edges.iter().enumerate() {
            let block = Block::new(n);
            let data = match succs.split_last() {
                None => InstData::Return {
                    args: ValueList::new(),
                },
                Some((&last, rest)) => InstData::BrTable {
                    index: cranelift_entity::EntityRef::new(0),
                    targets: rest.iter().map(|&n| call(n)).collect(),
                    default: call(last),
                },
            };
            func.append_inst(block, data, &[], loc);
        }
        assert_eq!(index, func.entry());
        func
    }

    /// Blocks reachable from the entry without going through `without`.
    fn reachable(func: &Function, without: Option<Block>) -> Vec<bool> {
        let mut seen = vec![false; func.blocks.len()];
        let mut stack = vec![func.entry()];
        while let Some(block) = stack.pop() {
            if Some(block) != without && !std::mem::replace(&mut seen[block.index()], true) {
                stack.extend(successors(func, block));
            }
        }
        seen
    }

    fn check(edges: &[Vec<usize>]) {
        let func = graph(edges);
        let tree = DominatorTree::compute(&func, &ControlFlowGraph::compute(&func));
        let all = reachable(&func, None);
        for a in func.blocks.keys() {
            let without = reachable(&func, Some(a));
            for b in func.blocks.keys() {
                let dominates = all[a.index()] && all[b.index()] && !without[b.index()];
                assert_eq!(tree.dominates(a, b), dominates, "{a} {b} in {edges:?}");
                if dominates && a != b {
                    let idom = tree
                        .idom(b)
                        .expect("a strictly dominated block has an idom");
                    assert!(tree.dominates(a, idom), "{a} {b} in {edges:?}");
                }
            }
        }
    }

    #[test]
    fn random_graphs_agree_with_the_definition() {
        let mut state = 1u32;
        let mut random = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % below
        };
        for _ in 0..400 {
            let blocks = 1 + random(12);
            let edges: Vec<Vec<usize>> = (0..blocks)
                .map(|_| (0..random(4)).map(|_| random(blocks)).collect())
                .collect();
            check(&edges);
        }
    }

    #[test]
    fn a_long_chain_with_one_exit_is_fast() {
        let n = 50_000;
        let mut edges: Vec<Vec<usize>> = (0..n).map(|i| vec![i + 1, n]).collect();
        edges.push(vec![]);
        let func = graph(&edges);
        let tree = DominatorTree::compute(&func, &ControlFlowGraph::compute(&func));
        assert_eq!(tree.idom(Block::new(n)), Some(Block::new(0)));
    }
}
