//! The functions of module `spectest`, which scripts of the WebAssembly test suite import. They print their arguments
//! to standard output, as the reference interpreter does: `5 : i32`.

use super::board;
use super::control::Line;
use super::decimal;

/// `spectest.print()`
#[unsafe(export_name = "import:spectest:print:>")]
pub extern "C" fn print() {
    Line::on(board::STDOUT).send();
}

/// `spectest.print_i32(value)`
#[unsafe(export_name = "import:spectest:print_i32:i>")]
pub extern "C" fn print_i32(value: i32) {
    Line::on(board::STDOUT).signed(value).text(" : i32").send();
}

/// `spectest.print_i64(value)`
#[unsafe(export_name = "import:spectest:print_i64:I>")]
pub extern "C" fn print_i64(value: i64) {
    Line::on(board::STDOUT)
        .wide_signed(value)
        .text(" : i64")
        .send();
}

/// `spectest.print_f32(value)`
#[unsafe(export_name = "import:spectest:print_f32:f>")]
pub extern "C" fn print_f32(value: f32) {
    let mut line = Line::on(board::STDOUT);
    decimal::write_f32(&mut line, value.to_bits());
    line.text(" : f32").send();
}

/// `spectest.print_f64(value)`
#[unsafe(export_name = "import:spectest:print_f64:F>")]
pub extern "C" fn print_f64(value: f64) {
    let mut line = Line::on(board::STDOUT);
    decimal::write_f64(&mut line, value.to_bits());
    line.text(" : f64").send();
}

/// `spectest.print_i32_f32(a, b)`
#[unsafe(export_name = "import:spectest:print_i32_f32:if>")]
pub extern "C" fn print_i32_f32(a: i32, b: f32) {
    print_i32(a);
    print_f32(b);
}

/// `spectest.print_f64_f64(a, b)`
#[unsafe(export_name = "import:spectest:print_f64_f64:FF>")]
pub extern "C" fn print_f64_f64(a: f64, b: f64) {
    print_f64(a);
    print_f64(b);
}
