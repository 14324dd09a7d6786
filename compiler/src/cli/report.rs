//! What a device says to the command line, in words for the user.

use std::process::ExitCode;

use super::CliError;
use crate::board::Board;
use crate::device::Event;
use crate::ir::TrapKind;
use crate::link::{self, Firmware};

/// Exit status after a trap, as a shell reports SIGABRT.
const TRAP_STATUS: u8 = 134;

/// Prints events; the program's own output is passed on elsewhere.
pub struct Report<'a> {
    linked: &'a Firmware,
    board: &'a Board,
    trapped: bool,
}

impl<'a> Report<'a> {
    /// For a firmware on a board.
    pub fn new(linked: &'a Firmware, board: &'a Board) -> Self {
        Self {
            linked,
            board,
            trapped: false,
        }
    }

    /// Prints one.
    ///
    /// # Errors
    /// The device failed, or is not understood.
    #[expect(
        clippy::print_stdout,
        clippy::print_stderr,
        reason = "the command line prints"
    )]
    pub fn event(&mut self, event: &Event) -> Result<(), CliError> {
        match event {
            Event::Result(value) => println!("{value}"),
            Event::Count(n) => eprintln!("{n} instructions executed on {}", self.board.name),
            Event::Trap { kind, pc } => {
                eprintln!("{}", trap_message(self.linked, *kind, *pc));
                self.trapped = true;
            }
            Event::Trace(line) => eprintln!("trace: {line}"),
            Event::Start | Event::Memory(_) | Event::Exit(_) | Event::Done { .. } => {}
            Event::Fault(what) => return Err(CliError::Fault { what: what.clone() }),
            Event::Unable(why) => return Err(CliError::Unable { why: why.clone() }),
            Event::Unknown(line) => return Err(CliError::Protocol { line: line.clone() }),
        }
        Ok(())
    }

    /// The exit status of a program that ended with `status`.
    pub fn status(&self, status: i32) -> ExitCode {
        ExitCode::from(if self.trapped {
            TRAP_STATUS
        } else {
            u8::try_from(status).unwrap_or(1)
        })
    }
}

/// `trap: out of bounds memory access in function `f` at wasm offset 0x1a2`. `pc` is a return address: the site is before it.
fn trap_message(linked: &Firmware, kind: Option<TrapKind>, pc: u32) -> String {
    let what = kind.map_or("of an unknown kind", TrapKind::message);
    let Some(place) = link::symbolize(&linked.elf, pc.wrapping_sub(1)) else {
        return format!("trap: {what} at code address {pc:#x}");
    };
    let at = match place.wasm_offset {
        Some(offset) => format!("wasm offset {offset:#x}"),
        None => format!("code address {pc:#x}"),
    };
    format!("trap: {what} in function `{}` at {at}", place.function)
}
