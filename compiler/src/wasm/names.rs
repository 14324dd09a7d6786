//! The names of symbols, as the ABI in `ARCHITECTURE.md` spells them. `instance` is its `M`.
//!
//! Import and export names may hold any character. In a symbol `%`, `:`, control characters and NUL are written
//! `%xx` (two lower-case hex digits), so that parts cannot run into each other and no string ends early.

use std::borrow::Cow;

use super::module::{ExternIndex, ExternType, FuncType, ImportName, Module};

/// Code of a function.
pub fn func(instance: &str, index: u32) -> String {
    format!("{instance}.func.{index}")
}

/// The function that instantiates a module.
pub fn instantiate(instance: &str) -> String {
    format!("{instance}.instantiate")
}

/// Where the host enters a function that relies on registers.
pub fn entry(function: &str) -> String {
    format!("{function}.entry")
}

/// The code of the instantiation, where the symbol of that name is such an entry.
pub fn instantiate_code(instantiate: &str) -> String {
    format!("{instantiate}.code")
}

/// What a non-null reference to a function is the address of.
pub fn funcref(instance: &str, index: u32) -> String {
    format!("{instance}.funcref.{index}")
}

/// The word whose address is a function type.
pub fn type_word(ty: &FuncType) -> String {
    format!("type:{}", ty.signature())
}

/// A linear memory defined here.
pub fn memory(instance: &str, index: u32) -> String {
    format!("{instance}.mem.{index}")
}

/// A table defined here.
pub fn table(instance: &str, index: u32) -> String {
    format!("{instance}.table.{index}")
}

/// A constant table's n-th table of code.
pub fn code_table(table: &str, n: u32) -> String {
    format!("{table}.code.{n}")
}

/// A global defined here.
pub fn global(instance: &str, index: u32) -> String {
    format!("{instance}.global.{index}")
}

/// A data segment.
pub fn data(instance: &str, index: u32) -> String {
    format!("{instance}.data.{index}")
}

/// An element segment.
pub fn element(instance: &str, index: u32) -> String {
    format!("{instance}.elem.{index}")
}

/// The descriptor of a memory, table or segment, whose symbol is given.
pub fn descriptor(symbol: &str) -> String {
    format!("{symbol}.desc")
}

/// Something imported, of that type.
pub fn import(name: &ImportName, ty: &ExternType) -> String {
    let module = escape(&name.module);
    let item = escape(&name.name);
    format!("import:{module}:{item}:{}", suffix(ty))
}

/// Something exported under that name, of that type.
pub fn export(instance: &str, name: &str, ty: &ExternType) -> String {
    format!("export:{instance}:{}:{}", escape(name), suffix(ty))
}

/// The symbols of all exports of a module that is compiled under the name `instance`.
pub fn exports(instance: &str, module: &Module) -> Vec<String> {
    let exports = module.typed_exports().into_iter();
    exports
        .map(|(name, ty)| export(instance, name, &ty))
        .collect()
}

/// The symbol of an item of a module's index spaces: its own, or that of the import. An imported function has the
/// symbol every caller names, [`func`].
pub fn item(instance: &str, module: &Module, index: ExternIndex) -> String {
    let imported = |name: &ImportName| import(name, &module.extern_type(index));
    match index {
        ExternIndex::Func(i) => func(instance, i),
        ExternIndex::Memory(i) => {
            let import = module.memories[i as usize].import.as_ref();
            import.map_or_else(|| memory(instance, i), imported)
        }
        ExternIndex::Table(i) => {
            let import = module.tables[i as usize].import.as_ref();
            import.map_or_else(|| table(instance, i), imported)
        }
        ExternIndex::Global(i) => {
            let import = module.globals[i as usize].import();
            import.map_or_else(|| global(instance, i), imported)
        }
    }
}

/// The last part of import and export symbols.
fn suffix(ty: &ExternType) -> String {
    match ty {
        ExternType::Func(ty) => ty.signature(),
        ExternType::Memory(_) => "memory".to_owned(),
        ExternType::Table(_) => "table".to_owned(),
        ExternType::Global(ty) => format!("global:{}", ty.value.letter()),
    }
}

fn escape(name: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '%' | ':') || c.is_ascii_control();
    if !name.contains(special) {
        return Cow::Borrowed(name);
    }
    let mut escaped = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if special(c) {
            escaped.push_str(&format!("%{:02x}", u32::from(c)));
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::{export, import};
    use crate::wasm::module::{ExternType, FuncType, GlobalType, ImportName, ValueType};

    #[test]
    fn symbols_are_spelled_as_the_abi_says() {
        let ty = FuncType {
            params: vec![ValueType::I32, ValueType::I64],
            results: vec![ValueType::F32],
        };
        let name = ImportName {
            module: "env".to_owned(),
            name: "draw".to_owned(),
        };
        assert_eq!(import(&name, &ExternType::Func(ty)), "import:env:draw:iI>f");
        let global = GlobalType {
            value: ValueType::F64,
            mutable: false,
        };
        assert_eq!(
            export("app", "pi", &ExternType::Global(global)),
            "export:app:pi:global:F"
        );
    }

    #[test]
    fn a_colon_in_a_name_does_not_separate() {
        let ty = ExternType::Func(FuncType::default());
        assert_eq!(export("a", "b:c%\0é", &ty), "export:a:b%3ac%25%00é:>");
    }
}
