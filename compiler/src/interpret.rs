//! Modules as Tinsmith IR on this machine: what linker, firmware and emulator do together, without a back end.
//!
//! [`link`](Machine::link) places the modules' data in the interpreter's memory and gives every symbol its one name, by the linker's rules: second
//! names lead to what they stand for, an import to the export of the module of that name. [`perform`](Machine::perform) takes the same
//! steps as the firmware's script machine and reports the same outcomes. What a board gets wrong and this gets right is
//! the back end's, the runtime's or the linker's fault; what both get wrong is the front half's.
//!
//! A function of the host does nothing and returns zeros, as `spectest`'s may.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::device::Done;
use crate::driver::IrModule;
use crate::ir::interp::{Host, Interpreter, Memory, Stop};
use crate::ir::{Function, SourceLoc};
use crate::object::module::{Data, RelocTarget};
use crate::script::{self, Operand, Step};

/// A linear memory that lies in the arena rather than by itself: its symbol, its offset there and its size.
pub type Place = (String, u32, u32);

/// Where a trap was: the function's name for people, and the wasm offset.
#[derive(Clone, Debug)]
pub struct Site {
    /// The function.
    pub function: String,
    /// The offset, if there is one.
    pub loc: SourceLoc,
}

/// `` in function `f` at wasm offset 0x12``
impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " in function `{}`", self.function)?;
        match self.loc.offset() {
            Some(offset) => write!(f, " at wasm offset {offset:#x}"),
            None => Ok(()),
        }
    }
}

/// Linked modules and their state.
pub struct Machine {
    interpreter: Interpreter<Spectest>,
    names: Names,
    display_names: HashMap<Arc<str>, String>,
    sites: Vec<Site>,
}

/// Instructions a step may execute.
const FUEL: u64 = 1_000_000_000;

/// How many calls may nest, unless [`Machine::max_depth`] is set.
const MAX_DEPTH: usize = 10_000;

impl Machine {
    /// Links modules. Memories with a place are given it in an arena of that size, which they may share.
    ///
    /// # Errors
    /// A name nothing defines.
    pub fn link(modules: Vec<IrModule>, arena: u32, places: &[Place]) -> Result<Self, String> {
        let names = Names::new(&modules);
        let (mut functions, mut display_names, mut data) = (Vec::new(), HashMap::new(), Vec::new());
        for module in modules {
            for (mut function, name) in module.functions.into_iter().zip(module.display_names) {
                names.rename(&mut function);
                display_names.insert(function.name.clone(), name);
                functions.push(function);
            }
            data.extend(module.data);
        }
        let mut interpreter = Interpreter::new(functions, Spectest);
        interpreter.max_depth = MAX_DEPTH;
        let memory = &mut interpreter.memory;
        let start = memory.place("arena", arena, 1 << 16);
        for (name, offset, _) in places {
            memory.define(name, start + offset);
        }
        // A type has one symbol, however many modules define it.
        let mut placed = std::collections::HashSet::new();
        data.retain(|data: &Data| placed.insert(data.name.clone()));
        for data in &data {
            memory.place(&data.name, data.size, data.align.max(4));
        }
        for data in &data {
            names.fill(memory, data)?;
        }
        Ok(Self {
            interpreter,
            names,
            display_names,
            sites: Vec::new(),
        })
    }

    /// Lets calls nest as deep as that before the stack counts as exhausted.
    pub fn max_depth(&mut self, depth: usize) {
        self.interpreter.max_depth = depth;
    }

    /// The memory.
    pub fn memory(&self) -> &Memory {
        &self.interpreter.memory
    }

    /// The place of a trap, by what [`Done::Trap`] has as its program counter.
    pub fn site(&self, pc: u32) -> Option<&Site> {
        self.sites.get(pc as usize)
    }

    /// Takes a step that reports under a number.
    ///
    /// # Errors
    /// If the code does what it must never do or goes on for too long, or if it is another kind of step.
    pub fn perform(&mut self, step: &Step) -> Result<Done, String> {
        match step {
            Step::Check {
                code,
                signature,
                args,
                ..
            } => self.call(code, signature, args),
            Step::Look { global, ty, .. } => {
                let words: Result<Vec<u32>, String> =
                    (0..words_of(*ty)).map(|n| self.word(global, n)).collect();
                Ok(Done::Values(values(&ty.to_string(), &words?)))
            }
            Step::Hash { memory, .. } => {
                let (size, base) = (self.word(memory, 0)?, self.word(memory, 1)?);
                let bytes = self.interpreter.memory.bytes(base, size);
                let bytes = bytes.ok_or("a memory is larger than its reserve")?;
                Ok(Done::Values(vec![u64::from(size), script::hash(bytes)]))
            }
            Step::Entries { table, .. } => {
                let (size, base) = (self.word(table, 0)?, self.word(table, 1)?);
                let memory = &self.interpreter.memory;
                let entries = (0..size).map(|n| memory.load(base + 4 * n, 4).map(u64::from));
                let all: Option<Vec<u64>> =
                    std::iter::once(Some(size.into())).chain(entries).collect();
                Ok(Done::Values(
                    all.ok_or("a table is larger than its reserve")?,
                ))
            }
            other => Err(format!("{other:?} is for firmware only")),
        }
    }

