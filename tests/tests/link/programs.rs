//! Assembly and Rust archives, run.

use crate::support::{
    RISCV, XTENSA, assemble, board, input, link_asm, link_for, public, run, start,
};
use std::path::PathBuf;
use std::process::Command;
use tinsmith::link::Scope;
use tinsmith::target::Isa;

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
        assemble(Isa::Xtensa, include_str!("../../link/start-windowed.s")),
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
