//! Every program in `tests/programs` on every emulated board, one test each; C and C++ also on this machine, whose answers
//! are the known ones; and the harness itself: a wrong answer must
//! be noticed. See `tinsmith_tests::programs`.

use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use tinsmith::opt::Goal;
use tinsmith_tests::programs::{Case, boards, run, spec};

/// The boards on which the programs also run compiled for size.
const SMALL: [&str; 2] = ["qemu-riscv32c3", "qemu-lx106"];

fn main() {
    let arguments = Arguments::from_args();
    let cases = Case::all().unwrap_or_else(|error| panic!("{error}"));
    let mut trials = wrong_answers();
    for case in cases.into_iter().map(Arc::new) {
        let fast = boards().map(|board| (board, Goal::Speed, ""));
        let small = boards().filter(|board| SMALL.contains(&&*board.name));
        let small = small.map(|board| (board, Goal::Size, "::size"));
        for (board, goal, suffix) in fast.chain(small) {
            let case = case.clone();
            let name = format!("{}::{}{suffix}", case.name, board.name);
            trials.push(Trial::test(name, move || {
                case.check(board, goal).map(drop).map_err(Failed::from)
            }));
        }
        if case.is_c() {
            trials.push(Trial::test(format!("{}::native", case.name), move || {
                case.check_native().map_err(Failed::from)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A module small enough to see through.
const MODULE: &str = r#"(module
    (import "tinsmith" "trace" (func $trace (param i32 i32)))
    (memory (export "memory") 1)
    (data (i32.const 8) "abc")
    (func (export "double") (param i32) (result i32)
        (call $trace (i32.const 1) (local.get 0))
        (i32.add (local.get 0) (local.get 0)))
    (func (export "halt") unreachable))"#;

/// Steps that must pass, and what a changed one must be told.
const RIGHT: &str = r#"
    traces = ["1 21"]
    [module]
    [[step]]
    call = "double"
    args = [21]
    expect = [42]
    [[step]]
    read = 8
    text = "abc"
"#;

/// A part of [`RIGHT`], what it is replaced with, and what the harness must then say.
const WRONG: &[(&str, &str, &str)] = &[
    (
        "expect = [42]",
        "expect = [43]",
        "answer 0 is 42 (0x2a), must be 0x2b",
    ),
    (
        "expect = [42]",
        "expect = [\"43\"]",
        "answer 0 is 42 (0x2a), must be 43",
    ),
    ("expect = [42]", "expect = []", "`double` has 1 results"),
    ("expect", "expected", "unknown field `expected`"),
    ("\"abc\"", "\"abd\"", "answer 1 is memory 616263"),
    ("\"1 21\"", "\"1 22\"", "traced [\"1 21\"]"),
    (
        "traces",
        "run.status = 1\ntraces",
        "exit status 0, must be 1",
    ),
    ("traces", "run.stderr = \"x\"\ntraces", "standard error is"),
    (
        "traces",
        "run.contains = [\"x\"]\ntraces",
        "standard output has no `x`",
    ),
    (
        "call = \"double\"\n    args = [21]\n    expect = [42]",
        "call = \"halt\"",
        "exit status 134",
    ),
];

/// The harness tested on programs with wrong answers.
fn wrong_answers() -> Vec<Trial> {
    let trial = |name: String, text: String, wanted: Option<&'static str>| {
        Trial::test(name, move || {
            let board = boards().next().ok_or("no board is emulated")?;
            let found = spec::parse(&text).and_then(|program| {
                run::check("small", &program, MODULE.as_bytes(), board, Goal::Speed)
            });
            match (found, wanted) {
                (Ok(_), None) => Ok(()),
                (Err(said), Some(wanted)) if said.contains(wanted) => Ok(()),
                (found, _) => Err(Failed::from(format!("{found:?}, must be {wanted:?}"))),
            }
        })
    };
    let mut trials = vec![trial("harness::right".to_owned(), RIGHT.to_owned(), None)];
    for (n, (part, replacement, wanted)) in WRONG.iter().enumerate() {
        let text = RIGHT.replace(part, replacement);
        assert_ne!(text, RIGHT, "{part} is a part");
        trials.push(trial(format!("harness::wrong_{n}"), text, Some(wanted)));
    }
    trials
}
