//! The runtime for each target and the start-up code for each board or chip, built from source by the build script
//! and embedded in the binary.
//!
//! On exit: the linker's inputs for a board, as bytes. Where the cross toolchain was missing when this binary was
//! built there are none, and the error says what to install. Nothing is linked here.

use thiserror::Error;

use embedded::{MISSING, TARGETS};

/// An archive or object for the linker.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeInput {
    /// Its file name, for messages.
    pub name: &'static str,
    /// Its content: an ELF relocatable object, or an archive of them.
    pub bytes: &'static [u8],
    /// What it defines beyond the ABI's symbols (`tinsmith_…`, `import:…`) is its own: references from within go to
    /// it, references from elsewhere do not see it. Two halves with different calling conventions each have
    /// their `memcpy`.
    pub scoped: bool,
}

/// Why there is no runtime to link.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RuntimeMissing {
    /// This binary was built without the cross toolchain.
    #[error(
        "this build of tinsmith contains no runtime for the targets: the tools that build it were missing \
         (Debian packages {packages}); run `ci/setup`, which installs them, then build tinsmith again"
    )]
    Toolchain {
        /// The packages, separated by spaces.
        packages: String,
    },
    /// No runtime is built for that target.
    #[error("there is no runtime for target `{target}`")]
    Target {
        /// The target's name.
        target: String,
    },
    /// The target has a runtime, but no such start-up code.
    #[error("there is no start-up code `{board}` for target `{target}`")]
    Board {
        /// The target's name.
        target: String,
        /// What was asked for.
        board: String,
    },
}

/// What to link a module compiled for `target` with so that it starts on a board with that start-up code
/// ([`crate::board::Board::start_up`]): the runtime's two halves, entry and trap routines, start-up code.
pub fn inputs(target: &str, board: &str) -> Result<Vec<RuntimeInput>, RuntimeMissing> {
    if !MISSING.is_empty() {
        return Err(RuntimeMissing::Toolchain {
            packages: MISSING.join(" "),
        });
    }
    let found = TARGETS.iter().find(|t| t.name == target);
    let found = found.ok_or_else(|| RuntimeMissing::Target {
        target: target.into(),
    })?;
    let start_up = found.boards.iter().find(|(name, _)| *name == board);
    let (_, start_up) = start_up.ok_or_else(|| RuntimeMissing::Board {
        target: target.into(),
        board: board.into(),
    })?;
    Ok([found.inputs, start_up].concat())
}

/// A target's part of the embedded files.
struct EmbeddedTarget {
    name: &'static str,
    inputs: &'static [RuntimeInput],
    boards: &'static [(&'static str, &'static [RuntimeInput])],
}

/// What the build script wrote.
mod embedded {
    use super::{EmbeddedTarget, RuntimeInput};

    include!(concat!(env!("OUT_DIR"), "/runtime.rs"));
}

/// Part of the build script.
#[cfg(test)]
#[path = "../build/shorten.rs"]
mod shorten;

#[cfg(test)]
mod tests {
    use super::{MISSING, RuntimeMissing, inputs};
    use crate::target;

    #[test]
    fn a_name_nobody_knows_is_an_error() {
        if MISSING.is_empty() {
            let error = inputs("z80", "spectrum").unwrap_err();
            assert_eq!(
                error,
                RuntimeMissing::Target {
                    target: "z80".into()
                }
            );
            let error = inputs("riscv32imac", "spectrum").unwrap_err();
            assert!(matches!(error, RuntimeMissing::Board { .. }));
        } else {
            let error = inputs("riscv32imac", "qemu-riscv32").unwrap_err();
            assert!(matches!(error, RuntimeMissing::Toolchain { .. }));
        }
    }

    #[test]
    fn embedded_targets_are_targets() {
        for embedded in super::TARGETS {
            assert!(target::Target::by_name(embedded.name).is_some());
            for input in embedded.inputs {
                let magic: &[u8] = if input.name.ends_with(".a") {
                    b"!<arch>\n"
                } else {
                    b"\x7fELF"
                };
                assert!(input.bytes.starts_with(magic), "{}", input.name);
            }
        }
    }
}
