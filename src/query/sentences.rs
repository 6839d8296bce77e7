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

/// The sentence that holds a place, cut behind the signs that end one and at line ends; it does not
/// begin before `from`.
pub(super) fn sentence(source: &str, from: Point, point: Point) -> Stretch {
    let before = |byte: usize| source[..byte].chars().next_back();
    let behind = |byte: usize| source[byte..].chars().next();
    let mut start = point;
    for (byte, c) in source[from.byte..point.byte].char_indices().rev() {
        let byte = from.byte + byte;
        if ends(|| before(byte), c, || behind(start.byte)) {
            break;
        }
        start = Point {
            character: start.character - 1,
            byte,
        };
    }
    let mut end = point;
    for c in source[point.byte..].chars() {
        let byte = end.byte;
        end = Point {
            character: end.character + 1,
            byte: byte + c.len_utf8(),
        };
        if ends(|| before(byte), c, || behind(end.byte)) {
            break;
        }
    }
    start..end
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
