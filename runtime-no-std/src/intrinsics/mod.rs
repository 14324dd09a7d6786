//! What compiled code calls.
//!
//! Every routine has the wasm calling convention of the target, which for these signatures equals the non-windowed C
//! convention: words, and 64-bit values first. Floats travel as their bits. None traps or panics: what can fail
//! returns a status the compiled code tests.

pub mod bytes;
pub mod convert;
pub mod float;
pub mod ieee;
pub mod int;
pub mod memory;
pub mod soft;
pub mod sqrt;
pub mod table;
pub mod wide;

#[cfg(test)]
mod bulk_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

/// What a bulk operation tells the compiled code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    /// It is done.
    Done = 0,
    /// Out of bounds; nothing was written.
    OutOfBounds = 1,
}

/// Compiled modules name this symbol: linking them with a runtime of another ABI version fails, by name.
#[unsafe(no_mangle)]
pub static tinsmith_abi_4: u32 = 4;

/// The lowest value the native stack pointer may take in compiled code; the host sets it.
#[unsafe(no_mangle)]
pub static tinsmith_stack_limit: core::sync::atomic::AtomicUsize =
    core::sync::atomic::AtomicUsize::new(0);

/// Does nothing: the host enters it to learn what entering costs by itself.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_nothing() {}

/// The intrinsics cannot panic. Should a change make one reachable, the symbol below stays undefined and linking
/// names it.
#[cfg(all(target_os = "none", not(feature = "host")))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    unsafe extern "C" {
        fn tinsmith_intrinsics_cannot_panic() -> !;
    }
    // SAFETY: never linked, see above.
    unsafe { tinsmith_intrinsics_cannot_panic() }
}
