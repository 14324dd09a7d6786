//! The size tier: what a firmware costs beyond the module's own code, for a module that only computes. Start-up code, vectors, the
//! exception handler, the run script with its arguments and what reports the outcome are all part of it.
//!
//! The limits are what was measured, with room for a few instructions: who lets it grow has to say so here, in
//! `compiler/PERFORMANCE.md` and in the README.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use tinsmith::board::{Board, Class};
use tinsmith::chip::Layout;
use tinsmith::driver::{Compiled, Options, Unit};
use tinsmith::firmware::{self, Parts};
use tinsmith::link::Firmware;
use tinsmith::opt::Goal;
use tinsmith::script::{Call, Operand, Script, Step};
use tinsmith::wasm::TranslateOptions;

/// Integers only, no memory, no imports.
const MODULE: &str = r#"(module
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))"#;

/// The same with a memory that starts with data, a global, and what can trap.
const WITH_MEMORY: &str = r#"(module
    (memory 1 1)
    (global $n (mut i32) (i32.const 7))
    (data (i32.const 16) "data")
    (func (export "add") (param i32 i32) (result i32)
        (global.set $n (i32.add (global.get $n) (i32.const 1)))
        (i32.add (i32.load (local.get 0)) (i32.div_u (local.get 1) (global.get $n)))))"#;

/// How much a figure may rise before this fails, in bytes: another release of the compiler for the runtime may choose other instructions.
const ROOM: u32 = 40;

/// The board, bytes of flash for `MODULE` and for `WITH_MEMORY` beyond their own code, bytes of RAM for variables of both.
const LIMITS: &[(&str, u32, u32, u32)] = &[
    ("qemu-xtensa", 2826, 3789, 84),
    ("qemu-xtensa-s2", 2814, 3469, 84),
    ("qemu-lx106", 2810, 3764, 84),
    ("qemu-riscv32", 2673, 3039, 28),
    ("qemu-riscv32c3", 2673, 3039, 28),
    ("qemu-riscv32f", 2777, 3143, 28),
    ("esp32-devkitc direct", 3038, 4001, 84),
    ("esp32-devkitc app", 3038, 4001, 84),
    ("esp32-s2-saola direct", 3046, 3701, 84),
    ("esp32-s2-saola app", 3046, 3701, 84),
    ("esp32-s3-devkitc direct", 3074, 4037, 84),
    ("esp32-s3-devkitc app", 3074, 4037, 84),
    // Finding and starting external RAM.
    ("esp32-s3-devkitc-n8r2 app", 4570, 5533, 84),
    ("esp32-s3-devkitc-n8r8 app", 4702, 5665, 84),
    ("esp32-c3-devkitm direct", 2733, 3111, 16),
    ("esp32-c3-devkitm app", 2733, 3111, 16),
    ("esp32-c6-devkitc direct", 2733, 3111, 16),
    ("esp32-c6-devkitc app", 2733, 3111, 16),
    ("esp32-h2-devkitm direct", 2733, 3111, 16),
    ("esp32-h2-devkitm app", 2733, 3111, 16),
    ("esp32-p4-function-ev direct", 2833, 3211, 16),
    ("esp32-p4-function-ev app", 2833, 3211, 16),
    ("esp32-p4-function-ev-r3 direct", 2833, 3211, 16),
    ("esp32-p4-function-ev-r3 app", 2833, 3211, 16),
    ("nodemcu direct", 2918, 3872, 84),
];

fn compiled(text: &str, board: &Board) -> Compiled {
    let options = Options {
        target: board.target,
        translate: TranslateOptions::default(),
        source: "size.wat".to_owned(),
        linked: Arc::new(BTreeSet::new()),
        goal: Goal::default(),
    };
    let bytes = wat::parse_str(text).unwrap();
    Unit::new(&bytes, options).unwrap().compile().unwrap()
}

/// What `tinsmith build --invoke add` makes.
fn firmware(module: &Compiled, memory: bool, board: &Board) -> Firmware {
    let script = Script {
        steps: vec![
            Step::Instantiate {
                code: "app.instantiate".to_owned(),
                memory: memory.then(|| "app.mem.0.desc".to_owned()),
            },
            Step::Call(Call {
                code: "export:app:add:ii>i".to_owned(),
                signature: "ii>i".to_owned(),
                args: vec![Operand::Number(1), Operand::Number(2)],
                report: true,
                survives_trap: false,
                count: false,
                slot: None,
            }),
        ],
        ..Script::default()
    };
    firmware::link(Parts {
        modules: std::slice::from_ref(module),
        script,
        board,
        memory_reserve: 0,
    })
    .unwrap()
}

/// Bytes in flash beyond the module's own code, and bytes of RAM for variables beyond its own.
fn cost(text: &str, board: &Board) -> (u32, u32) {
    let module = compiled(text, board);
    let own: usize = module.object.functions.iter().map(|f| f.bytes.len()).sum();
    let firmware = firmware(&module, !module.module.memories.is_empty(), board);
    let sum = |wanted: &dyn Fn(Class) -> bool| -> u32 {
        let sizes = firmware.sizes.iter().filter(|s| wanted(s.class));
        sizes.map(|s| s.size).sum()
    };
    let flash = sum(&|class| !class.is_zero_fill()) - own as u32;
    (
        flash,
        sum(&|class| matches!(class, Class::Data | Class::Bss)),
    )
}

/// Every board with every layout it has.
fn boards() -> Vec<(String, Board)> {
    let mut all = Vec::new();
    for board in Board::all() {
        match board.chip {
            None => all.push((board.name.clone(), board.clone())),
            Some(_) => all.extend(Layout::ALL.into_iter().filter_map(|layout| {
                let board = board.clone().with_layout(layout).ok()?;
                Some((format!("{} {}", board.name, layout.name()), board))
            })),
        }
    }
    all
}

#[test]
fn a_module_that_computes_costs_little() {
    let (mut wrong, mut table) = (Vec::new(), String::new());
    for (name, board) in boards() {
        let (flash, ram) = cost(MODULE, &board);
        let (more, more_ram) = cost(WITH_MEMORY, &board);
        let ram = ram.max(more_ram);
        let _ = writeln!(table, "    ({name:?}, {flash}, {more}, {ram}),");
        let limit = LIMITS.iter().find(|limit| limit.0 == name);
        let within = limit.is_some_and(|&(_, most, most_more, most_ram)| {
            flash <= most + ROOM && more <= most_more + ROOM && ram <= most_ram
        });
        if !within {
            wrong.push(name);
        }
    }
    assert!(
        wrong.is_empty(),
        "too large, or without a limit: {wrong:?}; measured:\n{table}"
    );
}
