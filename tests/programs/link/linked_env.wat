;; The other half of `wat/linked.wat`.
(module
  (import "tinsmith" "trace" (func $trace (param i32 i32)))
  (import "app" "twice" (func $twice (param i32) (result i32)))
  (func (export "mix") (param i32 i64 f32 f64 i32 i64 f32 f64 i32) (result i64 f64 i32 f32)
    (i64.add (local.get 1) (i64.mul (local.get 5) (i64.const 2)))
    (f64.add (local.get 3) (f64.mul (local.get 7) (f64.const 2)))
    (i32.add (local.get 0) (i32.add (local.get 4) (local.get 8)))
    (f32.add (local.get 2) (local.get 6)))
  (func (export "f32_print") (param f32)
    (call $trace (i32.const 7) (i32.trunc_f32_s (f32.mul (local.get 0) (f32.const 2)))))
  (func (export "calls_back") (param i32) (result i32)
    (i32.add (i32.const 1) (call $twice (local.get 0)))))
