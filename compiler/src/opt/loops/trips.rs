//! How often a loop goes round, as a number that can be computed before it.
//!
//! A *test* is a branch out of the loop that every iteration comes to: the loop goes on while `x cc e`, where x is affine with an
//! induction variable and e does not change. Let x be x0 in the first iteration and rise by d. Then the test lets the loop
//! go on `trips` times and no more, under conditions of which most hold for good or are known now:
//!
//! * `x != e`: trips = (e - x0) / d, if that is exact. (Modulo 2^32; if it is not, x never is e, for a power of two d.)
//! * `x < e`, rising, unsigned or signed: trips = (e - x0 + d - 1) / d, if x0 < e and x cannot pass e and wrap:
//!   e <= MAX - (d - 1). `x > e`, falling, is its mirror image.
//!
//! `|d|` must be a power of two: division costs more than what is won.

use crate::ir::{DominatorTree, Function, Inst, InstData, IntCC, Value};

use super::induction::{Affine, CountedLoop};
use super::number::{Builder, Condition, Number};

/// A test that ends a loop.
pub(super) struct Test {
    /// The branch.
    pub branch: Inst,
    /// Whether the test is made at the end of an iteration, in the latch.
    pub at_latch: bool,
    /// The loop goes on while `x cc end`.
    pub cc: IntCC,
    pub x: Affine,
    pub end: Number,
}

/// The number of times the loop goes on, and what must not hold for the number to be right.
pub(super) struct Trips {
    pub count: Number,
    pub unless: Vec<Condition>,
}

/// The tests of a loop.
pub(super) fn tests(func: &Function, tree: &DominatorTree, lp: &CountedLoop) -> Vec<Test> {
    let blocks = lp.body.iter().copied();
    let every_time = blocks.filter(|&block| tree.dominates(block, lp.latch));
    every_time
        .filter_map(|block| {
            let branch = func.terminator(block);
            let at_latch = block == lp.latch;
            test(func, lp, branch, at_latch)
        })
        .collect()
}

fn test(func: &Function, lp: &CountedLoop, branch: Inst, at_latch: bool) -> Option<Test> {
    let InstData::BrIf {
        cond,
        then_dest,
        else_dest,
    } = func.inst(branch)
    else {
        return None;
    };
    let goes_on_if = match (lp.contains(then_dest.block), lp.contains(else_dest.block)) {
        (true, false) => true,
        (false, true) => false,
        _ => return None,
    };
    let (cc, x, end) = comparison(func, lp, *cond)?;
    let cc = if goes_on_if { cc } else { cc.complement() };
    Some(Test {
        branch,
        at_latch,
        cc,
        x,
        end,
    })
}

/// A condition as a comparison of what changes with what does not; a number is compared with 0.
fn comparison(func: &Function, lp: &CountedLoop, cond: Value) -> Option<(IntCC, Affine, Number)> {
    let changing = |value| lp.affine(func, value).filter(|x| x.variable.is_some());
    let Some(&InstData::Icmp { cc, args: [a, b] }) = func.made_by(cond) else {
        return Some((IntCC::Ne, changing(cond)?, Number::Known(0)));
    };
    match (changing(a), unchanging(func, lp, b)) {
        (Some(x), Some(end)) => Some((cc, x, end)),
        _ => Some((cc.swapped(), changing(b)?, unchanging(func, lp, a)?)),
    }
}

/// A value as a number that is the same in all iterations.
fn unchanging(func: &Function, lp: &CountedLoop, value: Value) -> Option<Number> {
    match func.made_by(value) {
        Some(InstData::Iconst(n)) => Some(Number::Known(*n as u32)),
        _ => lp.is_outside(value).then_some(Number::Value(value)),
    }
}

