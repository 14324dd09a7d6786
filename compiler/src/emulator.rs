//! Runs a firmware in its board's emulator and understands what it says.
//!
//! The device's standard output is the program's. Its standard error carries both the program's and control lines to us,
//! which begin with byte 0x1e (ABI, "The run script"). This module starts the process, streams the program's output to the
//! caller as it comes, and collects the control lines; it prints nothing itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use thiserror::Error;

use crate::board::{Board, Emulator};
use crate::ir::TrapKind;

/// First byte of a line that is for us.
const CONTROL: u8 = 0x1e;

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
    /// A result of a reported call.
    Result(Value),
    /// Memory that a script step read.
    Memory(Vec<u8>),
    /// Instructions executed by a counted call.
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
    let events = lines.iter().map(|line| parse(line, emulator)).collect();
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

/// Passes ordinary lines on and keeps control lines. A control line may follow program output on the same line.
fn split(from: impl Read, to: &mut (dyn Write + Send)) -> std::io::Result<Vec<String>> {
    let mut from = BufReader::new(from);
    let mut control = Vec::new();
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        match line.iter().position(|&byte| byte == CONTROL) {
            Some(at) => {
                to.write_all(&line[..at])?;
                control.push(
                    String::from_utf8_lossy(&line[at + 1..])
                        .trim_end()
                        .to_owned(),
                );
            }
            None => to.write_all(&line)?,
        }
        line.clear();
    }
    to.flush()?;
    Ok(control)
}

fn parse(line: &str, emulator: &Emulator) -> Event {
    parse_known(line, emulator).unwrap_or_else(|| Event::Unknown(line.to_owned()))
}

fn parse_known(line: &str, emulator: &Emulator) -> Option<Event> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    Some(match word {
        "result" => Event::Result(parse_value(rest)?),
        "memory" => Event::Memory(parse_hex(rest)?),
        "count" => Event::Count(emulator.instructions(rest.parse().ok()?)),
        "trap" => {
            let (kind, pc) = parse_trap(rest)?;
            Event::Trap { kind, pc }
        }
        "done" => parse_done(rest)?,
        "exit" => Event::Exit(rest.parse().ok()?),
        "fault" => Event::Fault(rest.to_owned()),
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
    use super::{Done, Event, Value, parse, parse_done, split};
    use crate::board::Board;
    use crate::ir::TrapKind;

    #[test]
    fn control_lines_are_told_from_output() {
        let mut user = Vec::new();
        let text = b"hello\n\x1eresult i32:-5\nhalf\x1etrap 2 pc 0x80001234\n\x1enonsense\n";
        let lines = split(&text[..], &mut user).unwrap();
        assert_eq!(user, b"hello\nhalf");
        let emulator = Board::by_name("qemu-riscv32")
            .unwrap()
            .emulator
            .as_ref()
            .unwrap();
        let events: Vec<_> = lines.iter().map(|l| parse(l, emulator)).collect();
        assert_eq!(
            events,
            [
                Event::Result(Value::I32(-5)),
                Event::Trap {
                    kind: Some(TrapKind::MemoryOutOfBounds),
                    pc: 0x8000_1234
                },
                Event::Unknown("nonsense".into()),
            ]
        );
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
