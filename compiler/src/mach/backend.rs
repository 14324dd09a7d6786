//! What an ISA gives to the shared machinery.

use std::sync::Arc;

use regalloc2::{MachineEnv, PReg, PRegSet, VReg};
use smallvec::SmallVec;

use super::CodegenError;
use super::abi::{Frame, RegisterFile};
use super::asm::{Asm, FInst, Label};
use super::counted::CountedLoops;
use super::lower::Lower;
use super::vcode::{CondBranch, MInst, Op};
use crate::ir::{Function, Inst, Signature, TrapKind, Type, Value};
use crate::isa::row::Row;
use crate::target::Ext;

/// A call's target after register allocation.
#[derive(Clone, Debug, PartialEq)]
pub enum FinalTarget {
    /// A symbol.
    Symbol(Arc<str>),
    /// An address in a register.
    Reg(PReg),
}

/// A back end. Methods are grouped by the stage that calls them.
pub trait Backend: Sync {
    // ---- facts -------------------------------------------------------------------------------

    /// The ISA's name in messages.
    fn name(&self) -> &'static str;
    /// Whether the core has an optional part of the ISA: only then its rows are emitted.
    fn has_option(&self, option: Ext) -> bool;
    /// The instruction table; an [`Op`] is an index into it.
    fn rows(&self) -> &'static [Row];
    /// The registers the allocator may use.
    fn machine_env(&self, reserved: Reserved) -> &MachineEnv;
    /// The register for large frame offsets.
    fn frame_scratch(&self) -> PReg;
    /// The largest sp offset that a spill or save can encode; larger frames get the scratch register.
    fn max_frame_offset(&self) -> u32;
    /// Argument and result registers of the wasm convention.
    fn arg_registers(&self) -> &RegisterFile;
    /// The register a tail call of an address uses: not an argument, not callee-saved.
    fn tail_call_register(&self) -> PReg;
    /// Registers that a call destroys.
    fn call_clobbers(&self) -> PRegSet;
    /// Callee-saved registers in the order they are saved.
    fn callee_saved(&self) -> &'static [PReg];
    /// Alignment of a function in bytes.
    fn code_align(&self) -> u32;

    // ---- instruction selection: called with blocks and instructions walked backwards ----------

