//! Some scripts become one firmware, which runs once.
//!
//! Scripts share nothing but the arena: each has instances and a `spectest` of its own. Should the firmware not link or not run to its
//! end, every script gets a firmware for itself, so that one script cannot spoil the others.

use std::collections::HashMap;

use super::Options;
use super::arena::Arena;
use super::directive::Script;
use super::plan::{self, Objects, Outcome};
use super::verdict::{Answers, Report, report};
use crate::emulator::{self, Done, EmulatorError, Event, RunOptions};
use crate::firmware::{self, FirmwareError};
use crate::link::{self, Firmware, Input, Scope};
use crate::object::module::{Data, ObjectModule};
use crate::scratch::ScratchFile;
use crate::script;

/// Runs scripts, in one firmware if possible.
///
/// # Errors
/// If there is no emulator.
pub(super) fn run(scripts: &[Script], options: Options) -> Result<Vec<Report>, EmulatorError> {
    let (reports, complete) = run_together(scripts, options)?;
    if complete || scripts.len() < 2 {
        return Ok(reports);
    }
    let mut reports = Vec::new();
    for script in scripts.chunks(1) {
        reports.extend(run_together(script, options)?.0);
    }
    Ok(reports)
}

type Plan = plan::Plan<Objects>;

/// Runs scripts in one firmware, one after the other. Also tells whether the device answered everything.
fn run_together(
    scripts: &[Script],
    options: Options,
) -> Result<(Vec<Report>, bool), EmulatorError> {
    let mut arena = Arena::new(options.board.memory_reserve);
    let mut base = 0;
    let mut plans = Vec::new();
    for (number, script) in scripts.iter().enumerate() {
        arena.start_script();
        let plan = plan::plan(script, &format!("s{number}"), base, options, &mut arena);
        base += script.directives.len() as u32 + 1;
        plans.push(plan);
    }
    let device = execute(&mut plans, &arena, options)?;
    let outcomes = plans.iter().flat_map(|plan| &plan.outcomes);
    let mut ids = outcomes.filter_map(Outcome::id);
    let complete = ids.all(|id| device.done.contains_key(&id));
    let answers = Answers {
        of: &|id| {
            device
                .done
                .get(&id)
                .cloned()
                .ok_or_else(|| device.end.clone())
        },
        place: &|pc| device.place(pc),
    };
    let reports = scripts.iter().zip(plans);
    let reports = reports.map(|(script, plan)| report(script, plan.outcomes, &answers));
    Ok((reports.collect(), complete))
}

/// What is known after a run.
struct Device {
    /// The firmware, to find places in.
    firmware: Option<Firmware>,
    done: HashMap<u32, Done>,
    /// Why what is missing is missing.
    end: String,
}

impl Device {
    fn silent(end: String) -> Self {
        Self {
            firmware: None,
            done: HashMap::new(),
            end,
        }
    }

    /// `` in function `f` at wasm offset 0x12``
    fn place(&self, pc: u32) -> String {
        let firmware = self.firmware.as_ref();
        let place = firmware.and_then(|f| link::symbolize(&f.elf, pc.wrapping_sub(1)));
        let Some(place) = place else {
            return format!(" at code address {pc:#x}");
        };
        let at = place.wasm_offset.map_or(String::new(), |offset| {
            format!(" at wasm offset {offset:#x}")
        });
        format!(" in function `{}`{at}", place.function)
    }
}

fn execute(plans: &mut [Plan], arena: &Arena, options: Options) -> Result<Device, EmulatorError> {
    if plans.iter().all(|plan| plan.steps.is_empty()) {
        return Ok(Device::silent("nothing was run".to_owned()));
    }
    let firmware = match link(plans, arena, options) {
        Ok(firmware) => firmware,
        Err(error) => return Ok(Device::silent(format!("not linked: {error}"))),
    };
    let io = |error| EmulatorError::Io {
        program: "the firmware's file".to_owned(),
        error,
    };
    let file = ScratchFile::new("elf", &firmware.elf).map_err(io)?;
    let (mut stdout, mut stderr) = (std::io::sink(), std::io::sink());
    let run = RunOptions {
        count: false,
        stdin: Some(Vec::new()),
        stdout: &mut stdout,
        stderr: &mut stderr,
        timeout: Some(options.timeout),
    };
    let (events, mut end) = match emulator::run(options.board, file.path(), run) {
        Ok(outcome) => (
            outcome.events,
            format!("the run ended before, with status {}", outcome.status),
        ),
        Err(EmulatorError::Timeout { seconds, events }) => {
            (events, format!("not done within {seconds} s"))
        }
        Err(error) => return Err(error),
    };
    let mut done = HashMap::new();
    for event in events {
        match event {
            Event::Done { id, outcome } => {
                done.insert(id, outcome);
            }
            Event::Fault(what) => end = format!("the processor reported a fault before: {what}"),
            Event::Unknown(line) => end = format!("the device said `{line}` before"),
            _ => {}
        }
    }
    Ok(Device {
        firmware: Some(firmware),
        done,
        end,
    })
}

fn link(plans: &mut [Plan], arena: &Arena, options: Options) -> Result<Firmware, FirmwareError> {
    let steps = plans.iter_mut().flat_map(|plan| plan.steps.drain(..));
    let script = script::Script {
        steps: steps.collect(),
        args: Vec::new(),
        environ: Vec::new(),
    };
    let host = host_object(script.to_data(), options);
    let memories = Input {
        name: "arena".to_owned(),
        bytes: arena.object(options.board.target)?.into(),
        scope: Scope::Public,
    };
    let modules = plans.iter().flat_map(|plan| &plan.modules);
    firmware::link_objects(modules.chain([&host]), vec![memories], options.board)
}

fn host_object(data: Vec<Data>, options: Options) -> ObjectModule {
    ObjectModule {
        name: "host".to_owned(),
        target: options.board.target,
        source: "host".to_owned(),
        accesses: false,
        functions: Vec::new(),
        data,
        aliases: Vec::new(),
    }
}
