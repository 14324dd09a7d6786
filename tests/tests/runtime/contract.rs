//! Entering, traps, host functions and the ways a program ends, with hand-written "compiled" code (`tests/runtime/riscv.s` and
//! `xtensa.s`).

use std::process::Command;

use tinsmith::board::Board;
use tinsmith::link::Firmware;
use tinsmith::target::{HostAbi, Isa};

use super::firmware::{self, COUNT, GO_ON, Outcome, PRINT, Script, board, boards, scratch};

/// The assembled functions.
fn code(board: &Board) -> Vec<u8> {
    let (name, options): (_, &[&str]) = match board.target.host_abi {
        HostAbi::Ilp32 => ("riscv", &["-triple=riscv32", "-mattr=+m,+c"]),
        HostAbi::Ilp32f => (
            "riscv",
            &[
                "-triple=riscv32",
                "-mattr=+m,+f,+c",
                "-target-abi=ilp32f",
                "-defsym=F32=1",
            ],
        ),
        HostAbi::Call0 => ("xtensa", &["-triple=xtensa", "-mcpu=esp8266"]),
        HostAbi::Windowed => (
            "xtensa",
            &["-triple=xtensa", "-mcpu=esp32", "-defsym=WINDOWED=1"],
        ),
    };
    let source = format!("{}/runtime/{name}.s", env!("CARGO_MANIFEST_DIR"));
    let object = scratch(".o");
    let mut command = Command::new("llvm-mc-22");
    command.args(options).args(["-filetype=obj", &source, "-o"]);
    command.arg(&object);
    let status = command.status();
    let status = status.unwrap_or_else(|error| panic!("llvm-mc-22: {error}; package llvm-22"));
    assert!(status.success());
    std::fs::read(object).unwrap()
}

fn run(board: &Board, script: Script, stdin: &str) -> (Firmware, Outcome) {
    let firmware = firmware::firmware(board, script, &["app", "x"], vec![code(board)]);
    let outcome = firmware::run(board, &firmware, stdin);
    (firmware, outcome)
}

#[test]
fn values_travel_in_registers_and_on_the_stack() {
    for board in boards() {
        let mut script = Script::default();
        script.call(
            "add_pair",
            "iI>I",
            PRINT | COUNT,
            &[u64::from(u32::MAX), (5 << 32) | 1],
        );
        let ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        script.call("rotate", "iiiiiiiiii>iIiiiiiii", PRINT, &ten);
        let (_, outcome) = run(board, script, "");
        let lines = outcome.control();
        // The device reports what its counter gained.
        let counts = lines[0].strip_prefix("count ").unwrap().parse().unwrap();
        let emulator = board.emulator.as_ref().unwrap();
        assert_eq!(emulator.instructions(counts), 4, "{}", board.name);
        let want = "result i64:25769803776|result i32:10|result i64:8589934593|result i32:3|\
                    result i32:4|result i32:5|result i32:6|result i32:7|result i32:8|result i32:9|exit 0";
        assert_eq!(lines[1..].join("|"), want, "{}", board.name);
    }
}

#[test]
fn binary32_travels_in_float_registers() {
    let board = board("qemu-riscv32f");
    let mut script = Script::default();
    let f = |value: f32| u64::from(value.to_bits());
    let nine = [f(0.5), 0, 0, 0, 0, 0, 0, f(0.25), 40, 2];
    script.call("floats", "fffffffffi>fi", PRINT, &nine);
    let (_, outcome) = run(board, script, "");
    assert_eq!(
        outcome.control(),
        ["result f32:0x3f400000", "result i32:42", "exit 0"]
    );
}

#[test]
fn a_trap_unwinds_and_the_host_goes_on() {
    for board in boards() {
        let mut script = Script::default();
        script.call("trap_deep", ">i", GO_ON | PRINT, &[]);
        script.call("survive", ">i", PRINT, &[]);
        script.call("survive", ">i", PRINT, &[]);
        script.call("trap_deep", ">i", PRINT, &[]);
        let (firmware, outcome) = run(board, script, "");
        let site = firmware.symbols["trap_deep_return"].address;
        let trap = format!("trap 2 pc {site:#010x}");
        let survived = "result i32:2";
        let want = [&trap, survived, survived, &trap, "exit 134"];
        assert_eq!(outcome.control(), want, "{}", board.name);
        assert_eq!(outcome.status, Some(134));
    }
}

#[test]
fn host_functions_see_the_memory() {
    for board in boards() {
        let mut script = Script::default();
        script.instantiate("instantiate", "memory");
        // The buffer: 8 bytes at 64.
        script.write(0, b"\x40\0\0\0\x08\0\0\0");
        script
            .call("read", ">i", PRINT, &[])
            .read(32, 4)
            .read(64, 8);
        script.call("write", "i>i", PRINT, &[1]).read(32, 4);
        script
            .call("read", ">i", PRINT, &[])
            .read(32, 4)
            .read(64, 8);
        script.call("read", ">i", PRINT, &[]).read(32, 4);
        script.call("print_f64", "F>", 0, &[(-0.1f64).to_bits()]);
        script.call("print_f32", "f>", 0, &[16777216f32.to_bits().into()]);
        script.call("write", "i>i", PRINT, &[7]);
        let (_, outcome) = run(board, script, "first and ");
        let want = "result i32:0|memory 08000000|memory 666972737420616e|result i32:0|memory 08000000|\
                    result i32:0|memory 02000000|memory 642072737420616e|result i32:0|memory 00000000|\
                    result i32:8|exit 0";
        assert_eq!(outcome.control().join("|"), want, "{}", board.name);
        assert_eq!(outcome.stdout, "first an-0.1\n16777216\n", "{}", board.name);
        assert_eq!(outcome.status, Some(0));
    }
}

#[test]
fn a_program_ends_with_its_own_status() {
    for board in boards() {
        let mut script = Script::default();
        script.call("quit", "i>", 0, &[42]);
        let (_, outcome) = run(board, script, "");
        assert_eq!(outcome.control(), ["exit 42"]);
        assert_eq!(outcome.status, Some(42));
    }
}

#[test]
fn a_fault_of_the_firmware_is_reported() {
    for board in boards() {
        let mut script = Script::default();
        script.call("crash", ">i", PRINT, &[]);
        let (firmware, outcome) = run(board, script, "");
        let site = firmware.symbols["crash_site"].address;
        let fault = match board.target.isa {
            Isa::Riscv32 => format!("fault cause 5 pc {site:#010x} addr 0xfffffff0"),
            Isa::Xtensa => format!("fault cause 15 pc {site:#010x} vaddr 0x80001234"),
        };
        assert_eq!(outcome.control(), [&fault], "{}", board.name);
        assert_eq!(outcome.status, Some(135));
    }
}
