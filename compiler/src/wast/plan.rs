//! Goes through a script's directives in order: compiles its instances, collects the steps the device is to take, and notes what
//! each directive must come to.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::Options;
use super::arena::Arena;
use super::directive::{Action, Directive, Encoded, Kind, Script};
use super::imports::{self, Fit, LinkError};
use super::spectest;
use super::value::{Argument, Pattern};
use super::verdict::Expect;
use crate::driver::{self, CompileError, IrModule, Unit};
use crate::object::module::{Data, ObjectModule};
use crate::script::{Operand, Step};
use crate::wasm::{self, ExternType, FeatureSet, ImportName, Module, TranslateOptions, names};

/// What a script's instances are made into.
pub(super) trait Make {
    /// That.
    type Made;
    /// Makes it; also what the module says of itself.
    fn make(unit: Unit) -> Result<(Module, Self::Made), CompileError>;
    /// Its data.
    fn data(made: &mut Self::Made) -> &mut Vec<Data>;
}

/// Objects, to be linked into firmware.
pub(super) struct Objects;

impl Make for Objects {
    type Made = ObjectModule;

    fn make(unit: Unit) -> Result<(Module, ObjectModule), CompileError> {
        let compiled = unit.compile()?;
        Ok((compiled.module, compiled.object))
    }

    fn data(made: &mut ObjectModule) -> &mut Vec<Data> {
        &mut made.data
    }
}

/// Tinsmith IR, for the interpreter.
pub(super) struct Ir;

impl Make for Ir {
    type Made = IrModule;

    fn make(unit: Unit) -> Result<(Module, IrModule), CompileError> {
        let ir = unit.ir()?;
        Ok((unit.into_module(), ir))
    }

    fn data(made: &mut IrModule) -> &mut Vec<Data> {
        &mut made.data
    }
}

/// A script ready for the device.
pub(super) struct Plan<M: Make> {
    /// The instances.
    pub modules: Vec<M::Made>,
    /// What the device does.
    pub steps: Vec<Step>,
    /// What comes of each directive.
    pub outcomes: Vec<Outcome>,
}

/// What comes of a directive.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is known without the device.
    Settled(Result<(), String>),
    /// The device says, under that number.
    Device { id: u32, expect: Expect },
}

impl Outcome {
    /// The number under which the device says.
    pub fn id(&self) -> Option<u32> {
        match self {
            Self::Settled(_) => None,
            Self::Device { id, .. } => Some(*id),
        }
    }
}

/// Bytes that a memory which lives on and may grow gets at least.
const LASTING_RESERVE: u32 = 2 << 20;
/// Entries a table without a maximum may grow to.
const TABLE_RESERVE: u32 = 10_000;

/// Plans a script. `prefix` begins its instances' names; its steps are numbered from `base`.
pub(super) fn plan<M: Make>(
    script: &Script,
    prefix: &str,
    base: u32,
    options: Options,
    arena: &mut Arena,
) -> Plan<M> {
    let mut planner = Planner::<M> {
        script,
        prefix,
        base,
        options,
        arena,
        plan: Plan {
            modules: Vec::new(),
            steps: Vec::new(),
            outcomes: Vec::new(),
        },
        instances: Vec::new(),
        named: HashMap::new(),
        registered: HashMap::new(),
        definitions: HashMap::new(),
        current: None,
        spectest: None,
        count: 0,
        exports: Arc::default(),
    };
    for (n, directive) in script.directives.iter().enumerate() {
        let outcome = planner.directive(n, directive);
        planner
            .plan
            .outcomes
            .push(outcome.unwrap_or_else(|error| Outcome::Settled(Err(error))));
    }
    planner.plan
}

/// An instance: its name in symbols, and its types. Or why there is none.
type Instance = Result<(String, Module), String>;

struct Planner<'a, M: Make> {
    script: &'a Script,
    prefix: &'a str,
    base: u32,
    options: Options,
    arena: &'a mut Arena,
    plan: Plan<M>,
    instances: Vec<Instance>,
    named: HashMap<String, usize>,
    registered: HashMap<String, usize>,
    definitions: HashMap<Option<String>, Encoded>,
    current: Option<usize>,
    /// The name of the instance behind `spectest`, once there is one.
    spectest: Option<String>,
    /// The number of instances so far.
    count: usize,
    /// The symbols of their exports.
    exports: Arc<BTreeSet<String>>,
}

