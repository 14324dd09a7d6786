//! The command line as a person meets it: bad input gives one clear error and status 1, traps give status 134, and
//! nothing is half-written. Runs the real binary and the emulators.

use std::io::Write;
use std::os::unix::fs::FileTypeExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};
use tinsmith::board::Board;

/// Every emulated board's name.
fn boards() -> impl Iterator<Item = &'static str> {
    let emulated = Board::all().iter().filter(|board| board.emulator.is_some());
    emulated.map(|board| board.name.as_str())
}

/// A module with a way to each kind of trap.
const TRAPS: &str = r#"
(module
  (memory 1)
  (table 4 funcref) (elem (i32.const 0) $increment $seven)
  (type $unary (func (param i32) (result i32)))
  (func $increment (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $seven (result i32) (i32.const 7))
  (func $load (export "load") (param i32) (result i32) (i32.load offset=4 (local.get 0)))
  (func $deep (export "deep") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
      (else (i32.add (call $deep (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))))
  (func $div (export "div") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func $indirect (export "indirect") (param i32) (result i32)
    (call_indirect (type $unary) (i32.const 5) (local.get 0)))
  (func $trunc (export "trunc") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func $unreachable (export "unreachable") unreachable)
  (func $wide (export "wide") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
    (local.get 3) (local.get 2) (local.get 1) (local.get 0)))
"#;

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// Text with this folder's path cut out.
    fn clean(&self, text: &[u8]) -> String {
        String::from_utf8_lossy(text).replace(&format!("{}/", self.0.display()), "")
    }
}

fn tinsmith(arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"").unwrap();
    child.wait_with_output().unwrap()
}

