//! The ESP32-S3's memory controller, page table and data cache, and the firmware's memory.

use std::collections::{BTreeMap, HashMap, VecDeque};

use object::{Object as _, ObjectSegment as _};
use tinsmith_tests::xtensa_step::Bus;

use super::chip::{Chip, Lines, Transfer};
use super::{MISC, PAGE, PAGE_TABLE, PSRAM, SPI1};

const SPI0: u32 = 0x6000_3000;
const CMD: u32 = 0x00;
const CTRL: u32 = 0x08;
const CLOCK: u32 = 0x14;
const USER: u32 = 0x18;
const USER1: u32 = 0x1c;
const USER2: u32 = 0x20;
const MISO_DLEN: u32 = 0x28;
const W0: u32 = 0x58;
const ADDR: u32 = 0x04;
const CACHE_FCTRL: u32 = 0x3c;
const DDR: u32 = 0xe0;
/// IO_MUX: the register of pin 0.
const PINS: u32 = 0x6000_9004;
const DCACHE_CTRL1: u32 = 0x600c_4004;
const EXTERNAL: u32 = 0x3c00_0000;

/// The ESP32-S3 as far as start-up code sees it.
pub struct Machine {
    /// What the firmware's segments hold, by address.
    loaded: BTreeMap<u32, Vec<u8>>,
    /// Internal RAM that was written.
    ram: HashMap<u32, u32>,
    pub registers: HashMap<u32, u32>,
    chip: Option<Chip>,
    /// Every command, and on how many lines it was.
    pub commands: Vec<(u32, Lines)>,
    /// Lines of the data cache, the latest used last: one word each, since one word of each page is looked at.
    cache: VecDeque<(u32, u32)>,
    /// How often the controller still says that it is busy.
    busy: u32,
    pub pc: u32,
}

impl Machine {
    pub fn new(elf: &[u8], chip: Option<Chip>) -> Self {
        let file = object::File::parse(elf).unwrap();
        let segments = file.segments();
        let loaded = segments.map(|s| (s.address() as u32, s.data().unwrap().to_vec()));
        let mut registers = HashMap::new();
        // As the ROM leaves it where flash has two data lines: the pins of the others are free, flash is selected.
        registers.extend((26..=37).map(|pin| (PINS + 4 * pin, 0x1b00)));
        registers.extend([(SPI1 + MISC, 2), (SPI0 + MISC, 2), (SPI0 + 0xdc, 0xb084)]);
        registers.extend([(SPI1 + CTRL, 0x0180_2000), (SPI1 + USER, 0x8000_0240)]);
        registers.extend([(SPI1 + DDR, 0x3c), (SPI0 + 0xe4, 0x302c)]);
        registers.extend([(DCACHE_CTRL1, 3)]);
        // Flash on its pages, the others invalid.
        registers.extend((0..512).map(|n| (PAGE_TABLE + 4 * n, if n < 3 { n } else { 1 << 14 })));
        Self {
            loaded: loaded.collect(),
            ram: HashMap::new(),
            registers,
            chip,
            commands: Vec::new(),
            cache: VecDeque::new(),
            busy: 0,
            pc: 0,
        }
    }

    pub fn register(&self, address: u32) -> u32 {
        self.registers.get(&address).copied().unwrap_or(0)
    }

    fn byte(&self, address: u32) -> Option<u8> {
        let (start, bytes) = self.loaded.range(..=address).next_back()?;
        bytes.get((address - start) as usize).copied()
    }

