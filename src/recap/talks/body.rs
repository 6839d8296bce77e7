//! The report itself: captions, headings and sentences become drafts of talks.

use super::{
    caption::{caption, settle},
    characters::length,
    coreference::resolve,
    cue::{CueKind, Found},
    draft::Draft,
    event::Event,
    heading::{attach_headings, heading_person},
    lead::lead,
    lexicon::Lexicon,
    prose,
    speech::{self, Act},
    units::{Shape, Unit},
    zones::Zone,
};
use crate::recap::Warning;

/// Finds the drafts of the report.
pub(super) fn drafts(
    units: &[Unit],
    zones: &[Zone],
    taken: &[bool],
    lexicon: &Lexicon,
    event: Event,
    warnings: &mut Vec<Warning>,
) -> Vec<Draft> {
    let held = event != Event::None;
    let found = find(units, zones, taken, lexicon, held);
    let captions = found
        .iter()
        .filter(|cue| cue.kind == CueKind::Caption)
        .count();
    let mut drafts = resolve(units, found, captions, event == Event::Told);
    drafts.retain(|draft| {
        let sure = is_sure(draft);
        if !sure {
            let name = draft.who.first().map_or("", |who| who.name.as_str());
            warnings.push(Warning {
                line: Some(units[draft.first].line),
                message: format!(
                    "`{name}` seems to speak, but neither a role nor another place of the page tells who that is: kept as a section"
                ),
            });
        }
        sure
    });
    attach_headings(units, zones, &mut drafts, held);
    // What was only said, and no caption, heading or title makes a talk of: where nobody is told to
    // have spoken, the page quotes people as the press does.
    let quoted = captions > 0 || drafts.iter().all(|draft| draft.act <= Act::Said);
    drafts.retain(|draft| {
        draft.act != Act::Said || draft.caption.is_some() || draft.title.is_some() || !quoted
    });
    settle(units, taken, &mut drafts, warnings);
    drafts
}

/// Whether a draft rests on more than a name that one sentence takes for a speaker's.
fn is_sure(draft: &Draft) -> bool {
    let known = draft
        .who
        .iter()
        .any(|who| who.trust == 2 || who.role.is_some());
    known || draft.caption.is_some() || draft.heading.is_some() || draft.title.is_some()
}

/// Collects the cues in reading order.
fn find(
    units: &[Unit],
    zones: &[Zone],
    taken: &[bool],
    lexicon: &Lexicon,
    event: bool,
) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        if taken[at] {
            continue;
        }
        if let Shape::Heading(_) = unit.shape {
            if let Some((title, who)) = heading_person(units, at, lexicon, event) {
                found.push(Found {
                    at,
                    kind: CueKind::Heading,
                    who,
                    act: Act::Spoke,
                    title,
                    opens: true,
                });
            }
            continue;
        }
        if !unit.readable() || matches!(zones[at], Zone::Members | Zone::Guests) {
            continue;
        }
        let listed = unit.text.contains('《') && !unit.text.contains('。');
        let titled = (unit.bold || listed)
            && length(&unit.text) <= if listed { 110 } else { 60 }
            && (unit.text.contains(['：', ':', '|', '｜', '《', '—']) || unit.text.contains(" - "));
        let person = titled
            .then(|| heading_person(units, at, lexicon, event))
            .flatten();
        let person = person.filter(|(_, who)| unit.bold || who.iter().all(|who| who.trust == 2));
        if let Some((Some(title), who)) = person {
            found.push(Found {
                at,
                kind: CueKind::Heading,
                who,
                act: Act::Spoke,
                title: Some(title),
                opens: true,
            });
            continue;
        }
        if let Some(who) = caption(units, at, lexicon) {
            if zones[at] != Zone::Discussion {
                let act = if speech::is_remarks(&unit.text) {
                    Act::Remarked
                } else {
                    Act::None
                };
                found.push(Found {
                    at,
                    kind: CueKind::Caption,
                    who,
                    act,
                    title: None,
                    opens: true,
                });
            }
            continue;
        }
        if event
            && zones[at] != Zone::Discussion
            && let Some(cue) = lead(units, at, lexicon)
        {
            found.push(cue);
            continue;
        }
        if !unit.names {
            continue;
        }
        let before = found.len();
        prose::cues(at, unit, zones[at], lexicon, event, &mut found);
        let told = found[before..].iter().any(|cue| cue.act >= Act::Spoke);
        if event && !told && zones[at] != Zone::Discussion {
            found.extend(prose::about(units, at, lexicon));
        }
    }
    found
}
