//! Allocated code to final instructions: prologue, moves, calls, branches with fall-through, epilogues.
//!
//! A block that is nothing but a jump is never written: branches to it go where it goes. Where the prologue is, [`super::wrap`]
//! says.

use regalloc2::{Allocation, Block, Edit, Inst, InstOrEdit, PReg};
use smallvec::SmallVec;

use super::abi::{Frame, TailArea};
use super::alloc::{Adapter, Allocated};
use super::asm::{Asm, FArg, FInst, Label, LoopStart};
use super::backend::{Backend, Expansion, FinalTarget};
use super::counted::{self, Counted, Laid};
use super::order::order;
use super::vcode::{Arg, CallTarget, CondBranch, MInst, Op, VCode};
use super::wrap::Framed;
use super::{CodegenError, Options};
use crate::isa::row::{Role, encode};

struct Emitter<'a> {
    code: &'a VCode,
    allocated: &'a Allocated,
    isa: &'a dyn Backend,
    asm: Asm,
    labels: Vec<Label>,
    /// For each block, where a jump to it ends up.
    forward: &'a [usize],
    /// The loops that the core counts.
    counted: &'a [Counted],
    /// The one that has begun and not ended.
    open: Option<LoopStart>,
    /// The headers of those that turned out to be too long, or to win nothing.
    refused: Vec<usize>,
    framed: &'a Framed,
    no_frame: Frame,
    /// Where the first return is, if others may go there.
    shared_return: Option<Label>,
    /// Whether they may. Without a frame a return is as short as a jump.
    share_epilogue: bool,
    /// Whether code is to be small rather than fast.
    small: bool,
}

/// Writes the function's final instructions.
///
/// # Errors
/// None today; the signature leaves room for frames an ISA cannot address.
pub(super) fn emit(
    code: &VCode,
    allocated: &Allocated,
    isa: &dyn Backend,
    options: &Options,
) -> Result<Asm, CodegenError> {
    let frame = &allocated.frame;
    let adapter = Adapter::new(code, isa);
    let framed = Framed::choose(code, &adapter, &allocated.output, frame, isa);
    let forward = forwarding(code, allocated, &adapter, framed.first);
    let order = order(code, &forward);
    let laid = Laid {
        code,
        adapter: &adapter,
        output: &allocated.output,
        order: &order,
        forward: &forward,
    };
    let rows = isa.counted_loops();
    let mut counted = rows.map_or(Vec::new(), |rows| counted::find(&laid, rows));
    loop {
        let mut order = order.clone();
        counted::move_edge_blocks(&mut order, &counted);
        let mut asm = Asm::new(code.name.clone());
        asm.frame_size = frame.size + frame.tail_area.map_or(0, TailArea::size);
        let mut emitter = Emitter {
            code,
            allocated,
            isa,
            labels: code.blocks.iter().map(|_| asm.new_label()).collect(),
            asm,
            forward: &forward,
            counted: &counted,
            open: None,
            refused: Vec::new(),
            framed: &framed,
            no_frame: Frame::new(0, 0, Vec::new(), false, None),
            shared_return: None,
            share_epilogue: options.small && frame.size != 0,
            small: options.small,
        };
        emitter.function(&order);
        let Emitter { asm, refused, .. } = emitter;
        if refused.is_empty() {
            return Ok(asm);
        }
        counted.retain(|counted| !refused.contains(&counted.header));
    }
}

/// Follows blocks that only jump, but for the one with the prologue. A cycle of such blocks (an endless loop) keeps its
/// first block.
fn forwarding(
    code: &VCode,
    allocated: &Allocated,
    adapter: &Adapter<'_>,
    prologue: usize,
) -> Vec<usize> {
    let only_jumps: Vec<bool> = (0..code.blocks.len())
        .map(|n| {
            let items = allocated
                .output
                .block_insts_and_edits(adapter, Block::new(n));
            n != 0
                && n != prologue
                && items
                    .into_iter()
                    .all(|item| is_nothing_but_jump(code, &item))
        })
        .collect();
    (0..code.blocks.len())
        .map(|start| {
            let (mut at, mut steps) = (start, 0);
            while only_jumps[at] && steps < code.blocks.len() {
                at = code.blocks[at].succs[0].index();
                steps += 1;
            }
            if only_jumps[at] { start } else { at }
        })
        .collect()
}

fn is_nothing_but_jump(code: &VCode, item: &InstOrEdit<'_>) -> bool {
    match item {
        InstOrEdit::Inst(inst) => {
            matches!(code.insts[inst.index()], MInst::Jump | MInst::Nothing)
        }
        InstOrEdit::Edit(Edit::Move { from, to }) => from == to,
    }
}

