//! Large modules: what is rare in ordinary programs, and where fields of instructions, pools and tables come to their ends.
//!
//! Each is text made here, a [`Case`] with calls, and what it must be large in.

use std::fmt::Write as _;

use tinsmith::ir::random::Rng;
use tinsmith::wasm::{ExternIndex, FuncType, Module, ParseOptions, ValueType, parse};

use crate::fuzz::{Action, Case};

/// A large module and what is done with it.
pub struct Large {
    /// What it is called.
    pub name: &'static str,
    /// The module's text.
    pub text: String,
    /// The names of exported functions and the arguments of their calls.
    pub calls: Vec<(&'static str, Vec<u64>)>,
    /// How many bytes of code it must become at least, on every processor.
    pub code_bytes: usize,
}

impl Large {
    /// The case: one instance, the calls in order.
    ///
    /// # Panics
    /// If the text is no module with these exports, which is a mistake in this file.
    pub fn case(&self) -> Case {
        let wasm = wat::parse_str(&self.text).unwrap_or_else(|error| panic!("{error}"));
        let module = parse(&wasm, ParseOptions::default()).unwrap_or_else(|e| panic!("{e}"));
        let calls = self
            .calls
            .iter()
            .map(|(name, args)| call(&module, name, args));
        Case {
            seed: 0,
            actions: std::iter::once(Action::Instantiate).chain(calls).collect(),
            wasm,
        }
    }
}

fn call(module: &Module, name: &str, args: &[u64]) -> Action {
    let mut exports = module.exports.iter();
    let index = exports.find_map(|export| match export.index {
        ExternIndex::Func(index) if export.name == name => Some(index),
        _ => None,
    });
    let index = index.unwrap_or_else(|| panic!("no function `{name}` is exported"));
    let ty = module.function_type(index).clone();
    assert_eq!(ty.params.len(), args.len(), "{name}: {ty}");
    Action::Call {
        name: name.to_owned(),
        ty,
        args: args.to_vec(),
    }
}

/// All of them.
pub fn all() -> Vec<Large> {
    vec![
        much_code(),
        long_function(),
        many_locals(),
        deep_blocks(),
        wide_table(),
        deep_table(),
        wide_calls(),
    ]
}

/// More than 256 KiB of code: every function has constants of its own and calls one half the module away, which on Xtensa neither a
/// call nor a literal load reaches directly.
fn much_code() -> Large {
    const FUNCTIONS: usize = 2400;
    let mut rng = Rng::new(1);
    let mut text = "(module (memory 1)\n".to_owned();
    for n in 0..FUNCTIONS {
        let _ = writeln!(text, "(func $leaf{n} (param i32) (result i32) local.get 0");
        for _ in 0..14 {
            let (op, constant) = (operator(&mut rng), rng.bits() as i32);
            let _ = writeln!(text, "  i32.const {constant} {op}");
        }
        let far = (n + FUNCTIONS / 2) % FUNCTIONS;
        let _ = writeln!(text, ")\n(func $pair{n} (param i32) (result i32)");
        let _ = writeln!(text, "  local.get 0 call $leaf{n} call $leaf{far}");
        let slot = 4 * (n % 256);
        let _ = writeln!(
            text,
            "  i32.const {slot} i32.load i32.add i32.const {n} i32.add)"
        );
    }
    let _ = writeln!(text, "(func (export \"run\") (param i32) (result i32)");
    for n in 0..FUNCTIONS {
        let slot = 4 * (n % 256);
        let _ = writeln!(
            text,
            "  i32.const {slot} local.get 0 call $pair{n} local.tee 0 i32.store"
        );
    }
    text.push_str("  local.get 0))\n");
    Large {
        name: "much_code",
        text,
        calls: vec![("run", vec![0]), ("run", vec![12345])],
        code_bytes: 256 << 10,
    }
}

fn operator(rng: &mut Rng) -> &'static str {
    const OPERATORS: [&str; 6] = [
        "i32.add", "i32.sub", "i32.xor", "i32.mul", "i32.rotl", "i32.and",
    ];
    match rng.pick(&OPERATORS) {
        // What is masked stays narrow, so rarely.
        "i32.and" if rng.below(8) != 0 => "i32.or",
        other => other,
    }
}

