//! Why linking fails.

use std::fmt;

use thiserror::Error;

/// Why linking fails. Inputs are named as given, archive members as `archive(member)`.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum LinkError {
    /// An input is not an object or archive that can be read.
    #[error("{input} cannot be read: {reason}")]
    Read {
        /// The input.
        input: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An object for another processor, or another floating-point ABI.
    #[error(
        "{input} is compiled for {found}, but the board is {wanted}; compile it for the board's target"
    )]
    Mismatch {
        /// The input.
        input: String,
        /// What it is for.
        found: String,
        /// What the board is.
        wanted: String,
    },
    /// Two strong definitions.
    #[error("`{symbol}` is defined twice: in {first} and in {second}")]
    Duplicate {
        /// The symbol.
        symbol: String,
        /// An input that defines it.
        first: String,
        /// Another one.
        second: String,
    },
    /// References without definition.
    #[error("{}", UndefinedList(.0))]
    Undefined(Vec<Undefined>),
    /// The entry symbol does not exist.
    #[error(
        "nothing defines the entry symbol `{symbol}`: the board's start-up code is missing from the link"
    )]
    NoEntry {
        /// The symbol.
        symbol: String,
    },
    /// A memory of the board is too small.
    #[error("memory `{region}` of board `{board}` is too small: the firmware needs {needs} bytes, it has {has} ({} too many); the largest parts are {largest}", needs - has)]
    Overflow {
        /// The board.
        board: String,
        /// The memory.
        region: String,
        /// Bytes to place there.
        needs: u64,
        /// Bytes there are.
        has: u64,
        /// The largest contributors.
        largest: String,
    },
    /// An instruction cannot reach what it refers to, and no veneer can help.
    #[error(
        "{place}: {instruction} at offset {offset:#x} does not reach `{symbol}`, {distance} bytes away"
    )]
    OutOfReach {
        /// Function and object.
        place: String,
        /// Offset in its section.
        offset: u32,
        /// What kind of instruction.
        instruction: &'static str,
        /// What it refers to.
        symbol: String,
        /// How far that is.
        distance: i64,
    },
    /// A relocation this linker does not know, or one that makes no sense where it is.
    #[error("{place}: relocation {r_type} at offset {offset:#x}: {reason}")]
    Relocation {
        /// Function and object.
        place: String,
        /// Offset in its section.
        offset: u32,
        /// The ELF number.
        r_type: u32,
        /// What is wrong.
        reason: String,
    },
    /// The ELF writer refused.
    #[error("the firmware file cannot be written: {0}")]
    Output(String),
}

/// A name nothing defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// The symbol.
    pub symbol: String,
    /// Who refers to it.
    pub referrers: Vec<String>,
    /// The same import with other types, or other versions of the runtime interface, as provided.
    pub provided: Vec<String>,
}

/// Symbols that say a version of the runtime interface.
pub(super) const ABI_PREFIX: &str = "tinsmith_abi_";

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(version) = self.symbol.strip_prefix(ABI_PREFIX) {
            write!(
                f,
                "a module was compiled for version {version} of the runtime interface, "
            )?;
            match self.provided.first() {
                Some(other) => write!(
                    f,
                    "but the runtime has version {}",
                    &other[ABI_PREFIX.len()..]
                )?,
                None => write!(f, "but no runtime is linked")?,
            }
            write!(f, ": use module and runtime of the same tinsmith")?;
        } else if let Some(import) = ImportName::parse(&self.symbol) {
            write!(f, "nothing provides {import}")?;
            for other in self
                .provided
                .iter()
                .filter_map(|name| ImportName::parse(name))
            {
                write!(f, "; it is provided {}", other.item)?;
            }
        } else {
            write!(f, "nothing defines `{}`", self.symbol)?;
        }
        match self.referrers.as_slice() {
            [] => Ok(()),
            [one] => write!(f, " (needed by {one})"),
            [one, rest @ ..] => write!(f, " (needed by {one} and {} more)", rest.len()),
        }
    }
}

/// Several undefined names, one a line.
struct UndefinedList<'a>(&'a [Undefined]);

