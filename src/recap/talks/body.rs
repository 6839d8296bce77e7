//! The report itself: captions, headings and sentences become drafts of talks, and what
//! names the same person becomes one.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    agenda,
    draft::{CueKind, Draft, Index},
    lexicon::Lexicon,
    names,
    roles::{Named, person},
    sentence::{self, Mention},
    speech::{self, Act},
    titles,
    units::{Shape, Unit, cut},
    words::{Words, length},
    zones::{self, Zone, pseudo_heading},
};
use crate::recap::Warning;

/// A cue in reading order.
#[derive(Debug)]
struct Found {
    at: usize,
    kind: CueKind,
    who: Vec<Named>,
    act: Act,
    title: Option<String>,
    /// Whether the sentence opens its paragraph, so that the paragraph is about the person.
    opens: bool,
}

/// Cuts paragraphs that report several speakers in turn into one unit a speaker.
pub(super) fn part_speakers(units: Vec<Unit>, lexicon: &Lexicon) -> Vec<Unit> {
    let mut parted = Vec::with_capacity(units.len());
    for unit in units {
        let cuts = if unit.readable() && length(&unit.text) > 60 {
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
    let quotes = titles::quotes(&unit.text);
    let mut cuts = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for range in sentence::sentences(&unit.text, &quotes) {
        let text = &unit.text[range.clone()];
        if speech::discusses(text) {
            continue;
        }
        let (reports, _) = sentence::reports(text, lexicon);
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

/// A caption without `图：` before and 发表主题演讲 after the person.
fn bare_caption(text: &str) -> &str {
    static DOES: LazyLock<Words> = LazyLock::new(|| {
        Words::new(
            "致辞 致词 致欢迎辞 致欢迎词 致开幕辞 致开幕词 发表致辞 开场致辞 作致辞 做致辞 发表主题演讲 主题演讲 发表演讲 进行演讲 演讲 作主题演讲 做主题演讲 发表主旨演讲 作主旨报告 作报告 做报告 作主题报告 作主题分享 做主题分享 主题分享 进行分享 进行主题分享 带来分享 现场分享 做分享 作分享 分享 发言 讲话 发表讲话 作分享报告 带来主题演讲 带来主题分享 带来演讲 正在分享 正在演讲 在现场 在现场分享 作技术分享 技术分享 发表分享 发表主题分享 做技术分享",
        )
    });
    static MARKS: LazyLock<Words> = LazyLock::new(|| {
        Words::new("图： 图: 图为 图｜ 图| 上图： 下图： 上图为 下图为 ▲ △ ▼ ↑ ↓ （ ( 【")
    });
    let text = MARKS.strip(text).trim_end_matches(['）', ')', '】']);
    match DOES.at_end(text) {
        Some(word) if text.len() > word.len() => text[..text.len() - word.len()].trim_end(),
        _ => text,
    }
}

/// The person or people that a unit names as a caption does; `None` if it is none.
pub(super) fn caption(units: &[Unit], at: usize, lexicon: &Lexicon) -> Option<Vec<Named>> {
    let unit = &units[at];
    let text = bare_caption(unit.text.trim());
    if !unit.readable() || length(text) > 80 || speech::discusses(text) || text.ends_with('。') {
        return None;
    }
    let who = match person(text) {
        Some(named) => vec![named],
        None => agenda::people(text, lexicon, false),
    };
    if who.is_empty() {
        return None;
    }
    let before = at.checked_sub(1).map(|before| &units[before]);
    let after = units.get(at + 1);
    let media = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.shape == Shape::Media);
    let near_media = media(before) || media(after);
    let below_heading = before.is_some_and(|unit| matches!(unit.shape, Shape::Heading(_)));
    if !(unit.stands_out() || near_media || below_heading) {
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

/// Finds the drafts of the report.
pub(super) fn drafts(
    units: &[Unit],
    zones: &[Zone],
    taken: &[bool],
    lexicon: &Lexicon,
    event: bool,
    warnings: &mut Vec<Warning>,
) -> Vec<Draft> {
    let found = find(units, zones, taken, lexicon, event);
    let captions = found
        .iter()
        .filter(|cue| cue.kind == CueKind::Caption)
        .count();
    let mut drafts = agree(units, found, captions, event);
    attach_headings(units, zones, &mut drafts, event);
    // What was only said, and no caption, heading or title makes a talk of.
    drafts.retain(|draft| {
        draft.act != Act::Said || draft.caption.is_some() || draft.title.is_some() || captions == 0
    });
    settle(units, taken, &mut drafts, warnings);
    drafts
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
            && length(&unit.text) <= 60
            && unit.text.contains(['：', ':', '|', '｜', '《']);
        let person = heading_person(units, at, lexicon, event).filter(|_| titled);
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
        prose(at, unit, zones[at], lexicon, event, &mut found);
    }
    found
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
    let quotes = titles::quotes(&unit.text);
    // The person a paragraph told of last, for sentences that go on with 他 or a surname.
    let mut last: Option<Vec<Mention>> = None;
    let mut told = false;
    for (number, range) in sentence::sentences(&unit.text, &quotes)
        .into_iter()
        .enumerate()
    {
        let text = &unit.text[range];
        let (reports, who) = sentence::reports(text, lexicon);
        let discussion = zone == Zone::Discussion || speech::discusses(text);
        for report in &reports {
            if discussion {
                continue;
            }
            let sure = report
                .who
                .iter()
                .all(|who| who.trust == 2 && (who.role.is_some() || lexicon.knows(&who.name)));
            if !event && !(sure && report.title.is_some() && report.act != Act::Said) {
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
            let title = titles::quotes(text)
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
            let plain = sentence::masked(text, &titles::quotes(text));
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
    let head = sentence::clip(text, 24);
    head.contains(['他', '她'])
        || ["总", "老师", "教授", "博士", "博", "工", "院士"]
            .iter()
            .any(|title| head.contains(&format!("{surname}{title}")))
}

/// A heading that names the speaker: `某人：题目`, `题目 | 某公司某人`, `某人《题目》`.
fn heading_person(
    units: &[Unit],
    at: usize,
    lexicon: &Lexicon,
    event: bool,
) -> Option<(Option<String>, Vec<Named>)> {
    let text = zones::unnumbered(&units[at].text);
    // A name that the report below repeats is one.
    let told = |name: &str| {
        let below = units[at + 1..]
            .iter()
            .filter(|unit| unit.readable())
            .take(3);
        !name.is_ascii() && below.into_iter().any(|unit| unit.text.contains(name))
    };
    if !event || length(text) > 100 {
        return None;
    }
    if let Some((topic, who)) = agenda::split(text, lexicon) {
        let sure = who
            .iter()
            .all(|who| who.trust == 2 || lexicon.knows(&who.name) || told(&who.name));
        let named = who.iter().all(|who| names::whole_name(&who.name).is_some());
        if sure && named && length(&topic) >= 4 {
            return Some((titles::clean(zones::unnumbered(&topic)), who));
        }
    }
    for mark in ['：', ':'] {
        if let Some((left, right)) = text.split_once(mark) {
            let (left, right) = (left.trim(), right.trim());
            if let Some(named) = person(left)
                .filter(|named| named.trust > 0 || lexicon.knows(&named.name) || told(&named.name))
                && length(right) >= 4
            {
                return Some((titles::clean(right), vec![named]));
            }
        }
    }
    let named = person(text)?;
    (named.trust == 2 && names::whole_name(&named.name).is_some()).then(|| (None, vec![named]))
}

/// Makes one draft of the cues that name the same person in one place.
fn agree(units: &[Unit], found: Vec<Found>, captions: usize, event: bool) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut index = Index::default();
    for cue in found {
        let unit = &units[cue.at];
        let count = drafts.len();
        let known = index
            .likely(&cue.who)
            .into_iter()
            .find(|at| drafts[*at].by(&cue.who));
        let merge = known.filter(|at| joins(&drafts[*at], &cue, at + 1 == count));
        if let Some(at) = merge {
            let draft = &mut drafts[at];
            match cue.kind {
                CueKind::Caption => {
                    draft.take_caption(&cue.who);
                    if cue.act == Act::Remarked && draft.act < Act::Spoke {
                        draft.act = cue.act;
                    }
                    draft.caption.get_or_insert(cue.at);
                }
                _ => {
                    if draft.caption.is_none() {
                        for (mine, theirs) in draft.who.iter_mut().zip(&cue.who) {
                            if mine.role.is_none() {
                                mine.role.clone_from(&theirs.role);
                            }
                        }
                    }
                    for theirs in cue.who {
                        // A second speaker of the same sentence.
                        if !draft
                            .who
                            .iter()
                            .any(|mine| names::alike(&mine.name, &theirs.name))
                            && draft.sentence.is_none()
                        {
                            draft.who.push(theirs);
                        }
                    }
                    draft.sentence.get_or_insert(cue.at);
                    if draft.title.is_none() {
                        draft.title = cue.title;
                    }
                    if draft.act < Act::Spoke {
                        draft.act = cue.act;
                    }
                }
            }
            draft.cue(cue.kind, cue.at, unit);
            continue;
        }
        if let Some(at) = known
            && !speaks_again(&drafts[at], &cue, at + 1 == count)
        {
            continue;
        }
        let fresh = match (cue.kind, cue.act) {
            (CueKind::Sentence, Act::Said) => {
                event
                    && cue.opens
                    && cue.who.iter().all(|who| who.role.is_some())
                    && (captions == 0 || cue.title.is_some())
                    || cue.title.is_some()
            }
            (CueKind::Sentence, Act::None) => false,
            _ => true,
        };
        if !fresh {
            // A caption that follows may still make a talk of it.
            if cue.act == Act::Said && cue.opens {
                let mut draft = Draft::new(cue.who, cue.at);
                draft.act = Act::Said;
                draft.sentence = Some(cue.at);
                draft.cue(cue.kind, cue.at, unit);
                index.add(drafts.len(), &draft.who);
                drafts.push(draft);
            }
            continue;
        }
        let mut draft = Draft::new(cue.who, cue.at);
        draft.act = cue.act;
        draft.title = cue.title;
        match cue.kind {
            CueKind::Caption => draft.caption = Some(cue.at),
            CueKind::Heading => draft.heading = Some(cue.at),
            _ => draft.sentence = Some(cue.at),
        }
        draft.cue(cue.kind, cue.at, unit);
        index.add(drafts.len(), &draft.who);
        drafts.push(draft);
    }
    drafts
}

/// Whether a cue is one more trace of a draft that names the same person.
fn joins(draft: &Draft, cue: &Found, last: bool) -> bool {
    if draft.other_title(cue.title.as_deref()) && cue.at != draft.last {
        return false;
    }
    match cue.kind {
        CueKind::Caption => last && cue.at <= draft.last + 12,
        CueKind::Heading => false,
        _ if draft.sentence.is_none() => last,
        _ => {
            let second = draft.act == Act::Remarked
                && draft.title.is_none()
                && cue.title.is_some()
                && cue.act >= Act::Spoke
                && cue.at > draft.last;
            last && !second
        }
    }
}

/// Whether a person who has a draft already speaks a second time.
fn speaks_again(draft: &Draft, cue: &Found, last: bool) -> bool {
    match cue.kind {
        CueKind::Heading => true,
        CueKind::Caption => !last && draft.act == Act::Remarked,
        _ => {
            let role = cue.who.iter().all(|who| who.role.is_some());
            if draft.act == Act::Remarked && draft.title.is_none() {
                (cue.act == Act::Spoke && role && cue.opens && !last)
                    || cue.title.is_some() && cue.act >= Act::Spoke
            } else {
                cue.act >= Act::Spoke
                    && cue.title.is_some()
                    && draft.other_title(cue.title.as_deref())
                    || cue.act == Act::Remarked && !last && draft.title.is_some() && cue.opens
            }
        }
    }
}

/// Lets a heading, or a line set as one, begin the only talk below it, and give it its
/// title.
fn attach_headings(units: &[Unit], zones: &[Zone], drafts: &mut Vec<Draft>, event: bool) {
    let mut attached: Vec<(usize, u8)> = Vec::new();
    let mut bare: Vec<(usize, u8, usize)> = Vec::new();
    let heads: Vec<(usize, u8)> = (0..units.len())
        .filter_map(|at| Some((at, level(units, at)?)))
        .collect();
    let real = heads.iter().filter(|(_, level)| *level < LINE).count();
    // Drafts come in the order of their first units, and headings only move those forward.
    drafts.sort_by_key(|draft| draft.first);
    let firsts: Vec<usize> = drafts.iter().map(|draft| draft.first).collect();
    let headed: HashSet<usize> = drafts.iter().filter_map(|draft| draft.heading).collect();
    for (number, (at, level)) in heads.iter().copied().enumerate() {
        let unit = &units[at];
        if headed.contains(&at) {
            attached.push((at, level));
            continue;
        }
        let (zone, organises) = zones::opened_by(&unit.text);
        // A plain line works as a heading only among headings.
        if organises || zone != Zone::Body || level == LINE && !unit.bold && real < 2 {
            continue;
        }
        let next = heads[number + 1..]
            .iter()
            .find(|(_, other)| *other <= level || *other == LINE);
        let end = next.map_or(units.len(), |(at, _)| *at);
        let from = firsts.partition_point(|first| *first < at);
        let to = firsts.partition_point(|first| *first < end);
        let mut below = drafts[from..to].iter_mut();
        let near = if level == LINE { 3 } else { 8 };
        match (
            below.next().filter(|draft| draft.heading.is_none()),
            below.next(),
        ) {
            (Some(draft), None) if draft.first <= at + near => {
                draft.heading = Some(at);
                if draft.title.is_none() {
                    let title = titles::clean(zones::unnumbered(&unit.text));
                    draft.title = title.filter(|title| length(title) >= 3);
                    if draft.act == Act::Remarked
                        && draft.title.as_deref().is_some_and(speech::is_remarks)
                    {
                        draft.title = None;
                    }
                }
                draft.cue(CueKind::Heading, at, unit);
                attached.push((at, level));
            }
            (None, None) if level < LINE => bare.push((at, level, end)),
            _ => {}
        }
    }
    // A numbered topic among others that have speakers, whose own speaker is not named.
    for (at, level, end) in bare {
        let numbered = zones::unnumbered(&units[at].text) != units[at].text.trim();
        let siblings = attached.iter().filter(|(_, other)| *other == level).count();
        let told = units[at + 1..end]
            .iter()
            .any(|unit| unit.video.is_some() || unit.readable() && length(&unit.text) >= 30);
        let talks = zones[at] == Zone::Body && !speech::closes(&units[at].text);
        if event && numbered && siblings >= 2 && told && talks {
            let mut draft = Draft::new(Vec::new(), at);
            draft.heading = Some(at);
            draft.title = titles::clean(zones::unnumbered(&units[at].text));
            draft.act = Act::Spoke;
            draft.cue(CueKind::Heading, at, &units[at]);
            drafts.push(draft);
        }
    }
    drafts.sort_by_key(|draft| draft.first);
}

/// The level given to lines of text that are set as headings.
const LINE: u8 = 7;

/// The level of a heading, or of a line that is set as one: bold, or above a picture.
fn level(units: &[Unit], at: usize) -> Option<u8> {
    let unit = &units[at];
    if let Shape::Heading(level) = unit.shape {
        return Some(level);
    }
    let media = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.shape == Shape::Media);
    let caption = at > 0 && media(units.get(at - 1)) && !media(units.get(at + 1));
    let text = unit.text.trim();
    let line = unit.shape == Shape::Text
        && (5..=50).contains(&length(text))
        && !text.ends_with(['。', '；', '，', '、', '：', ':', '！', '?', '？', '…'])
        && !text.contains('。')
        && (unit.bold && !caption || media(units.get(at + 1)) && !unit.centred)
        && person(text).is_none_or(|named| named.trust == 0 && !unit.bold)
        && pseudo_heading(unit).is_none()
        && !speech::closes(text)
        && !speech::discusses(text);
    line.then_some(LINE)
}

/// Finds the report of drafts that only a caption made; warns of those without one.
fn settle(units: &[Unit], taken: &[bool], drafts: &mut Vec<Draft>, warnings: &mut Vec<Warning>) {
    let after = drafts.iter().filter(|draft| matches!((draft.caption, draft.sentence), (Some(caption), Some(sentence)) if caption > sentence)).count();
    let before = drafts.iter().filter(|draft| matches!((draft.caption, draft.sentence), (Some(caption), Some(sentence)) if caption < sentence)).count();
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
        let next = (caption + 1..units.len().min(caption + 4)).take_while(|at| units[*at].readable() || units[*at].shape == Shape::Media).find(|at| free(*at));
        let previous = (caption.saturating_sub(4)..caption).rev().take_while(|at| units[*at].readable() || units[*at].shape == Shape::Media).find(|at| free(*at));
        let report = if after > before { previous.or(next) } else { next.or(previous) };
        if draft.heading.is_some() {
            // Below its own heading a caption and what follows it are the report.
            return true;
        }
        if by_name.likely(&draft.who).into_iter().any(|at| told[at].by(&draft.who)) {
            return false;
        }
        let report = report.filter(|at| {
            let text = &units[*at].text;
            !speech::discusses(text) && !speech::closes(text) && speech::act(text).0 != Act::None
        });
        match report {
            Some(at) => {
                let text = &units[at].text;
                let head = sentence::clip(text, 80);
                draft.act = if draft.act == Act::Remarked || speech::act(head).0 == Act::Remarked { Act::Remarked } else { Act::Spoke };
                draft.title = titles::title_in(sentence::clip(text, 200)).map(|(_, title)| title);
                draft.sentence = Some(at);
                draft.cue(CueKind::Sentence, at, &units[at]);
                true
            }
            None => {
                let name = draft.who.first().map_or("", |who| who.name.as_str());
                warnings.push(Warning {
                    line: Some(units[caption].line),
                    message: format!("`{name}` is named by a picture, but no report of a talk stands beside it: kept as a section"),
                });
                false
            }
        }
    });
}

/// Whether a unit is a title line of its own that opens another part of the page.
pub(super) fn opens_part(unit: &Unit) -> bool {
    pseudo_heading(unit).is_some_and(|zone| zone != Zone::Body)
}
