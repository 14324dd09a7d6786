//! How far a write over the serial line is.

use espflash::target::ProgressCallbacks;

use super::Observer;
use super::extents::Extent;

/// Turns the library's blocks of each segment into bytes of all.
pub struct Meter<'a> {
    extents: &'a [Extent],
    observer: &'a mut dyn Observer,
    /// Bytes before the segment under way, its bytes, its blocks.
    before: u64,
    bytes: u64,
    blocks: u64,
}

impl<'a> Meter<'a> {
    /// For the extents that are written.
    pub fn new(extents: &'a [Extent], observer: &'a mut dyn Observer) -> Self {
        Self {
            extents,
            observer,
            before: 0,
            bytes: 0,
            blocks: 1,
        }
    }
}

impl ProgressCallbacks for Meter<'_> {
    fn init(&mut self, address: u32, blocks: usize) {
        let extent = self.extents.iter().find(|e| e.address == address);
        self.bytes = extent.map_or(0, |e| e.bytes.len() as u64);
        self.blocks = blocks.max(1) as u64;
    }

    fn update(&mut self, block: usize) {
        let done = self.bytes * block as u64 / self.blocks;
        self.observer.written((self.before + done) as u32);
    }

    fn verifying(&mut self) {}

    fn finish(&mut self, _skipped: bool) {
        self.before += self.bytes;
    }
}