/// A module whose imports have the names of what satisfies them.
struct Resolved {
    module: Module,
    /// Some import fits only if it has grown.
    if_grown: bool,
    /// It imports something through which it could be reached later.
    entangled: bool,
}

impl<M: Make> Planner<'_, M> {
    fn directive(&mut self, n: usize, directive: &Directive) -> Result<Outcome, String> {
        let id = self.base + n as u32;
        match &directive.kind {
            Kind::Module { name, module } => self.define(n, name.clone(), module),
            Kind::Definition { name, module } => {
                self.definitions.insert(name.clone(), module.clone());
                self.definitions.insert(None, module.clone());
                self.parse(module).map(|_| Outcome::Settled(Ok(())))
            }
            Kind::Instance { name, definition } => {
                let missing = || "no such module definition".to_owned();
                let module = self
                    .definitions
                    .get(definition)
                    .ok_or_else(missing)?
                    .clone();
                self.define(n, name.clone(), &module)
            }
            Kind::Register { name, instance } => {
                let index = self.index(instance.as_ref())?;
                self.registered.insert(name.clone(), index);
                self.instance(instance.as_ref())?;
                Ok(Outcome::Settled(Ok(())))
            }
            Kind::Perform(action) => self.perform(n, action, Expect::Return),
            Kind::AssertReturn { action, expected } => {
                let expect = self.values(action, expected)?;
                self.perform(n, action, expect)
            }
            Kind::AssertTrap { action, message } | Kind::AssertExhaustion { action, message } => {
                self.perform(n, action, Expect::Trap(message.clone()))
            }
            Kind::AssertMalformed { module } => {
                Ok(rejected(module, self.options.features, "malformed"))
            }
            Kind::AssertInvalid { module } => {
                Ok(rejected(module, self.options.features, "invalid"))
            }
            Kind::AssertUnlinkable { module, message } => self.unlinkable(id, module, message),
            Kind::Unsupported { what, .. } => Err(format!("{what} is not supported")),
        }
    }

    /// Makes an instance and lets it be the current one.
    fn define(
        &mut self,
        n: usize,
        name: Option<String>,
        module: &Encoded,
    ) -> Result<Outcome, String> {
        let lasting = name.is_some() || self.is_used_later(n);
        let made = self.parse(module).and_then(|module| {
            let linked = self.link(module).map_err(|error| error.message())?;
            self.compile(linked, lasting)
        });
        let index = self.instances.len();
        let outcome = match &made {
            Ok((instance, _)) => Ok(self.step_instantiate(n, instance, Expect::Return)),
            Err(why) => Err(why.clone()),
        };
        self.instances
            .push(made.map_err(|why| format!("it needs a module that failed ({why})")));
        self.current = Some(index);
        if let Some(name) = name {
            self.named.insert(name, index);
        }
        outcome
    }

    fn step_instantiate(&mut self, n: usize, instance: &str, expect: Expect) -> Outcome {
        let id = self.base + n as u32;
        self.plan.steps.push(Step::Check {
            id,
            code: names::instantiate(instance),
            signature: ">".to_owned(),
            args: Vec::new(),
        });
        Outcome::Device { id, expect }
    }

    /// Whether the instance made by directive `n`, without a name, is used when another is current, or while another is being made.
    fn is_used_later(&self, n: usize) -> bool {
        for directive in &self.script.directives[n + 1..] {
            match &directive.kind {
                Kind::Module { .. } | Kind::Instance { .. } => return false,
                Kind::Register { instance: None, .. } | Kind::AssertUnlinkable { .. } => {
                    return true;
                }
                Kind::Perform(Action::Instantiate { .. })
                | Kind::AssertReturn {
                    action: Action::Instantiate { .. },
                    ..
                }
                | Kind::AssertTrap {
                    action: Action::Instantiate { .. },
                    ..
                } => return true,
                _ => {}
            }
        }
        false
    }

    fn index(&self, name: Option<&String>) -> Result<usize, String> {
        match name {
            Some(name) => {
                let index = self.named.get(name).copied();
                index.ok_or_else(|| format!("there is no module `${name}`"))
            }
            None => self
                .current
                .ok_or_else(|| "there is no module yet".to_owned()),
        }
    }

    fn instance(&self, name: Option<&String>) -> Result<&(String, Module), String> {
        self.instances[self.index(name)?]
            .as_ref()
            .map_err(Clone::clone)
    }
}

