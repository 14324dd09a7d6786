;; What AssemblyScript calls when an assertion fails: message, file, line and column.
(module
  (func (export "abort") (param i32 i32 i32 i32)
    unreachable))
