//! Writes the figures into the repository: charts, the short table of `README.md`, the long ones of `compiler/PERFORMANCE.md`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::kernels::Language;
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

/// A row a kernel: instructions and code of Tinsmith's, instructions of wasm2c's.
fn short(comparisons: &[&Comparison]) -> String {
    let columns: Vec<(&Comparison, Column, Figure)> = (comparisons.iter())
        .flat_map(|&comparison| {
            let boards: Vec<Column> = comparison.board_columns().collect();
            let instructions = std::iter::once(Column::Native(Recipe::Wasm2c))
                .chain(boards.clone())
                .map(move |column| (comparison, column, Figure::Instructions));
            let code = boards
                .into_iter()
                .map(move |column| (comparison, column, Figure::Code));
            instructions.chain(code)
        })
        .collect();
    let mut out = String::from("| |");
    for (comparison, column, figure) in &columns {
        let what = match figure {
            Figure::Code => "code",
            Figure::Instructions | Figure::Ram => "instructions",
        };
        let _ = match column {
            Column::Native(recipe) => {
                write!(out, " {}: {} |", comparison.machine.name, recipe.name())
            }
            Column::Board(board) => write!(out, " **{board}**: {what} |"),
        };
    }
    let _ = writeln!(out, "\n|---|{}", "---:|".repeat(columns.len()));
    let names = comparisons
        .iter()
        .max_by_key(|c| c.rows.len())
        .map_or(&[][..], |c| &c.rows);
    for row in names {
        let _ = write!(out, "| {} |", row.kernel.name);
        for &(comparison, column, figure) in &columns {
            let row = comparison
                .rows
                .iter()
                .find(|other| other.kernel.name == row.kernel.name);
            let _ = write!(
                out,
                " {} |",
                ratio(row.and_then(|row| row.ratio(column, figure)))
            );
        }
        out.push('\n');
    }
    for (name, group) in means(names) {
        let _ = write!(out, "| **{name}** |");
        for &(comparison, column, figure) in &columns {
            let _ = write!(
                out,
                " **{}** |",
                ratio(comparison.mean(column, figure, group))
            );
        }
        out.push('\n');
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
