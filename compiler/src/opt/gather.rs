//! Bounds checks of a block in a loop, gathered across what may be seen from outside.
//!
//! [`checks`](super::checks) lets one check speak for a later one only where nothing between could be seen: a store between them must be
//! done though the later access traps. Here one check speaks for all that follow it in the block on the same value, stores or not; and
//! if it fails, a copy of the instructions up to the last of them is executed, with every check in its place. One of these fails, so
//! the copy never comes to its end, and what was done before the trap is just what would have been. The copy is cold code.
//!
//! Why one of them fails: with u the value plus the least constant a of the group, the gathered check is `u > m`, where m is the least of
//! `limit - (c - a)`. If it holds, there is a check with `u + (c - a) > limit`, unless that sum wraps; if it wraps, u itself is
//! greater than the limit of the check with the constant a, which is below 2^31.
//!
//! Calls end a group: they may do anything, not returning included.

use smallvec::SmallVec;

use crate::ir::loops::LoopForest;
use crate::ir::{
    Block, BlockCall, ControlFlowGraph, DominatorTree, Function, Inst, InstData, IntCC, SourceLoc,
    Symbol, TrapKind, Type, Value,
};

use super::Context;
use super::checks::{Check, check_of, least_size};
use super::effects::{Effect, effect};
use super::loops::{append_cold_block, insert_block_after};
use super::rewrite::Copies;

/// More instructions than this are not copied.
const MAX_COPIED: usize = 100;

/// What a limit is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Base {
    Nothing,
    /// A memory's size.
    Size(Value),
    /// A memory's address, where the value is a pointer.
    Address(Symbol),
}

/// The checks of one value and one base.
struct Group {
    value: Value,
    base: Base,
    /// Each check's place in the block, the number added to the value, and the limit.
    checks: Vec<(usize, i64, i64)>,
}

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function, context: &Context<'_>) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let tree = DominatorTree::compute(func, &cfg);
    let forest = LoopForest::compute(func, &cfg, &tree);
    let mut changed = false;
    for &block in &cfg.rpo {
        if forest.innermost(block).is_none() || func.blocks[block].cold {
            continue;
        }
        let mut at = block;
        while let Some(next) = gather(func, context, at) {
            changed = true;
            at = next;
        }
    }
    changed
}

/// Gathers the first checks of a block that are worth it; the block with what follows.
fn gather(func: &mut Function, context: &Context<'_>, block: Block) -> Option<Block> {
    let insts = func.blocks[block].insts.clone();
    for start in 0..insts.len() {
        if check(func, insts[start]).is_none() {
            continue;
        }
        let groups = groups(func, context, &insts, start);
        let saved: usize = groups.iter().map(|group| group.checks.len() - 1).sum();
        let places = groups.iter().flat_map(|group| &group.checks);
        let last = places.map(|&(place, ..)| place).max().unwrap_or(start);
        // A copied instruction costs space; a check that is gone saves time.
        if saved >= 2 && last - start < MAX_COPIED.min(20 * saved) {
            return Some(split(func, block, &insts, (start, last), &groups));
        }
    }
    None
}

/// The checks from a place on, up to a call, of values that are there at that place.
fn groups(func: &Function, context: &Context<'_>, insts: &[Inst], start: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut made = Vec::new();
    for (place, &inst) in insts.iter().enumerate().skip(start) {
        if effect(func, func.inst(inst)) == Effect::Calls {
            break;
        }
        made.extend_from_slice(func.results(inst));
        let Some((value, base, add, limit)) = check(func, inst) else {
            continue;
        };
        let known = |value: &Value| !made.contains(value);
        let base_known = match base {
            Base::Size(size) => known(&size),
            _ => true,
        };
        if !known(&value) || !base_known {
            continue;
        }
        let same = groups
            .iter_mut()
            .find(|group| group.value == value && group.base == base);
        match same {
            Some(group) => group.checks.push((place, add, limit)),
            None => groups.push(Group {
                value,
                base,
                checks: vec![(place, add, limit)],
            }),
        }
    }
    groups.retain(|group| group.checks.len() > 1 && group.is_sound(func, context));
    groups
}

