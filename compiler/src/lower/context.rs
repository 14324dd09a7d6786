//! What lowering one function needs at hand: the CLIF read, the IR written, and what became of each value and block.

use std::sync::Arc;

use cranelift_codegen::ir as clif;
use cranelift_entity::SecondaryMap;
use smallvec::{SmallVec, smallvec};

use super::SymbolNames;
use super::builder::{Builder, Pair};
use super::error::{LowerError, Place};
use super::narrow::Narrow;
use crate::ir::{Block, Function, Signature, SourceLoc, Type, Value};
use crate::target::Target;

/// What a CLIF type is on a 32-bit target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A zero-extended word.
    Narrow(Narrow),
    /// A word.
    I32,
    /// Two words.
    I64,
    /// A floating-point value on targets that have them, else its bits.
    F32,
    /// The bits, two words.
    F64,
}

impl Class {
    /// Whether a value takes two words.
    pub fn is_pair(self) -> bool {
        matches!(self, Self::I64 | Self::F64)
    }
}

/// What a CLIF value became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lowered {
    /// One value.
    One(Value),
    /// Low and high word.
    Two(Pair),
}

impl Lowered {
    /// The values, low word first.
    pub fn words(self) -> SmallVec<[Value; 2]> {
        match self {
            Self::One(value) => smallvec![value],
            Self::Two(pair) => smallvec![pair.lo, pair.hi],
        }
    }
}

/// The lowering of one function.
pub struct Context<'a> {
    /// The function read.
    pub clif: &'a clif::Function,
    /// The names of the symbols it refers to.
    pub names: &'a dyn SymbolNames,
    /// The function written.
    pub b: Builder,
    values: SecondaryMap<clif::Value, Option<Lowered>>,
    blocks: SecondaryMap<clif::Block, Option<Block>>,
    symbol: Arc<str>,
    loc: SourceLoc,
}

impl<'a> Context<'a> {
    /// Begins with a function that has its signature, and its first block.
    pub fn new(
        clif: &'a clif::Function,
        names: &'a dyn SymbolNames,
        target: &Target,
        symbol: Arc<str>,
    ) -> Result<Self, LowerError> {
        let mut function = Function::new(Arc::clone(&symbol), Signature::default());
        let entry = function.append_block();
        let mut cx = Self {
            clif,
            names,
            b: Builder::new(function, target.clone(), entry),
            values: SecondaryMap::new(),
            blocks: SecondaryMap::new(),
            symbol,
            loc: SourceLoc::NONE,
        };
        cx.b.func.signature = cx.signature(&clif.signature)?;
        Ok(cx)
    }

    /// The instructions that follow come from there.
    pub fn set_loc(&mut self, loc: SourceLoc) {
        self.loc = loc;
        self.b.set_loc(loc);
    }

    // ---- Errors ----

    /// The function and the current wasm offset.
    pub fn place(&self) -> Place {
        Place {
            function: Arc::clone(&self.symbol),
            loc: self.loc,
        }
    }

    /// The CLIF breaks the contract with the front end.
    pub fn contract(&self, what: impl Into<String>) -> LowerError {
        LowerError::Contract {
            place: self.place(),
            what: what.into(),
        }
    }

    /// The instruction is not lowered for that type.
    pub fn refuse_type(&self, opcode: impl ToString, ty: clif::Type) -> LowerError {
        LowerError::Type {
            place: self.place(),
            opcode: opcode.to_string(),
            ty: ty.to_string(),
        }
    }

    // ---- Types ----

    /// The class of a type; `of` says what has it, for the error.
    pub fn class(&self, of: impl ToString, ty: clif::Type) -> Result<Class, LowerError> {
        match ty {
            clif::types::I8 => Ok(Class::Narrow(Narrow::W8)),
            clif::types::I16 => Ok(Class::Narrow(Narrow::W16)),
            clif::types::I32 => Ok(Class::I32),
            clif::types::I64 => Ok(Class::I64),
            clif::types::F32 => Ok(Class::F32),
            clif::types::F64 => Ok(Class::F64),
            other => Err(self.refuse_type(of, other)),
        }
    }

    /// The class of a value of an instruction.
    pub fn class_of(&self, inst: clif::Inst, value: clif::Value) -> Result<Class, LowerError> {
        let opcode = self.clif.dfg.insts[inst].opcode();
        self.class(opcode, self.clif.dfg.value_type(value))
    }

    /// The class of an instruction's first result.
    pub fn result_class(&self, inst: clif::Inst) -> Result<Class, LowerError> {
        self.class_of(inst, self.clif.dfg.first_result(inst))
    }

    /// The types of the values a class takes.
    fn types(&self, class: Class) -> SmallVec<[Type; 2]> {
        match class {
            Class::I64 | Class::F64 => smallvec![Type::I32, Type::I32],
            Class::F32 if self.b.target.hard_f32() => smallvec![Type::F32],
            Class::Narrow(_) | Class::I32 | Class::F32 => smallvec![Type::I32],
        }
    }