impl Emitter<'_> {
    fn function(&mut self, order: &[usize]) {
        for (i, &n) in order.iter().enumerate() {
            self.asm.bind(self.labels[n]);
            self.start_counting(n);
            self.block(n, order.get(i + 1).copied());
        }
    }

    fn frame(&self) -> &Frame {
        &self.allocated.frame
    }

    fn prologue(&mut self) {
        // Its own trap, stack exhaustion, is reported where the function begins, which is the least offset whatever the
        // optimiser moved to the front.
        let locs = self.code.locs.iter();
        let first = locs.filter(|loc| loc.offset().is_some()).min();
        self.asm.set_loc(first.copied().unwrap_or_default());
        self.isa.emit_prologue(&mut self.asm, &self.allocated.frame);
    }

    fn epilogue(&mut self, block: usize, tail: Option<&FinalTarget>) {
        let frame = match self.framed.contains(block) {
            true => &self.allocated.frame,
            false => &self.no_frame,
        };
        self.isa.emit_epilogue(&mut self.asm, frame, tail);
    }

    fn block(&mut self, n: usize, next: Option<usize>) {
        let adapter = Adapter::new(self.code, self.isa);
        let output = &self.allocated.output;
        if n == self.framed.first {
            self.prologue();
        }
        for item in output.block_insts_and_edits(&adapter, Block::new(n)) {
            match item {
                InstOrEdit::Inst(inst) => {
                    self.asm.set_loc(self.code.locs[inst.index()]);
                    self.inst(inst, n, next);
                }
                InstOrEdit::Edit(Edit::Move { from, to }) => self.move_value(*from, *to),
            }
        }
    }

    /// Where a counted loop begins: branches from outside go to the instruction that takes the count.
    fn start_counting(&mut self, block: usize) {
        if let Some(counted) = self.counted.iter().find(|lp| lp.header == block)
            && let Some(rows) = self.isa.counted_loops()
        {
            let (_, end) = self.code.blocks[counted.latch].insts;
            self.asm.set_loc(self.code.locs[end as usize - 1]);
            self.open = Some(self.asm.start_loop(rows, counted.count));
        }
    }

    /// Leaves out what the core does at the end of a counted loop; says whether it does this instruction.
    fn is_counting(&mut self, inst: Inst, block: usize, next: Option<usize>) -> bool {
        let ends = |lp: &&Counted| lp.latch == block || lp.back == Some(block);
        let Some(counted) = self.counted.iter().find(ends) else {
            return false;
        };
        let last = inst.index() + 1 == self.code.blocks[block].insts.1 as usize;
        if last && counted.back.unwrap_or(counted.latch) == block {
            self.stop_counting(counted, next);
        }
        last || counted.unneeded == Some(inst)
    }

    fn stop_counting(&mut self, counted: &Counted, next: Option<usize>) {
        if let Some(start) = self.open.take() {
            let wins_nothing = self.asm.end_loop(start, self.isa) && counted.unneeded.is_none();
            if wins_nothing || self.asm.is_too_long(start, self.isa) {
                self.refused.push(counted.header);
            }
        }
        self.jump(counted.latch, counted.exit, next);
    }

    fn move_value(&mut self, from: Allocation, to: Allocation) {
        let frame = &self.allocated.frame;
        match (from.as_reg(), to.as_reg()) {
            (Some(from), Some(to)) if from == to => {}
            (Some(from), Some(to)) => self.isa.emit_move(&mut self.asm, from, to),
            (Some(from), None) => {
                let slot = to.as_stack().expect("a move goes to a register or a slot");
                let offset = frame.spill_offset(slot.index() as u32);
                self.isa.emit_spill(&mut self.asm, frame, from, offset);
            }
            (None, Some(to)) => {
                let slot = from
                    .as_stack()
                    .expect("a move comes from a register or a slot");
                let offset = frame.spill_offset(slot.index() as u32);
                self.isa.emit_reload(&mut self.asm, frame, to, offset);
            }
            (None, None) => unreachable!("the allocator never moves between slots"),
        }
    }

    fn regs(&self, inst: Inst) -> SmallVec<[PReg; 6]> {
        let allocs = self.allocated.output.inst_allocs(inst);
        allocs
            .iter()
            .map(|a| a.as_reg().expect("every operand asks for a register"))
            .collect()
    }

    fn inst(&mut self, inst: Inst, block: usize, next: Option<usize>) {
        if self.is_counting(inst, block, next) {
            return;
        }
        let regs = self.regs(inst);
        match &self.code.insts[inst.index()] {
            MInst::Row { op, args } => self.row(*op, args, &regs),
            MInst::Seq {
                seq, imms, symbol, ..
            } => {
                let symbol = symbol.as_ref();
                let seq = Expansion {
                    seq: *seq,
                    regs: &regs,
                    imms,
                    symbol,
                };
                self.isa.expand(&mut self.asm, &seq);
            }
            MInst::Copy { .. } => {
                self.move_value(Allocation::reg(regs[0]), Allocation::reg(regs[1]))
            }
            MInst::Args { .. } | MInst::Nothing => {}
            MInst::Call { target, .. } => {
                self.isa
                    .emit_call(&mut self.asm, &final_target(target, &regs));
            }
            MInst::Return { .. } => self.return_from(block),
            MInst::TailCall { target, .. } => {
                let target = final_target(target, &regs);
                self.epilogue(block, Some(&target));
            }
            MInst::Jump => self.jump(block, 0, next),
            MInst::CondBr(cond) => self.cond_branch(cond, &regs, block, next),
            MInst::BrTable { targets, .. } => {
                let labels: Vec<_> = targets
                    .iter()
                    .map(|&t| self.target(block, t as usize).1)
                    .collect();
                let (index, temps) = (regs[0], &regs[1..]);
                self.isa
                    .emit_br_table(&mut self.asm, index, temps, &labels, self.small);
            }
            MInst::TrapIf { cond, kind } => {
                let stub = self.asm.trap_stub(*kind);
                self.branch(cond.op, &cond.args, &regs, stub);
            }
            MInst::Trap { kind } => self.isa.emit_trap(&mut self.asm, *kind),
        }
    }

    /// Results are in their registers, so every return with the frame taken is the same code.
    fn return_from(&mut self, block: usize) {
        if !self.framed.contains(block) {
            return self.epilogue(block, None);
        }
        if let Some(label) = self.shared_return {
            return self.isa.emit_jump(&mut self.asm, label);
        }
        if self.share_epilogue {
            let label = self.asm.new_label();
            self.asm.bind(label);
            self.shared_return = Some(label);
        }
        self.epilogue(block, None);
    }

    /// The block an edge really goes to, and its label.
    fn target(&self, block: usize, edge: usize) -> (usize, Label) {
        let to = self.forward[self.code.blocks[block].succs[edge].index()];
        (to, self.labels[to])
    }

    fn jump(&mut self, block: usize, edge: usize, next: Option<usize>) {
        let (to, label) = self.target(block, edge);
        if Some(to) != next {
            self.isa.emit_jump(&mut self.asm, label);
        }
    }

    fn cond_branch(&mut self, cond: &CondBranch, regs: &[PReg], block: usize, next: Option<usize>) {
        let (taken, taken_label) = self.target(block, 0);
        let (other, other_label) = self.target(block, 1);
        if taken == other {
            return self.jump(block, 0, next);
        }
        if Some(taken) == next
            && let Some(inverse) = self.isa.invert(cond.op)
        {
            return self.branch(inverse, &cond.args, regs, other_label);
        }
        self.branch(cond.op, &cond.args, regs, taken_label);
        self.jump(block, 1, next);
    }

    fn branch(&mut self, op: Op, args: &[Arg], regs: &[PReg], label: Label) {
        let (mut inst, _) = self.final_inst(op, args, regs);
        inst.args.push(FArg::Label(label));
        self.asm.push(inst);
    }

    fn row(&mut self, op: Op, args: &[Arg], regs: &[PReg]) {
        let (inst, place) = self.final_inst(op, args, regs);
        let row = &self.isa.rows()[op as usize];
        if let Some(offset) = place {
            let fits = inst
                .values()
                .is_some_and(|values| encode(row, &values).is_ok());
            if !fits {
                let frame = &self.allocated.frame;
                return self
                    .isa
                    .emit_large_frame_access(&mut self.asm, frame, inst, offset);
            }
        }
        self.asm.push(inst);
    }

    /// Replaces registers by their allocations (in the order of [`MInst::visit_operands`]) and frame places by offsets;
    /// also tells the frame offset, if there is one.
    fn final_inst(&mut self, op: Op, args: &[Arg], regs: &[PReg]) -> (FInst, Option<i32>) {
        let row = &self.isa.rows()[op as usize];
        let role = |n: usize| row.operands[n].role;
        let uses = args
            .iter()
            .enumerate()
            .filter(|(n, arg)| is_use(arg, role(*n)))
            .count();
        let (mut next_use, mut next_def) = (regs[..uses].iter(), regs[uses..].iter());
        let mut place = None;
        let mut out = SmallVec::new();
        for (n, arg) in args.iter().enumerate() {
            let mut reg_value = || {
                let source = if is_use(arg, role(n)) {
                    &mut next_use
                } else {
                    &mut next_def
                };
                FArg::Val(source.next().expect("an allocation per operand").hw_enc() as i32)
            };
            out.push(match arg {
                Arg::Reg(_) | Arg::Mod { .. } => reg_value(),
                Arg::Fixed(n) => FArg::Val(i32::from(*n)),
                Arg::Imm(n) => FArg::Val(*n),
                Arg::Frame(at) => {
                    let offset = self.frame().offset(*at);
                    place = Some(offset);
                    FArg::Val(offset)
                }
                Arg::Sym {
                    kind,
                    symbol,
                    addend,
                } => FArg::Sym {
                    kind: *kind,
                    symbol: symbol.clone(),
                    addend: *addend,
                },
                Arg::Literal(literal) => self.asm.literal(literal.clone()),
            });
        }
        (FInst { op, args: out }, place)
    }
}

fn is_use(arg: &Arg, role: Role) -> bool {
    matches!((arg, role), (Arg::Reg(_), Role::Use) | (Arg::Mod { .. }, _))
}

fn final_target(target: &CallTarget, regs: &[PReg]) -> FinalTarget {
    match target {
        CallTarget::Symbol(symbol) => FinalTarget::Symbol(symbol.clone()),
        CallTarget::Reg(_) => FinalTarget::Reg(regs[0]),
    }
}
