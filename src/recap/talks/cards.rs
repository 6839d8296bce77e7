//! Cards: a speaker's name, role, biography and topic over several blocks, with or without
//! labels (`议题：`, `演讲嘉宾：`, `个人简介：`, `议题简介：`).

use std::{ops::Range, sync::LazyLock};

use super::{
    agenda,
    lexicon::Lexicon,
    names::whole_name,
    person::{Named, person, strip_honorific},
    roles::{self, ends_in_role},
    sentence::{self, clip},
    speech::{self, Act},
    split::{self, people},
    titles,
    units::{Shape, Unit},
    words::{Words, length},
    zones::{Zone, opened_by, pseudo_heading},
};

/// A card of one speaker or talk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) units: Range<usize>,
    pub(super) topic: Option<String>,
    pub(super) who: Vec<Named>,
    /// Whether the card tells what the talk is about, so that there is one.
    pub(super) abstracted: bool,
    /// Unit of the topic or of the abstract.
    pub(super) told_at: Option<usize>,
    /// Unit of the last label that named a speaker.
    pub(super) spoken_at: Option<usize>,
    /// The heading right above.
    pub(super) below: Option<usize>,
}

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Topic,
    Speaker,
    Role,
    Biography,
    Abstract,
}

macro_rules! table {
    ($name:ident, $words:literal) => {
        static $name: LazyLock<Words> = LazyLock::new(|| Words::new($words));
    };
}

table!(
    TOPIC,
    "议题 主题 演讲主题 分享主题 演讲题目 分享题目 题目 议题名称 演讲议题 分享议题 报告题目 报告主题 课题 Topic 主题演讲 议题题目 分享话题 演讲标题 议题主题 演讲话题 TOPIC 直播主题 课程主题 讲座主题 讲座题目 直播议题 课程名称"
);
table!(
    SPEAKER,
    "嘉宾 讲师 演讲嘉宾 分享嘉宾 主讲人 演讲人 讲者 分享人 演讲者 报告人 主讲嘉宾 主讲 Speaker 分享者 演讲讲师 特邀嘉宾 发言人 姓名 分享讲师 主讲讲师 讲师姓名 嘉宾姓名 SPEAKER 直播讲师 直播嘉宾 课程讲师 本期嘉宾 本期讲师 分享老师 授课讲师 授课老师 主讲老师 特邀讲师 特邀专家 主讲专家 授课专家 分享专家 报告嘉宾 讲座嘉宾"
);
table!(ROLE, "职位 职务 头衔 公司 单位 公司职位 身份 职称 任职");
table!(
    BIOGRAPHY,
    "个人简介 嘉宾介绍 嘉宾简介 讲师介绍 讲师简介 个人介绍 演讲者简介 讲者简介 讲者介绍 作者简介 Bio 人物介绍 人物简介 演讲嘉宾介绍 演讲嘉宾简介 自我介绍 专家简介 专家介绍 嘉宾简历 演讲者介绍 分享人简介 主讲人简介 主讲人介绍"
);
table!(
    ABSTRACT,
    "议题简介 议题介绍 内容简介 内容介绍 演讲摘要 演讲简介 分享简介 摘要 议题摘要 演讲大纲 内容概要 议题内容 内容摘要 演讲概要 分享大纲 听众收获 听众收益 议题大纲 演讲提纲 分享内容 议题描述 演讲内容 分享提纲 主题简介 主题介绍 演讲介绍 分享摘要 Topic 简介 Topic 介绍 议题概要 议题提纲 话题介绍 Abstract 议题亮点"
);

/// The label that a text starts with, and its value (empty where the label stands alone).
pub(super) fn label(text: &str) -> Option<(Label, &str)> {
    let text = text
        .trim()
        .trim_start_matches(|c: char| "【[「▎●•·-◆▶#*|｜".contains(c) || c.is_whitespace());
    for (words, label) in [
        (&*ABSTRACT, Label::Abstract),
        (&*BIOGRAPHY, Label::Biography),
        (&*SPEAKER, Label::Speaker),
        (&*TOPIC, Label::Topic),
        (&*ROLE, Label::Role),
    ] {
        let Some(word) = words.at_start(text) else {
            continue;
        };
        let rest = text[word.len()..].trim_start();
        let numbered = rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            .trim_start();
        let rest = if length(rest) <= length(numbered) + 2 {
            numbered
        } else {
            rest
        };
        let rest = rest.trim_start_matches(['】', ']', '」']);
        if rest.is_empty() {
            return Some((label, ""));
        }
        if let Some(value) = rest.strip_prefix(['：', ':', '|', '｜', '丨']) {
            return Some((label, value.trim()));
        }
    }
    None
}

