//! The report itself: captions, headings and sentences become drafts of talks, and what
//! names the same person becomes one.

use super::{
    agree::agree,
    caption::{caption, settle},
    draft::{CueKind, Draft},
    event::Event,
    heading::{attach_headings, heading_person},
    lead::lead,
    lexicon::Lexicon,
    mention::Mention,
    person::Named,
    quotes,
    report::reports,
    sentence,
    speech::{self, Act},
    titles,
    units::{Shape, Unit, cut},
    words::{clip, length},
    zones::{Zone, pseudo_heading},
};
use crate::recap::Warning;

/// A cue in reading order.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) kind: CueKind,
    pub(super) who: Vec<Named>,
    pub(super) act: Act,
    pub(super) title: Option<String>,
    /// Whether the sentence opens its paragraph, so that the paragraph is about the person.
    pub(super) opens: bool,
}

/// Cuts paragraphs that report several speakers in turn into one unit a speaker.
pub(super) fn part_speakers(units: Vec<Unit>, lexicon: &Lexicon) -> Vec<Unit> {
    let mut parted = Vec::with_capacity(units.len());
    for unit in units {
        let cuts = if unit.readable() && unit.names && length(&unit.text) > 60 {
            speaker_cuts(&unit, lexicon)
        } else {
            Vec::new()
        };
        if cuts.is_empty() {
            parted.push(unit);
        } else {
            parted.extend(cut(&unit, &cuts));
        }
    }
    parted
}

fn speaker_cuts(unit: &Unit, lexicon: &Lexicon) -> Vec<usize> {
    let quotes = quotes::find(&unit.text);
    let mut cuts = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for range in sentence::split(&unit.text, &quotes) {
        let text = &unit.text[range.clone()];
        if speech::discusses(text) {
            continue;
        }
        let (reports, _) = reports(text, lexicon);
        for report in reports {
            let sure = report.act >= Act::Spoke
                && report
                    .who
                    .iter()
                    .all(|who| who.trust == 2 && who.role.is_some());
            let new = report.who.iter().all(|who| !seen.contains(&who.name));
            if sure && new {
                if !seen.is_empty() && cuts.last() != Some(&range.start) {
                    cuts.push(range.start);
                }
                seen.extend(report.who.into_iter().map(|who| who.name));
                break;
            }
        }
    }
    cuts
}

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
    let mut drafts = agree(units, found, captions, event == Event::Told);
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
        prose(at, unit, zones[at], lexicon, event, &mut found);
        let told = found[before..].iter().any(|cue| cue.act >= Act::Spoke);
        if event && !told && zones[at] != Zone::Discussion {
            found.extend(about(units, at, lexicon));
        }
    }
    found
}

/// The cue of a paragraph that stands by a picture, a video, a caption or below a heading,
/// and names one person with a role early on: whatever its verb is, it tells of that person.
fn about(units: &[Unit], at: usize, lexicon: &Lexicon) -> Option<Found> {
    let unit = &units[at];
    let text = &unit.text;
    let elsewhere = speech::discusses(text) || speech::closes(text) || speech::attends(text);
    if length(text) < 30 || elsewhere {
        return None;
    }
    let before = at.checked_sub(1).and_then(|before| units.get(before));
    let below = before.is_some_and(|unit| {
        matches!(unit.shape, Shape::Media | Shape::Heading(_)) || unit.stands_out()
    });
    let after = units.get(at + 1);
    if !below && after.is_none_or(|unit| unit.shape != Shape::Media) {
        return None;
    }
    let quotes = quotes::find(text);
    let mut people: Vec<Mention> = Vec::new();
    let mut title = None;
    for (number, range) in sentence::split(text, &quotes).into_iter().enumerate() {
        let sentence = &text[range];
        for one in reports(sentence, lexicon).1 {
            if people.iter().any(|known| known.name == one.name) {
                continue;
            }
            if number > 3 || !people.is_empty() || one.trust < 2 || one.role.is_none() {
                return None;
            }
            title = titles::title_in(sentence).map(|(_, title)| title);
            people.push(one);
        }
    }
    let one = people.first()?;
    Some(Found {
        at,
        kind: CueKind::Sentence,
        who: vec![named(one, lexicon)],
        act: Act::Spoke,
        title,
        opens: true,
    })
}

