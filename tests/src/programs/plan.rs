//! A program's steps as the run script the firmware executes, and the answers it must give.

use std::collections::{BTreeMap, HashMap};

use tinsmith::script::{Call, Operand, SLOTS, Script, Step};
use tinsmith::wasm::{ExternIndex, ExternType, Module, ValueType, names};

use super::answers::Expected;
use super::spec::{self, Number, Program};
use super::{Failure, context};

/// The name under which the program itself is compiled.
pub const MAIN: &str = "app";

/// The modules that are linked, by instance name.
pub type Modules<'a> = BTreeMap<&'a str, &'a Module>;

/// The script, and what must come out.
pub struct Plan<'a> {
    modules: &'a Modules<'a>,
    /// What the firmware does.
    pub script: Script,
    /// The answers it must give, in order.
    pub expected: Vec<Expected>,
    slots: HashMap<String, u32>,
    /// Which answer a saved result was.
    answers: HashMap<String, usize>,
}

impl<'a> Plan<'a> {
    /// The plan for a program.
    ///
    /// # Errors
    /// What is wrong with a step.
    pub fn new(name: &str, program: &Program, modules: &'a Modules<'a>) -> Result<Self, Failure> {
        let words = std::iter::once(name).chain(program.run.args.iter().map(String::as_str));
        let script = Script {
            steps: Vec::new(),
            args: words.map(str::to_owned).collect(),
            environ: program.run.env.clone(),
        };
        let mut plan = Self {
            modules,
            script,
            expected: Vec::new(),
            slots: HashMap::new(),
            answers: HashMap::new(),
        };
        plan.instantiate()?;
        if program.step.is_empty() {
            plan.call(MAIN, "_start", &[], None)?;
        }
        for (n, step) in program.step.iter().enumerate() {
            plan.step(step).map_err(context(format!("step {n}")))?;
        }
        Ok(plan)
    }

    /// Linked modules first; the main one's memory is the one that steps and host functions see.
    fn instantiate(&mut self) -> Result<(), Failure> {
        let linked = self.modules.keys().filter(|name| **name != MAIN);
        for instance in linked {
            let code = names::instantiate(instance);
            self.script
                .steps
                .push(Step::Instantiate { code, memory: None });
        }
        let main = self.module(MAIN)?;
        let memory = (!main.memories.is_empty())
            .then(|| names::descriptor(&names::item(MAIN, main, ExternIndex::Memory(0))));
        let code = names::instantiate(MAIN);
        self.script.steps.push(Step::Instantiate { code, memory });
        Ok(())
    }

