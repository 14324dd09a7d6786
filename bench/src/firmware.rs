//! A kernel compiled by Tinsmith, on a board.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use object::{Object as _, ObjectSymbol as _};
use tinsmith::board::Board;
use tinsmith::driver::{Compiled, Options, Unit};
use tinsmith::emulator::{self, RunOptions, Value};
use tinsmith::firmware::{self, Parts};
use tinsmith::object::module::{DataKind, Literal};
use tinsmith::opt::Goal;
use tinsmith::script::{Call, Operand, Script, Step};
use tinsmith::wasm::{ExternIndex, ExternType, Module, TranslateOptions, names};

use crate::kernels::Kernel;
use crate::{Failure, Measured, build_folder, context};

/// A program may run this long in the emulator.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// The module's instance.
const INSTANCE: &str = "app";

/// A linked firmware and what it was made of.
pub struct Built {
    /// The firmware.
    pub elf: Vec<u8>,
    /// The compiled module.
    pub compiled: Compiled,
}

/// The module before code generation.
///
/// # Errors
/// If it is refused.
pub fn unit(wasm: &Path, board: &'static Board, goal: Goal) -> Result<Unit, Failure> {
    let bytes = std::fs::read(wasm).map_err(context(wasm.display()))?;
    let name = wasm.file_name().unwrap_or_default().to_string_lossy();
    let options = Options {
        target: board.target,
        translate: TranslateOptions {
            instance: INSTANCE.to_owned(),
            memory_reserve: board.memory_reserve,
            table_reserve: 10_000,
            alone: true,
        },
        source: name.clone().into_owned(),
        linked: Arc::new(BTreeSet::new()),
        goal,
    };
    Unit::new(&bytes, options).map_err(context(name))
}

/// Compiles a module and links it with a script that calls the kernel.
///
/// # Errors
/// If it is refused or does not fit.
pub fn build(
    kernel: &Kernel,
    wasm: &Path,
    board: &'static Board,
    goal: Goal,
) -> Result<Built, Failure> {
    let compiled = unit(wasm, board, goal)?
        .compile()
        .map_err(context(&kernel.name))?;
    let script = script(kernel, &compiled.module)?;
    let parts = Parts {
        modules: std::slice::from_ref(&compiled),
        script,
        board,
        memory_reserve: board.memory_reserve,
    };
    let elf = firmware::link(parts).map_err(context(&kernel.name))?.elf;
    Ok(Built { elf, compiled })
}

/// Instantiates the module and makes one counted call.
fn script(kernel: &Kernel, module: &Module) -> Result<Script, Failure> {
    let entry = module.exports.iter().find(|e| e.name == "kernel");
    let Some(ExternIndex::Func(entry)) = entry.map(|e| e.index) else {
        return Err("the module exports no function `kernel`".to_owned());
    };
    let ty = module.function_type(entry).clone();
    let signature = ty.signature();
    let call = Call {
        code: names::export(INSTANCE, "kernel", &ExternType::Func(ty)),
        signature,
        args: vec![Operand::Number(u64::from(kernel.rounds))],
        report: true,
        survives_trap: false,
        count: true,
        slot: None,
    };
    let instantiate = Step::Instantiate {
        code: names::instantiate(INSTANCE),
        memory: None,
    };
    Ok(Script {
        steps: vec![instantiate, Step::Call(call)],
        ..Script::default()
    })
}

/// Builds a kernel for a board and runs it there.
///
/// # Errors
/// If it cannot be built, traps or says nothing.
pub fn measure(
    kernel: &Kernel,
    wasm: &Path,
    board: &'static Board,
    goal: Goal,
) -> Result<Measured, Failure> {
    let built = build(kernel, wasm, board, goal)?;
    let folder = build_folder(&format!("{}/{}-{goal:?}", kernel.name, board.name))?;
    let file = folder.join("firmware.elf");
    std::fs::write(&file, &built.elf).map_err(context(file.display()))?;
    let (result, instructions) = run(&file, board)?;
    Ok(Measured {
        result,
        instructions,
        code: code_size(&built)?,
        ram: ram_size(&built.compiled),
    })
}

fn run(file: &Path, board: &Board) -> Result<(u32, u64), Failure> {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let options = RunOptions {
        count: true,
        stdin: Some(Vec::new()),
        stdout: &mut stdout,
        stderr: &mut stderr,
        timeout: Some(TIMEOUT),
    };
    let outcome = emulator::run(board, file, options).map_err(context("running"))?;
    match (outcome.results().next(), outcome.count()) {
        (Some(Value::I32(result)), Some(count)) => Ok((result.cast_unsigned(), count)),
        _ => Err(format!("no result: {:?}", outcome.events)),
    }
}

/// Bytes of the module's functions as linked, trap stubs and jump tables included, and of the literals they share.
fn code_size(built: &Built) -> Result<u64, Failure> {
    let elf = object::File::parse(&*built.elf).map_err(context("the firmware"))?;
    let prefix = format!("{INSTANCE}.func.");
    let functions: u64 = elf
        .symbols()
        .filter(|symbol| symbol.name().is_ok_and(|name| name.starts_with(&prefix)))
        .map(|symbol| symbol.size())
        .sum();
    let literals: BTreeSet<String> = (built.compiled.object.functions.iter())
        .filter(|code| code.name.starts_with(&prefix))
        .flat_map(|code| {
            // Equal literals are one word, but a place in a function is its own.
            code.literals.iter().map(|literal| match literal {
                Literal::CodeOffset(at) => format!("{}+{at}", code.name),
                other => format!("{other:?}"),
            })
        })
        .collect();
    Ok(functions + 4 * literals.len() as u64)
}

/// Bytes of everything writable, a linear memory as large as it starts.
fn ram_size(compiled: &Compiled) -> u64 {
    let memories: u64 = (compiled.module.memories.iter())
        .map(|memory| memory.ty.min_bytes())
        .sum();
    let memory = format!("{INSTANCE}.mem.");
    let is_memory = |name: &str| name.starts_with(&memory) && !name.ends_with(".desc");
    let others: u64 = (compiled.object.data.iter())
        .filter(|data| data.kind != DataKind::ReadOnly && !is_memory(&data.name))
        .map(|data| u64::from(data.size))
        .sum();
    memories + others
}
