//! `search talks`

use std::{fs, path::PathBuf};

use anstyle::Style;
use anyhow::Result;
use clap::Args;
use recap_search::recap::{self, Recap, Section, Speaker, Talk, TalkKind, Warning, walk::walk};
use serde::Serialize;
use time::Date;

use super::{
    Outcome, message,
    output::{self, FAINT, TITLE},
    passage::{Page, facts},
};

/// Read recaps and print the talks found in them; needs no index
#[derive(Debug, Args)]
pub(super) struct TalksArgs {
    /// Files and folders of recaps
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Show the text of every passage as well, sections included
    #[arg(long)]
    explain: bool,
    /// Print one JSON document a recap, a line each
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &TalksArgs) -> Result<Outcome> {
    let walked = walk(&args.paths)?;
    let skipped = |path: &str, reason: &str| message::warn(&format!("skipped {path}: {reason}"));
    for file in &walked.skipped {
        skipped(&file.path, &file.reason);
    }
    let mut read = 0;
    for file in &walked.files {
        let parsed = fs::read(&file.path)
            .map_err(|error| error.to_string())
            .and_then(|bytes| {
                recap::parse_bytes(&bytes, &file.relative).map_err(|reason| reason.to_string())
            });
        let recap = match parsed {
            Ok(recap) => recap,
            Err(reason) => {
                skipped(&file.relative, &reason);
                continue;
            }
        };
        if args.json {
            output::json(&Document::of(&recap, args.explain))?;
        } else {
            let mut page = Page::new(output::width());
            if read > 0 {
                page.blank();
            }
            lay_out(&mut page, &recap, args.explain);
            output::text(&page.into_text())?;
        }
        read += 1;
    }
    if walked.files.is_empty() {
        message::warn("no recaps found: looked for files ending in .md, .markdown and .txt");
    }
    Ok(Outcome::found(read > 0))
}

/// A recap as the contract has it; with its prose when asked to explain.
#[derive(Serialize)]
struct Document<'r> {
    path: &'r str,
    title: &'r Option<String>,
    city: &'r Option<String>,
    date: Option<Date>,
    label: &'r Option<String>,
    tags: &'r [String],
    author: &'r Option<String>,
    url: &'r Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'r str>,
    talks: Vec<Reported<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sections: Option<&'r [Section]>,
    warnings: &'r [Warning],
}

#[derive(Serialize)]
struct Reported<'r> {
    kind: TalkKind,
    speakers: &'r [Speaker],
    title: &'r Option<String>,
    line: usize,
    video: &'r Option<String>,
    images: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
}

impl<'r> Document<'r> {
    fn of(recap: &'r Recap, explain: bool) -> Self {
        let talks = recap.talks.iter().map(|talk| Reported {
            kind: talk.kind,
            speakers: &talk.speakers,
            title: &talk.title,
            line: talk.line,
            video: &talk.video,
            images: &talk.images,
            text: explain.then_some(&talk.text),
        });
        Self {
            path: &recap.path,
            title: &recap.title,
            city: &recap.city,
            date: recap.date,
            label: &recap.label,
            tags: &recap.tags,
            author: &recap.author,
            url: &recap.url,
            summary: recap.summary.as_deref().filter(|_| explain),
            talks: talks.collect(),
            sections: explain.then_some(&recap.sections),
            warnings: &recap.warnings,
        }
    }
}

fn lay_out(page: &mut Page, recap: &Recap, explain: bool) {
    page.line(0, TITLE, recap.title.as_deref().unwrap_or(&recap.path));
    let date = recap.date.map(|date| date.to_string());
    let event = facts(&[
        recap.city.as_deref(),
        date.as_deref(),
        recap.label.as_deref(),
        Some(&recap.path),
    ]);
    page.line(0, FAINT, &event);
    for warning in &recap.warnings {
        page.line(2, FAINT, &format!("warning: {warning}"));
    }
    let mut passages: Vec<(usize, Option<&Talk>, &Option<String>, &str)> = recap
        .talks
        .iter()
        .map(|talk| (talk.line, Some(talk), &talk.title, talk.text.as_str()))
        .collect();
    if explain {
        let sections = recap.sections.iter();
        passages.extend(sections.map(|s| (s.line, None, &s.title, s.text.as_str())));
        passages.sort_by_key(|passage| passage.0);
    }
    for (line, talk, title, text) in passages {
        let what = match talk.map(|talk| talk.kind) {
            Some(TalkKind::Talk) => "talk",
            Some(TalkKind::Remarks) => "remarks",
            None => "section",
        };
        page.line(2, FAINT, &format!("line {line}, {what}"));
        if let Some(title) = title {
            page.line(4, TITLE, title);
        }
        page.speakers(4, talk.map_or(&[], |talk| &talk.speakers));
        if explain {
            for line in text.lines() {
                page.line(6, Style::new(), line);
            }
        }
    }
}
