//! binary32 arithmetic and conversions with the floating-point option.
//!
//! The FPU computes `madd.s` with one rounding, so products and sums are never contracted. It propagates NaNs quieted, does
//! not flush denormals, and saturates conversions to signed integers; what differs from wasm is fixed here.

use regalloc2::VReg;

use super::super::abi::COND;
use super::super::table::Op;
use super::{Isel, reg};
use crate::ir::{BinaryOp, UnaryOp, Value};
use crate::mach::Arg;
use crate::target::Ext;

impl Isel<'_, '_> {
    /// A unary operation; false if the core cannot do it.
    pub fn float_unary(&mut self, op: UnaryOp, d: VReg, x: Value) -> bool {
        let x = self.ctx.use_reg(x);
        match op {
            UnaryOp::Fneg => self.rr(Op::NegS, d, x),
            UnaryOp::Fabs => self.rr(Op::AbsS, d, x),
            UnaryOp::Fsqrt if self.isa.has(Ext::FpDivSqrt) => self.square_root(d, x),
            UnaryOp::Fceil => self.integral(Op::CeilS, d, x),
            UnaryOp::Ffloor => self.integral(Op::FloorS, d, x),
            UnaryOp::Ftrunc => self.integral(Op::TruncS, d, x),
            UnaryOp::Fnearest => self.integral(Op::RoundS, d, x),
            UnaryOp::FcvtFromS => self.rri(Op::FloatS, d, x, 0),
            UnaryOp::FcvtFromU => self.rri(Op::UfloatS, d, x, 0),
            UnaryOp::FcvtToSSat => self.signed(d, x),
            UnaryOp::FcvtToUSat => self.unsigned(d, x),
            UnaryOp::BitcastF32ToI32 => self.rr(Op::Rfr, d, x),
            UnaryOp::BitcastI32ToF32 => self.rr(Op::Wfr, d, x),
            _ => return false,
        }
        true
    }

    /// A binary operation; false if the core cannot do it.
    pub fn float_binary(&mut self, op: BinaryOp, d: VReg, [x, y]: [Value; 2]) -> bool {
        let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
        match op {
            BinaryOp::Fadd => self.rrr(Op::AddS, d, x, y),
            BinaryOp::Fsub => self.rrr(Op::SubS, d, x, y),
            BinaryOp::Fmul => self.rrr(Op::MulS, d, x, y),
            BinaryOp::Fdiv if self.isa.has(Ext::FpDivSqrt) => self.quotient(d, x, y),
            BinaryOp::Fmin => self.extremum_of_floats(Op::Or, d, x, y, false),
            BinaryOp::Fmax => self.extremum_of_floats(Op::And, d, x, y, true),
            BinaryOp::Fcopysign => self.copy_sign(d, x, y),
            _ => return false,
        }
        true
    }

    /// A fresh floating-point register with a word's bits.
    fn float_of_word(&mut self, word: VReg) -> VReg {
        let d = self.float_temp();
        self.rr(Op::Wfr, d, word);
        d
    }

    /// `d = moved if COND else before`
    fn move_if(&mut self, d: VReg, before: VReg, moved: VReg) {
        let d = Arg::Mod {
            input: before,
            output: d,
        };
        self.ctx.row(Op::MovtS, [d, reg(moved), Arg::Fixed(COND)]);
    }

    /// The magnitude of x with either sign; the sign of y as an integer chooses.
    fn copy_sign(&mut self, d: VReg, x: VReg, y: VReg) {
        let (positive, negative) = (self.float_temp(), self.float_temp());
        self.rr(Op::AbsS, positive, x);
        self.rr(Op::NegS, negative, positive);
        let sign = self.rr_temp(Op::Rfr, y);
        self.modify(Op::MovltzS, d, positive, negative, sign);
    }

    /// The lesser or greater of two floats. Of equal ones, `combine` of the bits: for zeros of different signs `or` gives -0
    /// and `and` +0, else they are the same. If either is a NaN, the sum is one.
    fn extremum_of_floats(&mut self, combine: Op, d: VReg, x: VReg, y: VReg, greater: bool) {
        let words = (self.rr_temp(Op::Rfr, x), self.rr_temp(Op::Rfr, y));
        let both = self.rrr_temp(combine, words.0, words.1);
        let mut best = self.float_of_word(both);
        for (wins, loses) in [(x, y), (y, x)] {
            let (low, high) = if greater {
                (loses, wins)
            } else {
                (wins, loses)
            };
            self.compare_floats(Op::OltS, low, high);
            let next = self.float_temp();
            self.move_if(next, best, wins);
            best = next;
        }
        let sum = self.float_temp();
        self.rrr(Op::AddS, sum, x, y);
        self.compare_floats(Op::UnS, x, y);
        self.move_if(d, best, sum);
    }

    /// Rounds to an integral float through an integer, for exponents below 23; greater numbers are integral, and a product with 1
    /// quiets a NaN. A result of zero has the sign of x.
    fn integral(&mut self, round: Op, d: VReg, x: VReg) {
        let word = self.rr_temp(Op::Rfr, x);
        let integer = self.rri_temp(round, x, 0);
        let float = self.float_temp();
        self.rri(Op::FloatS, float, integer, 0);
        let magnitude = self.rr_temp(Op::Rfr, float);
        let sign = self.temp();
        self.shift_right(sign, word, 31);
        let sign = self.rri_temp(Op::Slli, sign, 31);
        let signed = self.rrr_temp(Op::Or, magnitude, sign);
        let small = self.float_of_word(signed);
        let (one, large) = (self.float_temp(), self.float_temp());
        self.float_constant(one, 1.0_f32.to_bits());
        self.rrr(Op::MulS, large, x, one);
        let exponent = self.temp();
        let (from, bits) = (Arg::Imm(23), Arg::Imm(8));
        self.ctx
            .row(Op::Extui, [reg(exponent), reg(word), from, bits]);
        let limit = self.constant_temp(-(127 + 23));
        let beyond = self.rrr_temp(Op::Add, exponent, limit);
        self.modify(Op::MovltzS, d, large, small, beyond);
    }

    /// Towards zero. `trunc.s` saturates; a NaN gives the greatest integer, which becomes 0.
    fn signed(&mut self, d: VReg, x: VReg) {
        let integer = self.rri_temp(Op::TruncS, x, 0);
        let zero = self.constant_temp(0);
        self.compare_floats(Op::UnS, x, x);
        self.zero_if(d, integer, zero);
    }

    /// Towards zero. `utrunc.s` saturates at the top; a NaN gives the greatest integer and negative numbers wrap around: both become 0.
    fn unsigned(&mut self, d: VReg, x: VReg) {
        let integer = self.rri_temp(Op::UtruncS, x, 0);
        let zero = self.constant_temp(0);
        let float_zero = self.float_temp();
        self.float_constant(float_zero, 0);
        self.compare_floats(Op::UleS, x, float_zero);
        self.zero_if(d, integer, zero);
    }

    /// `d = zero if COND else before`
    fn zero_if(&mut self, d: VReg, before: VReg, zero: VReg) {
        let d = Arg::Mod {
            input: before,
            output: d,
        };
        self.ctx.row(Op::Movt, [d, reg(zero), Arg::Fixed(COND)]);
    }
}
