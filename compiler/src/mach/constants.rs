//! Constants that a register holds already. The optimiser makes a constant where it is read, unless a loop would make it again and
//! again; often the register it was in before has not been used for anything else since.
//!
//! A forward analysis over all blocks finds which register holds which constant; where ways meet, what holds on all of them holds.
//! What a branch compares with a constant holds it behind. Then an instruction that makes a constant
//!
//! * is dropped, if its register holds it;
//! * becomes a move, if another register does, which [`super::copies`] drops if nobody needs it;
//! * becomes an addition to what a register holds, if the ISA says that it is worth it.
//!
//! What is made for nobody then is dropped. On exit every instruction reads the values it did.

use regalloc2::{
    Allocation, Block, Edit, Function, Inst, Operand, OperandKind, Output, PReg, PRegSet,
    ProgPoint, RegClass,
};
use rustc_hash::FxHashMap;

use super::alloc::Adapter;
use super::backend::{Backend, Constant};
use super::vcode::{MInst, VCode};
use super::walk::{
    Item, ends_of, forward_fixpoint, items, live_at_end, live_at_starts, read, step_back, written,
};

/// What the integer registers hold, by number in [`Analysis::constants`]; 0 is not known.
type Held = [u32; PReg::MAX + 1];

/// What becomes of an instruction.
enum Instead {
    Nothing,
    Move(PReg, PReg),
    Add { inst: MInst, from: PReg, to: PReg },
}

/// Runs the pass.
pub(super) fn reuse(code: &mut VCode, isa: &dyn Backend, output: &mut Output) {
    let adapter = Adapter::new(code, isa);
    let mut analysis = Analysis {
        code: &adapter,
        insts: &code.insts,
        isa,
        output,
        numbers: FxHashMap::default(),
        constants: vec![Constant::Number(0)],
    };
    let makes = |inst: &MInst| isa.constant(inst, None).is_some();
    if !code.insts.iter().any(makes) {
        return;
    }
    let mut instead = analysis.find();
    if instead.is_empty() {
        return;
    }
    while !instead.is_empty() {
        replace(code, isa, output, instead);
        instead = unread(code, isa, output);
    }
    super::copies::drop_unneeded(&Adapter::new(code, isa), output);
}

/// An instruction that makes a constant.
struct Maker {
    inst: Inst,
    to: PReg,
    constant: u32,
    /// What the registers held before it, and before the one that it completes.
    held: Held,
    /// The instruction directly before it that made the first part, in the same register.
    completes: Option<Inst>,
    /// Nothing came after it yet.
    is_before: bool,
}

impl Maker {
    fn done(self) -> Self {
        Self {
            is_before: false,
            ..self
        }
    }
}

struct Analysis<'a> {
    code: &'a Adapter<'a>,
    insts: &'a [MInst],
    isa: &'a dyn Backend,
    output: &'a Output,
    numbers: FxHashMap<Constant, u32>,
    constants: Vec<Constant>,
}

