//! `search facets`

use anstyle::Style;
use anyhow::Result;
use clap::Args;
use recap_search::{Index, Query, query::FacetCounts};

use super::{
    IndexDir, Outcome,
    clean::clean,
    message,
    output::{self, FAINT, TITLE, count},
    passage::Page,
};
use crate::question::Filters;

/// Count what matches by city, label, tag, speaker, organisation, year and month
#[derive(Debug, Args)]
pub(super) struct FacetsArgs {
    /// What to look for; without it, everything counts
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    index: IndexDir,
    /// The query is a string that must occur as it stands
    #[arg(long)]
    literal: bool,
    /// Values to show of each, most frequent first; 0 shows all
    #[arg(long, value_name = "N", default_value_t = SHOWN, allow_negative_numbers = true)]
    limit: usize,
    /// Print all counts as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    filters: Filters,
}

/// Values shown of each facet unless asked otherwise.
pub(super) const SHOWN: usize = 10;

/// Facets in the order in which they are shown.
const ORDER: [&str; 7] = ["city", "label", "tag", "speaker", "org", "year", "month"];

pub(super) fn run(args: &FacetsArgs) -> Result<Outcome> {
    let query = Query::new(args.query.join(" ")).literal(args.literal);
    let index = args.index.open()?;
    let counts = index.facets(&args.filters.apply(query))?;
    if args.json {
        output::json(&counts)?;
    } else {
        let mut page = Page::new(output::width());
        page.line(0, FAINT, &count(counts.total, "passage", "passages"));
        lay_out(&mut page, &counts.facets, args.limit);
        output::text(&page.into_text())?;
    }
    found(counts.total, &args.filters, &index)
}

/// How a command ends that found `total` passages. Where it found none, a filter may be why.
pub(super) fn found(total: usize, filters: &Filters, index: &Index) -> Result<Outcome> {
    if total == 0 {
        for (name, value) in filters.unknown(index)? {
            message::warn(&format!(
                "--{name}: nothing has `{value}`; `search facets` lists what there is"
            ));
        }
    }
    Ok(Outcome::found(total > 0))
}

/// Lays out up to `limit` values of each facet.
pub(super) fn lay_out(page: &mut Page, counts: &FacetCounts, limit: usize) {
    let limit = if limit == 0 { usize::MAX } else { limit };
    for name in ORDER {
        let Some(values) = counts.get(name).filter(|values| !values.is_empty()) else {
            continue;
        };
        let mut parts: Vec<String> = values
            .iter()
            .take(limit)
            .map(|(value, count)| format!("{} {count}", clean(value)))
            .collect();
        if values.len() > limit {
            parts.push(format!("... and {} more", values.len() - limit));
        }
        page.line(0, TITLE, name);
        page.line(2, Style::new(), &parts.join(", "));
    }
}
