//! The form of `tests/programs/<name>.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::{Failure, context};

/// A program and its known answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Program {
    /// Where the module comes from.
    pub module: Module,
    /// Modules that satisfy its imports: instance name to a text module in this folder.
    #[serde(default)]
    pub link: BTreeMap<String, String>,
    /// Run it as a command.
    pub run: Option<Run>,
    /// Or do these things with its exports, in order.
    #[serde(default)]
    pub step: Vec<Step>,
    /// The traced calls (`tinsmith.trace`) that must have been made, in order.
    pub traces: Option<Vec<String>>,
}

/// Where a module comes from: one of these.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Module {
    /// A package of the npm registry, `name@version`.
    pub npm: Option<String>,
    /// The package's hash.
    pub sha256: Option<String>,
    /// The module's path in the package.
    pub file: Option<String>,
    /// A file of the package with the module as a string in base64.
    pub base64_in: Option<String>,
    /// A C or C++ file in `tests/programs`.
    pub c: Option<String>,
    /// More arguments for the C compiler.
    #[serde(default)]
    pub flags: Vec<String>,
    /// A Python file in `tests/programs`, compiled by PPCI.
    pub python: Option<String>,
    /// A Rust package in `tests/programs`, built for wasip1.
    pub rust: Option<String>,
}

/// A command's surroundings and what it must do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Run {
    /// Its arguments.
    #[serde(default)]
    pub args: Vec<String>,
    /// Its environment.
    #[serde(default)]
    pub env: Vec<String>,
    /// What it reads.
    #[serde(default)]
    pub stdin: String,
    /// A file in this folder with what it must write, byte for byte.
    pub stdout: Option<String>,
    /// Texts that its output must contain.
    #[serde(default)]
    pub contains: Vec<String>,
    /// What it must write to standard error.
    #[serde(default)]
    pub stderr: String,
    /// Its exit status.
    #[serde(default)]
    pub status: i32,
}

/// A number in a step: itself, or a saved one (`name`, `name+4`), or a float (`0.5`).
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A saved number, with an offset; or an integer that TOML cannot hold, after `0x`.
    Text(String),
}

/// One thing to do; exactly one of `call`, `write`, `read`, `load` is there.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Step {
    /// Call this export.
    pub call: Option<String>,
    /// With these arguments.
    #[serde(default)]
    pub args: Vec<Number>,
    /// It must return this, as the command line would print it.
    pub expect: Option<Vec<String>>,
    /// Keep the result (or the loaded word) under this name.
    pub save: Option<String>,
    /// Write to memory at this address.
    pub write: Option<Number>,
    /// What: text,
    pub text: Option<String>,
    /// or bytes in hex,
    pub hex: Option<String>,
    /// or a file in this folder,
    pub file: Option<String>,
    /// repeated so often.
    pub repeat: Option<usize>,
    /// Read memory at this address.
    pub read: Option<Number>,
    /// So many bytes.
    pub len: Option<Number>,
    /// Which must have this hash, or be the bytes that `text`, `hex` or `file` say.
    pub sha256: Option<String>,
    /// Load the word at this address.
    pub load: Option<Number>,
}

/// Reads a program's file.
///
/// # Errors
/// What is wrong with it.
pub fn read(path: &Path) -> Result<Program, Failure> {
    let text = std::fs::read_to_string(path).map_err(context(path.display()))?;
    toml::from_str(&text).map_err(context(path.display()))
}
