//! IR functions with arguments, for comparing compiled code with the IR interpreter: every operation on numbers where
//! something changes, each in the shapes that instruction selection treats apart.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use tinsmith::ir::interp::{Interpreter, NoHost, Stop, same_words};
use tinsmith::ir::{BinaryOp, Function, Type, UnaryOp, ops, parse_functions, verify};

/// A call to make: a function's name and its argument words.
pub type Call = (String, Vec<u32>);

/// What the interpreter says about a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// These words.
    Words(Vec<u32>),
    /// The trap of this number.
    Trap(u32),
}

/// Functions, calls of them, and what comes of each.
#[derive(Debug)]
pub struct Program {
    /// The functions.
    pub functions: Vec<Function>,
    /// The calls whose outcome is defined.
    pub calls: Vec<Call>,
    /// What each must give.
    pub expected: Vec<Expected>,
    /// The bytes of all data symbols, before the first call.
    pub data: Vec<u8>,
    /// Where the data symbols are.
    pub symbols: HashMap<Arc<str>, u32>,
    types: HashMap<String, Vec<Type>>,
}

impl Program {
    /// Parses, verifies and interprets. Calls that divide by zero are left out: lowering never makes them.
    ///
    /// # Panics
    /// If the text is no valid IR, or a call does what compiled code must never do.
    pub fn new(text: &str, calls: Vec<Call>, data: &[(&str, &[u8])]) -> Self {
        let functions = parse_functions(text).unwrap_or_else(|e| panic!("{e}"));
        for function in &functions {
            verify(function).unwrap_or_else(|e| panic!("{e}"));
        }
        let mut interpreter = Interpreter::new(functions.clone(), NoHost);
        interpreter.fuel = u64::MAX;
        let mut symbols = HashMap::new();
        for (name, bytes) in data {
            let size = bytes.len() as u32;
            let address = interpreter.memory.place(name, size, 16);
            let place = interpreter.memory.bytes_mut(address, size);
            place.expect("just placed").copy_from_slice(bytes);
            symbols.insert(Arc::from(*name), address);
        }
        let mut program = Self {
            data: interpreter.memory.contents().to_vec(),
            calls: Vec::new(),
            expected: Vec::new(),
            symbols,
            types: (functions.iter())
                .map(|f| (f.name.to_string(), f.signature.results.clone()))
                .collect(),
            functions,
        };
        for (name, args) in calls {
            let expected = match interpreter.call(&name, &args) {
                Ok(words) => Expected::Words(words),
                Err(Stop::Trap { kind, .. }) => Expected::Trap(kind as u32),
                Err(Stop::Fault {
                    fault: tinsmith::ir::interp::Fault::Division,
                    ..
                }) => continue,
                Err(stop) => panic!("{name} {args:x?}: {stop}"),
            };
            program.calls.push((name, args));
            program.expected.push(expected);
        }
        program
    }

    /// Compares an outcome with the interpreter's; the bits of NaNs are free, but arithmetic must quiet them.
    pub fn agrees(&self, call: usize, words: &[u32]) -> bool {
        let Expected::Words(expected) = &self.expected[call] else {
            return false;
        };
        let name = &self.calls[call].0;
        let types = &self.types[name];
        let words = &words[..types.len().min(words.len())];
        let signalling = |&word: &u32| f32::from_bits(word).is_nan() && word & 0x40_0000 == 0;
        let quiet = !name.starts_with("quiet") || !words.iter().any(signalling);
        quiet && same_words(types, expected, words)
    }
}

/// Integers where instructions, encodings or comparisons change.
#[rustfmt::skip] // packed
pub const INTEGERS: &[u32] = &[
    0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 31, 32, 33, 95, 127, 128, 129, 255, 256, 257, 2047, 2048, 0x7fff, 0x8000,
    0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ffff, 0xffff_fffe, 0xffff_ff80,
    0xffff_ff7f, 0xffff_8000, 0x1234_5678, 0xdead_beef, 0xf0f0_f0f0,
];

