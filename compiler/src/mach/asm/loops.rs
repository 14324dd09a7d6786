//! Loops that the core counts, as [`super::super::counted`] finds them: their starts, their ends, and what both ask of the code around.

use regalloc2::PReg;

use super::{Asm, Item, Label};
use crate::mach::FInst;
use crate::mach::backend::{Backend, HiddenState};
use crate::mach::counted::CountedLoops;

/// A loop that has begun.
#[derive(Clone, Copy, Debug)]
pub(in crate::mach) struct LoopStart {
    rows: &'static CountedLoops,
    end: Label,
    /// The first item of what goes round.
    first: usize,
}

/// A place before a loop's start, padded with a no-op where the first instruction of the loop would lie across fetched words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Padding {
    rows: &'static CountedLoops,
    /// The bytes of the first instruction.
    pub(super) first: u32,
}

impl Padding {
    /// The no-op.
    pub(super) fn no_op(&self) -> FInst {
        FInst::new(self.rows.no_op, &[])
    }

    /// How many bytes of it are necessary if the place is at an offset.
    pub(super) fn size(&self, at: u32, isa: &dyn Backend) -> u32 {
        let size = |op: u16| u32::from(isa.rows()[usize::from(op)].pattern.size);
        let body = at + size(self.rows.start);
        let crosses = |body: u32| body % self.rows.fetch + self.first > self.rows.fetch;
        match crosses(body) && !crosses(body + size(self.rows.no_op)) {
            true => size(self.rows.no_op),
            false => 0,
        }
    }
}

impl Asm {
    /// Starts a loop that goes round as often as the register says.
    pub(in crate::mach) fn start_loop(
        &mut self,
        rows: &'static CountedLoops,
        count: PReg,
    ) -> LoopStart {
        self.items
            .push(Item::LoopPadding(Padding { rows, first: 0 }));
        let end = self.new_label();
        self.branch(rows.start, &[count.hw_enc() as i32], end);
        let first = self.items.len();
        LoopStart { rows, end, first }
    }

    /// Ends the loop. A branch must not be the last instruction, nor go to the end to go round again, so there may have to be a no-op;
    /// says whether there is.
    pub(in crate::mach) fn end_loop(&mut self, start: LoopStart, isa: &dyn Backend) -> bool {
        let last = self.items[start.first..].last();
        let ends_itself =
            matches!(last, Some(Item::Inst(inst, _)) if isa.hidden_state(inst) != HiddenState::Set);
        if !ends_itself {
            self.inst(start.rows.no_op, &[]);
        }
        self.bind(start.end);
        !ends_itself
    }

    /// Whether what was written since a loop's start could have more bytes than a loop may.
    pub(in crate::mach) fn is_too_long(&self, start: LoopStart, isa: &dyn Backend) -> bool {
        let items = self.items[start.first..].iter();
        let most: u32 = items.map(|item| most_bytes(item, isa)).sum();
        most > start.rows.max_bytes
    }

    /// Tells the paddings what comes first in their loops. Instructions have their shortest encodings by now.
    pub(super) fn measure_first_instructions(&mut self, isa: &dyn Backend) {
        let row_size = |inst: &FInst| u32::from(isa.rows()[usize::from(inst.op)].pattern.size);
        let mut next = 0;
        // The second item from behind is what comes after the start of a loop.
        let mut after_start = 0;
        for item in self.items.iter_mut().rev() {
            match item {
                Item::Inst(inst, _) => (after_start, next) = (next, row_size(inst)),
                // The longest form has the longest first instruction.
                Item::Branch(branch) => (after_start, next) = (next, row_size(&branch.inst)),
                Item::LoopPadding(padding) => padding.first = after_start,
                _ => {}
            }
        }
    }
}

/// The bytes of an item, of a branch in its longest form.
fn most_bytes(item: &Item, isa: &dyn Backend) -> u32 {
    let size = |inst: &FInst| u32::from(isa.rows()[usize::from(inst.op)].pattern.size);
    match item {
        Item::Inst(inst, _) => size(isa.compress(inst).as_ref().unwrap_or(inst)),
        Item::Branch(branch) => {
            let forms = (0..).map_while(|level| isa.relax(&branch.inst, level));
            let longest = forms.map(|form| form.iter().map(size).sum()).max();
            longest.unwrap_or_else(|| size(&branch.inst))
        }
        Item::TableWord(..) | Item::Align4 | Item::LoopPadding(_) => 4,
        Item::Bind(_) | Item::Nothing => 0,
    }
}
