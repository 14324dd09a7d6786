//! The task runner: everything CI does can be run at home with the same command.
//!
//! * `demo` compiles a real module and runs it on both emulated instruction sets
//! * `test` runs formatting, lints and all tests, and closes with one line `N passed, N failed`

mod demo;
mod run;
mod test;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["demo"] => demo::demo(),
        ["test"] => test::test(),
        _ => {
            eprintln!("usage: cargo run -p tinsmith-ci -- demo | test");
            ExitCode::from(2)
        }
    }
}
