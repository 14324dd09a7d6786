//! Copies between registers that nobody needs. The allocator splits the life of a value where a register is not free
//! throughout, and moves it from piece to piece; what it finds at the end of a piece may still be in the register it came from.
//!
//! Forward over each tree of blocks with one way in: which register holds a copy of which. Reads go to the original. Then
//! moves to registers that nobody reads are dropped, and moves that change nothing. A read whose copy is made all the
//! same goes back to the copy, whose register the allocator chose for a reason: it may be one that short encodings name.
//!
//! On exit every instruction reads the values it did. What it does not do: choose another register for a result.

use regalloc2::{
    Allocation, Block, Edit, Function, Inst, Operand, OperandConstraint, OperandKind, OperandPos,
    Output, PReg, PRegSet,
};

use super::alloc::Adapter;
use super::walk::{Item, ends_of, items, live_at_end, live_at_starts, step_back, written};

/// Registers, each with the one that holds the same value and held it first.
type Copies = Vec<(PReg, PReg)>;

/// A read that was sent to the original.
struct Sent {
    inst: Inst,
    operand: usize,
    copy: PReg,
}

/// Drops copies.
pub(super) fn drop_unneeded(code: &Adapter<'_>, output: &mut Output) {
    let is_copy = |(_, Edit::Move { from, to }): &(_, Edit)| from.is_reg() && to.is_reg();
    if !output.edits.iter().any(is_copy) {
        return;
    }
    let mut sent = Vec::new();
    forward(code, output, |output, copies, item| match item {
        Item::Inst(inst) => send(code, output, copies, inst, &mut sent),
        Item::Move(place) => {
            let (from, to) = ends_of(output, place);
            let original = from.as_reg().and_then(|reg| original_of(copies, reg));
            let from = original.map_or(from, Allocation::reg);
            output.edits[place].1 = Edit::Move { from, to };
        }
    });
    while drop_dead(code, output) {}
    sent.sort_by_key(|read| read.inst);
    forward(code, output, |output, copies, item| {
        if let Item::Inst(inst) = item {
            send_back(output, copies, inst, &sent);
        }
    });
}

/// Visits every item, with the copies that there are before it. Where several ways meet, none is known.
fn forward(
    code: &Adapter<'_>,
    output: &mut Output,
    mut visit: impl FnMut(&mut Output, &Copies, Item),
) {
    let mut ends: Vec<Option<Copies>> = vec![None; code.num_blocks()];
    for n in 0..ends.len() {
        let block = Block::new(n);
        let mut copies = match code.block_preds(block) {
            [only] => ends[only.index()].clone().unwrap_or_default(),
            _ => Copies::new(),
        };
        for item in items(code, output, block) {
            visit(output, &copies, item);
            step(code, output, &mut copies, item);
        }
        ends[n] = Some(copies);
    }
}

fn original_of(copies: &Copies, reg: PReg) -> Option<PReg> {
    let pair = copies.iter().find(|(copy, _)| *copy == reg);
    pair.map(|&(_, original)| original)
}

fn step(code: &Adapter<'_>, output: &Output, copies: &mut Copies, item: Item) {
    let (changed, copied) = match item {
        Item::Inst(inst) => (written(code, output, inst), code.copied(output, inst)),
        Item::Move(place) => {
            let (from, to) = ends_of(output, place);
            let changed = to
                .as_reg()
                .map_or(PRegSet::empty(), |reg| PRegSet::empty().with(reg));
            (changed, from.as_reg().zip(to.as_reg()))
        }
    };
    if copied.is_some_and(|(from, to)| from == to) {
        return;
    }
    copies.retain(|&(copy, original)| !changed.contains(copy) && !changed.contains(original));
    if let Some((from, to)) = copied {
        let original = original_of(copies, from).unwrap_or(from);
        if original != to {
            copies.push((to, original));
        }
    }
}

/// Has an instruction read originals.
fn send(
    code: &Adapter<'_>,
    output: &mut Output,
    copies: &Copies,
    inst: Inst,
    sent: &mut Vec<Sent>,
) {
    let operands = code.inst_operands(inst);
    let early = early_results(operands, output.inst_allocs(inst));
    for (n, operand) in operands.iter().enumerate() {
        let place = output.inst_alloc_offsets[inst.index()] as usize + n;
        if let Some(copy) = output.allocs[place].as_reg()
            && may_be_elsewhere(operands, n, *operand)
            && let Some(original) = original_of(copies, copy)
            && !early.contains(original)
        {
            output.allocs[place] = Allocation::reg(original);
            sent.push(Sent {
                inst,
                operand: n,
                copy,
            });
        }
    }
}

/// The registers that are written while operands are still read.
fn early_results(operands: &[Operand], allocations: &[Allocation]) -> PRegSet {
    let mut early = PRegSet::empty();
    for (operand, allocation) in operands.iter().zip(allocations) {
        if operand.kind() == OperandKind::Def
            && operand.pos() == OperandPos::Early
            && let Some(reg) = allocation.as_reg()
        {
            early.add(reg);
        }
    }
    early
}

/// Whether an operand is read at the start, from any register, and no result must be in the same.
fn may_be_elsewhere(operands: &[Operand], n: usize, operand: Operand) -> bool {
    let shared = |other: &Operand| other.constraint() == OperandConstraint::Reuse(n);
    operand.kind() == OperandKind::Use
        && operand.pos() == OperandPos::Early
        && matches!(
            operand.constraint(),
            OperandConstraint::Reg | OperandConstraint::Any
        )
        && !operands.iter().any(shared)
}

/// Has an instruction read the copies it did, where they still hold what the originals do.
fn send_back(output: &mut Output, copies: &Copies, inst: Inst, sent: &[Sent]) {
    let first = sent.partition_point(|read| read.inst < inst);
    for read in sent[first..].iter().take_while(|read| read.inst == inst) {
        let place = output.inst_alloc_offsets[inst.index()] as usize + read.operand;
        let original = output.allocs[place].as_reg();
        if original.is_some() && original_of(copies, read.copy) == original {
            output.allocs[place] = Allocation::reg(read.copy);
        }
    }
}

/// Drops moves to registers that nobody reads and moves that change nothing; says whether there were any.
fn drop_dead(code: &Adapter<'_>, output: &mut Output) -> bool {
    let starts = live_at_starts(code, output);
    let mut dead = vec![false; output.edits.len()];
    for n in 0..starts.len() {
        let block = Block::new(n);
        let mut live = live_at_end(code, &starts, block);
        for item in items(code, output, block).into_iter().rev() {
            if let Item::Move(place) = item {
                let (from, to) = ends_of(output, place);
                dead[place] = from == to || to.as_reg().is_some_and(|reg| !live.contains(reg));
                if dead[place] {
                    continue;
                }
            }
            step_back(code, output, &mut live, item);
        }
    }
    let mut dead = dead.into_iter();
    let before = output.edits.len();
    output.edits.retain(|_| !dead.next().unwrap_or(false));
    output.edits.len() != before
}
