//! Global value numbering: an instruction equal to one that dominates it is replaced by that one's results.
//!
//! Equal are instructions with the same operation and operands, up to the order of commuting operands. Calls of the
//! runtime's arithmetic routines count as operations. A load is also equal to a load or a store of the same place
//! before it, if nothing that may write the place lies between on any path; see [`memory`].
//!
//! An address `symbol + (x + y)` is taken from `symbol + x` where there is one and nothing else reads `x + y`: one addition less. Sums
//! are modulo 2^32, so it is the same word.

mod memory;

use cranelift_entity::SecondaryMap;
use rustc_hash::FxHashMap;

use super::effects::{Effect, effect};
use super::rewrite::Replacements;
use crate::ir::dominators::TreeStep;
use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, LoadKind,
    StoreKind, Value, ValueList,
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
        reads: reads(func),
        replacements: Replacements::default(),
        changed: false,
    };
    for step in dominators.walk(func.entry()) {
        if let TreeStep::Enter(block) = step {
            numbering.block(func, &cfg, block);
        }
    }
    let Numbering {
        replacements,
        changed,
        ..
    } = numbering;
    replacements.apply(func);
    changed
}

struct Numbering<'a> {
    states: MemoryStates,
    dominators: &'a DominatorTree,
    /// The values an instruction has, and the block they were found in. An entry whose block does not dominate the
    /// current one is stale: the walk of the tree will not come back to where it holds, so it is overwritten.
    known: FxHashMap<Key, (ValueList, Block)>,
    /// How often each value was read before the pass.
    reads: SecondaryMap<Value, u32>,
    replacements: Replacements,
    changed: bool,
}

impl Numbering<'_> {
    fn block(&mut self, func: &mut Function, cfg: &ControlFlowGraph, block: Block) {
        self.states.enter(cfg, self.dominators, block);
        let mut insts = std::mem::take(&mut func.blocks[block].insts);
        insts.retain(|&inst| {
            let replacements = &mut self.replacements;
            func.inst_mut(inst)
                .visit_args_mut(|arg| *arg = replacements.resolve(*arg));
            if let Some(data) = self.address_from_known(func, block, inst) {
                *func.inst_mut(inst) = data;
                self.changed = true;
            }
            let keep = self.inst(func, block, inst);
            self.changed |= !keep;
            keep
        });
        func.blocks[block].insts = insts;
        self.states.leave(block);
    }

    /// `symbol + (x + y)` as the sum of a known `symbol + x` and `y`.
    fn address_from_known(&self, func: &Function, block: Block, inst: Inst) -> Option<InstData> {
        let [a, b] = sum(func.inst(inst))?;
        let is_symbol = |value| matches!(func.made_by(value), Some(InstData::SymbolAddr { .. }));
        let (base, index) = match (is_symbol(a), is_symbol(b)) {
            (true, false) => (a, b),
            (false, true) => (b, a),
            _ => return None,
        };
        let [x, y] = sum(func.made_by(index)?)?;
        if self.reads[index] != 1 {
            return None;
        }
        [(x, y), (y, x)].into_iter().find_map(|(x, y)| {
            let op = BinaryOp::Iadd;
            let args = [base, x];
            let key = normal_form(&InstData::Binary { op, args });
            let (values, at) = self.known.get(&(key, Version::default()))?;
            let args = [*values.first()?, y];
            (self.dominators.dominates(*at, block)).then_some(InstData::Binary { op, args })
        })
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

fn reads(func: &Function) -> SecondaryMap<Value, u32> {
    let mut reads = SecondaryMap::new();
    for &block in &func.layout {
        for &inst in &func.blocks[block].insts {
            func.inst(inst).visit_args(|arg| reads[arg] += 1);
        }
    }
    reads
}

fn sum(data: &InstData) -> Option<[Value; 2]> {
    match *data {
        InstData::Binary {
            op: BinaryOp::Iadd,
            args,
        } => Some(args),
        _ => None,
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
