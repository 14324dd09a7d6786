//! Rematerialisation: constants and addresses of symbols are made again in the blocks that read them, rather than kept in
//! a register on the way there. Numbering made one definition of each; making one takes an instruction or two, and a register
//! that is free meanwhile may save a spill.
//!
//! Not in a loop the definition is outside of: there it would be made over and over. It is made before such a loop, unless the loop calls:
//! a small constant is cheaper to make than a register is to keep across calls.

use rustc_hash::{FxHashMap, FxHashSet};

use super::effects::{Effect, effect};
use crate::ir::loops::{LoopForest, LoopId};
use crate::ir::{
    Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, Value, ValueDef,
};

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let tree = DominatorTree::compute(func, &cfg);
    let forest = LoopForest::compute(func, &cfg, &tree);
    let homes = homes(func);
    let mut changed = false;
    let mut before = FxHashMap::default();
    let calling = calling_loops(func, &forest, &cfg.rpo);
    for &block in &cfg.rpo {
        let calls = forest
            .innermost(block)
            .is_some_and(|id| calling.contains(&id));
        changed |= visit_block(func, &forest, &homes, block, calls);
        changed |= make_before_loops(func, &tree, &forest, &homes, block, &mut before);
    }
    changed
}

/// The block of each constant.
pub(super) fn homes(func: &Function) -> FxHashMap<Value, Block> {
    let mut homes = FxHashMap::default();
    for &block in &func.layout {
        for &inst in &func.blocks[block].insts {
            if is_constant(func.inst(inst)) {
                homes.insert(func.result(inst), block);
            }
        }
    }
    homes
}

pub(super) fn is_constant(data: &InstData) -> bool {
    matches!(
        data,
        InstData::Iconst(_) | InstData::Fconst(_) | InstData::SymbolAddr { .. }
    )
}

fn visit_block(
    func: &mut Function,
    forest: &LoopForest,
    homes: &FxHashMap<Value, Block>,
    block: Block,
    calls: bool,
) -> bool {
    let mut copies: FxHashMap<Value, Value> = FxHashMap::default();
    let mut insts: Vec<Inst> = Vec::with_capacity(func.blocks[block].insts.len());
    let mut changed = false;
    for inst in std::mem::take(&mut func.blocks[block].insts) {
        let mut data = func.inst(inst).clone();
        let mut copied = false;
        data.visit_args_mut(|arg| {
            let Some(&home) = homes.get(arg) else {
                return;
            };
            let small = calls && is_small(func, *arg);
            if home == block || !small && is_outside(forest, home, block) {
                return;
            }
            *arg = *copies.entry(*arg).or_insert_with(|| {
                let copy = copy(func, *arg);
                insts.extend(copy);
                copy.map_or(*arg, |copy| func.result(copy))
            });
            copied = true;
        });
        if copied {
            *func.inst_mut(inst) = data;
            changed = true;
        }
        if effect(func, func.inst(inst)) == Effect::Calls {
            // A register that lives across a call is dearer than an instruction.
            copies.clear();
        }
        insts.push(inst);
    }
    func.blocks[block].insts = insts;
    changed
}

/// The loops that call something themselves.
fn calling_loops(func: &Function, forest: &LoopForest, blocks: &[Block]) -> FxHashSet<LoopId> {
    let calls = |block: &&Block| {
        let mut insts = func.blocks[**block].insts.iter();
        insts.any(|&inst| effect(func, func.inst(inst)) == Effect::Calls)
    };
    let calling = blocks.iter().filter(calls);
    calling
        .filter_map(|&block| forest.innermost(block))
        .collect()
}

/// Whether a constant is one short instruction everywhere.
fn is_small(func: &Function, value: Value) -> bool {
    match func.def(value) {
        ValueDef::Result(inst, _) => {
            matches!(func.inst(inst), InstData::Iconst(n) if (-2048..2048).contains(n))
        }
        ValueDef::Param(..) => false,
    }
}

/// Has constants that a block in a loop reads, and that come from far before, made before the loop.
fn make_before_loops(
    func: &mut Function,
    tree: &DominatorTree,
    forest: &LoopForest,
    homes: &FxHashMap<Value, Block>,
    block: Block,
    before: &mut FxHashMap<(Block, Value), Value>,
) -> bool {
    if forest.innermost(block).is_none() {
        return false;
    }
    let mut changed = false;
    for inst in func.blocks[block].insts.clone() {
        let mut data = func.inst(inst).clone();
        let mut moved = false;
        data.visit_args_mut(|arg| {
            let place = homes.get(arg).and_then(|&home| {
                let header = outermost_header(forest, home, block)?;
                tree.idom(header).filter(|&place| place != home)
            });
            let Some(place) = place else {
                return;
            };
            let made = before.get(&(place, *arg)).copied().or_else(|| {
                let inst = copy(func, *arg)?;
                let end = func.blocks[place].insts.len() - 1;
                func.blocks[place].insts.insert(end, inst);
                before.insert((place, *arg), func.result(inst));
                Some(func.result(inst))
            });
            if let Some(made) = made {
                *arg = made;
                moved = true;
            }
        });
        if moved {
            *func.inst_mut(inst) = data;
            changed = true;
        }
    }
    changed
}

/// The header of the outermost loop that `block` is in and `home` is not.
fn outermost_header(forest: &LoopForest, home: Block, block: Block) -> Option<Block> {
    let mut header = None;
    let mut at = forest.innermost(block);
    while let Some(id) = at.filter(|&id| !forest.contains(id, home)) {
        header = Some(forest.loops[id].header);
        at = forest.loops[id].parent;
    }
    header
}

/// Whether `home` lies outside of some loop that `block` is in.
fn is_outside(forest: &LoopForest, home: Block, block: Block) -> bool {
    forest
        .innermost(block)
        .is_some_and(|id| !forest.contains(id, home))
}

/// Another instruction that makes the same constant, not yet placed.
pub(super) fn copy(func: &mut Function, value: Value) -> Option<Inst> {
    let ValueDef::Result(inst, _) = func.def(value) else {
        return None;
    };
    let (data, ty, loc) = (func.inst(inst).clone(), func.ty(value), func.loc(inst));
    Some(func.make_inst(data, &[ty], loc))
}
