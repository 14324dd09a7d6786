//! Word operations of the [`Builder`] that drop neutral operands and fold constants.
//!
//! The i64 equations are written once, for unknown operands. Where an operand is a constant half (the high word of a
//! zero-extended value, a mask) the constructors here drop the neutral or dead operation, so that the same
//! equation yields the short form. They do no more than that: value numbering and dead code are `opt/`'s.

use super::builder::{Builder, Pair};
use crate::ir::eval::{eval_binary, eval_icmp};
use crate::ir::{BinaryOp, InstData, IntCC, TrapKind, Type, Value};

impl Builder {
    /// The constant that an operation on constants gives; division, which may have none, is not folded here.
    fn fold(&mut self, op: BinaryOp, a: i32, b: i32) -> Value {
        match eval_binary(op, a as u32, b as u32) {
            Some(bits) => self.uconst(bits),
            None => {
                let (a, b) = (self.iconst(a), self.iconst(b));
                self.binary(op, a, b)
            }
        }
    }

    /// `a + b`
    pub fn add(&mut self, a: Value, b: Value) -> Value {
        match (self.as_const(a), self.as_const(b)) {
            (Some(a), Some(b)) => self.iconst(a.wrapping_add(b)),
            (Some(0), _) => b,
            (_, Some(0)) => a,
            _ => self.binary(BinaryOp::Iadd, a, b),
        }
    }

    /// `a - b`
    pub fn sub(&mut self, a: Value, b: Value) -> Value {
        match (self.as_const(a), self.as_const(b)) {
            (Some(a), Some(b)) => self.iconst(a.wrapping_sub(b)),
            (_, Some(0)) => a,
            _ => self.binary(BinaryOp::Isub, a, b),
        }
    }

    /// `-a`
    pub fn neg(&mut self, a: Value) -> Value {
        let zero = self.iconst(0);
        self.sub(zero, a)
    }

    /// `a & b`
    pub fn and(&mut self, a: Value, b: Value) -> Value {
        match (self.as_const(a), self.as_const(b)) {
            (Some(a), Some(b)) => self.iconst(a & b),
            (Some(0), _) | (_, Some(0)) => self.iconst(0),
            (Some(-1), _) => b,
            (_, Some(-1)) => a,
            (_, Some(1)) if self.is_bool(a) => a,
            _ if a == b => a,
            _ => self.binary(BinaryOp::And, a, b),
        }
    }

    /// `a & n`
    pub fn and_const(&mut self, a: Value, n: i32) -> Value {
        let n = self.iconst(n);
        self.and(a, n)
    }

    /// `a | b`
    pub fn or(&mut self, a: Value, b: Value) -> Value {
        match (self.as_const(a), self.as_const(b)) {
            (Some(a), Some(b)) => self.iconst(a | b),
            (Some(-1), _) | (_, Some(-1)) => self.iconst(-1),
            (Some(0), _) => b,
            (_, Some(0)) => a,
            _ if a == b => a,
            _ => self.binary(BinaryOp::Or, a, b),
        }
    }

    /// `a ^ b`
    pub fn xor(&mut self, a: Value, b: Value) -> Value {
        match (self.as_const(a), self.as_const(b)) {
            (Some(a), Some(b)) => self.iconst(a ^ b),
            (Some(0), _) => b,
            (_, Some(0)) => a,
            _ if a == b => self.iconst(0),
            _ => self.binary(BinaryOp::Xor, a, b),
        }
    }

    /// `a ^ n`
    pub fn xor_const(&mut self, a: Value, n: i32) -> Value {
        let n = self.iconst(n);
        self.xor(a, n)
    }

    /// `!a`, which is `a ^ -1`
    pub fn not(&mut self, a: Value) -> Value {
        self.xor_const(a, -1)
    }

    /// A shift or rotate; the amount counts modulo 32.
    pub fn shift(&mut self, op: BinaryOp, a: Value, n: Value) -> Value {
        match (self.as_const(a), self.as_const(n)) {
            (Some(a), Some(n)) => self.fold(op, a, n),
            (Some(0), _) => self.iconst(0),
            (_, Some(n)) if n & 31 == 0 => a,
            _ => self.binary(op, a, n),
        }
    }

    /// `a << k`
    pub fn shl(&mut self, a: Value, k: i32) -> Value {
        let k = self.iconst(k);
        self.shift(BinaryOp::Ishl, a, k)
    }

    /// `a >> k`, zeros shifted in
    pub fn ushr(&mut self, a: Value, k: i32) -> Value {
        let k = self.iconst(k);
        self.shift(BinaryOp::Ushr, a, k)
    }

