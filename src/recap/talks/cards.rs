//! Cards: a speaker's name, role, biography and topic over several blocks, with or without
//! labels (`议题：`, `演讲嘉宾：`, `个人简介：`, `议题简介：`).

use std::{ops::Range, sync::LazyLock};

use super::{
    biography::{introduced, introduced_below},
    clock::after_time,
    label::{Label, label},
    lexicon::Lexicon,
    names::whole_name,
    people::people,
    person::{Named, person},
    quotes, report,
    roles::{self, ends_in_role},
    sentence,
    speech::Act,
    split, titles,
    units::{Shape, Unit},
    words::{Words, length},
    zones::{Zone, pseudo_heading},
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
        if stop && !taken[at] && reader.headed(at) {
            continue;
        }
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
            && super::label::label(text).is_none()
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
        if self.role_below(at, text) {
            return;
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
        if let Some(card) = &mut self.open
            && card.units.end + 2 >= at
        {
            card.units.end = at + 1;
        }
    }

    /// Takes in the role that stands on the line below a bare name; what looks like a Latin name
    /// in it is a product's.
    fn role_below(&mut self, at: usize, text: &str) -> bool {
        let Some(card) = self.open.as_mut().filter(|card| card.units.end == at) else {
            return false;
        };
        let Some(who) = card.who.last_mut().filter(|who| who.role.is_none()) else {
            return false;
        };
        let fits = length(text) <= 60 && (ends_in_role(text) || roles::is_org(text));
        if !fits || person(text).is_some_and(|named| !named.name.is_ascii()) {
            return false;
        }
        who.role = roles::tidy(text);
        who.trust = 2;
        card.units.end = at + 1;
        true
    }

    /// Takes a heading for the label that it is (`议题名称`, and below it `讲师简介`), where a card
    /// stands open or a topic opens one.
    fn headed(&mut self, at: usize) -> bool {
        let Some((label, "")) = label(&self.units[at].text) else {
            return false;
        };
        let topic = label == Label::Topic && self.labelled_below(at);
        let headed = |card: &Card| matches!(self.units[card.units.start].shape, Shape::Heading(_));
        let goes_on = label != Label::Topic && self.open.as_ref().is_some_and(headed);
        if topic {
            self.close(at);
        }
        if topic || goes_on {
            self.awaits = Some((label, at));
            if let Some(card) = &mut self.open {
                card.abstracted |= label == Label::Abstract;
                card.units.end = at + 1;
            }
        }
        topic || goes_on
    }

    /// Whether a short line stands below a heading, and headings that are labels follow.
    fn labelled_below(&self, at: usize) -> bool {
        let line = self.units.get(at + 1);
        let next = self.units[at + 1..]
            .iter()
            .take(4)
            .find(|unit| matches!(unit.shape, Shape::Heading(_)));
        line.is_some_and(|unit| unit.readable() && length(&unit.text) <= 90)
            && next.is_some_and(|unit| matches!(label(&unit.text), Some((_, ""))))
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
        if length(text) < 30 || label(text).is_some() || after_time(text).is_some() {
            return false;
        }
        let quotes = quotes::find(text);
        let mut first = sentence::split(text, &quotes).into_iter().take(2);
        first.any(|range| {
            let (reports, _) = report::reports(&text[range], self.lexicon);
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
}
