//! The pipeline as one readable list: a wasm module in, an object (or any stage's text) out.
//!
//! Functions are independent of each other, so they are compiled on as many threads as there are cores; the result does
//! not depend on how many. Nothing here is written to a file or a terminal.

mod boundary;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use thiserror::Error;

use crate::ir;
use crate::isa;
use crate::lower::{self, LowerError};
use crate::mach::{self, CodegenError};
use crate::middle::{self, MiddleError};
use crate::object::module::{Alias, Code, Data, ObjectModule};
use crate::opt;
use crate::target::Target;
use crate::wasm::{self, ClifFunction, Environment, Module, TranslateOptions, WasmError};

/// Why a module could not be compiled.
#[derive(Debug, Error)]
pub enum CompileError {
    /// The module is at fault.
    #[error(transparent)]
    Wasm(#[from] WasmError),
    /// The middle end is at fault.
    #[error("in function `{function}`: {error}")]
    Middle {
        /// The function's name.
        function: String,
        /// What is wrong.
        error: MiddleError,
    },
    /// The lowering is at fault.
    #[error("in function `{function}`: {error}")]
    Lower {
        /// The function's name.
        function: String,
        /// What is wrong.
        error: LowerError,
    },
    /// A pass broke the IR's rules.
    #[error("compiler bug: the IR of `{function}` is wrong after {stage}:\n{errors}")]
    Verify {
        /// The function's name.
        function: String,
        /// The last stage that touched it.
        stage: &'static str,
        /// The verifier's findings, a line each.
        errors: String,
    },
    /// The back end is at fault, or a function is too large for the instruction set.
    #[error(transparent)]
    Codegen(#[from] CodegenError),
}

/// What to compile for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The processor.
    pub target: &'static Target,
    /// The instance's name, and the memory it may have.
    pub translate: TranslateOptions,
    /// The module's file name, for debug information.
    pub source: String,
    /// The exports of the modules it is linked with ([`wasm::names::exports`]): a function that is imported from there is
    /// a wasm function, called in the wasm convention. Any other is the host's.
    pub linked: Arc<BTreeSet<String>>,
    /// What its code is to be.
    pub goal: opt::Goal,
}

/// A compiled module.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// What the module says of itself.
    pub module: Module,
    /// Its code and data.
    pub object: ObjectModule,
}

/// A module as the back end gets it.
#[derive(Clone, Debug)]
pub struct IrModule {
    /// The instance's name.
    pub name: String,
    /// Its functions with a body and the instantiation.
    pub functions: Vec<ir::Function>,
    /// What each of them is called in messages.
    pub display_names: Vec<String>,
    /// Its data.
    pub data: Vec<Data>,
    /// Second names: its exports, and its imported functions where an object would have stubs.
    pub aliases: Vec<Alias>,
}

/// The stages whose text can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// CLIF after Cranelift's optimiser.
    Clif,
    /// Tinsmith IR after `opt/`.
    Ir,
    /// Assembly.
    Asm,
}

/// A module between parsing and code generation.
pub struct Unit {
    options: Options,
    module: Module,
    environment: Environment,
    /// What the optimiser may know of the memories.
    memories: Vec<opt::MemoryBounds>,
    /// Whether its code may keep something in registers that the platform's ABI reserves.
    pins: bool,
}

impl Unit {
    /// Reads, validates and plans a module.
    ///
    /// # Errors
    /// [`CompileError::Wasm`] if the module is at fault.
    pub fn new(bytes: &[u8], options: Options) -> Result<Self, CompileError> {
        let module = wasm::parse(bytes, wasm::ParseOptions::default())?;
        Self::of_module(module, options)
    }

