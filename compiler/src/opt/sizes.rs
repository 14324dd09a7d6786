//! Sizes of memories and tables, loaded once for all that no call can have changed in between.
//!
//! Only what is called can grow a memory, so a function's run falls into *epochs*: one begins with the function, one after
//! each call, and one where paths from different epochs meet. All loads of a size in one epoch give the same. One load
//! remains, in the block that dominates the others', outside of the loops that the epoch began outside of. So checks of one
//! memory become comparable beyond the blocks they are in, and the size does not change in a loop that calls nothing.
//!
//! On exit there are no more loads on any way than before, but for a loop that is left before it needed the size.

use std::collections::BTreeMap;

use cranelift_entity::{EntitySet, SecondaryMap};

use super::effects::{Effect, effect};
use super::rewrite::Replacements;
use crate::ir::loops::LoopForest;
use crate::ir::{
    Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, LoadKind, SourceLoc, Symbol,
    Type,
};

/// Where an epoch begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Epoch {
    /// With a block: the entry, or one where paths meet.
    Block(Block),
    /// After a call.
    Call(Block, Inst),
}

impl Epoch {
    fn block(self) -> Block {
        let (Self::Block(block) | Self::Call(block, _)) = self;
        block
    }
}

/// Loads of one size in one epoch.
type Groups = BTreeMap<(Epoch, Symbol), Vec<(Block, Inst)>>;

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function) -> bool {
    let mut insts = func
        .layout
        .iter()
        .flat_map(|&block| &func.blocks[block].insts);
    if !insts.any(|&inst| size_loaded(func, inst).is_some()) {
        return false;
    }
    let cfg = ControlFlowGraph::compute(func);
    let tree = DominatorTree::compute(func, &cfg);
    let forest = LoopForest::compute(func, &cfg, &tree);
    let groups = groups(func, &cfg, &tree);
    let mut replacements = Replacements::default();
    let mut changed = false;
    for ((epoch, symbol), loads) in groups {
        let place = place(&tree, &forest, epoch, &loads);
        if let [(block, _)] = loads[..]
            && block == place
        {
            continue;
        }
        load_once(func, &mut replacements, symbol, place, &loads);
        changed = true;
    }
    replacements.apply(func);
    changed
}

/// The descriptor whose first word an instruction loads.
fn size_loaded(func: &Function, inst: Inst) -> Option<Symbol> {
    let &InstData::Load {
        kind: LoadKind::W32,
        addr,
        offset: 0,
        ..
    } = func.inst(inst)
    else {
        return None;
    };
    match *func.made_by(addr)? {
        InstData::SymbolAddr { symbol, offset: 0 } => func.symbols[symbol]
            .name
            .ends_with(".desc")
            .then_some(symbol),
        _ => None,
    }
}

fn last_call(func: &Function, block: Block) -> Option<Inst> {
    let mut insts = func.blocks[block].insts.iter().rev().copied();
    insts.find(|&inst| effect(func, func.inst(inst)) == Effect::Calls)
}

/// The blocks where paths from different epochs meet: the iterated dominance frontier of the blocks with calls (Cytron et al., 1991).
fn meetings(func: &Function, cfg: &ControlFlowGraph, tree: &DominatorTree) -> EntitySet<Block> {
    let mut frontier = SecondaryMap::<Block, Vec<Block>>::new();
    for &block in cfg.rpo.iter().filter(|&&b| cfg.preds(b).len() > 1) {
        for &pred in cfg.preds(block) {
            let mut at = Some(pred);
            while let Some(before) = at.filter(|_| at != tree.idom(block)) {
                frontier[before].push(block);
                at = tree.idom(before);
            }
        }
    }
    let calls = |&block: &Block| last_call(func, block).is_some();
    let mut list: Vec<Block> = cfg.rpo.iter().copied().filter(calls).collect();
    let mut meetings = EntitySet::new();
    while let Some(block) = list.pop() {
        list.extend(frontier[block].iter().filter(|&&b| meetings.insert(b)));
    }
    meetings
}

/// The epoch that each block begins in.
fn epochs(
    func: &Function,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
) -> SecondaryMap<Block, Option<Epoch>> {
    let meetings = meetings(func, cfg, tree);
    let mut starts = SecondaryMap::<Block, Option<Epoch>>::new();
    let mut ends = SecondaryMap::<Block, Option<Epoch>>::new();
    // In reverse postorder a block comes after the one that dominates it.
    for &block in &cfg.rpo {
        let before = tree.idom(block).filter(|_| !meetings.contains(block));
        let start = before.and_then(|before| ends[before]);
        let start = start.unwrap_or(Epoch::Block(block));
        let end = last_call(func, block).map_or(start, |call| Epoch::Call(block, call));
        (starts[block], ends[block]) = (Some(start), Some(end));
    }
    starts
}

fn groups(func: &Function, cfg: &ControlFlowGraph, tree: &DominatorTree) -> Groups {
    let starts = epochs(func, cfg, tree);
    let mut groups = Groups::new();
    for &block in &cfg.rpo {
        let mut epoch = starts[block].unwrap_or(Epoch::Block(block));
        for &inst in &func.blocks[block].insts {
            if effect(func, func.inst(inst)) == Effect::Calls {
                epoch = Epoch::Call(block, inst);
            } else if let Some(symbol) = size_loaded(func, inst) {
                groups
                    .entry((epoch, symbol))
                    .or_default()
                    .push((block, inst));
            }
        }
    }
    groups
}

/// The block that dominates the loads', outside of the loops that do not contain the start of the epoch.
fn place(
    tree: &DominatorTree,
    forest: &LoopForest,
    epoch: Epoch,
    loads: &[(Block, Inst)],
) -> Block {
    let from = epoch.block();
    let up = |block: Block| tree.idom(block).unwrap_or(from);
    let mut place = loads[0].0;
    while !loads.iter().all(|&(block, _)| tree.dominates(place, block)) {
        place = up(place);
    }
    while forest
        .innermost(place)
        .is_some_and(|id| !forest.contains(id, from))
    {
        place = up(place);
    }
    place
}

/// Puts one load before the first of those in its block, or at the block's end, and drops the others.
fn load_once(
    func: &mut Function,
    replacements: &mut Replacements,
    symbol: Symbol,
    place: Block,
    loads: &[(Block, Inst)],
) {
    let first = loads.iter().find(|&&(block, _)| block == place);
    let loc = first.map_or(SourceLoc::NONE, |&(_, inst)| func.loc(inst));
    let address = InstData::SymbolAddr { symbol, offset: 0 };
    let address = func.make_inst(address, &[Type::I32], loc);
    let load = InstData::Load {
        kind: LoadKind::W32,
        addr: func.result(address),
        offset: 0,
        aligned: true,
    };
    let load = func.make_inst(load, &[Type::I32], loc);
    let insts = &mut func.blocks[place].insts;
    let end = insts.len() - 1;
    let at = first.and_then(|(_, first)| insts.iter().position(|inst| inst == first));
    let at = at.unwrap_or(end);
    insts.splice(at..at, [address, load]);
    for &(block, inst) in loads {
        func.blocks[block].insts.retain(|&i| i != inst);
        replacements.replace(func.result(inst), func.result(load));
    }
}
