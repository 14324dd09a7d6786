//! Compiles a program for a board, links it, runs it in the board's emulator and checks what comes out.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tinsmith::board::Board;
use tinsmith::driver::{Compiled, Options, Unit};
use tinsmith::emulator::{self, Event, RunOptions};
use tinsmith::firmware::{self, Parts};
use tinsmith::link;
use tinsmith::opt::Goal;
use tinsmith::scratch::ScratchFile;
use tinsmith::wasm::{self, TranslateOptions, names};

use super::answers::Ran;
use super::plan::{MAIN, Modules, Plan};
use super::spec::Program;
use super::{Failure, context, folder};

/// A program may run this long in the emulator.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Compiles, links, runs and checks a program on a board; the instructions it executed.
///
/// # Errors
/// What differs from the known answers, or what failed.
pub fn check(
    name: &str,
    program: &Program,
    wasm: &[u8],
    board: &'static Board,
    goal: Goal,
) -> Result<u64, Failure> {
    let mut parts = vec![(MAIN, name, wasm.to_vec())];
    for (instance, file) in &program.link {
        let text = std::fs::read(folder().join(file)).map_err(context(file))?;
        parts.push((instance, file, text));
    }
    let (instances, compiled) = compile(parts, board, goal)?;
    let modules: Modules<'_> = instances
        .into_iter()
        .zip(compiled.iter().map(|c| &c.module))
        .collect();
    let Plan {
        script, expected, ..
    } = Plan::new(name, program, &modules)?;
    let firmware = firmware::link(Parts {
        modules: &compiled,
        script,
        board,
        memory_reserve: board.memory_reserve,
    });
    let firmware = firmware.map_err(context("linking"))?;
    execute(&firmware.elf, program, board)?.check(program, &expected)
}

/// Compiles modules that are linked with each other, each given as instance name, file name and bytes.
fn compile<'a>(
    parts: Vec<(&'a str, &str, Vec<u8>)>,
    board: &'static Board,
    goal: Goal,
) -> Result<(Vec<&'a str>, Vec<Compiled>), Failure> {
    let mut modules = Vec::new();
    let mut linked = BTreeSet::new();
    for (instance, file, bytes) in &parts {
        let module = wasm::parse(bytes, wasm::ParseOptions::default()).map_err(context(file))?;
        linked.extend(names::exports(instance, &module));
        modules.push(module);
    }
    let linked = Arc::new(linked);
    let mut compiled = Vec::new();
    for ((instance, file, _), module) in parts.iter().zip(modules) {
        let options = Options {
            target: board.target,
            translate: TranslateOptions {
                instance: (*instance).to_owned(),
                memory_reserve: board.memory_reserve,
                table_reserve: 10_000,
                alone: parts.len() == 1,
            },
            source: (*file).to_owned(),
            linked: Arc::clone(&linked),
            goal,
        };
        let unit = Unit::of_module(module, options).map_err(context(file))?;
        compiled.push(unit.compile().map_err(context(file))?);
    }
    let instances = parts.into_iter().map(|(instance, ..)| instance).collect();
    Ok((instances, compiled))
}

fn execute(elf: &[u8], program: &Program, board: &Board) -> Result<Ran, Failure> {
    let file = ScratchFile::new("elf", elf).map_err(context("firmware file"))?;
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let options = RunOptions {
        count: true,
        stdin: Some(program.run.stdin.clone().into_bytes()),
        stdout: &mut stdout,
        stderr: &mut stderr,
        timeout: Some(TIMEOUT),
    };
    let outcome = emulator::run(board, file.path(), options).map_err(context("running"))?;
    let traps = outcome.events.iter().filter_map(|event| trap(event, elf));
    Ok(Ran {
        traps: traps.collect(),
        outcome,
        stdout,
        stderr,
    })
}

/// A trap in words; `pc` is a return address, the site is before it.
fn trap(event: &Event, elf: &[u8]) -> Option<String> {
    let Event::Trap { kind, pc } = event else {
        return None;
    };
    Some(match link::symbolize(elf, pc.wrapping_sub(1)) {
        Some(place) => format!(
            "{kind:?} in `{}` at {:x?}",
            place.function, place.wasm_offset
        ),
        None => format!("{kind:?} at {pc:#x}"),
    })
}
