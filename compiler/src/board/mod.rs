//! Boards: what a firmware is linked for and how it is run.
//!
//! A [`Board`] is a processor ([`Target`]) with a memory map, and for emulated boards the command that runs it, for real ones
//! the [`Chip`] and its flash. It is data: `boards/<name>/board.toml` in the repository, embedded here, or a file of the
//! user's. Code generation never looks at it.

mod emulator;
mod error;
mod file;
mod memory;

use std::sync::LazyLock;

use crate::chip::{Chip, Layout, Psram, PsramKind};
use crate::target::Target;

pub use emulator::{Counting, Emulator};
pub use error::BoardError;
pub(crate) use memory::check_memory;
pub use memory::{Class, Region};

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
    /// Its external RAM.
    pub psram: Option<BoardPsram>,
}

/// External RAM of a board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoardPsram {
    /// Where the chip has it.
    pub chip: &'static Psram,
    /// Which kind it is.
    pub kind: &'static PsramKind,
    /// Its bytes, a multiple of 64 KiB.
    pub size: u32,
}

impl Board {
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
        if let Some(psram) = on.psram {
            if layout != Layout::App {
                return Err(BoardError::PsramLayout {
                    board: self.name,
                    layout: layout.name(),
                });
            }
            add_psram(&mut self.memory, psram);
        }
        self.memory_reserve = self.region_of(Class::Noinit).size;
        Ok(self)
    }

    /// The name of its start-up code among those embedded (`runtime.rs`).
    pub fn start_up(&self) -> String {
        match &self.chip {
            Some(on) => {
                let name = format!("{}-{}", on.chip.name, on.layout.name());
                match on.psram {
                    Some(psram) => format!("{name}-{}", psram.kind.name),
                    None => name,
                }
            }
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

    /// The first board with a chip of that family and revision (major * 100 + minor).
    pub fn by_revision(family: &str, revision: u16) -> Option<&'static Board> {
        BOARDS.iter().find(|board| {
            board.chip.is_some_and(|on| {
                let revisions = on.chip.min_revision..=on.chip.max_revision;
                on.chip.family() == family && revisions.contains(&revision)
            })
        })
    }

    /// Every board.
    pub fn all() -> &'static [Board] {
        &BOARDS
    }
}

/// Linear memories and tables go to external RAM, and flash ends where that begins.
fn add_psram(memory: &mut Vec<Region>, psram: BoardPsram) {
    let address = psram.chip.address;
    for region in &mut *memory {
        region.holds.retain(|&class| class != Class::Noinit);
        if region.mapped && region.address < address {
            region.size = region.size.min(address - region.address);
        }
    }
    memory.push(Region {
        name: "psram".to_owned(),
        address,
        size: psram.size,
        holds: vec![Class::Noinit],
        loads_data: false,
        code_address: None,
        mapped: false,
    });
}

/// The embedded board files, by name.
const FILES: &[(&str, &str)] = &[
    (
        "qemu-xtensa",
        include_str!("../../../boards/qemu-xtensa/board.toml"),
    ),
    (
        "qemu-xtensa-s2",
        include_str!("../../../boards/qemu-xtensa-s2/board.toml"),
    ),
    (
        "qemu-lx106",
        include_str!("../../../boards/qemu-lx106/board.toml"),
    ),
    (
        "qemu-riscv32",
        include_str!("../../../boards/qemu-riscv32/board.toml"),
    ),
    (
        "qemu-riscv32c3",
        include_str!("../../../boards/qemu-riscv32c3/board.toml"),
    ),
    (
        "qemu-riscv32f",
        include_str!("../../../boards/qemu-riscv32f/board.toml"),
    ),
    (
        "esp32-devkitc",
        include_str!("../../../boards/esp32-devkitc/board.toml"),
    ),
    (
        "esp32-s2-saola",
        include_str!("../../../boards/esp32-s2-saola/board.toml"),
    ),
    (
        "esp32-s3-devkitc",
        include_str!("../../../boards/esp32-s3-devkitc/board.toml"),
    ),
    (
        "esp32-s3-devkitc-n8r2",
        include_str!("../../../boards/esp32-s3-devkitc-n8r2/board.toml"),
    ),
    (
        "esp32-s3-devkitc-n8r8",
        include_str!("../../../boards/esp32-s3-devkitc-n8r8/board.toml"),
    ),
    (
        "esp32-c3-devkitm",
        include_str!("../../../boards/esp32-c3-devkitm/board.toml"),
    ),
    (
        "esp32-c6-devkitc",
        include_str!("../../../boards/esp32-c6-devkitc/board.toml"),
    ),
    (
        "esp32-h2-devkitm",
        include_str!("../../../boards/esp32-h2-devkitm/board.toml"),
    ),
    (
        "esp32-p4-function-ev",
        include_str!("../../../boards/esp32-p4-function-ev/board.toml"),
    ),
    (
        "esp32-p4-function-ev-r3",
        include_str!("../../../boards/esp32-p4-function-ev-r3/board.toml"),
    ),
    (
        "nodemcu",
        include_str!("../../../boards/nodemcu/board.toml"),
    ),
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
