//! The tier of real programs: modules from registries and small programs in C, C++, Python and Rust, with known answers,
//! run on every emulated board.
//!
//! `tests/programs/<name>.toml` says where a module comes from, what to do with it, and what must come out. This
//! module reads such a file ([`spec`]), gets the module ([`fetch`], [`sources`]), turns its steps into a run script ([`plan`]),
//! runs it on a board ([`run`]) and compares ([`answers`]). C and C++ also run on the development machine ([`native`]).

pub mod answers;
pub mod fetch;
pub mod native;
pub mod plan;
pub mod run;
pub mod sources;
pub mod spec;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tinsmith::board::Board;
use tinsmith::opt::Goal;

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

/// A program of the tier; its file is read and its module made once, when first needed.
pub struct Case {
    /// Its name.
    pub name: String,
    path: PathBuf,
    loaded: OnceLock<Result<Loaded, Failure>>,
}

struct Loaded {
    program: spec::Program,
    wasm: OnceLock<Result<Vec<u8>, Failure>>,
}

impl Case {
    /// All programs, by name.
    ///
    /// # Errors
    /// If the folder cannot be listed or has no programs.
    pub fn all() -> Result<Vec<Self>, Failure> {
        let folder = folder();
        let mut cases = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(context(folder.display()))? {
            let path = entry.map_err(context(folder.display()))?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let name = path.file_stem().unwrap_or_default();
                cases.push(Self {
                    name: name.to_string_lossy().into_owned(),
                    path,
                    loaded: OnceLock::new(),
                });
            }
        }
        if cases.is_empty() {
            return Err(format!("{} has no programs", folder.display()));
        }
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(cases)
    }

    /// Whether it is made from C or C++.
    pub fn is_c(&self) -> bool {
        self.loaded()
            .is_ok_and(|loaded| loaded.program.module.c.is_some())
    }

    /// Runs it on a board and compares with the known answers; the instructions it executed.
    ///
    /// # Errors
    /// What differs or failed.
    pub fn check(&self, board: &'static Board, goal: Goal) -> Result<u64, Failure> {
        let Loaded { program, wasm } = self.loaded()?;
        let wasm = wasm.get_or_init(|| sources::module(&self.name, &program.module));
        let wasm = wasm.as_ref().map_err(Clone::clone)?;
        run::check(&self.name, program, wasm, board, goal)
    }

    /// Compiles a C program for this machine and compares with the known answers, which are this machine's.
    ///
    /// # Errors
    /// What differs or failed.
    pub fn check_native(&self) -> Result<(), Failure> {
        native::check(&self.name, &self.loaded()?.program)
    }

    fn loaded(&self) -> Result<&Loaded, Failure> {
        let loaded = self.loaded.get_or_init(|| {
            Ok(Loaded {
                program: spec::read(&self.path)?,
                wasm: OnceLock::new(),
            })
        });
        loaded.as_ref().map_err(Clone::clone)
    }
}

/// The boards a program is run on.
pub fn boards() -> impl Iterator<Item = &'static Board> {
    Board::all().iter().filter(|board| board.emulator.is_some())
}
