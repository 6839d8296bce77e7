//! Folded text as a sequence of runs: Han characters, Latin words, signs.

/// What a character is to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Written without spaces between words: Han, kana, hangul.
    Han,
    /// Part of a word that spaces or signs delimit: Latin letters, digits, other alphabets.
    Latin,
    /// Anything else that is seen.
    Sign,
    /// White space and control characters: separates, is not indexed.
    Space,
}

/// Class of a folded character.
pub(crate) fn class(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' | 'A'..='Z' => Class::Latin,
        '\u{4e00}'..='\u{9fff}' => Class::Han,
        '\0'..='\x7f' => {
            if c.is_ascii_graphic() {
                Class::Sign
            } else {
                Class::Space
            }
        }
        '\u{3400}'..='\u{4dbf}'
        | '\u{20000}'..='\u{3ffff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3100}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{ac00}'..='\u{d7af}' => Class::Han,
        _ if c.is_whitespace() || c.is_control() => Class::Space,
        _ if c.is_alphanumeric() => Class::Latin,
        _ => Class::Sign,
    }
}

/// Whether `word` is written in Han characters alone.
pub(crate) fn is_han(word: &str) -> bool {
    word.chars().all(|c| class(c) == Class::Han)
}

/// A Latin word longer than this many characters is cut, so that no term grows without bound.
pub(crate) const LONGEST_WORD: usize = 2_000;

/// A maximal run of one class (signs stand one by one, spaces are left out).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run<'t> {
    /// What its characters are.
    pub(crate) class: Class,
    /// The run itself.
    pub(crate) text: &'t str,
    /// Characters before it.
    pub(crate) start: usize,
    /// Bytes before it.
    pub(crate) byte: usize,
}

/// Cuts folded text into runs, in order.
pub(crate) fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut chars = text.char_indices().peekable();
    let mut position = 0;
    std::iter::from_fn(move || {
        loop {
            let (byte, c) = chars.next()?;
            let (class_here, start) = (class(c), position);
            position += 1;
            if class_here == Class::Space {
                continue;
            }
            let mut end = byte + c.len_utf8();
            if class_here != Class::Sign {
                while let Some((b, next)) = chars.next_if(|&(_, next)| class(next) == class_here) {
                    position += 1;
                    end = b + next.len_utf8();
                    if class_here == Class::Latin && position - start == LONGEST_WORD {
                        break;
                    }
                }
            }
            return Some(Run {
                class: class_here,
                text: &text[byte..end],
                start,
                byte,
            });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_class_borders() {
        let cut: Vec<_> = runs("慢sql 150万tpmc, c++")
            .map(|r| (r.text, r.start))
            .collect();
        assert_eq!(
            cut,
            [
                ("慢", 0),
                ("sql", 1),
                ("150", 5),
                ("万", 8),
                ("tpmc", 9),
                (",", 13),
                ("c", 15),
                ("+", 16),
                ("+", 17)
            ]
        );
    }

    #[test]
    fn bytes_and_characters_agree() {
        let text = "数据 é×ab";
        for run in runs(text) {
            assert_eq!(&text[run.byte..run.byte + run.text.len()], run.text);
            assert_eq!(text[..run.byte].chars().count(), run.start);
        }
    }
}
