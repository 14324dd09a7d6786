//! Tables, references, globals and indirect calls.

use expect_test::expect;

use super::{clif, optimized};

#[test]
fn call_indirect_checks_index_null_and_type() {
    let wat = "(module (table (export \"t\") 2 4 funcref) (type $f (func (param i32) (result f64)))
        (func (param i32 i32) (result f64)
        (call_indirect (type $f) (local.get 0) (local.get 1))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x2c..0x35
        function u0:0(i32, i32) -> f64 tail { ; app.func.0
            region0 = 2 "descriptors"
            region1 = 1 "tables"
            gv0 = symbol colocated userextname0 ; app.table.0.desc
            gv1 = symbol colocated userextname1 ; app.table.0
            gv2 = symbol colocated userextname2 ; type:i>F
            sig0 = (i32) -> f64 tail

                                        block0(v0: i32, v1: i32):
        @0031                               v3 = symbol_value.i32 gv0
        @0031                               v4 = load.i32 notrap aligned little region0 v3
        @0031                               v5 = icmp uge v1, v4
        @0031                               trapnz v5, user4
        @0031                               v6 = symbol_value.i32 gv1
        @0031                               v7 = iconst.i32 2
        @0031                               v8 = ishl v1, v7  ; v7 = 2
        @0031                               v9 = iadd v6, v8
        @0031                               v10 = load.i32 notrap aligned little region1 v9
        @0031                               trapz v10, user5
        @0031                               v11 = load.i32 notrap aligned readonly little v10+4
        @0031                               v12 = symbol_value.i32 gv2
        @0031                               v13 = icmp ne v11, v12
        @0031                               trapnz v13, user6
        @0031                               v14 = load.i32 notrap aligned readonly little v10
        @0031                               v15 = call_indirect sig0, v14(v0)
        @0034                               return v15
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn calls_through_a_constant_table_need_the_index_check_alone() {
    let wat = "(module (table funcref (elem $a $b)) (type $f (func (result i32)))
        (func $a (result i32) (i32.const 1)) (func $b (result i32) (i32.const 2))
        (func (param i32) (result i32) (call_indirect (type $f) (local.get 0))))";
    expect![[r#"
        ; `func[2]`, wasm offsets 0x3b..0x42
        function u0:2(i32) -> i32 tail { ; app.func.2
            gv0 = symbol colocated userextname0 ; app.table.0.code.0
            sig0 = () -> i32 tail

                                        block0(v0: i32):
        @003e                               v2 = iconst.i32 2
        @003e                               v3 = icmp uge v0, v2  ; v2 = 2
        @003e                               trapnz v3, user4
        @003e                               v4 = symbol_value.i32 gv0
        @003e                               v5 = iconst.i32 2
        @003e                               v6 = ishl v0, v5  ; v5 = 2
        @003e                               v7 = iadd v4, v6
        @003e                               v8 = load.i32 notrap aligned readonly little v7
        @003e                               v9 = call_indirect sig0, v8()
        @0041                               return v9
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.2"));
}

#[test]
fn where_a_call_of_the_type_must_not_go_the_table_of_code_has_a_trap_routine() {
    let wat = "(module (table 3 funcref) (elem (i32.const 1) $a $b) (type $f (func (result i32)))
        (func $a (result i32) (i32.const 1)) (func $b (result i64) (i64.const 2))
        (func (param i32) (result i32) (call_indirect (type $f) (local.get 0))))";
    expect![[r#"
        ; `func[2]`, wasm offsets 0x3c..0x43
        function u0:2(i32) -> i32 tail { ; app.func.2
            gv0 = symbol colocated userextname0 ; app.table.0.code.0
            sig0 = () -> i32 tail

                                        block0(v0: i32):
        @003f                               v2 = iconst.i32 3
        @003f                               v3 = icmp uge v0, v2  ; v2 = 3
        @003f                               trapnz v3, user4
        @003f                               v4 = symbol_value.i32 gv0
        @003f                               v5 = iconst.i32 2
        @003f                               v6 = ishl v0, v5  ; v5 = 2
        @003f                               v7 = iadd v4, v6
        @003f                               v8 = load.i32 notrap aligned readonly little v7
        @003f                               v9 = call_indirect sig0, v8()
        @0042                               return v9
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.2"));
}

#[test]
fn a_tail_call_through_a_constant_table_checks_what_it_finds() {
    let wat = "(module (table 3 funcref) (elem (i32.const 1) $a $b) (type $f (func (result i32)))
        (func $a (result i32) (i32.const 1)) (func $b (result i64) (i64.const 2))
        (func (param i32) (result i32) (return_call_indirect (type $f) (local.get 0))))";
    expect![[r#"
        ; `func[2]`, wasm offsets 0x3c..0x43
        function u0:2(i32) -> i32 tail { ; app.func.2
            region0 = 1 "tables"
            gv0 = symbol colocated userextname0 ; app.table.0
            gv1 = symbol colocated userextname1 ; type:>i
            sig0 = () -> i32 tail

                                        block0(v0: i32):
        @003f                               v2 = iconst.i32 3
        @003f                               v3 = icmp uge v0, v2  ; v2 = 3
        @003f                               trapnz v3, user4
        @003f                               v4 = symbol_value.i32 gv0
        @003f                               v5 = iconst.i32 2
        @003f                               v6 = ishl v0, v5  ; v5 = 2
        @003f                               v7 = iadd v4, v6
        @003f                               v8 = load.i32 notrap aligned readonly little region0 v7
        @003f                               trapz v8, user5
        @003f                               v9 = load.i32 notrap aligned readonly little v8+4
        @003f                               v10 = symbol_value.i32 gv1
        @003f                               v11 = icmp ne v9, v10
        @003f                               trapnz v11, user6
        @003f                               v12 = load.i32 notrap aligned readonly little v8
        @003f                               return_call_indirect sig0, v12()
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.2"));
}

#[test]
fn many_types_of_calls_through_a_large_table_share_it() {
    let types = (0..4).map(|n| format!("(type $f{n} (func (param{})))", " i32".repeat(n)));
    let calls = (0..4).map(|n| {
        let args = "(i32.const 0) ".repeat(n);
        format!("(call_indirect (type $f{n}) {args}(local.get 0))")
    });
    let (types, calls): (String, String) = (types.collect(), calls.collect());
    let module = |entries: u32| {
        format!(
            "(module {types} (table {entries} funcref) (elem (i32.const 0) 0) (func (param i32) {calls}))"
        )
    };
    let large = clif(&module(1000), "app.func.0");
    assert!(!large.contains(".code.") && large.contains("type:ii>"));
    let small = clif(&module(64), "app.func.0");
    assert!(small.contains("app.table.0.code.3") && !small.contains("type:"));
}

#[test]
fn table_operations() {
    let wat = "(module (table $t 1 externref) (table $u 1 9 externref) (elem $e externref)
        (func (param i32 externref) (result i32 i32)
        (table.set $t (local.get 0) (table.get $u (local.get 0)))
        (table.fill $u (local.get 0) (local.get 1) (i32.const 5))
        (table.copy $t $u (local.get 0) (i32.const 1) (i32.const 2))
        (table.init $u $e (local.get 0) (i32.const 1) (i32.const 2))
        (elem.drop $e)
        (table.grow $u (local.get 1) (local.get 0))
        (table.size $u)))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x2a..0x5e
        function u0:0(i32, i32) -> i32, i32 tail { ; app.func.0
            region0 = 2 "descriptors"
            region1 = 1 "tables"
            gv0 = symbol colocated userextname0 ; app.table.1.desc
            gv1 = symbol colocated userextname1 ; app.table.1
            gv2 = symbol colocated userextname2 ; app.table.0
            gv3 = symbol colocated userextname4 ; app.table.0.desc
            gv4 = symbol colocated userextname6 ; app.elem.0.desc
            sig0 = (i32, i32, i32, i32) -> i32 tail
            sig1 = (i32, i32, i32, i32, i32) -> i32 tail
            sig2 = (i32, i32, i32, i32, i32) -> i32 tail
            sig3 = (i32, i32, i32) -> i32 tail
            fn0 = colocated u0:17 sig0 ; tinsmith_table_fill
            fn1 = colocated u0:18 sig1 ; tinsmith_table_copy
            fn2 = colocated u0:19 sig2 ; tinsmith_table_init
            fn3 = colocated u0:16 sig3 ; tinsmith_table_grow

                                        block0(v0: i32, v1: i32):
        @002f                               v4 = symbol_value.i32 gv0
        @002f                               v5 = load.i32 notrap aligned little region0 v4
        @002f                               v6 = icmp uge v0, v5
        @002f                               trapnz v6, user3
        @002f                               v7 = symbol_value.i32 gv1
        @002f                               v8 = iconst.i32 2
        @002f                               v9 = ishl v0, v8  ; v8 = 2
        @002f                               v10 = iadd v7, v9
        @002f                               v11 = load.i32 notrap aligned little region1 v10
        @0031                               v12 = iconst.i32 1
        @0031                               v13 = icmp uge v0, v12  ; v12 = 1
        @0031                               trapnz v13, user3
        @0031                               v14 = symbol_value.i32 gv2
        @0031                               v15 = iconst.i32 2
        @0031                               v16 = ishl v0, v15  ; v15 = 2
        @0031                               v17 = iadd v14, v16
        @0031                               store notrap aligned little region1 v11, v17
        @0037                               v18 = iconst.i32 5
        @0039                               v19 = symbol_value.i32 gv0
        @0039                               v20 = call fn0(v19, v0, v1, v18)  ; v18 = 5
        @0039                               trapnz v20, user3
        @003e                               v21 = iconst.i32 1
        @0040                               v22 = iconst.i32 2
        @0042                               v23 = symbol_value.i32 gv3
        @0042                               v24 = symbol_value.i32 gv0
        @0042                               v25 = call fn1(v23, v24, v0, v21, v22)  ; v21 = 1, v22 = 2
        @0042                               trapnz v25, user3
        @0048                               v26 = iconst.i32 1
        @004a                               v27 = iconst.i32 2
        @004c                               v28 = symbol_value.i32 gv0
        @004c                               v29 = symbol_value.i32 gv4
        @004c                               v30 = call fn2(v28, v29, v0, v26, v27)  ; v26 = 1, v27 = 2
        @004c                               trapnz v30, user3
        @0050                               v31 = symbol_value.i32 gv4
        @0050                               v32 = iconst.i32 0
        @0050                               store notrap aligned little region0 v32, v31  ; v32 = 0
        @0057                               v33 = symbol_value.i32 gv0
        @0057                               v34 = call fn3(v33, v1, v0)
        @005a                               v35 = symbol_value.i32 gv0
        @005a                               v36 = load.i32 notrap aligned little region0 v35
        @005d                               return v34, v36
        }
    "#]].assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn globals_and_references() {
    let wat = "(module (import \"env\" \"base\" (global $base i32))
        (global $sp (mut i32) (i32.const 1024)) (global $pi f64 (f64.const 3.5))
        (global $shared (export \"g\") (mut i64) (i64.const 0))
        (func $f (result i32 f64 funcref i32)
        (global.set $sp (i32.add (global.get $sp) (global.get $base)))
        (global.set $shared (i64.const 1))
        (global.get $sp) (global.get $pi) (ref.func $f)
        (ref.is_null (ref.null extern))) (export \"f\" (func $f)))";
    expect![[r#"
        ; `f`, wasm offsets 0x4e..0x64
        function u0:0() -> i32, f64, i32, i32 tail { ; app.func.0
            region0 = 17 "global 1"
            region1 = 3 "globals"
            gv0 = symbol colocated userextname0 ; app.global.1
            gv1 = symbol colocated userextname1 ; import:env:base:global:i
            gv2 = symbol colocated userextname2 ; app.global.3
            gv3 = symbol colocated userextname3 ; app.funcref.0

                                        block0:
        @004f                               v4 = symbol_value.i32 gv0
        @004f                               v5 = load.i32 notrap aligned little region0 v4
        @0051                               v6 = symbol_value.i32 gv1
        @0051                               v7 = load.i32 notrap aligned readonly can_move little region1 v6
        @0053                               v8 = iadd v5, v7
        @0054                               v9 = symbol_value.i32 gv0
        @0054                               store notrap aligned little region0 v8, v9
        @0056                               v10 = iconst.i64 1
        @0058                               v11 = symbol_value.i32 gv2
        @0058                               store notrap aligned little region1 v10, v11  ; v10 = 1
        @005a                               v12 = symbol_value.i32 gv0
        @005a                               v13 = load.i32 notrap aligned little region0 v12
        @005c                               v14 = f64const 0x1.c000000000000p1
        @005e                               v15 = symbol_value.i32 gv3
        @0060                               v16 = iconst.i32 0
        @0062                               v17 = iconst.i32 0
        @0062                               v18 = icmp eq v16, v17  ; v16 = 0, v17 = 0
        @0062                               v19 = uextend.i32 v18
        @0063                               return v13, v14, v15, v19  ; v14 = 0x1.c000000000000p1
        }
    "#]].assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn the_shadow_stack_pointer_is_known_after_its_store() {
    let wat = "(module (global $sp (mut i32) (i32.const 1024)) (memory 1) (func (result i32)
        (global.set $sp (i32.sub (global.get $sp) (i32.const 16)))
        (i32.store (global.get $sp) (i32.const 1))
        (i32.load (global.get $sp))
        (global.set $sp (i32.add (global.get $sp) (i32.const 16)))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x25..0x41
        function u0:0() -> i32 tail { ; app.func.0
            region0 = 16 "global 0"
            region1 = 0 "memory"
            gv0 = symbol colocated userextname0 ; app.global.0
            gv1 = symbol colocated userextname1 ; app.mem.0

                                        block0:
        @0026                               v1 = symbol_value.i32 gv0
        @0026                               v2 = load.i32 notrap aligned little region0 v1
        @0028                               v3 = iconst.i32 16
        @002a                               v4 = isub v2, v3  ; v3 = 16
        @002b                               store notrap aligned little region0 v4, v1
        @0031                               v9 = iconst.i32 0xfffc
        @0031                               v10 = icmp ugt v4, v9  ; v9 = 0xfffc
        @0031                               trapnz v10, user2
        @002f                               v8 = iconst.i32 1
        @0031                               v11 = symbol_value.i32 gv1
        @0031                               v12 = iadd v11, v4
        @0031                               store notrap aligned little region1 v8, v12  ; v8 = 1
        @003e                               store notrap aligned little region0 v2, v1
        @0040                               return v8  ; v8 = 1
        }
    "#]]
    .assert_eq(&optimized(wat, "app.func.0"));
}
