//! From a function's wasm code to CLIF.
//!
//! A walk over the operators with the wasm operand stack as a stack of SSA values and a stack of open control
//! frames; locals are variables of `cranelift-frontend`, which builds the SSA form. Code that cannot be reached is
//! skipped, only its nesting is followed. Nothing recurses, so nesting is limited by memory alone.
//!
//! On exit every memory and table access is preceded by its explicit check, trap codes are `TrapKind` numbers, and
//! integer division and float-to-integer conversion are left as CLIF instructions that trap by themselves: `lower/`
//! makes those checks explicit after the optimiser had its turn.
//!
//! A function that calls nothing takes the sizes of memories and tables for constant while it runs. An inliner must
//! not move such a load into a function that does call.

mod call;
mod control;
mod global;
mod memory;
mod numeric;
mod operator;
mod table;
mod variable;

use std::ops::Range;
use std::sync::Arc;

use cranelift_codegen::ir::{Function, InstBuilder, SourceLoc, UserFuncName, Value};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext, Variable};
use wasmparser::{BinaryReader, FunctionBody, OperatorsReader};

use self::control::Frame;
use super::emit::{Emitter, clif_signature};
use super::environment::Environment;
use super::error::{Place, WasmError};
use super::features::FeatureSet;
use super::module::Module;
use crate::middle::{SymbolTable, carrier_isa};

/// A function in CLIF.
#[derive(Clone, Debug)]
pub struct ClifFunction {
    /// The code. Its external names are numbers of the environment's [`SymbolTable`], its name the symbol's.
    pub clif: Function,
    /// Its symbol.
    pub symbol: Arc<str>,
    /// Its name for people.
    pub display_name: String,
    /// Its bytes in the module, empty for a function made by the compiler.
    pub wasm_range: Range<u32>,
}

/// Translates the body of function `index`, which must be a defined one.
///
/// # Errors
/// If the body holds what the validator should have refused: a fault of the compiler.
pub fn translate_function(
    module: &Module,
    env: &Environment,
    index: u32,
) -> Result<ClifFunction, WasmError> {
    let range = module.functions[index as usize].body.clone();
    let symbol = env.functions[index as usize];
    let signature = clif_signature(module.function_type(index));
    let name = UserFuncName::User(SymbolTable::external_name(symbol));
    let mut clif = Function::with_name_signature(name, signature);
    let mut context = FunctionBuilderContext::new();
    let builder = FunctionBuilder::new(&mut clif, &mut context);
    let mut translator = Translator::new(Emitter::new(module, env, builder), index);
    let mut reader = BinaryReader::new(&module.bytes[range.clone()], range.start as u64);
    reader.set_features(FeatureSet::SUPPORTED.for_wasmparser());
    translator.body(&FunctionBody::new(reader))?;
    let builder = translator.emit.builder;
    builder.finalize(carrier_isa().frontend_config());
    Ok(ClifFunction {
        clif,
        symbol: env.symbols.name(symbol).clone(),
        display_name: module.display_name(index),
        wasm_range: range.start as u32..range.end as u32,
    })
}

/// A function body being translated.
struct Translator<'a> {
    emit: Emitter<'a>,
    index: u32,
    /// The wasm operand stack.
    stack: Vec<Value>,
    /// The open control frames, the function's own first.
    frames: Vec<Frame>,
    locals: Vec<Variable>,
    /// Whether the current place can be reached.
    reachable: bool,
    /// Whether the function calls nothing.
    leaf: bool,
    /// Offset of the current operator.
    offset: u64,
}

impl<'a> Translator<'a> {
    fn new(emit: Emitter<'a>, index: u32) -> Self {
        let leaf = emit.module.usage.leaf_functions.contains(&index);
        Self {
            emit,
            index,
            stack: Vec::new(),
            frames: Vec::new(),
            locals: Vec::new(),
            reachable: true,
            leaf,
            offset: 0,
        }
    }

    fn body(&mut self, body: &FunctionBody) -> Result<(), WasmError> {
        let range = body.range();
        self.set_offset(range.start);
        self.enter();
        let reader = self
            .declare_locals(body)
            .map_err(|error| self.invalid(&error))?;
        let mut operators = OperatorsReader::new(reader);
        while !operators.eof() {
            let (operator, offset) = operators
                .read_with_offset()
                .map_err(|error| self.invalid(&error))?;
            self.set_offset(offset);
            self.operator(&operator)?;
        }
        Ok(())
    }

    /// Makes the entry block and the frame of the function's body.
    fn enter(&mut self) {
        let builder = &mut self.emit.builder;
        let entry = builder.create_block();
        builder.append_block_params_for_function_params(entry);
        builder.switch_to_block(entry);
        builder.seal_block(entry);
        let results = self.emit.module.function_type(self.index).results.clone();
        self.push_function_frame(&results);
    }

    fn set_offset(&mut self, offset: u64) {
        self.offset = offset;
        self.emit.builder.set_srcloc(SourceLoc::new(offset as u32));
    }

    /// The validator accepted the body, so this is not expected; still it is no reason to panic.
    fn invalid(&self, error: &wasmparser::Error) -> WasmError {
        let index = self.index;
        WasmError::Invalid {
            message: error.message().to_owned(),
            offset: error.offset(),
            place: Place::Function {
                index,
                name: self.emit.module.function_names.get(&index).cloned(),
            },
        }
    }

    fn push(&mut self, value: Value) {
        self.stack.push(value);
    }

    /// The top of the operand stack. The validator saw to it that there is one.
    fn pop(&mut self) -> Value {
        self.stack.pop().expect("validated: an operand is there")
    }

    /// The two topmost operands, the deeper first.
    fn pop2(&mut self) -> [Value; 2] {
        let b = self.pop();
        [self.pop(), b]
    }

    /// The three topmost operands, the deepest first.
    fn pop3(&mut self) -> [Value; 3] {
        let c = self.pop();
        let [a, b] = self.pop2();
        [a, b, c]
    }

    /// The topmost operands, the deepest first.
    fn pop_many(&mut self, count: usize) -> Vec<Value> {
        self.stack.split_off(self.stack.len() - count)
    }

    /// A comparison's result as the i32 that wasm makes of it.
    fn push_bool(&mut self, condition: Value) {
        let ty = cranelift_codegen::ir::types::I32;
        let value = self.emit.builder.ins().uextend(ty, condition);
        self.push(value);
    }
}
