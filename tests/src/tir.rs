//! Test files of Tinsmith IR, `tests/ir/*.tir`: input, commands and expected output in one file.
//!
//! ```text
//! ;; test fold dce
//! ;; target riscv32imac
//! ;; memory app.mem.0 16 01 02 ff
//! ;; run %f(1, 0x10)
//! function %f(i32, i32) -> i32 { … }
//! ;; expect
//! … what the command prints …
//! ```
//!
//! `;; test` is first and says what to do:
//!
//! | command | prints |
//! |---|---|
//! | `print` | the functions, parsed and printed |
//! | `parse` | the parse error, or `ok` |
//! | `verify` | what the verifier says of each function, or `ok` |
//! | `interp` | the outcome of every `;; run` |
//! | names of passes | the functions after these passes, in order; each pass is followed by the verifier |
//! | `opt` | the functions after the whole optimiser, likewise |
//!
//! `;; size app.mem.0 65536 131072` tells the optimiser between which numbers of bytes the memory's size is.
//!
//! With passes, every `;; run` must come out the same before and after, contents of memory included (a trap with the same reason; its place
//! may be that of an earlier check). `;; memory` places a symbol: its size in bytes, and its
//! first bytes. The target is `riscv32imafc` unless the file says otherwise. Words are decimal or `0x…`.

use tinsmith::ir::interp::{Interpreter, NoHost, Stop};
use tinsmith::ir::{Function, Type, parse_functions, verify};
use tinsmith::opt::{self, Context, MemoryBounds};
use tinsmith::target::Target;

/// The line between input and expected output.
const EXPECT: &str = ";; expect";

/// Why a test cannot be run, or that it failed before there was output to compare.
#[derive(Debug)]
pub struct TirError(String);

impl std::fmt::Display for TirError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn error<T>(message: impl Into<String>) -> Result<T, TirError> {
    Err(TirError(message.into()))
}

/// A test file taken apart.
#[derive(Debug, Default)]
struct Test<'a> {
    /// Input with its commands, as written.
    input: &'a str,
    expected: &'a str,
    commands: Vec<&'a str>,
    target: Option<&'a str>,
    memories: Vec<Memory<'a>>,
    sizes: Vec<MemoryBounds>,
    runs: Vec<Run<'a>>,
}

#[derive(Debug)]
struct Memory<'a> {
    symbol: &'a str,
    size: u32,
    bytes: Vec<u8>,
}

#[derive(Debug)]
struct Run<'a> {
    text: &'a str,
    function: &'a str,
    args: Vec<u32>,
}

/// A file's name with what came out of it.
pub struct Outcome {
    /// The text the file should have, with the output there is.
    pub actual: String,
    /// Whether that is the text it has.
    pub as_expected: bool,
}

/// Runs a test file.
///
/// # Errors
/// If the file is no test, or the functions come out invalid or behave differently after a pass.
pub fn run(text: &str) -> Result<Outcome, TirError> {
    let test = parse_test(text)?;
    let output = output(&test)?;
    let actual = format!("{}{EXPECT}\n{output}", test.input);
    Ok(Outcome {
        as_expected: output == test.expected,
        actual,
    })
}

fn parse_test(text: &str) -> Result<Test<'_>, TirError> {
    let (input, expected) = match text.find(EXPECT) {
        Some(at) => (
            &text[..at],
            text[at + EXPECT.len()..].trim_start_matches('\n'),
        ),
        None => (text, ""),
    };
    let mut test = Test {
        input,
        expected,
        ..Test::default()
    };
    for line in input.lines() {
        let Some(command) = line.strip_prefix(";; ") else {
            continue;
        };
        match command.split_once(' ') {
            Some(("test", rest)) => test.commands = rest.split_whitespace().collect(),
            Some(("target", rest)) => test.target = Some(rest.trim()),
            Some(("memory", rest)) => test.memories.push(parse_memory(rest)?),
            Some(("size", rest)) => test.sizes.push(parse_size(rest)?),
            Some(("run", rest)) => test.runs.push(parse_run(rest)?),
            _ => return error(format!("unknown command `{line}`")),
        }
    }
    match test.commands.is_empty() {
        true => error("no `;; test` line"),
        false => Ok(test),
    }
}

fn parse_word(text: &str) -> Result<u32, TirError> {
    let word = match (text.strip_prefix("0x"), text.strip_prefix('-')) {
        (Some(hex), _) => u32::from_str_radix(hex, 16).ok(),
        (None, Some(digits)) => digits.parse().ok().map(u32::wrapping_neg),
        (None, None) => text.parse().ok(),
    };
    word.ok_or_else(|| TirError(format!("`{text}` is no word")))
}

fn parse_memory(text: &str) -> Result<Memory<'_>, TirError> {
    let mut words = text.split_whitespace();
    let (Some(symbol), Some(size)) = (words.next(), words.next()) else {
        return error("`;; memory` wants a symbol and a size");
    };
    let byte = |text| u8::from_str_radix(text, 16).map_err(|e| TirError(format!("{text}: {e}")));
    Ok(Memory {
        symbol,
        size: parse_word(size)?,
        bytes: words.map(byte).collect::<Result<_, _>>()?,
    })
}

fn parse_size(text: &str) -> Result<MemoryBounds, TirError> {
    match text.split_whitespace().collect::<Vec<_>>()[..] {
        [memory, min, max] => Ok(MemoryBounds {
            descriptor: format!("{memory}.desc"),
            min: parse_word(min)?,
            max: parse_word(max)?,
            page: 1 << 16,
        }),
        _ => error("`;; size` wants a symbol and two sizes"),
    }
}

