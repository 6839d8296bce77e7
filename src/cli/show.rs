//! `search show`

use anstyle::Style;
use anyhow::Result;
use clap::Args;
use recap_search::{
    Error,
    index::{IndexedRecap, Passage},
};

use super::{
    IndexDir, Outcome,
    clean::clean,
    output::{self, FAINT, TITLE},
    passage::{Page, facts},
};

/// Show a passage or a whole recap
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Id or path of a recap, or id of a passage, as a query shows them
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    index: IndexDir,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &ShowArgs) -> Result<Outcome> {
    let index = args.index.open()?;
    if args.id.contains('#') {
        match index.passage(&args.id) {
            Ok(passage) => return show_passage(&passage, args),
            // A path may hold the sign as well.
            Err(Error::UnknownId { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    show_recap(&index.recap(&args.id)?, args)
}

fn show_passage(passage: &Passage, args: &ShowArgs) -> Result<Outcome> {
    if args.json {
        output::json(passage)?;
        return Ok(Outcome::Done);
    }
    let mut page = Page::new(output::width());
    if let Some(recap) = &passage.recap {
        page.line(0, FAINT, recap);
    }
    lay_out(&mut page, passage);
    page.line(0, FAINT, &event(passage));
    output::text(&page.into_text())?;
    Ok(Outcome::Done)
}

fn show_recap(recap: &IndexedRecap, args: &ShowArgs) -> Result<Outcome> {
    if args.json {
        output::json(recap)?;
        return Ok(Outcome::Done);
    }
    let mut page = Page::new(output::width());
    page.line(0, TITLE, recap.title.as_deref().unwrap_or(&recap.path));
    if let Some(first) = recap.passages.first() {
        page.line(0, Style::new(), &event(first));
    }
    if recap.pages.len() > 1 {
        page.pages(0, &recap.pages);
    }
    if let Some(summary) = &recap.summary {
        page.blank();
        page.line(0, Style::new(), summary);
    }
    for passage in &recap.passages {
        page.blank();
        lay_out(&mut page, passage);
    }
    output::text(&page.into_text())?;
    Ok(Outcome::Done)
}

/// Title, speakers, place and every line of a passage.
fn lay_out(page: &mut Page, passage: &Passage) {
    if let Some(title) = &passage.title {
        page.line(0, TITLE, title);
    }
    page.speakers(0, &passage.speakers);
    let place = format!("{}:{}  {}", passage.path, passage.line, passage.id);
    page.line(0, FAINT, &place);
    for line in passage.text.lines() {
        page.line(2, Style::new(), line);
    }
    if let Some(video) = &passage.video {
        page.line(2, FAINT, &format!("video {}", clean(video)));
    }
}

fn event(passage: &Passage) -> String {
    let date = passage.date.map(|date| date.to_string());
    let tags = passage.tags.join(" ");
    facts(&[
        passage.city.as_deref(),
        date.as_deref(),
        passage.label.as_deref(),
        Some(&tags),
        passage.url.as_deref(),
    ])
}