/// The bits of floats where something changes: zeros, infinities, NaNs, denormals, halves, the limits of integers.
#[rustfmt::skip] // packed
pub const FLOATS: &[u32] = &[
    0, 0x8000_0000, 0x3f80_0000, 0xbf80_0000, 0x3f00_0000, 0xbf00_0000, 0x3fc0_0000, 0xbfc0_0000, 0x4020_0000,
    0xc020_0000, 0x3eff_ffff, 0x3f7f_ffff, 0xbf7f_ffff, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0xffc0_0000,
    0x7fa0_0000, 0xff80_0001, 1, 0x8000_0001, 0x7f_ffff, 0x80_0000, 0x7f7f_ffff, 0xff7f_ffff, 0x4b00_0000,
    0x4aff_ffff, 0xcaff_ffff, 0x4b7f_ffff, 0x4eff_ffff, 0x4f00_0000, 0xcf00_0000, 0xcf00_0001, 0x4f7f_ffff,
    0x4f80_0000, 0x4049_0fdb, 0x1e3c_e508, 0x60ad_78ec, 0x3eaa_aaab, 0x7e80_0000, 0x0180_0000,
];

/// Constants on the right that instruction selection treats apart.
#[rustfmt::skip] // packed
const CONSTANTS: &[i32] = &[
    0, 1, 2, 3, 4, 5, 7, 9, 12, 15, 16, 24, 31, 64, 128, 255, 256, 1000, 4096, 32512, 65535, 65536, 100_000,
    -1, -2, -15, -128, -129, -256, -4096, -32768, i32::MAX, i32::MIN, i32::MIN + 1, 0x0f00_0000,
];

/// Collects text and calls.
#[derive(Default)]
struct Builder {
    text: String,
    calls: Vec<Call>,
}

impl Builder {
    /// A function with the parameters v0, v1, … and a body that defines r.
    fn function(&mut self, name: &str, params: &[Type], result: Type, body: &str) {
        let types: Vec<String> = params.iter().map(|t| spelling(*t).to_owned()).collect();
        let named: Vec<String> = (types.iter().enumerate())
            .map(|(n, t)| format!("v{n}: {t}"))
            .collect();
        let (types, named) = (types.join(", "), named.join(", "));
        // Writing to a string cannot fail.
        let _ = write!(
            self.text,
            "function %{name}({types}) -> {} {{\nblock0({named}):\n{body}\n}}\n",
            spelling(result)
        );
        self.call_all(name, params);
    }

    /// Every combination of numbers; with three parameters the last one is always the same few.
    fn call_all(&mut self, name: &str, params: &[Type]) {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new()];
        for (n, ty) in params.iter().enumerate() {
            let numbers: &[u32] = match (ty, n) {
                (Type::I32, 0 | 1) => INTEGERS,
                (Type::F32, 0 | 1) => FLOATS,
                (Type::I32, _) => &[0, 1, 13, 31, 32, 45],
                (Type::F32, _) => &[0x3f80_0000],
            };
            lists = (lists.iter())
                .flat_map(|list| numbers.iter().map(move |&n| [&list[..], &[n]].concat()))
                .collect();
        }
        self.calls
            .extend(lists.into_iter().map(|args| (name.to_owned(), args)));
    }
}

fn spelling(ty: Type) -> &'static str {
    match ty {
        Type::I32 => "i32",
        Type::F32 => "f32",
    }
}

/// Every operation, comparison and conversion, with registers and with constants.
pub fn operations() -> Program {
    let mut b = Builder::default();
    for &(op, name, arg, result) in ops::UNARY {
        let quiet = matches!(
            op,
            UnaryOp::Fsqrt | UnaryOp::Fceil | UnaryOp::Ffloor | UnaryOp::Ftrunc | UnaryOp::Fnearest
        );
        let prefix = if quiet { "quiet_" } else { "" };
        let body = format!("    v1 = {name} v0\n    return v1");
        b.function(&format!("{prefix}{name}"), &[arg], result, &body);
    }
    for &(op, name, ty, _) in ops::BINARY {
        let quiet = ty == Type::F32 && op != BinaryOp::Fcopysign;
        let prefix = if quiet { "quiet_" } else { "" };
        let body = format!("    v2 = {name} v0, v1\n    return v2");
        b.function(&format!("{prefix}{name}"), &[ty, ty], ty, &body);
        if ty == Type::I32 {
            binary_with_constants(&mut b, name);
        }
    }
    integer_comparisons(&mut b);
    float_comparisons(&mut b);
    combinations(&mut b);
    Program::new(&b.text, b.calls, &[])
}

