//! The run script: what the firmware does once it has started, as data.
//!
//! `tinsmith_main` in the runtime executes it (ABI, "The run script"). Arguments, bytes written to memory and the
//! choice of functions are all read at run time, so nothing about a run is settled when code is compiled.

use std::collections::HashMap;
use std::sync::Arc;

use crate::object::module::{Binding, Data, DataKind, Reloc, RelocKind, RelocTarget};

/// A number a step needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Known now: the bits of the value.
    Number(u64),
    /// The result saved in a slot, plus an offset.
    Slot(u32, u32),
    /// The address of a symbol.
    Address(Arc<str>),
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The function's symbol.
    pub code: String,
    /// Its signature in the ABI's letters.
    pub signature: String,
    /// One operand per parameter.
    pub args: Vec<Operand>,
    /// Send the results to the command line.
    pub report: bool,
    /// Go on with the script after a trap.
    pub survives_trap: bool,
    /// Count the instructions executed.
    pub count: bool,
    /// Keep the first result in this slot.
    pub slot: Option<u32>,
}

/// One thing the firmware does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Instantiate a module.
    Instantiate {
        /// The symbol of its instantiation code.
        code: String,
        /// The descriptor of the memory that host functions see, if it has one.
        memory: Option<String>,
    },
    /// Call a function.
    Call(Call),
    /// Write bytes to that memory.
    Write {
        /// Where to.
        at: Operand,
        /// What.
        bytes: Vec<u8>,
    },
    /// Send bytes of that memory to the command line.
    Read {
        /// Where from.
        at: Operand,
        /// How many.
        len: Operand,
    },
    /// Load a word of that memory.
    Load {
        /// Where from.
        at: Operand,
        /// The slot it goes to.
        slot: u32,
    },
    /// Call a function, come back whatever happens, and report the outcome under a number: the bits of all results,
    /// or the trap.
    Check {
        /// The number.
        id: u32,
        /// The function's symbol.
        code: String,
        /// Its signature in the ABI's letters.
        signature: String,
        /// One operand per parameter.
        args: Vec<Operand>,
    },
    /// Report the bits of a global under a number.
    Look {
        /// The number.
        id: u32,
        /// The global's symbol.
        global: String,
        /// The letter of its type.
        ty: char,
    },
    /// Report the size of a memory and the [`hash`] of its contents under a number.
    Hash {
        /// The number.
        id: u32,
        /// The symbol of its descriptor.
        memory: String,
    },
    /// Report the size of a table and the words of its entries under a number.
    Entries {
        /// The number.
        id: u32,
        /// The symbol of its descriptor.
        table: String,
    },
}

impl Step {
    /// The number it reports under, if it does.
    pub fn id(&self) -> Option<u32> {
        match self {
            Self::Check { id, .. }
            | Self::Look { id, .. }
            | Self::Hash { id, .. }
            | Self::Entries { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// Slots a script may use; the runtime keeps this many.
pub const SLOTS: u32 = 16;

/// A run: steps, and what WASI tells the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The steps in order.
    pub steps: Vec<Step>,
    /// The argument vector, the program's name first.
    pub args: Vec<String>,
    /// The environment, `NAME=value`.
    pub environ: Vec<String>,
}

impl Script {
    /// The data objects that carry the script into the firmware.
    pub fn to_data(&self) -> Vec<Data> {
        let mut builder = Builder::default();
        for step in &self.steps {
            builder.step(step);
        }
        builder.words.word(0);
        let mut data = vec![builder.words.finish("tinsmith_script")];
        data.append(&mut builder.blobs);
        data.extend(strings("tinsmith_args", &self.args));
        data.extend(strings("tinsmith_environ", &self.environ));
        data
    }
}

/// What [`Step::Hash`] reports of a memory with these contents: FNV-1a over little-endian words.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.chunks(4).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let word = chunk.iter().rev().fold(0, |w, &b| w << 8 | u64::from(b));
        (hash ^ word).wrapping_mul(0x100_0000_01b3)
    })
}

/// A word array under construction.
#[derive(Default)]
struct Words {
    bytes: Vec<u8>,
    relocs: Vec<Reloc>,
}

impl Words {
    fn word(&mut self, word: u32) {
        self.bytes.extend(word.to_le_bytes());
    }

