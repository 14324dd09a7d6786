//! The loader, simulated.
//!
//! Takes an image apart as ROM and second-stage bootloader do, and says where each segment ends up, or which of their rules it
//! breaks. Sources: ESP-IDF's bootloader_utility.c and esp_image_format.c, and what was seen on emulated chips.

use super::ImageError;
use super::app::{DESCRIPTOR_MAGIC, DESCRIPTOR_SIZE, LEAST_IN_PAGE, PAGE};
use super::format::{self, EspImage, SEGMENT_HEADER};
use super::segments::home;
use crate::board::{Board, OnChip, Region};
use crate::chip::{ImageFormat, Layout};

/// The bootloader takes this many segments (ESP-IDF, `ESP_IMAGE_MAX_SEGMENTS`).
const MOST_SEGMENTS: usize = 16;

/// A segment in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Its address, as in the image.
    pub address: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it stays in flash and is seen there.
    pub mapped: bool,
    /// Whether it is code.
    pub code: bool,
}

/// Loads an image.
///
/// # Errors
/// [`ImageError::Refused`] or [`ImageError::Overlap`] with the rule it breaks.
pub fn load(image: &EspImage, board: &Board) -> Result<Vec<Loaded>, ImageError> {
    let on = super::on_chip(board)?;
    let loader = Loader { on, board };
    let mut loaded: Vec<Loaded> = Vec::new();
    let mut at = format::header_size(on.chip.image_format);
    for segment in &image.segments {
        at += SEGMENT_HEADER;
        let place = loader.segment(segment.address, &segment.bytes, at)?;
        for other in &loaded {
            loader.disjoint(&place, other)?;
        }
        loaded.push(place);
        at += segment.bytes.len();
    }
    loader.whole(image, &loaded)?;
    Ok(loaded)
}

struct Loader<'a> {
    on: &'a OnChip,
    board: &'a Board,
}

