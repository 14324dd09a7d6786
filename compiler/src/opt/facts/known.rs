//! The facts that hold at one point, and how to go back to those of an earlier one.

use cranelift_entity::SecondaryMap;
use rustc_hash::FxHashMap;

use crate::ir::eval::eval_icmp;
use crate::ir::{BinaryOp, Function, InstData, IntCC, LoadKind, Symbol, Value};
use crate::opt::MemoryBounds;
use crate::opt::fold::known::upper_bound;

/// Numbers from `low` to `high`, unsigned, both included. Empty if `low > high`: the point is not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    low: u32,
    high: u32,
}

impl Range {
    const FULL: Self = Self {
        low: 0,
        high: u32::MAX,
    };

    /// The numbers of the range with `c` added, if none of the sums wraps or all do.
    fn plus(self, c: u32) -> Self {
        let (low, low_wraps) = self.low.overflowing_add(c);
        let (high, high_wraps) = self.high.overflowing_add(c);
        match low_wraps == high_wraps && self.low <= self.high {
            true => Self { low, high },
            false => Self::FULL,
        }
    }

    /// The sums of a number of one range and one of the other, if none wraps.
    fn sum(self, other: Self) -> Self {
        match self.high.checked_add(other.high) {
            Some(high) if self.low <= self.high && other.low <= other.high => Self {
                low: self.low + other.low,
                high,
            },
            _ => Self::FULL,
        }
    }

    /// The numbers of either range, and those between.
    fn join(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    fn meet(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            high: self.high.min(other.high),
        }
    }
}

/// What to undo.
#[derive(Clone, Copy, Debug)]
enum Undo {
    Range(Value, Option<Range>),
    Compared([Value; 2], Option<Relation>),
}

/// How two values compare: the set of `<`, `=`, `>` that are still possible, unsigned and signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Relation {
    unsigned: u8,
    signed: u8,
}

const LESS: u8 = 1;
const EQUAL: u8 = 2;
const GREATER: u8 = 4;
const ANY: u8 = LESS | EQUAL | GREATER;

impl Relation {
    const UNKNOWN: Self = Self {
        unsigned: ANY,
        signed: ANY,
    };

    /// Being equal is the same fact in both orders.
    fn normalized(mut self) -> Self {
        for _ in 0..2 {
            if self.unsigned & EQUAL == 0 {
                self.signed &= !EQUAL;
            }
            if self.unsigned == EQUAL {
                self.signed &= EQUAL;
            }
            std::mem::swap(&mut self.unsigned, &mut self.signed);
        }
        self
    }
}

/// The outcomes of `<`, `=`, `>` for which a comparison holds, and whether it is signed.
fn outcomes(cc: IntCC) -> (u8, bool) {
    match cc {
        IntCC::Eq => (EQUAL, false),
        IntCC::Ne => (LESS | GREATER, false),
        IntCC::Ult => (LESS, false),
        IntCC::Ule => (LESS | EQUAL, false),
        IntCC::Ugt => (GREATER, false),
        IntCC::Uge => (GREATER | EQUAL, false),
        IntCC::Slt => (LESS, true),
        IntCC::Sle => (LESS | EQUAL, true),
        IntCC::Sgt => (GREATER, true),
        IntCC::Sge => (GREATER | EQUAL, true),
    }
}

/// How deep conditions made of conditions are taken apart.
const DEPTH: u32 = 4;

/// How many sums deep a range is looked for.
const SUMS: u32 = 3;

/// The facts, by value; and by pair of values, the smaller one first.
pub(super) struct Facts {
    /// What a descriptor of a memory says of its size.
    sizes: SecondaryMap<Symbol, Option<Range>>,
    ranges: FxHashMap<Value, Range>,
    relations: FxHashMap<[Value; 2], Relation>,
    undo: Vec<Undo>,
}

impl Facts {
    /// No facts but the sizes of memories.
    pub(super) fn new(func: &Function, memories: &[MemoryBounds]) -> Self {
        let mut sizes = SecondaryMap::new();
        for (symbol, data) in &func.symbols {
            let memory = memories.iter().find(|m| *m.descriptor == *data.name);
            sizes[symbol] = memory.map(|memory| Range {
                low: memory.min,
                high: memory.max,
            });
        }
        Self {
            sizes,
            ranges: FxHashMap::default(),
            relations: FxHashMap::default(),
            undo: Vec::new(),
        }
    }