/// The command fails with status 1 and exactly this on standard error, and prints nothing else.
fn refused(scratch: &Scratch, arguments: &[&str], message: Expect) {
    let output = tinsmith(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    message.assert_eq(&scratch.clean(&output.stderr));
}

#[test]
fn a_pipe_is_written_into_and_a_link_stays() {
    let scratch = Scratch::new("outputs");
    let module = scratch.file("m.wat", r#"(module (func (export "f")))"#);
    let at = |name: &str| scratch.0.join(name).to_string_lossy().into_owned();
    let build = |to: &str| {
        let built = tinsmith(&[
            "build",
            &module,
            "--board",
            "qemu-riscv32",
            "--emit",
            "ir",
            "-o",
            to,
        ]);
        assert!(built.status.success(), "{}", scratch.clean(&built.stderr));
    };

    let pipe = at("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reader = Command::new("timeout")
        .args(["60", "cat", &pipe])
        .stdout(Stdio::piped())
        .spawn();
    build(&pipe);
    let read = reader.unwrap().wait_with_output().unwrap();
    assert!(String::from_utf8_lossy(&read.stdout).contains("function %app.func.0"));
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());

    let file = scratch.file("file.tir", "old");
    let link = at("link.tir");
    std::os::unix::fs::symlink("file.tir", &link).unwrap();
    build(&link);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(
        std::fs::read_to_string(file)
            .unwrap()
            .contains("function %app.func.0")
    );
}

#[test]
fn bad_modules_are_refused_with_cause_and_place() {
    let scratch = Scratch::new("bad-modules");
    let good = wat::parse_str(TRAPS).unwrap();
    let truncated = scratch.file("truncated.wasm", &good[..good.len() - 7]);
    refused(
        &scratch,
        &["run", &truncated],
        expect![[r#"
        error: `truncated.wasm`: the module is cut short: the file ends within what begins at offset 0xe4; fetch or build it again
    "#]],
    );
    let malformed = scratch.file("malformed.wasm", b"\0asm\x01\0\0\0\x0d\x01\0");
    refused(
        &scratch,
        &["run", &malformed],
        expect![[r#"
        error: `malformed.wasm`: the module uses the exception-handling proposal at offset 0xa, in the tag section, which Tinsmith does not support yet
    "#]],
    );
    let invalid = scratch.file(
        "invalid.wat",
        "(module (func $f (export \"f\") (result i32) (i64.const 1)))",
    );
    refused(
        &scratch,
        &["run", &invalid],
        expect![[r#"
        error: `invalid.wat`: the module is invalid: type mismatch: expected i32, found i64 at offset 0x21, in function 0 `f`
    "#]],
    );
    let text = scratch.file(
        "text.wat",
        "(module (func $f (export \"f\") (result i32) (i32.cons 1)))",
    );
    refused(
        &scratch,
        &["run", &text],
        expect![[r#"
        error: `text.wat`: the WebAssembly text is wrong: unknown operator or unexpected token
             --> <anon>:1:45
              |
            1 | (module (func $f (export "f") (result i32) (i32.cons 1)))
              |                                             ^
    "#]],
    );
    let empty = scratch.file("empty.wasm", b"");
    refused(
        &scratch,
        &["inspect", &empty],
        expect![[r#"
        error: `empty.wasm`: the file is empty; expected a WebAssembly module
    "#]],
    );
    let elf = scratch.file("elf.wasm", b"\x7fELF");
    refused(
        &scratch,
        &["build", &elf],
        expect![[r#"
        error: `elf.wasm`: this is not a WebAssembly module: it begins with 7f 45 4c 46, a module with 00 61 73 6d ("\0asm") or, as text, with a parenthesis
    "#]],
    );
    let simd = scratch.file(
        "simd.wat",
        "(module (func $f (export \"f\") (drop (i32x4.splat (i32.const 1)))))",
    );
    refused(
        &scratch,
        &["run", &simd],
        expect![[r#"
        error: `simd.wat`: the module uses the simd proposal (i32x4.splat) at offset 0x20, in function 0 `f`, which Tinsmith does not support yet
    "#]],
    );
    refused(
        &scratch,
        &["run", "/nonexistent.wasm"],
        expect![[r#"
        error: cannot read `/nonexistent.wasm`: No such file or directory (os error 2)
    "#]],
    );
}

#[test]
fn bad_wishes_are_refused_with_what_there_is() {
    let scratch = Scratch::new("bad-wishes");
    let module = scratch.file("traps.wat", TRAPS);
    refused(
        &scratch,
        &["run", &module],
        expect![[r#"
        error: `traps.wat` is not a program: it exports no `_start`; name a function with --invoke, one of: `load`, `deep`, `div`, `indirect`, `trunc`, `unreachable`, `wide`
    "#]],
    );
    refused(
        &scratch,
        &["run", &module, "--invoke", "lod", "1"],
        expect![[r#"
            error: `traps.wat` exports no function `lod`; it exports: `load`, `deep`, `div`, `indirect`, `trunc`, `unreachable`, `wide`
        "#]],
    );
    refused(
        &scratch,
        &["run", &module, "--invoke", "load"],
        expect![[r#"
            error: `load` has type (i32) -> i32; number of arguments: 1 needed, 0 given
        "#]],
    );
    refused(
        &scratch,
        &["run", &module, "--invoke", "load", "one"],
        expect![[r#"
            error: argument 1 of `load`: `one` is not a 32-bit integer
        "#]],
    );
    refused(
        &scratch,
        &["run", &module, "--board", "esp31"],
        expect![[r#"
            error: there is no board `esp31`: `tinsmith boards` lists them; for a board of your own, name its file, which ends in .toml
        "#]],
    );
    let import = scratch.file(
        "import.wat",
        "(module (import \"env\" \"blink\" (func (param i32 i32) (result i32))) \
         (func (export \"f\") (drop (call 0 (i32.const 1) (i32.const 2)))))",
    );
    refused(
        &scratch,
        &["run", &import, "--invoke", "f"],
        expect![[r#"
        error: nothing provides the import `blink` of module `env` with type (i32, i32) -> i32 (needed by `app.func.0` in app)
    "#]],
    );
    let wrong = scratch.file(
        "wrong-type.wat",
        "(module (import \"wasi_snapshot_preview1\" \"fd_write\" (func (param i32) (result i32))) \
         (func (export \"f\") (drop (call 0 (i32.const 1)))))",
    );
    refused(
        &scratch,
        &["run", &wrong, "--invoke", "f"],
        expect![[r#"
        error: nothing provides the import `fd_write` of module `wasi_snapshot_preview1` with type (i32) -> i32; it is provided with type (i32, i32, i32, i32) -> i32 (needed by `app.func.0` in app)
    "#]],
    );
    let huge = scratch.file("huge.wat", "(module (memory 4000) (func (export \"f\")))");
    refused(
        &scratch,
        &["run", &huge, "--invoke", "f"],
        expect![[r#"
        error: `huge.wat`: memory 0 starts with 4000 pages (262144000 bytes), but at most 67108864 bytes are available; ask the module's toolchain for less (`-z stack-size=`, `--initial-memory=`) or choose a board with more memory
    "#]],
    );
}

#[test]
fn a_missing_emulator_is_named() {
    let scratch = Scratch::new("missing-emulator");
    let module = scratch.file("traps.wat", TRAPS);
    let output = Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .args(["run", &module, "--invoke", "load", "0"])
        .env("PATH", &scratch.0)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        error: `qemu-system-xtensa`, which emulates board `qemu-xtensa`, is not installed: apt-get install qemu-system-misc
    "#]].assert_eq(&scratch.clean(&output.stderr));
}

#[test]
fn output_is_whole_or_absent() {
    let scratch = Scratch::new("output");
    let module = scratch.file("traps.wat", TRAPS);
    let out = scratch
        .0
        .join("no-such-folder/out.o")
        .to_string_lossy()
        .into_owned();
    refused(
        &scratch,
        &["build", &module, "--emit", "obj", "-o", &out],
        expect![[r#"
            error: cannot write `no-such-folder/out.o`: No such file or directory (os error 2); nothing was left behind
        "#]],
    );
    let bad = scratch.file("bad.wat", "(module (func $f (result i32)))");
    let out = scratch.0.join("bad.o").to_string_lossy().into_owned();
    let output = tinsmith(&["build", &bad, "--emit", "obj,asm", "-o", &out]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!scratch.0.join("bad.o").exists() && !scratch.0.join("bad.s").exists());
    let out = scratch.0.join("good").to_string_lossy().into_owned();
    let emit = "elf,obj,asm,ir,clif";
    let output = tinsmith(&[
        "build",
        &module,
        "--emit",
        emit,
        "--invoke",
        "unreachable",
        "-o",
        &out,
    ]);
    assert!(output.status.success(), "{output:?}");
    for extension in ["elf", "o", "s", "tir", "clif"] {
        assert!(
            scratch.0.join(format!("good.{extension}")).exists(),
            "{extension}"
        );
    }
}

/// Runs a call on every board; status and what was printed must be the same everywhere.
fn on_every_board(scratch: &Scratch, module: &str, call: &[&str], status: i32, printed: Expect) {
    let mut texts = Vec::new();
    for board in boards() {
        let arguments = [&["run", module, "--board", board, "--invoke"], call].concat();
        let output = tinsmith(&arguments);
        assert_eq!(
            output.status.code(),
            Some(status),
            "{arguments:?}: {output:?}"
        );
        let text = [scratch.clean(&output.stdout), scratch.clean(&output.stderr)].concat();
        texts.push(text);
    }
    assert!(
        texts.iter().all(|text| *text == texts[0]),
        "{call:?}: {texts:?}"
    );
    printed.assert_eq(&texts[0]);
}

/// Where a table has the code for a type of call, entries that must not be called are trap routines, which learn of the site by the return
/// address alone.
#[test]
fn traps_of_tables_of_code_name_the_call() {
    let scratch = Scratch::new("code-tables");
    let module = scratch.file(
        "calls.wat",
        r#"
(module
  (table 4 funcref) (elem (i32.const 0) $increment $seven)
  (type $unary (func (param i32) (result i32)))
  (func $increment (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $seven (result i32) (i32.const 7))
  (func $inner (param i32 i32) (result i32)
    (i32.mul
      (call_indirect (type $unary) (i32.const 5) (local.get 0))
      (call_indirect (type $unary) (i32.const 6) (local.get 1))))
  (func $outer (export "outer") (param i32 i32) (result i32)
    (i32.add (call $inner (local.get 0) (local.get 1)) (i32.const 1))))
"#,
    );
    let assembly = tinsmith(&[
        "build",
        &module,
        "--emit",
        "asm",
        "-o",
        &scratch.file("calls.s", ""),
    ]);
    assert!(assembly.status.success(), "{assembly:?}");
    let text = std::fs::read_to_string(scratch.0.join("calls.s")).unwrap();
    assert!(text.contains("app.table.0.code.0"), "{text}");
    let trap = |call: &[&str], printed| on_every_board(&scratch, &module, call, 134, printed);
    trap(
        &["outer", "1", "0"],
        expect![[r#"
        trap: indirect call type mismatch in function `inner` at wasm offset 0x52
    "#]],
    );
    trap(
        &["outer", "0", "1"],
        expect![[r#"
        trap: indirect call type mismatch in function `inner` at wasm offset 0x59
    "#]],
    );
    trap(
        &["outer", "2", "0"],
        expect![[r#"
        trap: uninitialized element in function `inner` at wasm offset 0x52
    "#]],
    );
    trap(
        &["outer", "0", "2"],
        expect![[r#"
        trap: uninitialized element in function `inner` at wasm offset 0x59
    "#]],
    );
    trap(
        &["outer", "4", "0"],
        expect![[r#"
        trap: undefined element in function `inner` at wasm offset 0x52
    "#]],
    );
    trap(
        &["outer", "0", "4"],
        expect![[r#"
        trap: undefined element in function `inner` at wasm offset 0x59
    "#]],
    );
}

#[test]
fn traps_name_kind_function_and_offset() {
    let scratch = Scratch::new("traps");
    let module = scratch.file("traps.wat", TRAPS);
    let trap = |call: &[&str], printed| on_every_board(&scratch, &module, call, 134, printed);
    trap(
        &["load", "65529"],
        expect![[r#"
        trap: out of bounds memory access in function `load` at wasm offset 0xa1
    "#]],
    );
    trap(
        &["load", "-1"],
        expect![[r#"
        trap: out of bounds memory access in function `load` at wasm offset 0xa1
    "#]],
    );
    trap(
        &["div", "1", "0"],
        expect![[r#"
        trap: integer divide by zero in function `div` at wasm offset 0xc1
    "#]],
    );
    trap(
        &["div", "-2147483648", "-1"],
        expect![[r#"
        trap: integer overflow in function `div` at wasm offset 0xc1
    "#]],
    );
    trap(
        &["indirect", "1"],
        expect![[r#"
        trap: indirect call type mismatch in function `indirect` at wasm offset 0xc9
    "#]],
    );
    trap(
        &["indirect", "2"],
        expect![[r#"
        trap: uninitialized element in function `indirect` at wasm offset 0xc9
    "#]],
    );
    trap(
        &["indirect", "4"],
        expect![[r#"
        trap: undefined element in function `indirect` at wasm offset 0xc9
    "#]],
    );
    trap(
        &["trunc", "nan"],
        expect![[r#"
        trap: invalid conversion to integer in function `trunc` at wasm offset 0xd1
    "#]],
    );
    trap(
        &["trunc", "3e9"],
        expect![[r#"
        trap: integer overflow in function `trunc` at wasm offset 0xd1
    "#]],
    );
    trap(
        &["unreachable"],
        expect![[r#"
        trap: unreachable in function `unreachable` at wasm offset 0xd5
    "#]],
    );
    trap(
        &["deep", "100000000"],
        expect![[r#"
        trap: call stack exhausted in function `deep` at wasm offset 0xa9
    "#]],
    );
}

#[test]
fn results_are_printed_a_line_each() {
    let scratch = Scratch::new("results");
    let module = scratch.file("traps.wat", TRAPS);
    let ok = |call: &[&str], printed| on_every_board(&scratch, &module, call, 0, printed);
    ok(
        &["load", "65528"],
        expect![[r#"
        0
    "#]],
    );
    ok(
        &["deep", "300"],
        expect![[r#"
        300
    "#]],
    );
    ok(
        &["indirect", "0"],
        expect![[r#"
        6
    "#]],
    );
    ok(
        &["wide", "-1", "0x123456789abcdef0", "0.1", "-2.5e300"],
        expect![[r#"
            -2500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
            0.1
            1311768467463790320
            -1
        "#]],
    );
}

#[test]
fn inspect_tells_what_a_module_needs() {
    let scratch = Scratch::new("inspect");
    let module = scratch.file("traps.wat", TRAPS);
    let output = tinsmith(&["inspect", &module]);
    assert!(output.status.success(), "{output:?}");
    expect![[r#"
        317 bytes of wasm, 9 functions
        imports: none
        exports:
          load: func (i32) -> i32
          deep: func (i32) -> i32
          div: func (i32, i32) -> i32
          indirect: func (i32) -> i32
          trunc: func (f64) -> i32
          unreachable: func ()
          wide: func (i32, i64, f32, f64) -> (f64, f32, i64, i32)
        memory: 65536 bytes, no maximum
        features: multi-value
    "#]]
    .assert_eq(&scratch.clean(&output.stdout));
    let output = tinsmith(&["inspect", &module, "--json"]);
    assert!(
        serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok(),
        "{output:?}"
    );
    let output = tinsmith(&["boards"]);
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = |name| {
        listed
            .lines()
            .filter(move |line| line.split_whitespace().next() == Some(name))
    };
    assert!(
        Board::all()
            .iter()
            .all(|board| lines(board.name.as_str()).count() == 1),
        "{listed}"
    );
}

/// A board's file, the user's own, and what is wrong with others.
#[test]
fn own_boards_and_images() {
    let scratch = Scratch::new("images");
    let module = scratch.file(
        "fac.wat",
        "(module (func (export \"f\") (result i32) (i32.const 1)))",
    );
    let out = scratch.file("firmware", "");
    let own = scratch.file(
        "mine.toml",
        "chip = \"esp32c6\"\ndescription = \"mine\"\nflash-size = \"16MB\"\nlayout = \"direct\"\n",
    );
    let build = |board: &str, more: &[&str]| {
        let words = [
            "build", &module, "--invoke", "f", "--emit", "image", "-o", &out, "--board", board,
        ];
        tinsmith(&[&words[..], more].concat())
    };
    let output = build(&own, &[]);
    assert!(output.status.success(), "{output:?}");
    let image = std::fs::read(&out).unwrap();
    // 16 MB is 4, 40 MHz is 0; chip 13; nothing is mapped.
    assert_eq!((image[0], image[3], image[12]), (0xe9, 0x40, 13));
    assert!(build(&own, &["--layout", "app"]).status.success());
    assert_ne!(std::fs::read(&out).unwrap(), image);

    let refused = |board: &str, more: &[&str], message: Expect| {
        let output = build(board, more);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        message.assert_eq(&scratch.clean(&output.stderr));
    };
    refused(
        "qemu-xtensa",
        &[],
        expect![[r#"
        error: board `qemu-xtensa` is emulated and has no flash: use --emit elf, or a real board (`tinsmith boards` lists them)
    "#]],
    );
    refused(
        "nodemcu",
        &["--layout", "app"],
        expect![[r#"
        error: board `nodemcu`: its chip ESP8266 has no `app` layout: no second-stage bootloader exists for it
    "#]],
    );
    let wrong = |name: &str, text: &str| scratch.file(name, text);
    refused(
        &wrong(
            "chip.toml",
            "chip = \"esp9\"\ndescription = \"\"\nflash-size = \"4MB\"\n",
        ),
        &[],
        expect![[r#"
        error: board `chip`: there is no chip `esp9`; the chips are: esp32, esp32s2, esp32s3, esp32c3, esp32c6, esp32h2, esp32p4, esp32p4-r3, esp8266
    "#]],
    );
    refused(
        &wrong(
            "size.toml",
            "chip = \"esp32\"\ndescription = \"\"\nflash-size = \"5MB\"\n",
        ),
        &[],
        expect![[r#"
        error: board `size`: `5MB` is no flash size; write 512KB, 1MB, 2MB, 4MB, 8MB, 16MB, 32MB, 64MB or 128MB
    "#]],
    );
    refused(
        &wrong(
            "psram.toml",
            "chip = \"esp32\"\ndescription = \"\"\nflash-size = \"4MB\"\npsram = { kind = \"quad\", size = \"4MB\" }\n",
        ),
        &[],
        expect![[r#"
        error: board `psram`: external RAM of kind `quad` is not supported on the ESP32: start-up code does not bring it up (nor any other); leave `psram` out
    "#]],
    );
    let psram = |text: &str| {
        let rest = format!(
            "chip = \"esp32s3\"\ndescription = \"\"\nflash-size = \"8MB\"\npsram = {text}\n"
        );
        wrong("psram.toml", &rest)
    };
    refused(
        &psram("{ kind = \"hex\", size = \"8MB\" }"),
        &[],
        expect![[r#"
        error: board `psram`: external RAM of kind `hex` is not supported on the ESP32-S3: start-up code does not bring it up (only quad, octal); leave `psram` out
    "#]],
    );
    refused(
        &psram("{ kind = \"quad\", size = \"16MB\" }"),
        &[],
        expect![[r#"
        error: board `psram`: `16MB` is no size of external RAM for the ESP32-S3; write a power of two from 1MB on, 16711680 bytes at most
    "#]],
    );
    refused(
        "esp32-s3-devkitc-n8r2",
        &["--layout", "direct"],
        expect![[r#"
        error: board `esp32-s3-devkitc-n8r2` has external RAM, which works under layout app only: layout direct leaves the cache off; use `--layout app`, or a board file without `psram`
    "#]],
    );
    refused(
        &wrong(
            "small.toml",
            "chip = \"esp32\"\ndescription = \"\"\nflash-size = \"512KB\"\n",
        ),
        &[],
        expect![[r#"
        error: a flash of 524288 bytes cannot be written down in the image header of the ESP32
    "#]],
    );
}
