//! The kinds of statements random functions are made of, and those that compute.

use super::{Generator, HOST};
use crate::ir::function::Signature;
use crate::ir::inst::{BinaryOp, FloatCC, InstData, IntCC, TrapKind, UnaryOp};
use crate::ir::ops;
use crate::ir::types::{Type, Value};

impl Generator {
    pub(super) fn statement(&mut self, depth: usize) {
        let nest = depth < 5 && self.budget > 10;
        match self.rng.below(32) {
            0 | 1 if nest => self.if_else(depth),
            2 if nest => self.counted_loop(depth),
            3 if nest => self.table(depth),
            4 | 5 => self.check(),
            6 => self.bounds_check(),
            7 | 8 => self.load(),
            9 | 10 => self.store(),
            11 => self.global(),
            12 => self.call_out(),
            13 => self.wide_add(),
            14..=17 => self.chain(),
            18..=20 => self.observe(),
            21 => self.condition_branch(depth),
            22 | 23 if self.options.floats => self.float_operation(),
            _ => self.int_operation(),
        }
    }

    pub(super) fn int_operation(&mut self) {
        match self.rng.below(10) {
            0 | 1 => {
                let word = self.rng.word();
                self.iconst(word);
            }
            2 | 3 => {
                self.comparison();
            }
            4 => {
                let (cond, if_true, if_false) = (self.int(), self.int(), self.int());
                let data = InstData::Select {
                    cond,
                    if_true,
                    if_false,
                };
                self.emit_value(data, Type::I32);
            }
            5 => {
                let rows = ops::UNARY.iter();
                let rows = rows.filter(|row| (row.2, row.3) == (Type::I32, Type::I32));
                let ops: Vec<_> = rows.map(|row| row.0).collect();
                let (op, arg) = (self.rng.pick(&ops), self.int());
                self.emit_value(InstData::Unary { op, arg }, Type::I32);
            }
            _ => self.int_binary(),
        }
    }

    pub(super) fn int_binary(&mut self) {
        let rows = ops::BINARY.iter().filter(|row| row.2 == Type::I32);
        let ops: Vec<_> = rows.map(|row| row.0).collect();
        let op = self.rng.pick(&ops);
        let a = self.int();
        let mut b = self.int();
        if self.rng.below(3) == 0 {
            let word = self.rng.word();
            b = self.iconst(word);
        }
        match op {
            // Odd, so not zero.
            BinaryOp::Udiv | BinaryOp::Urem | BinaryOp::Srem => {
                let one = self.iconst(1);
                b = self.binary(BinaryOp::Or, b, one);
            }
            // From 1 to 2^31 - 1.
            BinaryOp::Sdiv => {
                let (one, mask) = (self.iconst(1), self.iconst(0x7fff_ffff));
                b = self.binary(BinaryOp::Or, b, one);
                b = self.binary(BinaryOp::And, b, mask);
            }
            _ => {}
        }
        self.binary(op, a, b);
    }

    pub(super) fn binary(&mut self, op: BinaryOp, a: Value, b: Value) -> Value {
        self.emit_value(InstData::Binary { op, args: [a, b] }, op.ty())
    }

    /// A comparison; often of what was compared before, or with a constant.
    pub(super) fn comparison(&mut self) -> Value {
        let cc = self.rng.pick(ops::INT_CC).0;
        let mut args = [self.int(), self.int()];
        if !self.comparisons.is_empty() && self.rng.below(2) == 0 {
            args = self.comparisons[self.rng.below(self.comparisons.len())];
        }
        if self.rng.below(2) == 0 {
            let word = self.rng.word();
            args[1] = self.iconst(word);
        }
        self.comparisons.push(args);
        if self.rng.below(4) == 0 {
            args.swap(0, 1);
        }
        self.icmp(cc, args[0], args[1])
    }

    /// Two or three operations with constants on one value, as rules look for; the result is looked at.
    pub(super) fn chain(&mut self) {
        use BinaryOp::{Iadd, Imul, Isub, Or, Rotl, Sdiv, Srem, Udiv, Umulhi, Urem};
        const OPS: [BinaryOp; 20] = [
            Iadd,
            Isub,
            Imul,
            Umulhi,
            Udiv,
            Urem,
            Sdiv,
            Srem,
            Or,
            Rotl,
            BinaryOp::And,
            BinaryOp::And,
            BinaryOp::Xor,
            BinaryOp::Ishl,
            BinaryOp::Ishl,
            BinaryOp::Ushr,
            BinaryOp::Ushr,
            BinaryOp::Sshr,
            BinaryOp::Umin,
            BinaryOp::Smax,
        ];
        const WIDTHS: [u32; 8] = [8, 16, 24, 24, 16, 31, 0xff, 0xffff];
        let mut x = self.int();
        for _ in 0..2 + self.rng.below(3) {
            let op = self.rng.pick(&OPS);
            let mut word = match self.rng.below(2) {
                0 => self.rng.pick(&WIDTHS),
                _ => self.rng.word(),
            };
            if matches!(op, Udiv | Urem | Sdiv | Srem) {
                word = (word & 0x7fff_ffff).max(1);
            }
            let c = self.iconst(word);
            x = match self.rng.below(8) {
                0 => self.unary(UnaryOp::Sext8, x),
                1 => self.unary(UnaryOp::Sext16, x),
                2 => self.icmp_any(x, c),
                3 => self.select_consts(x),
                4 if op.is_commutative() => self.binary(op, c, x),
                _ => self.binary(op, x, c),
            };
        }
        self.sink(x);
    }