fn binary_with_constants(b: &mut Builder, name: &str) {
    for (n, constant) in CONSTANTS.iter().enumerate() {
        let right = format!("    v1 = iconst {constant}\n    v2 = {name} v0, v1\n    return v2");
        b.function(&format!("{name}_r{n}"), &[Type::I32], Type::I32, &right);
        let left = format!("    v1 = iconst {constant}\n    v2 = {name} v1, v0\n    return v2");
        b.function(&format!("{name}_l{n}"), &[Type::I32], Type::I32, &left);
    }
}

/// The uses of a condition: `v2` is it, `v0` and `v1` are around.
const USES: &[(&str, &str)] = &[
    ("value", "    return v2"),
    (
        "branch",
        "    brif v2, block1, block2\nblock1:\n    v3 = iconst 10\n    return v3\nblock2:\n    v4 = iconst 20\n    return v4",
    ),
    ("trap", "    trapif memory_oob, v2\n    return v2"),
    (
        "trap_only",
        "    trapif memory_oob, v2\n    v3 = iconst 5\n    return v3",
    ),
    (
        "select",
        "    v3 = iconst 10\n    v4 = iconst 20\n    v5 = select v2, v3, v4\n    return v5",
    ),
    (
        "select_float",
        "    v3 = fconst 0x3f800000\n    v4 = fconst 0xc0490fdb\n    v5: f32 = select v2, v3, v4\n    v6 = bitcast.i32 v5\n    return v6",
    ),
    (
        "carry",
        "    v3 = iconst 100\n    v4 = iadd v3, v2\n    return v4",
    ),
    (
        "borrow",
        "    v3 = iconst 100\n    v4 = ishl v3, v3\n    v5 = isub v4, v2\n    return v5",
    ),
    (
        "not",
        "    v3 = iconst 0\n    v4 = icmp eq v2, v3\n    brif v4, block1, block2\nblock1:\n    v5 = iconst 10\n    return v5\nblock2:\n    v6 = iconst 20\n    return v6",
    ),
    (
        "not_value",
        "    v3 = iconst 0\n    v4 = icmp eq v2, v3\n    return v4",
    ),
    (
        "carry_of_register",
        "    v3 = iadd v0, v1\n    v4 = iadd v3, v2\n    return v4",
    ),
];

fn integer_comparisons(b: &mut Builder) {
    for (cc, _, _, _) in ops::INT_CC {
        let cc = cc.name();
        for (name, rest) in USES {
            let body = format!("    v2 = icmp {cc} v0, v1\n{rest}");
            let name = format!("icmp_{cc}_{name}");
            b.function(&name, &[Type::I32, Type::I32], Type::I32, &body);
        }
        for (n, constant) in CONSTANTS.iter().enumerate() {
            for (name, rest) in &USES[..6] {
                let body = format!("    v1 = iconst {constant}\n    v2 = icmp {cc} v0, v1\n{rest}");
                let name = format!("icmp_{cc}_{n}_{name}");
                b.function(&name, &[Type::I32], Type::I32, &body);
            }
        }
    }
}

fn float_comparisons(b: &mut Builder) {
    for (cc, _, _, _) in ops::FLOAT_CC {
        let cc = cc.name();
        for (name, rest) in USES {
            let rest = rest.replace("iadd v0, v1", "iconst 7");
            let body = format!("    v2 = fcmp {cc} v0, v1\n{rest}");
            let name = format!("fcmp_{cc}_{name}");
            b.function(&name, &[Type::F32, Type::F32], Type::I32, &body);
        }
    }
}

