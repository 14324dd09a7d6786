//! What the board's start-up code provides.

mod ffi {
    unsafe extern "C" {
        pub fn tinsmith_board_write(fd: u32, ptr: *const u8, len: usize) -> isize;
        pub fn tinsmith_board_read(fd: u32, ptr: *mut u8, len: usize) -> isize;
        pub fn tinsmith_board_exit(status: u32) -> !;
        pub fn tinsmith_board_instructions() -> u64;
        pub fn tinsmith_board_clock() -> u64;
    }
}

/// Standard error, where control lines go.
pub const STDERR: u32 = 2;
/// Standard output.
pub const STDOUT: u32 = 1;

/// The board could not read or write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// Writes all of `bytes`.
pub fn write_all(fd: u32, bytes: &[u8]) -> Result<(), Failed> {
    let (mut ptr, mut left) = (bytes.as_ptr(), bytes.len() as isize);
    while left > 0 {
        // SAFETY: that many bytes of the slice are left there.
        let written = unsafe { ffi::tinsmith_board_write(fd, ptr, left as usize) };
        if written <= 0 {
            return Err(Failed);
        }
        ptr = ptr.wrapping_offset(written);
        left -= written;
    }
    Ok(())
}

/// Reads some bytes; 0 is the end.
///
/// # Safety
/// `len` bytes at `ptr` are writable.
pub unsafe fn read(fd: u32, ptr: *mut u8, len: usize) -> Result<usize, Failed> {
    // SAFETY: the caller's promise.
    let count = unsafe { ffi::tinsmith_board_read(fd, ptr, len) };
    usize::try_from(count).map_err(|_| Failed)
}

/// Ends the program.
pub fn exit(status: u32) -> ! {
    // SAFETY: it has no precondition.
    unsafe { ffi::tinsmith_board_exit(status) }
}

/// The raw instruction counter.
pub fn instructions() -> u64 {
    // SAFETY: it has no precondition.
    unsafe { ffi::tinsmith_board_instructions() }
}

/// Nanoseconds since some fixed moment, usually reset.
pub fn clock() -> u64 {
    // SAFETY: it has no precondition.
    unsafe { ffi::tinsmith_board_clock() }
}

/// `counts * scale / 65536`: nanoseconds of a clock that counts something else, for start-up code. Exact until the result is 2^64.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_scale_clock(counts: u64, scale: u32) -> u64 {
    let low = u64::from(counts as u32) * u64::from(scale);
    let high = (counts >> 32) * u64::from(scale);
    (low >> 16) + (high << 16)
}

#[cfg(test)]
mod tests {
    use super::tinsmith_scale_clock;

    #[test]
    fn counts_become_nanoseconds() {
        assert_eq!(tinsmith_scale_clock(16_000_000, 4_096_000), 1_000_000_000);
        assert_eq!(tinsmith_scale_clock(1 << 40, 819_200), (1 << 40) / 2 * 25);
        assert_eq!(
            tinsmith_scale_clock(u64::from(u32::MAX), 1 << 16),
            u32::MAX.into()
        );
    }
}
