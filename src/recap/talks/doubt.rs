//! Doubts: what looks like a talk, belongs to none, and is worth a person's look.

use std::collections::HashMap;

use super::{
    agenda,
    characters::{clip, is_han, length},
    clock::after_time,
    draft::Draft,
    names, quotes, roles, sentence,
    speech::{self, Act},
    table::Columns,
    titles,
    units::{Shape, Unit},
    zones::Zone,
};
use crate::recap::Warning;

/// A unit that reads like the start of a talk and made none.
#[derive(Debug)]
pub(super) struct Doubt {
    pub(super) at: usize,
    pub(super) warning: Warning,
}

/// The units that read like the start of a talk though no draft holds a cue there. Their text
/// stays in a section, and a talk before them ends there.
pub(super) fn doubts(units: &[Unit], zones: &[Zone], drafts: &[Draft]) -> Vec<Doubt> {
    let mut told = vec![false; units.len()];
    for draft in drafts {
        told[draft.first..=draft.last].fill(true);
        for at in &draft.also {
            told[*at] = true;
        }
    }
    let mut tables: HashMap<usize, Columns> = HashMap::new();
    let mut doubts = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        if let Some((cells, head, table)) = &unit.cells {
            let columns = tables.entry(*table).or_default();
            if *head || !columns.set && Columns::reads_as_head(cells) {
                columns.read_head(cells);
                continue;
            }
            let topic = columns.topic_alone(cells).filter(|_| !told[at]);
            doubts.extend(topic.filter(|topic| is_topic(topic)).map(|topic| {
                let what = format!(
                    "`{}` stands in an agenda, but no name beside it can be read",
                    clip(topic, 40)
                );
                doubt(at, unit, &what)
            }));
            continue;
        }
        let asked = matches!(zones[at], Zone::Body | Zone::Agenda);
        if told[at] || !asked || !unit.readable() {
            continue;
        }
        let what = match after_time(&unit.text) {
            Some(topic) if zones[at] == Zone::Agenda && is_topic(topic) => {
                Some("stands in an agenda, but no name beside it can be read")
            }
            Some(_) => None,
            None if is_nameless(units, at) => {
                Some("reads like a speaker's caption, but holds no name that can be read")
            }
            None if opens_talk(&unit.text) => {
                Some("tells of a talk, but its speaker cannot be read")
            }
            None => None,
        };
        doubts.extend(what.map(|what| {
            let text = clip(unit.text.trim(), 40).replace('\n', " ");
            doubt(at, unit, &format!("`{text}` {what}"))
        }));
    }
    doubts
}

fn doubt(at: usize, unit: &Unit, what: &str) -> Doubt {
    let warning = Warning {
        line: Some(unit.line),
        message: format!("{what}: kept as a section"),
    };
    Doubt { at, warning }
}

/// Whether an agenda's entry is a topic, and no break, draw or opening.
fn is_topic(text: &str) -> bool {
    let text = text.trim();
    length(text) >= 8
        && text.chars().any(is_han)
        && !agenda::is_break(text)
        && !speech::is_remarks(text)
        && !speech::closes(text)
}

/// Whether a line right by a picture is a role and nothing else.
fn is_nameless(units: &[Unit], at: usize) -> bool {
    let text = units[at].text.trim();
    let media = |at: Option<usize>| {
        at.and_then(|at| units.get(at))
            .is_some_and(|unit| unit.shape == Shape::Media)
    };
    (5..=40).contains(&length(text))
        && (media(at.checked_sub(1)) || media(Some(at + 1)))
        && roles::ends_in_role(text)
        && !roles::ends_weakly(text)
        && !text.contains(['，', '。', '：', '《'])
        && !text.starts_with('图')
}

/// Whether the first sentence of a paragraph gives a title to what somebody with a role presents,
/// and no name is read in it.
fn opens_talk(text: &str) -> bool {
    let quotes = quotes::find(text);
    let Some(first) = sentence::split(text, &quotes).into_iter().next() else {
        return false;
    };
    let first = &text[first];
    let quotes = quotes::find(first);
    let Some(quote) = quotes
        .iter()
        .find(|quote| titles::weight(first, quote) == 2)
    else {
        return false;
    };
    let before = quotes::masked(&first[..quote.span.start], &[]);
    let (act, at) = speech::act(&before);
    // The role stands before the verb, and what is between them is the name.
    let told = act >= Act::Spoke
        && (2..=4).any(|size| {
            let Some((cut, _)) = before[..at].char_indices().rev().nth(size - 1) else {
                return false;
            };
            let role = before[..cut].trim_end();
            roles::ends_in_role(role) && !roles::ends_weakly(role)
        });
    told && length(text) >= 20 && names::whole_name(text).is_none()
}
