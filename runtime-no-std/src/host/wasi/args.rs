//! Arguments and environment: vectors of strings the command line put into the image.

use core::ffi::{CStr, c_char};
use core::ptr::addr_of;

use super::{Errno, errno};
use crate::host::guest;

unsafe extern "C" {
    /// A count, then that many addresses of NUL-terminated strings.
    static tinsmith_args: usize;
    static tinsmith_environ: usize;
}

/// A vector of strings in the image.
struct Strings {
    vector: *const usize,
}

impl Strings {
    fn args() -> Self {
        Self {
            vector: addr_of!(tinsmith_args),
        }
    }

    fn environ() -> Self {
        Self {
            vector: addr_of!(tinsmith_environ),
        }
    }

    /// Each string with its NUL.
    fn iter(&self) -> impl Iterator<Item = &'static [u8]> {
        let vector = self.vector;
        // SAFETY: a vector begins with its count and has that many addresses of strings in read-only data.
        let count = unsafe { *vector };
        (1..=count).map(move |n| unsafe {
            // SAFETY: as above.
            CStr::from_ptr(*vector.add(n) as *const c_char).to_bytes_with_nul()
        })
    }

    /// Writes the number of strings and of their bytes.
    fn sizes(&self, count_at: u32, bytes_at: u32) -> Result<(), Errno> {
        let (mut count, mut bytes) = (0, 0);
        for string in self.iter() {
            count += 1;
            bytes += string.len() as u32;
        }
        guest::write_u32(count_at, count)?;
        Ok(guest::write_u32(bytes_at, bytes)?)
    }

    /// Writes the addresses to `vector_at` and the strings to `bytes_at`.
    fn copy(&self, vector_at: u32, bytes_at: u32) -> Result<(), Errno> {
        let (mut vector_at, mut bytes_at) = (vector_at, bytes_at);
        for string in self.iter() {
            guest::write_u32(vector_at, bytes_at)?;
            guest::write(bytes_at, string)?;
            // Neither wraps unnoticed: what was just written ends within the memory.
            vector_at = vector_at.wrapping_add(4);
            bytes_at = bytes_at.wrapping_add(string.len() as u32);
        }
        Ok(())
    }
}

/// `args_sizes_get(count, bytes)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:args_sizes_get:ii>i")]
pub extern "C" fn args_sizes_get(count: u32, bytes: u32) -> Errno {
    errno(Strings::args().sizes(count, bytes))
}

/// `args_get(vector, bytes)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:args_get:ii>i")]
pub extern "C" fn args_get(vector: u32, bytes: u32) -> Errno {
    errno(Strings::args().copy(vector, bytes))
}

/// `environ_sizes_get(count, bytes)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:environ_sizes_get:ii>i")]
pub extern "C" fn environ_sizes_get(count: u32, bytes: u32) -> Errno {
    errno(Strings::environ().sizes(count, bytes))
}

/// `environ_get(vector, bytes)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:environ_get:ii>i")]
pub extern "C" fn environ_get(vector: u32, bytes: u32) -> Errno {
    errno(Strings::environ().copy(vector, bytes))
}
