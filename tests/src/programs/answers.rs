//! What a run must leave, and what it left.

use sha2::{Digest, Sha256};
use tinsmith::emulator::{Event, Outcome, Value};

use super::fetch::hex;
use super::spec::{Program, Run};
use super::{Failure, context, folder};

/// What the device must say.
#[derive(Clone, Debug)]
pub enum Expected {
    /// A result with these bits.
    Bits(u64),
    /// A result that prints like this.
    Printed(String),
    /// The first result again that an earlier answer was, plus something.
    Saved {
        /// Which one.
        answer: usize,
        /// Plus this.
        plus: u32,
    },
    /// A result, whichever.
    AnyResult,
    /// Memory.
    Memory {
        /// With this hash,
        sha256: Option<String>,
        /// and these bytes.
        bytes: Option<Vec<u8>>,
    },
}

/// What a run left.
pub struct Ran {
    /// How it ended.
    pub outcome: Outcome,
    /// Where it trapped, in words.
    pub traps: Vec<String>,
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error.
    pub stderr: Vec<u8>,
}

impl Ran {
    /// Compares with what must be; the number of executed instructions.
    ///
    /// # Errors
    /// The first difference.
    pub fn check(&self, program: &Program, expected: &[Expected]) -> Result<u64, Failure> {
        if self.outcome.status != program.run.status {
            let events: Vec<_> = self.outcome.events.iter().map(shown).collect();
            return Err(format!(
                "exit status {}, must be {}; {}; {}\n{}{}",
                self.outcome.status,
                program.run.status,
                self.traps.join(", "),
                events.join(", "),
                String::from_utf8_lossy(&self.stdout),
                String::from_utf8_lossy(&self.stderr)
            ));
        }
        check_streams(&self.stdout, &self.stderr, &program.run)?;
        self.check_answers(expected)?;
        if let Some(traces) = &program.traces {
            let found: Vec<_> = self.outcome.events.iter().filter_map(trace).collect();
            if found != *traces {
                return Err(format!("traced {found:?}, must be {traces:?}"));
            }
        }
        self.outcome
            .count()
            .ok_or_else(|| "no instructions were counted".to_owned())
    }

    fn check_answers(&self, expected: &[Expected]) -> Result<(), Failure> {
        let events = self.outcome.events.iter();
        let answers: Vec<_> = events
            .filter(|event| !matches!(event, Event::Count(_) | Event::Trace(_) | Event::Exit(_)))
            .collect();
        for (n, expected) in expected.iter().enumerate() {
            let answer = answers.get(n);
            if !answer.is_some_and(|answer| expected.accepts(answer, &answers)) {
                return Err(format!(
                    "answer {n} is {}, must be {}",
                    answer.map_or("missing".to_owned(), |answer| shown(answer)),
                    expected.shown()
                ));
            }
        }
        match answers.get(expected.len()) {
            Some(more) => Err(format!("an answer too many: {more:?}")),
            None => Ok(()),
        }
    }
}

/// Compares what a program wrote with what it must write.
///
/// # Errors
/// The first difference.
pub fn check_streams(stdout: &[u8], stderr: &[u8], run: &Run) -> Result<(), Failure> {
    let stdout = String::from_utf8_lossy(stdout);
    if let Some(file) = &run.stdout {
        let wanted = std::fs::read_to_string(folder().join(file)).map_err(context(file))?;
        if stdout != wanted {
            return Err(format!("standard output is\n{stdout}\nmust be\n{wanted}"));
        }
    }
    for text in &run.contains {
        if !stdout.contains(text) {
            return Err(format!("standard output has no `{text}`:\n{stdout}"));
        }
    }
    let stderr = String::from_utf8_lossy(stderr);
    if stderr != run.stderr {
        let wanted = &run.stderr;
        return Err(format!("standard error is\n{stderr}\nmust be\n{wanted}"));
    }
    Ok(())
}

impl Expected {
    /// Whether an answer is right, given all of them.
    fn accepts(&self, answer: &Event, answers: &[&Event]) -> bool {
        match (self, answer) {
            (Self::AnyResult, Event::Result(_)) => true,
            (Self::Printed(text), Event::Result(value)) => value.to_string() == *text,
            (Self::Bits(wanted), Event::Result(value)) => bits(*value) == *wanted,
            (Self::Saved { answer, plus }, Event::Result(value)) => {
                matches!(answers.get(*answer), Some(Event::Result(saved))
                    if bits(*saved).wrapping_add((*plus).into()) == bits(*value))
            }
            (Self::Memory { sha256, bytes }, Event::Memory(found)) => {
                let hash = hex(&Sha256::digest(found));
                sha256.as_ref().is_none_or(|wanted| *wanted == hash)
                    && bytes.as_ref().is_none_or(|wanted| wanted == found)
            }
            _ => false,
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Bits(bits) => format!("{bits:#x}"),
            Self::Printed(text) => text.clone(),
            Self::Saved { answer, plus } => format!("answer {answer} + {plus}"),
            Self::AnyResult => "a result".to_owned(),
            Self::Memory {
                sha256: Some(hash), ..
            } => format!("memory with hash {hash}"),
            Self::Memory { bytes, .. } => {
                format!("memory {}", start(bytes.as_deref().unwrap_or(&[])))
            }
        }
    }
}

fn shown(answer: &Event) -> String {
    match answer {
        Event::Result(value) => format!("{value} ({:#x})", bits(*value)),
        Event::Memory(bytes) => {
            let hash = hex(&Sha256::digest(bytes));
            format!("memory {} with hash {hash}", start(bytes))
        }
        other => format!("{other:?}"),
    }
}

/// Bytes in hex as far as they fit a message.
fn start(bytes: &[u8]) -> String {
    match bytes.get(..64) {
        Some(first) => format!("{}… ({} bytes)", hex(first), bytes.len()),
        None => hex(bytes),
    }
}

fn bits(value: Value) -> u64 {
    match value {
        Value::I32(n) => u64::from(n as u32),
        Value::I64(n) => n as u64,
        Value::F32(bits) => bits.into(),
        Value::F64(bits) => bits,
        Value::Ref(reference) => reference.unwrap_or(0).into(),
    }
}

fn trace(event: &Event) -> Option<&str> {
    match event {
        Event::Trace(text) => Some(text),
        _ => None,
    }
}
