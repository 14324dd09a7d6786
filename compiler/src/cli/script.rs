//! The run script for the command line's words: a program's `_start`, or the function named by `--invoke`.

use std::path::Path;

use super::CliError;
use crate::script::{Call, Operand, Script, Step};
use crate::wasm::{ExternIndex, ExternType, FuncType, Module, ValueType, names};

/// What to run.
pub struct Wish<'a> {
    /// The module's file, for messages.
    pub path: &'a Path,
    /// The exported function to call, if not `_start`.
    pub invoke: Option<&'a str>,
    /// The words after it.
    pub arguments: &'a [String],
    /// Environment variables, `NAME=value`.
    pub environ: &'a [String],
    /// Whether to count instructions.
    pub count: bool,
    /// Linked modules to instantiate first, in order.
    pub linked: &'a [String],
}

/// The script that instantiates the modules and calls the function.
///
/// # Errors
/// If there is no such function, or the arguments are not of its type.
pub fn script(module: &Module, instance: &str, wish: &Wish<'_>) -> Result<Script, CliError> {
    let name = wish.invoke.unwrap_or("_start");
    let ty = exported_function(module, wish, name)?;
    let args = match wish.invoke {
        Some(_) => parse_arguments(name, ty, wish.arguments)?,
        None => Vec::new(),
    };
    let mut steps: Vec<Step> = wish
        .linked
        .iter()
        .map(|name| Step::Instantiate {
            code: names::instantiate(name),
            memory: None,
        })
        .collect();
    steps.push(Step::Instantiate {
        code: names::instantiate(instance),
        memory: memory(module, instance).map(|symbol| names::descriptor(&symbol)),
    });
    steps.push(Step::Call(Call {
        code: names::export(instance, name, &ExternType::Func(ty.clone())),
        signature: ty.signature(),
        args,
        report: wish.invoke.is_some(),
        survives_trap: false,
        count: wish.count,
        slot: None,
    }));
    let program = wish
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let words = if wish.invoke.is_none() {
        wish.arguments
    } else {
        &[]
    };
    Ok(Script {
        steps,
        args: std::iter::once(program)
            .chain(words.iter().cloned())
            .collect(),
        environ: wish.environ.to_vec(),
    })
}

/// The script that instantiates a module that is no program.
pub fn instantiation(module: &Module, instance: &str) -> Script {
    Script {
        steps: vec![Step::Instantiate {
            code: names::instantiate(instance),
            memory: memory(module, instance).map(|symbol| names::descriptor(&symbol)),
        }],
        ..Script::default()
    }
}

/// The symbol of the memory that host functions see: the one exported as `memory`, else the first.
fn memory(module: &Module, instance: &str) -> Option<String> {
    let exported = module.exports.iter().find_map(|export| match export.index {
        ExternIndex::Memory(_) if export.name == "memory" => Some(export.index),
        _ => None,
    });
    let first = (!module.memories.is_empty()).then_some(ExternIndex::Memory(0));
    exported
        .or(first)
        .map(|index| names::item(instance, module, index))
}

fn exported_function<'a>(
    module: &'a Module,
    wish: &Wish<'_>,
    name: &str,
) -> Result<&'a FuncType, CliError> {
    for export in &module.exports {
        if let (ExternIndex::Func(index), true) = (export.index, export.name == name) {
            return Ok(module.function_type(index));
        }
    }
    let known = exported_functions(module);
    let path = wish.path.to_owned();
    Err(match wish.invoke {
        Some(_) => CliError::NoSuchFunction {
            path,
            name: name.to_owned(),
            known,
        },
        None => CliError::NoStart { path, known },
    })
}

fn exported_functions(module: &Module) -> String {
    let names: Vec<String> = module
        .typed_exports()
        .into_iter()
        .filter(|(_, ty)| matches!(ty, ExternType::Func(_)))
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    match names.is_empty() {
        true => "no function".to_owned(),
        false => names.join(", "),
    }
}

fn parse_arguments(name: &str, ty: &FuncType, words: &[String]) -> Result<Vec<Operand>, CliError> {
    if words.len() != ty.params.len() {
        return Err(CliError::ArgumentCount {
            name: name.to_owned(),
            ty: ty.to_string(),
            expected: ty.params.len(),
            found: words.len(),
        });
    }
    words
        .iter()
        .zip(&ty.params)
        .enumerate()
        .map(|(n, (text, &ty))| {
            parse_value(text, ty)
                .map(Operand::Number)
                .map_err(|ty| CliError::Argument {
                    number: n + 1,
                    name: name.to_owned(),
                    text: text.clone(),
                    ty,
                })
        })
        .collect()
}

/// The bits of a value; an error says what it must be. Integers may be signed or unsigned, decimal or `0x…`.
fn parse_value(text: &str, ty: ValueType) -> Result<u64, &'static str> {
    let integer = || parse_integer(text);
    match ty {
        ValueType::I32 => integer()
            .filter(|n| (i128::from(i32::MIN)..=i128::from(u32::MAX)).contains(n))
            .map(|n| u64::from(n as u32))
            .ok_or("a 32-bit integer"),
        ValueType::I64 => integer()
            .filter(|n| (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(n))
            .map(|n| n as u64)
            .ok_or("a 64-bit integer"),
        ValueType::F32 => text
            .parse::<f32>()
            .map(|n| u64::from(n.to_bits()))
            .map_err(|_| "a 32-bit float"),
        ValueType::F64 => text
            .parse::<f64>()
            .map(f64::to_bits)
            .map_err(|_| "a 64-bit float"),
        ValueType::FuncRef | ValueType::ExternRef => match text {
            "null" => Ok(0),
            _ => Err("a reference: only `null` can be given on the command line"),
        },
    }
}

fn parse_integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let magnitude = match digits.strip_prefix("0x") {
        Some(hex) => i128::from(u64::from_str_radix(hex, 16).ok()?),
        None => i128::from(digits.parse::<u64>().ok()?),
    };
    Some(if negative { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::parse_value;
    use crate::wasm::ValueType;

    #[test]
    fn arguments_are_values_of_their_type() {
        assert_eq!(parse_value("-1", ValueType::I32), Ok(0xffff_ffff));
        assert_eq!(parse_value("4294967295", ValueType::I32), Ok(0xffff_ffff));
        assert_eq!(parse_value("0x10", ValueType::I64), Ok(16));
        assert_eq!(
            parse_value("1.5", ValueType::F32),
            Ok(u64::from(1.5_f32.to_bits()))
        );
        assert_eq!(parse_value("30", ValueType::F64), Ok(30.0_f64.to_bits()));
        assert_eq!(
            parse_value("4294967296", ValueType::I32),
            Err("a 32-bit integer")
        );
        assert_eq!(parse_value("--1", ValueType::I32), Err("a 32-bit integer"));
        assert!(parse_value("x", ValueType::F64).is_err());
        assert!(parse_value("func", ValueType::FuncRef).is_err());
    }
}
