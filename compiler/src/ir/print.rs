//! The printed form of Tinsmith IR. It parses back ([`parse`](super::parse)) and prints the same again.
//!
//! ```text
//! function %app.func.3(i32, f32) -> i32 {
//! block0(v0: i32, v1: f32):
//!     v2 = load.w32 [v0 + 16] aligned ; @0x1a2b
//!     v3 = symbol_addr @app.mem.0+16
//!     v4, v5 = call @app.func.7(v2, v3) : (i32, i32) -> i32, i32
//!     v6: f32 = select v4, v1, v1
//!     trapif memory_oob, v5
//!     brif v4, block1(v2), block2
//! block1(v7: i32):
//!     return v7
//! block2 cold:
//!     trap unreachable
//! }
//! ```
//!
//! One instruction a line. Results take the types the operation implies (a `select`'s is `i32`); where a result has
//! another, its type is written after it. `; @0x…` is the wasm offset; any other text after `;` is a comment. Names that
//! are not plain (letters, digits and `_ . : > $ #`) are in double quotes with Rust's escapes.

use std::fmt::{Display, Formatter, Result, Write};

use super::function::{Function, Signature};
use super::inst::{BlockCall, InstData};
use super::types::{Block, Inst, SigRef, Symbol, Type, Value};

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(self.name())
    }
}

impl Display for Signature {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "({})", Commas(&self.params))?;
        if !self.results.is_empty() {
            write!(f, " -> {}", Commas(&self.results))?;
        }
        Ok(())
    }
}

impl Display for Function {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "function %{}{} {{", Name(&self.name), self.signature)?;
        for &block in &self.layout {
            writeln!(f, "{}:", self.display_block_head(block))?;
            for &inst in &self.blocks[block].insts {
                write!(f, "    {}", self.display_inst(inst))?;
                match self.loc(inst).offset() {
                    Some(offset) => writeln!(f, " ; @{offset:#x}")?,
                    None => writeln!(f)?,
                }
            }
        }
        writeln!(f, "}}")
    }
}

impl Function {
    /// One instruction as it is printed, without its wasm offset.
    pub fn display_inst(&self, inst: Inst) -> impl Display + '_ {
        DisplayInst { func: self, inst }
    }

    /// A block's name and parameters as they are printed, without the colon.
    pub fn display_block_head(&self, block: Block) -> impl Display + '_ {
        DisplayBlockHead { func: self, block }
    }

    /// The type the operation implies for its n-th result, if it has so many.
    pub fn implied_result_ty(&self, data: &InstData, n: usize) -> Option<Type> {
        if let InstData::Call { sig, .. } | InstData::CallIndirect { sig, .. } = data {
            return self.signatures.get(*sig)?.results.get(n).copied();
        }
        let ty = match data {
            InstData::Iconst(_)
            | InstData::SymbolAddr { .. }
            | InstData::Icmp { .. }
            | InstData::Fcmp { .. }
            | InstData::Select { .. } => Type::I32,
            InstData::Fconst(_) => Type::F32,
            InstData::Unary { op, .. } => op.result_ty(),
            InstData::Binary { op, .. } => op.ty(),
            InstData::Load { kind, .. } => kind.ty(),
            _ => return None,
        };
        (n == 0).then_some(ty)
    }
}

/// A symbol or function name, quoted if need be.
struct Name<'a>(&'a str);

/// Whether a name may stand without quotes.
pub(super) fn is_plain_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.:>$#".contains(&byte)
}

impl Display for Name<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if !self.0.is_empty() && self.0.bytes().all(is_plain_name_byte) {
            f.write_str(self.0)
        } else {
            write!(f, "\"{}\"", self.0.escape_default())
        }
    }
}

/// A list with `, ` between.
struct Commas<'a, T>(&'a [T]);

impl<T: Display> Display for Commas<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (n, item) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{item}")?;
        }
        Ok(())
    }
}

impl Display for BlockCall {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}", self.block)?;
        if !self.args.is_empty() {
            write!(f, "({})", Commas(&self.args))?;
        }
        Ok(())
    }
}

/// A signed constant added to what was printed before: ` + 4`, ` - 4`, nothing for 0.
struct Offset<'a>(&'a str, i32);

impl Display for Offset<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self(space, offset) = *self;
        match offset {
            0 => Ok(()),
            ..0 => write!(f, "{space}-{space}{}", offset.unsigned_abs()),
            1.. => write!(f, "{space}+{space}{offset}"),
        }
    }
}

struct DisplayBlockHead<'a> {
    func: &'a Function,
    block: Block,
}

impl Display for DisplayBlockHead<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let data = &self.func.blocks[self.block];
        write!(f, "{}", self.block)?;
        for (n, &param) in data.params.iter().enumerate() {
            f.write_str(if n == 0 { "(" } else { ", " })?;
            write!(f, "{param}: {}", self.func.ty(param))?;
        }
        if !data.params.is_empty() {
            f.write_char(')')?;
        }
        if data.cold {
            f.write_str(" cold")?;
        }
        Ok(())
    }
}

