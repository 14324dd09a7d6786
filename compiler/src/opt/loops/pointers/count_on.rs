//! Making a pointer, and having accesses, checks and the loop's test read it.

use crate::ir::{BinaryOp, Block, Function, Inst, InstData, IntCC, SourceLoc, Type, Value};

use super::super::index_checks::check_instead;
use super::super::induction::{Affine, CountedLoop, Term};
use super::super::number::{Builder, Number};
use super::super::trips::Test;
use super::Group;

/// Makes the pointer of a group.
pub(super) fn count_on(
    func: &mut Function,
    lp: &CountedLoop,
    before: Block,
    starts: &[Value],
    group: &Group,
    test: Option<&Test>,
) {
    let step = group.address.step(lp);
    let mut builder = Builder::new(func, SourceLoc::NONE);
    let begin = if group.checks.list.is_empty() {
        builder.affine(&group.address, |n| starts[n])
    } else {
        let mut index = group.address.clone();
        let is_symbol = |term: &Term| matches!(term, Term::Symbol(_));
        index.terms.retain(|(term, _)| !is_symbol(term));
        let index = builder.affine(&index, |n| starts[n]);
        group.checks.begin(&mut builder, index)
    };
    let begin = builder.value(begin);
    let limits = group.checks.limits(&mut builder);
    let end = test.map(|test| {
        // What the pointer is where the test finds its number: `end + (pointer - x)`.
        let zero = Number::Known(0);
        let constant = |affine: &Affine| Affine {
            variable: None,
            ..affine.clone()
        };
        let end = test.end;
        let pointer = builder.affine(&constant(&group.address), |n| starts[n]);
        let x = builder.affine(&constant(&test.x), |n| starts[n]);
        let end = match x {
            _ if x == zero => end,
            _ => builder.sub(end, x),
        };
        let ahead = if test.at_latch { step as u32 } else { 0 };
        let end = builder.add(end, Number::Known(ahead));
        let end = builder.add(pointer, end);
        builder.value(end)
    });
    let insts = std::mem::take(&mut builder.insts);
    insert_at_end(func, before, &insts);
    let pointer = func.append_param(lp.header, Type::I32);
    let loc = func.loc(func.terminator(lp.latch));
    let by = func.make_inst(InstData::Iconst(step), &[Type::I32], loc);
    let args = [pointer, func.result(by)];
    let op = BinaryOp::Iadd;
    let next = func.make_inst(InstData::Binary { op, args }, &[Type::I32], loc);
    insert_at_end(func, lp.latch, &[by, next]);
    let next = func.result(next);
    for (block, value) in [(before, begin), (lp.latch, next)] {
        let branch = func.terminator(block);
        func.inst_mut(branch).visit_dests_mut(|dest| {
            if dest.block == lp.header {
                dest.args.push(value);
            }
        });
    }
    for access in &group.accesses {
        let distance = access.at.wrapping_sub(group.address.add);
        match func.inst_mut(access.inst) {
            InstData::Load { addr, offset, .. } | InstData::Store { addr, offset, .. } => {
                (*addr, *offset) = (pointer, distance);
            }
            _ => {}
        }
    }
    for (check, limit) in group.checks.list.iter().zip(limits) {
        check_instead(func, check, [pointer, limit]);
    }
    if let (Some(test), Some(end)) = (test, end) {
        let x = if test.at_latch { next } else { pointer };
        let args = [x, end];
        test_instead(func, lp, test, args);
    }
}

/// Has the branch of a test go on while the two values are not equal.
fn test_instead(func: &mut Function, lp: &CountedLoop, test: &Test, args: [Value; 2]) {
    let block = lp
        .body
        .iter()
        .copied()
        .find(|&b| func.terminator(b) == test.branch);
    let InstData::BrIf { then_dest, .. } = func.inst(test.branch) else {
        return;
    };
    let cc = match lp.contains(then_dest.block) {
        true => IntCC::Ne,
        false => IntCC::Eq,
    };
    let loc = func.loc(test.branch);
    let compare = func.make_inst(InstData::Icmp { cc, args }, &[Type::I32], loc);
    if let Some(block) = block {
        insert_at_end(func, block, &[compare]);
    }
    let result = func.result(compare);
    if let InstData::BrIf { cond, .. } = func.inst_mut(test.branch) {
        *cond = result;
    }
}

/// Puts instructions before a block's last.
fn insert_at_end(func: &mut Function, block: Block, insts: &[Inst]) {
    let end = func.blocks[block].insts.len() - 1;
    let list = &mut func.blocks[block].insts;
    list.splice(end..end, insts.iter().copied());
}