    /// A signature in words.
    pub fn signature(&self, signature: &clif::Signature) -> Result<Signature, LowerError> {
        let split = |params: &[clif::AbiParam]| {
            let mut types = Vec::with_capacity(params.len());
            for param in params {
                let class = self.class("a signature", param.value_type)?;
                types.extend(self.types(class));
            }
            Ok(types)
        };
        Ok(Signature {
            params: split(&signature.params)?,
            results: split(&signature.returns)?,
        })
    }

    // ---- Values ----

    /// What a CLIF value became.
    pub fn value(&self, value: clif::Value) -> Result<Lowered, LowerError> {
        let value = self.clif.dfg.resolve_aliases(value);
        self.values[value].ok_or_else(|| {
            self.contract(format!(
                "CLIF value `{value}` is used where it is not defined"
            ))
        })
    }

    /// A value that takes one word or a floating-point register.
    pub fn one(&self, value: clif::Value) -> Result<Value, LowerError> {
        match self.value(value)? {
            Lowered::One(one) => Ok(one),
            Lowered::Two(_) => Err(self.contract(format!("CLIF value `{value}` is not a word"))),
        }
    }

    /// A value that takes two words.
    pub fn two(&self, value: clif::Value) -> Result<Pair, LowerError> {
        match self.value(value)? {
            Lowered::Two(pair) => Ok(pair),
            Lowered::One(_) => Err(self.contract(format!("CLIF value `{value}` is not a pair"))),
        }
    }

    /// The word of an integer, the low one of a pair.
    pub fn low(&self, value: clif::Value) -> Result<Value, LowerError> {
        Ok(match self.value(value)? {
            Lowered::One(one) => one,
            Lowered::Two(pair) => pair.lo,
        })
    }

    /// A word that is zero exactly if the integer is.
    pub fn condition(&mut self, value: clif::Value) -> Result<Value, LowerError> {
        Ok(match self.value(value)? {
            Lowered::One(one) => one,
            Lowered::Two(pair) => super::int64::any_bit(&mut self.b, pair),
        })
    }

    /// The values of a list, flattened.
    pub fn flatten(&self, values: &[clif::Value]) -> Result<SmallVec<[Value; 4]>, LowerError> {
        let mut words = SmallVec::new();
        for &value in values {
            words.extend(self.value(value)?.words());
        }
        Ok(words)
    }

    /// The n-th argument of an instruction.
    pub fn arg(&self, inst: clif::Inst, n: usize) -> clif::Value {
        self.clif.dfg.inst_args(inst)[n]
    }

    /// Records what the first result of an instruction became.
    pub fn define(&mut self, inst: clif::Inst, result: Lowered) {
        self.values[self.clif.dfg.first_result(inst)] = Some(result);
    }

    /// Records a first result of one word.
    pub fn define_one(&mut self, inst: clif::Inst, result: Value) {
        self.define(inst, Lowered::One(result));
    }

    /// Records a first result of two words.
    pub fn define_two(&mut self, inst: clif::Inst, result: Pair) {
        self.define(inst, Lowered::Two(result));
    }

    /// Records what a value became.
    pub fn set_value(&mut self, value: clif::Value, lowered: Lowered) {
        self.values[value] = Some(lowered);
    }

    /// Records all results of a call from their words.
    pub fn define_words(&mut self, inst: clif::Inst, words: &[Value]) -> Result<(), LowerError> {
        let mut words = words.iter().copied();
        for &result in self.clif.dfg.inst_results(inst) {
            let is_pair = self.class_of(inst, result)?.is_pair();
            let lowered = match (words.next(), is_pair) {
                (Some(one), false) => Lowered::One(one),
                (Some(lo), true) => match words.next() {
                    Some(hi) => Lowered::Two(Pair { lo, hi }),
                    None => {
                        return Err(self.contract("a call has fewer results than its signature"));
                    }
                },
                (None, _) => {
                    return Err(self.contract("a call has fewer results than its signature"));
                }
            };
            self.values[result] = Some(lowered);
        }
        Ok(())
    }

    // ---- Blocks ----

    /// Makes the IR block of a CLIF block, with its parameters. The first one made is the entry.
    pub fn make_block(&mut self, block: clif::Block) -> Result<(), LowerError> {
        let is_entry = self.clif.layout.entry_block() == Some(block);
        let made = if is_entry {
            self.b.func.entry()
        } else {
            self.b.func.append_block()
        };
        self.blocks[block] = Some(made);
        for &param in self.clif.dfg.block_params(block) {
            let class = self.class("a block parameter", self.clif.dfg.value_type(param))?;
            let words: SmallVec<[Value; 2]> = self
                .types(class)
                .into_iter()
                .map(|ty| self.b.func.append_param(made, ty))
                .collect();
            let lowered = match words[..] {
                [lo, hi] => Lowered::Two(Pair { lo, hi }),
                _ => Lowered::One(words[0]),
            };
            self.values[param] = Some(lowered);
        }
        Ok(())
    }

    /// The IR block of a CLIF block.
    pub fn block(&self, block: clif::Block) -> Result<Block, LowerError> {
        self.blocks[block]
            .ok_or_else(|| self.contract(format!("CLIF `{block}` is not in the layout")))
    }
}
