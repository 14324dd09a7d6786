//! Tinsmith IR to virtual-register code: the walk, and the services instruction selection uses.
//!
//! Blocks are visited in postorder and instructions backwards, so every use is seen before its definition: an
//! instruction whose results nobody asked for ([`Lower::use_reg`]) and that has no effect is never selected. That is how a compare
//! fused into its branch, or a constant folded into an immediate, disappears.

use cranelift_entity::{EntityRef, SecondaryMap};
use regalloc2::{PReg, RegClass, VReg};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::abi::{ArgLoc, CallLocs, TailArea, class_of};
use super::backend::Backend;
use super::vcode::{Arg, CallTarget, CondBranch, FrameRef, MInst, Op, RegArg, VCode};
use super::{CodegenError, Pinned};
use crate::ir::{
    Block, BlockCall, Function, Inst, InstData, SourceLoc, Value, ValueDef, ValueList,
};

mod blocks;
mod loops;

use loops::Loops;

/// The state of a lowering; instruction selection works through it.
pub struct Lower<'a> {
    func: &'a Function,
    isa: &'a dyn Backend,
    pinned: Option<&'a Pinned>,
    value_regs: SecondaryMap<Value, Option<VReg>>,
    needed: SecondaryMap<Value, bool>,
    use_counts: SecondaryMap<Value, u32>,
    /// Where each instruction is.
    blocks: SecondaryMap<Inst, Option<Block>>,
    loops: Loops,
    /// The block being lowered.
    current: Block,
    vreg_count: usize,
    /// Instructions for the IR instruction at hand, in execution order.
    chunk: Vec<MInst>,
    outgoing_size: u32,
    /// The largest incoming area that a tail call needs, in bytes.
    tail_call_size: u32,
    has_calls: bool,
}

/// What a block's terminator became: the edges of the virtual-register block.
#[derive(Clone)]
struct LoweredBlock {
    insts: Vec<(MInst, SourceLoc)>,
    succs: Vec<BlockCall>,
    /// A `br_table` becomes a range check here and a block of its own.
    table: Option<(MInst, SourceLoc, Vec<BlockCall>)>,
}

/// Lowers a function.
///
/// # Errors
/// [`CodegenError::NoInstruction`] if the IR has an operation this ISA needs expanded before.
pub(super) fn lower(
    func: &Function,
    isa: &dyn Backend,
    pinned: Option<&Pinned>,
) -> Result<VCode, CodegenError> {
    let postorder = blocks::postorder(func);
    let mut ctx = Lower {
        func,
        isa,
        pinned,
        value_regs: SecondaryMap::new(),
        needed: SecondaryMap::new(),
        use_counts: func.count_reads(),
        blocks: blocks_of(func),
        loops: Loops::of(func, &postorder),
        current: func.entry(),
        vreg_count: 0,
        chunk: Vec::new(),
        outgoing_size: 0,
        tail_call_size: 0,
        has_calls: false,
    };
    let mut lowered = SecondaryMap::<Block, Option<LoweredBlock>>::new();
    for &block in &postorder {
        lowered[block] = Some(ctx.lower_block(block)?);
    }
    Ok(blocks::assemble(ctx, lowered))
}

fn blocks_of(func: &Function) -> SecondaryMap<Inst, Option<Block>> {
    let mut blocks = SecondaryMap::new();
    for &block in &func.layout {
        for &inst in &func.blocks[block].insts {
            blocks[inst] = Some(block);
        }
    }
    blocks
}