    /// `a >> k`, the sign shifted in
    pub fn sshr(&mut self, a: Value, k: i32) -> Value {
        let k = self.iconst(k);
        self.shift(BinaryOp::Sshr, a, k)
    }

    /// All ones if `a` is negative, else 0: the high word of `a` sign-extended.
    pub fn sign(&mut self, a: Value) -> Value {
        self.sshr(a, 31)
    }

    /// Whether `hi` is `sign(lo)`, that is, whether the pair is a sign-extended word.
    pub fn is_sign_of(&self, hi: Value, lo: Value) -> bool {
        match (self.as_const(hi), self.as_const(lo)) {
            (Some(hi), Some(lo)) => hi == lo >> 31,
            _ => self
                .as_binary(hi, BinaryOp::Sshr)
                .is_some_and(|[a, k]| a == lo && self.is_const(k, 31)),
        }
    }

    // ---- Conditions ----

    /// `icmp cc a, b`: 1 or 0
    pub fn icmp(&mut self, cc: IntCC, a: Value, b: Value) -> Value {
        if let (Some(a), Some(b)) = (self.as_const(a), self.as_const(b)) {
            return self.iconst(i32::from(eval_icmp(cc, a as u32, b as u32)));
        }
        if a == b {
            return self.iconst(i32::from(eval_icmp(cc, 0, 0)));
        }
        match (cc, self.as_const(b)) {
            (IntCC::Ult, Some(0)) => return self.iconst(0),
            (IntCC::Uge, Some(0)) => return self.iconst(1),
            (IntCC::Ult, Some(1)) => return self.eqz(a),
            (IntCC::Ne, Some(0)) if self.is_bool(a) => return a,
            (IntCC::Eq | IntCC::Ne, Some(0)) => {
                if let Some(simpler) = self.compare_with_zero(cc, a) {
                    return simpler;
                }
            }
            _ => {}
        }
        if (cc, self.as_const(a)) == (IntCC::Ult, Some(0)) {
            return self.nez(b);
        }
        self.emit_value(InstData::Icmp { cc, args: [a, b] }, Type::I32)
    }

    /// `value == 0` or `value != 0` by what `value` is made of: the complement of a comparison is one
    /// comparison, and so is the equality behind a difference.
    fn compare_with_zero(&mut self, cc: IntCC, value: Value) -> Option<Value> {
        match *self.def(value)? {
            InstData::Icmp {
                cc: inner,
                args: [a, b],
            } => Some(self.icmp(inner.complement(), a, b)),
            InstData::Fcmp {
                cc: inner,
                args: [a, b],
            } => Some(self.fcmp(inner.complement(), a, b)),
            InstData::Binary {
                op: BinaryOp::Xor | BinaryOp::Isub,
                args: [a, b],
            } => Some(self.icmp(cc, a, b)),
            _ => None,
        }
    }

    /// `a == 0`
    pub fn eqz(&mut self, a: Value) -> Value {
        let zero = self.iconst(0);
        self.icmp(IntCC::Eq, a, zero)
    }

    /// `a != 0`
    pub fn nez(&mut self, a: Value) -> Value {
        let zero = self.iconst(0);
        self.icmp(IntCC::Ne, a, zero)
    }

    /// `icmp cc a, n`
    pub fn icmp_const(&mut self, cc: IntCC, a: Value, n: i32) -> Value {
        let n = self.iconst(n);
        self.icmp(cc, a, n)
    }

    /// `c ? a : b`
    pub fn select(&mut self, cond: Value, if_true: Value, if_false: Value) -> Value {
        match self.as_const(cond) {
            Some(0) => return if_false,
            Some(_) => return if_true,
            None if if_true == if_false => return if_true,
            None => {}
        }
        let ty = self.func.ty(if_true);
        let data = InstData::Select {
            cond,
            if_true,
            if_false,
        };
        self.emit_value(data, ty)
    }

    /// `c ? a : b` of pairs.
    pub fn select64(&mut self, cond: Value, a: Pair, b: Pair) -> Pair {
        Pair {
            lo: self.select(cond, a.lo, b.lo),
            hi: self.select(cond, a.hi, b.hi),
        }
    }

    /// Traps if `cond` is not zero.
    pub fn trap_if(&mut self, cond: Value, kind: TrapKind) {
        if self.as_const(cond) != Some(0) {
            self.emit(InstData::TrapIf { cond, kind }, &[]);
        }
    }
}
