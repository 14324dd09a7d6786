//! The official test suite on every emulated board against the committed table: one test a suite and board. See
//! `tinsmith_tests::spec`. With `UPDATE_EXPECT=1` the table is written anew from what happens.

use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};
use tinsmith_tests::spec::{Column, MOST_EXPLAINED, Place, SUITES, Suite, Table};

fn main() {
    let arguments = Arguments::from_args();
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let committed = std::fs::read_to_string(Table::path()).unwrap_or_default();
    let committed = Arc::new(Table::parse(&committed).expect("tests/spec/status is a table"));
    let found = Arc::new(Mutex::new(Table::default()));
    let mut trials = Vec::new();
    for suite in SUITES {
        for place in Place::all() {
            let (committed, found) = (committed.clone(), found.clone());
            trials.push(Trial::test(
                format!("{}::{}", suite.name, place.name()),
                move || {
                    let key = (suite.name.to_owned(), place.name());
                    let column = run(suite, place)?;
                    let result = if update {
                        Ok(())
                    } else {
                        compare(&column, committed.columns.get(&key))
                    };
                    found
                        .lock()
                        .map_err(|e| e.to_string())?
                        .columns
                        .insert(key, column);
                    result.map_err(Failed::from)
                },
            ));
        }
    }
    let all = arguments.filter.is_none() && arguments.skip.is_empty() && !arguments.list;
    let conclusion = libtest_mimic::run(&arguments, trials);
    if update && all && !conclusion.has_failed() {
        let text = found.lock().expect("no test panicked").text();
        std::fs::write(Table::path(), text).expect("tests/spec/status can be written");
    }
    conclusion.exit();
}

fn run(suite: &Suite, place: Place) -> Result<Column, String> {
    let start = std::time::Instant::now();
    let column = Column::new(&suite.run(place)?);
    let passed: usize = column.files.values().map(|(_, passed)| passed).sum();
    let seconds = start.elapsed().as_secs_f32();
    println!(
        "{} on {}: {passed} assertions passed, {seconds:.1} s",
        suite.name,
        place.name()
    );
    Ok(column)
}

fn compare(column: &Column, committed: Option<&Column>) -> Result<(), String> {
    let committed = committed.ok_or("tests/spec/status has no such column: regenerate it")?;
    if column.failures.len() > MOST_EXPLAINED {
        return Err(format!(
            "{} failures, at most {MOST_EXPLAINED} may be",
            column.failures.len()
        ));
    }
    let differences = column.differences(committed);
    if differences.is_empty() {
        return Ok(());
    }
    Err(format!(
        "differs from tests/spec/status, whose head says how to regenerate it:\n{}",
        differences.join("\n")
    ))
}
