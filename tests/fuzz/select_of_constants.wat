;; Two constants and a condition that is a negation: fuzzing found an engine that took the wrong one.
(module
  (func (export "select") (param i32) (result i32)
    (select (i32.const 0) (i32.const 1) (i32.eqz (local.get 0))))
  (func (export "remainder") (param i32) (result i32)
    (i32.rem_s
      (i32.const 5)
      (select (i32.const 0) (i32.const 1) (i32.eqz (local.get 0))))))
