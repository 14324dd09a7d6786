//! Whether pointers are worth it: what nobody needs any more once they are there.

use cranelift_entity::SecondaryMap;

use crate::ir::{DominatorTree, Function, InstData, IntCC, Value};

use super::super::induction::CountedLoop;
use super::super::trips::{Test, tests};
use super::Group;

/// How often each value is read.
pub(super) type Reads = SecondaryMap<Value, u32>;

/// How many instructions of the loop nobody needs once the accesses of the groups are through pointers, and who reads what then. That
/// an induction variable is not needed saves counting it.
pub(super) fn saved(
    func: &Function,
    lp: &CountedLoop,
    reads: &Reads,
    groups: &[Group],
) -> (usize, Reads) {
    let (saved, left) = saved_sums(func, lp, reads, groups);
    let next = lp.passed_back(func);
    let params = func.blocks[lp.header].params.iter().zip(next);
    let unneeded = params.enumerate().filter(|&(n, (&param, next))| {
        let counted_only = left[param] == 1 && left[next] == 1;
        lp.steps[n].is_some() && counted_only && reads[param] > 1
    });
    (saved + unneeded.count(), left)
}

fn saved_sums(
    func: &Function,
    lp: &CountedLoop,
    reads: &Reads,
    groups: &[Group],
) -> (usize, Reads) {
    let mut left = reads.clone();
    let mut saved = 0;
    let mut unread = Vec::new();
    for access in groups.iter().flat_map(|group| &group.accesses) {
        left[access.addr] -= 1;
        if left[access.addr] == 0 {
            unread.push(access.addr);
        }
    }
    // Accesses to several memories may share a check.
    let mut checks = Vec::new();
    for check in groups.iter().flat_map(|group| &group.checks.list) {
        if checks.contains(&check.inst) {
            continue;
        }
        checks.push(check.inst);
        left[check.cond] -= 1;
        if left[check.cond] == 0 {
            unread.push(check.cond);
        }
    }
    while let Some(value) = unread.pop() {
        let computes = match func.made_by(value) {
            Some(InstData::Binary { .. }) => true,
            Some(InstData::SymbolAddr { .. } | InstData::Iconst(_) | InstData::Icmp { .. }) => {
                false
            }
            _ => continue,
        };
        if lp.is_outside(value) {
            continue;
        }
        saved += usize::from(computes);
        if let Some(data) = func.made_by(value) {
            data.visit_args(|arg| {
                left[arg] -= 1;
                if left[arg] == 0 {
                    unread.push(arg);
                }
            });
        }
    }
    (saved, left)
}

/// The test of the loop, if its induction variable has no other reader left, and a group whose pointer it can be made on.
pub(super) fn removable_test(
    func: &Function,
    tree: &DominatorTree,
    lp: &CountedLoop,
    left: &Reads,
    groups: &[Group],
) -> Option<(Test, usize)> {
    tests(func, tree, lp).into_iter().find_map(|test| {
        let group = groups.iter().position(|group| {
            let checks = &group.checks;
            let checked = checks.list.is_empty() || checks.precede(func, tree, lp, test.branch);
            checked
                && group.address.step(lp) == test.x.step(lp)
                && group.address.variable == test.x.variable
        })?;
        let InstData::BrIf { cond, .. } = func.inst(test.branch) else {
            return None;
        };
        let equality = matches!(test.cc, IntCC::Ne) && left[*cond] == 1;
        (equality && test.alone_reads_variable(func, lp, |value| left[value]))
            .then_some((test, group))
    })
}
