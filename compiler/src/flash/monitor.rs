//! Following what a board says on its serial line.
//!
//! One wire carries three things: what the chip's ROM and bootloader say after a reset, the program's output, and control
//! lines (`device.rs`). The firmware's first word is the control line `start`: what comes before it is the ROM's and is kept back, to be
//! told only if the program does not start. Reading waits for bytes; nothing here is busy.
//!
//! The end is the program's exit line, a fault, or the time limit. A program without end is followed until the process is
//! interrupted, which needs no tidying up.

use std::io::{ErrorKind, Read};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::device::{self, Event, Piece, Splitter};

use super::FlashError;

/// How long a board may take from reset to `start`. ROM and bootloader need half a second, with a large memory to test two.
const START_UP: Duration = Duration::from_secs(4);

/// How much of what the ROM says is kept.
const BOOT_TEXT: usize = 16 * 1024;

/// Something that was heard.
#[derive(Debug, PartialEq)]
pub enum Heard<'a> {
    /// The program has started.
    Started,
    /// The program's output.
    Output(&'a [u8]),
    /// What ROM or bootloader say, of a board on which the program does not start.
    Boot(&'a [u8]),
    /// A control line.
    Event(Event),
    /// The board started again, by itself.
    Restarted,
    /// The program has not started by now; what was heard instead follows.
    NotStarted,
    /// Nothing at all has come by now.
    Silent,
}

/// How following ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The program ended with this status.
    Exit(i32),
    /// The processor or the runtime failed; the event said how.
    Fault,
    /// The time was over.
    TimedOut,
}

/// How long to follow.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// When to remark on a program that has not started.
    pub start_up: Duration,
    /// When to stop, if ever.
    pub whole: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            start_up: START_UP,
            whole: None,
        }
    }
}

/// Follows a board. Reads from `port` must time out, best after a tenth of a second.
///
/// # Errors
/// [`FlashError::Lost`] if the connection ends, [`FlashError::Output`] with what `heard` returns.
pub fn follow(
    name: &str,
    port: &mut dyn Read,
    limits: Limits,
    heard: &mut dyn FnMut(Heard<'_>) -> std::io::Result<()>,
) -> Result<End, FlashError> {
    let begin = Instant::now();
    let mut splitter = Splitter::default();
    let mut listener = Listener {
        state: State::Booting(Vec::new()),
        heard,
    };
    let mut buffer = [0; 4096];
    loop {
        let elapsed = begin.elapsed();
        if limits.whole.is_some_and(|limit| elapsed >= limit) {
            return Ok(End::TimedOut);
        }
        if elapsed >= limits.start_up {
            listener.expect_started().map_err(output)?;
        }
        let bytes = match port.read(&mut buffer) {
            Ok(n) if n > 0 => &buffer[..n],
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => {
                continue;
            }
            Ok(_) | Err(_) => {
                return Err(FlashError::Lost {
                    port: name.to_owned(),
                    when: "while the program ran",
                });
            }
        };
        let mut end = None;
        splitter
            .feed(bytes, |piece| match listener.take(piece)? {
                ControlFlow::Break(ending) if end.is_none() => {
                    end = Some(ending);
                    Ok(())
                }
                _ => Ok(()),
            })
            .map_err(output)?;
        if let Some(end) = end {
            return Ok(end);
        }
    }
}

fn output(error: std::io::Error) -> FlashError {
    FlashError::Output { error }
}

/// Where the board is.
enum State {
    /// In ROM or bootloader, which said this so far.
    Booting(Vec<u8>),
    /// Still there, too long.
    Stuck,
    /// In the program.
    Running,
    /// The program has ended.
    Ended,
}

struct Listener<'a> {
    state: State,
    heard: &'a mut dyn FnMut(Heard<'_>) -> std::io::Result<()>,
}

