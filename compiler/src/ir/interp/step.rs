//! The machine: frames, and one instruction after the other.

use std::sync::Arc;

use super::{Fault, Frame, Host, Interpreter, Stop, intrinsics};
use crate::ir::eval::{eval_binary, eval_fcmp, eval_icmp, eval_unary};
use crate::ir::function::{Function, Signature};
use crate::ir::inst::{BlockCall, InstData, LoadKind, TrapKind};
use crate::ir::types::{Inst, SourceLoc, Value};

use cranelift_entity::EntityRef;

/// Runs a call from outside to its end.
pub(super) fn run<H: Host>(
    interp: &mut Interpreter<H>,
    name: &str,
    signature: Signature,
    args: &[u32],
) -> Result<Vec<u32>, Stop> {
    let mut machine = Machine {
        interp,
        frames: Vec::new(),
        returned: None,
    };
    let name: Arc<str> = name.into();
    let entered = machine.enter(&name, &signature, args, Vec::new());
    entered.map_err(|halt| halt.into_stop(&name, "", SourceLoc::NONE))?;
    while machine.returned.is_none() {
        machine.step()?;
    }
    Ok(machine.returned.unwrap_or_default())
}

/// Why an instruction did not complete; the place is added where it is known.
enum Halt {
    Trap(TrapKind),
    Fault(Fault),
    Stop(Stop),
}

impl Halt {
    fn into_stop(self, function: &Arc<str>, inst: &str, loc: SourceLoc) -> Stop {
        let function = function.clone();
        match self {
            Self::Trap(kind) => Stop::Trap {
                kind,
                function,
                loc,
            },
            Self::Fault(fault) => Stop::Fault {
                fault,
                function,
                inst: inst.to_owned(),
            },
            Self::Stop(stop) => stop,
        }
    }
}

struct Machine<'a, H> {
    interp: &'a mut Interpreter<H>,
    /// The activations, the running one last.
    frames: Vec<Frame>,
    /// The results of the outermost call, once it has returned.
    returned: Option<Vec<u32>>,
}

