//! Boards: what a firmware is linked for and how it is run.
//!
//! A [`Board`] is a processor ([`Target`]) with a memory map, and for emulated boards the command that runs it, for real ones
//! the [`Chip`] and its flash. It is data: `boards/<name>/board.toml` in the repository, embedded here, or a file of the
//! user's. Code generation never looks at it.

use std::sync::LazyLock;

use serde::Deserialize;
use thiserror::Error;

use crate::chip::{Chip, Layout};
use crate::target::Target;

/// What a memory region holds; a firmware is laid out in the order a region lists these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// `.reset`: where the processor starts.
    Reset,
    /// `.vectors`: the exception vectors.
    Vectors,
    /// Code.
    Text,
    /// Constants.
    Rodata,
    /// Initialised variables.
    Data,
    /// Variables that start-up clears.
    Bss,
    /// The native stack.
    Stack,
    /// Memory that start-up leaves alone: linear memories and tables.
    Noinit,
}

impl Class {
    /// Every class, in the order of the usual layout.
    pub const ALL: [Self; 8] = [
        Self::Reset,
        Self::Vectors,
        Self::Text,
        Self::Rodata,
        Self::Data,
        Self::Bss,
        Self::Stack,
        Self::Noinit,
    ];

    /// Its name, as in a board file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Vectors => "vectors",
            Self::Text => "text",
            Self::Rodata => "rodata",
            Self::Data => "data",
            Self::Bss => "bss",
            Self::Stack => "stack",
            Self::Noinit => "noinit",
        }
    }

    /// Whether code of this class is executed.
    pub fn is_code(self) -> bool {
        matches!(self, Self::Reset | Self::Vectors | Self::Text)
    }

    /// Whether the running program writes to it.
    pub fn is_writable(self) -> bool {
        matches!(self, Self::Data | Self::Bss | Self::Stack | Self::Noinit)
    }

    /// Whether it has no bytes in the image.
    pub fn is_zero_fill(self) -> bool {
        matches!(self, Self::Bss | Self::Stack | Self::Noinit)
    }
}

/// A memory of the board.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Region {
    /// Its name in messages: `ram`, `flash`.
    pub name: String,
    /// The address of its first byte.
    pub address: u32,
    /// Its size in bytes.
    pub size: u32,
    /// What it holds, in order.
    pub holds: Vec<Class>,
    /// Whether the image of initialised variables lies here, to be copied by start-up.
    #[serde(default)]
    pub loads_data: bool,
    /// Where instruction fetch sees the first byte, if not at `address`: some chips show one memory on two buses. Code is
    /// linked to that view, everything else to `address`. They are a multiple of 64 KiB apart.
    pub code_address: Option<u32>,
    /// Whether it is flash that a bootloader maps into the address space, page by page. Where code follows constants there
    /// is room for the header between two segments of an image.
    #[serde(default)]
    pub mapped: bool,
}

impl Region {
    /// The address at which its first byte appears to a class.
    pub fn address_of(&self, class: Class) -> u32 {
        match self.code_address {
            Some(address) if class.is_code() => address,
            _ => self.address,
        }
    }

    /// Whether it takes up any of the bytes from `from` on and before `to`, in either view.
    fn overlaps(&self, from: u64, to: u64) -> bool {
        let starts = [Some(self.address), self.code_address];
        let mut starts = starts.into_iter().flatten().map(u64::from);
        starts.any(|start| start < to && from < start + u64::from(self.size))
    }
}

/// How instructions are counted in an emulator.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Counting {
    /// Arguments that make the counter exact and repeatable.
    pub arguments: Vec<String>,
    /// What one instruction adds to the counter that `tinsmith_board_instructions` reads.
    pub counts_per_instruction: f64,
}

/// The command that runs a firmware.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Emulator {
    /// The program.
    pub program: String,
    /// The Debian package that has it.
    pub package: String,
    /// Its arguments, without the firmware.
    pub arguments: Vec<String>,
    /// The argument before the firmware's path.
    pub firmware: String,
    /// How to count instructions.
    pub counting: Counting,
}

