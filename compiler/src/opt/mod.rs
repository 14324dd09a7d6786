//! The optimiser of Tinsmith IR: what Cranelift's cannot know, because splitting i64 into words and making checks
//! explicit happens after it.
//!
//! [`SIMPLIFY`], [`LOOPS`] and [`PLACE`] are the lists of passes, in order. Each takes and leaves IR that [`verify`](crate::ir::verify()) accepts, is near-linear in the size of
//! the function, and keeps its meaning as [`interp`](crate::ir::interp) defines it: results, memory, calls, and whether and
//! why it traps. It deliberately makes no bounds check weaker, moves no trap over a store, a call or a trap of another kind, and
//! folds float operations only by computing them.

mod cfg;
mod checks;
mod dce;
mod decisions;
mod effects;
mod facts;
mod fold;
mod gather;
mod gvn;
mod licm;
mod loops;
mod params;
mod pressure;
mod relieve;
mod remat;
mod returns;
mod rewrite;
mod sizes;
mod sums;
mod zeros;

use crate::ir::Function;
use crate::target::Target;

/// What is known of the size of a linear memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryBounds {
    /// The symbol of its descriptor.
    pub descriptor: String,
    /// The bytes it always has at least.
    pub min: u32,
    /// The bytes it never exceeds.
    pub max: u32,
    /// The bytes of a page: its size is a multiple.
    pub page: u32,
}

/// What code is to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// Fast: loops and blocks may be there twice, the second time with every check in its place, so that the first needs few.
    #[default]
    Speed,
    /// Small: nothing is copied.
    Size,
}

/// What the optimiser is told besides the function.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The processor.
    pub target: &'a Target,
    /// The memories whose sizes are known better than that they are sizes.
    pub memories: &'a [MemoryBounds],
    /// What to strive for.
    pub goal: Goal,
}

impl<'a> Context<'a> {
    /// The context in which nothing is known of memories, and speed is the goal.
    pub fn new(target: &'a Target) -> Self {
        Self {
            target,
            memories: &[],
            goal: Goal::Speed,
        }
    }
}

/// A pass: its name, and what it does. It says whether it changed anything.
pub type Pass = (&'static str, fn(&mut Function, &Context<'_>) -> bool);

/// The passes that prepare for others; run once, first.
pub const PREPARE: &[Pass] = &[("sizes", |func, _| sizes::run(func))];

/// The passes that make the function simpler, in order; run again while something changes.
pub const SIMPLIFY: &[Pass] = &[
    ("cfg", |func, _| cfg::run(func)),
    ("params", |func, _| params::run(func)),
    ("zeros", |func, _| zeros::run(func)),
    ("fold", |func, cx| fold::run(func, cx.target)),
    ("gvn", |func, _| gvn::run(func)),
    ("facts", facts::run),
    ("checks", checks::run),
    ("dce", |func, _| dce::run(func)),
];

/// The passes that make loops and ends cheaper, in order; run once, and what they leave is simplified once more.
pub const LOOPS: &[Pass] = &[
    ("loop_leftovers", |func, _| loops::leftovers(func)),
    ("loop_checks", loops::checks),
    // A removed check's comparison would still count as a reader of its index.
    ("dce", |func, _| dce::run(func)),
    ("loop_pointers", loops::pointers),
    ("gather", |func, cx| {
        cx.goal == Goal::Speed && gather::run(func, cx)
    }),
    ("returns", |func, _| returns::run(func)),
];

/// The passes that find the best places for what is left, in order; run once.
pub const PLACE: &[Pass] = &[
    ("licm", |func, cx| licm::run(func, cx.target)),
    ("sums", |func, _| sums::run(func)),
    ("loop_carried", loops::carried),
    // What is not read any more would count as a reader.
    ("dce", |func, _| dce::run(func)),
    ("loop_ends", |func, _| loops::ends(func)),
    ("loop_counters", loops::counters),
    ("relieve", |func, cx| relieve::run(func, cx.target)),
    ("remat", |func, _| remat::run(func)),
    ("decisions", |func, cx| decisions::run(func, cx.target)),
    ("dce", |func, _| dce::run(func)),
];

/// How often [`SIMPLIFY`] is run while something still changes. Later rounds find little: what the removal of a branch
/// or a check lays open.
const MAX_ROUNDS: usize = 3;

/// Optimises a function.
pub fn run(func: &mut Function, context: &Context<'_>) {
    run_with(func, context, |_, _| {});
}

/// As [`run`], calling `after` with the name of each pass that was run and the function it left: for dumps, and for tests
/// to verify.
pub fn run_with(
    func: &mut Function,
    context: &Context<'_>,
    mut after: impl FnMut(&str, &Function),
) {
    let mut run_list = |func: &mut Function, passes: &[Pass]| {
        let mut changed = false;
        for (name, pass) in passes {
            changed |= pass(func, context);
            after(name, func);
        }
        changed
    };
    run_list(func, PREPARE);
    for _ in 0..MAX_ROUNDS {
        if !run_list(func, SIMPLIFY) {
            break;
        }
    }
    if run_list(func, LOOPS) {
        run_list(func, SIMPLIFY);
    }
    run_list(func, PLACE);
}

/// The pass of that name.
pub fn pass_by_name(name: &str) -> Option<Pass> {
    let lists = [PREPARE, SIMPLIFY, LOOPS, PLACE];
    let mut passes = lists.into_iter().flatten();
    passes.find(|pass| pass.0 == name).copied()
}

#[cfg(test)]
mod tests;
