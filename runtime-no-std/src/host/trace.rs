//! Imports for tests: what a module does and in which order, as control lines.

use super::board;
use super::control::Line;

/// `tinsmith.trace(id, value)`: a line `trace id value`.
#[unsafe(export_name = "import:tinsmith:trace:ii>")]
pub extern "C" fn trace(id: i32, value: i32) {
    line(&[id, value]);
}

/// `tinsmith.trace4(id, a, b, c, d)`: a line `trace id a b c d`.
#[unsafe(export_name = "import:tinsmith:trace4:iiiii>")]
pub extern "C" fn trace4(id: i32, a: i32, b: i32, c: i32, d: i32) {
    line(&[id, a, b, c, d]);
}

fn line(numbers: &[i32]) {
    let mut line = Line::on(board::STDERR);
    line.control("trace");
    for &number in numbers {
        line.byte(b' ').signed(number);
    }
    line.send();
}
