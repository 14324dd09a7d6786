//! Control flow, run: loops that carry pairs, tables, traps, calls, and layouts that are not in dominance order.

use super::{carrier, cores, lower_checked, on_every_core, optimise, parse, words};
use crate::ir::TrapKind;
use crate::ir::interp::{Interpreter, NoHost};

/// The loop's body is laid out before the block that defines what it uses.
#[test]
fn factorial_in_a_strange_layout() {
    let text = "function u0:0(i32) -> i64 tail {
        block0(v0: i32):
            v1 = iconst.i64 1
            jump block4
        block1(v2: i64, v3: i64):
            v4 = imul v2, v3
            v5 = iadd v3, v6
            v7 = icmp ule v5, v8
            brif v7, block1(v4, v5), block3(v4)
        block3(v9: i64):
            return v9
        block4:
            v6 = iconst.i64 1
            v8 = uextend.i64 v0
            jump block1(v6, v1)
        }";
    on_every_core(text, |target, machine| {
        for n in [1, 2, 5, 13, 20, 21, 30] {
            let wanted = (1..=u64::from(n)).fold(1, u64::wrapping_mul);
            let found = machine.run(&[n]);
            assert_eq!(found, Ok(words(wanted).to_vec()), "{} {n}!", target.name);
        }
    });
}

#[test]
fn tables_pass_arguments() {
    let text = "function u0:0(i32, i64, f64) -> i64, f64 tail {
        block0(v0: i32, v1: i64, v2: f64):
            br_table v0, block3(v1, v2), [block1, block2, block3(v1, v2)]
        block1:
            trap user1
        block2:
            v3 = iconst.i64 -7
            v4 = fneg v2
            jump block3(v3, v4)
        block3(v5: i64, v6: f64):
            return v5, v6
        }";
    on_every_core(text, |target, machine| {
        let same = vec![1, 2, 3, 4];
        let minus_seven = vec![-7_i32 as u32, u32::MAX, 3, 4 | 1 << 31];
        for (index, wanted) in [
            (0, Err(TrapKind::Unreachable)),
            (1, Ok(minus_seven)),
            (2, Ok(same.clone())),
            (3, Ok(same.clone())),
            (u32::MAX, Ok(same)),
        ] {
            let found = machine.run(&[index, 1, 2, 3, 4]);
            assert_eq!(found, wanted, "{} {index}", target.name);
        }
    });
}

/// Every trap the front end numbers, and those Cranelift names itself.
#[test]
fn traps_have_their_kinds() {
    let reserved = [
        ("stk_ovf", TrapKind::StackExhausted),
        ("int_ovf", TrapKind::IntegerOverflow),
        ("heap_oob", TrapKind::MemoryOutOfBounds),
        ("int_divz", TrapKind::IntegerDivideByZero),
        ("bad_toint", TrapKind::InvalidConversionToInteger),
    ];
    let numbered = TrapKind::ALL.map(|kind| (format!("user{}", kind as u8), kind));
    let named = reserved.map(|(code, kind)| (code.to_string(), kind));
    for (code, kind) in named.into_iter().chain(numbered) {
        let text = format!("function u0:0() tail {{ block0: trap {code} }}");
        on_every_core(&text, |target, machine| {
            assert_eq!(machine.run(&[]), Err(kind), "{} {code}", target.name);
        });
    }
}

/// A condition of any width counts as zero or not.
#[test]
fn conditional_traps() {
    for (ty, zero, other) in [
        ("i8", vec![0], vec![2]),
        ("i32", vec![0], vec![1 << 31]),
        ("i64", vec![0, 0], vec![0, 4]),
    ] {
        for (op, trapping, going_on) in [("trapz", &zero, &other), ("trapnz", &other, &zero)] {
            let text = format!(
                "function u0:0({ty}) tail {{
                block0(v0: {ty}):
                    {op} v0, user6
                    return
                }}"
            );
            on_every_core(&text, |target, machine| {
                let kind = TrapKind::IndirectCallTypeMismatch;
                assert_eq!(machine.run(trapping), Err(kind), "{} {text}", target.name);
                assert_eq!(machine.run(going_on), Ok(vec![]), "{} {text}", target.name);
            });
        }
    }
}

/// A direct call, a tail call and an indirect call agree on how words are passed.
#[test]
fn calls_pass_words() {
    let caller = "function u0:0(f32, i64, f64) -> f64, i64 tail {
        sig0 = (f64, f32, i64) -> f64, i64 tail
        fn0 = u0:1(f64, f32, i64) -> f64, i64 tail
        block0(v0: f32, v1: i64, v2: f64):
            v3 = func_addr.i32 fn0
            v4, v5 = call fn0(v2, v0, v1)
            v6, v7 = call_indirect sig0, v3(v4, v0, v5)
            return_call fn0(v6, v0, v7)
        }";
    let callee = "function u0:1(f64, f32, i64) -> f64, i64 tail {
        block0(v0: f64, v1: f32, v2: i64):
            v3 = fpromote.f64 v1
            v4 = fadd v0, v3
            v5 = iconst.i64 4294967297
            v6 = iadd v2, v5
            return v4, v6
        }";
    let isa = carrier();
    for target in cores() {
        let parts = [caller, callee].map(|text| {
            let plain = parse(text);
            lower_checked(&optimise(&plain, &isa), &target)
        });
        let [main, mut helper] = parts;
        helper.name = "sym1".into();
        let mut interpreter = Interpreter::new([main, helper], NoHost);
        let [low, high] = words(10.0_f64.to_bits());
        let found = interpreter.call("f", &[0.5_f32.to_bits(), 5, 6, low, high]);
        let [low, high] = words(11.5_f64.to_bits());
        assert_eq!(found, Ok(vec![low, high, 8, 9]), "{}", target.name);
    }
}
