//! Integer arithmetic and logic.

use regalloc2::VReg;

use super::super::seq::{self, Seq};
use super::super::table::Op;
use super::{Isel, reg};
use crate::ir::{BinaryOp, InstData, IntCC, Value};
use crate::mach::Arg;
use crate::target::Ext;

impl Isel<'_, '_> {
    /// Everything but shifts; false if the core has no instruction for it.
    pub fn integer(&mut self, op: BinaryOp, d: VReg, [x, y]: [Value; 2]) -> bool {
        match op {
            BinaryOp::Iadd => self.add(d, x, y),
            BinaryOp::Isub => self.subtract(d, x, y),
            BinaryOp::Imul => return self.multiply(d, x, y),
            BinaryOp::And => self.and(d, x, y),
            BinaryOp::Or => self.or(d, x, y),
            BinaryOp::Xor => self.plain(Op::Xor, d, x, y),
            BinaryOp::Umulhi => return self.multiply_high(d, x, y, false),
            BinaryOp::Smulhi => return self.multiply_high(d, x, y, true),
            BinaryOp::Udiv => return self.optional(Ext::Div32, Op::Quou, d, x, y),
            BinaryOp::Sdiv => return self.optional(Ext::Div32, Op::Quos, d, x, y),
            BinaryOp::Urem => return self.optional(Ext::Div32, Op::Remu, d, x, y),
            BinaryOp::Srem => return self.optional(Ext::Div32, Op::Rems, d, x, y),
            BinaryOp::Smin => self.extremum(Op::Min, IntCC::Slt, d, x, y),
            BinaryOp::Smax => self.extremum(Op::Max, IntCC::Sgt, d, x, y),
            BinaryOp::Umin => self.extremum(Op::Minu, IntCC::Ult, d, x, y),
            BinaryOp::Umax => self.extremum(Op::Maxu, IntCC::Ugt, d, x, y),
            _ => return false,
        }
        true
    }

    /// `op d, x, y`
    fn plain(&mut self, op: Op, d: VReg, x: Value, y: Value) {
        let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
        self.rrr(op, d, x, y);
    }

    fn optional(&mut self, ext: Ext, op: Op, d: VReg, x: Value, y: Value) -> bool {
        if self.isa.has(ext) {
            self.plain(op, d, x, y);
        }
        self.isa.has(ext)
    }

    fn extremum(&mut self, op: Op, cc: IntCC, d: VReg, x: Value, y: Value) {
        if !self.optional(Ext::MinMax, op, d, x, y) {
            let cond = self.compare_and_branch(cc, x, y);
            let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
            seq::select(self.ctx, Seq::Select, d, x, y, &cond);
        }
    }

    fn add(&mut self, d: VReg, x: Value, y: Value) {
        for (x, y) in [(x, y), (y, x)] {
            if let Some(n) = self.ctx.const_of(y).filter(|&n| addable(n)) {
                let x = self.ctx.use_reg(x);
                return self.add_constant(d, x, n);
            }
        }
        for (x, y) in [(x, y), (y, x)] {
            if self.step_by_condition(Seq::IncUnless, d, x, y) {
                return;
            }
            if let Some((op, shifted)) = self.scaled(y, [Op::Addx2, Op::Addx4, Op::Addx8]) {
                let x = self.ctx.use_reg(x);
                return self.rrr(op, d, shifted, x);
            }
        }
        self.plain(Op::Add, d, x, y);
    }

    fn subtract(&mut self, d: VReg, x: Value, y: Value) {
        if let Some(n) = self
            .ctx
            .const_of(y)
            .map(i32::wrapping_neg)
            .filter(|&n| addable(n))
        {
            let x = self.ctx.use_reg(x);
            return self.add_constant(d, x, n);
        }
        if self.ctx.const_of(x) == Some(0) {
            let y = self.ctx.use_reg(y);
            return self.rr(Op::Neg, d, y);
        }
        if self.step_by_condition(Seq::DecUnless, d, x, y) {
            return;
        }
        if let Some((op, shifted)) = self.scaled(x, [Op::Subx2, Op::Subx4, Op::Subx8]) {
            let y = self.ctx.use_reg(y);
            return self.rrr(op, d, shifted, y);
        }
        self.plain(Op::Sub, d, x, y);
    }

    /// `d = x ± cond` as a branch over an `addi`, if `cond` is a comparison nobody else wants.
    fn step_by_condition(&mut self, step: Seq, d: VReg, x: Value, cond: Value) -> bool {
        let Some(&InstData::Icmp { cc, args }) = self.ctx.sole_use_def(cond) else {
            return false;
        };
        let unless = self.compare_and_branch(cc.complement(), args[0], args[1]);
        let x = self.ctx.use_reg(x);
        seq::step_unless(self.ctx, step, d, x, &unless);
        true
    }

    /// If a value is a register shifted left by 1, 2 or 3 and has no other use: which of the operations, and the register.
    fn scaled(&mut self, value: Value, ops: [Op; 3]) -> Option<(Op, VReg)> {
        let Some(&InstData::Binary {
            op: BinaryOp::Ishl,
            args: [x, amount],
        }) = self.ctx.sole_use_def(value)
        else {
            return None;
        };
        let amount = self.ctx.const_of(amount)? & 31;
        let op = *ops.get(usize::try_from(amount - 1).ok()?)?;
        Some((op, self.ctx.use_reg(x)))
    }

