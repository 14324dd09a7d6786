//! A validated module in memory: what the binary says, in the spec's terms, owning its bytes.
//!
//! Index spaces hold imports first, as in the spec. Nothing here depends on targets or on the ABI.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use super::features::FeatureSet;
use super::usage::Usage;

/// The base-2 logarithm of the size of a linear-memory page, unless the memory says otherwise.
pub const PAGE_SHIFT: u32 = 16;

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the spec's value types")]
pub enum ValueType {
    I32,
    I64,
    F32,
    F64,
    FuncRef,
    ExternRef,
}

impl ValueType {
    /// Its letter in a signature (ABI).
    pub fn letter(self) -> char {
        match self {
            Self::I32 => 'i',
            Self::I64 => 'I',
            Self::F32 => 'f',
            Self::F64 => 'F',
            Self::FuncRef => 'r',
            Self::ExternRef => 'x',
        }
    }

    /// Its size in memory, in bytes; a reference is a word.
    pub fn size(self) -> u32 {
        match self {
            Self::I64 | Self::F64 => 8,
            Self::I32 | Self::F32 | Self::FuncRef | Self::ExternRef => 4,
        }
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::FuncRef => "funcref",
            Self::ExternRef => "externref",
        })
    }
}

/// A function type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FuncType {
    /// The parameters' types.
    pub params: Vec<ValueType>,
    /// The results' types.
    pub results: Vec<ValueType>,
}

impl FuncType {
    /// The ABI's SIG: a letter a value, `iI>f`.
    pub fn signature(&self) -> String {
        let params = self.params.iter().map(|ty| ty.letter());
        let results = self.results.iter().map(|ty| ty.letter());
        params.chain(['>']).chain(results).collect()
    }
}

impl fmt::Display for FuncType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |types: &[ValueType]| {
            let names: Vec<String> = types.iter().map(ToString::to_string).collect();
            names.join(", ")
        };
        write!(f, "({})", list(&self.params))?;
        match &self.results[..] {
            [] => Ok(()),
            [one] => write!(f, " -> {one}"),
            many => write!(f, " -> ({})", list(many)),
        }
    }
}

/// A memory's limits in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MemoryType {
    /// Pages at instantiation.
    pub min: u64,
    /// Pages it may grow to; none means as many as make 4 GiB.
    pub max: Option<u64>,
    /// The base-2 logarithm of the bytes of a page.
    pub page_shift: u32,
}

impl MemoryType {
    /// Bytes at instantiation.
    pub fn min_bytes(self) -> u64 {
        self.min << self.page_shift
    }

    /// Bytes it may grow to, if it says.
    pub fn max_bytes(self) -> Option<u64> {
        self.max.map(|pages| pages << self.page_shift)
    }

    /// The most bytes that are whole pages and not more than `bytes`.
    pub fn whole_pages(self, bytes: u64) -> u64 {
        bytes >> self.page_shift << self.page_shift
    }
}

/// A table's element type and limits in entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TableType {
    /// `funcref` or `externref`.
    pub element: ValueType,
    /// Entries at instantiation.
    pub min: u64,
    /// Entries it may grow to.
    pub max: Option<u64>,
}

/// A global's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GlobalType {
    /// What it holds.
    pub value: ValueType,
    /// Whether it can be assigned.
    pub mutable: bool,
}

/// The type of an import or export.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the spec's external types")]
pub enum ExternType {
    Func(FuncType),
    Table(TableType),
    Memory(MemoryType),
    Global(GlobalType),
}

/// The two-part name of an import.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImportName {
    /// The module it is imported from.
    pub module: String,
    /// Its name there.
    pub name: String,
}

/// A function: its type, and where it comes from.
#[derive(Clone, Debug)]
pub struct Function {
    /// Index into [`Module::types`].
    pub type_index: u32,
    /// Its name, if it is imported.
    pub import: Option<ImportName>,
    /// The bytes of locals and code in [`Module::bytes`]; empty for an import.
    pub body: Range<usize>,
}

/// A memory, table or global: its type, its name if it is imported, and its initial value.
#[derive(Clone, Debug)]
pub struct Memory {
    /// Its limits.
    pub ty: MemoryType,
    /// Its name, if it is imported.
    pub import: Option<ImportName>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its element type and limits.
    pub ty: TableType,
    /// Its name, if it is imported.
    pub import: Option<ImportName>,
}

/// A global.
#[derive(Clone, Debug)]
pub struct Global {
    /// Its type.
    pub ty: GlobalType,
    /// Whether it is imported, and as what; or its initial value.
    pub init: GlobalInit,
}

/// Where a global's first value comes from.
#[derive(Clone, Debug)]
pub enum GlobalInit {
    /// It is imported.
    Import(ImportName),
    /// It is defined with this value.
    Value(ConstExpr),
}

impl Global {
    /// Its name, if it is imported.
    pub fn import(&self) -> Option<&ImportName> {
        match &self.init {
            GlobalInit::Import(name) => Some(name),
            GlobalInit::Value(_) => None,
        }
    }
}

/// A constant expression: one instruction, or the value of several, if it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstExpr {
    /// `i32.const`
    I32(i32),
    /// `i64.const`
    I64(i64),
    /// `f32.const`, as bits
    F32(u32),
    /// `f64.const`, as bits
    F64(u64),
    /// `global.get` of an imported immutable global
    GlobalGet(u32),
    /// `ref.null`
    RefNull,
    /// `ref.func`
    RefFunc(u32),
    /// Several instructions whose value depends on an imported global: an index into [`Module::computed`].
    Computed(u32),
}

