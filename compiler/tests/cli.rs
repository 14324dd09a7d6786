//! The command line as a person meets it: bad input gives one clear error and status 1, traps give status 134, and
//! nothing is half-written. Runs the real binary and the emulators.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};

/// Every emulated board.
const BOARDS: [&str; 3] = ["qemu-xtensa", "qemu-riscv32", "qemu-riscv32f"];

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
fn bad_modules_are_refused_with_cause_and_place() {
    let scratch = Scratch::new("bad-modules");
    let good = wat::parse_str(TRAPS).unwrap();
    let truncated = scratch.file("truncated.wasm", &good[..good.len() - 7]);
    refused(&scratch, &["run", &truncated], expect![[""]]);
    let malformed = scratch.file("malformed.wasm", b"\0asm\x01\0\0\0\x0d\x01\0");
    refused(&scratch, &["run", &malformed], expect![[""]]);
    let invalid = scratch.file(
        "invalid.wat",
        "(module (func $f (export \"f\") (result i32) (i64.const 1)))",
    );
    refused(&scratch, &["run", &invalid], expect![[""]]);
    let text = scratch.file(
        "text.wat",
        "(module (func $f (export \"f\") (result i32) (i32.cons 1)))",
    );
    refused(&scratch, &["run", &text], expect![[""]]);
    let empty = scratch.file("empty.wasm", b"");
    refused(&scratch, &["inspect", &empty], expect![[""]]);
    let elf = scratch.file("elf.wasm", b"\x7fELF");
    refused(&scratch, &["build", &elf], expect![[""]]);
    let simd = scratch.file(
        "simd.wat",
        "(module (func $f (export \"f\") (drop (i32x4.splat (i32.const 1)))))",
    );
    refused(&scratch, &["run", &simd], expect![[""]]);
    refused(&scratch, &["run", "/nonexistent.wasm"], expect![[""]]);
}

#[test]
fn bad_wishes_are_refused_with_what_there_is() {
    let scratch = Scratch::new("bad-wishes");
    let module = scratch.file("traps.wat", TRAPS);
    refused(&scratch, &["run", &module], expect![[""]]);
    refused(
        &scratch,
        &["run", &module, "--invoke", "lod", "1"],
        expect![[""]],
    );
    refused(
        &scratch,
        &["run", &module, "--invoke", "load"],
        expect![[""]],
    );
    refused(
        &scratch,
        &["run", &module, "--invoke", "load", "one"],
        expect![[""]],
    );
    refused(
        &scratch,
        &["run", &module, "--board", "esp31"],
        expect![[""]],
    );
    let import = scratch.file(
        "import.wat",
        "(module (import \"env\" \"blink\" (func (param i32 i32) (result i32))) \
         (func (export \"f\") (drop (call 0 (i32.const 1) (i32.const 2)))))",
    );
    refused(&scratch, &["run", &import, "--invoke", "f"], expect![[""]]);
    let wrong = scratch.file(
        "wrong-type.wat",
        "(module (import \"wasi_snapshot_preview1\" \"fd_write\" (func (param i32) (result i32))) \
         (func (export \"f\") (drop (call 0 (i32.const 1)))))",
    );
    refused(&scratch, &["run", &wrong, "--invoke", "f"], expect![[""]]);
    let huge = scratch.file("huge.wat", "(module (memory 4000) (func (export \"f\")))");
    refused(&scratch, &["run", &huge, "--invoke", "f"], expect![[""]]);
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
    expect![[""]].assert_eq(&scratch.clean(&output.stderr));
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
        expect![[""]],
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
    for board in BOARDS {
        let arguments = [&["run", module, "--board", board, "--invoke"], call].concat();
        let output = tinsmith(&arguments);
        assert_eq!(
            output.status.code(),
            Some(status),
            "{arguments:?}: {output:?}"
        );
        let text = [scratch.clean(&output.stdout), scratch.clean(&output.stderr)].concat();
        printed.assert_eq(&text);
    }
}

#[test]
fn traps_name_kind_function_and_offset() {
    let scratch = Scratch::new("traps");
    let module = scratch.file("traps.wat", TRAPS);
    let trap = |call: &[&str], printed| on_every_board(&scratch, &module, call, 134, printed);
    trap(&["load", "65529"], expect![[""]]);
    trap(&["load", "-1"], expect![[""]]);
    trap(&["div", "1", "0"], expect![[""]]);
    trap(&["div", "-2147483648", "-1"], expect![[""]]);
    trap(&["indirect", "1"], expect![[""]]);
    trap(&["indirect", "2"], expect![[""]]);
    trap(&["indirect", "4"], expect![[""]]);
    trap(&["trunc", "nan"], expect![[""]]);
    trap(&["trunc", "3e9"], expect![[""]]);
    trap(&["unreachable"], expect![[""]]);
    trap(&["deep", "100000000"], expect![[""]]);
}

#[test]
fn results_are_printed_a_line_each() {
    let scratch = Scratch::new("results");
    let module = scratch.file("traps.wat", TRAPS);
    let ok = |call: &[&str], printed| on_every_board(&scratch, &module, call, 0, printed);
    ok(&["load", "65528"], expect![[""]]);
    ok(&["deep", "300"], expect![[""]]);
    ok(&["indirect", "0"], expect![[""]]);
    ok(
        &["wide", "-1", "0x123456789abcdef0", "0.1", "-2.5e300"],
        expect![[""]],
    );
}

#[test]
fn inspect_tells_what_a_module_needs() {
    let scratch = Scratch::new("inspect");
    let module = scratch.file("traps.wat", TRAPS);
    let output = tinsmith(&["inspect", &module]);
    assert!(output.status.success(), "{output:?}");
    expect![[""]].assert_eq(&scratch.clean(&output.stdout));
    let output = tinsmith(&["inspect", &module, "--json"]);
    assert!(
        serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok(),
        "{output:?}"
    );
    let output = tinsmith(&["boards"]);
    let boards = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        BOARDS.iter().all(|board| boards.contains(board)),
        "{boards}"
    );
}
