//! Shifts and rotates. Those by a register set SAR directly before they use it, so that SAR is never live longer.

use regalloc2::VReg;

use super::super::table::Op;
use super::{Isel, reg};
use crate::ir::{BinaryOp, Value};
use crate::mach::Arg;

impl Isel<'_, '_> {
    /// A shift or rotate.
    pub fn shift(&mut self, op: BinaryOp, d: VReg, [x, amount]: [Value; 2]) {
        match self.ctx.const_of(amount) {
            Some(n) => {
                let x = self.ctx.use_reg(x);
                self.shift_by_constant(op, d, x, n & 31);
            }
            None => {
                let (x, amount) = (self.ctx.use_reg(x), self.ctx.use_reg(amount));
                self.shift_by_register(op, d, x, amount);
            }
        }
    }

    fn shift_by_constant(&mut self, op: BinaryOp, d: VReg, x: VReg, n: i32) {
        if n == 0 {
            return self.copy(d, x);
        }
        match op {
            BinaryOp::Ishl => self.shift_left(d, x, n),
            BinaryOp::Sshr => self.rri(Op::Srai, d, x, n),
            BinaryOp::Ushr => self.shift_right(d, x, n),
            BinaryOp::Rotl => self.rotate(d, x, 32 - n),
            _ => self.rotate(d, x, n),
        }
    }

    /// `d = x << n`, `n` below 32.
    pub fn shift_left(&mut self, d: VReg, x: VReg, n: i32) {
        match n {
            0 => self.copy(d, x),
            1 => self.rrr(Op::Add, d, x, x),
            _ => self.rri(Op::Slli, d, x, n),
        }
    }

    /// `d = x >> n` unsigned, `n` from 1 to 31: `srli` reaches 15, `extui` does the rest.
    pub fn shift_right(&mut self, d: VReg, x: VReg, n: i32) {
        match n {
            1..=15 => self.rri(Op::Srli, d, x, n),
            _ => {
                let (from, bits) = (Arg::Imm(n), Arg::Imm(32 - n));
                self.ctx.row(Op::Extui, [reg(d), reg(x), from, bits]);
            }
        }
    }

    /// Rotates right: a funnel shift of the register beside itself.
    fn rotate(&mut self, d: VReg, x: VReg, n: i32) {
        self.ctx.row(Op::Ssai, [Arg::Imm(n)]);
        self.rrr(Op::Src, d, x, x);
    }

    /// `ssl` sets SAR to 32 less the amount, `ssr` to the amount, both modulo 32 as wasm wants it.
    fn shift_by_register(&mut self, op: BinaryOp, d: VReg, x: VReg, amount: VReg) {
        let left = matches!(op, BinaryOp::Ishl | BinaryOp::Rotl);
        let set = if left { Op::Ssl } else { Op::Ssr };
        self.ctx.row(set, [reg(amount)]);
        match op {
            BinaryOp::Ishl => self.rr(Op::Sll, d, x),
            BinaryOp::Ushr => self.rr(Op::Srl, d, x),
            BinaryOp::Sshr => self.rr(Op::Sra, d, x),
            _ => self.rrr(Op::Src, d, x, x),
        }
    }
}
