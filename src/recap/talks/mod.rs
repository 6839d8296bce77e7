//! The extractor: from blocks to talks, stage by stage.
//!
//! ```text
//! blocks ──units──▶ units ──zones──▶ what the headings say they are
//!   ├─ lexicon   who is named where (never a talk by itself)
//!   ├─ agenda    rows: topic and person      ┐
//!   ├─ cards     name, role, topic, abstract ├─▶ drafts ──bounds──▶ talks and sections
//!   └─ body      captions, headings, prose   ┘
//! ```
//!
//! The tables of words behind them are general Chinese: surnames and names in [`names`],
//! role and organisation words in [`roles`], verbs in [`speech`], quotes in [`titles`].

mod agenda;
mod body;
mod bounds;
mod cards;
mod draft;
mod event;
mod lexicon;
mod names;
mod roles;
mod sentence;
mod speech;
mod titles;
mod units;
mod words;
mod zones;

pub use draft::{Cue, CueKind};

use self::{
    draft::{Draft, Index},
    lexicon::Lexicon,
    roles::Named,
    speech::Act,
    units::{Shape, Unit},
    zones::Zone,
};
use super::{Section, Speaker, Talk, TalkKind, Warning, blocks::Block};

/// What [`extract`] makes of a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extraction {
    /// Talks in the order of their lines.
    pub talks: Vec<Talk>,
    /// For every talk, in the same order, the traces that it was made from.
    pub cues: Vec<Vec<Cue>>,
    /// What belongs to no talk, in the order of their lines.
    pub sections: Vec<Section>,
    /// What looked like a talk but could not be read for sure.
    pub warnings: Vec<Warning>,
}

/// Finds the talks of a body and the sections between them. Every block's text lies in
/// exactly one of the passages returned.
pub fn extract(blocks: &[Block]) -> Extraction {
    let units = units::units(blocks);
    let zones = zones::zones(&units);
    let lexicon = lexicon(&units, &zones);
    let units = body::part_speakers(units, &lexicon);
    let zones = zones::zones(&units);
    let mut warnings = Vec::new();
    let mut drafts = drafts(&units, &zones, &lexicon, &mut warnings);
    drafts.sort_by_key(|draft| draft.first);
    let owners = bounds::owners(&units, &zones, &mut drafts);
    let mut extraction = passages(&units, &drafts, &owners);
    extraction.warnings = warnings;
    extraction
}

/// Names and roles from the whole page.
fn lexicon(units: &[Unit], zones: &[Zone]) -> Lexicon {
    let mut lexicon = Lexicon::default();
    let empty = Lexicon::default();
    for (at, unit) in units.iter().enumerate() {
        if unit.readable() {
            let short = words::length(&unit.text) <= 80 && agenda::after_time(&unit.text).is_none();
            if let Some(named) = roles::person(&unit.text).filter(|named| short && named.trust == 2)
            {
                lexicon.add(&named.name, named.role.as_deref());
                continue;
            }
            if short && matches!(zones[at], Zone::Members) {
                continue;
            }
            let quotes = titles::quotes(&unit.text);
            for range in sentence::sentences(&unit.text, &quotes) {
                let text = &unit.text[range];
                for mention in sentence::mentions(text, &titles::quotes(text), &empty) {
                    if mention.trust == 2
                        && mention.role.as_deref().is_some_and(roles::ends_in_role)
                    {
                        lexicon.add(&mention.name, mention.role.as_deref());
                    }
                }
            }
        }
    }
    lexicon
}

