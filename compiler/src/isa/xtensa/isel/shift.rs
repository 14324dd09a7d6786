//! Shifts and rotates. Those by a register set SAR directly before they use it, so that SAR is never live longer.

use regalloc2::VReg;

use super::super::table::Op;
use super::{Isel, reg};
use crate::ir::{BinaryOp, InstData, Value};
use crate::mach::Arg;

/// Two words shifted as one, of which the low word is the result.
struct Funnel {
    low: Value,
    high: Value,
    amount: Amount,
}

/// By how much.
enum Amount {
    /// To the right by a number.
    Constant(i32),
    /// To the right.
    Right(Value),
    /// To the left.
    Left(Value),
}

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

    /// `or`, and what it is when its operands are the parts of two words shifted as one: see [`Self::funnel`].
    pub fn or(&mut self, d: VReg, x: Value, y: Value) {
        for (right, left) in [(x, y), (y, x)] {
            if let Some(funnel) = self.funnel(right, left) {
                return self.funnel_shift(d, funnel);
            }
        }
        let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
        self.rrr(Op::Or, d, x, y);
    }

    /// `low >> n | high << (32 - n)`, with n constant or written so that n may be 0:
    /// `low >> n | (high << 1) << !n` and `(low >> 1) >> !n | high << n`.
    fn funnel(&self, right: Value, left: Value) -> Option<Funnel> {
        let [low, n] = self.shift_of(BinaryOp::Ushr, right)?;
        let [high, m] = self.shift_of(BinaryOp::Ishl, left)?;
        if let (Some(n), Some(m)) = (self.ctx.const_of(n), self.ctx.const_of(m)) {
            let whole = (1..32).contains(&n) && n + m == 32;
            return whole.then_some(Funnel {
                low,
                high,
                amount: Amount::Constant(n),
            });
        }
        if self.is_complement(m, n) {
            let high = self.shift_by_one(BinaryOp::Ishl, high)?;
            return Some(Funnel {
                low,
                high,
                amount: Amount::Right(n),
            });
        }
        if self.is_complement(n, m) {
            let low = self.shift_by_one(BinaryOp::Ushr, low)?;
            return Some(Funnel {
                low,
                high,
                amount: Amount::Left(m),
            });
        }
        None
    }

    /// The operands of a shift that nobody else wants.
    fn shift_of(&self, wanted: BinaryOp, value: Value) -> Option<[Value; 2]> {
        match self.ctx.sole_use_def(value)? {
            &InstData::Binary { op, args } if op == wanted => Some(args),
            _ => None,
        }
    }

    fn shift_by_one(&self, op: BinaryOp, value: Value) -> Option<Value> {
        let [x, amount] = self.shift_of(op, value)?;
        (self.ctx.const_of(amount)? == 1).then_some(x)
    }

    /// Whether a value is `n ^ -1`.
    fn is_complement(&self, value: Value, n: Value) -> bool {
        let Some(&InstData::Binary {
            op: BinaryOp::Xor,
            args: [x, ones],
        }) = self.ctx.def_of(value)
        else {
            return false;
        };
        x == n && self.ctx.const_of(ones) == Some(-1)
    }

    /// `src` of the two words by SAR.
    fn funnel_shift(&mut self, d: VReg, funnel: Funnel) {
        let (low, high) = (self.ctx.use_reg(funnel.low), self.ctx.use_reg(funnel.high));
        match funnel.amount {
            Amount::Constant(n) => self.ctx.row(Op::Ssai, [Arg::Imm(n)]),
            Amount::Right(n) => {
                let n = self.ctx.use_reg(n);
                self.ctx.row(Op::Ssr, [reg(n)]);
            }
            Amount::Left(n) => {
                let n = self.ctx.use_reg(n);
                self.ctx.row(Op::Ssl, [reg(n)]);
            }
        }
        self.rrr(Op::Src, d, high, low);
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
