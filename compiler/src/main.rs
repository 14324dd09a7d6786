//! The `tinsmith` command.

fn main() -> std::process::ExitCode {
    tinsmith::cli::main()
}