/// All drafts of a page: rows and cards, then the report, made one where they agree.
fn drafts(
    units: &[Unit],
    zones: &[Zone],
    lexicon: &Lexicon,
    warnings: &mut Vec<Warning>,
) -> Vec<Draft> {
    let rows = agenda::rows(units, zones, lexicon);
    let mut taken = vec![false; units.len()];
    let mut drafts: Vec<Draft> = Vec::new();
    let mut index = Index::default();
    for row in &rows {
        taken[row.units.clone()].fill(true);
        // An agenda told twice: a table, then its rows again with details.
        let told = |draft: &Draft| {
            draft.title.is_some()
                && row.topic.is_some()
                && !draft.other_title(row.topic.as_deref())
                && draft.by(&row.who)
        };
        let earlier = index
            .likely(&row.who)
            .into_iter()
            .find(|at| told(&drafts[*at]));
        if let Some(at) = earlier {
            let draft = &mut drafts[at];
            draft.also.extend(row.units.clone());
            draft.note(CueKind::Row, &units[row.units.start]);
            continue;
        }
        let mut draft = Draft::new(row.who.clone(), row.units.start);
        draft.title.clone_from(&row.topic);
        draft.remarks = row.remarks;
        draft.act = if row.remarks {
            Act::Remarked
        } else {
            Act::Spoke
        };
        draft.closed = !row.heading;
        draft.heading = row.heading.then_some(row.units.start);
        draft.cue(CueKind::Row, row.units.start, &units[row.units.start]);
        draft.last = row.units.end - 1;
        index.add(drafts.len(), &draft.who);
        drafts.push(draft);
    }
    for card in cards::cards(units, zones, &taken, lexicon) {
        let count = drafts.len();
        take_card(units, &card, &mut taken, &mut drafts, &index);
        for (at, draft) in drafts.iter().enumerate().skip(count) {
            index.add(at, &draft.who);
        }
    }
    let event = event::reports_event(units, drafts.len());
    let body = body::drafts(units, zones, &taken, lexicon, event, warnings);
    for draft in body {
        merge_row(draft, &mut drafts, &index);
    }
    for draft in &mut drafts {
        for who in &mut draft.who {
            if who.role.is_none() {
                who.role = lexicon.role(&who.name).map(str::to_owned);
            }
        }
    }
    drafts
}

/// Joins a card to the rows of its speaker, or makes a draft of it if it has a topic.
fn take_card(
    units: &[Unit],
    card: &cards::Card,
    taken: &mut [bool],
    drafts: &mut Vec<Draft>,
    index: &Index,
) {
    let alike = |draft: &Draft| draft.by(&card.who) && !draft.other_title(card.topic.as_deref());
    let likely = index.likely(&card.who);
    let mine = likely
        .iter()
        .copied()
        .rfind(|at| alike(&drafts[*at]) && !drafts[*at].remarks);
    let mine = mine.or_else(|| likely.iter().copied().rfind(|at| alike(&drafts[*at])));
    let at = card.told_at.unwrap_or(card.units.start);
    match mine {
        Some(row) => {
            let draft = &mut drafts[row];
            for who in &card.who {
                let fuller = who.role.as_deref().is_some_and(roles::has_role);
                if let Some(mine) = draft
                    .who
                    .iter_mut()
                    .find(|mine| names::alike(&mine.name, &who.name))
                    && fuller
                {
                    mine.role.clone_from(&who.role);
                }
            }
            draft.also.extend(card.units.clone());
            draft.note(CueKind::Card, &units[at]);
        }
        None if card.topic.is_some()
            || card.abstracted
                && !card
                    .below
                    .is_some_and(|heading| gives_title(&units[heading])) =>
        {
            let mut draft = Draft::new(card.who.clone(), card.units.start);
            let remarks = card
                .topic
                .as_deref()
                .is_some_and(|topic| words::length(topic) <= 14 && speech::is_remarks(topic));
            draft.title = card.topic.clone().filter(|_| !remarks);
            draft.remarks = remarks;
            draft.act = if remarks { Act::Remarked } else { Act::Spoke };
            draft.closed = true;
            draft.cue(CueKind::Card, card.units.start, &units[at]);
            draft.last = card.units.end - 1;
            drafts.push(draft);
        }
        None if card
            .below
            .is_some_and(|heading| gives_title(&units[heading])) =>
        {
            // A topic as heading, the speaker below it, and then the report.
            let heading = card.below.unwrap_or(card.units.start);
            let mut draft = Draft::new(card.who.clone(), heading);
            draft.heading = Some(heading);
            draft.title = titles::clean(zones::unnumbered(&units[heading].text));
            draft.act = Act::Spoke;
            draft.cue(CueKind::Heading, heading, &units[heading]);
            draft.cue(CueKind::Card, card.units.start, &units[card.units.start]);
            drafts.push(draft);
        }
        // A card without a topic is no talk, but no other stage may read one out of it.
        None => {}
    }
    taken[card.units.clone()].fill(true);
}