impl Loader<'_> {
    fn refuse<T>(&self, rule: String) -> Result<T, ImageError> {
        let loader = match self.on.layout {
            Layout::Direct => "chip's ROM",
            Layout::App => "second-stage bootloader",
        };
        Err(ImageError::Refused { loader, rule })
    }

    /// One segment, whose bytes begin at `at` in the file.
    fn segment(&self, address: u32, bytes: &[u8], at: usize) -> Result<Loaded, ImageError> {
        let size = bytes.len() as u32;
        if !(address | size).is_multiple_of(4) || size == 0 {
            return self.refuse(format!(
                "the segment at {address:#x} is not made of whole words"
            ));
        }
        let end = u64::from(address) + u64::from(size);
        // The descriptor's room is before the region the linker filled.
        let first = address.max(self.constants_start(address));
        let region = home(self.board, first).filter(|region| {
            let start = if code_view(region, first) {
                region.code_address.unwrap_or(0)
            } else {
                region.address
            };
            end <= u64::from(start) + u64::from(region.size)
        });
        let Some(region) = region else {
            return self.refuse(format!("no memory is at {address:#x}..{end:#x}"));
        };
        if region.mapped && address as usize % PAGE as usize != at % PAGE as usize {
            return self.refuse(format!(
                "the mapped segment at {address:#x} is at {at:#x} in the file, elsewhere in its page"
            ));
        }
        if region.mapped && (at + bytes.len()) % (PAGE as usize) < LEAST_IN_PAGE {
            return self.refuse(format!(
                "the last page of the segment at {address:#x} would not be mapped"
            ));
        }
        let place = Loaded {
            address,
            bytes: bytes.to_vec(),
            mapped: region.mapped,
            // What begins before the linker's room begins with the descriptor.
            code: first == address && self.is_code(region, address),
        };
        let map = self.on.chip.map(self.on.layout);
        for reserved in map.into_iter().flat_map(|map| &map.reserved) {
            let (from, to) = self.range(&place);
            let alias = (
                data_view(self.board, reserved.from),
                data_view(self.board, reserved.to - 1) + 1,
            );
            if from < alias.1 && alias.0 < to {
                return Err(ImageError::Overlap {
                    from: address,
                    to: address + size,
                    what: reserved.what.clone(),
                });
            }
        }
        Ok(place)
    }

    /// The first address the linker may use in the mapped region whose page `address` begins, else `address`.
    fn constants_start(&self, address: u32) -> u32 {
        let before = |region: &&Region| {
            region.mapped
                && region.address >= address
                && region.address - address <= DESCRIPTOR_SIZE as u32
        };
        self.board
            .memory
            .iter()
            .find(before)
            .map_or(address, |region| region.address)
    }

    /// Whether an address is where the region's code is linked to, and code may be there.
    fn is_code(&self, region: &Region, address: u32) -> bool {
        let holds = region.holds.iter().any(|class| class.is_code());
        holds && (region.code_address.is_none() || code_view(region, address))
    }

    /// A segment's addresses over the data bus.
    fn range(&self, place: &Loaded) -> (u64, u64) {
        let from = data_view(self.board, place.address);
        (from, from + place.bytes.len() as u64)
    }

    fn disjoint(&self, a: &Loaded, b: &Loaded) -> Result<(), ImageError> {
        let ((a_from, a_to), (b_from, b_to)) = (self.range(a), self.range(b));
        if a_from < b_to && b_from < a_to {
            return Err(ImageError::Overlap {
                from: a.address,
                to: a.address + a.bytes.len() as u32,
                what: format!("the segment at {:#x}", b.address),
            });
        }
        Ok(())
    }

    /// What concerns the image as a whole.
    fn whole(&self, image: &EspImage, loaded: &[Loaded]) -> Result<(), ImageError> {
        let chip = self.on.chip;
        if chip.image_format == ImageFormat::Esp32 && image.header.chip_id != chip.id {
            let id = image.header.chip_id;
            return self.refuse(format!(
                "it is for chip number {id}, the {} is {}",
                chip.title, chip.id
            ));
        }
        if image.segments.len() > MOST_SEGMENTS {
            return self.refuse(format!("it has more than {MOST_SEGMENTS} segments"));
        }
        let entry = image.header.entry;
        let inside = |place: &&Loaded| entry.wrapping_sub(place.address) < place.bytes.len() as u32;
        match loaded.iter().find(inside) {
            Some(place) if place.code => {}
            _ => return self.refuse(format!("its entry {entry:#x} is in no segment of code")),
        }
        match self.on.layout {
            Layout::Direct => Ok(()),
            Layout::App => self.application(loaded),
        }
    }

    /// One mapped segment of constants, with the descriptor, then one of code.
    fn application(&self, loaded: &[Loaded]) -> Result<(), ImageError> {
        let mapped: Vec<&Loaded> = loaded.iter().filter(|place| place.mapped).collect();
        let [constants, code] = mapped[..] else {
            return self.refuse(format!("it has {} mapped segments, not two", mapped.len()));
        };
        let magic = constants.bytes.get(..4);
        if magic != Some(&DESCRIPTOR_MAGIC.to_le_bytes()[..])
            || constants.bytes.len() < DESCRIPTOR_SIZE
        {
            return self.refuse(
                "its first segment does not begin with the application descriptor".to_owned(),
            );
        }
        if !loaded[0].mapped || self.range(constants).1 > self.range(code).0 {
            return self.refuse("constants do not come before code".to_owned());
        }
        Ok(())
    }
}

/// Whether an address is in a region's code view.
fn code_view(region: &Region, address: u32) -> bool {
    let view = region.code_address;
    view.is_some_and(|view| address.wrapping_sub(view) < region.size)
}

/// An address as the data bus sees it.
fn data_view(board: &Board, address: u32) -> u64 {
    match home(board, address) {
        Some(region) if code_view(region, address) => {
            let view = region.code_address.unwrap_or(region.address);
            u64::from(address - view) + u64::from(region.address)
        }
        _ => u64::from(address),
    }
}

#[cfg(test)]
mod tests {
    use super::{Board, EspImage, ImageError, Layout, load};
    use crate::image::app::DESCRIPTOR_MAGIC;
    use crate::image::format::{Header, Segment};

    fn board(name: &str, layout: Layout) -> Board {
        Board::by_name(name)
            .unwrap()
            .clone()
            .with_layout(layout)
            .unwrap()
    }

