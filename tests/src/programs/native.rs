//! C and C++ programs compiled for the development machine: where their known answers come from.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::answers::check_streams;
use super::fetch::output;
use super::spec::Program;
use super::{Failure, cache, context, folder};

/// Compiles and runs a program with its surroundings, and compares with its known answers.
///
/// # Errors
/// What differs or failed.
pub fn check(name: &str, program: &Program) -> Result<(), Failure> {
    let source = program.module.c.as_ref().ok_or("it is no C program")?;
    let built = cache().join("built");
    std::fs::create_dir_all(&built).map_err(context(built.display()))?;
    let file = built.join(format!("{name}-{}", std::process::id()));
    let mut compiler = Command::new(if source.ends_with(".cpp") {
        "g++"
    } else {
        "gcc"
    });
    compiler.args(["-O1", "-o"]).arg(&file);
    compiler
        .arg(folder().join(source))
        .args(&program.module.flags);
    output(compiler.arg("-lm"))?;
    let ran = run(&file, program);
    // Whether it goes or not, the next run compiles again.
    let _ = std::fs::remove_file(&file);
    let ran = ran?;
    if ran.status.code() != Some(program.run.status) {
        return Err(format!("{}, must be {}", ran.status, program.run.status));
    }
    check_streams(&ran.stdout, &ran.stderr, &program.run)
}

fn run(file: &std::path::Path, program: &Program) -> Result<std::process::Output, Failure> {
    let environment = program
        .run
        .env
        .iter()
        .filter_map(|pair| pair.split_once('='));
    let mut child = Command::new(file)
        .args(&program.run.args)
        .env_clear()
        .envs(environment)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(context(file.display()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read closes the pipe.
        let _ = stdin.write_all(program.run.stdin.as_bytes());
    }
    child.wait_with_output().map_err(context(file.display()))
}
