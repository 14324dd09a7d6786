//! Allocated code, item by item: instructions and the moves that the allocator put between them.

use regalloc2::{
    Allocation, Block, Edit, Function, Inst, InstPosition, OperandKind, Output, PReg, PRegSet,
};

use super::alloc::Adapter;

/// An instruction, or a move by its place in the allocator's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// An instruction.
    Inst(Inst),
    /// A move.
    Move(usize),
}

/// The items of a block in the order of execution.
pub(super) fn items(code: &Adapter<'_>, output: &Output, block: Block) -> Vec<Item> {
    let range = code.block_insns(block);
    let (first, end) = (range.first(), range.last().next());
    let edits = &output.edits;
    let mut edit = edits.partition_point(|(point, _)| point.inst() < first);
    let mut items = Vec::with_capacity(range.len());
    for n in first.index()..end.index() {
        let inst = Inst::new(n);
        let mut take = |at: InstPosition, items: &mut Vec<Item>| {
            while edits
                .get(edit)
                .is_some_and(|(p, _)| p.inst() == inst && p.pos() == at)
            {
                items.push(Item::Move(edit));
                edit += 1;
            }
        };
        take(InstPosition::Before, &mut items);
        items.push(Item::Inst(inst));
        take(InstPosition::After, &mut items);
    }
    items
}

/// Where a move comes from and goes to.
pub(super) fn ends_of(output: &Output, place: usize) -> (Allocation, Allocation) {
    let (_, Edit::Move { from, to }) = output.edits[place];
    (from, to)
}

/// The registers an instruction changes.
pub(super) fn written(code: &Adapter<'_>, output: &Output, inst: Inst) -> PRegSet {
    let mut written = code.inst_clobbers(inst);
    registers(code, output, inst, OperandKind::Def).for_each(|reg| written.add(reg));
    written
}

/// The registers an instruction reads.
pub(super) fn read<'a>(
    code: &'a Adapter<'_>,
    output: &'a Output,
    inst: Inst,
) -> impl Iterator<Item = PReg> + 'a {
    registers(code, output, inst, OperandKind::Use)
}

fn registers<'a>(
    code: &'a Adapter<'_>,
    output: &'a Output,
    inst: Inst,
    kind: OperandKind,
) -> impl Iterator<Item = PReg> + 'a {
    (code.inst_operands(inst).iter())
        .zip(output.inst_allocs(inst))
        .filter(move |(operand, _)| operand.kind() == kind)
        .filter_map(|(_, allocation)| allocation.as_reg())
}

/// What holds at the end of each block by a forward analysis: `flow` takes what holds at the ends of blocks so far, none for
/// those that were not come to yet, and says what that makes of a block's end; none if no way to it is known yet.
pub(super) fn forward_fixpoint<T: PartialEq>(
    code: &Adapter<'_>,
    mut flow: impl FnMut(&[Option<T>], Block) -> Option<T>,
) -> Vec<Option<T>> {
    let mut ends: Vec<Option<T>> = (0..code.num_blocks()).map(|_| None).collect();
    let mut due = vec![true; ends.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for n in 0..ends.len() {
            if !std::mem::take(&mut due[n]) {
                continue;
            }
            let end = flow(&ends, Block::new(n));
            if end.is_some() && ends[n] != end {
                ends[n] = end;
                changed = true;
                for succ in code.block_succs(Block::new(n)) {
                    due[succ.index()] = true;
                }
            }
        }
    }
    ends
}

/// The registers whose values are still read at the start of each block.
pub(super) fn live_at_starts(code: &Adapter<'_>, output: &Output) -> Vec<PRegSet> {
    let blocks = (0..code.num_blocks()).map(Block::new);
    let effects: Vec<Effects> = blocks.map(|block| effects(code, output, block)).collect();
    let mut starts = vec![PRegSet::empty(); code.num_blocks()];
    let mut changed = true;
    while changed {
        changed = false;
        for (n, effects) in effects.iter().enumerate().rev() {
            let mut live = live_at_end(code, &starts, Block::new(n));
            live.intersect_from(effects.kept);
            live.union_from(effects.read);
            changed |= starts[n] != live;
            starts[n] = live;
        }
    }
    starts
}

/// What a block does to the registers that are alive.
struct Effects {
    /// Read before they are changed.
    read: PRegSet,
    /// Not changed.
    kept: PRegSet,
}

fn effects(code: &Adapter<'_>, output: &Output, block: Block) -> Effects {
    let mut read = PRegSet::empty();
    let mut kept = PRegSet::empty().invert();
    for item in items(code, output, block).into_iter().rev() {
        step_back(code, output, &mut read, item);
        match item {
            Item::Inst(inst) => kept.intersect_from(written(code, output, inst).invert()),
            Item::Move(place) => {
                let (_, to) = ends_of(output, place);
                to.as_reg().into_iter().for_each(|reg| kept.remove(reg));
            }
        }
    }
    Effects { read, kept }
}

/// The registers whose values are still read after a block.
pub(super) fn live_at_end(code: &Adapter<'_>, starts: &[PRegSet], block: Block) -> PRegSet {
    let mut live = PRegSet::empty();
    for succ in code.block_succs(block) {
        live.union_from(starts[succ.index()]);
    }
    live
}

/// From what is live after an item to what is live before it.
pub(super) fn step_back(code: &Adapter<'_>, output: &Output, live: &mut PRegSet, item: Item) {
    match item {
        Item::Inst(inst) => {
            live.intersect_from(written(code, output, inst).invert());
            read(code, output, inst).for_each(|reg| live.add(reg));
        }
        Item::Move(place) => {
            let (from, to) = ends_of(output, place);
            if let Some(reg) = to.as_reg() {
                live.remove(reg);
            }
            if let Some(reg) = from.as_reg() {
                live.add(reg);
            }
        }
    }
}
