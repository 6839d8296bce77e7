//! Quotes: what stands between 《》, “” and the like.

use std::ops::Range;

/// A quoted run of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    /// Bytes of the whole, signs included.
    pub(super) span: Range<usize>,
    /// Bytes between the signs.
    pub(super) inner: Range<usize>,
    /// The opening sign.
    pub(super) sign: char,
    /// Whether the closing sign stands there.
    pub(super) closed: bool,
}

pub(super) const PAIRS: [(char, char); 8] = [
    ('《', '》'),
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〈', '〉'),
    ('‘', '’'),
    ('"', '"'),
];

/// Bytes after which a closing sign no longer belongs to an opening one.
const LONGEST: usize = 6000;

/// Quoted runs of `text`, outermost only. A run without its closing sign ends at the first
/// sign of punctuation that cannot stand in a title.
pub(super) fn find(text: &str) -> Vec<Quote> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, sign, close)) = opening(text, at) {
        let start = open + sign.len_utf8();
        let mut depth = 0;
        let mut end = None;
        for (i, c) in text[start..].char_indices() {
            if i > LONGEST || depth > 3 {
                break;
            }
            if c == close && depth == 0 {
                end = Some(start + i);
                break;
            } else if c == close {
                depth -= 1;
            } else if c == sign && sign != close {
                // A second opening sign: nested, or the first was never closed.
                depth += 1;
            }
        }
        match end {
            Some(end) => {
                found.push(Quote {
                    span: open..end + close.len_utf8(),
                    inner: start..end,
                    sign,
                    closed: true,
                });
                at = end + close.len_utf8();
            }
            None => {
                let tail = &text[start..];
                let stop = tail
                    .char_indices()
                    .find(|(i, c)| {
                        "，。；！？\n《“".contains(*c)
                            || tail[*i..].starts_with("的主题")
                            || tail[*i..].starts_with("主题")
                            || tail[*i..].starts_with("的演讲")
                            || tail[*i..].starts_with("的分享")
                            || tail[*i..].starts_with("的报告")
                    })
                    .map_or(tail.len(), |(i, _)| i);
                if stop > 0 && sign != '"' {
                    found.push(Quote {
                        span: open..start + stop,
                        inner: start..start + stop,
                        sign,
                        closed: false,
                    });
                }
                at = start + stop;
            }
        }
    }
    found
}

/// The first opening sign of `text` from byte `at` on: where it stands, and what closes it.
pub(super) fn opening(text: &str, at: usize) -> Option<(usize, char, char)> {
    // All signs begin with one of these bytes, and hardly any other character does.
    memchr::memchr3_iter(b'"', 0xe2, 0xe3, &text.as_bytes()[at..]).find_map(|offset| {
        let sign = text[at + offset..].chars().next()?;
        let (_, close) = PAIRS.iter().find(|(open, _)| *open == sign)?;
        Some((at + offset, sign, *close))
    })
}

/// Whether `at` lies inside one of the quotes.
pub(super) fn inside(quotes: &[Quote], at: usize) -> bool {
    let next = quotes.partition_point(|quote| quote.span.end <= at);
    quotes
        .get(next)
        .is_some_and(|quote| quote.span.contains(&at))
}

/// `text` with its quoted runs blanked, so that verbs inside them do not count. Byte
/// positions stay what they were.
pub(super) fn masked(text: &str, quotes: &[Quote]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for quote in quotes {
        out.push_str(&text[at..quote.inner.start]);
        out.extend(std::iter::repeat_n('_', quote.inner.len()));
        at = quote.inner.end;
    }
    out.push_str(&text[at..]);
    out
}
