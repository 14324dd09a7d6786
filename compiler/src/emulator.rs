//! Runs a firmware in its board's emulator and understands what it says.
//!
//! The device's standard output is the program's. Its standard error carries both the program's and control lines to us
//! (`device.rs`). This module starts the process, streams the program's output to the caller as it comes, and collects the
//! control lines; it prints nothing itself.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use thiserror::Error;

use crate::board::{Board, Emulator};
use crate::device::{self, Piece, Splitter};

pub use crate::device::{Done, Event, Outcome, Value};

/// Why a firmware could not be run.
#[derive(Debug, Error)]
pub enum EmulatorError {
    /// The board has none.
    #[error(
        "board `{board}` is not emulated: use an emulated board (`tinsmith boards` lists them)"
    )]
    NotEmulated {
        /// The board.
        board: String,
    },
    /// The program is not there.
    #[error(
        "`{program}`, which emulates board `{board}`, is not installed: apt-get install {package}"
    )]
    Missing {
        /// The board.
        board: String,
        /// The program.
        program: String,
        /// Its Debian package.
        package: String,
    },
    /// It could not be started or talked to.
    #[error("cannot run `{program}`: {error}")]
    Io {
        /// The program.
        program: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// The program ran longer than it was given.
    #[error("the program was still running after {seconds} seconds and was stopped")]
    Timeout {
        /// The limit.
        seconds: u64,
        /// What the device said until then.
        events: Vec<Event>,
    },
}

/// Where a run's output goes and how long it may take.
pub struct RunOptions<'a> {
    /// Make instruction counts exact.
    pub count: bool,
    /// What the program reads; `None` passes our own standard input on.
    pub stdin: Option<Vec<u8>>,
    /// Gets the program's standard output.
    pub stdout: &'a mut (dyn Write + Send),
    /// Gets the program's standard error, without control lines.
    pub stderr: &'a mut (dyn Write + Send),
    /// Stop it after this long.
    pub timeout: Option<Duration>,
}

/// Runs a firmware file to its end.
///
/// # Errors
/// See [`EmulatorError`]. A trap or a status other than 0 is an outcome, not an error.
pub fn run(
    board: &Board,
    firmware: &Path,
    options: RunOptions<'_>,
) -> Result<Outcome, EmulatorError> {
    let emulator = board
        .emulator
        .as_ref()
        .ok_or_else(|| EmulatorError::NotEmulated {
            board: board.name.clone(),
        })?;
    let child = start(board, emulator, firmware, &options)?;
    let io = |error| EmulatorError::Io {
        program: emulator.program.clone(),
        error,
    };
    let RunOptions {
        stdin,
        stdout,
        stderr,
        timeout,
        ..
    } = options;
    let (status, lines) = supervise(child, stdin, stdout, stderr, timeout).map_err(io)?;
    let events = lines.iter().filter_map(|line| event(line, emulator));
    let events = events.collect();
    match status {
        Some(status) => Ok(Outcome { status, events }),
        None => Err(EmulatorError::Timeout {
            seconds: timeout.unwrap_or_default().as_secs(),
            events,
        }),
    }
}

fn start(
    board: &Board,
    emulator: &Emulator,
    firmware: &Path,
    options: &RunOptions<'_>,
) -> Result<Child, EmulatorError> {
    let stdin = if options.stdin.is_some() {
        Stdio::piped()
    } else {
        Stdio::inherit()
    };
    Command::new(&emulator.program)
        .args(emulator.command_line(&firmware.to_string_lossy(), options.count))
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => EmulatorError::Missing {
                board: board.name.clone(),
                program: emulator.program.clone(),
                package: emulator.package.clone(),
            },
            _ => EmulatorError::Io {
                program: emulator.program.clone(),
                error,
            },
        })
}

/// The exit status, `None` if time ran out, and the control lines.
type Finished = (Option<i32>, Vec<String>);

/// Feeds and drains the child's streams on threads of their own, so that no pipe can fill up, and watches the clock.
fn supervise(
    mut child: Child,
    stdin: Option<Vec<u8>>,
    stdout: &mut (dyn Write + Send),
    stderr: &mut (dyn Write + Send),
    timeout: Option<Duration>,
) -> std::io::Result<Finished> {
    let child_in = child.stdin.take();
    let child_out = child.stdout.take();
    let child_err = child.stderr.take();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if let (Some(mut pipe), Some(bytes)) = (child_in, stdin) {
                // A program that does not read its input closes the pipe: no error of ours.
                let _ = pipe.write_all(&bytes);
            }
        });
        let out = scope.spawn(move || child_out.map_or(Ok(()), |pipe| copy(pipe, stdout)));
        let err = scope.spawn(move || child_err.map_or(Ok(Vec::new()), |pipe| split(pipe, stderr)));
        let status = wait(&mut child, timeout)?;
        out.join()
            .map_err(|_| std::io::Error::other("the output reader failed"))??;
        let lines = err
            .join()
            .map_err(|_| std::io::Error::other("the error reader failed"))??;
        Ok((status, lines))
    })
}

/// Waits for the end, or kills the child when time is up.
fn wait(child: &mut Child, timeout: Option<Duration>) -> std::io::Result<Option<i32>> {
    let Some(timeout) = timeout else {
        return Ok(Some(child.wait()?.code().unwrap_or(1)));
    };
    let end = std::time::Instant::now() + timeout;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.code().unwrap_or(1)));
        }
        if std::time::Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Passes output on as it comes.
fn copy(mut from: impl Read, to: &mut (dyn Write + Send)) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return to.flush();
        }
        to.write_all(&buffer[..n])?;
        to.flush()?;
    }
}

/// Passes ordinary text on and keeps control lines.
fn split(mut from: impl Read, to: &mut (dyn Write + Send)) -> std::io::Result<Vec<String>> {
    let mut splitter = Splitter::default();
    let mut lines = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        splitter.feed(&buffer[..n], |piece| match piece {
            Piece::Output(bytes) => to.write_all(bytes),
            Piece::Line(line) => {
                lines.push(line);
                Ok(())
            }
        })?;
        to.flush()?;
    }
    lines.extend(splitter.finish());
    Ok(lines)
}

/// What a line says to the caller: an emulator has no ROM whose words end with the firmware's start, and counts become
/// instructions.
fn event(line: &str, emulator: &Emulator) -> Option<Event> {
    match device::parse(line) {
        Event::Start => None,
        Event::Count(counts) => Some(Event::Count(emulator.instructions(counts))),
        event => Some(event),
    }
}
