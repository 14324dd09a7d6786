//! Addresses that rise by the same number in every iteration are counted on rather than computed: an access of `base + i * 4 + 8` becomes one
//! of `p + 8`, where `p` is a new parameter of the header that begins as `base + i0 * 4` and rises by 4 times what i does.
//!
//! A pointer costs an addition an iteration and a register. It is worth it if more than that becomes unnecessary: the additions that
//! made the addresses, and the induction variable itself, if nothing but the loop's test is left to read it, and the test can be made on
//! a pointer instead. `x != e` can, where x and the pointer p rise by the same: their difference is the same in every
//! iteration, so `x != e` just where `p != e + (p - x)`, modulo 2^32.
//!
//! An access reads the word that it read before: see `fold/address.rs` on why sums modulo 2^32 do not matter.
//!
//! Checks of the index can be made on the pointer too. Let M be the memory's address, u the index, L its limit and the pointer p = M + u.
//! `u > L` is `p > M + L` as long as neither sum wraps. That is so in every iteration if
//!
//! * the pointer begins as `M + min(u0, L + 1)`: if the first index is beyond the limit, the first check fails as it should;
//! * each access comes after some check of the group, so what the pointer is where the first index is beyond the limit does not matter;
//! * some check is made in every iteration, so u is at most L plus what it rises by in one, which is little
//!   ([`MAX_AHEAD`]), and no memory lies that close to the end of the address space (the ABI);
//! * it rises: a falling index would pass M and still be below M + L.
//!
//! Where the loop's test is made on the pointer as well, it must come after such a check, as the pointer may be wrong before.

mod count_on;
mod worth;

use crate::ir::{ControlFlowGraph, DominatorTree, Function, Inst, InstData, Value, ValueDef};
use crate::opt::Context;
use crate::opt::fold::address::encodable;
use crate::target::{Isa, Target};

use count_on::count_on;
use worth::{removable_test, saved};

use super::index_checks::{Checks, MAX_AHEAD};
use super::induction::{Affine, CountedLoop};
use super::layout::block_before;
use super::trips::Test;

/// Accesses whose addresses differ by constants.
struct Group {
    accesses: Vec<Access>,
    /// The lowest address, where the pointer points to.
    address: Affine,
    /// The checks of the index that can be made on the pointer.
    checks: Checks,
}

#[derive(Clone, Copy)]
struct Access {
    inst: Inst,
    addr: Value,
    /// The address and the access's own offset, but for what all accesses of the group share.
    at: i32,
    bytes: u32,
}

/// What would change.
struct Plan {
    groups: Vec<Group>,
    /// The test to be made on the first group's pointer.
    test: Option<Test>,
}

/// Runs on one loop; says whether anything changed.
pub(super) fn run(
    func: &mut Function,
    context: &Context<'_>,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
    lp: &CountedLoop,
) -> bool {
    if func.blocks[lp.header].cold {
        return false;
    }
    let Some(plan) = plan(func, context, tree, lp) else {
        return false;
    };
    let (before, _) = block_before(func, cfg, lp);
    let starts = super::starts(func, before, lp);
    for (n, group) in plan.groups.iter().enumerate() {
        let test = plan.test.as_ref().filter(|_| n == 0);
        count_on(func, lp, before, &starts, group, test);
    }
    true
}

/// The pointers that are worth it.
fn plan(
    func: &Function,
    context: &Context<'_>,
    tree: &DominatorTree,
    lp: &CountedLoop,
) -> Option<Plan> {
    let most = match context.target.isa {
        Isa::Riscv32 => 6,
        Isa::Xtensa => 4,
    };
    let mut groups = groups(func, context.target, lp);
    for group in &mut groups {
        group.find_checks(func, context, tree, lp);
    }
    if groups.is_empty() {
        return None;
    }
    let reads = func.count_reads();
    groups.sort_by_key(|group| {
        std::cmp::Reverse(saved(func, lp, &reads, std::slice::from_ref(group)).0)
    });
    groups.truncate(most);
    // All together, with the induction variable gone if that is possible; else those that pay for themselves.
    let (all, left) = saved(func, lp, &reads, &groups);
    let test = removable_test(func, tree, lp, &left, &groups);
    if let Some((test, first)) = test
        && all >= groups.len()
    {
        groups.swap(0, first);
        let test = Some(test);
        return Some(Plan { groups, test });
    }
    groups.retain(|group| saved(func, lp, &reads, std::slice::from_ref(group)).0 > 1);
    let test = None;
    (!groups.is_empty()).then_some(Plan { groups, test })
}

fn groups(func: &Function, target: &Target, lp: &CountedLoop) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &block in &lp.body {
        for &inst in &func.blocks[block].insts {
            let (addr, offset, bytes) = match func.inst(inst) {
                InstData::Load {
                    addr, offset, kind, ..
                } => (*addr, *offset, kind.bytes()),
                InstData::Store {
                    addr, offset, kind, ..
                } => (*addr, *offset, kind.bytes()),
                _ => continue,
            };
            // A parameter of the header is counted on already.
            if lp.is_outside(addr) || matches!(func.def(addr), ValueDef::Param(..)) {
                continue;
            }
            let Some(address) = lp.affine(func, addr) else {
                continue;
            };
            if address.variable.is_none() || address.step(lp) == 0 {
                continue;
            }
            let at = address.add.wrapping_add(offset);
            let access = Access {
                inst,
                addr,
                at,
                bytes,
            };
            let group = groups.iter_mut().find(|group| {
                group.address.terms == address.terms && group.address.variable == address.variable
            });
            match group {
                Some(group) => group.accesses.push(access),
                None => groups.push(Group {
                    accesses: vec![access],
                    address,
                    checks: Checks::default(),
                }),
            }
        }
    }
    for group in &mut groups {
        let lowest = group.accesses.iter().map(|access| access.at).min();
        group.address.add = lowest.unwrap_or_default();
        let from = group.address.add;
        group.accesses.retain(|access| {
            encodable(target, access.at.wrapping_sub(from), access.bytes).is_some()
        });
    }
    groups
}

impl Group {
    /// Finds the checks that can be made on the pointer, which then points to the least of their indices.
    fn find_checks(
        &mut self,
        func: &Function,
        context: &Context<'_>,
        tree: &DominatorTree,
        lp: &CountedLoop,
    ) {
        let checks = Checks::find(func, lp, &self.address);
        let Some(least) = checks.least() else {
            return;
        };
        // Instructions hold offsets from there.
        let ahead = i64::from(self.address.add) - i64::from(least);
        let in_reach = |access: &Access| {
            encodable(context.target, access.at.wrapping_sub(least), access.bytes).is_some()
        };
        if checks.are_sound(func, context, tree, lp)
            && (0..=i64::from(MAX_AHEAD)).contains(&ahead)
            && self.accesses.iter().all(in_reach)
            && (self.accesses.iter()).all(|access| checks.precede(func, tree, lp, access.inst))
        {
            self.address.add = least;
            self.checks = checks;
        }
    }
}
