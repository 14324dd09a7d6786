//! Panics of a library on bytes from the wire become errors.
//!
//! `espflash` 4.7 slices a response by the length that the response itself states: one byte lost on the line is a panic. A bad cable is no reason
//! to crash, and nobody can act on the message, so it is not printed either.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether this thread's panics are caught.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `f`; `None` if it panicked. What `f` had borrowed is not to be used after that.
pub fn guarded<T>(f: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = take_hook();
        set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                others(info);
            }
        }));
    });
    let before = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(f));
    GUARDED.set(before);
    outcome.ok()
}
