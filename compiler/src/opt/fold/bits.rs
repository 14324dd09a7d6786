//! Bitwise operations, shifts, extensions and the unary operations that undo each other.

use super::known::possible_bits;
use super::{Folded, Folder, binary, int, unary, value};
use crate::ir::{BinaryOp, InstData, LoadKind, UnaryOp, Value};

impl Folder<'_> {
    pub(super) fn bitwise(&mut self, op: BinaryOp, a: Value, b: Value) -> Folded {
        if a == b {
            return match op {
                BinaryOp::Xor => int(0),
                _ => value(a),
            };
        }
        let c = self.int_of(b)?;
        if let Some((x, c2)) = self.def_binary_const(a, op) {
            let c = match op {
                BinaryOp::And => c & c2,
                BinaryOp::Or => c | c2,
                _ => c ^ c2,
            };
            return self.binary_const(op, x, c);
        }
        match (op, c) {
            (BinaryOp::And, _) => self.and_const(a, c),
            (BinaryOp::Or, u32::MAX) => int(u32::MAX),
            (BinaryOp::Or | BinaryOp::Xor, 0) => value(a),
            (BinaryOp::Xor, 1) => self.not_bool(a),
            _ => None,
        }
    }

    fn and_const(&mut self, a: Value, c: u32) -> Folded {
        let possible = possible_bits(self.func, a);
        if possible & c == 0 {
            return int(0);
        }
        if possible & !c == 0 {
            return value(a);
        }
        // What the mask hides need not be made.
        if let Some(x) = self.def_unary(a, UnaryOp::Sext8).filter(|_| c <= 0xff) {
            return self.binary_const(BinaryOp::And, x, c);
        }
        if let Some(x) = self.def_unary(a, UnaryOp::Sext16).filter(|_| c <= 0xffff) {
            return self.binary_const(BinaryOp::And, x, c);
        }
        for op in [BinaryOp::Or, BinaryOp::Xor] {
            if let Some((x, _)) = self.def_binary_const(a, op).filter(|(_, d)| c & d == 0) {
                return self.binary_const(BinaryOp::And, x, c);
            }
        }
        None
    }

    /// `b ^ 1` of a comparison is the complementary comparison.
    fn not_bool(&self, a: Value) -> Folded {
        match *self.func.made_by(a)? {
            InstData::Icmp { cc, args: [x, y] } => super::icmp(cc.complement(), x, y),
            InstData::Fcmp { cc, args } => Some(super::Rewrite::Inst(InstData::Fcmp {
                cc: cc.complement(),
                args,
            })),
            _ => None,
        }
    }

    pub(super) fn shift(&mut self, op: BinaryOp, a: Value, b: Value) -> Folded {
        let Some(k) = self.int_of(b) else {
            // The amount is taken modulo 32 anyway.
            let (x, mask) = self.def_binary_const(b, BinaryOp::And)?;
            return (mask & 31 == 31).then(|| binary(op, a, x)).flatten();
        };
        match k {
            0 => return value(a),
            32.. => return self.binary_const(op, a, k & 31),
            _ => {}
        }
        match op {
            BinaryOp::Ishl => self.ishl_const(a, k),
            BinaryOp::Ushr => self.ushr_const(a, k),
            BinaryOp::Sshr => self.sshr_const(a, k),
            _ => None,
        }
    }

    fn ishl_const(&mut self, a: Value, k: u32) -> Folded {
        if let Some((x, j)) = self.def_binary_const(a, BinaryOp::Ishl).filter(small) {
            return match j + k {
                sum @ ..32 => self.binary_const(BinaryOp::Ishl, x, sum),
                _ => int(0),
            };
        }
        None
    }

    fn ushr_const(&mut self, a: Value, k: u32) -> Folded {
        if possible_bits(self.func, a) >> k == 0 {
            return int(0);
        }
        if let Some((x, j)) = self.def_binary_const(a, BinaryOp::Ushr).filter(small) {
            return match j + k {
                sum @ ..32 => self.binary_const(BinaryOp::Ushr, x, sum),
                _ => int(0),
            };
        }
        match self.def_binary_const(a, BinaryOp::Ishl)? {
            (x, j) if j == k && (k == 16 || k == 24) => {
                self.binary_const(BinaryOp::And, x, u32::MAX >> k)
            }
            _ => None,
        }
    }

    fn sshr_const(&mut self, a: Value, k: u32) -> Folded {
        if possible_bits(self.func, a) >> 31 == 0 {
            return self.binary_const(BinaryOp::Ushr, a, k);
        }
        if let Some((x, j)) = self.def_binary_const(a, BinaryOp::Sshr).filter(small) {
            return self.binary_const(BinaryOp::Sshr, x, (j + k).min(31));
        }
        match self.def_binary_const(a, BinaryOp::Ishl)? {
            (x, 24) if k == 24 => unary(UnaryOp::Sext8, x),
            (x, 16) if k == 16 => unary(UnaryOp::Sext16, x),
            _ => None,
        }
    }

    /// Unary operations of what other operations made.
    pub(super) fn unary_of_unary(&mut self, op: UnaryOp, arg: Value) -> Folded {
        let inverse = match op {
            UnaryOp::Sext8 => return self.sext(op, 8, arg),
            UnaryOp::Sext16 => return self.sext(op, 16, arg),
            UnaryOp::Fabs => {
                if self.def_unary(arg, UnaryOp::Fabs).is_some() {
                    return value(arg);
                }
                let x = self.def_unary(arg, UnaryOp::Fneg)?;
                return unary(UnaryOp::Fabs, x);
            }
            UnaryOp::Bswap | UnaryOp::Fneg => op,
            UnaryOp::BitcastF32ToI32 => UnaryOp::BitcastI32ToF32,
            UnaryOp::BitcastI32ToF32 => UnaryOp::BitcastF32ToI32,
            _ => return None,
        };
        value(self.def_unary(arg, inverse)?)
    }

    fn sext(&mut self, op: UnaryOp, width: u32, arg: Value) -> Folded {
        let sign_bit = 1 << (width - 1);
        if possible_bits(self.func, arg) < sign_bit || self.signed_width(arg) <= width {
            return value(arg);
        }
        // Bits above the width do not matter.
        if let Some((x, mask)) = self.def_binary_const(arg, BinaryOp::And) {
            let low = u32::MAX >> (32 - width);
            return (mask & low == low).then(|| unary(op, x)).flatten();
        }
        unary(op, self.def_unary(arg, UnaryOp::Sext16)?)
    }

    /// How many bits hold the value as a signed number; 32 if nothing is known.
    fn signed_width(&self, value: Value) -> u32 {
        match self.func.made_by(value) {
            Some(InstData::Unary { op, .. }) => match op {
                UnaryOp::Sext8 => 8,
                UnaryOp::Sext16 => 16,
                _ => 32,
            },
            Some(InstData::Load { kind, .. }) => match kind {
                LoadKind::S8 => 8,
                LoadKind::S16 => 16,
                _ => 32,
            },
            _ => 32,
        }
    }
}

/// Whether a shift amount is not yet to be taken modulo 32.
fn small(shift: &(Value, u32)) -> bool {
    shift.1 < 32
}
