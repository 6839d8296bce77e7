//! Prose: cues of paragraphs, by what their sentences report and by where they stand.

use super::{
    characters::{clip, length},
    cue::{CueKind, Found},
    lexicon::Lexicon,
    mention::Mention,
    person::Named,
    quotes,
    report::reports,
    sentence,
    speech::{self, Act},
    titles,
    units::{Shape, Unit},
    zones::Zone,
};

/// Cues of the sentences of a paragraph.
pub(super) fn cues(
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

/// The cue of a paragraph that stands by a picture, a video, a caption or below a heading,
/// and names one person with a role early on: whatever its verb is, it tells of that person.
pub(super) fn about(units: &[Unit], at: usize, lexicon: &Lexicon) -> Option<Found> {
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
