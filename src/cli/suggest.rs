//! `search suggest`

use anstyle::Style;
use anyhow::Result;
use clap::Args;
use recap_search::query::{DEFAULT_LIMIT, NameKind};

use super::{
    IndexDir, Outcome,
    clean::clean,
    message,
    output::{self, FAINT},
    passage::Page,
};

/// Complete the names of speakers, organisations, titles, tags and cities
///
/// The beginning may be typed as it is written, in pinyin (huzh) or in initials of pinyin (hzc).
#[derive(Debug, Args)]
pub(super) struct SuggestArgs {
    /// The beginning; several arguments are joined by blanks
    #[arg(value_name = "PREFIX", required = true)]
    prefix: Vec<String>,
    #[command(flatten)]
    index: IndexDir,
    /// Completions to show
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT, allow_negative_numbers = true)]
    limit: usize,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &SuggestArgs) -> Result<Outcome> {
    let prefix = args.prefix.join(" ");
    let completions = args.index.open()?.suggest(&prefix, args.limit)?;
    if args.json {
        output::json(&completions)?;
    } else {
        let mut page = Page::new(output::width());
        for suggestion in &completions.suggestions {
            page.line(0, Style::new(), &clean(&suggestion.text));
            let told = format!("{} {}", word(suggestion.kind), suggestion.count);
            page.line(2, FAINT, &told);
        }
        output::text(&page.into_text())?;
        if completions.suggestions.is_empty() {
            message::line(&format!("nothing begins with `{prefix}`"));
        }
    }
    Ok(Outcome::found(!completions.suggestions.is_empty()))
}

fn word(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Speaker => "speaker",
        NameKind::Org => "org",
        NameKind::Title => "title",
        NameKind::Tag => "tag",
        NameKind::City => "city",
        _ => "name",
    }
}
