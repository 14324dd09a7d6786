//! Runs a program on a board and checks what comes out.

use std::collections::HashMap;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tinsmith::board::Board;
use tinsmith::driver::{Compiled, Options, Unit};
use tinsmith::emulator::{self, Event, Outcome, RunOptions};
use tinsmith::firmware::{self, Parts};
use tinsmith::scratch::ScratchFile;
use tinsmith::script::{Call, Operand, Script, Step};
use tinsmith::wasm::{ExternIndex, Module, TranslateOptions, ValueType, names};

use super::fetch::hex;
use super::spec::{self, Number, Program};
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
) -> Result<u64, Failure> {
    let linked: Vec<String> = program.link.keys().cloned().collect();
    let mut modules = vec![compile(wasm, "app", name, &linked, board)?];
    for (instance, file) in &program.link {
        let text = std::fs::read(folder().join(file)).map_err(context(file))?;
        modules.push(compile(&text, instance, file, &linked, board)?);
    }
    let mut plan = Plan::new(&modules[0].module);
    plan.instantiate(program);
    match &program.run {
        Some(_) => plan.command()?,
        None => {
            for step in &program.step {
                plan.step(step)?;
            }
        }
    }
    let expected = plan.expected;
    let mut script = plan.script;
    if let Some(run) = &program.run {
        script.args = std::iter::once(name.to_owned())
            .chain(run.args.iter().cloned())
            .collect();
        script.environ = run.env.clone();
    }
    let parts = Parts {
        modules: &modules,
        script,
        board,
        memory_reserve: board.memory_reserve,
    };
    let firmware = firmware::link(parts).map_err(context("linking"))?;
    let ran = execute(&firmware.elf, program, board)?;
    ran.check(program, &expected)
}

fn compile(
    wasm: &[u8],
    instance: &str,
    file: &str,
    linked: &[String],
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
        linked: linked.to_vec(),
    };
    let unit = Unit::new(wasm, options).map_err(context(file))?;
    unit.compile().map_err(context(file))
}

/// What the device must say, in order.
enum Expected {
    Result(String),
    AnyResult,
    Memory {
        sha256: Option<String>,
        bytes: Option<Vec<u8>>,
    },
}

/// The script under construction, and what must come out.
struct Plan<'a> {
    module: &'a Module,
    script: Script,
    expected: Vec<Expected>,
    slots: HashMap<String, u32>,
}

impl<'a> Plan<'a> {
    fn new(module: &'a Module) -> Self {
        Self {
            module,
            script: Script::default(),
            expected: Vec::new(),
            slots: HashMap::new(),
        }
    }

    fn instantiate(&mut self, program: &Program) {
        for instance in program.link.keys() {
            let code = names::instantiate(instance);
            self.script
                .steps
                .push(Step::Instantiate { code, memory: None });
        }
        let memory = (!self.module.memories.is_empty())
            .then(|| names::descriptor(&names::item("app", self.module, ExternIndex::Memory(0))));
        let code = names::instantiate("app");
        self.script.steps.push(Step::Instantiate { code, memory });
    }

    fn command(&mut self) -> Result<(), Failure> {
        self.call("_start", &[], false, None)
    }

    fn call(
        &mut self,
        name: &str,
        args: &[Number],
        report: bool,
        save: Option<&String>,
    ) -> Result<(), Failure> {
        let index = self.function(name)?;
        let ty = self.module.function_type(index);
        if ty.params.len() != args.len() {
            return Err(format!(
                "`{name}` has type {ty}, {} arguments given",
                args.len()
            ));
        }
        let args = args
            .iter()
            .zip(&ty.params)
            .map(|(arg, &ty)| self.operand(arg, ty));
        let args = args.collect::<Result<_, _>>()?;
        let slot = save.map(|name| self.slot(name));
        self.script.steps.push(Step::Call(Call {
            code: names::item("app", self.module, ExternIndex::Func(index)),
            signature: ty.signature(),
            args,
            report,
            survives_trap: false,
            count: true,
            slot,
        }));
        Ok(())
    }

