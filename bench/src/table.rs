//! The figures as Markdown, relative to `gcc -O2`.

use std::fmt::Write as _;

use crate::Measured;
use crate::kernels::Group;
use crate::measure::{Comparison, Row};
use crate::native::Recipe;

/// A way to build that is compared with `gcc -O2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Natively.
    Native(Recipe),
    /// By Tinsmith, for a board.
    Board(&'static str),
}

impl Column {
    /// Its heading.
    pub fn heading(self) -> String {
        match self {
            Self::Native(recipe) => recipe.name().to_owned(),
            Self::Board(board) => format!("**{board}**"),
        }
    }
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Executed instructions.
    Instructions,
    /// Bytes of code.
    Code,
    /// Bytes of variables.
    Ram,
}

impl Figure {
    /// The number.
    pub fn of(self, measured: &Measured) -> u64 {
        match self {
            Self::Instructions => measured.instructions,
            Self::Code => measured.code,
            Self::Ram => measured.ram,
        }
    }
}

impl Row {
    fn measured(&self, column: Column) -> Option<&Measured> {
        match column {
            Column::Native(recipe) => self.native.get(&recipe),
            Column::Board(board) => self.boards.get(board),
        }
        .and_then(|measured| measured.as_ref().ok())
    }

    /// A figure as a multiple of `gcc -O2`'s.
    #[expect(clippy::cast_precision_loss, reason = "figures are far below 2^53")]
    pub fn ratio(&self, column: Column, figure: Figure) -> Option<f64> {
        let ours = figure.of(self.measured(column)?);
        let gcc = figure.of(self.measured(Column::Native(Recipe::O2))?);
        Some(ours as f64 / gcc as f64)
    }
}

impl Comparison {
    /// What is compared with `gcc -O2`.
    pub fn columns(&self) -> Vec<Column> {
        let natives = [Recipe::Os, Recipe::Wasm2c].map(Column::Native);
        let boards = self.boards.iter().map(|board| Column::Board(&board.name));
        natives.into_iter().chain(boards).collect()
    }

    /// The geometric mean of a column, over a group or everything.
    pub fn mean(&self, column: Column, figure: Figure, group: Option<Group>) -> Option<f64> {
        let rows = self
            .rows
            .iter()
            .filter(|row| group.is_none_or(|g| row.kernel.group == g));
        let ratios: Vec<f64> = rows.filter_map(|row| row.ratio(column, figure)).collect();
        geometric_mean(&ratios)
    }

    /// The table: instructions, code and variables.
    pub fn markdown(&self) -> String {
        let columns = self.columns();
        let headings: Vec<String> = columns.iter().map(|c| c.heading()).collect();
        let headings = headings.join(" | ");
        let mut out = format!(
            "| {} | instructions, gcc -O2 | {headings} | code, gcc -O2 | {headings} | RAM, gcc |{}\n|---|{}\n",
            self.machine.name,
            self.boards
                .iter()
                .fold(String::new(), |out, b| out + &format!(" **{}** |", b.name)),
            "---:|".repeat(3 + 2 * columns.len() + self.boards.len()),
        );
        for row in &self.rows {
            let _ = write!(out, "| {} |", row.kernel.name);
            for figure in [Figure::Instructions, Figure::Code] {
                let gcc = row.measured(Column::Native(Recipe::O2));
                let _ = write!(
                    out,
                    " {} |",
                    gcc.map_or("wrong".into(), |m| number(figure.of(m)))
                );
                for &column in &columns {
                    let _ = write!(out, " {} |", ratio(row.ratio(column, figure)));
                }
            }
            let boards = self.boards.iter().map(|board| Column::Board(&board.name));
            for column in std::iter::once(Column::Native(Recipe::O2)).chain(boards) {
                let ram = row.measured(column).map(|m| number(m.ram));
                let _ = write!(out, " {} |", ram.unwrap_or_default());
            }
            out.push('\n');
        }
        for (name, group) in means(&self.rows) {
            let _ = write!(out, "| **{name}** |");
            for figure in [Figure::Instructions, Figure::Code] {
                let _ = write!(out, " |");
                for &column in &columns {
                    let mean = ratio(self.mean(column, figure, group));
                    let _ = write!(out, " **{mean}** |");
                }
            }
            let _ = writeln!(out, " |{}", " |".repeat(self.boards.len()));
        }
        out
    }
}

/// The means a table closes with: of everything, and of integers if that is not the same.
pub fn means(rows: &[Row]) -> Vec<(&'static str, Option<Group>)> {
    let mut means = vec![("geometric mean", None)];
    if rows.iter().any(|row| row.kernel.group != Group::Integer) {
        means.push(("… of integers", Some(Group::Integer)));
    }
    means
}

/// `None` of nothing.
#[expect(clippy::cast_precision_loss, reason = "there are few kernels")]
pub fn geometric_mean(ratios: &[f64]) -> Option<f64> {
    let sum: f64 = ratios.iter().map(|ratio| ratio.ln()).sum();
    (!ratios.is_empty()).then(|| (sum / ratios.len() as f64).exp())
}

/// A ratio, or a dash.
pub fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}"))
}

/// A number with commas.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{geometric_mean, number};

    #[test]
    fn means_and_numbers() {
        assert_eq!(geometric_mean(&[]), None);
        assert!((geometric_mean(&[2.0, 8.0]).unwrap() - 4.0).abs() < 1e-9);
        assert_eq!(
            (number(7), number(1_234_567)),
            ("7".into(), "1,234,567".into())
        );
    }
}
