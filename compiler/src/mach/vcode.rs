//! Instructions with virtual registers.
//!
//! On entry to register allocation: every virtual register has exactly one definition (a block parameter or an
//! instruction), edges from a block with several successors to a block with several predecessors do not exist,
//! and each block's last instruction is a terminator ([`MInst::is_terminator`]).

use std::fmt::Write;
use std::sync::Arc;

use regalloc2::{Operand, PReg, RegClass, VReg};
use smallvec::SmallVec;

use super::abi::TailArea;
use super::backend::Backend;
use crate::ir::{SourceLoc, TrapKind};
use crate::isa::row::Role;
use crate::object::module::{Literal, RelocKind};

/// An instruction of an ISA: the index of its row.
pub type Op = u16;

/// A place in the stack frame, an offset from sp known once the frame is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameRef {
    /// A byte offset in the area where this function puts its callees' stack arguments (from sp up).
    Outgoing(u32),
    /// A byte offset in the area where this function's own stack arguments are (above its frame).
    Incoming(u32),
}

/// An operand of a table instruction, in the row's order.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A virtual register; the row says whether it is read or written.
    Reg(VReg),
    /// A register that is read and written: `input` before, `output` after.
    Mod {
        /// The value read.
        input: VReg,
        /// The value written, to the same register.
        output: VReg,
    },
    /// A physical register by number, outside the allocator's care (sp, zero, a boolean register).
    Fixed(u8),
    /// An immediate, in the row's units.
    Imm(i32),
    /// An immediate that is an offset from sp.
    Frame(FrameRef),
    /// An immediate the linker fills in.
    Sym {
        /// How.
        kind: RelocKind,
        /// The symbol.
        symbol: Arc<str>,
        /// Added to its address.
        addend: i32,
    },
    /// The PC-relative operand of a literal load.
    Literal(Literal),
}

/// A register operand of an expansion: a virtual register with the constraint on its location.
pub type RegArg = Operand;

/// What a call goes to.
#[derive(Clone, Debug, PartialEq)]
pub enum CallTarget {
    /// A symbol.
    Symbol(Arc<str>),
    /// An address in a register.
    Reg(VReg),
}

/// A conditional branch of the ISA, without its target: row and operands up to the label.
#[derive(Clone, Debug, PartialEq)]
pub struct CondBranch {
    /// The row; its last operand is the PC-relative target.
    pub op: Op,
    /// The operands before the target.
    pub args: SmallVec<[Arg; 4]>,
}

/// A machine instruction before register allocation.
#[derive(Clone, Debug, PartialEq)]
pub enum MInst {
    /// One instruction of the table.
    Row {
        /// Which.
        op: Op,
        /// Its operands.
        args: SmallVec<[Arg; 4]>,
    },
    /// A fixed sequence of instructions the allocator sees as one; [`Backend::expand`] writes it.
    Seq {
        /// The ISA's number for it.
        seq: u16,
        /// Its registers with their constraints.
        regs: SmallVec<[RegArg; 4]>,
        /// Its immediates.
        imms: SmallVec<[i32; 2]>,
        /// The symbol it names, if any.
        symbol: Option<(Arc<str>, i32)>,
    },
    /// A register is copied to another of its class.
    Copy {
        /// What is read.
        from: VReg,
        /// What is written.
        to: VReg,
    },
    /// The function's register arguments appear here; first instruction of the entry block.
    Args {
        /// Values and the registers they arrive in.
        defs: Vec<(VReg, PReg)>,
    },
    /// A call; clobbers the caller-saved registers.
    Call {
        /// Whom.
        target: CallTarget,
        /// Register arguments.
        uses: Vec<(VReg, PReg)>,
        /// Register results.
        defs: Vec<(VReg, PReg)>,
    },
    /// Restore the frame and return.
    Return {
        /// Register results.
        uses: Vec<(VReg, PReg)>,
    },
    /// Restore the frame and jump to another function.
    TailCall {
        /// Whom.
        target: CallTarget,
        /// Register arguments.
        uses: Vec<(VReg, PReg)>,
    },
    /// Go to the only successor.
    Jump,
    /// Go to the first successor if the branch is taken, else to the second.
    CondBr(CondBranch),
    /// Go to the successor that `targets` names for the selector.
    BrTable {
        /// The selector, known to be less than the length of `targets`.
        index: VReg,
        /// Per selector, the number of the successor.
        targets: Vec<u32>,
        /// Scratch registers the ISA asked for.
        temps: SmallVec<[VReg; 2]>,
    },
    /// Trap if the branch is taken.
    TrapIf {
        /// When.
        cond: CondBranch,
        /// Why.
        kind: TrapKind,
    },
    /// Always trap; a terminator.
    Trap {
        /// Why.
        kind: TrapKind,
    },
    /// What was here is not needed; only after allocation.
    Nothing,
}