impl Emulator {
    /// The arguments that run `firmware`, counting instructions if asked.
    pub fn command_line(&self, firmware: &str, counting: bool) -> Vec<String> {
        let mut arguments = self.arguments.clone();
        if counting {
            arguments.extend(self.counting.arguments.iter().cloned());
        }
        arguments.push(self.firmware.clone());
        arguments.push(firmware.to_owned());
        arguments
    }

    /// The number of instructions that a difference of the raw counter stands for.
    pub fn instructions(&self, counts: u64) -> u64 {
        // Exact for counters below 2^53, which is 100 days of 1 GHz.
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counters stay far below 2^53 and are never negative"
        )]
        let instructions = (counts as f64 / self.counting.counts_per_instruction).round() as u64;
        instructions
    }
}

/// A board.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// Its name on the command line.
    pub name: String,
    /// One line about it.
    pub description: String,
    /// Its processor.
    pub target: &'static Target,
    /// The symbol execution starts at.
    pub entry: String,
    /// Bytes of native stack.
    pub stack: u32,
    /// The reserve in bytes of a linear memory without a declared maximum.
    pub memory_reserve: u32,
    /// Its memories.
    pub memory: Vec<Region>,
    /// How to run it here, if it is an emulated board.
    pub emulator: Option<Emulator>,
    /// Its chip, if it is a real board.
    pub chip: Option<OnChip>,
}

/// What a real board adds to its chip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnChip {
    /// The chip.
    pub chip: &'static Chip,
    /// How firmware is brought to execution.
    pub layout: Layout,
    /// Bytes of flash.
    pub flash_size: u32,
}

/// What is wrong with a board file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BoardError {
    /// Not TOML, or not of this form.
    #[error("board `{board}`: {message}")]
    Syntax {
        /// The board.
        board: String,
        /// What the parser says.
        message: String,
    },
    /// The target does not exist.
    #[error("board `{board}`: there is no target `{target}`")]
    UnknownTarget {
        /// The board.
        board: String,
        /// The name it gives.
        target: String,
    },
    /// The chip does not exist.
    #[error("board `{board}`: there is no chip `{chip}`; the chips are: {known}")]
    UnknownChip {
        /// The board.
        board: String,
        /// The name it gives.
        chip: String,
        /// What there is.
        known: String,
    },
    /// External RAM is asked for.
    #[error(
        "board `{board}`: external RAM is not supported: start-up code does not bring it up; leave `psram` out"
    )]
    Psram {
        /// The board.
        board: String,
    },
    /// A size that no flash chip has.
    #[error(
        "board `{board}`: `{size}` is no flash size; write 512KB, 1MB, 2MB, 4MB, 8MB, 16MB, 32MB, 64MB or 128MB"
    )]
    FlashSize {
        /// The board.
        board: String,
        /// The size it gives.
        size: String,
    },
    /// The chip has no such layout.
    #[error(
        "board `{board}`: its chip {chip} has no `{layout}` layout: no second-stage bootloader exists for it"
    )]
    Layout {
        /// The board.
        board: String,
        /// The chip.
        chip: String,
        /// The layout.
        layout: &'static str,
    },
    /// A class of sections has no memory, or two.
    #[error("board `{board}`: {count} memories hold `{class}`, exactly one must")]
    Placement {
        /// The board.
        board: String,
        /// The class.
        class: &'static str,
        /// How many hold it.
        count: usize,
    },
    /// The two views of a memory do not keep alignments.
    #[error(
        "board `{board}`: `address` and `code-address` of memory `{region}` are not a multiple of 64 KiB apart"
    )]
    View {
        /// The board.
        board: String,
        /// The memory.
        region: String,
    },
    /// A memory passes the end of the address space, or overlaps another; or a linear memory could lie in the last 4 KiB.
    #[error(
        "board `{board}`: memory `{region}` overlaps another or passes the end of the address space, whose last 4 KiB hold no linear memory"
    )]
    Extent {
        /// The board.
        board: String,
        /// The memory.
        region: String,
    },
}

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
    /// Known in order to be refused: what one would expect it to do is not done.
    psram: Option<toml::Value>,
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
        if file.psram.is_some() {
            return Err(BoardError::Psram {
                board: name.to_owned(),
            });
        }
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
            }),
        };
        board.with_layout(layout)
    }

    /// The same board with another layout. Emulated boards have one layout only and stay as they are.
    pub fn with_layout(mut self, layout: Layout) -> Result<Self, BoardError> {
        let Some(on) = &mut self.chip else {
            return Ok(self);
        };
        let Some(map) = on.chip.map(layout) else {
            return Err(BoardError::Layout {
                board: self.name,
                chip: on.chip.title.clone(),
                layout: layout.name(),
            });
        };
        on.layout = layout;
        self.memory.clone_from(&map.memory);
        self.memory_reserve = self.region_of(Class::Noinit).size;
        Ok(self)
    }

    /// The name of its start-up code among those embedded (`runtime.rs`).
    pub fn start_up(&self) -> String {
        match &self.chip {
            Some(on) => format!("{}-{}", on.chip.name, on.layout.name()),
            None => self.name.clone(),
        }
    }

    /// The region that holds a class.
    pub fn region_of(&self, class: Class) -> &Region {
        self.memory
            .iter()
            .find(|region| region.holds.contains(&class))
            .expect("Board::parse checked that every class has a home")
    }

    /// The board of that name, or the first one that carries the chip of that name.
    pub fn by_name(name: &str) -> Option<&'static Board> {
        let named = BOARDS.iter().find(|board| board.name == name);
        named.or_else(|| {
            let carries = |board: &&Board| board.chip.is_some_and(|on| on.chip.name == name);
            BOARDS.iter().find(carries)
        })
    }

    /// Every board.
    pub fn all() -> &'static [Board] {
        &BOARDS
    }
}

