//! Headings, and lines set as headings: they name speakers, and begin and title talks.

use std::collections::HashSet;

use super::{
    characters::length,
    cue::CueKind,
    draft::Draft,
    lexicon::Lexicon,
    names,
    numbering::unnumbered,
    person::{Named, person},
    speech::{self, Act},
    split, titles,
    units::{Shape, Unit},
    zones::{self, Zone, pseudo_heading},
};

/// A heading that names the speaker: `某人：题目`, `题目 | 某公司某人`, `某人《题目》`.
pub(super) fn heading_person(
    units: &[Unit],
    at: usize,
    lexicon: &Lexicon,
    event: bool,
) -> Option<(Option<String>, Vec<Named>)> {
    let text = unnumbered(&units[at].text);
    // A name that the report below repeats is one.
    let told = |name: &str| {
        let below = units[at + 1..]
            .iter()
            .filter(|unit| unit.readable())
            .take(3);
        !name.is_ascii() && below.into_iter().any(|unit| unit.text.contains(name))
    };
    if !event || length(text) > 110 {
        return None;
    }
    if let Some((topic, who)) = split::split(text, lexicon) {
        let sure = who
            .iter()
            .all(|who| who.trust == 2 || lexicon.knows(&who.name) || told(&who.name));
        let named = who.iter().all(|who| names::whole_name(&who.name).is_some());
        if sure && named && length(&topic) >= 4 {
            return Some((titles::clean(unnumbered(&topic)), who));
        }
    }
    for mark in ['：', ':'] {
        if let Some((left, right)) = text.split_once(mark) {
            let (left, right) = (left.trim(), right.trim());
            let who: Option<Vec<Named>> = left
                .split(['、', '&', '＆', '/'])
                .map(|part| {
                    person(part).filter(|named| {
                        named.trust > 0 || lexicon.knows(&named.name) || told(&named.name)
                    })
                })
                .collect();
            if let Some(who) = who.filter(|_| length(right) >= 4) {
                return Some((titles::clean(right), who));
            }
        }
    }
    let named = person(text)?;
    (named.trust == 2 && names::whole_name(&named.name).is_some()).then(|| (None, vec![named]))
}

/// Lets a heading, or a line set as one, begin the only talk below it, and give it its
/// title.
pub(super) fn attach_headings(
    units: &[Unit],
    zones: &[Zone],
    drafts: &mut Vec<Draft>,
    event: bool,
) {
    let mut attached: Vec<(usize, u8)> = Vec::new();
    let mut bare: Vec<(usize, u8, usize)> = Vec::new();
    let heads: Vec<(usize, u8)> = (0..units.len())
        .filter_map(|at| Some((at, level(units, at)?)))
        .collect();
    let real = heads.iter().filter(|(_, level)| *level < LINE).count();
    // Drafts come in the order of their first units, and headings only move those forward.
    drafts.sort_by_key(|draft| draft.first);
    let firsts: Vec<usize> = drafts.iter().map(|draft| draft.first).collect();
    let headed: HashSet<usize> = drafts.iter().filter_map(|draft| draft.heading).collect();
    for (number, (at, level)) in heads.iter().copied().enumerate() {
        let unit = &units[at];
        if headed.contains(&at) {
            attached.push((at, level));
            continue;
        }
        let (zone, organises) = zones::opened_by(&unit.text);
        let quoted = titles::alone(&unit.text).is_some();
        // A plain line works as a heading only among headings, or where it is a quoted title.
        let plain = level == LINE && !unit.bold && !quoted && real < 2;
        let welcome = organises && speech::is_remarks(unnumbered(&unit.text));
        if !welcome && (organises || zone != Zone::Body || plain) {
            continue;
        }
        let next = heads[number + 1..]
            .iter()
            .find(|(_, other)| *other <= level || *other == LINE);
        let end = next.map_or(units.len(), |(at, _)| *at);
        let from = firsts.partition_point(|first| *first < at);
        let to = firsts.partition_point(|first| *first < end);
        if welcome {
            for draft in &mut drafts[from..to] {
                if draft.title.is_none() {
                    draft.act = Act::Remarked;
                }
            }
            continue;
        }
        let mut below = drafts[from..to].iter_mut();
        let near = if level == LINE { 3 } else { 8 };
        match (
            below.next().filter(|draft| draft.heading.is_none()),
            below.next(),
        ) {
            (Some(draft), None) if draft.first <= at + near => {
                draft.heading = Some(at);
                if draft.title.is_none() {
                    let title = titles::clean(unnumbered(&unit.text));
                    draft.title = title.filter(|title| length(title) >= 3);
                    if draft.act == Act::Remarked
                        && draft.title.as_deref().is_some_and(speech::is_remarks)
                    {
                        draft.title = None;
                    }
                }
                draft.cue(CueKind::Heading, at, unit);
                attached.push((at, level));
            }
            (None, None) if level < LINE => bare.push((at, level, end)),
            _ => {}
        }
    }
    // A numbered topic among others that have speakers, whose own speaker is not named.
    for (at, level, end) in bare {
        let numbered = unnumbered(&units[at].text) != units[at].text.trim();
        let siblings = attached.iter().filter(|(_, other)| *other == level).count();
        let told = units[at + 1..end]
            .iter()
            .any(|unit| unit.video.is_some() || unit.readable() && length(&unit.text) >= 30);
        let talks = zones[at] == Zone::Body && !speech::closes(&units[at].text);
        if event && numbered && siblings >= 2 && told && talks {
            let mut draft = Draft::new(Vec::new(), at);
            draft.heading = Some(at);
            draft.title = titles::clean(unnumbered(&units[at].text));
            draft.act = Act::Spoke;
            draft.cue(CueKind::Heading, at, &units[at]);
            drafts.push(draft);
        }
    }
    drafts.sort_by_key(|draft| draft.first);
}

/// The level given to lines of text that are set as headings.
const LINE: u8 = 7;

/// The level of a heading, or of a line that is set as one: bold, or above a picture.
fn level(units: &[Unit], at: usize) -> Option<u8> {
    let unit = &units[at];
    if let Shape::Heading(level) = unit.shape {
        return Some(level);
    }
    let media = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.shape == Shape::Media);
    let caption = at > 0 && media(units.get(at - 1)) && !media(units.get(at + 1));
    let text = unit.text.trim();
    let line = unit.shape == Shape::Text
        && (5..=50).contains(&length(text))
        && !text.ends_with(['。', '；', '，', '、', '：', ':', '！', '?', '？', '…'])
        && !text.contains('。')
        && (unit.bold && !caption
            || media(units.get(at + 1)) && !unit.centred
            || titles::alone(text).is_some())
        && person(text).is_none_or(|named| named.trust == 0 && !unit.bold)
        && pseudo_heading(unit).is_none()
        && !speech::closes(text)
        && !speech::discusses(text);
    line.then_some(LINE)
}
