//! Table instructions with physical registers, labels and literals; relaxation and encoding.
//!
//! Each instruction with a [`FArg::Label`] starts in its shortest form; sizes are summed, every branch that does not
//! reach grows to its next form ([`Backend::relax`]), and so on until all reach. Forms only grow, so this ends.

mod loops;

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use super::CodegenError;
use super::backend::{Backend, HiddenState};
use super::vcode::Op;
use crate::ir::{SourceLoc, TrapKind};
use crate::isa::row::{self, Role};
use crate::object::module::{Code, Literal, Reloc, RelocKind, RelocTarget};

pub(super) use loops::LoopStart;
use loops::Padding;

/// A place in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(u32);

/// An operand of a final instruction.
#[derive(Clone, Debug, PartialEq)]
pub enum FArg {
    /// A register number or immediate, in the row's units.
    Val(i32),
    /// A PC-relative operand: a label of this function.
    Label(Label),
    /// In a relaxed form: the instruction after the form (to branch over the rest of it).
    Next,
    /// Filled in by the linker.
    Sym {
        /// How.
        kind: RelocKind,
        /// The symbol.
        symbol: Arc<str>,
        /// Added to its address.
        addend: i32,
    },
    /// The n-th literal of the function.
    Literal(u32),
}

/// A table instruction with physical registers.
#[derive(Clone, Debug, PartialEq)]
pub struct FInst {
    /// The row.
    pub op: Op,
    /// Its operands, in the row's order.
    pub args: SmallVec<[FArg; 4]>,
}

impl FInst {
    /// An instruction with plain numbers as operands.
    pub fn new(op: impl Into<Op>, values: &[i32]) -> Self {
        let args = values.iter().map(|&v| FArg::Val(v)).collect();
        Self {
            op: op.into(),
            args,
        }
    }

    /// The numbers of all operands, if they are all plain.
    pub fn values(&self) -> Option<SmallVec<[i32; 6]>> {
        self.args
            .iter()
            .map(|arg| match arg {
                FArg::Val(v) => Some(*v),
                _ => None,
            })
            .collect()
    }

    fn label(&self) -> Option<Label> {
        self.args.iter().find_map(|arg| match arg {
            FArg::Label(label) => Some(*label),
            _ => None,
        })
    }
}

#[derive(Debug)]
enum Item {
    /// An instruction without a label; [`Asm::finish`] replaces it by its shortest encoding.
    Inst(FInst, SourceLoc),
    /// An instruction with a label.
    Branch(Box<Branch>),
    Bind(Label),
    /// A word of a jump table: the address of the label.
    TableWord(Label, SourceLoc),
    /// Raw bytes to a multiple of 4, never executed.
    Align4,
    /// A no-op, where the loop that starts behind needs one.
    LoopPadding(Padding),
    /// What was there is not needed.
    Nothing,
}

/// Why and in which items each trap stub traps.
type Stubs = FxHashMap<Label, (TrapKind, Range<usize>)>;

/// A branch and the form it has now.
#[derive(Debug)]
struct Branch {
    inst: FInst,
    target: Label,
    form: SmallVec<[FInst; 1]>,
    level: u8,
    loc: SourceLoc,
}

/// A jump table whose entries are jumps, all of one size.
#[derive(Debug)]
struct JumpTable {
    /// The item that multiplies the index by the size, and what it is when the entries are no longer in their first form.
    scale: usize,
    wide: FInst,
    entries: Range<usize>,
}

/// So many stubs of a kind are shorter if they share the jump to the trap routine.
const SHARED_STUBS: usize = 3;

/// A trap stub to be written after the body.
#[derive(Debug)]
struct TrapStub {
    label: Label,
    kind: TrapKind,
    loc: SourceLoc,
}

