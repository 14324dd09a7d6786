//! The kinds of statements random functions are made of.

use super::{DESCRIPTOR, GLOBALS, Generator, HOST, MEMORY, MEMORY_PAGES, SINK, SINK_SIZE};
use crate::ir::function::Signature;
use crate::ir::inst::{
    BinaryOp, BlockCall, FloatCC, InstData, IntCC, LoadKind, StoreKind, TrapKind, UnaryOp,
    ValueList,
};
use crate::ir::ops;
use crate::ir::types::{Block, Type, Value};

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

    fn int_operation(&mut self) {
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

    fn int_binary(&mut self) {
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

    fn binary(&mut self, op: BinaryOp, a: Value, b: Value) -> Value {
        self.emit_value(InstData::Binary { op, args: [a, b] }, op.ty())
    }

    /// A comparison; often of what was compared before, or with a constant.
    fn comparison(&mut self) -> Value {
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
    fn chain(&mut self) {
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

    fn unary(&mut self, op: UnaryOp, arg: Value) -> Value {
        self.emit_value(InstData::Unary { op, arg }, op.result_ty())
    }

    fn icmp_any(&mut self, a: Value, b: Value) -> Value {
        let cc = self.rng.pick(ops::INT_CC).0;
        self.icmp(cc, a, b)
    }

    /// A select of two small constants, or of the operands of its own condition.
    fn select_consts(&mut self, cond: Value) -> Value {
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

    /// Stores some value where nothing loads it.
    fn observe(&mut self) {
        let ty = match self.options.floats && self.rng.below(4) == 0 {
            true => Type::F32,
            false => Type::I32,
        };
        let value = self.value(ty);
        self.sink(value);
    }

    fn sink(&mut self, value: Value) {
        let symbol = self.func.import_symbol(SINK);
        let offset = 4 * (self.sink % (SINK_SIZE / 4)) as i32;
        self.sink += 1;
        let addr = self.emit(InstData::SymbolAddr { symbol, offset }, &[Type::I32]);
        let kind = match self.func.ty(value) {
            Type::I32 => StoreKind::W32,
            Type::F32 => StoreKind::F32,
        };
        if let Some(addr) = addr {
            let data = InstData::Store {
                kind,
                value,
                addr,
                offset: 0,
                aligned: true,
            };
            self.emit(data, &[]);
        }
    }

    /// Two comparisons joined, branched on, and asked again on both sides.
    fn condition_branch(&mut self, depth: usize) {
        if depth >= 5 {
            return;
        }
        let (a, b) = (self.comparison(), self.comparison());
        let op = self.rng.pick(&[BinaryOp::And, BinaryOp::Or, BinaryOp::Xor]);
        let cond = self.binary(op, a, b);
        let (then, other) = (self.func.append_block(), self.func.append_block());
        let join = self.func.append_block();
        let then_dest = self.call(then, &[]);
        let else_dest = self.call(other, &[]);
        let data = InstData::BrIf {
            cond,
            then_dest,
            else_dest,
        };
        self.emit(data, &[]);
        for block in [then, other] {
            self.inside(block, |this| {
                for _ in 0..2 {
                    let again = this.comparison();
                    this.sink(again);
                }
                this.sink(a);
                let dest = this.call(join, &[]);
                this.emit(InstData::Jump { dest }, &[]);
            });
        }
        self.block = join;
    }

    fn icmp(&mut self, cc: IntCC, a: Value, b: Value) -> Value {
        self.emit_value(InstData::Icmp { cc, args: [a, b] }, Type::I32)
    }

    /// The addition of two word pairs, as lowering makes it.
    fn wide_add(&mut self) {
        let (al, ah, bl, bh) = (self.int(), self.int(), self.int(), self.int());
        let low = self.binary(BinaryOp::Iadd, al, bl);
        let carry = self.icmp(IntCC::Ult, low, al);
        let high = self.binary(BinaryOp::Iadd, ah, bh);
        self.binary(BinaryOp::Iadd, high, carry);
    }

    fn float_operation(&mut self) {
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
    fn check(&mut self) {
        let (x, odd) = (self.int(), self.rng.bits() as u32);
        let rare = self.iconst(odd);
        let cond = match self.rng.below(40) {
            0 => self.comparison(),
            _ => self.icmp(IntCC::Eq, x, rare),
        };
        let kind = self.rng.pick(&TrapKind::ALL);
        self.emit(InstData::TrapIf { cond, kind }, &[]);
    }

    /// Checks of sums of an index and a number, most of which hold.
    fn bounds_check(&mut self) {
        let (x, mask) = (self.int(), self.iconst(0xff));
        let index = self.binary(BinaryOp::And, x, mask);
        let dynamic = self.rng.below(2) == 0;
        for _ in 0..1 + self.rng.below(4) {
            let mut sum = index;
            if self.rng.below(3) != 0 {
                let add = self
                    .rng
                    .pick(&[4, 8, 12, 700, u32::MAX, 0u32.wrapping_sub(4)]);
                let add = self.iconst(add);
                sum = self.binary(BinaryOp::Iadd, index, add);
            }
            let limit = match dynamic {
                true => self.limit_by_size(),
                false => {
                    let limit = self.rng.pick(&[250, 254, 255, 256, 300, 1000]);
                    self.iconst(limit)
                }
            };
            let cond = match self.rng.below(2) {
                0 => self.icmp(IntCC::Ugt, sum, limit),
                _ => self.icmp(IntCC::Ult, limit, sum),
            };
            let kind = TrapKind::MemoryOutOfBounds;
            self.emit(InstData::TrapIf { cond, kind }, &[]);
        }
    }

    /// The size of the memory less a number.
    fn limit_by_size(&mut self) -> Value {
        let symbol = self.func.import_symbol(DESCRIPTOR);
        let data = InstData::SymbolAddr { symbol, offset: 0 };
        let addr = self.emit_value(data, Type::I32);
        let data = InstData::Load {
            kind: LoadKind::W32,
            addr,
            offset: 0,
            aligned: true,
        };
        let size = self.emit_value(data, Type::I32);
        // The sizes themselves are no values of the module.
        self.ints.truncate(self.ints.len() - 2);
        let whole = MEMORY_PAGES << 16;
        let end = self
            .rng
            .pick(&[1, 4, 8, whole - 300, whole - 255, whole - 259]);
        let end = self.iconst(end);
        self.binary(BinaryOp::Isub, size, end)
    }

    /// An address in the memory with an offset, such that 4 bytes are within.
    fn address(&mut self) -> (Value, i32) {
        if !self.addresses.is_empty() && self.rng.below(2) == 0 {
            let recent = self.addresses.len().min(3);
            let n = self.addresses.len() - 1 - self.rng.below(recent);
            return self.addresses[n];
        }
        let symbol = self.func.import_symbol(MEMORY);
        let data = InstData::SymbolAddr { symbol, offset: 0 };
        let base = self.emit_value(data, Type::I32);
        let (x, mask) = (self.int(), self.iconst(0xfc));
        let mut index = self.binary(BinaryOp::And, x, mask);
        if self.rng.below(2) == 0 {
            let more = 4 * self.rng.below(64) as u32;
            let more = self.iconst(more);
            index = self.binary(BinaryOp::Iadd, index, more);
        }
        let addr = match self.rng.below(2) {
            0 => self.binary(BinaryOp::Iadd, base, index),
            _ => self.binary(BinaryOp::Iadd, index, base),
        };
        let address = (addr, 4 * self.rng.below(120) as i32);
        self.addresses.push(address);
        address
    }

    fn load(&mut self) {
        let (addr, offset) = self.address();
        let rows = ops::LOADS.iter();
        let rows = rows.filter(|row| self.options.floats || row.2 == Type::I32);
        let kinds: Vec<_> = rows.map(|row| row.0).collect();
        let kind = self.rng.pick(&kinds);
        let aligned = self.rng.below(2) == 0;
        let data = InstData::Load {
            kind,
            addr,
            offset,
            aligned,
        };
        let value = self.emit_value(data, kind.ty());
        self.sink(value);
    }

    fn store(&mut self) {
        let (addr, offset) = self.address();
        let rows = ops::STORES.iter();
        let rows = rows.filter(|row| self.options.floats || row.2 == Type::I32);
        let kinds: Vec<_> = rows.map(|row| row.0).collect();
        let kind = self.rng.pick(&kinds);
        let value = self.value(kind.ty());
        let aligned = self.rng.below(2) == 0;
        let data = InstData::Store {
            kind,
            value,
            addr,
            offset,
            aligned,
        };
        self.emit(data, &[]);
    }

    /// A load or store of a global.
    fn global(&mut self) {
        let symbol = self.func.import_symbol(GLOBALS);
        let data = InstData::SymbolAddr { symbol, offset: 4 };
        let addr = self.emit_value(data, Type::I32);
        let offset = self.rng.pick(&[-4, 0, 4, 8]);
        let aligned = true;
        let kind = ops::LOADS[4].0;
        let load = InstData::Load {
            kind,
            addr,
            offset,
            aligned,
        };
        if self.rng.below(2) == 0 {
            let (kind, value) = (ops::STORES[2].0, self.int());
            let data = InstData::Store {
                kind,
                value,
                addr,
                offset,
                aligned,
            };
            self.emit(data, &[]);
        }
        let value = self.emit_value(load, Type::I32);
        self.sink(value);
    }

    fn call_out(&mut self) {
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

    /// Two blocks that meet again, of which one may be empty.
    fn if_else(&mut self, depth: usize) {
        let types = self.types();
        let cond = match self.rng.below(4) {
            0 | 1 => self.comparison(),
            2 => self.int(),
            _ => {
                let cond = self.comparison();
                self.select_consts(cond)
            }
        };
        let (then, other) = (self.func.append_block(), self.func.append_block());
        let join = self.block_with(&types);
        let then_dest = self.call(then, &[]);
        let else_dest = match self.rng.below(3) {
            0 => self.call(join, &types),
            _ => self.call(other, &[]),
        };
        let to_other = else_dest.block == other;
        let data = InstData::BrIf {
            cond,
            then_dest,
            else_dest,
        };
        self.emit(data, &[]);
        self.arm(then, join, &types, depth);
        match to_other {
            true => self.arm(other, join, &types, depth),
            false => self.func.layout.retain(|&block| block != other),
        }
        self.continue_in(join);
    }

    /// A block of statements that ends in a jump, rarely in a trap.
    fn arm(&mut self, block: Block, join: Block, types: &[Type], depth: usize) {
        self.inside(block, |this| {
            if this.rng.below(3) == 0 {
                this.store();
            }
            if this.rng.below(4) != 0 {
                this.region(depth + 1);
            }
            if this.rng.below(30) == 0 {
                let kind = this.rng.pick(&TrapKind::ALL);
                this.emit(InstData::Trap { kind }, &[]);
                return;
            }
            let dest = this.call(join, types);
            this.emit(InstData::Jump { dest }, &[]);
        });
    }

    fn table(&mut self, depth: usize) {
        let types = self.types();
        let join = self.block_with(&types);
        let arms: Vec<Block> = (0..1 + self.rng.below(3))
            .map(|_| self.func.append_block())
            .collect();
        let mut targets: Vec<BlockCall> = Vec::new();
        for _ in 0..self.rng.below(5) {
            let arm = self.rng.pick(&arms);
            targets.push(self.call(arm, &[]));
        }
        let default = self.call(join, &types);
        let (x, mask) = (self.int(), self.iconst(7));
        let index = self.binary(BinaryOp::And, x, mask);
        let data = InstData::BrTable {
            index,
            targets,
            default,
        };
        self.emit(data, &[]);
        for arm in arms {
            self.arm(arm, join, &types, depth);
        }
        self.continue_in(join);
    }

    /// A loop that runs a fixed number of times, with values that go round.
    fn counted_loop(&mut self, depth: usize) {
        let mut types = vec![Type::I32];
        types.extend(self.types());
        let (head, exit) = (self.block_with(&types), self.func.append_block());
        let count = 1 + self.rng.below(4) as u32;
        let count = self.iconst(count);
        let mut dest = self.call(head, &types);
        dest.args[0] = count;
        self.emit(InstData::Jump { dest }, &[]);
        self.inside(head, |this| {
            this.continue_in(head);
            let counter = this.func.blocks[head].params[0];
            this.load();
            this.region(depth + 1);
            this.store();
            let one = this.iconst(1);
            let left = this.binary(BinaryOp::Isub, counter, one);
            let mut again = this.call(head, &types);
            again.args[0] = left;
            let data = InstData::BrIf {
                cond: left,
                then_dest: again,
                else_dest: BlockCall {
                    block: exit,
                    args: ValueList::new(),
                },
            };
            this.emit(data, &[]);
        });
        self.block = exit;
    }
}
