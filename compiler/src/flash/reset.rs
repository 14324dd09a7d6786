//! The reset of a board by the two control lines of its serial port, DTR and RTS.
//!
//! Behind a bridge to the chip's UART two transistors translate: RTS alone asserted holds the chip in reset (EN low), DTR alone asserted
//! selects the loader (the boot pin low), and both or neither do nothing. A chip's own USB (the USB Serial/JTAG controller)
//! decodes the same two lines, as its chapter of the technical reference manuals says: RTS alone resets the chip, DTR alone sets a
//! flag by which the next reset enters the loader, neither clears that flag, both do nothing.
//!
//! So both kinds differ in when the loader is chosen: while the reset ends, or before it. A sequence here is data, what plays it is
//! [`Lines`]: a port, or, in tests, a model of the circuit. Whether a chip then answers is the caller's to find out.

use std::io;
use std::time::Duration;

use espflash::connection::Port;
use serialport::SerialPort;

use super::port::Candidate;

/// The control lines of a port.
pub trait Lines {
    /// Whether the port has any. A pseudo-terminal and some bridges have none.
    fn present(&mut self, port: &mut Port) -> bool;

    /// Asserts (`true`) or releases both.
    ///
    /// # Errors
    /// The port refuses.
    fn set(&mut self, port: &mut Port, dtr: bool, rts: bool, how: How) -> io::Result<()>;

    /// Lets time pass.
    fn wait(&mut self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// In which order two lines change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// At the same moment, if the system can.
    Together,
    /// RTS, DTR, and RTS again: some drivers pass a change of one on only when the other is set.
    InTurn,
}

/// What the lines lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wiring {
    /// A bridge to the UART, and the usual two transistors.
    Bridge,
    /// The chip's own USB Serial/JTAG controller.
    UsbSerialJtag,
}

impl Wiring {
    /// The wiring behind a port.
    pub fn of(port: &Candidate) -> Self {
        match port.is_native_usb() && port.usb.pid == USB_SERIAL_JTAG {
            true => Self::UsbSerialJtag,
            false => Self::Bridge,
        }
    }
}

/// USB product number of the USB Serial/JTAG controller.
const USB_SERIAL_JTAG: u16 = 0x1001;

/// One step of a sequence.
#[derive(Clone, Copy, Debug)]
struct Step {
    dtr: bool,
    rts: bool,
    how: How,
    /// How long it lasts.
    milliseconds: u64,
}

const fn step(dtr: bool, rts: bool, how: How, milliseconds: u64) -> Step {
    Step {
        dtr,
        rts,
        how,
        milliseconds,
    }
}

/// Into the loader by a bridge. `hold` is how long the boot pin stays low after the reset: longer than EN takes to rise.
const fn bridge(how: How, hold: u64) -> [Step; 4] {
    [
        step(false, false, how, 0),
        step(false, true, how, 100),
        step(true, false, how, hold),
        step(false, false, how, 0),
    ]
}

/// Into the loader by the chip's own USB. In turn, so that the way from the flag to the reset leads over both asserted, which does
/// nothing, and not over neither, which would clear the flag.
const NATIVE: [Step; 4] = [
    step(false, false, How::InTurn, 100),
    step(true, false, How::InTurn, 100),
    step(false, true, How::InTurn, 100),
    step(false, false, How::InTurn, 0),
];

/// Into the program. That neither line was asserted before lets the chip's own USB forget the loader.
const RESTART: [Step; 3] = [
    step(false, false, How::InTurn, 100),
    step(false, true, How::InTurn, 100),
    step(false, false, How::InTurn, 0),
];

/// The sequences that may lead into the loader, the likeliest first. Boards whose EN rises late need the longer ones, drivers that cannot
/// set both lines at once the later ones.
fn sequences(wiring: Wiring) -> Vec<[Step; 4]> {
    match wiring {
        Wiring::UsbSerialJtag => vec![NATIVE],
        Wiring::Bridge => vec![
            bridge(How::Together, 50),
            bridge(How::Together, 500),
            bridge(How::InTurn, 50),
            bridge(How::InTurn, 500),
        ],
    }
}

