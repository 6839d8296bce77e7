//! Sentences: where they begin and end.

use std::ops::Range;

use super::{
    characters::{is_han, others},
    quotes::Quote,
};

/// Sentences of a paragraph, as byte ranges; signs inside quotes do not end one.
pub(super) fn split(text: &str, quotes: &[Quote]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut next = 0;
    for (at, c) in others(text) {
        let ends = match c {
            '。' | '！' | '？' | '!' | '?' | '\n' => true,
            '”' => text[..at].ends_with(['。', '！', '？']),
            '.' => text[..at].ends_with(is_han),
            _ => false,
        };
        if !ends {
            continue;
        }
        while quotes.get(next).is_some_and(|quote| quote.span.end <= at) {
            next += 1;
        }
        let quoted = quotes
            .get(next)
            .is_some_and(|quote| quote.closed && quote.span.contains(&at));
        if !quoted {
            found.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    if quotes.is_empty() {
        return found;
    }
    // A spoken quotation that closes a sentence closes it with its own full stop.
    let mut split = Vec::with_capacity(found.len());
    let mut spoken = quotes
        .iter()
        .filter(|quote| {
            text[quote.inner.clone()]
                .trim_end()
                .ends_with(['。', '！', '？'])
        })
        .map(|quote| quote.span.end)
        .peekable();
    for range in found {
        let mut start = range.start;
        while let Some(end) = spoken.next_if(|end| *end < range.end) {
            if end > start {
                split.push(start..end);
                start = end;
            }
        }
        if start < range.end {
            split.push(start..range.end);
        }
    }
    split
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recap::talks::quotes;

    #[test]
    fn sentences_keep_quotes_whole() {
        let text = "他说：“一。二。”三。四";
        let parts: Vec<&str> = split(text, &quotes::find(text))
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(parts, ["他说：“一。二。”", "三。", "四"]);
    }
}
