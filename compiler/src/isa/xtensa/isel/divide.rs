//! Correctly rounded division and square root from the FPU's helper steps.
//!
//! The helpers take mantissas and exponents apart: `nexp01.s` gives the negated mantissa, `div0.s` and `sqrt0.s` look an
//! approximation up in a table, `maddn.s` multiplies and adds without raising flags, and `mkdadj.s`, `mksadj.s`
//! work out exponent and class (zero, infinity, NaN) of the result, which `addexp.s`, `addexpm.s` and `divn.s` apply in the last step, the only
//! one that rounds. The order of steps is the one the processor's vendor defined for IEEE results; both are in use in the C libraries of these
//! cores.

use regalloc2::VReg;

use super::super::table::Op;
use super::{Isel, reg};
use crate::mach::Arg;

impl Isel<'_, '_> {
    /// `op t, x` with a fresh floating-point register t.
    fn step(&mut self, op: Op, x: VReg) -> VReg {
        let d = self.float_temp();
        self.rr(op, d, x);
        d
    }

    /// `const.s`: 0 is 0.0, 1 is 1.0, 3 is 0.5.
    fn step_constant(&mut self, number: i32) -> VReg {
        let d = self.float_temp();
        self.ctx.row(Op::ConstS, [reg(d), Arg::Imm(number)]);
        d
    }

    /// `before + x * y`
    fn step_madd(&mut self, before: VReg, x: VReg, y: VReg) -> VReg {
        let d = self.float_temp();
        self.modify(Op::MaddnS, d, before, x, y);
        d
    }

    /// `op t:=before, x`
    fn step_modify(&mut self, op: Op, before: VReg, x: VReg) -> VReg {
        let d = self.float_temp();
        let modified = Arg::Mod {
            input: before,
            output: d,
        };
        self.ctx.row(op, [modified, reg(x)]);
        d
    }

    /// `d = x / y`: the reciprocal r of y's mantissa b by Newton's iteration, the quotient q of the mantissas a and b and its
    /// remainder, then the exponents.
    pub fn quotient(&mut self, d: VReg, x: VReg, y: VReg) {
        let r0 = self.step(Op::Div0S, y);
        let minus_b = self.step(Op::Nexp01S, y);
        let one = self.step_constant(1);
        let error = self.step_madd(one, minus_b, r0);
        let minus_a = self.step(Op::Nexp01S, x);
        let r1 = self.step_madd(r0, error, r0);
        let one = self.step_constant(1);
        let zero = self.step_constant(0);
        let a = self.step(Op::NegS, minus_a);
        let error = self.step_madd(one, minus_b, r1);
        let q0 = self.step_madd(zero, a, r0);
        let adjust = self.step_modify(Op::MkdadjS, y, x);
        let r2 = self.step_madd(r1, error, r1);
        let rest = self.step_madd(a, minus_b, q0);
        let one = self.step_constant(1);
        let error = self.step_madd(one, minus_b, r2);
        let q1 = self.step_madd(q0, rest, r2);
        let a = self.step(Op::NegS, minus_a);
        let r3 = self.step_madd(r2, error, r2);
        let rest = self.step_madd(a, minus_b, q1);
        let q = self.step_modify(Op::AddexpmS, q1, adjust);
        let r = self.step_modify(Op::AddexpS, r3, adjust);
        self.modify(Op::DivnS, d, q, rest, r);
    }

    /// `d = sqrt(x)`: the reciprocal root of x's mantissa, refined, then root and half its reciprocal with their
    /// residuals, then the exponents.
    pub fn square_root(&mut self, d: VReg, x: VReg) {
        let r0 = self.step(Op::Sqrt0S, x);
        let zero = self.step_constant(0);
        let square = self.step_madd(zero, r0, r0);
        let minus_a = self.step(Op::Nexp01S, x);
        let half = self.step_constant(3);
        let minus_half_a = self.step_modify(Op::AddexpS, minus_a, half);
        let error = self.step_madd(half, square, minus_half_a);
        let minus_a = self.step(Op::Nexp01S, x);
        let a = self.step(Op::NegS, minus_a);
        let r1 = self.step_madd(r0, error, r0);
        let zero = self.step_constant(0);
        let root0 = self.step_madd(zero, a, r1);
        let zero = self.step_constant(0);
        let product = self.step_madd(zero, r1, minus_half_a);
        let half = self.step_constant(3);
        let zero = self.step_constant(0);
        let half_r0 = self.step_madd(zero, half, r1);
        let rest = self.step_madd(minus_a, root0, root0);
        let error = self.step_madd(half, product, r1);
        let minus_half_r0 = self.step(Op::NegS, half_r0);
        let root1 = self.step_madd(root0, rest, minus_half_r0);
        let half_r1 = self.step_madd(half_r0, error, half_r0);
        let adjust = self.step(Op::MksadjS, x);
        let minus_a = self.step(Op::Nexp01S, x);
        let rest = self.step_madd(minus_a, root1, root1);
        let minus_half_r1 = self.step(Op::NegS, half_r1);
        let root = self.step_modify(Op::AddexpmS, root1, adjust);
        let r = self.step_modify(Op::AddexpS, minus_half_r1, adjust);
        self.modify(Op::DivnS, d, root, rest, r);
    }
}
