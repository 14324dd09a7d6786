//! Reading a board's file. There are two forms: an emulated board says everything itself, a real one names its chip.

use serde::Deserialize;

use super::{Board, BoardError, BoardPsram, Emulator, OnChip, Region, check_memory};
use crate::chip::{Chip, Layout};
use crate::target::Target;

/// The form of an emulated board's file.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct BoardFile {
    description: String,
    target: String,
    entry: String,
    stack: u32,
    memory_reserve: u32,
    memory: Vec<Region>,
    emulator: Option<Emulator>,
}

/// The form of a real board's file, the user's own included.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ChipBoardFile {
    chip: String,
    description: String,
    flash_size: String,
    #[serde(default = "default_stack")]
    stack: u32,
    layout: Option<Layout>,
    psram: Option<PsramFile>,
}

/// `{ kind = "quad", size = "2MB" }`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct PsramFile {
    kind: String,
    size: String,
}

/// Bytes of native stack of a real board.
fn default_stack() -> u32 {
    0x4000
}

impl Board {
    /// Reads a board file.
    pub fn parse(name: &str, text: &str) -> Result<Self, BoardError> {
        let syntax = |error: toml::de::Error| BoardError::Syntax {
            board: name.to_owned(),
            message: error.to_string(),
        };
        let table: toml::Table = toml::from_str(text).map_err(syntax)?;
        match table.contains_key("chip") {
            true => Self::on_chip(name, toml::from_str(text).map_err(syntax)?),
            false => Self::emulated(name, toml::from_str(text).map_err(syntax)?),
        }
    }

    fn emulated(name: &str, file: BoardFile) -> Result<Self, BoardError> {
        let Some(target) = Target::by_name(&file.target) else {
            return Err(BoardError::UnknownTarget {
                board: name.to_owned(),
                target: file.target,
            });
        };
        check_memory(name, &file.memory)?;
        Ok(Self {
            name: name.to_owned(),
            description: file.description,
            target,
            entry: file.entry,
            stack: file.stack & !15,
            memory_reserve: file.memory_reserve,
            memory: file.memory,
            emulator: file.emulator,
            chip: None,
        })
    }

    fn on_chip(name: &str, file: ChipBoardFile) -> Result<Self, BoardError> {
        let Some(chip) = Chip::by_name(&file.chip) else {
            let known: Vec<&str> = Chip::all().iter().map(|c| c.name.as_str()).collect();
            return Err(BoardError::UnknownChip {
                board: name.to_owned(),
                chip: file.chip,
                known: known.join(", "),
            });
        };
        let psram = match file.psram {
            Some(file) => Some(psram(name, chip, file)?),
            None => None,
        };
        let Some(flash_size) = flash_size(&file.flash_size) else {
            return Err(BoardError::FlashSize {
                board: name.to_owned(),
                size: file.flash_size,
            });
        };
        let layout = file.layout.unwrap_or(chip.default_layout());
        let board = Self {
            name: name.to_owned(),
            description: file.description,
            target: chip.target,
            entry: "_start".to_owned(),
            stack: file.stack & !15,
            memory_reserve: 0,
            memory: Vec::new(),
            emulator: None,
            chip: Some(OnChip {
                chip,
                layout,
                flash_size,
                psram,
            }),
        };
        board.with_layout(layout)
    }
}

/// The external RAM that a file asks for.
fn psram(name: &str, chip: &'static Chip, file: PsramFile) -> Result<BoardPsram, BoardError> {
    let kinds = || chip.psram.iter().flat_map(|psram| &psram.kinds);
    let kind = kinds().find(|kind| kind.name == file.kind);
    let (Some(psram), Some(kind)) = (&chip.psram, kind) else {
        return Err(BoardError::Psram {
            board: name.to_owned(),
            chip: chip.title.clone(),
            kind: file.kind,
            kinds: kinds().map(|kind| kind.name.clone()).collect(),
        });
    };
    match bytes(&file.size).filter(|size| (1 << 20..=psram.size).contains(size)) {
        Some(size) => Ok(BoardPsram {
            chip: psram,
            kind,
            size,
        }),
        None => Err(BoardError::PsramSize {
            board: name.to_owned(),
            chip: chip.title.clone(),
            size: file.size,
            most: psram.size,
        }),
    }
}

/// Bytes of flash of `4MB`.
fn flash_size(text: &str) -> Option<u32> {
    bytes(text).filter(|bytes| (512 << 10..=128 << 20).contains(bytes))
}

/// Bytes of `4MB`, if a power of two.
fn bytes(text: &str) -> Option<u32> {
    let (number, unit) = match (text.strip_suffix("KB"), text.strip_suffix("MB")) {
        (Some(number), _) => (number, 1 << 10),
        (_, Some(number)) => (number, 1 << 20),
        _ => return None,
    };
    let bytes = number.parse::<u32>().ok()?.checked_mul(unit)?;
    bytes.is_power_of_two().then_some(bytes)
}
