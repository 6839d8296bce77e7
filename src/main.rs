//! The command line of Recap Search.

mod cli;
#[cfg(feature = "mcp")]
mod mcp;
mod question;
#[cfg(feature = "serve")]
mod serve;

fn main() -> std::process::ExitCode {
    cli::run()
}