/// A check: value, base, what is added to the value, and the limit it must not pass.
fn check(func: &Function, inst: Inst) -> Option<(Value, Base, i64, i64)> {
    if let Some(check) = check_of(func, inst) {
        let base = check.base.map_or(Base::Nothing, Base::Size);
        return Some((check.value, base, check.add, check.limit));
    }
    let InstData::TrapIf {
        cond,
        kind: TrapKind::MemoryOutOfBounds,
    } = *func.inst(inst)
    else {
        return None;
    };
    let InstData::Icmp {
        cc: IntCC::Ugt,
        args: [pointer, limit],
    } = *func.made_by(cond)?
    else {
        return None;
    };
    let InstData::SymbolAddr { symbol, offset } = *func.made_by(limit)? else {
        return None;
    };
    Some((pointer, Base::Address(symbol), 0, i64::from(offset)))
}

impl Group {
    fn least(&self) -> i64 {
        self.checks
            .iter()
            .map(|&(_, add, _)| add)
            .min()
            .unwrap_or(0)
    }

    /// What the value with the least number must not pass.
    fn limit(&self) -> i64 {
        let least = self.least();
        let limits = self
            .checks
            .iter()
            .map(|&(_, add, limit)| limit - (add - least));
        limits.min().unwrap_or(0)
    }

    /// Whether the gathered limit does not wrap.
    fn is_sound(&self, func: &Function, context: &Context<'_>) -> bool {
        match self.base {
            Base::Nothing => self.limit() >= 0,
            Base::Size(size) => self.limit() >= -least_size(func, context.memories, Some(size)),
            Base::Address(_) => true,
        }
    }

    /// The instructions that make the gathered condition, and the condition.
    fn condition(&self, func: &mut Function, loc: SourceLoc) -> (SmallVec<[Inst; 5]>, Value) {
        let base = match self.base {
            Base::Nothing => None,
            Base::Size(size) => Some(size),
            Base::Address(symbol) => return self.pointer_condition(func, symbol, loc),
        };
        let check = Check {
            value: self.value,
            add: self.least(),
            base,
            limit: self.limit(),
        };
        check.condition(func, loc)
    }

    /// The same of a pointer, which is compared with an address and has nothing added.
    fn pointer_condition(
        &self,
        func: &mut Function,
        symbol: Symbol,
        loc: SourceLoc,
    ) -> (SmallVec<[Inst; 5]>, Value) {
        let offset = self.limit() as i32;
        let limit = func.make_inst(InstData::SymbolAddr { symbol, offset }, &[Type::I32], loc);
        let cc = IntCC::Ugt;
        let args = [self.value, func.result(limit)];
        let compare = func.make_inst(InstData::Icmp { cc, args }, &[Type::I32], loc);
        let insts = SmallVec::from_slice(&[limit, compare]);
        (insts, func.result(compare))
    }
}

/// Splits a block before the first check; the block with the rest, which has none of the groups' checks.
fn split(
    func: &mut Function,
    block: Block,
    insts: &[Inst],
    (start, last): (usize, usize),
    groups: &[Group],
) -> Block {
    let loc = func.loc(insts[start]);
    let cold = copy(func, &insts[start..=last], loc);
    func.blocks[block].insts.truncate(start);
    let mut at = block;
    for group in groups {
        let (made, cond) = group.condition(func, loc);
        func.blocks[at].insts.extend(made);
        let next = insert_block_after(func, at);
        let branch = InstData::BrIf {
            cond,
            then_dest: BlockCall::plain(cold),
            else_dest: BlockCall::plain(next),
        };
        func.append_inst(at, branch, &[], loc);
        at = next;
    }
    let gathered = |place: usize| {
        let mut checks = groups.iter().flat_map(|group| &group.checks);
        checks.any(|&(gathered, ..)| gathered == place)
    };
    let rest = (start..insts.len()).filter(|&place| !gathered(place));
    func.blocks[at].insts = rest.map(|place| insts[place]).collect();
    at
}

/// A cold block with a copy of instructions, one of which traps.
fn copy(func: &mut Function, insts: &[Inst], loc: SourceLoc) -> Block {
    let cold = append_cold_block(func);
    let mut copies = Copies::default();
    for &inst in insts {
        let data = copies.data(func, inst);
        copies.append(func, inst, data, cold);
    }
    let kind = TrapKind::MemoryOutOfBounds;
    func.append_inst(cold, InstData::Trap { kind }, &[], loc);
    cold
}
