//! External RAM: the start-up code of a whole firmware, executed from `_start` to `tinsmith_main` on a model of the chip's memory
//! controller, with a RAM chip that obeys its data sheet. What the model cannot tell: signals, clocks, and what documents do not say.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use object::{Object as _, ObjectSegment as _, ObjectSymbol as _};
use tinsmith::board::Board;
use tinsmith::driver::{Options, Unit};
use tinsmith::firmware::{self, Parts};
use tinsmith::opt::Goal;
use tinsmith::script::{Script, Step};
use tinsmith::wasm::{self, ParseOptions, TranslateOptions};
use tinsmith_tests::xtensa_step::{Bus, Core};

const SPI1: u32 = 0x6000_2000;
const SPI0: u32 = 0x6000_3000;
const CMD: u32 = 0x00;
const CTRL: u32 = 0x08;
const CLOCK: u32 = 0x14;
const USER: u32 = 0x18;
const USER1: u32 = 0x1c;
const USER2: u32 = 0x20;
const MISO_DLEN: u32 = 0x28;
const MISC: u32 = 0x34;
const W0: u32 = 0x58;
const ADDR: u32 = 0x04;
const CACHE_FCTRL: u32 = 0x3c;
const DDR: u32 = 0xe0;
/// IO_MUX: the register of pin 0.
const PINS: u32 = 0x6000_9004;
const PAGE_TABLE: u32 = 0x600c_5000;
const DCACHE_CTRL1: u32 = 0x600c_4004;
const EXTERNAL: u32 = 0x3c00_0000;
const PSRAM: u32 = 0x3d00_0000;
const PAGE: u32 = 0x1_0000;
const MIB: u32 = 1 << 20;

/// A transfer of SPI1 to the RAM chip.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Transfer {
    command: u32,
    lines: Lines,
    address: Option<(u32, u32)>,
    /// Cycles.
    dummy: u32,
    data: u32,
    writes: bool,
}

/// How the phases of a transfer are sent.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lines {
    One,
    Four,
    /// At double rate.
    Eight,
}

/// A RAM chip.
#[derive(Clone, Debug)]
struct Chip {
    protocol: Protocol,
    size: u32,
    /// Whether it keeps what is written.
    keeps: bool,
    words: HashMap<u32, u32>,
}

