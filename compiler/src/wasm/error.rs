//! Why a module is refused.

use std::fmt;

/// Where in a module something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a function's body.
    Function {
        /// Its index.
        index: u32,
        /// Its name, if the name section has one.
        name: Option<String>,
    },
    /// In a section other than the code section, named as in the spec.
    Section(&'static str),
    /// Before, between or after the sections.
    Unknown,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function {
                index,
                name: Some(name),
            } => write!(f, ", in function {index} `{name}`"),
            Self::Function { index, name: None } => write!(f, ", in function {index}"),
            Self::Section(section) => write!(f, ", in the {section} section"),
            Self::Unknown => Ok(()),
        }
    }
}

/// What uses a proposal: an operator's name in parentheses with a blank before, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Construct(pub Option<String>);

impl fmt::Display for Construct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|name| write!(f, " ({name})"))
    }
}

/// Why a module is refused. Unless it says otherwise, the module is at fault and not the compiler.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WasmError {
    /// The file has no byte.
    #[error("the file is empty; expected a WebAssembly module")]
    Empty,
    /// Neither the binary nor the text format.
    #[error(
        "this is not a WebAssembly module: it begins with {start}, a module with 00 61 73 6d (\"\\0asm\") or, as text, with a parenthesis"
    )]
    NotWasm {
        /// Its first bytes in hex.
        start: String,
    },
    /// A component, the other binary that begins with `\0asm`.
    #[error(
        "this is a WebAssembly component; Tinsmith compiles core modules (extract it with `wasm-tools component unbundle`, or build for wasm32-wasip1 or wasm32-unknown-unknown)"
    )]
    Component,
    /// The text format does not parse.
    #[error("the WebAssembly text is wrong: {message}")]
    Text {
        /// The parser's finding with its line.
        message: String,
    },
    /// The binary ends in the middle.
    #[error(
        "the module is cut short: the file ends within what begins at offset {offset:#x}{place}; fetch or build it again"
    )]
    Truncated {
        /// Where what is missing its end begins.
        offset: u64,
        /// In which section.
        place: Place,
    },
    /// The binary is malformed, or the module is invalid.
    #[error("the module is invalid: {message} at offset {offset:#x}{place}")]
    Invalid {
        /// The validator's wording.
        message: String,
        /// Where in the binary.
        offset: u64,
        /// In which function or section.
        place: Place,
    },
    /// The module is well formed, but of a proposal that Tinsmith does not take.
    #[error(
        "the module uses the {proposal} proposal{construct} at offset {offset:#x}{place}, which Tinsmith does not support yet"
    )]
    Unsupported {
        /// The proposal.
        proposal: &'static str,
        /// The operator, if it is one.
        construct: Construct,
        /// Where in the binary.
        offset: u64,
        /// In which function or section.
        place: Place,
    },
    /// A memory is larger than what it may have.
    #[error(
        "memory {index} starts with {pages} pages ({bytes} bytes), but at most {reserve} bytes are available; ask the module's toolchain for less (`-z stack-size=`, `--initial-memory=`) or choose a board with more memory"
    )]
    MemoryTooLarge {
        /// The memory.
        index: u32,
        /// Its pages at instantiation.
        pages: u64,
        /// The same in bytes.
        bytes: u64,
        /// What is available.
        reserve: u32,
    },
    /// A table is larger than what it may have.
    #[error(
        "table {index} starts with {entries} entries, but at most {reserve} are available on this board"
    )]
    TableTooLarge {
        /// The table.
        index: u32,
        /// Its entries at instantiation.
        entries: u64,
        /// What is available.
        reserve: u32,
    },
    /// The driver's fault: a name that cannot be the first part of symbols.
    #[error("`{name}` cannot be the name of an instance: use letters, digits, `_` and `-`")]
    InstanceName {
        /// The name.
        name: String,
    },
    /// The compiler's fault: the validator let an operator through that the translator does not know.
    #[error(
        "internal error: no translation of {operator} at offset {offset:#x}; please report this"
    )]
    UnknownOperator {
        /// The operator.
        operator: String,
        /// Where in the binary.
        offset: u64,
    },
}
