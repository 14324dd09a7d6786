//! The end of a loop reads what is passed on, so that one register serves a variable and its next value.
//!
//! `i' = i + 4; brif i == 400, exit, loop(i')` keeps i alive beside i', and the way back has to move one to the other. As
//! i' - i is 4, the test is `i' == 404`. What is read after the loop is i' - 4, for the same reason. And i' is made directly before the
//! test, after all that read i. Other values that are passed on, too, are made after what reads those they replace, if that may be.

use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, Function, Inst, InstData, IntCC, Type, Value, ValueDef,
};

use super::induction::CountedLoop;
use crate::opt::effects::{Effect, effect};

/// Runs on one loop; says whether anything changed.
pub(super) fn run(func: &mut Function, cfg: &ControlFlowGraph, lp: &CountedLoop) -> bool {
    let next = lp.passed_back(func);
    let mut changed = false;
    for (n, next) in next.into_iter().enumerate() {
        if lp.steps[n].is_none() {
            let param = func.blocks[lp.header].params[n];
            changed |= make_after_reads(func, lp, param, next);
        }
        if let Some(step) = lp.steps[n] {
            let param = func.blocks[lp.header].params[n];
            changed |= test_next(func, lp, param, next, step);
            changed |= read_next_outside(func, cfg, lp, param, next, step);
            changed |= sink(func, lp, next);
        }
    }
    changed
}

/// Turns a test of `param` in the latch into one of the next value.
fn test_next(func: &mut Function, lp: &CountedLoop, param: Value, next: Value, step: i32) -> bool {
    let branch = func.terminator(lp.latch);
    let InstData::BrIf { cond, .. } = *func.inst(branch) else {
        return false;
    };
    let Some(&InstData::Icmp {
        cc: cc @ (IntCC::Eq | IntCC::Ne),
        args: [x, end],
    }) = func.made_by(cond)
    else {
        return false;
    };
    let Some(&InstData::Iconst(end)) = func.made_by(end) else {
        return false;
    };
    // What is 0 is compared without a register.
    if x != param || end == 0 {
        return false;
    }
    let loc = func.loc(branch);
    let constant = InstData::Iconst(end.wrapping_add(step));
    let constant = func.make_inst(constant, &[Type::I32], loc);
    let args = [next, func.result(constant)];
    let compare = func.make_inst(InstData::Icmp { cc, args }, &[Type::I32], loc);
    let place = func.blocks[lp.latch].insts.len() - 1;
    let list = &mut func.blocks[lp.latch].insts;
    list.splice(place..place, [constant, compare]);
    let result = func.result(compare);
    if let InstData::BrIf { cond, .. } = func.inst_mut(branch) {
        *cond = result;
    }
    true
}

/// Has what is read of `param` after a loop that is left at its latch only be made from the next value there.
fn read_next_outside(
    func: &mut Function,
    cfg: &ControlFlowGraph,
    lp: &CountedLoop,
    param: Value,
    next: Value,
    step: i32,
) -> bool {
    let Some(exit) = exit_of_latch_alone(func, cfg, lp) else {
        return false;
    };
    let readers = readers_outside(func, lp, param);
    if readers.is_empty() {
        return false;
    }
    let loc = func.loc(func.terminator(lp.latch));
    let back = func.make_inst(InstData::Iconst(step.wrapping_neg()), &[Type::I32], loc);
    let op = BinaryOp::Iadd;
    let args = [next, func.result(back)];
    let again = func.make_inst(InstData::Binary { op, args }, &[Type::I32], loc);
    func.blocks[exit].insts.splice(0..0, [back, again]);
    let again = func.result(again);
    for reader in readers {
        func.inst_mut(reader).visit_args_mut(|arg| {
            if *arg == param {
                *arg = again;
            }
        });
    }
    true
}

