//! Data objects, exports, and instantiation.

use std::fmt::Write;

use expect_test::expect;

use super::{TranslateOptions, clif, clif_text, translated};
use crate::object::module::{Binding, RelocTarget};
use crate::wasm::{Environment, translate_function};

/// Objects and aliases, one a line: name, kind, alignment, size, words or addresses.
fn objects(wat: &str) -> String {
    let translation = translated(wat);
    let mut text = String::new();
    for data in &translation.objects.data {
        let weak = if data.binding == Binding::Weak {
            " weak"
        } else {
            ""
        };
        let kind = data.kind;
        let _ = write!(
            text,
            "{} {kind:?}{weak} align {} size {}:",
            data.name, data.align, data.size
        );
        for (n, word) in data.bytes.chunks(4).enumerate() {
            let reloc = data
                .relocs
                .iter()
                .find(|reloc| reloc.offset == n as u32 * 4);
            match reloc.map(|reloc| &reloc.target) {
                Some(RelocTarget::Symbol(symbol)) => {
                    let _ = write!(text, " &{symbol}");
                }
                Some(RelocTarget::Literal(_)) => text.push_str(" literal"),
                None => {
                    let hex: String = word.iter().rev().map(|b| format!("{b:02x}")).collect();
                    let _ = write!(text, " {}", hex.trim_start_matches('0'));
                }
            }
        }
        text.push('\n');
    }
    for alias in &translation.objects.aliases {
        let _ = writeln!(text, "{} = {}", alias.name, alias.target);
    }
    for import in &translation.imports {
        let _ = writeln!(text, "{} calls {}", import.symbol, import.import);
    }
    text
}

