//! Straight-line programs made at random, with the numbers they compute known from the start: what one operation hides,
//! their combinations show, also those only the optimiser writes.

use super::integers::{BINARY, COMPARE, EDGES, Oracle, UNARY, held, signed, trim};
use super::{Outcome, carrier, cores, lower_checked, optimise, parse};
use crate::ir::TrapKind;

/// A small generator (xorshift*), seeded per program.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// A program as text, and what its values are for one choice of arguments.
struct Program {
    text: String,
    /// Width and number of each value.
    values: Vec<(u32, u64)>,
    trap: Option<TrapKind>,
}

impl Program {
    /// Adds a value made by an instruction.
    fn push(&mut self, bits: u32, n: u64, instruction: &str) -> usize {
        let index = self.values.len();
        self.text
            .push_str(&format!("    v{index} = {instruction}\n"));
        self.values.push((bits, trim(bits, n)));
        index
    }

    /// A value of that width: one there is, or a conversion of another, or a constant.
    fn operand(&mut self, random: &mut Random, bits: u32) -> usize {
        let there: Vec<usize> = (0..self.values.len())
            .filter(|&i| self.values[i].0 == bits)
            .collect();
        if !there.is_empty() && random.below(4) > 0 {
            return random.pick(&there);
        }
        if random.below(3) == 0 {
            let n = random.pick(EDGES);
            let shown = signed(bits, trim(bits, n));
            return self.push(bits, n, &format!("iconst.i{bits} {shown}"));
        }
        let from = random.below(self.values.len());
        let (width, n) = self.values[from];
        match width.cmp(&bits) {
            std::cmp::Ordering::Equal => from,
            std::cmp::Ordering::Greater => self.push(bits, n, &format!("ireduce.i{bits} v{from}")),
            std::cmp::Ordering::Less => match random.below(3) {
                0 => self.push(bits, n, &format!("uextend.i{bits} v{from}")),
                1 => {
                    let n = signed(width, n) as u64;
                    self.push(bits, n, &format!("sextend.i{bits} v{from}"))
                }
                _ => {
                    let mask = if n == 0 { 0 } else { u64::MAX };
                    self.push(bits, mask, &format!("bmask.i{bits} v{from}"))
                }
            },
        }
    }

    /// Adds one operation.
    fn step(&mut self, random: &mut Random) {
        let bits = random.pick(&[8, 16, 32, 32, 64, 64, 64]);
        let a = self.operand(random, bits);
        let (table, result): (&[(&str, Oracle)], u32) = match random.below(8) {
            0 | 1 => (COMPARE, 8),
            2 => (UNARY, bits),
            3 => return self.select(random, bits, a),
            _ => (BINARY, bits),
        };
        let (op, oracle) = random.pick(table);
        let is_shift = ["ishl", "ushr", "sshr", "rotl", "rotr"].contains(&op);
        let width = if is_shift {
            random.pick(&[8, 32, bits])
        } else {
            bits
        };
        let b = self.operand(random, width);
        let args = if table == UNARY {
            format!("v{a}")
        } else {
            format!("v{a}, v{b}")
        };
        match oracle(bits, self.values[a].1, self.values[b].1) {
            Ok(n) => {
                self.push(result, n, &format!("{op} {args}"));
            }
            Err(kind) => {
                // What follows is never reached, so its numbers do not matter.
                self.trap.get_or_insert(kind);
                self.push(result, 0, &format!("{op} {args}"));
            }
        }
    }

    fn select(&mut self, random: &mut Random, bits: u32, a: usize) {
        let b = self.operand(random, bits);
        if random.below(2) == 0 {
            let mask = self.operand(random, bits);
            let (m, x, y) = (self.values[mask].1, self.values[a].1, self.values[b].1);
            let merged = (m & x) | (!m & y);
            self.push(bits, merged, &format!("bitselect v{mask}, v{a}, v{b}"));
            return;
        }
        let cond = random.below(self.values.len());
        let chosen = if self.values[cond].1 != 0 { a } else { b };
        let n = self.values[chosen].1;
        self.push(bits, n, &format!("select v{cond}, v{a}, v{b}"));
    }
}

/// A program of two i64 and two i32 parameters that returns its last eight values.
fn program(seed: u64) -> (String, Vec<u32>, Outcome) {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let values: Vec<(u32, u64)> = [64, 64, 32, 32]
        .map(|bits| (bits, trim(bits, random.pick(EDGES))))
        .to_vec();
    let args = values.iter().flat_map(|&(bits, n)| held(bits, n)).collect();
    let mut program = Program {
        text: String::new(),
        values,
        trap: None,
    };
    for _ in 0..24 {
        program.step(&mut random);
    }
    let from = program.values.len() - 8;
    let shown = |f: &dyn Fn(usize) -> String| {
        let all: Vec<String> = (from..program.values.len()).map(f).collect();
        all.join(", ")
    };
    let types = shown(&|i| format!("i{}", program.values[i].0));
    let names = shown(&|i| format!("v{i}"));
    let text = format!(
        "function u0:0(i64, i64, i32, i32) -> {types} tail {{
block0(v0: i64, v1: i64, v2: i32, v3: i32):
{}    return {names}
}}",
        program.text
    );
    let results = program.values[from..].iter();
    let outcome = match program.trap {
        Some(kind) => Err(kind),
        None => Ok(results.flat_map(|&(bits, n)| held(bits, n)).collect()),
    };
    (text, args, outcome)
}

#[test]
fn random_programs() {
    let isa = carrier();
    let cores = cores();
    for seed in 1..=600 {
        let (text, args, wanted) = program(seed);
        let plain = parse(&text);
        let optimised = optimise(&plain, &isa);
        for target in &cores {
            for function in [&plain, &optimised] {
                let lowered = lower_checked(function, target);
                let mut machine = super::Machine::new(lowered);
                let found = machine.run(&args);
                let name = target.name;
                let ir = &machine.shown;
                assert_eq!(
                    found, wanted,
                    "seed {seed}, {name}, {args:x?}\n{function}\n{ir}"
                );
            }
        }
    }
}
