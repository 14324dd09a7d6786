//! File descriptors: 0, 1 and 2 are the board's streams; there are no others.

use core::sync::atomic::{AtomicU32, Ordering};

use super::{Errno, errno};
use crate::host::{board, guest};

/// The streams still open, a bit each.
static OPEN: AtomicU32 = AtomicU32::new(0b111);

const FILETYPE_CHARACTER_DEVICE: u8 = 2;
const FDFLAGS_APPEND: u8 = 1;
const RIGHTS_FD_READ: u8 = 1 << 1;
const RIGHTS_FD_WRITE: u8 = 1 << 6;

/// Succeeds for an open stream.
pub(super) fn stream(fd: u32) -> Result<(), Errno> {
    if fd < 3 && OPEN.load(Ordering::Relaxed) >> fd & 1 != 0 {
        Ok(())
    } else {
        Err(Errno::Badf)
    }
}

/// Calls `each` on every buffer of an `iovec` array until it says the end came; the number of bytes it moved.
fn each_buffer(
    buffers: u32,
    count: u32,
    mut each: impl FnMut(guest::Range) -> Result<usize, Errno>,
) -> Result<u32, Errno> {
    let mut total = 0u32;
    for n in 0..count {
        let at = n
            .checked_mul(8)
            .and_then(|offset| buffers.checked_add(offset))
            .ok_or(Errno::Fault)?;
        let range = guest::range(guest::read_u32(at)?, guest::read_u32(at + 4)?)?;
        let moved = each(range)?;
        total = total.wrapping_add(moved as u32);
        if moved < range.len {
            break;
        }
    }
    Ok(total)
}

/// `fd_write(fd, iovs, count, written)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_write:iiii>i")]
pub extern "C" fn fd_write(fd: u32, buffers: u32, count: u32, written: u32) -> Errno {
    errno((|| {
        stream(fd)?;
        if fd == 0 {
            return Err(Errno::Badf);
        }
        let total = each_buffer(buffers, count, |range| {
            board::write_all(fd, range.bytes())?;
            Ok(range.len)
        })?;
        Ok(guest::write_u32(written, total)?)
    })())
}

/// `fd_read(fd, iovs, count, read)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_read:iiii>i")]
pub extern "C" fn fd_read(fd: u32, buffers: u32, count: u32, read: u32) -> Errno {
    errno((|| {
        stream(fd)?;
        if fd != 0 {
            return Err(Errno::Badf);
        }
        let total = each_buffer(buffers, count, |range| {
            if range.len == 0 {
                return Ok(0);
            }
            // SAFETY: a range is in bounds.
            Ok(unsafe { board::read(fd, range.ptr, range.len) }?)
        })?;
        Ok(guest::write_u32(read, total)?)
    })())
}

/// `fd_close(fd)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_close:i>i")]
pub extern "C" fn fd_close(fd: u32) -> Errno {
    errno(stream(fd).map(|()| {
        let open = OPEN.load(Ordering::Relaxed);
        OPEN.store(open & !(1 << fd), Ordering::Relaxed);
    }))
}

/// `fd_seek(fd, offset, whence, position)`: a stream cannot.
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_seek:iIii>i")]
pub extern "C" fn fd_seek(fd: u32, _offset: u64, _whence: u32, _position: u32) -> Errno {
    errno(stream(fd).and(Err(Errno::Spipe)))
}

/// `fd_tell(fd, position)`: a stream cannot.
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_tell:ii>i")]
pub extern "C" fn fd_tell(fd: u32, _position: u32) -> Errno {
    errno(stream(fd).and(Err(Errno::Spipe)))
}

/// `fd_fdstat_get(fd, stat)`: a character device that reads or writes but does not seek, which a C library takes for
/// a terminal.
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_fdstat_get:ii>i")]
pub extern "C" fn fd_fdstat_get(fd: u32, stat: u32) -> Errno {
    errno((|| {
        stream(fd)?;
        let (flags, rights) = match fd {
            0 => (0, RIGHTS_FD_READ),
            _ => (FDFLAGS_APPEND, RIGHTS_FD_WRITE),
        };
        // fdstat: file type u8, flags u16 at 2, rights u64 at 8 and 16.
        let mut bytes = [0; 24];
        [bytes[0], bytes[2], bytes[8]] = [FILETYPE_CHARACTER_DEVICE, flags, rights];
        Ok(guest::write(stat, &bytes)?)
    })())
}

/// `fd_fdstat_set_flags(fd, flags)`: none but the ones a stream has.
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_fdstat_set_flags:ii>i")]
pub extern "C" fn fd_fdstat_set_flags(fd: u32, flags: u32) -> Errno {
    errno(stream(fd).and(if flags & !u32::from(FDFLAGS_APPEND) == 0 {
        Ok(())
    } else {
        Err(Errno::Notsup)
    }))
}

/// `fd_prestat_get(fd, prestat)`: no directory is open; programs stop looking at the first `EBADF`.
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_prestat_get:ii>i")]
pub extern "C" fn fd_prestat_get(_fd: u32, _prestat: u32) -> Errno {
    Errno::Badf
}

/// `fd_prestat_dir_name(fd, path, len)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:fd_prestat_dir_name:iii>i")]
pub extern "C" fn fd_prestat_dir_name(_fd: u32, _path: u32, _len: u32) -> Errno {
    Errno::Badf
}