/// Cues of the sentences of a paragraph.
fn prose(
    at: usize,
    unit: &Unit,
    zone: Zone,
    lexicon: &Lexicon,
    event: bool,
    found: &mut Vec<Found>,
) {
    let quotes = quotes::find(&unit.text);
    // The person a paragraph told of last, for sentences that go on with 他 or a surname.
    let mut last: Option<Vec<Mention>> = None;
    let mut told = false;
    for (number, range) in sentence::split(&unit.text, &quotes).into_iter().enumerate() {
        let text = &unit.text[range];
        let (reports, who) = reports(text, lexicon);
        let discussion = zone == Zone::Discussion || speech::discusses(text);
        for report in &reports {
            if discussion {
                continue;
            }
            let sure = report
                .who
                .iter()
                .all(|who| who.trust == 2 && (who.role.is_some() || lexicon.knows(&who.name)));
            let firm = sure && report.title.is_some() && report.act != Act::Said;
            if !event && !firm {
                continue;
            }
            told = true;
            found.push(Found {
                at,
                kind: CueKind::Sentence,
                who: report.who.iter().map(|who| named(who, lexicon)).collect(),
                act: report.act,
                title: report.title.clone(),
                opens: number <= 1,
            });
        }
        if let [one] = who.as_slice() {
            last = Some(vec![one.clone()]);
        } else if !who.is_empty() {
            last = None;
        }
        // 他的演讲题目是《…》 after the sentence that told who spoke.
        if told && who.is_empty() && !discussion {
            let title = quotes::find(text)
                .into_iter()
                .find(|quote| titles::ends_topic(&text[..quote.span.start]));
            if let Some((quote, before)) = title.zip(last.as_ref()) {
                found.push(Found {
                    at,
                    kind: CueKind::Sentence,
                    who: before.iter().map(|who| named(who, lexicon)).collect(),
                    act: Act::Spoke,
                    title: titles::clean(&text[quote.inner]),
                    opens: false,
                });
            }
        }
        // 章总 or 他 after a sentence that only introduced the person.
        if !told
            && who.is_empty()
            && event
            && !discussion
            && let Some(before) = last
                .as_ref()
                .filter(|who| who[0].trust == 2 && refers(text, &who[0].name))
        {
            let plain = quotes::masked(text, &quotes::find(text));
            let (act, _) = speech::act(&plain);
            if act >= Act::Spoke {
                told = true;
                found.push(Found {
                    at,
                    kind: CueKind::Sentence,
                    who: before.iter().map(|who| named(who, lexicon)).collect(),
                    act,
                    title: titles::title_in(text).map(|(_, title)| title),
                    opens: number <= 2,
                });
            }
        }
    }
}

fn named(mention: &Mention, lexicon: &Lexicon) -> Named {
    let role = mention
        .role
        .clone()
        .or_else(|| lexicon.role(&mention.name).map(str::to_owned));
    Named {
        name: mention.name.clone(),
        role,
        trust: mention.trust,
    }
}

/// Whether a sentence speaks of a person named before by a pronoun, or surname and title.
fn refers(text: &str, name: &str) -> bool {
    let Some(surname) = name.chars().next() else {
        return false;
    };
    let head = clip(text, 24);
    head.contains(['他', '她'])
        || ["总", "老师", "教授", "博士", "博", "工", "院士"]
            .iter()
            .any(|title| head.contains(&format!("{surname}{title}")))
}

/// Whether a unit is a title line of its own that opens another part of the page.
pub(super) fn opens_part(unit: &Unit) -> bool {
    pseudo_heading(unit).is_some_and(|zone| zone != Zone::Body)
}
