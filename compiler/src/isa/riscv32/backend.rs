//! What this ISA gives to the shared machinery.

use std::sync::Arc;

use regalloc2::{MachineEnv, PReg, PRegSet, RegClass, VReg};
use smallvec::SmallVec;

use super::regs::{RA, ZERO};
use super::table::{Op, ROWS};
use super::{constant, encoding, frame, isel, pins, regs, seq, stub};
use crate::ir::{Function, Inst, Signature, TrapKind, Type, Value};
use crate::isa::row::Row;
use crate::mach::abi::{Frame, RegisterFile};
use crate::mach::backend::{Expansion, FinalTarget, Reserved};
use crate::mach::{
    Arg, Asm, Backend, CodegenError, CondBranch, Constant, FInst, FrameRef, Label, Lower, MInst,
    Pinned, vcode,
};
use crate::target::{Ext, Target};

/// The RISC-V back end for one target.
#[derive(Debug)]
pub struct Riscv32 {
    target: &'static Target,
    /// By what is reserved: inner address, calls, scratch register.
    envs: [[[MachineEnv; 2]; 2]; 2],
}

const NO_YES: [bool; 2] = [false, true];

impl Riscv32 {
    /// The back end for a RISC-V target.
    pub fn new(target: &'static Target) -> Self {
        Self {
            target,
            envs: NO_YES.map(|inner| {
                NO_YES.map(|calls| {
                    NO_YES.map(|scratch| {
                        regs::machine_env(Reserved {
                            scratch,
                            calls,
                            inner,
                        })
                    })
                })
            }),
        }
    }
}

impl Backend for Riscv32 {
    fn name(&self) -> &'static str {
        self.target.name
    }

    fn has_option(&self, option: Ext) -> bool {
        self.target.has(option)
    }

    fn rows(&self) -> &'static [Row] {
        ROWS
    }

    fn machine_env(&self, reserved: Reserved) -> &MachineEnv {
        let Reserved {
            scratch,
            calls,
            inner,
        } = reserved;
        &self.envs[usize::from(inner)][usize::from(calls)][usize::from(scratch)]
    }

    fn frame_scratch(&self) -> PReg {
        regs::FRAME_SCRATCH
    }

    fn max_frame_offset(&self) -> u32 {
        2047
    }

    fn arg_registers(&self) -> &RegisterFile {
        if self.target.hard_f32() {
            &regs::HARD_FLOAT_ARGS
        } else {
            &regs::SOFT_FLOAT_ARGS
        }
    }

    fn tail_call_register(&self) -> PReg {
        regs::TAIL_CALL
    }

    fn call_clobbers(&self) -> PRegSet {
        regs::call_clobbers()
    }

    fn callee_saved(&self) -> &'static [PReg] {
        regs::CALLEE_SAVED
    }

    fn code_align(&self) -> u32 {
        4
    }

    fn lower_inst(&self, ctx: &mut Lower<'_>, inst: Inst) -> Result<(), CodegenError> {
        isel::lower_inst(self.target, ctx, inst)
    }

    fn lower_cond(&self, ctx: &mut Lower<'_>, cond: Value, negate: bool) -> CondBranch {
        isel::condition(self.target, ctx, cond, negate)
    }

    fn lower_out_of_range(&self, ctx: &mut Lower<'_>, index: Value, count: u32) -> CondBranch {
        isel::lower_out_of_range(ctx, index, count)
    }

    fn br_table_temps(&self) -> usize {
        2
    }

    fn lower_class_move(&self, ctx: &mut Lower<'_>, from: VReg, to: VReg, _ty: Type) {
        let op = match to.class() {
            RegClass::Float => Op::FmvWX,
            _ => Op::FmvXW,
        };
        ctx.row(op, [to, from].map(Arg::Reg));
    }

    fn lower_frame_store(&self, ctx: &mut Lower<'_>, from: VReg, place: FrameRef) {
        isel::frame_access(ctx, from, place, true);
    }

    fn lower_frame_load(&self, ctx: &mut Lower<'_>, to: VReg, place: FrameRef) {
        isel::frame_access(ctx, to, place, false);
    }

    fn seq_name(&self, seq: u16) -> &'static str {
        seq::name(seq)
    }

    fn emit_move(&self, asm: &mut Asm, from: PReg, to: PReg) {
        frame::emit_move(asm, from, to);
    }

    fn emit_spill(&self, asm: &mut Asm, frame: &Frame, from: PReg, offset: i32) {
        frame::emit_store(asm, frame, from, offset);
    }

    fn emit_reload(&self, asm: &mut Asm, frame: &Frame, to: PReg, offset: i32) {
        frame::emit_load(asm, frame, to, offset);
    }

    fn emit_large_frame_access(&self, asm: &mut Asm, frame: &Frame, inst: FInst, offset: i32) {
        frame::emit_large_access(asm, frame, inst, offset);
    }

    fn prologue_scratch(&self, frame: &Frame) -> PRegSet {
        frame::prologue_scratch(frame)
    }

    fn emit_prologue(&self, asm: &mut Asm, frame: &Frame) {
        frame::emit_prologue(asm, frame);
    }

    fn emit_epilogue(&self, asm: &mut Asm, frame: &Frame, tail: Option<&FinalTarget>) {
        frame::emit_epilogue(asm, frame, tail);
    }

    fn emit_call(&self, asm: &mut Asm, target: &FinalTarget) {
        frame::emit_transfer(asm, regs::RA, target);
    }

    fn emit_jump(&self, asm: &mut Asm, label: Label) {
        frame::emit_jump(asm, label);
    }

    fn emit_br_table(
        &self,
        asm: &mut Asm,
        index: PReg,
        temps: &[PReg],
        targets: &[Label],
        _small: bool,
    ) {
        frame::emit_br_table(asm, self.target, index, temps, targets);
    }

    fn emit_trap(&self, asm: &mut Asm, kind: TrapKind) {
        frame::emit_trap(asm, kind);
    }

    fn shares_traps(&self) -> bool {
        self.target.has(Ext::C)
    }

    fn emit_trap_call(&self, asm: &mut Asm, to: Label) {
        asm.branch(Op::Jal, &[RA], to);
    }

    fn emit_trap_jump(&self, asm: &mut Asm, kind: TrapKind) {
        frame::emit_trap_transfer(asm, ZERO, kind);
    }

    fn expand(&self, asm: &mut Asm, seq: &Expansion<'_>) {
        seq::expand(asm, seq);
    }

    fn calls_host_directly(&self, _import: &str, sig: &Signature) -> bool {
        stub::conventions_agree(self.arg_registers(), sig)
    }

    fn emit_import_stub(&self, asm: &mut Asm, import: &Arc<str>, sig: &Signature) {
        stub::emit_import_stub(asm, self.arg_registers(), import, sig);
    }

    fn choose_pinned(&self, functions: &[&Function], address: &Arc<str>) -> Option<Pinned> {
        Some(pins::choose(functions, address))
    }

    fn emit_entry(&self, asm: &mut Asm, function: &Arc<str>, pinned: &Pinned) {
        stub::emit_entry(asm, function, pinned);
    }

    fn invert(&self, op: vcode::Op) -> Option<vcode::Op> {
        encoding::invert(encoding::op_of(op)).map(Into::into)
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
        encoding::compress(self.target, inst)
    }

    fn relax(&self, inst: &FInst, level: u8) -> Option<SmallVec<[FInst; 1]>> {
        encoding::relax(self.target, inst, level)
    }
}
