//! A kernel as WebAssembly, by clang.

use std::path::PathBuf;
use std::process::Command;

use crate::kernels::Kernel;
use crate::tools::output;
use crate::{Failure, build_folder};

/// What clang is told besides the optimisation level: no library, so no call of `strlen` for a loop that is one, one entry, and
/// a stack that fits into the first page with the data.
const FLAGS: [&str; 4] = [
    "--target=wasm32",
    "-nostdlib",
    "-fno-builtin-strlen",
    "-Wl,--no-entry,--export=kernel,-z,stack-size=8192",
];

/// Compiles a kernel with an optimisation level (`-O2`).
///
/// # Errors
/// If clang fails.
pub fn compile(kernel: &Kernel, level: &str) -> Result<PathBuf, Failure> {
    let folder = build_folder(&format!("{}/wasm", kernel.name))?;
    let wasm = folder.join(format!("{}{level}.wasm", kernel.name));
    let mut clang = Command::new("clang-22");
    clang.args(FLAGS).arg(level).arg("-o").arg(&wasm);
    output(clang.arg(kernel.source()))?;
    Ok(wasm)
}