/// What instruction selection sees through.
fn combinations(b: &mut Builder) {
    for (name, rest) in USES {
        for (n, mask) in ["v1", "c1", "c128", "c-2147483648", "c65535"]
            .iter()
            .enumerate()
        {
            let and = match mask.strip_prefix('c') {
                Some(mask) => format!("    v8 = iconst {mask}\n    v2 = and v0, v8"),
                None => "    v2 = and v0, v1".to_owned(),
            };
            let body = format!("{and}\n{rest}");
            let name = format!("mask{n}_{name}");
            b.function(&name, &[Type::I32, Type::I32], Type::I32, &body);
        }
    }
    for amount in [0, 1, 2, 3, 4, 35] {
        for (name, then) in [
            ("iadd", "iadd v3, v1"),
            ("radd", "iadd v1, v3"),
            ("isub", "isub v3, v1"),
            ("rsub", "isub v1, v3"),
        ] {
            let body = format!(
                "    v2 = iconst {amount}\n    v3 = ishl v0, v2\n    v4 = {then}\n    return v4"
            );
            let name = format!("scaled_{name}_{amount}");
            b.function(&name, &[Type::I32, Type::I32], Type::I32, &body);
        }
    }
    // Two words shifted as one.
    for (name, body) in [
        (
            "right",
            "    v3 = ushr v0, v2\n    v4 = ishl v1, v9\n    v5 = xor v2, v8\n    v6 = ishl v4, v5\n    v7 = or v3, v6",
        ),
        (
            "left",
            "    v3 = ishl v0, v2\n    v4 = ushr v1, v9\n    v5 = xor v2, v8\n    v6 = ushr v4, v5\n    v7 = or v3, v6",
        ),
        (
            "neither",
            "    v3 = ishl v0, v2\n    v4 = ushr v1, v9\n    v5 = xor v2, v9\n    v6 = ushr v4, v5\n    v7 = or v3, v6",
        ),
    ] {
        let body = format!("    v8 = iconst -1\n    v9 = iconst 1\n{body}\n    return v7");
        b.function(&format!("funnel_{name}"), &[Type::I32; 3], Type::I32, &body);
    }
    for (n, m) in [(1, 31), (5, 27), (31, 1), (5, 26), (0, 32), (16, 16)] {
        let body = format!(
            "    v2 = iconst {n}\n    v3 = iconst {m}\n    v4 = ushr v0, v2\n    v5 = ishl v1, v3\n    v6 = or v5, v4\n    return v6"
        );
        b.function(
            &format!("funnel_{n}_{m}"),
            &[Type::I32; 2],
            Type::I32,
            &body,
        );
    }
    for shift in [0, 1, 8, 15, 16, 24, 31] {
        for mask in [1, 3, 255, 0xffff, 0x1ffff] {
            let body = format!(
                "    v1 = iconst {shift}\n    v2 = ushr v0, v1\n    v3 = iconst {mask}\n    v4 = and v2, v3\n    return v4"
            );
            let name = format!("field_{shift}_{mask}");
            b.function(&name, &[Type::I32], Type::I32, &body);
        }
    }
}

