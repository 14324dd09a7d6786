//! A script executed as Tinsmith IR, compiled for the board's processor, on this machine.

use std::collections::HashMap;

use super::Options;
use super::arena::Arena;
use super::directive::Script;
use super::plan::{self, Ir};
use super::verdict::{Answers, Report, report};
use crate::device::Done;
use crate::interpret::Machine;

/// The room for a script's memories: as much as the emulated boards have.
const ARENA: u32 = 64 << 20;

/// Runs a script.
pub(super) fn run(script: &Script, options: Options) -> Report {
    let mut arena = Arena::new(ARENA);
    let plan = plan::plan::<Ir>(script, "", 0, options, &mut arena);
    let machine = Machine::link(plan.modules, arena.size(), arena.places());
    let (mut done, mut machine) = (HashMap::new(), machine);
    for step in &plan.steps {
        let outcome = match &mut machine {
            Ok(machine) => machine.perform(step),
            Err(why) => Err(format!("not linked: {why}")),
        };
        done.extend(step.id().map(|id| (id, outcome)));
    }
    let silent = || Err("it was not run".to_owned());
    let of = |id| -> Result<Done, String> { done.get(&id).cloned().unwrap_or_else(silent) };
    let place = |pc| {
        let site = machine.as_ref().ok().and_then(|machine| machine.site(pc));
        site.map_or_else(String::new, ToString::to_string)
    };
    let answers = Answers {
        of: &of,
        place: &place,
    };
    report(script, plan.outcomes, &answers)
}
