//! Bounds checks of linear memory, as the front end makes them: `trapif memory_oob, i > limit`, where the limit is a number, or
//! `size - end` with the size loaded from a memory's descriptor.
//!
//! An index is a value `p` plus a number `c`, and the check of it says `p + c <= base + limit`, the base being the size
//! or nothing. Checks of one `p` and one base are comparable. Where several have passed, of which the least `c`
//! is `a`, then `u = p + a` lies below 2^31, and every other `p + c` is `u + (c - a)` without wrapping; so `p`, taken as
//! `u - a`, is at most `base + s` for each `s = limit - c`, hence for the least. Therefore:
//!
//! * A check that is dominated by others from which it follows (`a <= c` and `s <= limit - c`) cannot fail: it goes.
//! * A check that follows another in the same block, with nothing between that could be seen from outside (no store,
//!   no call, no other trap), goes too, and the first one becomes `p + a > base + (s + a)` with the least `a` and `s` of both: where only
//!   the second would have trapped, the first now does, for the same reason. So accesses to the fields of one object cost
//!   one check. The loads between are not done in that case, which nobody sees; the trap is reported at the first access.
//!
//! What this relies on, all by the ABI:
//!
//! * No memory has 2^31 bytes or more.
//! * The front end makes `size - end` only where the size is at least `end`, from the memory's minimum or from a check
//!   just before (`trapif memory_oob, size < end`), so it does not wrap. As `end` is not 0 and a memory is whole pages,
//!   the size is then at least a page, and `size - e` does not wrap for any `e` up to a page, or up to the memory's minimum.
//!   Pages are of 64 KiB unless the context says otherwise.
//! * No code of the module can make such a comparison: it never has the size in bytes.

mod entries;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use entries::{Entries, Entry};

use super::effects::{Effect, effect};
use super::fold::known::upper_bound;
use super::{Context, MemoryBounds};
use crate::ir::dominators::TreeStep;
use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, IntCC, LoadKind,
    SourceLoc, TrapKind, Type, Value,
};

/// What limits an index: nothing but a number, or a memory's size.
pub(super) type Base = Option<Value>;

/// A check: it traps if `value + add > base + limit`. The limit is 0 or more without a base, and less than 0 with one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Check {
    pub value: Value,
    pub add: i64,
    pub base: Base,
    pub limit: i64,
}

/// What the checks that have passed say of a value: it is at least `-least`, and at most `base + most`.
#[derive(Clone, Copy, Debug)]
struct Passed {
    least: i64,
    most: i64,
}

impl Passed {
    fn of(check: Check) -> Self {
        Self {
            least: check.add,
            most: check.limit - check.add,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: self.most.min(other.most),
        }
    }

    /// The same of a sum with a number of a range.
    fn plus(self, low: i64, high: i64) -> Self {
        Self {
            least: self.least - low,
            most: self.most + high,
        }
    }

    /// What holds if either does.
    fn or(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            most: self.most.max(other.most),
        }
    }

    /// Whether a check that says `other` cannot fail.
    fn implies(self, other: Self) -> bool {
        self.least <= other.least && self.most <= other.most
    }

    /// The one check that says this, if its limit does not wrap: the base is at least `least_base`.
    fn as_check(self, (value, base): Key, least_base: i64) -> Option<Check> {
        let limit = self.most + self.least;
        let in_reach = limit >= -least_base;
        let add = self.least;
        in_reach.then_some(Check {
            value,
            add,
            base,
            limit,
        })
    }
}

/// What checks are comparable by.
type Key = (Value, Base);

/// The bytes of a page, of which a memory that is not empty has at least one, unless the context says otherwise.
const PAGE: i64 = 1 << 16;

/// The largest number taken apart from an index; sums with what is below 2^31 do not wrap.
const MAX_ADD: i64 = 1 << 30;

/// How many sums and selects deep an index is taken apart.
const DEPTH: u32 = 3;

/// Instructions to be put before the one at a place.
type Before = (usize, SmallVec<[Inst; 5]>);

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function, context: &Context<'_>) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let dominators = DominatorTree::compute(func, &cfg);
    let mut checks = Checks {
        memories: context.memories,
        passed: FxHashMap::default(),
        undo: Vec::new(),
        entries: Entries::default(),
        changed: false,
    };
    let mut marks = Vec::new();
    for step in dominators.walk(func.entry()) {
        match step {
            TreeStep::Enter(block) => {
                marks.push(checks.undo.len());
                checks.block(func, block);
                checks.branches_back(func, &dominators, block);
            }
            TreeStep::Leave(_) => checks.forget_since(marks.pop().unwrap_or_default()),
        }
    }
    checks.changed | entries::move_out(func, &cfg, &dominators, checks.entries)
}

