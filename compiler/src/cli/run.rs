//! `tinsmith run`

use std::process::ExitCode;
use std::time::Duration;

use super::CliError;
use super::arguments::{Input, Run};
use super::progress::Progress;
use super::script::{Wish, script};
use crate::board::Board;
use crate::driver::Compiled;
use crate::emulator::{self, Event, Outcome, RunOptions};
use crate::firmware::{self, Parts};
use crate::fit;
use crate::link::{self, Firmware};
use crate::scratch::ScratchFile;

/// Exit status after a trap, as a shell reports SIGABRT.
const TRAP_STATUS: u8 = 134;

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
    report(&outcome, &linked, board)
}

/// The firmware for a wish.
///
/// # Errors
/// Whatever prevents it from being compiled or linked.
pub fn build(input: &Input, wish: &Wish<'_>) -> Result<Firmware, CliError> {
    let board = input.board()?;
    let script = |modules: &[Compiled]| {
        let main = &modules[0];
        script(&main.module, &main.object.name, wish)
    };
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

/// Prints what the device said to us; the program's own output has been passed on already.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line prints"
)]
fn report(outcome: &Outcome, linked: &Firmware, board: &Board) -> Result<ExitCode, CliError> {
    let mut status = u8::try_from(outcome.status).unwrap_or(1);
    for event in &outcome.events {
        match event {
            Event::Result(value) => println!("{value}"),
            Event::Count(n) => eprintln!("{n} instructions executed on {}", board.name),
            Event::Trap { kind, pc } => {
                eprintln!("{}", trap_message(linked, *kind, *pc));
                status = TRAP_STATUS;
            }
            Event::Trace(line) => eprintln!("trace: {line}"),
            Event::Memory(_) | Event::Exit(_) | Event::Done { .. } => {}
            Event::Fault(what) => return Err(CliError::Fault { what: what.clone() }),
            Event::Unknown(line) => return Err(CliError::Protocol { line: line.clone() }),
        }
    }
    Ok(ExitCode::from(status))
}

/// `trap: out of bounds memory access in function `f` at wasm offset 0x1a2`. `pc` is a return address: the site is before it.
fn trap_message(linked: &Firmware, kind: Option<crate::ir::TrapKind>, pc: u32) -> String {
    let what = kind.map_or("of an unknown kind", crate::ir::TrapKind::message);
    let Some(place) = link::symbolize(&linked.elf, pc.wrapping_sub(1)) else {
        return format!("trap: {what} at code address {pc:#x}");
    };
    let at = match place.wasm_offset {
        Some(offset) => format!("wasm offset {offset:#x}"),
        None => format!("code address {pc:#x}"),
    };
    format!("trap: {what} in function `{}` at {at}", place.function)
}
