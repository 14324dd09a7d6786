//! Instructions.

use smallvec::SmallVec;

use super::function::Parser;
use super::lexer::{Position, Token};
use super::{ParseError, ParseErrorKind};
use crate::ir::function::{ValueData, ValueDef};
use crate::ir::inst::{BlockCall, InstData, TrapKind, ValueList};
use crate::ir::ops;
use crate::ir::types::{Block, SigRef, SourceLoc, Symbol, Type, Value};

/// A result as written: the value, its type if that is written too, its place.
type ResultText = (Value, Option<Type>, Position);

impl Parser<'_> {
    /// `v1, v2 = operation … ; @0x12` and the end of the line.
    pub(super) fn inst(&mut self, block: Block) -> Result<(), ParseError> {
        let results = self.results()?;
        let data = self.operation()?;
        let loc = match self.token {
            Token::Offset(offset) => {
                self.bump()?;
                SourceLoc(offset)
            }
            _ => SourceLoc::NONE,
        };
        if !matches!(self.token, Token::Newline | Token::End | Token::Punct('}')) {
            return Err(self.unexpected("the end of the line"));
        }
        let mut types = SmallVec::<[Type; 1]>::new();
        for (n, &(_, ty, position)) in results.iter().enumerate() {
            let ty = ty.or_else(|| self.state.func.implied_result_ty(&data, n));
            types.push(ty.ok_or_else(|| position.error(ParseErrorKind::UnknownResultType))?);
        }
        let values = results.iter().map(|r| r.0).collect();
        let inst = self.state.func.make_inst_defining(data, values, loc);
        self.state.func.blocks[block].insts.push(inst);
        for (n, (&(value, _, position), ty)) in results.iter().zip(types).enumerate() {
            let def = ValueDef::Result(inst, n as u16);
            self.define_value(value, ValueData { ty, def }, position)?;
        }
        Ok(())
    }

    /// `v1, v2: f32 =`, or nothing.
    fn results(&mut self) -> Result<SmallVec<[ResultText; 1]>, ParseError> {
        let mut results = SmallVec::new();
        let digit_follows = |word: &str| word[1..].starts_with(|c: char| c.is_ascii_digit());
        if !matches!(self.token, Token::Word(word) if word.starts_with('v') && digit_follows(word))
        {
            return Ok(results);
        }
        loop {
            let position = self.position;
            let value = self.result()?;
            let ty = match self.eat(':')? {
                true => Some(self.ty()?),
                false => None,
            };
            results.push((value, ty, position));
            if !self.eat(',')? {
                self.expect('=', "`,` or `=`")?;
                return Ok(results);
            }
        }
    }

    fn operation(&mut self) -> Result<InstData, ParseError> {
        let position = self.position;
        let name = self.word("an operation")?;
        if let Some(&(op, ..)) = ops::UNARY.iter().find(|row| row.1 == name) {
            let arg = self.value()?;
            return Ok(InstData::Unary { op, arg });
        }
        if let Some(&(op, ..)) = ops::BINARY.iter().find(|row| row.1 == name) {
            let args = self.two_values()?;
            return Ok(InstData::Binary { op, args });
        }
        if let Some(&(kind, ..)) = ops::LOADS.iter().find(|row| row.1 == name) {
            let (addr, offset, aligned) = self.address()?;
            return Ok(InstData::Load {
                kind,
                addr,
                offset,
                aligned,
            });
        }
        if let Some(&(kind, ..)) = ops::STORES.iter().find(|row| row.1 == name) {
            let value = self.value()?;
            self.expect(',', "`,`")?;
            let (addr, offset, aligned) = self.address()?;
            return Ok(InstData::Store {
                kind,
                value,
                addr,
                offset,
                aligned,
            });
        }
        self.other_operation(name, position)
    }

    fn other_operation(&mut self, name: &str, at: Position) -> Result<InstData, ParseError> {
        Ok(match name {
            "iconst" => InstData::Iconst(self.signed(-(1 << 31)..1 << 32)? as i32),
            "fconst" => InstData::Fconst(self.signed(0..1 << 32)? as u32),
            "symbol_addr" => InstData::SymbolAddr {
                symbol: self.symbol()?,
                offset: self.offset()?,
            },
            "icmp" => InstData::Icmp {
                cc: self.row(ops::INT_CC, |row| (row.1, row.0), "an integer comparison")?,
                args: self.two_values()?,
            },
            "fcmp" => InstData::Fcmp {
                cc: self.row(ops::FLOAT_CC, |row| (row.1, row.0), "a float comparison")?,
                args: self.two_values()?,
            },
            "select" => self.select()?,
            "call" => {
                let (symbol, args, sig) = self.direct_call()?;
                InstData::Call { symbol, sig, args }
            }
            "return_call" => {
                let (symbol, args, sig) = self.direct_call()?;
                InstData::ReturnCall { symbol, sig, args }
            }
            "call_indirect" => {
                let (callee, args, sig) = self.indirect_call()?;
                InstData::CallIndirect { callee, sig, args }
            }
            "return_call_indirect" => {
                let (callee, args, sig) = self.indirect_call()?;
                InstData::ReturnCallIndirect { callee, sig, args }
            }
            "trapif" => {
                let kind = self.trap_kind()?;
                self.expect(',', "`,`")?;
                let cond = self.value()?;
                InstData::TrapIf { cond, kind }
            }
            "trap" => InstData::Trap {
                kind: self.trap_kind()?,
            },
            "jump" => InstData::Jump {
                dest: self.block_call()?,
            },
            "brif" => self.brif()?,
            "br_table" => self.br_table()?,
            "return" => InstData::Return {
                args: match self.token {
                    Token::Word(_) => self.value_list()?,
                    _ => ValueList::new(),
                },
            },
            other => return Err(at.error(ParseErrorKind::Operation(other.to_owned()))),
        })
    }

    /// A word out of a table.
    fn row<R, T>(
        &mut self,
        rows: &[R],
        columns: impl Fn(&R) -> (&'static str, T),
        expected: &'static str,
    ) -> Result<T, ParseError> {
        let error = self.unexpected(expected);
        let word = self.word(expected)?;
        let mut rows = rows.iter().map(columns);
        rows.find(|(name, _)| *name == word)
            .map(|(_, item)| item)
            .ok_or(error)
    }

    fn trap_kind(&mut self) -> Result<TrapKind, ParseError> {
        self.row(&TrapKind::ALL, |kind| (kind.name(), *kind), "a trap kind")
    }

    /// A number with sign, in range.
    fn signed(&mut self, range: std::ops::Range<i64>) -> Result<i64, ParseError> {
        let position = self.position;
        let negative = self.eat('-')?;
        let Token::Number(n) = self.token else {
            return Err(self.unexpected("a number"));
        };
        self.bump()?;
        let n = i64::try_from(n).map(|n| if negative { -n } else { n });
        n.ok()
            .filter(|n| range.contains(n))
            .ok_or_else(|| position.error(ParseErrorKind::Number))
    }

    /// `+ 4`, `- 4` or nothing.
    fn offset(&mut self) -> Result<i32, ParseError> {
        let range = i64::from(i32::MIN)..i64::from(i32::MAX) + 1;
        if self.token == Token::Punct('-') {
            return self.signed(range).map(|n| n as i32);
        }
        match self.eat('+')? {
            true => self.signed(range).map(|n| n as i32),
            false => Ok(0),
        }
    }

    fn two_values(&mut self) -> Result<[Value; 2], ParseError> {
        let first = self.value()?;
        self.expect(',', "`,`")?;
        Ok([first, self.value()?])
    }

    fn value_list(&mut self) -> Result<ValueList, ParseError> {
        let mut values = ValueList::new();
        loop {
            values.push(self.value()?);
            if !self.eat(',')? {
                return Ok(values);
            }
        }
    }

    /// `(v1, v2)`
    fn args(&mut self) -> Result<ValueList, ParseError> {
        self.expect('(', "`(`")?;
        if self.eat(')')? {
            return Ok(ValueList::new());
        }
        let values = self.value_list()?;
        self.expect(')', "`,` or `)`")?;
        Ok(values)
    }

    fn select(&mut self) -> Result<InstData, ParseError> {
        let cond = self.value()?;
        self.expect(',', "`,`")?;
        let [if_true, if_false] = self.two_values()?;
        Ok(InstData::Select {
            cond,
            if_true,
            if_false,
        })
    }

    /// `[v1 + 4] aligned`
    fn address(&mut self) -> Result<(Value, i32, bool), ParseError> {
        self.expect('[', "`[`")?;
        let addr = self.value()?;
        let offset = self.offset()?;
        self.expect(']', "`]`")?;
        let aligned = self.token == Token::Word("aligned");
        if aligned {
            self.bump()?;
        }
        Ok((addr, offset, aligned))
    }

    fn symbol(&mut self) -> Result<Symbol, ParseError> {
        let Token::Symbol(name) = self.token.clone() else {
            return Err(self.unexpected("a symbol (`@name`)"));
        };
        self.bump()?;
        Ok(self.state.func.import_symbol(&name))
    }

    fn call_signature(&mut self) -> Result<SigRef, ParseError> {
        self.expect(':', "`:`")?;
        let signature = self.signature()?;
        Ok(self.state.func.import_signature(&signature))
    }

    /// `@name(v1) : (i32) -> i32`
    fn direct_call(&mut self) -> Result<(Symbol, ValueList, SigRef), ParseError> {
        Ok((self.symbol()?, self.args()?, self.call_signature()?))
    }

    /// `v0(v1) : (i32) -> i32`
    fn indirect_call(&mut self) -> Result<(Value, ValueList, SigRef), ParseError> {
        Ok((self.value()?, self.args()?, self.call_signature()?))
    }

    /// `block1(v2)` or `block1`
    fn block_call(&mut self) -> Result<BlockCall, ParseError> {
        let block = self.target()?;
        let args = match self.token {
            Token::Punct('(') => self.args()?,
            _ => ValueList::new(),
        };
        Ok(BlockCall { block, args })
    }

    fn brif(&mut self) -> Result<InstData, ParseError> {
        let cond = self.value()?;
        self.expect(',', "`,`")?;
        let then_dest = self.block_call()?;
        self.expect(',', "`,`")?;
        let else_dest = self.block_call()?;
        Ok(InstData::BrIf {
            cond,
            then_dest,
            else_dest,
        })
    }

    /// `br_table v0, [block1, block2(v1)], block3`
    fn br_table(&mut self) -> Result<InstData, ParseError> {
        let index = self.value()?;
        self.expect(',', "`,`")?;
        self.expect('[', "`[`")?;
        let mut targets = Vec::new();
        if !self.eat(']')? {
            loop {
                targets.push(self.block_call()?);
                if !self.eat(',')? {
                    break;
                }
            }
            self.expect(']', "`,` or `]`")?;
        }
        self.expect(',', "`,`")?;
        let default = self.block_call()?;
        Ok(InstData::BrTable {
            index,
            targets,
            default,
        })
    }
}
