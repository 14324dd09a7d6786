//! From compiled modules to a firmware: what the host adds, and the link.
//!
//! The host gives modules what they import and no other module exports: memories and tables of its own, and the functions
//! of the runtime. It also says what the firmware does once started (the run script).

use std::borrow::Cow;
use std::collections::BTreeSet;

use thiserror::Error;

use crate::board::Board;
use crate::driver::Compiled;
use crate::link::{self, Firmware, Input, LinkError, Scope};
use crate::object::module::{Binding, Data, DataKind, ObjectModule, Reloc, RelocKind, RelocTarget};
use crate::object::{self, ObjectError};
use crate::runtime::{self, RuntimeMissing};
use crate::script::{Call, Operand, Script, Step};
use crate::wasm::{ExternType, MemoryType, TableType, names};

/// Why modules could not be made into a firmware.
#[derive(Debug, Error)]
pub enum FirmwareError {
    /// The runtime is not built in.
    #[error(transparent)]
    Runtime(#[from] RuntimeMissing),
    /// A relocatable object cannot be written.
    #[error(transparent)]
    Object(#[from] ObjectError),
    /// The parts do not fit together, or not on the board.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The parts do not fit on the board, and something can be done about it.
    #[error("{error}{advice}")]
    DoesNotFit {
        /// What does not fit where.
        error: LinkError,
        /// What the modules' toolchains can do, a line each.
        advice: String,
    },
    /// An imported memory starts larger than what the board grants.
    #[error(
        "the imported memory `{name}` of module `{module}` starts with {bytes} bytes, but board `{board}` grants {granted}"
    )]
    MemoryTooLarge {
        /// The module it is imported from.
        module: String,
        /// Its name.
        name: String,
        /// Bytes needed.
        bytes: u64,
        /// The board.
        board: String,
        /// Bytes there are.
        granted: u32,
    },
}

/// What is linked.
pub struct Parts<'a> {
    /// The modules, the main one first; an import from a module's name is satisfied by its exports.
    pub modules: &'a [Compiled],
    /// What the firmware does.
    pub script: Script,
    /// Where it runs.
    pub board: &'a Board,
    /// Bytes a memory without a maximum may grow to.
    pub memory_reserve: u32,
}

/// Links a firmware.
///
/// # Errors
/// See [`FirmwareError`].
pub fn link(parts: Parts<'_>) -> Result<Firmware, FirmwareError> {
    let Parts {
        modules,
        mut script,
        board,
        memory_reserve,
    } = parts;
    let host = host_items(modules, board, memory_reserve)?;
    for desc in host.memories.iter().rev() {
        script.steps.insert(0, reset("tinsmith_memory_reset", desc));
    }
    for desc in host.tables.iter().rev() {
        script.steps.insert(0, reset("tinsmith_table_reset", desc));
    }
    let mut data = host.data;
    data.extend(script.to_data());
    let host = ObjectModule {
        name: "host".to_owned(),
        target: board.target,
        source: "host".to_owned(),
        accesses: false,
        functions: Vec::new(),
        data,
        aliases: Vec::new(),
    };
    let objects = modules.iter().map(|m| &m.object).chain([&host]);
    link_objects(objects, Vec::new(), board)
}

/// Links objects and further inputs with the runtime and the start-up code of a board. The objects define the run script.
///
/// # Errors
/// See [`FirmwareError`].
pub fn link_objects<'a>(
    objects: impl Iterator<Item = &'a ObjectModule>,
    further: Vec<Input<'a>>,
    board: &Board,
) -> Result<Firmware, FirmwareError> {
    let mut inputs = further;
    for object in objects {
        let bytes = Cow::Owned(object::write(object)?);
        inputs.push(Input {
            name: object.name.clone(),
            bytes,
            scope: Scope::Public,
        });
    }
    if let Some(psram) = board.chip.and_then(|on| on.psram) {
        let bytes = Cow::Owned(object::write(&psram_size(board, psram.size))?);
        inputs.push(Input {
            name: "psram".to_owned(),
            bytes,
            scope: Scope::Public,
        });
    }
    for part in runtime::inputs(board.target.name, &board.start_up())? {
        let scope = if part.scoped {
            Scope::Scoped
        } else {
            Scope::Public
        };
        inputs.push(Input {
            name: part.name.to_owned(),
            bytes: Cow::Borrowed(part.bytes),
            scope,
        });
    }
    Ok(link::link(&inputs, board, &link::Options::default())?)
}

