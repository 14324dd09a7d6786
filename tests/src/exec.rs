//! Tier `codegen/`: functions in Tinsmith IR, run by the interpreter and, compiled, on an emulated board; both must agree.
//!
//! What the interpreter does is the meaning of the IR, so nothing expected is written down. All calls of a suite go into one
//! firmware, as its run script. A call may trap; its kind must be the same on both sides.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tinsmith::board::Board;
use tinsmith::emulator::{self, Event, RunOptions, Value};
use tinsmith::ir::interp::{Interpreter, NoHost, Stop, same_words};
use tinsmith::ir::{Function, Signature, TrapKind, Type, verify};
use tinsmith::link::{self, Input, Scope};
use tinsmith::mach::{self, Backend};
use tinsmith::object::module::{Binding, Code, Data, DataKind, ObjectModule};
use tinsmith::object::write;
use tinsmith::runtime;
use tinsmith::script::{Call, Operand, Script, Step};

/// Functions, the symbols they access, and the calls to make.
#[derive(Default)]
pub struct Suite {
    /// The functions.
    pub functions: Vec<Function>,
    /// Symbols and their sizes; zero when the first call is made.
    pub memories: Vec<(&'static str, u32)>,
    /// Function names and argument words.
    pub calls: Vec<(Arc<str>, Vec<u32>)>,
    /// Functions that are stubs for imports on the board, with the import's symbol.
    pub imports: Vec<(&'static str, &'static str)>,
    /// An object that defines the imports.
    pub host: Option<Vec<u8>>,
    /// What the code may be like.
    pub options: mach::Options,
}

/// What a call did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It returned these words.
    Results(Vec<u32>),
    /// It trapped.
    Trap(TrapKind),
}

impl Suite {
    /// Adds functions from text.
    ///
    /// # Panics
    /// If the text is not IR.
    pub fn add(&mut self, text: &str) {
        let parsed = tinsmith::ir::parse::parse_functions(text);
        let functions = parsed.unwrap_or_else(|error| panic!("{error} in\n{text}"));
        for function in functions {
            verify(&function).unwrap_or_else(|errors| panic!("{errors:?} in\n{function}"));
            self.functions.push(function);
        }
    }

    /// Adds the functions of a file in `tests/codegen`, and its calls: lines `; call name(words)`.
    ///
    /// # Panics
    /// If the file or a line of it cannot be read.
    pub fn add_file(&mut self, name: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("codegen")
            .join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        self.add(&text);
        for line in text.lines().filter_map(|line| line.strip_prefix("; call ")) {
            let call = line.strip_suffix(')').and_then(|c| c.split_once('('));
            let (name, args) = call.unwrap_or_else(|| panic!("{line}: no call"));
            let args = args.split(", ").map(|arg| arg.parse().unwrap());
            self.call(name, &args.collect::<Vec<u32>>());
        }
    }

    /// Adds a call.
    pub fn call(&mut self, name: &str, args: &[u32]) {
        self.calls.push((name.into(), args.to_vec()));
    }

    fn signature(&self, name: &str) -> &Signature {
        let function = self.functions.iter().find(|f| &*f.name == name);
        &function
            .unwrap_or_else(|| panic!("no function {name}"))
            .signature
    }

    /// Runs every call on both sides and compares.
    ///
    /// # Panics
    /// If they differ, with the calls that do.
    pub fn check(&self, board: &'static Board, isa: &dyn Backend) {
        let expected = self.interpret();
        let actual = self.run(board, isa);
        let mut wrong = Vec::new();
        for ((name, args), (expected, actual)) in
            self.calls.iter().zip(expected.iter().zip(&actual))
        {
            let types = &self.signature(name).results;
            let same = match (expected, actual) {
                (Outcome::Results(a), Outcome::Results(b)) => same_words(types, a, b),
                (a, b) => a == b,
            };
            if !same {
                wrong.push(format!("{name}{args:x?}: {actual:x?}, not {expected:x?}"));
            }
        }
        assert!(
            wrong.is_empty(),
            "{} calls go wrong:\n{}",
            wrong.len(),
            wrong[..wrong.len().min(40)].join("\n")
        );
        assert_eq!(expected.len(), actual.len());
    }

    /// The interpreter's outcomes.
    fn interpret(&self) -> Vec<Outcome> {
        let mut interpreter = Interpreter::new(self.functions.iter().cloned(), NoHost);
        for &(name, size) in &self.memories {
            interpreter.memory.place(name, size, 16);
        }
        let outcome = |(name, args): &(Arc<str>, Vec<u32>)| match interpreter.call(name, args) {
            Ok(words) => Outcome::Results(words),
            Err(Stop::Trap { kind, .. }) => Outcome::Trap(kind),
            Err(stop) => panic!("{name}{args:x?}: {stop}"),
        };
        self.calls.iter().map(outcome).collect()
    }

