;; The parser's callbacks. Each says which it is; those with a piece of text also its length, first and last byte. They return
;; 0: go on.
(module
  (import "tinsmith" "trace" (func $trace (param i32 i32)))
  (import "tinsmith" "trace4" (func $trace4 (param i32 i32 i32 i32 i32)))
  (import "app" "memory" (memory 2))

  (func $piece (param $id i32) (param $at i32) (param $length i32) (result i32)
    (call $trace4
      (local.get $id)
      (local.get $length)
      (i32.load8_u (local.get $at))
      (i32.load8_u (i32.sub (i32.add (local.get $at) (local.get $length)) (i32.const 1)))
      (i32.const 0))
    (i32.const 0))

  (func (export "wasm_on_message_begin") (param i32) (result i32)
    (call $trace (i32.const 1) (i32.const 0))
    (i32.const 0))
  (func (export "wasm_on_url") (param i32 i32 i32) (result i32)
    (call $piece (i32.const 2) (local.get 1) (local.get 2)))
  (func (export "wasm_on_status") (param i32 i32 i32) (result i32)
    (call $piece (i32.const 3) (local.get 1) (local.get 2)))
  (func (export "wasm_on_header_field") (param i32 i32 i32) (result i32)
    (call $piece (i32.const 4) (local.get 1) (local.get 2)))
  (func (export "wasm_on_header_value") (param i32 i32 i32) (result i32)
    (call $piece (i32.const 5) (local.get 1) (local.get 2)))
  ;; The parser, the status, whether the connection is upgraded, and whether it is kept alive.
  (func (export "wasm_on_headers_complete") (param i32 i32 i32 i32) (result i32)
    (call $trace4 (i32.const 6) (local.get 1) (local.get 2) (local.get 3) (i32.const 0))
    (i32.const 0))
  (func (export "wasm_on_body") (param i32 i32 i32) (result i32)
    (call $piece (i32.const 7) (local.get 1) (local.get 2)))
  (func (export "wasm_on_message_complete") (param i32) (result i32)
    (call $trace (i32.const 8) (i32.const 0))
    (i32.const 0)))