    fn module(&self, instance: &str) -> Result<&'a Module, Failure> {
        self.modules
            .get(instance)
            .copied()
            .ok_or_else(|| format!("no module is linked as `{instance}`"))
    }

    fn step(&mut self, step: &spec::Step) -> Result<(), Failure> {
        match step {
            spec::Step {
                call: Some(name), ..
            } => (0..step.times).try_for_each(|_| self.call_step(name, step)),
            spec::Step {
                write: Some(at), ..
            } => {
                let at = self.address(at)?;
                let bytes = step.bytes.get(step.len.as_ref())?;
                let bytes = bytes.ok_or("`write` needs `text`, `hex`, `file` or `cycle`")?;
                self.script.steps.push(Step::Write { at, bytes });
                Ok(())
            }
            spec::Step { read: Some(at), .. } => self.read_step(at, step),
            spec::Step {
                load: Some(at),
                save: Some(name),
                ..
            } => {
                let at = self.address(at)?;
                let slot = self.slot(name)?;
                self.answers.remove(name);
                self.script.steps.push(Step::Load { at, slot });
                Ok(())
            }
            _ => Err("a step needs `call`, `write`, `read` or `load` with `save`".to_owned()),
        }
    }

    fn call_step(&mut self, name: &str, step: &spec::Step) -> Result<(), Failure> {
        let instance = step.instance.as_deref().unwrap_or(MAIN);
        let results = self.call(instance, name, &step.args, step.save.as_ref())?;
        let first = self.expected.len();
        match &step.expect {
            None => self
                .expected
                .extend(results.iter().map(|_| Expected::AnyResult)),
            Some(values) if values.len() == results.len() => {
                for (value, ty) in values.iter().zip(results) {
                    let expected = self.result(value, ty)?;
                    self.expected.push(expected);
                }
            }
            Some(_) => return Err(format!("`{name}` has {} results", results.len())),
        }
        if let Some(name) = &step.save {
            self.answers.insert(name.clone(), first);
        }
        Ok(())
    }

    /// What a result must be: a saved one, text as it would be printed, or bits.
    fn result(&self, value: &Number, ty: ValueType) -> Result<Expected, Failure> {
        let Number::Text(text) = value else {
            return bits(value, ty).map(Expected::Bits);
        };
        let (name, plus) = offset(text)?;
        Ok(match self.answers.get(name) {
            Some(&answer) => Expected::Saved { answer, plus },
            None if text.starts_with("0x") => Expected::Bits(bits(value, ty)?),
            None => Expected::Printed(text.clone()),
        })
    }

    /// Adds a call; the types of what it returns.
    fn call(
        &mut self,
        instance: &str,
        name: &str,
        args: &[Number],
        save: Option<&String>,
    ) -> Result<Vec<ValueType>, Failure> {
        let module = self.module(instance)?;
        let index = exported_function(module, name)?;
        let ty = module.function_type(index);
        if ty.params.len() != args.len() {
            let given = args.len();
            return Err(format!("`{name}` has type {ty}, {given} arguments given"));
        }
        let args = args.iter().zip(&ty.params);
        let args = args
            .map(|(arg, &ty)| self.operand(arg, ty))
            .collect::<Result<_, _>>()?;
        let slot = save.map(|name| self.slot(name)).transpose()?;
        self.script.steps.push(Step::Call(Call {
            code: names::export(instance, name, &ExternType::Func(ty.clone())),
            signature: ty.signature(),
            args,
            report: true,
            survives_trap: false,
            count: true,
            slot,
        }));
        Ok(ty.results.clone())
    }

    fn read_step(&mut self, at: &Number, step: &spec::Step) -> Result<(), Failure> {
        let bytes = step.bytes.get(step.len.as_ref())?;
        let len = match (&step.len, &bytes) {
            (Some(len), _) => self.address(len)?,
            (None, Some(bytes)) => Operand::Number(bytes.len() as u64),
            (None, None) => return Err("`read` needs `len`".to_owned()),
        };
        if bytes.is_none() && step.sha256.is_none() {
            return Err("`read` needs `sha256` or bytes to compare with".to_owned());
        }
        let at = self.address(at)?;
        self.script.steps.push(Step::Read { at, len });
        self.expected.push(Expected::Memory {
            sha256: step.sha256.clone(),
            bytes,
        });
        Ok(())
    }

    fn slot(&mut self, name: &str) -> Result<u32, Failure> {
        let next = self.slots.len() as u32;
        let slot = *self.slots.entry(name.to_owned()).or_insert(next);
        if slot >= SLOTS {
            return Err(format!(
                "`{name}` is one name too many: {SLOTS} can be saved"
            ));
        }
        Ok(slot)
    }

    fn address(&self, number: &Number) -> Result<Operand, Failure> {
        self.operand(number, ValueType::I32)
    }

    fn operand(&self, number: &Number, ty: ValueType) -> Result<Operand, Failure> {
        match number {
            Number::Text(text) if !text.starts_with("0x") => self.saved(text),
            _ => bits(number, ty).map(Operand::Number),
        }
    }

    /// `name` or `name+4`.
    fn saved(&self, text: &str) -> Result<Operand, Failure> {
        let (name, plus) = offset(text)?;
        let slot = self.slots.get(name);
        let slot = slot.ok_or_else(|| format!("nothing was saved as `{name}`"))?;
        Ok(Operand::Slot(*slot, plus))
    }
}

/// `name+4` in its parts; without an offset it is 0.
fn offset(text: &str) -> Result<(&str, u32), Failure> {
    let (name, plus) = text.split_once('+').unwrap_or((text, "0"));
    Ok((name, plus.parse().map_err(context(text))?))
}

fn exported_function(module: &Module, name: &str) -> Result<u32, Failure> {
    let mut exports = module.exports.iter().filter(|export| export.name == name);
    exports
        .find_map(|export| match export.index {
            ExternIndex::Func(index) => Some(index),
            _ => None,
        })
        .ok_or_else(|| format!("no function `{name}` is exported"))
}

/// The bits of a number as a value of that type.
fn bits(number: &Number, ty: ValueType) -> Result<u64, Failure> {
    let wide = match (number, ty) {
        (Number::Int(n), ValueType::F32) => u64::from((*n as f32).to_bits()),
        (Number::Int(n), ValueType::F64) => (*n as f64).to_bits(),
        (Number::Int(n), ValueType::I64) => *n as u64,
        (Number::Int(n), _) if (i64::from(i32::MIN)..=i64::from(u32::MAX)).contains(n) => {
            u64::from(*n as u32)
        }
        (Number::Float(n), ValueType::F32) => u64::from((*n as f32).to_bits()),
        (Number::Float(n), ValueType::F64) => n.to_bits(),
        (Number::Text(text), _) => {
            let digits = text.strip_prefix("0x").unwrap_or(text);
            u64::from_str_radix(digits, 16).map_err(context(text))?
        }
        _ => return Err(format!("{number:?} is no value of type {ty}")),
    };
    Ok(wide)
}
