//! Addition, subtraction, multiplication, division, minimum and maximum. Constants are on the right, and not both operands are
//! constant.

use super::{Folded, Folder, binary, int, value};
use crate::ir::{BinaryOp, InstData, Value};

use super::Rewrite;

impl Folder<'_> {
    pub(super) fn arith(&mut self, op: BinaryOp, a: Value, b: Value) -> Folded {
        let c = self.int_of(b);
        match (op, c) {
            (BinaryOp::Iadd, Some(c)) => self.add_const(a, c),
            (BinaryOp::Iadd, None) => self.add(a, b),
            (BinaryOp::Isub, Some(c)) => self.binary_const(BinaryOp::Iadd, a, c.wrapping_neg()),
            (BinaryOp::Isub, None) => self.sub(a, b),
            (BinaryOp::Imul, Some(c)) => self.mul_const(a, c),
            (BinaryOp::Umulhi, Some(c)) => self.umulhi_const(a, c),
            (BinaryOp::Smulhi, Some(0)) => int(0),
            (BinaryOp::Smulhi, Some(1)) => self.binary_const(BinaryOp::Sshr, a, 31),
            (BinaryOp::Udiv | BinaryOp::Urem, Some(c)) => self.unsigned_div_const(op, a, c),
            (BinaryOp::Sdiv | BinaryOp::Srem, Some(c)) => self.signed_div_const(op, a, c),
            _ => None,
        }
    }

    fn add_const(&mut self, a: Value, c: u32) -> Folded {
        if c == 0 {
            return value(a);
        }
        if let Some((x, c2)) = self.def_binary_const(a, BinaryOp::Iadd) {
            return self.binary_const(BinaryOp::Iadd, x, c.wrapping_add(c2));
        }
        if let Some([k, x]) = self.def_binary(a, BinaryOp::Isub) {
            let k = self.int_of(k)?.wrapping_add(c);
            let k = self.emit_int(k);
            return binary(BinaryOp::Isub, k, x);
        }
        match *self.func.made_by(a)? {
            InstData::SymbolAddr { symbol, offset } => {
                let offset = offset.wrapping_add(c as i32);
                Some(Rewrite::Inst(InstData::SymbolAddr { symbol, offset }))
            }
            _ => None,
        }
    }

    fn add(&mut self, a: Value, b: Value) -> Folded {
        for (a, b) in [(a, b), (b, a)] {
            if let Some([x, y]) = self.def_binary(a, BinaryOp::Isub) {
                if y == b {
                    return value(x); // (x - y) + y
                }
                if self.int_of(x) == Some(0) {
                    return binary(BinaryOp::Isub, b, y); // (0 - y) + b
                }
            }
        }
        None
    }

    fn sub(&mut self, a: Value, b: Value) -> Folded {
        if a == b {
            return int(0);
        }
        if let Some([x, y]) = self.def_binary(a, BinaryOp::Iadd) {
            if y == b {
                return value(x); // (x + y) - y
            }
            if x == b {
                return value(y); // (x + y) - x
            }
        }
        if let Some([x, y]) = self.def_binary(b, BinaryOp::Isub)
            && self.int_of(x) == Some(0)
        {
            return binary(BinaryOp::Iadd, a, y); // a - (0 - y)
        }
        let symbol_addr = |value| match *self.func.made_by(value)? {
            InstData::SymbolAddr { symbol, offset } => Some((symbol, offset)),
            _ => None,
        };
        let ((s, x), (t, y)) = (symbol_addr(a)?, symbol_addr(b)?);
        if s == t {
            return int(x.wrapping_sub(y) as u32);
        }
        None
    }

    fn mul_const(&mut self, a: Value, c: u32) -> Folded {
        match c {
            0 => int(0),
            1 => value(a),
            u32::MAX => {
                let zero = self.emit_int(0);
                binary(BinaryOp::Isub, zero, a)
            }
            _ if c.is_power_of_two() => self.binary_const(BinaryOp::Ishl, a, c.trailing_zeros()),
            _ => {
                let (x, c2) = self.def_binary_const(a, BinaryOp::Imul)?;
                self.binary_const(BinaryOp::Imul, x, c.wrapping_mul(c2))
            }
        }
    }

    fn umulhi_const(&mut self, a: Value, c: u32) -> Folded {
        match c {
            0 | 1 => int(0),
            _ if c.is_power_of_two() => {
                self.binary_const(BinaryOp::Ushr, a, 32 - c.trailing_zeros())
            }
            _ => None,
        }
    }

    /// `x / 2^k = x >> k`, `x % 2^k = x & (2^k - 1)`.
    fn unsigned_div_const(&mut self, op: BinaryOp, a: Value, c: u32) -> Folded {
        if !c.is_power_of_two() {
            return None;
        }
        match op {
            BinaryOp::Udiv => self.binary_const(BinaryOp::Ushr, a, c.trailing_zeros()),
            _ => self.binary_const(BinaryOp::And, a, c - 1),
        }
    }

    /// Towards zero: with `b = x < 0 ? 2^k - 1 : 0`, `x / 2^k = (x + b) >> k` and `x % 2^k = x - ((x + b) & -2^k)`.
    fn signed_div_const(&mut self, op: BinaryOp, a: Value, c: u32) -> Folded {
        match (op, c) {
            (BinaryOp::Sdiv, 1) => return value(a),
            (BinaryOp::Srem, 1 | u32::MAX) => return int(0),
            (BinaryOp::Sdiv, u32::MAX) => return self.mul_const(a, u32::MAX),
            _ if !c.is_power_of_two() || c as i32 <= 0 => return None,
            _ => {}
        }
        let k = c.trailing_zeros();
        let thirty_one = self.emit_int(31);
        let sign = self.emit_binary(BinaryOp::Sshr, a, thirty_one);
        let amount = self.emit_int(32 - k);
        let bias = self.emit_binary(BinaryOp::Ushr, sign, amount);
        let biased = self.emit_binary(BinaryOp::Iadd, a, bias);
        if op == BinaryOp::Sdiv {
            return self.binary_const(BinaryOp::Sshr, biased, k);
        }
        let mask = self.emit_int(c.wrapping_neg());
        let multiple = self.emit_binary(BinaryOp::And, biased, mask);
        binary(BinaryOp::Isub, a, multiple)
    }

    pub(super) fn min_max(&mut self, op: BinaryOp, a: Value, b: Value) -> Folded {
        if a == b {
            return value(a);
        }
        // The constant that decides, and the one that never does.
        let (absorbing, neutral) = match op {
            BinaryOp::Umin => (0, u32::MAX),
            BinaryOp::Umax => (u32::MAX, 0),
            BinaryOp::Smin => (i32::MIN as u32, i32::MAX as u32),
            _ => (i32::MAX as u32, i32::MIN as u32),
        };
        match self.int_of(b)? {
            c if c == absorbing => int(c),
            c if c == neutral => value(a),
            _ => None,
        }
    }
}
