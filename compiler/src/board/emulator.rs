//! The command that runs a firmware.

use serde::Deserialize;

/// How instructions are counted in an emulator.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Counting {
    /// Arguments that make the counter exact and repeatable.
    pub arguments: Vec<String>,
    /// What one instruction adds to the counter that `tinsmith_board_instructions` reads.
    pub counts_per_instruction: f64,
}

/// The command that runs a firmware.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Emulator {
    /// The program.
    pub program: String,
    /// The Debian package that has it.
    pub package: String,
    /// Its arguments, without the firmware.
    pub arguments: Vec<String>,
    /// The argument before the firmware's path.
    pub firmware: String,
    /// How to count instructions.
    pub counting: Counting,
}

impl Emulator {
    /// The arguments that run `firmware`, counting instructions if asked.
    pub fn command_line(&self, firmware: &str, counting: bool) -> Vec<String> {
        let mut arguments = self.arguments.clone();
        if counting {
            arguments.extend(self.counting.arguments.iter().cloned());
        }
        arguments.push(self.firmware.clone());
        arguments.push(firmware.to_owned());
        arguments
    }

    /// The number of instructions that a difference of the raw counter stands for.
    pub fn instructions(&self, counts: u64) -> u64 {
        // Exact for counters below 2^53, which is 100 days of 1 GHz.
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counters stay far below 2^53 and are never negative"
        )]
        let instructions = (counts as f64 / self.counting.counts_per_instruction).round() as u64;
        instructions
    }
}
