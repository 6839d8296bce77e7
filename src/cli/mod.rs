//! The command line: one thin file a command, over the library's public names.
//!
//! What scripts rely on (commands, JSON, exit status) is promised; see the README.

mod clean;
mod completions;
mod eval;
mod explain;
mod facets;
mod index;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
mod message;
mod output;
mod passage;
mod query;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod similar;
mod size;
mod suggest;
mod talks;
mod watch;
mod wrap;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Args, ColorChoice, Parser, Subcommand};
use recap_search::Index;

/// Full-text search over Chinese event recaps: finds the talks in them and ranks who said what,
/// where and when.
#[derive(Debug, Parser)]
#[command(name = "search", version, after_long_help = EXIT_STATUS)]
struct Cli {
    /// When to colour the output; NO_COLOR is honoured
    #[arg(long, global = true, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

const EXIT_STATUS: &str = "Exit status: 0 done, or found; 1 nothing found; 2 an error, told in one line on standard error.";

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::IndexArgs),
    Query(query::QueryArgs),
    Facets(facets::FacetsArgs),
    Talks(talks::TalksArgs),
    Show(show::ShowArgs),
    Suggest(suggest::SuggestArgs),
    Similar(similar::SimilarArgs),
    Eval(eval::EvalArgs),
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
    #[cfg(feature = "mcp")]
    Mcp(mcp::McpArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

impl Command {
    fn run(&self) -> Result<Outcome> {
        match self {
            Self::Index(args) => index::run(args),
            Self::Query(args) => query::run(args),
            Self::Facets(args) => facets::run(args),
            Self::Talks(args) => talks::run(args),
            Self::Show(args) => show::run(args),
            Self::Suggest(args) => suggest::run(args),
            Self::Similar(args) => similar::run(args),
            Self::Eval(args) => eval::run(args),
            #[cfg(feature = "serve")]
            Self::Serve(args) => serve::run(args),
            #[cfg(feature = "mcp")]
            Self::Mcp(args) => mcp::run(args),
            Self::Completions(args) => completions::run(args),
            Self::Man(args) => man::run(args),
        }
    }
}

/// How a command that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It did what it was asked to do, or found something.
    Done,
    /// There was nothing to be found.
    NothingFound,
}

impl Outcome {
    fn found(any: bool) -> Self {
        if any { Self::Done } else { Self::NothingFound }
    }
}

/// Where the index lies.
#[derive(Debug, Args)]
struct IndexDir {
    /// Folder of the index
    #[arg(
        long = "index",
        value_name = "DIR",
        env = "SEARCH_INDEX",
        default_value = "index"
    )]
    dir: PathBuf,
}

impl IndexDir {
    fn open(&self) -> Result<Index> {
        Ok(Index::open(&self.dir)?)
    }
}

/// Runs the command that the program was called with.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return message::usage(&error),
    };
    output::set_colour(cli.color);
    match cli.command.run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound) => ExitCode::from(1),
        Err(error) => message::failure(&error),
    }
}
