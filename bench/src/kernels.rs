//! The kernels: `kernels.toml` lists them, `kernels/<name>.c` is the source.

use std::path::PathBuf;

use serde::Deserialize;

use crate::{Failure, context, folder};

/// What a kernel mostly computes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Integers.
    Integer,
    /// Single or double precision.
    Float,
}

/// A kernel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kernel {
    /// Its name and its source's.
    pub name: String,
    /// What it computes with.
    #[serde(default = "integer")]
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

fn integer() -> Group {
    Group::Integer
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

    /// Its source.
    pub fn source(&self) -> PathBuf {
        folder().join("kernels").join(format!("{}.c", self.name))
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
        let mut listed: Vec<String> = (Kernel::all().unwrap().into_iter())
            .map(|kernel| kernel.name)
            .collect();
        listed.sort();
        let mut sources: Vec<String> = std::fs::read_dir(crate::folder().join("kernels"))
            .unwrap()
            .filter_map(|entry| {
                let name = entry.unwrap().file_name().into_string().unwrap();
                name.strip_suffix(".c").map(str::to_owned)
            })
            .collect();
        sources.sort();
        assert_eq!(listed, sources);
    }
}