const EVERYTHING: &str = "(module
    (import \"env\" \"log\" (func $log (param i32)))
    (import \"env\" \"base\" (global $base i32))
    (import \"env\" \"table\" (table $shared 1 4 funcref))
    (memory (export \"memory\") 1 3)
    (table $fixed 3 funcref)
    (table $grows 1 funcref)
    (global $sp (mut i32) (i32.const 1024))
    (global $pi f64 (f64.const 0.5))
    (global $copy i32 (global.get $base))
    (global $ref funcref (ref.func $log))
    (elem (table $fixed) (i32.const 1) func $f $log)
    (elem (table $shared) (global.get $base) func $f)
    (elem $passive funcref (ref.func $f) (ref.null func))
    (elem declare func $f)
    (data (i32.const 16) \"hello\")
    (data $later \"later\")
    (data $both (i32.const 32) \"both\")
    (func $f (export \"f\") (result i32)
        (memory.init $later (i32.const 0) (i32.const 0) (i32.const 1))
        (data.drop $both)
        (table.init $grows $passive (i32.const 0) (i32.const 0) (i32.const 1))
        (table.grow $grows (ref.null func) (i32.const 1)))
    (start $start) (func $start))";

#[test]
fn every_kind_of_object() {
    expect![[r#"
        app.mem.0 NoInit align 16 size 196608:
        app.mem.0.desc Data align 4 size 20: 10000 &app.mem.0 30000 10000 10
        app.table.1 ReadOnly align 4 size 12:  &app.funcref.1 &app.funcref.0
        app.table.1.desc ReadOnly align 4 size 16: 3 &app.table.1 3 3
        app.table.2 NoInit align 4 size 40000:
        app.table.2.desc Data align 4 size 16: 1 &app.table.2 2710 1
        app.global.1 Bss align 4 size 4:
        app.global.2 ReadOnly align 8 size 8:  3fe00000
        app.global.3 Bss align 4 size 4:
        app.global.4 ReadOnly align 4 size 4: &app.funcref.0
        app.data.0 ReadOnly align 4 size 5: 6c6c6568 6f
        app.data.0.desc ReadOnly align 4 size 12: 5 &app.data.0 5
        app.data.1 ReadOnly align 4 size 5: 6574616c 72
        app.data.1.desc Data align 4 size 12: 5 &app.data.1 5
        app.data.2 ReadOnly align 4 size 4: 68746f62
        app.data.2.desc Data align 4 size 12: 4 &app.data.2 4
        app.elem.1 ReadOnly align 4 size 4: &app.funcref.1
        app.elem.1.desc ReadOnly align 4 size 12: 1 &app.elem.1 1
        app.elem.2 ReadOnly align 4 size 8: &app.funcref.1 
        app.elem.2.desc Data align 4 size 12: 2 &app.elem.2 2
        app.funcref.0 ReadOnly align 4 size 8: &app.func.0 &type:i>
        app.funcref.1 ReadOnly align 4 size 8: &app.func.1 &type:>i
        type:i> ReadOnly weak align 4 size 4: 
        type:>i ReadOnly weak align 4 size 4: 
        type:> ReadOnly weak align 4 size 4: 
        export:app:memory:memory.desc = app.mem.0.desc
        export:app:memory:memory = app.mem.0
        export:app:f:>i = app.func.1
        app.func.0 calls import:env:log:i>
    "#]]
    .assert_eq(&objects(EVERYTHING));
}

#[test]
fn tables_of_code() {
    let wat = "(module (table 3 funcref) (elem (i32.const 1) $a $b) (type $f (func (result i32)))
        (func $a (result i32) (i32.const 1)) (func $b (result i64) (i64.const 2))
        (func (param i32) (result i32) (call_indirect (type $f) (local.get 0))))";
    expect![[r#"
        app.table.0 ReadOnly align 4 size 12:  &app.funcref.0 &app.funcref.1
        app.table.0.code.0 ReadOnly align 4 size 12: &tinsmith_trap_uninitialized_element &app.func.0 &tinsmith_trap_indirect_call_type
        app.table.0.desc ReadOnly align 4 size 16: 3 &app.table.0 3 3
        app.funcref.0 ReadOnly align 4 size 8: &app.func.0 &type:>i
        app.funcref.1 ReadOnly align 4 size 8: &app.func.1 &type:>I
        type:>i ReadOnly weak align 4 size 4: 
        type:>I ReadOnly weak align 4 size 4: 
        type:i>i ReadOnly weak align 4 size 4: 
    "#]].assert_eq(&objects(wat));
}

#[test]
fn functions_translate_alike_on_any_thread() {
    let translation = translated(EVERYTHING);
    let module = super::module(EVERYTHING);
    let env = Environment::new(&module, &TranslateOptions::default()).expect("plans");
    std::thread::scope(|scope| {
        for (n, index) in module.defined_functions().enumerate() {
            let (module, env, translation) = (&module, &env, &translation);
            scope.spawn(move || {
                let alone = translate_function(module, env, index).expect("translates");
                let together = &translation.functions[n];
                assert_eq!(
                    clif_text(&alone, env),
                    clif_text(together, &translation.env)
                );
            });
        }
    });
}

#[test]
fn instantiation() {
    expect![[r#"
        ; app (instantiation)
        function u0:3() tail { ; app.instantiate
            region0 = 2 "descriptors"
            region1 = 17 "global 1"
            region2 = 3 "globals"
            gv0 = symbol colocated userextname0 ; import:env:table:table.desc
            gv1 = symbol colocated userextname1 ; app.mem.0.desc
            gv2 = symbol colocated userextname3 ; app.table.2.desc
            gv3 = symbol colocated userextname5 ; app.data.1.desc
            gv4 = symbol colocated userextname7 ; app.data.2.desc
            gv5 = symbol colocated userextname8 ; app.elem.2.desc
            gv6 = symbol colocated userextname9 ; app.global.1
            gv7 = symbol colocated userextname10 ; import:env:base:global:i
            gv8 = symbol colocated userextname11 ; app.global.3
            gv9 = symbol colocated userextname12 ; app.elem.1.desc
            gv10 = symbol colocated userextname14 ; app.data.0.desc
            sig0 = (i32) tail
            sig1 = (i32) tail
            sig2 = (i32) tail
            sig3 = (i32, i32, i32, i32, i32) -> i32 tail
            sig4 = (i32, i32, i32, i32, i32) -> i32 tail
            sig5 = () tail
            fn0 = colocated u0:38 sig0 ; tinsmith_memory_reset
            fn1 = colocated u0:44 sig1 ; tinsmith_table_reset
            fn2 = colocated u0:45 sig2 ; tinsmith_segment_reset
            fn3 = colocated u0:43 sig3 ; tinsmith_table_init
            fn4 = colocated u0:37 sig4 ; tinsmith_memory_init
            fn5 = colocated u0:2 sig5 ; app.func.2

                                        block0:
                                            v0 = symbol_value.i32 gv0
                                            v1 = load.i32 notrap aligned little region0 v0
                                            v2 = iconst.i32 1
                                            v3 = icmp ult v1, v2  ; v2 = 1
                                            trapnz v3, user3
                                            v4 = symbol_value.i32 gv0
                                            v5 = load.i32 notrap aligned little region0 v4+8
                                            v6 = iconst.i32 4
                                            v7 = icmp ugt v5, v6  ; v6 = 4
                                            trapnz v7, user3
                                            v8 = symbol_value.i32 gv1
                                            call fn0(v8)
                                            v9 = symbol_value.i32 gv2
                                            call fn1(v9)
                                            v10 = symbol_value.i32 gv3
                                            call fn2(v10)
                                            v11 = symbol_value.i32 gv4
                                            call fn2(v11)
                                            v12 = symbol_value.i32 gv5
                                            call fn2(v12)
                                            v13 = iconst.i32 1024
                                            v14 = symbol_value.i32 gv6
                                            store notrap aligned little region1 v13, v14  ; v13 = 1024
                                            v15 = symbol_value.i32 gv7
                                            v16 = load.i32 notrap aligned readonly can_move little region2 v15
                                            v17 = symbol_value.i32 gv8
                                            store notrap aligned little region2 v16, v17
        @0090                               v18 = symbol_value.i32 gv0
        @0090                               v19 = symbol_value.i32 gv9
        @0090                               v20 = symbol_value.i32 gv7
        @0090                               v21 = load.i32 notrap aligned readonly can_move little region2 v20
        @0090                               v22 = iconst.i32 0
        @0090                               v23 = iconst.i32 1
        @0090                               v24 = call fn3(v18, v19, v21, v22, v23)  ; v22 = 0, v23 = 1
        @0090                               trapnz v24, user3
        @00d2                               v25 = symbol_value.i32 gv1
        @00d2                               v26 = symbol_value.i32 gv10
        @00d2                               v27 = iconst.i32 16
        @00d2                               v28 = iconst.i32 0
        @00d2                               v29 = iconst.i32 5
        @00d2                               v30 = call fn4(v25, v26, v27, v28, v29)  ; v27 = 16, v28 = 0, v29 = 5
        @00d2                               trapnz v30, user2
        @00e3                               v31 = symbol_value.i32 gv1
        @00e3                               v32 = symbol_value.i32 gv4
        @00e3                               v33 = iconst.i32 32
        @00e3                               v34 = iconst.i32 0
        @00e3                               v35 = iconst.i32 4
        @00e3                               v36 = call fn4(v31, v32, v33, v34, v35)  ; v33 = 32, v34 = 0, v35 = 4
        @00e3                               trapnz v36, user2
        @00e3                               v37 = symbol_value.i32 gv4
        @00e3                               v38 = iconst.i32 0
        @00e3                               store notrap aligned little region0 v38, v37  ; v38 = 0
        @00e3                               call fn5()
        @00e3                               return
        }
    "#]].assert_eq(&clif(EVERYTHING, "app.instantiate"));
}

#[test]
fn a_memory_nothing_can_grow_has_exactly_its_pages() {
    let wat = "(module (memory 2 100) (data (i32.const 0) \"x\"))";
    expect![[r#"
        app.mem.0 NoInit align 16 size 131072:
        app.mem.0.desc ReadOnly align 4 size 20: 20000 &app.mem.0 20000 20000 10
        app.data.0 ReadOnly align 4 size 1: 78
        app.data.0.desc ReadOnly align 4 size 12: 1 &app.data.0 1
    "#]]
    .assert_eq(&objects(wat));
}

#[test]
fn a_segment_with_an_imported_global_is_completed_at_instantiation() {
    let wat = "(module (import \"env\" \"f\" (global funcref)) (table (export \"t\") 1 funcref)
        (elem (i32.const 0) funcref (global.get 0)))";
    expect![[r#"
        app.table.0 NoInit align 4 size 40000:
        app.table.0.desc Data align 4 size 16: 1 &app.table.0 2710 1
        app.elem.0 Data align 4 size 4: 
        app.elem.0.desc ReadOnly align 4 size 12: 1 &app.elem.0 1
        export:app:t:table.desc = app.table.0.desc
        export:app:t:table = app.table.0
        ; app (instantiation)
        function u0:0() tail { ; app.instantiate
            region0 = 3 "globals"
            gv0 = symbol colocated userextname0 ; app.table.0.desc
            gv1 = symbol colocated userextname2 ; import:env:f:global:r
            gv2 = symbol colocated userextname3 ; app.elem.0
            gv3 = symbol colocated userextname4 ; app.elem.0.desc
            sig0 = (i32) tail
            sig1 = (i32, i32, i32, i32, i32) -> i32 tail
            fn0 = colocated u0:16 sig0 ; tinsmith_table_reset
            fn1 = colocated u0:15 sig1 ; tinsmith_table_init

                                        block0:
                                            v0 = symbol_value.i32 gv0
                                            call fn0(v0)
        @0024                               v1 = symbol_value.i32 gv1
        @0024                               v2 = load.i32 notrap aligned readonly can_move little region0 v1
        @0024                               v3 = symbol_value.i32 gv2
        @0024                               store notrap aligned v2, v3
        @0024                               v4 = symbol_value.i32 gv0
        @0024                               v5 = symbol_value.i32 gv3
        @0024                               v6 = iconst.i32 0
        @0024                               v7 = iconst.i32 0
        @0024                               v8 = iconst.i32 1
        @0024                               v9 = call fn1(v4, v5, v6, v7, v8)  ; v6 = 0, v7 = 0, v8 = 1
        @0024                               trapnz v9, user3
        @0024                               return
        }
    "#]].assert_eq(&(objects(wat) + &clif(wat, "app.instantiate")));
}