impl Test {
    /// Whether nothing reads the induction variable but the step to its next value and this test.
    pub fn alone_reads_variable(
        &self,
        func: &Function,
        lp: &CountedLoop,
        reads: impl Fn(Value) -> u32,
    ) -> bool {
        let InstData::BrIf { cond, .. } = *func.inst(self.branch) else {
            return false;
        };
        let Some((n, _)) = self.x.variable else {
            return false;
        };
        let param = func.blocks[lp.header].params[n];
        let next = lp.passed_back(func)[n];
        // The parameter is read to make the next value, which is read by the branch; one of them by the test.
        match compared_value(func, lp, cond) {
            Some(x) if x == next => reads(param) == 1 && reads(next) == 2,
            Some(x) if x == param => reads(param) == 2 && reads(next) == 1,
            _ => false,
        }
    }

    /// How often the test lets the loop go on; `start` is what an induction variable begins with.
    pub fn trips(
        &self,
        builder: &mut Builder<'_>,
        lp: &CountedLoop,
        start: impl Fn(usize) -> Value,
    ) -> Option<Trips> {
        let step = self.x.step(lp);
        let size = step.unsigned_abs();
        if !size.is_power_of_two() {
            return None;
        }
        let first = builder.affine(&self.x, start);
        let mut end = self.end;
        // Of `<=` and `>=` as `<` and `>`: only where the next number is there.
        let (cc, by) = match self.cc {
            IntCC::Sle | IntCC::Ule => (strict(self.cc), 1),
            IntCC::Sge | IntCC::Uge => (strict(self.cc), u32::MAX),
            cc => (cc, 0),
        };
        if by != 0 {
            let Number::Known(n) = end else {
                return None;
            };
            end = Number::Known(n.wrapping_add(by));
            // If the sum wrapped, the comparison has turned round.
            if let Condition::Known(false) = builder.compare(cc, Number::Known(n), end) {
                return None;
            }
        }
        let rising = match cc {
            IntCC::Ne => step > 0,
            IntCC::Ult | IntCC::Slt if step > 0 => true,
            IntCC::Ugt | IntCC::Sgt if step < 0 => false,
            _ => return None,
        };
        let distance = match rising {
            true => builder.sub(end, first),
            false => builder.sub(first, end),
        };
        let shift = size.trailing_zeros();
        let mut unless = Vec::new();
        if cc == IntCC::Ne {
            let rest = builder.and(distance, size - 1);
            unless.push(builder.compare(IntCC::Ne, rest, Number::Known(0)));
            let count = builder.shr(distance, shift);
            return Some(Trips { count, unless });
        }
        unless.push(builder.compare(cc.complement(), first, end));
        if size > 1 {
            let last = match cc {
                IntCC::Ult => u32::MAX - (size - 1),
                IntCC::Slt => i32::MAX as u32 - (size - 1),
                IntCC::Ugt => size - 1,
                _ => i32::MIN as u32 + (size - 1),
            };
            let passes = cc.swapped();
            unless.push(builder.compare(passes, end, Number::Known(last)));
        }
        // The distance is at least 1 here, so this does not wrap.
        let less = builder.add(distance, Number::Known(u32::MAX));
        let whole = builder.shr(less, shift);
        let count = builder.add(whole, Number::Known(1));
        Some(Trips { count, unless })
    }
}

fn strict(cc: IntCC) -> IntCC {
    match cc {
        IntCC::Sle => IntCC::Slt,
        IntCC::Ule => IntCC::Ult,
        IntCC::Sge => IntCC::Sgt,
        _ => IntCC::Ugt,
    }
}

/// The side of a comparison that changes. A number is compared with 0.
fn compared_value(func: &Function, lp: &CountedLoop, cond: Value) -> Option<Value> {
    match func.made_by(cond) {
        Some(InstData::Icmp { args: [a, b], .. }) => {
            let constant = |v: &Value| matches!(func.made_by(*v), Some(InstData::Iconst(_)));
            let changes = |v: &&Value| !lp.is_outside(**v) && !constant(v);
            [a, b].into_iter().find(changes).copied()
        }
        _ => Some(cond),
    }
}
