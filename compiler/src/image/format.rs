//! The image format that Espressif's ROMs and bootloaders read.
//!
//! ```text
//! 0   magic e9, number of segments, flash mode, size << 4 | frequency
//! 4   entry address
//! 8   extended header, not on the ESP8266: write-protect pin, three bytes of pin drive, chip number u16, legacy minimum revision u8,
//!     minimum revision u16, maximum revision u16, four bytes, 0 if no hash follows
//! 24  segments: load address, length, bytes. The ESP8266's begin at 8
//!     zeros; at the last byte of a block of 16 the checksum: ef and all segment bytes, xor
//!     SHA-256 of everything before it, not on the ESP8266
//! ```
//!
//! Source: "Firmware Image Format" of the `esptool` documentation. Numbers are little-endian.

use sha2::{Digest, Sha256};

use super::ImageError;
use crate::board::OnChip;
use crate::chip::ImageFormat;

const MAGIC: u8 = 0xe9;
const CHECKSUM_SEED: u8 = 0xef;
/// Dual I/O, which every flash chip and every ROM can do.
const MODE_DIO: u8 = 2;
/// The flash's write-protect pin is not ours to move.
const NO_WP_PIN: u8 = 0xee;
const HASH_SIZE: usize = 32;

/// Bytes of a segment header.
pub const SEGMENT_HEADER: usize = 8;

/// The fields of the header that differ between images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// How the flash is read.
    pub mode: u8,
    /// Size and frequency of the flash.
    pub flash: u8,
    /// Where execution starts.
    pub entry: u32,
    /// The chip's number; 0 on the ESP8266.
    pub chip_id: u16,
    /// The oldest revision it runs on, major * 100 + minor.
    pub min_revision: u16,
    /// The newest.
    pub max_revision: u16,
}

/// A run of bytes and where it is loaded or mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its address.
    pub address: u32,
    /// Its bytes, a multiple of four.
    pub bytes: Vec<u8>,
}

/// An image, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EspImage {
    /// The header.
    pub header: Header,
    /// The segments, in file order.
    pub segments: Vec<Segment>,
}

impl Header {
    /// The header for a board.
    pub fn new(on: &OnChip, entry: u32) -> Result<Self, ImageError> {
        let chip = on.chip;
        let size = size_code(chip.image_format, on.flash_size);
        let size = size.ok_or_else(|| ImageError::FlashSize {
            chip: chip.title.clone(),
            size: on.flash_size,
        })?;
        Ok(Self {
            mode: MODE_DIO,
            flash: size << 4 | chip.flash_frequency.code,
            entry,
            chip_id: chip.id,
            min_revision: chip.min_revision,
            max_revision: chip.max_revision,
        })
    }

    /// Its bytes, for `segments` segments.
    fn to_bytes(self, format: ImageFormat, segments: usize) -> Vec<u8> {
        let count = u8::try_from(segments).unwrap_or(u8::MAX);
        let mut bytes = vec![MAGIC, count, self.mode, self.flash];
        bytes.extend(self.entry.to_le_bytes());
        if format == ImageFormat::Esp32 {
            bytes.extend([NO_WP_PIN, 0, 0, 0]);
            bytes.extend(self.chip_id.to_le_bytes());
            bytes.push(0);
            bytes.extend(self.min_revision.to_le_bytes());
            bytes.extend(self.max_revision.to_le_bytes());
            bytes.extend([0; 4]);
            bytes.push(1);
        }
        bytes
    }
}

/// Bytes of the header.
pub fn header_size(format: ImageFormat) -> usize {
    match format {
        ImageFormat::Esp32 => 24,
        ImageFormat::Esp8266 => 8,
    }
}

/// The high nibble of byte 3 (`esptool`, FLASH_SIZES of the targets).
fn size_code(format: ImageFormat, size: u32) -> Option<u8> {
    const KB: u32 = 1 << 10;
    const MB: u32 = 1 << 20;
    let log =
        |unit: u32| (size.is_power_of_two() && size >= unit).then(|| (size / unit).ilog2() as u8);
    match format {
        ImageFormat::Esp32 => log(MB).filter(|&code| code <= 7),
        ImageFormat::Esp8266 if size == 512 * KB => Some(0),
        ImageFormat::Esp8266 => match log(MB)? {
            code @ 0..=2 => Some(code + 2),
            code @ 3..=4 => Some(code + 5),
            _ => None,
        },
    }
}

impl EspImage {
    /// The image as a file.
    pub fn to_bytes(&self, format: ImageFormat) -> Vec<u8> {
        let mut bytes = self.header.to_bytes(format, self.segments.len());
        let mut checksum = CHECKSUM_SEED;
        for segment in &self.segments {
            let size = u32::try_from(segment.bytes.len()).unwrap_or(u32::MAX);
            bytes.extend(segment.address.to_le_bytes());
            bytes.extend(size.to_le_bytes());
            bytes.extend(&segment.bytes);
            checksum = segment.bytes.iter().fold(checksum, |sum, byte| sum ^ byte);
        }
        bytes.resize((bytes.len() + 1).next_multiple_of(16) - 1, 0);
        bytes.push(checksum);
        if format == ImageFormat::Esp32 {
            let hash = Sha256::digest(&bytes);
            bytes.extend(hash);
        }
        bytes
    }

