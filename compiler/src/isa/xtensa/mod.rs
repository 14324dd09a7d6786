//! Xtensa, little-endian: the ISA of the ESP32, ESP32-S2 and ESP32-S3 (LX6, LX7) and of the emulated `de233_fpu` core.
//!
//! The table and its fields, registers and their roles, instruction selection by topic, and what emission needs: the same
//! files as every ISA. [`Xtensa`] ties them together for the shared machinery.

pub mod abi;
mod constant;
mod emit;
pub mod fields;
mod isel;
pub mod regs;
mod relax;
mod seq;
mod stub;
pub mod table;

use std::sync::{Arc, LazyLock};

use regalloc2::{MachineEnv, PReg, PRegSet, VReg};
use smallvec::SmallVec;

use crate::ir::{Inst, Signature, TrapKind, Type, Value};
use crate::isa::row::{Decoder, Row};
use crate::mach::abi::RegisterFile;
use crate::mach::backend::{Expansion, FinalTarget, HiddenState, Reserved};
use crate::mach::{
    Asm, Backend, CodegenError, CondBranch, Constant, CountedLoops, FArg, FInst, Frame, FrameRef,
    Label, Lower, MInst, Op,
};
use crate::target::{Ext, HostAbi, Target};

/// Decodes Xtensa instructions.
pub static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(table::ROWS));

/// The back end for one Xtensa core.
#[derive(Debug)]
pub struct Xtensa {
    target: &'static Target,
    env: MachineEnv,
    env_with_scratch: MachineEnv,
}

impl Xtensa {
    /// The back end for a target, which must be an Xtensa core.
    pub fn new(target: &'static Target) -> Self {
        Self {
            target,
            env: abi::machine_env(false, target.hard_f32()),
            env_with_scratch: abi::machine_env(true, target.hard_f32()),
        }
    }

    /// The core.
    pub fn target(&self) -> &'static Target {
        self.target
    }

    fn has(&self, ext: Ext) -> bool {
        self.target.has(ext)
    }

    fn hard_float(&self) -> bool {
        self.target.hard_f32()
    }
}