    /// Plans a module that was read before.
    ///
    /// # Errors
    /// [`CompileError::Wasm`] if it asks for more than there is.
    pub fn of_module(module: Module, options: Options) -> Result<Self, CompileError> {
        let environment = Environment::new(&module, &options.translate)?;
        let memories = environment.memories();
        let memories = memories.map(|(descriptor, plan)| opt::MemoryBounds {
            descriptor: descriptor.to_owned(),
            min: plan.min,
            max: plan.max,
            page: 1 << plan.page_shift,
        });
        Ok(Self {
            memories: memories.collect(),
            pins: options.translate.alone,
            options,
            module,
            environment,
        })
    }

    /// The parsed module.
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// The parsed module alone.
    pub fn into_module(self) -> Module {
        self.module
    }

    /// For an object that code of others may be linked with: it leaves alone the registers that the platform's ABI reserves.
    #[must_use]
    pub fn for_any_program(mut self) -> Self {
        self.pins = false;
        self
    }

    /// Compiles everything.
    ///
    /// # Errors
    /// The first error in function order.
    pub fn compile(self) -> Result<Compiled, CompileError> {
        let (mut functions, pinned) = self.code()?;
        functions.extend(self.import_stubs()?);
        let wasm::DataObjects { data, mut aliases } = self.data();
        let entries = self.entries(pinned.as_ref(), &mut functions, &mut aliases)?;
        functions.extend(entries);
        let object = ObjectModule {
            name: self.options.translate.instance.clone(),
            target: self.options.target,
            source: self.options.source.clone(),
            accesses: !self.module.memories.is_empty(),
            functions,
            data,
            aliases,
        };
        Ok(Compiled {
            module: self.module,
            object,
        })
    }

    /// The functions in Tinsmith IR, optimised, and the data: what the IR interpreter executes.
    ///
    /// # Errors
    /// As [`Self::compile`].
    pub fn ir(&self) -> Result<IrModule, CompileError> {
        let (functions, display_names) = self.named()?.into_iter().unzip();
        let wasm::DataObjects { data, mut aliases } = self.data();
        let stubs = (0..self.module.imported_functions()).filter(|&n| self.direct(n).is_none());
        aliases.extend(stubs.map(|n| Alias {
            name: wasm::names::func(self.environment.instance(), n).into(),
            target: self.import_symbol(n).into(),
        }));
        Ok(IrModule {
            name: self.options.translate.instance.clone(),
            functions,
            display_names,
            data,
            aliases,
        })
    }

    /// The text of a stage, all functions.
    ///
    /// # Errors
    /// As [`Self::compile`].
    pub fn text(&self, stage: Stage) -> Result<String, CompileError> {
        let texts = match stage {
            Stage::Clif => self.for_each_function(|clif| {
                Ok(wasm::clif_text(&self.optimised(clif)?, &self.environment))
            })?,
            Stage::Ir => self.for_each_function(|clif| Ok(self.lowered(clif)?.to_string()))?,
            Stage::Asm => {
                let syntax = isa::syntax(self.options.target.isa);
                let (functions, _) = self.code()?;
                let listings = functions
                    .iter()
                    .map(|code| isa::listing::listing(code, &syntax));
                listings.collect()
            }
        };
        let mut out = String::new();
        for text in texts {
            let _ = writeln!(out, "{text}");
        }
        Ok(out)
    }

    /// The data and second names, with the symbols that code and data should really name.
    fn data(&self) -> wasm::DataObjects {
        let mut objects = wasm::data(&self.module, &self.environment);
        for data in &mut objects.data {
            self.redirect(data);
        }
        for alias in &mut objects.aliases {
            alias.target = self.resolve(&alias.target);
        }
        objects
    }

    /// Runs `f` on every function with a body and on the instantiation, on all cores; results in order.
    fn for_each_function<T: Send>(
        &self,
        f: impl Fn(ClifFunction) -> Result<T, CompileError> + Sync,
    ) -> Result<Vec<T>, CompileError> {
        let indices: Vec<u32> = self.module.defined_functions().collect();
        let work = |index: &u32| -> Result<T, CompileError> {
            f(wasm::translate_function(
                &self.module,
                &self.environment,
                *index,
            )?)
        };
        let mut results = in_parallel(&indices, work)?;
        results.push(f(wasm::translate_instantiate(
            &self.module,
            &self.environment,
        ))?);
        Ok(results)
    }
}

