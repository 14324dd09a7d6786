//! Tests of the front end: text in, CLIF text out.

mod control;
mod memory;
mod objects;
mod refusals;
mod tables;

use super::{
    ClifFunction, Module, ParseOptions, TranslateOptions, Translation, clif_text, parse, translate,
};
use crate::middle;

fn module(wat: &str) -> Module {
    parse(wat.as_bytes(), ParseOptions::default()).expect("the module is valid")
}

/// Translates a module; every function passes Cranelift's verifier and optimiser.
fn translated(wat: &str) -> Translation {
    let options = TranslateOptions {
        memory_reserve: 1 << 20,
        ..TranslateOptions::default()
    };
    let translation = translate(&module(wat), &options).expect("translates");
    for function in &translation.functions {
        middle::verify(&function.clif).expect("verifies");
        middle::optimize(&mut function.clif.clone()).expect("optimises");
    }
    translation
}

/// The CLIF of the function with that symbol.
fn clif(wat: &str, symbol: &str) -> String {
    let translation = translated(wat);
    clif_text(find(&translation, symbol), &translation.env)
}

/// The same after the optimiser.
fn optimized(wat: &str, symbol: &str) -> String {
    let translation = translated(wat);
    let mut function = find(&translation, symbol).clone();
    middle::optimize(&mut function.clif).expect("optimises");
    clif_text(&function, &translation.env)
}

fn find<'t>(translation: &'t Translation, symbol: &str) -> &'t ClifFunction {
    let mut functions = translation.functions.iter();
    functions
        .find(|function| &*function.symbol == symbol)
        .expect("the function is there")
}
