//! `search facets`

use anstyle::Style;
use anyhow::Result;
use clap::Args;
use recap_search::{Query, query::FacetCounts};
use serde::Serialize;

use super::{
    IndexDir, Outcome,
    clean::clean,
    filters::Filters,
    output::{self, FAINT, TITLE},
    passage::Page,
};

/// Count what matches by city, label, tag, speaker, organisation, year and month
#[derive(Debug, Args)]
pub(super) struct FacetsArgs {
    /// What to look for; without it, everything counts
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    index: IndexDir,
    #[command(flatten)]
    filters: Filters,
    /// The query is a string that must occur as it stands
    #[arg(long)]
    literal: bool,
    /// Values to show of each, most frequent first; 0 shows all
    #[arg(long, value_name = "N", default_value_t = SHOWN, allow_negative_numbers = true)]
    limit: usize,
    /// Print all counts as JSON
    #[arg(long)]
    json: bool,
}

/// Values shown of each facet unless asked otherwise.
pub(super) const SHOWN: usize = 10;

/// Facets in the order in which they are shown.
const ORDER: [&str; 7] = ["city", "label", "tag", "speaker", "org", "year", "month"];

pub(super) fn run(args: &FacetsArgs) -> Result<Outcome> {
    let query = Query::new(args.query.join(" "))
        .literal(args.literal)
        .limit(0)
        .facets(true);
    let answer = args.index.open()?.search(&args.filters.apply(query))?;
    let counts = answer.facets.unwrap_or_default();
    if args.json {
        output::json(&Counted {
            query: &answer.query,
            total: answer.total,
            took_ms: answer.took_ms,
            relaxed: answer.relaxed,
            facets: &counts,
        })?;
    } else {
        let mut page = Page::new(output::width());
        let unit = if answer.total == 1 {
            "passage"
        } else {
            "passages"
        };
        page.line(0, FAINT, &format!("{} {unit}", answer.total));
        lay_out(&mut page, &counts, args.limit);
        output::text(&page.into_text())?;
    }
    Ok(Outcome::found(answer.total > 0))
}

/// An answer without its hits.
#[derive(Serialize)]
struct Counted<'a> {
    query: &'a str,
    total: usize,
    took_ms: f64,
    relaxed: bool,
    facets: &'a FacetCounts,
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
