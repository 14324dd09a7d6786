//! The runner of the official test suite itself: that what is wrong fails, with its reason, and spoils nothing else. The suite is in
//! the tests crate.

use std::time::Duration;

use tinsmith::board::Board;
use tinsmith::wasm::{Feature, FeatureSet};
use tinsmith::wast::{Options, Report, Script, run};

fn boards() -> impl Iterator<Item = &'static Board> {
    Board::all().iter().filter(|board| board.emulator.is_some())
}

fn reports(scripts: &[(&str, &str)], options: Options) -> Vec<Report> {
    let scripts = scripts.iter().map(|(name, text)| Script::parse(name, text));
    let scripts: Vec<Script> = scripts.collect::<Result<_, _>>().expect("scripts");
    run(&scripts, options).expect("an emulator")
}

/// Everything that failed, `line: why`, on every board and in the interpreter alike.
fn failures(script: &str) -> Vec<String> {
    let interpreted = boards().take(1).map(|board| Options {
        interpret: true,
        ..Options::new(board)
    });
    let mut all = boards()
        .map(Options::new)
        .chain(interpreted)
        .map(|options| {
            let reports = reports(&[("script", script)], options);
            let failures = reports[0].failures();
            let texts = failures.map(|verdict| {
                let why = verdict.outcome.as_ref().expect_err("a failure");
                format!("{}: {why}", verdict.line)
            });
            texts.collect::<Vec<_>>()
        });
    let first = all.next().expect("a board");
    for other in all {
        assert_eq!(first, other);
    }
    first
}

#[test]
fn what_is_wrong_fails() {
    let script = r#"(module
  (global (export "g") i64 (i64.const 7))
  (func (export "one") (result i32) (i32.const 1))
  (func (export "nan") (result f32) (f32.const nan:0x200000))
  (func (export "null") (result externref) (ref.null extern))
  (func (export "two") (param i64) (result i64 i32) (local.get 0) (i32.const 2))
  (func $deep (export "deep") (call $deep))
  (func (export "trap") unreachable))
(assert_return (invoke "one") (i32.const 2))
(assert_return (invoke "one"))
(assert_return (invoke "one") (i64.const 1))
(assert_return (invoke "nan") (f32.const nan:arithmetic))
(assert_return (invoke "null") (ref.extern 0))
(assert_return (invoke "two" (i64.const -1)) (i64.const -1) (i32.const 3))
(assert_return (get "g") (i64.const 8))
(assert_trap (invoke "one") "unreachable")
(assert_trap (invoke "trap") "integer overflow")
(assert_exhaustion (invoke "trap") "call stack exhausted")
(assert_return (invoke "trap"))
(assert_return (invoke "nothing"))
(assert_return (invoke "one" (i32.const 1)) (i32.const 1))
(assert_invalid (module (func)) "type mismatch")
(assert_malformed (module quote "(func)") "unexpected token")
(assert_unlinkable (module (import "spectest" "print" (func))) "unknown import")
(assert_unlinkable (module (import "spectest" "no" (func))) "incompatible import type")
(assert_trap (module (func $f) (start $f)) "unreachable")
(invoke "trap")
(module (func $f unreachable) (start $f))
(assert_exhaustion (invoke "deep") "call stack exhausted")"#;
    let found = failures(script);
    let wanted = [
        "9: returned (i32 1), must be (i32 2)",
        "10: returned (i32 1), must be ()",
        "11: returned (i32 1), must be (i64 1)",
        "12: returned (f32 NaN (0x7fa00000)), must be (f32 nan:arithmetic)",
        "13: returned (externref null), must be (externref 0x1)",
        "14: returned (i64 -1, i32 2), must be (i64 -1, i32 3)",
        "15: returned (i64 7), must be (i64 8)",
        "16: did not trap, must trap with `unreachable`",
        "17: trapped with `unreachable` in function `trap`",
        "18: trapped with `unreachable` in function `trap`",
        "19: trapped: unreachable in function `trap`",
        "20: nothing is exported as `nothing`",
        "21: the arguments are not of its type () -> i32",
        "22: was accepted, must be invalid",
        "23: was accepted, must be malformed",
        "24: was linked, must not link",
        "25: `unknown import: `no` of `spectest``, must be `incompatible import type`",
        "26: did not trap, must trap with `unreachable`",
        "27: trapped: unreachable in function `trap`",
        "28: trapped: unreachable in function",
        "29: nothing is exported as `deep`",
    ];
    assert_eq!(found.len(), wanted.len(), "{found:#?}");
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(found.starts_with(wanted), "{found}\n{wanted}");
    }
}

