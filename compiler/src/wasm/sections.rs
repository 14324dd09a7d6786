//! The sections of the binary, one function each, read into a [`Module`] after wasmparser validated them.

use wasmparser::{
    CustomSectionReader, ElementItems, ElementKind, ExternalKind, KnownCustom, Name,
    SectionLimited, TypeRef, ValType,
};

use super::constant::const_expr;
use super::features::Feature;
use super::module::{
    ConstExpr, DataSegment, ElementSegment, Export, ExternIndex, FuncType, Function, Global,
    GlobalInit, GlobalType, ImportName, Memory, MemoryType, Module, PAGE_SHIFT, SegmentMode, Table,
    TableType, ValueType,
};

type Result<T> = wasmparser::Result<T>;

/// A value type of the supported proposals.
pub(super) fn value_type(ty: ValType) -> ValueType {
    match ty {
        ValType::I32 => ValueType::I32,
        ValType::I64 => ValueType::I64,
        ValType::F32 => ValueType::F32,
        ValType::F64 => ValueType::F64,
        ValType::Ref(reference) if reference.is_extern_ref() => ValueType::ExternRef,
        // The validator lets no other reference through, and no vector.
        ValType::Ref(_) | ValType::V128 => ValueType::FuncRef,
    }
}

fn func_type(ty: &wasmparser::FuncType) -> FuncType {
    FuncType {
        params: ty.params().iter().copied().map(value_type).collect(),
        results: ty.results().iter().copied().map(value_type).collect(),
    }
}

fn table_type(ty: wasmparser::TableType) -> TableType {
    TableType {
        element: value_type(ValType::Ref(ty.element_type)),
        min: ty.initial,
        max: ty.maximum,
    }
}

fn memory_type(ty: wasmparser::MemoryType) -> MemoryType {
    MemoryType {
        min: ty.initial,
        max: ty.maximum,
        page_shift: ty.page_size_log2.unwrap_or(PAGE_SHIFT),
    }
}

fn global_type(ty: wasmparser::GlobalType) -> GlobalType {
    GlobalType {
        value: value_type(ty.content_type),
        mutable: ty.mutable,
    }
}

pub(super) fn types(
    module: &mut Module,
    reader: SectionLimited<'_, wasmparser::RecGroup>,
) -> Result<()> {
    for group in reader {
        for ty in group?.into_types() {
            module.types.push(func_type(ty.unwrap_func()));
        }
    }
    Ok(())
}

pub(super) fn imports(
    module: &mut Module,
    reader: wasmparser::ImportSectionReader<'_>,
) -> Result<()> {
    for import in reader.into_imports() {
        let import = import?;
        let name = ImportName {
            module: import.module.to_owned(),
            name: import.name.to_owned(),
        };
        match import.ty {
            TypeRef::Func(type_index) | TypeRef::FuncExact(type_index) => {
                module.functions.push(Function {
                    type_index,
                    import: Some(name),
                    body: 0..0,
                });
            }
            TypeRef::Table(ty) => module.tables.push(Table {
                ty: table_type(ty),
                import: Some(name),
            }),
            TypeRef::Memory(ty) => module.memories.push(Memory {
                ty: memory_type(ty),
                import: Some(name),
            }),
            TypeRef::Global(ty) => module.globals.push(Global {
                ty: global_type(ty),
                init: GlobalInit::Import(name),
            }),
            // Tags are of the exception-handling proposal, which the validator refuses.
            TypeRef::Tag(_) => {}
        }
    }
    Ok(())
}

pub(super) fn functions(module: &mut Module, reader: SectionLimited<'_, u32>) -> Result<()> {
    for type_index in reader {
        module.functions.push(Function {
            type_index: type_index?,
            import: None,
            body: 0..0,
        });
    }
    Ok(())
}

pub(super) fn tables(
    module: &mut Module,
    reader: wasmparser::TableSectionReader<'_>,
) -> Result<()> {
    for table in reader {
        module.tables.push(Table {
            ty: table_type(table?.ty),
            import: None,
        });
    }
    Ok(())
}

pub(super) fn memories(
    module: &mut Module,
    reader: wasmparser::MemorySectionReader<'_>,
) -> Result<()> {
    for memory in reader {
        module.memories.push(Memory {
            ty: memory_type(memory?),
            import: None,
        });
    }
    Ok(())
}

pub(super) fn globals(
    module: &mut Module,
    reader: wasmparser::GlobalSectionReader<'_>,
) -> Result<()> {
    for global in reader {
        let global = global?;
        let init = GlobalInit::Value(const_expr(module, &global.init_expr)?);
        module.globals.push(Global {
            ty: global_type(global.ty),
            init,
        });
    }
    Ok(())
}

pub(super) fn exports(
    module: &mut Module,
    reader: wasmparser::ExportSectionReader<'_>,
) -> Result<()> {
    for export in reader {
        let export = export?;
        let index = match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => ExternIndex::Func(export.index),
            ExternalKind::Table => ExternIndex::Table(export.index),
            ExternalKind::Memory => ExternIndex::Memory(export.index),
            ExternalKind::Global => ExternIndex::Global(export.index),
            // Refused by the validator, with the exception-handling proposal.
            ExternalKind::Tag => continue,
        };
        module.exports.push(Export {
            name: export.name.to_owned(),
            index,
        });
    }
    Ok(())
}