/// One function of more than 10,000 instructions, with branches over all of it in both directions, and a value that lives
/// across it.
fn long_function() -> Large {
    let mut rng = Rng::new(2);
    let mut text = "(module (memory 1) (func (export \"run\") (param i32 i32) (result i32)\n\
        (local i32 i32 i32 i32) local.get 0 local.set 2 block $out loop $again\n\
        local.get 1 i32.eqz br_if $out\n"
        .to_owned();
    // Six to nine instructions a round.
    for n in 0..1800 {
        let (from, to) = (2 + rng.below(4), 2 + rng.below(4));
        let (op, constant) = (operator(&mut rng), rng.bits() as i32);
        let _ = writeln!(
            text,
            "local.get {from} i32.const {constant} {op} local.get {to} i32.add local.set {to}"
        );
        let address = 4 * (n % 512);
        match n % 10 {
            0 => drop(writeln!(
                text,
                "i32.const {address} local.get {to} i32.store"
            )),
            5 => drop(writeln!(
                text,
                "i32.const {address} i32.load local.set {from}"
            )),
            7 => drop(writeln!(
                text,
                "local.get {to} i32.const {constant} i32.eq br_if $out"
            )),
            _ => {}
        }
    }
    text.push_str(
        "local.get 1 i32.const 1 i32.sub local.tee 1 br_if $again end end\n\
         local.get 0 local.get 2 i32.add local.get 3 i32.xor local.get 4 i32.sub local.get 5 i32.xor))\n",
    );
    Large {
        name: "long_function",
        text,
        calls: vec![
            ("run", vec![7, 0]),
            ("run", vec![7, 1]),
            ("run", vec![0xffff_fff1, 5]),
        ],
        // Xtensa takes little more than half of what RISC-V does: constants are loaded where they are read.
        code_bytes: 16_000,
    }
}

/// A thousand locals of all number types, all alive at the same time.
fn many_locals() -> Large {
    const EACH: usize = 250;
    let types = ["i32", "i64", "f32", "f64"];
    let mut text =
        "(module (func (export \"run\") (param i32) (result i32 i64 f32 f64)\n".to_owned();
    for ty in types {
        let _ = writeln!(text, "(local{})", format!(" {ty}").repeat(EACH));
    }
    let local = |ty: usize, n: usize| 1 + ty * EACH + n;
    let made = [
        "",
        "i64.extend_i32_s",
        "f32.convert_i32_s",
        "f64.convert_i32_s",
    ];
    for n in 0..EACH {
        for (ty, convert) in made.iter().enumerate() {
            let (constant, local) = (n * 4 + ty, local(ty, n));
            let _ = writeln!(
                text,
                "local.get 0 i32.const {constant} i32.mul {convert} local.set {local}"
            );
        }
    }
    for (ty, name) in types.iter().enumerate() {
        let _ = writeln!(text, "local.get {}", local(ty, EACH - 1));
        for n in (0..EACH - 1).rev() {
            let op = if n % 2 == 0 { "add" } else { "sub" };
            let _ = writeln!(text, "local.get {} {name}.{op}", local(ty, n));
        }
    }
    text.push_str("))\n");
    Large {
        name: "many_locals",
        text,
        calls: vec![("run", vec![3]), ("run", vec![0xffff_ff00])],
        code_bytes: 1000,
    }
}

/// Two hundred nested blocks and loops; where the branch goes is an argument.
fn deep_blocks() -> Large {
    const DEPTH: usize = 200;
    let mut text =
        "(module (func (export \"run\") (param i32) (result i32) (local i32)\n".to_owned();
    for _ in 0..DEPTH {
        text.push_str("block\n");
    }
    for n in 0..DEPTH {
        let _ = writeln!(text, "local.get 0 i32.const {n} i32.eq br_if {n}");
    }
    for n in 0..DEPTH {
        let _ = writeln!(
            text,
            "local.get 1 i32.const {} i32.add local.set 1 end",
            n + 1
        );
    }
    text.push_str("local.get 1))\n");
    Large {
        name: "deep_blocks",
        text,
        calls: [0, 1, 100, 198, 199, 200]
            .map(|n| ("run", vec![n]))
            .to_vec(),
        code_bytes: 1000,
    }
}

