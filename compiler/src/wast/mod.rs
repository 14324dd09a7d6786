//! Scripts of the WebAssembly test suite, executed on a board.
//!
//! ```text
//! directive   text -> directives, in our own terms
//! plan        directives -> compiled instances, steps for the device, and what each must come to
//!   imports     what satisfies an import, and whether it fits (link errors are found here)
//!   spectest    the host module every script may import from
//! interpreted instances and steps of a script -> the IR interpreter -> what it said
//! image       instances and steps of some scripts -> a firmware (arena: where its memories are) -> what the device said
//! verdict     what the device said, against what was expected
//! ```
//!
//! Every assertion about running code is executed on the board's instruction set. Functions, arguments and globals to look
//! at are data which the runtime's script machine reads at run time; the device reports bits and trap kinds, and the
//! comparison with the expected values happens here. What the specification calls malformed, invalid and unlinkable is
//! decided by the compiler's own checks.
//!
//! A module that the compiler refuses, or whose instantiation fails, is a failure, and so is every assertion that needs it.
//! There is no list of exceptions.

mod arena;
mod directive;
mod image;
mod imports;
mod interpreted;
mod plan;
mod spectest;
mod value;
mod verdict;

use std::sync::Mutex;
use std::time::Duration;

use crate::board::Board;
use crate::emulator::EmulatorError;
use crate::opt::Goal;
use crate::wasm::FeatureSet;

pub use directive::{ParseError, Script};
pub use verdict::{Report, Verdict};

/// Where and how scripts run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The board; it must be an emulated one, unless the IR is interpreted.
    pub board: &'static Board,
    /// Whether code is to be fast or small.
    pub goal: Goal,
    /// Whether the Tinsmith IR made for the board's processor is interpreted on this machine, instead of firmware executed.
    pub interpret: bool,
    /// The proposals that modules may use; without one, what uses it is invalid.
    pub features: FeatureSet,
    /// How long a firmware may run.
    pub timeout: Duration,
    /// How many scripts are compiled, and firmwares run, at a time.
    pub jobs: usize,
}

impl Options {
    /// The usual: WebAssembly 2.0 without vectors, two minutes a firmware, a job a core.
    pub fn new(board: &'static Board) -> Self {
        Self {
            board,
            goal: Goal::default(),
            interpret: false,
            features: FeatureSet::V2,
            timeout: Duration::from_secs(120),
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }
}

/// So many scripts share a firmware and a run of the emulator.
const SCRIPTS_PER_IMAGE: usize = 16;

/// Runs scripts; the reports are in the order of the scripts. The result does not depend on how many run at a time.
///
/// # Errors
/// If the board has no emulator or it cannot be started. Whatever a script does is in its report.
pub fn run(scripts: &[Script], options: Options) -> Result<Vec<Report>, EmulatorError> {
    let images: Vec<&[Script]> = scripts.chunks(SCRIPTS_PER_IMAGE).collect();
    let next = Mutex::new(0..images.len());
    let reports: Mutex<Vec<_>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.clamp(1, images.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let Some(n) = next.lock().ok().and_then(|mut next| next.next()) else {
                        return;
                    };
                    let report = if options.interpret {
                        let scripts = images[n].iter();
                        Ok(scripts.map(|s| interpreted::run(s, options)).collect())
                    } else {
                        image::run(images[n], options)
                    };
                    if let Ok(mut reports) = reports.lock() {
                        reports.push((n, report));
                    }
                }
            });
        }
    });
    let mut reports = reports.into_inner().unwrap_or_default();
    reports.sort_by_key(|(n, _)| *n);
    let mut all = Vec::new();
    for (_, report) in reports {
        all.extend(report?);
    }
    Ok(all)
}
