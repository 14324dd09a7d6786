//! The order in which blocks are written: as they are laid out, without those that only jump, and with fewer jumps in loops.
//!
//! * A block on a split edge back to the start of a loop is put directly before that start.
//! * A loop that ends with a jump back to its start is rotated, if it can be parted where nothing falls through, or where a
//!   branch leaves the loop for what comes after it: then the last block falls into the first.
//!
//! Each saves a jump in every iteration for one when the loop is entered.

use super::vcode::{MInst, VCode};

/// The blocks in order. `forward` tells where a jump to a block ends up; a block that only jumps is not its own end.
pub(super) fn order(code: &VCode, forward: &[usize]) -> Vec<usize> {
    let blocks = (0..code.blocks.len()).filter(|&n| forward[n] == n);
    let mut order = Order {
        code,
        forward,
        blocks: blocks.collect(),
    };
    order.move_edge_blocks();
    order.rotate_loops();
    order.blocks
}

struct Order<'a> {
    code: &'a VCode,
    forward: &'a [usize],
    blocks: Vec<usize>,
}

impl Order<'_> {
    fn move_edge_blocks(&mut self) {
        for place in 0..self.blocks.len() {
            let n = self.blocks[place];
            if let Some(start) = self.goes_back_to(n)
                && let Some(to) = self.blocks[..place].iter().position(|&b| b == start)
                && to > 0
                && self.goes_back_to(self.blocks[to - 1]) != Some(start)
            {
                self.blocks.remove(place);
                self.blocks.insert(to, n);
            }
        }
    }

    /// Where a block goes that stands on a split edge, if that is a block before it.
    fn goes_back_to(&self, n: usize) -> Option<usize> {
        let block = &self.code.blocks[n];
        let only_jumps = block.insts.1 - block.insts.0 == 1 && matches!(self.last(n), MInst::Jump);
        let &[to] = &block.succs[..] else {
            return None;
        };
        let to = self.forward[to.index()];
        (only_jumps && block.params.is_empty() && !block.cold && to < n).then_some(to)
    }

    fn rotate_loops(&mut self) {
        let mut places = vec![usize::MAX; self.code.blocks.len()];
        for (place, &n) in self.blocks.iter().enumerate() {
            places[n] = place;
        }
        for end in 0..self.blocks.len() {
            let n = self.blocks[end];
            if !matches!(self.last(n), MInst::Jump) || self.code.blocks[n].cold {
                continue;
            }
            let start = places[self.target(n, 0)];
            // The function begins with its first block.
            if start == 0 || start > end {
                continue;
            }
            if let Some(part) = (start..end).find(|&place| self.parts_after(place, end)) {
                self.blocks[start..=end].rotate_left(part + 1 - start);
                for place in start..=end {
                    places[self.blocks[place]] = place;
                }
            }
        }
    }

    /// Whether the blocks up to `place` can be put after `end` at no cost.
    fn parts_after(&self, place: usize, end: usize) -> bool {
        let (n, next) = (self.blocks[place], self.blocks[place + 1]);
        match self.last(n) {
            MInst::Jump => self.target(n, 0) != next,
            MInst::CondBr(_) => {
                let targets = [self.target(n, 0), self.target(n, 1)];
                let after = self.blocks.get(end + 1);
                !targets.contains(&next) || after.is_some_and(|after| targets.contains(after))
            }
            _ => true,
        }
    }

    fn last(&self, n: usize) -> &MInst {
        let (_, end) = self.code.blocks[n].insts;
        &self.code.insts[end as usize - 1]
    }

    fn target(&self, n: usize, edge: usize) -> usize {
        self.forward[self.code.blocks[n].succs[edge].index()]
    }
}