#[derive(Clone, Debug)]
enum Protocol {
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
    fn quad(density: u8) -> Self {
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
    fn octal() -> Self {
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
    fn obey(&mut self, transfer: Transfer) -> Option<u32> {
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
                    // The other one of the pair is not to be written.
                    0xc0c0 if transfer.writes && at == 0 => modes[0] = transfer.data as u8,
                    _ => {}
                }
                None
            }
        }
    }

    /// Whether it understands what SPI0 is set to say, by the controller's registers.
    fn understands(&self, spi: impl Fn(u32) -> u32) -> bool {
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
    fn pins(&self) -> Vec<(u32, u32)> {
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

/// The ESP32-S3 as far as start-up code sees it.
struct Machine {
    /// What the firmware's segments hold, by address.
    loaded: BTreeMap<u32, Vec<u8>>,
    /// Internal RAM that was written.
    ram: HashMap<u32, u32>,
    registers: HashMap<u32, u32>,
    chip: Option<Chip>,
    /// Every command, and on how many lines it was.
    commands: Vec<(u32, Lines)>,
    /// Lines of the data cache, the latest used last: one word each, since one word of each page is looked at.
    cache: VecDeque<(u32, u32)>,
    /// How often the controller still says that it is busy.
    busy: u32,
    pc: u32,
}

impl Machine {
    fn new(elf: &[u8], chip: Option<Chip>) -> Self {
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

    fn register(&self, address: u32) -> u32 {
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

    fn text(&self, address: u32, len: u32) -> String {
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

/// A firmware with a memory of a megabyte, and where its symbols are.
struct Firmware {
    elf: Vec<u8>,
    symbols: HashMap<String, u32>,
}

impl Firmware {
    fn new(board: &Board) -> Self {
        let module = wat::parse_str("(module (memory 16 16))").unwrap();
        let module = wasm::parse(&module, ParseOptions::default()).unwrap();
        let options = Options {
            target: board.target,
            translate: TranslateOptions::default(),
            source: "test".to_owned(),
            linked: Arc::default(),
            goal: Goal::default(),
        };
        let modules = [Unit::of_module(module, options).unwrap().compile().unwrap()];
        let parts = Parts {
            modules: &modules,
            script: Script {
                steps: vec![Step::Instantiate {
                    code: "app.instantiate".to_owned(),
                    memory: Some("app.mem.0.desc".to_owned()),
                }],
                ..Script::default()
            },
            board,
            memory_reserve: 0,
        };
        let elf = firmware::link(parts).unwrap().elf;
        let file = object::File::parse(&*elf).unwrap();
        let symbols = file.symbols();
        let symbols = symbols.map(|s| (s.name().unwrap().to_owned(), s.address() as u32));
        let symbols = symbols.collect();
        Self { elf, symbols }
    }

    /// Starts: the machine after it, and what it says if it does not come to the program.
    fn start(&self, chip: Option<Chip>) -> (Machine, Option<String>) {
        let mut machine = Machine::new(&self.elf, chip);
        let mut core = Core::at(self.symbols["_start"]);
        let called = core.run(&mut machine, 100_000).unwrap();
        if called == self.symbols["tinsmith_main"] {
            assert_eq!(core.a[1], self.symbols["__stack_top"]);
            return (machine, None);
        }
        assert_eq!(called, self.symbols["tinsmith_board_write"]);
        let text = machine.text(core.a[7], core.a[8]);
        // What follows is the end.
        core.pc += 3;
        let called = core.run(&mut machine, 100).unwrap();
        assert_eq!(called, self.symbols["tinsmith_board_exit"]);
        (machine, Some(text))
    }
}

fn board(name: &str) -> &'static Board {
    Board::by_name(name).expect("it is embedded")
}

/// Out of QPI, who are you, reset, into QPI.
const QUAD: [(u32, Lines); 5] = [
    (0xf5, Lines::Four),
    (0x9f, Lines::One),
    (0x66, Lines::One),
    (0x99, Lines::One),
    (0x35, Lines::One),
];

/// Mode registers 0 and 1, 0 written, 2 and 3.
const OCTAL: [(u32, Lines); 3] = [
    (0x4040, Lines::Eight),
    (0xc0c0, Lines::Eight),
    (0x4040, Lines::Eight),
];

/// It is there, as large as the board says, and nothing else is.
fn is_mapped(machine: &mut Machine, size: u32) {
    let pages = size / PAGE;
    let table = |n: u32| machine.register(PAGE_TABLE + 4 * n);
    assert!((0..pages).all(|n| table(256 + n) == 0x8000 | n));
    assert!(
        (3..256)
            .chain(256 + pages..512)
            .all(|n| table(n) == 1 << 14)
    );
    assert!((0..3).all(|n| table(n) == n));
    assert_eq!(machine.register(SPI1 + MISC) & 3, 2, "flash is selected");
    for address in [PSRAM, PSRAM + size - 4] {
        machine.store(address, 0x1234_5678 ^ address).unwrap();
        assert_eq!(machine.load(address).unwrap(), 0x1234_5678 ^ address);
    }
    assert!(machine.load(PSRAM + size).is_err());
}

#[test]
fn external_ram_is_brought_up_and_mapped() {
    let firmware = Firmware::new(board("esp32-s3-devkitc-n8r2"));
    let memory = firmware.symbols["app.mem.0"];
    assert!((PSRAM..PSRAM + MIB).contains(&memory), "{memory:#x}");
    let mut warm = Chip::quad(0);
    if let Protocol::Quad { qpi, .. } = &mut warm.protocol {
        *qpi = true;
    }
    // Just powered, left in QPI by the last run, and larger than needed.
    for chip in [Chip::quad(0), warm, Chip::quad(2)] {
        let (mut machine, said) = firmware.start(Some(chip));
        assert_eq!(said, None);
        assert_eq!(machine.commands, QUAD);
        is_mapped(&mut machine, 2 * MIB);
    }
    let firmware = Firmware::new(board("esp32-s3-devkitc-n8r8"));
    let (mut machine, said) = firmware.start(Some(Chip::octal()));
    assert_eq!(said, None);
    assert_eq!(machine.commands, OCTAL);
    is_mapped(&mut machine, 8 * MIB);
}

#[test]
fn who_does_not_answer_at_once_is_asked_again() {
    let mut chip = Chip::quad(0);
    if let Protocol::Quad { shy, .. } = &mut chip.protocol {
        *shy = true;
    }
    let (machine, said) = Firmware::new(board("esp32-s3-devkitc-n8r2")).start(Some(chip));
    assert_eq!(said, None);
    let again = [&QUAD[..2], &QUAD[1..]].concat();
    assert_eq!(machine.commands, again);
}

#[test]
fn what_is_missing_is_said() {
    let identity = |bytes: [u8; 3]| {
        let mut chip = Chip::quad(0);
        if let Protocol::Quad { id, .. } = &mut chip.protocol {
            *id = bytes;
        }
        Some(chip)
    };
    let octal = |modes: [u8; 4]| {
        let mut chip = Chip::octal();
        chip.protocol = Protocol::Octal { modes };
        Some(chip)
    };
    let forgetful = |mut chip: Chip| {
        chip.keeps = false;
        Some(chip)
    };
    let nobody = "no external RAM answers";
    let small = "smaller than the board's file says";
    let lost = "does not keep what is written";
    let quad_cases = [
        (None, nobody),
        (identity([0x20, 0xba, 0x16]), nobody),
        // A density nobody has.
        (identity([0x0d, 0x5d, 0xe6]), nobody),
        (Some(Chip::octal()), nobody),
        (forgetful(Chip::quad(0)), lost),
    ];
    let octal_cases = [
        (None, nobody),
        (octal([0x09, 0x8c, 0x93, 0x40]), nobody),
        (octal([0x09, 0x8d, 0x90, 0x40]), nobody),
        (octal([0x09, 0x9a, 0x91, 0x40]), small),
        (Some(Chip::quad(2)), nobody),
        (forgetful(Chip::octal()), lost),
    ];
    let boards = [
        ("esp32-s3-devkitc-n8r2", &quad_cases[..]),
        ("esp32-s3-devkitc-n8r8", &octal_cases),
    ];
    for (name, cases) in boards {
        let firmware = Firmware::new(board(name));
        for (chip, words) in cases {
            let (_, said) = firmware.start(chip.clone());
            let said = said.unwrap_or_else(|| panic!("{name}: it starts with {chip:?}"));
            assert!(
                said.starts_with("\n\x1eunable ") && said.ends_with('\n'),
                "{said}"
            );
            assert!(said.contains(words), "{name}, {chip:?}: {said}");
        }
    }
}

#[test]
fn a_board_that_promises_too_much_is_refused() {
    let text = "chip = \"esp32s3\"\ndescription = \"\"\nflash-size = \"8MB\"\npsram = { kind = \"quad\", size = \"8MB\" }\n";
    let firmware = Firmware::new(&Board::parse("own", text).unwrap());
    let (_, said) = firmware.start(Some(Chip::quad(2)));
    assert_eq!(said, None);
    let (machine, said) = firmware.start(Some(Chip::quad(1)));
    assert!(said.unwrap().contains("smaller than the board's file says"));
    assert_eq!(machine.commands, QUAD[..2]);
}
