//! CLIF as text, for `--emit clif` and tests.

use std::fmt::Write;

use cranelift_codegen::ir::UserExternalNameRef;

use super::environment::Environment;
use super::translate::ClifFunction;
use crate::middle::SymbolTable;

/// A function as Cranelift prints it, with the symbol behind each number in a comment.
pub fn clif_text(function: &ClifFunction, env: &Environment) -> String {
    let symbols = env.symbols();
    let mut text = String::new();
    let range = &function.wasm_range;
    if range.is_empty() {
        let _ = writeln!(text, "; {}", function.display_name);
    } else {
        let _ = writeln!(
            text,
            "; `{}`, wasm offsets {:#x}..{:#x}",
            function.display_name, range.start, range.end
        );
    }
    let names = function.clif.params.user_named_funcs();
    for line in function.clif.display().to_string().lines() {
        text.push_str(line.trim_end());
        let number = after(line, "u0:").or_else(|| {
            let reference = UserExternalNameRef::from_u32(after(line, "userextname")?);
            names.get(reference).map(|name| name.index)
        });
        if let Some(number) = number.filter(|&number| is_declaration(line, number, symbols)) {
            let _ = write!(text, " ; {}", symbols.name(number));
        }
        text.push('\n');
    }
    text
}

/// The number that follows a word in a line.
fn after(line: &str, word: &str) -> Option<u32> {
    let (_, rest) = line.split_once(word)?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// Lines that declare: `gv0 = symbol colocated userextname0`, `fn0 = colocated u0:4 sig0`, `function u0:0(…`.
fn is_declaration(line: &str, number: u32, symbols: &SymbolTable) -> bool {
    let line = line.trim_start();
    let starts = ["gv", "fn", "function"];
    starts.iter().any(|start| line.starts_with(start)) && (number as usize) < symbols.len()
}
