//! `cargo run --release -p tinsmith-bench`: the benchmarks' command line.

use std::process::ExitCode;

use clap::Parser;
use tinsmith::board::Board;
use tinsmith_bench::kernels::Kernel;
use tinsmith_bench::measure::{self, BOARDS, Plan};
use tinsmith_bench::{Failure, profile, publish};

/// Measures compiled kernels against gcc: executed instructions, bytes of code, RAM.
#[derive(Parser)]
struct Arguments {
    /// Only kernels whose names contain one of these
    kernels: Vec<String>,
    /// Boards to compile for, instead of the usual three
    #[arg(long)]
    board: Vec<String>,
    /// clang's optimisation level and what follows it: `"O2 -fno-unroll-loops"`
    #[arg(long, default_value = "O2")]
    clang: String,
    /// Write the tables and charts of a whole run into the repository, too
    #[arg(long, conflicts_with_all = ["kernels", "board", "clang", "profile"])]
    publish: bool,
    /// Show the hottest blocks of these kernels instead
    #[arg(long)]
    profile: bool,
    /// How many blocks to show
    #[arg(long, default_value_t = 12)]
    top: usize,
}

#[expect(clippy::print_stderr, reason = "printing is what this program does")]
fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything gave its known answer.
fn run(arguments: &Arguments) -> Result<bool, Failure> {
    let plan = Plan {
        kernels: kernels(&arguments.kernels)?,
        boards: boards(&arguments.board)?,
        level: format!("-{}", arguments.clang),
    };
    if arguments.profile {
        return profile(&plan, arguments.top);
    }
    table(&plan, arguments.publish)
}

#[expect(clippy::print_stdout, reason = "printing is what this program does")]
fn profile(plan: &Plan, top: usize) -> Result<bool, Failure> {
    for kernel in &plan.kernels {
        for board in &plan.boards {
            println!("{}", profile::profile(kernel, board, &plan.level, top)?);
        }
    }
    Ok(true)
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this program does"
)]
fn table(plan: &Plan, publish: bool) -> Result<bool, Failure> {
    let comparisons = measure::measure(plan)?;
    let mut ok = true;
    println!(
        "Instructions executed and bytes of code, as multiples of the first's; RAM in bytes.\n"
    );
    for comparison in &comparisons {
        println!("{}", comparison.markdown());
        for failure in comparison.failures() {
            ok = false;
            eprintln!("{failure}");
        }
    }
    println!("{}", publish::tools(&comparisons, &plan.level)?);
    if publish && ok {
        publish::publish(&comparisons, &plan.level)?;
    }
    Ok(ok)
}

fn kernels(filters: &[String]) -> Result<Vec<Kernel>, Failure> {
    let chosen: Vec<Kernel> = (Kernel::all()?.into_iter())
        .filter(|kernel| filters.is_empty() || filters.iter().any(|f| kernel.name.contains(&**f)))
        .collect();
    if chosen.is_empty() {
        return Err(format!(
            "no kernel's name contains {}",
            filters.join(" or ")
        ));
    }
    Ok(chosen)
}

fn boards(names: &[String]) -> Result<Vec<&'static Board>, Failure> {
    if names.is_empty() {
        return Ok(BOARDS
            .iter()
            .filter_map(|name| Board::by_name(name))
            .collect());
    }
    let emulated = |name: &String| {
        Board::by_name(name)
            .filter(|board| board.emulator.is_some())
            .ok_or_else(|| {
                format!("there is no emulated board `{name}`: `tinsmith boards` lists them")
            })
    };
    names.iter().map(emulated).collect()
}
