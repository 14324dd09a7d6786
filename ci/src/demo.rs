//! `ci demo`: what Tinsmith does, in half a minute.

use std::process::ExitCode;

use crate::run::run;

/// The boards shown: one of each instruction set.
const BOARDS: [&str; 2] = ["qemu-xtensa", "qemu-riscv32"];

/// The program shown: C with `malloc`, `qsort`, string functions and `printf`.
const SOURCE: &str = "tests/programs/c/library.c";

/// What it becomes first.
const MODULE: &str = "target/demo.wasm";

/// Compiles the program to wasm, and that for each board, and runs it there.
pub fn demo() -> ExitCode {
    let built = run(
        "cargo",
        &["build", "--release", "--quiet", "-p", "tinsmith"],
    ) && run(
        "clang-22",
        &["--target=wasm32-wasi", "-O2", SOURCE, "-o", MODULE],
    );
    let tinsmith = "target/release/tinsmith";
    let ok = built
        && run(tinsmith, &["inspect", MODULE])
        && BOARDS
            .iter()
            .all(|board| run(tinsmith, &["run", MODULE, "--board", board, "--count"]));
    if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
