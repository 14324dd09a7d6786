//! The kernels, which `kernels.toml` lists.

use std::path::PathBuf;

use serde::Deserialize;

use crate::{Failure, context, folder};

/// What a kernel mostly computes with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Integers.
    #[default]
    Integer,
    /// Single or double precision.
    Float,
}

/// What a kernel is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// C: `kernels/<name>.c`. gcc compiles it, too.
    #[default]
    C,
    /// Rust: the package `rust/<name>`. Compared with what gcc makes of wasm2c's output.
    Rust,
}

/// A kernel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kernel {
    /// Its name and its source's.
    pub name: String,
    /// What it is written in.
    #[serde(default)]
    pub language: Language,
    /// What it computes with.
    #[serde(default)]
    pub group: Group,
    /// Whether it divides or takes the upper half of products often: what one Xtensa core has instructions for
    /// and another has not.
    #[serde(default)]
    pub divides: bool,
    /// The argument: how often it does its work.
    pub rounds: u32,
    /// Its known answer for that.
    pub answer: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    kernel: Vec<Kernel>,
}

impl Kernel {
    /// All of them.
    ///
    /// # Errors
    /// If the list cannot be read.
    pub fn all() -> Result<Vec<Self>, Failure> {
        let path = folder().join("kernels.toml");
        let text = std::fs::read_to_string(&path).map_err(context(path.display()))?;
        let list: List = toml::from_str(&text).map_err(context(path.display()))?;
        Ok(list.kernel)
    }

    /// Its source, a file or a package's folder.
    pub fn source(&self) -> PathBuf {
        match self.language {
            Language::C => folder().join("kernels").join(format!("{}.c", self.name)),
            Language::Rust => folder().join("rust").join(&self.name),
        }
    }

    /// Whether two Xtensa cores, one with and one without a divider, multiply-high and floats, can be compared by it.
    pub fn is_plain(&self) -> bool {
        self.group == Group::Integer && !self.divides
    }
}

#[cfg(test)]
mod tests {
    use super::Kernel;

    #[test]
    fn the_list_has_every_source() {
        let kernels = Kernel::all().unwrap();
        assert!(kernels.iter().all(|kernel| kernel.source().exists()));
        let sources: usize = ["kernels", "rust"]
            .map(|folder| {
                let entries = std::fs::read_dir(crate::folder().join(folder)).unwrap();
                let names = entries.map(|entry| entry.unwrap().file_name());
                names.filter(|name| name != "kernel.h").count()
            })
            .iter()
            .sum();
        assert_eq!(kernels.len(), sources);
    }
}
