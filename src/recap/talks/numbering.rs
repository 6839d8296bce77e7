//! Numbering before a heading or a topic: `一、`, `01`, `议题 3 -`, `Part 2：`.

use super::{clock::after_time, words::Words};

/// A heading without its numbering.
pub(super) fn unnumbered(heading: &str) -> &str {
    static KINDS: Words = Words::new(
        "议题 主题 演讲 分享 话题 专题 报告 环节 课题 Part PART part Topic TOPIC topic No. NO. Session session Keynote 主题演讲 主题分享 嘉宾分享 第",
    );
    let mark = |c: char| c.is_whitespace() || "、.．-—–：:|｜/·）)）】#＃▎▍丨".contains(c);
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩".contains(c);
    let opening = |c| {
        matches!(
            c,
            '【' | '（'
                | '('
                | '#'
                | '＃'
                | '|'
                | '｜'
                | '▎'
                | '▍'
                | '丨'
                | '●'
                | '■'
                | '◆'
                | '▶'
        )
    };
    let heading = after_time(heading)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(heading);
    let text = heading
        .trim()
        .trim_start_matches(|c: char| opening(c) || c.is_whitespace());
    let bare = match KINDS.at_start(text) {
        Some(word) => text[word.len()..].trim_start_matches(['、', ' ', '.']),
        None => text,
    };
    let kind = bare.len() != text.len();
    let after_digits = bare.trim_start_matches(digit);
    let after_digits = after_digits
        .strip_prefix(['个', '场', '位', '期', '部'])
        .map_or(after_digits, |tail| {
            tail.trim_start_matches(['议', '题', '分'])
        });
    let rest = after_digits.trim_start_matches(mark);
    let numbered = after_digits.len() != bare.len() && (rest.len() != after_digits.len() || kind);
    // 第四届 counts what the title names.
    let numbered = numbered && !after_digits.starts_with(['届', '代', '年', '季']);
    // `2023 年`, `5.0 版` and `十大` are no numbering.
    let plain = bare[..bare.len() - after_digits.len()].chars().count() <= 2;
    if numbered
        && plain
        && !rest.is_empty()
        && !(after_digits.starts_with('.') && rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        return rest;
    }
    if kind {
        let rest = bare.trim_start_matches(mark);
        if bare.starts_with(['：', ':', '|', '｜', '-', '—']) && !rest.is_empty() {
            return rest;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering() {
        for (text, wanted) in [
            ("议题 1- 缓存之道", "缓存之道"),
            ("01 缓存之道", "缓存之道"),
            ("一、缓存之道", "缓存之道"),
            ("2023 年回顾", "2023 年回顾"),
            ("5.0 版新特性", "5.0 版新特性"),
            ("Part 2：缓存之道", "缓存之道"),
            ("主题演讲：缓存之道", "缓存之道"),
            ("缓存之道", "缓存之道"),
        ] {
            assert_eq!(unnumbered(text), wanted);
        }
    }
}
