//! Instruction selection: Tinsmith IR to Xtensa instructions with virtual registers, by topic.
//!
//! On entry every operation computes words or, with the floating-point option, binary32. What a core has no
//! instruction or short sequence for is refused by name: lowering must have made it a call of the runtime.

mod arith;
mod bits;
mod compare;
mod constant;
mod divide;
mod float;
mod memory;
mod shift;

use regalloc2::{RegClass, VReg};

use super::Xtensa;
use super::table::Op;
use crate::ir::{BinaryOp, Inst, InstData, UnaryOp};
use crate::mach::{Arg, CodegenError, Lower, MInst};

pub use compare::{branch_if, branch_if_not_below};
pub use memory::{load_from_frame, store_to_frame};

/// Instruction selection at work: the shared services and the core's options.
pub struct Isel<'c, 'f> {
    /// The shared services.
    pub ctx: &'c mut Lower<'f>,
    /// The core.
    pub isa: &'c Xtensa,
}

/// A register operand.
pub fn reg(reg: VReg) -> Arg {
    Arg::Reg(reg)
}

impl Isel<'_, '_> {
    /// A fresh address register.
    pub fn temp(&mut self) -> VReg {
        self.ctx.temp(RegClass::Int)
    }

    /// A fresh floating-point register.
    pub fn float_temp(&mut self) -> VReg {
        self.ctx.temp(RegClass::Float)
    }

    /// `op d, x, y`
    pub fn rrr(&mut self, op: Op, d: VReg, x: VReg, y: VReg) {
        self.ctx.row(op, [reg(d), reg(x), reg(y)]);
    }

    /// `op d, x`
    pub fn rr(&mut self, op: Op, d: VReg, x: VReg) {
        self.ctx.row(op, [reg(d), reg(x)]);
    }

    /// `op d, x, number`
    pub fn rri(&mut self, op: Op, d: VReg, x: VReg, number: i32) {
        self.ctx.row(op, [reg(d), reg(x), Arg::Imm(number)]);
    }

    /// `op t, x, y` with a fresh address register t.
    pub fn rrr_temp(&mut self, op: Op, x: VReg, y: VReg) -> VReg {
        let d = self.temp();
        self.rrr(op, d, x, y);
        d
    }

    /// `op t, x` with a fresh address register t.
    pub fn rr_temp(&mut self, op: Op, x: VReg) -> VReg {
        let d = self.temp();
        self.rr(op, d, x);
        d
    }

    /// `op t, x, number` with a fresh address register t.
    pub fn rri_temp(&mut self, op: Op, x: VReg, number: i32) -> VReg {
        let d = self.temp();
        self.rri(op, d, x, number);
        d
    }

    /// `op d:=before, x, y`: d keeps `before` where the instruction does not write it.
    pub fn modify(&mut self, op: Op, d: VReg, before: VReg, x: VReg, y: VReg) {
        let d = Arg::Mod {
            input: before,
            output: d,
        };
        self.ctx.row(op, [d, reg(x), reg(y)]);
    }

    /// Copies a register; the allocator makes one register of the two where it can.
    pub fn copy(&mut self, d: VReg, x: VReg) {
        self.ctx.emit(MInst::Copy { from: x, to: d });
    }

    /// Selects instructions for an operation; the answer is whether the core can do it.
    fn select(&mut self, inst: Inst) -> bool {
        let d = self.ctx.func().results(inst).first().copied();
        let d = d.map(|_| self.ctx.def_reg(inst));
        match (self.ctx.func().inst(inst), d) {
            (InstData::Iconst(n), Some(d)) => self.constant(d, *n),
            (InstData::Fconst(bits), Some(d)) => self.float_constant(d, *bits),
            (InstData::SymbolAddr { symbol, offset }, Some(d)) => {
                self.symbol_address(d, *symbol, *offset);
            }
            (&InstData::Unary { op, arg }, Some(d)) => return self.unary(op, d, arg),
            (&InstData::Binary { op, args }, Some(d)) => return self.binary(op, d, args),
            (&InstData::Icmp { cc, args }, Some(d)) => self.icmp(d, cc, args),
            (&InstData::Fcmp { cc, args }, Some(d)) => self.fcmp(d, cc, args),
            (
                &InstData::Select {
                    cond,
                    if_true,
                    if_false,
                },
                Some(d),
            ) => self.select_value(d, cond, if_true, if_false),
            (InstData::Load { .. }, Some(d)) => self.load(d, inst),
            (InstData::Store { .. }, None) => self.store(inst),
            _ => return false,
        }
        true
    }

    fn unary(&mut self, op: UnaryOp, d: VReg, arg: crate::ir::Value) -> bool {
        match op {
            UnaryOp::Clz
            | UnaryOp::Ctz
            | UnaryOp::Popcnt
            | UnaryOp::Sext8
            | UnaryOp::Sext16
            | UnaryOp::Bswap => self.bits(op, d, arg),
            _ => self.isa.hard_float() && self.float_unary(op, d, arg),
        }
    }

    fn binary(&mut self, op: BinaryOp, d: VReg, args: [crate::ir::Value; 2]) -> bool {
        match op {
            BinaryOp::Ishl | BinaryOp::Ushr | BinaryOp::Sshr | BinaryOp::Rotl | BinaryOp::Rotr => {
                self.shift(op, d, args)
            }
            BinaryOp::Fadd
            | BinaryOp::Fsub
            | BinaryOp::Fmul
            | BinaryOp::Fdiv
            | BinaryOp::Fmin
            | BinaryOp::Fmax
            | BinaryOp::Fcopysign => {
                return self.isa.hard_float() && self.float_binary(op, d, args);
            }
            _ => return self.integer(op, d, args),
        }
        true
    }
}

/// Selects instructions for one operation.
///
/// # Errors
/// [`CodegenError::NoInstruction`] if the core cannot do it.
pub fn lower_inst(isa: &Xtensa, ctx: &mut Lower<'_>, inst: Inst) -> Result<(), CodegenError> {
    if (Isel { ctx, isa }).select(inst) {
        Ok(())
    } else {
        Err(ctx.no_instruction(inst))
    }
}

/// Copies the bits between an address and a floating-point register.
pub fn move_between_classes(isa: &Xtensa, ctx: &mut Lower<'_>, from: VReg, to: VReg) {
    let op = match to.class() {
        RegClass::Float => Op::Wfr,
        _ => Op::Rfr,
    };
    (Isel { ctx, isa }).rr(op, to, from);
}
