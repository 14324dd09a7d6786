//! WASI preview 1 on a board with three streams, a clock and no files.
//!
//! Every function of preview 1 exists, with the type wasm modules import it by. What a board cannot do answers with an
//! error number a program can handle: [`absent`] lists it.

pub mod absent;
pub mod args;
pub mod fd;
pub mod poll;
pub mod system;

use super::{board, guest};

/// Error numbers of preview 1, those used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Errno {
    /// No error.
    Success = 0,
    /// Bad file descriptor.
    Badf = 8,
    /// A pointer outside the memory.
    Fault = 21,
    /// Invalid argument.
    Inval = 28,
    /// Input or output failed.
    Io = 29,
    /// Function not supported.
    Nosys = 52,
    /// Not supported for this descriptor.
    Notsup = 58,
    /// The descriptor cannot seek.
    Spipe = 70,
}

impl From<guest::Fault> for Errno {
    fn from(_: guest::Fault) -> Self {
        Self::Fault
    }
}

impl From<board::Failed> for Errno {
    fn from(_: board::Failed) -> Self {
        Self::Io
    }
}

/// The number to return for an outcome.
fn errno(outcome: Result<(), Errno>) -> Errno {
    match outcome {
        Ok(()) => Errno::Success,
        Err(errno) => errno,
    }
}
