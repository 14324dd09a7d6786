//! Writing over the serial line, to the loader in the chip's ROM.
//!
//! `espflash` speaks the loader's protocol: synchronisation, chip detection, its stub (a faster loader that is sent to RAM and takes
//! compressed data), erasing, writing, checksums. Each attempt here opens the port afresh, resets the chip into its loader
//! ([`reset`]), compares the flash with the image part by part, writes what differs, reads its checksum back and resets the chip into the
//! program. A bad line is tried again, more slowly; parts that have arrived are not sent twice, in the same run or the next.
//!
//! A port without control lines, or whose lines are to be left alone, does not reset the board: there the chip must be in the loader
//! already, the rate stays as it is, and the loader itself is asked to start the program.

use std::borrow::Cow;
use std::error::Error as _;
use std::io::Read as _;
use std::path::Path;

use espflash::command::{Command, CommandType};
use espflash::connection::{Connection, Port, ResetAfterOperation, ResetBeforeOperation};
use espflash::flasher::Flasher;
use espflash::image_format::Segment;
use espflash::target::Chip;
use md5::{Digest, Md5};
use serialport::SerialPort as _;

use super::extents::{self, Extent, changed, extents};
use super::guard::guarded;
use super::meter::Meter;
use super::port::{self, Candidate, LOADER_BAUD};
use super::reset::{self, Lines, Wiring};
use super::{FlashError, Job, Observer};

/// How often a write is begun before a bad line is given up.
const ATTEMPTS: usize = 3;

/// How often a chip is reset in order to get into its loader.
const RESETS: usize = 7;

/// How often the loader is called after a reset.
const CALLS: usize = 5;

/// Flag of the chip's security information: it starts signed programs only.
const SECURE_BOOT: u32 = 1;

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port; if none is named, the one a board is connected to.
    pub port: Option<String>,
    /// Baud rate while writing.
    pub baud: u32,
    /// Whether to send the stub to RAM. Without it the ROM's loader does the work: slowly, uncompressed, but it is always there.
    pub stub: bool,
    /// Whether the board is reset by the port's control lines, if it has any. Else the chip must be in its loader.
    pub reset: bool,
}

/// What a write did. The program has been started.
#[derive(Debug)]
pub struct Written {
    /// The port, at the program's baud rate.
    pub port: Port,
    /// Which it is.
    pub candidate: Candidate,
    /// Bytes that differed and were written.
    pub bytes: u32,
    /// Bytes of the image, in whole sectors.
    pub of: u32,
}

/// Writes an image and starts it.
///
/// # Errors
/// See [`FlashError`]. Whatever it is, the same call again goes on where this one stopped.
pub fn write(
    job: &Job,
    options: &Options,
    lines: &mut dyn Lines,
    observer: &mut dyn Observer,
) -> Result<Written, FlashError> {
    let mut attempt = Attempt {
        job,
        chip: chip(job)?,
        extents: extents(job)?,
        candidate: port::find(options.port.as_deref())?,
        baud: options.baud,
        stub: options.stub,
        reset: options.reset,
    };
    let mut left = ATTEMPTS;
    loop {
        left -= 1;
        let outcome = guarded(|| attempt.run(lines, observer)).unwrap_or_else(|| {
            Err(FlashError::BadLine {
                port: attempt.candidate.name.clone(),
                detail: "an answer of the chip was damaged".to_owned(),
            })
        });
        match outcome {
            Err(error) if error.is_transient() && left > 0 && attempt.can_repeat(lines) => {
                observer.again(&error);
                attempt.baud = LOADER_BAUD;
            }
            outcome => return outcome,
        }
    }
}

/// The chip of a job, by the library's name.
fn chip(job: &Job) -> Result<Chip, FlashError> {
    job.chip.parse().map_err(|_| FlashError::UnsupportedChip {
        chip: job.chip.clone(),
    })
}

/// One attempt.
struct Attempt<'a> {
    job: &'a Job,
    chip: Chip,
    extents: Vec<Extent>,
    candidate: Candidate,
    baud: u32,
    stub: bool,
    reset: bool,
}

