//! Prints a Markdown table: the instructions each program of `tests/programs` executes on each emulated board. Everything is
//! checked on the way; a wrong answer stands in the table as such, and makes the exit status 1.

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tinsmith::board::Board;
use tinsmith::opt::Goal;
use tinsmith_tests::programs::{Case, Failure, boards};

type Counts = Vec<Option<Result<u64, Failure>>>;

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this program does"
)]
fn main() -> ExitCode {
    let cases = match Case::all() {
        Ok(cases) => cases,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let boards: Vec<&'static Board> = boards().collect();
    let counts = measure(&cases, &boards);
    let names: Vec<&str> = boards.iter().map(|board| &*board.name).collect();
    println!("| program | {} |", names.join(" | "));
    println!("|---|{}", "---:|".repeat(boards.len()));
    let mut ok = true;
    for (case, row) in cases.iter().zip(counts.chunks(boards.len())) {
        let cells: Vec<String> = row.iter().map(|count| cell(count.as_ref())).collect();
        println!("| {} | {} |", case.name, cells.join(" | "));
        for error in row
            .iter()
            .flatten()
            .filter_map(|count| count.as_ref().err())
        {
            ok = false;
            eprintln!("{}: {error}", case.name);
        }
    }
    if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Every program on every board, on all cores; boards vary fastest.
fn measure(cases: &[Case], boards: &[&'static Board]) -> Counts {
    let counts: Mutex<Counts> = Mutex::new(vec![None; cases.len() * boards.len()]);
    let next = AtomicUsize::new(0);
    let work = || loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let Some(case) = cases.get(n / boards.len()) else {
            return;
        };
        let count = case.check(boards[n % boards.len()], Goal::Speed);
        counts.lock().unwrap_or_else(PoisonError::into_inner)[n] = Some(count);
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    counts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// A number with commas.
fn cell(count: Option<&Result<u64, Failure>>) -> String {
    let Some(Ok(count)) = count else {
        return "wrong".to_owned();
    };
    let digits = count.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
