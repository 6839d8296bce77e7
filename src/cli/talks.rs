//! `search talks`

use std::path::PathBuf;

use anstyle::Style;
use anyhow::Result;
use clap::Args;
use recap_search::recap::{
    self, Cue, Recap, Section, Speaker, Talk, TalkKind, Warning, walk::walk,
};
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
    /// Show as well why each talk was taken for one, and the text of every passage
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
        let (recap, cues) = match recap::read_traced(&file.path, &file.relative) {
            Ok(read) => read,
            Err(fault) => {
                skipped(&file.relative, &fault.to_string());
                continue;
            }
        };
        let cues = args.explain.then_some(cues.as_slice());
        if args.json {
            output::json(&Document::of(&recap, cues))?;
        } else {
            let mut page = Page::new(output::width());
            if read > 0 {
                page.blank();
            }
            lay_out(&mut page, &recap, cues);
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
    event_date: Option<Date>,
    announcement: bool,
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
    cues: Option<&'r [Cue]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
}

impl<'r> Document<'r> {
    fn of(recap: &'r Recap, cues: Option<&'r [Vec<Cue>]>) -> Self {
        let explain = cues.is_some();
        let talks = recap.talks.iter().enumerate().map(|(at, talk)| Reported {
            kind: talk.kind,
            speakers: &talk.speakers,
            title: &talk.title,
            line: talk.line,
            video: &talk.video,
            images: &talk.images,
            cues: cues.and_then(|cues| cues.get(at)).map(Vec::as_slice),
            text: explain.then_some(&talk.text),
        });
        Self {
            path: &recap.path,
            title: &recap.title,
            city: &recap.city,
            date: recap.date,
            event_date: recap.event_date,
            announcement: recap.announcement,
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

fn lay_out(page: &mut Page, recap: &Recap, cues: Option<&[Vec<Cue>]>) {
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
    let mut passages: Vec<Shown> = recap.talks.iter().map(Shown::of_talk).collect();
    if let Some(cues) = cues {
        for (passage, cues) in passages.iter_mut().zip(cues) {
            passage.cues = cues;
        }
        passages.extend(recap.sections.iter().map(Shown::of_section));
        passages.sort_by_key(|passage| passage.line);
    }
    for passage in passages {
        page.line(
            2,
            FAINT,
            &format!("line {}, {}", passage.line, passage.what),
        );
        if let Some(title) = passage.title {
            page.line(4, TITLE, title);
        }
        page.speakers(4, passage.speakers);
        for cue in passage.cues {
            let kind = format!("{:?}", cue.kind).to_lowercase();
            page.line(
                4,
                FAINT,
                &format!("{kind} in line {}: {}", cue.line, cue.text),
            );
        }
        if cues.is_some() {
            for line in passage.text.lines() {
                page.line(6, Style::new(), line);
            }
        }
    }
}

/// A talk or a section, as it is laid out.
struct Shown<'r> {
    line: usize,
    what: &'static str,
    title: Option<&'r str>,
    speakers: &'r [Speaker],
    cues: &'r [Cue],
    text: &'r str,
}

impl<'r> Shown<'r> {
    fn of_talk(talk: &'r Talk) -> Self {
        Self {
            line: talk.line,
            what: match talk.kind {
                TalkKind::Talk => "talk",
                TalkKind::Remarks => "remarks",
            },
            title: talk.title.as_deref(),
            speakers: &talk.speakers,
            cues: &[],
            text: &talk.text,
        }
    }

    fn of_section(section: &'r Section) -> Self {
        Self {
            line: section.line,
            what: "section",
            title: section.title.as_deref(),
            speakers: &[],
            cues: &[],
            text: &section.text,
        }
    }
}