/// Collects the code of one function.
#[derive(Debug, Default)]
pub struct Asm {
    name: Arc<str>,
    items: Vec<Item>,
    labels: u32,
    literals: Vec<Literal>,
    literal_index: FxHashMap<Literal, u32>,
    /// Literals that are addresses of labels: [`Literal::CodeOffset`] with the label's number until encoding.
    label_literals: Vec<u32>,
    stubs: Vec<TrapStub>,
    tables: Vec<JumpTable>,
    loc: SourceLoc,
    /// Bytes of stack the function takes.
    pub frame_size: u32,
}

impl Asm {
    /// Empty code for the function of that symbol.
    pub fn new(name: Arc<str>) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// What follows belongs to that wasm offset.
    pub fn set_loc(&mut self, loc: SourceLoc) {
        self.loc = loc;
    }

    /// A label to be bound later.
    pub fn new_label(&mut self) -> Label {
        self.labels += 1;
        Label(self.labels - 1)
    }

    /// Places a label here.
    pub fn bind(&mut self, label: Label) {
        self.items.push(Item::Bind(label));
    }

    /// Appends an instruction.
    pub fn push(&mut self, inst: FInst) {
        let loc = self.loc;
        self.items.push(match inst.label() {
            None => Item::Inst(inst, loc),
            Some(target) => {
                let form = SmallVec::new();
                Item::Branch(Box::new(Branch {
                    inst,
                    target,
                    form,
                    level: 0,
                    loc,
                }))
            }
        });
    }

    /// Appends an instruction with plain numbers as operands.
    pub fn inst(&mut self, op: impl Into<Op>, values: &[i32]) {
        self.push(FInst::new(op, values));
    }

    /// Appends an instruction whose last operand is a label.
    pub fn branch(&mut self, op: impl Into<Op>, values: &[i32], label: Label) {
        let mut inst = FInst::new(op, values);
        inst.args.push(FArg::Label(label));
        self.push(inst);
    }

    /// The operand that loads a literal; equal literals share a word.
    pub fn literal(&mut self, literal: Literal) -> FArg {
        let next = self.literals.len() as u32;
        let index = *self.literal_index.entry(literal.clone()).or_insert(next);
        if index == next {
            self.literals.push(literal);
        }
        FArg::Literal(index)
    }

    /// The operand that loads the address of a label.
    pub fn label_literal(&mut self, label: Label) -> FArg {
        let index = self.literals.len() as u32;
        self.literals.push(Literal::CodeOffset(label.0));
        self.label_literals.push(index);
        FArg::Literal(index)
    }

    /// A label for a stub, written after the body, that traps for that reason at the current wasm offset.
    pub fn trap_stub(&mut self, kind: TrapKind) -> Label {
        let label = self.new_label();
        self.stubs.push(TrapStub {
            label,
            kind,
            loc: self.loc,
        });
        label
    }

    /// A word of a jump table: the address of `target`.
    pub fn table_word(&mut self, target: Label) {
        self.items.push(Item::TableWord(target, self.loc));
    }

    /// A jump through a table of jumps, `entries`, each with a label, which have the same size: that of the first form, for which `narrow`
    /// scales the index, or all that of the second, for which `wide` does. `between` goes from there to the table.
    pub fn jump_table(
        &mut self,
        [narrow, wide]: [FInst; 2],
        between: &[FInst],
        entries: impl Iterator<Item = FInst>,
    ) {
        let scale = self.items.len();
        self.push(narrow);
        between.iter().for_each(|inst| self.push(inst.clone()));
        let first = self.items.len();
        entries.for_each(|entry| self.push(entry));
        self.tables.push(JumpTable {
            scale,
            wide,
            entries: first..self.items.len(),
        });
    }

    /// Pads with bytes that are never executed to a multiple of 4.
    pub fn align4(&mut self) {
        self.items.push(Item::Align4);
    }