impl MInst {
    /// Whether it ends a block.
    pub fn is_terminator(&self) -> bool {
        self.is_branch() || self.is_exit()
    }

    /// Whether it goes on in another block of the function.
    pub fn is_branch(&self) -> bool {
        matches!(self, Self::Jump | Self::CondBr(_) | Self::BrTable { .. })
    }

    /// Whether it leaves the function.
    pub fn is_exit(&self) -> bool {
        matches!(
            self,
            Self::Return { .. } | Self::TailCall { .. } | Self::Trap { .. }
        )
    }

    /// Calls `f` on each register operand, in the order in which allocations are handed out again.
    pub fn visit_operands(&self, isa: &dyn Backend, mut f: impl FnMut(Operand)) {
        match self {
            Self::Row { op, args } => visit_row(isa, *op, args, f),
            Self::CondBr(cond) | Self::TrapIf { cond, .. } => {
                visit_row(isa, cond.op, &cond.args, f);
            }
            Self::Seq { regs, .. } => regs.iter().copied().for_each(f),
            Self::Copy { from, to } => {
                f(Operand::reg_use(*from));
                f(Operand::reg_def(*to));
            }
            Self::Args { defs } => fixed_defs(defs, f),
            Self::Call { target, uses, defs } => {
                visit_target(target, &mut f);
                fixed_uses(uses, &mut f);
                fixed_defs(defs, f);
            }
            Self::TailCall { target, uses } => {
                if let CallTarget::Reg(reg) = target {
                    f(Operand::reg_fixed_use(*reg, isa.tail_call_register()));
                }
                fixed_uses(uses, f);
            }
            Self::Return { uses } => fixed_uses(uses, f),
            Self::BrTable { index, temps, .. } => {
                f(Operand::reg_use(*index));
                temps.iter().for_each(|&t| f(Operand::reg_temp(t)));
            }
            Self::Jump | Self::Trap { .. } | Self::Nothing => {}
        }
    }
}

fn visit_target(target: &CallTarget, f: &mut impl FnMut(Operand)) {
    if let CallTarget::Reg(reg) = target {
        f(Operand::reg_use(*reg));
    }
}

fn fixed_uses(uses: &[(VReg, PReg)], mut f: impl FnMut(Operand)) {
    uses.iter()
        .for_each(|&(v, p)| f(Operand::reg_fixed_use(v, p)));
}

fn fixed_defs(defs: &[(VReg, PReg)], mut f: impl FnMut(Operand)) {
    defs.iter()
        .for_each(|&(v, p)| f(Operand::reg_fixed_def(v, p)));
}

/// Derives the constraints of a table instruction from its row. A `Mod` operand is a use and a definition
/// that must share a register: the uses come first so that the definition can name its use by position.
fn visit_row(isa: &dyn Backend, op: Op, args: &[Arg], mut f: impl FnMut(Operand)) {
    let row = &isa.rows()[op as usize];
    let mut uses = 0;
    let mut reused = SmallVec::<[(VReg, usize); 1]>::new();
    for (arg, operand) in args.iter().zip(row.operands) {
        match (arg, operand.role) {
            (Arg::Reg(v), Role::Use) => f(Operand::reg_use(*v)),
            (Arg::Mod { input, output }, _) => {
                f(Operand::reg_use(*input));
                reused.push((*output, uses));
            }
            _ => continue,
        }
        uses += 1;
    }
    for (arg, operand) in args.iter().zip(row.operands) {
        if let (Arg::Reg(v), Role::Def) = (arg, operand.role) {
            f(Operand::reg_def(*v));
        }
    }
    for (output, index) in reused {
        f(Operand::reg_reuse_def(output, index));
    }
}

