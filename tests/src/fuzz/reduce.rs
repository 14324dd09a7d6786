//! Makes a failing case small: actions, functions and instructions go as long as it fails without them.
//!
//! Nothing here understands code. An edit replaces some instructions of a function by others that might have the same type; one
//! that makes the module invalid is not tried out. So the result is not the smallest there is, but small enough to read.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tinsmith::wasm::{ParseOptions, parse};

use super::campaign::Prepared;
use super::edit::Editable;
use super::{Action, Case, reference};

/// Reduction stops after this long, with what there is by then.
const PATIENCE: Duration = Duration::from_secs(300);

const UNREACHABLE: &[u8] = &[0x00];
const END: &[u8] = &[0x0b];
const DROP: &[u8] = &[0x1a];
/// `const 0` of the number types, and null references.
const NOTHING: [&[u8]; 6] = [
    &[0x41, 0],
    &[0x42, 0],
    &[0x43, 0, 0, 0, 0],
    &[0x44, 0, 0, 0, 0, 0, 0, 0, 0],
    &[0xd0, 0x70],
    &[0xd0, 0x6f],
];

/// The smallest case found that still `fails`.
pub fn reduce(prepared: &Prepared, fails: &mut dyn FnMut(&Prepared) -> bool) -> Prepared {
    let mut reducer = Reducer {
        best: prepared.clone(),
        fails,
        end: Instant::now() + PATIENCE,
    };
    loop {
        let before = reducer.best.case.clone();
        reducer.actions();
        reducer.module();
        let after = &reducer.best.case;
        let same = before.wasm == after.wasm && before.actions == after.actions;
        if same || Instant::now() > reducer.end {
            return reducer.best;
        }
    }
}

struct Reducer<'a> {
    best: Prepared,
    fails: &'a mut dyn FnMut(&Prepared) -> bool,
    end: Instant,
}

impl Reducer<'_> {
    /// Keeps a case if the reference engine executes it to an end and it still fails.
    fn attempt(&mut self, mut case: Case) -> bool {
        if Instant::now() > self.end {
            return false;
        }
        let Ok(expected) = reference::run(&mut case) else {
            return false;
        };
        let prepared = Prepared { case, expected };
        let fails = (self.fails)(&prepared);
        if fails {
            self.best = prepared;
        }
        fails
    }

    fn actions(&mut self) {
        let mut len = self.best.case.actions.len();
        while len > 0 {
            let mut at = 0;
            while at < self.best.case.actions.len() {
                let mut case = self.best.case.clone();
                let end = (at + len).min(case.actions.len());
                case.actions.drain(at..end);
                if !self.attempt(case) {
                    at += len;
                }
            }
            len /= 2;
        }
    }

    fn module(&mut self) {
        let Ok(mut module) = Editable::new(&self.best.case.wasm) else {
            return;
        };
        module.exports = Some(used_exports(&self.best.case.actions));
        self.attempt_module(&module);
        module.data = false;
        if !self.attempt_module(&module) {
            module.data = true;
        }
        for function in 0..module.bodies.len() {
            self.function(&mut module, function);
        }
    }

    fn function(&mut self, module: &mut Editable, function: usize) {
        let trap = vec![UNREACHABLE.to_vec(), END.to_vec()];
        let code = std::mem::replace(&mut module.bodies[function].code, trap);
        if self.attempt_module(module) {
            return;
        }
        module.bodies[function].code = code;
        let mut len = module.bodies[function].code.len() / 2;
        while len > 0 {
            let mut at = 0;
            while at + len < module.bodies[function].code.len() {
                if !self.range(module, function, at, len) {
                    at += len;
                }
            }
            len /= 2;
        }
        self.blocks(module, function);
    }

    /// Replaces a range of a function's instructions by something shorter, if anything will do.
    fn range(&mut self, module: &mut Editable, function: usize, at: usize, len: usize) -> bool {
        let code = module.bodies[function].code.clone();
        for new in replacements() {
            if new.len() >= len && new[..] != [UNREACHABLE.to_vec()][..] && len > 1 {
                continue;
            }
            if code[at..at + len] == new[..] || len == 1 && !simpler(&code[at], &new) {
                continue;
            }
            module.bodies[function].code.splice(at..at + len, new);
            if self.attempt_module(module) {
                return true;
            }
            module.bodies[function].code = code.clone();
        }
        false
    }

    /// Takes away block starts with their ends, which are not next to each other.
    fn blocks(&mut self, module: &mut Editable, function: usize) {
        let mut start = 0;
        while start < module.bodies[function].code.len() {
            let code = module.bodies[function].code.clone();
            if matches!(code[start][0], 0x02..=0x04)
                && let Some(end) = end_of(&code, start)
            {
                let body = &mut module.bodies[function].code;
                body.remove(end);
                body.remove(start);
                if !self.attempt_module(module) {
                    module.bodies[function].code = code;
                }
            }
            start += 1;
        }
    }

    fn attempt_module(&mut self, module: &Editable) -> bool {
        let Ok(wasm) = module.encode() else {
            return false;
        };
        if wasm == self.best.case.wasm || parse(&wasm, ParseOptions::default()).is_err() {
            return false;
        }
        let case = Case {
            wasm,
            ..self.best.case.clone()
        };
        self.attempt(case)
    }
}

/// One instruction becomes fewer or, if it is none of them yet, one of the simplest; else there would be no end.
fn simpler(old: &[u8], new: &[Vec<u8>]) -> bool {
    let simple = |code: &[u8]| NOTHING.contains(&code) || code == DROP || code == UNREACHABLE;
    new.is_empty() || !simple(old)
}

/// What may stand for other instructions: nothing, a trap, values dropped, a value made, both.
fn replacements() -> Vec<Vec<Vec<u8>>> {
    let mut all = vec![vec![], vec![UNREACHABLE.to_vec()]];
    for dropped in 0..4 {
        let drops = vec![DROP.to_vec(); dropped];
        if dropped > 0 {
            all.push(drops.clone());
        }
        for value in NOTHING {
            let mut code = drops.clone();
            code.push(value.to_vec());
            all.push(code);
        }
    }
    all
}

fn end_of(code: &[Vec<u8>], start: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, instruction) in code.iter().enumerate().skip(start) {
        match instruction[0] {
            0x02..=0x04 => depth += 1,
            0x0b => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn used_exports(actions: &[Action]) -> BTreeSet<String> {
    let names = actions.iter().filter_map(|action| match action {
        Action::Instantiate | Action::Exhaust => None,
        Action::Call { name, .. }
        | Action::Global { name, .. }
        | Action::Memory { name, .. }
        | Action::Table { name, .. } => Some(name.clone()),
    });
    names.collect()
}
