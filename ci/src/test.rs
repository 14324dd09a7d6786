//! `ci test`: formatting, lints, and every test of the workspace.

use std::process::ExitCode;

use crate::run::{run, run_seeing};

/// Runs the checks, then the tests, and closes with the count of all test binaries together. A check that fails counts
/// as one failed test, and so does a test binary that dies without a summary.
pub fn test() -> ExitCode {
    let mut total = Total::default();
    // What stands on the debug probes' library is an optional part of the compiler: lints see it with and without.
    let probe = "clippy -p tinsmith --all-targets --features probe --quiet -- -D warnings";
    let probe: Vec<&str> = probe.split(' ').collect();
    let checks: [&[&str]; 3] = [
        &["fmt", "--check"],
        &["clippy", "--all-targets", "--quiet", "--", "-D", "warnings"],
        &probe,
    ];
    for check in checks {
        total.add_check(run("cargo", check));
    }
    let before = total.failed;
    let ok = run_seeing(
        "cargo",
        &[
            "test",
            "--workspace",
            "--no-fail-fast",
            "--features",
            "tinsmith/probe",
        ],
        |line| {
            total.add_summary(line);
        },
    );
    if !ok && total.failed == before {
        total.failed += 1;
    }
    if total.tests == 0 {
        total.failed += 1;
        eprintln!("no test was executed");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[derive(Default)]
struct Total {
    passed: u64,
    failed: u64,
    tests: u64,
}

impl Total {
    fn add_check(&mut self, ok: bool) {
        if ok {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }

    /// Adds a test binary's closing line: `test result: ok. 5 passed; 0 failed; …`.
    fn add_summary(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else {
            return;
        };
        let mut before = "";
        for word in rest.split_whitespace() {
            let number = before.parse::<u64>().unwrap_or(0);
            match word {
                "passed;" => {
                    self.passed += number;
                    self.tests += number;
                }
                "failed;" => self.failed += number,
                _ => {}
            }
            before = word;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Total;

    #[test]
    fn closing_lines_are_added_up() {
        let mut total = Total::default();
        total.add_summary("test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured");
        total.add_summary("test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured");
        total.add_summary("test foo ... ok");
        assert_eq!((total.passed, total.failed), (12, 2));
    }
}
