//! Counting the instructions of a call, also of one that ends the program instead of returning.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::board;
use super::control::Line;
use super::frame::{Call, REGISTERS};

unsafe extern "C" {
    fn tinsmith_nothing();
}

/// The counter at the start of the counted call under way, low word first.
static SINCE: [AtomicU32; 2] = [AtomicU32::new(0), AtomicU32::new(0)];
/// What counting and entering cost by themselves, on the counter's scale: an empty function counts as 0.
static OVERHEAD: AtomicU32 = AtomicU32::new(0);
/// Whether a counted call is under way.
static UNDER_WAY: AtomicBool = AtomicBool::new(false);

/// Makes a call and reports what it executed; 0 or the kind of a trap. Never inlined, which keeps the runtime smaller.
///
/// # Safety
/// As for [`Call::enter`].
#[inline(never)]
pub unsafe fn counted(call: &mut Call) -> u32 {
    let mut nothing = Call::new(nothing_address(), REGISTERS);
    // Twice: with windowed registers, the first also brings all older windows to memory. What follows finds them there.
    for _ in 0..2 {
        // SAFETY: it has no parameters and results.
        let (_, overhead) = unsafe { measure(&mut nothing) };
        OVERHEAD.store(overhead as u32, Ordering::Relaxed);
    }
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
        let since =
            u64::from(low.load(Ordering::Relaxed)) | u64::from(high.load(Ordering::Relaxed)) << 32;
        report(board::instructions().wrapping_sub(since));
    }
}

fn report(taken: u64) {
    let overhead = OVERHEAD.load(Ordering::Relaxed);
    let count = taken.saturating_sub(overhead.into());
    Line::on(board::STDERR)
        .control("count ")
        .wide_unsigned(count)
        .send();
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
unsafe fn measure(call: &mut Call) -> (u32, u64) {
    let before = board::instructions();
    let [low, high] = &SINCE;
    low.store(before as u32, Ordering::Relaxed);
    high.store((before >> 32) as u32, Ordering::Relaxed);
    // SAFETY: the caller's promise.
    let outcome = unsafe { call.enter() };
    (outcome, board::instructions().wrapping_sub(before))
}
