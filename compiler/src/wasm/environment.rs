//! What the translation of every function shares: the symbols, numbered beforehand so that functions can be
//! translated in parallel, and what is known about each memory, table and global.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::error::WasmError;
use super::intrinsic::Intrinsic;
use super::module::{
    ConstExpr, ExternIndex, ExternType, GlobalInit, Module, SegmentMode, Table, ValueType,
};
use super::names;
use crate::middle::SymbolTable;

/// What the module is compiled as, and what it may have.
#[derive(Clone, Debug)]
pub struct TranslateOptions {
    /// The instance's name, first part of its symbols.
    pub instance: String,
    /// The most bytes a linear memory may grow to, whatever it declares.
    pub memory_reserve: u32,
    /// The most entries a table may grow to, whatever it declares.
    pub table_reserve: u32,
    /// Whether no other module of the firmware may grow what this one exports. A memory that its own module never grows
    /// then has one size for good.
    pub alone: bool,
}

impl Default for TranslateOptions {
    fn default() -> Self {
        Self {
            instance: "app".to_owned(),
            memory_reserve: 4 << 20,
            table_reserve: 10_000,
            alone: false,
        }
    }
}

/// A [`SymbolTable`] number.
pub(super) type SymbolId = u32;

/// What is known of a memory.
#[derive(Clone, Debug)]
pub struct MemoryPlan {
    pub(super) base: SymbolId,
    pub(super) desc: SymbolId,
    /// Bytes it always has at least.
    pub min: u32,
    /// Bytes it never exceeds.
    pub max: u32,
    /// The base-2 logarithm of the bytes of a page.
    pub page_shift: u32,
    /// Its size is always `min`.
    pub(super) fixed: bool,
    pub(super) imported: bool,
}

/// What is known of a table.
#[derive(Clone, Debug)]
pub(super) struct TablePlan {
    pub base: SymbolId,
    pub desc: SymbolId,
    /// Entries it always has at least.
    pub min: u32,
    /// Entries it never exceeds.
    pub max: u32,
    /// Its size is always `min`.
    pub fixed: bool,
    pub imported: bool,
    /// What it holds, if nothing but active segments ever writes it and they are known to be in bounds.
    pub constant: Option<ConstantTable>,
}

/// A table that is known beforehand.
#[derive(Clone, Debug, Default)]
pub(super) struct ConstantTable {
    /// The function of each entry; none is null.
    pub entries: Vec<Option<u32>>,
    /// Whether some entry is null.
    pub has_null: bool,
    /// The types of the functions, sorted.
    pub types: Vec<SymbolId>,
    /// Per type of a call, the table of the code that such a call goes to. Empty if these would be large.
    pub code: Vec<CodeTable>,
}

/// The code behind the entries of a constant table for calls of one type. Where there is none, or one of another type, a trap
/// routine stands in: a call needs no check but that of the index.
#[derive(Clone, Debug)]
pub(super) struct CodeTable {
    /// The type's word.
    pub ty: SymbolId,
    pub symbol: SymbolId,
}

/// How a global is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GlobalAccess {
    /// It always has this value, which names no other global.
    Constant(ConstExpr),
    /// It is set at instantiation and never after.
    Immutable,
    /// Loaded and stored; private globals with few others are told apart by alias analysis.
    Mutable { private: bool },
}

/// What is known of a global.
#[derive(Clone, Debug)]
pub(super) struct GlobalPlan {
    pub symbol: SymbolId,
    pub ty: ValueType,
    pub access: GlobalAccess,
}

/// The shared, immutable side of the translation.
#[derive(Clone, Debug)]
pub struct Environment {
    pub(super) options: TranslateOptions,
    pub(super) symbols: SymbolTable,
    pub(super) instantiate: SymbolId,
    pub(super) functions: Vec<SymbolId>,
    /// By function; made for all, used by those whose reference is taken.
    pub(super) funcrefs: Vec<SymbolId>,
    /// By type index.
    pub(super) types: Vec<SymbolId>,
    pub(super) memories: Vec<MemoryPlan>,
    pub(super) tables: Vec<TablePlan>,
    pub(super) globals: Vec<GlobalPlan>,
    /// Descriptors of data segments.
    pub(super) data: Vec<SymbolId>,
    /// Descriptors of element segments.
    pub(super) elements: Vec<SymbolId>,
    /// Words of element segments.
    pub(super) element_words: Vec<SymbolId>,
    intrinsics: Vec<SymbolId>,
}

