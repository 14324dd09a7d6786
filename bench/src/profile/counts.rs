//! How often each instruction of a program is executed: QEMU with the plug-in `bench/profile/plugin.c`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith::board::Board;
use tinsmith::emulator::{self, RunOptions};

use crate::firmware::TIMEOUT;
use crate::tools::output;
use crate::{Failure, build_folder, context, folder};

/// The counts of a run.
pub struct Counts {
    /// Instructions that were executed, with how often.
    pub by_address: BTreeMap<u32, u64>,
}

impl Counts {
    /// Runs a program on a board.
    ///
    /// # Errors
    /// If the plug-in cannot be built, or the run leaves no counts.
    pub fn of(elf: &Path, board: &Board) -> Result<Self, Failure> {
        let file = elf.with_extension("counts");
        let mut board = board.clone();
        if let Some(emulator) = &mut board.emulator {
            let plugin = format!("{},out={}", plugin()?.display(), file.display());
            emulator.arguments.extend(["-plugin".to_owned(), plugin]);
        }
        let options = RunOptions {
            count: false,
            stdin: Some(Vec::new()),
            stdout: &mut Vec::new(),
            stderr: &mut Vec::new(),
            timeout: Some(TIMEOUT),
        };
        emulator::run(&board, elf, options).map_err(context("running"))?;
        let text = std::fs::read_to_string(&file).map_err(context(file.display()))?;
        let by_address = text.lines().map(|line| {
            let (address, count) = line.split_once(' ')?;
            Some((address.parse().ok()?, count.parse().ok()?))
        });
        let by_address = by_address.collect::<Option<_>>();
        by_address
            .map(|by_address| Self { by_address })
            .ok_or_else(|| format!("{} is not what the plug-in writes", file.display()))
    }
}

/// The plug-in, compiled.
fn plugin() -> Result<PathBuf, Failure> {
    let to = build_folder("plugin")?.join("plugin.so");
    let mut gcc = Command::new("gcc");
    gcc.args(["-O2", "-shared", "-fPIC", "-o"]).arg(&to);
    output(gcc.arg(folder().join("profile/plugin.c")))?;
    std::fs::canonicalize(&to).map_err(context(to.display()))
}
