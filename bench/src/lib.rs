//! Benchmarks: kernels of our own in C, compiled by Tinsmith from clang's WebAssembly, and natively by gcc, and by gcc from what
//! wasm2c makes of the WebAssembly; all run in emulators, verify their result and are compared by executed instructions and bytes.
//!
//! [`kernels`] reads the list, [`wasm`], [`native`] and [`firmware`] build and run one program each, [`measure`] does
//! it for all of them, [`table`] and [`chart`] show what came of it ([`publish`] in the repository), and [`profile`] shows where a kernel spends its time.
//! What is measured, and how it is made comparable, is said in `compiler/PERFORMANCE.md`.

pub mod chart;
pub mod firmware;
pub mod kernels;
pub mod measure;
pub mod native;
pub mod parallel;
pub mod profile;
pub mod publish;
pub mod table;
pub mod tools;
pub mod wasm;

use std::path::{Path, PathBuf};

/// An error in words.
pub type Failure = String;

/// Adds what was being done to an error.
pub fn context<E: std::fmt::Display>(what: impl std::fmt::Display) -> impl FnOnce(E) -> Failure {
    move |error| format!("{what}: {error}")
}

/// This package's folder in the repository.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder for what is built, made if it is not there.
///
/// # Errors
/// If it cannot be made.
pub fn build_folder(name: &str) -> Result<PathBuf, Failure> {
    let target = folder().join("../target/bench").join(name);
    std::fs::create_dir_all(&target).map_err(context(target.display()))?;
    Ok(target)
}

/// What a program did and how large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The kernel's checksum.
    pub result: u32,
    /// Instructions executed by the kernel and everything it calls; an empty function counts as 0.
    pub instructions: u64,
    /// Bytes of code: the kernel's functions with their literals and jump tables, without libraries and start-up.
    pub code: u64,
    /// Bytes of variables: the kernel's `.data` and `.bss`; or linear memory, tables, globals and descriptors.
    pub ram: u64,
}
