//! The front end: a WebAssembly module becomes CLIF functions and data objects.
//!
//! [`parse`] turns bytes (binary or text) into a validated [`Module`], or says what is wrong with them and where.
//! [`Environment::new`] numbers every symbol and decides what is constant; then [`translate_function`] makes the CLIF
//! of one function at a time, on any number of threads.
//!
//! The symbols, descriptors and intrinsics are those of the ABI in `ARCHITECTURE.md`. Nothing here depends on a
//! target; nothing is optimised: that is for `middle/` and `opt/`.

mod constant;
mod data;
mod dump;
mod emit;
mod environment;
mod error;
mod features;
mod instantiate;
mod intrinsic;
mod module;
pub mod names;
mod parse;
mod refuse;
mod sections;
mod segment;
mod translate;
mod translation;
mod usage;

pub use data::{DataObjects, data};
pub use dump::clif_text;
pub use environment::{Environment, MemoryPlan, TranslateOptions};
pub use error::{Construct, Place, WasmError};
pub use features::{Feature, FeatureSet};
pub use instantiate::translate_instantiate;
pub use module::{
    ConstExpr, ConstOp, DataSegment, ElementSegment, Export, ExternIndex, ExternType, FuncType,
    Function, Global, GlobalInit, GlobalType, ImportName, Memory, MemoryType, Module, PAGE_SHIFT,
    SegmentMode, Table, TableType, ValueType,
};
pub use parse::{ParseOptions, parse};
pub use translate::{ClifFunction, translate_function};
pub use translation::{ImportedFunction, Translation, imported_functions, translate};
pub use usage::Usage;

#[cfg(test)]
mod tests;
