//! The data objects of a module: memories, tables, globals, segments, their descriptors, function references, types,
//! and the second names of what is exported.
//!
//! What nothing can change is read-only, so it stays in flash. Memories and tables take no space in the image:
//! instantiation sets them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::environment::{
    ConstantTable, Environment, GlobalAccess, MemoryPlan, SymbolId, TablePlan,
};
use super::module::{ConstExpr, ExternIndex, Module};
use super::names;
use super::segment::{SegmentPlan, global_items};
use crate::ir::TrapKind;
use crate::object::module::{Alias, Binding, Data, DataKind, Reloc, RelocKind, RelocTarget};

/// Alignment of a linear memory: enough for every natural alignment.
const MEMORY_ALIGN: u32 = 16;
/// Alignment of words, and of data that is copied by words.
const WORD_ALIGN: u32 = 4;

/// The data objects and second names of a module.
#[derive(Clone, Debug, Default)]
pub struct DataObjects {
    /// The data objects.
    pub data: Vec<Data>,
    /// The exports' symbols.
    pub aliases: Vec<Alias>,
}

/// Makes the data objects of a module.
pub fn data(module: &Module, env: &Environment) -> DataObjects {
    let mut writer = Writer {
        module,
        env,
        data: Vec::new(),
    };
    writer.memories();
    writer.tables();
    writer.globals();
    writer.data_segments();
    writer.element_segments();
    writer.function_references();
    writer.types();
    DataObjects {
        data: writer.data,
        aliases: aliases(module, env),
    }
}

/// Bytes with the addresses in them.
#[derive(Default)]
struct Words {
    bytes: Vec<u8>,
    relocs: Vec<Reloc>,
}

impl Words {
    fn number(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    fn address(&mut self, symbol: &Arc<str>) {
        self.relocs.push(Reloc {
            offset: self.bytes.len() as u32,
            kind: RelocKind::Abs32,
            target: RelocTarget::Symbol(symbol.clone()),
            addend: 0,
        });
        self.number(0);
    }
}

struct Writer<'a> {
    module: &'a Module,
    env: &'a Environment,
    data: Vec<Data>,
}

