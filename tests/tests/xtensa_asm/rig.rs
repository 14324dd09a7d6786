//! Assembles, links and runs assembly programs on the emulated Xtensa boards.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tinsmith::board::Board;
use tinsmith::link::{Input, Options, Scope, link};
use tinsmith::runtime;
use tinsmith::target::{HostAbi, Isa};

/// How long a program may run; all of them take well under a second.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What a program did.
pub struct Outcome {
    pub status: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of a file in `tests/xtensa-asm`.
pub fn source(name: &str) -> String {
    let path = root().join("tests/xtensa-asm").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Waits for a child, which is killed if it takes too long.
fn finish(mut child: std::process::Child, what: &str) -> (ExitStatus, Vec<u8>, Vec<u8>) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut out = child.stdout.take().expect("piped");
    let mut err = child.stderr.take().expect("piped");
    let reader = std::thread::spawn(move || {
        std::io::Read::read_to_end(&mut err, &mut stderr).expect("stderr");
        stderr
    });
    let output = std::thread::spawn(move || {
        std::io::Read::read_to_end(&mut out, &mut stdout).expect("stdout");
        stdout
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if start.elapsed() > TIMEOUT {
            let _ = child.kill();
            panic!("{what} hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    (
        status,
        output.join().expect("reader"),
        reader.join().expect("reader"),
    )
}

fn start(command: &mut Command, package: &str, input: &[u8]) -> (ExitStatus, Vec<u8>, Vec<u8>) {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child =
        child.unwrap_or_else(|e| panic!("cannot run {name} (Debian package {package}): {e}"));
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(input)
        .expect("a child that reads its input");
    finish(child, &name)
}

/// The boards with Xtensa cores.
pub fn boards() -> impl Iterator<Item = &'static Board> {
    let xtensa = |board: &&Board| board.target.isa == Isa::Xtensa && board.emulator.is_some();
    Board::all().iter().filter(xtensa)
}

/// The board whose core has everything.
pub fn full() -> &'static Board {
    Board::by_name("qemu-xtensa").expect("a board of the repository")
}

fn assemble(name: &str, text: &str, board: &Board) -> Vec<u8> {
    let mut command = Command::new("llvm-mc-22");
    command.args(["--triple=xtensa", "-filetype=obj", "-o", "-"]);
    match board.target.host_abi {
        HostAbi::Windowed => command.args(["--mcpu=esp32", "-defsym=WINDOWED=1"]),
        _ => command.arg("--mcpu=esp8266"),
    };
    let (status, object, errors) = start(&mut command, "llvm-22", text.as_bytes());
    assert!(
        status.success(),
        "{name}.s: {}",
        String::from_utf8_lossy(&errors)
    );
    object
}

/// As compiled objects ask for what emulates misaligned accesses.
const EMULATION: &str =
    ".section .tinsmith.abi, \"a\", @progbits\n.long tinsmith_emulate_alignment\n.text\n";

/// Runs `program`, which defines `tinsmith_main`, with the runtime's assembly and the board's, on `input`.
pub fn run(board: &Board, name: &str, program: &str, input: &[u8]) -> Outcome {
    let object = |name: &str, bytes| Input {
        name: name.to_owned(),
        bytes,
        scope: Scope::Public,
    };
    let program = format!("{EMULATION}{program}");
    let mut objects = vec![object(name, Cow::Owned(assemble(name, &program, board)))];
    let parts = runtime::inputs(board.target.name, &board.name);
    let parts = parts.unwrap_or_else(|error| panic!("{error}"));
    let assembly = parts
        .iter()
        .filter(|part| !["intrinsics.a", "host.a"].contains(&part.name));
    objects.extend(assembly.map(|part| object(part.name, Cow::Borrowed(part.bytes))));
    let firmware =
        link(&objects, board, &Options::default()).unwrap_or_else(|e| panic!("{name}: {e}"));

    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}.elf", board.name));
    std::fs::write(&path, &firmware.elf).expect("a writable target directory");
    let emulator = board.emulator.as_ref().expect("an emulated board");
    let mut command = Command::new(&emulator.program);
    command.args(emulator.command_line(&path.to_string_lossy(), true));
    let (status, stdout, stderr) = start(&mut command, &emulator.package, input);
    Outcome {
        status: status.code(),
        stdout,
        stderr,
    }
}
