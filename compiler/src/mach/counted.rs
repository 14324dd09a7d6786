//! Loops that the core counts. Where a loop goes round as long as a register that is counted down is not zero, one instruction
//! before the loop takes the count, and nothing is left of the test at its end, nor of the register if only the test read it.
//!
//! On entry registers are allocated and blocks have their order. A loop qualifies if
//!
//! * its last block in the order is its one way back to its first, the header, and does nothing after the test but moves;
//! * the register has one writer in the loop, the subtraction of 1 in that last block. So what it holds when the header is
//!   come to from outside is the number of iterations, 2^32 for 0;
//! * it calls nothing, as callees may count loops of their own, and no loop in it is counted;
//! * the moves on the way back, which are made after the last iteration, too, change nothing that is read after the loop.
//!
//! Only the header is branched to from outside: that is what a loop is. Blocks of the loop may lie elsewhere, and others between
//! its own: the core compares with the loop's end only. A loop may be left by any branch, one to its end included, or by a
//! trap, with iterations left in the core's counter: nothing but the last instruction of the loop runs into its end, and this
//! instruction is come to only by way of the header, where the counter is set.

use regalloc2::{Block, Inst, Output, PReg, PRegSet};

use super::alloc::Adapter;
use super::vcode::{Arg, MInst, Op, VCode};
use super::walk::{Item, ends_of, items, live_at_starts, read, written};

/// What a core that counts loops has for it.
#[derive(Clone, Copy, Debug)]
pub struct CountedLoops {
    /// Takes a count, and the loop's end as a label; the loop begins behind it.
    pub start: Op,
    /// `d = s + immediate`.
    pub add: Op,
    /// Branches if a register is not zero.
    pub if_nonzero: Op,
    /// Branches if it is.
    pub if_zero: Op,
    /// Does nothing; in its shortest form.
    pub no_op: Op,
    /// The most bytes a loop can have.
    pub max_bytes: u32,
    /// The first instruction must lie in one piece of memory of that size and alignment, in bytes.
    pub fetch: u32,
}

/// A loop to be counted.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// Its first block.
    pub header: usize,
    /// The last one, with the test.
    pub latch: usize,
    /// The block of moves on the way back, if there are any.
    pub back: Option<usize>,
    /// Which of the latch's edges leaves the loop.
    pub exit: usize,
    /// Holds the count when the header is come to.
    pub count: PReg,
    /// The subtraction, if nobody needs it.
    pub unneeded: Option<Inst>,
    /// The places in the order.
    range: (usize, usize),
}

/// Allocated code with its blocks in order.
pub(super) struct Laid<'a> {
    pub code: &'a VCode,
    pub adapter: &'a Adapter<'a>,
    pub output: &'a Output,
    pub order: &'a [usize],
    /// For each block, where a jump to it ends up.
    pub forward: &'a [usize],
}

/// The loops to count, of those in one another the inner ones.
pub(super) fn find(laid: &Laid<'_>, rows: &CountedLoops) -> Vec<Counted> {
    let mut places = vec![usize::MAX; laid.code.blocks.len()];
    for (place, &n) in laid.order.iter().enumerate() {
        places[n] = place;
    }
    let candidates = laid.order.iter();
    let mut candidates: Vec<_> = candidates
        .filter_map(|&n| laid.candidate(rows, &places, n))
        .collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let live = live_at_starts(laid.adapter, laid.output);
    candidates.sort_by_key(|found| found.range.1 - found.range.0);
    let mut taken = vec![false; places.len()];
    let mut loops = Vec::new();
    for found in candidates {
        let (first, last) = found.range;
        let between = laid.order[first..=last].iter().copied();
        let blocks = laid.blocks(&found);
        if let Some(blocks) = blocks
            && !between.chain(blocks.iter().copied()).any(|n| taken[n])
            && let Some(found) = laid.check(rows, &live, found, &blocks)
        {
            blocks.iter().for_each(|&n| taken[n] = true);
            laid.order[first..=last]
                .iter()
                .for_each(|&n| taken[n] = true);
            loops.push(found);
        }
    }
    loops
}

