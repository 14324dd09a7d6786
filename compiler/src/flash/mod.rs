//! Real boards: an image goes into the flash of a chip, and what the program says comes back.
//!
//! On entry there is a [`Job`]: an image, and the board it was made for. [`extents`] makes whole sectors of it, the unit flash
//! is erased in; [`port`] finds and opens the serial port; [`reset`] brings the chip into its loader, and later into the program;
//! [`serial`] checks the chip and writes the sectors that differ; [`monitor`] follows what the program says. With the feature `probe`,
//! `probe` writes over JTAG instead.
//!
//! The protocol of the chips' ROM loader is the crate `espflash`'s. This module adds what a user needs around it: errors that name the
//! cause and the next step, repetition where the line is bad, and comparison by parts, so that a second run writes
//! what the first could not. Nothing here prints; nothing here knows how an image is made.

pub mod error;
pub mod extents;
mod guard;
mod meter;
pub mod monitor;
pub mod port;
#[cfg(feature = "probe")]
pub mod probe;
pub mod reset;
pub mod serial;

pub use error::FlashError;

use std::ops::RangeInclusive;

use crate::board::Board;
use crate::chip::UART_BAUD;
use crate::image::FlashImage;

/// What is written, and to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The board's name, for messages.
    pub board: String,
    /// The chip's family, as Espressif's tools write it: `esp32`, `esp32c3`, `esp8266`.
    pub chip: String,
    /// Bytes of flash the board has.
    pub flash_size: u32,
    /// The chip revisions the image runs on, as major * 100 + minor.
    pub revisions: RangeInclusive<u16>,
    /// The baud rate at which the program speaks.
    pub baud: u32,
    /// What is written where.
    pub image: FlashImage,
}

impl Job {
    /// An image for a board; `None` if the board has no chip, hence no flash.
    pub fn new(board: &Board, image: FlashImage) -> Option<Self> {
        let on = board.chip?;
        Some(Self {
            board: board.name.clone(),
            chip: on.chip.family(),
            flash_size: on.flash_size,
            revisions: on.chip.min_revision..=on.chip.max_revision,
            baud: UART_BAUD,
            image,
        })
    }
}

impl Job {
    /// Refuses a chip of a revision that the image is not for. `port` is what it was found on.
    fn check_revision(&self, port: &str, found: u16) -> Result<(), FlashError> {
        if self.revisions.contains(&found) {
            return Ok(());
        }
        Err(FlashError::WrongRevision {
            port: port.to_owned(),
            board: self.board.clone(),
            found,
            revisions: self.revisions.clone(),
            suited: Board::by_revision(&self.chip, found).map(|board| board.name.clone()),
        })
    }
}

/// What a write tells while it is under way.
pub trait Observer {
    /// The chip has answered and is the right one.
    fn connected(&mut self, port: &str, chip: &str);
    /// That many bytes differ, of so many, and are written now.
    fn writing(&mut self, bytes: u32, of: u32);
    /// So many bytes have been written.
    fn written(&mut self, bytes: u32);
    /// It went wrong and is tried again.
    fn again(&mut self, why: &FlashError);
}

/// An observer that is not interested.
impl Observer for () {
    fn connected(&mut self, _: &str, _: &str) {}
    fn writing(&mut self, _: u32, _: u32) {}
    fn written(&mut self, _: u32) {}
    fn again(&mut self, _: &FlashError) {}
}
