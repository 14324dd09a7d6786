//! Images: what is written to a board's flash.
//!
//! A [`FlashImage`] is a list of pieces with their flash addresses, which is all that a flasher needs to know.

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
