//! The command line. The only place that prints, and, with `main`, the only one that decides an exit status.
//!
//! Standard output carries what was asked for and the program's own output; everything else goes to standard error.
//! A command that fails prints one error that names the cause, the place and what to do next, and exits with 1; `run` exits
//! with the program's status, 134 after a trap.

mod arguments;
mod boards;
mod build;
mod error;
mod flash;
mod input;
mod inspect;
mod monitor;
mod output;
mod progress;
mod report;
mod run;
mod script;
mod wast;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
pub use error::CliError;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Also `--help` and `--version`, which are no failures. If even this cannot be printed, nobody listens.
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()));
        }
    };
    let result = match &arguments.command {
        Command::Run(run) => run::run(run),
        Command::Build(build) => build::build(build),
        Command::Inspect(inspect) => inspect::inspect(inspect),
        Command::Flash(flash) => flash::flash(flash),
        Command::Boards => boards::boards(),
        Command::Wast(wast) => wast::wast(wast),
    };
    result.unwrap_or_else(|error| {
        error.print();
        ExitCode::FAILURE
    })
}