impl Environment {
    /// Numbers the symbols of a module and decides what is constant.
    ///
    /// # Errors
    /// If the instance's name cannot be part of a symbol, or a memory or table starts larger than its reserve.
    pub fn new(module: &Module, options: &TranslateOptions) -> Result<Self, WasmError> {
        check_instance_name(&options.instance)?;
        let instance = &*options.instance;
        let mut symbols = SymbolTable::new();
        let each = |n: usize| 0..n as u32;
        let functions = each(module.functions.len())
            .map(|i| symbols.intern(&names::func(instance, i)))
            .collect();
        let instantiate = symbols.intern(&names::instantiate(instance));
        let memories = each(module.memories.len())
            .map(|i| plan_memory(module, options, &mut symbols, i))
            .collect::<Result<_, _>>()?;
        let tables = each(module.tables.len())
            .map(|i| plan_table(module, options, &mut symbols, i))
            .collect::<Result<_, _>>()?;
        let globals = each(module.globals.len())
            .map(|i| plan_global(module, options, &mut symbols, i))
            .collect();
        let types = module.types.iter().map(names::type_word);
        Ok(Self {
            instantiate,
            functions,
            memories,
            tables,
            globals,
            types: types.map(|name| symbols.intern(&name)).collect(),
            funcrefs: each(module.functions.len())
                .map(|i| symbols.intern(&names::funcref(instance, i)))
                .collect(),
            data: each(module.data.len())
                .map(|i| symbols.intern(&names::descriptor(&names::data(instance, i))))
                .collect(),
            elements: each(module.elements.len())
                .map(|i| symbols.intern(&names::descriptor(&names::element(instance, i))))
                .collect(),
            element_words: each(module.elements.len())
                .map(|i| symbols.intern(&names::element(instance, i)))
                .collect(),
            intrinsics: Intrinsic::ALL
                .iter()
                .map(|i| symbols.intern(i.declaration().0))
                .collect(),
            symbols,
            options: options.clone(),
        })
    }

    /// For each memory the symbol of its descriptor, and what is known of its size once the module is instantiated.
    pub fn memories(&self) -> impl Iterator<Item = (&str, &MemoryPlan)> {
        let memories = self.memories.iter();
        memories.map(|memory| (&**self.symbols.name(memory.desc), memory))
    }

    /// The symbol of memory 0, if the module defines it.
    pub fn own_memory(&self) -> Option<&Arc<str>> {
        let plan = self.memories.first().filter(|plan| !plan.imported)?;
        Some(self.symbols.name(plan.base))
    }

    /// The names behind the numbers in CLIF.
    pub fn symbols(&self) -> &SymbolTable {
        &self.symbols
    }

    /// The instance's name.
    pub fn instance(&self) -> &str {
        &self.options.instance
    }

    pub(super) fn intrinsic(&self, intrinsic: Intrinsic) -> SymbolId {
        self.intrinsics[intrinsic as usize]
    }
}

fn check_instance_name(name: &str) -> Result<(), WasmError> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !name.is_empty() && name.chars().all(good) {
        return Ok(());
    }
    Err(WasmError::InstanceName {
        name: name.to_owned(),
    })
}

fn plan_memory(
    module: &Module,
    options: &TranslateOptions,
    symbols: &mut SymbolTable,
    index: u32,
) -> Result<MemoryPlan, WasmError> {
    let memory = &module.memories[index as usize];
    let item = ExternIndex::Memory(index);
    let base = names::item(&options.instance, module, item);
    let min = memory.ty.min_bytes();
    // No chip has 2 GiB; that sizes are below 2^31 is what bounds checks that were merged rely on (`opt/checks/`).
    let ceiling = memory.ty.whole_pages(i32::MAX as u64);
    let declared = memory.ty.max_bytes().unwrap_or(ceiling);
    let imported = memory.import.is_some();
    let allowed = if imported {
        ceiling
    } else {
        ceiling.min(u64::from(options.memory_reserve))
    };
    if min > allowed {
        return Err(WasmError::MemoryTooLarge {
            index,
            pages: memory.ty.min,
            bytes: min,
            reserve: allowed as u32,
        });
    }
    let grows = module.usage.grown_memories.contains(&index);
    let private = !imported && (options.alone || !module.is_exported(item));
    let fixed = memory.ty.max == Some(memory.ty.min) || (private && !grows);
    let whole_pages = memory.ty.whole_pages(allowed);
    let max = if fixed {
        min
    } else {
        declared.min(whole_pages).max(min)
    };
    Ok(MemoryPlan {
        desc: symbols.intern(&names::descriptor(&base)),
        base: symbols.intern(&base),
        min: min as u32,
        max: max as u32,
        page_shift: memory.ty.page_shift,
        fixed,
        imported,
    })
}

