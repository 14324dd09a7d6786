//! Writes the figures into the repository: charts, the short table of `README.md`, the long ones of `compiler/PERFORMANCE.md`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use tinsmith::opt::Goal;

use crate::kernels::{Group, Language};
use crate::measure::Comparison;
use crate::native::Recipe;
use crate::table::{Column, Figure, means, ratio};
use crate::tools::{output, version};
use crate::{Failure, context, folder};

/// What a written part stands between.
const BEGIN: &str = "<!-- begin: written by `tinsmith-bench --publish` -->\n";
const END: &str = "<!-- end -->\n";

/// Rewrites everything that shows the figures.
///
/// # Errors
/// If a file cannot be read or written, or has no place for them.
pub fn publish(comparisons: &[Comparison], level: &str) -> Result<(), Failure> {
    let root = folder().join("..");
    let compared_with_gcc = || comparisons.iter().filter(|c| c.language == Language::C);
    for comparison in compared_with_gcc() {
        let file = folder()
            .join("charts")
            .join(format!("{}.svg", comparison.machine.name));
        std::fs::write(&file, comparison.svg()).map_err(context(file.display()))?;
    }
    let with = tools(comparisons, level)?;
    let long = comparisons
        .iter()
        .fold(format!("{with}\n\n"), |out, c| out + &c.markdown() + "\n");
    replace(
        &root.join("README.md"),
        &format!(
            "{with}\n\n{}\n",
            short(&compared_with_gcc().collect::<Vec<_>>())
        ),
    )?;
    replace(&root.join("compiler/PERFORMANCE.md"), &long)
}

/// When, and with which tools.
///
/// # Errors
/// If one is missing.
pub fn tools(comparisons: &[Comparison], level: &str) -> Result<String, Failure> {
    let date = output(Command::new("date").arg("+%F"))?;
    let mut out = format!(
        "Measured {}: `clang-22 {level}` ({})",
        date.trim(),
        version("clang-22")?
    );
    for comparison in comparisons.iter().filter(|c| c.language == Language::C) {
        let gcc = comparison.machine.gcc;
        let flags = comparison
            .machine
            .arch
            .iter()
            .fold(String::new(), |out, flag| out + " " + flag);
        let _ = write!(out, ", `{gcc}{flags}` ({})", version(gcc)?);
    }
    let _ = write!(
        out,
        ", wasm2c {}, {}.",
        version("wasm2c")?,
        version("qemu-system-riscv32")?
    );
    Ok(out)
}

/// A column of the short table.
struct Short<'a> {
    comparison: &'a Comparison,
    column: Column,
    figure: Figure,
}

impl Short<'_> {
    fn heading(&self) -> String {
        let what = match self.figure {
            Figure::Code => "code",
            Figure::Instructions | Figure::Ram => "instructions",
        };
        match self.column {
            Column::Native(recipe) => {
                format!("{}: {}", self.comparison.machine.name, recipe.name())
            }
            Column::Board(board, Goal::Speed) => format!("**{board}**: {what}"),
            Column::Board(board, Goal::Size) => format!("{board} `--opt size`: {what}"),
        }
    }

    fn ratio(&self, kernel: &str) -> Option<f64> {
        let mut rows = self.comparison.rows.iter();
        rows.find(|row| row.kernel.name == kernel)?
            .ratio(self.column, self.figure)
    }

    fn mean(&self, group: Option<Group>) -> Option<f64> {
        self.comparison.mean(self.column, self.figure, group)
    }
}

/// A row a kernel: instructions and code of Tinsmith's, instructions of wasm2c's.
fn short(comparisons: &[&Comparison]) -> String {
    let mut columns = Vec::new();
    for &comparison in comparisons {
        let mut add = |column, figure| {
            columns.push(Short {
                comparison,
                column,
                figure,
            })
        };
        add(Column::Native(Recipe::Wasm2c), Figure::Instructions);
        for figure in [Figure::Instructions, Figure::Code] {
            comparison
                .board_columns()
                .for_each(|board| add(board, figure));
        }
        comparison
            .size_columns()
            .for_each(|board| add(board, Figure::Code));
    }
    let headings: String = columns
        .iter()
        .map(|c| format!(" {} |", c.heading()))
        .collect();
    let mut out = format!("| |{headings}\n|---|{}\n", "---:|".repeat(columns.len()));
    let rows = comparisons
        .iter()
        .map(|c| &*c.rows)
        .max_by_key(|rows| rows.len())
        .unwrap_or(&[]);
    for name in rows.iter().map(|row| &row.kernel.name) {
        let cells: String = columns
            .iter()
            .map(|c| format!(" {} |", ratio(c.ratio(name))))
            .collect();
        let _ = writeln!(out, "| {name} |{cells}");
    }
    for (name, group) in means(rows) {
        let cells: String = columns
            .iter()
            .map(|c| format!(" **{}** |", ratio(c.mean(group))))
            .collect();
        let _ = writeln!(out, "| **{name}** |{cells}");
    }
    out
}

/// Puts a text between a file's marks.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let old = std::fs::read_to_string(path).map_err(context(path.display()))?;
    let new = between(&old, text)
        .ok_or_else(|| format!("{} has no marks for the tables", path.display()))?;
    std::fs::write(path, new).map_err(context(path.display()))
}

fn between(old: &str, text: &str) -> Option<String> {
    let (before, rest) = old.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{text}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, between};

    #[test]
    fn only_what_stands_between_the_marks_changes() {
        let old = format!("a\n{BEGIN}old\n{END}b\n");
        assert_eq!(
            between(&old, "new\n"),
            Some(format!("a\n{BEGIN}new\n{END}b\n"))
        );
        assert_eq!(between("a", "new"), None);
    }
}
