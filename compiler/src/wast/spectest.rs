//! The module `spectest` that scripts import from.
//!
//! Its functions are the runtime's, host functions like any other. Its memory, table and globals are those of a module of our own,
//! compiled and instantiated anew for every script that imports one of them.

use std::sync::LazyLock;

use crate::wasm::{self, ExternType, Module};

/// The name scripts know it by.
pub(super) const NAME: &str = "spectest";

/// What the reference interpreter's `spectest` exports.
pub(super) const TEXT: &str = r#"(module
  (import "spectest" "print" (func $print))
  (import "spectest" "print_i32" (func $print_i32 (param i32)))
  (import "spectest" "print_i64" (func $print_i64 (param i64)))
  (import "spectest" "print_f32" (func $print_f32 (param f32)))
  (import "spectest" "print_f64" (func $print_f64 (param f64)))
  (import "spectest" "print_i32_f32" (func $print_i32_f32 (param i32 f32)))
  (import "spectest" "print_f64_f64" (func $print_f64_f64 (param f64 f64)))
  (export "print" (func $print))
  (export "print_i32" (func $print_i32))
  (export "print_i64" (func $print_i64))
  (export "print_f32" (func $print_f32))
  (export "print_f64" (func $print_f64))
  (export "print_i32_f32" (func $print_i32_f32))
  (export "print_f64_f64" (func $print_f64_f64))
  (memory (export "memory") 1 2)
  (table (export "table") 10 20 funcref)
  (global (export "global_i32") i32 (i32.const 666))
  (global (export "global_i64") i64 (i64.const 666))
  (global (export "global_f32") f32 (f32.const 666.6))
  (global (export "global_f64") f64 (f64.const 666.6)))"#;

static MODULE: LazyLock<Option<Module>> =
    LazyLock::new(|| wasm::parse(TEXT.as_bytes(), wasm::ParseOptions::default()).ok());

/// The type of one of its exports.
pub(super) fn export(name: &str) -> Option<ExternType> {
    let exports = MODULE.as_ref()?.typed_exports();
    exports
        .into_iter()
        .find(|(n, _)| *n == name)
        .map(|(_, ty)| ty)
}

#[cfg(test)]
mod tests {
    use super::export;

    #[test]
    fn it_has_its_exports() {
        assert!(export("print_f64_f64").is_some());
        assert!(export("table").is_some());
        assert!(export("print_i8").is_none());
    }
}
