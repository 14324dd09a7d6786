//! Round trips, errors, and robustness against arbitrary text.

use super::{ParseErrorKind, parse_function, parse_functions};
use crate::ir::ops;

/// Every kind of instruction, odd numbers, odd names.
const EVERYTHING: &str = r#"function %"odd name\u{e9}\n"(i32, f32) -> i32, f32 {
block7(v9: i32, v0: f32):
    v1 = iconst -2147483648 ; @0x0
    v2 = fconst 0x7fc00000 ; @0xfffffffe
    v3 = symbol_addr @app.mem.0
    v4 = symbol_addr @"import:a b:c-d:i>i"-2147483648
    v5 = icmp ule v1, v3
    v6: f32 = select v5, v0, v2
    v7 = select v5, v3, v4
    v8 = load.s16 [v3 + 16] aligned
    v10 = load.f32 [v3 - 16]
    store.b8 v8, [v3]
    store.f32 v10, [v3 + 2147483647] aligned
    v11, v12 = call @app.func.3(v1, v2) : (i32, f32) -> i32, f32 ; @0x1a2b
    call_indirect v3() : ()
    trapif memory_oob, v5
    br_table v1, [block0(v1), block2], block3
block0(v20: i32):
    return_call @f(v20) : (i32) -> i32, f32
block2:
    return_call_indirect v3(v1) : (i32) -> i32, f32
block3:
    brif v1, block4(v0, v1), block5
block4(v21: f32, v22: i32):
    jump block6
block5 cold:
    trap unreachable
block6:
    return v1, v2
}
"#;

#[test]
fn everything_round_trips() {
    let func = parse_function(EVERYTHING).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(func.to_string(), EVERYTHING);
    crate::ir::verify(&func).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn every_operator_round_trips() {
    let mut text = "function %f(i32, f32) {\nblock0(v0: i32, v1: f32):\n".to_owned();
    let mut lines = Vec::new();
    let arg = |ty| match ty {
        crate::ir::Type::I32 => "v0",
        crate::ir::Type::F32 => "v1",
    };
    for &(_, name, ty, _) in ops::UNARY {
        lines.push(format!("{name} {}", arg(ty)));
    }
    for &(_, name, ty, _) in ops::BINARY {
        lines.push(format!("{name} {0}, {0}", arg(ty)));
    }
    lines.extend(
        ops::INT_CC
            .iter()
            .map(|row| format!("icmp {} v0, v0", row.1)),
    );
    lines.extend(
        ops::FLOAT_CC
            .iter()
            .map(|row| format!("fcmp {} v1, v1", row.1)),
    );
    lines.extend(ops::LOADS.iter().map(|row| format!("{} [v0]", row.1)));
    for (n, line) in lines.iter().enumerate() {
        text.push_str(&format!("    v{} = {line}\n", n + 2));
    }
    for &(_, name, ty, _) in ops::STORES {
        text.push_str(&format!("    {name} {}, [v0]\n", arg(ty)));
    }
    text.push_str("    return\n}\n");
    let func = parse_function(&text).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(func.to_string(), text);
    crate::ir::verify(&func).unwrap_or_else(|e| panic!("{e}"));
}

#[track_caller]
fn error(text: &str, line: u32, column: u32) -> ParseErrorKind {
    let error = parse_functions(text).expect_err("the text is wrong");
    assert_eq!((error.line, error.column), (line, column), "{error}");
    error.kind
}

#[test]
fn errors_have_places() {
    let body = |inst: &str| format!("function %f(i32) {{\nblock0(v0: i32):\n    {inst}\n}}\n");
    let kind = error(&body("v1 = frobnicate v0"), 3, 10);
    assert_eq!(kind, ParseErrorKind::Operation("frobnicate".to_owned()));
    let kind = error(&body("return v7"), 3, 12);
    assert_eq!(
        kind,
        ParseErrorKind::UndefinedValue(cranelift_entity::EntityRef::new(7))
    );
    let kind = error(&body("jump block3"), 3, 10);
    assert_eq!(
        kind,
        ParseErrorKind::UndefinedBlock(cranelift_entity::EntityRef::new(3))
    );
    let kind = error(&body("v0 = iconst 1"), 3, 5);
    assert_eq!(
        kind,
        ParseErrorKind::ValueTwice(cranelift_entity::EntityRef::new(0))
    );
    let kind = error(&body("v1 = trap unreachable"), 3, 5);
    assert_eq!(kind, ParseErrorKind::UnknownResultType);
    let kind = error(&body("v99999999 = iconst 1"), 3, 5);
    assert_eq!(kind, ParseErrorKind::EntityNumber);
    let kind = error(&body("v1 = iconst 4294967296"), 3, 17);
    assert_eq!(kind, ParseErrorKind::Number);
    let kind = error(&body("v1 = symbol_addr @\"x"), 3, 23);
    assert_eq!(kind, ParseErrorKind::UnterminatedName);
    let kind = error(&body("é"), 3, 5);
    assert_eq!(kind, ParseErrorKind::Character('é'));
    error(&body("return v0 v0"), 3, 15);
    error("function %f() {\nblock0:\n    return", 3, 11);
}

#[test]
fn mutated_text_never_panics() {
    let mut state = 7u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut parsed = 0;
    for _ in 0..20_000 {
        let mut bytes = EVERYTHING.as_bytes().to_vec();
        for _ in 0..1 + random(4) {
            let at = random(bytes.len());
            match random(4) {
                0 => bytes[at] = random(256) as u8,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"v09@%\"\\;(:-"[random(11)]),
                _ => bytes.truncate(at + 1),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(functions) = parse_functions(&text) {
            parsed += 1;
            let printed: String = functions.iter().map(ToString::to_string).collect();
            let again = parse_functions(&printed).unwrap_or_else(|e| panic!("{e} in\n{printed}"));
            let reprinted: String = again.iter().map(ToString::to_string).collect();
            assert_eq!(printed, reprinted);
            for function in &functions {
                drop(crate::ir::verify(function));
            }
        }
    }
    assert!(parsed > 100, "some mutations are harmless");
}
