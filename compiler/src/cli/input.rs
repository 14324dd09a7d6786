//! From the command line's words to compiled modules.

use std::path::Path;
use std::sync::Arc;

use super::CliError;
use super::arguments::Input;
use super::progress::Progress;
use crate::board::Board;
use crate::driver::{Compiled, Linked, Options, Unit};
use crate::wasm::{self, Module, TranslateOptions};

/// The instance name of the main module.
const MAIN: &str = "app";

/// The most entries a table without a maximum may grow to.
const TABLE_RESERVE: u32 = 10_000;

/// The board of that name.
///
/// # Errors
/// [`CliError::UnknownBoard`] with the list of boards.
pub fn board(name: &str) -> Result<&'static Board, CliError> {
    Board::by_name(name).ok_or_else(|| {
        let known: Vec<&str> = Board::all().iter().map(|b| b.name.as_str()).collect();
        CliError::UnknownBoard {
            name: name.to_owned(),
            known: known.join(", "),
        }
    })
}

/// Reads a file.
///
/// # Errors
/// [`CliError::Read`] with what the system says.
pub fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(path).map_err(|error| CliError::Read {
        path: path.to_owned(),
        error,
    })
}

/// Reads a text file.
///
/// # Errors
/// [`CliError::Read`] with what the system says, or that it is no text.
pub fn read_text(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|error| CliError::Read {
        path: path.to_owned(),
        error,
    })
}

impl Input {
    /// The board asked for.
    pub fn board(&self) -> Result<&'static Board, CliError> {
        board(&self.board)
    }

    /// Bytes of reserve for a memory that may grow.
    pub fn memory_reserve(&self) -> Result<u32, CliError> {
        Ok(self.memory_reserve.unwrap_or(self.board()?.memory_reserve))
    }

    /// The instance names of the linked modules.
    pub fn linked_names(&self) -> Vec<String> {
        self.links.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The main module, planned.
    pub fn unit(&self) -> Result<Unit, CliError> {
        let mut modules = self.modules()?;
        let linked = Arc::new(linked(&modules));
        self.unit_of(modules.swap_remove(0), linked)
    }

    /// All modules compiled, the main one first.
    pub fn compile(&self) -> Result<Vec<Compiled>, CliError> {
        let modules = self.modules()?;
        let linked = Arc::new(linked(&modules));
        modules
            .into_iter()
            .map(|module| {
                let path = module.path;
                let _progress = Progress::start(format!("compiling {}", path.display()));
                let unit = self.unit_of(module, linked.clone())?;
                unit.compile().map_err(at(path))
            })
            .collect()
    }

    /// All modules parsed, the main one first.
    fn modules(&self) -> Result<Vec<Parsed<'_>>, CliError> {
        let main = std::iter::once((MAIN, self.module.as_path()));
        let links = self
            .links
            .iter()
            .map(|(name, path)| (name.as_str(), path.as_path()));
        main.chain(links)
            .map(|(instance, path)| {
                let module = wasm::parse(&read(path)?, wasm::ParseOptions::default());
                let module = module.map_err(|error| at(path)(error.into()))?;
                Ok(Parsed {
                    instance,
                    path,
                    module,
                })
            })
            .collect()
    }

    fn unit_of(&self, parsed: Parsed<'_>, linked: Arc<Linked>) -> Result<Unit, CliError> {
        let path = parsed.path;
        let options = Options {
            target: self.board()?.target,
            translate: TranslateOptions {
                instance: parsed.instance.to_owned(),
                memory_reserve: self.memory_reserve()?,
                table_reserve: TABLE_RESERVE,
            },
            source: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            linked,
        };
        Unit::of_module(parsed.module, options).map_err(at(path))
    }
}

/// A module of the command line.
struct Parsed<'a> {
    instance: &'a str,
    path: &'a Path,
    module: Module,
}

fn linked(modules: &[Parsed<'_>]) -> Linked {
    Linked::of(modules.iter().map(|m| (m.instance, &m.module)))
}

/// Adds the file's name to an error.
pub fn at(path: &Path) -> impl Fn(crate::driver::CompileError) -> CliError + '_ {
    |error| CliError::Compile {
        path: path.to_owned(),
        error: Box::new(error),
    }
}
