//! Facts: conditions that are known from checks and branches already passed.
//!
//! After `trapif c`, `c` is 0; in the block a `brif c` alone leads to, `c` is zero or not. From a comparison known to hold or
//! not follow bounds of its operand and the truth of others: after `trapif (uge i, 100)`, `uge i, 200` is false, so a
//! check of it is *redundant* (the same or a stronger one dominates it) and goes. Facts hold in everything the point
//! dominates, and are forgotten where the walk of the dominator tree leaves it.
//!
//! Bounds come from the definitions too: a byte that was loaded is at most 255, a sum with a number lies where its operand does,
//! shifted, and the size of a memory is between what the module declares. So a check of an index that is small by
//! the way it was made, into the part of a memory that is always there, goes.
//!
//! Numbers are unsigned throughout; of signed comparisons only the very same is known.

mod known;

use crate::ir::dominators::TreeStep;
use crate::ir::{
    Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, SourceLoc, Type, Value,
};

use super::Context;
use known::Facts;

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function, context: &Context<'_>) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let dominators = DominatorTree::compute(func, &cfg);
    let mut facts = Facts::new(func, context.memories);
    let mut marks = Vec::new();
    let mut changed = false;
    for step in dominators.walk(func.entry()) {
        match step {
            TreeStep::Enter(block) => {
                marks.push(facts.mark());
                learn_from_branch(func, &cfg, &mut facts, block);
                changed |= visit_block(func, &mut facts, block);
            }
            TreeStep::Leave(_) => facts.forget_since(marks.pop().unwrap_or_default()),
        }
    }
    changed
}

/// What the branch that alone leads to a block says.
fn learn_from_branch(func: &Function, cfg: &ControlFlowGraph, facts: &mut Facts, block: Block) {
    let [pred] = cfg.preds(block) else {
        return;
    };
    if let InstData::BrIf {
        cond, then_dest, ..
    } = func.inst(func.terminator(*pred))
    {
        facts.learn(func, *cond, then_dest.block == block);
    }
}

fn visit_block(func: &mut Function, facts: &mut Facts, block: Block) -> bool {
    let mut changed = false;
    let mut insts = Vec::with_capacity(func.blocks[block].insts.len());
    for inst in std::mem::take(&mut func.blocks[block].insts) {
        let cond = match func.inst(inst) {
            InstData::TrapIf { cond, .. }
            | InstData::BrIf { cond, .. }
            | InstData::Select { cond, .. } => *cond,
            InstData::Icmp { .. } => {
                if let Some(truth) = facts.truth(func, func.result(inst)) {
                    *func.inst_mut(inst) = InstData::Iconst(i32::from(truth));
                    changed = true;
                }
                insts.push(inst);
                continue;
            }
            _ => {
                insts.push(inst);
                continue;
            }
        };
        match facts.truth(func, cond).filter(|_| !is_const(func, cond)) {
            Some(truth) => {
                changed = true;
                decide(func, inst, truth, &mut insts);
            }
            None => insts.push(inst),
        }
        if matches!(func.inst(inst), InstData::TrapIf { .. }) {
            facts.learn(func, cond, false);
        }
    }
    func.blocks[block].insts = insts;
    changed
}

/// Leaves a known condition as a constant for `fold` and `cfg`; a check that cannot fail goes at once.
fn decide(func: &mut Function, inst: Inst, truth: bool, insts: &mut Vec<Inst>) {
    if !truth && matches!(func.inst(inst), InstData::TrapIf { .. }) {
        return;
    }
    let data = InstData::Iconst(i32::from(truth));
    let constant = func.make_inst(data, &[Type::I32], SourceLoc::NONE);
    let known = func.result(constant);
    match func.inst_mut(inst) {
        InstData::TrapIf { cond, .. }
        | InstData::BrIf { cond, .. }
        | InstData::Select { cond, .. } => *cond = known,
        _ => {}
    }
    insts.extend([constant, inst]);
}

fn is_const(func: &Function, value: Value) -> bool {
    match func.def(value) {
        crate::ir::ValueDef::Result(inst, _) => matches!(func.inst(inst), InstData::Iconst(_)),
        crate::ir::ValueDef::Param(..) => false,
    }
}
