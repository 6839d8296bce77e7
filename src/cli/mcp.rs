//! `search mcp`

use anyhow::Result;
use clap::Args;

use super::{IndexDir, Outcome};
use crate::mcp;

/// Offer the search as tools to language-model agents
///
/// Speaks the Model Context Protocol on standard input and output until the input ends. Each call
/// sees the newest commit of the index.
#[derive(Debug, Args)]
pub(super) struct McpArgs {
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &McpArgs) -> Result<Outcome> {
    mcp::run(args.index.open()?)?;
    Ok(Outcome::Done)
}
