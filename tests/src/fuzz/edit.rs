//! A module taken apart into function bodies, which can be changed, and the rest, which is kept or left out.
//!
//! Instructions are byte strings: nothing here knows what they mean.

use std::collections::BTreeSet;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, DataSection, ExportSection, Module};
use wasmparser::{BinaryReaderError, Data, Export, FunctionBody, OperatorsReader, Parser, Payload};

use super::Failure;

/// A function's body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The declarations of its locals, encoded.
    locals: Vec<u8>,
    /// Its instructions, each encoded, the last `end` included.
    pub code: Vec<Vec<u8>>,
}

/// A module that can be changed.
#[derive(Clone, Debug)]
pub struct Editable {
    original: Vec<u8>,
    /// The bodies of its functions.
    pub bodies: Vec<Body>,
    /// The names under which something stays exported; none means all.
    pub exports: Option<BTreeSet<String>>,
    /// Whether data segments keep their bytes.
    pub data: bool,
}

impl Editable {
    /// Takes a module apart.
    ///
    /// # Errors
    /// If it is malformed.
    pub fn new(wasm: &[u8]) -> Result<Self, Failure> {
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload.map_err(|error| error.to_string())?;
            if let Payload::CodeSectionEntry(body) = payload {
                bodies.push(Body::new(&body).map_err(|error| error.to_string())?);
            }
        }
        Ok(Self {
            original: wasm.to_vec(),
            bodies,
            exports: None,
            data: true,
        })
    }

    /// Puts it together.
    ///
    /// # Errors
    /// If the rest cannot be encoded again.
    pub fn encode(&self) -> Result<Vec<u8>, Failure> {
        let mut module = Module::new();
        let mut writer = Writer {
            source: self,
            next: 0,
        };
        writer
            .parse_core_module(&mut module, Parser::new(0), &self.original)
            .map_err(|error| error.to_string())?;
        Ok(module.finish())
    }
}

impl Body {
    fn new(body: &FunctionBody<'_>) -> Result<Self, BinaryReaderError> {
        let bytes = body.as_bytes();
        let start = body.range().start;
        let mut operators = body.get_operators_reader()?;
        let position =
            |operators: &OperatorsReader<'_>| (operators.original_position() - start) as usize;
        let mut at = position(&operators);
        let locals = bytes[..at].to_vec();
        let mut code = Vec::new();
        while !operators.eof() {
            operators.read()?;
            let end = position(&operators);
            code.push(bytes[at..end].to_vec());
            at = end;
        }
        Ok(Self { locals, code })
    }
}

/// Writes the original with what was changed in place of what was there.
struct Writer<'a> {
    source: &'a Editable,
    next: usize,
}

impl Reencode for Writer<'_> {
    type Error = Infallible;

    fn parse_function_body(
        &mut self,
        section: &mut CodeSection,
        _: FunctionBody<'_>,
    ) -> Result<(), Error<Infallible>> {
        let body = &self.source.bodies[self.next];
        self.next += 1;
        let mut bytes = body.locals.clone();
        bytes.extend(body.code.iter().flatten());
        section.raw(&bytes);
        Ok(())
    }

    fn parse_export(
        &mut self,
        section: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error<Infallible>> {
        let kept = self.source.exports.as_ref();
        if kept.is_some_and(|names| !names.contains(export.name)) {
            return Ok(());
        }
        utils::parse_export(self, section, export)
    }

    fn parse_data(
        &mut self,
        section: &mut DataSection,
        mut datum: Data<'_>,
    ) -> Result<(), Error<Infallible>> {
        if !self.source.data {
            datum.data = &[];
        }
        utils::parse_data(self, section, datum)
    }
}
