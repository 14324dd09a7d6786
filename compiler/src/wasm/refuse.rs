//! Turns wasmparser's "no" into an answer for people: whether the module is wrong or of a proposal that is not
//! supported, which one, and where.
//!
//! wasmparser tags some errors with the missing proposal. For the others the module is validated again with each
//! refused proposal turned on, to see which gets it further.

use wasmparser::{
    Error, FunctionBody, KnownCustom, Name, Operator, Parser, Payload, TypeRef, Validator,
    WasmFeatures,
};

use super::error::{Construct, Place, WasmError};
use super::features::REFUSED;

/// The answer for an error of the validator, which was told to accept `features`.
pub(super) fn explain(binary: &[u8], error: &Error, features: WasmFeatures) -> WasmError {
    let offset = error.offset();
    let context = Context::find(binary, offset);
    match proposal(binary, error, features) {
        Some(proposal) => WasmError::Unsupported {
            proposal,
            construct: Construct(context.operator),
            offset,
            place: context.place,
        },
        // Within a section or body, it is a wrong size rather than a short file.
        None if error.message() == "unexpected end-of-file" && context.place == Place::Unknown => {
            WasmError::Truncated {
                offset,
                place: context.place,
            }
        }
        None => WasmError::Invalid {
            message: error
                .message()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            offset,
            place: context.place,
        },
    }
}

/// The proposal that would have avoided the error.
fn proposal(binary: &[u8], error: &Error, features: WasmFeatures) -> Option<&'static str> {
    let tagged = error.missing_wasm_feature().and_then(|missing| {
        let exact = |(_, features): &&Candidate| features.contains(missing);
        REFUSED.iter().find(exact)
    });
    let found = tagged.or_else(|| probe(binary, features));
    found.map(|(name, _)| *name)
}

type Candidate = (&'static str, WasmFeatures);

/// The first proposal with which the module is valid; else the first that gets validation further; else, where it
/// takes several at once, the last of them.
fn probe(binary: &[u8], features: WasmFeatures) -> Option<&'static Candidate> {
    let without = reach(binary, features);
    let alone: Vec<u64> = REFUSED
        .iter()
        .map(|candidate| reach(binary, features | candidate.1))
        .collect();
    let best = |wanted: &dyn Fn(u64) -> bool| {
        let position = alone.iter().position(|&reach| wanted(reach));
        position.map(|n| &REFUSED[n])
    };
    best(&|reach| reach == VALID)
        .or_else(|| best(&|reach| reach > without))
        .or_else(|| together(binary, features, without))
}

/// The proposal that gets validation further, after all before it were turned on too.
fn together(binary: &[u8], features: WasmFeatures, without: u64) -> Option<&'static Candidate> {
    let mut several = features;
    REFUSED.iter().find(|candidate| {
        several |= candidate.1;
        reach(binary, several) > without
    })
}

/// What [`reach`] returns for a valid module.
const VALID: u64 = u64::MAX;

/// The offset at which validation stops.
fn reach(binary: &[u8], features: WasmFeatures) -> u64 {
    let validated = Validator::new_with_features(features).validate_all(binary);
    validated.map_or_else(|error| error.offset(), |_| VALID)
}

/// Where an offset is.
struct Context {
    place: Place,
    /// The operator that begins there.
    operator: Option<String>,
}

impl Context {
    /// Walks the sections without validating them, so that it works in a broken module.
    fn find(binary: &[u8], offset: u64) -> Self {
        let mut context = Self {
            place: Place::Unknown,
            operator: None,
        };
        let mut next_function = 0;
        for payload in Parser::new(0).parse_all(binary).map_while(Result::ok) {
            match payload {
                Payload::ImportSection(imports) => {
                    let functions = imports
                        .clone()
                        .into_imports()
                        .map_while(Result::ok)
                        .filter(|import| matches!(import.ty, TypeRef::Func(_)));
                    next_function = functions.count() as u32;
                    context.section("import", imports.range(), offset);
                }
                Payload::CodeSectionEntry(body) => {
                    context.body(&body, next_function, offset);
                    next_function += 1;
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        context.name(names);
                    }
                }
                other => {
                    if let Some((name, range)) = section_of(&other) {
                        context.section(name, range, offset);
                    }
                }
            }
        }
        context
    }

    fn section(&mut self, name: &'static str, range: std::ops::Range<u64>, offset: u64) {
        if range.contains(&offset) {
            self.place = Place::Section(name);
        }
    }

    fn body(&mut self, body: &FunctionBody, index: u32, offset: u64) {
        if body.range().contains(&offset) {
            self.place = Place::Function { index, name: None };
            self.operator = operator_at(body, offset);
        }
    }

    fn name(&mut self, names: wasmparser::NameSectionReader) {
        let Place::Function { index, name } = &mut self.place else {
            return;
        };
        for subsection in names.into_iter().map_while(Result::ok) {
            if let Name::Function(names) = subsection {
                let mut names = names.map_while(Result::ok);
                *name = names
                    .find(|naming| naming.index == *index)
                    .map(|naming| naming.name.to_owned());
            }
        }
    }
}

/// The range and name of a section.
fn section_of(payload: &Payload) -> Option<(&'static str, std::ops::Range<u64>)> {
    Some(match payload {
        Payload::TypeSection(reader) => ("type", reader.range()),
        Payload::FunctionSection(reader) => ("function", reader.range()),
        Payload::TableSection(reader) => ("table", reader.range()),
        Payload::MemorySection(reader) => ("memory", reader.range()),
        Payload::TagSection(reader) => ("tag", reader.range()),
        Payload::GlobalSection(reader) => ("global", reader.range()),
        Payload::ExportSection(reader) => ("export", reader.range()),
        Payload::StartSection { range, .. } => ("start", range.clone()),
        Payload::ElementSection(reader) => ("element", reader.range()),
        Payload::DataCountSection { range, .. } => ("data count", range.clone()),
        Payload::DataSection(reader) => ("data", reader.range()),
        _ => return None,
    })
}

/// The name of the operator that begins at an offset of a body.
fn operator_at(body: &FunctionBody, offset: u64) -> Option<String> {
    let operators = body.get_operators_reader().ok()?;
    operators
        .into_iter_with_offsets()
        .map_while(Result::ok)
        .find(|(_, at)| *at == offset)
        .map(|(operator, _)| operator_name(&operator))
}

/// An operator in the text format's spelling, from wasmparser's: `I32x4ExtAddPairwise…` is best effort.
pub(super) fn operator_name(operator: &Operator) -> String {
    let debug = format!("{operator:?}");
    let variant = debug
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let mut name = String::new();
    for c in variant.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    dotted(&name)
}

/// `i32_atomic_rmw_add` is written `i32.atomic.rmw.add`.
fn dotted(name: &str) -> String {
    const PREFIXES: [&str; 20] = [
        "i32", "i64", "f32", "f64", "v128", "i8x16", "i16x8", "i32x4", "i64x2", "f32x4", "f64x2",
        "memory", "table", "local", "global", "ref", "struct", "array", "i31", "data",
    ];
    let name = name.replace("atomic_rmw_", "atomic.rmw.");
    let name = match name.split_once('_') {
        Some((prefix, rest)) if PREFIXES.contains(&prefix) => format!("{prefix}.{rest}"),
        _ => name,
    };
    name.replace(".atomic_", ".atomic.")
}