struct DisplayInst<'a> {
    func: &'a Function,
    inst: Inst,
}

impl Display for DisplayInst<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let data = self.func.inst(self.inst);
        let results = self.func.results(self.inst);
        for (n, &result) in results.iter().enumerate() {
            if n > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{result}")?;
            let ty = self.func.ty(result);
            if self.func.implied_result_ty(data, n) != Some(ty) {
                write!(f, ": {ty}")?;
            }
        }
        if !results.is_empty() {
            f.write_str(" = ")?;
        }
        self.operation(f, data)
    }
}

impl DisplayInst<'_> {
    fn operation(&self, f: &mut Formatter<'_>, data: &InstData) -> Result {
        match data {
            InstData::Iconst(n) => write!(f, "iconst {n}"),
            InstData::Fconst(bits) => write!(f, "fconst {bits:#010x}"),
            InstData::SymbolAddr { symbol, offset } => {
                let offset = Offset("", *offset);
                write!(f, "symbol_addr {}{offset}", self.symbol(*symbol))
            }
            InstData::Unary { op, arg } => write!(f, "{} {arg}", op.name()),
            InstData::Binary { op, args } => write!(f, "{} {}", op.name(), Commas(args)),
            InstData::Icmp { cc, args } => write!(f, "icmp {} {}", cc.name(), Commas(args)),
            InstData::Fcmp { cc, args } => write!(f, "fcmp {} {}", cc.name(), Commas(args)),
            InstData::Select {
                cond,
                if_true,
                if_false,
            } => write!(f, "select {cond}, {if_true}, {if_false}"),
            InstData::Load { .. } | InstData::Store { .. } => memory_access(f, data),
            InstData::Call { symbol, sig, args } => self.call(f, "call", *symbol, *sig, args),
            InstData::ReturnCall { symbol, sig, args } => {
                self.call(f, "return_call", *symbol, *sig, args)
            }
            InstData::CallIndirect { callee, sig, args } => {
                self.call_indirect(f, "call_indirect", *callee, *sig, args)
            }
            InstData::ReturnCallIndirect { callee, sig, args } => {
                self.call_indirect(f, "return_call_indirect", *callee, *sig, args)
            }
            InstData::TrapIf { cond, kind } => write!(f, "trapif {}, {cond}", kind.name()),
            InstData::Trap { .. }
            | InstData::Jump { .. }
            | InstData::BrIf { .. }
            | InstData::BrTable { .. }
            | InstData::Return { .. } => terminator(f, data),
        }
    }

    fn call(
        &self,
        f: &mut Formatter<'_>,
        name: &str,
        symbol: Symbol,
        sig: SigRef,
        args: &[Value],
    ) -> Result {
        let callee = self.symbol(symbol);
        write!(f, "{name} {callee}({}) : {}", Commas(args), self.sig(sig))
    }

    fn call_indirect(
        &self,
        f: &mut Formatter<'_>,
        name: &str,
        callee: Value,
        sig: SigRef,
        args: &[Value],
    ) -> Result {
        write!(f, "{name} {callee}({}) : {}", Commas(args), self.sig(sig))
    }

    /// The symbol's name; its index if the function has no such symbol, which [`verify`](super::verify) reports.
    fn symbol(&self, symbol: Symbol) -> String {
        match self.func.symbols.get(symbol) {
            Some(data) => format!("@{}", Name(&data.name)),
            None => symbol.to_string(),
        }
    }

    /// As [`Self::symbol`], for a signature.
    fn sig(&self, sig: SigRef) -> String {
        match self.func.signatures.get(sig) {
            Some(signature) => signature.to_string(),
            None => sig.to_string(),
        }
    }
}

fn memory_access(f: &mut Formatter<'_>, data: &InstData) -> Result {
    let (addr, offset, aligned) = match data {
        InstData::Load {
            kind,
            addr,
            offset,
            aligned,
        } => {
            write!(f, "{} ", kind.name())?;
            (addr, offset, aligned)
        }
        InstData::Store {
            kind,
            value,
            addr,
            offset,
            aligned,
        } => {
            write!(f, "{} {value}, ", kind.name())?;
            (addr, offset, aligned)
        }
        _ => return Ok(()),
    };
    write!(f, "[{addr}{}]", Offset(" ", *offset))?;
    f.write_str(if *aligned { " aligned" } else { "" })
}

fn terminator(f: &mut Formatter<'_>, data: &InstData) -> Result {
    match data {
        InstData::Trap { kind } => write!(f, "trap {}", kind.name()),
        InstData::Jump { dest } => write!(f, "jump {dest}"),
        InstData::BrIf {
            cond,
            then_dest,
            else_dest,
        } => write!(f, "brif {cond}, {then_dest}, {else_dest}"),
        InstData::BrTable {
            index,
            targets,
            default,
        } => write!(f, "br_table {index}, [{}], {default}", Commas(targets)),
        InstData::Return { args } if args.is_empty() => f.write_str("return"),
        InstData::Return { args } => write!(f, "return {}", Commas(args)),
        _ => Ok(()),
    }
}
