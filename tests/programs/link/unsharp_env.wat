;; What the filter imports: `exp`; and a way to grow the memory, which both import from the host.
;;
;; exp(x) for |x| < 700: x = k ln 2 + r with |r| <= (ln 2)/2, exp(r) by its series, and 2^k put together from its exponent.
;; (ln 2)/2 to the 14th over 14! is below half a unit in the last place.
(module
  (import "env" "memory" (memory 0))
  (func (export "grow") (param i32) (result i32)
    (memory.grow (local.get 0)))

  (func (export "exp") (param $x f64) (result f64)
    (local $k f64) (local $r f64)
    (local.set $k (f64.nearest (f64.mul (local.get $x) (f64.const 0x1.71547652b82fep+0))))
    ;; ln 2 in two parts, the first with so few digits that its product with k is exact.
    (local.set $r
      (f64.sub
        (f64.sub (local.get $x) (f64.mul (local.get $k) (f64.const 0x1.62e42feep-1)))
        (f64.mul (local.get $k) (f64.const 0x1.a39ef35793c76p-33))))
    (f64.mul
      (f64.reinterpret_i64
        (i64.shl (i64.add (i64.trunc_f64_s (local.get $k)) (i64.const 1023)) (i64.const 52)))
      (f64.add (f64.const 1) (f64.mul (local.get $r)
       (f64.add (f64.const 1) (f64.mul (local.get $r)
        (f64.add (f64.const 0x1.0000000000000p-1) (f64.mul (local.get $r)
         (f64.add (f64.const 0x1.5555555555555p-3) (f64.mul (local.get $r)
          (f64.add (f64.const 0x1.5555555555555p-5) (f64.mul (local.get $r)
           (f64.add (f64.const 0x1.1111111111111p-7) (f64.mul (local.get $r)
            (f64.add (f64.const 0x1.6c16c16c16c17p-10) (f64.mul (local.get $r)
             (f64.add (f64.const 0x1.a01a01a01a01ap-13) (f64.mul (local.get $r)
              (f64.add (f64.const 0x1.a01a01a01a01ap-16) (f64.mul (local.get $r)
               (f64.add (f64.const 0x1.71de3a556c734p-19) (f64.mul (local.get $r)
                (f64.add (f64.const 0x1.27e4fb7789f5cp-22) (f64.mul (local.get $r)
                 (f64.add (f64.const 0x1.ae64567f544e4p-26) (f64.mul (local.get $r)
                  (f64.add (f64.const 0x1.1eed8eff8d898p-29) (f64.mul (local.get $r)
                   (f64.const 0x1.6124613a86d09p-33))))))))))))))))))))))))))))))
