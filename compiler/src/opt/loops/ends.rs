//! The end of a loop reads what is passed on, so that one register serves a variable and its next value.
//!
//! `i' = i + 4; brif i == 400, exit, loop(i')` keeps i alive beside i', and the way back has to move one to the other. As
//! i' - i is 4, the test is `i' == 404`. And i' is made directly before the test, after all that read i.

use cranelift_entity::SecondaryMap;

use crate::ir::{
    BinaryOp, DominatorTree, Function, Inst, InstData, IntCC, Type, Value, ValueDef,
};

use super::induction::{CountedLoop, def};

/// Runs on one loop; says whether anything changed.
pub(super) fn run(func: &mut Function, tree: &DominatorTree, lp: &CountedLoop) -> bool {
    let next = lp.passed_back(func);
    let mut changed = false;
    for (n, next) in next.into_iter().enumerate() {
        if let Some(step) = lp.steps[n] {
            let param = func.blocks[lp.header].params[n];
            changed |= test_next(func, lp, param, next, step);
            changed |= sink(func, lp, next);
        }
    }
    let _ = tree;
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
    }) = def(func, cond)
    else {
        return false;
    };
    let Some(&InstData::Iconst(end)) = def(func, end) else {
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

/// Moves the addition that makes the next value to the end of the latch, if only the end reads it.
fn sink(func: &mut Function, lp: &CountedLoop, next: Value) -> bool {
    let ValueDef::Result(inst, _) = func.def(next) else {
        return false;
    };
    if !matches!(func.inst(inst), InstData::Binary { op: BinaryOp::Iadd, .. }) {
        return false;
    }
    let list = &func.blocks[lp.latch].insts;
    let Some(place) = list.iter().position(|&i| i == inst) else {
        return false;
    };
    let mut reads = SecondaryMap::<Inst, bool>::new();
    let end = end_of(func, lp);
    for &block in &func.layout {
        for &reader in &func.blocks[block].insts {
            func.inst(reader).visit_args(|arg| reads[reader] |= arg == next);
            if reads[reader] && !(block == lp.latch && end.contains(&reader)) {
                return false;
            }
        }
    }
    let first = end[0];
    let list = &mut func.blocks[lp.latch].insts;
    list.remove(place);
    let at = list.iter().position(|&i| i == first).unwrap_or(place);
    list.insert(at, inst);
    at != place
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
