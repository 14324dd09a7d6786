//! A whole module at once.

use std::sync::Arc;

use super::data::{DataObjects, data};
use super::environment::{Environment, TranslateOptions};
use super::error::WasmError;
use super::instantiate::translate_instantiate;
use super::module::{ExternIndex, FuncType, Module};
use super::names;
use super::translate::{ClifFunction, translate_function};

/// An imported function: the symbol callers name, and the import behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFunction {
    /// The symbol that calls and references name, `M.func.N`.
    pub symbol: Arc<str>,
    /// The import's symbol, which has the host's convention.
    pub import: Arc<str>,
    /// Its type.
    pub ty: FuncType,
}

/// A translated module.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The symbols that CLIF names by number.
    pub env: Environment,
    /// The functions that have a body, in order, then `M.instantiate`.
    pub functions: Vec<ClifFunction>,
    /// The functions that need a stub or an alias.
    pub imports: Vec<ImportedFunction>,
    /// The data objects and the exports' symbols.
    pub objects: DataObjects,
}

/// Translates a module on this thread. A driver with several threads calls [`Environment::new`],
/// [`translate_function`], [`translate_instantiate`], [`imported_functions`] and [`data`] itself.
///
/// # Errors
/// As [`Environment::new`] and [`translate_function`].
pub fn translate(module: &Module, options: &TranslateOptions) -> Result<Translation, WasmError> {
    let env = Environment::new(module, options)?;
    let mut functions = module
        .defined_functions()
        .map(|index| translate_function(module, &env, index))
        .collect::<Result<Vec<_>, _>>()?;
    functions.push(translate_instantiate(module, &env));
    Ok(Translation {
        functions,
        imports: imported_functions(module, &env),
        objects: data(module, &env),
        env,
    })
}

/// The imported functions, in order.
pub fn imported_functions(module: &Module, env: &Environment) -> Vec<ImportedFunction> {
    (0u32..)
        .zip(&module.functions)
        .filter_map(|(index, function)| {
            let ty = module.extern_type(ExternIndex::Func(index));
            let import = names::import(function.import.as_ref()?, &ty);
            Some(ImportedFunction {
                symbol: env.symbols.name(env.functions[index as usize]).clone(),
                import: import.into(),
                ty: module.function_type(index).clone(),
            })
        })
        .collect()
}