struct Checks<'a> {
    memories: &'a [MemoryBounds],
    /// What has been checked on the way to the current point.
    passed: FxHashMap<Key, Passed>,
    undo: Vec<(Key, Option<Passed>)>,
    /// The checks of parameters at the starts of the blocks visited.
    entries: Entries,
    changed: bool,
}

/// The checks of a block that a later one may still strengthen, by their place among the instructions, and what
/// they say.
type Window = FxHashMap<Key, (usize, Passed)>;

impl Checks<'_> {
    fn block(&mut self, func: &mut Function, block: Block) {
        let mut window = Window::default();
        let mut kept: Vec<Inst> = Vec::new();
        let mut before: Vec<Before> = Vec::new();
        let mut first: Vec<Inst> = Vec::new();
        let mut seen = false;
        for inst in std::mem::take(&mut func.blocks[block].insts) {
            let Some(check) = check_of(func, inst) else {
                if is_seen(func, inst) {
                    window.clear();
                    seen = true;
                }
                kept.push(inst);
                continue;
            };
            let key = (check.value, check.base);
            let said = Passed::of(check);
            if self
                .known(func, key, DEPTH)
                .is_some_and(|p| p.implies(said))
            {
                self.changed = true;
                continue;
            }
            self.pass(key, said);
            if let Some((place, first)) = window.get_mut(&key)
                && let both = first.and(said)
                && let Some(check) = both.as_check(key, least_size(func, self.memories, check.base))
            {
                *first = both;
                before.push((*place, strengthen(func, kept[*place], check)));
                self.changed = true;
                continue;
            }
            window.insert(key, (kept.len(), said));
            kept.push(inst);
            first.extend((!seen).then_some(inst));
        }
        func.blocks[block].insts = merge(kept, before);
        let entries = first
            .into_iter()
            .filter_map(|inst| Entry::of(func, block, inst));
        self.entries.insert(block, entries.collect());
    }

    /// What is known of a value: from checks of it; of a sum with a small number, from those of what the number is added to; of one of
    /// two values, from those of both.
    fn known(&self, func: &Function, (value, base): Key, depth: u32) -> Option<Passed> {
        let checked = self.passed.get(&(value, base)).copied();
        if checked.is_some() || depth == 0 {
            return checked;
        }
        match *func.made_by(value)? {
            InstData::Binary {
                op: BinaryOp::Iadd,
                args: [x, y],
            } => [(x, y), (y, x)].into_iter().find_map(|(x, y)| {
                let most = i64::from(upper_bound(func, y));
                let x = self.known(func, (x, base), depth - 1)?;
                (most < MAX_ADD).then(|| x.plus(0, most))
            }),
            InstData::Select {
                if_true, if_false, ..
            } => {
                let arm = |arm: Value| {
                    let (value, add) = value_and_add(func, arm);
                    let known = self.known(func, (value, base), depth - 1)?;
                    Some(known.plus(add, add))
                };
                Some(arm(if_true)?.or(arm(if_false)?))
            }
            _ => None,
        }
    }

    fn pass(&mut self, key: Key, said: Passed) {
        let old = self.passed.get(&key).copied();
        self.passed
            .insert(key, old.map_or(said, |old| old.and(said)));
        self.undo.push((key, old));
    }

    fn forget_since(&mut self, mark: usize) {
        for (key, old) in self.undo.drain(mark..).rev() {
            match old {
                Some(old) => drop(self.passed.insert(key, old)),
                None => drop(self.passed.remove(&key)),
            }
        }
    }
}

/// What a base is at least where it limits something.
pub(super) fn least_size(func: &Function, memories: &[MemoryBounds], base: Base) -> i64 {
    let Some(name) = base.and_then(|size| memory_of_size(func, size)) else {
        return 0;
    };
    let memory = memories.iter().find(|m| *m.descriptor == **name);
    memory.map_or(PAGE, |memory| memory.page.max(memory.min).into())
}

/// Whether someone outside could tell if execution stopped before this instruction or after it.
///
/// A `memory_oob` trap that is no check of an index counts: it may be what makes sure that the size is at least the
/// `end` of the checks after it, so none of them may move before it.
fn is_seen(func: &Function, inst: Inst) -> bool {
    !matches!(effect(func, func.inst(inst)), Effect::None | Effect::Reads)
}