impl Writer<'_> {
    fn name(&self, symbol: SymbolId) -> Arc<str> {
        self.env.symbols.name(symbol).clone()
    }

    fn words(&mut self, name: Arc<str>, kind: DataKind, words: Words) {
        self.aligned(name, kind, WORD_ALIGN, words);
    }

    fn aligned(&mut self, name: Arc<str>, kind: DataKind, align: u32, words: Words) {
        self.data.push(Data {
            name,
            kind,
            binding: Binding::Global,
            align,
            size: words.bytes.len() as u32,
            bytes: words.bytes,
            relocs: words.relocs,
        });
    }

    fn space(&mut self, name: Arc<str>, kind: DataKind, align: u32, size: u32) {
        self.data.push(Data {
            name,
            kind,
            binding: Binding::Global,
            align,
            bytes: Vec::new(),
            size,
            relocs: Vec::new(),
        });
    }

    fn memories(&mut self) {
        for plan in self.env.memories.iter().filter(|plan| !plan.imported) {
            let MemoryPlan {
                min,
                max,
                page_shift,
                ..
            } = *plan;
            let base = self.name(plan.base);
            self.space(base.clone(), DataKind::NoInit, MEMORY_ALIGN, max);
            let mut words = Words::default();
            words.number(min);
            words.address(&base);
            words.number(max);
            words.number(min);
            words.number(page_shift);
            self.words(self.name(plan.desc), constant_if(plan.fixed), words);
        }
    }

    fn tables(&mut self) {
        for plan in self.env.tables.iter().filter(|plan| !plan.imported) {
            let TablePlan { min, max, .. } = *plan;
            let base = self.name(plan.base);
            match &plan.constant {
                Some(table) => {
                    let words = self.table_words(&table.entries);
                    self.words(base.clone(), DataKind::ReadOnly, words);
                    self.code_tables(table);
                }
                None => self.space(base.clone(), DataKind::NoInit, WORD_ALIGN, max * 4),
            }
            let mut words = Words::default();
            words.number(min);
            words.address(&base);
            words.number(max);
            words.number(min);
            self.words(self.name(plan.desc), constant_if(plan.fixed), words);
        }
    }

    fn code_tables(&mut self, table: &ConstantTable) {
        let (module, env) = (self.module, self.env);
        for code in &table.code {
            let mut words = Words::default();
            for entry in &table.entries {
                let Some(function) = *entry else {
                    words.address(&TrapKind::UninitializedElement.routine().into());
                    continue;
                };
                let ty = module.functions[function as usize].type_index;
                if env.types[ty as usize] == code.ty {
                    words.address(env.symbols.name(env.functions[function as usize]));
                } else {
                    words.address(&TrapKind::IndirectCallTypeMismatch.routine().into());
                }
            }
            self.words(self.name(code.symbol), DataKind::ReadOnly, words);
        }
    }

    fn table_words(&self, entries: &[Option<u32>]) -> Words {
        let mut words = Words::default();
        for entry in entries {
            self.reference(&mut words, *entry);
        }
        words
    }

    fn reference(&self, words: &mut Words, function: Option<u32>) {
        match function {
            Some(function) => {
                words.address(self.env.symbols.name(self.env.funcrefs[function as usize]));
            }
            None => words.number(0),
        }
    }

    fn globals(&mut self) {
        let (module, env) = (self.module, self.env);
        for (global, plan) in module.globals.iter().zip(&env.globals) {
            if global.import().is_some() {
                continue;
            }
            let name = self.name(plan.symbol);
            let size = plan.ty.size();
            match plan.access {
                GlobalAccess::Constant(value) => {
                    let words = self.constant(value);
                    self.aligned(name, DataKind::ReadOnly, size, words);
                }
                GlobalAccess::Immutable | GlobalAccess::Mutable { .. } => {
                    self.space(name, DataKind::Bss, size, size);
                }
            }
        }
    }

    fn constant(&self, value: ConstExpr) -> Words {
        let mut words = Words::default();
        match value {
            ConstExpr::I32(value) => words.number(value as u32),
            ConstExpr::F32(bits) => words.number(bits),
            ConstExpr::I64(value) => words.bytes.extend_from_slice(&value.to_le_bytes()),
            ConstExpr::F64(bits) => words.bytes.extend_from_slice(&bits.to_le_bytes()),
            ConstExpr::RefFunc(function) => self.reference(&mut words, Some(function)),
            // A global's value is known only at instantiation, which writes it.
            ConstExpr::RefNull | ConstExpr::GlobalGet(_) | ConstExpr::Computed(_) => {
                words.number(0)
            }
        }
        words
    }

    fn data_segments(&mut self) {
        let (module, env) = (self.module, self.env);
        for (index, segment) in (0u32..).zip(&module.data) {
            let plan = SegmentPlan::of_data(module, index);
            let contents = plan.contents && !segment.bytes.is_empty();
            let name: Arc<str> = names::data(env.instance(), index).into();
            if contents {
                let words = Words {
                    bytes: module.bytes[segment.bytes.clone()].to_vec(),
                    relocs: Vec::new(),
                };
                self.words(name.clone(), DataKind::ReadOnly, words);
            }
            let base = contents.then_some((name, segment.bytes.len() as u32));
            self.segment_descriptor(env.data[index as usize], plan, base);
        }
    }

    fn element_segments(&mut self) {
        let (module, env) = (self.module, self.env);
        for (index, segment) in (0u32..).zip(&module.elements) {
            let plan = SegmentPlan::of_element(module, env, index);
            let contents = plan.contents && !segment.items.is_empty();
            let name = self.name(env.element_words[index as usize]);
            if contents {
                let mut words = Words::default();
                for item in &segment.items {
                    let word = self.constant(*item);
                    for reloc in word.relocs {
                        let offset = words.bytes.len() as u32;
                        words.relocs.push(Reloc { offset, ..reloc });
                    }
                    words.bytes.extend(word.bytes);
                }
                let written = global_items(&segment.items).next().is_some();
                self.words(name.clone(), constant_if(!written), words);
            }
            let base = contents.then_some((name, segment.items.len() as u32));
            self.segment_descriptor(env.elements[index as usize], plan, base);
        }
    }

    fn segment_descriptor(
        &mut self,
        desc: SymbolId,
        plan: SegmentPlan,
        base: Option<(Arc<str>, u32)>,
    ) {
        if !plan.descriptor {
            return;
        }
        let mut words = Words::default();
        let len = base.as_ref().map_or(0, |(_, len)| *len);
        words.number(len);
        match base {
            Some((symbol, _)) => words.address(&symbol),
            None => words.number(0),
        }
        words.number(len);
        self.words(self.name(desc), constant_if(!plan.used), words);
    }

    fn function_references(&mut self) {
        let (module, env) = (self.module, self.env);
        for &function in &module.usage.referenced_functions {
            let ty = module.functions[function as usize].type_index;
            let mut words = Words::default();
            words.address(env.symbols.name(env.functions[function as usize]));
            words.address(env.symbols.name(env.types[ty as usize]));
            let name = self.name(env.funcrefs[function as usize]);
            self.words(name, DataKind::ReadOnly, words);
        }
    }

    /// A word per signature; its address is what counts.
    fn types(&mut self) {
        let signatures: BTreeSet<SymbolId> = self.env.types.iter().copied().collect();
        for symbol in signatures {
            self.data.push(Data {
                name: self.name(symbol),
                kind: DataKind::ReadOnly,
                binding: Binding::Weak,
                align: WORD_ALIGN,
                bytes: vec![0; 4],
                size: 4,
                relocs: Vec::new(),
            });
        }
    }
}

fn constant_if(constant: bool) -> DataKind {
    if constant {
        DataKind::ReadOnly
    } else {
        DataKind::Data
    }
}

/// The symbols of the exports; memories and tables have one more for the descriptor.
fn aliases(module: &Module, env: &Environment) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for export in &module.exports {
        let ty = module.extern_type(export.index);
        let name = names::export(env.instance(), &export.name, &ty);
        let target = names::item(env.instance(), module, export.index);
        if let ExternIndex::Memory(_) | ExternIndex::Table(_) = export.index {
            aliases.push(Alias {
                name: names::descriptor(&name).into(),
                target: names::descriptor(&target).into(),
            });
        }
        aliases.push(Alias {
            name: name.into(),
            target: target.into(),
        });
    }
    aliases
}
