//! The figures as Markdown, relative to the baseline: `gcc -O2`, or wasm2c and gcc for what gcc cannot compile.

use std::fmt::Write as _;

use tinsmith::opt::Goal;

use crate::Measured;
use crate::kernels::{Group, Language};
use crate::measure::{Comparison, Row};
use crate::native::Recipe;

/// A way to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Natively.
    Native(Recipe),
    /// By Tinsmith, for a board.
    Board(&'static str, Goal),
}

impl Column {
    /// Its heading.
    pub fn heading(self) -> String {
        match self {
            Self::Native(recipe) => recipe.name().to_owned(),
            Self::Board(board, Goal::Speed) => format!("**{board}**"),
            Self::Board(board, Goal::Size) => format!("{board} `--opt size`"),
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
            Column::Board(board, goal) => self.boards.get(&(board, goal)),
        }
        .and_then(|measured| measured.as_ref().ok())
    }

    /// What the others are compared with.
    fn baseline(&self) -> Column {
        baseline(self.kernel.language)
    }

    /// A figure as a multiple of the baseline's.
    #[expect(clippy::cast_precision_loss, reason = "figures are far below 2^53")]
    pub fn ratio(&self, column: Column, figure: Figure) -> Option<f64> {
        let ours = figure.of(self.measured(column)?);
        let theirs = figure.of(self.measured(self.baseline())?);
        Some(ours as f64 / theirs as f64)
    }
}

impl Comparison {
    /// What is compared with the baseline.
    pub fn columns(&self) -> Vec<Column> {
        let natives = Recipe::of(self.language)[1..]
            .iter()
            .map(|&recipe| Column::Native(recipe));
        let boards = self.board_columns().chain(self.size_columns());
        natives.chain(boards).collect()
    }

    /// Tinsmith's columns, compiled for speed.
    pub fn board_columns(&self) -> impl Iterator<Item = Column> + '_ {
        let boards = self.boards.iter();
        boards.map(|board| Column::Board(&board.name, Goal::Speed))
    }

    /// Tinsmith's columns, compiled for size.
    pub fn size_columns(&self) -> impl Iterator<Item = Column> + '_ {
        let boards = self.boards.iter();
        boards.map(|board| Column::Board(&board.name, Goal::Size))
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
        let headings: String = columns
            .iter()
            .map(|c| format!(" {} |", c.heading()))
            .collect();
        let boards: String = self
            .board_columns()
            .map(|c| format!(" {} |", c.heading()))
            .collect();
        let base = baseline(self.language).heading();
        let mut out = format!(
            "| {} | instructions, {base} |{headings} code, {base} |{headings} RAM, {base} |{boards}\n|---|{}\n",
            self.machine.name,
            "---:|".repeat(3 + 2 * columns.len() + self.boards.len()),
        );
        for row in &self.rows {
            self.row(row, &columns, &mut out);
        }
        for (name, group) in means(&self.rows) {
            let _ = write!(out, "| **{name}** |");
            for figure in [Figure::Instructions, Figure::Code] {
                out.push_str(" |");
                for &column in &columns {
                    let mean = ratio(self.mean(column, figure, group));
                    let _ = write!(out, " **{mean}** |");
                }
            }
            let _ = writeln!(out, " |{}", " |".repeat(self.boards.len()));
        }
        out
    }

    fn row(&self, row: &Row, columns: &[Column], out: &mut String) {
        let _ = write!(out, "| {} |", row.kernel.name);
        for figure in [Figure::Instructions, Figure::Code] {
            let base = row.measured(row.baseline()).map(|m| number(figure.of(m)));
            let _ = write!(out, " {} |", base.unwrap_or("wrong".to_owned()));
            for &column in columns {
                let _ = write!(out, " {} |", ratio(row.ratio(column, figure)));
            }
        }
        for column in std::iter::once(row.baseline()).chain(self.board_columns()) {
            let ram = row.measured(column).map(|m| number(m.ram));
            let _ = write!(out, " {} |", ram.unwrap_or_default());
        }
        out.push('\n');
    }
}

/// What kernels of a language are compared with.
fn baseline(language: Language) -> Column {
    Column::Native(Recipe::of(language)[0])
}

/// The means a table closes with: of everything, and of integers if that is not the same; none of a single row.
pub fn means(rows: &[Row]) -> Vec<(&'static str, Option<Group>)> {
    if rows.len() < 2 {
        return Vec::new();
    }
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
