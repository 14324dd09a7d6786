//! Tier `ir/`: every `tests/ir/*.tir` gives the output it says. `TINSMITH_BLESS=1` writes the output there is into the
//! files instead; the format is described in `tests/src/tir.rs`.

use std::path::{Path, PathBuf};

use tinsmith_tests::tir;

fn files() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("ir");
    let entries = std::fs::read_dir(&dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
    let paths = entries.map(|entry| entry.unwrap_or_else(|e| panic!("{e}")).path());
    let mut files: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ext| ext == "tir"))
        .collect();
    files.sort();
    files
}

#[test]
fn files_give_the_output_they_say() {
    let bless = std::env::var_os("TINSMITH_BLESS").is_some_and(|value| value == "1");
    let files = files();
    assert!(!files.is_empty(), "there are no test files");
    let mut failures = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{name}: {e}"));
        match tir::run(&text) {
            Ok(outcome) if outcome.as_expected => {}
            Ok(outcome) if bless => {
                std::fs::write(file, outcome.actual).unwrap_or_else(|e| panic!("{name}: {e}"));
            }
            Ok(outcome) => failures.push(format!("{name}: the output is now\n{}", outcome.actual)),
            Err(error) => failures.push(format!("{name}: {error}")),
        }
    }
    let total = files.len();
    assert!(
        failures.is_empty(),
        "{} of {total} files fail (TINSMITH_BLESS=1 accepts their output):\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn a_wrong_expectation_fails() {
    let file = |expected: &str| {
        format!(
            ";; test interp\n;; run %f()\nfunction %f() -> i32 {{\nblock0:\n    v0 = iconst 7\n    return v0\n}}\n;; expect\n%f() = {expected}\n"
        )
    };
    let passes = |text: &str| tir::run(text).is_ok_and(|outcome| outcome.as_expected);
    assert!(passes(&file("7")));
    assert!(!passes(&file("8")));
    assert!(tir::run("function %f() {\nblock0:\n    return\n}\n").is_err());
    assert!(tir::run(";; test nonsense\nfunction %f() {\nblock0:\n    return\n}\n").is_err());
}
