//! `tinsmith flash`, and `run` on a real board: write what differs, start, follow.

use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::{Device, Flash};
use super::monitor::{self, Follow, Line};
use super::script::Wish;
use super::{CliError, run};
use crate::board::Board;
#[cfg(feature = "probe")]
use crate::flash::port;
#[cfg(feature = "probe")]
use crate::flash::probe;
use crate::flash::reset::ModemLines;
use crate::flash::serial::{self, Options, Written};
use crate::flash::{FlashError, Job, Observer};
use crate::image::FlashImage;
use crate::link::Firmware;

/// Compiles, links, writes and, unless told otherwise, follows.
///
/// # Errors
/// Everything that prevents the program from starting.
pub fn flash(flash: &Flash) -> Result<ExitCode, CliError> {
    let board = flash.input.board()?;
    if board.chip.is_none() {
        return Err(CliError::NoFlash {
            board: board.name.clone(),
        });
    }
    let wish = Wish {
        path: &flash.input.module,
        invoke: flash.invoke.as_deref(),
        arguments: &flash.arguments,
        environ: &flash.env,
        count: false,
        linked: &flash.input.linked_names(),
    };
    let linked = run::build(&flash.input, &wish)?;
    let follow = (!flash.no_monitor).then_some(Follow {
        seconds: flash.timeout,
    });
    self::run(&linked, board, &flash.device, follow)
}

/// Writes a firmware to a board's flash, starts it, and follows it if asked to.
///
/// # Errors
/// The board is emulated only, cannot be written to, or fails.
pub fn run(
    linked: &Firmware,
    board: &Board,
    device: &Device,
    follow: Option<Follow>,
) -> Result<ExitCode, CliError> {
    let image = FlashImage::new(linked, board)?;
    let job = Job::new(board, image).ok_or_else(|| CliError::NoFlash {
        board: board.name.clone(),
    })?;
    let line = match &device.probe {
        None => Some(over_serial(&job, device)?),
        Some(probe) => over_probe(&job, probe, device, follow.is_some())?,
    };
    match (follow, line) {
        (Some(follow), Some(line)) => monitor::listen(line, &follow, linked, board),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Writes and starts over the serial line, which then carries what the program says.
fn over_serial(job: &Job, device: &Device) -> Result<Line, CliError> {
    let options = Options {
        port: device.port.clone(),
        baud: device.baud,
        stub: !device.no_stub,
        reset: !device.no_reset,
    };
    let written = serial::write(job, &options, &mut ModemLines, &mut Bar::new())?;
    let Written {
        port,
        candidate,
        bytes,
        of,
    } = written;
    summary(&job.chip, &candidate.name, bytes, of);
    Ok(Line { port, candidate })
}

/// Writes and starts over a debug probe. The line that carries what the program says is another one, if there is one.
#[cfg(feature = "probe")]
#[expect(clippy::print_stderr, reason = "the command line prints")]
fn over_probe(
    job: &Job,
    selector: &str,
    device: &Device,
    follow: bool,
) -> Result<Option<Line>, CliError> {
    let selector = Some(selector).filter(|text| !text.is_empty());
    let flashed = probe::write(job, selector, &mut Bar::new())?;
    eprintln!(
        "{} by {}: {} bytes are there",
        job.chip,
        flashed.probe(),
        flashed.of
    );
    let named = device.port.as_deref();
    let line = match port::find(named) {
        // The chip's own USB is the probe, and has no UART.
        Ok(candidate) if follow && (named.is_some() || !candidate.is_native_usb()) => {
            let port = port::open(&candidate, job.baud)?;
            Some(Line { port, candidate })
        }
        _ => None,
    };
    flashed.start()?;
    if follow && line.is_none() {
        eprintln!(
            "note: the program runs; it speaks on UART0: name that serial port with --port to follow it"
        );
    }
    Ok(line)
}

/// Refuses.
#[cfg(not(feature = "probe"))]
fn over_probe(_: &Job, _: &str, _: &Device, _: bool) -> Result<Option<Line>, CliError> {
    Err(CliError::NoProbes)
}

/// One line about what was done.
#[expect(clippy::print_stderr, reason = "the command line prints")]
fn summary(chip: &str, port: &str, bytes: u32, of: u32) {
    match bytes {
        0 => eprintln!("{chip} on {port}: all {of} bytes are there already"),
        bytes => eprintln!("{chip} on {port}: {bytes} of {of} bytes written"),
    }
}

/// The progress of a write, on a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::new(0);
        let style =
            ProgressStyle::with_template("{msg} [{bar:32}] {bytes} of {total_bytes} ({eta})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(bar)
    }
}

impl Observer for Bar {
    fn connected(&mut self, port: &str, chip: &str) {
        self.0.set_message(format!("{chip} on {port}"));
    }

    fn writing(&mut self, bytes: u32, _of: u32) {
        self.0.set_length(bytes.into());
        self.0.set_position(0);
    }

    fn written(&mut self, bytes: u32) {
        self.0.set_position(bytes.into());
    }

    #[expect(clippy::print_stderr, reason = "the command line prints")]
    fn again(&mut self, why: &FlashError) {
        self.0.suspend(|| eprintln!("note: {why}; trying again"));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
