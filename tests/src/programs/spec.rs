//! The form of `tests/programs/<name>.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::{Failure, context, folder};

/// A program and its known answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Program {
    /// Where the module comes from.
    pub module: Module,
    /// Modules that satisfy its imports: instance name to a text module in this folder.
    #[serde(default)]
    pub link: BTreeMap<String, String>,
    /// Its surroundings, and what it must write.
    #[serde(default)]
    pub run: Run,
    /// What to do with its exports, in order. Without steps it is run as a command, from `_start`.
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
    /// A text module in this folder.
    pub wat: Option<String>,
    /// A C or C++ file in this folder.
    pub c: Option<String>,
    /// More arguments for the C compiler.
    #[serde(default)]
    pub flags: Vec<String>,
    /// A Python file in this folder, compiled by PPCI.
    pub python: Option<String>,
    /// A Rust package in this folder, built for wasip1.
    pub rust: Option<String>,
}

/// A program's surroundings and what it must write.
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

/// A number in a step.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A saved number, with an offset (`name`, `name+4`); or bits that TOML cannot hold, after `0x`.
    Text(String),
}

/// One thing to do; exactly one of `call`, `write`, `read`, `load` is there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Step {
    /// Call this export.
    pub call: Option<String>,
    /// Of this linked module; of the program itself if nothing is said.
    #[serde(rename = "in")]
    pub instance: Option<String>,
    /// With these arguments.
    #[serde(default)]
    pub args: Vec<Number>,
    /// So often.
    #[serde(default = "once")]
    pub times: u32,
    /// It must return this (each time): an integer is compared as the type's bits, text as the command line would print it.
    pub expect: Option<Vec<Number>>,
    /// Keep the result (or the loaded word) under this name.
    pub save: Option<String>,
    /// Write to memory at this address.
    pub write: Option<Number>,
    /// Read memory at this address.
    pub read: Option<Number>,
    /// So many bytes; of a `cycle` also when it is written.
    pub len: Option<Number>,
    /// What to write, or what must be read.
    #[serde(flatten)]
    pub bytes: Bytes,
    /// What is read must have this hash.
    pub sha256: Option<String>,
    /// Load the word at this address.
    pub load: Option<Number>,
}

fn once() -> u32 {
    1
}

/// Bytes, in one of these forms.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Bytes {
    /// Text,
    pub text: Option<String>,
    /// or text as UTF-16,
    pub utf16: Option<String>,
    /// or hex,
    pub hex: Option<String>,
    /// or a file in this folder,
    pub file: Option<String>,
    /// or `len` numbers 0, 1, 2… modulo this one.
    pub cycle: Option<u32>,
    /// Any of them repeated so often.
    pub repeat: Option<usize>,
}

impl Bytes {
    /// The bytes; `None` if nothing is said. A cycle is `len` long.
    ///
    /// # Errors
    /// If the hex is none, a file cannot be read, or a cycle has no length or cannot be counted in bytes.
    pub fn get(&self, len: Option<&Number>) -> Result<Option<Vec<u8>>, Failure> {
        let once = match self {
            Self {
                text: Some(text), ..
            } => text.as_bytes().to_vec(),
            Self {
                utf16: Some(text), ..
            } => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self {
                hex: Some(digits), ..
            } => unhex(digits)?,
            Self {
                file: Some(file), ..
            } => std::fs::read(folder().join(file)).map_err(context(file))?,
            Self {
                cycle: Some(cycle), ..
            } => cycled(*cycle, len)?,
            _ => return Ok(None),
        };
        Ok(Some(once.repeat(self.repeat.unwrap_or(1))))
    }
}

fn unhex(digits: &str) -> Result<Vec<u8>, Failure> {
    let digits: String = digits.split_whitespace().collect();
    let bytes = (0..digits.len()).step_by(2).map(|i| {
        let pair = digits.get(i..i + 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    bytes
        .collect::<Option<_>>()
        .ok_or_else(|| format!("`{digits}` is no hex"))
}

fn cycled(cycle: u32, len: Option<&Number>) -> Result<Vec<u8>, Failure> {
    let Some(Number::Int(len @ 0..=0x10_0000)) = len else {
        return Err("a `cycle` needs a `len` of at most a megabyte".to_owned());
    };
    if !(1..=256).contains(&cycle) {
        return Err("a `cycle` is 1 to 256".to_owned());
    }
    let numbers = (0..cycle as u16).map(|n| n as u8);
    Ok(numbers.cycle().take(*len as usize).collect())
}

/// Reads a program's file.
///
/// # Errors
/// What is wrong with it.
pub fn read(path: &Path) -> Result<Program, Failure> {
    let text = std::fs::read_to_string(path).map_err(context(path.display()))?;
    parse(&text).map_err(context(path.display()))
}

/// Understands a program's text.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Program, Failure> {
    toml::from_str(text).map_err(|error| error.to_string())
}
