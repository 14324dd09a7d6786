//! Whether two engines saw the same.

use std::fmt;

use tinsmith::ir::TrapKind;

use super::{Action, Case, Seen};

/// The first difference.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The position of the action.
    pub at: usize,
    /// The action.
    pub action: Action,
    /// What the reference engine saw.
    pub expected: Seen,
    /// What was found; none if nothing was seen at all.
    pub found: Option<Seen>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            at,
            action,
            expected,
            found,
        } = self;
        write!(
            f,
            "action {at}, {action:x?}: must be {expected:x?}, is {found:x?}"
        )
    }
}

/// What was compared, and the first difference.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// How many actions agree.
    pub agreed: usize,
    /// Of those, how many calls returned.
    pub returned: usize,
    /// How many times a stack was exhausted, after which nothing is compared until the next instance.
    pub exhausted: usize,
    /// The first difference.
    pub difference: Option<Difference>,
}

/// Compares what was found on a case with what the reference engine saw.
pub fn compare(case: &Case, expected: &[Seen], found: &[Option<Seen>]) -> Comparison {
    let mut comparison = Comparison::default();
    let mut exhausted = false;
    for (at, (action, expected)) in case.actions.iter().zip(expected).enumerate() {
        let found = found.get(at).cloned().flatten();
        exhausted &= *action != Action::Instantiate;
        if exhausted && found.is_some() {
            continue;
        }
        let is_exhausted = |seen: &Seen| *seen == Seen::Trap(TrapKind::StackExhausted);
        let by_itself = *action != Action::Exhaust;
        if by_itself && found.as_ref().is_some_and(is_exhausted)
            || by_itself && is_exhausted(expected) && found.is_some()
        {
            exhausted = true;
            comparison.exhausted += 1;
        } else if found.as_ref().is_some_and(|found| same(expected, found)) {
            comparison.agreed += 1;
            let call = matches!(action, Action::Call { .. });
            comparison.returned += usize::from(call && matches!(expected, Seen::Values(_)));
        } else {
            comparison.difference = Some(Difference {
                at,
                action: action.clone(),
                expected: expected.clone(),
                found,
            });
            return comparison;
        }
    }
    comparison
}

/// `wasmi` has one trap for an index beyond the end of a table, whatever reads there.
fn same(expected: &Seen, found: &Seen) -> bool {
    let undefined = Seen::Trap(TrapKind::UndefinedElement);
    expected == found || *found == undefined && *expected == Seen::Trap(TrapKind::TableOutOfBounds)
}