/// Services for instruction selection.
impl<'a> Lower<'a> {
    /// The function being lowered.
    pub fn func(&self) -> &'a Function {
        self.func
    }

    /// What the pinned registers hold.
    pub fn pinned(&self) -> Option<&'a Pinned> {
        self.pinned
    }

    /// The register that holds a value; marks the value as needed.
    pub fn use_reg(&mut self, value: Value) -> VReg {
        self.needed[value] = true;
        self.reg_of(value)
    }

    /// The register that an instruction must write its result to.
    pub fn def_reg(&mut self, inst: Inst) -> VReg {
        self.reg_of(self.func.result(inst))
    }

    /// A fresh register for an intermediate result.
    pub fn temp(&mut self, class: RegClass) -> VReg {
        self.vreg_count += 1;
        VReg::new(self.vreg_count - 1, class)
    }

    /// The number, if the value is an integer constant.
    pub fn const_of(&self, value: Value) -> Option<i32> {
        match self.def_of(value)? {
            InstData::Iconst(n) => Some(*n),
            _ => None,
        }
    }

    /// The instruction that defines a value, unless it is a block parameter.
    pub fn def_of(&self, value: Value) -> Option<&'a InstData> {
        match self.func.def(value) {
            ValueDef::Result(inst, _) => Some(self.func.inst(inst)),
            ValueDef::Param(..) => None,
        }
    }

    /// Like [`Self::def_of`], if the value has just one use: computing it at that use instead costs nothing.
    pub fn sole_use_def(&self, value: Value) -> Option<&'a InstData> {
        (self.use_counts[value] == 1)
            .then(|| self.def_of(value))
            .flatten()
    }

    /// Like [`Self::sole_use_def`], if the value is also defined in the block being lowered: computing it at its use does
    /// not move it into a loop.
    pub fn sole_local_def(&self, value: Value) -> Option<&'a InstData> {
        let ValueDef::Result(inst, _) = self.func.def(value) else {
            return None;
        };
        (self.blocks[inst] == Some(self.current))
            .then(|| self.sole_use_def(value))
            .flatten()
    }

    /// How often a value is used.
    pub fn use_count(&self, value: Value) -> u32 {
        self.use_counts[value]
    }

    /// Emits a table instruction.
    pub fn row(&mut self, op: impl Into<Op>, args: impl IntoIterator<Item = Arg>) {
        let args = args.into_iter().collect();
        self.emit(MInst::Row {
            op: op.into(),
            args,
        });
    }

    /// Emits an expansion.
    pub fn seq(
        &mut self,
        seq: u16,
        regs: impl IntoIterator<Item = RegArg>,
        imms: impl IntoIterator<Item = i32>,
    ) {
        let regs = regs.into_iter().collect();
        let imms = imms.into_iter().collect();
        self.emit(MInst::Seq {
            seq,
            regs,
            imms,
            symbol: None,
        });
    }

    /// Emits any instruction.
    pub fn emit(&mut self, inst: MInst) {
        self.chunk.push(inst);
    }

    /// The error for an operation this ISA has no instruction for.
    pub fn no_instruction(&self, inst: Inst) -> CodegenError {
        CodegenError::NoInstruction {
            function: self.func.name.to_string(),
            op: format!("{:?}", self.func.inst(inst)),
            isa: self.isa.name(),
        }
    }

    fn reg_of(&mut self, value: Value) -> VReg {
        if let Some(reg) = self.value_regs[value] {
            return reg;
        }
        let reg = self.temp(class_of(self.func.ty(value)));
        self.value_regs[value] = Some(reg);
        reg
    }
}

