//! The linker tier: objects and archives are linked and run on the emulated boards.

use std::borrow::Cow;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tinsmith::board::{Board, Class};
use tinsmith::link::{Firmware, Input, LinkError, Options, Scope, link};
use tinsmith::object::module::{
    Alias, Binding, Code, Data, DataKind, Literal, ObjectModule, Reloc, RelocKind, RelocTarget,
};
use tinsmith::target::{Isa, Target};

const RISCV: &str = "qemu-riscv32";
const XTENSA: &str = "qemu-xtensa";

fn board(name: &str) -> &'static Board {
    Board::by_name(name).unwrap_or_else(|| panic!("no board {name}"))
}

/// A scratch file of this test run.
fn scratch(suffix: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let dir = std::env::temp_dir().join(format!("tinsmith-link-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir.join(format!("{n}{suffix}"))
}

/// Runs a tool that has to be there.
fn tool(program: &str, package: &str, arguments: &[&str]) -> String {
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
fn assemble(isa: Isa, text: &str) -> Vec<u8> {
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

fn input(name: &str, bytes: Vec<u8>, scope: Scope) -> Input<'static> {
    Input {
        name: name.to_owned(),
        bytes: Cow::Owned(bytes),
        scope,
    }
}

fn public(name: &str, bytes: Vec<u8>) -> Input<'static> {
    input(name, bytes, Scope::Public)
}

/// Start-up code that calls `tinsmith_test` and exits with what it returns.
fn start(isa: Isa) -> Input<'static> {
    let text = match isa {
        Isa::Xtensa => include_str!("../link/start-xtensa.s"),
        Isa::Riscv32 => include_str!("../link/start-riscv.s"),
    };
    public("start.o", assemble(isa, text))
}

fn link_for(board: &Board, inputs: &[Input<'_>]) -> Result<Firmware, LinkError> {
    link(inputs, board, &Options::default())
}

/// Links start-up code with assembled pieces.
fn link_asm(board: &Board, pieces: &[&str]) -> Result<Firmware, LinkError> {
    let isa = board.target.isa;
    let mut inputs = vec![start(isa)];
    for (i, piece) in pieces.iter().enumerate() {
        inputs.push(public(&format!("piece{i}.o"), assemble(isa, piece)));
    }
    link_for(board, &inputs)
}

/// Runs a firmware; its exit status and output.
fn run(board: &Board, firmware: &Firmware) -> (i32, String) {
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

fn error(result: Result<Firmware, LinkError>) -> String {
    result
        .err()
        .map_or_else(|| "it linked".to_owned(), |e| e.to_string())
}

#[test]
fn riscv_assembly_runs() {
    let board = board(RISCV);
    let firmware = link_asm(
        board,
        &[".globl tinsmith_test\ntinsmith_test: la a1, word\nlw a0, 0(a1)\nla a1, other\nlw a1, 0(a1)\nadd a0, a0, a1\nret\n
           .section .rodata.word,\"a\"\n.balign 4\nword: .word 40\n.section .data.other,\"aw\"\n.balign 4\nother: .word 2\n"],
    )
    .unwrap();
    assert_eq!(run(board, &firmware), (42, String::new()));
}

#[test]
fn xtensa_assembly_runs() {
    let board = board(XTENSA);
    let firmware = link_asm(
        board,
        &[".section .text.t,\"ax\"\n.align 4\n.globl tinsmith_test\ntinsmith_test:\nmovi a2, 123456\nmovi a3, 123414\nsub a2, a2, a3\nret\n"],
    )
    .unwrap();
    assert_eq!(run(board, &firmware), (42, String::new()));
}

/// Builds the Rust library for a target with the given features.
fn rust_archive(target: &str, features: &str) -> Vec<u8> {
    static BUILDS: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one_at_a_time = BUILDS
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("link/rust");
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("link-rust");
    let output = Command::new("/usr/bin/cargo")
        .current_dir(&source)
        .args([
            "build",
            "--release",
            "-Zbuild-std=core",
            "-Zbuild-std-features=compiler-builtins-mem",
            "-Zjson-target-spec",
            "--target",
            target,
        ])
        .args(["--features", features, "--target-dir"])
        .arg(&out)
        // Debian's rustc and rust-src match; rustup's may be first in the path.
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN")
        .output()
        .unwrap_or_else(|error| {
            panic!("/usr/bin/cargo: {error}; packages cargo-web, rustc-web, rust-web-src")
        });
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let name = target.strip_suffix(".json").unwrap_or(target);
    std::fs::read(out.join(name).join("release/liblink_rust.a")).unwrap()
}

const RUST_SAYS: &str =
    "counter 42 zero 0 probe 117 product 6 quotient 142857142857142 hex 0xdeadbeef\n";

#[test]
fn rust_archive_runs_on_riscv() {
    let board = board(RISCV);
    let archive = rust_archive("riscv32imac-unknown-none-elf", "host,routines");
    let firmware = link_for(board, &[start(Isa::Riscv32), public("librust.a", archive)]).unwrap();
    assert_eq!(run(board, &firmware), (5, RUST_SAYS.to_owned()));
}

/// Two archives with different calling conventions and the same names inside.
#[test]
fn rust_archives_of_two_conventions_run_on_xtensa() {
    let board = board(XTENSA);
    let start = public(
        "start.o",
        assemble(Isa::Xtensa, include_str!("../link/start-windowed.s")),
    );
    let inputs = [
        start,
        input(
            "libhost.a",
            rust_archive("xtensa-windowed.json", "windowed"),
            Scope::Scoped,
        ),
        input(
            "libroutines.a",
            rust_archive("xtensa-call0.json", "routines"),
            Scope::Scoped,
        ),
    ];
    let firmware = link_for(board, &inputs).unwrap();
    assert_eq!(run(board, &firmware), (5, RUST_SAYS.to_owned()));
}
