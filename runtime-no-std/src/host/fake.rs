//! A board for tests on the development machine: streams in memory, and "compiled code" written in Rust.
//!
//! The memory host functions see is one for the whole process, so a test that uses it holds a [`Session`].

use std::cell::{Cell, RefCell};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::frame::EnterFrame;
use super::guest;
use crate::desc::MemoryDesc;

/// What the clock says first in a test.
pub const START: u64 = 0x1234_5678_9abc_def0;

thread_local! {
    static CLOCK: Cell<u64> = const { Cell::new(START) };
    static STREAMS: RefCell<[Vec<u8>; 3]> = const { RefCell::new([Vec::new(), Vec::new(), Vec::new()]) };
}

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A linear memory of one page, set as the host functions' memory.
pub struct Session {
    bytes: Box<[u8]>,
    desc: Box<MemoryDesc>,
    _guard: MutexGuard<'static, ()>,
}

impl Session {
    pub const SIZE: u32 = 0x1_0000;

    pub fn new() -> Self {
        let guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = vec![0; Self::SIZE as usize].into_boxed_slice();
        let mut desc = Box::new(MemoryDesc {
            size: bytes.len(),
            base: bytes.as_mut_ptr(),
            max: bytes.len(),
            min: bytes.len(),
            page_shift: 16,
        });
        // SAFETY: the descriptor outlives its use: `drop` takes it away.
        unsafe { guest::set_memory(&mut *desc) };
        STREAMS.take();
        Self {
            bytes,
            desc,
            _guard: guard,
        }
    }

    pub fn desc(&self) -> *const MemoryDesc {
        &*self.desc
    }

    /// A copy of some bytes of the memory.
    pub fn bytes(&self, at: usize, len: usize) -> Vec<u8> {
        self.bytes[at..at + len].to_vec()
    }

    pub fn word(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.bytes[at..at + 4].try_into().unwrap())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: null is no memory.
        unsafe { guest::set_memory(std::ptr::null_mut()) };
    }
}

/// Puts bytes on standard input.
pub fn type_in(text: &[u8]) {
    STREAMS.with_borrow_mut(|streams| streams[0].extend(text));
}

/// What was written to a stream since the last look.
pub fn written(fd: usize) -> String {
    STREAMS.with_borrow_mut(|streams| String::from_utf8(std::mem::take(&mut streams[fd])).unwrap())
}

/// "Compiled code": it reads and writes the frame as the machine would its registers; the return value is a trap kind.
pub type Code = fn(&mut EnterFrame) -> u32;

#[unsafe(no_mangle)]
extern "C" fn tinsmith_enter(frame: *mut EnterFrame) -> u32 {
    // SAFETY: the caller made the frame, and its code is a `Code` in every test.
    let frame = unsafe { &mut *frame };
    if frame.code == super::count::nothing_address() {
        return 0;
    }
    // SAFETY: as above.
    let code: Code = unsafe { std::mem::transmute(frame.code) };
    code(frame)
}

#[unsafe(no_mangle)]
extern "C" fn tinsmith_board_write(fd: u32, ptr: *const u8, len: usize) -> isize {
    // SAFETY: the caller's slice.
    let bytes = unsafe { std::slice::from_raw_parts(ptr, len) };
    // A board may write less than asked.
    let some = &bytes[..len.min(50)];
    STREAMS.with_borrow_mut(|streams| streams[fd as usize].extend(some));
    some.len() as isize
}

#[unsafe(no_mangle)]
extern "C" fn tinsmith_board_read(fd: u32, ptr: *mut u8, len: usize) -> isize {
    STREAMS.with_borrow_mut(|streams| {
        let stream = &mut streams[fd as usize];
        let count = len.min(stream.len());
        for (n, byte) in stream.drain(..count).enumerate() {
            // SAFETY: the caller's buffer has `len` bytes.
            unsafe { ptr.add(n).write(byte) };
        }
        count as isize
    })
}

#[unsafe(no_mangle)]
extern "C" fn tinsmith_board_exit(status: u32) -> ! {
    std::process::exit(status as i32)
}

#[unsafe(no_mangle)]
extern "C" fn tinsmith_board_instructions() -> u64 {
    0
}

#[unsafe(no_mangle)]
extern "C" fn tinsmith_board_clock() -> u64 {
    // A microsecond passes between two looks.
    CLOCK.with(|clock| clock.replace(clock.get() + 1000))
}

/// A vector of strings as the command line makes it.
#[repr(C)]
struct Vector<const N: usize>(usize, [&'static u8; N]);

#[unsafe(no_mangle)]
static tinsmith_args: Vector<2> = Vector(2, [&b"app\0"[0], &b"--loud\0"[0]]);

#[unsafe(no_mangle)]
static tinsmith_environ: Vector<1> = Vector(1, [&b"A=b\0"[0]]);

#[unsafe(no_mangle)]
static __stack_bottom: u8 = 0;

#[unsafe(no_mangle)]
static tinsmith_script: usize = 0;
