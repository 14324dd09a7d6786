//! Functions and blocks.

use cranelift_entity::EntityRef;

use super::lexer::{Lexer, Position, Token};
use super::{MAX_NUMBER, ParseError, ParseErrorKind};
use crate::ir::function::{BlockData, Function, Signature, ValueData, ValueDef};
use crate::ir::types::{Block, Type, Value};

/// The parser: one token of lookahead, and the function being read.
pub(super) struct Parser<'a> {
    lexer: Lexer<'a>,
    pub(super) token: Token<'a>,
    pub(super) position: Position,
    pub(super) state: State,
}

/// What is known of the function being read.
pub(super) struct State {
    pub(super) func: Function,
    values: Vec<Option<ValueData>>,
    blocks_seen: Vec<bool>,
    value_uses: Vec<(Value, Position)>,
    block_uses: Vec<(Block, Position)>,
}

impl State {
    fn new(func: Function) -> Self {
        Self {
            func,
            values: Vec::new(),
            blocks_seen: Vec::new(),
            value_uses: Vec::new(),
            block_uses: Vec::new(),
        }
    }
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Result<Self, ParseError> {
        let mut lexer = Lexer::new(text);
        let (token, position) = lexer.next()?;
        let state = State::new(Function::new("", Signature::default()));
        Ok(Self {
            lexer,
            token,
            position,
            state,
        })
    }

