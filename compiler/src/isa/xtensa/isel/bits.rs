//! Counting, extending and reversing.

use regalloc2::VReg;

use super::super::table::Op;
use super::{Isel, reg};
use crate::ir::{UnaryOp, Value};
use crate::mach::Arg;
use crate::target::Ext;

impl Isel<'_, '_> {
    /// A unary operation on words; false if the core cannot do it.
    pub fn bits(&mut self, op: UnaryOp, d: VReg, x: Value) -> bool {
        if matches!(op, UnaryOp::Clz | UnaryOp::Ctz) && !self.isa.has(Ext::Nsa) {
            return false;
        }
        let x = self.ctx.use_reg(x);
        match op {
            UnaryOp::Clz => self.rr(Op::Nsau, d, x),
            UnaryOp::Ctz => self.count_trailing_zeros(d, x),
            UnaryOp::Popcnt => self.population_count(d, x),
            UnaryOp::Sext8 => self.sign_extend(d, x, 7),
            UnaryOp::Sext16 => self.sign_extend(d, x, 15),
            _ => self.reverse_bytes(d, x),
        }
        true
    }

    /// Extends the sign at bit `sign`.
    pub fn sign_extend(&mut self, d: VReg, x: VReg, sign: i32) {
        if self.isa.has(Ext::Sext) {
            return self.rri(Op::Sext, d, x, sign);
        }
        let t = self.rri_temp(Op::Slli, x, 31 - sign);
        self.rri(Op::Srai, d, t, 31 - sign);
    }

    /// `32 - clz((x - 1) & !x)`; the mask is computed as `((x - 1) | x) ^ x`.
    fn count_trailing_zeros(&mut self, d: VReg, x: VReg) {
        let t = self.rri_temp(Op::Addi, x, -1);
        let t = self.rrr_temp(Op::Or, t, x);
        let below = self.rrr_temp(Op::Xor, t, x);
        let leading = self.rr_temp(Op::Nsau, below);
        let width = self.constant_temp(32);
        self.rrr(Op::Sub, d, width, leading);
    }

    /// Sums of 2, 4 and 8 bits, then the sum of bytes in the top byte of a product; shifts and adds without a multiplier.
    fn population_count(&mut self, d: VReg, x: VReg) {
        let by2 = self.constant_temp(0x5555_5555);
        let t = self.rri_temp(Op::Srli, x, 1);
        let t = self.rrr_temp(Op::And, t, by2);
        let x = self.rrr_temp(Op::Sub, x, t);
        let by4 = self.constant_temp(0x3333_3333);
        let t = self.rri_temp(Op::Srli, x, 2);
        let t = self.rrr_temp(Op::And, t, by4);
        let x = self.rrr_temp(Op::And, x, by4);
        let x = self.rrr_temp(Op::Add, x, t);
        let t = self.rri_temp(Op::Srli, x, 4);
        let x = self.rrr_temp(Op::Add, x, t);
        let by8 = self.constant_temp(0x0f0f_0f0f);
        let x = self.rrr_temp(Op::And, x, by8);
        let t = self.rri_temp(Op::Slli, x, 8);
        let x = self.rrr_temp(Op::Add, x, t);
        let t = self.rri_temp(Op::Slli, x, 16);
        let x = self.rrr_temp(Op::Add, x, t);
        self.shift_right(d, x, 24);
    }

    /// Funnel shifts by a byte: of bytes 3210, `0032`, `2321`, `1232` and `0123`.
    fn reverse_bytes(&mut self, d: VReg, x: VReg) {
        self.ctx.row(Op::Ssai, [Arg::Imm(8)]);
        let t = self.temp();
        let (from, bits) = (Arg::Imm(16), Arg::Imm(16));
        self.ctx.row(Op::Extui, [reg(t), reg(x), from, bits]);
        let t = self.rrr_temp(Op::Src, t, x);
        let t = self.rrr_temp(Op::Src, t, t);
        self.rrr(Op::Src, d, x, t);
    }
}