    fn call(&mut self, code: &str, signature: &str, args: &[Operand]) -> Result<Done, String> {
        let (params, results) = signature.split_once('>').ok_or("a signature has a `>`")?;
        let mut words = Vec::new();
        for (ty, arg) in params.chars().zip(args) {
            let Operand::Number(bits) = arg else {
                return Err("only numbers can be given".to_owned());
            };
            words.push(*bits as u32);
            words.extend((words_of(ty) == 2).then_some((bits >> 32) as u32));
        }
        self.interpreter.fuel = FUEL;
        let code = self.names.resolve(code);
        match self.interpreter.call(&code, &words) {
            Ok(words) => Ok(Done::Values(values(results, &words))),
            Err(Stop::Trap {
                kind,
                function,
                loc,
            }) => {
                let name = self.display_names.get(&function);
                self.sites.push(Site {
                    function: name.map_or_else(|| function.to_string(), Clone::clone),
                    loc,
                });
                Ok(Done::Trap {
                    kind: Some(kind),
                    pc: self.sites.len() as u32 - 1,
                })
            }
            Err(stop) => Err(stop.to_string()),
        }
    }

    /// The n-th word of data.
    fn word(&mut self, symbol: &str, n: u32) -> Result<u32, String> {
        let symbol = self.names.resolve(symbol);
        let address = self.interpreter.memory.address(&symbol) + 4 * n;
        let word = self.interpreter.memory.load(address, 4);
        word.ok_or_else(|| format!("no data `{symbol}`"))
    }
}

/// What each name stands for.
struct Names {
    aliases: HashMap<Arc<str>, Arc<str>>,
}

impl Names {
    fn new(modules: &[IrModule]) -> Self {
        let aliases = modules.iter().flat_map(|module| &module.aliases);
        let aliases = aliases.map(|alias| (alias.name.clone(), alias.target.clone()));
        Self {
            aliases: aliases.collect(),
        }
    }

    fn resolve(&self, name: &str) -> Arc<str> {
        let mut name: Arc<str> = name.into();
        loop {
            let export = name
                .strip_prefix("import:")
                .map(|rest| format!("export:{rest}"));
            let next = self.aliases.get(&name);
            let next = next.or_else(|| self.aliases.get(export?.as_str()));
            match next {
                Some(next) => name = next.clone(),
                None => return name,
            }
        }
    }

    fn rename(&self, function: &mut Function) {
        for symbol in function.symbols.values_mut() {
            symbol.name = self.resolve(&symbol.name);
        }
    }

    /// Writes data's bytes and addresses.
    fn fill(&self, memory: &mut Memory, data: &Data) -> Result<(), String> {
        let outside = || format!("`{}` is larger than its size", data.name);
        let at = memory.address(&data.name);
        let place = memory.bytes_mut(at, data.bytes.len() as u32);
        place.ok_or_else(outside)?.copy_from_slice(&data.bytes);
        for reloc in &data.relocs {
            if let RelocTarget::Symbol(symbol) = &reloc.target {
                let address = memory.address(&self.resolve(symbol));
                let address = address.wrapping_add_signed(reloc.addend);
                let stored = memory.store(at + reloc.offset, 4, address);
                stored.ok_or_else(outside)?;
            }
        }
        Ok(())
    }
}

/// The host's functions: there is nothing to see of them.
struct Spectest;

impl Host for Spectest {
    fn call(&mut self, _: &mut Memory, name: &str, _: &[u32]) -> Option<Result<Vec<u32>, Stop>> {
        let signature = name.strip_prefix("import:")?.rsplit(':').next()?;
        let (_, results) = signature.split_once('>')?;
        let words = results.chars().map(words_of).sum::<u32>();
        Some(Ok(vec![0; words as usize]))
    }
}

/// The words of a value whose type has that letter.
fn words_of(letter: char) -> u32 {
    if matches!(letter, 'I' | 'F') { 2 } else { 1 }
}

/// Words as bits of values.
fn values(types: &str, words: &[u32]) -> Vec<u64> {
    let mut words = words.iter().map(|&word| u64::from(word));
    let mut next = || words.next().unwrap_or(0);
    let values = types.chars().map(|ty| {
        let low = next();
        low | if words_of(ty) == 2 { next() << 32 } else { 0 }
    });
    values.collect()
}