#[test]
fn a_refused_module_fails_what_needs_it() {
    let script = r#"(module $m (func (export "v") (result v128) (v128.const i32x4 0 0 0 0)))
(register "m" $m)
(assert_return (invoke $m "v"))
(module (import "m" "v" (func)))
(module (func (export "f")))
(assert_return (invoke "f"))
(assert_return (invoke $x "f"))"#;
    let found = failures(script);
    let lines: Vec<&str> = found.iter().filter_map(|f| f.split(':').next()).collect();
    assert_eq!(lines, ["1", "2", "3", "4", "7"], "{found:#?}");
    for failure in &found[..4] {
        assert!(failure.contains("simd"), "{failure}");
    }
    assert!(found[1].contains("it needs a module that failed"));
}

#[test]
fn spectest_is_fresh_for_every_script() {
    let script = r#"(module
  (import "spectest" "memory" (memory 1))
  (import "spectest" "table" (table 10 funcref))
  (import "spectest" "global_i32" (global i32))
  (func $f (result i32) (memory.grow (i32.const 1)))
  (elem (i32.const 3) $f)
  (func (export "first") (result i32 i32 i32)
    (i32.load (i32.const 8)) (ref.is_null (table.get (i32.const 4))) (global.get 0)
    (i32.store (i32.const 8) (i32.const 5)) (table.set (i32.const 4) (ref.func $f)))
  (func (export "grow") (result i32) (call_indirect (result i32) (i32.const 3))))
(assert_return (invoke "first") (i32.const 0) (i32.const 1) (i32.const 666))
(assert_return (invoke "grow") (i32.const 1))
(assert_return (invoke "grow") (i32.const -1))"#;
    for board in boards() {
        let scripts = [("a", script), ("b", script)];
        for report in reports(&scripts, Options::new(board)) {
            assert_eq!(report.passed(), 3, "{report:?}");
        }
    }
}

/// Functions across modules follow the wasm convention, also where the host's is another, and host functions of the same module
/// keep theirs.
#[test]
fn functions_link_across_modules() {
    let script = r#"(module $a
  (import "spectest" "print_i32" (func $print (param i32)))
  (export "print" (func $print))
  (func (export "many") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
    (local.get 3) (local.get 2) (local.get 1) (local.get 0))
  (func (export "trap") (drop (i32.div_u (i32.const 1) (i32.const 0)))))
(register "a" $a)
(module $b
  (import "a" "many" (func $many (param i32 i64 f32 f64) (result f64 f32 i64 i32)))
  (import "a" "trap" (func $trap))
  (import "a" "print" (func $print (param i32)))
  (export "many" (func $many))
  (table (export "t") 2 funcref) (elem (i32.const 0) $many $print)
  (func (export "twice") (result f64 f32 i64 i32) (call $print (i32.const 1))
    (call $many (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4)))
  (func (export "trap") (call $trap)))
(register "b" $b)
(assert_return (invoke "twice") (f64.const 4) (f32.const 3) (i64.const 2) (i32.const 1))
(assert_trap (invoke "trap") "integer divide by zero")
(assert_return (invoke "many" (i32.const 5) (i64.const 6) (f32.const 7) (f64.const 8))
  (f64.const 8) (f32.const 7) (i64.const 6) (i32.const 5))