    fn function(&self, name: &str) -> Result<u32, Failure> {
        let exports = self.module.exports.iter();
        exports
            .filter(|export| export.name == name)
            .find_map(|export| match export.index {
                ExternIndex::Func(index) => Some(index),
                _ => None,
            })
            .ok_or_else(|| format!("no function `{name}` is exported"))
    }

    fn slot(&mut self, name: &str) -> u32 {
        let next = self.slots.len() as u32;
        *self.slots.entry(name.to_owned()).or_insert(next)
    }

    fn operand(&self, number: &Number, ty: ValueType) -> Result<Operand, Failure> {
        Ok(match (number, ty) {
            (Number::Int(n), ValueType::F32) => Operand::Number(u64::from((*n as f32).to_bits())),
            (Number::Int(n), ValueType::F64) => Operand::Number((*n as f64).to_bits()),
            (Number::Int(n), _) => Operand::Number(*n as u64),
            (Number::Float(n), ValueType::F32) => Operand::Number(u64::from((*n as f32).to_bits())),
            (Number::Float(n), _) => Operand::Number(n.to_bits()),
            (Number::Text(text), _) => return self.saved(text),
        })
    }

    /// `name`, `name+4`, or `0x…`.
    fn saved(&self, text: &str) -> Result<Operand, Failure> {
        if let Some(digits) = text.strip_prefix("0x") {
            return u64::from_str_radix(digits, 16)
                .map(Operand::Number)
                .map_err(context(text));
        }
        let (name, offset) = text.split_once('+').unwrap_or((text, "0"));
        let slot = self
            .slots
            .get(name)
            .ok_or_else(|| format!("nothing was saved as `{name}`"))?;
        Ok(Operand::Slot(*slot, offset.parse().map_err(context(text))?))
    }

    fn step(&mut self, step: &spec::Step) -> Result<(), Failure> {
        let address = |plan: &Self, number| plan.operand(number, ValueType::I32);
        if let Some(name) = &step.call {
            let results = self
                .module
                .function_type(self.function(name)?)
                .results
                .len();
            self.call(name, &step.args, true, step.save.as_ref())?;
            match &step.expect {
                Some(values) => self
                    .expected
                    .extend(values.iter().cloned().map(Expected::Result)),
                None => self
                    .expected
                    .extend((0..results).map(|_| Expected::AnyResult)),
            }
        } else if let Some(at) = &step.write {
            let bytes = bytes(step)?.ok_or("`write` needs `text`, `hex` or `file`")?;
            self.script.steps.push(Step::Write {
                at: address(self, at)?,
                bytes,
            });
        } else if let Some(at) = &step.read {
            let len = step.len.as_ref().ok_or("`read` needs `len`")?;
            let (at, len) = (address(self, at)?, address(self, len)?);
            self.script.steps.push(Step::Read { at, len });
            let expected = Expected::Memory {
                sha256: step.sha256.clone(),
                bytes: bytes(step)?,
            };
            self.expected.push(expected);
        } else if let (Some(at), Some(name)) = (&step.load, &step.save) {
            let at = address(self, at)?;
            let slot = self.slot(name);
            self.script.steps.push(Step::Load { at, slot });
        } else {
            return Err("a step needs `call`, `write`, `read` or `load` with `save`".to_owned());
        }
        Ok(())
    }
}

/// The bytes a step names.
fn bytes(step: &spec::Step) -> Result<Option<Vec<u8>>, Failure> {
    let once = match (&step.text, &step.hex, &step.file) {
        (Some(text), ..) => text.as_bytes().to_vec(),
        (_, Some(digits), _) => (0..digits.len())
            .step_by(2)
            .map(|i| {
                digits
                    .get(i..i + 2)
                    .and_then(|d| u8::from_str_radix(d, 16).ok())
            })
            .collect::<Option<_>>()
            .ok_or("`hex` is no hex")?,
        (_, _, Some(file)) => std::fs::read(folder().join(file)).map_err(context(file))?,
        _ => return Ok(None),
    };
    Ok(Some(once.repeat(step.repeat.unwrap_or(1))))
}

