//! Following a program on a real board: its output to standard output, what it and the board say otherwise in words.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use espflash::connection::Port;
use serialport::SerialPort;

use super::CliError;
use super::report::Report;
use crate::board::Board;
use crate::flash::FlashError;
use crate::flash::monitor::{self, End, Heard, Limits};
use crate::flash::port::Candidate;
use crate::link::Firmware;

/// How long a read waits before the clock is looked at.
const TICK: Duration = Duration::from_millis(100);

/// Ctrl-D, which the boards' start-up code takes for the end of input.
const END_OF_INPUT: u8 = 4;

/// How long to follow a program.
pub struct Follow {
    /// At most, if at all.
    pub seconds: Option<u64>,
}

/// The serial line on which a program speaks, at its rate.
pub struct Line {
    /// The port.
    pub port: Port,
    /// Which it is.
    pub candidate: Candidate,
}

/// Follows a program to its end.
///
/// # Errors
/// The connection ends, the program goes on longer than it may, or the board fails.
pub fn listen(
    line: Line,
    follow: &Follow,
    linked: &Firmware,
    board: &Board,
) -> Result<ExitCode, CliError> {
    let Line {
        mut port,
        candidate,
    } = line;
    let lost = |_| FlashError::Lost {
        port: candidate.name.clone(),
        when: "when the program was started",
    };
    port.set_timeout(TICK).map_err(lost)?;
    let limits = Limits {
        whole: follow.seconds.map(Duration::from_secs),
        ..Limits::default()
    };
    let mut input = Some(port.try_clone().map_err(lost)?);
    let mut report = Report::new(linked, board);
    let mut failure = None;
    let end = monitor::follow(&candidate.name, &mut port, limits, &mut |heard| {
        match heard {
            Heard::Started => {
                if let Some(port) = input.take() {
                    std::thread::spawn(move || type_in(port));
                }
            }
            Heard::Output(bytes) => pass_on(&mut std::io::stdout(), bytes)?,
            Heard::Boot(bytes) => pass_on(&mut std::io::stderr(), bytes)?,
            Heard::Event(event) => {
                if let Err(error) = report.event(&event) {
                    failure = Some(error);
                }
            }
            Heard::Restarted | Heard::NotStarted | Heard::Silent => {
                remark(&heard, candidate.is_native_usb());
            }
        }
        Ok(())
    })?;
    match (failure, end) {
        (Some(error), _) => Err(error),
        (None, End::Exit(status)) => Ok(report.status(status)),
        (None, End::Fault) => Ok(ExitCode::FAILURE),
        (None, End::TimedOut) => Err(CliError::StillRunning {
            seconds: follow.seconds.unwrap_or_default(),
        }),
    }
}

/// Sends standard input to the program, and at its end the sign for it.
fn type_in(mut port: Box<dyn SerialPort>) {
    // Whatever goes wrong, the program's output tells more; the process does not wait for this thread.
    if std::io::copy(&mut std::io::stdin().lock(), &mut port).is_ok() {
        let _ = port.write_all(&[END_OF_INPUT]);
    }
}

fn pass_on(to: &mut dyn Write, bytes: &[u8]) -> std::io::Result<()> {
    to.write_all(bytes)?;
    to.flush()
}

/// What the user should know about a program that does not behave.
#[expect(clippy::print_stderr, reason = "the command line prints")]
fn remark(heard: &Heard<'_>, native_usb: bool) {
    match heard {
        Heard::Restarted => eprintln!(
            "note: the board has restarted (an unstable power supply, a pressed button, a watchdog); what follows is a new run"
        ),
        Heard::NotStarted => eprintln!(
            "note: the program has not started yet (Ctrl-C leaves); the board's ROM and bootloader say:"
        ),
        Heard::Silent if native_usb => eprintln!(
            "note: the board says nothing: this port is the chip's own USB, and programs speak on UART0; follow them on the \
             board's other port"
        ),
        Heard::Silent => eprintln!(
            "note: the board says nothing; if it has no automatic reset, press its RESET (or EN) button; Ctrl-C leaves"
        ),
        _ => {}
    }
}
