//! Counters for cores that count loops themselves: a loop that goes on while `x != e` gets a counter that begins as the number of
//! iterations and falls by 1, and goes on while that is not 0. The back end (`mach/counted.rs`) leaves such a loop's test and counter
//! to the core.
//!
//! Let x be `x0` when the test at the loop's end is first made, rise by d, and D be `e - x0`, all modulo 2^32. The loop goes round `D / d + 1` times, if d
//! divides D. For a power of two d that is so, or x never is e. It is known where the numbers are, or the bits that may be one. For d = 1 the
//! sum may wrap to 0, which stands for 2^32, the right number.
//!
//! Only loops that the core is likely to count are changed: inner ones without calls, short enough.

use cranelift_entity::SecondaryMap;

use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, IntCC, SourceLoc,
    Type, Value,
};
use crate::opt::fold::known::possible_bits;

use super::induction::{Affine, CountedLoop, Term};
use super::layout::block_before;
use super::number::{Builder, Number};
use super::starts;
use super::trips::{Test, tests};

/// More instructions are hardly short enough for the core.
const MAX_SIZE: usize = 64;

/// Runs on one loop; says whether anything changed.
pub(super) fn run(
    func: &mut Function,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
    lp: &CountedLoop,
    reads: &SecondaryMap<Value, u32>,
) -> bool {
    if !lp.is_innermost || lp.has_calls || lp.size(func) > MAX_SIZE {
        return false;
    }
    let mut tests = tests(func, tree, lp).into_iter();
    let Some(test) = tests.find(|test| test.at_latch && test.cc == IntCC::Ne) else {
        return false;
    };
    if counts_to_zero(func, lp, &test) {
        return false;
    }
    let (before, made) = block_before(func, cfg, lp);
    let starts = starts(func, before, lp);
    let last = last_value(func, lp, &test);
    let inside = last.map_or(0, |next| reads_inside(func, lp, next));
    let alone = test.alone_reads_variable(func, lp, |value| match Some(value) == last {
        true => inside,
        false => reads[value],
    });
    let one_exit = lp.exits(func) == 1;
    let plan = plan(func, lp, &test, &starts).filter(|plan| plan.is_worth_it(alone, one_exit));
    let Some(plan) = plan else {
        return made;
    };
    if let Some(next) = last
        && alone
        && reads[next] != inside
    {
        read_end_outside(func, lp, &test, before, next);
    }
    count(func, lp, &test, before, &plan);
    true
}

/// The next value of the variable, if it is known to be the end wherever it is read outside: it is what is tested, and the test is the only way out.
fn last_value(func: &Function, lp: &CountedLoop, test: &Test) -> Option<Value> {
    let (n, _) = test.x.variable?;
    let is_next = Affine {
        variable: Some((n, 1)),
        add: lp.steps[n]?,
        ..Affine::default()
    };
    (test.x == is_next && lp.exits(func) == 1).then(|| lp.passed_back(func)[n])
}

fn reads_inside(func: &Function, lp: &CountedLoop, value: Value) -> u32 {
    let mut reads = 0;
    let insts = lp.body.iter().flat_map(|&block| &func.blocks[block].insts);
    for &inst in insts {
        func.inst(inst)
            .visit_args(|arg| reads += u32::from(arg == value));
        func.inst(inst).visit_dests(|dest| {
            if !lp.contains(dest.block) {
                let passed = dest.args.iter().filter(|&&arg| arg == value);
                reads -= passed.count() as u32;
            }
        });
    }
    reads
}

/// Has what reads the value after the loop read the end.
fn read_end_outside(
    func: &mut Function,
    lp: &CountedLoop,
    test: &Test,
    before: Block,
    value: Value,
) {
    let mut builder = Builder::new(func, SourceLoc::NONE);
    let end = builder.value(test.end);
    let insts = std::mem::take(&mut builder.insts);
    insert_at_end(func, before, insts);
    let read_end = |args: &mut [Value]| {
        let values = args.iter_mut().filter(|arg| **arg == value);
        values.for_each(|arg| *arg = end);
    };
    func.inst_mut(test.branch).visit_dests_mut(|dest| {
        if !lp.contains(dest.block) {
            read_end(&mut dest.args);
        }
    });
    for block in func.layout.clone() {
        if lp.contains(block) {
            continue;
        }
        for inst in func.blocks[block].insts.clone() {
            func.inst_mut(inst)
                .visit_args_mut(|arg| read_end(std::slice::from_mut(arg)));
        }
    }
}

fn insert_at_end(func: &mut Function, block: Block, insts: impl IntoIterator<Item = Inst>) {
    let place = func.blocks[block].insts.len() - 1;
    func.blocks[block].insts.splice(place..place, insts);
}

