//! Many cases against many boards.

use std::fmt;

use tinsmith::board::Board;
use tinsmith::ir::random::Rng;

use super::compare::{Comparison, Difference, compare};
use super::{Case, Failure, Seen, device, generate, interpreter, reference};

/// How many modules go into one firmware.
pub const BATCH: usize = 32;

/// A case and what the reference engine saw of it.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The case.
    pub case: Case,
    /// What must be seen.
    pub expected: Vec<Seen>,
}

/// Makes the case of a seed and executes it with the reference engine.
///
/// # Errors
/// If the reference engine or the front end refuses the module.
pub fn prepare(seed: u64) -> Result<Prepared, Failure> {
    let mut case = generate::case(seed)?;
    let expected = reference::run(&mut case)?;
    Ok(Prepared { case, expected })
}

/// The seeds that follow from one.
pub fn seeds(first: u64) -> impl Iterator<Item = u64> {
    let mut rng = Rng::new(first);
    std::iter::repeat_with(move || rng.bits())
}

/// What is wrong with a case.
#[derive(Clone, Debug)]
pub enum Problem {
    /// It cannot be compiled, linked or run.
    Failed(Failure),
    /// Something else was seen than must be.
    Difference(Box<Difference>),
}

impl Problem {
    /// Whether another problem is of the same kind, so that it may stand for this one.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Failed(a), Self::Failed(b)) => words(a).eq(words(b)),
            (Self::Difference(_), Self::Difference(_)) => true,
            _ => false,
        }
    }
}

/// The first words of a message, which name no values.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace();
    words
        .filter(|word| word.chars().all(char::is_alphabetic))
        .take(4)
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(failure) => f.write_str(failure),
            Self::Difference(difference) => difference.fmt(f),
        }
    }
}

/// What was done so far.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Modules executed.
    pub modules: usize,
    /// Actions that agreed.
    pub agreed: usize,
    /// Calls that returned, and agreed.
    pub returned: usize,
    /// Stacks exhausted.
    pub exhausted: usize,
}

impl Tally {
    fn add(&mut self, comparison: &Comparison) {
        self.modules += 1;
        self.agreed += comparison.agreed;
        self.returned += comparison.returned;
        self.exhausted += comparison.exhausted;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            modules,
            agreed,
            returned,
            exhausted,
        } = self;
        write!(
            f,
            "{modules} modules, {agreed} outcomes ({returned} calls that returned), {exhausted} exhausted stacks"
        )
    }
}

/// Runs a batch on a board. What fails in company is run again alone, so that the culprit is named.
///
/// # Errors
/// The position of the first case with a problem, and the problem.
pub fn run(
    batch: &[Prepared],
    board: &'static Board,
    tally: &mut Tally,
) -> Result<(), (usize, Problem)> {
    match together(batch, board) {
        Ok(comparisons) => {
            comparisons
                .iter()
                .for_each(|comparison| tally.add(comparison));
            Ok(())
        }
        Err(in_company) => {
            for (n, prepared) in batch.iter().enumerate() {
                check(prepared, board, tally).map_err(|problem| (n, problem))?;
            }
            let text = format!("only together with others: {in_company}");
            Err((0, Problem::Failed(text)))
        }
    }
}

/// Runs one case on a board.
///
/// # Errors
/// What is wrong.
pub fn check(prepared: &Prepared, board: &'static Board, tally: &mut Tally) -> Result<(), Problem> {
    let comparisons = together(std::slice::from_ref(prepared), board)?;
    comparisons
        .iter()
        .for_each(|comparison| tally.add(comparison));
    Ok(())
}

fn together(batch: &[Prepared], board: &'static Board) -> Result<Vec<Comparison>, Problem> {
    let cases: Vec<Case> = batch.iter().map(|prepared| prepared.case.clone()).collect();
    let ran = device::run(&cases, board).map_err(Problem::Failed)?;
    let mut comparisons = Vec::new();
    for (prepared, found) in batch.iter().zip(ran.cases) {
        let found = found.map_err(Problem::Failed)?;
        let comparison = compare(&prepared.case, &prepared.expected, &found);
        if let Some(difference) = comparison.difference {
            return Err(match ran.ended {
                Some(why) if difference.found.is_none() => {
                    Problem::Failed(format!("{why}; {difference}"))
                }
                _ => Problem::Difference(Box::new(difference)),
            });
        }
        comparisons.push(comparison);
    }
    match ran.ended {
        Some(why) => Err(Problem::Failed(why)),
        None => Ok(comparisons),
    }
}

/// Runs one case in the IR interpreter, as compiled for a board's processor.
///
/// # Errors
/// What is wrong.
pub fn check_ir(
    prepared: &Prepared,
    board: &'static Board,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let found = interpreter::run(&prepared.case, board.target).map_err(Problem::Failed)?;
    let comparison = compare(&prepared.case, &prepared.expected, &found);
    tally.add(&comparison);
    match comparison.difference {
        Some(difference) => Err(Problem::Difference(Box::new(difference))),
        None => Ok(()),
    }
}
