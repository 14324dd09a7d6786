//! A function: blocks with parameters, instructions, values, and the symbols and signatures it names.

use std::sync::Arc;

use cranelift_entity::packed_option::ReservedValue;
use cranelift_entity::{PrimaryMap, SecondaryMap};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::inst::InstData;
use super::types::{Block, Inst, SigRef, SourceLoc, Symbol, Type, Value};

/// Parameter and result types, after i64 and soft floats were split into words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Signature {
    /// The types of the parameters.
    pub params: Vec<Type>,
    /// The types of the results.
    pub results: Vec<Type>,
}

/// A symbol a function refers to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SymbolData {
    /// Its name in the object file.
    pub name: Arc<str>,
}

/// Where a value is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueDef {
    /// The n-th parameter of a block.
    Param(Block, u16),
    /// The n-th result of an instruction.
    Result(Inst, u16),
}

/// Type and definition of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueData {
    /// Its type.
    pub ty: Type,
    /// Its definition.
    pub def: ValueDef,
}

/// A basic block: parameters, then instructions of which exactly the last is a terminator.
#[derive(Clone, Debug, Default)]
pub struct BlockData {
    /// The parameters.
    pub params: Vec<Value>,
    /// The instructions in order.
    pub insts: Vec<Inst>,
    /// Rarely executed (it ends in a trap): placed out of line.
    pub cold: bool,
}

/// An instruction with its results and its place in the wasm module.
#[derive(Clone, Debug)]
struct InstNode {
    data: InstData,
    results: SmallVec<[Value; 1]>,
    loc: SourceLoc,
}

/// A function in Tinsmith IR.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its symbol in the object file.
    pub name: Arc<str>,
    /// Its own signature; the entry block's parameters have the parameter types.
    pub signature: Signature,
    /// The blocks in layout order; the first is the entry.
    pub layout: Vec<Block>,
    /// All blocks ever made (those not in `layout` are dead).
    pub blocks: PrimaryMap<Block, BlockData>,
    /// The signatures of its calls.
    pub signatures: PrimaryMap<SigRef, Signature>,
    /// The symbols it names; made by [`Function::import_symbol`].
    pub symbols: PrimaryMap<Symbol, SymbolData>,
    symbol_index: FxHashMap<Arc<str>, Symbol>,
    insts: PrimaryMap<Inst, InstNode>,
    values: PrimaryMap<Value, ValueData>,
    /// For a block parameter, the bits that are never one, as far as a pass found out.
    zero_bits: SecondaryMap<Value, u32>,
}

impl Function {
    /// An empty function without blocks.
    pub fn new(name: impl Into<Arc<str>>, signature: Signature) -> Self {
        Self {
            name: name.into(),
            signature,
            layout: Vec::new(),
            blocks: PrimaryMap::new(),
            signatures: PrimaryMap::new(),
            symbols: PrimaryMap::new(),
            symbol_index: FxHashMap::default(),
            insts: PrimaryMap::new(),
            values: PrimaryMap::new(),
            zero_bits: SecondaryMap::new(),
        }
    }

    /// The entry block.
    ///
    /// # Panics
    /// If the function has no block.
    pub fn entry(&self) -> Block {
        self.layout[0]
    }

    /// Makes a block and appends it to the layout.
    pub fn append_block(&mut self) -> Block {
        let block = self.blocks.push(BlockData::default());
        self.layout.push(block);
        block
    }

    /// Appends a parameter to `block`.
    pub fn append_param(&mut self, block: Block, ty: Type) -> Value {
        let n = self.blocks[block].params.len() as u16;
        let value = self.values.push(ValueData {
            ty,
            def: ValueDef::Param(block, n),
        });
        self.blocks[block].params.push(value);
        value
    }

    /// Makes an instruction with results of the types given, without placing it in a block.
    pub fn make_inst(&mut self, data: InstData, results: &[Type], loc: SourceLoc) -> Inst {
        let inst = self.insts.push(InstNode {
            data,
            results: SmallVec::new(),
            loc,
        });
        for (n, &ty) in results.iter().enumerate() {
            let value = self.values.push(ValueData {
                ty,
                def: ValueDef::Result(inst, n as u16),
            });
            self.insts[inst].results.push(value);
        }
        inst
    }

    /// Makes an instruction and appends it to `block`.
    pub fn append_inst(
        &mut self,
        block: Block,
        data: InstData,
        results: &[Type],
        loc: SourceLoc,
    ) -> Inst {
        let inst = self.make_inst(data, results, loc);
        self.blocks[block].insts.push(inst);
        inst
    }

    /// What an instruction does.
    pub fn inst(&self, inst: Inst) -> &InstData {
        &self.insts[inst].data
    }