/// Resets the chip into its loader. Every `attempt`, counted from 0, may do it in another way.
///
/// # Errors
/// The port refuses to set a line.
pub fn into_loader(
    lines: &mut dyn Lines,
    port: &mut Port,
    wiring: Wiring,
    attempt: usize,
) -> io::Result<()> {
    let sequences = sequences(wiring);
    play(lines, port, &sequences[attempt % sequences.len()])
}

/// Resets the chip into its program.
///
/// # Errors
/// The port refuses to set a line.
pub fn into_program(lines: &mut dyn Lines, port: &mut Port) -> io::Result<()> {
    play(lines, port, &RESTART)
}

fn play(lines: &mut dyn Lines, port: &mut Port, steps: &[Step]) -> io::Result<()> {
    for step in steps {
        lines.set(port, step.dtr, step.rts, step.how)?;
        if step.milliseconds > 0 {
            lines.wait(Duration::from_millis(step.milliseconds));
        }
    }
    Ok(())
}

/// A port's own lines.
#[derive(Clone, Copy, Debug)]
pub struct ModemLines;

impl Lines for ModemLines {
    fn present(&mut self, port: &mut Port) -> bool {
        port.read_data_set_ready().is_ok()
    }

    fn set(&mut self, port: &mut Port, dtr: bool, rts: bool, how: How) -> io::Result<()> {
        #[cfg(unix)]
        if how == How::Together {
            return set_together(port, dtr, rts);
        }
        let _ = how;
        port.write_request_to_send(rts)?;
        port.write_data_terminal_ready(dtr)?;
        port.write_request_to_send(rts)?;
        Ok(())
    }
}