/// A file of functions with `; call name(words)` lines.
///
/// # Panics
/// If the file or a line in it cannot be read.
pub fn file(name: &str) -> Program {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("codegen/{name}"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let calls = (text.lines())
        .filter_map(|line| line.strip_prefix("; call "))
        .map(|call| {
            let (name, args) = call
                .strip_suffix(')')
                .and_then(|c| c.split_once('('))
                .expect("name(…)");
            let args = args.split(", ").filter(|a| !a.is_empty());
            (
                name.to_owned(),
                args.map(|a| a.parse().expect("a word")).collect(),
            )
        })
        .collect();
    Program::new(&text, calls, &[])
}

/// Loads and stores of every kind, at offsets that do and do not fit, aligned and not.
pub fn memory() -> Program {
    let mut b = Builder::default();
    let offsets = [
        0, 1, 3, 4, 60, 64, 255, 256, 257, 510, 512, 1020, 1024, 1027, 4096, 33000,
    ];
    for offset in offsets {
        for (kind, name, ty, size) in ops::LOADS {
            let _ = kind;
            let result = spelling(*ty);
            for aligned in [offset % *size as i32 == 0, false] {
                let flag = if aligned { " aligned" } else { "" };
                let n = u8::from(aligned);
                let name_text = name.replace('.', "_");
                let _ = write!(
                    b.text,
                    "function %{name_text}_{offset}_{n}(i32) -> {result} {{\nblock0(v0: i32):\n    v1 = symbol_addr @data+64\n    v2 = {name} [v1 + {offset}]{flag}\n    return v2\n}}\n\
                     function %back_{name_text}_{offset}_{n}(i32) -> {result} {{\nblock0(v0: i32):\n    v1 = symbol_addr @data+66000\n    v2 = iadd v1, v0\n    v3 = {name} [v2 - {offset}]{flag}\n    return v3\n}}\n"
                );
                b.calls.push((format!("{name_text}_{offset}_{n}"), vec![0]));
                b.calls
                    .push((format!("back_{name_text}_{offset}_{n}"), vec![0]));
                if !aligned {
                    b.calls
                        .push((format!("back_{name_text}_{offset}_{n}"), vec![3]));
                }
            }
        }
        store_functions(&mut b, offset);
    }
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let bytes: Vec<u8> = (0..70_000).map(|_| next()).collect();
    Program::new(&b.text, b.calls, &[("data", &bytes)])
}

/// A store, and the words around it.
fn store_functions(b: &mut Builder, offset: i32) {
    for (_, name, ty, size) in ops::STORES {
        for aligned in [offset % *size as i32 == 0, false] {
            let flag = if aligned { " aligned" } else { "" };
            let n = u8::from(aligned);
            let function = format!("{}_{offset}_{n}", name.replace('.', "_"));
            let ty = spelling(*ty);
            let _ = write!(
                b.text,
                "function %{function}({ty}) -> i32, i32, i32 {{\nblock0(v0: {ty}):\n    v1 = symbol_addr @data+64\n    {name} v0, [v1 + {offset}]{flag}\n    v2 = load.w32 [v1 + {}]\n    v3 = load.w32 [v1 + {offset}]\n    v4 = load.w32 [v1 + {}]\n    return v2, v3, v4\n}}\n",
                offset - 4,
                offset + 4
            );
            for word in [0x1234_5678, 0x89ab_cdef] {
                b.calls.push((function.clone(), vec![word]));
            }
        }
    }
}

/// Functions with more values alive than there are registers, across calls too, with frames small and large.
pub fn pressure() -> Program {
    let mut b = Builder::default();
    let _ = write!(
        b.text,
        "function %id(i32) -> i32 {{\nblock0(v0: i32):\n    return v0\n}}\n\
         function %idf(f32) -> f32 {{\nblock0(v0: f32):\n    return v0\n}}\n"
    );
    for count in [10, 20, 40, 300, 1500] {
        for call in [false, true] {
            let name = format!("pressure_{count}_{}", u8::from(call));
            let mut body = String::new();
            for n in 0..count {
                let _ = write!(
                    body,
                    "    v{a} = iconst {n}\n    v{b} = imul v0, v{a}\n    v{c} = fcvt_from_s v{b}\n",
                    a = 100_000 + 3 * n,
                    b = 100_001 + 3 * n,
                    c = 100_002 + 3 * n
                );
            }
            if call {
                body += "    v1 = call @id(v0) : (i32) -> i32\n    v2 = fcvt_from_s v1\n    v3 = call @idf(v2) : (f32) -> f32\n";
            } else {
                body += "    v1 = ineg_placeholder\n    v2 = fcvt_from_s v1\n    v3 = fneg v2\n";
                body = body.replace("ineg_placeholder", "iadd v0, v0");
            }
            let (mut sum, mut float) = (1, 3);
            for n in 0..count {
                let (next, next_float) = (500_000 + 2 * n, 500_001 + 2 * n);
                let _ = write!(
                    body,
                    "    v{next} = xor v{sum}, v{}\n    v{next_float} = fadd v{float}, v{}\n",
                    100_001 + 3 * n,
                    100_002 + 3 * n
                );
                (sum, float) = (next, next_float);
            }
            let _ = write!(
                b.text,
                "function %{name}(i32) -> i32, f32 {{\nblock0(v0: i32):\n{body}    return v{sum}, v{float}\n}}\n"
            );
            for word in [1, 3, 0xffff_ffff] {
                b.calls.push((name.clone(), vec![word]));
            }
        }
    }
    Program::new(&b.text, b.calls, &[])
}
