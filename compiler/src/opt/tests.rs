//! Random functions: every pass leaves valid IR that does the same.

use super::{Context, Goal, MemoryBounds, PLACE, SIMPLIFY, run, run_with};
use crate::ir::interp::{Host, Interpreter, Memory, Stop};
use crate::ir::random::{
    DESCRIPTOR, DESCRIPTOR_SIZE, GLOBALS, GLOBALS_SIZE, HOST, MEMORY, MEMORY_PAGES, MEMORY_SIZE,
    Options, Rng, SINK, SINK_SIZE, random_function,
};
use crate::ir::{Function, TrapKind, Type, ops, parse_function, verify};
use crate::target::{TARGETS, Target};

/// A host that writes down how it was called.
#[derive(Default)]
struct Log(Vec<Vec<u32>>);

impl Host for Log {
    fn call(
        &mut self,
        memory: &mut Memory,
        name: &str,
        args: &[u32],
    ) -> Option<Result<Vec<u32>, Stop>> {
        if name != HOST {
            return None;
        }
        self.0.push(args.to_vec());
        // The host may write memory too.
        let address = memory.address(MEMORY);
        let bytes = memory.bytes_mut(address, MEMORY_SIZE)?;
        bytes
            .iter_mut()
            .for_each(|byte| *byte = byte.wrapping_add(1));
        Some(Ok(vec![args[0].rotate_left(5) ^ args[1]]))
    }
}

/// All that a run shows to the outside.
#[derive(Debug, PartialEq)]
struct Behaviour {
    result: Result<Vec<u32>, TrapKind>,
    memory: Vec<u8>,
    calls: Vec<Vec<u32>>,
}

fn behaviour(func: &Function, args: &[u32]) -> Behaviour {
    let mut interp = Interpreter::new([func.clone()], Log::default());
    interp.memory.place(MEMORY, MEMORY_SIZE, 16);
    interp.memory.place(GLOBALS, GLOBALS_SIZE, 4);
    interp.memory.place(SINK, SINK_SIZE, 4);
    let descriptor = interp.memory.place(DESCRIPTOR, DESCRIPTOR_SIZE, 4);
    let done = interp.memory.store(descriptor, 4, MEMORY_PAGES << 16);
    assert_eq!(done, Some(()));
    let address = interp.memory.address(MEMORY);
    let bytes = interp.memory.bytes_mut(address, MEMORY_SIZE);
    for (n, byte) in bytes.into_iter().flatten().enumerate() {
        *byte = (n * 37) as u8;
    }
    let result = match interp.call(&func.name, args) {
        Ok(words) => Ok(words),
        Err(Stop::Trap { kind, .. }) => Err(kind),
        Err(stop) => panic!("{stop} in\n{func}"),
    };
    Behaviour {
        result,
        memory: interp.memory.contents().to_vec(),
        calls: interp.host.0,
    }
}

fn random_args(rng: &mut Rng, func: &Function) -> Vec<Vec<u32>> {
    let params = func.signature.params.len();
    (0..6)
        .map(|_| (0..params).map(|_| rng.word()).collect())
        .collect()
}

/// Compares a function before and after, and says how many runs returned.
fn compare(what: &str, before: &Function, after: &Function, inputs: &[Vec<u32>]) -> usize {
    verify(after).unwrap_or_else(|e| panic!("{what}: {e}\nbefore\n{before}after\n{after}"));
    let mut returned = 0;
    for args in inputs {
        let (a, b) = (behaviour(before, args), behaviour(after, args));
        assert_eq!(a, b, "{what} with {args:?}\nbefore\n{before}after\n{after}");
        returned += usize::from(a.result.is_ok());
    }
    returned
}

fn target(n: u64) -> &'static Target {
    &TARGETS[n as usize % TARGETS.len()]
}

