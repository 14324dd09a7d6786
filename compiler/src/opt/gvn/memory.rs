//! Versions of memory: two loads of one place with the same version read the same bytes.
//!
//! An address made of a symbol's address and an index lies within that symbol: accesses are in bounds, and a symbol of
//! the module (`app.mem.0`, `app.global.3`) is one object. So a write there changes the version of that symbol alone. A
//! write to an address of unknown origin, or to an imported symbol (two imports may be one object), changes every
//! version; so does a call. A load from an unknown or imported place has a version which every write changes.
//!
//! A block begins with the versions its only predecessor ended with; where paths meet, everything may have changed.

use cranelift_entity::SecondaryMap;
use smallvec::SmallVec;

use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, InstData, Symbol, Value, ValueDef,
};

/// What a load reads: the number of the last write that may have changed it.
pub(super) type Version = u32;

/// The versions at one point.
#[derive(Clone, Debug, Default)]
struct State {
    /// The last write of any kind.
    any: Version,
    /// The last write that may be to every symbol.
    everywhere: Version,
    /// The last write to a symbol after that, for the symbols that had one.
    symbols: SmallVec<[(Symbol, Version); 4]>,
}

/// The versions at the point the walk has come to, and at the ends of the blocks it needs them of.
pub(super) struct MemoryStates {
    now: State,
    ends: SecondaryMap<Block, Option<Box<State>>>,
    /// Whether a block is the only predecessor of another, so that its end is asked for.
    wanted: SecondaryMap<Block, bool>,
    /// The last number given.
    last: Version,
}

impl MemoryStates {
    pub(super) fn new(cfg: &ControlFlowGraph) -> Self {
        let mut wanted = SecondaryMap::new();
        for &block in &cfg.rpo {
            if let [pred] = cfg.preds(block) {
                wanted[*pred] = true;
            }
        }
        Self {
            now: State::default(),
            ends: SecondaryMap::new(),
            wanted,
            last: 0,
        }
    }

    /// Goes to the start of a block, all of whose dominators were left before.
    pub(super) fn enter(&mut self, cfg: &ControlFlowGraph, tree: &DominatorTree, block: Block) {
        let end = match cfg.preds(block) {
            [pred] if tree.idom(block) == Some(*pred) => self.ends[*pred].as_deref().cloned(),
            _ => None,
        };
        match end {
            Some(state) => self.now = state,
            None => self.write_anything(),
        }
    }

    /// Keeps the versions at the end of a block.
    pub(super) fn leave(&mut self, block: Block) {
        if self.wanted[block] {
            self.ends[block] = Some(Box::new(self.now.clone()));
        }
    }

    /// Everything may have been written.
    pub(super) fn write_anything(&mut self) {
        self.last += 1;
        self.now = State {
            any: self.last,
            everywhere: self.last,
            symbols: SmallVec::new(),
        };
    }

    /// A store was done.
    pub(super) fn write(&mut self, func: &Function, store: &InstData) {
        let Some(symbol) = object(func, store) else {
            return self.write_anything();
        };
        self.last += 1;
        self.now.any = self.last;
        match self.now.symbols.iter_mut().find(|(s, _)| *s == symbol) {
            Some((_, version)) => *version = self.last,
            None => self.now.symbols.push((symbol, self.last)),
        }
    }

    /// What a load reads now.
    pub(super) fn version(&self, func: &Function, load: &InstData) -> Version {
        let Some(symbol) = object(func, load) else {
            return self.now.any;
        };
        let written = self.now.symbols.iter().find(|(s, _)| *s == symbol);
        written.map_or(self.now.everywhere, |&(_, version)| version)
    }
}

/// The symbol in which an access lies, if it is known and has memory of its own.
fn object(func: &Function, access: &InstData) -> Option<Symbol> {
    let (InstData::Load { addr, .. } | InstData::Store { addr, .. }) = access else {
        return None;
    };
    let symbol = root(func, *addr)?;
    (!func.symbols[symbol].name.starts_with("import:")).then_some(symbol)
}

/// The symbol whose address is a summand of an address.
fn root(func: &Function, addr: Value) -> Option<Symbol> {
    let ValueDef::Result(inst, _) = func.def(addr) else {
        return None;
    };
    let symbol_of = |value: Value| match func.def(value) {
        ValueDef::Result(inst, _) => match func.inst(inst) {
            InstData::SymbolAddr { symbol, .. } => Some(*symbol),
            _ => None,
        },
        ValueDef::Param(..) => None,
    };
    match func.inst(inst) {
        InstData::SymbolAddr { symbol, .. } => Some(*symbol),
        InstData::Binary {
            op: BinaryOp::Iadd,
            args: [a, b],
        } => match (symbol_of(*a), symbol_of(*b)) {
            (Some(symbol), None) | (None, Some(symbol)) => Some(symbol),
            _ => None,
        },
        _ => None,
    }
}
