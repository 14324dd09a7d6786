//! Dead code elimination: instructions whose results nobody needs, and block parameters nobody reads, with the
//! arguments passed for them. Blocks that are not reachable are `cfg`'s.
//!
//! Needed is what an effect needs, transitively. A branch needs its condition, but an argument only if the
//! parameter it is for is needed: a value that only goes round a loop dies.

use cranelift_entity::{EntitySet, SecondaryMap};

use super::effects::{Effect, effect};
use crate::ir::{Block, Function, Inst, InstData, Value, ValueDef};

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function) -> bool {
    let mut liveness = Liveness {
        values: EntitySet::new(),
        insts: EntitySet::new(),
        worklist: Vec::new(),
        branches: branches(func),
    };
    liveness.mark(func);
    let removed = remove_params(func, &liveness);
    remove_insts(func, &liveness) || removed
}

/// For each block, the instructions that branch to it.
fn branches(func: &Function) -> SecondaryMap<Block, Vec<Inst>> {
    let mut branches = SecondaryMap::<Block, Vec<Inst>>::with_capacity(func.blocks.len());
    for &block in &func.layout {
        let inst = func.terminator(block);
        func.inst(inst).visit_dests(|dest| {
            let list = &mut branches[dest.block];
            if list.last() != Some(&inst) {
                list.push(inst);
            }
        });
    }
    branches
}

struct Liveness {
    values: EntitySet<Value>,
    insts: EntitySet<Inst>,
    /// Values found to be needed whose definition was not looked at yet.
    worklist: Vec<Value>,
    branches: SecondaryMap<Block, Vec<Inst>>,
}

impl Liveness {
    fn mark(&mut self, func: &Function) {
        for &param in &func.blocks[func.entry()].params {
            self.values.insert(param);
        }
        for &block in &func.layout {
            for &inst in &func.blocks[block].insts {
                if !matches!(effect(func, func.inst(inst)), Effect::None | Effect::Reads) {
                    self.need_inst(func, inst);
                }
            }
        }
        while let Some(value) = self.worklist.pop() {
            match func.def(value) {
                ValueDef::Result(inst, _) => self.need_inst(func, inst),
                ValueDef::Param(block, n) => self.need_args(func, block, n),
            }
        }
    }

    fn need(&mut self, value: Value) {
        if self.values.insert(value) {
            self.worklist.push(value);
        }
    }

    fn need_inst(&mut self, func: &Function, inst: Inst) {
        if !self.insts.insert(inst) {
            return;
        }
        match func.inst(inst) {
            InstData::Jump { .. } => {}
            InstData::BrIf { cond, .. } => self.need(*cond),
            InstData::BrTable { index, .. } => self.need(*index),
            data => data.visit_args(|arg| self.need(arg)),
        }
    }

    /// The arguments passed for the n-th parameter of a block.
    fn need_args(&mut self, func: &Function, block: Block, n: u16) {
        let branches = std::mem::take(&mut self.branches[block]);
        for &inst in &branches {
            func.inst(inst).visit_dests(|dest| {
                if dest.block == block {
                    self.need(dest.args[usize::from(n)]);
                }
            });
        }
        self.branches[block] = branches;
    }
}

fn remove_params(func: &mut Function, liveness: &Liveness) -> bool {
    let mut keep = SecondaryMap::<Block, Option<Vec<bool>>>::new();
    let mut removed = false;
    for block in func.layout.clone() {
        let params = func.blocks[block].params.iter();
        let live: Vec<bool> = params.map(|&p| liveness.values.contains(p)).collect();
        if live.contains(&false) {
            func.retain_params(block, |n| live[n]);
            keep[block] = Some(live);
            removed = true;
        }
    }
    if !removed {
        return false;
    }
    for block in func.layout.clone() {
        let inst = func.terminator(block);
        func.inst_mut(inst).visit_dests_mut(|dest| {
            if let Some(live) = &keep[dest.block] {
                let mut live = live.iter();
                dest.args.retain(|_| live.next().is_some_and(|&live| live));
            }
        });
    }
    true
}

fn remove_insts(func: &mut Function, liveness: &Liveness) -> bool {
    let mut removed = false;
    for block in func.layout.clone() {
        let insts = &mut func.blocks[block].insts;
        let before = insts.len();
        insts.retain(|&inst| liveness.insts.contains(inst));
        removed |= insts.len() != before;
    }
    removed
}
