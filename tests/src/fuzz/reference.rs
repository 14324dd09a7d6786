//! The independent engine: `wasmi`.

use std::collections::HashMap;

use tinsmith::ir::TrapKind;
use tinsmith::script;
use tinsmith::wasm::ValueType;
use wasmi::errors::{ErrorKind, InstantiationError, MemoryError, TableError};
use wasmi::{Config, Engine, Error, ExternRef, F32, F64, Instance, Linker, Module, Ref, Store};
use wasmi::{TrapCode, Val};

use super::case::Exports;
use super::{Action, Case, Failure, Seen};

/// Executes a case. Actions on an instance that could not be made are left out of it.
///
/// # Errors
/// If the engine refuses the module, or fails for a reason that is no trap.
pub fn run(case: &mut Case) -> Result<Vec<Seen>, Failure> {
    let engine = Engine::new(&config());
    let module = Module::new(&engine, &case.wasm).map_err(|error| error.to_string())?;
    let mut seen = Vec::new();
    let mut kept = Vec::new();
    let mut world: Option<World> = None;
    let exports = Exports::new(case)?;
    for action in std::mem::take(&mut case.actions) {
        let outcome = match (&action, &mut world) {
            (Action::Instantiate, world) => match World::new(&engine, &module, &exports) {
                Ok(new) => {
                    *world = Some(new);
                    Ok(Vec::new())
                }
                Err(error) => {
                    *world = None;
                    Err(error)
                }
            },
            (_, None) => continue,
            (Action::Exhaust, Some(_)) => {
                seen.push(Seen::Trap(TrapKind::StackExhausted));
                kept.push(action);
                continue;
            }
            (action, Some(world)) => world.act(action),
        };
        seen.push(match outcome {
            Ok(values) => Seen::Values(values),
            Err(error) => Seen::Trap(trap(&error)?),
        });
        kept.push(action);
    }
    case.actions = kept;
    Ok(seen)
}

fn config() -> Config {
    let mut config = Config::default();
    // Deep enough that a device's stack is always exhausted first.
    config.set_max_recursion_depth(100_000);
    config.set_max_stack_height(64 << 20);
    // A case must end here too; what wasm-smith makes does by itself, what reduction leaves of it may not.
    config.consume_fuel(true);
    config
}

/// Enough for what wasm-smith makes.
const FUEL: u64 = 20_000_000;

struct World<'a> {
    store: Store<()>,
    instance: Instance,
    exports: &'a Exports,
    /// The exported functions by what the engine prints of them, which is all it tells of a function's identity.
    functions: HashMap<String, u32>,
}

impl<'a> World<'a> {
    fn new(engine: &Engine, module: &Module, exports: &'a Exports) -> Result<Self, Error> {
        let mut store = Store::new(engine, ());
        store.set_fuel(FUEL)?;
        let instance = Linker::new(engine).instantiate_and_start(&mut store, module)?;
        let functions = exports.iter().filter_map(|(name, index)| {
            let function = instance.get_func(&store, name)?;
            Some((format!("{function:?}"), index))
        });
        Ok(Self {
            functions: functions.collect(),
            store,
            instance,
            exports,
        })
    }

    fn act(&mut self, action: &Action) -> Result<Vec<u64>, Error> {
        const EXPORTED: &str = "the actions are of this module's exports";
        let Self {
            store,
            instance,
            exports,
            functions,
        } = self;
        let bits = |value: &Val, store: &Store<()>| match value {
            Val::FuncRef(Ref::Val(function)) => {
                exports.reference(functions.get(&format!("{function:?}")).copied())
            }
            value => bits(value, store),
        };
        Ok(match action {
            Action::Instantiate | Action::Exhaust => Vec::new(),
            Action::Call { name, ty, args, .. } => {
                let func = instance.get_func(&*store, name).expect(EXPORTED);
                let args: Vec<Val> = ty
                    .params
                    .iter()
                    .zip(args)
                    .map(|(&ty, &bits)| value(ty, bits, store))
                    .collect();
                let mut results = vec![Val::I32(0); ty.results.len()];
                func.call(&mut *store, &args, &mut results)?;
                results.iter().map(|value| bits(value, store)).collect()
            }
            Action::Global { name, .. } => {
                let global = instance.get_global(&*store, name).expect(EXPORTED);
                vec![bits(&global.get(&*store), store)]
            }
            Action::Memory { name, .. } => {
                let memory = instance.get_memory(&*store, name).expect(EXPORTED);
                let bytes = memory.data(&*store);
                vec![bytes.len() as u64, script::hash(bytes)]
            }
            Action::Table { name, .. } => {
                let table = instance.get_table(&*store, name).expect(EXPORTED);
                let size = table.size(&*store);
                let entries = (0..size).filter_map(|n| table.get(&*store, n));
                let entries = entries.map(|entry| bits(&entry, store));
                std::iter::once(size).chain(entries).collect()
            }
        })
    }
}

