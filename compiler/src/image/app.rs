//! What the ESP-IDF second-stage bootloader asks of an application, and the bootloader itself.
//!
//! An application has exactly one segment of constants and one of code in flash, each at an address that is its flash address
//! modulo the page size of 64 KiB. The descriptor comes first. The linker has placed both so that code follows constants in the
//! file as it does in memory, so that no page is wasted.
//!
//! The bootloader and the partition table are those that the `espflash` crate carries.

use espflash::flasher::{FlashData, FlashMode, FlashSettings, FlashSize};
use espflash::image_format::idf::IdfBootloaderFormat;
use sha2::{Digest, Sha256};

use super::ImageError;
use super::format::{self, SEGMENT_HEADER, Segment};
use super::segments::Segments;
use crate::board::OnChip;
use crate::chip::{APP_OFFSET, ImageFormat};

/// Bytes of a flash page as the bootloader maps it.
pub(super) const PAGE: u32 = 0x1_0000;
/// Bytes of the application descriptor.
pub(super) const DESCRIPTOR_SIZE: usize = 256;
/// Its first word.
pub(super) const DESCRIPTOR_MAGIC: u32 = 0xabcd_5432;
/// Where constants begin in the file, and so modulo the page size in memory.
const FIRST: usize = 24 + SEGMENT_HEADER;
/// The bootloader does not map the last page of a segment that uses fewer bytes of it (`espflash`, `save_flash_segment`).
pub(super) const LEAST_IN_PAGE: usize = 0x24;

/// The segments in the order of the file.
pub(super) fn segments(found: Segments, elf: &[u8]) -> Result<Vec<Segment>, ImageError> {
    debug_assert_eq!(
        FIRST,
        format::header_size(ImageFormat::Esp32) + SEGMENT_HEADER
    );
    let constants = only(found.constants, "constants")?;
    let mut code = only(found.code, "code")?;
    let page = PAGE as usize;
    let mut bytes = descriptor(elf);
    // The linker left room for the descriptor, and for whatever alignment asks.
    bytes.resize(constants.address as usize % page - FIRST, 0);
    bytes.extend(constants.bytes);
    // Up to the header of the code's segment.
    let code_at = code.address as usize % page;
    let end = FIRST + bytes.len() + SEGMENT_HEADER;
    let gap = (page + code_at - end % page) % page;
    bytes.resize(bytes.len() + gap, 0);
    let last = (code_at + code.bytes.len()) % page;
    if last < LEAST_IN_PAGE {
        code.bytes
            .resize(code.bytes.len() + LEAST_IN_PAGE - last, 0);
    }
    let constants = Segment {
        address: (constants.address & !(PAGE - 1)) + FIRST as u32,
        bytes,
    };
    Ok([constants, code].into_iter().chain(found.loaded).collect())
}

fn only(segments: Vec<Segment>, what: &str) -> Result<Segment, ImageError> {
    let count = segments.len();
    let mut segments = segments.into_iter();
    match (segments.next(), count) {
        (Some(segment), 1) => Ok(segment),
        _ => Err(ImageError::Refused {
            loader: "second-stage bootloader",
            rule: format!("it has {count} segments of {what} in flash, not one"),
        }),
    }
}

/// The application descriptor (ESP-IDF, `esp_app_desc_t`): magic, versions, names, the hash of the ELF file, which oldest and newest
/// eFuse block revision it runs on, the page size as a power of two.
fn descriptor(elf: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(DESCRIPTOR_SIZE);
    let text = |bytes: &mut Vec<u8>, text: &str, size: usize| {
        let end = bytes.len() + size;
        bytes.extend(text.bytes().take(size - 1));
        bytes.resize(end, 0);
    };
    bytes.extend(DESCRIPTOR_MAGIC.to_le_bytes());
    bytes.extend([0; 12]);
    text(&mut bytes, env!("CARGO_PKG_VERSION"), 32);
    text(&mut bytes, "tinsmith", 32);
    // No time and date: the same module gives the same image.
    text(&mut bytes, "", 16);
    text(&mut bytes, "", 16);
    text(&mut bytes, "none", 32);
    bytes.extend(Sha256::digest(elf));
    bytes.extend(0_u16.to_le_bytes());
    bytes.extend(u16::MAX.to_le_bytes());
    bytes.push(PAGE.ilog2() as u8);
    bytes.resize(DESCRIPTOR_SIZE, 0);
    bytes
}

/// What comes before the application in flash.
pub(super) struct Loader {
    pub bootloader: Vec<u8>,
    pub partition_table: Vec<u8>,
}

/// Bytes of flash for the application: all behind [`APP_OFFSET`], as the default partition table has it.
pub(super) fn partition_size(on: &OnChip) -> u32 {
    /// The largest partition that `espflash` makes.
    const LARGEST: u32 = 16_000 * 1024;
    (on.flash_size - APP_OFFSET).min(LARGEST)
}

/// The bootloader for a chip, told the flash's size, and a partition table with one application.
pub(super) fn bootloader(on: &OnChip) -> Result<Loader, ImageError> {
    let failed = |error: String| ImageError::Bootloader(error);
    let chip: espflash::target::Chip = on
        .chip
        .family()
        .parse()
        .map_err(|_| failed(format!("`espflash` has none for the {}", on.chip.title)))?;
    let size = flash_size(on.flash_size).ok_or_else(|| ImageError::FlashSize {
        chip: on.chip.title.clone(),
        size: on.flash_size,
    })?;
    let settings = FlashSettings::new(Some(FlashMode::Dio), Some(size), None);
    let data = FlashData::new(
        settings,
        on.chip.min_revision,
        None,
        chip,
        chip.default_xtal_frequency(),
    );
    let empty = empty_elf();
    let format = IdfBootloaderFormat::new(&empty, &data, None, None, None, None)
        .map_err(|error| failed(error.to_string()))?;
    let mut pieces = format.flash_segments();
    let mut next = || {
        let piece = pieces.next().map(|segment| segment.data.into_owned());
        piece.ok_or_else(|| failed("a piece is missing".to_owned()))
    };
    Ok(Loader {
        bootloader: next()?,
        partition_table: next()?,
    })
}

/// An ELF file of nothing: the crate wants one, of which it makes an application that is not used.
fn empty_elf() -> Vec<u8> {
    let mut bytes = b"\x7fELF\x01\x01\x01".to_vec();
    bytes.resize(16, 0);
    // Executable, RISC-V, version 1; no entry, no headers, no flags.
    bytes.extend([2, 0, 243, 0, 1, 0, 0, 0]);
    bytes.resize(40, 0);
    // Sizes: this header, program headers, section headers.
    bytes.extend([52, 0, 32, 0, 0, 0, 40, 0, 0, 0, 0, 0]);
    bytes
}

fn flash_size(bytes: u32) -> Option<FlashSize> {
    Some(match bytes >> 20 {
        1 => FlashSize::_1Mb,
        2 => FlashSize::_2Mb,
        4 => FlashSize::_4Mb,
        8 => FlashSize::_8Mb,
        16 => FlashSize::_16Mb,
        32 => FlashSize::_32Mb,
        64 => FlashSize::_64Mb,
        128 => FlashSize::_128Mb,
        _ => return None,
    })
}
