//! What is not compiled, and what is said about it.

use expect_test::{Expect, expect};

use super::{module, parse};
use crate::wasm::{Environment, FeatureSet, ParseOptions, TranslateOptions, WasmError};

fn refused(bytes: &[u8], expected: Expect) {
    match parse(bytes, ParseOptions::default()) {
        Ok(_) => panic!("accepted"),
        Err(error) => expected.assert_eq(&error.to_string()),
    }
}

#[test]
fn a_proposal_is_named() {
    let refused = |wat: &str, expected: Expect| refused(wat.as_bytes(), expected);
    refused(
        "(module (func (export \"v\") (drop (v128.const i32x4 0 0 0 0))))",
        expect![
            "the module uses the simd proposal (v128.const) at offset 0x1e, in function 0, which Tinsmith does not support yet"
        ],
    );
    refused(
        "(module (func (param v128)))",
        expect![
            "the module uses the simd proposal at offset 0xb, in the type section, which Tinsmith does not support yet"
        ],
    );
    refused(
        "(module (memory 1) (func (param i32) (result i32) (i32.atomic.rmw.add (local.get 0) (local.get 0))))",
        expect![
            "the module uses the threads proposal (i32.atomic.rmw.add) at offset 0x22, in function 0, which Tinsmith does not support yet"
        ],
    );
    refused(
        "(module (memory 1 1 shared))",
        expect![
            "the module uses the threads proposal at offset 0xb, in the memory section, which Tinsmith does not support yet"
        ],
    );
    refused(
        "(module (memory i64 1))",
        expect![
            "the module uses the memory64 proposal at offset 0xb, in the memory section, which Tinsmith does not support yet"
        ],
    );
    refused(
        "(module (tag) (func (throw 0)))",
        expect![
            "the module uses the exception-handling proposal at offset 0x14, in the tag section, which Tinsmith does not support yet"
        ],
    );
    refused(
        "(module (type $t (func)) (func (param (ref $t)) (call_ref $t (local.get 0))))",
        expect![
            "the module uses the function-references proposal at offset 0xe, in the type section, which Tinsmith does not support yet"
        ],
    );
    refused(
        "(module (type (struct (field i32))))",
        expect![
            "the module uses the gc proposal at offset 0xb, in the type section, which Tinsmith does not support yet"
        ],
    );
    // It takes two proposals to get further.
    refused(
        "(module (memory i64 1 1 shared) (func (drop (v128.const i32x4 0 0 0 0))))",
        expect![
            "the module uses the memory64 proposal at offset 0x15, in the memory section, which Tinsmith does not support yet"
        ],
    );
    refused(
        "(module (func (param i64 i64) (result i64 i64) (i64.add128 (local.get 0) (local.get 1) (local.get 0) (local.get 1))))",
        expect![
            "the module uses the wide-arithmetic proposal (i64.add128) at offset 0x23, in function 0, which Tinsmith does not support yet"
        ],
    );
}

#[test]
fn a_supported_proposal_may_be_left_out() {
    let options = ParseOptions {
        features: FeatureSet::V2,
        ..ParseOptions::default()
    };
    for wat in [
        "(module (func $even) (func (return_call $even)))",
        "(module (memory 1) (memory 1))",
        "(module (global i32 (i32.add (i32.const 1) (i32.const 2))))",
        "(module (memory 1 (pagesize 1)))",
    ] {
        assert!(parse(wat.as_bytes(), ParseOptions::default()).is_ok());
        let error = parse(wat.as_bytes(), options).map(|_| ());
        assert!(matches!(error, Err(WasmError::Invalid { .. })), "{error:?}");
    }
}

#[test]
fn invalid_modules() {
    let refused = |wat: &str, expected: Expect| refused(wat.as_bytes(), expected);
    refused(
        "(module (func $f (result i32) (i64.const 1)))",
        expect![
            "the module is invalid: type mismatch: expected i32, found i64 at offset 0x1a, in function 0 `f`"
        ],
    );
    refused(
        "(module (func (call 7)))",
        expect![
            "the module is invalid: unknown function 7: function index out of bounds at offset 0x17, in function 0"
        ],
    );
    refused(
        "(module (memory 1) (func (param i32) (drop (i32.load align=8 (local.get 0)))))",
        expect![
            "the module is invalid: invalid memop alignment: alignment must not be larger than natural at offset 0x1f, in function 0"
        ],
    );
    refused(
        "(module (memory 65537))",
        expect![
            "the module is invalid: memory size must be at most 0x10000 65536-byte pages at offset 0xb, in the memory section"
        ],
    );
    refused(
        "(module (export \"f\" (func 0)))",
        expect![
            "the module is invalid: unknown function 0: exported function index out of bounds at offset 0xb, in the export section"
        ],
    );
}

