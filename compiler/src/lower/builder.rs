//! Emits Tinsmith IR with the simplifications the equations of this stage count on.
//!
//! The i64 equations are written once, for unknown operands. Where an operand is a constant half (the high word of a
//! zero-extended value, a mask) the constructors here drop the neutral or dead operation, so that the same
//! equation yields the short form. They do no more than that: value numbering and dead code are `opt/`'s.

use std::collections::HashMap;

use smallvec::SmallVec;

use super::intrinsics::Intrinsic;
use crate::ir::eval::{eval_binary, eval_icmp};
use crate::ir::{
    BinaryOp, Block, FloatCC, Function, Inst, InstData, IntCC, LoadKind, Signature, SourceLoc,
    StoreKind, TrapKind, Type, UnaryOp, Value, ValueDef, ValueList,
};
use crate::target::{Ext, Isa, Target};

/// An `i64` or the bits of an `f64`: two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Bits 0 to 31.
    pub lo: Value,
    /// Bits 32 to 63.
    pub hi: Value,
}

/// A function under construction: the place instructions go to and the target they are for.
pub struct Builder {
    /// The function so far.
    pub func: Function,
    /// What may be emitted.
    pub target: Target,
    block: Block,
    loc: SourceLoc,
    /// The constants the current block already has.
    constants: HashMap<i32, Value>,
}

impl Builder {
    /// A builder for an empty function; blocks are made by the caller, [`Self::switch_to`] comes first.
    pub fn new(func: Function, target: Target, first: Block) -> Self {
        Self {
            func,
            target,
            block: first,
            loc: SourceLoc::NONE,
            constants: HashMap::new(),
        }
    }

    /// Continues at the end of `block`.
    pub fn switch_to(&mut self, block: Block) {
        self.block = block;
        self.constants.clear();
    }

    /// The block instructions go to.
    pub fn block(&self) -> Block {
        self.block
    }

    /// The place in the wasm module that what follows comes from.
    pub fn set_loc(&mut self, loc: SourceLoc) {
        self.loc = loc;
    }

    /// Whether the target has an option.
    pub fn has(&self, ext: Ext) -> bool {
        self.target.has(ext)
    }

    /// Whether a select is one instruction (Xtensa `moveqz`), not a branch.
    pub fn select_is_cheap(&self) -> bool {
        self.target.isa == Isa::Xtensa
    }

    /// Appends an instruction as it is.
    pub fn emit(&mut self, data: InstData, results: &[Type]) -> Inst {
        self.func.append_inst(self.block, data, results, self.loc)
    }

    fn emit_value(&mut self, data: InstData, ty: Type) -> Value {
        let inst = self.emit(data, &[ty]);
        self.func.result(inst)
    }

    // ---- Looking at values ----

    /// The instruction that makes `value`, if it is not a block parameter.
    pub fn def(&self, value: Value) -> Option<&InstData> {
        match self.func.def(value) {
            ValueDef::Result(inst, _) => Some(self.func.inst(inst)),
            ValueDef::Param(..) => None,
        }
    }

    /// The number `value` is, if it is a constant.
    pub fn as_const(&self, value: Value) -> Option<i32> {
        match self.def(value) {
            Some(&InstData::Iconst(n)) => Some(n),
            _ => None,
        }
    }

    /// Whether `value` is that constant.
    pub fn is_const(&self, value: Value, n: i32) -> bool {
        self.as_const(value) == Some(n)
    }

    /// The 64-bit number a pair is, if both halves are constants.
    pub fn as_const64(&self, pair: Pair) -> Option<i64> {
        let lo = self.as_const(pair.lo)? as u32;
        let hi = self.as_const(pair.hi)?;
        Some((i64::from(hi) << 32) | i64::from(lo))
    }

    /// The operands of `value` if it is that operation.
    pub fn as_binary(&self, value: Value, wanted: BinaryOp) -> Option<[Value; 2]> {
        match self.def(value) {
            Some(&InstData::Binary { op, args }) if op == wanted => Some(args),
            _ => None,
        }
    }

