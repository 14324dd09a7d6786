//! External RAM: the start-up code of a whole firmware, executed from `_start` to `tinsmith_main` on a model of the chip's memory
//! controller, with a RAM chip that obeys its data sheet. What the model cannot tell: signals, clocks, and what documents do not say.

mod chip;
mod machine;

use std::collections::HashMap;
use std::sync::Arc;

use chip::{Chip, Lines, Protocol};
use machine::Machine;
use object::{Object as _, ObjectSymbol as _};
use tinsmith::board::Board;
use tinsmith::driver::{Options, Unit};
use tinsmith::firmware::{self, Parts};
use tinsmith::opt::Goal;
use tinsmith::script::{Script, Step};
use tinsmith::wasm::{self, ParseOptions, TranslateOptions};
use tinsmith_tests::xtensa_step::{Bus as _, Core};

const SPI1: u32 = 0x6000_2000;
const MISC: u32 = 0x34;
const PAGE_TABLE: u32 = 0x600c_5000;
const PSRAM: u32 = 0x3d00_0000;
const PAGE: u32 = 0x1_0000;
const MIB: u32 = 1 << 20;

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
    assert_eq!(
        machine.register(PAGE_TABLE + 4 * 256),
        1 << 14,
        "it is mapped"
    );
}