impl Check {
    /// The instructions that make its condition, not placed yet, and the condition.
    pub fn condition(self, func: &mut Function, loc: SourceLoc) -> (SmallVec<[Inst; 5]>, Value) {
        let mut insts = SmallVec::new();
        let mut make = |data| {
            let inst = func.make_inst(data, &[Type::I32], loc);
            insts.push(inst);
            func.result(inst)
        };
        let op = BinaryOp::Iadd;
        let mut index = self.value;
        if self.add != 0 {
            let args = [index, make(InstData::Iconst(self.add as i32))];
            index = make(InstData::Binary { op, args });
        }
        let mut limit = make(InstData::Iconst(self.limit as i32));
        if let Some(base) = self.base {
            let args = [base, limit];
            limit = make(InstData::Binary { op, args });
        }
        let cc = IntCC::Ugt;
        let args = [index, limit];
        let condition = make(InstData::Icmp { cc, args });
        (insts, condition)
    }
}

/// Makes an instruction another check; the result are the instructions it needs before it.
fn strengthen(func: &mut Function, inst: Inst, check: Check) -> SmallVec<[Inst; 5]> {
    let (needed, condition) = check.condition(func, func.loc(inst));
    if let InstData::TrapIf { cond, .. } = func.inst_mut(inst) {
        *cond = condition;
    }
    needed
}

/// The instructions with others put before some of them.
fn merge(kept: Vec<Inst>, mut before: Vec<Before>) -> Vec<Inst> {
    before.sort_by_key(|(place, _)| *place);
    let mut before = before.into_iter().peekable();
    let mut insts = Vec::with_capacity(kept.len());
    for (place, inst) in kept.into_iter().enumerate() {
        while let Some((_, needed)) = before.next_if(|(at, _)| *at == place) {
            insts.extend(needed);
        }
        insts.push(inst);
    }
    insts
}

/// The instruction as a check.
pub(super) fn check_of(func: &Function, inst: Inst) -> Option<Check> {
    let InstData::TrapIf {
        cond,
        kind: TrapKind::MemoryOutOfBounds,
    } = *func.inst(inst)
    else {
        return None;
    };
    let InstData::Icmp { cc, args } = *func.made_by(cond)? else {
        return None;
    };
    let (index, bound, strict) = match cc {
        IntCC::Ugt => (args[0], args[1], true),
        IntCC::Uge => (args[0], args[1], false),
        IntCC::Ult => (args[1], args[0], true),
        IntCC::Ule => (args[1], args[0], false),
        _ => return None,
    };
    let (base, limit) = limit_of(func, bound)?;
    // i >= limit is i > limit - 1; with nothing allowed at all there is no limit to compare.
    let limit = if strict { limit } else { limit - 1 };
    let in_reach = match base {
        None => (0..1 << 31).contains(&limit),
        Some(_) => (-1 << 31..0).contains(&limit),
    };
    let (value, add) = value_and_add(func, index);
    in_reach.then_some(Check {
        value,
        add,
        base,
        limit,
    })
}

/// An index as a value plus a number.
fn value_and_add(func: &Function, index: Value) -> (Value, i64) {
    if let Some(&InstData::Binary {
        op: BinaryOp::Iadd,
        args: [value, add],
    }) = func.made_by(index)
        && let Some(InstData::Iconst(add)) = func.made_by(add)
        && i64::from(*add).abs() < MAX_ADD
    {
        return (value, i64::from(*add));
    }
    (index, 0)
}

/// A number, or the size of a memory less a number.
fn limit_of(func: &Function, bound: Value) -> Option<(Base, i64)> {
    match *func.made_by(bound)? {
        InstData::Iconst(n) => Some((None, i64::from(n as u32))),
        InstData::Binary {
            op: BinaryOp::Iadd,
            args: [size, minus_end],
        } if memory_of_size(func, size).is_some() => {
            let InstData::Iconst(minus_end) = *func.made_by(minus_end)? else {
                return None;
            };
            let end = i64::from(minus_end.wrapping_neg() as u32);
            (end != 0).then_some((Some(size), -end))
        }
        _ => None,
    }
}

/// The memory's descriptor (the ABI's `M.mem.N.desc`, `import:…:memory.desc`) whose first word the value is.
fn memory_of_size(func: &Function, value: Value) -> Option<&Arc<str>> {
    let Some(&InstData::Load {
        kind: LoadKind::W32,
        addr,
        offset: 0,
        ..
    }) = func.made_by(value)
    else {
        return None;
    };
    let Some(&InstData::SymbolAddr { symbol, offset: 0 }) = func.made_by(addr) else {
        return None;
    };
    let name = &func.symbols[symbol].name;
    let is_memory =
        name.ends_with(".desc") && (name.contains(".mem.") || name.ends_with(":memory.desc"));
    is_memory.then_some(name)
}