    /// What an instruction does, to be changed. Its results and their types stay.
    pub fn inst_mut(&mut self, inst: Inst) -> &mut InstData {
        &mut self.insts[inst].data
    }

    /// The results of an instruction.
    pub fn results(&self, inst: Inst) -> &[Value] {
        &self.insts[inst].results
    }

    /// The only result of an instruction that has exactly one.
    ///
    /// # Panics
    /// If it has none.
    pub fn result(&self, inst: Inst) -> Value {
        self.insts[inst].results[0]
    }

    /// Where in the wasm module an instruction comes from.
    pub fn loc(&self, inst: Inst) -> SourceLoc {
        self.insts[inst].loc
    }

    /// The type of a value.
    pub fn ty(&self, value: Value) -> Type {
        self.values[value].ty
    }

    /// The bits of a block parameter that may be one: all, unless [`Self::note_possible_bits`] was told better.
    pub fn possible_bits(&self, param: Value) -> u32 {
        !self.zero_bits[param]
    }

    /// Notes that no other bits of a block parameter are ever one. The note is about the value, not about who passes it, so
    /// it holds as long as the function means the same.
    pub fn note_possible_bits(&mut self, param: Value, bits: u32) {
        self.zero_bits[param] = !bits;
    }

    /// Where a value is defined.
    pub fn def(&self, value: Value) -> ValueDef {
        self.values[value].def
    }

    /// The instruction that a value is a result of; none for a block's parameter.
    pub fn made_by(&self, value: Value) -> Option<&InstData> {
        match self.def(value) {
            ValueDef::Result(inst, _) => Some(self.inst(inst)),
            ValueDef::Param(..) => None,
        }
    }

    /// How often each value is read.
    pub fn count_reads(&self) -> SecondaryMap<Value, u32> {
        let mut reads = SecondaryMap::with_capacity(self.value_count());
        for &block in &self.layout {
            for &inst in &self.blocks[block].insts {
                self.inst(inst).visit_args(|arg| reads[arg] += 1);
            }
        }
        reads
    }

    /// Whether a block calls; a tail call, which does not come back, is none.
    pub fn calls(&self, block: Block) -> bool {
        self.blocks[block].insts.iter().any(|&inst| {
            let data = self.inst(inst);
            matches!(data, InstData::Call { .. } | InstData::CallIndirect { .. })
        })
    }

    /// How many values were ever made; for side tables.
    pub fn value_count(&self) -> usize {
        self.values.len()
    }

    /// How many instructions were ever made; for side tables.
    pub fn inst_count(&self) -> usize {
        self.insts.len()
    }

    /// The terminator of a block.
    ///
    /// # Panics
    /// If the block is empty.
    pub fn terminator(&self, block: Block) -> Inst {
        *self.blocks[block]
            .insts
            .last()
            .expect("a block ends in a terminator")
    }

    /// The symbol of that name, made if this is its first mention.
    pub fn import_symbol(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.symbol_index.get(name) {
            return symbol;
        }
        let name: Arc<str> = name.into();
        let symbol = self.symbols.push(SymbolData { name: name.clone() });
        self.symbol_index.insert(name, symbol);
        symbol
    }

    /// That signature, made if this is its first mention.
    pub fn import_signature(&mut self, signature: &Signature) -> SigRef {
        match self.signatures.iter().find(|(_, data)| *data == signature) {
            Some((sig, _)) => sig,
            None => self.signatures.push(signature.clone()),
        }
    }

    /// Keeps the parameters of `block` for which `keep` holds (by position) and renumbers them. The branches to the
    /// block are the caller's to change.
    pub fn retain_params(&mut self, block: Block, mut keep: impl FnMut(usize) -> bool) {
        let mut n = 0;
        self.blocks[block].params.retain(|_| {
            n += 1;
            keep(n - 1)
        });
        for (n, &param) in self.blocks[block].params.iter().enumerate() {
            self.values[param].def = ValueDef::Param(block, n as u16);
        }
    }

    /// Makes `count` values without a definition; the parser gives them one with [`Self::define_value`].
    pub(super) fn reserve_values(&mut self, count: usize) {
        let undefined = ValueData {
            ty: Type::I32,
            def: ValueDef::Param(Block::reserved_value(), 0),
        };
        while self.values.len() < count {
            self.values.push(undefined);
        }
    }

    /// Sets type and definition of a value.
    pub(super) fn define_value(&mut self, value: Value, data: ValueData) {
        self.values[value] = data;
    }

    /// As [`Self::make_inst`], with results that are already there ([`Self::reserve_values`]).
    pub(super) fn make_inst_defining(
        &mut self,
        data: InstData,
        results: SmallVec<[Value; 1]>,
        loc: SourceLoc,
    ) -> Inst {
        self.insts.push(InstNode { data, results, loc })
    }
}