/// The block that is come to from the latch and from nowhere else, if the loop is not left elsewhere.
fn exit_of_latch_alone(func: &Function, cfg: &ControlFlowGraph, lp: &CountedLoop) -> Option<Block> {
    let mut exit = None;
    func.inst(func.terminator(lp.latch)).visit_dests(|dest| {
        if !lp.contains(dest.block) {
            exit = Some(dest.block);
        }
    });
    exit.filter(|&exit| lp.exits(func) == 1 && cfg.preds(exit) == [lp.latch])
}

/// The instructions outside of a loop that read a value.
fn readers_outside(func: &Function, lp: &CountedLoop, value: Value) -> Vec<Inst> {
    let mut readers = Vec::new();
    for &block in func.layout.iter().filter(|block| !lp.contains(**block)) {
        let insts = func.blocks[block].insts.iter().copied();
        readers.extend(insts.filter(|&inst| func.inst(inst).reads(value)));
    }
    readers
}

/// Moves the instruction that makes the next value behind those in its block that read `param`, if it may.
fn make_after_reads(func: &mut Function, lp: &CountedLoop, param: Value, next: Value) -> bool {
    let ValueDef::Result(inst, _) = func.def(next) else {
        return false;
    };
    let place_in = |&block: &Block| {
        let place = func.blocks[block].insts.iter().position(|&i| i == inst)?;
        Some((block, place))
    };
    let Some((block, place)) = lp.body.iter().find_map(place_in) else {
        return false;
    };
    let list = &func.blocks[block].insts;
    let may_move = effect(func, func.inst(inst));
    let mut last = place;
    for (at, &other) in list.iter().enumerate().skip(place + 1) {
        let data = func.inst(other);
        // The next value may be one of two results.
        let reads_result = func.results(inst).iter().any(|&result| data.reads(result));
        let writes = matches!(effect(func, data), Effect::Writes | Effect::Calls);
        if reads_result || data.is_terminator() || writes && may_move == Effect::Reads {
            break;
        }
        if data.reads(param) {
            last = at;
        }
    }
    if last == place || !matches!(may_move, Effect::None | Effect::Reads) {
        return false;
    }
    let list = &mut func.blocks[block].insts;
    list.remove(place);
    list.insert(last, inst);
    true
}

/// Moves the addition that makes the next value to the end of the latch, if only the end reads it.
fn sink(func: &mut Function, lp: &CountedLoop, next: Value) -> bool {
    let ValueDef::Result(inst, _) = func.def(next) else {
        return false;
    };
    let is_sum = matches!(
        func.inst(inst),
        InstData::Binary {
            op: BinaryOp::Iadd,
            ..
        }
    );
    let list = &func.blocks[lp.latch].insts;
    let place = list.iter().position(|&i| i == inst);
    let (Some(place), true) = (place, is_sum) else {
        return false;
    };
    let end = end_of(func, lp);
    if lp
        .body
        .iter()
        .any(|&block| reads_before_end(func, lp, block, next, &end))
    {
        return false;
    }
    let first = end[0];
    let list = &mut func.blocks[lp.latch].insts;
    list.remove(place);
    let at = list.iter().position(|&i| i == first).unwrap_or(place);
    list.insert(at, inst);
    at != place
}

fn reads_before_end(
    func: &Function,
    lp: &CountedLoop,
    block: Block,
    value: Value,
    end: &[Inst],
) -> bool {
    func.blocks[block]
        .insts
        .iter()
        .any(|&inst| func.inst(inst).reads(value) && !(block == lp.latch && end.contains(&inst)))
}

/// The last instructions of the latch that compare and branch.
fn end_of(func: &Function, lp: &CountedLoop) -> Vec<Inst> {
    let list = &func.blocks[lp.latch].insts;
    let branch = func.terminator(lp.latch);
    let mut end = vec![branch];
    if let InstData::BrIf { cond, .. } = *func.inst(branch)
        && let ValueDef::Result(compare, _) = func.def(cond)
        && matches!(func.inst(compare), InstData::Icmp { .. })
        && list.len() > 1
        && list[list.len() - 2] == compare
    {
        end.insert(0, compare);
    }
    end
}
