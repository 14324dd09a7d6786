//! What was expected, what the device said, and the difference.

use super::directive::Script;
use super::plan::Outcome;
use super::value::{Pattern, Shown};
use crate::emulator::Done;
use crate::ir::TrapKind;

/// What came of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The script's name.
    pub name: String,
    /// One for each directive, in order.
    pub verdicts: Vec<Verdict>,
}

/// What came of a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its line, from 1.
    pub line: usize,
    /// Whether it is an assertion; modules, registrations and the like are not.
    pub assertion: bool,
    /// Nothing, or why it failed.
    pub outcome: Result<(), String>,
}

impl Report {
    /// The assertions that hold.
    pub fn passed(&self) -> usize {
        let held = |v: &&Verdict| v.assertion && v.outcome.is_ok();
        self.verdicts.iter().filter(held).count()
    }

    /// The assertions there are.
    pub fn assertions(&self) -> usize {
        self.verdicts.iter().filter(|v| v.assertion).count()
    }

    /// Everything that failed: assertions that do not hold, and other directives that could not be done.
    pub fn failures(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|v| v.outcome.is_err())
    }
}

/// What a device said.
pub(super) struct Answers<'a> {
    /// Under a number, or why it did not.
    pub of: &'a dyn Fn(u32) -> Result<Done, String>,
    /// Where in the wasm code a program counter is.
    pub place: &'a dyn Fn(u32) -> String,
}

/// The verdicts on a script.
pub(super) fn report(script: &Script, outcomes: Vec<Outcome>, answers: &Answers<'_>) -> Report {
    let directives = script.directives.iter().zip(outcomes);
    let verdicts = directives.map(|(directive, outcome)| Verdict {
        line: directive.line,
        assertion: directive.kind.is_assertion(),
        outcome: match outcome {
            Outcome::Settled(outcome) => outcome,
            Outcome::Device { id, expect } => {
                (answers.of)(id).and_then(|done| expect.check(&done, answers.place))
            }
        },
    });
    Report {
        name: script.name.clone(),
        verdicts: verdicts.collect(),
    }
}

/// What a step on the device must come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expect {
    /// No trap.
    Return,
    /// Results of these types that match.
    Values {
        types: String,
        patterns: Vec<Pattern>,
    },
    /// A trap with this message.
    Trap(String),
    /// An imported memory or table is smaller than it must be.
    TooSmall,
}

impl Expect {
    /// Compares; `place` tells where in the wasm code a program counter is.
    pub fn check(&self, done: &Done, place: &dyn Fn(u32) -> String) -> Result<(), String> {
        match (self, done) {
            (Self::Return, Done::Values(_)) => Ok(()),
            (Self::Values { types, patterns }, Done::Values(values)) => {
                check_values(types, patterns, values)
            }
            (Self::Return | Self::Values { .. }, Done::Trap { kind, pc }) => {
                Err(format!("trapped: {}{}", message(*kind), place(*pc)))
            }
            (Self::Trap(wanted), Done::Trap { kind, pc }) => {
                if kind.is_some_and(|kind| is_said_by(wanted, kind)) {
                    return Ok(());
                }
                let (found, place) = (message(*kind), place(*pc));
                Err(format!("trapped with `{found}`{place}, must be `{wanted}`"))
            }
            (Self::Trap(wanted), Done::Values(_)) => {
                Err(format!("did not trap, must trap with `{wanted}`"))
            }
            (Self::TooSmall, Done::Trap { kind, pc }) => match kind {
                Some(TrapKind::MemoryOutOfBounds | TrapKind::TableOutOfBounds) => Ok(()),
                kind => Err(format!(
                    "trapped with `{}`{}, must not link",
                    message(*kind),
                    place(*pc)
                )),
            },
            (Self::TooSmall, Done::Values(_)) => Err("was linked, must not link".to_owned()),
        }
    }
}

/// Whether the suite's message means that kind. Some scripts append an index, some cut it short.
fn is_said_by(wanted: &str, kind: TrapKind) -> bool {
    let ours = kind.message();
    let elements = [TrapKind::UndefinedElement, TrapKind::UninitializedElement];
    wanted == ours
        // An index may follow: `uninitialized element 2`.
        || elements.contains(&kind)
            && wanted
                .strip_prefix(ours)
                .and_then(|rest| rest.strip_prefix(' '))
                .is_some_and(|index| index.parse::<u32>().is_ok())
}

fn message(kind: Option<TrapKind>) -> &'static str {
    kind.map_or("an unknown kind", TrapKind::message)
}

fn check_values(types: &str, patterns: &[Pattern], values: &[u64]) -> Result<(), String> {
    let types: Vec<char> = types.chars().collect();
    let shown = || {
        let list = types.iter().zip(values);
        let list: Vec<String> = list.map(|(ty, v)| Shown(*ty, *v).to_string()).collect();
        list.join(", ")
    };
    let wanted = || {
        let list: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        list.join(", ")
    };
    let same_length = types.len() == patterns.len() && types.len() == values.len();
    let mut each = patterns.iter().zip(types.iter().zip(values));
    if same_length && each.all(|(pattern, (ty, value))| pattern.matches(*ty, *value)) {
        return Ok(());
    }
    Err(format!("returned ({}), must be ({})", shown(), wanted()))
}

#[cfg(test)]
mod tests {
    use super::{Expect, Pattern, is_said_by};
    use crate::emulator::Done;
    use crate::ir::TrapKind;

    #[test]
    fn trap_messages() {
        assert!(is_said_by("unreachable", TrapKind::Unreachable));
        assert!(!is_said_by("unreachable", TrapKind::IntegerOverflow));
        let kind = TrapKind::UninitializedElement;
        assert!(is_said_by("uninitialized element 2", kind));
        assert!(is_said_by("uninitialized element", kind));
        assert!(!is_said_by("uninitialized", kind));
        assert!(!is_said_by("undefined element", kind));
    }

    #[test]
    fn outcomes_are_compared() {
        let place = |_| String::new();
        let expect = Expect::Values {
            types: "i".to_owned(),
            patterns: vec![Pattern::exact('i', 5)],
        };
        let trap = Done::Trap {
            kind: Some(TrapKind::Unreachable),
            pc: 0,
        };
        assert!(expect.check(&Done::Values(vec![5]), &place).is_ok());
        assert!(expect.check(&Done::Values(vec![6]), &place).is_err());
        assert!(expect.check(&Done::Values(vec![]), &place).is_err());
        assert!(expect.check(&trap, &place).is_err());
        let expect = Expect::Trap("unreachable".to_owned());
        assert!(expect.check(&trap, &place).is_ok());
        assert!(expect.check(&Done::Values(vec![]), &place).is_err());
        assert!(Expect::TooSmall.check(&trap, &place).is_err());
    }
}
