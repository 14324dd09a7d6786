//! Control lines: what the device says to the command line rather than to the user.
//!
//! A control line goes to standard error and begins with byte 0x1e, which text does not contain. Also the number
//! formatting everything else here uses; `core::fmt` is several times the size of this runtime.

use super::board;

const MARK: u8 = 0x1e;
const CAPACITY: usize = 120;

/// Text on its way to a stream; what does not fit the buffer is sent ahead.
#[derive(Debug)]
pub struct Line {
    fd: u32,
    len: usize,
    bytes: [u8; CAPACITY],
}

impl Line {
    /// A control line that begins with `text`.
    pub fn new(text: &str) -> Self {
        let mut line = Self::on(board::STDERR);
        line.byte(MARK);
        line.text(text);
        line
    }

    /// A line of ordinary text on a stream.
    pub fn on(fd: u32) -> Self {
        Self {
            fd,
            len: 0,
            bytes: [0; CAPACITY],
        }
    }

    /// Appends one byte.
    pub fn byte(&mut self, byte: u8) -> &mut Self {
        if self.len == CAPACITY {
            self.flush();
        }
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte;
            self.len += 1;
        }
        self
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
    pub fn unsigned(&mut self, mut value: u64) -> &mut Self {
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
    pub fn signed(&mut self, value: i64) -> &mut Self {
        if value < 0 {
            self.byte(b'-');
        }
        self.unsigned(value.unsigned_abs())
    }

    /// Appends `0x` and that many hexadecimal digits.
    pub fn hex(&mut self, value: u64, digits: u32) -> &mut Self {
        self.text("0x");
        for n in (0..digits).rev() {
            self.hex_digit((value >> (4 * n)) as u8);
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
        // Nobody could be told that standard error fails.
        let _ = board::write_all(self.fd, self.bytes.get(..self.len).unwrap_or(&[]));
        self.len = 0;
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

/// Says that the firmware has started, for boards whose ROM talks on the same line before it.
pub fn start_line() {
    Line::new("start").send();
}

/// Says how the program ends, for boards whose connection carries no status.
pub fn exit_line(status: u32) {
    Line::new("exit ").unsigned(status.into()).send();
}
