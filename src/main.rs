//! The command line of Recap Search.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
