//! Imports of module `env` that print a number and a line end to standard output, for programs without WASI.

use super::board;
use super::control::Line;
use super::decimal;

/// `env.i32_print(value)`: in decimal, signed.
#[unsafe(export_name = "import:env:i32_print:i>")]
pub extern "C" fn i32_print(value: i32) {
    Line::on(board::STDOUT).signed(value).send();
}

/// `env.u32_print(value)`: in decimal, unsigned.
#[unsafe(export_name = "import:env:u32_print:i>")]
pub extern "C" fn u32_print(value: u32) {
    Line::on(board::STDOUT).unsigned(value).send();
}

/// `env.i64_print(value)`: in decimal, signed.
#[unsafe(export_name = "import:env:i64_print:I>")]
pub extern "C" fn i64_print(value: i64) {
    Line::on(board::STDOUT).wide_signed(value).send();
}

/// `env.u64_print(value)`: in decimal, unsigned.
#[unsafe(export_name = "import:env:u64_print:I>")]
pub extern "C" fn u64_print(value: u64) {
    Line::on(board::STDOUT).wide_unsigned(value).send();
}

/// `env.f32_print(value)`: the shortest decimal that reads back as the same `f32`.
#[unsafe(export_name = "import:env:f32_print:f>")]
pub extern "C" fn f32_print(value: f32) {
    let mut line = Line::on(board::STDOUT);
    decimal::write_f32(&mut line, value.to_bits());
    line.send();
}

/// `env.f64_print(value)`: the shortest decimal that reads back as the same `f64`.
#[unsafe(export_name = "import:env:f64_print:F>")]
pub extern "C" fn f64_print(value: f64) {
    let mut line = Line::on(board::STDOUT);
    decimal::write_f64(&mut line, value.to_bits());
    line.send();
}
