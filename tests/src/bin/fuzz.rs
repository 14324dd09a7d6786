//! A long fuzzing run: `cargo run --release -p tinsmith-tests --bin fuzz -- --board B --minutes N --seed S`.
//!
//! Prints the modules executed per board; on the first problem it writes a small reproducer and ends with status 1.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use tinsmith::board::Board;
use tinsmith::ir::random::Rng;
use tinsmith::target::TARGETS;
use tinsmith_tests::fuzz::Failure;
use tinsmith_tests::fuzz::campaign::{self, BATCH, Prepared, Tally};
use tinsmith_tests::fuzz::mutate::{self, Verdict};
use tinsmith_tests::fuzz::{generate, report};

/// What is asked for.
struct Arguments {
    boards: Vec<&'static Board>,
    time: Duration,
    seed: u64,
    /// What is done.
    mode: Mode,
}

enum Mode {
    /// Execute modules that follow from the seed.
    Run,
    /// Execute the one module made from the seed.
    Only,
    /// Compile changed modules: those files, or modules that follow from the seed.
    Mutate(Vec<PathBuf>),
}

const USAGE: &str = "fuzz [--board B]… [--minutes N] [--seed S] [--only | --mutate [FILE.wasm]…]
  --board    a board with an emulator; all of them without this option
  --minutes  for how long (default 1)
  --seed     the first seed (default 1), decimal or 0x…; modules follow from it
  --only     execute the one module made from the seed, as a failing run names it
  --mutate   only compile, but what is no module: files or random modules with changes";

fn main() -> ExitCode {
    let outcome = arguments().and_then(|arguments| match &arguments.mode {
        Mode::Run => fuzz(&arguments),
        Mode::Only => only(&arguments),
        Mode::Mutate(files) => mutate_all(&arguments, files),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, Failure> {
    let mut found = Arguments {
        boards: Vec::new(),
        time: Duration::from_secs(60),
        seed: 1,
        mode: Mode::Run,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), &mut found.mode) {
            ("--only", mode) => {
                *mode = Mode::Only;
                continue;
            }
            ("--mutate", mode) => {
                *mode = Mode::Mutate(Vec::new());
                continue;
            }
            (file, Mode::Mutate(files)) if !file.starts_with('-') => {
                files.push(file.into());
                continue;
            }
            _ => {}
        }
        let value = arguments.next().ok_or(USAGE)?;
        match argument.as_str() {
            "--board" => found.boards.push(board(&value)?),
            "--minutes" => {
                let minutes: f64 = value.parse().map_err(|_| USAGE)?;
                found.time = Duration::try_from_secs_f64(60.0 * minutes).map_err(|_| USAGE)?;
            }
            "--seed" => found.seed = number(&value).ok_or(USAGE)?,
            _ => return Err(USAGE.to_owned()),
        }
    }
    if found.boards.is_empty() {
        let emulated = |board: &&Board| board.emulator.is_some();
        found.boards = Board::all().iter().filter(emulated).collect();
    }
    Ok(found)
}

fn board(name: &str) -> Result<&'static Board, Failure> {
    let board = Board::by_name(name).filter(|board| board.emulator.is_some());
    board.ok_or_else(|| format!("there is no emulated board `{name}`"))
}

fn number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

fn fuzz(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let mut said = start;
    let mut seeds = campaign::seeds(arguments.seed);
    let mut tallies = vec![Tally::default(); arguments.boards.len()];
    while start.elapsed() < arguments.time {
        let batch: Vec<Prepared> = (&mut seeds)
            .take(BATCH)
            .map(|seed| {
                campaign::prepare(seed).map_err(|failure| format!("seed {seed:#x}: {failure}"))
            })
            .collect::<Result<_, _>>()?;
        for (&board, tally) in arguments.boards.iter().zip(&mut tallies) {
            campaign::run(&batch, board, tally)
                .map_err(|(n, problem)| report::problem(&batch[n], board, &problem))?;
        }
        if said.elapsed() > Duration::from_secs(60) {
            said = Instant::now();
            print(arguments, &tallies, start);
        }
    }
    print(arguments, &tallies, start);
    Ok(())
}

fn print(arguments: &Arguments, tallies: &[Tally], start: Instant) {
    for (board, tally) in arguments.boards.iter().zip(tallies) {
        let seconds = start.elapsed().as_secs();
        println!("{seconds} s, {}: {tally}", board.name);
    }
}

fn only(arguments: &Arguments) -> Result<(), Failure> {
    let prepared = campaign::prepare(arguments.seed)?;
    for board in &arguments.boards {
        let mut tally = Tally::default();
        campaign::check(&prepared, board, &mut tally)
            .map_err(|problem| report::problem(&prepared, board, &problem))?;
        println!("{}: {tally}", board.name);
    }
    Ok(())
}

fn mutate_all(arguments: &Arguments, files: &[PathBuf]) -> Result<(), Failure> {
    let read = |path: &PathBuf| {
        std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let mut modules: Vec<Vec<u8>> = files.iter().map(read).collect::<Result<_, _>>()?;
    if modules.is_empty() {
        let seeds = campaign::seeds(arguments.seed).take(500);
        modules = seeds.map(generate::module).collect::<Result<_, _>>()?;
    }
    let start = Instant::now();
    let mut rng = Rng::new(arguments.seed);
    let (mut inputs, mut compiled) = (0, 0);
    while start.elapsed() < arguments.time {
        let module = &modules[rng.below(modules.len())];
        let input = match rng.below(2) {
            0 => mutate::bytes(module, &mut rng),
            _ => mutate::instructions(module, &mut rng).unwrap_or_default(),
        };
        let target = &TARGETS[rng.below(TARGETS.len())];
        let verdict = mutate::compile(&input, target).map_err(|failure| {
            let kept = report::keep(&input, "input.wasm");
            format!("{failure}\nfor {}: {kept}", target.name)
        })?;
        inputs += 1;
        compiled += usize::from(verdict == Verdict::Compiled);
    }
    println!("{inputs} inputs, {compiled} of them compiled");
    Ok(())
}