fn plan_table(
    module: &Module,
    options: &TranslateOptions,
    symbols: &mut SymbolTable,
    index: u32,
) -> Result<TablePlan, WasmError> {
    let table = &module.tables[index as usize];
    let item = ExternIndex::Table(index);
    let base = names::item(&options.instance, module, item);
    let min = table.ty.min;
    let imported = table.import.is_some();
    // The words of a table must fit in an address space.
    let ceiling = u64::from(u32::MAX / 4);
    let allowed = if imported {
        ceiling
    } else {
        u64::from(options.table_reserve).min(ceiling)
    };
    if min > allowed {
        return Err(WasmError::TableTooLarge {
            index,
            entries: min,
            reserve: allowed as u32,
        });
    }
    let grows = module.usage.grown_tables.contains(&index);
    let private = !imported && !module.is_exported(item);
    let fixed = table.ty.max == Some(min) || (private && !grows);
    let max = if fixed {
        min
    } else {
        table.ty.max.unwrap_or(ceiling).min(allowed).max(min)
    };
    let written = module.usage.written_tables.contains(&index);
    let constant = (private && !written)
        .then(|| constant_entries(module, table, index))
        .flatten()
        .map(|entries| ConstantTable {
            code: code_tables(module, symbols, index, &base, entries.len()),
            ..constant_table(module, symbols, entries)
        });
    Ok(TablePlan {
        desc: symbols.intern(&names::descriptor(&base)),
        base: symbols.intern(&base),
        min: min as u32,
        max: max as u32,
        fixed,
        imported,
        constant,
    })
}

/// What the active segments leave in a table that nothing else writes: none if that is not known, or if a segment is
/// out of bounds, which traps at instantiation.
fn constant_entries(module: &Module, table: &Table, index: u32) -> Option<Vec<Option<u32>>> {
    let mut contents = vec![None; table.ty.min as usize];
    for segment in &module.elements {
        let SegmentMode::Active { target, offset } = segment.mode else {
            continue;
        };
        if target != index {
            continue;
        }
        let ConstExpr::I32(offset) = offset else {
            return None;
        };
        let start = offset as u32 as usize;
        let end = start.checked_add(segment.items.len())?;
        for (entry, item) in contents.get_mut(start..end)?.iter_mut().zip(&segment.items) {
            *entry = match item {
                ConstExpr::RefFunc(function) => Some(*function),
                ConstExpr::RefNull => None,
                _ => return None,
            };
        }
    }
    Some(contents)
}

fn constant_table(
    module: &Module,
    symbols: &mut SymbolTable,
    entries: Vec<Option<u32>>,
) -> ConstantTable {
    let functions = entries.iter().flatten();
    let type_indices: BTreeSet<u32> = functions
        .map(|&function| module.functions[function as usize].type_index)
        .collect();
    let mut types: Vec<SymbolId> = type_indices
        .into_iter()
        .map(|index| symbols.intern(&names::type_word(&module.types[index as usize])))
        .collect();
    types.sort_unstable();
    types.dedup();
    ConstantTable {
        has_null: entries.contains(&None),
        entries,
        types,
        code: Vec::new(),
    }
}

/// Words of code tables that are always worth it, and how many times a table's own words beyond that.
const CODE_WORDS: (usize, usize) = (256, 2);

fn code_tables(
    module: &Module,
    symbols: &mut SymbolTable,
    table: u32,
    base: &str,
    entries: usize,
) -> Vec<CodeTable> {
    let called = module.usage.called_tables.iter();
    let types: BTreeSet<String> = called
        .filter(|(called, _)| *called == table)
        .map(|&(_, ty)| names::type_word(&module.types[ty as usize]))
        .collect();
    let (few, times) = CODE_WORDS;
    if types.len() * entries > few + times * entries {
        return Vec::new();
    }
    let types = (0u32..).zip(&types);
    let tables = types.map(|(n, ty)| CodeTable {
        ty: symbols.intern(ty),
        symbol: symbols.intern(&names::code_table(base, n)),
    });
    tables.collect()
}

fn plan_global(
    module: &Module,
    options: &TranslateOptions,
    symbols: &mut SymbolTable,
    index: u32,
) -> GlobalPlan {
    let global = &module.globals[index as usize];
    let item = ExternIndex::Global(index);
    let name = names::item(&options.instance, module, item);
    debug_assert!(matches!(module.extern_type(item), ExternType::Global(_)));
    let access = match &global.init {
        _ if global.ty.mutable => GlobalAccess::Mutable {
            private: global.import().is_none() && !module.is_exported(item),
        },
        GlobalInit::Value(value) if value.is_known() => GlobalAccess::Constant(*value),
        _ => GlobalAccess::Immutable,
    };
    GlobalPlan {
        symbol: symbols.intern(&name),
        ty: global.ty.value,
        access,
    }
}