impl Analysis<'_> {
    fn find(&mut self) -> FxHashMap<Inst, Instead> {
        let ends = self.fixpoint();
        let live = live_at_starts(self.code, self.output);
        let mut found = FxHashMap::default();
        for n in 0..ends.len() {
            let block = Block::new(n);
            let Some(mut held) = self.at_start(&ends, block) else {
                continue;
            };
            let items = items(self.code, self.output, block);
            let mut makers: Vec<Maker> = Vec::new();
            for &item in &items {
                let before = makers.pop_if(|maker| maker.is_before);
                let maker = self.maker(&held, before.as_ref(), item);
                makers.extend(before.map(Maker::done));
                makers.extend(maker);
                self.step(&mut held, item);
            }
            let mut alive = live_at_end(self.code, &live, block);
            for item in items.into_iter().rev() {
                if let Item::Inst(inst) = item
                    && let Some(maker) = makers.pop_if(|maker| maker.inst == inst)
                    && !found.contains_key(&inst)
                    && let Some(instead) = self.instead(&maker, alive)
                {
                    found.insert(inst, instead);
                    found.extend(maker.completes.map(|first| (first, Instead::Nothing)));
                }
                step_back(self.code, self.output, &mut alive, item);
            }
        }
        found
    }

    /// What an item makes, if it makes a constant; `before` is the item before it, if that does.
    fn maker(&mut self, held: &Held, before: Option<&Maker>, item: Item) -> Option<Maker> {
        let Item::Inst(inst) = item else {
            return None;
        };
        let (to, constant) = self.made(held, inst)?;
        let reads_own = read(self.code, self.output, inst).next() == Some(to);
        let first = before.filter(|before| reads_own && before.to == to);
        Some(Maker {
            inst,
            to,
            constant,
            held: first.map_or(*held, |first| first.held),
            completes: first.map(|first| first.inst),
            is_before: true,
        })
    }

    /// A better way to make a constant; `alive` is read afterwards.
    fn instead(&self, maker: &Maker, alive: PRegSet) -> Option<Instead> {
        let Maker { inst, to, held, .. } = *maker;
        if held[to.hw_enc()] == maker.constant {
            return Some(Instead::Nothing);
        }
        if let Some(from) = held.iter().position(|&other| other == maker.constant) {
            return Some(Instead::Move(PReg::new(from, RegClass::Int), to));
        }
        let reads = match maker.completes {
            Some(_) => None,
            None => read(self.code, self.output, inst).next(),
        };
        // What it reads now must be made for it alone, or nothing is saved.
        if reads.is_some_and(|reg| reg != to && alive.contains(reg)) {
            return None;
        }
        let wanted = &self.constants[maker.constant as usize];
        held.iter().enumerate().find_map(|(from, &number)| {
            let from = PReg::new(from, RegClass::Int);
            if number == 0 || Some(from) == reads {
                return None;
            }
            let more = wanted.less(&self.constants[number as usize])?;
            let inst = self.isa.add_instead(&self.insts[inst.index()], more)?;
            Some(Instead::Add { inst, from, to })
        })
    }

    /// What the registers hold at the end of each block; none for a block that was not come to yet.
    fn fixpoint(&mut self) -> Vec<Option<Held>> {
        let code = self.code;
        forward_fixpoint(code, |ends, block| {
            let mut held = self.at_start(ends, block)?;
            for item in items(code, self.output, block) {
                self.step(&mut held, item);
            }
            Some(held)
        })
    }

    /// None if no way to the block is known yet: to take that for knowing nothing would let what is known grow again, and never end.
    fn at_start(&mut self, ends: &[Option<Held>], block: Block) -> Option<Held> {
        if block == self.code.entry_block() {
            return Some([0; PReg::MAX + 1]);
        }
        let preds = self.code.block_preds(block);
        let mut known = preds.iter().filter_map(|pred| ends[pred.index()]);
        let mut held = known.next()?;
        for other in known {
            for (mine, other) in held.iter_mut().zip(other) {
                if *mine != other {
                    *mine = 0;
                }
            }
        }
        if let [pred] = preds {
            self.behind_branch(&mut held, *pred, block);
        }
        Some(held)
    }

    /// What is known because a branch went this way.
    fn behind_branch(&mut self, held: &mut Held, pred: Block, block: Block) {
        let last = self.code.block_insns(pred).last();
        if let MInst::CondBr(cond) = &self.insts[last.index()]
            && let [taken, other] = *self.code.block_succs(pred)
            && taken != other
            && let Some(number) = self.isa.equal_to(cond, block == taken)
            && let Some(reg) = read(self.code, self.output, last).next()
        {
            held[reg.hw_enc()] = self.number(Constant::Number(number));
        }
    }

    fn number(&mut self, constant: Constant) -> u32 {
        let next = self.constants.len() as u32;
        *self.numbers.entry(constant).or_insert_with_key(|constant| {
            self.constants.push(constant.clone());
            next
        })
    }

    /// The register an instruction puts a constant into, and the constant.
    fn made(&mut self, held: &Held, inst: Inst) -> Option<(PReg, u32)> {
        let read = read(self.code, self.output, inst).next();
        let number = read.map_or(0, |reg| held[reg.hw_enc()]);
        let source = (number != 0).then(|| &self.constants[number as usize]);
        let constant = self.isa.constant(&self.insts[inst.index()], source)?;
        let to = self.output.inst_allocs(inst).last()?.as_reg()?;
        Some((to, self.number(constant)))
    }

    fn step(&mut self, held: &mut Held, item: Item) {
        let (written, to, number) = match item {
            Item::Inst(inst) => {
                let copied = self.code.copied(self.output, inst);
                let made = match copied {
                    Some((from, to)) => Some((to, of(held, from))),
                    None => self.made(held, inst),
                };
                let (to, number) = made.unzip();
                (written(self.code, self.output, inst), to, number)
            }
            Item::Move(place) => {
                let (from, to) = ends_of(self.output, place);
                let number = from.as_reg().map(|from| of(held, from));
                let to = to.as_reg();
                let written = to.map_or(PRegSet::empty(), |to| PRegSet::empty().with(to));
                (written, to, number)
            }
        };
        for reg in written {
            if reg.class() == RegClass::Int {
                held[reg.hw_enc()] = 0;
            }
        }
        if let (Some(to), Some(number)) = (to, number)
            && to.class() == RegClass::Int
        {
            held[to.hw_enc()] = number;
        }
    }
}

