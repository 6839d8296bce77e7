//! `search man`

use anyhow::{Result, bail};
use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::{Cli, Outcome, message::Hinted, output};

/// Print the manual page, of the program or of one command
///
/// To read it: `search man | man -l -`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command whose page to print
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn run(args: &ManArgs) -> Result<Outcome> {
    let mut program = Cli::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => {
                let full = format!("search-{name}");
                command
                    .clone()
                    .display_name(full)
                    .version(env!("CARGO_PKG_VERSION"))
            }
            None => bail!(Hinted::error(
                format!("no command `{name}`"),
                "see `search --help`"
            )),
        },
    };
    let mut roff = Vec::new();
    Man::new(page).render(&mut roff)?;
    output::text(&String::from_utf8_lossy(&roff))?;
    Ok(Outcome::Done)
}
