//! What satisfies the imports of a script's module.
//!
//! The specification's matching of external types, as far as it can be settled before the device runs: an exported memory or
//! table may have grown since, so an import that asks for more than was declared is left to the instantiation code,
//! which checks the size it finds.

use crate::wasm::{ExternType, FuncType, GlobalInit, ImportName, Module};

/// Why a module cannot be linked, in the suite's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LinkError {
    /// There is no such export.
    Unknown(String),
    /// There is, of another type.
    Incompatible(String),
    /// The instance it should come from was never made.
    Missing(String),
}

impl LinkError {
    /// For people; begins with the suite's message.
    pub fn message(&self) -> String {
        match self {
            Self::Unknown(what) => format!("unknown import: {what}"),
            Self::Incompatible(what) => format!("incompatible import type: {what}"),
            Self::Missing(why) => why.clone(),
        }
    }
}

/// How an export fits an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// As far as types go, it fits.
    Yes,
    /// It does if it has grown far enough by now.
    IfGrown,
    /// It does not.
    No,
}

/// Whether something exported as `export` may be imported as `import`.
pub(super) fn fit(export: &ExternType, import: &ExternType) -> Fit {
    match (export, import) {
        (ExternType::Func(e), ExternType::Func(i)) => yes_if(e == i),
        (ExternType::Global(e), ExternType::Global(i)) => yes_if(e == i),
        (ExternType::Table(e), ExternType::Table(i)) if e.element == i.element => {
            limits((e.min, e.max), (i.min, i.max))
        }
        (ExternType::Memory(e), ExternType::Memory(i)) if e.page_shift == i.page_shift => {
            limits((e.min, e.max), (i.min, i.max))
        }
        _ => Fit::No,
    }
}

fn yes_if(fits: bool) -> Fit {
    if fits { Fit::Yes } else { Fit::No }
}

/// Limits match if the export has at least the minimum asked for and cannot exceed the maximum asked for.
fn limits(export: (u64, Option<u64>), import: (u64, Option<u64>)) -> Fit {
    let bounded = match (export.1, import.1) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(e), Some(i)) => e <= i,
    };
    match bounded {
        false => Fit::No,
        true if export.0 >= import.0 => Fit::Yes,
        true => yes_if(export.1.is_none_or(|max| max >= import.0)).and_only_if_grown(),
    }
}

impl Fit {
    fn and_only_if_grown(self) -> Self {
        match self {
            Self::Yes => Self::IfGrown,
            other => other,
        }
    }
}

/// The imports' names, to be replaced by those of what satisfies them, with their types.
pub(super) fn each_import(
    module: &mut Module,
    mut visit: impl FnMut(&mut ImportName, ExternType) -> Result<(), LinkError>,
) -> Result<(), LinkError> {
    let types: Vec<FuncType> = module.types.clone();
    for function in &mut module.functions {
        if let Some(import) = &mut function.import {
            let ty = types[function.type_index as usize].clone();
            visit(import, ExternType::Func(ty))?;
        }
    }
    for table in &mut module.tables {
        if let Some(import) = &mut table.import {
            visit(import, ExternType::Table(table.ty))?;
        }
    }
    for memory in &mut module.memories {
        if let Some(import) = &mut memory.import {
            visit(import, ExternType::Memory(memory.ty))?;
        }
    }
    for global in &mut module.globals {
        if let GlobalInit::Import(import) = &mut global.init {
            visit(import, ExternType::Global(global.ty))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit};
    use crate::wasm::{ExternType, GlobalType, MemoryType, ValueType};

    fn memory(min: u64, max: Option<u64>) -> ExternType {
        ExternType::Memory(MemoryType {
            min,
            max,
            page_shift: 16,
        })
    }

    #[test]
    fn limits_match_as_specified() {
        let one_two = memory(1, Some(2));
        assert_eq!(fit(&one_two, &memory(1, Some(2))), Fit::Yes);
        assert_eq!(fit(&one_two, &memory(0, Some(3))), Fit::Yes);
        assert_eq!(fit(&one_two, &memory(0, None)), Fit::Yes);
        assert_eq!(fit(&one_two, &memory(2, None)), Fit::IfGrown);
        assert_eq!(fit(&one_two, &memory(3, None)), Fit::No);
        assert_eq!(fit(&one_two, &memory(1, Some(1))), Fit::No);
        assert_eq!(fit(&memory(1, None), &memory(1, Some(2))), Fit::No);
    }

    #[test]
    fn globals_match_exactly() {
        let global = |mutable| {
            ExternType::Global(GlobalType {
                value: ValueType::I32,
                mutable,
            })
        };
        assert_eq!(fit(&global(true), &global(true)), Fit::Yes);
        assert_eq!(fit(&global(true), &global(false)), Fit::No);
        assert_eq!(fit(&global(false), &memory(1, None)), Fit::No);
    }
}
