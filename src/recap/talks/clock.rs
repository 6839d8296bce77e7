//! Clock times at the start of a line: `14:20`, `9：00—9：30`.

use super::characters::is_han;

/// What follows a time or a span of time at the start of a line.
pub(super) fn after_time(text: &str) -> Option<&str> {
    // Most lines begin with a letter, and no time does.
    if text.starts_with(|c: char| is_han(c) || c.is_ascii_alphabetic()) {
        return None;
    }
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || "•·-*▲【[（(⏰🕐|".contains(c));
    let mut rest = clock(text)?;
    let after =
        rest.trim_start_matches(|c: char| c.is_whitespace() || "-–—~～至到－﹣一→".contains(c));
    if after.len() != rest.len()
        && let Some(end) = clock(after)
    {
        rest = end;
    }
    Some(rest.trim_start_matches(|c: char| c.is_whitespace() || "】]）)|｜：:、，,-–—".contains(c)))
}

/// What follows a clock time such as `14:20`.
fn clock(text: &str) -> Option<&str> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let after = text[digits..].strip_prefix([':', '：', '.', '∶'])?;
    let minutes = after
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(after.len());
    ((1..=2).contains(&digits) && minutes == 2).then(|| &after[2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!(after_time("14:20-14:50 缓存"), Some("缓存"));
        assert_eq!(after_time("【9：00—9：30】缓存"), Some("缓存"));
        assert_eq!(after_time("2021-11-14 14:00"), None);
        assert_eq!(after_time("14:20"), Some(""));
    }
}
