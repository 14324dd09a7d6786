//! A module and what is done with it.

use std::collections::BTreeMap;

use tinsmith::ir::TrapKind;
use tinsmith::ir::random::Rng;
use tinsmith::wasm::{ExternIndex, FuncType, Module, ParseOptions, ValueType, parse};

use super::Failure;

/// Something done with an instance; each is seen to do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A new instance.
    Instantiate,
    /// A call of an exported function with the bits of its arguments.
    Call {
        /// The export's name.
        name: String,
        /// Its type.
        ty: FuncType,
        /// The bits of the arguments; a reference is 0 for null, else a host's number plus one.
        args: Vec<u64>,
    },
    /// The value of an exported global.
    Global {
        /// The global.
        index: u32,
        /// The export's name.
        name: String,
        /// Its type.
        ty: ValueType,
    },
    /// Size and hash of an exported memory.
    Memory {
        /// The memory.
        index: u32,
        /// The export's name.
        name: String,
    },
    /// The size and entries of an exported table.
    Table {
        /// The table.
        index: u32,
        /// The export's name.
        name: String,
        /// The type of its entries.
        ty: ValueType,
    },
    /// A call in another instance that never returns until the stack is exhausted.
    Exhaust,
}

/// The text of the module that [`Action::Exhaust`] calls function 0 of, exported as `deep`.
pub const DEEP: &str = r#"(module $deep
  (func $deep (export "deep") (param i32) (result i32)
    (i32.add (local.get 0) (call $deep (i32.add (local.get 0) (i32.const 1))))))"#;

/// What came of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The bits of results: of a call; of a global; size and hash of a memory; size and entries of a table. A reference to a
    /// function is what [`Exports::reference`] makes of it.
    Values(Vec<u64>),
    /// A trap.
    Trap(TrapKind),
}

/// A module and what is done with it.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it was made from.
    pub seed: u64,
    /// The binary.
    pub wasm: Vec<u8>,
    /// What is done.
    pub actions: Vec<Action>,
}

impl Case {
    /// A case whose every exported function is called, with arguments that `seed` decides, and whose exported state is looked
    /// at; several times, each time in a new instance and in another order.
    ///
    /// # Errors
    /// What the front end has against the module.
    pub fn new(seed: u64, wasm: Vec<u8>) -> Result<Self, Failure> {
        let module = parse(&wasm, ParseOptions::default()).map_err(|error| error.to_string())?;
        let mut rng = Rng::new(seed ^ 0x5eed);
        let mut actions = Vec::new();
        for round in 0..ROUNDS {
            actions.push(Action::Instantiate);
            let mut calls = calls(&module, &mut rng);
            // Fuel that one call uses up is not there for the next: every function comes first once.
            let first = round.checked_rem(calls.len()).unwrap_or(0);
            calls.rotate_left(first);
            // What comes after it must find everything as it was.
            calls.insert(rng.below(calls.len() + 1), Action::Exhaust);
            actions.extend(calls);
            actions.extend(state(&module));
        }
        Ok(Self {
            seed,
            wasm,
            actions,
        })
    }
}

/// How many instances a case makes.
const ROUNDS: usize = 5;

fn calls(module: &Module, rng: &mut Rng) -> Vec<Action> {
    let exports = module.exports.iter();
    let calls = exports.filter_map(|export| match export.index {
        ExternIndex::Func(index) => {
            let ty = module.function_type(index).clone();
            let args = ty.params.iter().map(|&ty| argument(ty, rng)).collect();
            let name = export.name.clone();
            Some(Action::Call { name, ty, args })
        }
        _ => None,
    });
    calls.collect()
}

fn state(module: &Module) -> Vec<Action> {
    let exports = module.exports.iter();
    let state = exports.filter_map(|export| {
        let name = export.name.clone();
        match export.index {
            ExternIndex::Func(_) => None,
            ExternIndex::Global(index) => {
                let ty = module.globals[index as usize].ty.value;
                Some(Action::Global { index, name, ty })
            }
            ExternIndex::Memory(index) => Some(Action::Memory { index, name }),
            ExternIndex::Table(index) => {
                let ty = module.tables[index as usize].ty.element;
                Some(Action::Table { index, name, ty })
            }
        }
    });
    state.collect()
}

/// Bits at which operations change their mind, or any.
fn argument(ty: ValueType, rng: &mut Rng) -> u64 {
    const F32: [f32; 8] = [
        0.0,
        -0.0,
        1.0,
        -1.5,
        f32::INFINITY,
        f32::MIN,
        1e-45,
        2147483648.0,
    ];
    const F64: [f64; 8] = [
        0.0,
        -0.0,
        1.0,
        -1.5,
        f64::INFINITY,
        f64::MAX,
        5e-324,
        1.8446744073709552e19,
    ];
    let any = rng.below(3) == 0;
    match ty {
        ValueType::I32 if any => u64::from(rng.bits() as u32),
        ValueType::I32 => u64::from(rng.word()),
        ValueType::I64 if any => rng.bits(),
        ValueType::I64 => u64::from(rng.word()) | u64::from(rng.word()) << 32,
        ValueType::F32 if any => u64::from(rng.bits() as u32),
        ValueType::F32 => u64::from(rng.pick(&F32).to_bits()),
        ValueType::F64 if any => rng.bits(),
        ValueType::F64 => rng.pick(&F64).to_bits(),
        ValueType::FuncRef => 0,
        ValueType::ExternRef => rng.below(4) as u64,
    }
}

/// The functions a module exports, by which references to functions are told apart.
pub struct Exports(BTreeMap<String, u32>);

impl Exports {
    /// Of a case's module.
    ///
    /// # Errors
    /// What the front end has against it.
    pub fn new(case: &Case) -> Result<Self, Failure> {
        let module = parse(&case.wasm, ParseOptions::default());
        let module = module.map_err(|error| error.to_string())?;
        let functions = module
            .exports
            .into_iter()
            .filter_map(|export| match export.index {
                ExternIndex::Func(index) => Some((export.name, index)),
                _ => None,
            });
        Ok(Self(functions.collect()))
    }

    /// Names and indices.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0.iter().map(|(name, &index)| (name.as_str(), index))
    }

    /// A reference that is not null, as it is compared: an exported function's index plus one. All others are alike, since the
    /// reference engine has no names for them.
    pub fn reference(&self, function: Option<u32>) -> u64 {
        let exported = function.filter(|index| self.0.values().any(|exported| exported == index));
        exported.map_or(u64::MAX, |index| u64::from(index) + 1)
    }
}