impl Listener<'_> {
    fn take(&mut self, piece: Piece<'_>) -> std::io::Result<ControlFlow<End>> {
        match piece {
            Piece::Output(bytes) => self.text(bytes)?,
            Piece::Line(line) => return self.event(device::parse(&line), &line),
        }
        Ok(ControlFlow::Continue(()))
    }

    fn text(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match &mut self.state {
            State::Booting(text) => {
                let room = BOOT_TEXT - text.len();
                text.extend(&bytes[..bytes.len().min(room)]);
                Ok(())
            }
            State::Stuck => (self.heard)(Heard::Boot(bytes)),
            State::Running => (self.heard)(Heard::Output(bytes)),
            State::Ended => Ok(()),
        }
    }

    fn event(&mut self, event: Event, line: &str) -> std::io::Result<ControlFlow<End>> {
        let end = match (&self.state, &event) {
            (State::Ended, _) => return Ok(ControlFlow::Continue(())),
            (State::Running, Event::Start) => {
                (self.heard)(Heard::Restarted)?;
                return Ok(ControlFlow::Continue(()));
            }
            (_, Event::Start) => {
                self.state = State::Running;
                (self.heard)(Heard::Started)?;
                return Ok(ControlFlow::Continue(()));
            }
            // Nobody else speaks on this line: it was the program's output, or noise.
            (_, Event::Unknown(_)) => {
                self.text(format!("\u{1e}{line}\n").as_bytes())?;
                return Ok(ControlFlow::Continue(()));
            }
            // What a fault vector or start-up code says comes before `start`.
            (_, Event::Fault(_) | Event::Unable(_)) => Some(End::Fault),
            (State::Running, Event::Exit(status)) => Some(End::Exit(*status)),
            // An old program's last words, before the reset took effect.
            (State::Booting(_) | State::Stuck, _) => return Ok(ControlFlow::Continue(())),
            (State::Running, _) => None,
        };
        (self.heard)(Heard::Event(event))?;
        Ok(match end {
            Some(end) => {
                self.state = State::Ended;
                ControlFlow::Break(end)
            }
            None => ControlFlow::Continue(()),
        })
    }

    /// Remarks, once, on a program that should have started by now.
    fn expect_started(&mut self) -> std::io::Result<()> {
        let State::Booting(text) = &mut self.state else {
            return Ok(());
        };
        let text = std::mem::take(text);
        self.state = State::Stuck;
        if text.is_empty() {
            return (self.heard)(Heard::Silent);
        }
        (self.heard)(Heard::NotStarted)?;
        (self.heard)(Heard::Boot(&text))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::io::{Error, ErrorKind, Read};
    use std::time::Duration;

    use super::{End, Heard, Limits, follow};
    use crate::flash::FlashError;

    /// What a board sends: pieces, and pauses between them.
    struct Wire(VecDeque<Option<&'static [u8]>>);

    impl Read for Wire {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            match self.0.pop_front() {
                Some(Some(bytes)) => {
                    buffer[..bytes.len()].copy_from_slice(bytes);
                    Ok(bytes.len())
                }
                Some(None) => Err(ErrorKind::TimedOut.into()),
                None => Err(ErrorKind::BrokenPipe.into()),
            }
        }
    }

    /// The end, and what was heard, as text.
    fn hear(
        pieces: &[Option<&'static [u8]>],
        limits: Limits,
    ) -> (Result<End, FlashError>, Vec<String>) {
        let mut wire = Wire(pieces.iter().copied().collect());
        let mut said = Vec::new();
        let end = follow("p", &mut wire, limits, &mut |heard| {
            said.push(match heard {
                Heard::Output(bytes) => format!("out {}", String::from_utf8_lossy(bytes)),
                Heard::Boot(bytes) => format!("boot {}", String::from_utf8_lossy(bytes)),
                other => format!("{other:?}"),
            });
            Ok(())
        });
        (end, said)
    }

    #[test]
    fn the_program_alone_is_heard() {
        let (end, said) = hear(
            &[
                Some(b"ets Jul 29 2019\r\nrst:0x1\r\n"),
                None,
                Some(b"entry 0x400805e4\r\n\x1esta"),
                Some(b"rt\nhello "),
                Some(b"world\n\x1eresult i32:5\n\x1eexit 3\nleft over"),
            ],
            Limits::default(),
        );
        assert!(matches!(end, Ok(End::Exit(3))));
        assert_eq!(
            said,
            [
                "Started",
                "out hello ",
                "out world\n",
                "Event(Result(I32(5)))",
                "Event(Exit(3))"
            ]
        );
    }

    #[test]
    fn what_a_board_says_that_does_not_start_is_told() {
        let now = Limits {
            start_up: Duration::ZERO,
            whole: None,
        };
        // The limit is looked at before each read.
        let (end, said) = hear(&[Some(b"invalid header\r\n")], now);
        assert!(matches!(end, Err(FlashError::Lost { .. })));
        assert_eq!(said, ["Silent", "boot invalid header\r\n"]);
        let soon = Limits {
            start_up: Duration::from_nanos(1),
            whole: None,
        };
        let (_, said) = hear(&[None, Some(b"late \x1estart\nyes\x1eexit 0\n")], soon);
        assert_eq!(
            said,
            [
                "Silent",
                "boot late ",
                "Started",
                "out yes",
                "Event(Exit(0))"
            ]
        );
    }

    #[test]
    fn an_old_programs_last_words_are_not_the_new_ones() {
        let (end, said) = hear(
            &[
                Some(b"old\x1eexit 1\n"),
                Some(b"\x1estart\nnew\x1eexit 0\n"),
            ],
            Limits::default(),
        );
        assert!(matches!(end, Ok(End::Exit(0))));
        assert_eq!(said, ["Started", "out new", "Event(Exit(0))"]);
    }

    #[test]
    fn restarts_faults_and_noise() {
        let (end, said) = hear(
            &[Some(
                b"\x1estart\na\x1ebogus\n\x1estart\n\x1efault cause 5 pc 0x1 addr 0x2\n",
            )],
            Limits::default(),
        );
        assert!(matches!(end, Ok(End::Fault)));
        assert_eq!(
            said,
            [
                "Started",
                "out a",
                "out \u{1e}bogus\n",
                "Restarted",
                "Event(Fault(\"cause 5 pc 0x1 addr 0x2\"))"
            ]
        );
    }

    #[test]
    fn start_up_code_may_give_up() {
        let (end, said) = hear(
            &[Some(b"entry 0x403c8a74\r\n\n\x1eunable no RAM\n")],
            Limits::default(),
        );
        assert!(matches!(end, Ok(End::Fault)));
        assert_eq!(said, ["Event(Unable(\"no RAM\"))"]);
    }

    #[test]
    fn the_end_of_time_output_and_connection() {
        let none = Limits {
            start_up: Duration::from_secs(9),
            whole: Some(Duration::ZERO),
        };
        assert!(matches!(hear(&[None], none).0, Ok(End::TimedOut)));
        assert!(matches!(
            hear(&[], Limits::default()).0,
            Err(FlashError::Lost { .. })
        ));
        let mut wire = Wire([Some(&b"\x1estart\nx"[..])].into());
        let full = follow("p", &mut wire, Limits::default(), &mut |_| {
            Err(Error::from(ErrorKind::StorageFull))
        });
        assert!(matches!(full, Err(FlashError::Output { .. })));
    }
}
