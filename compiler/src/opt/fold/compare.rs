//! Comparisons.

use super::known::{is_bool, possible_bits, upper_bound};
use super::{Folded, Folder, Rewrite, icmp, int, value};
use crate::ir::eval::{eval_fcmp, eval_icmp};
use crate::ir::{BinaryOp, FloatCC, InstData, IntCC, Value};

impl Folder<'_> {
    pub(super) fn icmp(&mut self, cc: IntCC, [a, b]: [Value; 2]) -> Folded {
        match (self.int_of(a), self.int_of(b)) {
            (Some(a), Some(b)) => int(u32::from(eval_icmp(cc, a, b))),
            (Some(_), None) => icmp(cc.swapped(), b, a),
            _ if a == b => int(u32::from(eval_icmp(cc, 0, 0))),
            (None, None) => None,
            (None, Some(c)) => match cc {
                IntCC::Eq | IntCC::Ne if c == 0 => self.equal_zero(cc, a),
                IntCC::Eq | IntCC::Ne => self.equal_const(cc, a, c),
                IntCC::Ult | IntCC::Uge | IntCC::Ugt | IntCC::Ule => self.unsigned_const(cc, a, c),
                IntCC::Slt | IntCC::Sge | IntCC::Sgt | IntCC::Sle => {
                    self.signed_const(cc, a, c as i32)
                }
            },
        }
    }

    /// `a == 0`, `a != 0`.
    fn equal_zero(&mut self, cc: IntCC, a: Value) -> Folded {
        match *self.func.made_by(a)? {
            InstData::Icmp { .. } | InstData::Fcmp { .. } if cc == IntCC::Ne => value(a),
            InstData::Icmp {
                cc: inner,
                args: [x, y],
            } => icmp(inner.complement(), x, y),
            InstData::Fcmp { cc: inner, args } => Some(Rewrite::Inst(InstData::Fcmp {
                cc: inner.complement(),
                args,
            })),
            InstData::Binary {
                op: BinaryOp::Isub | BinaryOp::Xor,
                args: [x, y],
            } => icmp(cc, x, y),
            _ if cc == IntCC::Ne && is_bool(self.func, a) => value(a),
            _ => self.equal_const(cc, a, 0),
        }
    }

    /// `a == c`, `a != c`.
    fn equal_const(&mut self, cc: IntCC, a: Value, c: u32) -> Folded {
        let possible = possible_bits(self.func, a);
        if c & !possible != 0 {
            return int(u32::from(cc == IntCC::Ne));
        }
        // One bit alone: its being set is its not being zero.
        if c == possible && c.is_power_of_two() {
            return self.icmp_const(cc.complement(), a, 0);
        }
        if let Some((x, k)) = self.def_binary_const(a, BinaryOp::Iadd) {
            return self.icmp_const(cc, x, c.wrapping_sub(k));
        }
        if let Some((x, k)) = self.def_binary_const(a, BinaryOp::Xor) {
            return self.icmp_const(cc, x, c ^ k);
        }
        None
    }

    fn unsigned_const(&mut self, cc: IntCC, a: Value, c: u32) -> Folded {
        let max = upper_bound(self.func, a);
        // The comparison holds at both ends of [0, max], hence between them, or at neither.
        let (low, high) = (eval_icmp(cc, 0, c), eval_icmp(cc, max, c));
        if low == high {
            return int(u32::from(low));
        }
        match (cc, c) {
            (IntCC::Ult, 1) | (IntCC::Ule, 0) => self.icmp_const(IntCC::Eq, a, 0),
            (IntCC::Uge, 1) | (IntCC::Ugt, 0) => self.icmp_const(IntCC::Ne, a, 0),
            // c is not the largest number, or the comparison would be constant.
            (IntCC::Ule, _) => self.icmp_const(IntCC::Ult, a, c + 1),
            (IntCC::Ugt, _) => self.icmp_const(IntCC::Uge, a, c + 1),
            _ => None,
        }
    }

    fn signed_const(&mut self, cc: IntCC, a: Value, c: i32) -> Folded {
        let (low, high) = match possible_bits(self.func, a) {
            possible if possible >> 31 == 0 => (0, possible),
            _ => (i32::MIN as u32, i32::MAX as u32),
        };
        let (low, high) = (eval_icmp(cc, low, c as u32), eval_icmp(cc, high, c as u32));
        if low == high {
            return int(u32::from(low));
        }
        match (cc, c) {
            (IntCC::Slt, 1) => self.icmp_const(IntCC::Sle, a, 0),
            (IntCC::Sge, 1) => self.icmp_const(IntCC::Sgt, a, 0),
            (IntCC::Sgt | IntCC::Sle, 0) => None,
            (IntCC::Sle, _) => self.icmp_const(IntCC::Slt, a, c.wrapping_add(1) as u32),
            (IntCC::Sgt, _) => self.icmp_const(IntCC::Sge, a, c.wrapping_add(1) as u32),
            _ => None,
        }
    }

    pub(super) fn fcmp(&mut self, cc: FloatCC, [a, b]: [Value; 2]) -> Folded {
        let (a, b) = (self.bits_of(a)?, self.bits_of(b)?);
        int(u32::from(eval_fcmp(cc, a, b)))
    }
}
