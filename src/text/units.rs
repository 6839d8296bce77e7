//! Units: what a query is cut into, and is matched as a whole.

use std::ops::Range;

use super::{
    lexicon::Lexicon,
    runs::{Class, class, runs},
};

/// A piece of a query that is matched as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit<'q> {
    /// The piece.
    pub(crate) text: &'q str,
    /// Characters of the query it takes.
    pub(crate) at: Range<usize>,
}

/// Cuts folded text into units: Han runs into words, Latin words with the signs that join them.
pub(crate) fn units<'q, B: AsRef<[u8]>>(
    text: &'q str,
    lexicon: &Lexicon<B>,
    mixed: &[String],
    mut live: impl FnMut(&str) -> bool,
) -> Vec<Unit<'q>> {
    let mut units: Vec<Unit<'q>> = Vec::new();
    let mut taken_until = 0;
    let chars_before = |byte: usize| text[..byte].chars().count();
    for run in runs(text) {
        if run.byte < taken_until {
            continue;
        }
        // A word of the user's that mixes scripts or holds signs is taken before any cut.
        if let Some(word) = mixed
            .iter()
            .filter(|word| text[run.byte..].starts_with(word.as_str()))
            .max_by_key(|word| word.len())
        {
            taken_until = run.byte + word.len();
            units.push(Unit {
                text: &text[run.byte..taken_until],
                at: run.start..run.start + word.chars().count(),
            });
            continue;
        }
        match run.class {
            Class::Han => {
                let mut at = run.start;
                for word in lexicon.cut(run.text, &mut live) {
                    let end = at + word.chars().count();
                    units.push(Unit {
                        text: word,
                        at: at..end,
                    });
                    at = end;
                }
            }
            Class::Latin => {
                let end = run.byte + joined(&text[run.byte..]);
                taken_until = end;
                units.push(Unit {
                    text: &text[run.byte..end],
                    at: run.start..chars_before(end),
                });
            }
            Class::Sign | Class::Space => {}
        }
    }
    units
}

/// Bytes of the Latin word at the start of `text` with what belongs to it: further words joined by
/// signs (`usb-c`, `3.0`, `a@b.com`, `https://website.org`), and the signs of `c++` and `c#`.
fn joined(text: &str) -> usize {
    let mut end = 0;
    let mut last_start = 0;
    for run in runs(text) {
        if run.byte < end {
            continue;
        }
        let gap = &text[end..run.byte];
        match run.class {
            Class::Latin
                if gap.chars().all(|c| class(c) == Class::Sign && c.is_ascii())
                    && gap.len() <= 3 =>
            {
                end = run.byte + run.text.len();
                last_start = run.byte;
            }
            Class::Sign if run.text.is_ascii() => {}
            _ => break,
        }
    }
    // A sign that ends a sentence or closes a quote is none of the name; `+` and `#` are.
    let tail = text[end..]
        .bytes()
        .take_while(|b| matches!(b, b'+' | b'#'))
        .count();
    if end - last_start <= 2 && tail <= 2 {
        end + tail
    } else {
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lexicon::tests::lexicon;

    #[test]
    fn latin_words_keep_their_signs() {
        let lexicon = lexicon("数据库");
        for (text, want) in [
            ("c++ 入门", vec!["c++", "入门"]),
            ("c#", vec!["c#"]),
            ("a@b.com 。", vec!["a@b.com"]),
            ("https://website.org", vec!["https://website.org"]),
            ("usb-c adapter\"\"", vec!["usb-c", "adapter"]),
            ("opengauss3.0.", vec!["opengauss3.0"]),
            ("慢sql", vec!["慢", "sql"]),
            ("数据库,", vec!["数据库"]),
            ("pd1728_a_1", vec!["pd1728_a_1"]),
        ] {
            let cut = units(text, &lexicon, &[], |_| true);
            let cut: Vec<&str> = cut.into_iter().map(|unit| unit.text).collect();
            assert_eq!(cut, want, "{text}");
        }
    }
}