(module
  (type $many (func (param i32 i64 f32 f64) (result f64 f32 i64 i32)))
  (import "b" "many" (func $many (type $many)))
  (import "b" "t" (table 2 funcref))
  (func (export "indirect") (result f64 f32 i64 i32)
    (call_indirect (param i32) (i32.const 9) (i32.const 1))
    (call_indirect (type $many)
      (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4) (i32.const 0)))
  (func (export "direct") (result f64 f32 i64 i32)
    (call $many (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4))))
(assert_return (invoke "indirect") (f64.const 4) (f32.const 3) (i64.const 2) (i32.const 1))
(assert_return (invoke "direct") (f64.const 4) (f32.const 3) (i64.const 2) (i32.const 1))"#;
    assert_eq!(failures(script), [""; 0]);
}

/// A memory of small pages may be smaller than the offsets of two accesses lie apart: their checks must not become one whose
/// limit wraps.
#[test]
fn checks_of_small_memories_do_not_wrap() {
    let script = r#"(module
  (memory 4 1000 (pagesize 1))
  (func (export "grow") (result i32) (memory.grow (i32.const 10)))
  (func (export "both") (param i32) (result i32)
    (i32.add (i32.load (local.get 0))
      (i32.load8_u (i32.sub (local.get 0) (i32.const -3)))))
  (func (export "apart") (param $p i32) (result i32)
    (i32.add (i32.load8_u (local.get $p))
      (i32.load8_u (i32.add (local.get $p) (i32.const 100))))))
(assert_return (invoke "both" (i32.const 0)) (i32.const 0))
(assert_trap (invoke "apart" (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "apart" (i32.const 60)) "out of bounds memory access")
(assert_trap (invoke "apart" (i32.const -100)) "out of bounds memory access")
(assert_return (invoke "grow") (i32.const 4))
(assert_trap (invoke "apart" (i32.const 0)) "out of bounds memory access")"#;
    for board in boards() {
        let mut options = Options::new(board);
        options.features.insert(Feature::CustomPageSizes);
        let report = &reports(&[("script", script)], options)[0];
        assert_eq!(
            report.failures().collect::<Vec<_>>(),
            [] as [&tinsmith::wast::Verdict; 0]
        );
    }
}

#[test]
fn an_endless_script_spoils_no_other() {
    let endless = r#"(module (func (export "one") (result i32) (i32.const 1))
  (func (export "loop") (loop (br 0))))
(assert_return (invoke "one") (i32.const 1))
(assert_return (invoke "loop"))
(assert_return (invoke "one") (i32.const 1))"#;
    let good = r#"(module (func (export "one") (result i32) (i32.const 1)))
(assert_return (invoke "one") (i32.const 1))"#;
    let mut options = Options::new(boards().next().expect("a board"));
    options.timeout = Duration::from_secs(3);
    let reports = reports(&[("endless", endless), ("good", good)], options);
    let outcomes = |report: &Report| {
        let outcomes = report.verdicts.iter().map(|v| v.outcome.clone());
        outcomes.collect::<Vec<_>>()
    };
    let late = Err("not done within 3 s".to_owned());
    assert_eq!(outcomes(&reports[0]), [Ok(()), Ok(()), late.clone(), late]);
    assert_eq!(outcomes(&reports[1]), [Ok(()), Ok(())]);
}

#[test]
fn proposals_are_as_asked_for() {
    let script = r#"(module (memory 1) (memory 1))
(assert_invalid (module (memory 1) (memory 1)) "multiple memories")"#;
    let board = boards().next().expect("a board");
    let mut options = Options::new(board);
    let without = &reports(&[("script", script)], options)[0];
    assert!(without.verdicts[0].outcome.is_err());
    assert!(without.verdicts[1].outcome.is_ok());
    options.features = FeatureSet::V2.with(Feature::MultiMemory);
    let with = &reports(&[("script", script)], options)[0];
    assert!(with.verdicts[0].outcome.is_ok());
    assert!(with.verdicts[1].outcome.is_err());
}

#[test]
fn what_is_no_script_is_an_error() {
    let error = Script::parse("bad.wast", "(module)\n(assert_nothing)").expect_err("no script");
    assert!(
        error.to_string().starts_with("bad.wast: line 2, column 2:"),
        "{error}"
    );
}
