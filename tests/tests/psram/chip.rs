//! The RAM chips, as their data sheets have them.

use std::collections::HashMap;

use super::{MIB, MISC};

/// A transfer of SPI1 to the RAM chip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transfer {
    pub command: u32,
    pub lines: Lines,
    pub address: Option<(u32, u32)>,
    /// Cycles.
    pub dummy: u32,
    pub data: u32,
    pub writes: bool,
}

/// How the phases of a transfer are sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lines {
    One,
    Four,
    /// At double rate.
    Eight,
}

/// A RAM chip.
#[derive(Clone, Debug)]
pub struct Chip {
    pub protocol: Protocol,
    pub size: u32,
    /// Whether it keeps what is written.
    pub keeps: bool,
    pub words: HashMap<u32, u32>,
}

#[derive(Clone, Debug)]
pub enum Protocol {
    /// AP Memory's APS6404L and its kin.
    Quad {
        /// What it answers to 0x9f: maker, known good die, density.
        id: [u8; 3],
        /// Whether it does not answer the first time.
        shy: bool,
        qpi: bool,
        reset_enabled: bool,
    },
    /// AP Memory's APS6408L and its kin: mode registers 0 to 3.
    Octal { modes: [u8; 4] },
}

impl Chip {
    /// Of 2, 4 or 8 MB.
    pub fn quad(density: u8) -> Self {
        Self::new(
            Protocol::Quad {
                id: [0x0d, 0x5d, density << 5 | 0x06],
                shy: false,
                qpi: false,
                reset_enabled: false,
            },
            (2 * MIB) << density,
        )
    }

    /// Of 8 MB; register 0 as after power-on: variable latency, half drive strength.
    pub fn octal() -> Self {
        let modes = [0x09, 0x8d, 0x93, 0x40];
        Self::new(Protocol::Octal { modes }, 8 * MIB)
    }

    fn new(protocol: Protocol, size: u32) -> Self {
        Self {
            protocol,
            size,
            keeps: true,
            words: HashMap::new(),
        }
    }

    /// Obeys; the reply.
    pub fn obey(&mut self, transfer: Transfer) -> Option<u32> {
        match &mut self.protocol {
            Protocol::Quad {
                id,
                shy,
                qpi,
                reset_enabled,
            } => {
                let lines = if *qpi { Lines::Four } else { Lines::One };
                if transfer.lines != lines {
                    return None;
                }
                let enabled = std::mem::take(reset_enabled);
                match transfer.command {
                    0x9f if std::mem::take(shy) => {}
                    0x9f if transfer.address.is_some_and(|(_, bits)| bits == 24) => {
                        return Some(u32::from_le_bytes([id[0], id[1], id[2], 0]));
                    }
                    0x66 => *reset_enabled = true,
                    0x99 if enabled => *qpi = false,
                    0x35 => *qpi = true,
                    0xf5 => *qpi = false,
                    _ => {}
                }
                None
            }
            Protocol::Octal { modes } => {
                let (at, bits) = transfer.address?;
                let at = at as usize;
                if transfer.lines != Lines::Eight || bits != 32 {
                    return None;
                }
                match transfer.command {
                    0x4040 if transfer.dummy >= 8 => {
                        let pair = [*modes.get(at)?, *modes.get(at + 1)?];
                        return Some(u16::from_le_bytes(pair).into());
                    }
                    // The other one of the pair cannot be written, and stays as it is.
                    0xc0c0 if transfer.writes && at == 0 => {
                        let [first, second, ..] = transfer.data.to_le_bytes();
                        assert_eq!(second, modes[1]);
                        modes[0] = first;
                    }
                    _ => {}
                }
                None
            }
        }
    }

    /// Whether it understands what SPI0 is set to say, by the controller's registers.
    pub fn understands(&self, spi: impl Fn(u32) -> u32) -> bool {
        let field = |value: u32, low: u32, len: u32| value >> low & ((1 << len) - 1);
        let (control, select) = (spi(0x40), spi(0xdc));
        // Both commands as set; selected, and select lasting longer than the clock; 40 MHz.
        let common = field(control, 5, 1) == 1
            && field(control, 20, 1) == 1
            && field(spi(MISC), 1, 1) == 0
            && field(select, 0, 2) == 3
            && spi(0x50) == 0x0001_0001;
        let (read, write) = (spi(0x48), spi(0x4c));
        let bits = |value: u32| (field(value, 28, 4) + 1, field(value, 0, 16));
        let address = field(control, 14, 6) + 1;
        let dummy = |on, low| field(control, on, 1) * (field(control, low, 6) + 1);
        common
            && match &self.protocol {
                Protocol::Quad { qpi, .. } => {
                    *qpi && field(control, 0, 3) == 1 << 2
                        && field(control, 21, 1) == 0
                        && (bits(read), bits(write)) == ((8, 0xeb), (8, 0x38))
                        && (address, dummy(4, 6), dummy(3, 22)) == (24, 6, 0)
                }
                Protocol::Octal { modes } => {
                    let latency = field(modes[0].into(), 2, 3) * 2 + 6;
                    let fixed = field(modes[0].into(), 5, 1) == 1;
                    // Half cycles, less the one in which the address ends; five cycles before writing, as after power-on.
                    let waits = (dummy(4, 6), dummy(3, 22)) == (2 * (latency - 1), 2 * (5 - 1));
                    fixed
                        && waits
                        && field(control, 0, 3) == 1
                        && field(control, 21, 1) == 1
                        && field(spi(0x44), 18, 5) == 0x1f
                        && field(spi(0xe4), 0, 5) == 3
                        && (bits(read), bits(write)) == ((16, 0), (16, 0x8080))
                        && address == 32
                }
            }
    }

    /// The pins it hangs on, and which function of each leads to the controller.
    pub fn pins(&self) -> Vec<(u32, u32)> {
        match self.protocol {
            Protocol::Quad { .. } => vec![(26, 0), (27, 0), (28, 0)],
            Protocol::Octal { .. } => {
                let low = [26, 27, 28, 31, 32].map(|pin| (pin, 0));
                let high = [33, 34, 35, 36, 37].map(|pin| (pin, 4));
                [low, high].concat()
            }
        }
    }
}