    /// Writes the stubs, relaxes, encodes.
    ///
    /// # Errors
    /// An operand out of range or a branch that cannot reach.
    pub fn finish(mut self, isa: &dyn Backend) -> Result<Code, CodegenError> {
        self.drop_repeated_state(isa);
        let stubs = self.write_stubs(isa);
        for item in &mut self.items {
            match item {
                Item::Inst(inst, _) => {
                    if let Some(shorter) = isa.compress(inst) {
                        *inst = shorter;
                    }
                }
                Item::Branch(branch) => {
                    let form = isa.relax(&branch.inst, 0);
                    branch.form = form.unwrap_or_else(|| smallvec![branch.inst.clone()]);
                }
                _ => {}
            }
        }
        self.measure_first_instructions(isa);
        let offsets = self.relax(isa, &stubs)?;
        self.encode(isa, &offsets)
    }

    /// Drops an instruction that sets hidden state to what it is already: the same as before with the same registers, none of them
    /// written since, in straight code.
    fn drop_repeated_state(&mut self, isa: &dyn Backend) {
        let mut last: Option<FInst> = None;
        for item in &mut self.items {
            let inst = match item {
                Item::Inst(inst, _) => inst,
                Item::Branch(_) | Item::Nothing => continue,
                Item::Bind(_) | Item::TableWord(..) | Item::Align4 | Item::LoopPadding(_) => {
                    last = None;
                    continue;
                }
            };
            match isa.hidden_state(inst) {
                HiddenState::Set if last.as_ref() == Some(inst) => *item = Item::Nothing,
                HiddenState::Set => last = Some(inst.clone()),
                HiddenState::Lost => last = None,
                HiddenState::Kept => {
                    last = last.filter(|last| !writes_operand_of(isa, inst, last));
                }
            }
        }
    }

    /// Writes the trap stubs. Where a near call is shorter than a call of the trap routine, the stubs of a kind call one jump there:
    /// the return address still tells which it was.
    fn write_stubs(&mut self, isa: &dyn Backend) -> Stubs {
        let stubs = std::mem::take(&mut self.stubs);
        let mut shared: Vec<(TrapKind, Label)> = Vec::new();
        let mut written = FxHashMap::default();
        for stub in &stubs {
            self.set_loc(stub.loc);
            self.bind(stub.label);
            let first = self.items.len();
            let same = stubs.iter().filter(|other| other.kind == stub.kind);
            if isa.shares_traps() && same.take(SHARED_STUBS).count() == SHARED_STUBS {
                let known = shared.iter().find(|(kind, _)| *kind == stub.kind);
                let label = known.map(|&(_, label)| label);
                let label = label.unwrap_or_else(|| {
                    let label = self.new_label();
                    shared.push((stub.kind, label));
                    label
                });
                isa.emit_trap_call(self, label);
            } else {
                isa.emit_trap(self, stub.kind);
            }
            written.insert(stub.label, (stub.kind, first..self.items.len()));
        }
        self.set_loc(SourceLoc::NONE);
        for (kind, label) in shared {
            self.bind(label);
            isa.emit_trap_jump(self, kind);
        }
        written
    }

    /// Grows branches until all reach; the result is each label's offset. A branch that would have to jump to its trap stub
    /// traps in place if the ISA can, and the stub, which is its alone, is dropped.
    fn relax(&mut self, isa: &dyn Backend, stubs: &Stubs) -> Result<Vec<u32>, CodegenError> {
        loop {
            let labels = self.label_offsets(isa);
            let mut grew = false;
            let mut unused = Vec::new();
            let mut at = 0;
            for item in &mut self.items {
                let start = at;
                at += size_of(item, at, isa);
                let Item::Branch(branch) = item else {
                    continue;
                };
                let target = labels[branch.target.0 as usize];
                if form_reaches(&branch.form, start, target, at, isa) {
                    continue;
                }
                branch.level += 1;
                let longer = isa.relax(&branch.inst, branch.level);
                let in_place = (stubs.get(&branch.target))
                    .filter(|_| longer.as_ref().is_none_or(|form| form.len() > 1))
                    .and_then(|(kind, stub)| Some((isa.trap_in_place(&branch.inst, *kind)?, stub)));
                if let Some((form, stub)) = in_place {
                    branch.form = form;
                    unused.push(stub.clone());
                } else {
                    branch.form = longer.ok_or_else(|| CodegenError::FunctionTooLarge {
                        function: self.name.to_string(),
                        distance: i64::from(target) - i64::from(start),
                    })?;
                }
                grew = true;
            }
            for stub in unused {
                self.items[stub].fill_with(|| Item::Nothing);
            }
            self.widen_tables(isa);
            if !grew {
                return Ok(labels);
            }
        }
    }

