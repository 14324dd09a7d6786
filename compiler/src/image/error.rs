//! Why a firmware cannot become an image.

use thiserror::Error;

/// Why a firmware cannot become an image, or why one could not be loaded.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ImageError {
    /// The board is an emulator.
    #[error(
        "board `{board}` is emulated and has no flash: use --emit elf, or a real board (`tinsmith boards` lists them)"
    )]
    Emulated {
        /// The board.
        board: String,
    },
    /// The ELF file is not one of this linker's.
    #[error("the firmware cannot be read back: {0}")]
    Elf(String),
    /// The firmware does not fit the flash.
    #[error(
        "the image of {bytes} bytes is larger than the {space} bytes of flash that board `{board}` has for it"
    )]
    FlashTooSmall {
        /// The board.
        board: String,
        /// The image's size.
        bytes: usize,
        /// What there is.
        space: u32,
    },
    /// The header has no code for this size.
    #[error("a flash of {size} bytes cannot be written down in the image header of the {chip}")]
    FlashSize {
        /// The chip.
        chip: String,
        /// Bytes.
        size: u32,
    },
    /// The bytes are no image.
    #[error("this is no image: {0}")]
    Malformed(String),
    /// The image breaks a rule of its loader.
    #[error("the {loader} would not load this image: {rule}")]
    Refused {
        /// Who.
        loader: &'static str,
        /// Why.
        rule: String,
    },
    /// Two things would be at one place.
    #[error("the segment {from:#x}..{to:#x} would overwrite {what}")]
    Overlap {
        /// The segment's first address.
        from: u32,
        /// The first address behind it.
        to: u32,
        /// What is there.
        what: String,
    },
    /// Parts come from `espflash`, which refused.
    #[error("the second-stage bootloader cannot be prepared: {0}")]
    Bootloader(String),
}