fn value(ty: ValueType, bits: u64, store: &mut Store<()>) -> Val {
    match ty {
        ValueType::I32 => Val::I32(bits as i32),
        ValueType::I64 => Val::I64(bits as i64),
        ValueType::F32 => Val::F32(F32::from_bits(bits as u32)),
        ValueType::F64 => Val::F64(F64::from_bits(bits)),
        ValueType::FuncRef => Val::FuncRef(Ref::Null),
        ValueType::ExternRef if bits == 0 => Val::ExternRef(Ref::Null),
        ValueType::ExternRef => Val::ExternRef(Ref::Val(ExternRef::new(store, bits))),
    }
}

fn bits(value: &Val, store: &Store<()>) -> u64 {
    match value {
        Val::I32(n) => u64::from(*n as u32),
        Val::I64(n) => *n as u64,
        Val::F32(f) => u64::from(f.to_bits()),
        Val::F64(f) => f.to_bits(),
        Val::FuncRef(Ref::Null) => 0,
        Val::FuncRef(_) => unreachable!("the caller knows references to functions"),
        Val::ExternRef(Ref::Val(object)) => {
            let number = object.data(store).downcast_ref::<u64>();
            *number.expect("externrefs are made from numbers above")
        }
        Val::ExternRef(Ref::Null) => 0,
        Val::V128(_) => unreachable!("vectors are disabled"),
    }
}

fn trap(error: &Error) -> Result<TrapKind, Failure> {
    let code = match error.kind() {
        ErrorKind::Instantiation(InstantiationError::ElementSegmentDoesNotFit { .. }) => {
            return Ok(TrapKind::TableOutOfBounds);
        }
        ErrorKind::Table(error) if is_out_of_bounds(*error) => {
            return Ok(TrapKind::TableOutOfBounds);
        }
        ErrorKind::Memory(MemoryError::OutOfBoundsAccess) => {
            return Ok(TrapKind::MemoryOutOfBounds);
        }
        kind => kind.as_trap_code(),
    };
    Ok(match code {
        Some(TrapCode::UnreachableCodeReached) => TrapKind::Unreachable,
        Some(TrapCode::MemoryOutOfBounds) => TrapKind::MemoryOutOfBounds,
        Some(TrapCode::TableOutOfBounds) => TrapKind::TableOutOfBounds,
        Some(TrapCode::IndirectCallToNull) => TrapKind::UninitializedElement,
        Some(TrapCode::IntegerDivisionByZero) => TrapKind::IntegerDivideByZero,
        Some(TrapCode::IntegerOverflow) => TrapKind::IntegerOverflow,
        Some(TrapCode::BadConversionToInteger) => TrapKind::InvalidConversionToInteger,
        Some(TrapCode::StackOverflow) => TrapKind::StackExhausted,
        Some(TrapCode::BadSignature) => TrapKind::IndirectCallTypeMismatch,
        _ => return Err(format!("the reference engine fails: {error}")),
    })
}

fn is_out_of_bounds(error: TableError) -> bool {
    use TableError::{CopyOutOfBounds, FillOutOfBounds, InitOutOfBounds, SetOutOfBounds};
    matches!(
        error,
        CopyOutOfBounds | FillOutOfBounds | InitOutOfBounds | SetOutOfBounds
    )
}
