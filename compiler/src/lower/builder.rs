//! Emits Tinsmith IR: where instructions go, what values are made of, constants, memory accesses and calls. The operations
//! on words that the equations are made of are in [`words`](super::words).

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::intrinsics::Intrinsic;
use crate::ir::{
    BinaryOp, Block, FloatCC, Function, Inst, InstData, LoadKind, Signature, SourceLoc, StoreKind,
    Type, UnaryOp, Value, ValueDef, ValueList,
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
    constants: FxHashMap<i32, Value>,
}

impl Builder {
    /// A builder for an empty function; blocks are made by the caller, [`Self::switch_to`] comes first.
    pub fn new(func: Function, target: Target, first: Block) -> Self {
        Self {
            func,
            target,
            block: first,
            loc: SourceLoc::NONE,
            constants: FxHashMap::default(),
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

    /// Appends an instruction with one result and returns that.
    pub fn emit_value(&mut self, data: InstData, ty: Type) -> Value {
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