    /// Where an entry of a jump table has grown, so do the others.
    fn widen_tables(&mut self, isa: &dyn Backend) {
        let grown = |item: &Item| matches!(item, Item::Branch(branch) if branch.level > 0);
        let items = &mut self.items;
        self.tables.retain(|table| {
            if !items[table.entries.clone()].iter().any(grown) {
                return true;
            }
            for item in &mut items[table.entries.clone()] {
                if let Item::Branch(branch) = item
                    && branch.level == 0
                    && let Some(form) = isa.relax(&branch.inst, 1)
                {
                    branch.level = 1;
                    branch.form = form;
                }
            }
            if let Item::Inst(scale, _) = &mut items[table.scale] {
                *scale = isa.compress(&table.wide).unwrap_or(table.wide.clone());
            }
            false
        });
    }

    fn label_offsets(&self, isa: &dyn Backend) -> Vec<u32> {
        let mut labels = vec![u32::MAX; self.labels as usize];
        let mut at = 0;
        for item in &self.items {
            if let Item::Bind(label) = item {
                labels[label.0 as usize] = at;
            }
            at += size_of(item, at, isa);
        }
        labels
    }

    fn encode(mut self, isa: &dyn Backend, labels: &[u32]) -> Result<Code, CodegenError> {
        for &index in &self.label_literals {
            if let Literal::CodeOffset(offset) = &mut self.literals[index as usize] {
                *offset = labels[*offset as usize];
            }
        }
        let mut out = Encoder {
            isa,
            function: self.name.clone(),
            labels,
            bytes: Vec::new(),
            relocs: Vec::new(),
            lines: Vec::new(),
        };
        for item in &self.items {
            out.item(item)?;
        }
        let Encoder {
            bytes,
            relocs,
            lines,
            ..
        } = out;
        Ok(Code {
            display_name: self.name.to_string(),
            name: self.name,
            bytes,
            align: isa.code_align(),
            relocs,
            literals: self.literals,
            lines,
            frame_size: self.frame_size,
        })
    }
}

/// Whether an instruction writes a register that another one reads.
fn writes_operand_of(isa: &dyn Backend, inst: &FInst, reader: &FInst) -> bool {
    let registers = |inst: &FInst, wanted: fn(Role) -> bool| -> SmallVec<[(row::Bank, FArg); 4]> {
        let row = &isa.rows()[inst.op as usize];
        (row.operands.iter().zip(&inst.args))
            .filter(|(operand, _)| wanted(operand.role))
            .filter_map(|(operand, arg)| Some((operand.field.bank()?, arg.clone())))
            .collect()
    };
    let written = registers(inst, |role| matches!(role, Role::Def | Role::Mod));
    let read = registers(reader, |role| matches!(role, Role::Use | Role::Mod));
    written.iter().any(|reg| read.contains(reg))
}

/// Whether every PC-relative operand of the form is in range.
fn form_reaches(form: &[FInst], start: u32, target: u32, end: u32, isa: &dyn Backend) -> bool {
    let mut at = start;
    form.iter().all(|inst| {
        let row = &isa.rows()[inst.op as usize];
        let to = match inst.args.last() {
            Some(FArg::Label(_)) => target,
            Some(FArg::Next) => end,
            _ => {
                at += u32::from(row.pattern.size);
                return true;
            }
        };
        let fits = row::pcrel_fits(row, pc_distance(row, at, to));
        at += u32::from(row.pattern.size);
        fits
    })
}

/// The operand value of a PC-relative field at `at` for a target: the distance from the row's base.
fn pc_distance(row: &row::Row, at: u32, target: u32) -> i32 {
    let base = row
        .operands
        .iter()
        .find_map(|operand| match operand.field.codec {
            row::Codec::PcRel { base, .. } => Some(base.address(at)),
            _ => None,
        });
    target.wrapping_sub(base.unwrap_or(at)) as i32
}

