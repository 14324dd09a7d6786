//! Compiles a program for a board, links it, runs it in the board's emulator and checks what comes out.

use std::sync::Arc;
use std::time::Duration;

use tinsmith::board::Board;
use tinsmith::driver::{Compiled, Linked, Options, Unit};
use tinsmith::emulator::{self, Event, RunOptions};
use tinsmith::firmware::{self, Parts};
use tinsmith::link;
use tinsmith::scratch::ScratchFile;
use tinsmith::wasm::{self, Module, ParseOptions, TranslateOptions};

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
    binary: &[u8],
    board: &'static Board,
) -> Result<u64, Failure> {
    let mut parsed = vec![(MAIN, name, parse(binary, name)?)];
    for (instance, file) in &program.link {
        let text = std::fs::read(folder().join(file)).map_err(context(file))?;
        parsed.push((instance, file, parse(&text, file)?));
    }
    let linked = Linked::of(
        parsed
            .iter()
            .map(|(instance, _, module)| (*instance, module)),
    );
    let linked = Arc::new(linked);
    let instances: Vec<&str> = parsed.iter().map(|(instance, ..)| *instance).collect();
    let compiled = parsed
        .into_iter()
        .map(|(instance, file, module)| compile(module, instance, file, linked.clone(), board));
    let compiled: Vec<Compiled> = compiled.collect::<Result<_, _>>()?;
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

fn parse(binary: &[u8], file: &str) -> Result<Module, Failure> {
    wasm::parse(binary, ParseOptions::default()).map_err(context(file))
}

fn compile(
    module: Module,
    instance: &str,
    file: &str,
    linked: Arc<Linked>,
    board: &'static Board,
) -> Result<Compiled, Failure> {
    let options = Options {
        target: board.target,
        translate: TranslateOptions {
            instance: instance.to_owned(),
            memory_reserve: board.memory_reserve,
            table_reserve: 10_000,
        },
        source: file.to_owned(),
        linked,
    };
    let unit = Unit::of_module(module, options).map_err(context(file))?;
    unit.compile().map_err(context(file))
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
