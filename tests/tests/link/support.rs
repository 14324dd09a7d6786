//! Assembling, linking and running.

use std::borrow::Cow;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use tinsmith::board::Board;
use tinsmith::link::{Firmware, Input, LinkError, Options, Scope, link};
use tinsmith::target::Isa;

pub const RISCV: &str = "qemu-riscv32";
pub const XTENSA: &str = "qemu-xtensa";

pub fn board(name: &str) -> &'static Board {
    Board::by_name(name).unwrap_or_else(|| panic!("no board {name}"))
}

/// A scratch file of this test run.
pub fn scratch(suffix: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("link-scratch");
    std::fs::create_dir_all(&dir).unwrap();
    dir.join(format!("{n}{suffix}"))
}

/// Runs a tool that has to be there.
pub fn tool(program: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}; it is in the package {package}"));
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Assembles with LLVM.
pub fn assemble(isa: Isa, text: &str) -> Vec<u8> {
    let source = scratch(".s");
    let object = scratch(".o");
    std::fs::write(&source, text).unwrap();
    let options: &[&str] = match isa {
        Isa::Xtensa => &["--triple=xtensa", "--mcpu=esp32"],
        Isa::Riscv32 => &["--triple=riscv32", "--mattr=+m,+a,+c"],
    };
    let mut arguments = options.to_vec();
    arguments.extend([
        "-filetype=obj",
        source.to_str().unwrap(),
        "-o",
        object.to_str().unwrap(),
    ]);
    tool("llvm-mc-22", "llvm-22", &arguments);
    std::fs::read(object).unwrap()
}

pub fn input(name: &str, bytes: Vec<u8>, scope: Scope) -> Input<'static> {
    Input {
        name: name.to_owned(),
        bytes: Cow::Owned(bytes),
        scope,
    }
}

pub fn public(name: &str, bytes: Vec<u8>) -> Input<'static> {
    input(name, bytes, Scope::Public)
}

/// Start-up code that calls `tinsmith_test` and exits with what it returns.
pub fn start(isa: Isa) -> Input<'static> {
    let text = match isa {
        Isa::Xtensa => include_str!("../../link/start-xtensa.s"),
        Isa::Riscv32 => include_str!("../../link/start-riscv.s"),
    };
    public("start.o", assemble(isa, text))
}

pub fn link_for(board: &Board, inputs: &[Input<'_>]) -> Result<Firmware, LinkError> {
    link(inputs, board, &Options::default())
}

/// Links start-up code with assembled pieces.
pub fn link_asm(board: &Board, pieces: &[&str]) -> Result<Firmware, LinkError> {
    let isa = board.target.isa;
    let mut inputs = vec![start(isa)];
    for (i, piece) in pieces.iter().enumerate() {
        inputs.push(public(&format!("piece{i}.o"), assemble(isa, piece)));
    }
    link_for(board, &inputs)
}

/// Runs a firmware; its exit status and output.
pub fn run(board: &Board, firmware: &Firmware) -> (i32, String) {
    let path = scratch(".elf");
    std::fs::write(&path, &firmware.elf).unwrap();
    let emulator = board.emulator.as_ref().unwrap();
    let output = Command::new("timeout")
        .arg("60")
        .arg(&emulator.program)
        .args(emulator.command_line(path.to_str().unwrap(), false))
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| {
            panic!(
                "{}: {error}; it is in the package {}",
                emulator.program, emulator.package
            )
        });
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (output.status.code().unwrap_or(-1), text)
}

pub fn error(result: Result<Firmware, LinkError>) -> String {
    result
        .err()
        .map_or_else(|| "it linked".to_owned(), |e| e.to_string())
}

/// The runtime's part of the version check.
pub const ABI: &str = ".globl tinsmith_abi_4\n.set tinsmith_abi_4, 4\n";

pub const RISCV_TEST: &str =
    ".globl tinsmith_test\n.type tinsmith_test,@function\ntinsmith_test:\n";

pub fn riscv_test(body: &str) -> String {
    format!(
        ".section .text.tinsmith_test,\"ax\"\n{RISCV_TEST}{body}\n.size tinsmith_test, .-tinsmith_test\n"
    )
}
