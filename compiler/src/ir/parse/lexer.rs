//! Splits IR text into tokens.

use super::{ParseError, ParseErrorKind};
use crate::ir::print::is_plain_name_byte;

/// A token. Line ends count: an instruction ends with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A word: `v3`, `block0`, `load.w32`, `i32`, `cold`.
    Word(&'a str),
    /// `@name`
    Symbol(String),
    /// `%name`
    FunctionName(String),
    /// A number without sign.
    Number(u64),
    /// `; @0x1a2b`
    Offset(u32),
    /// One of `( ) [ ] { } , : = + -`
    Punct(char),
    /// `->`
    Arrow,
    /// The end of a line.
    Newline,
    /// The end of the text.
    End,
}

impl Token<'_> {
    /// The token as an error message names it.
    pub(super) fn describe(&self) -> String {
        match self {
            Token::Word(word) => format!("`{word}`"),
            Token::Symbol(name) => format!("symbol {name:?}"),
            Token::FunctionName(name) => format!("function name {name:?}"),
            Token::Number(n) => format!("{n}"),
            Token::Offset(_) => "a wasm offset".to_owned(),
            Token::Punct(c) => format!("`{c}`"),
            Token::Arrow => "`->`".to_owned(),
            Token::Newline => "the end of the line".to_owned(),
            Token::End => "the end of the text".to_owned(),
        }
    }
}

/// A place in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Position {
    pub(super) fn error(self, kind: ParseErrorKind) -> ParseError {
        ParseError {
            line: self.line,
            column: self.column,
            kind,
        }
    }
}

pub(super) struct Lexer<'a> {
    rest: &'a str,
    position: Position,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let position = Position { line: 1, column: 1 };
        Self {
            rest: text,
            position,
        }
    }

    /// The next token and where it begins.
    pub(super) fn next(&mut self) -> Result<(Token<'a>, Position), ParseError> {
        self.take_while(|c| matches!(c, ' ' | '\t' | '\r'));
        let position = self.position;
        let Some(first) = self.rest.chars().next() else {
            return Ok((Token::End, position));
        };
        let token = match first {
            '\n' => {
                self.rest = &self.rest[1..];
                self.position = Position {
                    line: position.line + 1,
                    column: 1,
                };
                Token::Newline
            }
            ';' => match wasm_offset(self.take_while(|c| c != '\n')) {
                Some(offset) => Token::Offset(offset),
                None => return self.next_after_comment(),
            },
            '@' => Token::Symbol(self.name()?),
            '%' => Token::FunctionName(self.name()?),
            '0'..='9' => self.number(position)?,
            '-' if self.rest.starts_with("->") => {
                self.advance(2);
                Token::Arrow
            }
            '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':' | '=' | '+' | '-' => {
                self.advance(1);
                Token::Punct(first)
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                Token::Word(self.take_while(|c| c.is_ascii_alphanumeric() || "_.".contains(c)))
            }
            other => return Err(position.error(ParseErrorKind::Character(other))),
        };
        Ok((token, position))
    }

    /// A comment ends with its line, so what follows is a line end or the end of the text: no recursion.
    fn next_after_comment(&mut self) -> Result<(Token<'a>, Position), ParseError> {
        let position = self.position;
        if self.rest.is_empty() {
            return Ok((Token::End, position));
        }
        self.rest = &self.rest[1..];
        self.position = Position {
            line: position.line + 1,
            column: 1,
        };
        Ok((Token::Newline, position))
    }

    /// Steps over `bytes` ASCII characters.
    fn advance(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
        self.position.column += bytes as u32;
    }

    /// Steps over the characters for which `wanted` holds; none of them ends a line.
    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.position.column += taken.chars().count() as u32;
        taken
    }

    /// A name after its `@` or `%`.
    fn name(&mut self) -> Result<String, ParseError> {
        self.advance(1);
        if !self.rest.starts_with('"') {
            let position = self.position;
            let name = self.take_while(|c| c.is_ascii() && is_plain_name_byte(c as u8));
            if name.is_empty() {
                return Err(position.error(ParseErrorKind::Unexpected {
                    expected: "a name",
                    found: "something else".to_owned(),
                }));
            }
            return Ok(name.to_owned());
        }
        self.quoted_name()
    }

    fn quoted_name(&mut self) -> Result<String, ParseError> {
        let start = self.position;
        self.advance(1);
        let mut name = String::new();
        loop {
            name.push_str(self.take_while(|c| !matches!(c, '"' | '\\' | '\n')));
            match self.rest.chars().next() {
                Some('"') => {
                    self.advance(1);
                    return Ok(name);
                }
                Some('\\') => name.push(self.escape()?),
                _ => return Err(start.error(ParseErrorKind::UnterminatedName)),
            }
        }
    }

    /// One of Rust's escapes: `\n \r \t \' \" \\ \u{…}`.
    fn escape(&mut self) -> Result<char, ParseError> {
        let position = self.position;
        let error = || position.error(ParseErrorKind::Escape);
        self.advance(1);
        let c = match self.rest.chars().next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some(c @ ('\'' | '"' | '\\')) => c,
            Some('u') => {
                self.advance(1);
                return self.unicode_escape().ok_or_else(error);
            }
            _ => return Err(error()),
        };
        self.advance(1);
        Ok(c)
    }

    fn unicode_escape(&mut self) -> Option<char> {
        let digits = self.rest.strip_prefix('{')?.split_once('}')?.0;
        let c = u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)?;
        self.advance(digits.len() + 2);
        Some(c)
    }

    fn number(&mut self, position: Position) -> Result<Token<'a>, ParseError> {
        let digits = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        parse_number(digits)
            .map(Token::Number)
            .ok_or_else(|| position.error(ParseErrorKind::Number))
    }
}

/// A decimal or `0x` hexadecimal number.
fn parse_number(digits: &str) -> Option<u64> {
    match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// The offset of a comment that is `; @0x…`, and not the one that stands for "none".
fn wasm_offset(comment: &str) -> Option<u32> {
    let digits = comment.strip_prefix(';')?.trim().strip_prefix("@0x")?;
    u32::from_str_radix(digits, 16)
        .ok()
        .filter(|&n| n != u32::MAX)
}
