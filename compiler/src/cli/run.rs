//! `tinsmith run`: in the board's emulator, or on the board.

use std::process::ExitCode;
use std::time::Duration;

use super::arguments::{Input, Run};
use super::monitor::Follow;
use super::progress::Progress;
use super::report::Report;
use super::script::{Wish, script};
use super::{CliError, flash};
use crate::emulator::{self, RunOptions};
use crate::firmware::{self, Parts};
use crate::link::Firmware;
use crate::scratch::ScratchFile;

/// Compiles, links and runs.
///
/// # Errors
/// Everything that prevents the program from starting.
pub fn run(run: &Run) -> Result<ExitCode, CliError> {
    let board = run.input.board()?;
    let wish = Wish {
        path: &run.input.module,
        invoke: run.invoke.as_deref(),
        arguments: &run.arguments,
        environ: &run.env,
        count: run.count,
        linked: &run.input.linked_names(),
    };
    if board.chip.is_some() {
        if run.count {
            return Err(CliError::NoCounter {
                board: board.name.clone(),
            });
        }
        let linked = build(&run.input, &wish)?;
        return flash::run(
            &linked,
            board,
            &run.device,
            Some(Follow {
                seconds: run.timeout,
            }),
        );
    }
    let linked = build(&run.input, &wish)?;
    let file = ScratchFile::new("elf", &linked.elf).map_err(|error| CliError::Write {
        path: std::env::temp_dir(),
        error,
    })?;
    let outcome = emulator::run(
        board,
        file.path(),
        RunOptions {
            count: run.count,
            stdin: None,
            stdout: &mut std::io::stdout(),
            stderr: &mut std::io::stderr(),
            timeout: run.timeout.map(Duration::from_secs),
        },
    )?;
    let mut report = Report::new(&linked, board);
    for event in &outcome.events {
        report.event(event)?;
    }
    Ok(report.status(outcome.status))
}

/// The firmware for a wish.
///
/// # Errors
/// Whatever prevents it from being compiled or linked.
pub fn build(input: &Input, wish: &Wish<'_>) -> Result<Firmware, CliError> {
    let board = input.board()?;
    let modules = input.compile()?;
    let main = &modules[0];
    let script = script(&main.module, &main.object.name, wish)?;
    let _progress = Progress::start("linking");
    let memory_reserve = input.memory_reserve()?;
    let parts = Parts {
        modules: &modules,
        script,
        board,
        memory_reserve,
    };
    firmware::link(parts).map_err(|error| CliError::Firmware(Box::new(error)))
}