    pub(super) fn unary(&mut self, op: UnaryOp, arg: Value) -> Value {
        self.emit_value(InstData::Unary { op, arg }, op.result_ty())
    }

    pub(super) fn icmp_any(&mut self, a: Value, b: Value) -> Value {
        let cc = self.rng.pick(ops::INT_CC).0;
        self.icmp(cc, a, b)
    }

    /// A select of two small constants, or of the operands of its own condition.
    pub(super) fn select_consts(&mut self, cond: Value) -> Value {
        let [a, b] = self.rng.pick(&[[1, 0], [0, 1], [1, 1], [0, 2], [3, 0]]);
        let (mut cond, mut if_true, mut if_false) = (cond, self.iconst(a), self.iconst(b));
        if self.rng.below(3) == 0 {
            (if_true, if_false) = (cond, self.int());
            cond = match self.rng.below(2) {
                0 => self.icmp_any(if_true, if_false),
                _ => self.icmp_any(if_false, if_true),
            };
        }
        let data = InstData::Select {
            cond,
            if_true,
            if_false,
        };
        self.emit_value(data, Type::I32)
    }

    pub(super) fn icmp(&mut self, cc: IntCC, a: Value, b: Value) -> Value {
        self.emit_value(InstData::Icmp { cc, args: [a, b] }, Type::I32)
    }

    /// The addition of two word pairs, as lowering makes it.
    pub(super) fn wide_add(&mut self) {
        let (al, ah, bl, bh) = (self.int(), self.int(), self.int(), self.int());
        let low = self.binary(BinaryOp::Iadd, al, bl);
        let carry = self.icmp(IntCC::Ult, low, al);
        let high = self.binary(BinaryOp::Iadd, ah, bh);
        self.binary(BinaryOp::Iadd, high, carry);
    }

    pub(super) fn float_operation(&mut self) {
        match self.rng.below(6) {
            0 => {
                let bits = self.rng.word();
                self.emit_value(InstData::Fconst(bits), Type::F32);
            }
            1 => {
                let cc: FloatCC = self.rng.pick(ops::FLOAT_CC).0;
                let args = [self.value(Type::F32), self.value(Type::F32)];
                self.emit_value(InstData::Fcmp { cc, args }, Type::I32);
            }
            2 | 3 => {
                let rows = ops::UNARY.iter();
                let rows = rows.filter(|row| row.2 == Type::F32 || row.3 == Type::F32);
                let ops: Vec<_> = rows.map(|row| row.0).collect();
                let op = self.rng.pick(&ops);
                let arg = self.value(op.arg_ty());
                self.emit_value(InstData::Unary { op, arg }, op.result_ty());
            }
            _ => {
                let rows = ops::BINARY.iter().filter(|row| row.2 == Type::F32);
                let ops: Vec<_> = rows.map(|row| row.0).collect();
                let op = self.rng.pick(&ops);
                let (a, b) = (self.value(Type::F32), self.value(Type::F32));
                self.binary(op, a, b);
            }
        }
    }

    /// A check that rarely fails.
    pub(super) fn check(&mut self) {
        let (x, odd) = (self.int(), self.rng.bits() as u32);
        let rare = self.iconst(odd);
        let cond = match self.rng.below(40) {
            0 => self.comparison(),
            _ => self.icmp(IntCC::Eq, x, rare),
        };
        let kind = self.rng.pick(&TrapKind::ALL);
        self.emit(InstData::TrapIf { cond, kind }, &[]);
    }

    pub(super) fn call_out(&mut self) {
        let (name, params, results) = self.rng.pick(&[
            (HOST, 2, 1),
            ("tinsmith_i64_mul", 4, 2),
            ("tinsmith_f64_add", 4, 2),
            ("tinsmith_f64_lt", 4, 1),
            ("tinsmith_i64_trunc_sat_f64_s", 2, 2),
        ]);
        let signature = Signature {
            params: vec![Type::I32; params],
            results: vec![Type::I32; results],
        };
        let symbol = self.func.import_symbol(name);
        let sig = self.func.import_signature(&signature);
        let args = (0..params).map(|_| self.int()).collect();
        let data = InstData::Call { symbol, sig, args };
        self.emit(data, &signature.results);
        let insts = &self.func.blocks[self.block].insts;
        for result in self.func.results(insts[insts.len() - 1]).to_vec() {
            self.offer(result);
        }
        if name == HOST {
            self.load();
        }
    }
}
