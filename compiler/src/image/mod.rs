//! Images: what is written to a board's flash.
//!
//! In: a linked firmware and the real board it is for. Out: a [`FlashImage`], a list of pieces with their flash addresses, which is all
//! that a flasher needs to know. Every image is read back and loaded on paper ([`load`]) before it is handed out, so that one the
//! chip's ROM or bootloader would refuse, or that would overwrite them, is an error here.
//!
//! ```text
//! segments   the firmware's loaded bytes, as the ROM counts them
//! format     the ROM's image format: header, segments, checksum, hash; and reading it back
//! app        what the second-stage bootloader asks for: descriptor, mapped segments; the bootloader itself
//! load       the loader, simulated: where everything goes, what must not be there
//! ```

mod app;
mod error;
pub mod format;
pub mod load;
mod segments;

pub use error::ImageError;

use crate::board::{Board, OnChip};
use crate::chip::{APP_OFFSET, Layout, PARTITION_TABLE_OFFSET};
use crate::link::Firmware;
use format::{EspImage, Header};

/// One run of bytes of a flash image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is, for progress and messages: `bootloader`, `partition table`, `application`.
    pub name: &'static str,
    /// Its flash address.
    pub address: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Everything a firmware puts into flash, by rising address; pieces do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlashImage {
    /// The pieces.
    pub pieces: Vec<Piece>,
}

impl FlashImage {
    /// The flash image of a firmware, whole: with bootloader and partition table where the layout has them.
    ///
    /// # Errors
    /// See [`ImageError`].
    pub fn new(firmware: &Firmware, board: &Board) -> Result<Self, ImageError> {
        let on = on_chip(board)?;
        let image = executable(firmware, board)?;
        let bytes = image.to_bytes(on.chip.image_format);
        let pieces = match on.layout {
            Layout::Direct => vec![Piece {
                name: "firmware",
                address: on.chip.boot_offset,
                bytes,
            }],
            Layout::App => {
                let loader = app::bootloader(on)?;
                vec![
                    Piece {
                        name: "bootloader",
                        address: on.chip.boot_offset,
                        bytes: loader.bootloader,
                    },
                    Piece {
                        name: "partition table",
                        address: PARTITION_TABLE_OFFSET,
                        bytes: loader.partition_table,
                    },
                    Piece {
                        name: "application",
                        address: APP_OFFSET,
                        bytes,
                    },
                ]
            }
        };
        Ok(Self { pieces })
    }

    /// The piece that is the firmware itself.
    pub fn firmware(&self) -> &Piece {
        &self.pieces[self.pieces.len() - 1]
    }

    /// One run of bytes from flash address 0 to the end of the last piece, erased flash (0xff) between pieces.
    pub fn merged(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for piece in &self.pieces {
            let start = piece.address as usize;
            if bytes.len() < start + piece.bytes.len() {
                bytes.resize(start + piece.bytes.len(), 0xff);
            }
            bytes[start..start + piece.bytes.len()].copy_from_slice(&piece.bytes);
        }
        bytes
    }
}

/// The firmware as the ROM or the bootloader reads it.
fn executable(firmware: &Firmware, board: &Board) -> Result<EspImage, ImageError> {
    let on = on_chip(board)?;
    let found = segments::of(firmware, board)?;
    let segments = match on.layout {
        Layout::Direct => found.loaded,
        Layout::App => app::segments(found, &firmware.elf)?,
    };
    let image = EspImage {
        header: Header::new(on, firmware.entry)?,
        segments,
    };
    let bytes = image.to_bytes(on.chip.image_format);
    let space = match on.layout {
        Layout::Direct => on.flash_size - on.chip.boot_offset,
        Layout::App => app::partition_size(on),
    };
    if bytes.len() > space as usize {
        return Err(ImageError::FlashTooSmall {
            board: board.name.clone(),
            bytes: bytes.len(),
            space,
        });
    }
    load::load(&EspImage::parse(&bytes, on.chip.image_format)?, board)?;
    Ok(image)
}

fn on_chip(board: &Board) -> Result<&OnChip, ImageError> {
    board.chip.as_ref().ok_or_else(|| ImageError::Emulated {
        board: board.name.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::{FlashImage, Piece};

    #[test]
    fn gaps_of_a_merged_image_are_erased_flash() {
        let piece = |name, address, bytes: &[u8]| Piece {
            name,
            address,
            bytes: bytes.to_vec(),
        };
        let image = FlashImage {
            pieces: vec![piece("a", 2, &[1, 2]), piece("b", 6, &[3])],
        };
        assert_eq!(image.merged(), [0xff, 0xff, 1, 2, 0xff, 0xff, 3]);
    }
}
