//! Loops: bounds checks made once for all iterations, addresses that are counted on instead of computed, values
//! that the iteration before had, ends of loops that leave a register free.
//!
//! [`induction`] finds what rises by the same number in every iteration, [`trips`] how often a loop goes round. On entry checks are as
//! `checks` left them. None of these passes changes what a loop does before it traps, and which access is reported.

mod carried;
mod counters;
mod ends;
mod guards;
mod index_checks;
mod induction;
mod layout;
mod leftover;
mod number;
mod pointers;
mod trips;
mod versions;

use crate::ir::{ControlFlowGraph, DominatorTree, Function, SourceLoc, Value};
use crate::opt::{Context, Goal};
use crate::target::Ext;

pub(super) use layout::{append_cold_block, insert_block_after};

use induction::{CountedLoop, Loops};
use number::{Builder, Condition};

/// Loops with more instructions than this have no second version: the code would grow by more than it is worth.
const MAX_COPIED: usize = 120;

/// More guards than this cost more than the checks of a few iterations.
const MAX_GUARDS: usize = 10;

/// Makes checks before loops: see [`guards`].
pub(super) fn checks(func: &mut Function, context: &Context<'_>) -> bool {
    each_loop(func, |func, cfg, tree, lp| {
        guard(func, context, cfg, tree, lp)
    })
}

/// Makes variables that are read after a loop there: see [`leftover`].
pub(super) fn leftovers(func: &mut Function) -> bool {
    each_loop(func, leftover::run)
}

/// Counts addresses on: see [`pointers`].
pub(super) fn pointers(func: &mut Function, context: &Context<'_>) -> bool {
    each_loop(func, |func, cfg, tree, lp| {
        pointers::run(func, context, cfg, tree, lp)
    })
}

/// Gives loops counters where the core counts: see [`counters`].
pub(super) fn counters(func: &mut Function, context: &Context<'_>) -> bool {
    if !context.target.has(Ext::Loop) {
        return false;
    }
    let reads = func.count_reads();
    each_loop(func, |func, cfg, tree, lp| {
        counters::run(func, cfg, tree, lp, &reads)
    })
}

/// Carries what the iteration before had computed: see [`carried`].
pub(super) fn carried(func: &mut Function, context: &Context<'_>) -> bool {
    each_loop(func, |func, cfg, tree, lp| {
        carried::run(func, context.target, cfg, tree, lp)
    })
}

/// Lets the ends of loops read what is passed on: see [`ends`].
pub(super) fn ends(func: &mut Function) -> bool {
    let loops = Loops::compute(func);
    let mut changed = false;
    // Blocks and branches stay as they are, so what was computed holds throughout.
    for header in loops.headers() {
        if let Some(lp) = loops.counted(func, header) {
            changed |= ends::run(func, &loops.cfg, &lp);
        }
    }
    changed
}

/// Runs `pass` on every loop, inner ones first. What it makes does not change other loops, but the blocks around them.
fn each_loop(
    func: &mut Function,
    mut pass: impl FnMut(&mut Function, &ControlFlowGraph, &DominatorTree, &CountedLoop) -> bool,
) -> bool {
    let mut loops = Loops::compute(func);
    let mut changed = false;
    let mut stale = false;
    for header in loops.headers() {
        if stale {
            loops = Loops::compute(func);
        }
        let Some(lp) = loops.counted(func, header) else {
            stale = false;
            continue;
        };
        stale = pass(func, &loops.cfg, &loops.tree, &lp);
        changed |= stale;
    }
    changed
}

/// What the header's parameters begin with, given by the block before.
fn starts(func: &Function, before: crate::ir::Block, lp: &CountedLoop) -> Vec<Value> {
    let mut args = Vec::new();
    func.inst(func.terminator(before)).visit_dests(|dest| {
        if dest.block == lp.header {
            args = dest.args.to_vec();
        }
    });
    args
}

fn guard(
    func: &mut Function,
    context: &Context<'_>,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
    lp: &CountedLoop,
) -> bool {
    if func.blocks[lp.header].cold {
        return false;
    }
    let mut groups = guards::groups(func, context, lp);
    groups.retain(|group| !group.names_symbol());
    if groups.is_empty() {
        return false;
    }
    let tests = trips::tests(func, tree, lp);
    if tests.is_empty() {
        return false;
    }
    let (before, made) = layout::block_before(func, cfg, lp);
    let starts = starts(func, before, lp);
    let start = |n: usize| starts[n];
    let mut builder = Builder::new(func, SourceLoc::NONE);
    let Some(trips) = tests.iter().find_map(|test| {
        let trips = test.trips(&mut builder, lp, start)?;
        (!trips.unless.contains(&Condition::Known(true))).then_some(trips)
    }) else {
        return made;
    };
    let mut unless = trips.unless.clone();
    let mut hoisted = Vec::new();
    for group in &groups {
        if let Some(more) = group.unless(&mut builder, lp, &trips, start)
            && !more.contains(&Condition::Known(true))
        {
            unless.extend(more);
            hoisted.push(group);
        }
    }
    unless.retain(|condition| matches!(condition, Condition::Value(_)));
    let insts = std::mem::take(&mut builder.insts);
    // Guards of nothing but invariant indices are worth it all the same: they are checked in every iteration.
    if hoisted.is_empty() || unless.len() > MAX_GUARDS {
        return made;
    }
    if !unless.is_empty() {
        // The second version is a copy: of loops where checks are most of the work.
        if context.goal == Goal::Size || lp.has_calls || !lp.is_innermost {
            return made;
        }
        // A loop that may be left early often is, after fewer iterations than guards pay for.
        let exits = versions::Exits::of(func, lp);
        let Some(exits) = exits.filter(|e| e.blocks.len() == 1 && lp.size(func) <= MAX_COPIED)
        else {
            return made;
        };
        let place = func.blocks[before].insts.len() - 1;
        func.blocks[before].insts.splice(place..place, insts);
        versions::choose(func, lp, &exits, before, &unless);
    }
    for group in hoisted {
        group.remove(func);
    }
    true
}