fn parse_run(text: &str) -> Result<Run<'_>, TirError> {
    let call = text
        .strip_prefix('%')
        .and_then(|rest| rest.strip_suffix(')'));
    let Some((function, args)) = call.and_then(|call| call.split_once('(')) else {
        return error(format!("`;; run` wants `%name(words)`, not `{text}`"));
    };
    let args = args.split(',').map(str::trim).filter(|arg| !arg.is_empty());
    Ok(Run {
        text,
        function,
        args: args.map(parse_word).collect::<Result<_, _>>()?,
    })
}

fn output(test: &Test<'_>) -> Result<String, TirError> {
    if test.commands == ["parse"] {
        return Ok(match parse_functions(test.input) {
            Ok(_) => "ok\n".to_owned(),
            Err(error) => format!("{error}\n"),
        });
    }
    let functions = parse_functions(test.input).map_err(|e| TirError(e.to_string()))?;
    if functions.is_empty() {
        return error("no function");
    }
    match test.commands[..] {
        ["print"] => Ok(printed(&functions)),
        ["verify"] => Ok(functions.iter().map(verified).collect()),
        ["interp"] => {
            check(&functions)?;
            outcomes(test, &functions, true)
        }
        _ => optimised(test, functions),
    }
}

/// The functions with an empty line between.
fn printed(functions: &[Function]) -> String {
    let texts: Vec<_> = functions.iter().map(ToString::to_string).collect();
    texts.join("\n")
}

fn verified(func: &Function) -> String {
    match verify(func) {
        Ok(()) => "ok\n".to_owned(),
        Err(errors) => format!("{errors}\n"),
    }
}

fn check(functions: &[Function]) -> Result<(), TirError> {
    for func in functions {
        verify(func).map_err(|e| TirError(format!("{e}\n{func}")))?;
    }
    Ok(())
}

fn optimised(test: &Test<'_>, mut functions: Vec<Function>) -> Result<String, TirError> {
    check(&functions)?;
    let name = test.target.unwrap_or("riscv32imafc");
    let Some(target) = Target::by_name(name) else {
        return error(format!("no target `{name}`"));
    };
    let context = Context {
        target,
        memories: &test.sizes,
        goal: opt::Goal::Speed,
    };
    let before = outcomes(test, &functions, false)?;
    for func in &mut functions {
        for &command in &test.commands {
            if command == "opt" {
                let mut checked = Ok(());
                opt::run_with(func, &context, |pass, func| {
                    if checked.is_ok() {
                        checked =
                            verify(func).map_err(|e| TirError(format!("{pass}: {e}\n{func}")));
                    }
                });
                checked?;
                continue;
            }
            let Some((_, pass)) = opt::pass_by_name(command) else {
                return error(format!("no pass `{command}`"));
            };
            pass(func, &context);
            check(std::slice::from_ref(func))?;
        }
    }
    let after = outcomes(test, &functions, false)?;
    if before != after {
        return error(format!(
            "before:\n{before}after:\n{after}{}",
            printed(&functions)
        ));
    }
    Ok(printed(&functions))
}

/// One line a run; each on a fresh memory.
fn outcomes(test: &Test<'_>, functions: &[Function], places: bool) -> Result<String, TirError> {
    let mut output = String::new();
    for run in &test.runs {
        let Some(func) = functions.iter().find(|func| *func.name == *run.function) else {
            return error(format!("no function %{}", run.function));
        };
        let mut interp = Interpreter::new(functions.iter().cloned(), NoHost);
        let mut places_of = Vec::new();
        for memory in &test.memories {
            let address = interp.memory.place(memory.symbol, memory.size, 16);
            places_of.push((address, memory.size));
            let len = memory.bytes.len() as u32;
            match interp.memory.bytes_mut(address, len) {
                Some(bytes) => bytes.copy_from_slice(&memory.bytes),
                None => return error(format!("{} has not so many bytes", memory.symbol)),
            }
        }
        let outcome = match interp.call(run.function, &run.args) {
            Ok(words) => results(&func.signature.results, &words),
            Err(Stop::Trap { kind, loc, .. }) => match loc.offset().filter(|_| places) {
                Some(offset) => format!("trap {} @{offset:#x}", kind.name()),
                None => format!("trap {}", kind.name()),
            },
            Err(stop) => stop.to_string(),
        };
        output.push_str(&format!("{} = {outcome}", run.text));
        if !places {
            // What was done before a trap counts too.
            let contents = places_of
                .into_iter()
                .filter_map(|(at, size)| interp.memory.bytes_mut(at, size).map(|b| hash(b)))
                .collect::<Vec<_>>();
            output.push_str(&format!(" memory {contents:x?}"));
        }
        output.push('\n');
    }
    Ok(output)
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, &byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Integers in decimal, signed; floats by their bits.
fn results(types: &[Type], words: &[u32]) -> String {
    let result = |(ty, &word): (&Type, &u32)| match ty {
        Type::I32 => (word as i32).to_string(),
        Type::F32 => format!("{word:#010x}"),
    };
    let texts: Vec<_> = types.iter().zip(words).map(result).collect();
    match texts.is_empty() {
        true => "()".to_owned(),
        false => texts.join(", "),
    }
}
