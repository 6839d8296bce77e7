//! Splitting: a line that holds a topic and the person who speaks on it.

use super::{
    characters::{clip, is_han, length},
    lexicon::Lexicon,
    names::whole_name,
    people::people,
    person::{Named, strip_honorific},
    quotes,
    roles::{self, ends_in_role, is_org},
};

/// Splits a line into a topic and the person who speaks on it.
pub(super) fn split(text: &str, lexicon: &Lexicon) -> Option<(String, Vec<Named>)> {
    let text = text.trim();
    // A quoted topic: what stands beside it is the person.
    let quoted = quotes::find(text);
    if let Some(quote) = quoted.iter().find(|quote| {
        quote.closed && "《「“".contains(quote.sign) && length(&text[quote.inner.clone()]) >= 4
    }) {
        let (before, after) = (&text[..quote.span.start], &text[quote.span.end..]);
        if ["作者", "译者", "一书", "等书", "合著", "主编"]
            .iter()
            .any(|word| after.trim_start().starts_with(word))
        {
            return None;
        }
        for side in [after, before] {
            let side =
                side.trim_matches(|c: char| c.is_whitespace() || "|｜-—–：:，,/·".contains(c));
            let who = people(side, lexicon, quote.sign == '《' && length(side) <= 40);
            if !who.is_empty() {
                return Some((text[quote.span.clone()].to_owned(), who));
            }
        }
    }
    // Parted by a bar, a dash or a tab.
    for mark in ["|", "｜", "丨", "\t", "—", "–", " - "] {
        if let Some((left, right)) = text.rsplit_once(mark) {
            let left = left.trim_end_matches(['—', '–', ' ', '|']);
            let who = people(right, lexicon, false);
            if !who.is_empty() && length(left.trim()) >= 2 {
                return topic_of(left.trim()).map(|topic| (topic, who));
            }
            if let Some((first, rest)) = text.split_once(mark) {
                let who = people(first, lexicon, false);
                let rest = rest.trim_start_matches(['—', '–', ' ', '|']);
                if !who.is_empty() && length(rest) >= 4 && !ends_in_role(rest) {
                    return Some((rest.to_owned(), who));
                }
            }
        }
    }
    // Nothing but spaces: the name last, the role before it, the topic before that.
    let (before, named) = last_name(text, lexicon)?;
    let at = role_cut(before, &named, lexicon)?;
    let topic = before[..at].trim();
    let role = roles::tidy(&before[at..]);
    let trust = match &role {
        Some(role) if ends_in_role(role) => 2,
        Some(role) if is_org(role) || lexicon.knows(&named) => 1,
        _ => u8::from(lexicon.knows(&named)),
    };
    (length(topic) >= 2).then(|| {
        (
            topic.to_owned(),
            vec![Named {
                name: named,
                role,
                trust,
            }],
        )
    })
}

/// A topic that may carry its own joint: `领导致词 |`.
fn topic_of(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "|｜-—–：:".contains(c));
    (!text.is_empty()).then(|| text.to_owned())
}

/// The name at the end of a line, and what stands before it.
fn last_name<'t>(text: &'t str, lexicon: &Lexicon) -> Option<(&'t str, String)> {
    let text = strip_honorific(text);
    let spaces: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .collect();
    for at in spaces.iter().rev().take(3) {
        if let Some(name) = whole_name(text[*at..].trim()) {
            let before = text[..*at].trim_end();
            let latin = name.is_ascii();
            if !latin || ends_in_role(before) {
                return Some((before, name));
            }
        }
    }
    let glued: Vec<usize> = text
        .char_indices()
        .rev()
        .map(|(at, _)| at)
        .take(4)
        .collect();
    for at in glued {
        let (before, name) = text.split_at(at);
        if let Some(name) = whole_name(name)
            && (lexicon.knows(&name) || ends_in_role(before))
        {
            return Some((before, name));
        }
    }
    None
}

/// Where in `text` (a topic and a role) the role starts.
fn role_cut(text: &str, name: &str, lexicon: &Lexicon) -> Option<usize> {
    // The page gives the role elsewhere: where its beginning stands, the role stands.
    for role in lexicon.roles(name) {
        for take in [length(role), 8, 6, 4] {
            let head = clip(role, take);
            if length(head) >= 3
                && let Some(at) = text
                    .rfind(head)
                    .filter(|at| *at > 0 && text[..*at].ends_with(|c: char| c.is_whitespace()))
            {
                return Some(at);
            }
        }
    }
    let spaces: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .collect();
    let side = |at: usize| {
        let before = text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| is_han(c) || "》”)）".contains(c));
        let after = text[at..].trim_start().chars().next().is_some_and(is_han);
        (before, after)
    };
    // A space between two Han characters parts for sure; one between Han and Latin may be
    // typography, and then the one before a Latin word is the likelier joint.
    let hard: Vec<usize> = spaces
        .iter()
        .copied()
        .filter(|at| side(*at) == (true, true))
        .collect();
    if let Some(mut at) = hard.last().copied() {
        for earlier in hard.iter().rev().skip(1) {
            let between = text[*earlier..at].trim();
            if !(ends_in_role(between) || is_org(between) && length(between) <= 16) {
                break;
            }
            at = *earlier;
        }
        let role = text[at..].trim();
        if ends_in_role(role) || is_org(role) || lexicon.knows(name) || length(role) <= 12 {
            return Some(at);
        }
    }
    let soft = spaces
        .iter()
        .rev()
        .copied()
        .find(|at| side(*at).0 && ends_in_role(&text[*at..]));
    let known = || {
        let mut joints = spaces.iter().rev().copied();
        joints.find(|at| side(*at).0 && lexicon.knows(name))
    };
    // After a Latin topic: HA 实现 is none, `Query Cache 某公司工程师` is one.
    let latin = || {
        spaces.iter().rev().copied().find(|at| {
            let topic = text[..*at].trim();
            let worded = topic.contains(char::is_whitespace) || topic.chars().any(is_han);
            worded && side(*at).1 && ends_in_role(&text[*at..])
        })
    };
    soft.or_else(known).or_else(latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<(String, String, String)> {
        let (topic, who) = split(text, &Lexicon::default())?;
        Some((
            topic,
            who[0].name.clone(),
            who[0].role.clone().unwrap_or_default(),
        ))
    }

    #[test]
    fn lines_split() {
        for (text, topic, name, role) in [
            (
                "缓存之道 | 星河科技总监 赵宏",
                "缓存之道",
                "赵宏",
                "星河科技总监",
            ),
            (
                "缓存之道的代码解读 星河数据 赵宏",
                "缓存之道的代码解读",
                "赵宏",
                "星河数据",
            ),
            (
                "Star 缓存优化内幕 Star 技术委员会委员赵平高",
                "Star 缓存优化内幕",
                "赵平高",
                "Star 技术委员会委员",
            ),
            (
                "从 Java 客户端看缓存 星河科技售前总监 赵宏",
                "从 Java 客户端看缓存",
                "赵宏",
                "星河科技售前总监",
            ),
            (
                "开场致辞 星河社区项目总监 赵宏",
                "开场致辞",
                "赵宏",
                "星河社区项目总监",
            ),
            (
                "《缓存之道》 赵宏 星河科技架构师",
                "《缓存之道》",
                "赵宏",
                "星河科技架构师",
            ),
        ] {
            assert_eq!(
                cut(text),
                Some((topic.into(), name.into(), role.into())),
                "{text}"
            );
        }
        assert_eq!(cut("现场签到"), None);
        assert_eq!(cut("星河用户组成立仪式"), None);
    }
}
