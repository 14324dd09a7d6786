//! From bytes to a [`Module`]: text is assembled, the binary validated and read in one pass over its sections.
//!
//! On exit the module is valid for exactly the supported proposals, so the translation need not check again.

use std::borrow::Cow;

use wasmparser::{
    FuncValidatorAllocations, FunctionBody, OperatorsReader, Parser, Payload, ValidPayload,
    Validator, WasmFeatures,
};

use super::error::WasmError;
use super::features::FeatureSet;
use super::module::Module;
use super::refuse;
use super::sections;
use super::usage::UsageScan;

/// How [`parse`] reads its input.
#[derive(Clone, Copy, Debug)]
pub struct ParseOptions {
    /// Whether the text format is accepted beside the binary.
    pub text: bool,
    /// The proposals a module may use.
    pub features: FeatureSet,
}

impl Default for ParseOptions {
    fn default() -> Self {
        Self {
            text: true,
            features: FeatureSet::SUPPORTED,
        }
    }
}

/// Reads and validates a module, binary or text.
///
/// # Errors
/// If it is not a valid module, or one of a proposal that is not supported. Never panics, whatever the bytes.
pub fn parse(bytes: &[u8], options: ParseOptions) -> Result<Module, WasmError> {
    let binary = to_binary(bytes, options)?;
    let features = options.features.for_wasmparser();
    let mut reader = Reader::new(features);
    match reader.read(&binary) {
        Ok(()) => {
            reader.module.bytes = binary.into_owned();
            Ok(reader.finish())
        }
        Err(error) => Err(refuse::explain(&binary, &error, features)),
    }
}

/// The binary of what may be text, with early answers to what is neither.
fn to_binary(bytes: &[u8], options: ParseOptions) -> Result<Cow<'_, [u8]>, WasmError> {
    const MAGIC: &[u8] = b"\0asm";
    const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";
    if bytes.is_empty() {
        return Err(WasmError::Empty);
    }
    if bytes.starts_with(COMPONENT) {
        return Err(WasmError::Component);
    }
    if bytes.starts_with(MAGIC) || MAGIC.starts_with(bytes) {
        return Ok(Cow::Borrowed(bytes));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if options.text && looks_like_text(text) => assemble(text).map(Cow::Owned),
        _ => Err(WasmError::NotWasm {
            start: hex(&bytes[..bytes.len().min(4)]),
        }),
    }
}

/// The text format begins with a parenthesis or a comment, perhaps after blanks.
fn looks_like_text(text: &str) -> bool {
    text.trim_start().starts_with(['(', ';'])
}

fn assemble(text: &str) -> Result<Vec<u8>, WasmError> {
    let binary = wat::parse_str(text).map_err(|error| WasmError::Text {
        message: error.to_string(),
    })?;
    if binary.starts_with(b"\0asm\x0d") {
        return Err(WasmError::Component);
    }
    Ok(binary)
}

fn hex(bytes: &[u8]) -> String {
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(" ")
}

/// A module being read.
struct Reader {
    features: WasmFeatures,
    module: Module,
    scan: UsageScan,
    /// Index of the next function body.
    next_body: u32,
    allocations: FuncValidatorAllocations,
}

impl Reader {
    fn new(features: WasmFeatures) -> Self {
        Self {
            features,
            module: Module::default(),
            scan: UsageScan::default(),
            next_body: 0,
            allocations: FuncValidatorAllocations::default(),
        }
    }

    fn read(&mut self, binary: &[u8]) -> wasmparser::Result<()> {
        let mut validator = Validator::new_with_features(self.features);
        let mut parser = Parser::new(0);
        parser.set_features(self.features);
        for payload in parser.parse_all(binary) {
            let payload = payload?;
            if let ValidPayload::Func(function, body) = validator.payload(&payload)? {
                let allocations = std::mem::take(&mut self.allocations);
                let mut validator = function.into_validator(allocations);
                self.body(&mut validator, &body)?;
                self.allocations = validator.into_allocations();
            }
            self.section(payload)?;
        }
        Ok(())
    }

    fn section(&mut self, payload: Payload) -> wasmparser::Result<()> {
        let module = &mut self.module;
        match payload {
            Payload::TypeSection(reader) => sections::types(module, reader),
            Payload::ImportSection(reader) => sections::imports(module, reader),
            Payload::FunctionSection(reader) => sections::functions(module, reader),
            Payload::TableSection(reader) => sections::tables(module, reader),
            Payload::MemorySection(reader) => sections::memories(module, reader),
            Payload::GlobalSection(reader) => sections::globals(module, reader),
            Payload::ExportSection(reader) => sections::exports(module, reader),
            Payload::StartSection { func, .. } => {
                module.start = Some(func);
                Ok(())
            }
            Payload::ElementSection(reader) => sections::elements(module, reader),
            Payload::DataSection(reader) => sections::data(module, reader),
            Payload::CodeSectionStart { .. } => {
                self.next_body = module.imported_functions();
                Ok(())
            }
            Payload::CustomSection(reader) => {
                sections::custom(module, &reader);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Validates a body while noting what it uses.
    fn body<T: wasmparser::WasmModuleResources>(
        &mut self,
        validator: &mut wasmparser::FuncValidator<T>,
        body: &FunctionBody,
    ) -> wasmparser::Result<()> {
        let mut reader = body.get_binary_reader();
        validator.read_locals(&mut reader)?;
        reader.set_features(self.features);
        let mut operators = OperatorsReader::new(reader);
        while !operators.eof() {
            let (operator, offset) = operators.read_with_offset()?;
            validator.op(offset, &operator)?;
            self.scan.operator(&operator, &self.module.types);
        }
        operators.finish()?;
        let range = body.range();
        let index = self.next_body;
        self.module.functions[index as usize].body = range.start as usize..range.end as usize;
        self.scan.finish_function(index);
        self.next_body += 1;
        Ok(())
    }

    fn finish(self) -> Module {
        let mut module = self.module;
        module.usage = self.scan.usage;
        module.features = self.scan.features;
        sections::note_features(&mut module);
        sections::note_references(&mut module);
        module
    }
}