    fn word(&self, address: u32) -> Option<u32> {
        let mut bytes = [0; 4];
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = self.byte(address + n as u32)?;
        }
        Some(u32::from_le_bytes(bytes))
    }

    pub fn text(&self, address: u32, len: u32) -> String {
        let bytes = (address..address + len).map(|at| self.byte(at).expect("it is there"));
        String::from_utf8(bytes.collect()).unwrap()
    }

    fn internal(address: u32) -> bool {
        (0x3fc8_8000..0x3fd0_0000).contains(&address)
            || (0x4037_8000..0x403e_0000).contains(&address)
    }

    /// One transfer of SPI1.
    fn transfer(&mut self) -> Result<(), String> {
        let spi = |offset| self.register(SPI1 + offset);
        if !Self::internal(self.pc) {
            return Err("the cache could not fetch while SPI1 has the pins".to_owned());
        }
        if spi(MISC) & 3 != 1 {
            return Err("the external RAM alone is to be selected".to_owned());
        }
        if spi(CLOCK) != 0x0003_0103 {
            return Err("faster than 20 MHz".to_owned());
        }
        let (user, ctrl, ddr) = (spi(USER), spi(CTRL), spi(DDR));
        let phase = |bit: u32| user >> bit & 1 != 0;
        // FCMD_QUAD alone, all of OPI, or nothing.
        let (lines, bits) = match ctrl & 0x0190_63f8 {
            0 => (Lines::One, 8),
            0x100 => (Lines::Four, 8),
            0x2270 if ddr & 0x1f == 3 => (Lines::Eight, 16),
            _ => return Err(format!("control {ctrl:#x}, double rate {ddr:#x}")),
        };
        if !phase(31) || (spi(USER2) >> 28) + 1 != bits || user >> 12 & 0xf != 0 {
            return Err(format!("phases {user:#x}"));
        }
        let long = spi(CACHE_FCTRL) & 2 != 0;
        let address_bits = (spi(USER1) >> 26) + 1;
        if phase(30) && long != (address_bits == 32) {
            return Err(format!("an address of {address_bits} bits"));
        }
        let transfer = Transfer {
            command: spi(USER2) & 0xffff,
            lines,
            address: phase(30).then_some((spi(ADDR), address_bits)),
            dummy: if phase(29) {
                (spi(USER1) & 0x3f) + 1
            } else {
                0
            },
            data: spi(W0),
            writes: phase(27),
        };
        let reply_bits = if phase(28) { spi(MISO_DLEN) + 1 } else { 0 };
        self.commands.push((transfer.command, lines));
        let mut chip = self.chip.take();
        let connected = |chip: &&mut Chip| {
            let right = |(pin, function)| self.register(PINS + 4 * pin) >> 12 & 7 == function;
            chip.pins().into_iter().all(right)
        };
        let reply = (chip.as_mut().filter(connected)).and_then(|chip| chip.obey(transfer));
        self.chip = chip;
        // Nobody pulls the line down.
        let reply = reply.unwrap_or(!0) & (1_u64 << reply_bits).wrapping_sub(1) as u32;
        self.registers.insert(SPI1 + W0, reply);
        self.busy = 3;
        Ok(())
    }

    /// The address in the chip of one behind the cache, if SPI0 speaks as the chip does.
    fn behind(&self, address: u32) -> Result<Option<u32>, String> {
        let entry = self.register(PAGE_TABLE + (address - EXTERNAL) / PAGE * 4);
        if entry & 0xc000 != 0x8000 || self.register(DCACHE_CTRL1) & 1 != 0 {
            return Err(format!("{address:#x} is not mapped"));
        }
        let spi = |offset| self.register(SPI0 + offset);
        let chip = self.chip.as_ref().filter(|chip| chip.understands(spi));
        let at = (entry & 0x3fff) * PAGE + address % PAGE;
        Ok(chip.map(|chip| at % chip.size))
    }

    /// A word through the cache, which has eight ways.
    fn cached(&mut self, address: u32, write: Option<u32>) -> Result<u32, String> {
        self.behind(address)?;
        let hit = self.cache.iter().position(|line| line.0 == address);
        let old = match hit.and_then(|n| self.cache.remove(n)) {
            Some((_, value)) => value,
            None => match (self.behind(address)?, &self.chip) {
                (Some(at), Some(chip)) => chip.words.get(&at).copied().unwrap_or(0x5555_5555),
                _ => !0,
            },
        };
        let value = write.unwrap_or(old);
        self.cache.push_back((address, value));
        if self.cache.len() > 8 {
            let (address, value) = self.cache.pop_front().expect("nine lines");
            let at = self.behind(address)?;
            if let (Some(at), Some(chip)) = (at, self.chip.as_mut().filter(|chip| chip.keeps)) {
                chip.words.insert(at, value);
            }
        }
        Ok(value)
    }
}

impl Bus for Machine {
    fn fetch(&mut self, address: u32) -> Result<u32, String> {
        self.pc = address;
        let byte = |n| self.byte(address + n).unwrap_or(0);
        match self.byte(address) {
            Some(_) => Ok(u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)])),
            None => Err(format!("no code at {address:#x}")),
        }
    }

    fn load(&mut self, address: u32) -> Result<u32, String> {
        if address == SPI1 + CMD && self.busy > 0 {
            self.busy -= 1;
            return Ok(1 << 18);
        }
        match address {
            0x6000_0000..0x6010_0000 => Ok(self.register(address)),
            PSRAM..0x3e00_0000 => self.cached(address, None),
            _ => (self.ram.get(&address).copied())
                .or_else(|| self.word(address))
                .ok_or_else(|| format!("nothing at {address:#x}")),
        }
    }

    fn store(&mut self, address: u32, value: u32) -> Result<(), String> {
        match address {
            _ if address == SPI1 + CMD && value == 1 << 18 => return self.transfer(),
            0x6000_0000..0x6010_0000 => drop(self.registers.insert(address, value)),
            PSRAM..0x3e00_0000 => drop(self.cached(address, Some(value))?),
            _ if Self::internal(address) => drop(self.ram.insert(address, value)),
            _ => return Err(format!("{address:#x} is not to be written")),
        }
        Ok(())
    }
}
