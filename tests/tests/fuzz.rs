//! A fixed set of random modules on every emulated board, against an independent engine. See `tinsmith_tests::fuzz`.

use libtest_mimic::{Arguments, Failed, Trial};
use tinsmith::board::Board;
use tinsmith_tests::fuzz::campaign::{self, BATCH, Prepared, Problem, Tally};

/// The first seed; the modules follow from it.
const SEED: u64 = 1;

/// How many modules every board runs.
const MODULES: usize = 3 * BATCH;

fn main() {
    let arguments = Arguments::from_args();
    let boards = Board::all().iter().filter(|board| board.emulator.is_some());
    let mut trials = Vec::new();
    for board in boards {
        trials.push(Trial::test(format!("{}::ir", board.name), || ir(board)));
        trials.push(Trial::test(format!("{}::run", board.name), || run(board)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn prepared() -> Result<Vec<Prepared>, Failed> {
    let seeds = campaign::seeds(SEED).take(MODULES);
    Ok(seeds.map(campaign::prepare).collect::<Result<_, _>>()?)
}

fn failed(prepared: &Prepared, problem: &Problem) -> Failed {
    format!("seed {:#x}: {problem}", prepared.case.seed).into()
}

fn run(board: &'static Board) -> Result<(), Failed> {
    let mut tally = Tally::default();
    for batch in prepared()?.chunks(BATCH) {
        campaign::run(batch, board, &mut tally)
            .map_err(|(n, problem)| failed(&batch[n], &problem))?;
    }
    println!("{}: {tally}", board.name);
    Ok(())
}

fn ir(board: &'static Board) -> Result<(), Failed> {
    let mut tally = Tally::default();
    for prepared in prepared()? {
        campaign::check_ir(&prepared, board, &mut tally)
            .map_err(|problem| failed(&prepared, &problem))?;
    }
    println!("{} in IR: {tally}", board.name);
    Ok(())
}