/// The walk.
impl Lower<'_> {
    fn lower_block(&mut self, block: Block) -> Result<LoweredBlock, CodegenError> {
        self.current = block;
        let insts = &self.func.blocks[block].insts;
        let mut reversed = Vec::with_capacity(insts.len());
        let (&terminator, rest) = insts
            .split_last()
            .expect("verified: a block has a terminator");
        let (succs, table) = self.lower_terminator(terminator)?;
        self.flush(self.func.loc(terminator), &mut reversed);
        for &inst in rest.iter().rev() {
            let data = self.func.inst(inst);
            let needed = self.func.results(inst).iter().any(|&v| self.needed[v]);
            if !needed && !data.has_side_effect() {
                continue;
            }
            self.lower_one(inst, data)?;
            self.flush(self.func.loc(inst), &mut reversed);
        }
        if block == self.func.entry() {
            self.lower_args();
            self.flush(SourceLoc::NONE, &mut reversed);
        }
        reversed.reverse();
        let table = table.map(|(inst, succs)| (inst, self.func.loc(terminator), succs));
        Ok(LoweredBlock {
            insts: reversed,
            succs,
            table,
        })
    }

    fn flush(&mut self, loc: SourceLoc, reversed: &mut Vec<(MInst, SourceLoc)>) {
        reversed.extend(self.chunk.drain(..).rev().map(|inst| (inst, loc)));
    }

    fn lower_one(&mut self, inst: Inst, data: &InstData) -> Result<(), CodegenError> {
        match data {
            InstData::Call { symbol, sig, args } => {
                let target = CallTarget::Symbol(self.func.symbols[*symbol].name.clone());
                self.lower_call(inst, target, &self.func.signatures[*sig], args);
            }
            InstData::CallIndirect { callee, sig, args } => {
                let target = CallTarget::Reg(self.use_reg(*callee));
                self.lower_call(inst, target, &self.func.signatures[*sig], args);
            }
            InstData::TrapIf { cond, kind } => {
                let cond = self.isa.lower_cond(self, *cond, false);
                self.emit(MInst::TrapIf { cond, kind: *kind });
            }
            _ => self.isa.lower_inst(self, inst)?,
        }
        Ok(())
    }

    /// Register parameters arrive together in the first instruction; stack parameters are loaded after it.
    fn lower_args(&mut self) {
        let locs = self.own_locs();
        let params = &self.func.blocks[self.func.entry()].params;
        let place = |word| FrameRef::Incoming(locs.arg_offset(word));
        self.lower_received(params, &locs.args.locs, place, |defs| MInst::Args { defs });
    }

    /// Where this function's own arguments and results are.
    fn own_locs(&self) -> CallLocs {
        CallLocs::new(self.isa.arg_registers(), &self.func.signature)
    }

    fn lower_call(
        &mut self,
        inst: Inst,
        target: CallTarget,
        sig: &crate::ir::Signature,
        args: &ValueList,
    ) {
        let locs = CallLocs::new(self.isa.arg_registers(), sig);
        self.has_calls = true;
        self.outgoing_size = self.outgoing_size.max(locs.stack_size());
        let uses = self.lower_passed(args, &locs.args.locs, |word| {
            FrameRef::Outgoing(locs.arg_offset(word))
        });
        let results = self.func.results(inst);
        let place = |word| FrameRef::Outgoing(locs.result_offset(word));
        self.lower_received(results, &locs.results.locs, place, |defs| MInst::Call {
            target,
            uses,
            defs,
        });
    }

    /// Emits the instruction after which values are where a convention puts them (it defines the registers), then moves
    /// those that are in the other class of register and loads those on the stack.
    fn lower_received(
        &mut self,
        values: &[Value],
        locs: &[ArgLoc],
        place: impl Fn(u32) -> FrameRef,
        instruction: impl FnOnce(Vec<(VReg, PReg)>) -> MInst,
    ) {
        let (mut defs, mut moves, mut loads) = (Vec::new(), Vec::new(), Vec::new());
        for (&value, loc) in values.iter().zip(locs) {
            let reg = self.reg_of(value);
            match *loc {
                ArgLoc::Reg(preg) if preg.class() == reg.class() => defs.push((reg, preg)),
                ArgLoc::Reg(preg) => {
                    let arrived = self.temp(preg.class());
                    defs.push((arrived, preg));
                    moves.push((arrived, reg, self.func.ty(value)));
                }
                ArgLoc::Stack(word) => loads.push((reg, place(word))),
            }
        }
        self.emit(instruction(defs));
        for (from, to, ty) in moves {
            self.isa.lower_class_move(self, from, to, ty);
        }
        for (reg, place) in loads {
            self.isa.lower_frame_load(self, reg, place);
        }
    }

    /// Puts values where a convention wants them: stores the stack words, returns the registers.
    fn lower_passed(
        &mut self,
        values: &[Value],
        locs: &[ArgLoc],
        place: impl Fn(u32) -> FrameRef,
    ) -> Vec<(VReg, PReg)> {
        let mut uses = Vec::new();
        for (&value, loc) in values.iter().zip(locs) {
            let reg = self.use_reg(value);
            match *loc {
                ArgLoc::Reg(preg) if preg.class() == reg.class() => uses.push((reg, preg)),
                ArgLoc::Reg(preg) => {
                    let passed = self.temp(preg.class());
                    self.isa
                        .lower_class_move(self, reg, passed, self.func.ty(value));
                    uses.push((passed, preg));
                }
                ArgLoc::Stack(word) => self.isa.lower_frame_store(self, reg, place(word)),
            }
        }
        uses
    }
}

/// Edges of a terminator, and the block of its own a `br_table` needs.
type Edges = (Vec<BlockCall>, Option<(MInst, Vec<BlockCall>)>);

