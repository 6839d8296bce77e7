//! `search query`

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
};

use anstyle::Style;
use anyhow::{Result, bail};
use clap::Args;
use recap_search::{Answer, Error, Index, Query, query::Group};

use super::{
    IndexDir, Outcome,
    clean::clean,
    facets,
    message::Hinted,
    output::{self, FAINT, count},
    passage::Page,
};
use crate::question::{Filters, Shape};

/// Rank passages that answer a query
///
/// Words: all must match; where no passage has them all, weaker matches are shown. "exact phrase",
/// "near phrase"~2, -without, OR, ( ), prefix*, field:value with title, speaker, org, city, label,
/// tag, after, before. The signs of a Chinese keyboard count the same: “ ” （ ） － ： ＊. What
/// cannot be an operator is text.
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// What to look for; several arguments are joined by blanks, `--` ends the options
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    index: IndexDir,
    #[command(flatten)]
    shape: Shape,
    /// The query is a string that must occur as it stands
    #[arg(long)]
    literal: bool,
    /// Answer each line of a file (`-`: standard input) with one JSON document a line
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    batch: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    filters: Filters,
}

impl QueryArgs {
    fn ask(&self, text: String) -> Query {
        let query = Query::new(text).literal(self.literal);
        self.filters.apply(self.shape.apply(query))
    }
}

pub(super) fn run(args: &QueryArgs) -> Result<Outcome> {
    if let Some(file) = &args.batch {
        return batch(args, file);
    }
    if args.query.is_empty() && args.filters.is_empty() {
        bail!(Hinted::error(
            "no query given",
            "give words, a filter or `--batch FILE`; `\"\"` asks for everything"
        ));
    }
    let index = args.index.open()?;
    let answer = index.search(&args.ask(args.query.join(" ")))?;
    if args.json {
        output::json(&answer)?;
    } else {
        output::text(&readable(&answer, args))?;
    }
    facets::found(answer.total, &args.filters, &index)
}

/// Answers each line of `file`, the empty ones as well.
fn batch(args: &QueryArgs, file: &Path) -> Result<Outcome> {
    let access = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Error::NotFound { path: file.into() },
        _ => Error::Io {
            path: file.into(),
            source,
        },
    };
    let mut lines: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(file).map_err(access)?))
    };
    let index: Index = args.index.open()?;
    let (mut asked, mut found) = (0, 0);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).map_err(access)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let mut text = text.trim_end_matches(['\n', '\r']);
        if asked == 0 {
            text = text.trim_start_matches('\u{feff}');
        }
        asked += 1;
        let answer = index.search(&args.ask(text.to_owned()));
        let answer = answer.map_err(|error| match error {
            Error::TooLong { .. } => Error::Line {
                path: file.into(),
                line: asked,
                reason: error.to_string(),
            },
            error => error,
        })?;
        output::json(&answer)?;
        found += usize::from(answer.total > 0);
        line.clear();
    }
    Ok(Outcome::found(asked == 0 || found > 0))
}

fn readable(answer: &Answer, args: &QueryArgs) -> String {
    let mut page = Page::new(output::width());
    page.line(0, FAINT, &head(answer, args));
    if answer.relaxed {
        page.line(0, FAINT, "nothing matches as asked; these match in part");
    }
    if let Some(meant) = &answer.did_you_mean {
        page.line(0, Style::new(), &format!("did you mean {meant}?"));
    }
    if let Some(explanation) = &answer.explanation {
        page.blank();
        page.explanation(explanation);
    }
    for (at, hit) in answer.hits.iter().enumerate() {
        page.blank();
        page.hit(hit, 0);
        if let Some(score) = answer
            .explanation
            .as_ref()
            .and_then(|explanation| explanation.scores.get(at))
        {
            page.score(score);
        }
    }
    if let Some(counts) = &answer.facets {
        page.blank();
        facets::lay_out(&mut page, counts, facets::SHOWN);
    }
    page.into_text()
}

fn head(answer: &Answer, args: &QueryArgs) -> String {
    let (one, many) = match args.shape.group {
        Group::Passage => ("passage", "passages"),
        Group::Recap => ("recap", "recaps"),
        Group::Event => ("event", "events"),
        _ => ("hit", "hits"),
    };
    let shown = match (answer.hits.first(), answer.hits.last()) {
        (Some(first), Some(last)) if answer.hits.len() < answer.total => {
            format!(", {} to {} shown", first.rank, last.rank)
        }
        _ => String::new(),
    };
    let of = match shortened(&clean(&answer.query)) {
        query if query.trim().is_empty() => String::new(),
        query => format!(" for {query}"),
    };
    format!(
        "{}{of} ({:.1} ms){shown}",
        count(answer.total, one, many),
        answer.took_ms
    )
}

/// A query may be ten thousand characters long.
fn shortened(query: &str) -> String {
    const LONGEST: usize = 60;
    match query.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &query[..end]),
        None => query.to_owned(),
    }
}
