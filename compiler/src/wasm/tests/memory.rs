//! Linear memory: checks, flags, sizes, the bulk operations.

use std::fmt::Write;

use expect_test::expect;

use super::{clif, translated};

#[test]
fn a_memory_that_cannot_grow_has_a_constant_limit() {
    let wat = "(module (memory 1) (func (param i32) (result i32)
        (i32.load offset=8 (local.get 0))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x1d..0x24
        function u0:0(i32) -> i32 tail { ; app.func.0
            region0 = 0 "memory"
            gv0 = symbol colocated userextname0 ; app.mem.0

                                        block0(v0: i32):
        @0020                               v2 = iconst.i32 0xfff4
        @0020                               v3 = icmp ugt v0, v2  ; v2 = 0xfff4
        @0020                               trapnz v3, user2
        @0020                               v4 = symbol_value.i32 gv0
        @0020                               v5 = iadd v4, v0
        @0020                               v6 = load.i32 notrap aligned little region0 v5+8
        @0023                               return v6
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn the_size_of_a_growing_memory_is_loaded() {
    let wat = "(module (memory 1 3) (func (param i32 i64)
        (i64.store offset=8 align=4 (local.get 0) (local.get 1))
        (drop (memory.grow (i32.const 1)))
        (i64.store16 offset=70000 (local.get 0) (local.get 1))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x1e..0x35
        function u0:0(i32, i64) tail { ; app.func.0
            region0 = 2 "descriptors"
            region1 = 0 "memory"
            gv0 = symbol colocated userextname0 ; app.mem.0.desc
            gv1 = symbol colocated userextname1 ; app.mem.0
            sig0 = (i32, i32) -> i32 tail
            fn0 = colocated u0:6 sig0 ; tinsmith_memory_grow

                                        block0(v0: i32, v1: i64):
        @0023                               v2 = symbol_value.i32 gv0
        @0023                               v3 = load.i32 notrap aligned little region0 v2
        @0023                               v4 = iconst.i32 16
        @0023                               v5 = isub v3, v4  ; v4 = 16
        @0023                               v6 = icmp ugt v0, v5
        @0023                               trapnz v6, user2
        @0023                               v7 = symbol_value.i32 gv1
        @0023                               v8 = iadd v7, v0
        @0023                               store notrap little region1 v1, v8+8
        @0026                               v9 = iconst.i32 1
        @0028                               v10 = symbol_value.i32 gv0
        @0028                               v11 = call fn0(v10, v9)  ; v9 = 1
        @002f                               v12 = symbol_value.i32 gv0
        @002f                               v13 = load.i32 notrap aligned little region0 v12
        @002f                               v14 = iconst.i32 0x0001_1172
        @002f                               v15 = icmp ult v13, v14  ; v14 = 0x0001_1172
        @002f                               trapnz v15, user2
        @002f                               v16 = isub v13, v14  ; v14 = 0x0001_1172
        @002f                               v17 = icmp ugt v0, v16
        @002f                               trapnz v17, user2
        @002f                               v18 = symbol_value.i32 gv1
        @002f                               v19 = iadd v18, v0
        @002f                               istore16 notrap aligned little region1 v1, v19+0x0001_1170
        @0034                               return
        }
    "#]].assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn what_is_beyond_the_maximum_traps_at_once() {
    let wat = "(module (memory 1 1) (func (param i32) (result i32)
        (block (result i32)
            (i32.load8_u offset=65536 (local.get 0))
            (drop)
            (i32.const 7))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x1e..0x2d
        function u0:0(i32) -> i32 tail { ; app.func.0
                                        block0(v0: i32):
        @0023                               trap user2
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn a_constant_address_in_the_first_pages_needs_no_check() {
    let wat = "(module (memory (export \"m\") 1) (func (result f32)
        (f32.load (i32.const 65532))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x23..0x2c
        function u0:0() -> f32 tail { ; app.func.0
            region0 = 0 "memory"
            gv0 = symbol colocated userextname0 ; app.mem.0

                                        block0:
        @0024                               v1 = iconst.i32 0xfffc
        @0028                               v2 = symbol_value.i32 gv0
        @0028                               v3 = iadd v2, v1  ; v1 = 0xfffc
        @0028                               v4 = load.f32 notrap aligned little region0 v3
        @002b                               return v4
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn an_offset_beyond_every_memory_traps() {
    let wat = "(module (import \"env\" \"m\" (memory 1)) (func (param i32) (result i32)
        (i32.load8_s offset=0x80000000 (local.get 0))))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x24..0x2f
        function u0:0(i32) -> i32 tail { ; app.func.0
                                        block0(v0: i32):
        @0027                               trap user2
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn bulk_operations_are_intrinsics() {
    let wat = "(module (memory 1) (data $d \"abc\") (func (param i32)
        (memory.fill (local.get 0) (i32.const 1) (i32.const 2))
        (memory.copy (local.get 0) (i32.const 1) (i32.const 2))
        (memory.init $d (local.get 0) (i32.const 0) (i32.const 3))
        (data.drop $d)))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x1f..0x41
        function u0:0(i32) tail { ; app.func.0
            region0 = 2 "descriptors"
            gv0 = symbol colocated userextname0 ; app.mem.0.desc
            gv1 = symbol colocated userextname3 ; app.data.0.desc
            sig0 = (i32, i32, i32, i32) -> i32 tail
            sig1 = (i32, i32, i32, i32, i32) -> i32 tail
            sig2 = (i32, i32, i32, i32, i32) -> i32 tail
            fn0 = colocated u0:8 sig0 ; tinsmith_memory_fill
            fn1 = colocated u0:9 sig1 ; tinsmith_memory_copy
            fn2 = colocated u0:10 sig2 ; tinsmith_memory_init

                                        block0(v0: i32):
        @0022                               v1 = iconst.i32 1
        @0024                               v2 = iconst.i32 2
        @0026                               v3 = symbol_value.i32 gv0
        @0026                               v4 = call fn0(v3, v0, v1, v2)  ; v1 = 1, v2 = 2
        @0026                               trapnz v4, user2
        @002b                               v5 = iconst.i32 1
        @002d                               v6 = iconst.i32 2
        @002f                               v7 = symbol_value.i32 gv0
        @002f                               v8 = symbol_value.i32 gv0
        @002f                               v9 = call fn1(v7, v8, v0, v5, v6)  ; v5 = 1, v6 = 2
        @002f                               trapnz v9, user2
        @0035                               v10 = iconst.i32 0
        @0037                               v11 = iconst.i32 3
        @0039                               v12 = symbol_value.i32 gv0
        @0039                               v13 = symbol_value.i32 gv1
        @0039                               v14 = call fn2(v12, v13, v0, v10, v11)  ; v10 = 0, v11 = 3
        @0039                               trapnz v14, user2
        @003d                               v15 = symbol_value.i32 gv1
        @003d                               v16 = iconst.i32 0
        @003d                               store notrap aligned little region0 v16, v15  ; v16 = 0
        @0040                               return
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn what_cannot_grow_grows_by_nothing() {
    let wat = "(module (memory 2 2) (func (param i32) (result i32 i32)
        (memory.grow (local.get 0)) (memory.size)))";
    expect![[r#"
        ; `func[0]`, wasm offsets 0x1f..0x27
        function u0:0(i32) -> i32, i32 tail { ; app.func.0
                                        block0(v0: i32):
        @0022                               v3 = iconst.i32 0x0002_0000
        @0022                               v4 = iconst.i32 16
        @0022                               v5 = ushr v3, v4  ; v3 = 0x0002_0000, v4 = 16
        @0022                               v6 = iconst.i32 -1
        @0022                               v7 = select v0, v6, v5  ; v6 = -1
        @0024                               v8 = iconst.i32 0x0002_0000
        @0024                               v9 = iconst.i32 16
        @0024                               v10 = ushr v8, v9  ; v8 = 0x0002_0000, v9 = 16
        @0026                               return v7, v10
        }
    "#]]
    .assert_eq(&clif(wat, "app.func.0"));
}

#[test]
fn every_load_and_store_translates() {
    let mut body = String::new();
    for ty in ["i32", "i64", "f32", "f64"] {
        let widths: &[&str] = match ty {
            "i32" => &["", "8_s", "8_u", "16_s", "16_u"],
            "i64" => &["", "8_s", "8_u", "16_s", "16_u", "32_s", "32_u"],
            _ => &[""],
        };
        for width in widths {
            // A signed load's width with `store` would not parse: stores have no sign.
            let store = width.trim_end_matches("_s").trim_end_matches("_u");
            let _ = write!(
                body,
                "({ty}.store{store} offset=8 (local.get 0) ({ty}.load{width} offset=4 (local.get 0)))"
            );
        }
    }
    let translation = translated(&format!("(module (memory 1) (func (param i32) {body}))"));
    let text = translation.functions[0].clif.display().to_string();
    for (opcode, count) in [
        (" load.", 4),
        ("uload8.", 2),
        ("sload16.", 2),
        ("uload32 ", 1),
        ("sload32 ", 1),
        (" store ", 4),
        ("istore8 ", 4),
        ("istore32 ", 2),
    ] {
        assert_eq!(text.matches(opcode).count(), count, "{opcode}\n{text}");
    }
}
