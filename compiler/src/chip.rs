//! Chips: what the boards that carry one have in common.
//!
//! A [`Chip`] is data: `boards/chips/<name>.toml` in the repository, embedded here. It says which code the chip executes
//! ([`Target`]), where its memories are under each [`Layout`], and what an image, a flasher and start-up code must know. The
//! build script reads the same files for the constants of the start-up assembly, so that no address is written twice.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::board::{BoardError, Region, check_memory};
use crate::target::Target;

/// How a firmware lies in flash and is brought to execution.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// The image is where the ROM looks for a bootloader, and the ROM loads all of it to internal RAM.
    Direct,
    /// The ROM starts the ESP-IDF second-stage bootloader, which loads variables to RAM and maps code and constants, to be
    /// executed and read from flash through the cache.
    App,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 2] = [Self::Direct, Self::App];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::App => "app",
        }
    }
}

/// Flash address of the partition table (ESP-IDF's default, which the carried bootloaders are built for).
pub const PARTITION_TABLE_OFFSET: u32 = 0x8000;
/// Flash address of the application under [`Layout::App`].
pub const APP_OFFSET: u32 = 0x1_0000;
/// Bits a second of UART0, as ROM and bootloader leave it or start-up sets it.
pub const UART_BAUD: u32 = 115_200;

/// Which ROM's image format it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImageFormat {
    /// The extended header with chip number and hash.
    Esp32,
    /// The ESP8266's, with neither.
    Esp8266,
}

/// Speed of the flash's clock while the ROM loads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FlashFrequency {
    /// As `esptool` writes it: `40m`.
    pub name: String,
    /// The low nibble of the image header's byte 3, which differs from chip to chip.
    pub code: u8,
}

/// Registers of UART0. Both counts of the status word are 8 bits: bytes to receive from bit 0, bytes to send from bit 16.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Uart {
    /// Address to store bytes to.
    pub transmit: u32,
    /// Address to load bytes from.
    pub receive: u32,
    /// Address of the status word.
    pub status: u32,
}

/// A register that start-up sets: `*address = (*address & keep) | set`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Register {
    /// What it is and why it is set.
    pub what: String,
    /// Its address.
    pub address: u32,
    /// The bits that keep their value.
    #[serde(default)]
    pub keep: u32,
    /// The bits to set.
    pub set: u32,
}

/// A range that no loaded segment may touch, because the loader itself lives there while it loads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Reserved {
    /// Who lives there, for messages.
    pub what: String,
    /// Its first address.
    pub from: u32,
    /// The first address behind it.
    pub to: u32,
}

/// The chip's memories as one layout uses them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MemoryMap {
    /// What the linker fills.
    pub memory: Vec<Region>,
    /// What the loader needs for itself.
    #[serde(default)]
    pub reserved: Vec<Reserved>,
    /// Nanoseconds for each count of the clock that start-up reads, times 65,536.
    pub clock_scale: u32,
}

/// External RAM the chip can address, under [`Layout::App`]: behind the cache that flash is behind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Psram {
    /// Where it appears.
    pub address: u32,
    /// Bytes of address space.
    pub size: u32,
    /// The kinds of RAM chips that start-up code brings up.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<PsramKind>,
}

/// A kind of external RAM.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PsramKind {
    /// Its name in board files: `quad`.
    pub name: String,
    /// The assembly that brings it up, in `boards/chips/`: the build script's.
    #[serde(rename = "start-up")]
    _start_up: Vec<String>,
    /// Registers that start-up sets, after the chip's, before it runs that assembly.
    #[serde(rename = "register")]
    pub registers: Vec<Register>,
}

/// A chip.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// Its name: `esp32c6`. Where revisions differ as chips do, each kind is a chip, with a name that begins with its family's.
    pub name: String,
    /// Its name in prose, and the one of its family: `ESP32-C6`.
    pub title: String,
    /// The code it executes.
    pub target: &'static Target,
    /// The chip number in image headers, and of the ROM's answer to a flasher. The ESP8266 has none.
    pub id: u16,
    /// The image format of its ROM.
    pub image_format: ImageFormat,
    /// The flash address at which the ROM looks for an image.
    pub boot_offset: u32,
    /// Flash clock.
    pub flash_frequency: FlashFrequency,
    /// The oldest chip revision that firmware runs on, as major * 100 + minor.
    pub min_revision: u16,
    /// The newest chip revision that firmware runs on.
    pub max_revision: u16,
    /// UART0.
    pub uart: Uart,
    /// Registers that start-up sets, in order.
    pub registers: Vec<Register>,
    /// Memories when the ROM loads everything.
    pub direct: MemoryMap,
    /// Memories under the second-stage bootloader; the ESP8266 has none.
    pub app: Option<MemoryMap>,
    /// External RAM.
    pub psram: Option<Psram>,
}

/// The file's form.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ChipFile {
    title: String,
    target: String,
    image_id: u16,
    image_format: ImageFormat,
    boot_offset: u32,
    flash_frequency: FlashFrequency,
    min_revision: u16,
    #[serde(default = "any_revision")]
    max_revision: u16,
    /// Folder of the start-up assembly and its further constants: the build script's.
    #[serde(rename = "start-up")]
    _start_up: toml::Value,
    uart: Uart,
    #[serde(default)]
    register: Vec<Register>,
    direct: MemoryMap,
    app: Option<MemoryMap>,
    psram: Option<Psram>,
}

