//! What is no module, or only nearly one: the compiler may refuse it, but never panic, and never blame itself.

use std::time::{Duration, Instant};

use tinsmith::driver::{CompileError, Unit};
use tinsmith::ir::random::Rng;
use tinsmith::target::Target;

use super::Failure;
use super::device::{guarded, options};
use super::edit::Editable;

/// No input of this tier may take longer; what is quadratic shows.
const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes that mean something in a binary: section ids, types, instructions, lengths and the ends of LEB128 numbers.
const TELLING: [u8; 24] = [
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0a, 0x0b, 0x0e, 0x10, 0x11, 0x1a, 0x1c, 0x20, 0x41, 0x60,
    0x6f, 0x70, 0x7c, 0x7f, 0x80, 0xd0, 0xfc, 0xff,
];

/// Changes a few bytes or ranges.
pub fn bytes(input: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..1 + rng.below(4) {
        let at = rng.below(bytes.len() + 1);
        let len = rng.below(9).min(bytes.len() - at);
        match rng.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << rng.below(8),
            1 if at < bytes.len() => bytes[at] = rng.pick(&TELLING),
            2 => bytes.insert(at, rng.bits() as u8),
            3 => drop(bytes.drain(at..at + len)),
            4 => {
                let copy = bytes[at..at + len].to_vec();
                let to = rng.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            _ if rng.below(8) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
    bytes
}

/// Changes instructions of a module whose every section stays well-formed, so that more of it is reached. None if that
/// cannot be done.
pub fn instructions(wasm: &[u8], rng: &mut Rng) -> Option<Vec<u8>> {
    let mut module = Editable::new(wasm).ok()?;
    if module.bodies.is_empty() {
        return None;
    }
    for _ in 0..1 + rng.below(4) {
        let donor = rng.below(module.bodies.len());
        let donor = &module.bodies[donor].code;
        let from = rng.below(donor.len());
        let new = donor[from].clone();
        let body = rng.below(module.bodies.len());
        let code = &mut module.bodies[body].code;
        let at = rng.below(code.len());
        match rng.below(4) {
            0 => code[at] = new,
            1 => code.insert(at, new),
            2 if code.len() > 1 => drop(code.remove(at)),
            _ => {
                let last = code[at].len() - 1;
                code[at][last] = rng.pick(&TELLING);
            }
        }
    }
    module.encode().ok()
}

/// Changes words of a text: drops, doubles or exchanges them, or puts a number in their place.
pub fn text(input: &str, rng: &mut Rng) -> String {
    const NUMBERS: [&str; 8] = [
        "0",
        "-1",
        "4294967295",
        "18446744073709551616",
        "nan:0x0",
        "\"\\ff\"",
        "$x",
        "0x1p9999",
    ];
    let mut words: Vec<&str> = input.split_inclusive([' ', '(', ')', '\n']).collect();
    for _ in 0..1 + rng.below(4) {
        let (a, b) = (rng.below(words.len()), rng.below(words.len()));
        match rng.below(5) {
            0 if words.len() > 1 => drop(words.remove(a)),
            1 => words.insert(a, words[b]),
            2 => words.swap(a, b),
            3 => words[a] = words[b],
            _ => words[a] = rng.pick(&NUMBERS),
        }
    }
    words.concat()
}

/// What the compiler makes of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It compiled.
    Compiled,
    /// It is the input's fault that it did not.
    Refused,
}

/// Compiles an input.
///
/// # Errors
/// A panic, an error that blames the compiler, or too long a time.
pub fn compile(input: &[u8], target: &'static Target) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let compile = || Unit::new(input, options("m", target))?.compile();
    let verdict = guarded(|| match compile() {
        Ok(_) => Ok(Verdict::Compiled),
        // A function may be too large for an instruction set, which the back end finds out.
        Err(CompileError::Wasm(_) | CompileError::Codegen(_)) => Ok(Verdict::Refused),
        Err(error) => Err(error),
    })?;
    let took = start.elapsed();
    if took > PATIENCE {
        return Err(format!("it took {} s", took.as_secs()));
    }
    Ok(verdict)
}