/// The stages of one function.
impl Unit {
    fn optimised(&self, mut function: ClifFunction) -> Result<ClifFunction, CompileError> {
        middle::optimize(&mut function.clif).map_err(|error| CompileError::Middle {
            function: function.display_name.clone(),
            error,
        })?;
        Ok(function)
    }

    /// All functions in Tinsmith IR, optimised, and what they are called in messages.
    fn named(&self) -> Result<Vec<(ir::Function, String)>, CompileError> {
        self.for_each_function(|clif| {
            let name = clif.display_name.clone();
            Ok((self.lowered(clif)?, name))
        })
    }

    fn lowered(&self, function: ClifFunction) -> Result<ir::Function, CompileError> {
        let function = self.optimised(function)?;
        let symbol = function.symbol.clone();
        let mut func =
            lower::lower(&function.clif, self, self.options.target, symbol).map_err(|error| {
                CompileError::Lower {
                    function: function.display_name.clone(),
                    error,
                }
            })?;
        check(&func, "lower")?;
        // Instantiation is what makes sure that an imported memory has the size that all other code may rely on.
        let instantiate = wasm::names::instantiate(self.environment.instance());
        let context = opt::Context {
            target: self.options.target,
            memories: if *function.symbol == *instantiate {
                &[]
            } else {
                &self.memories
            },
            goal: self.options.goal,
        };
        opt::run(&mut func, &context);
        check(&func, "opt")?;
        Ok(func)
    }

    /// The code of all functions, and what it relies on registers to hold: chosen when all have been optimised.
    fn code(&self) -> Result<(Vec<Code>, Option<mach::Pinned>), CompileError> {
        let functions = self.named()?;
        let pinned = self.pinned(&functions);
        let isa = isa::backend(self.options.target);
        let options = mach::Options {
            small: self.options.goal == opt::Goal::Size,
            pinned: pinned.clone(),
        };
        let codes = in_parallel(&functions, |(func, display_name)| {
            let mut code = mach::compile_with(func, isa, &options)?;
            code.display_name.clone_from(display_name);
            Ok::<_, CompileError>(code)
        })?;
        Ok((codes, pinned))
    }

    /// What registers should hold. None if the module is not alone, as the code of others has other memories.
    fn pinned(&self, functions: &[(ir::Function, String)]) -> Option<mach::Pinned> {
        let memory = self.environment.own_memory().filter(|_| self.pins)?;
        let functions: Vec<_> = functions.iter().map(|(func, _)| func).collect();
        isa::backend(self.options.target).choose_pinned(&functions, memory)
    }
}

/// The IR is checked after each stage in debug builds; in release builds a broken rule would have been found there.
fn check(func: &ir::Function, stage: &'static str) -> Result<(), CompileError> {
    if !cfg!(debug_assertions) {
        return Ok(());
    }
    ir::verify(func).map_err(|errors| CompileError::Verify {
        function: func.name.to_string(),
        stage,
        errors: errors.to_string(),
    })
}

/// Maps `items` on all cores. Each thread takes the next item that nobody has taken, so that large functions are shared out;
/// the first error in item order wins.
fn in_parallel<I: Sync, T: Send, E: Send>(
    items: &[I],
    work: impl Fn(&I) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(items.len());
    let next = AtomicUsize::new(0);
    let take = || {
        let n = next.fetch_add(1, Ordering::Relaxed);
        items.get(n).map(|item| (n, work(item)))
    };
    let mut slots: Vec<Option<Result<T, E>>> = items.iter().map(|_| None).collect();
    std::thread::scope(|scope| {
        let run = || std::iter::from_fn(take).collect::<Vec<_>>();
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        for handle in handles {
            match handle.join() {
                Ok(results) => results.into_iter().for_each(|(n, r)| slots[n] = Some(r)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    slots.into_iter().flatten().collect()
}