    /// The emulated board's outcomes.
    fn run(&self, board: &'static Board, isa: &dyn Backend) -> Vec<Outcome> {
        let firmware = self.firmware(board, isa);
        let path = scratch_file();
        std::fs::write(&path, firmware).unwrap();
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let options = RunOptions {
            count: false,
            stdin: Some(Vec::new()),
            stdout: &mut stdout,
            stderr: &mut stderr,
            timeout: Some(Duration::from_secs(120)),
        };
        let outcome = emulator::run(board, &path, options).unwrap();
        let mut events = outcome.events.iter();
        let mut outcomes = Vec::new();
        for (name, args) in &self.calls {
            let count = self.signature(name).results.len();
            let mut words = Vec::new();
            while words.len() < count.max(1) {
                match events.next() {
                    Some(Event::Result(Value::I32(n))) => words.push(*n as u32),
                    Some(Event::Result(Value::F32(bits))) => words.push(*bits),
                    Some(Event::Trap {
                        kind: Some(kind), ..
                    }) => {
                        words.clear();
                        outcomes.push(Outcome::Trap(*kind));
                        break;
                    }
                    other => panic!(
                        "{name}{args:x?}: {other:?}, status {}; {} is kept\n{}{}",
                        outcome.status,
                        path.display(),
                        String::from_utf8_lossy(&stdout),
                        String::from_utf8_lossy(&stderr),
                    ),
                }
            }
            if !words.is_empty() {
                outcomes.push(Outcome::Results(words));
            }
        }
        std::fs::remove_file(&path).unwrap();
        outcomes
    }

    /// Compiled functions, memories and a script, linked with the runtime.
    fn firmware(&self, board: &'static Board, isa: &dyn Backend) -> Vec<u8> {
        let mut data: Vec<Data> = self
            .memories
            .iter()
            .map(|&(name, size)| memory(name, size))
            .collect();
        let steps = self
            .calls
            .iter()
            .map(|(name, args)| self.step(name, args))
            .collect();
        data.extend(
            Script {
                steps,
                ..Script::default()
            }
            .to_data(),
        );
        let object = ObjectModule {
            name: "suite".into(),
            target: board.target,
            source: "suite".into(),
            accesses: true,
            functions: self
                .functions
                .iter()
                .map(|f| self.compile(f, isa))
                .collect(),
            data,
            aliases: Vec::new(),
        };
        let bytes = Cow::Owned(write(&object).unwrap());
        let mut inputs = vec![Input {
            name: "suite.o".into(),
            bytes,
            scope: Scope::Public,
        }];
        inputs.extend(self.host.iter().map(|object| Input {
            name: "host.o".into(),
            bytes: Cow::Borrowed(&object[..]),
            scope: Scope::Public,
        }));
        for part in runtime::inputs(board.target.name, &board.start_up()).unwrap() {
            let scope = if part.scoped {
                Scope::Scoped
            } else {
                Scope::Public
            };
            let bytes = Cow::Borrowed(part.bytes);
            inputs.push(Input {
                name: part.name.into(),
                bytes,
                scope,
            });
        }
        link::link(&inputs, board, &link::Options::default())
            .unwrap()
            .elf
    }

    fn compile(&self, function: &Function, isa: &dyn Backend) -> Code {
        let name = &function.name;
        let code = match self.imports.iter().find(|(n, _)| *n == &**name) {
            None => mach::compile_with(function, isa, &self.options),
            Some((_, import)) => {
                let import = (*import).into();
                mach::import_stub(name, &import, &function.signature, isa)
            }
        };
        code.unwrap_or_else(|error| panic!("{error}\n{function}"))
    }

    fn step(&self, name: &str, args: &[u32]) -> Step {
        let signature = self.signature(name);
        let letters = |types: &[Type]| -> String {
            types
                .iter()
                .map(|ty| if *ty == Type::F32 { 'f' } else { 'i' })
                .collect()
        };
        assert!(
            !signature.results.is_empty(),
            "{name} needs a result to be seen"
        );
        Step::Call(Call {
            code: name.into(),
            signature: format!(
                "{}>{}",
                letters(&signature.params),
                letters(&signature.results)
            ),
            args: args
                .iter()
                .map(|&word| Operand::Number(word.into()))
                .collect(),
            report: true,
            survives_trap: true,
            count: false,
            slot: None,
        })
    }
}

fn memory(name: &str, size: u32) -> Data {
    Data {
        name: name.into(),
        kind: DataKind::Bss,
        binding: Binding::Global,
        align: 16,
        bytes: Vec::new(),
        size,
        relocs: Vec::new(),
    }
}

fn scratch_file() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("tinsmith-exec-{}-{n}.elf", std::process::id()))
}
