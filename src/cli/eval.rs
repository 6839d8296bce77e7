//! `search eval`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use recap_search::query::{Weights, evaluate, read_judged};

use super::{IndexDir, Outcome, output};

/// Score the index on judged queries
///
/// One JSON object a line: {"q": "全密态", "relevant": ["2021/a.md", "2021/b.md#张三"]}; a path
/// stands for any passage of that recap, a path with a name for a talk of that speaker.
#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// File of judged queries
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    index: IndexDir,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &EvalArgs) -> Result<Outcome> {
    let judged = read_judged(&args.file)?;
    let figures = evaluate(&args.index.open()?, &judged, &Weights::default())?;
    if args.json {
        output::json(&figures)?;
    } else {
        output::text(&format!(
            "queries     {}\nMRR@10      {:.3}\nnDCG@10     {:.3}\nrecall@10   {:.3}\nrecall@100  {:.3}\nsuccess@1   {:.3}\n",
            figures.queries,
            figures.mrr_10,
            figures.ndcg_10,
            figures.recall_10,
            figures.recall_100,
            figures.success_1,
        ))?;
    }
    Ok(Outcome::Done)
}