    /// Steps to the next token and gives the one before.
    pub(super) fn bump(&mut self) -> Result<Token<'a>, ParseError> {
        let (token, position) = self.lexer.next()?;
        self.position = position;
        Ok(std::mem::replace(&mut self.token, token))
    }

    pub(super) fn unexpected(&self, expected: &'static str) -> ParseError {
        let found = self.token.describe();
        self.position
            .error(ParseErrorKind::Unexpected { expected, found })
    }

    /// Steps over `c` if it is next.
    pub(super) fn eat(&mut self, c: char) -> Result<bool, ParseError> {
        let found = self.token == Token::Punct(c);
        if found {
            self.bump()?;
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, c: char, expected: &'static str) -> Result<(), ParseError> {
        match self.eat(c)? {
            true => Ok(()),
            false => Err(self.unexpected(expected)),
        }
    }

    pub(super) fn word(&mut self, expected: &'static str) -> Result<&'a str, ParseError> {
        match self.token {
            Token::Word(word) => {
                self.bump()?;
                Ok(word)
            }
            _ => Err(self.unexpected(expected)),
        }
    }

    fn skip_newlines(&mut self) -> Result<(), ParseError> {
        while matches!(self.token, Token::Newline | Token::Offset(_)) {
            self.bump()?;
        }
        Ok(())
    }

    /// Whether another function follows; if not, nothing does.
    pub(super) fn at_function(&mut self) -> Result<bool, ParseError> {
        self.skip_newlines()?;
        Ok(self.token != Token::End)
    }

    /// `function %name(types) -> types { blocks }`
    pub(super) fn function(&mut self) -> Result<Function, ParseError> {
        self.skip_newlines()?;
        if self.token != Token::Word("function") {
            return Err(self.unexpected("`function`"));
        }
        self.bump()?;
        let Token::FunctionName(name) = self.token.clone() else {
            return Err(self.unexpected("a function name (`%name`)"));
        };
        self.bump()?;
        let signature = self.signature()?;
        self.state = State::new(Function::new(name, signature));
        self.skip_newlines()?;
        self.expect('{', "`{`")?;
        self.skip_newlines()?;
        while !self.eat('}')? {
            self.block()?;
            self.skip_newlines()?;
        }
        self.finish()
    }

    /// `(types) -> types`
    pub(super) fn signature(&mut self) -> Result<Signature, ParseError> {
        let mut signature = Signature::default();
        self.expect('(', "`(`")?;
        if !self.eat(')')? {
            signature.params = self.types()?;
            self.expect(')', "`,` or `)`")?;
        }
        if self.token == Token::Arrow {
            self.bump()?;
            signature.results = self.types()?;
        }
        Ok(signature)
    }

    fn types(&mut self) -> Result<Vec<Type>, ParseError> {
        let mut types = vec![self.ty()?];
        while self.eat(',')? {
            types.push(self.ty()?);
        }
        Ok(types)
    }

    pub(super) fn ty(&mut self) -> Result<Type, ParseError> {
        let ty = match self.token {
            Token::Word("i32") => Type::I32,
            Token::Word("f32") => Type::F32,
            _ => return Err(self.unexpected("`i32` or `f32`")),
        };
        self.bump()?;
        Ok(ty)
    }

    /// `block1(v4: i32) cold:` and its instructions.
    fn block(&mut self) -> Result<(), ParseError> {
        let position = self.position;
        let block: Block = self.entity("block", "a block (`block0`)")?;
        self.define_block(block, position)?;
        if self.eat('(')? && !self.eat(')')? {
            self.params(block)?;
        }
        if self.token == Token::Word("cold") {
            self.bump()?;
            self.state.func.blocks[block].cold = true;
        }
        self.expect(':', "`:`")?;
        self.skip_newlines()?;
        while !self.at_block() && self.token != Token::Punct('}') {
            self.inst(block)?;
            self.skip_newlines()?;
        }
        Ok(())
    }

    /// Whether the next token is a block's name.
    fn at_block(&self) -> bool {
        matches!(self.token, Token::Word(word) if entity_digits("block", word).is_some())
    }

    fn params(&mut self, block: Block) -> Result<(), ParseError> {
        loop {
            let position = self.position;
            let value: Value = self.entity("v", "a value (`v0`)")?;
            self.expect(':', "`:`")?;
            let ty = self.ty()?;
            let n = self.state.func.blocks[block].params.len() as u16;
            let def = ValueDef::Param(block, n);
            self.define_value(value, ValueData { ty, def }, position)?;
            self.state.func.blocks[block].params.push(value);
            if !self.eat(',')? {
                return self.expect(')', "`,` or `)`");
            }
        }
    }

    /// A value or block by its prefix.
    fn entity<E: EntityRef>(
        &mut self,
        prefix: &str,
        expected: &'static str,
    ) -> Result<E, ParseError> {
        let Token::Word(word) = self.token else {
            return Err(self.unexpected(expected));
        };
        let digits = entity_digits(prefix, word).ok_or_else(|| self.unexpected(expected))?;
        match digits.parse::<u32>() {
            Ok(n) if n <= MAX_NUMBER => {
                self.bump()?;
                Ok(E::new(n as usize))
            }
            _ => Err(self.position.error(ParseErrorKind::EntityNumber)),
        }
    }

    /// A value that is read; that it is defined is checked at the end.
    pub(super) fn value(&mut self) -> Result<Value, ParseError> {
        let position = self.position;
        let value = self.entity("v", "a value (`v0`)")?;
        self.state.value_uses.push((value, position));
        Ok(value)
    }

    /// A value that is defined here.
    pub(super) fn result(&mut self) -> Result<Value, ParseError> {
        self.entity("v", "an operation, or the values it defines")
    }

    /// A block that is branched to; that it exists is checked at the end.
    pub(super) fn target(&mut self) -> Result<Block, ParseError> {
        let position = self.position;
        let block = self.entity("block", "a block (`block0`)")?;
        self.state.block_uses.push((block, position));
        Ok(block)
    }

    pub(super) fn define_value(
        &mut self,
        value: Value,
        data: ValueData,
        position: Position,
    ) -> Result<(), ParseError> {
        let values = &mut self.state.values;
        if values.len() <= value.index() {
            values.resize(value.index() + 1, None);
        }
        match values[value.index()].replace(data) {
            None => Ok(()),
            Some(_) => Err(position.error(ParseErrorKind::ValueTwice(value))),
        }
    }

    fn define_block(&mut self, block: Block, position: Position) -> Result<(), ParseError> {
        let State {
            func, blocks_seen, ..
        } = &mut self.state;
        while func.blocks.len() <= block.index() {
            func.blocks.push(BlockData::default());
            blocks_seen.push(false);
        }
        if std::mem::replace(&mut blocks_seen[block.index()], true) {
            return Err(position.error(ParseErrorKind::BlockTwice(block)));
        }
        func.layout.push(block);
        Ok(())
    }

    /// Checks the uses and gives the values their definitions.
    fn finish(&mut self) -> Result<Function, ParseError> {
        let state = &mut self.state;
        for &(value, position) in &state.value_uses {
            if state.values.get(value.index()).is_none_or(Option::is_none) {
                return Err(position.error(ParseErrorKind::UndefinedValue(value)));
            }
        }
        for &(block, position) in &state.block_uses {
            if !state.blocks_seen.get(block.index()).is_some_and(|&s| s) {
                return Err(position.error(ParseErrorKind::UndefinedBlock(block)));
            }
        }
        state.func.reserve_values(state.values.len());
        for (n, data) in state.values.iter().enumerate() {
            if let Some(data) = data {
                state.func.define_value(Value::new(n), *data);
            }
        }
        let empty = State::new(Function::new("", Signature::default()));
        Ok(std::mem::replace(state, empty).func)
    }
}

/// The digits after the prefix, if the word is prefix and digits.
fn entity_digits<'w>(prefix: &str, word: &'w str) -> Option<&'w str> {
    let digits = word.strip_prefix(prefix)?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then_some(digits)
}