    /// Whether `value` is known to be 0 or 1.
    pub fn is_bool(&self, value: Value) -> bool {
        match self.def(value) {
            Some(&InstData::Iconst(n)) => n == 0 || n == 1,
            Some(&InstData::Binary {
                op: BinaryOp::And | BinaryOp::Or | BinaryOp::Xor,
                args: [a, b],
            }) => self.is_compare(a) && self.is_compare(b),
            _ => self.is_compare(value),
        }
    }

    /// Whether `value` is the result of a comparison.
    fn is_compare(&self, value: Value) -> bool {
        matches!(
            self.def(value),
            Some(InstData::Icmp { .. } | InstData::Fcmp { .. })
        )
    }

    // ---- Constants and plain operations ----

    /// A 32-bit constant.
    pub fn iconst(&mut self, n: i32) -> Value {
        if let Some(&value) = self.constants.get(&n) {
            return value;
        }
        let value = self.emit_value(InstData::Iconst(n), Type::I32);
        self.constants.insert(n, value);
        value
    }

    /// A 32-bit constant given by its bits.
    pub fn uconst(&mut self, bits: u32) -> Value {
        self.iconst(bits as i32)
    }

    /// A 64-bit constant.
    pub fn const64(&mut self, n: i64) -> Pair {
        Pair {
            lo: self.iconst(n as i32),
            hi: self.iconst((n >> 32) as i32),
        }
    }

    /// One operand, no simplification.
    pub fn unary(&mut self, op: UnaryOp, arg: Value) -> Value {
        self.emit_value(InstData::Unary { op, arg }, op.result_ty())
    }

    /// Two operands, no simplification.
    pub fn binary(&mut self, op: BinaryOp, a: Value, b: Value) -> Value {
        self.emit_value(InstData::Binary { op, args: [a, b] }, op.ty())
    }

    /// `fcmp cc a, b`
    pub fn fcmp(&mut self, cc: FloatCC, a: Value, b: Value) -> Value {
        self.emit_value(InstData::Fcmp { cc, args: [a, b] }, Type::I32)
    }

    /// The address of a symbol plus an offset.
    pub fn symbol_addr(&mut self, name: &str, offset: i32) -> Value {
        let symbol = self.func.import_symbol(name);
        self.emit_value(InstData::SymbolAddr { symbol, offset }, Type::I32)
    }

    // ---- Words, with neutral operands dropped ----

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

    // ---- Memory and calls ----

    /// A load; alignment is the caller's business.
    pub fn load(&mut self, kind: LoadKind, addr: Value, offset: i32, aligned: bool) -> Value {
        let data = InstData::Load {
            kind,
            addr,
            offset,
            aligned,
        };
        self.emit_value(data, kind.ty())
    }

    /// A store; alignment is the caller's business.
    pub fn store(
        &mut self,
        kind: StoreKind,
        value: Value,
        addr: Value,
        offset: i32,
        aligned: bool,
    ) {
        let data = InstData::Store {
            kind,
            value,
            addr,
            offset,
            aligned,
        };
        self.emit(data, &[]);
    }

    /// Calls a runtime routine with the words of its arguments; returns the words of its result.
    pub fn call(&mut self, routine: &Intrinsic, words: &[Value]) -> SmallVec<[Value; 2]> {
        let signature = Signature {
            params: vec![Type::I32; routine.param_words()],
            results: vec![Type::I32; routine.result_words()],
        };
        debug_assert_eq!(signature.params.len(), words.len(), "{}", routine.name);
        let symbol = self.func.import_symbol(routine.name);
        let sig = self.func.import_signature(&signature);
        let data = InstData::Call {
            symbol,
            sig,
            args: ValueList::from_slice(words),
        };
        let inst = self.emit(data, &signature.results);
        SmallVec::from_slice(self.func.results(inst))
    }

    /// Calls a runtime routine that returns one word.
    pub fn call_word(&mut self, routine: &Intrinsic, words: &[Value]) -> Value {
        self.call(routine, words)[0]
    }

    /// Calls a runtime routine that returns two words.
    pub fn call_pair(&mut self, routine: &Intrinsic, words: &[Value]) -> Pair {
        let results = self.call(routine, words);
        Pair {
            lo: results[0],
            hi: results[1],
        }
    }
}