pub(super) fn elements(
    module: &mut Module,
    reader: wasmparser::ElementSectionReader<'_>,
) -> Result<()> {
    for element in reader {
        let element = element?;
        let mode = match &element.kind {
            ElementKind::Passive => SegmentMode::Passive,
            ElementKind::Declared => SegmentMode::Declared,
            ElementKind::Active {
                table_index,
                offset_expr,
            } => SegmentMode::Active {
                target: table_index.unwrap_or(0),
                offset: const_expr(module, offset_expr)?,
            },
        };
        let items = match element.items {
            ElementItems::Functions(indices) => indices
                .into_iter()
                .map(|index| index.map(ConstExpr::RefFunc))
                .collect::<Result<_>>()?,
            ElementItems::Expressions(_, expressions) => {
                module.features.insert(Feature::ReferenceTypes);
                expressions
                    .into_iter()
                    .map(|item| const_expr(module, &item?))
                    .collect::<Result<_>>()?
            }
        };
        module.elements.push(ElementSegment {
            mode,
            items,
            offset: element.range.start as u32,
        });
    }
    Ok(())
}

pub(super) fn data(module: &mut Module, reader: wasmparser::DataSectionReader<'_>) -> Result<()> {
    for segment in reader {
        let segment = segment?;
        let mode = match segment.kind {
            wasmparser::DataKind::Passive => SegmentMode::Passive,
            wasmparser::DataKind::Active {
                memory_index,
                offset_expr,
            } => SegmentMode::Active {
                target: memory_index,
                offset: const_expr(module, &offset_expr)?,
            },
        };
        let end = segment.range.end as usize;
        module.data.push(DataSegment {
            mode,
            bytes: end - segment.data.len()..end,
            offset: segment.range.start as u32,
        });
    }
    Ok(())
}

/// The name section. A custom section that is malformed is ignored, as the specification asks.
pub(super) fn custom(module: &mut Module, section: &CustomSectionReader<'_>) {
    let KnownCustom::Name(names) = section.as_known() else {
        return;
    };
    for name in names.into_iter().map_while(Result::ok) {
        match name {
            Name::Module { name, .. } => module.name = Some(name.to_owned()),
            Name::Function(names) => {
                for naming in names.map_while(Result::ok) {
                    module
                        .function_names
                        .insert(naming.index, naming.name.to_owned());
                }
            }
            Name::Global(names) => {
                for naming in names.map_while(Result::ok) {
                    module
                        .global_names
                        .insert(naming.index, naming.name.to_owned());
                }
            }
            _ => {}
        }
    }
}

/// The proposals that show in types, imports, exports and segments rather than in code.
pub(super) fn note_features(module: &mut Module) {
    let mutable = |global: &u32| module.globals[*global as usize].ty.mutable;
    let exported = module.exports.iter().filter_map(|e| match e.index {
        ExternIndex::Global(global) => Some(global),
        _ => None,
    });
    let imported = (0u32..)
        .zip(&module.globals)
        .filter(|(_, g)| g.import().is_some())
        .map(|(i, _)| i);
    let mutable_global = exported.chain(imported).any(|global| mutable(&global));
    let multi_value = module.types.iter().any(|ty| ty.results.len() > 1);
    let is_reference = |ty: &ValueType| matches!(ty, ValueType::FuncRef | ValueType::ExternRef);
    let reference_types = module.tables.len() > 1
        || module
            .tables
            .iter()
            .any(|t| t.ty.element == ValueType::ExternRef)
        || module.globals.iter().any(|g| is_reference(&g.ty.value))
        || module
            .types
            .iter()
            .any(|ty| ty.params.iter().chain(&ty.results).any(is_reference));
    let is_active = |mode: &SegmentMode| matches!(mode, SegmentMode::Active { .. });
    let bulk_memory = module.data.iter().any(|segment| !is_active(&segment.mode))
        || module
            .elements
            .iter()
            .any(|segment| !is_active(&segment.mode));
    let multi_memory = module.memories.len() > 1;
    let custom_page_sizes = module
        .memories
        .iter()
        .any(|m| m.ty.page_shift != PAGE_SHIFT);
    for (feature, used) in [
        (Feature::MultiMemory, multi_memory),
        (Feature::CustomPageSizes, custom_page_sizes),
        (Feature::MutableGlobal, mutable_global),
        (Feature::MultiValue, multi_value),
        (Feature::ReferenceTypes, reference_types),
        (Feature::BulkMemory, bulk_memory),
    ] {
        if used {
            module.features.insert(feature);
        }
    }
}

/// Functions whose references are in tables and globals.
pub(super) fn note_references(module: &mut Module) {
    let in_segments = module.elements.iter().flat_map(|segment| &segment.items);
    let in_globals = module.globals.iter().filter_map(|g| match &g.init {
        GlobalInit::Value(value) => Some(value),
        GlobalInit::Import(_) => None,
    });
    let functions = in_segments.chain(in_globals).filter_map(|item| match item {
        ConstExpr::RefFunc(function) => Some(*function),
        _ => None,
    });
    module.usage.referenced_functions.extend(functions);
}
