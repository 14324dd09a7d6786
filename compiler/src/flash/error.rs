//! Why a board could not be flashed or followed: the cause, and what to do next.

use std::ops::RangeInclusive;

use thiserror::Error;

/// Why a board could not be flashed or followed.
#[derive(Debug, Error)]
pub enum FlashError {
    /// No serial port of a board is there.
    #[error(
        "no board found: no USB serial port is there; connect the board with a cable that carries data (many only charge), \
         or name its port with --port"
    )]
    NoBoard,
    /// Several ports may be the board's.
    #[error("several serial ports may be the board's: {}; name one with --port", ports.join(", "))]
    SeveralPorts {
        /// Their names.
        ports: Vec<String>,
    },
    /// The port does not exist.
    #[error(
        "there is no serial port `{port}`; is the board connected? {}",
        others(ports)
    )]
    NoSuchPort {
        /// Its name.
        port: String,
        /// The ports there are.
        ports: Vec<String>,
    },
    /// Somebody else has the port.
    #[error(
        "port `{port}` is in use by another program; close it (a serial monitor? `fuser -v {port}` names it) and run this again"
    )]
    Busy {
        /// The port.
        port: String,
    },
    /// The user may not use the port.
    #[error(
        "no permission to use port `{port}`; join the group that may (on Debian: `sudo usermod -aG dialout $USER`, then log in again)"
    )]
    Permission {
        /// The port.
        port: String,
    },
    /// The file is no serial port.
    #[error("`{port}` cannot be used as a serial port: {error}")]
    NotAPort {
        /// The file.
        port: String,
        /// What the system says.
        error: serialport::Error,
    },
    /// Nothing answers, or not in the loader's language.
    #[error(
        "no chip answers on port `{port}` ({detail}); hold the board's BOOT button, press and release RESET (or EN), let go of BOOT and \
         run this again; if that does not help, it is another port (--port) or the board has no power"
    )]
    NoAnswer {
        /// The port.
        port: String,
        /// What was observed.
        detail: String,
    },
    /// The port's control lines cannot be set.
    #[error(
        "port `{port}` cannot reset the board: its control lines DTR and RTS cannot be set ({error}); hold the board's BOOT button, press and \
         release RESET (or EN), let go of BOOT and run this again with --no-reset"
    )]
    NoReset {
        /// The port.
        port: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// Another chip than the board's.
    #[error(
        "the chip on port `{port}` is {found}, but board `{board}` has {expected}; nothing was written; choose the board with --board \
         (`tinsmith boards` lists them) or another port with --port"
    )]
    WrongChip {
        /// The port.
        port: String,
        /// The board asked for.
        board: String,
        /// Its chip.
        expected: String,
        /// The chip there is.
        found: String,
    },
    /// The chip is older or newer than the image is made for.
    #[error(
        "the chip on port `{port}` is revision {}, but board `{board}` is for {}; nothing was written{}",
        revision(*found),
        range(revisions),
        suited.as_ref().map_or_else(String::new, |board| format!("; such a chip is board `{board}`'s"))
    )]
    WrongRevision {
        /// The port.
        port: String,
        /// The board asked for.
        board: String,
        /// The chip's revision, major * 100 + minor.
        found: u16,
        /// The board's.
        revisions: RangeInclusive<u16>,
        /// A board that has such a chip.
        suited: Option<String>,
    },
    /// The chip runs signed or encrypted programs only.
    #[error(
        "the chip on port `{port}` has {what} enabled: it does not run what is not signed or encrypted for it; nothing was written"
    )]
    Locked {
        /// The port.
        port: String,
        /// The feature.
        what: &'static str,
    },
    /// The chip's flash does not answer.
    #[error(
        "the chip on port `{port}` answers, but not its flash memory; check the board's power supply, and that nothing pulls on the flash's pins"
    )]
    NoFlash {
        /// The port.
        port: String,
    },
    /// The flash chip is smaller than the board's data say.
    #[error(
        "board `{board}` has {expected} bytes of flash, but the one on port `{port}` has {found}; nothing was written; describe your board in a \
         board file"
    )]
    SmallFlash {
        /// The port.
        port: String,
        /// The board asked for.
        board: String,
        /// Bytes it should have.
        expected: u32,
        /// Bytes it has.
        found: u32,
    },
    /// The connection ended.
    #[error(
        "the connection on port `{port}` was lost {when}: was the board unplugged? Plug it in and run this again: what has arrived is not written twice"
    )]
    Lost {
        /// The port.
        port: String,
        /// While doing what.
        when: &'static str,
    },
    /// What the chip says makes no sense, again and again.
    #[error(
        "the line to the chip on port `{port}` is bad ({detail}); try a shorter cable, another USB socket, or --baud 115200, and run this again: what has \
         arrived is not written twice"
    )]
    BadLine {
        /// The port.
        port: String,
        /// What was observed.
        detail: String,
    },
    /// What was written reads back as something else.
    #[error(
        "the flash memory on port `{port}` does not hold what was written to it; run this again; if it happens again, the memory is worn out or \
         write-protected"
    )]
    NotKept {
        /// The port.
        port: String,
    },
    /// No debug probe is there.
    #[error(
        "no debug probe found; connect the board's USB port that belongs to the chip itself, or a JTAG adapter, or leave --probe out to write \
         over the serial port"
    )]
    NoProbe,
    /// Several debug probes are there.
    #[error("several debug probes are connected: {}; name one with --probe=VID:PID:SERIAL", probes.join(", "))]
    SeveralProbes {
        /// Their names.
        probes: Vec<String>,
    },
    /// The words that name a probe are none.
    #[error(
        "`{text}` names no debug probe; write --probe=VID:PID or --probe=VID:PID:SERIAL, in hexadecimal"
    )]
    ProbeSelector {
        /// What was given.
        text: String,
    },
    /// The user may not use the probe.
    #[error(
        "no permission to use debug probe {probe}; on Linux, install udev rules for it (the probe-rs documentation has them: \
         https://probe.rs/docs/getting-started/probe-setup)"
    )]
    ProbePermission {
        /// The probe.
        probe: String,
    },
    /// The probe failed.
    #[error(
        "debug probe {probe} failed when {when}: {detail}; check the cable and the board's power, and run this again: what has arrived is not \
         written twice"
    )]
    Probe {
        /// The probe.
        probe: String,
        /// While doing what.
        when: &'static str,
        /// What the library says.
        detail: String,
    },
    /// There is no way to write this chip's flash.
    #[error(
        "flashing {chip} is not supported: the libraries that flash (`espflash`, `probe-rs`) do not know it; write the image yourself \
         (`tinsmith build --emit merged`, then `esptool write-flash 0 FILE`)"
    )]
    UnsupportedChip {
        /// The chip.
        chip: String,
    },
    /// Two pieces of the image claim a byte.
    #[error(
        "two pieces of the image overlap at flash address {address:#x}: this is a bug in Tinsmith or in the board's data"
    )]
    Overlap {
        /// Where.
        address: u32,
    },
    /// The image is larger than the flash.
    #[error(
        "the image ends at flash address {end:#x}, but board `{board}` has {flash_size:#x} bytes of flash"
    )]
    TooLarge {
        /// The board.
        board: String,
        /// The image's end.
        end: u64,
        /// Bytes there are.
        flash_size: u32,
    },
    /// The program's output cannot be passed on.
    #[error("cannot pass the program's output on: {error}")]
    Output {
        /// What the system says.
        error: std::io::Error,
    },
}

impl FlashError {
    /// Whether the same may go well the next time, without anybody doing anything.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::BadLine { .. } | Self::NotKept { .. })
    }
}

/// `v3.1`
fn revision(revision: u16) -> String {
    format!("v{}.{}", revision / 100, revision % 100)
}

/// From the oldest to the newest.
fn range(revisions: &RangeInclusive<u16>) -> String {
    let oldest = revision(*revisions.start());
    match *revisions.end() {
        u16::MAX => format!("{oldest} and later"),
        newest => format!("{oldest} to {}", revision(newest)),
    }
}

/// Which ports there are.
fn others(ports: &[String]) -> String {
    if ports.is_empty() {
        "There are no others".to_owned()
    } else {
        format!("There are: {}", ports.join(", "))
    }
}