/// Reads cards out of the units that `taken` leaves free.
pub(super) fn cards(
    units: &[Unit],
    zones: &[Zone],
    taken: &[bool],
    lexicon: &Lexicon,
) -> Vec<Card> {
    let mut reader = Reader {
        units,
        lexicon,
        cards: Vec::new(),
        open: None,
        awaits: None,
        pictures_follow: false,
        biography: None,
        heading: None,
        introduces: (0..units.len())
            .filter(|at| introduced_below(units, *at).is_some())
            .nth(1)
            .is_some(),
    };
    for (at, unit) in units.iter().enumerate() {
        let stop = matches!(unit.shape, Shape::Heading(_) | Shape::Row) || taken[at];
        if stop {
            reader.close(at);
            reader.heading = matches!(unit.shape, Shape::Heading(_)).then_some(at);
            // What stands first below a heading tells on which side of the cards pictures are.
            reader.pictures_follow = units
                .get(at + 1)
                .is_none_or(|unit| unit.shape != Shape::Media);
        } else if unit.shape == Shape::Media {
            // A picture before a card is taken in when the card opens.
            if let Some(card) = reader
                .open
                .as_mut()
                .filter(|card| reader.pictures_follow && card.units.end == at)
            {
                card.units.end = at + 1;
            }
        } else if unit.readable() {
            reader.read(at, zones[at]);
        }
    }
    reader.close(units.len());
    reader.cards
}

struct Reader<'a> {
    units: &'a [Unit],
    lexicon: &'a Lexicon,
    cards: Vec<Card>,
    open: Option<Card>,
    /// A label without a value: the next unit is its value.
    awaits: Option<(Label, usize)>,
    /// Whether pictures stand below the lines that they belong to.
    pictures_follow: bool,
    /// The last unit of a biography that was labelled as one.
    biography: Option<usize>,
    /// The last heading, until a card opens below it.
    heading: Option<usize>,
    /// Whether several headings of the page have a biography right below them.
    introduces: bool,
}