impl Attempt<'_> {
    /// Whether the chip can be brought back to where an attempt begins: by a reset, or because the ROM's loader never left.
    fn can_repeat(&self, lines: &mut dyn Lines) -> bool {
        !self.stub
            || port::open(&self.candidate, LOADER_BAUD)
                .is_ok_and(|mut port| self.reset && lines.present(&mut port))
    }

    fn run(
        &self,
        lines: &mut dyn Lines,
        observer: &mut dyn Observer,
    ) -> Result<Written, FlashError> {
        let mut port = port::open(&self.candidate, LOADER_BAUD)?;
        let resets = self.reset && lines.present(&mut port);
        if resets {
            port = self.reach_loader(lines, port)?;
        }
        let mut flasher = self.connect(port, resets)?;
        observer.connected(&self.candidate.name, &self.job.chip);
        self.check(&mut flasher)?;
        let differing = changed(&self.extents, |address, bytes| {
            let sum = flasher.checksum_md5(address, bytes.len() as u32)?;
            Ok(sum.to_be_bytes() != Md5::digest(bytes)[..])
        })
        .map_err(|error| self.explain(error, "while its flash was compared"))?;
        let (bytes, of) = (extents::size(&differing), extents::size(&self.extents));
        observer.writing(bytes, of);
        let segments: Vec<Segment<'_>> = differing.iter().map(segment).collect();
        let mut meter = Meter::new(&differing, observer);
        flasher
            .write_bins_to_flash(&segments, &mut meter)
            .map_err(|error| self.explain(error, "while writing"))?;
        let mut connection = flasher.into_connection();
        let begun = match resets {
            true => connection.set_baud(self.job.baud),
            false => self.start(&mut connection, bytes > 0),
        };
        begun.map_err(|error| self.explain(error, "when the program was started"))?;
        let mut port = connection.into_serial();
        if resets {
            reset::into_program(lines, &mut port).map_err(|error| self.no_reset(error))?;
        }
        Ok(Written {
            port,
            candidate: self.candidate.clone(),
            bytes,
            of,
        })
    }

    /// Resets the chip into its loader, in one way after the other until it answers.
    fn reach_loader(&self, lines: &mut dyn Lines, mut port: Port) -> Result<Port, FlashError> {
        let wiring = Wiring::of(&self.candidate);
        let mut detail = String::new();
        for attempt in 0..RESETS {
            reset::into_loader(lines, &mut port, wiring, attempt)
                .map_err(|error| self.no_reset(error))?;
            detail = boot_mode(&mut port);
            let mut connection = self.connection(port);
            for _ in 0..CALLS {
                let call = |connection: &mut Connection| connection.command(Command::Sync);
                match connection.with_timeout(CommandType::Sync.timeout(), call) {
                    Ok(_) => return Ok(connection.into_serial()),
                    Err(error) if self.is_lost(&error) => {
                        return Err(self.explain(error, "while connecting"));
                    }
                    Err(_) => {}
                }
            }
            port = connection.into_serial();
        }
        Err(FlashError::NoAnswer {
            port: self.candidate.name.clone(),
            detail,
        })
    }

    /// The library's view of the port. All resets are ours.
    fn connection(&self, port: Port) -> Connection {
        let (before, after) = (
            ResetBeforeOperation::NoReset,
            ResetAfterOperation::NoResetNoStub,
        );
        Connection::new(port, self.candidate.usb.clone(), after, before, LOADER_BAUD)
    }

    /// Synchronises with the loader, makes sure that the chip is the board's, and sends the stub.
    fn connect(&self, port: Port, resets: bool) -> Result<Flasher, FlashError> {
        let connection = self.connection(port);
        let baud = resets.then_some(self.baud);
        let (verify, skip) = (true, false);
        Flasher::connect(connection, self.stub, verify, skip, Some(self.chip), baud)
            .map_err(|error| self.explain_connect(error))
    }

    /// Refuses a chip that would not run the image, before anything is written.
    fn check(&self, flasher: &mut Flasher) -> Result<(), FlashError> {
        let port = || self.candidate.name.clone();
        // The ESP32 does not have this command; its fuses are not looked at.
        let info = flasher.connection().security_info(self.stub).ok();
        let what = match info {
            _ if flasher.secure_download_mode() => Some("secure download mode"),
            Some(info) if info.flags & SECURE_BOOT != 0 => Some("secure boot"),
            Some(info) if info.flash_crypt_cnt.count_ones() % 2 == 1 => Some("flash encryption"),
            _ => None,
        };
        if let Some(what) = what {
            return Err(FlashError::Locked { port: port(), what });
        }
        let (major, minor) = self
            .chip
            .revision(flasher.connection())
            .map_err(|error| self.explain(error, "while its revision was read"))?;
        let found = (major * 100 + minor) as u16;
        self.job.check_revision(&self.candidate.name, found)?;
        let size = flasher
            .flash_detect()
            .map_err(|error| self.explain(error, "while its flash was looked for"))?;
        let found = size
            .ok_or_else(|| FlashError::NoFlash { port: port() })?
            .size();
        let needed = self
            .extents
            .last()
            .map_or(0, |e| e.address + e.bytes.len() as u32);
        if found < needed {
            return Err(FlashError::SmallFlash {
                port: port(),
                board: self.job.board.clone(),
                expected: self.job.flash_size,
                found,
            });
        }
        Ok(())
    }

    /// Has the loader start the program, with the port at its baud rate after that.
    fn start(&self, connection: &mut Connection, wrote: bool) -> Result<(), espflash::Error> {
        if self.stub {
            connection.command(Command::RunUserCode)?;
        } else if !wrote {
            // The ROM's loader has been told to leave at the end of writing; here there was none.
            connection.command(Command::FlashBegin {
                size: 0,
                blocks: 0,
                block_size: 0x400,
                offset: 0,
                supports_encryption: self.chip != Chip::Esp32,
            })?;
            connection.command(Command::FlashEnd { reboot: true })?;
        }
        connection.set_baud(self.job.baud)
    }

    /// What a failure to connect means.
    fn explain_connect(&self, error: espflash::Error) -> FlashError {
        let port = self.candidate.name.clone();
        match error {
            espflash::Error::ChipMismatch(_, found) => self.wrong_chip(found),
            espflash::Error::ChipDetectError(_) => {
                self.wrong_chip("one that this version does not know".to_owned())
            }
            espflash::Error::FlashConnect => FlashError::NoFlash { port },
            // Once a chip has answered, silence is a timeout of one command; before that it is not.
            espflash::Error::Connection(ref why)
                if !self.is_lost(&error) && !why.to_string().starts_with("Timeout") =>
            {
                FlashError::NoAnswer {
                    port,
                    detail: why.to_string(),
                }
            }
            error => self.explain(error, "while connecting"),
        }
    }

    /// What a failure after that means.
    fn explain(&self, error: espflash::Error, when: &'static str) -> FlashError {
        let port = self.candidate.name.clone();
        if self.is_lost(&error) {
            return FlashError::Lost { port, when };
        }
        match error {
            espflash::Error::VerifyFailed => FlashError::NotKept { port },
            error => FlashError::BadLine {
                port,
                detail: innermost(&error),
            },
        }
    }

    /// What a failure to set the port's lines means.
    fn no_reset(&self, error: std::io::Error) -> FlashError {
        let port = self.candidate.name.clone();
        match cfg!(unix) && !Path::new(&port).exists() {
            true => FlashError::Lost {
                port,
                when: "while the board was reset",
            },
            false => FlashError::NoReset { port, error },
        }
    }

    fn wrong_chip(&self, found: String) -> FlashError {
        FlashError::WrongChip {
            port: self.candidate.name.clone(),
            board: self.job.board.clone(),
            expected: self.job.chip.clone(),
            found,
        }
    }

    /// Whether the port itself failed, rather than what came over it.
    fn is_lost(&self, error: &espflash::Error) -> bool {
        if cfg!(unix) && !Path::new(&self.candidate.name).exists() {
            return true;
        }
        let mut source = error.source();
        while let Some(inner) = source {
            let kind = match inner.downcast_ref::<serialport::Error>() {
                Some(error) => Some(error.kind()),
                None => inner
                    .downcast_ref::<std::io::Error>()
                    .map(|error| serialport::ErrorKind::Io(error.kind())),
            };
            match kind {
                Some(serialport::ErrorKind::Io(std::io::ErrorKind::TimedOut)) => return false,
                Some(_) => return true,
                None => source = inner.source(),
            }
        }
        false
    }
}

/// What the ROM says after a reset, about where it went.
fn boot_mode(port: &mut Port) -> String {
    // Only what is there: reading nothing would wait for something.
    let mut bytes = vec![0; port.bytes_to_read().unwrap_or(0) as usize];
    let read = match bytes.is_empty() {
        true => 0,
        false => port.read(&mut bytes).unwrap_or(0),
    };
    let said = String::from_utf8_lossy(&bytes[..read]);
    let mode = said.split("boot:").nth(1);
    match mode.and_then(|text| text.split_whitespace().next()) {
        _ if said.contains("waiting for download") => {
            "its loader runs, but does not hear: is something else connected to its RX pin?".into()
        }
        Some(mode) => format!("a reset starts its program, by boot mode {mode}, not its loader"),
        None => "silence".into(),
    }
}

/// The last in a chain of causes.
fn innermost(error: &espflash::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = inner.to_string();
        source = inner.source();
    }
    text
}

fn segment(extent: &Extent) -> Segment<'_> {
    Segment {
        addr: extent.address,
        data: Cow::Borrowed(&extent.bytes),
    }
}
