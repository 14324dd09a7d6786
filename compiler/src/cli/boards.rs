//! `tinsmith boards`

use std::process::ExitCode;

use super::CliError;
use crate::board::Board;

/// Lists the boards, a line each.
#[expect(clippy::print_stdout, reason = "the command line prints")]
pub fn boards() -> Result<ExitCode, CliError> {
    for board in Board::all() {
        let reserve = board.memory_reserve / 1024;
        let how = match &board.emulator {
            Some(emulator) => format!(
                "emulated by {} (package {})",
                emulator.program, emulator.package
            ),
            None => "no emulator".to_owned(),
        };
        println!("{:<16} {}", board.name, board.description);
        println!(
            "{:16} target {}, linear memory up to {reserve} KiB, {how}",
            "", board.target.name
        );
    }
    Ok(ExitCode::SUCCESS)
}
