//! Control lines: what the device says to the command line rather than to the user.
//!
//! A control line goes to standard error and begins with byte 0x1e, which text does not contain. Also the number
//! formatting everything else here uses; `core::fmt` is several times the size of this runtime.

use core::mem::MaybeUninit;

use super::board;

const MARK: u8 = 0x1e;
const CAPACITY: usize = 120;

/// Text on its way to a stream; what does not fit the buffer is sent ahead.
#[derive(Debug)]
pub struct Line {
    fd: u32,
    len: usize,
    /// The first `len` are written.
    bytes: MaybeUninit<[u8; CAPACITY]>,
}

impl Line {
    /// An empty line on a stream.
    #[inline(always)]
    pub fn on(fd: u32) -> Self {
        Self {
            fd,
            len: 0,
            bytes: MaybeUninit::uninit(),
        }
    }

    /// Appends one byte.
    pub fn byte(&mut self, byte: u8) -> &mut Self {
        if self.len == CAPACITY {
            self.flush();
        }
        // SAFETY: there is room: `flush` has emptied a full buffer.
        unsafe {
            self.bytes
                .as_mut_ptr()
                .cast::<u8>()
                .add(self.len)
                .write(byte)
        };
        self.len += 1;
        self
    }

    /// Begins a control line.
    pub fn control(&mut self, text: &str) -> &mut Self {
        self.byte(MARK).text(text)
    }

    /// Appends text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.ascii(text.as_bytes())
    }

    /// Appends bytes of text.
    pub fn ascii(&mut self, text: &[u8]) -> &mut Self {
        for &byte in text {
            self.byte(byte);
        }
        self
    }

    /// Appends an unsigned number in decimal.
    pub fn unsigned(&mut self, value: u32) -> &mut Self {
        let (tenth, digit) = tenth(value);
        if tenth != 0 {
            self.unsigned(tenth);
        }
        self.byte(b'0' + digit as u8)
    }

    /// The same of 64 bits. By words and half words: a general 64-bit division is 700 bytes.
    pub fn wide_unsigned(&mut self, mut value: u64) -> &mut Self {
        let mut digits = [0u8; 20];
        let mut first = digits.len();
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + divide_by_ten(&mut value);
            first -= 1;
            if value == 0 {
                break;
            }
        }
        self.ascii(digits.get(first..).unwrap_or(&[]))
    }

    /// Appends a signed number in decimal.
    pub fn signed(&mut self, value: i32) -> &mut Self {
        if value < 0 {
            self.byte(b'-');
        }
        self.unsigned(value.unsigned_abs())
    }

    /// The same of 64 bits.
    pub fn wide_signed(&mut self, value: i64) -> &mut Self {
        if value < 0 {
            self.byte(b'-');
        }
        self.wide_unsigned(value.unsigned_abs())
    }

    /// Appends `0x` and eight hexadecimal digits.
    pub fn hex(&mut self, value: u32) -> &mut Self {
        self.text("0x").hex_digits(value)
    }

    /// The same of 64 bits: 16 digits.
    pub fn wide_hex(&mut self, value: u64) -> &mut Self {
        self.hex((value >> 32) as u32).hex_digits(value as u32)
    }

    fn hex_digits(&mut self, mut value: u32) -> &mut Self {
        for _ in 0..8 {
            self.hex_digit((value >> 28) as u8);
            value <<= 4;
        }
        self
    }

    /// Appends a byte as two hexadecimal digits.
    pub fn hex_byte(&mut self, byte: u8) -> &mut Self {
        self.hex_digit(byte >> 4).hex_digit(byte)
    }

    fn hex_digit(&mut self, value: u8) -> &mut Self {
        let value = value & 15;
        self.byte(value + if value < 10 { b'0' } else { b'a' - 10 })
    }

    /// Ends the line and sends it.
    pub fn send(&mut self) {
        self.byte(b'\n').flush();
    }

    fn flush(&mut self) {
        // SAFETY: the first `len` bytes are written, and `len` is within the buffer.
        let bytes = unsafe { core::slice::from_raw_parts(self.bytes.as_ptr().cast(), self.len) };
        // Nobody could be told that standard error fails.
        let _ = board::write_all(self.fd, bytes);
        self.len = 0;
    }
}

/// A number divided by ten, and the remainder. Without a division, which not every core has: 4/5 is
/// `(1/2 + 1/4) (1 + 2^-4) (1 + 2^-8) (1 + 2^-16)`, and what is cut off makes the quotient too small by one at most (Warren,
/// "Hacker's Delight", "Unsigned division by 10").
pub(super) fn tenth(value: u32) -> (u32, u32) {
    let mut tenth = (value >> 1) + (value >> 2);
    tenth += tenth >> 4;
    tenth += tenth >> 8;
    tenth += tenth >> 16;
    tenth >>= 3;
    let rest = value - tenth * 10;
    if rest > 9 {
        (tenth + 1, rest - 10)
    } else {
        (tenth, rest)
    }
}

/// Leaves the quotient, returns the remainder. By words and half words: a general 64-bit division is 700 bytes.
fn divide_by_ten(value: &mut u64) -> u8 {
    let (high, low) = ((*value >> 32) as u32, *value as u32);
    let middle = (high % 10) << 16 | low >> 16;
    let last = (middle % 10) << 16 | low & 0xffff;
    *value = u64::from(high / 10) << 32 | u64::from(((middle / 10) << 16) | (last / 10));
    (last % 10) as u8
}

/// Sends a control line.
#[inline(never)]
pub fn say(text: &str) {
    Line::on(board::STDERR).control(text).send();
}

/// Sends a control line that ends with a number.
#[inline(never)]
pub fn say_number(text: &str, number: u32) {
    let mut line = Line::on(board::STDERR);
    line.control(text).unsigned(number).send();
}

/// Says that the firmware has started, for boards whose ROM talks on the same line before it.
pub fn start_line() {
    say("start");
}

/// Says how the program ends, for boards whose connection carries no status.
pub fn exit_line(status: u32) {
    say_number("exit ", status);
}