/// Of every second function the memory's size is known.
fn with_context<R>(n: u64, body: impl FnOnce(&Context<'_>) -> R) -> R {
    let size = MEMORY_PAGES << 16;
    let memories = [MemoryBounds {
        descriptor: DESCRIPTOR.to_owned(),
        min: size,
        max: size + ((n as u32 % 3) << 16),
        page: 1 << 16,
    }];
    let mut context = Context::new(target(n));
    if n % 7 == 3 {
        context.goal = Goal::Size;
    }
    if n % 4 < 2 {
        context.memories = &memories;
    }
    body(&context)
}

#[test]
fn every_pass_keeps_the_behaviour() {
    let mut returned = 0;
    for seed in 0..400 {
        let options = Options {
            size: 20 + (seed as usize % 8) * 25,
            floats: seed % 2 == 0,
        };
        let mut before = random_function("f", seed, options);
        let inputs = random_args(&mut Rng::new(seed ^ 0xabcd), &before);
        let mut func = before.clone();
        with_context(seed, |context| {
            run_with(&mut func, context, |pass, func| {
                let what = format!("seed {seed}, {pass}");
                returned += compare(&what, &before, func, &inputs);
                before = func.clone();
            });
        });
    }
    assert!(returned > 5000, "most runs return, {returned} did");
}

#[test]
fn passes_alone_keep_the_behaviour() {
    for seed in 1000..1150 {
        let options = Options {
            size: 80,
            floats: seed % 2 == 0,
        };
        let before = random_function("f", seed, options);
        let inputs = random_args(&mut Rng::new(seed), &before);
        for (name, pass) in SIMPLIFY.iter().chain(PLACE) {
            let mut func = before.clone();
            with_context(seed, |context| pass(&mut func, context));
            compare(
                &format!("seed {seed}, {name} alone"),
                &before,
                &func,
                &inputs,
            );
        }
    }
}

#[test]
fn simplification_settles() {
    for seed in 2000..2100 {
        let options = Options {
            size: 100,
            floats: true,
        };
        let mut func = random_function("f", seed, options);
        let mut texts = vec![func.to_string()];
        while texts.len() < 2 || texts[texts.len() - 2] != texts[texts.len() - 1] {
            for (_, pass) in SIMPLIFY {
                with_context(seed, |context| pass(&mut func, context));
            }
            texts.push(func.to_string());
            assert!(texts.len() < 8, "seed {seed} does not settle:\n{func}");
        }
    }
}

/// The text of a function that applies every second operation with every constant to `first` of its parameter, and
/// stores all results.
fn chains(first: &str, constants: &[u32]) -> (String, u32) {
    let mut text = format!("function %f(i32) {{\nblock0(v0: i32):\n    v1 = symbol_addr @{SINK}\n");
    let mut values = 2;
    let mut line = |text: &mut String, operation: String| {
        values += 1;
        text.push_str(&format!("    v{} = {operation}\n", values - 1));
        values - 1
    };
    let (op, c) = first.rsplit_once(' ').unwrap_or((first, ""));
    let operation = |op: &str, x: u32, c: u32, left: bool| match left {
        true => format!("{op} v{c}, v{x}"),
        false => format!("{op} v{x}, v{c}"),
    };
    let x = match c.parse::<u32>() {
        Ok(c) => {
            let c = line(&mut text, format!("iconst {c}"));
            line(&mut text, operation(op, 0, c, false))
        }
        Err(_) => line(&mut text, format!("{op} v0")),
    };
    let mut results = Vec::new();
    for second in one_operand() {
        results.push(line(&mut text, format!("{second} v{x}")));
    }
    for &n in constants {
        let c = line(&mut text, format!("iconst {}", n as i32));
        for second in two_operands() {
            if second == "sdiv" && n == u32::MAX {
                continue; // MIN / -1 has no result
            }
            results.push(line(&mut text, operation(&second, x, c, false)));
            if !second.contains("div") && !second.contains("rem") {
                results.push(line(&mut text, operation(&second, x, c, true)));
            }
        }
        results.push(line(&mut text, format!("select v{x}, v{c}, v0")));
    }
    for (n, value) in results.iter().enumerate() {
        text.push_str(&format!("    store.w32 v{value}, [v1 + {}]\n", 4 * n));
    }
    (text + "    return\n}\n", 4 * results.len() as u32)
}

fn one_operand() -> Vec<String> {
    let rows = ops::UNARY
        .iter()
        .filter(|row| (row.2, row.3) == (Type::I32, Type::I32));
    rows.map(|row| row.1.to_owned()).collect()
}

fn two_operands() -> Vec<String> {
    let rows = ops::BINARY.iter().filter(|row| row.2 == Type::I32);
    let compare = ops::INT_CC.iter().map(|row| format!("icmp {}", row.1));
    rows.map(|row| row.1.to_owned()).chain(compare).collect()
}

/// Every operation after every operation, with constants at which rules change their mind.
#[test]
fn chains_of_two_operations_fold_to_the_same() {
    const CONSTANTS: &[u32] = &[
        1,
        2,
        8,
        16,
        24,
        31,
        126,
        127,
        255,
        511,
        0xffff,
        0x7fff_ffff,
        0x8000_0000,
        u32::MAX,
    ];
    const INPUTS: &[u32] = &[
        0,
        1,
        5,
        126,
        127,
        128,
        254,
        255,
        256,
        0x8000,
        0x1_ffff,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_fe80,
        u32::MAX,
    ];
    let mut firsts = one_operand();
    for op in two_operands() {
        firsts.extend(
            CONSTANTS
                .iter()
                .map(|c| format!("{op} {}", *c as i32 as i64 & 0xffff_ffff)),
        );
    }
    for (n, first) in firsts.iter().enumerate() {
        let (text, size) = chains(first, CONSTANTS);
        let before = parse_function(&text).unwrap_or_else(|e| panic!("{first}: {e}"));
        let mut after = before.clone();
        run(&mut after, &Context::new(target(n as u64)));
        verify(&after).unwrap_or_else(|e| panic!("{e}"));
        let outcome = |func: &Function, x: u32| {
            let mut interp = Interpreter::new([func.clone()], Log::default());
            interp.memory.place(SINK, size, 4);
            let result = interp.call("f", &[x]);
            (result, interp.memory.contents().to_vec())
        };
        for &x in INPUTS {
            let (a, b) = (outcome(&before, x), outcome(&after, x));
            // MIN / -1 has no result to compare.
            if !matches!(a.0, Err(Stop::Fault { .. })) {
                assert_eq!(a.0, b.0);
                let differs = a.1.chunks(4).zip(b.1.chunks(4)).position(|(a, b)| a != b);
                assert_eq!(
                    differs, None,
                    "after `{first}` of {x:#x}, result by number, in\n{before}"
                );
            }
        }
    }
}

#[test]
fn large_functions_take_little_time() {
    let time = |size: usize| {
        let options = Options { size, floats: true };
        let functions: Vec<_> = (0..4)
            .map(|seed| random_function("f", 40 + seed, options))
            .collect();
        let start = std::time::Instant::now();
        for mut func in functions {
            assert!(func.inst_count() >= size);
            run(&mut func, &Context::new(target(0)));
            verify(&func).unwrap_or_else(|e| panic!("{e}"));
        }
        start.elapsed()
    };
    let (small, large) = (time(5_000).max(time(5_000)), time(40_000));
    // Eight times the size; quadratic passes would take 64 times as long.
    assert!(
        large < small * 32,
        "{small:?} for 5,000, {large:?} for 40,000"
    );
}