/// The indices at which a table of 5,000 targets is tried.
const INDICES: [u64; 8] = [0, 1, 2499, 2500, 4998, 4999, 5000, 0xffff_ffff];

/// A `br_table` with 5,000 entries for 40 blocks.
fn wide_table() -> Large {
    const BLOCKS: usize = 40;
    let mut text = "(module (func (export \"run\") (param i32) (result i32)\n".to_owned();
    text.push_str(&"block ".repeat(BLOCKS));
    text.push_str("local.get 0 br_table");
    for n in 0..5000 {
        let _ = write!(text, " {}", n * 37 % BLOCKS);
    }
    text.push_str(" 5\n");
    for n in 0..BLOCKS {
        let _ = writeln!(
            text,
            "end i32.const {} local.get 0 i32.add return",
            n * 1000
        );
    }
    text.push_str("))\n");
    // The end of the outermost block is followed by code that returns, so the body's own end is never reached.
    Large {
        name: "wide_table",
        text,
        calls: INDICES.map(|n| ("run", vec![n])).to_vec(),
        code_bytes: 5000,
    }
}

/// A `br_table` with 5,000 targets of which no two are the same.
fn deep_table() -> Large {
    const BLOCKS: usize = 5000;
    let mut text =
        "(module (func (export \"run\") (param i32) (result i32) (local i32)\n".to_owned();
    text.push_str(&"block ".repeat(BLOCKS));
    text.push_str("local.get 0 br_table");
    for n in 0..BLOCKS {
        let _ = write!(text, " {n}");
    }
    text.push_str(" 17\n");
    for n in 0..BLOCKS {
        let _ = writeln!(text, "end local.get 1 i32.const {n} i32.xor local.set 1");
    }
    text.push_str("local.get 1))\n");
    Large {
        name: "deep_table",
        text,
        calls: INDICES.map(|n| ("run", vec![n])).to_vec(),
        code_bytes: 20_000,
    }
}

/// Forty parameters and twenty results of all types: of exported functions, of calls, and of calls through a table.
fn wide_calls() -> Large {
    use ValueType::{ExternRef, F32, F64, I32, I64};
    let cycle = [I32, I64, F32, F64, I32, ExternRef, I64, F32];
    let ty = FuncType {
        params: cycle.into_iter().cycle().take(40).collect(),
        results: cycle.into_iter().rev().cycle().take(20).collect(),
    };
    let list = |types: &[ValueType]| {
        let names = types.iter().map(|ty| format!(" {ty}"));
        names.collect::<String>()
    };
    let (params, results) = (list(&ty.params), list(&ty.results));
    // The callee's result n is a parameter of its type, far from the place of the result.
    let mut returned = String::new();
    for (n, result) in ty.results.iter().enumerate() {
        let places = ty.params.iter().enumerate();
        let of_type: Vec<usize> = places
            .filter(|(_, ty)| *ty == result)
            .map(|(at, _)| at)
            .collect();
        let _ = write!(
            returned,
            " local.get {}",
            of_type[of_type.len() - 1 - n % of_type.len()]
        );
    }
    let passed: String = (0..40).map(|n| format!(" local.get {n}")).collect();
    let text = format!(
        "(module (type $wide (func (param{params}) (result{results})))\n\
         (table funcref (elem $callee))\n\
         (func $callee (export \"callee\") (type $wide){returned})\n\
         (func (export \"direct\") (type $wide){passed} call $callee)\n\
         (func (export \"indirect\") (type $wide){passed} i32.const 0 call_indirect (type $wide))\n\
         (func (export \"tail\") (param{params}) (result i32){passed} call $callee{} i32.const 7))\n",
        " drop".repeat(20)
    );
    let args: Vec<u64> = ty
        .params
        .iter()
        .zip(1u64..)
        .map(|(ty, n)| match ty {
            I64 => n << 32 | (n + 1000),
            F32 => u64::from((n as f32 / 3.0).to_bits()),
            F64 => (n as f64 / 3.0).to_bits(),
            _ => n,
        })
        .collect();
    Large {
        name: "wide_calls",
        text,
        calls: ["callee", "direct", "indirect", "tail"]
            .map(|name| (name, args.clone()))
            .to_vec(),
        code_bytes: 400,
    }
}
