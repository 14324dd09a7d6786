//! What a running firmware says: to its user, and to the command line.
//!
//! A control line begins with byte 0x1e, anywhere in what the device sends, and ends with the line (ABI, "The run script").
//! Everything else is the program's. The emulators and the monitor of a real board share this; where the bytes come
//! from, and what is done about an [`Event`], is theirs.

use crate::ir::TrapKind;

/// First byte of a line that is for us.
pub const CONTROL: u8 = 0x1e;

/// A result value as the device sent it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// An `i32`.
    I32(i32),
    /// An `i64`.
    I64(i64),
    /// The bits of an `f32`.
    F32(u32),
    /// The bits of an `f64`.
    F64(u64),
    /// A reference; null is `None`.
    Ref(Option<u32>),
}

impl std::fmt::Display for Value {
    /// As `wasmtime` prints results: shortest decimal that reads back, integers signed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::I32(n) => write!(f, "{n}"),
            Self::I64(n) => write!(f, "{n}"),
            Self::F32(bits) => write!(f, "{}", f32::from_bits(*bits)),
            Self::F64(bits) => write!(f, "{}", f64::from_bits(*bits)),
            Self::Ref(None) => write!(f, "null"),
            Self::Ref(Some(n)) => write!(f, "ref:{n:#x}"),
        }
    }
}

/// Something the device said to us.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The firmware has started: what came before is from the board's ROM or bootloader.
    Start,
    /// A result of a reported call.
    Result(Value),
    /// Memory that a script step read.
    Memory(Vec<u8>),
    /// Instructions executed by a counted call; straight from the device, on its counter's scale.
    Count(u64),
    /// A trap: why, and where in the code.
    Trap {
        /// Why; `None` for a number this version does not know.
        kind: Option<TrapKind>,
        /// The program counter of the site.
        pc: u32,
    },
    /// A processor exception that is no trap: a bug of ours or of the board.
    Fault(String),
    /// The board's start-up code does not start the program, and says why.
    Unable(String),
    /// The program ended with this status.
    Exit(i32),
    /// The outcome of a checked call.
    Done {
        /// Its number.
        id: u32,
        /// What came of it.
        outcome: Done,
    },
    /// A line for tests: id and value of a traced call.
    Trace(String),
    /// A control line this version does not understand.
    Unknown(String),
}

/// What came of a checked call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It returned: the bits of its results.
    Values(Vec<u64>),
    /// It trapped.
    Trap {
        /// Why; `None` for a number this version does not know.
        kind: Option<TrapKind>,
        /// The program counter of the site.
        pc: u32,
    },
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The exit status of the program, or of the device.
    pub status: i32,
    /// What the device said.
    pub events: Vec<Event>,
}

impl Outcome {
    /// All reported results in order.
    pub fn results(&self) -> impl Iterator<Item = Value> + '_ {
        self.events.iter().filter_map(|event| match event {
            Event::Result(value) => Some(*value),
            _ => None,
        })
    }

    /// Instructions executed by all counted calls.
    pub fn count(&self) -> Option<u64> {
        let counts = self.events.iter().filter_map(|event| match event {
            Event::Count(n) => Some(*n),
            _ => None,
        });
        counts.fold(None, |sum, n| Some(sum.unwrap_or(0) + n))
    }
}

/// A piece of what a device sends.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Output.
    Output(&'a [u8]),
    /// A control line, without its mark.
    Line(String),
}

/// Tells a device's output from its control lines, in whatever portions it arrives.
#[derive(Debug, Default)]
pub struct Splitter {
    /// The control line under way, with its mark.
    line: Vec<u8>,
}

impl Splitter {
    /// Hands over what `bytes` complete, in order. A line is text: a mark that is followed by anything else was output.
    ///
    /// # Errors
    /// The first that `take` returns.
    pub fn feed<E>(
        &mut self,
        mut bytes: &[u8],
        mut take: impl FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(&first) = bytes.first() {
            let len = if self.line.is_empty() {
                let len = prefix(bytes, |byte| byte != CONTROL);
                if len > 0 {
                    take(Piece::Output(&bytes[..len]))?;
                } else {
                    self.line.push(CONTROL);
                }
                len.max(1)
            } else {
                let len = prefix(bytes, is_text);
                self.line.extend(&bytes[..len]);
                if len == 0 {
                    let line = std::mem::take(&mut self.line);
                    if first == b'\n' {
                        take(Piece::Line(text_of(&line)))?;
                    } else {
                        take(Piece::Output(&line))?;
                    }
                }
                // What ended a line that was none is looked at again: it may be a mark.
                len.max(usize::from(first == b'\n'))
            };
            bytes = &bytes[len..];
        }
        Ok(())
    }

    /// The control line that was under way when the device fell silent.
    pub fn finish(self) -> Option<String> {
        (!self.line.is_empty()).then(|| text_of(&self.line))
    }
}

/// A control line without its mark.
fn text_of(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(&line[1..]);
    text.trim_end().to_owned()
}

/// What may stand in a control line.
fn is_text(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\r')
}

/// How many bytes at the beginning are such.
fn prefix(bytes: &[u8], are: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|&&byte| are(byte)).count()
}

/// What a control line says, without its mark. Counts are as the device sent them.
pub fn parse(line: &str) -> Event {
    parse_known(line).unwrap_or_else(|| Event::Unknown(line.to_owned()))
}

