//! Leads: paragraphs that open with the people they tell of, set off in bold or, below a title, by
//! a colon: `**某公司某人** 分享…`, `某人，某公司总监：介绍…`.

use super::{
    characters::{clip, length},
    cue::{CueKind, Found},
    lexicon::Lexicon,
    names,
    people::people,
    person::{Named, person},
    roles,
    speech::{self, Act},
    titles,
    units::{Shape, Unit},
};

/// Characters of the longest lead.
const LONGEST: usize = 70;

/// The cue of a paragraph that opens with a lead and then tells of the talk.
pub(super) fn lead(units: &[Unit], at: usize, lexicon: &Lexicon) -> Option<Found> {
    let unit = &units[at];
    let text = unit.text.as_str();
    let title = title_above(units, at);
    let end = if unit.lead > 0 {
        unit.lead
    } else {
        text.find(['：', ':']).filter(|_| title.is_some())?
    };
    let (head, rest) = text.split_at(end);
    let colon = head.trim_end().ends_with(['：', ':']) || rest.starts_with(['：', ':']);
    let rest = rest.trim_start_matches(|c: char| "：:".contains(c) || c.is_whitespace());
    let told = title.is_some() && colon || speech::act(clip(rest, 24)).0 == Act::Spoke;
    if length(head) > LONGEST || length(rest) < 12 || !told {
        return None;
    }
    let head = head.trim_end_matches(|c: char| "：:".contains(c) || c.is_whitespace());
    if speech::discusses(head) || speech::closes(clip(rest, 40)) {
        return None;
    }
    let mut who = named(head, lexicon);
    let set_off = unit.lead > 0 && colon;
    let sure = |who: &Named| {
        who.trust > 0 || title.is_some() && (set_off || names::frequent_or_latin(&who.name))
    };
    if who.is_empty() || !who.iter().all(sure) {
        return None;
    }
    for one in &mut who {
        one.trust = 2;
    }
    Some(Found {
        at,
        kind: CueKind::Sentence,
        who,
        act: Act::Spoke,
        title,
        opens: true,
    })
}

/// The quoted title that stands on a line of its own right above, links and pictures aside.
fn title_above(units: &[Unit], at: usize) -> Option<String> {
    let above = units[..at].iter().rev().take(4);
    let mut near = above.take_while(|unit| {
        let short = unit.readable() && unit.lead == 0 && length(&unit.text) <= 60;
        unit.shape == Shape::Media || short
    });
    near.find_map(|unit| titles::alone(&unit.text))
}

/// The people whom a lead names.
fn named(head: &str, lexicon: &Lexicon) -> Vec<Named> {
    let names: Option<Vec<Named>> = head
        .split(['、', ',', '，', '&'])
        .map(|part| {
            names::whole_name(part).map(|name| Named {
                name,
                role: None,
                trust: 0,
            })
        })
        .collect();
    if let Some(names) = names {
        return names;
    }
    if let Some(named) = person(head) {
        return vec![named];
    }
    let who = people(head, lexicon, false);
    if who.is_empty() {
        employed(head).into_iter().collect()
    } else {
        who
    }
}

/// An organisation with a name glued to it.
fn employed(head: &str) -> Option<Named> {
    let cuts = head.char_indices().rev().skip(1).take(2);
    cuts.map(|(cut, _)| head.split_at(cut))
        .find_map(|(org, name)| {
            let name = names::whole_name(name).filter(|name| names::frequent_or_latin(name))?;
            let role = roles::tidy(org).filter(|role| roles::is_org(role))?;
            Some(Named {
                name,
                role: Some(role),
                trust: 1,
            })
        })
}
