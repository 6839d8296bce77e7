//! People in short lines: `role name`, `name role`, `name：role`, `name（role）`.

use super::{
    characters::{is_han, length, within},
    names::{self, HONORIFICS, whole_name},
    roles::{ends_in_role, ends_weakly, has_role, is_org, tidy},
    speech::{self, Act},
    words::Words,
};

/// What stands where a role does and makes nobody a speaker.
static NO_SPEAKER: Words = Words::new(
    "文 图 作者 文章作者 导师 社区导师 项目导师 主持 主持人 评委 记者 编辑 译者 翻译 撰文 整理 来源 校对 审校 策划 出品人 责编 编辑整理 联系人 设计 摄影 供稿 投稿 撰稿 作者简介 原文 供图 排版 监制 制作 助教 获奖者 本文作者 原作者 Author author",
);

/// Characters of the longest line that is read as a person.
const LONGEST: usize = 90;

/// A person as a short line or a table cell names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) role: Option<String>,
    /// How sure the reading is: with a role word 2, else with an organisation word 1, else 0.
    pub(super) trust: u8,
}

impl Named {
    fn new(name: String, role: &str) -> Self {
        let role = tidy(role);
        let latin = name.is_ascii();
        let trust = match &role {
            Some(role) if ends_in_role(role) && !ends_weakly(role) => 2,
            Some(role) if has_role(role) && length(role) <= 60 && !latin => 2,
            Some(role) if is_org(role) && !latin => 1,
            _ => 0,
        };
        Self { name, role, trust }
    }
}

/// Reads a whole line or cell as a person: `role name`, `name role`, `name：role`,
/// `name（role）`, `role：name`, a name alone, or a role with a name glued to it.
pub(super) fn person(text: &str) -> Option<Named> {
    let text = text
        .trim()
        .trim_end_matches(['。', '；', ';', '，', ',', '、'])
        .trim();
    let text = text
        .trim_start_matches(['•', '·', '-', '—', '▲', '△', '▶', '◆', '★', '*'])
        .trim();
    if text.is_empty()
        || !within(text, LONGEST)
        || text.contains(['。', '！', '？', '!', '?', '；'])
    {
        return None;
    }
    if let Some(name) = whole_name(text) {
        return Some(Named::new(name, ""));
    }
    bracketed(text)
        .or_else(|| parted(text))
        .or_else(|| spaced(text))
        .or_else(|| glued(text))
        .filter(|named| {
            let role = named.role.as_deref().unwrap_or_default();
            let bare = role.trim_start_matches(|c: char| !c.is_alphanumeric());
            let bare = bare
                .split(['：', ':', '|', '｜'])
                .next()
                .unwrap_or_default()
                .trim();
            !NO_SPEAKER.has(bare)
        })
}

/// `name（role）`, and a name with its pen name or Latin form in brackets.
fn bracketed(text: &str) -> Option<Named> {
    let open = text.find(['（', '('])?;
    let close = open + text[open..].find(['）', ')'])?;
    let (before, after) = (
        text[..open].trim(),
        text[close..].trim_start_matches(['）', ')']),
    );
    let inside = text[open..close].trim_start_matches(['（', '(']).trim();
    if let Some(name) = whole_name(before) {
        let company = inside.len() >= 3 && inside.bytes().all(|byte| byte.is_ascii_uppercase());
        if (ends_in_role(inside) || is_org(inside) || company) && tidy(after).is_none() {
            return Some(Named::new(name, inside));
        }
        return Some(Named::new(name, after)).filter(|named| after.is_empty() || named.trust > 0);
    }
    if after.trim().is_empty() && !ends_in_role(inside) {
        return person(before);
    }
    None
}

/// A name and a role parted by a sign.
fn parted(text: &str) -> Option<Named> {
    let mark = |(_, c): &(usize, char)| {
        matches!(
            c,
            '：' | ':' | '，' | ',' | '｜' | '|' | '/' | '-' | '—' | '–' | '@' | '、' | '·'
        )
    };
    let (at, sign) = text.char_indices().find(mark)?;
    let (before, after) = (text[..at].trim(), text[at + sign.len_utf8()..].trim());
    if let Some(name) = whole_name(strip_honorific(before)) {
        let role = tidy(after)?;
        let sure = ends_in_role(&role) || is_org(&role) || has_role(&role) && length(&role) <= 60;
        return sure.then(|| Named::new(name, &role));
    }
    let (at, sign) = text.char_indices().rev().find(mark)?;
    let (before, after) = (text[..at].trim(), text[at + sign.len_utf8()..].trim());
    let name = whole_name(strip_honorific(after))?;
    (ends_in_role(before) || is_org(before)).then(|| Named::new(name, before))
}