fn parse_known(line: &str) -> Option<Event> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    Some(match word {
        "result" => Event::Result(parse_value(rest)?),
        "memory" => Event::Memory(parse_hex(rest)?),
        "count" => Event::Count(rest.parse().ok()?),
        "trap" => {
            let (kind, pc) = parse_trap(rest)?;
            Event::Trap { kind, pc }
        }
        "done" => parse_done(rest)?,
        "start" => Event::Start,
        "exit" => Event::Exit(rest.parse().ok()?),
        "fault" => Event::Fault(rest.to_owned()),
        "unable" => Event::Unable(rest.to_owned()),
        "panic" => Event::Fault("the runtime panicked".to_owned()),
        "trace" => Event::Trace(rest.to_owned()),
        _ => return None,
    })
}

/// `2 pc 0x80001234`
fn parse_trap(text: &str) -> Option<(Option<TrapKind>, u32)> {
    let (kind, pc) = text.split_once(" pc ")?;
    let kind = kind.parse::<u8>().ok()?;
    let kind = TrapKind::ALL.into_iter().find(|&k| k as u8 == kind);
    Some((kind, parse_number(pc)?))
}

/// `12`, `12 0x00000001 0x0000000000000002` or `12 trap 2 pc 0x80001234`
fn parse_done(text: &str) -> Option<Event> {
    let (id, rest) = text.split_once(' ').unwrap_or((text, ""));
    let outcome = match rest.strip_prefix("trap ") {
        Some(trap) => {
            let (kind, pc) = parse_trap(trap)?;
            Done::Trap { kind, pc }
        }
        None => Done::Values(
            rest.split_whitespace()
                .map(parse_u64)
                .collect::<Option<_>>()?,
        ),
    };
    let id = id.parse().ok()?;
    Some(Event::Done { id, outcome })
}

fn parse_value(text: &str) -> Option<Value> {
    let (ty, number) = text.split_once(':')?;
    Some(match ty {
        "i32" => Value::I32(parse_u64(number)? as i32),
        "i64" => Value::I64(parse_u64(number)? as i64),
        "f32" => Value::F32(parse_number(number)?),
        "f64" => Value::F64(parse_u64(number)?),
        "funcref" | "externref" => Value::Ref(Some(parse_number(number)?).filter(|&n| n != 0)),
        _ => return None,
    })
}

fn parse_number(text: &str) -> Option<u32> {
    parse_u64(text)?.try_into().ok()
}

/// Decimal, perhaps negative, or hexadecimal after `0x`.
fn parse_u64(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text
            .parse::<u64>()
            .ok()
            .or_else(|| text.parse::<i64>().ok().map(|n| n as u64)),
    }
}

fn parse_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::{Done, Event, Piece, Splitter, Value, parse, parse_done};
    use crate::ir::TrapKind;

    /// Output and events, fed in pieces of that many bytes.
    fn split(text: &[u8], piece: usize) -> (Vec<u8>, Vec<Event>) {
        let mut splitter = Splitter::default();
        let (mut output, mut events) = (Vec::new(), Vec::new());
        for bytes in text.chunks(piece) {
            let taken = splitter.feed(bytes, |piece| {
                match piece {
                    Piece::Output(bytes) => output.extend(bytes),
                    Piece::Line(line) => events.push(parse(&line)),
                }
                Ok::<_, Infallible>(())
            });
            let Ok(()) = taken;
        }
        events.extend(splitter.finish().map(|line| parse(&line)));
        (output, events)
    }

    #[test]
    fn control_lines_are_told_from_output() {
        let text =
            b"hello\n\x1eresult i32:-5\nhalf\x1etrap 2 pc 0x80001234\n\x1enonsense\n\x1eexit 134";
        for piece in [1, 2, 7, text.len()] {
            let (output, events) = split(text, piece);
            assert_eq!(output, b"hello\nhalf");
            assert_eq!(
                events,
                [
                    Event::Result(Value::I32(-5)),
                    Event::Trap {
                        kind: Some(TrapKind::MemoryOutOfBounds),
                        pc: 0x8000_1234
                    },
                    Event::Unknown("nonsense".into()),
                    Event::Exit(134),
                ]
            );
        }
    }

    #[test]
    fn a_mark_in_binary_output_is_output() {
        let text = b"\x1e\x00\x1e\x1eexit 0\n\xff\x1eab\xff\n";
        for piece in [1, 3, text.len()] {
            let (output, events) = split(text, piece);
            assert_eq!(output, b"\x1e\x00\x1e\xff\x1eab\xff\n");
            assert_eq!(events, [Event::Exit(0)]);
        }
    }

    #[test]
    fn outcomes_of_checked_calls() {
        let done = |id, outcome| Some(Event::Done { id, outcome });
        assert_eq!(parse_done("7"), done(7, Done::Values(vec![])));
        assert_eq!(
            parse_done("8 0x00000001 0x8000000000000000"),
            done(8, Done::Values(vec![1, 1 << 63]))
        );
        let trap = Done::Trap {
            kind: Some(TrapKind::MemoryOutOfBounds),
            pc: 0x10,
        };
        assert_eq!(parse_done("9 trap 2 pc 0x00000010"), done(9, trap));
        assert_eq!(parse_done("x"), None);
        assert_eq!(parse_done("1 trap"), None);
    }

    #[test]
    fn values_print_as_people_expect() {
        assert_eq!(Value::F64(113.0_f64.to_bits()).to_string(), "113");
        assert_eq!(Value::F32(0.1_f32.to_bits()).to_string(), "0.1");
        assert_eq!(Value::I64(-1).to_string(), "-1");
    }
}
