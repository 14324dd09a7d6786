//! `ci demo`: what Tinsmith does, in half a minute.

use std::process::ExitCode;

use crate::run::run;

/// The boards shown: one of each instruction set.
const BOARDS: [&str; 2] = ["qemu-xtensa", "qemu-riscv32"];

/// The module shown: a program in C, compiled to wasm by clang and committed as text next to its source.
const MODULE: &str = "tests/programs/demo.wat";

/// Compiles the module for each board and runs it there.
pub fn demo() -> ExitCode {
    let built = run(
        "cargo",
        &["build", "--release", "--quiet", "-p", "tinsmith"],
    );
    let ok = built
        && BOARDS.iter().all(|board| {
            run(
                "target/release/tinsmith",
                &["run", MODULE, "--board", board, "--count"],
            )
        });
    if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
