//! Making and running a firmware that consists of the runtime, a run script and pieces of assembly.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tinsmith::board::Board;
use tinsmith::link::{Firmware, Input, Options, Scope, link};
use tinsmith::object::module::{
    Binding, Data, DataKind, ObjectModule, Reloc, RelocKind, RelocTarget,
};
use tinsmith::runtime::RuntimeInput;
use tinsmith::{object, runtime};

/// Print the results of a call.
pub const PRINT: u32 = 1;
/// Go on after a trap.
pub const GO_ON: u32 = 2;
/// Count instructions.
pub const COUNT: u32 = 4;

/// A run script in the ABI's words.
#[derive(Default)]
pub struct Script {
    words: Vec<u8>,
    relocs: Vec<Reloc>,
    strings: BTreeMap<String, Arc<str>>,
    blobs: Vec<Data>,
}

impl Script {
    pub fn word(&mut self, word: u32) -> &mut Self {
        self.words.extend(word.to_le_bytes());
        self
    }

    pub fn address(&mut self, symbol: &str) -> &mut Self {
        self.relocs.push(Reloc {
            offset: self.words.len() as u32,
            kind: RelocKind::Abs32,
            target: RelocTarget::Symbol(symbol.into()),
            addend: 0,
        });
        self.word(0)
    }

    /// The address of a routine of the script's machine.
    fn routine(&mut self, name: &str) -> &mut Self {
        self.address(&format!("tinsmith_script_{name}"))
    }

    pub fn number(&mut self, value: u64) -> &mut Self {
        self.word(0).word(value as u32).word((value >> 32) as u32)
    }

    pub fn instantiate(&mut self, code: &str, memory: &str) -> &mut Self {
        self.routine("memory").address(memory);
        self.call(code, ">", 0, &[])
    }

    /// A call without slot; operands follow.
    pub fn call(&mut self, code: &str, signature: &str, flags: u32, args: &[u64]) -> &mut Self {
        let n = self.strings.len();
        let string = self.strings.entry(signature.to_owned());
        let string = string
            .or_insert_with(|| format!("test.string.{n}").into())
            .clone();
        self.routine("call").address(code).address(&string);
        match flags & COUNT {
            0 => self.word(0),
            _ => self.routine("count"),
        };
        match flags & PRINT {
            0 => self.word(0),
            _ => self.routine("result"),
        };
        self.word(u32::from(flags & GO_ON != 0));
        for &arg in args {
            self.number(arg);
        }
        self
    }

    /// Writes bytes to memory.
    pub fn write(&mut self, at: u32, bytes: &[u8]) -> &mut Self {
        let name: Arc<str> = format!("test.bytes.{}", self.blobs.len()).into();
        self.routine("write")
            .number(at.into())
            .address(&name)
            .word(bytes.len() as u32);
        self.blobs
            .push(read_only(&name, bytes.to_vec(), Vec::new()));
        self
    }

    /// Prints bytes of memory.
    pub fn read(&mut self, at: u32, len: u32) -> &mut Self {
        self.routine("print_memory")
            .number(at.into())
            .number(len.into())
    }

    /// The script as an object, with the program's arguments.
    fn object(mut self, board: &Board, args: &[&str]) -> Vec<u8> {
        self.word(0);
        let mut data = vec![read_only("tinsmith_script", self.words, self.relocs)];
        data.append(&mut self.blobs);
        for (text, name) in &self.strings {
            data.push(read_only(
                name,
                [text.as_bytes(), b"\0"].concat(),
                Vec::new(),
            ));
        }
        let mut vector = Script::default();
        vector.word(args.len() as u32);
        for (n, arg) in args.iter().enumerate() {
            let name = format!("test.arg.{n}");
            vector.address(&name);
            data.push(read_only(
                &name,
                [arg.as_bytes(), b"\0"].concat(),
                Vec::new(),
            ));
        }
        data.push(read_only("tinsmith_args", vector.words, vector.relocs));
        data.push(read_only("tinsmith_environ", vec![0; 4], Vec::new()));
        let module = ObjectModule {
            name: "script".to_owned(),
            target: board.target,
            source: "script".to_owned(),
            accesses: false,
            functions: Vec::new(),
            data,
            aliases: Vec::new(),
        };
        object::write(&module).unwrap()
    }
}

fn read_only(name: &str, bytes: Vec<u8>, relocs: Vec<Reloc>) -> Data {
    Data {
        name: name.into(),
        kind: DataKind::ReadOnly,
        binding: Binding::Global,
        align: 4,
        size: bytes.len() as u32,
        bytes,
        relocs,
    }
}

/// A board by its name.
pub fn board(name: &str) -> &'static Board {
    Board::by_name(name).unwrap_or_else(|| panic!("no board {name}"))
}

/// Every emulated board.
pub fn boards() -> impl Iterator<Item = &'static Board> {
    Board::all().iter().filter(|board| board.emulator.is_some())
}

/// Links the runtime with a script and further objects.
pub fn firmware(board: &Board, script: Script, args: &[&str], objects: Vec<Vec<u8>>) -> Firmware {
    let parts = runtime::inputs(board.target.name, &board.start_up());
    let parts = parts.unwrap_or_else(|error| panic!("{error}"));
    link_with(board, script, args, objects, parts.into_iter())
}

/// The same with parts of a runtime.
pub fn link_with(
    board: &Board,
    script: Script,
    args: &[&str],
    objects: Vec<Vec<u8>>,
    parts: impl Iterator<Item = RuntimeInput>,
) -> Firmware {
    let input = |name: &str, bytes: Cow<'static, [u8]>, scope| Input {
        name: name.to_owned(),
        bytes,
        scope,
    };
    let script = script.object(board, args);
    let mut inputs = vec![input("script.o", script.into(), Scope::Public)];
    for object in objects {
        inputs.push(input("piece.o", object.into(), Scope::Public));
    }
    for part in parts {
        let scope = if part.scoped {
            Scope::Scoped
        } else {
            Scope::Public
        };
        inputs.push(input(part.name, part.bytes.into(), scope));
    }
    link(&inputs, board, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// A scratch file of this test run.
pub fn scratch(suffix: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("runtime-{n}{suffix}"))
}

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// The control lines after the first, which says that the firmware has started, without their mark.
    pub fn control(&self) -> Vec<&str> {
        let lines = self.stderr.lines();
        let mut lines = lines.filter_map(|line| line.strip_prefix('\x1e'));
        assert_eq!(lines.next(), Some("start"));
        lines.collect()
    }
}

/// Runs a firmware in the board's emulator, counting instructions exactly.
pub fn run(board: &Board, firmware: &Firmware, stdin: &str) -> Outcome {
    let path = scratch(".elf");
    std::fs::write(&path, &firmware.elf).unwrap();
    let emulator = board.emulator.as_ref().unwrap();
    let mut child = Command::new("timeout")
        .arg("60")
        .arg(&emulator.program)
        .args(emulator.command_line(path.to_str().unwrap(), true))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!(
                "{}: {error}; it is in the package {}",
                emulator.program, emulator.package
            )
        });
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(stdin.as_bytes()).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    Outcome {
        status: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