impl Laid<'_> {
    /// A block that ends with a test of a register and goes back in the order if it is not zero.
    fn candidate(&self, rows: &CountedLoops, places: &[usize], latch: usize) -> Option<Counted> {
        let block = &self.code.blocks[latch];
        let (_, end) = block.insts;
        let MInst::CondBr(cond) = &self.code.insts[end as usize - 1] else {
            return None;
        };
        let goes_on = match cond.op {
            op if op == rows.if_nonzero => 0,
            op if op == rows.if_zero => 1,
            _ => return None,
        };
        let next = block.succs[goes_on].index();
        let on_edge = self.is_edge_from(next, latch);
        let header = if on_edge {
            self.code.blocks[next].succs[0].index()
        } else {
            next
        };
        let is_written = |n: usize| self.forward[n] == n;
        let test = Inst::new(end as usize - 1);
        let count = self.output.inst_allocs(test)[0].as_reg()?;
        let mut insts = (block.insts.0 as usize..test.index()).map(Inst::new);
        if !insts.any(|inst| self.counts_down(rows, inst, count)) {
            return None;
        }
        let range = (places[header], places[latch]);
        let found = Counted {
            header,
            latch,
            back: (on_edge && is_written(next)).then_some(next),
            exit: 1 - goes_on,
            count,
            unneeded: None,
            range,
        };
        (header != 0 && is_written(header) && range.0 <= range.1).then_some(found)
    }

    /// Whether a block is there for the moves on an edge from another one.
    fn is_edge_from(&self, n: usize, from: usize) -> bool {
        let block = &self.code.blocks[n];
        let (first, end) = block.insts;
        end - first == 1
            && matches!(self.code.insts[first as usize], MInst::Jump)
            && matches!(block.preds[..], [pred] if pred.index() == from)
    }

    /// The blocks of the loop, if its header is the one way in and the latch the one way back.
    fn blocks(&self, found: &Counted) -> Option<Vec<usize>> {
        // More blocks than that are hardly short enough, and would be searched for long.
        const MANY: usize = 64;
        let mut blocks = vec![found.header];
        let mut list = vec![found.latch];
        let next = self.code.blocks[found.latch].succs[1 - found.exit].index();
        if next != found.header {
            blocks.push(next);
        }
        let way_back = if next == found.header {
            found.latch
        } else {
            next
        };
        while let Some(n) = list.pop() {
            if blocks.contains(&n) {
                continue;
            }
            // The entry leads to the latch, and not by way of the header.
            if n == 0 || blocks.len() > MANY {
                return None;
            }
            blocks.push(n);
            list.extend(self.code.blocks[n].preds.iter().map(|pred| pred.index()));
        }
        let preds = self.code.blocks[found.header].preds.iter();
        let ways_back = preds.filter(|pred| blocks.contains(&pred.index()));
        let exit = self.code.blocks[found.latch].succs[found.exit].index();
        let one_way = ways_back.eq([&Block::new(way_back)]);
        (one_way && !blocks.contains(&exit)).then_some(blocks)
    }

    /// Looks at what the loop does with the register, and whether it can be counted.
    fn check(
        &self,
        rows: &CountedLoops,
        live: &[PRegSet],
        mut found: Counted,
        blocks: &[usize],
    ) -> Option<Counted> {
        let (_, end) = self.code.blocks[found.latch].insts;
        let test = Inst::new(end as usize - 1);
        let (mut step, mut is_read) = (None, false);
        for &n in blocks {
            for item in items(self.adapter, self.output, Block::new(n)) {
                match item {
                    Item::Inst(inst) if inst == test => {}
                    Item::Inst(inst) => {
                        if matches!(self.code.insts[inst.index()], MInst::Call { .. }) {
                            return None;
                        }
                        if written(self.adapter, self.output, inst).contains(found.count) {
                            let in_place = n == found.latch && step.is_none();
                            if !in_place || !self.counts_down(rows, inst, found.count) {
                                return None;
                            }
                            step = Some(inst);
                        } else {
                            let mut read = read(self.adapter, self.output, inst);
                            is_read |= read.any(|reg| reg == found.count);
                        }
                    }
                    Item::Move(place) => {
                        let (from, to) = ends_of(self.output, place);
                        if to.as_reg() == Some(found.count) {
                            return None;
                        }
                        is_read |= from.as_reg() == Some(found.count);
                    }
                }
            }
            let succs = self.code.blocks[n].succs.iter().map(|succ| succ.index());
            let mut exits = succs.filter(|succ| !blocks.contains(succ));
            is_read |= exits.any(|exit| live[exit].contains(found.count));
        }
        let exit = self.code.blocks[found.latch].succs[found.exit].index();
        if let Some(back) = found.back
            && !self.moves_spare(back, live[exit])
        {
            return None;
        }
        let step = step?;
        found.unneeded = (!is_read).then_some(step);
        Some(found)
    }

    /// Whether an instruction subtracts 1 from a register.
    fn counts_down(&self, rows: &CountedLoops, inst: Inst, count: PReg) -> bool {
        let MInst::Row { op, args } = &self.code.insts[inst.index()] else {
            return false;
        };
        let mut regs = self.output.inst_allocs(inst).iter().map(|a| a.as_reg());
        *op == rows.add
            && matches!(args[..], [Arg::Reg(_), Arg::Reg(_), Arg::Imm(-1)])
            && regs.all(|reg| reg == Some(count))
    }

    /// Whether the moves of a block write only registers, and none of those.
    fn moves_spare(&self, back: usize, read: PRegSet) -> bool {
        let items = items(self.adapter, self.output, Block::new(back));
        items.into_iter().all(|item| match item {
            Item::Inst(_) => true,
            Item::Move(place) => {
                let (_, to) = ends_of(self.output, place);
                to.as_reg().is_some_and(|reg| !read.contains(reg))
            }
        })
    }
}

/// Puts the moves on ways back behind the tests.
pub(super) fn move_edge_blocks(order: &mut Vec<usize>, loops: &[Counted]) {
    for counted in loops {
        if let Some(back) = counted.back {
            order.retain(|&n| n != back);
            let latch = order.iter().position(|&n| n == counted.latch);
            order.insert(latch.map_or(order.len(), |place| place + 1), back);
        }
    }
}
