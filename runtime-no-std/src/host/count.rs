//! Counting the instructions of a call, also of one that ends the program instead of returning.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::board;
use super::control::Line;
use super::frame::{Call, REGISTERS, Trap};

unsafe extern "C" {
    fn tinsmith_nothing();
}

/// The counter at the start of the counted call under way, low word first.
static SINCE: [AtomicU32; 2] = [AtomicU32::new(0), AtomicU32::new(0)];
/// Whether there is one.
static UNDER_WAY: AtomicBool = AtomicBool::new(false);

/// Makes a call and reports what it executed.
///
/// # Safety
/// As for [`Call::enter`].
pub unsafe fn counted(call: &mut Call) -> Result<(), Trap> {
    UNDER_WAY.store(true, Ordering::Relaxed);
    // SAFETY: the caller's promise.
    let (outcome, taken) = unsafe { measure(call) };
    UNDER_WAY.store(false, Ordering::Relaxed);
    report(taken);
    outcome
}

/// Reports what a counted call has executed so far, if there is one: the program ends within it.
pub fn finish() {
    // Not exchanged: some cores have no atomic operations but load and store.
    if UNDER_WAY.load(Ordering::Relaxed) {
        UNDER_WAY.store(false, Ordering::Relaxed);
        let [low, high] = &SINCE;
        let since = u64::from(low.load(Ordering::Relaxed))
            | u64::from(high.load(Ordering::Relaxed)) << 32;
        report(board::instructions().wrapping_sub(since));
    }
}

fn report(taken: u64) {
    let count = taken.saturating_sub(overhead());
    Line::new("count ").unsigned(count).send();
}

/// What counting and entering cost by themselves, on the counter's scale: an empty function counts as 0.
fn overhead() -> u64 {
    let mut call = Call::new(nothing_address(), REGISTERS);
    // SAFETY: it has no parameters and results.
    let (_, taken) = unsafe { measure(&mut call) };
    taken
}

/// Where the runtime's empty wasm function is.
pub(super) fn nothing_address() -> usize {
    tinsmith_nothing as *const () as usize
}

/// Makes a call; what it adds to the instruction counter. Never inlined, so that it costs the same for every call.
///
/// # Safety
/// As for [`Call::enter`].
#[inline(never)]
unsafe fn measure(call: &mut Call) -> (Result<(), Trap>, u64) {
    let before = board::instructions();
    let [low, high] = &SINCE;
    low.store(before as u32, Ordering::Relaxed);
    high.store((before >> 32) as u32, Ordering::Relaxed);
    // SAFETY: the caller's promise.
    let outcome = unsafe { call.enter() };
    (outcome, board::instructions().wrapping_sub(before))
}
