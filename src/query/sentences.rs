//! The sentences of a text, cut around a place in it.

use super::stretch::{Point, Stretch};

/// Characters that one sentence may take before it is cut.
pub(super) const LONGEST_SENTENCE: usize = 100;

/// Whether a sentence ends behind `c`, between these neighbours.
#[inline]
fn ends(
    before: impl FnOnce() -> Option<char>,
    c: char,
    behind: impl FnOnce() -> Option<char>,
) -> bool {
    match c {
        '\n' | '。' | '！' | '？' | '!' | '?' | '；' | '…' => !matches!(
            behind(),
            Some('”' | '’' | '」' | '』' | '"' | '。' | '！' | '？' | '…')
        ),
        '”' | '」' | '』' => matches!(before(), Some('。' | '！' | '？' | '…')),
        '.' | ';' => behind().is_some_and(char::is_whitespace),
        _ => false,
    }
}

/// First bytes of the characters that a sentence may end with: most begin with another byte, and
/// need not be looked at.
const MAY_END: [bool; 256] = {
    let mut may_end = [false; 256];
    let firsts = *b"\n!?;.\xe2\xe3\xef";
    let mut at = 0;
    while at < firsts.len() {
        may_end[firsts[at] as usize] = true;
        at += 1;
    }
    may_end
};

/// The sentence that holds a place, cut behind the signs that end one and at line ends; it does not
/// begin before `from`.
pub(super) fn sentence(source: &str, from: Point, point: Point) -> Stretch {
    let before = |byte: usize| source[..byte].chars().next_back();
    let behind = |byte: usize| source[byte..].chars().next();
    // The byte behind the character there, and whether a sentence ends with it.
    let end_at = |byte: usize| {
        let c = behind(byte).unwrap_or_default();
        let end = byte + c.len_utf8();
        (end, ends(|| before(byte), c, || behind(end)))
    };
    let may_end = |byte: &u8| MAY_END[usize::from(*byte)];
    let bytes = source.as_bytes();
    let mut start = point.byte;
    let start = loop {
        match bytes[from.byte..start].iter().rposition(may_end) {
            None => break from.byte,
            Some(at) => match end_at(from.byte + at) {
                (end, true) => break end,
                _ => start = from.byte + at,
            },
        }
    };
    let mut end = point.byte;
    while let Some(at) = bytes[end..].iter().position(may_end) {
        let is_end;
        (end, is_end) = end_at(end + at);
        if is_end {
            return point.back_to(source, start)..point.forward_to(source, end);
        }
    }
    point.back_to(source, start)..point.forward_to(source, source.len())
}

/// The piece of a sentence that holds a place: a long one is cut evenly.
pub(super) fn piece(source: &str, sentence: &Stretch, point: Point) -> Stretch {
    let longest = 4 * LONGEST_SENTENCE;
    let before = (point.character - sentence.start.character) / longest * longest;
    let start = sentence.start.forward(source, before);
    if sentence.end.character - start.character <= longest {
        start..sentence.end
    } else {
        start..start.forward(source, longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sentence_goes_from_one_end_to_the_next(
            source in "([ab \n。！？!?；…”’」』\"，：.;《]|[一-三]){0,30}",
            from in 0_usize..30,
            at in 0_usize..30,
        ) {
            let at = Point::default().forward(&source, at.min(source.chars().count()));
            let from = Point::default().forward(&source, from.min(at.character));
            let chars: Vec<char> = source.chars().collect();
            let is_end = |i: &usize| {
                let before = || chars[..*i].last().copied();
                ends(before, chars[*i], || chars.get(i + 1).copied())
            };
            let found = sentence(&source, from, at);
            let start = (from.character..at.character).rev().find(is_end);
            let end = (at.character..chars.len()).find(is_end);
            prop_assert_eq!(found.start.character, start.map_or(from.character, |i| i + 1));
            prop_assert_eq!(found.end.character, end.map_or(chars.len(), |i| i + 1));
            for point in [found.start, found.end] {
                prop_assert_eq!(source[..point.byte].chars().count(), point.character);
            }
        }
    }
}
