//! From the pieces of an image to whole sectors, and which of them have to be written.
//!
//! Flash is erased in sectors: writing a piece destroys what else is in its first and last one. An [`Extent`] is therefore
//! whole sectors, with the erased value where no piece has a byte, and two pieces that share a sector become one
//! extent. Extents ascend and do not touch.

use super::{FlashError, Job};

/// The least that is erased, in bytes.
pub const SECTOR: u32 = 4096;

/// What is compared at a time, in bytes: whole sectors. Smaller parts save more when little has changed and cost an exchange each.
pub const PART: u32 = 4 * SECTOR;

/// What an erased byte reads as.
const ERASED: u8 = 0xff;

/// Whole sectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The flash address, a multiple of [`SECTOR`].
    pub address: u32,
    /// The contents, a multiple of [`SECTOR`] long.
    pub bytes: Vec<u8>,
}

impl Extent {
    fn end(&self) -> u64 {
        u64::from(self.address) + self.bytes.len() as u64
    }
}

/// The extents of an image.
///
/// # Errors
/// [`FlashError::Overlap`] if two pieces claim a byte, [`FlashError::TooLarge`] if one ends beyond the board's flash.
pub fn extents(job: &Job) -> Result<Vec<Extent>, FlashError> {
    let mut pieces: Vec<_> = job.image.pieces.iter().collect();
    pieces.retain(|piece| !piece.bytes.is_empty());
    pieces.sort_by_key(|piece| piece.address);
    let mut extents: Vec<Extent> = Vec::new();
    let mut taken = 0;
    for piece in pieces {
        let start = u64::from(piece.address);
        let end = start + piece.bytes.len() as u64;
        if end > u64::from(job.flash_size) {
            return Err(FlashError::TooLarge {
                board: job.board.clone(),
                end,
                flash_size: job.flash_size,
            });
        }
        if start < taken {
            return Err(FlashError::Overlap {
                address: piece.address,
            });
        }
        taken = end;
        let first = piece.address & !(SECTOR - 1);
        // Beginning in the last extent's last sector, or right behind it, a piece continues it.
        let extent = match extents.last_mut() {
            Some(last) if last.end() >= u64::from(first) => last,
            _ => {
                extents.push(Extent {
                    address: first,
                    bytes: Vec::new(),
                });
                let last = extents.len() - 1;
                &mut extents[last]
            }
        };
        let offset = (piece.address - extent.address) as usize;
        let len = (offset + piece.bytes.len()).next_multiple_of(SECTOR as usize);
        extent.bytes.resize(len, ERASED);
        extent.bytes[offset..offset + piece.bytes.len()].copy_from_slice(&piece.bytes);
    }
    Ok(extents)
}

/// The parts of extents that `differ` says differ from what the flash holds; those that touch are joined.
///
/// # Errors
/// The first that `differ` returns.
pub fn changed<E>(
    extents: &[Extent],
    mut differ: impl FnMut(u32, &[u8]) -> Result<bool, E>,
) -> Result<Vec<Extent>, E> {
    let mut changed: Vec<Extent> = Vec::new();
    for extent in extents {
        for (n, part) in extent.bytes.chunks(PART as usize).enumerate() {
            let address = extent.address + n as u32 * PART;
            if !differ(address, part)? {
                continue;
            }
            match changed.last_mut() {
                Some(last) if last.end() == u64::from(address) => last.bytes.extend(part),
                _ => changed.push(Extent {
                    address,
                    bytes: part.to_vec(),
                }),
            }
        }
    }
    Ok(changed)
}

/// Bytes in all.
pub fn size(extents: &[Extent]) -> u32 {
    extents.iter().map(|extent| extent.bytes.len() as u32).sum()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::{Extent, PART, SECTOR, changed, extents};
    use crate::flash::{FlashError, Job};
    use crate::image::{FlashImage, Piece};

    fn job(pieces: &[(u32, &[u8])]) -> Job {
        let piece = |&(address, bytes): &(u32, &[u8])| Piece {
            name: "piece",
            address,
            bytes: bytes.to_vec(),
        };
        Job {
            board: "b".into(),
            chip: "esp32".into(),
            flash_size: 0x40_0000,
            revisions: 0..=u16::MAX,
            baud: 115_200,
            image: FlashImage {
                pieces: pieces.iter().map(piece).collect(),
            },
        }
    }

    #[test]
    fn pieces_become_sectors() {
        let made = extents(&job(&[(0x8000, &[3]), (0x1000, &[1; 0x1001]), (0x20, &[])])).unwrap();
        let summary: Vec<_> = made.iter().map(|e| (e.address, e.bytes.len())).collect();
        assert_eq!(summary, [(0x1000, 0x2000), (0x8000, 0x1000)]);
        assert_eq!(made[0].bytes[0x1000..0x1002], [1, 0xff]);
        assert_eq!(made[1].bytes[..2], [3, 0xff]);
    }

    #[test]
    fn pieces_that_share_a_sector_share_an_extent() {
        let made = extents(&job(&[(0x10, &[1; 4]), (0x20, &[2; 4]), (0x1000, &[3])])).unwrap();
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].address, 0);
        assert_eq!(made[0].bytes.len(), 0x2000);
        assert_eq!(made[0].bytes[0xf..0x15], [0xff, 1, 1, 1, 1, 0xff]);
        assert_eq!(made[0].bytes[0x20..0x25], [2, 2, 2, 2, 0xff]);
        assert_eq!(made[0].bytes[0x1000], 3);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let over = extents(&job(&[(0, &[0; 16]), (15, &[0])]));
        assert!(matches!(over, Err(FlashError::Overlap { address: 15 })));
        let end = extents(&job(&[(0x3f_ffff, &[0; 2])]));
        assert!(matches!(
            end,
            Err(FlashError::TooLarge { end: 0x40_0001, .. })
        ));
        let top = extents(&job(&[(u32::MAX, &[0; 2])]));
        assert!(matches!(top, Err(FlashError::TooLarge { .. })));
    }

    #[test]
    fn only_what_differs_is_written_and_neighbours_are_joined() {
        let whole = Extent {
            address: 2 * PART,
            bytes: vec![7; 4 * PART as usize + SECTOR as usize],
        };
        let differing = [2 * PART, 3 * PART, 6 * PART];
        let mut asked = Vec::new();
        let found = changed(std::slice::from_ref(&whole), |address, bytes| {
            asked.push((address, bytes.len() as u32));
            Ok::<_, Infallible>(differing.contains(&address))
        });
        let Ok(found) = found;
        let summary: Vec<_> = found
            .iter()
            .map(|e| (e.address, e.bytes.len() as u32))
            .collect();
        assert_eq!(summary, [(2 * PART, 2 * PART), (6 * PART, SECTOR)]);
        assert_eq!(asked.len(), 5);
        assert_eq!(asked[4], (6 * PART, SECTOR));
    }
}
