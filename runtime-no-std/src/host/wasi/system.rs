//! Clocks, randomness, and the end of the program.

use core::sync::atomic::{AtomicU32, Ordering};

use super::{Errno, errno};
use crate::host::{board, exit, guest};

/// Realtime, monotonic, process and thread CPU time: a board has one clock for all, which starts at reset.
const CLOCKS: u32 = 4;

/// `clock_time_get(id, precision, time)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:clock_time_get:iIi>i")]
pub extern "C" fn clock_time_get(id: u32, _precision: u64, time: u32) -> Errno {
    errno((|| {
        if id >= CLOCKS {
            return Err(Errno::Inval);
        }
        Ok(guest::write_u64(time, board::clock())?)
    })())
}

/// `clock_res_get(id, resolution)`: boards count in microseconds or finer.
#[unsafe(export_name = "import:wasi_snapshot_preview1:clock_res_get:ii>i")]
pub extern "C" fn clock_res_get(id: u32, resolution: u32) -> Errno {
    errno((|| {
        if id >= CLOCKS {
            return Err(Errno::Inval);
        }
        Ok(guest::write_u64(resolution, 1000)?)
    })())
}

/// `random_get(buffer, len)`: numbers that differ from run to run as the clock does, good for hash seeds and games.
/// They are NOT fit for keys: a board without an entropy source has nothing better.
#[unsafe(export_name = "import:wasi_snapshot_preview1:random_get:ii>i")]
pub extern "C" fn random_get(buffer: u32, len: u32) -> Errno {
    errno((|| {
        let mut range = guest::range(buffer, len)?;
        for byte in range.bytes_mut() {
            *byte = (random() >> 24) as u8;
        }
        Ok(())
    })())
}

/// The next of Marsaglia's 32-bit xorshift numbers; seeded by the counters at its first use.
fn random() -> u32 {
    static STATE: AtomicU32 = AtomicU32::new(0);
    let mut x = STATE.load(Ordering::Relaxed);
    if x == 0 {
        let seed = board::clock() ^ board::instructions() << 16;
        // Never 0, from which the sequence does not leave.
        x = (seed ^ seed >> 32) as u32 | 1 << 31;
    }
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    STATE.store(x, Ordering::Relaxed);
    x
}

/// `proc_exit(status)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:proc_exit:i>")]
pub extern "C" fn proc_exit(status: u32) -> ! {
    exit(status)
}

/// `sched_yield()`: there is nobody else.
#[unsafe(export_name = "import:wasi_snapshot_preview1:sched_yield:>i")]
pub extern "C" fn sched_yield() -> Errno {
    Errno::Success
}
