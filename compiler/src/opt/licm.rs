//! Loop-invariant code motion, for what this IR has and Cranelift's did not: addresses of symbols, constants too large for an
//! instruction, limits of bounds checks, sums with a symbol.
//!
//! Out of an innermost loop without calls go the operations that only compute, on values from outside of the loop, in front
//! of the loop. There they are done even if the loop's path to them is not taken, which is harmless: divisions, whose
//! operands a check may have to look at first, stay. What leaves the loop occupies a register throughout it, so
//! only as much goes as the target's registers bear, what is read most first.

use cranelift_entity::{EntitySet, SecondaryMap};

use super::effects::{Effect, effect};
use crate::ir::loops::{LoopForest, LoopId};
use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, Value, ValueDef,
};
use crate::target::{Isa, Target};

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function, target: &Target) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let tree = DominatorTree::compute(func, &cfg);
    let forest = LoopForest::compute(func, &cfg, &tree);
    let mut bodies = vec![Vec::new(); forest.loops.len()];
    for &block in &cfg.rpo {
        if let Some(id) = forest.innermost(block) {
            bodies[id].push(block);
        }
    }
    let registers = match target.isa {
        Isa::Riscv32 => 8,
        Isa::Xtensa => 4,
    };
    let mut changed = false;
    for (id, body) in bodies.iter().enumerate() {
        let around = tree.idom(forest.loops[id].header);
        if let Some(before) = around
            && forest.loops[id].is_innermost
            && !body.iter().any(|&block| func.calls(block))
        {
            changed |= Hoist::new(func, &forest, id, body, target).run(before, registers);
        }
    }
    changed
}

/// Hoisting out of one loop.
struct Hoist<'a> {
    func: &'a mut Function,
    body: &'a [Block],
    target: &'a Target,
    /// The instructions that could go, in an order in which each follows its operands.
    candidates: Vec<Inst>,
    /// The results of the candidates.
    invariant: EntitySet<Value>,
    /// How often each candidate is read in the loop by what is none.
    reads: SecondaryMap<Value, u32>,
}

impl<'a> Hoist<'a> {
    fn new(
        func: &'a mut Function,
        forest: &LoopForest,
        id: LoopId,
        body: &'a [Block],
        target: &'a Target,
    ) -> Self {
        let mut hoist = Self {
            func,
            body,
            target,
            candidates: Vec::new(),
            invariant: EntitySet::new(),
            reads: SecondaryMap::new(),
        };
        hoist.find(forest, id);
        hoist
    }

    fn find(&mut self, forest: &LoopForest, id: LoopId) {
        let mut defined = EntitySet::<Value>::new();
        for &block in self.body {
            defined.extend(self.func.blocks[block].params.iter().copied());
            for &inst in &self.func.blocks[block].insts {
                defined.extend(self.func.results(inst).iter().copied());
            }
        }
        debug_assert!(self.body.iter().all(|&block| forest.contains(id, block)));
        for &block in self.body {
            for &inst in &self.func.blocks[block].insts {
                let data = self.func.inst(inst);
                let mut invariant = may_move(self.func, data);
                data.visit_args(|arg| {
                    invariant &= !defined.contains(arg) || self.invariant.contains(arg);
                });
                if invariant {
                    self.invariant.insert(self.func.result(inst));
                    self.candidates.push(inst);
                } else {
                    data.visit_args(|arg| self.reads[arg] += 1);
                }
            }
        }
    }

    /// Moves what is worth it to the end of `before`.
    fn run(self, before: Block, registers: usize) -> bool {
        let mut chosen = EntitySet::<Inst>::new();
        let mut by_reads: Vec<Inst> = self.candidates.clone();
        by_reads.retain(|&inst| self.is_worth_it(inst));
        by_reads.sort_by_key(|&inst| std::cmp::Reverse(self.reads[self.func.result(inst)]));
        by_reads.truncate(registers);
        for inst in by_reads {
            self.choose(inst, &mut chosen);
        }
        if chosen.is_empty() {
            return false;
        }
        for &block in self.body {
            let insts = &mut self.func.blocks[block].insts;
            insts.retain(|&inst| !chosen.contains(inst));
        }
        let mut moved = self.candidates;
        moved.retain(|&inst| chosen.contains(inst));
        let insts = &mut self.func.blocks[before].insts;
        let end = insts.len() - 1;
        insts.splice(end..end, moved);
        true
    }

    /// Whether a candidate saves an instruction in the loop by leaving it.
    fn is_worth_it(&self, inst: Inst) -> bool {
        let read = self.reads[self.func.result(inst)] > 0;
        let small = match *self.func.inst(inst) {
            // One instruction, if it is not an immediate of what reads it.
            InstData::Iconst(n) => (-2048..2048).contains(&n),
            InstData::Fconst(0) => self.target.isa == Isa::Riscv32,
            _ => false,
        };
        read && !small
    }

    /// A candidate goes with all the candidates it reads.
    fn choose(&self, inst: Inst, chosen: &mut EntitySet<Inst>) {
        let mut stack = vec![inst];
        while let Some(inst) = stack.pop() {
            if !chosen.insert(inst) {
                continue;
            }
            self.func.inst(inst).visit_args(|arg| {
                if let ValueDef::Result(def, _) = self.func.def(arg)
                    && self.invariant.contains(arg)
                {
                    stack.push(def);
                }
            });
        }
    }
}

/// Whether an instruction may be done where its operands are there, though it might not have been done.
fn may_move(func: &Function, data: &InstData) -> bool {
    let partial = matches!(
        data,
        InstData::Call { .. }
            | InstData::Binary {
                op: BinaryOp::Udiv | BinaryOp::Sdiv | BinaryOp::Urem | BinaryOp::Srem,
                ..
            }
    );
    !partial && effect(func, data) == Effect::None
}