    fn address(&mut self, symbol: &str) {
        self.relocs.push(Reloc {
            offset: self.bytes.len() as u32,
            kind: RelocKind::Abs32,
            target: RelocTarget::Symbol(symbol.into()),
            addend: 0,
        });
        self.word(0);
    }

    /// The address of a routine of the runtime's script machine.
    fn routine(&mut self, name: &str) {
        self.address(&format!("tinsmith_script_{name}"));
    }

    fn operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Number(n) => {
                self.word(0);
                self.word(*n as u32);
                self.word((n >> 32) as u32);
            }
            Operand::Slot(slot, plus) => {
                self.routine("slot");
                self.word(*slot);
                self.word(*plus);
            }
            Operand::Address(symbol) => {
                self.word(0);
                self.address(symbol);
                self.word(0);
            }
        }
    }

    fn finish(self, name: &str) -> Data {
        read_only(name.into(), self.bytes, self.relocs)
    }
}

fn read_only(name: Arc<str>, bytes: Vec<u8>, relocs: Vec<Reloc>) -> Data {
    let size = bytes.len() as u32;
    Data {
        name,
        kind: DataKind::ReadOnly,
        binding: Binding::Global,
        align: 4,
        bytes,
        size,
        relocs,
    }
}

#[derive(Default)]
struct Builder {
    words: Words,
    blobs: Vec<Data>,
    /// Whether host functions see a memory by now.
    has_memory: bool,
    /// The blob of each signature so far.
    signatures: HashMap<String, Arc<str>>,
}

impl Builder {
    /// A data object for bytes that a step refers to.
    fn blob(&mut self, bytes: Vec<u8>) -> Arc<str> {
        let name: Arc<str> = format!("tinsmith_script.{}", self.blobs.len()).into();
        self.words.address(&name);
        self.blobs.push(read_only(name.clone(), bytes, Vec::new()));
        name
    }

    /// The address of a signature string; equal ones are kept once.
    fn signature(&mut self, signature: &str) {
        if let Some(name) = self.signatures.get(signature) {
            return self.words.address(name);
        }
        let name = self.blob(c_string(signature));
        self.signatures.insert(signature.to_owned(), name);
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Instantiate { code, memory } => {
                self.memory(memory.as_deref());
                self.call(&Call {
                    code: code.clone(),
                    signature: ">".to_owned(),
                    args: Vec::new(),
                    report: false,
                    survives_trap: false,
                    count: false,
                    slot: None,
                });
            }
            Step::Call(call) => self.call(call),
            Step::Write { at, bytes } => {
                self.words.routine("write");
                self.words.operand(at);
                self.blob(bytes.clone());
                self.words.word(bytes.len() as u32);
            }
            Step::Read { at, len } => {
                self.words.routine("print_memory");
                self.words.operand(at);
                self.words.operand(len);
            }
            Step::Load { at, slot } => {
                self.words.routine("load");
                self.words.operand(at);
                self.words.word(*slot);
            }
            Step::Check {
                id,
                code,
                signature,
                args,
            } => {
                self.words.routine("check");
                self.words.word(*id);
                self.words.address(code);
                self.signature(signature);
                args.iter().for_each(|arg| self.words.operand(arg));
            }
            Step::Look { id, global, ty } => {
                self.words.routine("look");
                self.words.word(*id);
                self.words.address(global);
                self.words.word(u32::from(*ty));
            }
            Step::Hash { id, memory } => {
                self.words.routine("hash");
                self.words.word(*id);
                self.words.address(memory);
            }
            Step::Entries { id, table } => {
                self.words.routine("entries");
                self.words.word(*id);
                self.words.address(table);
            }
        }
    }

    /// Which memory host functions see. At first they see none.
    fn memory(&mut self, memory: Option<&str>) {
        match memory {
            Some(memory) => {
                self.words.routine("memory");
                self.words.address(memory);
            }
            None if self.has_memory => {
                self.words.routine("memory");
                self.words.word(0);
            }
            None => {}
        }
        self.has_memory = memory.is_some();
    }

    fn call(&mut self, call: &Call) {
        self.words.routine("call");
        self.words.address(&call.code);
        self.signature(&call.signature);
        match call.count {
            true => self.words.routine("count"),
            false => self.words.word(0),
        }
        match (call.report, call.signature.split_once('>')) {
            (false, _) => self.words.word(0),
            (true, Some((_, results))) if results.chars().all(|ty| ty == 'i') => {
                self.words.routine("result_i32");
            }
            (true, _) => self.words.routine("result"),
        }
        self.words.word(u32::from(call.survives_trap));
        call.args.iter().for_each(|arg| self.words.operand(arg));
        if let Some(slot) = call.slot {
            self.words.routine("keep");
            self.words.word(slot);
        }
    }
}