fn any_revision() -> u16 {
    u16::MAX
}

impl Chip {
    /// Reads a chip file.
    pub fn parse(name: &str, text: &str) -> Result<Self, BoardError> {
        let file: ChipFile = toml::from_str(text).map_err(|error| BoardError::Syntax {
            board: name.to_owned(),
            message: error.to_string(),
        })?;
        let Some(target) = Target::by_name(&file.target) else {
            return Err(BoardError::UnknownTarget {
                board: name.to_owned(),
                target: file.target,
            });
        };
        for map in std::iter::once(&file.direct).chain(&file.app) {
            check_memory(name, &map.memory)?;
        }
        Ok(Self {
            name: name.to_owned(),
            title: file.title,
            target,
            id: file.image_id,
            image_format: file.image_format,
            boot_offset: file.boot_offset,
            flash_frequency: file.flash_frequency,
            min_revision: file.min_revision,
            max_revision: file.max_revision,
            uart: file.uart,
            registers: file.register,
            direct: file.direct,
            app: file.app,
            psram: file.psram,
        })
    }

    /// The chip of that name.
    pub fn by_name(name: &str) -> Option<&'static Chip> {
        CHIPS.iter().find(|chip| chip.name == name)
    }

    /// Every chip.
    pub fn all() -> &'static [Chip] {
        &CHIPS
    }

    /// Its family's name, as `esptool` and `espflash` write it.
    pub fn family(&self) -> String {
        self.title.replace('-', "").to_lowercase()
    }

    /// The memories under a layout, if the chip has it.
    pub fn map(&self, layout: Layout) -> Option<&MemoryMap> {
        match layout {
            Layout::Direct => Some(&self.direct),
            Layout::App => self.app.as_ref(),
        }
    }

    /// The layout used unless another is asked for: code in flash leaves the most RAM to linear memory, and the bootloader sets up
    /// flash and clocks for the very chip revision it finds.
    pub fn default_layout(&self) -> Layout {
        match self.app {
            Some(_) => Layout::App,
            None => Layout::Direct,
        }
    }
}

/// The embedded chip files, by name.
const FILES: &[(&str, &str)] = &[
    ("esp32", include_str!("../../boards/chips/esp32.toml")),
    ("esp32s2", include_str!("../../boards/chips/esp32s2.toml")),
    ("esp32s3", include_str!("../../boards/chips/esp32s3.toml")),
    ("esp32c3", include_str!("../../boards/chips/esp32c3.toml")),
    ("esp32c6", include_str!("../../boards/chips/esp32c6.toml")),
    ("esp32h2", include_str!("../../boards/chips/esp32h2.toml")),
    ("esp32p4", include_str!("../../boards/chips/esp32p4.toml")),
    (
        "esp32p4-r3",
        include_str!("../../boards/chips/esp32p4-r3.toml"),
    ),
    ("esp8266", include_str!("../../boards/chips/esp8266.toml")),
];

/// The chips, read once.
static CHIPS: LazyLock<Vec<Chip>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| match Chip::parse(name, text) {
            Ok(chip) => chip,
            Err(error) => panic!("{error}"),
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::{Chip, FILES, Layout, Register};
    use crate::board::Class;

    #[test]
    fn embedded_chips_are_well_formed() {
        assert_eq!(Chip::all().len(), FILES.len());
        for chip in Chip::all() {
            assert!(chip.name.starts_with(&chip.family()), "{}", chip.name);
            assert!(chip.flash_frequency.code < 16, "{}", chip.name);
            for map in Layout::ALL
                .into_iter()
                .filter_map(|layout| chip.map(layout))
            {
                let loaded = |class: Class| !class.is_zero_fill();
                // What the loader needs must not be where the first byte of something loaded has to be.
                for region in map
                    .memory
                    .iter()
                    .filter(|r| r.holds.iter().any(|&c| loaded(c)))
                {
                    for reserved in &map.reserved {
                        let starts = [Some(region.address), region.code_address];
                        for start in starts.into_iter().flatten() {
                            let inside = (reserved.from..reserved.to).contains(&start);
                            assert!(!inside, "{}: {}", chip.name, region.name);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_revision_belongs_to_one_chip() {
        for (n, chip) in Chip::all().iter().enumerate() {
            assert!(chip.min_revision <= chip.max_revision, "{}", chip.name);
            for other in Chip::all()[..n].iter().filter(|c| c.id == chip.id) {
                let apart = other.max_revision < chip.min_revision
                    || chip.max_revision < other.min_revision
                    || other.family() != chip.family();
                assert!(apart, "{} and {}", other.name, chip.name);
            }
        }
    }

    #[test]
    fn what_is_unlocked_is_locked_again() {
        for chip in Chip::all() {
            let about = |word: &str| {
                let has = |register: &&Register| register.what.ends_with(word);
                let found = chip.registers.iter().filter(has);
                found.map(|register| register.address).collect::<Vec<_>>()
            };
            assert_eq!(about(": open"), about(": closed"), "{}", chip.name);
        }
    }
}
