//! Child processes.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Runs `program arguments…` with inherited streams; whether it succeeded.
pub fn run(program: &str, arguments: &[&str]) -> bool {
    announce(program, arguments);
    match Command::new(program).args(arguments).status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("cannot run {program}: {error}");
            false
        }
    }
}

/// As [`run`], passing each line of standard output on and also to `see`.
pub fn run_seeing(program: &str, arguments: &[&str], mut see: impl FnMut(&str)) -> bool {
    announce(program, arguments);
    let child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            eprintln!("cannot run {program}: {error}");
            return false;
        }
    };
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            see(&line);
        }
    }
    child.wait().is_ok_and(|status| status.success())
}

fn announce(program: &str, arguments: &[&str]) {
    eprintln!("$ {program} {}", arguments.join(" "));
}
