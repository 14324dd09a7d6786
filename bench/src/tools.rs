//! Running other programs.

use std::process::Command;

use crate::Failure;

/// Runs a command; its standard output.
///
/// # Errors
/// If it cannot be run or fails, with what it says.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let result = command.output().map_err(|error| {
        format!(
            "cannot run `{program}`: {error}; `ci/setup bench` installs what the benchmarks need"
        )
    })?;
    if !result.status.success() {
        let said = String::from_utf8_lossy(&result.stderr);
        return Err(format!("`{program}` failed ({}): {said}", result.status));
    }
    Ok(String::from_utf8_lossy(&result.stdout).into_owned())
}

/// The first line a program says of its version.
///
/// # Errors
/// If it cannot be run.
pub fn version(program: &str) -> Result<String, Failure> {
    let text = output(Command::new(program).arg("--version"))?;
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}
