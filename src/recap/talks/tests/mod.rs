//! Whole pages told small: what the rules alone read of them, and what is doubted. What the evidence of a
//! whole page adds is tested against labelled pages, `tests/talks`.

mod agendas;
mod captions;
mod cards;
mod headings;
mod pages;
mod passages;
mod prose;
mod sentences;

use super::{Extraction, extract, extracted};
use crate::recap::{TalkKind, blocks};

/// What a page of an event opens with.
const LEAD: &str = "5 月 10 日，星河 Meetup 在临海举办。\n\n";

/// `speaker/role/title/kind` of the talks of a Markdown body.
fn talks(body: &str) -> Vec<String> {
    let blocks = blocks::parse(body, 1);
    passages::holds(&blocks);
    extracted(None, None, blocks)
        .0
        .talks
        .into_iter()
        .map(|talk| {
            let names: Vec<String> = talk
                .speakers
                .iter()
                .map(|who| format!("{}/{}", who.name, who.role.as_deref().unwrap_or("-")))
                .collect();
            let kind = if talk.kind == TalkKind::Remarks {
                "remarks"
            } else {
                "talk"
            };
            format!(
                "{}: {} {} @{}",
                names.join("+"),
                kind,
                talk.title.as_deref().unwrap_or("-"),
                talk.line
            )
        })
        .collect()
}

/// Names of all speakers.
fn speakers(found: &Extraction) -> Vec<&str> {
    let speakers = found.talks.iter().flat_map(|talk| &talk.speakers);
    speakers.map(|speaker| speaker.name.as_str()).collect()
}