impl Reader<'_> {
    fn read(&mut self, at: usize, zone: Zone) {
        let text = self.units[at].text.trim();
        if let Some((label, from)) = self.awaits.take()
            && self::label(text).is_none()
        {
            return self.value(from, at, label, text);
        }
        let biography = self.biography.is_some_and(|last| last + 1 == at);
        if !biography && self.units[at].names && self.reports(text) {
            // The report itself: what seemed a card before it was its caption.
            self.open = None;
            return;
        }
        if let Some((label, value)) = label(text) {
            // A topic label in running information (主题：…) opens a card only where a
            // speaker follows; a card without people is dropped in the end.
            if value.is_empty() {
                self.awaits = Some((label, at));
                if (label == Label::Abstract || label == Label::Biography)
                    && let Some(card) = &mut self.open
                {
                    card.abstracted |= label == Label::Abstract;
                    card.units.end = at + 1;
                }
                return;
            }
            return self.value(at, at, label, value);
        }
        if biography && self.second_speaker(at, text) {
            return;
        }
        if pseudo_heading(&self.units[at]).is_some() {
            return self.close(at);
        }
        if self.introduces
            && let Some(who) = introduced_below(self.units, at)
        {
            self.start(at);
            if let Some(card) = &mut self.open {
                card.who.push(who);
            }
            return;
        }
        if (zone == Zone::Guests || self.labelled_next(at))
            && let Some((topic, who)) = self.headline(at, text)
        {
            self.start(at);
            if let Some(card) = &mut self.open {
                card.told_at = topic.as_ref().map(|_| at);
                card.topic = topic;
                card.who = who;
            }
            return;
        }
        if let Some(title) = titles::alone(text)
            && (zone != Zone::Body || self.labelled_next(at))
        {
            let above = self.person_above(at);
            self.start(above.as_ref().map_or(at, |(from, _)| *from));
            if let Some(card) = &mut self.open {
                card.topic = Some(title);
                card.told_at = Some(at);
                card.units.end = at + 1;
                card.who.extend(above.map(|(_, who)| who));
            }
            return;
        }
        if let Some(card) = &mut self.open {
            let bare = card.who.last().is_some_and(|who| who.role.is_none());
            if bare
                && card.units.end == at
                && length(text) <= 60
                && (ends_in_role(text) || roles::is_org(text))
                && let Some(who) = card.who.last_mut()
            {
                who.role = roles::tidy(text);
                who.trust = 2;
            }
            if card.units.end + 2 >= at {
                card.units.end = at + 1;
            }
        }
    }

    /// The person whom the one or two lines right above name, as role and name or apart, with
    /// the unit where that starts.
    fn person_above(&self, at: usize) -> Option<(usize, Named)> {
        let free = |at: usize| {
            let unit = self.units.get(at)?;
            let free = unit.readable() && self.cards.last().is_none_or(|card| card.units.end <= at);
            let short = length(&unit.text) <= 60 && label(&unit.text).is_none();
            (free && short).then(|| unit.text.trim())
        };
        let (above, below) = (at.checked_sub(2), at.checked_sub(1)?);
        if let Some(named) = person(free(below)?).filter(|named| named.trust == 2) {
            return Some((below, named));
        }
        let name = whole_name(free(above?)?)?;
        let role = free(below).filter(|role| ends_in_role(role) || roles::is_org(role))?;
        let role = roles::tidy(role);
        Some((
            above?,
            Named {
                name,
                role,
                trust: 2,
            },
        ))
    }

    /// Takes in one more biography below the label of the first: a second speaker.
    fn second_speaker(&mut self, at: usize, text: &str) -> bool {
        let second = introduced(text).filter(|who| who.trust == 2 && text.contains(['，', '：']));
        let (Some(second), Some(card)) = (second, &mut self.open) else {
            return false;
        };
        card.who.push(second);
        card.units.end = at + 1;
        self.biography = Some(at);
        true
    }

    /// Whether a text tells that somebody spoke, as no biography does.
    fn reports(&self, text: &str) -> bool {
        if length(text) < 30 || label(text).is_some() || agenda::after_time(text).is_some() {
            return false;
        }
        let quotes = titles::quotes(text);
        let mut first = sentence::sentences(text, &quotes).into_iter().take(2);
        first.any(|range| {
            let (reports, _) = sentence::reports(&text[range], self.lexicon);
            reports.iter().any(|report| {
                let sure = report
                    .who
                    .iter()
                    .all(|who| who.trust == 2 && who.role.is_some());
                sure && (report.title.is_some()
                    || report.act >= Act::Said && report.at > 0
                    || report.act >= Act::Spoke)
            })
        })
    }

    /// Takes in the value of a label; the card that it may open starts at `from`.
    fn value(&mut self, from: usize, at: usize, label: Label, text: &str) {
        let full = |card: &Card| match label {
            Label::Topic => {
                card.topic.is_some() && !card.who.is_empty()
                    || card.topic.is_some() && card.abstracted
            }
            Label::Speaker => {
                !card.who.is_empty() && card.spoken_at.is_none_or(|last| last + 1 != at)
            }
            _ => false,
        };
        if self.open.as_ref().is_none_or(full) && matches!(label, Label::Topic | Label::Speaker) {
            let heading = self.heading;
            self.start(from);
            if let Some(card) = self.open.as_mut().filter(|_| label == Label::Speaker) {
                card.below = card.below.or(heading);
            }
        }
        let lexicon = self.lexicon;
        let Some(card) = &mut self.open else {
            if label == Label::Biography {
                // 嘉宾介绍：某人，某公司专家，…
                let who = introduced(text);
                if who.is_some() {
                    self.start(from);
                    if let Some(card) = &mut self.open {
                        card.who.extend(who);
                    }
                }
            }
            return;
        };
        card.units.end = at + 1;
        if label == Label::Speaker {
            card.spoken_at = Some(at);
        }
        match label {
            Label::Topic => {
                card.topic = titles::clean(text);
                card.told_at = Some(at);
            }
            // 讲师：甲 and 讲师：乙 right below each other present together.
            Label::Speaker => {
                card.who.extend(people(text, lexicon, true));
                if card.who.is_empty() {
                    card.who.extend(introduced(text));
                }
            }
            Label::Role => {
                if let Some(who) = card.who.last_mut().filter(|who| who.role.is_none()) {
                    who.role = roles::tidy(text);
                }
            }
            Label::Biography => {
                if card.who.is_empty() {
                    card.who.extend(introduced(text));
                }
                self.biography = Some(at);
            }
            Label::Abstract => {
                if !card.abstracted && card.topic.is_none() {
                    card.topic = short_topic(text);
                    card.told_at = Some(at);
                }
                card.abstracted = true;
            }
        }
    }

    /// Whether a label of a card stands in one of the next units.
    fn labelled_next(&self, at: usize) -> bool {
        let next = self.units[at + 1..]
            .iter()
            .filter(|unit| unit.shape != Shape::Media)
            .take(4);
        next.take_while(|unit| unit.readable()).any(|unit| {
            label(&unit.text).is_some_and(|(label, _)| {
                matches!(label, Label::Biography | Label::Abstract | Label::Speaker)
            })
        })
    }

    /// The first line of a card: a person, or a topic with a person.
    fn headline(&self, at: usize, text: &str) -> Option<(Option<String>, Vec<Named>)> {
        let text = text.trim_end_matches('。');
        if length(text) > 110 || text.contains('。') {
            return None;
        }
        if let Some(named) = person(text) {
            let next = self.units[at + 1..]
                .iter()
                .find(|unit| unit.shape != Shape::Media);
            let role_below = next.is_some_and(|unit| {
                unit.readable()
                    && length(&unit.text) <= 60
                    && (ends_in_role(&unit.text) || roles::is_org(&unit.text))
            });
            let split = split::split(text, self.lexicon);
            if let Some((topic, who)) = split.filter(|(topic, _)| topical(topic, text)) {
                return Some((titles::clean(&topic), who));
            }
            let sure = named.trust > 0
                || self.lexicon.knows(&named.name)
                || named.role.is_none() && role_below;
            return sure.then(|| (None, vec![named]));
        }
        let (topic, who) = split::split(text, self.lexicon)?;
        let sure = who.iter().all(|who| who.trust > 0);
        (sure && topical(&topic, text)).then(|| (titles::clean(&topic), who))
    }

    fn start(&mut self, at: usize) {
        self.close(at);
        self.heading = None;
        // Pictures right before the card are the speaker's.
        let mut from = at;
        while !self.pictures_follow
            && from > 0
            && self.units[from - 1].shape == Shape::Media
            && self.cards.last().is_none_or(|card| card.units.end < from)
        {
            from -= 1;
        }
        let below = from
            .checked_sub(1)
            .filter(|above| matches!(self.units[*above].shape, Shape::Heading(_)));
        self.open = Some(Card {
            units: from..at + 1,
            below,
            ..Card::default()
        });
        self.biography = None;
    }

    fn close(&mut self, _at: usize) {
        self.awaits = None;
        if let Some(card) = self.open.take().filter(|card| !card.who.is_empty()) {
            self.cards.push(card);
        }
    }
}

