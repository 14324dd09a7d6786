//! Control flow, numbers, calls.

use std::fmt::Write;

use expect_test::expect;

use super::{clif, optimized, translated};

#[test]
fn factorial() {
    let wat = "(module (func $fac (export \"fac\") (param i64) (result i64)
        (if (result i64) (i64.eqz (local.get 0))
            (then (i64.const 1))
            (else (i64.mul (local.get 0)
                (call $fac (i64.sub (local.get 0) (i64.const 1))))))))";
    expect![[r#"
        ; `fac`, wasm offsets 0x21..0x36
        function u0:0(i64) -> i64 tail { ; app.func.0
            sig0 = (i64) -> i64 tail
            fn0 = colocated u0:0 sig0 ; app.func.0

                                        block0(v0: i64):
        @0024                               v2 = iconst.i64 0
        @0024                               v3 = icmp eq v0, v2  ; v2 = 0
        @0024                               v4 = uextend.i32 v3
        @0025                               brif v4, block3, block4

                                        block3:
        @0027                               v6 = iconst.i64 1
        @0029                               jump block2(v6)  ; v6 = 1

                                        block4:
        @002e                               v7 = iconst.i64 1
        @0030                               v8 = isub.i64 v0, v7  ; v7 = 1
        @0031                               v9 = call fn0(v8)
        @0033                               v10 = imul.i64 v0, v9
        @0034                               jump block2(v10)

                                        block2(v5: i64):
        @0035                               return v5
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn a_loop_with_a_parameter_and_a_branch_out() {
    let wat = "(module (func (param i32) (result i32)
        (block $out (result i32)
            (i32.const 0)
            (loop $again (param i32) (result i32)
                (i32.add (local.get 0))
                (br_if $out (i32.eqz (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
                (br $again)))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x18..0x31
        function u0:0(i32) -> i32 tail { ; app.func.0
                                        block0(v0: i32):
        @001b                               v3 = iconst.i32 0
        @0024                               v7 = iconst.i32 1
        @001d                               jump block3(v3, v0)  ; v3 = 0

                                        block3(v4: i32, v5: i32):
                                            v19 = iconst.i32 1
                                            v20 = icmp eq v5, v19  ; v19 = 1
        @002a                               brif v20, block2, block4

                                        block4:
        @0021                               v6 = iadd.i32 v4, v5
                                            v21 = iconst.i32 1
                                            v22 = isub.i32 v5, v21  ; v21 = 1
        @002c                               jump block3(v6, v22)

                                        block2:
                                            v23 = iadd.i32 v4, v5
        @0030                               return v23
        }
    "#]]
    .assert_eq(&optimized(wat, "app.func.0"));
}

#[test]
fn a_branch_table_passes_values_through_blocks_of_its_own() {
    let wat = "(module (func (param i32) (result i32)
        (block $a (result i32)
            (block $b (result i32)
                (i32.const 10)
                (local.get 0)
                (br_table $a $b $a $b))
            (i32.add (i32.const 1)))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x18..0x2d
        function u0:0(i32) -> i32 tail { ; app.func.0
                                        block0(v0: i32):
        @001d                               v4 = iconst.i32 10
        @0021                               br_table v0, block4, [block5, block4, block5]

                                        block4:
        @0021                               jump block3(v4)  ; v4 = 10

                                        block5:
        @0021                               jump block2(v4)  ; v4 = 10

                                        block3(v3: i32):
        @0028                               v5 = iconst.i32 1
        @002a                               v6 = iadd v3, v5  ; v5 = 1
        @002b                               jump block2(v6)

                                        block2(v2: i32):
        @002c                               return v2
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn an_if_without_else_passes_its_parameter() {
    let wat = "(module (func (param i32 i32) (result i32)
        (local.get 0)
        (if (param i32) (result i32) (local.get 1)
            (then (i32.add (i32.const 1))))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x1e..0x2a
        function u0:0(i32, i32) -> i32 tail { ; app.func.0
                                        block0(v0: i32, v1: i32):
        @0023                               brif v1, block3, block4

                                        block3:
        @0025                               v4 = iconst.i32 1
        @0027                               v5 = iadd.i32 v0, v4  ; v4 = 1
        @0028                               jump block2(v5)

                                        block4:
        @0028                               jump block2(v0)

                                        block2(v3: i32):
        @0029                               return v3
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn unreachable_code_is_skipped() {
    let wat = "(module (func (param i32) (result i32)
        (if (local.get 0) (then (unreachable)
            (if (then (loop (br 1))) (else (block (br 1)))) (i32.div_s) (drop)))
        (loop (br 0) (i64.add) (drop))
        (unreachable) (f32.mul) (drop)
        (i32.const 1)))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x18..0x3c
        function u0:0(i32) -> i32 tail { ; app.func.0
                                        block0(v0: i32):
        @001b                               brif v0, block3, block4

                                        block3 cold:
        @001d                               trap user1

                                        block4:
        @002f                               jump block5

                                        block5:
        @0031                               jump block5
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn division_and_conversion_trap_by_themselves() {
    let wat = "(module (func (param i32 f64) (result i64)
        (drop (i32.div_s (local.get 0) (i32.const 3)))
        (drop (i32.rem_u (local.get 0) (local.get 0)))
        (drop (i32.trunc_f64_u (local.get 1)))
        (i64.trunc_sat_f64_s (local.get 1))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x19..0x2f
        function u0:0(i32, f64) -> i64 tail { ; app.func.0
                                        block0(v0: i32, v1: f64):
        @001c                               v3 = iconst.i32 3
        @001e                               v4 = sdiv v0, v3  ; v3 = 3
        @0024                               v5 = urem v0, v0
        @0028                               v6 = fcvt_to_uint.i32 v1
        @002c                               v7 = fcvt_to_sint_sat.i64 v1
        @002e                               return v7
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn every_number_operator_translates() {
    let ints = "clz ctz popcnt eqz extend8_s extend16_s add sub mul div_s div_u rem_s rem_u and or
        xor shl shr_s shr_u rotl rotr eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
    let floats = "abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign
        eq ne lt gt le ge";
    let conversions = "i32.wrap_i64 i64.extend_i32_s i64.extend_i32_u i64.extend32_s
        f32.demote_f64 f64.promote_f32 i32.reinterpret_f32 i64.reinterpret_f64
        f32.reinterpret_i32 f64.reinterpret_i64";
    let mut operators: Vec<String> = conversions.split_whitespace().map(String::from).collect();
    for ty in ["i32", "i64"] {
        operators.extend(ints.split_whitespace().map(|op| format!("{ty}.{op}")));
        for from in ["f32", "f64"] {
            for kind in ["trunc", "trunc_sat"] {
                operators.push(format!("{ty}.{kind}_{from}_s"));
                operators.push(format!("{ty}.{kind}_{from}_u"));
            }
            operators.push(format!("{from}.convert_{ty}_s"));
            operators.push(format!("{from}.convert_{ty}_u"));
        }
    }
    for ty in ["f32", "f64"] {
        operators.extend(floats.split_whitespace().map(|op| format!("{ty}.{op}")));
    }
    for operator in operators {
        // The operand types are those for which it validates.
        let translates = ["i32", "i64", "f32", "f64"].iter().any(|ty| {
            [1, 2].iter().any(|operands| {
                let params = [*ty].repeat(*operands).join(" ");
                ["i32", "i64", "f32", "f64"].iter().any(|result| {
                    let mut wat = format!("(module (func (param {params}) (result {result}) ");
                    for local in 0..*operands {
                        let _ = write!(wat, "(local.get {local}) ");
                    }
                    let _ = write!(wat, "{operator}))");
                    let valid = super::parse(wat.as_bytes(), Default::default()).is_ok();
                    if valid {
                        translated(&wat);
                    }
                    valid
                })
            })
        });
        assert!(translates, "{operator}");
    }
}

#[test]
fn nesting_is_not_limited_by_the_stack() {
    let depth = 3_000;
    let mut wat = String::from("(module (func (param i32)");
    wat.push_str(&" block block local.get 0 if".repeat(depth));
    wat.push_str(" local.get 0 br_if 3 ");
    wat.push_str(&" end end end".repeat(depth));
    wat.push_str("))");
    translated(&wat);
}

#[test]
fn thousands_of_locals() {
    let mut wat = String::from("(module (func (param i32) (result i32) (local");
    wat.push_str(&" i32 i64 f32 f64".repeat(5_000));
    wat.push_str(") (loop $again ");
    for local in 1..2_000 {
        let _ = write!(wat, "(local.set {} (local.get 0))", local * 4 + 1);
    }
    wat.push_str(" (br_if $again (local.get 4001))) (local.get 8001)))");
    translated(&wat);
}

#[test]
fn many_parameters_and_results() {
    let params = "i32 i64 f32 f64 ".repeat(100);
    let mut wat = format!("(module (func (param {params}) (result {params})");
    for local in 0..400 {
        let _ = write!(wat, "(local.get {local})");
    }
    let _ = write!(
        wat,
        "(block (param {params}) (result {params}) call 0 br 0)))"
    );
    translated(&wat);
}

#[test]
fn source_locations_are_offsets_in_the_file() {
    let wat = "(module (func (param i32) (result i32) local.get 0 i32.popcnt))";
    let translation = translated(wat);
    let function = &translation.functions[0];
    let binary = wat::parse_str(wat).expect("assembles");
    let clif = &function.clif;
    let block = clif.layout.entry_block().expect("an entry");
    let popcnt = clif.layout.first_inst(block).expect("an instruction");
    assert_eq!(binary[clif.srcloc(popcnt).bits() as usize], 0x69);
    let end = function.wasm_range.end as usize;
    assert_eq!(binary[end - 1], 0x0b);
}

#[test]
fn both_arms_may_leave_and_neither() {
    let wat = "(module (func (param i32) (result i32)
        (if (result i32) (local.get 0)
            (then (return (i32.const 1)))
            (else (br 0 (i32.const 2))))
        (drop)
        (if (local.get 0)
            (then (return (i32.const 5)))
            (else (return (i32.const 6))))
        (i64.const 3) (drop) (i32.const 1)))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x18..0x39
        function u0:0(i32) -> i32 tail { ; app.func.0
                                        block0(v0: i32):
        @001b                               brif v0, block3, block4

                                        block3:
        @001d                               v3 = iconst.i32 1
        @001f                               return v3  ; v3 = 1

                                        block4:
        @0021                               v4 = iconst.i32 2
        @0023                               jump block2(v4)  ; v4 = 2

                                        block2(v2: i32):
        @0029                               brif.i32 v0, block6, block7

                                        block6:
        @002b                               v5 = iconst.i32 5
        @002d                               return v5  ; v5 = 5

                                        block7:
        @002f                               v6 = iconst.i32 6
        @0031                               return v6  ; v6 = 6
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}
