//! Numbers that are written in two ways: 四月 and 4月, 二十年 and 20 年.

/// Characters that count or measure what a number before them says.
const MEASURES: &str =
    "年月日号天时点分秒周岁届期次场站名位人家个种款所项条篇页章节册套台万亿元倍层级代";

/// Whether a folded character is part of a Chinese number.
pub(crate) fn is_numeral(c: char) -> bool {
    value(c).is_some() || unit(c).is_some()
}

/// Whether a folded character counts or measures.
pub(crate) fn is_measure(c: char) -> bool {
    MEASURES.contains(c)
}

fn value(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .position(|d| d == c)
        .or(match c {
            '零' => Some(0),
            '两' => Some(2),
            _ => None,
        })
        .map(|d| d as u32)
}

fn unit(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// The same number with Arabic digits, with and without the space that many put behind them;
/// empty unless `word` is a Chinese number and one measure word behind it.
pub(crate) fn spellings(word: &str) -> Vec<String> {
    let Some(measure) = word.chars().next_back().filter(|c| is_measure(*c)) else {
        return Vec::new();
    };
    let Some(number) = number(&word[..word.len() - measure.len_utf8()]) else {
        return Vec::new();
    };
    vec![format!("{number}{measure}"), format!("{number} {measure}")]
}

/// Reads a Chinese number up to 9999, by places (二十三) or digit by digit (二〇二一).
fn number(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 8 || !text.chars().all(is_numeral) {
        return None;
    }
    if text.chars().all(|c| value(c).is_some()) {
        return text
            .chars()
            .try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(value(c)?));
    }
    let (mut sum, mut digit) = (0, None);
    for c in text.chars() {
        match unit(c) {
            Some(unit) => sum += digit.take().unwrap_or(1) * unit,
            None => digit = value(c),
        }
    }
    Some(sum + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_measures() {
        for (word, want) in [
            ("四月", Some("4月")),
            ("二十年", Some("20年")),
            ("十五个", Some("15个")),
            ("二〇二一年", Some("2021年")),
            ("一百零八位", Some("108位")),
            ("两种", Some("2种")),
            ("月", None),
            ("数据", None),
            ("二十", None),
            ("一二三四五六七八九一二年", None),
        ] {
            assert_eq!(spellings(word).first().map(String::as_str), want, "{word}");
        }
    }
}