    /// `d = x + n`: `addi`, `addmi`, both, or by a register.
    pub fn add_constant(&mut self, d: VReg, x: VReg, n: i32) {
        let low = i32::from(n as i8);
        let high = n.wrapping_sub(low);
        match (high, low) {
            (0, 0) => self.copy(d, x),
            (0, _) => self.rri(Op::Addi, d, x, low),
            (-32768..=32512, 0) => self.rri(Op::Addmi, d, x, high),
            (-32768..=32512, _) => {
                let t = self.rri_temp(Op::Addmi, x, high);
                self.rri(Op::Addi, d, t, low);
            }
            _ => {
                let n = self.constant_temp(n);
                self.rrr(Op::Add, d, x, n);
            }
        }
    }

    /// Masks of up to 16 low bits, also of a value shifted right, are `extui`.
    fn and(&mut self, d: VReg, x: Value, y: Value) {
        let low_bits = |mask: Option<i32>| {
            let mask = mask? as u32;
            let bits = mask.trailing_ones();
            ((1..=16).contains(&bits) && mask == (1 << bits) - 1).then_some(bits as i32)
        };
        let by_mask = (low_bits(self.ctx.const_of(y)).map(|bits| (x, bits)))
            .or_else(|| low_bits(self.ctx.const_of(x)).map(|bits| (y, bits)));
        let Some((x, bits)) = by_mask else {
            return self.plain(Op::And, d, x, y);
        };
        let shifted = match self.ctx.sole_use_def(x) {
            Some(&InstData::Binary {
                op: BinaryOp::Ushr,
                args: [inner, amount],
            }) => self.ctx.const_of(amount).map(|n| (inner, n & 31)),
            _ => None,
        };
        let (x, from) = shifted.unwrap_or((x, 0));
        let x = self.ctx.use_reg(x);
        self.ctx.row(
            Op::Extui,
            [
                reg(d),
                reg(x),
                Arg::Imm(from),
                Arg::Imm(bits.min(32 - from)),
            ],
        );
    }

    fn multiply(&mut self, d: VReg, x: Value, y: Value) -> bool {
        let by_constant =
            (self.ctx.const_of(y).map(|n| (x, n))).or_else(|| self.ctx.const_of(x).map(|n| (y, n)));
        if let Some((x, n)) = by_constant {
            let op = match n {
                3 => Some(Op::Addx2),
                5 => Some(Op::Addx4),
                9 => Some(Op::Addx8),
                7 => Some(Op::Subx8),
                _ => None,
            };
            if let Some(op) = op {
                let x = self.ctx.use_reg(x);
                self.rrr(op, d, x, x);
                return true;
            }
            if n > 0 && n.count_ones() == 1 {
                let x = self.ctx.use_reg(x);
                self.shift_left(d, x, n.trailing_zeros() as i32);
                return true;
            }
        }
        self.optional(Ext::Mul32, Op::Mull, d, x, y)
    }

    fn multiply_high(&mut self, d: VReg, x: Value, y: Value, signed: bool) -> bool {
        let op = if signed { Op::Mulsh } else { Op::Muluh };
        if self.optional(Ext::Mul32High, op, d, x, y) {
            return true;
        }
        if !self.isa.has(Ext::Mul16) {
            return false;
        }
        let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
        if signed {
            self.signed_high_by_halves(d, x, y);
        } else {
            self.high_by_halves(d, x, y);
        }
        true
    }

    /// The high word of an unsigned product, h and l being the operands' halves:
    /// `t = xh*yl + (xl*yl >> 16)`, `u = xl*yh + (t & 0xffff)`, `d = xh*yh + (t >> 16) + (u >> 16)`.
    fn high_by_halves(&mut self, d: VReg, x: VReg, y: VReg) {
        let xh = self.half(x, 16);
        let yh = self.half(y, 16);
        let low = self.rrr_temp(Op::Mul16u, x, y);
        let carry = self.half(low, 16);
        let t = self.rrr_temp(Op::Mul16u, xh, y);
        let t = self.rrr_temp(Op::Add, t, carry);
        let carry = self.half(t, 0);
        let u = self.rrr_temp(Op::Mul16u, x, yh);
        let u = self.rrr_temp(Op::Add, u, carry);
        let high = self.rrr_temp(Op::Mul16u, xh, yh);
        let t = self.half(t, 16);
        let high = self.rrr_temp(Op::Add, high, t);
        let u = self.half(u, 16);
        self.rrr(Op::Add, d, high, u);
    }

    /// Sixteen bits from bit `from` up.
    fn half(&mut self, x: VReg, from: i32) -> VReg {
        let d = self.temp();
        self.ctx
            .row(Op::Extui, [reg(d), reg(x), Arg::Imm(from), Arg::Imm(16)]);
        d
    }

    /// The unsigned high word, less each operand where the other is negative.
    fn signed_high_by_halves(&mut self, d: VReg, x: VReg, y: VReg) {
        let mut high = self.temp();
        self.high_by_halves(high, x, y);
        for (x, y, last) in [(x, y, false), (y, x, true)] {
            let sign = self.rri_temp(Op::Srai, x, 31);
            let excess = self.rrr_temp(Op::And, sign, y);
            let next = if last { d } else { self.temp() };
            self.rrr(Op::Sub, next, high, excess);
            high = next;
        }
    }
}

/// Whether `addi` and `addmi` can add it.
fn addable(n: i32) -> bool {
    (-32768 - 128..=32512 + 127).contains(&n)
}
