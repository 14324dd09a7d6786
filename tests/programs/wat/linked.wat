;; Calls across modules and to the host, under one module name, with values kept across the calls.
(module
  ;; Of the linked module: many arguments, many results, all types.
  (import "env" "mix" (func $mix (param i32 i64 f32 f64 i32 i64 f32 f64 i32) (result i64 f64 i32 f32)))
  ;; The linked module's, not the host's function of this name.
  (import "env" "f32_print" (func $own (param f32)))
  ;; The host's.
  (import "env" "f64_print" (func $print (param f64)))
  (import "env" "calls_back" (func $calls_back (param i32) (result i32)))
  (export "again" (func $calls_back))
  (func (export "twice") (param i32) (result i32)
    (i32.mul (local.get 0) (i32.const 2)))

  (func (export "mixed") (param $n i32) (result i64 f64 i32 f32 i32)
    (local $a i32) (local $b i64) (local $c f32) (local $d f64)
    (local.set $a (i32.mul (local.get $n) (i32.const 3)))
    (local.set $b (i64.mul (i64.extend_i32_s (local.get $n)) (i64.const 0x1_0000_0003)))
    (local.set $c (f32.mul (f32.convert_i32_s (local.get $n)) (f32.const 0.5)))
    (local.set $d (f64.mul (f64.convert_i32_s (local.get $n)) (f64.const 0.25)))
    (call $own (local.get $c))
    (call $print (local.get $d))
    (call $mix
      (local.get $a) (local.get $b) (local.get $c) (local.get $d)
      (i32.const 5) (local.get $b) (local.get $c) (local.get $d) (local.get $n))
    (i32.add (local.get $a) (call $calls_back (local.get $n)))))