    /// This point, for [`Self::forget_since`].
    pub(super) fn mark(&self) -> usize {
        self.undo.len()
    }

    /// Forgets what was learnt after the mark.
    pub(super) fn forget_since(&mut self, mark: usize) {
        for undo in self.undo.drain(mark..).rev() {
            match undo {
                Undo::Range(value, Some(old)) => drop(self.ranges.insert(value, old)),
                Undo::Range(value, None) => drop(self.ranges.remove(&value)),
                Undo::Compared(pair, Some(old)) => drop(self.relations.insert(pair, old)),
                Undo::Compared(pair, None) => drop(self.relations.remove(&pair)),
            }
        }
    }

    /// From here on, `cond` is not zero (`truth`), or it is.
    pub(super) fn learn(&mut self, func: &Function, cond: Value, truth: bool) {
        self.learn_to(func, cond, truth, DEPTH);
    }

    fn learn_to(&mut self, func: &Function, cond: Value, truth: bool, depth: u32) {
        let range = match truth {
            true => Range {
                low: 1,
                ..Range::FULL
            },
            false => Range { low: 0, high: 0 },
        };
        self.narrow(cond, range);
        let Some(data) = func.made_by(cond).filter(|_| depth > 0) else {
            return;
        };
        match *data {
            InstData::Icmp { cc, args } => self.learn_icmp(func, cc, args, truth, depth),
            // No bit of either; some bit of both.
            InstData::Binary { op, args } => {
                let both = match op {
                    BinaryOp::Or => !truth,
                    BinaryOp::And => truth,
                    _ => false,
                };
                if both {
                    self.learn_to(func, args[0], truth, depth - 1);
                    self.learn_to(func, args[1], truth, depth - 1);
                }
            }
            _ => {}
        }
    }

    fn learn_icmp(
        &mut self,
        func: &Function,
        cc: IntCC,
        args: [Value; 2],
        truth: bool,
        depth: u32,
    ) {
        let cc = if truth { cc } else { cc.complement() };
        self.relate(cc, args);
        let [a, b] = args;
        if let Some(c) = constant(func, b) {
            self.narrow(a, numbers(cc, c, self.range(func, a)));
            // `x != 0` is the condition `x`.
            if c == 0 && matches!(cc, IntCC::Eq | IntCC::Ne) {
                self.learn_to(func, a, cc == IntCC::Ne, depth - 1);
            }
        } else if let Some(c) = constant(func, a) {
            self.narrow(b, numbers(cc.swapped(), c, self.range(func, b)));
        }
    }

    /// Whether a condition is known to be not zero, or zero.
    pub(super) fn truth(&self, func: &Function, cond: Value) -> Option<bool> {
        let range = self.range(func, cond);
        if range.low > range.high {
            return None;
        }
        if range.low > 0 {
            return Some(true);
        }
        if range.high == 0 {
            return Some(false);
        }
        match *func.made_by(cond)? {
            InstData::Icmp { cc, args } => {
                let by_range = self.icmp_by_range(func, cc, args);
                by_range.or_else(|| self.icmp_by_relation(cc, args))
            }
            _ => None,
        }
    }

    /// The truth of a comparison that comes out the same for all numbers of both ranges.
    fn icmp_by_range(&self, func: &Function, cc: IntCC, [a, b]: [Value; 2]) -> Option<bool> {
        let (a, b) = (self.range(func, a), self.range(func, b));
        if a.low > a.high || b.low > b.high {
            return None;
        }
        let mut possible = 0;
        possible |= if a.low < b.high { LESS } else { 0 };
        possible |= if a.high > b.low { GREATER } else { 0 };
        possible |= if a.low <= b.high && b.low <= a.high {
            EQUAL
        } else {
            0
        };
        let (holds, signed) = outcomes(cc);
        if signed && (a.high > i32::MAX as u32 || b.high > i32::MAX as u32) {
            return None;
        }
        decided(possible, holds)
    }

    fn icmp_by_relation(&self, mut cc: IntCC, args: [Value; 2]) -> Option<bool> {
        let pair = ordered(&mut cc, args);
        let relation = self.relations.get(&pair)?;
        let (holds, signed) = outcomes(cc);
        decided(
            if signed {
                relation.signed
            } else {
                relation.unsigned
            },
            holds,
        )
    }

    /// What is known of a value as a number.
    fn range(&self, func: &Function, value: Value) -> Range {
        self.range_to(func, value, SUMS)
    }