impl Backend for Xtensa {
    fn name(&self) -> &'static str {
        self.target.name
    }

    fn has_option(&self, option: Ext) -> bool {
        self.has(option)
    }

    fn rows(&self) -> &'static [Row] {
        table::ROWS
    }

    fn machine_env(&self, reserved: Reserved) -> &MachineEnv {
        if reserved.scratch {
            &self.env_with_scratch
        } else {
            &self.env
        }
    }

    fn frame_scratch(&self) -> PReg {
        abi::FRAME_SCRATCH
    }

    fn max_frame_offset(&self) -> u32 {
        emit::MAX_WORD_OFFSET as u32
    }

    fn arg_registers(&self) -> &RegisterFile {
        &abi::ARGUMENTS
    }

    fn tail_call_register(&self) -> PReg {
        abi::A8
    }

    fn call_clobbers(&self) -> PRegSet {
        abi::call_clobbers()
    }

    fn callee_saved(&self) -> &'static [PReg] {
        abi::CALLEE_SAVED
    }

    fn code_align(&self) -> u32 {
        4
    }

    fn lower_inst(&self, ctx: &mut Lower<'_>, inst: Inst) -> Result<(), CodegenError> {
        isel::lower_inst(self, ctx, inst)
    }

    fn lower_cond(&self, ctx: &mut Lower<'_>, cond: Value, negate: bool) -> CondBranch {
        isel::branch_if(self, ctx, cond, negate)
    }

    fn lower_out_of_range(&self, ctx: &mut Lower<'_>, index: Value, count: u32) -> CondBranch {
        isel::branch_if_not_below(self, ctx, index, count)
    }

    fn br_table_temps(&self) -> usize {
        1
    }

    fn lower_class_move(&self, ctx: &mut Lower<'_>, from: VReg, to: VReg, _ty: Type) {
        isel::move_between_classes(self, ctx, from, to);
    }

    fn lower_frame_store(&self, ctx: &mut Lower<'_>, from: VReg, place: FrameRef) {
        isel::store_to_frame(ctx, from, place);
    }

    fn lower_frame_load(&self, ctx: &mut Lower<'_>, to: VReg, place: FrameRef) {
        isel::load_from_frame(ctx, to, place);
    }

    fn seq_name(&self, seq: u16) -> &'static str {
        seq::Seq::from_number(seq).name()
    }

    fn emit_move(&self, asm: &mut Asm, from: PReg, to: PReg) {
        emit::copy(asm, from, to);
    }

    fn emit_spill(&self, asm: &mut Asm, _frame: &Frame, from: PReg, offset: i32) {
        emit::frame_word(asm, false, from, offset, abi::FRAME_SCRATCH);
    }

    fn emit_reload(&self, asm: &mut Asm, _frame: &Frame, to: PReg, offset: i32) {
        emit::frame_word(asm, true, to, offset, abi::FRAME_SCRATCH);
    }

    fn emit_large_frame_access(&self, asm: &mut Asm, _frame: &Frame, inst: FInst, offset: i32) {
        if let Some(&FArg::Val(reg)) = inst.args.first() {
            let op = relax::op_of(inst.op);
            emit::far_access(asm, op, reg, offset, abi::FRAME_SCRATCH);
        }
    }

    fn prologue_scratch(&self, _frame: &Frame) -> PRegSet {
        PRegSet::empty().with(abi::A8).with(abi::A9)
    }

    fn emit_prologue(&self, asm: &mut Asm, frame: &Frame) {
        emit::prologue(asm, frame);
    }

    fn emit_epilogue(&self, asm: &mut Asm, frame: &Frame, tail: Option<&FinalTarget>) {
        emit::epilogue(asm, frame, tail);
    }

    fn emit_call(&self, asm: &mut Asm, target: &FinalTarget) {
        emit::call(asm, target);
    }

    fn emit_jump(&self, asm: &mut Asm, label: Label) {
        asm.branch(table::Op::J, &[], label);
    }

    fn emit_br_table(
        &self,
        asm: &mut Asm,
        index: PReg,
        temps: &[PReg],
        targets: &[Label],
        small: bool,
    ) {
        emit::br_table(asm, index, temps[0], targets, small);
    }

    fn emit_trap(&self, asm: &mut Asm, kind: TrapKind) {
        asm.push(relax::trap_call(kind));
    }

    fn expand(&self, asm: &mut Asm, seq: &Expansion<'_>) {
        seq::expand(asm, seq);
    }

    fn calls_host_directly(&self, import: &str, _sig: &Signature) -> bool {
        self.target.host_abi == HostAbi::Call0 && stub::conventions_agree(import)
    }

    fn emit_import_stub(&self, asm: &mut Asm, import: &Arc<str>, sig: &Signature) {
        stub::import_stub(asm, self.target.host_abi, import, sig);
    }

    fn counted_loops(&self) -> Option<&'static CountedLoops> {
        let has_both = self.has(Ext::Loop) && self.has(Ext::Density);
        has_both.then_some(&emit::COUNTED_LOOPS)
    }

    fn hidden_state(&self, inst: &FInst) -> HiddenState {
        relax::shift_amount_after(inst)
    }

    fn invert(&self, op: Op) -> Option<Op> {
        relax::opposite(relax::op_of(op)).map(Op::from)
    }

    fn constant(&self, inst: &MInst, held: Option<&Constant>) -> Option<Constant> {
        constant::of(inst, held)
    }

    fn add_instead(&self, inst: &MInst, more: i32) -> Option<MInst> {
        constant::add_instead(inst, more)
    }

    fn equal_to(&self, cond: &CondBranch, taken: bool) -> Option<u32> {
        constant::equal_to(cond, taken)
    }

    fn compress(&self, inst: &FInst) -> Option<FInst> {
        self.has(Ext::Density)
            .then(|| relax::narrow(inst))
            .flatten()
    }

    fn relax(&self, inst: &FInst, level: u8) -> Option<SmallVec<[FInst; 1]>> {
        relax::form(inst, level, self.has(Ext::Density))
    }

    fn trap_in_place(&self, inst: &FInst, kind: TrapKind) -> Option<SmallVec<[FInst; 1]>> {
        relax::trap_in_place(inst, kind, self.has(Ext::Density))
    }
}

#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod tests;
