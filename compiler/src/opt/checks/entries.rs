//! Checks at the start of a loop that only its entry needs: where what goes round has been checked on the way, as the next element of
//! a list was when its fields were read, the check of the first one is made before the loop.
//!
//! Let a header's parameter p be checked before anything that could be seen from outside. If the values that every branch
//! back passes for p are known to pass the check, then, once the first value is checked on the way into the loop, p passes
//! in every iteration: by induction, since what is known at a branch back follows from checks in the iteration that ends
//! there, of which the one of p is one. Nothing happens between the end of a block that enters the loop and the check, so
//! it traps where it did.

use rustc_hash::FxHashMap;

use super::{Check, Checks, DEPTH, Passed, check_of, value_and_add};
use crate::ir::{Block, BlockCall, ControlFlowGraph, DominatorTree, Function, Inst, InstData};
use crate::ir::{SourceLoc, TrapKind, Value, ValueDef};
use crate::opt::loops::insert_block_after;

/// A check of a block's parameter at the start of the block.
pub(super) struct Entry {
    inst: Inst,
    param: usize,
    check: Check,
    /// Whether some branch back passes a value, and every one passes what is known to pass.
    known: Option<bool>,
}

/// The checks of each block that may be made where it is entered.
pub(super) type Entries = FxHashMap<Block, Vec<Entry>>;

impl Entry {
    /// The check, if it is of a parameter of that block and of a size that is known before.
    pub fn of(func: &Function, block: Block, inst: Inst) -> Option<Self> {
        let check = check_of(func, inst)?;
        let ValueDef::Param(at, param) = func.def(check.value) else {
            return None;
        };
        let made_here = check.base.is_some_and(|size| match func.def(size) {
            ValueDef::Result(load, _) => func.blocks[block].insts.contains(&load),
            ValueDef::Param(at, _) => at == block,
        });
        (at == block && !made_here && !func.blocks[block].cold).then_some(Self {
            inst,
            param: param.into(),
            check,
            known: None,
        })
    }
}

impl Checks<'_> {
    /// Looks at what a block passes back to the loops it is in.
    pub(super) fn branches_back(&mut self, func: &Function, tree: &DominatorTree, block: Block) {
        let mut entries = std::mem::take(&mut self.entries);
        func.inst(func.terminator(block)).visit_dests(|dest| {
            if !tree.dominates(dest.block, block) {
                return;
            }
            for entry in entries.get_mut(&dest.block).into_iter().flatten() {
                let passes = self.passes(func, dest.args[entry.param], entry.check);
                entry.known = Some(entry.known.unwrap_or(true) && passes);
            }
        });
        self.entries = entries;
    }

    /// Whether a value is known to pass a check.
    fn passes(&self, func: &Function, value: Value, check: Check) -> bool {
        let (value, add) = value_and_add(func, value);
        let said = Passed::of(check).plus(-add, -add);
        let known = self.known(func, (value, check.base), DEPTH);
        known.is_some_and(|known| known.implies(said))
    }
}

/// Makes the checks that only the entry needs before it; says whether there were any.
pub(super) fn move_out(
    func: &mut Function,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
    entries: Entries,
) -> bool {
    let mut changed = false;
    for block in func.layout.clone() {
        let entries = entries.get(&block).into_iter().flatten();
        let moved: Vec<&Entry> = entries.filter(|entry| entry.known == Some(true)).collect();
        if moved.is_empty() {
            continue;
        }
        let mut outside = cfg.preds(block).to_vec();
        outside.retain(|&pred| !tree.dominates(block, pred));
        outside.dedup();
        for pred in outside {
            let (before, args) = edge_block(func, pred, block);
            for entry in &moved {
                check_before(func, before, entry, args[entry.param]);
            }
        }
        let insts = &mut func.blocks[block].insts;
        insts.retain(|inst| !moved.iter().any(|entry| entry.inst == *inst));
        changed = true;
    }
    changed
}

/// A block that ends with a jump to `to`, on the way there from `pred`, and what it passes.
fn edge_block(func: &mut Function, pred: Block, to: Block) -> (Block, Vec<Value>) {
    let last = func.terminator(pred);
    if let InstData::Jump { dest } = func.inst(last) {
        return (pred, dest.args.to_vec());
    }
    let types: Vec<_> = (func.blocks[to].params.iter())
        .map(|&param| func.ty(param))
        .collect();
    let block = insert_block_after(func, pred);
    let args: Vec<Value> = (types.into_iter())
        .map(|ty| func.append_param(block, ty))
        .collect();
    func.inst_mut(last).visit_dests_mut(|dest| {
        if dest.block == to {
            dest.block = block;
        }
    });
    let dest = BlockCall {
        block: to,
        args: args.iter().copied().collect(),
    };
    func.append_inst(block, InstData::Jump { dest }, &[], SourceLoc::NONE);
    (block, args)
}

fn check_before(func: &mut Function, before: Block, entry: &Entry, value: Value) {
    let loc = func.loc(entry.inst);
    let check = Check {
        value,
        ..entry.check
    };
    let (mut insts, cond) = check.condition(func, loc);
    let kind = TrapKind::MemoryOutOfBounds;
    insts.push(func.make_inst(InstData::TrapIf { cond, kind }, &[], loc));
    let end = func.blocks[before].insts.len() - 1;
    func.blocks[before].insts.splice(end..end, insts);
}
