//! Cases on a board: many modules compiled, linked into one firmware and run in the emulator.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tinsmith::board::Board;
use tinsmith::driver::{Compiled, Options, Unit};
use tinsmith::emulator::{self, Done, Event, RunOptions};
use tinsmith::firmware::{self, Parts};
use tinsmith::link::Firmware;
use tinsmith::opt::Goal;
use tinsmith::scratch::ScratchFile;
use tinsmith::script::{Operand, Script, Step};
use tinsmith::target::Target;
use tinsmith::wasm::{ExternType, FuncType, TranslateOptions, ValueType, names};

use super::case::{DEEP, Exports};
use super::generate::{MEMORY_BYTES, TABLE_ENTRIES};
use super::{Action, Case, Failure, Seen};

/// The emulator may run this long. A case takes milliseconds.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How a batch of cases went.
pub struct Batch {
    /// For every case what was seen of its actions, or why it could not be compiled.
    pub cases: Vec<Result<Vec<Option<Seen>>, Failure>>,
    /// What ended the run early: then some actions were not seen.
    pub ended: Option<Failure>,
}

/// Compiles, links and runs cases.
///
/// # Errors
/// If the parts do not link or the emulator cannot be started. What a case does is in the batch.
pub fn run(cases: &[Case], board: &'static Board) -> Result<Batch, Failure> {
    let mut modules = vec![deep(board.target)?];
    let mut plan = Plan::default();
    let mut batch = Vec::new();
    for (n, case) in cases.iter().enumerate() {
        match compile(case, &format!("f{n}"), board.target) {
            Ok(module) => {
                plan.case(n, case);
                modules.push(module);
                batch.push(Ok(vec![None; case.actions.len()]));
            }
            Err(failure) => batch.push(Err(failure)),
        }
    }
    let parts = Parts {
        modules: &modules,
        script: plan.script,
        board,
        memory_reserve: MEMORY_BYTES,
    };
    let firmware = firmware::link(parts).map_err(|error| format!("linking: {error}"))?;
    let functions = functions(&firmware);
    let (events, ended) = execute(&firmware.elf, board)?;
    for event in events {
        if let Event::Done { id, outcome } = event
            && let Some((n, at)) = plan.actions.get(&id)
            && let Ok(seen) = &mut batch[*n]
        {
            let function = |bits| functions.get(&bits).copied();
            let exports = Exports::new(&cases[*n])?;
            seen[*at] = Some(what(&cases[*n].actions[*at], outcome, &exports, &function)?);
        }
    }
    Ok(Batch {
        cases: batch,
        ended,
    })
}

/// The instance that [`Action::Exhaust`] calls.
pub const DEEP_INSTANCE: &str = "deep";

fn deep(target: &'static Target) -> Result<Compiled, Failure> {
    let unit = Unit::new(DEEP.as_bytes(), options(DEEP_INSTANCE, target));
    unit.and_then(Unit::compile)
        .map_err(|error| error.to_string())
}

/// The functions of all cases by the bits of references to them.
fn functions(firmware: &Firmware) -> HashMap<u64, u32> {
    let symbols = firmware.symbols.iter();
    let functions =
        symbols.filter_map(|(name, place)| Some((u64::from(place.address), referenced(name)?)));
    functions.collect()
}

/// The function that a symbol is the reference of.
pub fn referenced(symbol: &str) -> Option<u32> {
    let (_, index) = symbol.split_once(".funcref.")?;
    index.parse().ok()
}

/// Options for a module that is linked as `instance`.
pub fn options(instance: &str, target: &'static Target) -> Options {
    Options {
        target,
        translate: TranslateOptions {
            instance: instance.to_owned(),
            memory_reserve: MEMORY_BYTES,
            table_reserve: TABLE_ENTRIES,
            alone: true,
        },
        source: instance.to_owned(),
        linked: std::sync::Arc::default(),
        goal: Goal::default(),
    }
}

fn compile(case: &Case, instance: &str, target: &'static Target) -> Result<Compiled, Failure> {
    guarded(|| {
        let unit = Unit::new(&case.wasm, options(instance, target))?;
        unit.compile()
    })
}

