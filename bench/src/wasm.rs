//! A kernel as WebAssembly, by clang or rustc.

use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith::wasm::ParseOptions;

use crate::kernels::{Kernel, Language};
use crate::tools::output;
use crate::{Failure, build_folder, context};

/// What clang is told besides the optimisation level: no library, so no call of `strlen` for a loop that is one, one entry, and
/// a stack that fits into the first page with the data.
const FLAGS: [&str; 4] = [
    "--target=wasm32",
    "-nostdlib",
    "-fno-builtin-strlen",
    "-Wl,--no-entry,--export=kernel,-z,stack-size=8192",
];

/// Compiles a kernel; the optimisation level (`-O2`, perhaps with other options behind it) is clang's.
///
/// # Errors
/// If a compiler fails.
pub fn compile(kernel: &Kernel, level: &str) -> Result<PathBuf, Failure> {
    match kernel.language {
        Language::C => compile_c(kernel, level),
        Language::Rust => compile_rust(kernel),
    }
}

fn compile_c(kernel: &Kernel, level: &str) -> Result<PathBuf, Failure> {
    let folder = build_folder(&format!("{}/wasm", kernel.name))?;
    let wasm = folder.join(format!("{}{level}.wasm", kernel.name));
    let mut clang = Command::new("clang-22");
    clang.args(FLAGS).args(level.split_whitespace());
    clang.arg("-o").arg(&wasm);
    output(clang.arg(kernel.source()))?;
    Ok(wasm)
}

/// With the distribution's compiler and library source, as `rustup`'s toolchain has none.
fn compile_rust(kernel: &Kernel) -> Result<PathBuf, Failure> {
    let target = build_folder("rust")?;
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(kernel.source())
        .args(["build", "--release", "--quiet", "--locked"])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .arg("-Zbuild-std=core,alloc,std,panic_abort")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "-Clinker=wasm-ld-22 -Clink-arg=-zstack-size=8192",
        );
    output(&mut cargo)?;
    let name = format!("{}_kernel.wasm", kernel.name);
    Ok(target.join("wasm32-unknown-unknown/release").join(name))
}

/// Bytes of a module's linear memories as they start.
///
/// # Errors
/// If it is no module.
pub fn memory_size(wasm: &Path) -> Result<u64, Failure> {
    let bytes = std::fs::read(wasm).map_err(context(wasm.display()))?;
    let module =
        tinsmith::wasm::parse(&bytes, ParseOptions::default()).map_err(context(wasm.display()))?;
    Ok(module
        .memories
        .iter()
        .map(|memory| memory.ty.min_bytes())
        .sum())
}