/// Whether a heading is a topic and does not only organise the page.
fn gives_title(unit: &Unit) -> bool {
    let (zone, organises) = zones::opened_by(&unit.text);
    zone == Zone::Body && !organises
}

/// Adds a draft of the report; the agenda's row of the same talk becomes part of it.
fn merge_row(mut draft: Draft, drafts: &mut Vec<Draft>, index: &Index) {
    let row = index.likely(&draft.who).into_iter().rfind(|at| {
        let row = &drafts[*at];
        row.sentence.is_none()
            && row.caption.is_none()
            && row.by(&draft.who)
            && !row.other_title(draft.title.as_deref())
            && (row.remarks == (draft.act == Act::Remarked && draft.title.is_none())
                || draft.act == Act::Said)
    });
    if let Some(row) = row {
        let place = &mut drafts[row];
        draft.title = draft.title.or(place.title.take());
        draft.remarks |= place.remarks;
        draft.also.extend(place.first..=place.last);
        draft.also.append(&mut place.also);
        draft.cues.splice(0..0, place.cues.drain(..));
        *place = draft;
    } else {
        drafts.push(draft);
    }
}

/// Talks and sections out of the units and their owners.
fn passages(units: &[Unit], drafts: &[Draft], owners: &[Option<usize>]) -> Extraction {
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    let mut sections: Vec<Vec<usize>> = Vec::new();
    let mut open = false;
    for (at, owner) in owners.iter().enumerate() {
        match owner {
            Some(draft) => {
                of[*draft].push(at);
                open = false;
            }
            None => {
                let heading = matches!(units[at].shape, Shape::Heading(_));
                match sections.last_mut() {
                    Some(section) if open && !heading => section.push(at),
                    _ => sections.push(vec![at]),
                }
                open = true;
            }
        }
    }
    let mut extraction = Extraction::default();
    // A sentence that several talks share is the text of the first; the others stand by
    // their speakers and titles alone.
    let mut talks: Vec<(Talk, Vec<Cue>)> = drafts
        .iter()
        .zip(&of)
        .map(|(draft, own)| (talk(units, draft, own), draft.cues.clone()))
        .collect();
    talks.sort_by_key(|(talk, _)| talk.line);
    (extraction.talks, extraction.cues) = talks.into_iter().unzip();
    extraction.sections = sections
        .iter()
        .filter_map(|own| section(units, own))
        .collect();
    extraction
}

fn talk(units: &[Unit], draft: &Draft, own: &[usize]) -> Talk {
    let start = own
        .iter()
        .copied()
        .find(|at| !units[*at].text.trim().is_empty())
        .unwrap_or(draft.first);
    let speakers = draft.who.iter().map(|Named { name, role, .. }| Speaker {
        name: name.clone(),
        role: role.clone(),
    });
    let remarks = (draft.remarks || draft.act == Act::Remarked) && draft.title.is_none();
    Talk {
        kind: if remarks {
            TalkKind::Remarks
        } else {
            TalkKind::Talk
        },
        speakers: speakers.collect(),
        title: draft.title.clone(),
        line: units[start].line,
        video: own.iter().find_map(|at| units[*at].video.clone()),
        images: own
            .iter()
            .filter_map(|at| units[*at].image.clone())
            .collect(),
        text: text(units, own),
    }
}

fn section(units: &[Unit], own: &[usize]) -> Option<Section> {
    let first = own
        .iter()
        .copied()
        .find(|at| !units[*at].text.trim().is_empty())?;
    let title = matches!(units[first].shape, Shape::Heading(_)).then(|| units[first].text.clone());
    Some(Section {
        title,
        line: units[first].line,
        images: own
            .iter()
            .filter_map(|at| units[*at].image.clone())
            .collect(),
        text: text(units, own),
    })
}

/// The visible lines of units.
fn text(units: &[Unit], own: &[usize]) -> String {
    let lines: Vec<&str> = own
        .iter()
        .map(|at| units[*at].text.as_str())
        .filter(|text| !text.trim().is_empty())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests;
