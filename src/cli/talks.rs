//! `search talks`

use std::path::PathBuf;

use anstyle::Style;
use anyhow::Result;
use clap::Args;
use recap_search::recap::{
    self, Cue, Recap, Section, Sketch, Speaker, Talk, TalkKind, Warning, walk::walk,
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
    let mut pages = Vec::with_capacity(walked.files.len());
    for file in &walked.files {
        match recap::read_traced(&file.path, &file.relative) {
            Ok(page) => pages.push(page),
            Err(fault) => skipped(&file.relative, &fault.to_string()),
        }
    }
    let counterparts = counterparts(&pages);
    for (at, (recap, cues)) in pages.iter().enumerate() {
        let cues = args.explain.then_some(cues.as_slice());
        let counterpart = counterparts[at].map(|other| pages[other].0.path.as_str());
        if args.json {
            output::json(&Document::of(recap, cues, counterpart))?;
        } else {
            let mut page = Page::new(output::width());
            if at > 0 {
                page.blank();
            }
            lay_out(&mut page, recap, cues, counterpart);
            output::text(&page.into_text())?;
        }
    }
    if walked.files.is_empty() {
        message::warn("no recaps found: looked for files ending in .md, .markdown and .txt");
    }
    Ok(Outcome::found(!pages.is_empty()))
}

/// For each page the one that tells of the same event before or after it.
fn counterparts(pages: &[(Recap, Vec<Vec<Cue>>)]) -> Vec<Option<usize>> {
    let sketches: Vec<Option<Sketch>> = pages.iter().map(|(recap, _)| Sketch::of(recap)).collect();
    let (numbers, known): (Vec<usize>, Vec<&Sketch>) = sketches
        .iter()
        .enumerate()
        .filter_map(|(at, sketch)| Some((at, sketch.as_ref()?)))
        .unzip();
    let mut found = vec![None; pages.len()];
    for (at, other) in recap::counterparts(&known).into_iter().enumerate() {
        found[numbers[at]] = other.map(|other| numbers[other]);
    }
    found
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
    counterpart: Option<&'r str>,
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
    fn of(recap: &'r Recap, cues: Option<&'r [Vec<Cue>]>, counterpart: Option<&'r str>) -> Self {
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
            counterpart,
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

fn lay_out(page: &mut Page, recap: &Recap, cues: Option<&[Vec<Cue>]>, counterpart: Option<&str>) {
    page.line(0, TITLE, recap.title.as_deref().unwrap_or(&recap.path));
    let date = recap.date.map(|date| date.to_string());
    let event = facts(&[
        recap.city.as_deref(),
        date.as_deref(),
        recap.label.as_deref(),
        Some(&recap.path),
    ]);
    page.line(0, FAINT, &event);
    let held = recap.event_date.filter(|day| Some(*day) != recap.date);
    if let Some(day) = held {
        page.line(2, FAINT, &format!("held {day}"));
    }
    if let Some(path) = counterpart {
        let kind = if recap.announcement {
            "reported in"
        } else {
            "announced in"
        };
        page.line(2, FAINT, &format!("{kind} {path}"));
    }
    for warning in &recap.warnings {
        page.line(2, FAINT, &format!("warning: {warning}"));
    }
    if recap.talks.is_empty() {
        page.line(2, FAINT, "no talks");
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
                _ => "other",
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
