//! What stands behind or below the labels of a card.

use super::{Card, Reader, biography::introduced, opening::labelled_below};
use crate::recap::{
    characters::length,
    talks::{
        label::{Label, label},
        people::people,
        person::person,
        roles::{self, ends_in_role},
        titles,
        units::Shape,
    },
    words::Words,
};

impl Reader<'_> {
    /// Takes a heading for the label that it is (`议题名称`, and below it `讲师简介`), where a card
    /// stands open or a topic opens one.
    pub(super) fn headed(&mut self, at: usize) -> bool {
        let Some((label, "")) = label(&self.units[at].text) else {
            return false;
        };
        let topic = label == Label::Topic && labelled_below(self.units, at);
        let headed = |card: &Card| matches!(self.units[card.units.start].shape, Shape::Heading(_));
        let goes_on = label != Label::Topic && self.open.as_ref().is_some_and(headed);
        if topic {
            self.close();
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

    /// Takes in the value of a label; the card that it may open starts at `from`.
    pub(super) fn value(&mut self, from: usize, at: usize, label: Label, text: &str) {
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
            let card = self.start(from);
            if label == Label::Speaker {
                card.below = card.below.or(heading);
            }
        }
        let lexicon = self.lexicon;
        let Some(card) = &mut self.open else {
            if label == Label::Biography {
                // 嘉宾介绍：某人，某公司专家，…
                let who = introduced(text);
                if who.is_some() {
                    self.start(from).who.extend(who);
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

    /// Takes in one more biography below the label of the first: a second speaker.
    pub(super) fn second_speaker(&mut self, at: usize, text: &str) -> bool {
        let second = introduced(text).filter(|who| who.trust == 2 && text.contains(['，', '：']));
        let (Some(second), Some(card)) = (second, &mut self.open) else {
            return false;
        };
        card.who.push(second);
        card.units.end = at + 1;
        self.biography = Some(at);
        true
    }

    /// Takes in the role that stands on the line below a bare name; what looks like a Latin name
    /// in it is a product's.
    pub(super) fn role_below(&mut self, at: usize, text: &str) -> bool {
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
}

/// The topic that a short abstract is, or begins with: `题目-从…角度分析…`. An abstract that
/// opens with a verb tells the topic in prose.
fn short_topic(text: &str) -> Option<String> {
    static VERBS: Words = Words::new(
        "介绍 分享 通过 从 讲解 本次 本议题 本演讲 主要 围绕 结合 针对 随着 作为 在 我们 阐述 解读 探讨 分析 为 以 对 如何 将 基于 近年 当前 目前 这次 此次 演示 回顾",
    );
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
