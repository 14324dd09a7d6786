//! Every kernel, built every way, run, and checked against its known answer.

use std::collections::BTreeMap;

use tinsmith::board::Board;
use tinsmith::opt::Goal;
use tinsmith::target::Isa;

use crate::kernels::{Kernel, Language};
use crate::native::{MACHINES, Machine, Recipe};
use crate::{Failure, Measured, firmware, parallel, wasm};

/// The boards that are measured if none are named. Others are too, as soon as they are emulated.
pub const BOARDS: [&str; 3] = ["qemu-riscv32", "qemu-lx106", "qemu-xtensa"];

/// What is to be measured.
pub struct Plan {
    /// These kernels.
    pub kernels: Vec<Kernel>,
    /// On these boards, and natively on the machines they are compared with.
    pub boards: Vec<&'static Board>,
    /// clang's optimisation level.
    pub level: String,
}

/// A native machine, the boards that are compared with it, and all figures for kernels of one language.
pub struct Comparison {
    /// The machine.
    pub machine: &'static Machine,
    /// The language.
    pub language: Language,
    /// The boards.
    pub boards: Vec<&'static Board>,
    /// A row a kernel.
    pub rows: Vec<Row>,
}

/// A kernel's figures.
pub struct Row {
    /// The kernel.
    pub kernel: Kernel,
    /// Natively.
    pub native: BTreeMap<Recipe, Result<Measured, Failure>>,
    /// By board name, compiled for speed and for size; a board that cannot be compared by this kernel is not there.
    pub boards: BTreeMap<(&'static str, Goal), Result<Measured, Failure>>,
}

/// One program to build and run.
enum Job<'a> {
    Native(&'static Machine, &'a Kernel, Recipe),
    Board(&'static Board, Goal, &'a Kernel),
}

/// The machine a board is compared with.
pub fn machine_of(board: &Board) -> &'static Machine {
    match board.target.isa {
        Isa::Riscv32 => &MACHINES[0],
        Isa::Xtensa => &MACHINES[1],
    }
}

/// Whether there is something to compare with, made of the same instructions as far as the kernel is concerned.
fn comparable(board: &Board, kernel: &Kernel) -> bool {
    let machine = machine_of(board);
    machine.can_build(kernel) && (board.name == machine.board || kernel.is_plain())
}

/// Measures everything in a plan.
///
/// # Errors
/// If nothing can be built at all; a kernel that fails has its error in its row.
pub fn measure(plan: &Plan) -> Result<Vec<Comparison>, Failure> {
    let machines: Vec<&'static Machine> = (MACHINES.iter())
        .filter(|machine| {
            let compared = plan
                .boards
                .iter()
                .any(|b| machine_of(b).name == machine.name);
            compared && machine.emulated().is_ok()
        })
        .collect();
    for machine in &machines {
        machine.prepare()?;
    }
    let compiled = parallel::map(&plan.kernels, |kernel| wasm::compile(kernel, &plan.level));
    let modules: BTreeMap<&str, _> = (plan.kernels.iter())
        .zip(compiled)
        .map(|(kernel, wasm)| Ok((&*kernel.name, wasm?)))
        .collect::<Result<_, Failure>>()?;
    let jobs = jobs(plan, &machines);
    let figures = parallel::map(&jobs, |job| match job {
        Job::Native(machine, kernel, recipe) => checked(
            kernel,
            machine.measure(kernel, *recipe, &modules[&*kernel.name]),
        ),
        Job::Board(board, goal, kernel) => checked(
            kernel,
            firmware::measure(kernel, &modules[&*kernel.name], board, *goal),
        ),
    });
    let mut comparisons: Vec<Comparison> = [Language::C, Language::Rust]
        .iter()
        .flat_map(|&language| {
            machines
                .iter()
                .map(move |m| Comparison::new(m, language, plan))
        })
        .filter(|comparison| !comparison.rows.is_empty())
        .collect();
    for (job, figure) in jobs.iter().zip(figures) {
        enter(&mut comparisons, job, figure);
    }
    Ok(comparisons)
}

/// Every program of a plan.
fn jobs<'a>(plan: &'a Plan, machines: &[&'static Machine]) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    for kernel in &plan.kernels {
        for &machine in machines.iter().filter(|machine| machine.can_build(kernel)) {
            let recipes = Recipe::of(kernel.language).iter();
            jobs.extend(recipes.map(|&recipe| Job::Native(machine, kernel, recipe)));
        }
        let boards = plan.boards.iter().filter(|board| comparable(board, kernel));
        for board in boards {
            jobs.extend([Goal::Speed, Goal::Size].map(|goal| Job::Board(board, goal, kernel)));
        }
    }
    jobs
}

/// Puts a figure where it belongs.
fn enter(comparisons: &mut [Comparison], job: &Job<'_>, figure: Result<Measured, Failure>) {
    let (name, kernel) = match job {
        Job::Native(machine, kernel, _) => (machine.name, kernel),
        Job::Board(board, _, kernel) => (machine_of(board).name, kernel),
    };
    let comparison =
        (comparisons.iter_mut()).find(|c| c.machine.name == name && c.language == kernel.language);
    let row = comparison.and_then(|c| c.rows.iter_mut().find(|row| row.kernel.name == kernel.name));
    match (row, job) {
        (Some(row), Job::Native(.., recipe)) => drop(row.native.insert(*recipe, figure)),
        (Some(row), Job::Board(board, goal, _)) => {
            drop(row.boards.insert((&board.name, *goal), figure));
        }
        (None, _) => {}
    }
}

fn checked(kernel: &Kernel, measured: Result<Measured, Failure>) -> Result<Measured, Failure> {
    let measured = measured?;
    if measured.result != kernel.answer {
        let Measured { result, .. } = measured;
        return Err(format!(
            "the result is {result:#010x}, the known answer {:#010x}",
            kernel.answer
        ));
    }
    Ok(measured)
}

impl Comparison {
    fn new(machine: &'static Machine, language: Language, plan: &Plan) -> Self {
        let belongs = |kernel: &&Kernel| kernel.language == language && machine.can_build(kernel);
        let kernels = plan.kernels.iter().filter(belongs);
        let rows = kernels.map(|kernel| Row {
            kernel: kernel.clone(),
            native: BTreeMap::new(),
            boards: BTreeMap::new(),
        });
        let boards = plan.boards.iter().copied();
        Self {
            machine,
            language,
            boards: boards
                .filter(|b| machine_of(b).name == machine.name)
                .collect(),
            rows: rows.collect(),
        }
    }

    /// Everything that went wrong, a line each.
    pub fn failures(&self) -> Vec<String> {
        let mut failures = Vec::new();
        for row in &self.rows {
            let name = &row.kernel.name;
            let native = row.native.iter().filter_map(|(recipe, figure)| {
                let error = figure.as_ref().err()?;
                Some(format!(
                    "{name}, {} {}: {error}",
                    self.machine.name,
                    recipe.name()
                ))
            });
            let boards = row.boards.iter().filter_map(|((board, goal), figure)| {
                let error = figure.as_ref().err()?;
                Some(format!("{name}, {board}, {goal:?}: {error}"))
            });
            failures.extend(native.chain(boards));
        }
        failures
    }
}
