//! The loader in a chip's ROM, and the stub that runs in its place, by Espressif's description of the serial protocol
//! ("Serial Protocol", esptool documentation). What a real one refuses, this one refuses: wrong checksums and lengths, blocks out of order, writing
//! without attaching the flash, compressed data that does not end, and bits that were not erased stay 0.

use std::collections::HashMap;
use std::io::Write;

use flate2::write::ZlibDecoder;
use md5::{Digest, Md5};

const SECTOR: usize = 4096;

// Status bytes: what went wrong.
const INVALID: u8 = 0x05;
const FAILED: u8 = 0x06;
const CHECKSUM: u8 = 0x07;

/// What differs between chips, as far as the loader shows it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// The word at 0x40001000.
    magic: u32,
    /// Its number in the security information; the ESP32 has no such command, the ESP32-S2's has no number.
    id: Option<u32>,
    /// Where the flash controller's registers are.
    spi: u32,
}

/// The chips, with the magic words and numbers of esptool's `targets/`.
#[rustfmt::skip] // A table.
pub const KINDS: [Kind; 7] = [
    Kind { name: "esp32",   magic: 0x00f0_1d83, id: None,     spi: 0x3ff4_2000 },
    Kind { name: "esp32s2", magic: 0x0000_07c6, id: None,     spi: 0x3f40_2000 },
    Kind { name: "esp32s3", magic: 0x0000_0009, id: Some(9),  spi: 0x6000_2000 },
    Kind { name: "esp32c3", magic: 0x1b31_506f, id: Some(5),  spi: 0x6000_2000 },
    Kind { name: "esp32c6", magic: 0x2ce0_806f, id: Some(13), spi: 0x6000_3000 },
    Kind { name: "esp32h2", magic: 0xd7b7_3e80, id: Some(16), spi: 0x6000_3000 },
    Kind { name: "esp32p4", magic: 0x0000_0000, id: Some(18), spi: 0x5008_d000 },
];

impl Kind {
    pub fn named(name: &str) -> Self {
        *KINDS.iter().find(|kind| kind.name == name).expect("a chip")
    }

    /// Offsets of the flash controller's command register and first data word.
    fn spi_registers(self) -> (u32, u32) {
        let word = if self.name == "esp32" { 0x80 } else { 0x58 };
        (self.spi, self.spi + word)
    }
}

/// What stays when the power goes: the flash, and what the test wants to know about it.
#[derive(Debug)]
pub struct Flash {
    pub bytes: Vec<u8>,
    /// Whether it takes what is written.
    pub writable: bool,
    /// Whether it answers at all.
    pub present: bool,
    /// The ranges that were erased to be written.
    pub erased: Vec<(usize, usize)>,
    /// How many bytes arrived.
    pub written: usize,
}

impl Flash {
    /// As it leaves the factory.
    pub fn new(size: usize) -> Self {
        Self {
            bytes: vec![0xff; size],
            writable: true,
            present: true,
            erased: Vec::new(),
            written: 0,
        }
    }

    fn erase(&mut self, offset: usize, size: usize) -> Result<(), u8> {
        let end = (offset + size).next_multiple_of(SECTOR);
        let range = self.bytes.get_mut(offset & !(SECTOR - 1)..end);
        let range = range.ok_or(FAILED)?;
        if self.writable {
            range.fill(0xff);
        }
        self.erased.push((offset, size));
        Ok(())
    }

    fn program(&mut self, at: usize, bytes: &[u8]) -> Result<(), u8> {
        let range = self.bytes.get_mut(at..at + bytes.len()).ok_or(FAILED)?;
        if self.writable {
            // Programming only clears bits.
            for (cell, byte) in range.iter_mut().zip(bytes) {
                *cell &= byte;
            }
        }
        self.written += bytes.len();
        Ok(())
    }
}

/// A download under way.
struct Download {
    /// Where the next byte goes.
    at: usize,
    end: usize,
    block_size: usize,
    sequence: u32,
    blocks: u32,
    /// The decompressor of a compressed one.
    inflate: Option<ZlibDecoder<Vec<u8>>>,
}

/// What the loader says, and does, to a command.
pub struct Reply {
    /// The answers, unframed.
    pub answers: Vec<Vec<u8>>,
    /// Whether it leaves, to start what is in flash.
    pub boots: bool,
}

