//! The host side: the main program, the run script, and the functions firmware gives to modules by default.
//!
//! Host functions have the symbol of the import they satisfy as their `export_name`; those nobody imports are left out
//! by the linker. Code here runs in one task; nothing is shared.

pub mod board;
pub mod control;
pub mod count;
pub mod decimal;
pub mod frame;
pub mod guest;
pub mod print;
pub mod script;
pub mod spectest;
pub mod trace;
pub mod wasi;

#[cfg(test)]
mod fake;
#[cfg(test)]
mod tests;

use core::ptr::addr_of;
use core::sync::atomic::{AtomicUsize, Ordering};

use control::Line;

/// The exit status of a program that trapped, as a shell reports an abort.
pub const STATUS_TRAP: u32 = 134;
/// The exit status of a firmware that failed by itself: a panic or a processor fault.
pub const STATUS_FAULT: u32 = 135;

/// What host functions and leaves may use below the limit compiled code respects.
const STACK_MARGIN: usize = 4096;

unsafe extern "C" {
    static __stack_bottom: u8;
    static tinsmith_stack_limit: AtomicUsize;
    static tinsmith_script: usize;
}

/// The main program: executes the run script. Called by start-up code; returns the exit status.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_main() -> u32 {
    let bottom = addr_of!(__stack_bottom) as usize;
    // SAFETY: the runtime's other half defines it.
    let limit = unsafe { &tinsmith_stack_limit };
    limit.store(bottom + STACK_MARGIN, Ordering::Relaxed);
    control::start_line();
    // SAFETY: the command line's object defines a well-formed script.
    let status = unsafe { script::execute(addr_of!(tinsmith_script)) };
    control::exit_line(status);
    status
}

/// Ends the program before `tinsmith_main` returns.
pub(crate) fn exit(status: u32) -> ! {
    count::finish();
    control::exit_line(status);
    board::exit(status)
}

/// Reports a processor exception and stops. Start-up code's fault vectors jump here on a fresh stack; a fault is the
/// firmware's, never the wasm module's, whose errors are all checked.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_report_fault(cause: u32, pc: usize, address: usize) -> ! {
    Line::on(board::STDERR)
        .control("fault cause ")
        .unsigned(cause)
        .text(" pc ")
        .hex(pc as u32)
        .text(" addr ")
        .hex(address as u32)
        .send();
    board::exit(STATUS_FAULT)
}

/// A panic says only that it happened: formatting its message would cost more than the rest of the runtime.
#[cfg(target_os = "none")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    control::say("panic");
    board::exit(STATUS_FAULT)
}
