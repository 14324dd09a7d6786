;; The values of two globals of the main module.
(module
  (import "app" "input" (global $input (mut i32)))
  (import "app" "output" (global $output (mut i32)))
  (func (export "input") (result i32) (global.get $input))
  (func (export "output") (result i32) (global.get $output)))