/// What a run left.
struct Ran {
    outcome: Outcome,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

fn execute(elf: &[u8], program: &Program, board: &Board) -> Result<Ran, Failure> {
    let file = ScratchFile::new("elf", elf).map_err(context("firmware file"))?;
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let stdin = program
        .run
        .as_ref()
        .map_or(String::new(), |run| run.stdin.clone());
    let options = RunOptions {
        count: true,
        stdin: Some(stdin.into_bytes()),
        stdout: &mut stdout,
        stderr: &mut stderr,
        timeout: Some(TIMEOUT),
    };
    let outcome = emulator::run(board, file.path(), options).map_err(context("running"))?;
    Ok(Ran {
        outcome,
        stdout,
        stderr,
    })
}

impl Ran {
    fn check(&self, program: &Program, expected: &[Expected]) -> Result<u64, Failure> {
        let run = program.run.clone().unwrap_or_default();
        if self.outcome.status != run.status {
            return Err(format!(
                "exit status {}, must be {}; events {:?}\n{}{}",
                self.outcome.status,
                run.status,
                self.outcome.events,
                String::from_utf8_lossy(&self.stdout),
                String::from_utf8_lossy(&self.stderr)
            ));
        }
        self.check_streams(&run)?;
        self.check_answers(expected)?;
        if let Some(traces) = &program.traces {
            let found: Vec<_> = self.outcome.events.iter().filter_map(trace).collect();
            if found != *traces {
                return Err(format!("traced {found:?}, must be {traces:?}"));
            }
        }
        // A program that ends through `proc_exit` never returns from its call, so nothing was counted.
        Ok(self.outcome.count().unwrap_or(0))
    }

    fn check_streams(&self, run: &spec::Run) -> Result<(), Failure> {
        let stdout = String::from_utf8_lossy(&self.stdout);
        if let Some(file) = &run.stdout {
            let wanted = std::fs::read_to_string(folder().join(file)).map_err(context(file))?;
            if stdout != wanted {
                return Err(format!("standard output is\n{stdout}\nmust be\n{wanted}"));
            }
        }
        for text in &run.contains {
            if !stdout.contains(text) {
                return Err(format!("standard output has no `{text}`:\n{stdout}"));
            }
        }
        let stderr = String::from_utf8_lossy(&self.stderr);
        if stderr != run.stderr {
            return Err(format!(
                "standard error is\n{stderr}\nmust be\n{}",
                run.stderr
            ));
        }
        Ok(())
    }

    fn check_answers(&self, expected: &[Expected]) -> Result<(), Failure> {
        let mut answers = self.outcome.events.iter().filter(|event| {
            matches!(
                event,
                Event::Result(_) | Event::Memory(_) | Event::Fault(_) | Event::Unknown(_)
            )
        });
        for (n, expected) in expected.iter().enumerate() {
            let answer = answers.next();
            let ok = match (expected, answer) {
                (Expected::AnyResult, Some(Event::Result(_))) => true,
                (Expected::Result(text), Some(Event::Result(value))) => value.to_string() == *text,
                (Expected::Memory { sha256, bytes }, Some(Event::Memory(found))) => {
                    let hash = hex(&Sha256::digest(found));
                    sha256.as_ref().is_none_or(|wanted| *wanted == hash)
                        && bytes.as_ref().is_none_or(|wanted| wanted == found)
                }
                _ => false,
            };
            if !ok {
                return Err(format!("answer {n} is {answer:?}"));
            }
        }
        match answers.next() {
            Some(more) => Err(format!("an answer too many: {more:?}")),
            None => Ok(()),
        }
    }
}

fn trace(event: &Event) -> Option<&str> {
    match event {
        Event::Trace(text) => Some(text),
        _ => None,
    }
}