/// A block: a range of instructions and its edges.
#[derive(Clone, Debug, Default)]
pub struct VBlock {
    /// First instruction and one past the last.
    pub insts: (u32, u32),
    /// Successors in the order the terminator names them.
    pub succs: Vec<regalloc2::Block>,
    /// Predecessors.
    pub preds: Vec<regalloc2::Block>,
    /// Block parameters.
    pub params: Vec<VReg>,
    /// Per successor, the values of its parameters.
    pub succ_args: Vec<Vec<VReg>>,
    /// Placed at the end of the function.
    pub cold: bool,
}

/// A function in virtual registers.
#[derive(Clone, Debug, Default)]
pub struct VCode {
    /// The function's symbol.
    pub name: Arc<str>,
    /// Blocks in layout order; the first is the entry.
    pub blocks: Vec<VBlock>,
    /// All instructions, block after block.
    pub insts: Vec<MInst>,
    /// The wasm offset of each.
    pub locs: Vec<SourceLoc>,
    /// All register operands, instruction after instruction.
    pub operands: Vec<Operand>,
    /// For each instruction, its first operand; one more at the end.
    pub operand_starts: Vec<u32>,
    /// How many virtual registers there are.
    pub vreg_count: usize,
    /// Bytes of outgoing stack arguments and results of its calls.
    pub outgoing_size: u32,
    /// The incoming area its tail calls need, if they need more than its callers provide.
    pub tail_area: Option<TailArea>,
    /// Whether it calls anything.
    pub has_calls: bool,
    /// Whether a register has an address in the pinned symbol.
    pub pins_inner: bool,
}

impl VCode {
    /// The register class of a virtual register index in this code's text form.
    fn reg_name(v: VReg) -> String {
        let prefix = if v.class() == RegClass::Int { 'r' } else { 'f' };
        format!("{prefix}%{}", v.vreg())
    }

    /// Readable text: a line an instruction, for dumps and tests.
    pub fn to_string(&self, isa: &dyn Backend) -> String {
        let mut out = format!("{}:\n", self.name);
        for (n, block) in self.blocks.iter().enumerate() {
            let params: Vec<_> = block.params.iter().map(|&v| Self::reg_name(v)).collect();
            let _ = writeln!(out, "block{n}({}):", params.join(", "));
            for inst in &self.insts[block.insts.0 as usize..block.insts.1 as usize] {
                let _ = writeln!(out, "    {}", self.inst_text(inst, isa));
            }
            for (succ, args) in block.succs.iter().zip(&block.succ_args) {
                let args: Vec<_> = args.iter().map(|&v| Self::reg_name(v)).collect();
                let _ = writeln!(out, "      -> block{}({})", succ.index(), args.join(", "));
            }
        }
        out
    }

    fn inst_text(&self, inst: &MInst, isa: &dyn Backend) -> String {
        match inst {
            MInst::Row { op, args } | MInst::CondBr(CondBranch { op, args }) => {
                row_text(isa, *op, args)
            }
            MInst::TrapIf { cond, kind } => {
                format!(
                    "{} -> trap {}",
                    row_text(isa, cond.op, &cond.args),
                    kind.name()
                )
            }
            MInst::Seq {
                seq, regs, imms, ..
            } => {
                let regs: Vec<_> = regs.iter().map(|r| Self::reg_name(r.vreg())).collect();
                format!("{} {} {imms:?}", isa.seq_name(*seq), regs.join(", "))
            }
            other => format!("{other:?}"),
        }
    }
}

fn row_text(isa: &dyn Backend, op: Op, args: &[Arg]) -> String {
    let args: Vec<_> = args
        .iter()
        .map(|arg| match arg {
            Arg::Reg(v) => VCode::reg_name(*v),
            Arg::Mod { input, output } => {
                format!("{}:={}", VCode::reg_name(*output), VCode::reg_name(*input))
            }
            Arg::Fixed(n) => format!("#{n}"),
            Arg::Imm(n) => n.to_string(),
            Arg::Frame(place) => format!("{place:?}"),
            Arg::Sym { symbol, addend, .. } => format!("{symbol}+{addend}"),
            Arg::Literal(literal) => format!("{literal:?}"),
        })
        .collect();
    format!("{} {}", isa.rows()[op as usize].name, args.join(", "))
}