/// What the device does.
impl<M: Make> Planner<'_, M> {
    fn perform(&mut self, n: usize, action: &Action, expect: Expect) -> Result<Outcome, String> {
        let id = self.base + n as u32;
        match action {
            Action::Invoke {
                instance,
                name,
                args,
            } => {
                let step = self.invoke(id, instance.as_ref(), name, args)?;
                self.plan.steps.push(step);
            }
            Action::Get { instance, name } => {
                let (symbol, ty) = self.export(instance.as_ref(), name)?;
                let ExternType::Global(ty) = ty else {
                    return Err(format!("the export `{name}` is no global"));
                };
                self.plan.steps.push(Step::Look {
                    id,
                    global: symbol,
                    ty: ty.value.letter(),
                });
            }
            Action::Instantiate { module } => {
                let linked = self
                    .link(self.parse(module)?)
                    .map_err(|error| error.message())?;
                let (instance, _) = self.compile(linked, false)?;
                return Ok(self.step_instantiate(n, &instance, expect));
            }
        }
        Ok(Outcome::Device { id, expect })
    }

    fn invoke(
        &self,
        id: u32,
        instance: Option<&String>,
        name: &str,
        args: &[Argument],
    ) -> Result<Step, String> {
        let (symbol, ty) = self.export(instance, name)?;
        let ExternType::Func(ty) = ty else {
            return Err(format!("the export `{name}` is no function"));
        };
        let bits = args.iter().zip(&ty.params);
        let bits: Option<Vec<u64>> = bits.map(|(arg, ty)| arg.bits_as(ty.letter())).collect();
        let bits = bits.filter(|bits| bits.len() == ty.params.len() && bits.len() == args.len());
        let bits = bits.ok_or_else(|| format!("the arguments are not of its type {ty}"))?;
        Ok(Step::Check {
            id,
            code: symbol,
            signature: ty.signature(),
            args: bits.into_iter().map(Operand::Number).collect(),
        })
    }

    /// The symbol and type of an instance's export.
    fn export(
        &self,
        instance: Option<&String>,
        name: &str,
    ) -> Result<(String, ExternType), String> {
        let (instance, module) = self.instance(instance)?;
        let export = module.exports.iter().find(|export| export.name == name);
        let export = export.ok_or_else(|| format!("nothing is exported as `{name}`"))?;
        let ty = module.extern_type(export.index);
        Ok((names::export(instance, name, &ty), ty))
    }

    /// The results a call must have, whose types are its function's.
    fn values(&self, action: &Action, expected: &[Pattern]) -> Result<Expect, String> {
        let (instance, name) = match action {
            Action::Invoke { instance, name, .. } | Action::Get { instance, name } => {
                (instance.as_ref(), name)
            }
            Action::Instantiate { .. } => return Ok(Expect::Return),
        };
        let types = match self.export(instance, name)?.1 {
            ExternType::Func(ty) => ty.results.iter().map(|ty| ty.letter()).collect(),
            ExternType::Global(ty) => ty.value.letter().to_string(),
            ExternType::Memory(_) | ExternType::Table(_) => String::new(),
        };
        Ok(Expect::Values {
            types,
            patterns: expected.to_vec(),
        })
    }
}