/// What start-up code is told of the external RAM: `tinsmith_psram_size`, a word.
fn psram_size(board: &Board, size: u32) -> ObjectModule {
    ObjectModule {
        name: "psram".to_owned(),
        target: board.target,
        source: "psram".to_owned(),
        accesses: false,
        functions: Vec::new(),
        data: vec![Data {
            name: "tinsmith_psram_size".into(),
            kind: DataKind::ReadOnly,
            binding: Binding::Global,
            align: 4,
            bytes: size.to_le_bytes().to_vec(),
            size: 4,
            relocs: Vec::new(),
        }],
        aliases: Vec::new(),
    }
}

/// A step that brings a memory or table of the host into its first state.
fn reset(routine: &str, desc: &str) -> Step {
    Step::Call(Call {
        code: routine.to_owned(),
        signature: "i>".to_owned(),
        args: vec![Operand::Address(desc.into())],
        report: false,
        survives_trap: false,
        count: false,
        slot: None,
    })
}

#[derive(Default)]
struct HostItems {
    data: Vec<Data>,
    /// Descriptors of memories to reset before anything is instantiated.
    memories: Vec<String>,
    /// The same for tables.
    tables: Vec<String>,
}

/// Memories and tables that are imported and that no module exports.
fn host_items(
    modules: &[Compiled],
    board: &Board,
    memory_reserve: u32,
) -> Result<HostItems, FirmwareError> {
    let exported: BTreeSet<&str> = modules
        .iter()
        .flat_map(|m| &m.object.aliases)
        .map(|alias| &*alias.name)
        .collect();
    let mut seen = BTreeSet::new();
    let mut items = HostItems::default();
    for (import, ty) in modules.iter().flat_map(|m| m.module.imports()) {
        let symbol = names::import(import, &ty);
        let export = names::export(&import.module, &import.name, &ty);
        if exported.contains(&*export) || !seen.insert(symbol.clone()) {
            continue;
        }
        match ty {
            ExternType::Memory(ty) => {
                if ty.min_bytes() > u64::from(memory_reserve) {
                    return Err(FirmwareError::MemoryTooLarge {
                        module: import.module.clone(),
                        name: import.name.clone(),
                        bytes: ty.min_bytes(),
                        board: board.name.clone(),
                        granted: memory_reserve,
                    });
                }
                items.memories.push(names::descriptor(&symbol));
                items.data.extend(memory(&symbol, ty, memory_reserve));
            }
            ExternType::Table(ty) => {
                items.tables.push(names::descriptor(&symbol));
                items.data.extend(table(&symbol, ty));
            }
            // A missing function or global is the linker's to report: it knows what almost fits.
            ExternType::Func(_) | ExternType::Global(_) => {}
        }
    }
    Ok(items)
}

/// A memory and its descriptor (ABI, "Descriptors").
fn memory(symbol: &str, ty: MemoryType, reserve: u32) -> [Data; 2] {
    let most = ty.whole_pages(reserve.into());
    let max = ty.max_bytes().unwrap_or(most).min(most).max(ty.min_bytes()) as u32;
    let words = [0, 0, max, ty.min_bytes() as u32, ty.page_shift];
    [reserved(symbol, max, 16), descriptor(symbol, &words)]
}

/// How far a host table without a maximum may grow, in entries.
const TABLE_RESERVE: u64 = 10_000;

/// A table and its descriptor.
fn table(symbol: &str, ty: TableType) -> [Data; 2] {
    let max = ty
        .max
        .unwrap_or(TABLE_RESERVE)
        .clamp(ty.min, TABLE_RESERVE.max(ty.min)) as u32;
    let words = [0, 0, max, ty.min as u32];
    [reserved(symbol, 4 * max, 4), descriptor(symbol, &words)]
}

fn reserved(symbol: &str, size: u32, align: u32) -> Data {
    Data {
        name: symbol.into(),
        kind: DataKind::NoInit,
        binding: Binding::Global,
        align,
        bytes: Vec::new(),
        size,
        relocs: Vec::new(),
    }
}

/// Words of which the second is the address of `symbol`.
fn descriptor(symbol: &str, words: &[u32]) -> Data {
    let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
    Data {
        name: names::descriptor(symbol).into(),
        kind: DataKind::Data,
        binding: Binding::Global,
        align: 4,
        size: bytes.len() as u32,
        bytes,
        relocs: vec![Reloc {
            offset: 4,
            kind: RelocKind::Abs32,
            target: RelocTarget::Symbol(symbol.into()),
            addend: 0,
        }],
    }
}