/// Whether a topic split off a line that also reads as a person is one: it does not end as
/// an organisation or a role does, and is long enough to say something.
fn topical(topic: &str, line: &str) -> bool {
    let barred = line.contains(['|', '｜', '丨', '《']);
    length(topic) >= 4
        && !ends_in_role(topic)
        && (barred || !roles::is_org(topic) && length(topic) >= 8)
}

/// The person whose biography stands right below a heading that gives a title.
fn introduced_below(units: &[Unit], at: usize) -> Option<Named> {
    let above = &units[at.checked_sub(1)?];
    let text = units[at].text.as_str();
    let below = matches!(above.shape, Shape::Heading(_))
        && opened_by(&above.text) == (Zone::Body, false)
        && units[at].readable();
    let lives =
        text.contains('，') && label(text).is_none() && speech::act(clip(text, 24)).0 == Act::None;
    if !below || !lives {
        return None;
    }
    let mut who = person(text).or_else(|| introduced(text))?;
    // The last clauses may tell of the person's years.
    let role = who.role.as_deref()?;
    let role = role
        .rsplit_once('，')
        .filter(|(_, last)| !ends_in_role(last))
        .map_or(role, |(role, _)| role);
    who.role = roles::tidy(role);
    (who.trust == 2).then_some(who)
}

