//! The tier of real programs: modules from registries and small programs in C, C++ and Python, with known answers, run on
//! every emulated board.
//!
//! `tests/programs/<name>.toml` says where a module comes from, what to do with it, and what must come out. This
//! module reads such a file ([`spec`]), gets the module ([`fetch`], [`sources`]), and runs it on a board ([`run`]).

pub mod fetch;
pub mod run;
pub mod sources;
pub mod spec;

use std::path::{Path, PathBuf};

/// `tests/programs` in the repository.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("programs")
}

/// Where fetched and compiled modules are kept between runs.
pub fn cache() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(".cache")
}

/// An error of a test, in words.
pub type Failure = String;

/// Adds what was being done to an error.
pub fn context<E: std::fmt::Display>(what: impl std::fmt::Display) -> impl FnOnce(E) -> Failure {
    move |error| format!("{what}: {error}")
}