    fn range_to(&self, func: &Function, value: Value, sums: u32) -> Range {
        if let Some(c) = constant(func, value) {
            return Range { low: c, high: c };
        }
        let learnt = self.ranges.get(&value).copied().unwrap_or(Range::FULL);
        let high = upper_bound(func, value);
        let made = self.range_as_made(func, value, sums);
        learnt.meet(Range { low: 0, high }).meet(made)
    }

    /// What is known of a value by its definition.
    fn range_as_made(&self, func: &Function, value: Value, sums: u32) -> Range {
        match func.made_by(value) {
            Some(&InstData::Load {
                kind: LoadKind::W32,
                addr,
                offset: 0,
                ..
            }) => match func.made_by(addr) {
                Some(&InstData::SymbolAddr { symbol, offset: 0 }) => {
                    self.sizes[symbol].unwrap_or(Range::FULL)
                }
                _ => Range::FULL,
            },
            Some(&InstData::Binary {
                op: BinaryOp::Iadd,
                args: [x, y],
            }) if sums > 0 => match constant(func, y) {
                Some(c) => self.range_to(func, x, sums - 1).plus(c),
                None => {
                    let [x, y] = [x, y].map(|value| self.range_to(func, value, sums - 1));
                    x.sum(y)
                }
            },
            Some(&InstData::Select {
                if_true, if_false, ..
            }) if sums > 0 => {
                let arms = [if_true, if_false];
                let [x, y] = arms.map(|value| self.range_to(func, value, sums - 1));
                x.join(y)
            }
            _ => Range::FULL,
        }
    }

    fn narrow(&mut self, value: Value, range: Range) {
        let old = self.ranges.get(&value).copied();
        let new = old.unwrap_or(Range::FULL).meet(range);
        if old != Some(new) {
            self.ranges.insert(value, new);
            self.undo.push(Undo::Range(value, old));
        }
    }

    fn relate(&mut self, mut cc: IntCC, args: [Value; 2]) {
        let pair = ordered(&mut cc, args);
        let old = self.relations.get(&pair).copied();
        let mut new = old.unwrap_or(Relation::UNKNOWN);
        let (holds, signed) = outcomes(cc);
        match signed {
            true => new.signed &= holds,
            false => new.unsigned &= holds,
        }
        self.relations.insert(pair, new.normalized());
        self.undo.push(Undo::Compared(pair, old));
    }
}

/// The pair with the smaller value first, and the comparison turned accordingly.
fn ordered(cc: &mut IntCC, [a, b]: [Value; 2]) -> [Value; 2] {
    if a <= b {
        return [a, b];
    }
    *cc = cc.swapped();
    [b, a]
}

/// Whether what is possible lies within what makes it hold, or outside.
fn decided(possible: u8, holds: u8) -> Option<bool> {
    match (possible & holds, possible & !holds) {
        (0, 0) => None,
        (_, 0) => Some(true),
        (0, _) => Some(false),
        _ => None,
    }
}

/// The numbers `x`, out of a range, for which `x cc c`; at least all of them.
fn numbers(cc: IntCC, c: u32, range: Range) -> Range {
    let Range { low, high } = range;
    let empty = Range { low: 1, high: 0 };
    let holds = |x| eval_icmp(cc, x, c);
    match cc {
        IntCC::Eq => Range { low: c, high: c },
        IntCC::Ne if low == c && low < high => Range { low: c + 1, high },
        IntCC::Ne if high == c && low < high => Range { low, high: c - 1 },
        IntCC::Ult if c == 0 => empty,
        IntCC::Ult => Range {
            low: 0,
            high: c - 1,
        },
        IntCC::Ule => Range { low: 0, high: c },
        IntCC::Ugt if c == u32::MAX => empty,
        IntCC::Ugt => Range {
            low: c + 1,
            ..Range::FULL
        },
        IntCC::Uge => Range {
            low: c,
            ..Range::FULL
        },
        // Signed: the numbers from 0 up, if no negative one is among those that hold.
        IntCC::Sge | IntCC::Sgt if !holds(u32::MAX) => Range {
            low: 0,
            high: i32::MAX as u32,
        },
        _ => Range::FULL,
    }
}

fn constant(func: &Function, value: Value) -> Option<u32> {
    match func.made_by(value)? {
        InstData::Iconst(n) => Some(*n as u32),
        _ => None,
    }
}
