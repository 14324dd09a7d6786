//! Where a module meets the host and other modules: entries, stubs for imports, and the symbols that its code should name.

use std::sync::Arc;

use super::{CompileError, Unit};
use crate::ir::{self, Type};
use crate::isa;
use crate::lower::SymbolNames;
use crate::mach;
use crate::object::module::{Alias, Code, Data, RelocTarget};
use crate::wasm::{self, FuncType, ValueType};

impl Unit {
    /// Where the host enters, if registers must be set for the code. The exports are second names of these then, and the code of the
    /// instantiation has another name.
    pub(super) fn entries(
        &self,
        pinned: Option<&mach::Pinned>,
        functions: &mut [Code],
        aliases: &mut [Alias],
    ) -> Result<Vec<Code>, CompileError> {
        let Some(pinned) = pinned else {
            return Ok(Vec::new());
        };
        let instantiate: Arc<str> = wasm::names::instantiate(self.environment.instance()).into();
        let mut entries = Vec::new();
        for code in functions {
            let entry = if code.name == instantiate {
                code.name = wasm::names::instantiate_code(&instantiate).into();
                instantiate.clone()
            } else if aliases.iter().any(|alias| alias.target == code.name) {
                wasm::names::entry(&code.name).into()
            } else {
                continue;
            };
            let exports = aliases.iter_mut().filter(|alias| alias.target == code.name);
            exports.for_each(|alias| alias.target = entry.clone());
            let isa = isa::backend(self.options.target);
            let mut stub = mach::entry(&entry, &code.name, pinned, isa)?;
            stub.display_name = code.display_name.clone();
            entries.push(stub);
        }
        Ok(entries)
    }

    /// Stubs for imported functions whose convention is not ours.
    pub(super) fn import_stubs(&self) -> Result<Vec<Code>, CompileError> {
        let mut stubs = Vec::new();
        for index in 0..self.module.imported_functions() {
            if self.direct(index).is_some() {
                continue;
            }
            let name: Arc<str> = wasm::names::func(self.environment.instance(), index).into();
            let import: Arc<str> = self.import_symbol(index).into();
            let signature = self.ir_signature(self.module.function_type(index));
            let isa = isa::backend(self.options.target);
            let mut code = mach::import_stub(&name, &import, &signature, isa)?;
            code.display_name = self.module.display_name(index);
            stubs.push(code);
        }
        Ok(stubs)
    }

    pub(super) fn import_symbol(&self, function: u32) -> String {
        let import = self.module.functions[function as usize].import.as_ref();
        let ty = wasm::ExternType::Func(self.module.function_type(function).clone());
        wasm::names::import(import.expect("the caller asks for imports only"), &ty)
    }

    /// A signature as lowering splits it.
    fn ir_signature(&self, ty: &FuncType) -> ir::Signature {
        let hard = self.options.target.hard_f32();
        let split = |types: &[ValueType]| {
            types
                .iter()
                .flat_map(|ty| match ty {
                    ValueType::I64 | ValueType::F64 => vec![Type::I32; 2],
                    ValueType::F32 if hard => vec![Type::F32],
                    _ => vec![Type::I32],
                })
                .collect()
        };
        ir::Signature {
            params: split(&ty.params),
            results: split(&ty.results),
        }
    }

    /// The symbol that code and data should really name: an import that needs no stub is named directly.
    pub(super) fn resolve(&self, name: &Arc<str>) -> Arc<str> {
        let imported = || {
            let index: u32 = name
                .strip_prefix(self.environment.instance())?
                .strip_prefix(".func.")?
                .parse()
                .ok()?;
            (index < self.module.imported_functions()).then_some(index)
        };
        let direct = imported().and_then(|index| self.direct(index));
        direct.unwrap_or_else(|| name.clone())
    }

    /// What callers of an import name: another module's function, or a host function of the same convention; `None` if
    /// they need a stub. A host's function that is exported again needs code of this object to name.
    pub(super) fn direct(&self, function: u32) -> Option<Arc<str>> {
        let import = self.module.functions[function as usize].import.as_ref()?;
        let ty = wasm::ExternType::Func(self.module.function_type(function).clone());
        let export = wasm::names::export(&import.module, &import.name, &ty);
        if self.options.linked.contains(&export) {
            return Some(export.into());
        }
        let signature = self.ir_signature(self.module.function_type(function));
        let import = wasm::names::import(import, &ty);
        let direct = isa::backend(self.options.target).calls_host_directly(&import, &signature)
            && !self.module.is_exported(wasm::ExternIndex::Func(function));
        direct.then(|| import.into())
    }

    pub(super) fn redirect(&self, data: &mut Data) {
        for reloc in &mut data.relocs {
            if let RelocTarget::Symbol(name) = &mut reloc.target {
                *name = self.resolve(name);
            }
        }
    }
}

impl SymbolNames for Unit {
    fn symbol(&self, index: u32) -> Arc<str> {
        self.resolve(self.environment.symbols().name(index))
    }
}
