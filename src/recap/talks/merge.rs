//! Merging: the rows, cards and reports that tell of one talk become one draft.

use super::{
    agenda, body, cards, characters,
    cue::CueKind,
    draft::{Draft, Index},
    event::Event,
    lexicon::Lexicon,
    names,
    numbering::unnumbered,
    roles,
    speech::{self, Act},
    titles,
    units::Unit,
    zones::{self, Zone},
};
use crate::recap::Warning;

/// All drafts of a page: rows and cards, then the report, made one where they agree.
pub(super) fn drafts(
    event: Event,
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
    let event = event.with(drafts.len());
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
                .is_some_and(|topic| characters::length(topic) <= 14 && speech::is_remarks(topic));
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
            draft.title = titles::clean(unnumbered(&units[heading].text));
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