    /// Selects instructions for one non-terminator that is not a call or a `trapif`, emitting them in execution order through `ctx`.
    ///
    /// # Errors
    /// [`CodegenError::NoInstruction`] for an operation that must not get here.
    fn lower_inst(&self, ctx: &mut Lower<'_>, inst: Inst) -> Result<(), CodegenError>;
    /// Selects a conditional branch that is taken if `cond` is not zero (or, with `negate`, is zero). May emit
    /// instructions before it, and may look through the compare that defines `cond`.
    fn lower_cond(&self, ctx: &mut Lower<'_>, cond: Value, negate: bool) -> CondBranch;
    /// A branch that is taken if `index >= count` unsigned.
    fn lower_out_of_range(&self, ctx: &mut Lower<'_>, index: Value, count: u32) -> CondBranch;
    /// How many integer scratch registers [`Self::emit_br_table`] wants.
    fn br_table_temps(&self) -> usize;
    /// Copies a value of type `ty` from a register of one class to one of the other: how a float gets into and out
    /// of an integer argument register.
    fn lower_class_move(&self, ctx: &mut Lower<'_>, from: VReg, to: VReg, ty: Type);
    /// Stores a register to a place in the frame.
    fn lower_frame_store(&self, ctx: &mut Lower<'_>, from: VReg, place: super::FrameRef);
    /// Loads a register from a place in the frame.
    fn lower_frame_load(&self, ctx: &mut Lower<'_>, to: VReg, place: super::FrameRef);
    /// The name of an expansion in dumps.
    fn seq_name(&self, seq: u16) -> &'static str;

    // ---- emission: physical registers ----------------------------------------------------------

    /// Copies between registers of one class.
    fn emit_move(&self, asm: &mut Asm, from: PReg, to: PReg);
    /// Stores a register at an offset from sp.
    fn emit_spill(&self, asm: &mut Asm, frame: &Frame, from: PReg, offset: i32);
    /// Loads a register from an offset from sp.
    fn emit_reload(&self, asm: &mut Asm, frame: &Frame, to: PReg, offset: i32);
    /// An instruction with an sp offset too large for it: the same effect with `frame.scratch`.
    fn emit_large_frame_access(&self, asm: &mut Asm, frame: &Frame, inst: FInst, offset: i32);
    /// Registers that the prologue may use besides sp and those it saves.
    fn prologue_scratch(&self, frame: &Frame) -> PRegSet;
    /// Takes the frame, checks the stack limit, saves registers.
    fn emit_prologue(&self, asm: &mut Asm, frame: &Frame);
    /// Restores registers, gives the frame back, returns or goes to `tail` (whose register, if any, is never a callee-saved one).
    fn emit_epilogue(&self, asm: &mut Asm, frame: &Frame, tail: Option<&FinalTarget>);
    /// A call.
    fn emit_call(&self, asm: &mut Asm, target: &FinalTarget);
    /// An unconditional jump inside the function.
    fn emit_jump(&self, asm: &mut Asm, label: Label);
    /// A jump through a table in the code, `index < targets.len()`. `small`: rather in few bytes than in few instructions executed.
    fn emit_br_table(
        &self,
        asm: &mut Asm,
        index: PReg,
        temps: &[PReg],
        targets: &[Label],
        small: bool,
    );
    /// The body of a trap stub: a call of the trap routine that leaves the site's address in the return register.
    fn emit_trap(&self, asm: &mut Asm, kind: TrapKind);
    /// Whether a call within the function is shorter than one of a trap routine.
    fn shares_traps(&self) -> bool {
        false
    }
    /// Calls what [`Self::emit_trap_jump`] writes at a label.
    fn emit_trap_call(&self, _asm: &mut Asm, _to: Label) {
        unreachable!("this ISA's stubs share nothing");
    }
    /// Jumps to the trap routine; the return address stays.
    fn emit_trap_jump(&self, _asm: &mut Asm, _kind: TrapKind) {
        unreachable!("this ISA's stubs share nothing");
    }
    /// Writes the instructions of an expansion. `regs` are its operands' registers in order.
    fn expand(&self, asm: &mut Asm, seq: &Expansion<'_>);
    /// Whether wasm code may call an imported host function by its symbol, which spells its type, the conventions being the same.
    fn calls_host_directly(&self, import: &str, sig: &Signature) -> bool;
    /// The code of `M.func.N` for an imported function: wasm convention in, host convention out. Where these are the same, a jump.
    fn emit_import_stub(&self, asm: &mut Asm, import: &Arc<str>, sig: &Signature);
    /// What registers should hold throughout the code of a module: of these functions, whose memory has that address. None if
    /// there are no registers for it.
    fn choose_pinned(
        &self,
        _functions: &[&Function],
        _address: &Arc<str>,
    ) -> Option<super::Pinned> {
        None
    }
    /// Sets the pinned registers and goes to `function`.
    fn emit_entry(&self, _asm: &mut Asm, _function: &Arc<str>, _pinned: &super::Pinned) {
        unreachable!("this ISA pins nothing");
    }
    /// The opposite of a conditional branch row (same operands), if there is one.
    fn invert(&self, op: Op) -> Option<Op>;
    /// What the core counts loops with, if it can.
    fn counted_loops(&self) -> Option<&'static CountedLoops> {
        None
    }

    /// What an instruction does to state outside the registers that the ISA sets before use (Xtensa's shift amount).
    fn hidden_state(&self, _inst: &FInst) -> HiddenState {
        HiddenState::Kept
    }

    // ---- constants after allocation -------------------------------------------------------------

    /// The constant that an instruction puts into the register it writes, if it does nothing else and needs no register, or only one that
    /// holds the constant `held`.
    fn constant(&self, inst: &MInst, held: Option<&Constant>) -> Option<Constant>;
    /// Instead of an instruction that makes a constant: one that adds `more` to what a register holds, if that is worth it.
    fn add_instead(&self, inst: &MInst, more: i32) -> Option<MInst>;
    /// The number that the first register a branch reads must hold where it is taken, or where it is not.
    fn equal_to(&self, cond: &CondBranch, taken: bool) -> Option<u32>;

    // ---- relaxation -----------------------------------------------------------------------------

    /// A shorter encoding of the same instruction, if its operands allow one. Not called for labels' sizes: an
    /// instruction with a label goes through [`Self::relax`].
    fn compress(&self, inst: &FInst) -> Option<FInst>;
    /// The n-th form of an instruction with a label, shortest first; `None` when there are no more. In a form, the operand
    /// [`super::FArg::Next`] means the end of the form.
    fn relax(&self, inst: &FInst, level: u8) -> Option<SmallVec<[FInst; 1]>>;
    /// A form of a conditional branch to a trap stub that needs no stub: it traps in place. `None` if a jump to the stub is
    /// no longer.
    fn trap_in_place(&self, _inst: &FInst, _kind: TrapKind) -> Option<SmallVec<[FInst; 1]>> {
        None
    }
}

/// What a register can hold that is the same whenever the code runs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// A number.
    Number(u32),
    /// The address of a symbol, and what is added to it.
    Address(Arc<str>, i32),
    /// That address but for the part that the instruction which completes it adds.
    Upper(Arc<str>, i32),
}

impl Constant {
    /// The constant that is this plus a number; none if that is known to the linker alone.
    pub fn plus(&self, number: i32) -> Option<Self> {
        match self {
            Self::Number(n) => Some(Self::Number(n.wrapping_add_signed(number))),
            Self::Address(symbol, n) => Some(Self::Address(symbol.clone(), n.checked_add(number)?)),
            Self::Upper(..) => None,
        }
    }

    /// How much more this is than another constant, modulo 2^32.
    pub fn less(&self, other: &Self) -> Option<i32> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => Some(a.wrapping_sub(*b) as i32),
            (Self::Address(symbol, a), Self::Address(other, b)) => {
                (symbol == other).then(|| a.wrapping_sub(*b))
            }
            _ => None,
        }
    }
}

/// What a function needs registers for that the allocator then does not give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reserved {
    /// Offsets from sp that no instruction has room for.
    pub scratch: bool,
    /// Calls, where they rely on some register.
    pub calls: bool,
    /// [`super::Pinned::inner`].
    pub inner: bool,
}

/// What [`Backend::hidden_state`] answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenState {
    /// It stays as it is.
    Kept,
    /// The instruction does nothing but set it, from its operands.
    Set,
    /// It is not known afterwards.
    Lost,
}

/// What [`Backend::expand`] gets.
#[derive(Clone, Debug)]
pub struct Expansion<'a> {
    /// The ISA's number for the sequence.
    pub seq: u16,
    /// The registers of its operands, in order.
    pub regs: &'a [PReg],
    /// Its immediates.
    pub imms: &'a [i32],
    /// The symbol it names.
    pub symbol: Option<&'a (Arc<str>, i32)>,
}
