//! Shrink-wrapping: where the frame is taken. A way through the function that needs no frame (the end of a recursion, the
//! empty list) shall not pay for one.
//!
//! Blocks need the frame if they call, touch a register that the frame saves, or a place in the frame. The framed blocks
//! are these and what follows them, closed so that one block leads in from outside: the prologue is at its start. If no
//! exit of the function is left outside, nothing would be saved, and the prologue stays at the entry.
//!
//! What it does not do: split a block, or copy one that both kinds of ways lead through (`opt/returns.rs` does, for ends
//! of functions).

use regalloc2::{Allocation, Block, Output, PRegSet};

use super::abi::Frame;
use super::alloc::Adapter;
use super::backend::Backend;
use super::vcode::{Arg, FrameRef, MInst, VCode};
use super::walk::{Item, ends_of, items, live_at_starts};

/// Which blocks run with the frame taken.
pub(super) struct Framed {
    /// The block that begins with the prologue.
    pub first: usize,
    blocks: Vec<bool>,
}

impl Framed {
    /// Chooses.
    pub fn choose(
        code: &VCode,
        adapter: &Adapter<'_>,
        output: &Output,
        frame: &Frame,
        isa: &dyn Backend,
    ) -> Self {
        let all = Self {
            first: 0,
            blocks: vec![true; code.blocks.len()],
        };
        // Frames out of the ordinary have prologues that change more than sp and what they save.
        if frame.size == 0 || frame.tail_area.is_some() || frame.scratch.is_some() {
            return all;
        }
        let saved = saved_registers(frame);
        let needs = |n: usize| {
            let mut items = items(adapter, output, Block::new(n)).into_iter();
            items.any(|item| needs_frame(code, output, item, saved))
        };
        let mut blocks: Vec<bool> = (0..code.blocks.len()).map(needs).collect();
        let first = close(code, &mut blocks);
        let scratch_is_free = |first: usize| {
            let mut live = live_at_starts(adapter, output)[first];
            live.intersect_from(isa.prologue_scratch(frame));
            live == PRegSet::empty()
        };
        let exits_outside = (0..blocks.len()).any(|n| !blocks[n] && ends_in_exit(code, n));
        match first {
            Some(first) if exits_outside && scratch_is_free(first) => Self { first, blocks },
            _ => all,
        }
    }

    /// Whether a block runs with the frame taken.
    pub fn contains(&self, block: usize) -> bool {
        self.blocks[block]
    }
}

fn saved_registers(frame: &Frame) -> PRegSet {
    let mut saved = PRegSet::empty();
    frame.saved.iter().for_each(|&reg| saved.add(reg));
    saved
}

fn ends_in_exit(code: &VCode, block: usize) -> bool {
    let (_, end) = code.blocks[block].insts;
    code.insts[end as usize - 1].is_exit()
}

fn needs_frame(code: &VCode, output: &Output, item: Item, saved: PRegSet) -> bool {
    let needs = |allocation: Allocation| match allocation.as_reg() {
        Some(reg) => saved.contains(reg),
        None => allocation.as_stack().is_some(),
    };
    match item {
        Item::Move(place) => {
            let (from, to) = ends_of(output, place);
            needs(from) || needs(to)
        }
        Item::Inst(inst) => {
            let data = &code.insts[inst.index()];
            matches!(data, MInst::Call { .. })
                || names_frame(data)
                || output.inst_allocs(inst).iter().copied().any(needs)
        }
    }
}

fn names_frame(inst: &MInst) -> bool {
    let MInst::Row { args, .. } = inst else {
        return false;
    };
    let is_place = |arg: &Arg| {
        matches!(
            arg,
            Arg::Frame(FrameRef::Incoming(_) | FrameRef::Outgoing(_))
        )
    };
    args.iter().any(is_place)
}

/// Adds blocks until what follows a framed block is framed and all branches into the framed blocks go to one, from outside
/// only; that block. None if it is the entry.
fn close(code: &VCode, framed: &mut [bool]) -> Option<usize> {
    loop {
        follow(code, framed);
        if framed[0] {
            return None;
        }
        let led_to = |n: &usize| {
            framed[*n]
                && code.blocks[*n]
                    .preds
                    .iter()
                    .any(|pred| !framed[pred.index()])
        };
        let firsts: Vec<usize> = (0..framed.len()).filter(led_to).collect();
        if let [first] = firsts[..]
            && code.blocks[first]
                .preds
                .iter()
                .all(|pred| !framed[pred.index()])
        {
            return Some(first);
        }
        let before: Vec<usize> = (firsts.iter())
            .flat_map(|&n| code.blocks[n].preds.iter().map(|pred| pred.index()))
            .collect();
        before.into_iter().for_each(|n| framed[n] = true);
        if firsts.is_empty() {
            return None;
        }
    }
}

/// Adds what follows framed blocks.
fn follow(code: &VCode, framed: &mut [bool]) {
    let mut list: Vec<usize> = (0..framed.len()).filter(|&n| framed[n]).collect();
    while let Some(n) = list.pop() {
        for succ in &code.blocks[n].succs {
            if !std::mem::replace(&mut framed[succ.index()], true) {
                list.push(succ.index());
            }
        }
    }
}
