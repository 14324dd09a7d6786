//! The errors of the command line: one message, its place, and what to do next.

use std::path::PathBuf;

use thiserror::Error;

use crate::board::BoardError;
use crate::driver::CompileError;
use crate::emulator::EmulatorError;
use crate::firmware::FirmwareError;
use crate::flash::FlashError;
use crate::image::ImageError;
use crate::wast::ParseError;

/// Why a command failed.
#[derive(Debug, Error)]
pub enum CliError {
    /// A file cannot be read.
    #[error("cannot read `{}`: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`: {error}; nothing was left behind", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// There is no such board.
    #[error(
        "there is no board `{name}`: `tinsmith boards` lists them; for a board of your own, name its file, which ends in .toml"
    )]
    UnknownBoard {
        /// What was asked for.
        name: String,
    },
    /// A board's file, or a layout asked for, is wrong.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The module cannot be compiled.
    #[error("`{}`: {error}", path.display())]
    Compile {
        /// The module's file.
        path: PathBuf,
        /// What is wrong.
        error: Box<CompileError>,
    },
    /// The firmware cannot be linked.
    #[error(transparent)]
    Firmware(#[from] Box<FirmwareError>),
    /// The firmware cannot become an image.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// The firmware cannot be run.
    #[error(transparent)]
    Emulator(#[from] EmulatorError),
    /// The firmware cannot be written to a board, or not be followed there.
    #[error(transparent)]
    Flash(#[from] FlashError),
    /// The board exists in an emulator only.
    #[error(
        "board `{board}` is emulated and has no flash: `tinsmith run` runs programs on it; to flash a real board, name it with --board \
         (`tinsmith boards` lists them)"
    )]
    NoFlash {
        /// The board.
        board: String,
    },
    /// This program was built without support for debug probes.
    #[cfg(not(feature = "probe"))]
    #[error(
        "this `tinsmith` was built without support for debug probes: build it with `cargo build --release --features probe`, or leave --probe \
         out to write over the serial port"
    )]
    NoProbes,
    /// A real board does not count instructions.
    #[error("board `{board}` does not count instructions, --count is for emulated boards")]
    NoCounter {
        /// The board.
        board: String,
    },
    /// The program on the board did not end in time.
    #[error(
        "the program was still running after {seconds} seconds; it goes on running on the board"
    )]
    StillRunning {
        /// The limit.
        seconds: u64,
    },
    /// A file is no script of the test suite.
    #[error(transparent)]
    Script(#[from] ParseError),
    /// `--invoke` names no exported function.
    #[error("`{}` exports no function `{name}`; it exports: {known}", path.display())]
    NoSuchFunction {
        /// The module's file.
        path: PathBuf,
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The module is no program.
    #[error(
        "`{}` is not a program: it exports no `_start`; name a function with --invoke, one of: {known}",
        path.display()
    )]
    NoStart {
        /// The module's file.
        path: PathBuf,
        /// What there is.
        known: String,
    },
    /// Too few or too many arguments for `--invoke`.
    #[error("`{name}` has type {ty}; number of arguments: {expected} needed, {found} given")]
    ArgumentCount {
        /// The function.
        name: String,
        /// Its type.
        ty: String,
        /// How many it takes.
        expected: usize,
        /// How many there were.
        found: usize,
    },
    /// An argument that is no value of its type.
    #[error("argument {number} of `{name}`: `{text}` is not {ty}")]
    Argument {
        /// Counted from 1.
        number: usize,
        /// The function.
        name: String,
        /// What was given.
        text: String,
        /// What it must be, in words.
        ty: &'static str,
    },
    /// Start-up code gave up.
    #[error("the board does not start the program: {why}")]
    Unable {
        /// What it says.
        why: String,
    },
    /// The device went wrong in a way that is no trap.
    #[error(
        "the processor reported a fault ({what}): this is a bug in Tinsmith or in the board's start-up code"
    )]
    Fault {
        /// The device's words.
        what: String,
    },
    /// The device and this program do not understand each other.
    #[error(
        "the device sent `{line}`, which this version does not understand: is the runtime from another version?"
    )]
    Protocol {
        /// What it sent.
        line: String,
    },
}

impl From<FirmwareError> for CliError {
    fn from(error: FirmwareError) -> Self {
        Self::Firmware(Box::new(error))
    }
}

impl CliError {
    /// Prints the error.
    #[expect(clippy::print_stderr, reason = "the command line prints")]
    pub fn print(&self) {
        eprintln!("error: {self}");
    }
}