/// The person whom a biography introduces: `某人，某公司专家，从事…`.
fn introduced(text: &str) -> Option<Named> {
    let text = text.trim();
    let end = text.find(['，', ',', '：', ':', '（', '(', '。', ' ', '-', '—', '\n'])?;
    let name = whole_name(strip_honorific(&text[..end]))?;
    let rest =
        text[end..].trim_start_matches(|c: char| c.is_whitespace() || "，,：:-—".contains(c));
    let rest = if rest.starts_with(['（', '(']) {
        rest.split_once(['）', ')']).map_or(rest, |(_, tail)| {
            tail.trim_start_matches(['，', ',', ' ', '：'])
        })
    } else {
        rest
    };
    // A pen name may stand between: 某人 花名某某，某公司专家.
    let mut clauses = rest.split(['，', ',', '。', '；', '\n']).map(str::trim);
    let first = clauses
        .next()
        .filter(|role| ends_in_role(role) || roles::is_org(role));
    let role = first
        .or_else(|| clauses.next().filter(|role| ends_in_role(role)))
        .and_then(roles::tidy);
    Some(Named {
        name,
        trust: if role.is_some() { 2 } else { 0 },
        role,
    })
}

/// The topic that a short abstract is, or begins with: `题目-从…角度分析…`. An abstract that
/// opens with a verb tells the topic in prose.
fn short_topic(text: &str) -> Option<String> {
    static VERBS: LazyLock<Words> = LazyLock::new(|| {
        Words::new(
            "介绍 分享 通过 从 讲解 本次 本议题 本演讲 主要 围绕 结合 针对 随着 作为 在 我们 阐述 解读 探讨 分析 为 以 对 如何 将 基于 近年 当前 目前 这次 此次 演示 回顾",
        )
    });
    let text = text.trim();
    if let Some((title, rest)) = text.split_once(['-', '—', '：']) {
        let rest = rest.trim_start_matches(['-', '—']);
        if (6..=40).contains(&length(title))
            && VERBS.at_start(rest).is_some()
            && VERBS.at_start(title).is_none()
            && !title.contains(['，', '。', '；'])
        {
            return titles::clean(title);
        }
    }
    let bare = text.trim_end_matches('。');
    (length(bare) <= 44
        && !bare.contains(['，', '。', '；', '\n'])
        && VERBS.at_start(bare).is_none())
    .then(|| titles::clean(bare))
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        assert_eq!(label("议题：缓存之道"), Some((Label::Topic, "缓存之道")));
        assert_eq!(label("【嘉宾介绍】"), Some((Label::Biography, "")));
        assert_eq!(
            label("议题简介：介绍缓存。"),
            Some((Label::Abstract, "介绍缓存。"))
        );
        assert_eq!(label("演讲嘉宾: 赵宏"), Some((Label::Speaker, "赵宏")));
        assert_eq!(label("主题演讲由赵宏带来"), None);
    }

    #[test]
    fn topics_in_abstracts() {
        assert_eq!(
            short_topic("缓存的产业与历程-从需求的角度分析缓存。").as_deref(),
            Some("缓存的产业与历程")
        );
        assert_eq!(short_topic("介绍缓存的历史与未来，并解读新特性。"), None);
        assert_eq!(
            short_topic("缓存在气象行业的深度实践").as_deref(),
            Some("缓存在气象行业的深度实践")
        );
    }

    #[test]
    fn introductions() {
        let who = introduced("赵宏，星河科技技术专家，2017 年加入。");
        assert_eq!(
            who.and_then(|who| who.role).as_deref(),
            Some("星河科技技术专家")
        );
    }
}