fn c_string(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0);
    bytes
}

/// A count and the addresses of NUL-terminated strings.
fn strings(name: &str, list: &[String]) -> Vec<Data> {
    let mut words = Words::default();
    let mut data = Vec::new();
    words.word(list.len() as u32);
    for (n, text) in list.iter().enumerate() {
        let item: Arc<str> = format!("{name}.{n}").into();
        words.address(&item);
        data.push(read_only(item, c_string(text), Vec::new()));
    }
    data.push(words.finish(name));
    data
}

#[cfg(test)]
mod tests {
    use super::{Call, Data, Operand, RelocTarget, Script, Step};

    /// The routines of the script machine a script refers to.
    fn routines(script: &Data) -> Vec<&str> {
        let names = script
            .relocs
            .iter()
            .filter_map(|reloc| match &reloc.target {
                RelocTarget::Symbol(name) => name.strip_prefix("tinsmith_script_"),
                _ => None,
            });
        names.collect()
    }

    fn instantiate(name: &str, memory: Option<&str>) -> Step {
        Step::Instantiate {
            code: format!("{name}.instantiate"),
            memory: memory.map(Into::into),
        }
    }

    #[test]
    fn a_script_is_words_and_addresses() {
        let script = Script {
            steps: vec![
                instantiate("m", None),
                instantiate("n", Some("n.mem.0.desc")),
                instantiate("o", None),
                instantiate("p", None),
                Step::Call(Call {
                    code: "m.func.1".into(),
                    signature: "I>i".into(),
                    args: vec![Operand::Number(0x1_0000_0002)],
                    report: true,
                    survives_trap: false,
                    count: true,
                    slot: Some(3),
                }),
            ],
            args: vec!["prog".into()],
            environ: Vec::new(),
        };
        let data = script.to_data();
        let main = &data[0];
        assert_eq!(
            routines(main),
            [
                "call",
                "memory",
                "call",
                "memory",
                "call",
                "call",
                "call",
                "count",
                "result_i32",
                "keep"
            ]
        );
        let words: Vec<u32> = main
            .bytes
            .chunks_exact(4)
            .map(|c| u32::from_le_bytes(c.try_into().unwrap()))
            .collect();
        // From the last call on.
        assert_eq!(words[28..], [0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 3, 0]);
        let relocs: Vec<u32> = main.relocs.iter().map(|r| r.offset / 4).collect();
        assert_eq!(relocs[15..], [28, 29, 30, 31, 32, 37]);
        assert_eq!(data[1].bytes, b">\0");
        assert_eq!(data[2].bytes, b"I>i\0");
        assert!(
            data.iter()
                .any(|d| &*d.name == "tinsmith_args.0" && d.bytes == b"prog\0")
        );
    }

    #[test]
    fn checked_calls_share_their_signatures() {
        let check = |id, code: &str| Step::Check {
            id,
            code: code.into(),
            signature: "i>".into(),
            args: vec![Operand::Number(9)],
        };
        let look = Step::Look {
            id: 3,
            global: "m.global.0".into(),
            ty: 'F',
        };
        let script = Script {
            steps: vec![check(1, "m.func.0"), check(2, "m.func.1"), look],
            ..Script::default()
        };
        let data = script.to_data();
        let words: Vec<u32> = data[0]
            .bytes
            .chunks_exact(4)
            .map(|c| u32::from_le_bytes(c.try_into().unwrap()))
            .collect();
        let letter = u32::from('F');
        assert_eq!(
            words,
            [0, 1, 0, 0, 0, 9, 0, 0, 2, 0, 0, 0, 9, 0, 0, 3, 0, letter, 0]
        );
        assert_eq!(routines(&data[0]), ["check", "check", "look"]);
        let targets: Vec<_> = data[0].relocs.iter().map(|r| r.target.clone()).collect();
        assert_eq!(targets.len(), 8);
        assert_eq!(targets[2], targets[5], "one string for both");
    }
}
