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
/// IO_MUX: chip select 1, and the two data lines that flash does not need.
const PINS: [u32; 3] = [0x6000_906c, 0x6000_9070, 0x6000_9074];
const PAGE_TABLE: u32 = 0x600c_5000;
const DCACHE_CTRL1: u32 = 0x600c_4004;
const EXTERNAL: u32 = 0x3c00_0000;
const PSRAM: u32 = 0x3d00_0000;
const PAGE: u32 = 0x1_0000;
const MIB: u32 = 1 << 20;

/// A RAM chip (AP Memory's APS6404L and its kin).
#[derive(Clone, Debug)]
struct Chip {
    /// What it answers to 0x9f: maker, known good die, density.
    id: [u8; 3],
    size: u32,
    /// Whether it does not answer the first time.
    shy: bool,
    /// Whether it keeps what is written.
    keeps: bool,
    qpi: bool,
    reset_enabled: bool,
    words: HashMap<u32, u32>,
}

impl Chip {
    fn new(density: u8) -> Self {
        Self {
            id: [0x0d, 0x5d, density << 5 | 0x06],
            size: (2 * MIB) << density,
            shy: false,
            keeps: true,
            qpi: false,
            reset_enabled: false,
            words: HashMap::new(),
        }
    }

    /// A command, on one line or four; the reply to it.
    fn obey(&mut self, command: u8, quad: bool, address_bits: u32) -> Option<u32> {
        if quad != self.qpi {
            return None;
        }
        let enabled = std::mem::take(&mut self.reset_enabled);
        match command {
            0x9f if std::mem::take(&mut self.shy) => {}
            0x9f if address_bits == 24 => {
                let [maker, die, density] = self.id;
                return Some(u32::from_le_bytes([maker, die, density, 0]));
            }
            0x66 => self.reset_enabled = true,
            0x99 if enabled => self.qpi = false,
            0x35 => self.qpi = true,
            0xf5 => self.qpi = false,
            _ => {}
        }
        None
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
    /// Every command, and whether it was on four lines.
    commands: Vec<(u8, bool)>,
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
        registers.extend([(PINS[0], 0x1b00), (PINS[1], 0x1b00), (PINS[2], 0x2b00)]);
        registers.extend([(SPI1 + MISC, 2), (SPI0 + MISC, 2), (SPI0 + 0xdc, 0x7fff)]);
        registers.extend([(SPI1 + CTRL, 0x0180_2000), (SPI1 + USER, 0x8000_0240)]);
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
        let (user, ctrl) = (spi(USER), spi(CTRL));
        let phase = |bit: u32| user >> bit & 1 != 0;
        if !phase(31) || phase(27) || phase(29) || spi(USER2) >> 28 != 7 {
            return Err(format!("phases {user:#x}"));
        }
        // FCMD_QUAD alone, or nothing.
        let quad = match ctrl & 0x0190_63f8 {
            0 => false,
            0x100 => true,
            _ => return Err(format!("control {ctrl:#x}")),
        };
        let address_bits = if phase(30) { (spi(USER1) >> 26) + 1 } else { 0 };
        let reply_bits = if phase(28) { spi(MISO_DLEN) + 1 } else { 0 };
        let command = spi(USER2) as u8;
        self.commands.push((command, quad));
        let connected = PINS.iter().all(|&pin| self.register(pin) & 0x7000 == 0);
        let chip = self.chip.as_mut().filter(|_| connected);
        let reply = chip.and_then(|chip| chip.obey(command, quad, address_bits));
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
        // Four lines, 24 bits of address, six cycles before data, both commands as set, no double rate; 40 MHz.
        let sctrl = 1 << 2 | 1 << 4 | 1 << 5 | 5 << 6 | 23 << 14 | 1 << 20;
        let speaks = spi(0x40) == sctrl
            && spi(0x48) == 0x7000_00eb
            && spi(0x4c) == 0x7000_0038
            && spi(0x50) == 0x0001_0001
            && spi(0xdc) == 0x7003
            && spi(MISC) & 2 == 0;
        let chip = self.chip.as_ref().filter(|chip| chip.qpi && speaks);
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

fn board() -> &'static Board {
    Board::by_name("esp32-s3-devkitc-n8r2").expect("it is embedded")
}

/// Out of QPI, who are you, reset, into QPI.
const COMMANDS: [(u8, bool); 5] = [
    (0xf5, true),
    (0x9f, false),
    (0x66, false),
    (0x99, false),
    (0x35, false),
];

#[test]
fn external_ram_is_brought_up_and_mapped() {
    let firmware = Firmware::new(board());
    let memory = firmware.symbols["app.mem.0"];
    assert!((PSRAM..PSRAM + MIB).contains(&memory), "{memory:#x}");
    let mut warm = Chip::new(0);
    warm.qpi = true;
    // Just powered, left in QPI by the last run, and larger than needed.
    for chip in [Chip::new(0), warm, Chip::new(2)] {
        let (mut machine, said) = firmware.start(Some(chip));
        assert_eq!(said, None);
        assert_eq!(machine.commands, COMMANDS);
        // Two megabytes, and nothing else.
        let table = |n: u32| machine.register(PAGE_TABLE + 4 * n);
        assert!((0..32).all(|n| table(256 + n) == 0x8000 | n));
        assert!((3..256).chain(288..512).all(|n| table(n) == 1 << 14));
        assert!((0..3).all(|n| table(n) == n));
        assert_eq!(machine.register(SPI1 + MISC) & 3, 2, "flash is selected");
        for address in [PSRAM, PSRAM + 2 * MIB - 4] {
            machine.store(address, 0x1234_5678 ^ address).unwrap();
            assert_eq!(machine.load(address).unwrap(), 0x1234_5678 ^ address);
        }
        assert!(machine.load(PSRAM + 2 * MIB).is_err());
    }
}

#[test]
fn who_does_not_answer_at_once_is_asked_again() {
    let mut chip = Chip::new(0);
    chip.shy = true;
    let (machine, said) = Firmware::new(board()).start(Some(chip));
    assert_eq!(said, None);
    let again = [&COMMANDS[..2], &COMMANDS[1..]].concat();
    assert_eq!(machine.commands, again);
}

#[test]
fn what_is_missing_is_said() {
    let firmware = Firmware::new(board());
    let mut other = Chip::new(0);
    other.id = [0x20, 0xba, 0x16];
    let mut forgetful = Chip::new(0);
    forgetful.keeps = false;
    let mut unknown = Chip::new(0);
    unknown.id[2] = 0xe6;
    let cases = [
        (None, "no external RAM answers"),
        (Some(other), "no external RAM answers"),
        (Some(unknown), "no external RAM answers"),
        (Some(forgetful), "does not keep what is written"),
    ];
    for (chip, words) in cases {
        let (_, said) = firmware.start(chip);
        let said = said.expect("it does not start");
        assert!(
            said.starts_with("\n\x1eunable ") && said.ends_with('\n'),
            "{said}"
        );
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_board_that_promises_too_much_is_refused() {
    let text = "chip = \"esp32s3\"\ndescription = \"\"\nflash-size = \"8MB\"\npsram = { kind = \"quad\", size = \"8MB\" }\n";
    let firmware = Firmware::new(&Board::parse("own", text).unwrap());
    let (_, said) = firmware.start(Some(Chip::new(2)));
    assert_eq!(said, None);
    let (machine, said) = firmware.start(Some(Chip::new(1)));
    assert!(said.unwrap().contains("smaller than the board's file says"));
    assert_eq!(machine.commands, COMMANDS[..2]);
}
