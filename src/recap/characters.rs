//! Characters: what they are, how many, and in simplified writing.

use std::ops::RangeInclusive;

use crate::text::normalize;

/// First bytes of the characters that Chinese is mostly written with, U+4000 to U+9FFF, and of no
/// others. They have three bytes each.
pub(super) const HAN: RangeInclusive<u8> = 0xe4..=0xe9;

/// A set of characters.
pub(super) struct Chars {
    bits: Box<[u64; Self::BITS / 64]>,
}

impl Chars {
    /// Characters of the basic plane.
    const BITS: usize = 1 << 16;

    /// The characters of a list.
    pub(super) fn new(list: impl Iterator<Item = char>) -> Self {
        let mut bits = Box::new([0; Self::BITS / 64]);
        for at in list.map(|c| c as usize % Self::BITS) {
            bits[at / 64] |= 1 << (at % 64);
        }
        Self { bits }
    }

    /// Whether `c`, a character of the basic plane, is in the set.
    #[inline]
    pub(super) fn has(&self, c: char) -> bool {
        let at = c as usize;
        at < Self::BITS && self.bits[at / 64] & 1 << (at % 64) != 0
    }
}

/// Whether `c` is a Han character.
#[inline]
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
        || matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2ebef}' | '〇')
}

/// Whether `c` is a capital letter.
pub(super) fn is_capital(c: char) -> bool {
    // Han characters and signs, nearly all of what is asked, need not be looked up.
    let plain =
        matches!(c, '\u{2010}'..='\u{2040}' | '\u{2e80}'..='\u{a63f}' | '\u{ff00}'..='\u{ff20}');
    !plain && c.is_uppercase()
}

/// The characters of a text with their places, but for those of [`HAN`]: what looks for a sign need
/// not take each of them apart.
pub(super) fn others(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut next = 0;
    std::iter::from_fn(move || {
        while text
            .as_bytes()
            .get(next)
            .is_some_and(|byte| HAN.contains(byte))
        {
            next += 3;
        }
        let at = next;
        let first = *text.as_bytes().get(at)?;
        let c = if first.is_ascii() {
            first.into()
        } else {
            text[at..].chars().next()?
        };
        next += c.len_utf8();
        Some((at, c))
    })
}

/// A text with its Han characters simplified where they keep their number of bytes.
pub(super) fn simplified(text: &str) -> String {
    let simple =
        |c| Some(normalize::simplified(c)).filter(|other| other.len_utf8() == c.len_utf8());
    text.chars()
        .map(|c| if is_han(c) { simple(c).unwrap_or(c) } else { c })
        .collect()
}

/// Number of characters of a text.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

/// Whether a text has no more than `n` characters.
pub(super) fn within(text: &str, n: usize) -> bool {
    text.len() <= 4 * n && length(text) <= n
}

/// The first `n` characters of a text.
pub(super) fn clip(text: &str, n: usize) -> &str {
    let mut rest = text.chars();
    // `chars` steps over many at once, as `char_indices` does not.
    n.checked_sub(1).and_then(|last| rest.nth(last));
    &text[..text.len() - rest.as_str().len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn shortcuts_count_as_the_long_way_does(text in "([a-z，。\u{3fff}\u{a000}é😀]|[一-龥]){0,12}", n in 0..14usize) {
            let han = |c: &char| matches!(c, '\u{4000}'..='\u{9fff}');
            let all: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !han(c)).collect();
            prop_assert_eq!(others(&text).collect::<Vec<_>>(), all);
            prop_assert_eq!(clip(&text, n), text.chars().take(n).collect::<String>());
            prop_assert_eq!(within(&text, n), text.chars().count() <= n);
        }
    }
}