/// Runs part of the compiler; a panic is a failure like every other.
///
/// # Errors
/// The compiler's error or what it panicked with.
pub fn guarded<T, E: ToString>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            Err(format!("panic: {}", text.unwrap_or("not a string")))
        }
    }
}

/// The script of all cases, and which action has which number in it.
#[derive(Default)]
struct Plan {
    script: Script,
    actions: HashMap<u32, (usize, usize)>,
}

impl Plan {
    fn case(&mut self, n: usize, case: &Case) {
        let instance = format!("f{n}");
        for (at, action) in case.actions.iter().enumerate() {
            let id = self.actions.len() as u32;
            self.actions.insert(id, (n, at));
            self.script.steps.push(step(id, &instance, action));
        }
    }
}

/// The symbol of an exported function.
fn export(instance: &str, name: &str, ty: &FuncType) -> String {
    names::export(instance, name, &ExternType::Func(ty.clone()))
}

/// The type of what [`Action::Exhaust`] calls.
fn deep_type() -> FuncType {
    FuncType {
        params: vec![ValueType::I32],
        results: vec![ValueType::I32],
    }
}

/// The step an action on an instance is.
pub fn step(id: u32, instance: &str, action: &Action) -> Step {
    match action {
        Action::Instantiate => Step::Check {
            id,
            code: names::instantiate(instance),
            signature: ">".to_owned(),
            args: Vec::new(),
        },
        Action::Call { name, ty, args } => Step::Check {
            id,
            code: export(instance, name, ty),
            signature: ty.signature(),
            args: args.iter().map(|&bits| Operand::Number(bits)).collect(),
        },
        Action::Global { index, ty, .. } => Step::Look {
            id,
            global: names::global(instance, *index),
            ty: ty.letter(),
        },
        Action::Memory { index, .. } => Step::Hash {
            id,
            memory: names::descriptor(&names::memory(instance, *index)),
        },
        Action::Table { index, .. } => Step::Entries {
            id,
            table: names::descriptor(&names::table(instance, *index)),
        },
        Action::Exhaust => Step::Check {
            id,
            code: export(DEEP_INSTANCE, "deep", &deep_type()),
            signature: deep_type().signature(),
            args: vec![Operand::Number(0)],
        },
    }
}

fn execute(elf: &[u8], board: &'static Board) -> Result<(Vec<Event>, Option<Failure>), Failure> {
    let file = ScratchFile::new("elf", elf).map_err(|error| error.to_string())?;
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let options = RunOptions {
        count: false,
        stdin: Some(Vec::new()),
        stdout: &mut stdout,
        stderr: &mut stderr,
        timeout: Some(TIMEOUT),
    };
    let outcome = emulator::run(board, file.path(), options).map_err(|error| error.to_string())?;
    let fault = outcome.events.iter().find_map(|event| match event {
        Event::Fault(text) | Event::Unknown(text) => Some(text.clone()),
        _ => None,
    });
    let status = (outcome.status != 0).then(|| format!("exit status {}", outcome.status));
    Ok((outcome.events, fault.or(status)))
}

/// What an outcome is seen as; `function` tells what function the bits of a reference mean.
///
/// # Errors
/// If it is a trap of no known kind.
pub fn what(
    action: &Action,
    done: Done,
    exports: &Exports,
    function: &dyn Fn(u64) -> Option<u32>,
) -> Result<Seen, Failure> {
    let mut values = match done {
        Done::Trap { kind, .. } => return kind.map(Seen::Trap).ok_or("unknown trap".to_owned()),
        Done::Values(values) => values,
    };
    let types: Vec<ValueType> = match action {
        Action::Call { ty, .. } => ty.results.clone(),
        Action::Global { ty, .. } => vec![*ty],
        Action::Table { ty, .. } => std::iter::once(ValueType::I32)
            .chain(std::iter::repeat(*ty))
            .take(values.len())
            .collect(),
        Action::Instantiate | Action::Memory { .. } | Action::Exhaust => Vec::new(),
    };
    for (value, ty) in values.iter_mut().zip(types) {
        if ty == ValueType::FuncRef && *value != 0 {
            *value = exports.reference(function(*value));
        }
    }
    Ok(Seen::Values(values))
}
