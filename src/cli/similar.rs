//! `search similar`

use anyhow::Result;
use clap::Args;
use recap_search::query::DEFAULT_LIMIT;

use super::{
    IndexDir, Outcome,
    clean::clean,
    output::{self, FAINT, count},
    passage::Page,
};

/// Rank passages that are like a passage, or like a whole recap
#[derive(Debug, Args)]
pub(super) struct SimilarArgs {
    /// Id of a passage or a recap, as a query shows it
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    index: IndexDir,
    /// Hits to show
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT, allow_negative_numbers = true)]
    limit: usize,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &SimilarArgs) -> Result<Outcome> {
    let answer = args.index.open()?.similar(&args.id, args.limit)?;
    if args.json {
        output::json(&answer)?;
    } else {
        let mut page = Page::new(output::width());
        let head = format!(
            "{} like {} ({:.1} ms)",
            count(answer.total, "passage", "passages"),
            clean(&answer.query),
            answer.took_ms
        );
        page.line(0, FAINT, &head);
        for hit in &answer.hits {
            page.blank();
            page.hit(hit, 0);
        }
        output::text(&page.into_text())?;
    }
    Ok(Outcome::found(answer.total > 0))
}