/// Whether the test is of a counter already.
fn counts_to_zero(func: &Function, lp: &CountedLoop, test: &Test) -> bool {
    let InstData::BrIf { cond, .. } = *func.inst(test.branch) else {
        return false;
    };
    let next = lp.passed_back(func);
    let counter = next.iter().position(|&next| next == cond);
    counter.is_some_and(|n| lp.steps[n] == Some(-1))
}

/// The number of iterations.
enum Plan {
    Known(u32),
    /// `(end - first >> shift) + 1`, or the difference the other way round where x falls.
    Computed {
        first: Affine,
        start: Value,
        shift: u32,
        falls: bool,
    },
}

impl Plan {
    /// Whether the loop is likely to save what the number costs. What it saves in an iteration is the test, and `alone` the step of a
    /// variable that nobody else reads. A loop that may be left early often is, after an iteration or two.
    fn is_worth_it(&self, alone: bool, one_exit: bool) -> bool {
        match self {
            Self::Known(count) => *count > 2 && (alone || one_exit),
            Self::Computed { shift, .. } => one_exit && (alone || *shift == 0),
        }
    }
}

fn plan(func: &Function, lp: &CountedLoop, test: &Test, starts: &[Value]) -> Option<Plan> {
    let step = test.x.step(lp);
    let size = step.unsigned_abs();
    let (n, scale) = test.x.variable?;
    // e - x0, or x0 - e where x falls.
    let start = lp.affine(func, starts[n])?.times(scale)?;
    let rest = Affine {
        variable: None,
        ..test.x.clone()
    };
    let first = start.plus(rest)?;
    let end = match test.end {
        Number::Known(n) => Affine {
            add: n as i32,
            ..Affine::default()
        },
        Number::Value(value) => lp.affine(func, value)?,
    };
    let (from, to) = if step > 0 { (first, end) } else { (end, first) };
    let distance = to.minus(from)?;
    if let Some(distance) = distance.constant() {
        let distance = distance as u32;
        let count = (distance / size).wrapping_add(1);
        return distance.is_multiple_of(size).then_some(Plan::Known(count));
    }
    if !size.is_power_of_two() || !is_multiple(func, &distance, size) {
        return None;
    }
    let shift = size.trailing_zeros();
    Some(Plan::Computed {
        first: test.x.clone(),
        start: starts[n],
        shift,
        falls: step < 0,
    })
}

/// Whether a sum is a multiple of a power of two for sure.
fn is_multiple(func: &Function, sum: &Affine, of: u32) -> bool {
    let rest = |n: u32| n & (of - 1);
    let terms = sum.terms.iter();
    let mut multiples = terms.map(|&(term, number)| match term {
        Term::Value(value) => {
            let zeros = possible_bits(func, value).trailing_zeros();
            rest((number as u32).checked_shl(zeros).unwrap_or(0)) == 0
        }
        Term::Symbol(_) => rest(number as u32) == 0,
    });
    rest(sum.add as u32) == 0 && multiples.all(|is| is)
}

fn count(func: &mut Function, lp: &CountedLoop, test: &Test, before: Block, plan: &Plan) {
    let mut builder = Builder::new(func, SourceLoc::NONE);
    let number = match plan {
        Plan::Known(n) => Number::Known(*n),
        Plan::Computed {
            first,
            start,
            shift,
            falls,
        } => {
            let add = first.add as u32;
            let first = Affine {
                add: 0,
                ..first.clone()
            };
            let first = builder.affine(&first, |_| *start);
            let (distance, add) = match falls {
                false => (builder.sub(test.end, first), add.wrapping_neg()),
                true => (builder.sub(first, test.end), add),
            };
            match shift {
                0 => builder.add(distance, Number::Known(add.wrapping_add(1))),
                &shift => {
                    let distance = builder.add(distance, Number::Known(add));
                    let less = builder.shr(distance, shift);
                    builder.add(less, Number::Known(1))
                }
            }
        }
    };
    let number = builder.value(number);
    let insts = std::mem::take(&mut builder.insts);
    insert_at_end(func, before, insts);

    let counter = func.append_param(lp.header, Type::I32);
    let loc = func.loc(test.branch);
    let by = func.make_inst(InstData::Iconst(-1), &[Type::I32], loc);
    let args = [counter, func.result(by)];
    let op = BinaryOp::Iadd;
    let next = func.make_inst(InstData::Binary { op, args }, &[Type::I32], loc);
    insert_at_end(func, lp.latch, [by, next]);
    let next = func.result(next);

    for (block, arg) in [(before, number), (lp.latch, next)] {
        let branch = func.terminator(block);
        func.inst_mut(branch).visit_dests_mut(|dest| {
            if dest.block == lp.header {
                dest.args.push(arg);
            }
        });
    }
    if let InstData::BrIf {
        cond,
        then_dest,
        else_dest,
    } = func.inst_mut(test.branch)
    {
        *cond = next;
        if then_dest.block != lp.header {
            std::mem::swap(then_dest, else_dest);
        }
    }
}
