//! Bounds checks of counted loops, made once before the loop for all iterations.
//!
//! An index that is affine rises by s in each of at most `trips` rounds after the first. Let u be the smallest index of several that
//! differ by constants, in the first iteration, and L what u must not pass for all of their checks to pass. Then no
//! check fails in any iteration if
//!
//! * s = 0: u <= L
//! * s > 0: u <= L and trips * s <= L - u
//! * s < 0: u <= L and trips * -s <= u
//!
//! As L is below 2^31, no index wraps on the way. trips * |s| is compared by a shift if |s| is a power of two; else trips and |s|
//! must be below 2^16, so that the product does not wrap.
//!
//! These are the guards. If one fails, the loop as it was, with all its checks, is executed in place of the one without, so
//! whatever it does before it traps, if it traps, is done. Where all guards are known to hold there is one loop only.

use crate::ir::{Block, Function, Inst, IntCC, Value};
use crate::opt::Context;
use crate::opt::checks::{Base, Check, check_of, least_size};

use super::induction::{Affine, CountedLoop, Term};
use super::number::{Builder, Condition, Number};
use super::trips::Trips;

/// Checks whose indices differ by constants.
pub(super) struct Group {
    checks: Vec<(Block, Inst)>,
    /// The smallest index.
    index: Affine,
    base: Base,
    /// What it must not pass, in addition to the base.
    limit: i64,
}

/// The groups of a loop's checks that guards can be made for.
pub(super) fn groups(func: &Function, context: &Context<'_>, lp: &CountedLoop) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &block in &lp.body {
        for &inst in &func.blocks[block].insts {
            let Some(check) = check_of(func, inst) else {
                continue;
            };
            let base_outside = check.base.is_none_or(|size| lp.is_outside(size));
            if let Some(index) = index_of(func, lp, check)
                && base_outside
            {
                add(&mut groups, (block, inst), index, check);
            }
        }
    }
    groups.retain(|group| {
        let least = group
            .base
            .map_or(0, |_| least_size(func, context.memories, group.base));
        group.limit >= -least && (group.base.is_some() || group.limit >= 0)
    });
    groups
}

/// The index that is compared.
pub(super) fn index_of(func: &Function, lp: &CountedLoop, check: Check) -> Option<Affine> {
    let mut index = lp.affine(func, check.value)?;
    index.add = index.add.wrapping_add(check.add as i32);
    Some(index)
}

fn add(groups: &mut Vec<Group>, at: (Block, Inst), index: Affine, check: Check) {
    let same = groups.iter_mut().find(|group| {
        group.base == check.base
            && group.index.terms == index.terms
            && group.index.variable == index.variable
    });
    let Some(group) = same else {
        return groups.push(Group {
            checks: vec![at],
            index,
            base: check.base,
            limit: check.limit,
        });
    };
    // The distance of two indices as they are counted: both are the same sum but for the constant.
    let ahead = i64::from(index.add) - i64::from(group.index.add);
    if ahead >= 0 {
        group.limit = group.limit.min(check.limit - ahead);
    } else {
        group.limit = check.limit.min(group.limit + ahead);
        group.index = index;
    }
    group.checks.push(at);
}

impl Group {
    /// What must not hold for all checks of the group to pass in all iterations. None if it is not worth it.
    pub fn unless(
        &self,
        builder: &mut Builder<'_>,
        lp: &CountedLoop,
        trips: &Trips,
        start: impl Fn(usize) -> Value,
    ) -> Option<Vec<Condition>> {
        let step = self.index.step(lp);
        let size = step.unsigned_abs();
        let index = builder.affine(&self.index, start);
        let limit = Number::Known(self.limit as i32 as u32);
        let limit = match self.base {
            Some(base) => builder.add(Number::Value(base), limit),
            None => limit,
        };
        let mut unless = vec![builder.compare(IntCC::Ugt, index, limit)];
        let room = match step {
            0 => return Some(unless),
            1.. => builder.sub(limit, index),
            _ => index,
        };
        let (way, room) = if size.is_power_of_two() {
            let steps = builder.shr(room, size.trailing_zeros());
            (trips.count, steps)
        } else {
            if size >= 1 << 16 {
                return None;
            }
            let large = Number::Known((1 << 16) - 1);
            unless.push(builder.compare(IntCC::Ugt, trips.count, large));
            (builder.mul(trips.count, size), room)
        };
        unless.push(builder.compare(IntCC::Ugt, way, room));
        Some(unless)
    }

    /// Takes the checks out of the loop.
    pub fn remove(&self, func: &mut Function) {
        for &(block, check) in &self.checks {
            func.blocks[block].insts.retain(|&inst| inst != check);
        }
    }

    /// Whether the index is a symbol's address plus something, which no check is about.
    pub fn names_symbol(&self) -> bool {
        let mut terms = self.index.terms.iter();
        terms.any(|(term, _)| matches!(term, Term::Symbol(_)))
    }
}
