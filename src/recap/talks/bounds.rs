//! Boundaries: which units report which talk, and what is left for sections.

use super::{
    characters::length,
    draft::Draft,
    speech,
    units::{Shape, Unit},
    zones::{self, Zone, opens_part},
};

/// For every unit the draft that it belongs to; what is `doubted` belongs to none.
pub(super) fn owners(
    units: &[Unit],
    zones: &[Zone],
    drafts: &mut [Draft],
    doubted: &[usize],
) -> Vec<Option<usize>> {
    let mut owner: Vec<Option<usize>> = vec![None; units.len()];
    for (number, draft) in drafts.iter().enumerate() {
        for at in &draft.also {
            owner[*at].get_or_insert(number);
        }
        if draft.closed {
            for slot in &mut owner[draft.first..=draft.last] {
                slot.get_or_insert(number);
            }
        }
    }
    let open: Vec<usize> = (0..drafts.len())
        .filter(|number| !drafts[*number].closed)
        .collect();
    for number in &open {
        // Pictures right before a caption or heading that opens a talk are its own.
        let draft = &mut drafts[*number];
        let captioned = draft.caption == Some(draft.first);
        while captioned
            && draft.first > 0
            && units[draft.first - 1].shape == Shape::Media
            && owner[draft.first - 1].is_none()
        {
            draft.first -= 1;
        }
    }
    let mut ended_by_caption = false;
    let mut end = 0;
    for (place, number) in open.iter().enumerate() {
        let limit = open
            .get(place + 1)
            .map_or(units.len(), |next| drafts[*next].first);
        let doubt = doubted.partition_point(|at| *at <= drafts[*number].last);
        let limit = doubted.get(doubt).map_or(limit, |at| limit.min(*at));
        let doubt = doubted.partition_point(|at| *at < end);
        let doubt = doubted
            .get(doubt)
            .is_some_and(|at| *at < drafts[*number].first);
        if ended_by_caption && !doubt {
            let background = background(units, zones, &owner, end, drafts[*number].first);
            drafts[*number].first = background;
        }
        let draft = &drafts[*number];
        (end, ended_by_caption) = last_unit(units, zones, &owner, draft, limit);
        for slot in &mut owner[draft.first..end.max(draft.first + 1)] {
            slot.get_or_insert(*number);
        }
    }
    owner
}

/// Where the background before a talk's first cue starts: at most two paragraphs between the
/// caption that closed the talk before and this one.
fn background(
    units: &[Unit],
    zones: &[Zone],
    owner: &[Option<usize>],
    end: usize,
    first: usize,
) -> usize {
    let between = &units[end.min(first)..first];
    let prose = between.iter().all(|unit| {
        unit.shape == Shape::Text
            && length(&unit.text) >= 40
            && !speech::closes(&unit.text)
            && !speech::discusses(&unit.text)
    });
    let free = (end..first).all(|at| owner[at].is_none() && zones[at] == Zone::Body);
    let near = units
        .get(first)
        .zip(between.first())
        .is_some_and(|(unit, start)| unit.line.saturating_sub(start.line) <= 6);
    if prose && free && near && (1..=2).contains(&between.len()) {
        end
    } else {
        first
    }
}

/// The end of a draft's units, and whether its caption closed it.
fn last_unit(
    units: &[Unit],
    zones: &[Zone],
    owner: &[Option<usize>],
    draft: &Draft,
    limit: usize,
) -> (usize, bool) {
    let level = draft.heading.map(|at| match units[at].shape {
        Shape::Heading(level) => level,
        _ => 7,
    });
    let caption_last = match (draft.caption, draft.sentence) {
        (Some(caption), Some(sentence)) => caption > sentence,
        _ => false,
    };
    let zone = zones[draft.last];
    let mut at = draft.first + 1;
    while at < limit {
        let unit = &units[at];
        if owner[at].is_some() && at > draft.last {
            break;
        }
        let inside = at <= draft.last;
        match unit.shape {
            Shape::Heading(other) if !inside => {
                let below =
                    level.is_some_and(|level| other > level) && !zones::opened_by(&unit.text).1;
                if !below {
                    break;
                }
            }
            Shape::Row if !inside && zones[at] != Zone::Body => break,
            Shape::Other if !inside && unit.text.is_empty() => break,
            _ if !inside => {
                let names = draft.who.iter().any(|who| unit.text.contains(&who.name));
                if caption_last && (level.is_none() || limit == units.len()) {
                    return (at, true);
                }
                let ends = unit.readable()
                    && !names
                    && (speech::closes(&unit.text)
                        || speech::discusses(&unit.text)
                        || speech::looks_back(&unit.text));
                let parts = unit.readable()
                    && (opens_part(unit) || zones[at] != zone && zones[at] != Zone::Body);
                if ends || parts || before_other_part(units, at) {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    (at.min(limit), caption_last)
}

/// Whether a picture here is the one of a caption that is no speaker's: 圆桌论坛, 合照.
fn before_other_part(units: &[Unit], at: usize) -> bool {
    if units[at].image.is_none() {
        return false;
    }
    let next = units[at + 1..]
        .iter()
        .find(|unit| unit.shape != Shape::Media);
    next.is_some_and(|unit| {
        unit.readable()
            && length(&unit.text) <= 20
            && (speech::discusses(&unit.text) || speech::closes(&unit.text))
    })
}
