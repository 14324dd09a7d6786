//! Branches, tables and loops.

use super::Generator;
use crate::ir::inst::{BinaryOp, BlockCall, InstData, TrapKind};
use crate::ir::types::{Block, Type};

impl Generator {
    /// Two comparisons joined, branched on, and asked again on both sides.
    pub(super) fn condition_branch(&mut self, depth: usize) {
        if depth >= 5 {
            return;
        }
        let (a, b) = (self.comparison(), self.comparison());
        let op = self.rng.pick(&[BinaryOp::And, BinaryOp::Or, BinaryOp::Xor]);
        let cond = self.binary(op, a, b);
        let (then, other) = (self.func.append_block(), self.func.append_block());
        let join = self.func.append_block();
        let then_dest = self.call(then, &[]);
        let else_dest = self.call(other, &[]);
        let data = InstData::BrIf {
            cond,
            then_dest,
            else_dest,
        };
        self.emit(data, &[]);
        for block in [then, other] {
            self.inside(block, |this| {
                for _ in 0..2 {
                    let again = this.comparison();
                    this.sink(again);
                }
                this.sink(a);
                let dest = this.call(join, &[]);
                this.emit(InstData::Jump { dest }, &[]);
            });
        }
        self.block = join;
    }

    /// Two blocks that meet again, of which one may be empty.
    pub(super) fn if_else(&mut self, depth: usize) {
        let types = self.types();
        let cond = match self.rng.below(4) {
            0 | 1 => self.comparison(),
            2 => self.int(),
            _ => {
                let cond = self.comparison();
                self.select_consts(cond)
            }
        };
        let (then, other) = (self.func.append_block(), self.func.append_block());
        let join = self.block_with(&types);
        let then_dest = self.call(then, &[]);
        let else_dest = match self.rng.below(3) {
            0 => self.call(join, &types),
            _ => self.call(other, &[]),
        };
        let to_other = else_dest.block == other;
        let data = InstData::BrIf {
            cond,
            then_dest,
            else_dest,
        };
        self.emit(data, &[]);
        self.arm(then, join, &types, depth);
        match to_other {
            true => self.arm(other, join, &types, depth),
            false => self.func.layout.retain(|&block| block != other),
        }
        self.continue_in(join);
    }

    /// A block of statements that ends in a jump, rarely in a trap.
    pub(super) fn arm(&mut self, block: Block, join: Block, types: &[Type], depth: usize) {
        self.inside(block, |this| {
            if this.rng.below(3) == 0 {
                this.store();
            }
            if this.rng.below(4) != 0 {
                this.region(depth + 1);
            }
            if this.rng.below(30) == 0 {
                let kind = this.rng.pick(&TrapKind::ALL);
                this.emit(InstData::Trap { kind }, &[]);
                return;
            }
            let dest = this.call(join, types);
            this.emit(InstData::Jump { dest }, &[]);
        });
    }

    pub(super) fn table(&mut self, depth: usize) {
        let types = self.types();
        let join = self.block_with(&types);
        let arms: Vec<Block> = (0..1 + self.rng.below(3))
            .map(|_| self.func.append_block())
            .collect();
        let mut targets: Vec<BlockCall> = Vec::new();
        for _ in 0..self.rng.below(5) {
            let arm = self.rng.pick(&arms);
            targets.push(self.call(arm, &[]));
        }
        let default = self.call(join, &types);
        let (x, mask) = (self.int(), self.iconst(7));
        let index = self.binary(BinaryOp::And, x, mask);
        let data = InstData::BrTable {
            index,
            targets,
            default,
        };
        self.emit(data, &[]);
        for arm in arms {
            self.arm(arm, join, &types, depth);
        }
        self.continue_in(join);
    }

    /// A loop that runs a fixed number of times, with values that go round.
    pub(super) fn counted_loop(&mut self, depth: usize) {
        let mut types = vec![Type::I32];
        types.extend(self.types());
        let (head, exit) = (self.block_with(&types), self.func.append_block());
        let count = 1 + self.rng.below(4) as u32;
        let count = self.iconst(count);
        let mut dest = self.call(head, &types);
        dest.args[0] = count;
        self.emit(InstData::Jump { dest }, &[]);
        self.inside(head, |this| {
            this.continue_in(head);
            let counter = this.func.blocks[head].params[0];
            this.load();
            this.region(depth + 1);
            this.store();
            let one = this.iconst(1);
            let left = this.binary(BinaryOp::Isub, counter, one);
            let mut again = this.call(head, &types);
            again.args[0] = left;
            let data = InstData::BrIf {
                cond: left,
                then_dest: again,
                else_dest: BlockCall::plain(exit),
            };
            this.emit(data, &[]);
        });
        self.block = exit;
    }
}
