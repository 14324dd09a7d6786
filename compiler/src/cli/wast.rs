//! `tinsmith wast`

use std::process::ExitCode;

use super::arguments::Wast;
use super::progress::Progress;
use super::{CliError, input};
use crate::wast::{self, Options, Report, Script};

/// Runs scripts of the WebAssembly test suite and prints what failed, and the closing line.
///
/// # Errors
/// If a file is no script, or the board has no emulator.
#[expect(clippy::print_stdout, reason = "the command line prints")]
pub fn wast(wast: &Wast) -> Result<ExitCode, CliError> {
    let mut options = Options::new(input::board(&wast.board, None)?);
    options.goal = wast.opt.into();
    options.interpret = wast.interpret;
    for &feature in &wast.features {
        options.features.insert(feature);
    }
    let mut scripts = Vec::new();
    for path in &wast.files {
        let text = input::read_text(path)?;
        scripts.push(Script::parse(&path.display().to_string(), &text)?);
    }
    let reports = {
        let _progress = Progress::start(format!("running {} scripts", scripts.len()));
        wast::run(&scripts, options)?
    };
    for report in &reports {
        for failure in report.failures() {
            if let Err(why) = &failure.outcome {
                println!("{}:{}: {why}", report.name, failure.line);
            }
        }
    }
    let passed: usize = reports.iter().map(Report::passed).sum();
    let failed: usize = reports.iter().map(|report| report.failures().count()).sum();
    println!("{passed} passed, {failed} failed");
    Ok(ExitCode::from(u8::from(failed > 0)))
}
