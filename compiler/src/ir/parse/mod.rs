//! Reads the printed form of Tinsmith IR ([`print`](super::print)) back.
//!
//! Values and blocks keep their numbers, so that what is printed, parsed and printed again is the same text; gaps in the
//! numbers are filled with entities that are nowhere used. Only what cannot be represented is an error here; whether the
//! function makes sense is for [`verify`](super::verify()) to say.
//!
//! No input makes the parser panic, hang or use memory out of proportion: numbers of values and blocks are bounded by
//! [`MAX_NUMBER`].

mod function;
mod inst;
mod lexer;

use super::function::Function;
use super::types::{Block, Value};

/// The largest number a value or a block may have in text.
pub const MAX_NUMBER: u32 = (1 << 20) - 1;

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseErrorKind {
    /// Something else should stand here.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What should stand here.
        expected: &'static str,
        /// What does.
        found: String,
    },
    /// No token begins with this character.
    #[error("unexpected character {0:?}")]
    Character(char),
    /// A quoted name has no closing quote on its line.
    #[error("the quoted name does not end on this line")]
    UnterminatedName,
    /// A backslash in a quoted name is followed by nothing meaningful.
    #[error("unknown escape in a quoted name")]
    Escape,
    /// A number is too large for its place.
    #[error("the number does not fit here")]
    Number,
    /// The number of a value or block is above [`MAX_NUMBER`].
    #[error("numbers of values and blocks end at {MAX_NUMBER}")]
    EntityNumber,
    /// No operation has this name.
    #[error("unknown operation `{0}`")]
    Operation(String),
    /// A value is used but nowhere defined.
    #[error("{0} is not defined")]
    UndefinedValue(Value),
    /// A value is defined again.
    #[error("{0} is defined twice")]
    ValueTwice(Value),
    /// A block is branched to but not there.
    #[error("{0} does not exist")]
    UndefinedBlock(Block),
    /// A block is there twice.
    #[error("{0} is defined twice")]
    BlockTwice(Block),
    /// A result whose type neither the operation implies nor the text says.
    #[error("the operation has no such result; write its type (`v1: i32 = …`) if it is meant")]
    UnknownResultType,
}

/// An error in a text, with its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {kind}")]
pub struct ParseError {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub kind: ParseErrorKind,
}

/// Parses a text of any number of functions.
///
/// # Errors
/// The first error, with line and column.
pub fn parse_functions(text: &str) -> Result<Vec<Function>, ParseError> {
    let mut parser = function::Parser::new(text)?;
    let mut functions = Vec::new();
    while parser.at_function()? {
        functions.push(parser.function()?);
    }
    Ok(functions)
}

/// Parses a text of one function.
///
/// # Errors
/// The first error, with line and column.
pub fn parse_function(text: &str) -> Result<Function, ParseError> {
    let mut parser = function::Parser::new(text)?;
    let function = parser.function()?;
    match parser.at_function()? {
        false => Ok(function),
        true => Err(parser.unexpected("the end of the text")),
    }
}

#[cfg(test)]
mod tests;