/// Sets both lines by one system call, which drivers of USB bridges make one message of.
#[cfg(unix)]
#[expect(unsafe_code, reason = "no library has these calls as a function")]
fn set_together(port: &Port, dtr: bool, rts: bool) -> io::Result<()> {
    use std::os::fd::AsRawFd;

    let mut state: libc::c_int = 0;
    let file = port.as_raw_fd();
    // SAFETY: the file is open as long as `port` lives; the call writes one `int`, which `state` is.
    if unsafe { libc::ioctl(file, libc::TIOCMGET, &raw mut state) } != 0 {
        return Err(io::Error::last_os_error());
    }
    for (line, asserted) in [(libc::TIOCM_DTR, dtr), (libc::TIOCM_RTS, rts)] {
        state = if asserted {
            state | line
        } else {
            state & !line
        };
    }
    // SAFETY: as above; this call only reads it.
    match unsafe { libc::ioctl(file, libc::TIOCMSET, &raw const state) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::time::Duration;

    use espflash::connection::Port;
    use serialport::TTYPort;

    use super::{How, Lines, ModemLines, Wiring, into_loader, into_program};

    /// What a chip does after a reset.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Chip {
        Program,
        Loader,
        InReset,
    }

    /// A board behind the lines. It starts as a port is after it has been opened: both asserted.
    struct Board {
        wiring: Wiring,
        /// Whether the driver sets both lines at once.
        together: bool,
        /// How long EN takes to rise, in milliseconds.
        rise: u64,
        dtr: bool,
        rts: bool,
        /// The own USB's flag.
        flag: bool,
        /// Milliseconds until EN has risen.
        rising: Option<u64>,
        held: Duration,
        chip: Chip,
        resets: u32,
    }

    impl Board {
        fn new(wiring: Wiring, together: bool, rise: u64) -> Self {
            Self {
                wiring,
                together,
                rise,
                dtr: true,
                rts: true,
                flag: false,
                rising: None,
                held: Duration::ZERO,
                chip: Chip::Program,
                resets: 0,
            }
        }

        fn change(&mut self, dtr: bool, rts: bool) {
            if (self.dtr, self.rts) == (dtr, rts) {
                return;
            }
            (self.dtr, self.rts) = (dtr, rts);
            match self.wiring {
                Wiring::Bridge => self.transistors(),
                Wiring::UsbSerialJtag => self.controller(),
            }
        }

        /// EN is low while RTS alone is asserted; the chip looks at the boot pin when EN has risen.
        fn transistors(&mut self) {
            if self.rts && !self.dtr {
                self.chip = Chip::InReset;
                self.rising = None;
                self.held = Duration::ZERO;
                self.resets += 1;
            } else if self.chip == Chip::InReset && self.rising.is_none() {
                self.rising = Some(self.rise);
                self.pass(0);
            }
        }

        fn controller(&mut self) {
            match (self.dtr, self.rts) {
                (false, false) => self.flag = false,
                (true, false) => self.flag = true,
                (false, true) => {
                    self.chip = if self.flag {
                        Chip::Loader
                    } else {
                        Chip::Program
                    };
                    self.resets += 1;
                }
                (true, true) => {}
            }
        }

        fn pass(&mut self, milliseconds: u64) {
            let Some(left) = self.rising else { return };
            if left > milliseconds {
                self.rising = Some(left - milliseconds);
                return;
            }
            self.rising = None;
            let boot_pin_low = self.dtr && !self.rts;
            self.chip = if boot_pin_low {
                Chip::Loader
            } else {
                Chip::Program
            };
        }
    }

    impl Lines for Board {
        fn present(&mut self, _: &mut Port) -> bool {
            true
        }

        fn set(&mut self, _: &mut Port, dtr: bool, rts: bool, how: How) -> io::Result<()> {
            if how == How::Together && self.together {
                self.change(dtr, rts);
            } else {
                self.change(self.dtr, rts);
                self.change(dtr, rts);
            }
            Ok(())
        }

        fn wait(&mut self, time: Duration) {
            if self.chip == Chip::InReset && self.rising.is_none() {
                self.held += time;
            }
            self.pass(time.as_millis() as u64);
        }
    }

    /// A port, which the model does not look at.
    fn port() -> Port {
        TTYPort::pair().expect("a pseudo-terminal").1
    }

    /// In how many attempts the board gets into its loader.
    fn attempts(mut board: Board) -> Option<usize> {
        let (port, wiring) = (&mut port(), board.wiring);
        (0..4).find(|&attempt| {
            into_loader(&mut board, port, wiring, attempt).expect("it sets lines");
            assert!((board.dtr, board.rts) == (false, false), "a pin stays low");
            board.wait(Duration::from_secs(1));
            board.chip == Chip::Loader
        })
    }

    #[test]
    fn bridges_get_into_the_loader() {
        let bridge = |together, rise| Board::new(Wiring::Bridge, together, rise);
        // EN without a capacitor, with the usual one, with a large one.
        assert_eq!(attempts(bridge(true, 0)), Some(0));
        assert_eq!(attempts(bridge(true, 10)), Some(0));
        assert_eq!(attempts(bridge(true, 200)), Some(1));
        // A driver that sets one line after the other lets EN go before the boot pin is low: the capacitor helps.
        assert_eq!(attempts(bridge(false, 10)), Some(0));
        assert_eq!(attempts(bridge(false, 200)), Some(1));
        assert_eq!(attempts(bridge(false, 0)), None);
        assert_eq!(attempts(bridge(true, 5_000)), None);
    }

    #[test]
    fn the_chips_own_usb_gets_into_the_loader() {
        for together in [true, false] {
            let board = Board::new(Wiring::UsbSerialJtag, together, 0);
            assert_eq!(attempts(board), Some(0));
        }
    }

    #[test]
    fn the_other_wiring_s_sequence_would_not_do() {
        let mut board = Board::new(Wiring::UsbSerialJtag, true, 0);
        into_loader(&mut board, &mut port(), Wiring::Bridge, 0).unwrap();
        assert_eq!(board.chip, Chip::Program);
    }

    #[test]
    fn a_restart_runs_the_program() {
        for wiring in [Wiring::Bridge, Wiring::UsbSerialJtag] {
            for rise in [0, 10, 90] {
                let mut board = Board::new(wiring, true, rise);
                into_loader(&mut board, &mut port(), wiring, 1).unwrap();
                board.wait(Duration::from_secs(1));
                assert_eq!(board.chip, Chip::Loader, "{wiring:?}");
                into_program(&mut board, &mut port()).unwrap();
                board.wait(Duration::from_secs(1));
                assert_eq!((board.chip, board.resets), (Chip::Program, 2), "{wiring:?}");
                if wiring == Wiring::Bridge {
                    assert!(board.held >= Duration::from_millis(100));
                }
            }
        }
    }

    #[test]
    fn a_port_without_lines_says_so() {
        let port = &mut port();
        assert!(!ModemLines.present(port));
        for how in [How::Together, How::InTurn] {
            assert!(ModemLines.set(port, false, true, how).is_err());
        }
    }
}
