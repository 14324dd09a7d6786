//! Induction variables that are read only after the loop are made there, from another one that the loop needs.
//!
//! Both rise by constants: a by s, b by q * s. So b - q * a is the same number in every iteration, what it is at the beginning, and b is
//! that number plus q * a.

use crate::ir::{Block, ControlFlowGraph, DominatorTree, Function, Inst, SourceLoc, Value};

use super::induction::{Affine, CountedLoop};
use super::layout::block_before;
use super::number::{Builder, Number};

/// A variable to be made after the loop.
struct Leftover {
    param: Value,
    /// Where it is read, and the block that the loop is left to on the way there.
    readers: Vec<(Inst, Block)>,
    /// The variable it is made from, and how often that is in it.
    from: usize,
    times: i32,
    /// What is added.
    rest: Affine,
}

/// Runs on one loop; says whether anything changed.
pub(super) fn run(
    func: &mut Function,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
    lp: &CountedLoop,
) -> bool {
    if lp.steps.iter().flatten().count() < 2 {
        return false;
    }
    let counts: Vec<Reads> = (0..lp.steps.len())
        .map(|n| Reads::of(func, lp, n))
        .collect();
    if !counts.iter().any(Reads::is_leftover) {
        return false;
    }
    let (before, made) = block_before(func, cfg, lp);
    let starts = super::starts(func, before, lp);
    let leftovers: Vec<Leftover> = (0..lp.steps.len())
        .filter(|&n| counts[n].is_leftover())
        .filter_map(|n| leftover(func, cfg, tree, lp, &starts, &counts, n))
        .collect();
    for leftover in &leftovers {
        make_after(func, lp, before, leftover);
    }
    made || !leftovers.is_empty()
}

/// Who reads an induction variable.
struct Reads {
    inside: bool,
    outside: Vec<(Inst, Block)>,
    /// It is no induction variable, or its next value is read where this pass does not follow.
    other: bool,
}

impl Reads {
    fn of(func: &Function, lp: &CountedLoop, n: usize) -> Self {
        let param = func.blocks[lp.header].params[n];
        let next = lp.passed_back(func)[n];
        let mut reads = Self {
            inside: false,
            outside: Vec::new(),
            other: lp.steps[n].is_none(),
        };
        let latch = func.terminator(lp.latch);
        for &block in &func.layout {
            let inside = lp.contains(block);
            for &inst in &func.blocks[block].insts {
                let makes_next = func.results(inst) == [next];
                func.inst(inst).visit_args(|arg| {
                    if arg == param {
                        match inside {
                            true => reads.inside |= !makes_next,
                            false => reads.outside.push((inst, block)),
                        }
                    }
                    reads.other |= arg == next && inst != latch;
                });
            }
        }
        // The latch passes the next value on, once.
        let mut passed = 0;
        func.inst(latch)
            .visit_args(|arg| passed += usize::from(arg == next));
        reads.other |= passed != 1;
        reads.outside.dedup();
        reads
    }

    fn is_leftover(&self) -> bool {
        !self.inside && !self.other && !self.outside.is_empty()
    }
}

fn leftover(
    func: &Function,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
    lp: &CountedLoop,
    starts: &[Value],
    counts: &[Reads],
    n: usize,
) -> Option<Leftover> {
    let step = lp.steps[n]?;
    let (from, times) = (0..lp.steps.len()).find_map(|other| {
        let by = lp.steps[other].filter(|_| other != n && counts[other].inside)?;
        let whole = step.checked_rem(by)? == 0;
        whole.then(|| (other, step / by))
    })?;
    let start = lp.affine(func, starts[n])?;
    let from_start = lp.affine(func, starts[from])?;
    let rest = start.plus(from_start.times(times.checked_neg()?)?)?;
    let exits = exits(func, cfg, lp);
    let readers = counts[n].outside.iter().map(|&(inst, block)| {
        let exit = exits
            .iter()
            .copied()
            .find(|&exit| tree.dominates(exit, block))?;
        Some((inst, exit))
    });
    Some(Leftover {
        param: func.blocks[lp.header].params[n],
        readers: readers.collect::<Option<_>>()?,
        from,
        times,
        rest,
    })
}

/// The blocks that are come to from the loop only.
fn exits(func: &Function, cfg: &ControlFlowGraph, lp: &CountedLoop) -> Vec<Block> {
    let mut exits = Vec::new();
    for &block in &lp.body {
        func.inst(func.terminator(block)).visit_dests(|dest| {
            let alone = cfg.preds(dest.block).iter().all(|&pred| lp.contains(pred));
            if !lp.contains(dest.block) && alone && !exits.contains(&dest.block) {
                exits.push(dest.block);
            }
        });
    }
    exits
}

fn make_after(func: &mut Function, lp: &CountedLoop, before: Block, leftover: &Leftover) {
    let from = func.blocks[lp.header].params[leftover.from];
    let mut builder = Builder::new(func, SourceLoc::NONE);
    let rest = builder.affine(&leftover.rest, |_| from);
    let insts = std::mem::take(&mut builder.insts);
    let end = func.blocks[before].insts.len() - 1;
    func.blocks[before].insts.splice(end..end, insts);
    let mut made: Vec<(Block, Value)> = Vec::new();
    for &(reader, exit) in &leftover.readers {
        let value = match made.iter().find(|(block, _)| *block == exit) {
            Some(&(_, value)) => value,
            None => {
                let value = make_in(func, exit, from, leftover.times, rest);
                made.push((exit, value));
                value
            }
        };
        func.inst_mut(reader).visit_args_mut(|arg| {
            if *arg == leftover.param {
                *arg = value;
            }
        });
    }
}

/// Makes `from * times + rest` at the start of a block.
fn make_in(func: &mut Function, block: Block, from: Value, times: i32, rest: Number) -> Value {
    let mut builder = Builder::new(func, SourceLoc::NONE);
    let scaled = builder.scaled(Number::Value(from), times);
    let sum = builder.add(scaled, rest);
    let value = builder.value(sum);
    let insts = std::mem::take(&mut builder.insts);
    func.blocks[block].insts.splice(0..0, insts);
    value
}
