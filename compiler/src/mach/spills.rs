//! Moves between registers and spill slots that change nothing: a value that was loaded from its slot and not changed is stored there again
//! because it lives in the slot from there on, and so in every iteration of a loop.
//!
//! The allocator sees to that inside a block. Here is a forward analysis over all blocks: which registers hold what which slots hold.
//! A move that would make them equal when they are is dropped. Where paths meet, what holds on all of them holds.

use regalloc2::{Allocation, Block, Edit, Function, Output, PReg, ProgPoint, SpillSlot};

use super::alloc::Adapter;
use super::walk::{Item, ends_of, forward_fixpoint, items, written};

/// Which registers hold what which slots hold; sorted.
type Equal = Vec<(SpillSlot, PReg)>;

/// Drops the moves that change nothing.
pub(super) fn drop_redundant(code: &Adapter<'_>, output: &mut Output) {
    let touches_slot =
        |(_, Edit::Move { from, to }): &(ProgPoint, Edit)| from.is_stack() || to.is_stack();
    if !output.edits.iter().any(touches_slot) {
        return;
    }
    let mut redundant = redundant(code, output).into_iter();
    output.edits.retain(|_| !redundant.next().unwrap_or(false));
}

/// For each move whether it would make equal what is.
pub(super) fn redundant(code: &Adapter<'_>, output: &Output) -> Vec<bool> {
    let ends = fixpoint(code, output);
    let mut redundant = vec![false; output.edits.len()];
    for n in 0..code.num_blocks() {
        let block = Block::new(n);
        let Some(mut equal) = at_start(code, &ends, block) else {
            continue;
        };
        for item in items(code, output, block) {
            if let Item::Move(place) = item {
                redundant[place] = is_redundant(&equal, ends_of(output, place));
            }
            step(code, output, &mut equal, item);
        }
    }
    redundant
}

/// What holds at the end of each block; none for a block that was not come to yet.
fn fixpoint(code: &Adapter<'_>, output: &Output) -> Vec<Option<Equal>> {
    forward_fixpoint(code, |ends, block| {
        let mut equal = at_start(code, ends, block)?;
        for item in items(code, output, block) {
            step(code, output, &mut equal, item);
        }
        Some(equal)
    })
}

/// None if no way to the block is known yet: to take that for knowing nothing would let what is known grow again, and never end.
fn at_start(code: &Adapter<'_>, ends: &[Option<Equal>], block: Block) -> Option<Equal> {
    let mut known = code
        .block_preds(block)
        .iter()
        .filter_map(|pred| ends[pred.index()].as_ref());
    if block == code.entry_block() {
        return Some(Equal::new());
    }
    let mut equal = known.next()?.clone();
    for other in known {
        equal.retain(|pair| other.binary_search(pair).is_ok());
    }
    Some(equal)
}

fn is_redundant(equal: &Equal, (from, to): (Allocation, Allocation)) -> bool {
    let pair = match (from.as_stack(), to.as_stack()) {
        (Some(slot), None) => to.as_reg().map(|reg| (slot, reg)),
        (None, Some(slot)) => from.as_reg().map(|reg| (slot, reg)),
        _ => None,
    };
    pair.is_some_and(|pair| equal.binary_search(&pair).is_ok())
}

fn step(code: &Adapter<'_>, output: &Output, equal: &mut Equal, item: Item) {
    match item {
        Item::Inst(inst) => {
            let written = written(code, output, inst);
            equal.retain(|&(_, reg)| !written.contains(reg));
        }
        Item::Move(place) => {
            let (from, to) = ends_of(output, place);
            step_move(equal, from, to);
        }
    }
}

fn step_move(equal: &mut Equal, from: Allocation, to: Allocation) {
    if from == to {
        return;
    }
    match (from.as_reg(), to.as_reg(), from.as_stack(), to.as_stack()) {
        (Some(from), _, _, Some(slot)) => {
            equal.retain(|&(s, _)| s != slot);
            equal.push((slot, from));
        }
        (_, Some(to), Some(slot), _) => {
            equal.retain(|&(_, reg)| reg != to);
            equal.push((slot, to));
        }
        (Some(from), Some(to), _, _) => {
            equal.retain(|&(_, reg)| reg != to);
            let copies: Equal = equal
                .iter()
                .filter(|&&(_, reg)| reg == from)
                .map(|&(slot, _)| (slot, to))
                .collect();
            equal.extend(copies);
        }
        _ => equal.clear(),
    }
    equal.sort_unstable();
    equal.dedup();
}
