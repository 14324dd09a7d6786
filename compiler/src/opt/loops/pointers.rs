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

use cranelift_entity::SecondaryMap;

use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, IntCC, SourceLoc,
    Type, Value, ValueDef,
};
use crate::opt::Context;
use crate::opt::fold::address::encodable;
use crate::target::{Isa, Target};

use super::index_checks::{Checks, MAX_AHEAD, check_instead};
use super::induction::{Affine, CountedLoop, Term, def};
use super::layout::block_before;
use super::number::{Builder, Number};
use super::trips::{Test, tests};

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

/// How often each value is read.
type Reads = SecondaryMap<Value, u32>;

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
    let reads = count_reads(func);
    groups.sort_by_key(|group| {
        std::cmp::Reverse(saved(func, lp, &reads, std::slice::from_ref(group)).0)
    });
    groups.truncate(most);
    // A loop that may be left early often is, after too few iterations to pay much for what is made before it.
    let least = if lp.exits(func) > 1 { 2 } else { 1 };
    // All together, with the induction variable gone if that is possible; else those that pay for themselves.
    let (all, left) = saved(func, lp, &reads, &groups);
    let test = removable_test(func, tree, lp, &left, &groups);
    if let Some((test, first)) = test
        && all + 1 >= groups.len() + least
    {
        groups.swap(0, first);
        let test = Some(test);
        return Some(Plan { groups, test });
    }
    groups.retain(|group| saved(func, lp, &reads, std::slice::from_ref(group)).0 > least);
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

fn count_reads(func: &Function) -> Reads {
    let mut reads = Reads::new();
    for &block in &func.layout {
        for &inst in &func.blocks[block].insts {
            func.inst(inst).visit_args(|arg| reads[arg] += 1);
        }
    }
    reads
}

/// How many instructions of the loop nobody needs once the accesses of the groups are through pointers, and who reads what then. That
/// an induction variable is not needed saves counting it.
fn saved(func: &Function, lp: &CountedLoop, reads: &Reads, groups: &[Group]) -> (usize, Reads) {
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
    for check in groups.iter().flat_map(|group| &group.checks.list) {
        left[check.cond] -= 1;
        if left[check.cond] == 0 {
            unread.push(check.cond);
        }
    }
    while let Some(value) = unread.pop() {
        let computes = match def(func, value) {
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
        if let Some(data) = def(func, value) {
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
fn removable_test(
    func: &Function,
    tree: &DominatorTree,
    lp: &CountedLoop,
    left: &Reads,
    groups: &[Group],
) -> Option<(Test, usize)> {
    tests(func, tree, lp).into_iter().find_map(|test| {
        let (n, _) = test.x.variable?;
        let group = groups.iter().position(|group| {
            let checks = &group.checks;
            let checked = checks.list.is_empty() || checks.precede(func, tree, lp, test.branch);
            checked
                && group.address.step(lp) == test.x.step(lp)
                && group.address.variable == test.x.variable
        })?;
        let param = func.blocks[lp.header].params[n];
        let next = lp.passed_back(func)[n];
        let InstData::BrIf { cond, .. } = func.inst(test.branch) else {
            return None;
        };
        let compared = compared_value(func, lp, *cond)?;
        // The parameter is read to make the next value, which is read by the branch; one of them by the test.
        let alone = if compared == next {
            left[param] == 1 && left[next] == 2
        } else if compared == param {
            left[param] == 2 && left[next] == 1
        } else {
            false
        };
        let equality = matches!(test.cc, IntCC::Ne) && left[*cond] == 1;
        (alone && equality).then_some((test, group))
    })
}

/// The side of a comparison that changes.
fn compared_value(func: &Function, lp: &CountedLoop, cond: Value) -> Option<Value> {
    match def(func, cond)? {
        InstData::Icmp { args: [a, b], .. } => {
            let constant = |v: &Value| matches!(def(func, *v), Some(InstData::Iconst(_)));
            let changes = |v: &&Value| !lp.is_outside(**v) && !constant(v);
            [a, b].into_iter().find(changes).copied()
        }
        _ => None,
    }
}

/// Makes the pointer of a group.
fn count_on(
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