/// Bytes of `4MB`.
fn flash_size(text: &str) -> Option<u32> {
    let (number, unit) = match (text.strip_suffix("KB"), text.strip_suffix("MB")) {
        (Some(number), _) => (number, 1 << 10),
        (_, Some(number)) => (number, 1 << 20),
        _ => return None,
    };
    let bytes = number.parse::<u32>().ok()?.checked_mul(unit)?;
    (bytes.is_power_of_two() && (512 << 10..=128 << 20).contains(&bytes)).then_some(bytes)
}

/// Every class has one home, and homes do not overlap.
pub(crate) fn check_memory(board: &str, memory: &[Region]) -> Result<(), BoardError> {
    for class in Class::ALL {
        let count = memory.iter().filter(|r| r.holds.contains(&class)).count();
        if count != 1 {
            return Err(BoardError::Placement {
                board: board.to_owned(),
                class: class.name(),
                count,
            });
        }
    }
    for (i, region) in memory.iter().enumerate() {
        let view = region.code_address.unwrap_or(region.address);
        if view.wrapping_sub(region.address) % 0x1_0000 != 0 {
            return Err(BoardError::View {
                board: board.to_owned(),
                region: region.name.clone(),
            });
        }
        for start in [Some(region.address), region.code_address]
            .into_iter()
            .flatten()
        {
            let (start, end) = (u64::from(start), u64::from(start) + u64::from(region.size));
            // Pointers beyond a linear memory must not wrap (the ABI's descriptors).
            let linear = [Class::Bss, Class::Noinit]
                .iter()
                .any(|c| region.holds.contains(c));
            let space = (1 << 32) - if linear { 4096 } else { 0 };
            if end > space || memory[..i].iter().any(|other| other.overlaps(start, end)) {
                return Err(BoardError::Extent {
                    board: board.to_owned(),
                    region: region.name.clone(),
                });
            }
        }
    }
    Ok(())
}

