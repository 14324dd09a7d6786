//! From the command line's words to compiled modules.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::CliError;
use super::arguments::Input;
use super::progress::Progress;
use crate::board::Board;
use crate::chip::Layout;
use crate::driver::{Compiled, Options, Unit};
use crate::fit;
use crate::wasm::{self, Module, TranslateOptions, names};

/// The instance name of the main module.
const MAIN: &str = "app";

/// The most entries a table without a maximum may grow to.
const TABLE_RESERVE: u32 = 10_000;

/// The board of that name, or the one that a file describes, with a layout if one is asked for.
///
/// # Errors
/// [`CliError::UnknownBoard`], or what is wrong with the file or the layout.
pub fn board(name: &str, layout: Option<Layout>) -> Result<&'static Board, CliError> {
    let path = Path::new(name);
    let of_file = path
        .extension()
        .is_some_and(|extension| extension == "toml");
    let board = match of_file {
        true => {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            Board::parse(&stem, &read_text(path)?)?
        }
        false => {
            let found = Board::by_name(name);
            let found = found.ok_or_else(|| CliError::UnknownBoard {
                name: name.to_owned(),
            })?;
            if layout.is_none() {
                return Ok(found);
            }
            found.clone()
        }
    };
    let board = match layout {
        Some(layout) => board.with_layout(layout)?,
        None => board,
    };
    // A process asks for one board a few times, and lets go of it when it ends.
    Ok(Box::leak(Box::new(board)))
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
        board(&self.board, self.layout)
    }

    /// Bytes of reserve for a memory that may grow, where nothing better is known.
    pub fn memory_reserve(&self) -> Result<u32, CliError> {
        Ok(self.memory_reserve.unwrap_or(self.board()?.memory_reserve))
    }

    /// The smallest reserve that admits every module.
    pub fn least_reserve(&self) -> Result<u32, CliError> {
        let modules = self.modules()?;
        Ok(modules.iter().map(fit::least).max().unwrap_or(0))
    }

    /// The instance names of the linked modules.
    pub fn linked_names(&self) -> Vec<String> {
        self.links.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The main module, parsed.
    pub fn unit(&self) -> Result<Unit, CliError> {
        Ok(self.units(self.memory_reserve()?)?.swap_remove(0))
    }

    /// All modules compiled with a reserve for memories that may grow, the main one first.
    pub fn compile(&self, memory_reserve: u32) -> Result<Vec<Compiled>, CliError> {
        let units = self.units(memory_reserve)?.into_iter().zip(self.files());
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

    /// All modules, the main one first.
    fn modules(&self) -> Result<Vec<Module>, CliError> {
        let parse = |(_, path): (&str, &Path)| {
            wasm::parse(&read(path)?, wasm::ParseOptions::default())
                .map_err(|error| at(path)(error.into()))
        };
        self.files().map(parse).collect()
    }

    /// All modules, the main one first. Each knows what the others export.
    fn units(&self, memory_reserve: u32) -> Result<Vec<Unit>, CliError> {
        let modules = self.modules()?;
        let mut linked = BTreeSet::new();
        for (module, (instance, _)) in modules.iter().zip(self.files()) {
            linked.extend(names::exports(instance, module));
        }
        let linked = Arc::new(linked);
        let units = modules.into_iter().zip(self.files());
        units
            .map(|(module, (instance, path))| {
                let options = self.options(instance, path, memory_reserve, Arc::clone(&linked))?;
                Unit::of_module(module, options).map_err(at(path))
            })
            .collect()
    }

    fn options(
        &self,
        instance: &str,
        path: &Path,
        memory_reserve: u32,
        linked: Arc<BTreeSet<String>>,
    ) -> Result<Options, CliError> {
        let name = path.file_name().unwrap_or_default();
        Ok(Options {
            target: self.board()?.target,
            translate: TranslateOptions {
                instance: instance.to_owned(),
                memory_reserve,
                table_reserve: TABLE_RESERVE,
                alone: self.links.is_empty(),
            },
            source: name.to_string_lossy().into_owned(),
            linked,
            goal: self.opt.into(),
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
