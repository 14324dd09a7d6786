//! Values that stand for others while a pass runs, and copies of instructions.

use cranelift_entity::SecondaryMap;
use cranelift_entity::packed_option::PackedOption;
use rustc_hash::FxHashMap;

use crate::ir::{Block, Function, Inst, InstData, Type, Value};

/// What each value was replaced by. A pass records replacements as it goes and applies them once at its end.
#[derive(Default)]
pub(super) struct Replacements {
    by: SecondaryMap<Value, PackedOption<Value>>,
    any: bool,
}

impl Replacements {
    /// Has every use of `old` read `new` instead. `new` must not, even indirectly, be replaced by `old`.
    pub(super) fn replace(&mut self, old: Value, new: Value) {
        let new = self.resolve(new);
        debug_assert_ne!(old, new);
        self.by[old] = new.into();
        self.any = true;
    }

    /// The value to read instead of `value`. Shortens the chain it followed.
    pub(super) fn resolve(&mut self, value: Value) -> Value {
        let mut last = value;
        while let Some(next) = self.by[last].expand() {
            last = next;
        }
        let mut at = value;
        while let Some(next) = self.by[at].expand() {
            self.by[at] = last.into();
            at = next;
        }
        last
    }

    /// Whether nothing was replaced.
    pub(super) fn is_empty(&self) -> bool {
        !self.any
    }

    /// Rewrites every operand of the function.
    pub(super) fn apply(mut self, func: &mut Function) {
        if self.is_empty() {
            return;
        }
        for n in 0..func.layout.len() {
            let block = func.layout[n];
            for k in 0..func.blocks[block].insts.len() {
                let inst = func.blocks[block].insts[k];
                func.inst_mut(inst)
                    .visit_args_mut(|arg| *arg = self.resolve(*arg));
            }
        }
    }
}

/// The copies of values, while instructions are copied in an order in which each comes after those it reads.
#[derive(Default)]
pub(super) struct Copies(FxHashMap<Value, Value>);

impl Copies {
    /// Has `copy` stand for `value` in what is copied from now on.
    pub(super) fn insert(&mut self, value: Value, copy: Value) {
        self.0.insert(value, copy);
    }

    /// What an instruction does, reading copies where there are some.
    pub(super) fn data(&self, func: &Function, inst: Inst) -> InstData {
        let mut data = func.inst(inst).clone();
        data.visit_args_mut(|arg| *arg = self.of(*arg));
        data
    }

    /// The copy of a value, or the value where there is none.
    pub(super) fn of(&self, value: Value) -> Value {
        self.0.get(&value).copied().unwrap_or(value)
    }

    /// Appends the copy of an instruction to a block.
    pub(super) fn append(&mut self, func: &mut Function, inst: Inst, data: InstData, to: Block) {
        let results = func.results(inst).to_vec();
        let types: Vec<Type> = results.iter().map(|&value| func.ty(value)).collect();
        let copy = func.append_inst(to, data, &types, func.loc(inst));
        self.0
            .extend(results.into_iter().zip(func.results(copy).iter().copied()));
    }
}
