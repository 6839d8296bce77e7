//! Captions: short lines, mostly by a picture, that name a speaker.

use std::collections::HashSet;

use super::{
    characters::{clip, length},
    cue::CueKind,
    draft::{Draft, Index},
    lexicon::Lexicon,
    people::{lists, people},
    person::{Named, person},
    roles,
    speech::{self, Act},
    titles,
    units::{Shape, Unit},
    words::Words,
};
use crate::recap::Warning;

/// A caption without `图：` before and 发表主题演讲 after the person.
fn bare_caption(text: &str) -> &str {
    static DOES: Words = Words::new(
        "致辞 致词 致欢迎辞 致欢迎词 致开幕辞 致开幕词 发表致辞 开场致辞 作致辞 做致辞 发表主题演讲 主题演讲 发表演讲 进行演讲 演讲 作主题演讲 做主题演讲 发表主旨演讲 作主旨报告 作报告 做报告 作主题报告 作主题分享 做主题分享 主题分享 进行分享 进行主题分享 带来分享 现场分享 做分享 作分享 分享 发言 讲话 发表讲话 作分享报告 带来主题演讲 带来主题分享 带来演讲 正在分享 正在演讲 在现场 在现场分享 作技术分享 技术分享 发表分享 发表主题分享 做技术分享",
    );
    static MARKS: Words =
        Words::new("图： 图: 图为 图｜ 图| 上图： 下图： 上图为 下图为 ▲ △ ▼ ↑ ↓ （ ( 【");
    let text = MARKS.strip(text).trim_end_matches(['）', ')', '】']);
    match DOES.at_end(text) {
        Some(word) if text.len() > word.len() => text[..text.len() - word.len()].trim_end(),
        _ => text,
    }
}

/// A role with the name of somebody glued to it whom the page names elsewhere.
fn known(text: &str, lexicon: &Lexicon) -> Option<Named> {
    let cuts = text.char_indices().rev().skip(1).take(3);
    let (role, name) = cuts
        .map(|(at, _)| text.split_at(at))
        .find(|(role, name)| lexicon.knows(name) && roles::ends_in_role(role))?;
    Some(Named {
        name: name.to_owned(),
        role: roles::tidy(role),
        trust: 2,
    })
}

/// The person or people that a unit names as a caption does; `None` if it is none.
pub(super) fn caption(units: &[Unit], at: usize, lexicon: &Lexicon) -> Option<Vec<Named>> {
    let unit = &units[at];
    let before = at.checked_sub(1).map(|before| &units[before]);
    let after = units.get(at + 1);
    let media = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.shape == Shape::Media);
    let near_media = media(before) || media(after);
    let below_heading = before.is_some_and(|unit| {
        matches!(unit.shape, Shape::Heading(_)) || titles::alone(&unit.text).is_some()
    });
    if !unit.readable() || !(unit.stands_out() || near_media || below_heading) {
        return None;
    }
    let text = bare_caption(unit.text.trim());
    if length(text) > 80 || text.ends_with('。') || speech::discusses(text) {
        return None;
    }
    let who = match person(text).or_else(|| known(text, lexicon)) {
        Some(named) => vec![named],
        None if lists(text) => people(text, lexicon, false),
        None => return None,
    };
    if who.is_empty() {
        return None;
    }
    // One of many such lines: a list of members.
    let line = |unit: Option<&Unit>| {
        unit.is_some_and(|unit| {
            unit.readable()
                && length(&unit.text) <= 60
                && person(&unit.text).is_some_and(|named| named.trust > 0)
        })
    };
    if line(before) && line(after)
        || !near_media && !unit.stands_out() && (line(before) || line(after))
    {
        return None;
    }
    let told = |name: &str| {
        let from = at.saturating_sub(4);
        units[from..units.len().min(at + 5)]
            .iter()
            .enumerate()
            .any(|(offset, unit)| {
                from + offset != at
                    && unit.readable()
                    && length(&unit.text) > 40
                    && unit.text.replace(' ', "").contains(name)
            })
    };
    who.iter()
        .all(|named| {
            named.trust == 2
                || (lexicon.knows(&named.name) || told(&named.name))
                    && (near_media || unit.stands_out() || below_heading)
                || named.trust == 1 && near_media
        })
        .then_some(who)
}

/// Finds the report of drafts that only a caption made; warns of those without one.
pub(super) fn settle(
    units: &[Unit],
    taken: &[bool],
    drafts: &mut Vec<Draft>,
    warnings: &mut Vec<Warning>,
) {
    // On which side of their reports the captions of this page stand.
    let sides = drafts
        .iter()
        .filter_map(|draft| draft.caption.zip(draft.sentence));
    let after = sides
        .clone()
        .filter(|(caption, sentence)| caption > sentence)
        .count();
    let before = sides
        .filter(|(caption, sentence)| caption < sentence)
        .count();
    let claimed: HashSet<usize> = drafts
        .iter()
        .flat_map(|draft| [draft.sentence, draft.caption])
        .flatten()
        .collect();
    let told: Vec<Draft> = drafts
        .iter()
        .filter(|draft| draft.sentence.is_some())
        .cloned()
        .collect();
    let by_name = Index::of(&told);
    drafts.retain_mut(|draft| {
        let (Some(caption), None) = (draft.caption, draft.sentence) else {
            return true;
        };
        let free = |at: usize| {
            let unit = &units[at];
            unit.readable() && !taken[at] && !claimed.contains(&at) && length(&unit.text) >= 30
        };
        let near = |at: &usize| units[*at].readable() || units[*at].shape == Shape::Media;
        let below = caption + 1..units.len().min(caption + 4);
        let above = caption.saturating_sub(4)..caption;
        let next = below.take_while(near).find(|at| free(*at));
        let previous = above.rev().take_while(near).find(|at| free(*at));
        let report = if after > before {
            previous.or(next)
        } else {
            next.or(previous)
        };
        if draft.heading.is_some() {
            // Below its own heading a caption and what follows it are the report.
            return true;
        }
        if by_name
            .likely(&draft.who)
            .into_iter()
            .any(|at| told[at].by(&draft.who))
        {
            return false;
        }
        let report = report.filter(|at| {
            let text = &units[*at].text;
            let named = draft
                .who
                .iter()
                .all(|who| clip(text, 120).contains(&who.name));
            let told = speech::act(text).0 != Act::None || named && !speech::attends(text);
            !speech::discusses(text) && !speech::closes(text) && told
        });
        match report {
            Some(at) => {
                let text = &units[at].text;
                let head = clip(text, 80);
                draft.act = if draft.act == Act::Remarked || speech::act(head).0 == Act::Remarked {
                    Act::Remarked
                } else {
                    Act::Spoke
                };
                draft.title = titles::title_in(clip(text, 200)).map(|(_, title)| title);
                draft.sentence = Some(at);
                draft.cue(CueKind::Sentence, at, &units[at]);
                true
            }
            None => {
                let name = draft.who.first().map_or("", |who| who.name.as_str());
                warnings.push(Warning {
                    line: Some(units[caption].line),
                    message: format!(
                        "`{name}` is named by a picture, but no report of a talk stands beside it: \
                         kept as a section"
                    ),
                });
                false
            }
        }
    });
}