/// The embedded board files, by name.
const FILES: &[(&str, &str)] = &[
    (
        "qemu-xtensa",
        include_str!("../../boards/qemu-xtensa/board.toml"),
    ),
    (
        "qemu-xtensa-s2",
        include_str!("../../boards/qemu-xtensa-s2/board.toml"),
    ),
    (
        "qemu-lx106",
        include_str!("../../boards/qemu-lx106/board.toml"),
    ),
    (
        "qemu-riscv32",
        include_str!("../../boards/qemu-riscv32/board.toml"),
    ),
    (
        "qemu-riscv32c3",
        include_str!("../../boards/qemu-riscv32c3/board.toml"),
    ),
    (
        "qemu-riscv32f",
        include_str!("../../boards/qemu-riscv32f/board.toml"),
    ),
    (
        "esp32-devkitc",
        include_str!("../../boards/esp32-devkitc/board.toml"),
    ),
    (
        "esp32-s2-saola",
        include_str!("../../boards/esp32-s2-saola/board.toml"),
    ),
    (
        "esp32-s3-devkitc",
        include_str!("../../boards/esp32-s3-devkitc/board.toml"),
    ),
    (
        "esp32-c3-devkitm",
        include_str!("../../boards/esp32-c3-devkitm/board.toml"),
    ),
    (
        "esp32-c6-devkitc",
        include_str!("../../boards/esp32-c6-devkitc/board.toml"),
    ),
    (
        "esp32-h2-devkitm",
        include_str!("../../boards/esp32-h2-devkitm/board.toml"),
    ),
    (
        "esp32-p4-function-ev",
        include_str!("../../boards/esp32-p4-function-ev/board.toml"),
    ),
    ("nodemcu", include_str!("../../boards/nodemcu/board.toml")),
];

/// The boards, read once.
static BOARDS: LazyLock<Vec<Board>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| match Board::parse(name, text) {
            Ok(board) => board,
            Err(error) => panic!("{error}"),
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::{Board, BoardError, Class, FILES};

    #[test]
    fn embedded_boards_are_well_formed() {
        assert_eq!(Board::all().len(), FILES.len());
        for board in Board::all() {
            assert_ne!(
                board.emulator.is_some(),
                board.chip.is_some(),
                "{}",
                board.name
            );
            let Some(emulator) = &board.emulator else {
                continue;
            };
            let line = emulator.command_line("fw.elf", true);
            assert_eq!(line.last().map(String::as_str), Some("fw.elf"));
            assert!(line.iter().any(|a| a == "-icount"));
        }
        assert_eq!(
            Board::by_name("qemu-riscv32f").map(|b| b.target.name),
            Some("riscv32imafc")
        );
        assert!(Board::by_name("nope").is_none());
    }

    #[test]
    fn counts_become_instructions() {
        let xtensa = Board::by_name("qemu-xtensa")
            .and_then(|b| b.emulator.as_ref())
            .unwrap();
        // 1,000 instructions gain 2,560 counts; the counter itself is rounded down.
        assert_eq!(xtensa.instructions(2560), 1000);
        assert_eq!(xtensa.instructions(2559), 1000);
    }

    #[test]
    fn bad_boards_are_refused_by_name() {
        let good = FILES[0].1;
        let error = |text: &str| Board::parse("b", text).unwrap_err();
        assert!(matches!(error("x = 1"), BoardError::Syntax { .. }));
        assert_eq!(
            error(&good.replace("xtensa-de233", "z80")).to_string(),
            "board `b`: there is no target `z80`"
        );
        assert_eq!(
            error(&good.replace("\"bss\", ", "")).to_string(),
            "board `b`: 0 memories hold `bss`, exactly one must"
        );
        assert!(matches!(
            error(&good.replace("0xfe00_0000", "0x10")),
            BoardError::Extent { .. }
        ));
        // One memory for everything, up to the very end.
        let one = FILES
            .iter()
            .find(|file| file.0 == "qemu-riscv32")
            .unwrap()
            .1;
        assert!(matches!(
            error(&one.replace("0x8000_0000", "0xf800_0000")),
            BoardError::Extent { .. }
        ));
        assert!(Board::parse("b", &one.replace("0x8000_0000", "0xf7ff_f000")).is_ok());
    }

    #[test]
    fn classes_say_who_may_write_and_execute() {
        assert!(Class::ALL.iter().all(|c| !(c.is_code() && c.is_writable())));
    }
}