/// The loader.
pub struct Rom {
    kind: Kind,
    /// The flags of the security information.
    pub security: u32,
    stub: bool,
    attached: bool,
    registers: HashMap<u32, u32>,
    download: Option<Download>,
    /// Bytes sent to RAM so far.
    ram: usize,
}

fn word(bytes: &[u8], n: usize) -> Result<u32, u8> {
    let word = bytes.get(4 * n..4 * n + 4).ok_or(INVALID)?;
    Ok(u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

impl Rom {
    /// In the loader, after power came.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            security: 0,
            stub: false,
            attached: false,
            // The ESP32-C3's fuses say revision 0.3 (WAFER_VERSION_MINOR, bit 114 of block 1), the ESP32-P4's 3.1 (from bit 64 of
            // block 1), the others' 0.0.
            registers: HashMap::from([
                (0x4000_1000, kind.magic),
                (0x6000_8850, 3 << 18),
                (0x5012_d04c, 3 << 4 | 1),
            ]),
            download: None,
            ram: 0,
        }
    }

    /// Obeys a frame. A frame too short to name a command is ignored, as noise is.
    pub fn obey(&mut self, frame: &[u8], flash: &mut Flash) -> Reply {
        let mut reply = Reply {
            answers: Vec::new(),
            boots: false,
        };
        let [0, op, low, high, sum, _, _, _, data @ ..] = frame else {
            return reply;
        };
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let outcome = if length == data.len() {
            self.command(*op, data, *sum, flash, &mut reply.boots)
        } else {
            Err(INVALID)
        };
        let (value, data, status) = match outcome {
            Ok((value, data)) => (value, data, [0, 0]),
            Err(error) => (0, Vec::new(), [1, error]),
        };
        // The ROM's status has two more, reserved bytes.
        let reserved: &[u8] = if self.stub { &[] } else { &[0, 0] };
        let body = [&data[..], &status, reserved].concat();
        let mut answer = vec![1, *op];
        answer.extend((body.len() as u16).to_le_bytes());
        answer.extend(value.to_le_bytes());
        answer.extend(body);
        // Synchronising is answered eight times.
        let times = if *op == 0x08 { 8 } else { 1 };
        reply.answers = vec![answer; times];
        if *op == 0x06 && status == [0, 0] {
            // The stub says that it runs.
            self.stub = true;
            reply.answers.push(b"OHAI".to_vec());
        }
        reply
    }

    /// The value and the data of the answer.
    fn command(
        &mut self,
        op: u8,
        data: &[u8],
        sum: u8,
        flash: &mut Flash,
        boots: &mut bool,
    ) -> Result<(u32, Vec<u8>), u8> {
        let mut value = 0;
        let mut answer = Vec::new();
        match op {
            0x02 => self.begin(data, false, flash)?,
            0x10 => self.begin(data, true, flash)?,
            0x03 | 0x11 => self.data(data, sum, op == 0x11, flash)?,
            0x04 | 0x12 => *boots = self.end(data)?,
            0x05 => self.ram = 0,
            0x07 => self.ram += block(data, sum)?.1.len(),
            0x06 => self.run_stub(data)?,
            0x08 if data.len() == 36 && data.starts_with(&[7, 7, 0x12, 0x20, 0x55]) => {}
            0x09 => self.write_register(word(data, 0)?, word(data, 1)?, flash),
            0x0a => value = self.registers.get(&word(data, 0)?).copied().unwrap_or(0),
            0x0b if data.len() == 24 => {}
            0x0d => self.attached = true,
            0x0f if data.len() == 8 => {}
            0x13 => answer = self.md5(word(data, 0)?, word(data, 1)?, flash)?,
            0x14 => answer = self.security_information()?,
            0xd3 if self.stub => *boots = true,
            _ => return Err(INVALID),
        }
        Ok((value, answer))
    }

    fn begin(&mut self, data: &[u8], compressed: bool, flash: &mut Flash) -> Result<(), u8> {
        // All ROMs but the ESP32's have a fifth word.
        let words = if self.kind.name == "esp32" { 4 } else { 5 };
        if !self.stub && data.len() != 4 * words {
            return Err(INVALID);
        }
        if !self.attached {
            return Err(FAILED);
        }
        let (size, blocks, block_size, offset) = (
            word(data, 0)?,
            word(data, 1)?,
            word(data, 2)?,
            word(data, 3)?,
        );
        let (at, size) = (offset as usize, size as usize);
        if size > 0 {
            flash.erase(at, size)?;
        }
        self.download = Some(Download {
            at,
            end: at + size,
            block_size: block_size as usize,
            sequence: 0,
            blocks,
            inflate: compressed.then(|| ZlibDecoder::new(Vec::new())),
        });
        Ok(())
    }

    fn data(
        &mut self,
        data: &[u8],
        sum: u8,
        compressed: bool,
        flash: &mut Flash,
    ) -> Result<(), u8> {
        let (sequence, bytes) = block(data, sum)?;
        let download = self.download.as_mut().ok_or(FAILED)?;
        let fits = bytes.len() <= download.block_size && sequence < download.blocks;
        if download.inflate.is_some() != compressed || !fits || sequence != download.sequence {
            return Err(INVALID);
        }
        download.sequence += 1;
        let plain = match &mut download.inflate {
            None => bytes.to_vec(),
            Some(inflate) => {
                inflate.write_all(bytes).map_err(|_| FAILED)?;
                inflate.flush().map_err(|_| FAILED)?;
                std::mem::take(inflate.get_mut())
            }
        };
        if download.at + plain.len() > download.end {
            return Err(FAILED);
        }
        flash.program(download.at, &plain)?;
        download.at += plain.len();
        Ok(())
    }

    /// Whether the loader leaves.
    fn end(&mut self, data: &[u8]) -> Result<bool, u8> {
        let download = self.download.take().ok_or(FAILED)?;
        if download.sequence != download.blocks {
            return Err(FAILED);
        }
        Ok(word(data, 0)? == 0)
    }

    fn run_stub(&mut self, data: &[u8]) -> Result<(), u8> {
        let (stay, entry) = (word(data, 0)?, word(data, 1)?);
        if stay != 0 || entry == 0 || self.ram == 0 {
            return Err(INVALID);
        }
        Ok(())
    }

    /// The flash controller executes a transaction, always "read identification", when its command register is told to.
    fn write_register(&mut self, address: u32, value: u32, flash: &Flash) {
        let (command, first) = self.kind.spi_registers();
        if address != command {
            self.registers.insert(address, value);
            return;
        }
        let size = flash.bytes.len().trailing_zeros();
        let id = if flash.present && self.attached {
            size << 16 | 0x40ef
        } else {
            0xff_ffff
        };
        self.registers.insert(first, id);
    }

    fn md5(&self, offset: u32, size: u32, flash: &Flash) -> Result<Vec<u8>, u8> {
        let (offset, size) = (offset as usize, size as usize);
        let range = flash.bytes.get(offset..offset + size).ok_or(FAILED)?;
        if !self.attached {
            return Err(FAILED);
        }
        let sum = Md5::digest(range);
        if self.stub {
            return Ok(sum.to_vec());
        }
        // The ROM answers in hexadecimal.
        Ok(sum
            .iter()
            .flat_map(|byte| format!("{byte:02x}").into_bytes())
            .collect())
    }

    fn security_information(&self) -> Result<Vec<u8>, u8> {
        if self.kind.name == "esp32" {
            return Err(INVALID);
        }
        let mut answer = self.security.to_le_bytes().to_vec();
        answer.extend([0; 8]);
        if let Some(id) = self.kind.id {
            answer.extend(id.to_le_bytes());
            answer.extend([0; 4]);
        }
        Ok(answer)
    }
}

/// Sequence number and bytes of a block, if length and checksum are right.
fn block(data: &[u8], sum: u8) -> Result<(u32, &[u8]), u8> {
    let (size, sequence) = (word(data, 0)?, word(data, 1)?);
    let bytes = data.get(16..).ok_or(INVALID)?;
    if bytes.len() != size as usize {
        return Err(INVALID);
    }
    if bytes.iter().fold(0xef, |sum, byte| sum ^ byte) != sum {
        return Err(CHECKSUM);
    }
    Ok((sequence, bytes))
}
