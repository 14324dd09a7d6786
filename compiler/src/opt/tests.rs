//! Random functions: every pass leaves valid IR that does the same.

use super::{PASSES, run, run_with};
use crate::ir::interp::{Host, Interpreter, Memory, Stop};
use crate::ir::random::{
    GLOBALS, GLOBALS_SIZE, HOST, MEMORY, MEMORY_SIZE, Options, Rng, random_function,
};
use crate::ir::{Function, TrapKind, verify};
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
        let address = memory.address(MEMORY) + 4 * (args[0] % 64);
        memory.store(address, 4, args[1])?;
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
        run_with(&mut func, target(seed), |pass, func| {
            let what = format!("seed {seed}, {pass}");
            returned += compare(&what, &before, func, &inputs);
            before = func.clone();
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
        for (name, pass) in PASSES {
            let mut func = before.clone();
            pass(&mut func, target(seed));
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
fn optimising_again_changes_nothing() {
    let mut changed = 0;
    for seed in 2000..2100 {
        let options = Options {
            size: 100,
            floats: true,
        };
        let mut func = random_function("f", seed, options);
        run(&mut func, target(seed));
        run(&mut func, target(seed));
        let text = func.to_string();
        run(&mut func, target(seed));
        changed += usize::from(func.to_string() != text);
    }
    assert_eq!(changed, 0);
}

#[test]
fn large_functions_take_little_time() {
    let time = |size: usize| {
        let options = Options { size, floats: true };
        let mut func = random_function("f", 42, options);
        assert!(func.inst_count() >= size);
        let start = std::time::Instant::now();
        run(&mut func, target(0));
        verify(&func).unwrap_or_else(|e| panic!("{e}"));
        start.elapsed()
    };
    let (small, large) = (time(5_000), time(40_000));
    // Eight times the size; quadratic passes would take 64 times as long.
    assert!(
        large < small * 30,
        "{small:?} for 5,000, {large:?} for 40,000"
    );
}
