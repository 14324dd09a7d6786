//! Tinsmith IR on this machine: says whether a difference is the front half's (translation, Cranelift's optimiser, lowering, our
//! optimiser) or the back end's.

use tinsmith::driver::{IrModule, Unit};
use tinsmith::ir::interp::{Interpreter, NoHost, Stop};
use tinsmith::object::module::{Data, RelocTarget};
use tinsmith::script;
use tinsmith::target::Target;
use tinsmith::wasm::{ValueType, names};

use super::case::comparable;
use super::device::{guarded, options};
use super::{Action, Case, Failure, Seen};

/// The instance's name.
const INSTANCE: &str = "f";

/// Executes a case as compiled for a target.
///
/// # Errors
/// If it cannot be compiled, or the code does what it must never do.
pub fn run(case: &Case, target: &'static Target) -> Result<Vec<Option<Seen>>, Failure> {
    let ir = guarded(|| Unit::new(&case.wasm, options(INSTANCE, target))?.ir())?;
    let mut machine = Machine::new(ir);
    let seen = case
        .actions
        .iter()
        .map(|action| machine.act(action).map(Some));
    seen.collect()
}

struct Machine {
    interpreter: Interpreter<NoHost>,
}

impl Machine {
    fn new(ir: IrModule) -> Self {
        let mut interpreter = Interpreter::new(ir.functions, NoHost);
        interpreter.max_depth = 100_000;
        for data in &ir.data {
            interpreter
                .memory
                .place(&data.name, data.size, data.align.max(4));
        }
        for data in &ir.data {
            fill(&mut interpreter, data);
        }
        Self { interpreter }
    }

    fn act(&mut self, action: &Action) -> Result<Seen, Failure> {
        match action {
            Action::Instantiate => self.call(&names::instantiate(INSTANCE), &[], &[]),
            Action::Call {
                index, ty, args, ..
            } => {
                let words = ty.params.iter().zip(args);
                let words = words.flat_map(|(&ty, &bits)| words_of(ty, bits));
                let words: Vec<u32> = words.collect();
                self.call(&names::func(INSTANCE, *index), &words, &ty.results)
            }
            Action::Global { index, ty, .. } => {
                let words: Vec<u32> = (0..ty.size() / 4)
                    .map(|n| self.word(&names::global(INSTANCE, *index), n))
                    .collect::<Result<_, _>>()?;
                Ok(Seen::Values(values(&[*ty], &words)))
            }
            Action::Memory { index, .. } => {
                let desc = names::descriptor(&names::memory(INSTANCE, *index));
                let (size, base) = (self.word(&desc, 0)?, self.word(&desc, 1)?);
                let bytes = self.interpreter.memory.bytes(base, size);
                let hash = script::hash(bytes.ok_or("a memory is larger than its reserve")?);
                Ok(Seen::Values(vec![u64::from(size), hash]))
            }
            Action::Table { index, .. } => {
                let desc = names::descriptor(&names::table(INSTANCE, *index));
                Ok(Seen::Values(vec![u64::from(self.word(&desc, 0)?)]))
            }
        }
    }

    fn call(&mut self, name: &str, args: &[u32], results: &[ValueType]) -> Result<Seen, Failure> {
        self.interpreter.fuel = 100_000_000;
        match self.interpreter.call(name, args) {
            Ok(words) => Ok(Seen::Values(values(results, &words))),
            Err(Stop::Trap { kind, .. }) => Ok(Seen::Trap(kind)),
            Err(stop) => Err(stop.to_string()),
        }
    }

    fn word(&mut self, symbol: &str, n: u32) -> Result<u32, Failure> {
        let address = self.interpreter.memory.address(symbol) + 4 * n;
        let word = self.interpreter.memory.load(address, 4);
        word.ok_or_else(|| format!("no data `{symbol}`"))
    }
}

fn fill(interpreter: &mut Interpreter<NoHost>, data: &Data) {
    let memory = &mut interpreter.memory;
    let at = memory.address(&data.name);
    let len = data.bytes.len() as u32;
    let place = memory.bytes_mut(at, len).expect("it was placed");
    place.copy_from_slice(&data.bytes);
    for reloc in &data.relocs {
        if let RelocTarget::Symbol(symbol) = &reloc.target {
            let address = memory.address(symbol).wrapping_add_signed(reloc.addend);
            memory
                .store(at + reloc.offset, 4, address)
                .expect("a relocated word lies within its data");
        }
    }
}

fn words_of(ty: ValueType, bits: u64) -> Vec<u32> {
    let words = [bits as u32, (bits >> 32) as u32];
    words[..ty.size() as usize / 4].to_vec()
}

fn values(types: &[ValueType], words: &[u32]) -> Vec<u64> {
    let mut words = words.iter();
    let mut next = || words.next().copied().map_or(0, u64::from);
    let values = types.iter().map(|&ty| {
        let low = next();
        let high = if ty.size() == 8 { next() } else { 0 };
        comparable(ty, low | high << 32)
    });
    values.collect()
}
