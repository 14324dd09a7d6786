//! `tinsmith flash`, and `run` on a real board, as a person meets them: the real binary, and a simulated ROM loader on a
//! pseudo-terminal in the board's place (`tests/tests/flash/`), which says what a test lets it say once the program is started.

#[path = "../../tests/tests/flash/board.rs"]
#[expect(dead_code, reason = "the faults are the other test's")]
mod board;
#[path = "../../tests/tests/flash/rom.rs"]
mod rom;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use board::Board;
use object::{Object, ObjectSymbol};

const MODULE: &str = r#"
(module
  (memory 1)
  (func $load (export "load") (param i32) (result i32) (i32.load offset=4 (local.get 0)))
  (func (export "_start")))
"#;

struct Scratch(PathBuf);

impl Scratch {
    /// A folder with the module in it.
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("m.wat"), MODULE).unwrap();
        Self(path)
    }

    fn tinsmith(&self, words: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tinsmith"))
            .args(words.split_whitespace())
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// A product of `build`.
    fn built(&self, emit: &str, board: &str, words: &str) -> Vec<u8> {
        let output = self.tinsmith(&format!(
            "build m.wat --board {board} --emit {emit} -o out {words}"
        ));
        assert!(output.status.success(), "{}", text(&output.stderr));
        std::fs::read(self.0.join("out")).unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const MIB: usize = 1 << 20;

#[test]
fn the_program_is_written_started_and_followed() {
    let scratch = Scratch::new("flash_follow");
    let says = b"ESP-ROM:esp32c3-api1-20210207\r\n\x1estart\nhello\n\x1eexit 3\n";
    let device = Board::new("esp32c3", 4 * MIB).saying(says);
    for command in ["flash", "run"] {
        let plugged = device.plug_in(&[]);
        let words = format!(
            "{command} m.wat --board esp32c3 --port {} --no-stub",
            plugged.name
        );
        let output = scratch.tinsmith(&words);
        assert_eq!(text(&output.stdout), "hello\n", "{}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        let said = match command {
            "flash" => "bytes written",
            _ => "are there already",
        };
        assert!(
            text(&output.stderr).contains(said),
            "{}",
            text(&output.stderr)
        );
    }
    let merged = scratch.built("merged", "esp32c3", "");
    let flash = device.flash();
    assert!(merged.len() > 0x10000 && flash.bytes[..merged.len()] == merged[..]);
    assert!(flash.bytes[merged.len()..].iter().all(|&byte| byte == 0xff));
}

#[test]
fn a_trap_names_function_and_offset() {
    let scratch = Scratch::new("flash_trap");
    let elf = scratch.built("elf", "esp32c3", "--invoke load -- 70000");
    let elf = object::File::parse(&elf[..]).unwrap();
    let load = elf
        .symbols()
        .find(|symbol| symbol.name() == Ok("app.func.0"));
    let load = load.expect("the function's symbol");
    // The call to the trap routine is the function's last instruction.
    let pc = load.address() + load.size();
    let says = format!("\x1estart\n\x1etrap 2 pc {pc:#010x}\n\x1eexit 134\n");
    let device = Board::new("esp32c3", 4 * MIB).saying(says.as_bytes());
    let plugged = device.plug_in(&[]);
    let words = format!(
        "run m.wat --board esp32c3 --port {} --invoke load 70000",
        plugged.name
    );
    let output = scratch.tinsmith(&words);
    assert_eq!(output.status.code(), Some(134), "{}", text(&output.stderr));
    let said = text(&output.stderr);
    assert!(
        said.contains("trap: out of bounds memory access in function `load` at wasm offset 0x"),
        "{said}"
    );
}

#[test]
fn a_program_without_end_is_followed_as_long_as_wished() {
    let scratch = Scratch::new("flash_endless");
    let device = Board::new("esp32c3", 4 * MIB).saying(b"\x1estart\nround and round\n");
    let plugged = device.plug_in(&[]);
    let words = format!(
        "flash m.wat --board esp32c3 --port {} --timeout 1",
        plugged.name
    );
    let output = scratch.tinsmith(&words);
    assert_eq!(text(&output.stdout), "round and round\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("still running after 1 seconds"));
    drop(plugged);
    let plugged = device.plug_in(&[]);
    let words = format!(
        "flash m.wat --board esp32c3 --port {} --no-monitor",
        plugged.name
    );
    let output = scratch.tinsmith(&words);
    assert_eq!(
        (text(&output.stdout), output.status.code()),
        (String::new(), Some(0))
    );
}

#[test]
fn what_cannot_be_flashed_is_refused_with_one_line() {
    let scratch = Scratch::new("flash_refused");
    let device = Board::new("esp32c3", 4 * MIB);
    let plugged = device.plug_in(&[]);
    let refused = |words: &str| {
        let output = scratch.tinsmith(words);
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert!(output.stdout.is_empty());
        let said = text(&output.stderr);
        assert_eq!(said.lines().count(), 1, "{said}");
        said
    };
    let said = refused("flash m.wat --board qemu-riscv32");
    assert!(said.contains("has no flash"), "{said}");
    let said = refused(&format!("run m.wat --board esp32 --port {}", plugged.name));
    assert!(
        said.contains("is esp32c3, but board `esp32-devkitc` has esp32; nothing was written"),
        "{said}"
    );
    let said = refused("flash m.wat --board esp32c3 --port /dev/ttyUSB77");
    assert!(
        said.contains("there is no serial port `/dev/ttyUSB77`"),
        "{said}"
    );
    let said = refused("flash m.wat --board esp8266 --port /dev/ttyUSB77");
    assert!(said.contains("flashing esp8266 is not supported"), "{said}");
    let said = refused(&format!(
        "run m.wat --board esp32c3 --count --port {}",
        plugged.name
    ));
    assert!(said.contains("does not count instructions"), "{said}");
    #[cfg(not(feature = "probe"))]
    {
        let said = refused("flash m.wat --board esp32c3 --probe");
        assert!(
            said.contains("built without support for debug probes"),
            "{said}"
        );
    }
    assert!(device.flash().erased.is_empty());
}
