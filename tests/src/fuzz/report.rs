//! What a failing run leaves behind: a description, and a small reproducer as a module and as a script for `tinsmith wast`.

use std::fmt::Write as _;
use std::path::PathBuf;

use tinsmith::board::Board;
use tinsmith::wasm::ValueType;

use super::campaign::{Prepared, Problem, Tally, check, check_ir};
use super::case::DEEP;
use super::reduce::reduce;
use super::{Action, Failure, Seen};

/// Describes a problem, reduces the case and writes the reproducer.
pub fn problem(prepared: &Prepared, board: &'static Board, problem: &Problem) -> Failure {
    let seed = prepared.case.seed;
    let mut text = format!("seed {seed:#x} on {}: {problem}\n", board.name);
    eprintln!("{text}reducing it, which takes up to five minutes");
    let in_ir = check_ir(prepared, board, &mut Tally::default()).err();
    let half = match &in_ir {
        Some(problem) => format!("the IR interpreter does not agree either: {problem}"),
        None => "the IR interpreter agrees with the reference: a back end is at fault".to_owned(),
    };
    let _ = writeln!(text, "{half}");
    let mut fails = |prepared: &Prepared| {
        let mut tally = Tally::default();
        let found = match in_ir {
            Some(_) => check_ir(prepared, board, &mut tally),
            None => check(prepared, board, &mut tally),
        };
        found.is_err_and(|found| found.is_like(problem))
    };
    let small = reduce(prepared, &mut fails);
    match write(&small, &format!("{seed:016x}-{}", board.name)) {
        Ok(path) => {
            let bytes = small.case.wasm.len();
            let _ = writeln!(text, "{bytes} bytes are left of it: {}", path.display());
        }
        Err(failure) => {
            let _ = writeln!(text, "no reproducer: {failure}");
        }
    }
    text
}

/// Writes an input to `tests/.cache/fuzz`; where it is, or why not.
pub fn keep(input: &[u8], name: &str) -> String {
    let path = folder().join(name);
    match std::fs::create_dir_all(folder()).and_then(|()| std::fs::write(&path, input)) {
        Ok(()) => path.display().to_string(),
        Err(error) => error.to_string(),
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".cache/fuzz")
}

/// Writes `NAME.wasm` and `NAME.wast` under `tests/.cache/fuzz`; the path of the latter.
fn write(prepared: &Prepared, name: &str) -> Result<PathBuf, Failure> {
    let folder = folder();
    let write = |file: &str, bytes: &[u8]| {
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(file), bytes)
    };
    let script = script(prepared)?;
    let wast = format!("{name}.wast");
    write(&format!("{name}.wasm"), &prepared.case.wasm)
        .and_then(|()| write(&wast, script.as_bytes()))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder.join(wast))
}

/// The case as a script of the official test suite's kind.
///
/// # Errors
/// If the module cannot be printed.
pub fn script(prepared: &Prepared) -> Result<String, Failure> {
    let case = &prepared.case;
    let module = wasmprinter::print_bytes(&case.wasm).map_err(|error| error.to_string())?;
    let mut text = format!("{DEEP}\n");
    for (action, expected) in case.actions.iter().zip(&prepared.expected) {
        let _ = writeln!(text, "{}", directive(action, expected, module.trim_end()));
    }
    Ok(text)
}

fn directive(action: &Action, expected: &Seen, module: &str) -> String {
    let (what, types) = match action {
        Action::Instantiate => {
            return match expected {
                Seen::Values(_) => module.to_owned(),
                Seen::Trap(kind) => format!("(assert_trap {module} {:?})", kind.message()),
            };
        }
        Action::Call { name, ty, args, .. } => {
            let args = values(&ty.params, args);
            let call = format!("(invoke {}{args})", quoted(name));
            (call, ty.results.clone())
        }
        Action::Global { name, ty, .. } => (format!("(get {})", quoted(name)), vec![*ty]),
        Action::Memory { name, .. } => {
            return format!(";; {}: size and hash must be {expected:x?}", quoted(name));
        }
        Action::Table { name, .. } => {
            return format!(
                ";; {}: size and entries must be {expected:x?}",
                quoted(name)
            );
        }
        Action::Exhaust => {
            let call = "(invoke $deep \"deep\" (i32.const 0))";
            return format!("(assert_exhaustion {call} \"call stack exhausted\")");
        }
    };
    match expected {
        Seen::Values(bits) => format!("(assert_return {what}{})", values(&types, bits)),
        Seen::Trap(kind) => format!("(assert_trap {what} {:?})", kind.message()),
    }
}

fn quoted(name: &str) -> String {
    let escaped: String = name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    format!("\"{escaped}\"")
}

fn values(types: &[ValueType], bits: &[u64]) -> String {
    let values = types.iter().zip(bits);
    values
        .map(|(&ty, &bits)| format!(" {}", value(ty, bits)))
        .collect()
}

fn value(ty: ValueType, bits: u64) -> String {
    let sign = |negative: bool| if negative { "-" } else { "" };
    match ty {
        ValueType::I32 => format!("(i32.const {})", bits as i32),
        ValueType::I64 => format!("(i64.const {})", bits as i64),
        ValueType::F32 => {
            let float = f32::from_bits(bits as u32);
            if float.is_nan() {
                let sign = sign(float.is_sign_negative());
                return format!("(f32.const {sign}nan:{:#x})", bits & 0x7f_ffff);
            }
            format!("(f32.const {float:?})")
        }
        ValueType::F64 => {
            let float = f64::from_bits(bits);
            if float.is_nan() {
                let sign = sign(float.is_sign_negative());
                return format!("(f64.const {sign}nan:{:#x})", bits & 0xf_ffff_ffff_ffff);
            }
            format!("(f64.const {float:?})")
        }
        ValueType::FuncRef if bits == 0 => "(ref.null func)".to_owned(),
        ValueType::FuncRef => "(ref.func)".to_owned(),
        ValueType::ExternRef if bits == 0 => "(ref.null extern)".to_owned(),
        ValueType::ExternRef => format!("(ref.extern {})", bits - 1),
    }
}