fn size_of(item: &Item, at: u32, isa: &dyn Backend) -> u32 {
    let size = |inst: &FInst| u32::from(isa.rows()[inst.op as usize].pattern.size);
    match item {
        Item::Inst(inst, _) => size(inst),
        Item::Branch(branch) => branch.form.iter().map(size).sum(),
        Item::Bind(_) | Item::Nothing => 0,
        Item::TableWord(..) => 4,
        Item::Align4 => at.next_multiple_of(4) - at,
        Item::LoopPadding(padding) => padding.size(at, isa),
    }
}

struct Encoder<'a> {
    isa: &'a dyn Backend,
    function: Arc<str>,
    labels: &'a [u32],
    bytes: Vec<u8>,
    relocs: Vec<Reloc>,
    lines: Vec<(u32, SourceLoc)>,
}

impl Encoder<'_> {
    fn item(&mut self, item: &Item) -> Result<(), CodegenError> {
        let at = self.bytes.len() as u32;
        let size = size_of(item, at, self.isa);
        match item {
            Item::Inst(inst, loc) => {
                self.line(*loc);
                self.inst(inst, at + size)?;
            }
            Item::Branch(branch) => {
                self.line(branch.loc);
                for inst in &branch.form {
                    self.inst(inst, at + size)?;
                }
            }
            Item::Bind(_) | Item::Nothing => {}
            Item::TableWord(target, loc) => {
                self.line(*loc);
                self.relocs.push(Reloc {
                    offset: at,
                    kind: RelocKind::Abs32,
                    target: RelocTarget::Symbol(self.function.clone()),
                    addend: self.labels[target.0 as usize] as i32,
                });
                self.bytes.extend([0; 4]);
            }
            Item::Align4 => self.bytes.resize((at + size) as usize, 0),
            Item::LoopPadding(_) if size == 0 => {}
            Item::LoopPadding(padding) => self.inst(&padding.no_op(), at + size)?,
        }
        Ok(())
    }

    fn line(&mut self, loc: SourceLoc) {
        if self.lines.last().is_none_or(|&(_, last)| last != loc) {
            self.lines.push((self.bytes.len() as u32, loc));
        }
    }

    fn inst(&mut self, inst: &FInst, form_end: u32) -> Result<(), CodegenError> {
        let at = self.bytes.len() as u32;
        let row = &self.isa.rows()[inst.op as usize];
        debug_assert!(
            self.isa.has_option(row.ext),
            "{}: {} has no `{}`",
            self.function,
            self.isa.name(),
            row.name
        );
        let mut values = SmallVec::<[i32; 6]>::new();
        for arg in &inst.args {
            values.push(match arg {
                FArg::Val(v) => *v,
                FArg::Label(label) => pc_distance(row, at, self.labels[label.0 as usize]),
                FArg::Next => pc_distance(row, at, form_end),
                FArg::Sym {
                    kind,
                    symbol,
                    addend,
                } => {
                    let target = RelocTarget::Symbol(symbol.clone());
                    self.relocs.push(Reloc {
                        offset: at,
                        kind: *kind,
                        target,
                        addend: *addend,
                    });
                    0
                }
                FArg::Literal(n) => {
                    let target = RelocTarget::Literal(*n);
                    let kind = RelocKind::XtensaL32r;
                    self.relocs.push(Reloc {
                        offset: at,
                        kind,
                        target,
                        addend: 0,
                    });
                    // Any word in reach: the linker decides where the literal is.
                    -4
                }
            });
        }
        let encoded = row::encode(row, &values).map_err(|reason| CodegenError::Encoding {
            function: self.function.to_string(),
            instruction: row.name.to_string(),
            reason,
        })?;
        self.bytes
            .extend_from_slice(&encoded.word.to_le_bytes()[..encoded.size as usize]);
        Ok(())
    }
}