    /// Takes a file apart and checks what protects it.
    ///
    /// # Errors
    /// [`ImageError::Malformed`] with what is wrong.
    pub fn parse(bytes: &[u8], format: ImageFormat) -> Result<Self, ImageError> {
        let mut reader = Reader { bytes, at: 0 };
        let [magic, count, mode, flash] = reader.take()?;
        if magic != MAGIC {
            return Err(malformed(format!("it begins with {magic:#04x}, not 0xe9")));
        }
        let entry = reader.word()?;
        let (mut chip_id, mut min_revision, mut max_revision, mut hashed) = (0, 0, u16::MAX, 0);
        if format == ImageFormat::Esp32 {
            let [_, _, _, _] = reader.take()?;
            chip_id = u16::from_le_bytes(reader.take()?);
            let [_] = reader.take()?;
            min_revision = u16::from_le_bytes(reader.take()?);
            max_revision = u16::from_le_bytes(reader.take()?);
            let [_, _, _, _] = reader.take()?;
            [hashed] = reader.take()?;
        }
        let mut segments = Vec::new();
        let mut checksum = CHECKSUM_SEED;
        for _ in 0..count {
            let address = reader.word()?;
            let size = reader.word()?;
            let content = reader.slice(size as usize)?;
            checksum = content.iter().fold(checksum, |sum, byte| sum ^ byte);
            segments.push(Segment {
                address,
                bytes: content.to_vec(),
            });
        }
        let padding = (reader.at + 1).next_multiple_of(16) - 1 - reader.at;
        reader.slice(padding)?;
        let [found] = reader.take()?;
        if found != checksum {
            return Err(malformed(format!(
                "its checksum is {found:#04x}, that of its segments {checksum:#04x}"
            )));
        }
        if hashed != 0 {
            let hash = Sha256::digest(&bytes[..reader.at]);
            if reader.slice(HASH_SIZE)? != hash.as_slice() {
                return Err(malformed("its hash is that of other bytes".to_owned()));
            }
        }
        Ok(Self {
            header: Header {
                mode,
                flash,
                entry,
                chip_id,
                min_revision,
                max_revision,
            },
            segments,
        })
    }
}

fn malformed(what: String) -> ImageError {
    ImageError::Malformed(what)
}

/// Bytes not yet read.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn slice(&mut self, size: usize) -> Result<&'a [u8], ImageError> {
        let end = self.at.checked_add(size);
        let found = end.and_then(|end| self.bytes.get(self.at..end));
        let found = found
            .ok_or_else(|| malformed(format!("it is cut short at {:#x}", self.bytes.len())))?;
        self.at += size;
        Ok(found)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], ImageError> {
        let mut array = [0; N];
        array.copy_from_slice(self.slice(N)?);
        Ok(array)
    }

    fn word(&mut self) -> Result<u32, ImageError> {
        Ok(u32::from_le_bytes(self.take()?))
    }
}

#[cfg(test)]
mod tests {
    use super::{EspImage, Header, ImageFormat, Segment, size_code};

    fn sample() -> EspImage {
        EspImage {
            header: Header {
                mode: 2,
                flash: 0x20,
                entry: 0x4008_0400,
                chip_id: 9,
                min_revision: 3,
                max_revision: 199,
            },
            segments: vec![
                Segment {
                    address: 0x3ffb_0000,
                    bytes: vec![1, 2, 3, 4],
                },
                Segment {
                    address: 0x4008_0400,
                    bytes: vec![0; 40],
                },
            ],
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let image = sample();
        let bytes = image.to_bytes(ImageFormat::Esp32);
        // 24 + 12 + 48 bytes, checksum at 95, hash.
        assert_eq!((bytes.len(), bytes[95]), (96 + 32, 0xef ^ 4));
        assert_eq!(
            EspImage::parse(&bytes, ImageFormat::Esp32),
            Ok(image.clone())
        );
        let bytes = image.to_bytes(ImageFormat::Esp8266);
        assert_eq!((bytes.len(), bytes[79]), (80, 0xef ^ 4));
        let read = EspImage::parse(&bytes, ImageFormat::Esp8266).unwrap();
        assert_eq!(read.segments, image.segments);
    }

    #[test]
    fn damage_is_found() {
        let good = sample().to_bytes(ImageFormat::Esp32);
        // Every byte matters but the padding before the checksum, which only the hash covers.
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            assert_ne!(
                EspImage::parse(&bad, ImageFormat::Esp32),
                Ok(sample()),
                "byte {at}"
            );
        }
        for length in 0..good.len() {
            assert!(
                EspImage::parse(&good[..length], ImageFormat::Esp32).is_err(),
                "{length}"
            );
        }
    }

    #[test]
    fn flash_sizes_have_codes() {
        let code = |format, megabytes: u32| size_code(format, megabytes << 20);
        assert_eq!(code(ImageFormat::Esp32, 1), Some(0));
        assert_eq!(code(ImageFormat::Esp32, 4), Some(2));
        assert_eq!(code(ImageFormat::Esp32, 128), Some(7));
        assert_eq!(size_code(ImageFormat::Esp32, 512 << 10), None);
        assert_eq!(size_code(ImageFormat::Esp8266, 512 << 10), Some(0));
        assert_eq!(code(ImageFormat::Esp8266, 4), Some(4));
        assert_eq!(code(ImageFormat::Esp8266, 16), Some(9));
        assert_eq!(code(ImageFormat::Esp8266, 32), None);
    }
}
