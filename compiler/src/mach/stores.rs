//! Stores to spill slots go before the loop that makes them again in each iteration.
//!
//! The allocator splits what lives through a loop where registers run short, and stores it there: every time the loop comes by.
//! If the slot holds that value from before the loop, the store changes nothing, and [`super::spills`] drops it.
//!
//! A store can be made before a loop if nobody reads what was in the slot until then, and if the blocks before the loop lead
//! nowhere else. It is worth it if one in the loop then changes nothing: all that may be worth it are made, and those taken
//! back that were not.

use regalloc2::{Allocation, Block, Edit, Function, Output, PReg, ProgPoint, SpillSlot};

use super::alloc::Adapter;
use super::spills::redundant;
use super::walk::{Item, ends_of, items};

/// Makes stores before loops; says whether some others change nothing now. None did before.
pub(super) fn before_loops(code: &Adapter<'_>, output: &mut Output) -> bool {
    let stores: Vec<Store> = stores(code, output).map(|(_, store)| store).collect();
    if stores.is_empty() {
        return false;
    }
    let loops = loops(code);
    let mut made: Vec<(Store, &Body)> = Vec::new();
    for body in &loops {
        let mut slots = Vec::new();
        for store in stores.iter().filter(|store| body.contains[store.block]) {
            if !slots.contains(&store.slot) {
                slots.push(store.slot);
                if body.allows(code, output, store.slot) {
                    made.push((*store, body));
                }
            }
        }
    }
    if made.is_empty() {
        return false;
    }
    for (store, body) in &made {
        body.at_entries(code, |point| insert(output, point, store));
    }
    let redundant = redundant(code, output);
    let needless: Vec<Store> = self::stores(code, output)
        .filter(|&(place, _)| redundant[place])
        .map(|(_, store)| store)
        .collect();
    let mut helped = false;
    for (store, body) in &made {
        let is_needless = |other: &Store| {
            (other.reg, other.slot) == (store.reg, store.slot) && body.contains[other.block]
        };
        if needless.iter().any(is_needless) {
            helped = true;
        } else {
            body.at_entries(code, |point| remove(output, point, store));
        }
    }
    helped
}

/// A store to a spill slot.
#[derive(Clone, Copy)]
struct Store {
    reg: PReg,
    slot: SpillSlot,
    block: usize,
}

/// The stores in blocks that are not seldom come to, with their places among the moves.
fn stores(code: &Adapter<'_>, output: &Output) -> impl Iterator<Item = (usize, Store)> {
    let blocks = (0..code.num_blocks()).filter(|&block| !code.is_cold(block));
    blocks.flat_map(move |block| {
        let moves = items(code, output, Block::new(block)).into_iter();
        moves.filter_map(move |item| match item {
            Item::Inst(_) => None,
            Item::Move(place) => {
                let (from, to) = ends_of(output, place);
                let (reg, slot) = (from.as_reg()?, to.as_stack()?);
                Some((place, Store { reg, slot, block }))
            }
        })
    })
}

/// A loop.
struct Body {
    header: usize,
    /// Whether a block is in it.
    contains: Vec<bool>,
    size: usize,
    /// The blocks that lead to the header from outside.
    entered_from: Vec<usize>,
}

/// The loops that are entered in one block, the larger ones first.
fn loops(code: &Adapter<'_>) -> Vec<Body> {
    let mut loops: Vec<Body> = (0..code.num_blocks())
        .filter_map(|header| loop_of(code, header))
        .collect();
    loops.sort_by_key(|body| std::cmp::Reverse(body.size));
    loops
}

/// The loop with that header: all blocks that reach a branch back to it without going through it, which it dominates.
fn loop_of(code: &Adapter<'_>, header: usize) -> Option<Body> {
    let preds = |n: usize| {
        code.block_preds(Block::new(n))
            .iter()
            .map(|pred| pred.index())
    };
    // Blocks are laid out so that a branch back goes to one before.
    let latches: Vec<usize> = preds(header).filter(|&pred| pred >= header).collect();
    if latches.is_empty() || header == 0 {
        return None;
    }
    let mut contains = vec![false; code.num_blocks()];
    contains[header] = true;
    let mut size = 1;
    let mut list = latches;
    while let Some(block) = list.pop() {
        if block == 0 {
            return None;
        }
        if !std::mem::replace(&mut contains[block], true) {
            size += 1;
            list.extend(preds(block));
        }
    }
    let entered_from = preds(header).filter(|&pred| !contains[pred]).collect();
    Some(Body {
        header,
        contains,
        size,
        entered_from,
    })
}

impl Body {
    /// Whether something could be stored to the slot before the loop.
    fn allows(&self, code: &Adapter<'_>, output: &Output, slot: SpillSlot) -> bool {
        let leads_elsewhere = |&n: &usize| code.block_succs(Block::new(n)).len() != 1;
        !self.entered_from.is_empty()
            && !self.entered_from.iter().any(leads_elsewhere)
            && !self.reads_older(code, output, slot)
    }

    /// The points behind everything that the blocks before the loop do.
    fn at_entries(&self, code: &Adapter<'_>, at: impl FnMut(ProgPoint)) {
        let blocks = self.entered_from.iter().map(|&n| Block::new(n));
        blocks
            .map(|block| ProgPoint::before(code.block_insns(block).last()))
            .for_each(at);
    }

    /// Whether from the header on the slot is read before it is stored to.
    fn reads_older(&self, code: &Adapter<'_>, output: &Output, slot: SpillSlot) -> bool {
        let mut seen = vec![false; code.num_blocks()];
        let mut list = vec![self.header];
        while let Some(n) = list.pop() {
            if std::mem::replace(&mut seen[n], true) {
                continue;
            }
            let block = Block::new(n);
            let first = (items(code, output, block).into_iter()).find_map(|item| match item {
                Item::Inst(_) => None,
                Item::Move(place) => {
                    let (from, to) = ends_of(output, place);
                    let is_read = from.as_stack() == Some(slot);
                    (is_read || to.as_stack() == Some(slot)).then_some(is_read)
                }
            });
            match first {
                Some(true) => return true,
                Some(false) => {}
                None => list.extend(code.block_succs(block).iter().map(|succ| succ.index())),
            }
        }
        false
    }
}

fn insert(output: &mut Output, point: ProgPoint, store: &Store) {
    let place = output.edits.partition_point(|&(at, _)| at <= point);
    output.edits.insert(place, (point, edit(store)));
}

/// Takes back what was inserted.
fn remove(output: &mut Output, point: ProgPoint, store: &Store) {
    let end = output.edits.partition_point(|&(at, _)| at <= point);
    let same = |&(at, Edit::Move { from, to }): &(ProgPoint, Edit)| {
        at == point && from.as_reg() == Some(store.reg) && to.as_stack() == Some(store.slot)
    };
    if let Some(place) = output.edits[..end].iter().rposition(same) {
        output.edits.remove(place);
    }
}

fn edit(store: &Store) -> Edit {
    Edit::Move {
        from: Allocation::reg(store.reg),
        to: Allocation::stack(store.slot),
    }
}
