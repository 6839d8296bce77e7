//! The extractor: from blocks to talks, stage by stage.
//!
//! ```text
//! blocks ──units──▶ units ──zones──▶ what the headings say they are
//!   ├─ lexicon   who is named where (never a talk by itself)
//!   ├─ agenda    rows: topic and person      ┐
//!   ├─ cards     name, role, topic, abstract ├─merge─▶ drafts ──bounds──▶ passages
//!   └─ body      captions, headings, prose   ┘
//! ```
//!
//! What the stages ask for: people in `names`, `roles`, `person` (a line), `mention` (a sentence)
//! and `split` (beside a topic); what they did in `speech` and `report`; what it was called in
//! `quotes` and `titles`. The tables of words behind them are general Chinese.

mod agenda;
mod body;
mod bounds;
mod caption;
mod cards;
mod clock;
mod coreference;
mod cue;
mod doubt;
mod draft;
mod event;
mod evidence;
mod heading;
mod label;
mod lead;
pub(crate) mod learnt;
mod lexicon;
mod mention;
mod merge;
mod names;
mod numbering;
mod passages;
mod people;
mod person;
mod prose;
mod quotes;
mod report;
mod roles;
mod sentence;
mod speech;
mod split;
mod table;
#[cfg(test)]
mod tests;
mod titles;
mod traditional;
mod turns;
mod units;
mod zones;

pub use cue::{Cue, CueKind};

use self::{event::Event, lexicon::Lexicon, units::Unit, zones::Zone};
use super::{
    Section, Talk, Warning,
    blocks::Block,
    characters::{self, clip, within},
    words,
};

/// What [`extract`] makes of a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Extraction {
    /// Talks in the order of their lines.
    pub(crate) talks: Vec<Talk>,
    /// For every talk, in the same order, the traces that it was made from.
    pub(crate) cues: Vec<Vec<Cue>>,
    /// What belongs to no talk, in the order of their lines.
    pub(crate) sections: Vec<Section>,
    /// What looked like a talk but could not be read for sure.
    pub(crate) warnings: Vec<Warning>,
}

/// Finds the talks of a body, whose page has this title, and the sections between them. Every
/// block's text lies in exactly one of the passages returned.
pub(crate) fn extract(title: Option<&str>, front: &str, blocks: Vec<Block>) -> Extraction {
    let page = learnt::page(title, front, &blocks);
    extracted(title, Some(page), blocks).0
}

/// The same, with what the rules say; without a page the rules are alone.
fn extracted(
    title: Option<&str>,
    page: Option<learnt::Page>,
    blocks: Vec<Block>,
) -> (Extraction, learnt::Opinions) {
    let units = units::units(blocks);
    let (written, mut units) = match traditional::fold(&units) {
        Some(folded) => (Some(units), folded),
        None => (None, units),
    };
    let zones = zones::zones(&units);
    let lexicon = lexicon(&mut units, &zones);
    let simple = written.as_ref().map(|_| units.clone());
    let whole = units.len();
    let mut units = turns::part_speakers(units, &lexicon);
    let zones = if units.len() == whole {
        zones
    } else {
        zones::zones(&units)
    };
    let mut warnings = Vec::new();
    let event = event::reports_event(title, &units, lexicon.people());
    let mut drafts = merge::drafts(event, &units, &zones, &lexicon, &mut warnings);
    let rules = evidence::opinions(&drafts);
    let mut stated = Vec::new();
    if let Some(page) = page {
        stated = evidence::add(
            &learnt::read(page, &rules),
            event,
            &units,
            &mut drafts,
            &mut warnings,
        );
    }
    drafts.sort_by_key(|draft| draft.first);
    let doubts = match event.with(drafts.len()) {
        Event::Told => doubt::doubts(&units, &zones, &drafts),
        _ => Vec::new(),
    };
    let doubted: Vec<usize> = doubts.iter().map(|doubt| doubt.at).collect();
    let owners = bounds::owners(&units, &zones, &mut drafts, &doubted);
    warnings.extend(doubts.into_iter().map(|doubt| doubt.warning));
    warnings.sort_by_key(|warning| warning.line);
    if let Some((written, simple)) = written.zip(simple) {
        traditional::restore(&written, &simple, &mut units, &mut drafts, &mut warnings);
    }
    let mut extraction = passages::passages(&units, &drafts, &owners);
    extraction.warnings = warnings;
    evidence::put_first(&mut extraction, stated);
    (extraction, rules)
}

/// Names and roles from the whole page; notes the units that name nobody.
fn lexicon(units: &mut [Unit], zones: &[Zone]) -> Lexicon {
    let mut lexicon = Lexicon::default();
    let empty = Lexicon::default();
    for (unit, zone) in units.iter_mut().zip(zones) {
        if !unit.readable() {
            continue;
        }
        let short = within(&unit.text, 80) && clock::after_time(&unit.text).is_none();
        // Nobody is trusted without a role.
        let person = (short && roles::any_in(&unit.text)).then(|| person::person(&unit.text));
        if let Some(named) = person.flatten().filter(|named| named.trust == 2) {
            lexicon.add(&named.name, named.role.as_deref());
            continue;
        }
        if short && matches!(zone, Zone::Members) {
            continue;
        }
        unit.names = false;
        let quotes = quotes::find(&unit.text);
        for range in sentence::split(&unit.text, &quotes) {
            let text = &unit.text[range];
            for mention in mention::mentions(text, &quotes::find(text), &empty) {
                unit.names = true;
                if mention.trust == 2 && mention.role.as_deref().is_some_and(roles::ends_in_role) {
                    lexicon.add(&mention.name, mention.role.as_deref());
                }
            }
        }
    }
    for unit in units.iter_mut().filter(|unit| !unit.names) {
        unit.names = lexicon.occurs_in(&unit.text);
    }
    lexicon
}

/// Characters of a text in which [`people`] looks.
const ASKED: usize = 300;

/// People whom the beginning of a text, wherever it stands, names as speaking.
pub(crate) fn people(text: &str) -> Vec<String> {
    let text = clip(text, ASKED);
    let quotes = quotes::find(text);
    let nobody = Lexicon::default();
    let mut people = Vec::new();
    for range in sentence::split(text, &quotes) {
        for report in report::reports(&text[range], &nobody).0 {
            for who in report.who {
                if !people.contains(&who.name) {
                    people.push(who.name);
                }
            }
        }
    }
    people
}

/// What the rules alone say of those whom they take for speakers.
#[cfg(feature = "train")]
fn by_rules(title: Option<&str>, blocks: Vec<Block>) -> learnt::Opinions {
    extracted(title, None, blocks).1
}
