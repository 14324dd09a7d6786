//! `tinsmith run`: in the board's emulator, or on the board.

use std::process::ExitCode;
use std::time::Duration;

use super::arguments::{Input, Run};
use super::monitor::Follow;
use super::progress::Progress;
use super::report::Report;
use super::script::{Wish, instantiation, script};
use super::{CliError, flash};
use crate::driver::Compiled;
use crate::emulator::{self, RunOptions};
use crate::firmware::{self, Parts};
use crate::fit;
use crate::link::Firmware;
use crate::scratch::ScratchFile;
use crate::script::Script;

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
    if board.chip.is_some() && run.count {
        return Err(CliError::NoCounter {
            board: board.name.clone(),
        });
    }
    let linked = build(&run.input, &wish)?;
    if board.chip.is_some() {
        let follow = Follow {
            seconds: run.timeout,
        };
        return flash::run(&linked, board, &run.device, Some(follow));
    }
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
    build_with(input, |main| script(&main.module, &main.object.name, wish))
}

/// As [`build`], but a module without what the wish names is instantiated and nothing else.
///
/// # Errors
/// As [`build`], but for [`CliError::NoStart`].
pub fn build_optional(input: &Input, wish: &Wish<'_>) -> Result<Firmware, CliError> {
    build_with(input, |main| {
        match script(&main.module, &main.object.name, wish) {
            Err(CliError::NoStart { .. }) => Ok(instantiation(&main.module, &main.object.name)),
            result => result,
        }
    })
}

/// The firmware that does what the script made for the main module says.
fn build_with(
    input: &Input,
    script: impl Fn(&Compiled) -> Result<Script, CliError>,
) -> Result<Firmware, CliError> {
    let board = input.board()?;
    let script = |modules: &[Compiled]| script(&modules[0]);
    if board.chip.is_some() && input.memory_reserve.is_none() {
        let compile = |reserve| input.compile(reserve);
        return Ok(fit::link(board, input.least_reserve()?, compile, script)?.1);
    }
    let memory_reserve = input.memory_reserve()?;
    let modules = input.compile(memory_reserve)?;
    let script = script(&modules)?;
    let _progress = Progress::start("linking");
    let parts = Parts {
        modules: &modules,
        script,
        board,
        memory_reserve,
    };
    Ok(firmware::link(parts)?)
}