impl ConstExpr {
    /// Whether the value is known before instantiation.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::GlobalGet(_) | Self::Computed(_))
    }
}

/// An instruction of a constant expression that computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the spec's instructions")]
pub enum ConstOp {
    /// `i32.const`, `i64.const` or `global.get`
    Push(ConstExpr),
    Add,
    Sub,
    Mul,
}

/// The kind of an export, with its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the spec's external kinds")]
pub enum ExternIndex {
    Func(u32),
    Table(u32),
    Memory(u32),
    Global(u32),
}

/// An export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its name.
    pub name: String,
    /// What is exported.
    pub index: ExternIndex,
}

/// When a segment is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentMode {
    /// Only by `memory.init` or `table.init`.
    Passive,
    /// At instantiation, to that memory or table, at that place.
    Active {
        /// The memory or table.
        target: u32,
        /// Where in it, an i32.
        offset: ConstExpr,
    },
    /// Never (element segments only): it announces functions whose references the code takes.
    Declared,
}

/// A data segment.
#[derive(Clone, Debug)]
pub struct DataSegment {
    /// When it is copied.
    pub mode: SegmentMode,
    /// Its bytes in [`Module::bytes`].
    pub bytes: Range<usize>,
    /// Where the segment begins in the module.
    pub offset: u32,
}

/// An element segment.
#[derive(Clone, Debug)]
pub struct ElementSegment {
    /// When it is copied.
    pub mode: SegmentMode,
    /// Its elements: `RefNull`, `RefFunc` or `GlobalGet`.
    pub items: Vec<ConstExpr>,
    /// Where the segment begins in the module.
    pub offset: u32,
}

/// A validated module.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// The binary; offsets in errors and debug information count from its start.
    pub bytes: Vec<u8>,
    /// The function types.
    pub types: Vec<FuncType>,
    /// The functions, imported ones first.
    pub functions: Vec<Function>,
    /// The tables, imported ones first.
    pub tables: Vec<Table>,
    /// The memories, imported ones first.
    pub memories: Vec<Memory>,
    /// The globals, imported ones first.
    pub globals: Vec<Global>,
    /// The exports in order.
    pub exports: Vec<Export>,
    /// The start function.
    pub start: Option<u32>,
    /// The element segments.
    pub elements: Vec<ElementSegment>,
    /// The data segments.
    pub data: Vec<DataSegment>,
    /// Constant expressions that compute from imported globals, in postfix order.
    pub computed: Vec<Vec<ConstOp>>,
    /// The name section's name of the module.
    pub name: Option<String>,
    /// The name section's names of functions.
    pub function_names: BTreeMap<u32, String>,
    /// Names of globals, for dumps.
    pub global_names: BTreeMap<u32, String>,
    /// The proposals beyond the MVP it uses.
    pub features: FeatureSet,
    /// What the code does to memories, tables and segments.
    pub usage: Usage,
}

impl Module {
    /// How many functions are imported; the first defined one has this index.
    pub fn imported_functions(&self) -> u32 {
        self.functions.iter().filter(|f| f.import.is_some()).count() as u32
    }

    /// The indices of the functions that have a body.
    pub fn defined_functions(&self) -> Range<u32> {
        self.imported_functions()..self.functions.len() as u32
    }

    /// The type of a function.
    pub fn function_type(&self, function: u32) -> &FuncType {
        &self.types[self.functions[function as usize].type_index as usize]
    }

    /// A function's name for people: from the name section, else an export, else an import, else its number.
    pub fn display_name(&self, function: u32) -> String {
        if let Some(name) = self.function_names.get(&function) {
            return name.clone();
        }
        let export = |e: &&Export| e.index == ExternIndex::Func(function);
        if let Some(export) = self.exports.iter().find(export) {
            return export.name.clone();
        }
        match &self.functions[function as usize].import {
            Some(import) => format!("{}.{}", import.module, import.name),
            None => format!("func[{function}]"),
        }
    }

    /// The imports, by kind (functions, tables, memories, globals), each in the module's order.
    pub fn imports(&self) -> Vec<(&ImportName, ExternType)> {
        let functions = self.functions.iter().filter_map(|f| {
            let ty = self.types[f.type_index as usize].clone();
            Some((f.import.as_ref()?, ExternType::Func(ty)))
        });
        let tables = self
            .tables
            .iter()
            .filter_map(|t| Some((t.import.as_ref()?, ExternType::Table(t.ty))));
        let memories = self
            .memories
            .iter()
            .filter_map(|m| Some((m.import.as_ref()?, ExternType::Memory(m.ty))));
        let globals = self
            .globals
            .iter()
            .filter_map(|g| Some((g.import()?, ExternType::Global(g.ty))));
        functions
            .chain(tables)
            .chain(memories)
            .chain(globals)
            .collect()
    }

    /// The exports with their types, in the module's order.
    pub fn typed_exports(&self) -> Vec<(&str, ExternType)> {
        self.exports
            .iter()
            .map(|export| (&*export.name, self.extern_type(export.index)))
            .collect()
    }

    /// The type of something exported.
    pub fn extern_type(&self, index: ExternIndex) -> ExternType {
        match index {
            ExternIndex::Func(i) => ExternType::Func(self.function_type(i).clone()),
            ExternIndex::Table(i) => ExternType::Table(self.tables[i as usize].ty),
            ExternIndex::Memory(i) => ExternType::Memory(self.memories[i as usize].ty),
            ExternIndex::Global(i) => ExternType::Global(self.globals[i as usize].ty),
        }
    }

    /// Whether something is exported under any name.
    pub fn is_exported(&self, index: ExternIndex) -> bool {
        self.exports.iter().any(|export| export.index == index)
    }
}