#[test]
fn files_that_are_something_else() {
    refused(
        b"",
        expect!["the file is empty; expected a WebAssembly module"],
    );
    refused(
        b"\x7fELF\x01\x01",
        expect![[
            r#"this is not a WebAssembly module: it begins with 7f 45 4c 46, a module with 00 61 73 6d ("\0asm") or, as text, with a parenthesis"#
        ]],
    );
    refused(
        b"hello",
        expect![[
            r#"this is not a WebAssembly module: it begins with 68 65 6c 6c, a module with 00 61 73 6d ("\0asm") or, as text, with a parenthesis"#
        ]],
    );
    refused(
        b"(module (func (i32.cost 1)))",
        expect![[r#"
        the WebAssembly text is wrong: unknown operator or unexpected token
             --> <anon>:1:16
              |
            1 | (module (func (i32.cost 1)))
              |                ^"#]],
    );
    refused(
        b"(component)",
        expect![
            "this is a WebAssembly component; Tinsmith compiles core modules (extract it with `wasm-tools component unbundle`, or build for wasm32-wasip1 or wasm32-unknown-unknown)"
        ],
    );
    refused(
        b"\0as",
        expect![
            "the module is cut short: the file ends within what begins at offset 0x0; fetch or build it again"
        ],
    );
    refused(
        b"\0asm\x02\0\0\0",
        expect!["the module is invalid: unknown binary version: 0x2 at offset 0x4"],
    );
    refused(
        b"\0asm\x0d\0\x01\0",
        expect![
            "this is a WebAssembly component; Tinsmith compiles core modules (extract it with `wasm-tools component unbundle`, or build for wasm32-wasip1 or wasm32-unknown-unknown)"
        ],
    );
}

#[test]
fn a_module_cut_short_anywhere_is_refused_or_whole() {
    let wat = "(module (memory 1) (func (export \"f\") (param i32) (result i32)
        (i32.load (local.get 0))) (data (i32.const 0) \"abc\"))";
    let binary = wat::parse_str(wat).expect("assembles");
    let whole: Vec<_> = (1..binary.len())
        .filter(|&len| parse(&binary[..len], ParseOptions::default()).is_ok())
        .collect();
    // A module may end after the header, the types and the code, but the function section promises code.
    assert_eq!(whole, [8, 16, 43]);
    for len in 1..binary.len() {
        let error = parse(&binary[..len], ParseOptions::default());
        assert!(
            !matches!(error, Err(WasmError::Unsupported { .. })),
            "{len}: {error:?}"
        );
    }
    refused(
        &binary[..binary.len() / 2],
        expect![
            "the module is cut short: the file ends within what begins at offset 0x1b; fetch or build it again"
        ],
    );
}

#[test]
fn any_byte_may_be_wrong() {
    let wat = "(module (import \"a\" \"b\" (func)) (table 2 funcref) (memory 1)
        (global (mut i32) (i32.const 4)) (elem (i32.const 0) 1) (export \"f\" (func 1))
        (func $named (param i32) (result i32) (block (result i32) (i32.load (local.get 0))
        (br_table 0 0 (i32.const 1)))) (data (i32.const 0) \"abc\"))";
    let binary = wat::parse_str(wat).expect("assembles");
    for at in 0..binary.len() {
        for value in [0x00, 0x01, 0x0b, 0x40, 0x7f, 0x80, 0xfd, 0xff] {
            let mut broken = binary.clone();
            broken[at] = value;
            if let Ok(module) = parse(&broken, ParseOptions::default()) {
                let _ = crate::wasm::translate(&module, &TranslateOptions::default());
            }
        }
    }
}

#[test]
fn what_does_not_fit() {
    let options = TranslateOptions {
        memory_reserve: 100_000,
        table_reserve: 5,
        ..TranslateOptions::default()
    };
    let error = |wat: &str, options: &TranslateOptions| {
        Environment::new(&module(wat), options)
            .expect_err("does not fit")
            .to_string()
    };
    expect!["memory 0 starts with 2 pages (131072 bytes), but at most 100000 bytes are available; ask the module's toolchain for less (`-z stack-size=`, `--initial-memory=`) or choose a board with more memory"].assert_eq(&error("(module (memory 2))", &options));
    expect!["table 0 starts with 6 entries, but at most 5 are available on this board"]
        .assert_eq(&error("(module (table 6 funcref))", &options));
    let options = TranslateOptions {
        instance: "a.b".to_owned(),
        ..options
    };
    expect!["`a.b` cannot be the name of an instance: use letters, digits, `_` and `-`"]
        .assert_eq(&error("(module)", &options));
}

#[test]
fn used_features_are_listed() {
    let wat = "(module (func (param i32) (result i32 i32)
        (i32.extend8_s (local.get 0)) (i32.const 1)))";
    let names: Vec<_> = module(wat).features.iter().map(|f| f.name()).collect();
    assert_eq!(names, ["sign-extension", "multi-value"]);
}