impl fmt::Display for UndefinedList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        for (i, undefined) in self.0.iter().take(SHOWN).enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{undefined}")?;
        }
        if self.0.len() > SHOWN {
            write!(f, "\nand {} more", self.0.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// The parts of an `import:` or `export:` symbol.
pub(super) struct ImportName<'a> {
    pub module: &'a str,
    pub name: &'a str,
    pub item: Item<'a>,
}

/// What is imported.
pub(super) enum Item<'a> {
    Function(&'a str),
    Memory,
    Table,
    Global(&'a str),
}

impl<'a> ImportName<'a> {
    /// `import:MODULE:NAME:WHAT`. Names with colons are split at the first: wasm forbids none, and this is for people.
    pub fn parse(symbol: &'a str) -> Option<Self> {
        let rest = symbol
            .strip_prefix("import:")
            .or_else(|| symbol.strip_prefix("export:"))?;
        let rest = rest.strip_suffix(".desc").unwrap_or(rest);
        let (path, what) = rest.rsplit_once(':')?;
        let (path, item) = match what {
            "memory" => (path, Item::Memory),
            "table" => (path, Item::Table),
            _ => match path.strip_suffix(":global") {
                Some(path) => (path, Item::Global(what)),
                None => (path, Item::Function(what)),
            },
        };
        let (module, name) = path.split_once(':')?;
        Some(Self { module, name, item })
    }

    /// The part of the symbol that says module and name, the same for every type.
    pub fn path(&self) -> String {
        format!("{}:{}:", self.module, self.name)
    }
}

impl fmt::Display for ImportName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.item {
            Item::Function(_) => "import",
            Item::Memory => "imported memory",
            Item::Table => "imported table",
            Item::Global(_) => "imported global",
        };
        write!(f, "the {what} `{}` of module `{}`", self.name, self.module)?;
        match self.item {
            Item::Function(_) | Item::Global(_) => write!(f, " {}", self.item),
            Item::Memory | Item::Table => Ok(()),
        }
    }
}

impl fmt::Display for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("as a memory"),
            Self::Table => f.write_str("as a table"),
            Self::Global(letter) => write!(f, "of type {}", value_types(letter)),
            Self::Function(signature) => match signature.split_once('>') {
                Some((params, results)) => {
                    write!(f, "with type ({}) -> ", value_types(params))?;
                    if results.chars().count() == 1 {
                        f.write_str(&value_types(results))
                    } else {
                        write!(f, "({})", value_types(results))
                    }
                }
                None => write!(f, "with type `{signature}`"),
            },
        }
    }
}

/// The wasm names of a signature's letters.
fn value_types(letters: &str) -> String {
    let names: Vec<String> = letters
        .chars()
        .map(|letter| match letter {
            'i' => "i32".to_owned(),
            'I' => "i64".to_owned(),
            'f' => "f32".to_owned(),
            'F' => "f64".to_owned(),
            'r' => "funcref".to_owned(),
            'x' => "externref".to_owned(),
            other => other.to_string(),
        })
        .collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{ImportName, Undefined};

    fn message(symbol: &str, provided: &[&str]) -> String {
        Undefined {
            symbol: symbol.to_owned(),
            referrers: vec!["`app.func.1` in app.o".to_owned()],
            provided: provided.iter().map(|&s| s.to_owned()).collect(),
        }
        .to_string()
    }

    #[test]
    fn imports_are_named_as_wasm_names_them() {
        assert_eq!(
            message("import:env:add:ii>i", &[]),
            "nothing provides the import `add` of module `env` with type (i32, i32) -> i32 (needed by `app.func.1` in app.o)"
        );
        assert_eq!(
            message(
                "import:env:add:ii>i",
                &["import:env:add:i>", "export:env:add:memory"]
            ),
            "nothing provides the import `add` of module `env` with type (i32, i32) -> i32; it is provided with type (i32) -> (); \
             it is provided as a memory (needed by `app.func.1` in app.o)"
        );
        assert_eq!(
            message("import:env:m:memory.desc", &[]),
            "nothing provides the imported memory `m` of module `env` (needed by `app.func.1` in app.o)"
        );
        assert_eq!(
            message("import:env:g:global:F", &[]),
            "nothing provides the imported global `g` of module `env` of type f64 (needed by `app.func.1` in app.o)"
        );
    }

    #[test]
    fn abi_versions_are_explained() {
        assert_eq!(
            message("tinsmith_abi_7", &["tinsmith_abi_8"]),
            "a module was compiled for version 7 of the runtime interface, but the runtime has version 8: \
             use module and runtime of the same tinsmith (needed by `app.func.1` in app.o)"
        );
        assert!(message("tinsmith_abi_7", &[]).contains("no runtime is linked"));
        assert!(message("memcpy", &[]).starts_with("nothing defines `memcpy` (needed"));
    }

    #[test]
    fn odd_names_do_not_panic() {
        for name in [
            "import:",
            "import::",
            "import:::",
            "export:a:b",
            "import:a:b:global:",
            "import:ü:ß:ø",
        ] {
            let _ = ImportName::parse(name).map(|n| (n.to_string(), n.path()));
        }
    }
}
