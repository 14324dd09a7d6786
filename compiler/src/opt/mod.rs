//! The optimiser of Tinsmith IR: what Cranelift's cannot know, because splitting i64 into words and making checks
//! explicit happens after it.
//!
//! [`SIMPLIFY`] and [`PLACE`] are the lists of passes, in order. Each takes and leaves IR that [`verify`](crate::ir::verify()) accepts, is near-linear in the size of
//! the function, and keeps its meaning as [`interp`](crate::ir::interp) defines it: results, memory, calls, and whether and
//! why it traps. It deliberately makes no bounds check weaker, moves no trap over a store, a call or a trap of another kind, and
//! folds float operations only by computing them.

mod cfg;
mod checks;
mod dce;
mod effects;
mod facts;
mod fold;
mod gvn;
mod licm;
mod params;
mod remat;
mod rewrite;

use crate::ir::Function;
use crate::target::Target;

/// A pass: its name, and what it does. It says whether it changed anything.
pub type Pass = (&'static str, fn(&mut Function, &Target) -> bool);

/// The passes that make the function simpler, in order; run again while something changes.
pub const SIMPLIFY: &[Pass] = &[
    ("cfg", |func, _| cfg::run(func)),
    ("params", |func, _| params::run(func)),
    ("fold", fold::run),
    ("gvn", |func, _| gvn::run(func)),
    ("facts", |func, _| facts::run(func)),
    ("checks", |func, _| checks::run(func)),
    ("dce", |func, _| dce::run(func)),
];

/// The passes that find the best places for what is left, in order; run once.
pub const PLACE: &[Pass] = &[
    ("licm", licm::run),
    ("remat", |func, _| remat::run(func)),
    ("dce", |func, _| dce::run(func)),
];

/// How often [`SIMPLIFY`] is run while something still changes. Later rounds find little: what the removal of a branch
/// or a check lays open.
const MAX_ROUNDS: usize = 3;

/// Optimises a function.
pub fn run(func: &mut Function, target: &Target) {
    run_with(func, target, |_, _| {});
}

/// As [`run`], calling `after` with the name of each pass that was run and the function it left: for dumps, and for tests
/// to verify.
pub fn run_with(func: &mut Function, target: &Target, mut after: impl FnMut(&str, &Function)) {
    let mut run_list = |func: &mut Function, passes: &[Pass]| {
        let mut changed = false;
        for (name, pass) in passes {
            changed |= pass(func, target);
            after(name, func);
        }
        changed
    };
    for _ in 0..MAX_ROUNDS {
        if !run_list(func, SIMPLIFY) {
            break;
        }
    }
    run_list(func, PLACE);
}

/// The pass of that name.
pub fn pass_by_name(name: &str) -> Option<Pass> {
    let mut passes = SIMPLIFY.iter().chain(PLACE);
    passes.find(|pass| pass.0 == name).copied()
}

#[cfg(test)]
mod tests;