/// Making instances.
impl<M: Make> Planner<'_, M> {
    fn parse(&self, module: &Encoded) -> Result<Module, String> {
        parse(module, self.options.features)
    }

    /// Finds what satisfies each import and gives the import its name.
    fn link(&mut self, mut module: Module) -> Result<Resolved, LinkError> {
        let (mut if_grown, mut entangled) = (false, false);
        imports::each_import(&mut module, |import, ty| {
            let (instance, export) = self.provider(import)?;
            match imports::fit(&export, &ty) {
                Fit::Yes => {}
                Fit::IfGrown => if_grown = true,
                Fit::No => return Err(LinkError::Incompatible(of(import))),
            }
            match (&instance, &ty) {
                // A host function.
                (None, ExternType::Func(_)) => {}
                (_, ExternType::Global(ty)) if !ty.mutable => {}
                _ => entangled = true,
            }
            let instance = match (instance, &ty) {
                (Some(instance), _) => instance,
                (None, ExternType::Func(_)) => return Ok(()),
                (None, _) => self.spectest().map_err(LinkError::Missing)?,
            };
            import.module = instance;
            Ok(())
        })?;
        Ok(Resolved {
            module,
            if_grown,
            entangled,
        })
    }

    /// The instance an import comes from (none is `spectest`), and the type of what is exported there.
    fn provider(&self, import: &ImportName) -> Result<(Option<String>, ExternType), LinkError> {
        let unknown = || LinkError::Unknown(of(import));
        if let Some(&index) = self.registered.get(&import.module) {
            let (instance, module) = self.instances[index]
                .as_ref()
                .map_err(|why| LinkError::Missing(why.clone()))?;
            let exports = module.typed_exports();
            let mut exports = exports.into_iter();
            let export = exports.find(|(name, _)| *name == import.name);
            let (_, ty) = export.ok_or_else(unknown)?;
            return Ok((Some(instance.clone()), ty));
        }
        if import.module != spectest::NAME {
            return Err(unknown());
        }
        let ty = spectest::export(&import.name).ok_or_else(unknown)?;
        Ok((None, ty))
    }

    /// The instance behind `spectest`, made when it is first needed.
    fn spectest(&mut self) -> Result<String, String> {
        if let Some(name) = &self.spectest {
            return Ok(name.clone());
        }
        let module = self.parse(&Ok(spectest::TEXT.as_bytes().to_vec()))?;
        let linked = Resolved {
            module,
            if_grown: false,
            entangled: true,
        };
        let (name, _) = self.compile(linked, true)?;
        // No directive has this number.
        self.step_instantiate(self.script.directives.len(), &name, Expect::Return);
        self.spectest = Some(name.clone());
        Ok(name)
    }

    /// Compiles a module under a new name. `lasting`: its memories keep their place until the script ends.
    fn compile(&mut self, linked: Resolved, lasting: bool) -> Result<(String, Module), String> {
        let name = format!("{}m{}", self.prefix, self.count);
        let lasting = lasting || linked.entangled;
        let options = driver::Options {
            target: self.options.board.target,
            translate: TranslateOptions {
                instance: name.clone(),
                memory_reserve: self.memory_reserve(&linked.module, lasting),
                table_reserve: TABLE_RESERVE,
                alone: !lasting,
            },
            source: self.script.name.clone(),
            linked: Arc::clone(&self.exports),
            goal: self.options.goal,
        };
        let compile = || Unit::of_module(linked.module, options).and_then(M::make);
        let (module, mut made) = catch_unwind(AssertUnwindSafe(compile))
            .map_err(|_| "the compiler panicked".to_owned())?
            .map_err(|error| error.to_string())?;
        if !self.arena.adopt(&name, M::data(&mut made), lasting) {
            return Err("the board has no room for its memory".to_owned());
        }
        self.count += 1;
        Arc::make_mut(&mut self.exports).extend(names::exports(&name, &module));
        self.plan.modules.push(made);
        Ok((name, module))
    }

    /// How far each of a module's memories may grow.
    fn memory_reserve(&self, module: &Module, lasting: bool) -> u32 {
        let own = module
            .memories
            .iter()
            .filter(|memory| memory.import.is_none());
        let share = self.arena.free() / own.clone().count().max(1) as u32;
        let most = own.map(|memory| memory.ty.min_bytes()).max().unwrap_or(0);
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        if lasting {
            share.min(LASTING_RESERVE.max(most))
        } else {
            share
        }
    }

    fn unlinkable(&mut self, id: u32, module: &Encoded, message: &str) -> Result<Outcome, String> {
        let n = (id - self.base) as usize;
        match self.link(self.parse(module)?) {
            Err(LinkError::Missing(why)) => Err(why),
            Err(error) if error.message().starts_with(message) => Ok(Outcome::Settled(Ok(()))),
            Err(error) => Err(format!("`{}`, must be `{message}`", error.message())),
            Ok(linked) if linked.if_grown => {
                let (instance, _) = self.compile(linked, false)?;
                Ok(self.step_instantiate(n, &instance, Expect::TooSmall))
            }
            Ok(_) => Err("was linked, must not link".to_owned()),
        }
    }
}

fn of(import: &ImportName) -> String {
    format!("`{}` of `{}`", import.name, import.module)
}

fn parse(module: &Encoded, features: FeatureSet) -> Result<Module, String> {
    let bytes = module.as_ref().map_err(Clone::clone)?;
    let options = wasm::ParseOptions {
        features,
        ..wasm::ParseOptions::default()
    };
    wasm::parse(bytes, options).map_err(|error| error.to_string())
}

/// Of a module that must not be accepted.
fn rejected(module: &Encoded, features: FeatureSet, what: &str) -> Outcome {
    Outcome::Settled(match parse(module, features) {
        Ok(_) => Err(format!("was accepted, must be {what}")),
        Err(_) => Ok(()),
    })
}