/// A name and a role parted by a space.
fn spaced(text: &str) -> Option<Named> {
    if !text.contains(char::is_whitespace) {
        return None;
    }
    let words: Vec<(usize, &str)> = text
        .split_whitespace()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    // The name last: one word, or two where it is set wide or Latin.
    for take in [1, 2, 3] {
        if words.len() <= take {
            break;
        }
        let at = words[words.len() - take].0;
        let tail = strip_honorific(&text[at..]);
        let one = |name: &str| take == 1 || name.is_ascii() || length(name) == 2;
        if let Some(name) = whole_name(tail).filter(|name| one(name)) {
            let role = &text[..at];
            let named = Named::new(name, role);
            let latin = take > 1 && named.name.is_ascii();
            if latin && named.trust < 2 && !role.chars().any(is_han) {
                continue;
            }
            return Some(named);
        }
    }
    // The name first.
    for take in [1, 2, 3] {
        if words.len() <= take {
            break;
        }
        let at = words[take].0;
        let head = strip_honorific(text[..at].trim());
        if let Some(name) =
            whole_name(head).filter(|name| take == 1 || name.is_ascii() || length(name) == 2)
        {
            let named = Named::new(name, &text[at..]);
            let said = speech::act(&text[at..]).0 != Act::None;
            let role = text[at..].trim();
            let fits = ends_in_role(role) || !said && length(role) <= 40;
            if named.trust > 0 && fits && !role.contains(['。', '：', '?', '？']) {
                return Some(named);
            }
        }
    }
    None
}

/// A name glued to the last word of its role.
fn glued(text: &str) -> Option<Named> {
    let text = match HONORIFICS.at_end(text.trim()) {
        Some(word) if !ends_in_role(strip_last(text, word)) => strip_last(text, word),
        _ => text.trim(),
    };
    for (at, _) in text.char_indices().rev().take(16) {
        let (role, name) = text.split_at(at);
        if name.trim_start().starts_with(names::may_begin)
            && length(name) >= 2
            && ends_in_role(role)
            && !ends_weakly(role)
            && let Some(name) = whole_name(name)
        {
            return Some(Named::new(name, role));
        }
    }
    None
}

fn strip_last<'t>(text: &'t str, word: &str) -> &'t str {
    let text = text.trim();
    text.strip_suffix(word).unwrap_or(text).trim_end()
}

/// `text` without a word of respect at its end.
pub(super) fn strip_honorific(text: &str) -> &str {
    let text = text.trim();
    match HONORIFICS.at_end(text) {
        Some(word) if length(text) >= length(word) + 2 => {
            let bare = text[..text.len() - word.len()].trim();
            // 教授 may be the role itself: 某大学教授.
            if whole_name(bare).is_some() || names::whole_name(text).is_none() && length(bare) <= 4
            {
                bare
            } else {
                text
            }
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        person(text).map_or_else(Default::default, |named| {
            (named.name, named.role.unwrap_or_default())
        })
    }

    #[test]
    fn persons_in_lines() {
        for (text, name, role) in [
            ("星河科技 CTO 赵宏", "赵宏", "星河科技 CTO"),
            ("星河科技首席架构师赵宏宇", "赵宏宇", "星河科技首席架构师"),
            ("赵宏 星河科技首席架构师", "赵宏", "星河科技首席架构师"),
            ("赵宏：星河科技首席架构师", "赵宏", "星河科技首席架构师"),
            ("赵宏（星河科技首席架构师）", "赵宏", "星河科技首席架构师"),
            (
                "星河大学教授、博士生导师 赵 宏",
                "赵宏",
                "星河大学教授、博士生导师",
            ),
            (
                "星河社区 Maintainer Jane Doe",
                "Jane Doe",
                "星河社区 Maintainer",
            ),
            ("星河社区理事长 赵宏 先生", "赵宏", "星河社区理事长"),
            (
                "星河 SIG A&SIG B Committer 赵宏",
                "赵宏",
                "星河 SIG A&SIG B Committer",
            ),
        ] {
            assert_eq!(read(text), (name.to_owned(), role.to_owned()), "{text}");
        }
        for no in [
            "圆桌论坛",
            "某地用户组成立仪式",
            "活动议程",
            "大合照",
            "精彩回顾",
        ] {
            assert_eq!(person(no), None, "{no}");
        }
    }
}