impl<H: Host> Machine<'_, H> {
    /// Runs one instruction.
    fn step(&mut self) -> Result<(), Stop> {
        self.interp.fuel = self.interp.fuel.checked_sub(1).ok_or(Stop::OutOfFuel)?;
        let frame = self.frame();
        let func = frame.func.clone();
        let inst = func.blocks[frame.block].insts[frame.next];
        frame.next += 1;
        self.execute(&func, inst).map_err(|halt| {
            let printed = func.display_inst(inst).to_string();
            halt.into_stop(&func.name, &printed, func.loc(inst))
        })
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("a function is running")
    }

    fn get(&self, value: Value) -> u32 {
        let frame = self.frames.last().expect("a function is running");
        frame.values[value.index()]
    }

    fn get_all(&self, values: &[Value]) -> Vec<u32> {
        values.iter().map(|&value| self.get(value)).collect()
    }

    fn execute(&mut self, func: &Function, inst: Inst) -> Result<(), Halt> {
        let data = func.inst(inst);
        if let Some(word) = self.pure(func, data)? {
            let result = func.result(inst);
            self.frame().values[result.index()] = word;
            return Ok(());
        }
        match data {
            InstData::Store {
                kind,
                value,
                addr,
                offset,
                ..
            } => self.store(*addr, *offset, kind.bytes(), *value),
            InstData::Call { .. } | InstData::CallIndirect { .. } => self.call(func, inst),
            InstData::ReturnCall { .. } | InstData::ReturnCallIndirect { .. } => {
                self.tail_call(func, inst)
            }
            InstData::TrapIf { cond, kind } if self.get(*cond) != 0 => Err(Halt::Trap(*kind)),
            InstData::Trap { kind } => Err(Halt::Trap(*kind)),
            InstData::Return { args } => {
                let results = self.get_all(args);
                self.leave(&results);
                Ok(())
            }
            _ => {
                self.branch(func, data);
                Ok(())
            }
        }
    }

    /// The result of an instruction that only computes or loads.
    fn pure(&mut self, func: &Function, data: &InstData) -> Result<Option<u32>, Halt> {
        Ok(Some(match data {
            InstData::Iconst(n) => *n as u32,
            InstData::Fconst(bits) => *bits,
            InstData::SymbolAddr { symbol, offset } => {
                let address = self.interp.memory.address(&func.symbols[*symbol].name);
                address.wrapping_add_signed(*offset)
            }
            InstData::Unary { op, arg } => eval_unary(*op, self.get(*arg)),
            InstData::Binary { op, args } => {
                let result = eval_binary(*op, self.get(args[0]), self.get(args[1]));
                result.ok_or(Halt::Fault(Fault::Division))?
            }
            InstData::Icmp { cc, args } => {
                u32::from(eval_icmp(*cc, self.get(args[0]), self.get(args[1])))
            }
            InstData::Fcmp { cc, args } => {
                u32::from(eval_fcmp(*cc, self.get(args[0]), self.get(args[1])))
            }
            InstData::Select {
                cond,
                if_true,
                if_false,
            } => match self.get(*cond) {
                0 => self.get(*if_false),
                _ => self.get(*if_true),
            },
            InstData::Load {
                kind, addr, offset, ..
            } => self.load(*kind, *addr, *offset)?,
            _ => return Ok(None),
        }))
    }

    fn load(&self, kind: LoadKind, addr: Value, offset: i32) -> Result<u32, Halt> {
        let (address, bytes) = (self.get(addr).wrapping_add_signed(offset), kind.bytes());
        let word = self.interp.memory.load(address, bytes);
        let word = word.ok_or(Halt::Fault(Fault::Access { address, bytes }))?;
        Ok(match kind {
            LoadKind::S8 => word as i8 as u32,
            LoadKind::S16 => word as i16 as u32,
            LoadKind::U8 | LoadKind::U16 | LoadKind::W32 | LoadKind::F32 => word,
        })
    }

    fn store(&mut self, addr: Value, offset: i32, bytes: u32, value: Value) -> Result<(), Halt> {
        let address = self.get(addr).wrapping_add_signed(offset);
        let word = self.get(value);
        let done = self.interp.memory.store(address, bytes, word);
        done.ok_or(Halt::Fault(Fault::Access { address, bytes }))
    }

    fn branch(&mut self, func: &Function, data: &InstData) {
        match data {
            InstData::Jump { dest } => self.go(func, dest),
            InstData::BrIf {
                cond,
                then_dest,
                else_dest,
            } => match self.get(*cond) {
                0 => self.go(func, else_dest),
                _ => self.go(func, then_dest),
            },
            InstData::BrTable {
                index,
                targets,
                default,
            } => {
                let index = self.get(*index) as usize;
                self.go(func, targets.get(index).unwrap_or(default));
            }
            // A `trapif` that does not trap goes on to the next instruction.
            _ => {}
        }
    }

    fn go(&mut self, func: &Function, dest: &BlockCall) {
        let args = self.get_all(&dest.args);
        let frame = self.frame();
        for (param, word) in func.blocks[dest.block].params.iter().zip(args) {
            frame.values[param.index()] = word;
        }
        frame.block = dest.block;
        frame.next = 0;
    }

    /// Callee, signature and arguments of any kind of call.
    fn callee(&self, func: &Function, inst: Inst) -> Result<(Arc<str>, Signature, Vec<u32>), Halt> {
        let (name, sig, args) = match func.inst(inst) {
            InstData::Call { symbol, sig, args } | InstData::ReturnCall { symbol, sig, args } => {
                (func.symbols[*symbol].name.clone(), sig, args)
            }
            InstData::CallIndirect { callee, sig, args }
            | InstData::ReturnCallIndirect { callee, sig, args } => {
                let address = self.get(*callee);
                let name = self.interp.memory.code_at(address);
                let name = name.ok_or(Halt::Fault(Fault::NotCode(address)))?;
                (name.clone(), sig, args)
            }
            _ => unreachable!("only asked of calls"),
        };
        Ok((name, func.signatures[*sig].clone(), self.get_all(args)))
    }

    fn call(&mut self, func: &Function, inst: Inst) -> Result<(), Halt> {
        let (name, signature, args) = self.callee(func, inst)?;
        self.enter(&name, &signature, &args, func.results(inst).to_vec())
    }

    fn tail_call(&mut self, func: &Function, inst: Inst) -> Result<(), Halt> {
        let (name, signature, args) = self.callee(func, inst)?;
        let frame = self.frames.pop().expect("a function is running");
        self.enter(&name, &signature, &args, frame.results)
    }

    /// Calls a function; an intrinsic or the host's function is done at once.
    fn enter(
        &mut self,
        name: &Arc<str>,
        signature: &Signature,
        args: &[u32],
        results: Vec<Value>,
    ) -> Result<(), Halt> {
        let Some(&n) = self.interp.by_name.get(name) else {
            // A table of code has a trap routine where a call must not go.
            let traps = |kind: &TrapKind| *kind.routine() == **name;
            if let Some(kind) = TrapKind::ALL.into_iter().find(traps) {
                return Err(Halt::Trap(kind));
            }
            let words = self.call_outside(name, signature, args)?;
            self.give(&results, &words);
            return Ok(());
        };
        let func = self.interp.functions[n].clone();
        if func.signature != *signature || args.len() != signature.params.len() {
            return Err(Halt::Fault(Fault::Signature {
                function: name.clone(),
                called: format!("{signature} with {} arguments", args.len()),
                actual: func.signature.to_string(),
            }));
        }
        if self.frames.len() >= self.interp.max_depth {
            return Err(Halt::Trap(TrapKind::StackExhausted));
        }
        let mut values = vec![0; func.value_count()];
        for (param, &word) in func.blocks[func.entry()].params.iter().zip(args) {
            values[param.index()] = word;
        }
        self.frames.push(Frame {
            block: func.entry(),
            func,
            values,
            next: 0,
            results,
        });
        Ok(())
    }

    fn call_outside(
        &mut self,
        name: &Arc<str>,
        signature: &Signature,
        args: &[u32],
    ) -> Result<Vec<u32>, Halt> {
        let Interpreter { memory, host, .. } = &mut *self.interp;
        let words = match intrinsics::call(memory, name, args) {
            Some(words) => words.ok_or_else(|| Halt::Fault(Fault::Intrinsic(name.clone())))?,
            None => host
                .call(memory, name, args)
                .ok_or_else(|| Halt::Fault(Fault::NoFunction(name.clone())))?
                .map_err(Halt::Stop)?,
        };
        if words.len() != signature.results.len() {
            return Err(Halt::Fault(Fault::Signature {
                function: name.clone(),
                called: signature.to_string(),
                actual: format!("a function with {} result words", words.len()),
            }));
        }
        Ok(words)
    }

    fn leave(&mut self, words: &[u32]) {
        let frame = self.frames.pop().expect("a function is running");
        self.give(&frame.results, words);
    }

    /// Gives a call's results to the caller, or to the outside.
    fn give(&mut self, results: &[Value], words: &[u32]) {
        match self.frames.last_mut() {
            None => self.returned = Some(words.to_vec()),
            Some(caller) => {
                for (result, &word) in results.iter().zip(words) {
                    caller.values[result.index()] = word;
                }
            }
        }
    }
}
