//! Global value numbering: an instruction equal to one that dominates it is replaced by that one's results.
//!
//! Equal are instructions with the same operation and operands, up to the order of commuting operands. Calls of the
//! runtime's arithmetic routines count as operations. A load is also equal to a load or a store of the same place
//! before it, if nothing that may write the place lies between on any path; see [`memory`].

mod memory;

use rustc_hash::FxHashMap;

use super::effects::{Effect, effect};
use super::rewrite::Replacements;
use crate::ir::dominators::TreeStep;
use crate::ir::{
    Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, LoadKind, StoreKind, Value,
    ValueList,
};

use memory::{MemoryStates, Version};

/// An instruction in normal form, with the version of the memory it reads.
type Key = (InstData, Version);

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let dominators = DominatorTree::compute(func, &cfg);
    let mut numbering = Numbering {
        states: MemoryStates::new(&cfg),
        dominators: &dominators,
        known: FxHashMap::default(),
        replacements: Replacements::default(),
        removed: false,
    };
    for step in dominators.walk(func.entry()) {
        if let TreeStep::Enter(block) = step {
            numbering.block(func, &cfg, block);
        }
    }
    let Numbering {
        replacements,
        removed,
        ..
    } = numbering;
    replacements.apply(func);
    removed
}

struct Numbering<'a> {
    states: MemoryStates,
    dominators: &'a DominatorTree,
    /// The values an instruction has, and the block they were found in. An entry whose block does not dominate the
    /// current one is stale: the walk of the tree will not come back to where it holds, so it is overwritten.
    known: FxHashMap<Key, (ValueList, Block)>,
    replacements: Replacements,
    removed: bool,
}

impl Numbering<'_> {
    fn block(&mut self, func: &mut Function, cfg: &ControlFlowGraph, block: Block) {
        self.states.enter(cfg, self.dominators, block);
        let mut insts = std::mem::take(&mut func.blocks[block].insts);
        insts.retain(|&inst| {
            let replacements = &mut self.replacements;
            func.inst_mut(inst)
                .visit_args_mut(|arg| *arg = replacements.resolve(*arg));
            let keep = self.inst(func, block, inst);
            self.removed |= !keep;
            keep
        });
        func.blocks[block].insts = insts;
        self.states.leave(block);
    }

    /// Numbers one instruction; says whether it stays.
    fn inst(&mut self, func: &Function, block: Block, inst: Inst) -> bool {
        let data = func.inst(inst);
        let key = match effect(func, data) {
            Effect::Control => return true,
            Effect::Calls => {
                self.states.write_anything();
                return true;
            }
            Effect::Writes => {
                self.store(func, block, data);
                return true;
            }
            Effect::None => (normal_form(data), Version::default()),
            Effect::Reads => (normal_form(data), self.states.version(func, data)),
        };
        if let Some((values, at)) = self.known.get(&key)
            && self.dominators.dominates(*at, block)
        {
            for (&result, &value) in func.results(inst).iter().zip(values) {
                self.replacements.replace(result, value);
            }
            return false;
        }
        let results = ValueList::from_slice(func.results(inst));
        self.known.insert(key, (results, block));
        true
    }

    /// After a store of a whole word, a load of it is what was stored.
    fn store(&mut self, func: &Function, block: Block, data: &InstData) {
        self.states.write(func, data);
        let InstData::Store {
            kind,
            value,
            addr,
            offset,
            ..
        } = *data
        else {
            return;
        };
        let kind = match kind {
            StoreKind::W32 => LoadKind::W32,
            StoreKind::F32 => LoadKind::F32,
            StoreKind::B8 | StoreKind::B16 => return,
        };
        let load = InstData::Load {
            kind,
            addr,
            offset,
            aligned: false,
        };
        let version = self.states.version(func, &load);
        let values = ValueList::from_slice(&[value]);
        self.known.insert((load, version), (values, block));
    }
}

/// The instruction with commuting operands in order, and without what does not change its results.
fn normal_form(data: &InstData) -> InstData {
    let mut data = data.clone();
    let in_order = |[a, b]: [Value; 2]| a <= b;
    match &mut data {
        InstData::Binary { op, args } if op.is_commutative() => args.sort_unstable(),
        InstData::Icmp { cc, args } if !in_order(*args) => {
            *cc = cc.swapped();
            args.swap(0, 1);
        }
        InstData::Fcmp { cc, args } if !in_order(*args) => {
            *cc = cc.swapped();
            args.swap(0, 1);
        }
        InstData::Load { aligned, .. } => *aligned = false,
        _ => {}
    }
    data
}
