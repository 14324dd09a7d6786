//! Bounds checks of linear memory, as the front end makes them: `trapif memory_oob, i > limit`, where the limit is a number, or
//! `size - end` with the size loaded from a memory's descriptor.
//!
//! Two checks of the same index are comparable if both limits are numbers or both are of the same size.
//!
//! * A check dominated by one that is at least as strong cannot fail: it goes.
//! * A check that follows a weaker one in the same block, with nothing between that could be seen from outside (no store, no
//!   call, no other kind of trap), goes too, and the first one takes its limit: where only the second would have
//!   trapped, the first now does, for the same reason. So accesses to the fields of one object cost one check. The
//!   loads between are not done in that case, which nobody sees; the trap is reported at the first access.
//!
//! That `size - end` does not wrap is the front end's doing: it makes such a check only where the size is known to be
//! at least `end`, from the memory's minimum or from a check just before. The latter (`trapif memory_oob, size < end`) is a
//! `memory_oob` trap too, and dominates what it is for. No code of the module can make such a comparison: it never has the
//! size in bytes.

use std::collections::HashMap;

use smallvec::SmallVec;

use super::effects::{Effect, effect};
use crate::ir::dominators::TreeStep;
use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, IntCC, LoadKind,
    TrapKind, Type, Value, ValueDef,
};

/// What limits an index: nothing but a number, or a memory's size.
type Base = Option<Value>;

/// A check: it traps if `index > base + limit`. The limit is 0 or more without a base, and less than 0 with one.
#[derive(Clone, Copy, Debug)]
struct Check {
    index: Value,
    base: Base,
    limit: i64,
}

/// The instructions to be put before a place.
type Before = (usize, SmallVec<[Inst; 3]>);

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let dominators = DominatorTree::compute(func, &cfg);
    let mut checks = Checks::default();
    let mut marks = Vec::new();
    for step in dominators.walk(func.entry()) {
        match step {
            TreeStep::Enter(block) => {
                marks.push(checks.undo.len());
                checks.block(func, block);
            }
            TreeStep::Leave(_) => checks.forget_since(marks.pop().unwrap_or_default()),
        }
    }
    checks.changed
}

#[derive(Default)]
struct Checks {
    /// The least limit that has been checked on the way to the current point.
    passed: HashMap<(Value, Base), i64>,
    undo: Vec<((Value, Base), Option<i64>)>,
    changed: bool,
}

/// The checks of a block that a later one may still strengthen, by their place among the instructions.
type Window = HashMap<(Value, Base), usize>;

impl Checks {
    fn block(&mut self, func: &mut Function, block: Block) {
        let mut window = Window::new();
        let mut kept: Vec<Inst> = Vec::new();
        // What a strengthened check needs before it, by place.
        let mut before: Vec<Before> = Vec::new();
        for inst in std::mem::take(&mut func.blocks[block].insts) {
            let Some(check) = check_of(func, inst) else {
                if is_seen(func, inst) {
                    window.clear();
                }
                kept.push(inst);
                continue;
            };
            let key = (check.index, check.base);
            if self
                .passed
                .get(&key)
                .is_some_and(|&limit| limit <= check.limit)
            {
                self.changed = true;
                continue;
            }
            self.pass(key, check.limit);
            match window.get(&key) {
                Some(&place) => {
                    let needed = strengthen(func, kept[place], check);
                    before.push((place, needed));
                    self.changed = true;
                }
                None => {
                    window.insert(key, kept.len());
                    kept.push(inst);
                }
            }
        }
        func.blocks[block].insts = merge(kept, before);
    }

    fn pass(&mut self, key: (Value, Base), limit: i64) {
        let old = self.passed.insert(key, limit);
        self.undo.push((key, old));
    }

    fn forget_since(&mut self, mark: usize) {
        for (key, old) in self.undo.drain(mark..).rev() {
            match old {
                Some(limit) => drop(self.passed.insert(key, limit)),
                None => drop(self.passed.remove(&key)),
            }
        }
    }
}

/// Whether someone outside could tell if execution stopped before this instruction or after it.
///
/// A `memory_oob` trap that is no check of an index counts: it may be what makes sure that the size is at least the
/// `end` of the checks after it, so none of them may move before it.
fn is_seen(func: &Function, inst: Inst) -> bool {
    !matches!(effect(func, func.inst(inst)), Effect::None | Effect::Reads)
}

/// Gives a check another limit; the result are the instructions it needs before it.
fn strengthen(func: &mut Function, inst: Inst, check: Check) -> SmallVec<[Inst; 3]> {
    let loc = func.loc(inst);
    let mut needed = SmallVec::new();
    let mut make = |func: &mut Function, data| {
        let inst = func.make_inst(data, &[Type::I32], loc);
        needed.push(inst);
        func.result(inst)
    };
    let mut limit = make(func, InstData::Iconst(check.limit as i32));
    if let Some(base) = check.base {
        let op = BinaryOp::Iadd;
        let args = [base, limit];
        limit = make(func, InstData::Binary { op, args });
    }
    let cc = IntCC::Ugt;
    let args = [check.index, limit];
    let condition = make(func, InstData::Icmp { cc, args });
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
fn check_of(func: &Function, inst: Inst) -> Option<Check> {
    let InstData::TrapIf {
        cond,
        kind: TrapKind::MemoryOutOfBounds,
    } = *func.inst(inst)
    else {
        return None;
    };
    let InstData::Icmp { cc, args } = *def(func, cond)? else {
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
    (base.is_some() || limit >= 0).then_some(Check { index, base, limit })
}

/// A number, or the size of a memory less a number.
fn limit_of(func: &Function, bound: Value) -> Option<(Base, i64)> {
    match *def(func, bound)? {
        InstData::Iconst(n) => Some((None, i64::from(n as u32))),
        InstData::Binary {
            op: BinaryOp::Iadd,
            args: [size, minus_end],
        } if is_memory_size(func, size) => {
            let InstData::Iconst(minus_end) = *def(func, minus_end)? else {
                return None;
            };
            let end = i64::from(minus_end.wrapping_neg() as u32);
            (end != 0).then_some((Some(size), -end))
        }
        _ => None,
    }
}

/// Whether the value is the first word of a memory's descriptor (the ABI's `M.mem.N.desc`, `import:…:memory.desc`).
fn is_memory_size(func: &Function, value: Value) -> bool {
    let Some(&InstData::Load {
        kind: LoadKind::W32,
        addr,
        offset: 0,
        ..
    }) = def(func, value)
    else {
        return false;
    };
    match def(func, addr) {
        Some(&InstData::SymbolAddr { symbol, offset: 0 }) => {
            let name = &func.symbols[symbol].name;
            name.ends_with(".desc") && (name.contains(".mem.") || name.ends_with(":memory.desc"))
        }
        _ => false,
    }
}

fn def(func: &Function, value: Value) -> Option<&InstData> {
    match func.def(value) {
        ValueDef::Result(inst, _) => Some(func.inst(inst)),
        ValueDef::Param(..) => None,
    }
}