/// Terminators.
impl Lower<'_> {
    fn lower_terminator(&mut self, inst: Inst) -> Result<Edges, CodegenError> {
        let data = self.func.inst(inst);
        let mut edges = (Vec::new(), None);
        match data {
            InstData::Jump { dest } => {
                self.emit(MInst::Jump);
                edges.0.push(dest.clone());
            }
            InstData::BrIf {
                cond,
                then_dest,
                else_dest,
            } => {
                let cond = self.isa.lower_cond(self, *cond, false);
                self.emit(MInst::CondBr(cond));
                edges.0.extend([then_dest.clone(), else_dest.clone()]);
            }
            InstData::BrTable {
                index,
                targets,
                default,
            } => {
                edges = self.lower_br_table(*index, targets, default);
            }
            InstData::Return { args } => self.lower_return(args),
            InstData::ReturnCall { symbol, sig, args } => {
                let target = CallTarget::Symbol(self.func.symbols[*symbol].name.clone());
                self.lower_tail_call(target, &self.func.signatures[*sig], args);
            }
            InstData::ReturnCallIndirect { callee, sig, args } => {
                let target = CallTarget::Reg(self.use_reg(*callee));
                self.lower_tail_call(target, &self.func.signatures[*sig], args);
            }
            InstData::Trap { kind } => self.emit(MInst::Trap { kind: *kind }),
            _ => return Err(self.no_instruction(inst)),
        }
        for succ in edges
            .0
            .iter()
            .chain(edges.1.iter().flat_map(|(_, succs)| succs))
        {
            succ.args.iter().for_each(|&v| {
                self.use_reg(v);
            });
        }
        Ok(edges)
    }

    fn lower_br_table(
        &mut self,
        index: Value,
        targets: &[BlockCall],
        default: &BlockCall,
    ) -> Edges {
        if targets.is_empty() {
            self.emit(MInst::Jump);
            return (vec![default.clone()], None);
        }
        let cond: CondBranch = self
            .isa
            .lower_out_of_range(self, index, targets.len() as u32);
        self.emit(MInst::CondBr(cond));
        let mut succs: Vec<BlockCall> = Vec::new();
        let mut numbers = FxHashMap::default();
        let targets = targets
            .iter()
            .map(|target| {
                *numbers.entry(target.clone()).or_insert_with(|| {
                    succs.push(target.clone());
                    succs.len() as u32 - 1
                })
            })
            .collect();
        let index = self.use_reg(index);
        let temps: SmallVec<_> = (0..self.isa.br_table_temps())
            .map(|_| self.temp(RegClass::Int))
            .collect();
        (
            vec![default.clone()],
            Some((
                MInst::BrTable {
                    index,
                    targets,
                    temps,
                },
                succs,
            )),
        )
    }

    fn lower_return(&mut self, args: &ValueList) {
        let locs = self.own_locs();
        let mut uses = self.lower_passed(args, &locs.results.locs, |word| {
            FrameRef::Incoming(locs.result_offset(word))
        });
        for ((reg, _), &value) in uses.iter_mut().zip(args) {
            if *reg == self.reg_of(value) && self.loops.copies_result(value) {
                let copy = self.temp(reg.class());
                self.emit(MInst::Copy {
                    from: *reg,
                    to: copy,
                });
                *reg = copy;
            }
        }
        self.emit(MInst::Return { uses });
    }

    /// The callee's stack area replaces ours. If it is the larger one, the prologue has seen to there being room.
    fn lower_tail_call(
        &mut self,
        target: CallTarget,
        sig: &crate::ir::Signature,
        args: &ValueList,
    ) {
        let locs = CallLocs::new(self.isa.arg_registers(), sig);
        self.tail_call_size = self.tail_call_size.max(locs.stack_size());
        let uses = self.lower_passed(args, &locs.args.locs, |word| {
            FrameRef::Incoming(locs.arg_offset(word))
        });
        self.emit(MInst::TailCall { target, uses });
    }

    /// The incoming area the prologue must move to, if tail calls need more than callers provide.
    fn tail_area(&self) -> Option<TailArea> {
        let locs = self.own_locs();
        (self.tail_call_size > locs.stack_size()).then(|| TailArea::new(&locs, self.tail_call_size))
    }
}

/// The IR's block number as an index for side tables.
fn index_of(block: Block) -> usize {
    block.index()
}
