//! From the command line's words to compiled modules.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::CliError;
use super::arguments::Input;
use super::progress::Progress;
use crate::board::Board;
use crate::driver::{Compiled, Options, Unit};
use crate::wasm::{self, TranslateOptions, names};

/// The instance name of the main module.
const MAIN: &str = "app";

/// The most entries a table without a maximum may grow to.
const TABLE_RESERVE: u32 = 10_000;

/// The board of that name, or the one that a file describes.
///
/// # Errors
/// [`CliError::UnknownBoard`], or what is wrong with the file.
pub fn board(name: &str) -> Result<&'static Board, CliError> {
    let path = Path::new(name);
    if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        let text = read_text(path)?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        // A process reads one board's file, and lets go of it when it ends.
        return Ok(Box::leak(Box::new(Board::parse(&stem, &text)?)));
    }
    Board::by_name(name).ok_or_else(|| CliError::UnknownBoard {
        name: name.to_owned(),
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

    /// The main module, parsed.
    pub fn unit(&self) -> Result<Unit, CliError> {
        Ok(self.units()?.swap_remove(0))
    }

    /// All modules compiled, the main one first.
    pub fn compile(&self) -> Result<Vec<Compiled>, CliError> {
        let units = self.units()?.into_iter().zip(self.files());
        units
            .map(|(unit, (_, path))| {
                let _progress = Progress::start(format!("compiling {}", path.display()));
                unit.compile().map_err(at(path))
            })
            .collect()
    }

    /// Instance names and files, the main module's first.
    fn files(&self) -> impl Iterator<Item = (&str, &Path)> {
        let main = std::iter::once((MAIN, self.module.as_path()));
        main.chain(self.links.iter().map(|(name, path)| (&**name, &**path)))
    }

    /// All modules, the main one first. Each knows what the others export.
    fn units(&self) -> Result<Vec<Unit>, CliError> {
        let mut modules = Vec::new();
        let mut linked = BTreeSet::new();
        for (instance, path) in self.files() {
            let module = wasm::parse(&read(path)?, wasm::ParseOptions::default())
                .map_err(|error| at(path)(error.into()))?;
            linked.extend(names::exports(instance, &module));
            modules.push(module);
        }
        let linked = Arc::new(linked);
        let units = modules.into_iter().zip(self.files());
        units
            .map(|(module, (instance, path))| {
                let options = self.options(instance, path, Arc::clone(&linked))?;
                Unit::of_module(module, options).map_err(at(path))
            })
            .collect()
    }

    fn options(
        &self,
        instance: &str,
        path: &Path,
        linked: Arc<BTreeSet<String>>,
    ) -> Result<Options, CliError> {
        let name = path.file_name().unwrap_or_default();
        Ok(Options {
            target: self.board()?.target,
            translate: TranslateOptions {
                instance: instance.to_owned(),
                memory_reserve: self.memory_reserve()?,
                table_reserve: TABLE_RESERVE,
            },
            source: name.to_string_lossy().into_owned(),
            linked,
        })
    }
}

/// Adds the file's name to an error.
pub fn at(path: &Path) -> impl Fn(crate::driver::CompileError) -> CliError + '_ {
    |error| CliError::Compile {
        path: path.to_owned(),
        error: Box::new(error),
    }
}