fn of(held: &Held, reg: PReg) -> u32 {
    match reg.class() {
        RegClass::Int => held[reg.hw_enc()],
        _ => 0,
    }
}

/// The instructions that make a constant nobody reads.
fn unread(code: &VCode, isa: &dyn Backend, output: &Output) -> FxHashMap<Inst, Instead> {
    let adapter = Adapter::new(code, isa);
    let starts = live_at_starts(&adapter, output);
    let anything = Constant::Number(0);
    let mut found = FxHashMap::default();
    for n in 0..starts.len() {
        let block = Block::new(n);
        let mut live = live_at_end(&adapter, &starts, block);
        for item in items(&adapter, output, block).into_iter().rev() {
            if let Item::Inst(inst) = item
                && (isa.constant(&code.insts[inst.index()], Some(&anything))).is_some()
                && let Some(to) = output.inst_allocs(inst).last()
                && to.as_reg().is_some_and(|to| !live.contains(to))
            {
                found.insert(inst, Instead::Nothing);
                continue;
            }
            step_back(&adapter, output, &mut live, item);
        }
    }
    found
}

/// Puts something else in the place of instructions: in the code, its operands, and the allocator's answers.
fn replace(
    code: &mut VCode,
    isa: &dyn Backend,
    output: &mut Output,
    mut instead: FxHashMap<Inst, Instead>,
) {
    let mut moves = Vec::new();
    let mut operands: Vec<Operand> = Vec::with_capacity(code.operands.len());
    let mut allocs: Vec<Allocation> = Vec::with_capacity(code.operands.len());
    let mut operand_starts = vec![0];
    let mut alloc_offsets = Vec::with_capacity(code.insts.len());
    for n in 0..code.insts.len() {
        let inst = Inst::new(n);
        alloc_offsets.push(allocs.len() as u32);
        match instead.remove(&inst) {
            None => {
                let range = code.operand_starts[n] as usize..code.operand_starts[n + 1] as usize;
                operands.extend_from_slice(&code.operands[range]);
                allocs.extend_from_slice(output.inst_allocs(inst));
            }
            Some(Instead::Nothing) => code.insts[n] = MInst::Nothing,
            Some(Instead::Move(from, to)) => {
                code.insts[n] = MInst::Nothing;
                let [from, to] = [from, to].map(Allocation::reg);
                moves.push((ProgPoint::before(inst), Edit::Move { from, to }));
            }
            Some(Instead::Add {
                inst: new,
                from,
                to,
            }) => {
                new.visit_operands(isa, |operand| {
                    operands.push(operand);
                    allocs.push(Allocation::reg(match operand.kind() {
                        OperandKind::Use => from,
                        OperandKind::Def => to,
                    }));
                });
                code.insts[n] = new;
            }
        }
        operand_starts.push(operands.len() as u32);
    }
    code.operands = operands;
    code.operand_starts = operand_starts;
    output.allocs = allocs;
    output.inst_alloc_offsets = alloc_offsets;
    output.edits.extend(moves);
    // Stable: what was there before an instruction stays before it.
    output.edits.sort_by_key(|(point, _)| *point);
}