    fn segment(address: u32, size: usize) -> Segment {
        Segment {
            address,
            bytes: vec![0x55; size],
        }
    }

    /// An application for the ESP32-C3 that is right: constants, code behind them, variables.
    fn app() -> (EspImage, Board) {
        let board = board("esp32c3", Layout::App);
        let mut constants = segment(0x3c00_0020, 0x3d8);
        constants.bytes[..4].copy_from_slice(&DESCRIPTOR_MAGIC.to_le_bytes());
        let image = EspImage {
            header: Header::new(&board.chip.unwrap(), 0x4200_0404).unwrap(),
            segments: vec![
                constants,
                segment(0x4200_0400, 0x100),
                segment(0x3fc8_0000, 0x40),
            ],
        };
        (image, board)
    }

    fn refused(change: impl FnOnce(&mut EspImage)) -> String {
        let (mut image, board) = app();
        change(&mut image);
        load(&image, &board).unwrap_err().to_string()
    }

    #[test]
    fn what_is_right_is_loaded() {
        let (image, board) = app();
        let loaded = load(&image, &board).unwrap();
        let kinds: Vec<_> = loaded.iter().map(|p| (p.mapped, p.code)).collect();
        assert_eq!(kinds, [(true, false), (true, true), (false, false)]);
    }

    #[test]
    fn every_rule_of_the_bootloader_is_kept() {
        let ours = |message: String, part: &str| assert!(message.contains(part), "{message}");
        ours(
            refused(|i| i.header.chip_id = 9),
            "chip number 9, the ESP32-C3 is 5",
        );
        ours(
            refused(|i| i.header.entry = 0x4200_0500),
            "in no segment of code",
        );
        ours(
            refused(|i| i.header.entry = 0x3c00_0100),
            "in no segment of code",
        );
        ours(
            refused(|i| i.segments[0].bytes[0] = 0),
            "application descriptor",
        );
        ours(
            refused(|i| i.segments[1].address += 4),
            "elsewhere in its page",
        );
        ours(
            refused(|i| drop(i.segments.remove(1))),
            "in no segment of code",
        );
        ours(refused(|i| i.segments.swap(0, 1)), "elsewhere in its page");
        ours(refused(|i| i.segments[2].address += 2), "whole words");
        ours(
            refused(|i| i.segments[2].address = 0x5000_0000),
            "no memory is at 0x50000000",
        );
        ours(refused(|i| i.segments[2].bytes.clear()), "whole words");
        // 0x20 bytes into the next page.
        ours(
            refused(|i| i.segments[1].bytes.resize(0x1_0000 - 0x400 + 0x20, 0)),
            "would not be mapped",
        );
        let many = |i: &mut EspImage| {
            i.segments
                .extend((0..14).map(|n| segment(0x3fc8_1000 + n * 16, 4)));
        };
        ours(refused(many), "more than 16 segments");
    }

    /// Also where one memory is seen on two buses.
    #[test]
    fn nothing_is_loaded_over_something_else() {
        let overlap = |address: u32| refused(|i| i.segments.push(segment(address, 0x100)));
        for address in [0x3fc8_0020, 0x4038_0020] {
            let message = overlap(address);
            assert!(
                message.contains("overwrite the segment at 0x3fc80000"),
                "{message}"
            );
        }
        for address in [0x3fcc_e700, 0x403c_e700] {
            let message = overlap(address);
            assert!(
                message.contains("overwrite the second-stage bootloader"),
                "{message}"
            );
        }
    }

    #[test]
    fn the_rom_keeps_its_own_memory() {
        let board = board("esp32", Layout::Direct);
        let image = |data: u32| EspImage {
            header: Header::new(&board.chip.unwrap(), 0x4008_0400).unwrap(),
            segments: vec![segment(data, 0x100), segment(0x4008_0400, 0x100)],
        };
        assert!(load(&image(0x3ffb_0000), &board).is_ok());
        let error = load(&image(0x3ffe_0000 - 0x80), &board).unwrap_err();
        let what = "the ROM's stacks and variables".to_owned();
        let (from, to) = (0x3ffd_ff80, 0x3ffe_0080);
        assert_eq!(error, ImageError::Overlap { from, to, what });
    }
}
