//! Word tables: which words of a list stand at a place in a text.
//!
//! Reading asks the same three questions again and again (does a word start here, does
//! one end here, where is the first), so its lists are kept as [`Words`].

use std::collections::HashMap;

/// A list of words that can be looked for at either end of a text.
pub(super) struct Words {
    by_first: Ends,
    by_last: Ends,
}

/// Words by their two characters at one end, and those of a single character.
///
/// Nearly every place in a text bears no word of a list: one bit for each character and one for
/// each pair tell that before anything is looked up.
struct Ends {
    characters: Chars,
    pairs: Chars,
    words: HashMap<[char; 2], Vec<&'static str>>,
    single: HashMap<char, &'static str>,
}

impl Ends {
    /// `ends` gives the characters of a word from this end on.
    fn new<C: Iterator<Item = char>>(list: &'static str, ends: impl Fn(&'static str) -> C) -> Self {
        let mut made = Self {
            characters: Chars::default(),
            pairs: Chars::default(),
            words: HashMap::new(),
            single: HashMap::new(),
        };
        for word in list.split_whitespace() {
            let mut chars = ends(word);
            let Some(first) = chars.next() else { continue };
            made.characters.add(first);
            match chars.next() {
                None => {
                    made.single.insert(first, word);
                }
                Some(second) => {
                    made.pairs.add(mixed(first, second));
                    let words = made.words.entry([first, second]).or_default();
                    words.push(word);
                    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
                }
            }
        }
        made
    }

    /// The longest word whose characters from this end on are `chars`, as `fits` finds it.
    fn longest(
        &self,
        mut chars: impl Iterator<Item = char>,
        fits: impl Fn(&str) -> bool,
    ) -> Option<&'static str> {
        let first = chars.next().filter(|c| self.characters.may_have(*c))?;
        chars
            .next()
            .filter(|second| self.pairs.may_have(mixed(first, *second)))
            .and_then(|second| self.words.get(&[first, second]))
            .and_then(|words| words.iter().find(|word| fits(word)))
            .or_else(|| self.single.get(&first))
            .copied()
    }
}

/// One character for a pair, as different as may be from those of other pairs.
fn mixed(first: char, second: char) -> char {
    let both = (first as u32).wrapping_mul(31) ^ second as u32;
    char::from_u32(both & 0xffff).unwrap_or(first)
}

/// A set of characters.
pub(super) struct Chars {
    bits: Box<[u64; Self::BITS / 64]>,
}

impl Default for Chars {
    fn default() -> Self {
        Self {
            bits: Box::new([0; Self::BITS / 64]),
        }
    }
}

impl Chars {
    /// Characters that share a bit are this far apart: none of those in common use.
    const BITS: usize = 1 << 16;

    /// The characters of `list`.
    pub(super) fn new(list: &str) -> Self {
        let mut set = Self::default();
        list.chars().for_each(|c| set.add(c));
        set
    }

    fn add(&mut self, c: char) {
        let at = c as usize % Self::BITS;
        self.bits[at / 64] |= 1 << (at % 64);
    }

    fn may_have(&self, c: char) -> bool {
        let at = c as usize % Self::BITS;
        self.bits[at / 64] & 1 << (at % 64) != 0
    }

    /// Whether `c`, a character of the basic plane, is in the set.
    pub(super) fn has(&self, c: char) -> bool {
        (c as usize) < Self::BITS && self.may_have(c)
    }
}

impl Words {
    /// Reads words separated by white space; longer words win over their own beginnings.
    pub(super) fn new(list: &'static str) -> Self {
        Self {
            by_first: Ends::new(list, str::chars),
            by_last: Ends::new(list, |word| word.chars().rev()),
        }
    }

    /// The longest word that `text` starts with.
    pub(super) fn at_start(&self, text: &str) -> Option<&'static str> {
        self.by_first
            .longest(text.chars(), |word| text.starts_with(word))
    }

    /// The longest word that `text` ends with.
    pub(super) fn at_end(&self, text: &str) -> Option<&'static str> {
        self.by_last
            .longest(text.chars().rev(), |word| text.ends_with(word))
    }

    /// The first word in `text`, with the byte where it starts.
    pub(super) fn first_in(&self, text: &str) -> Option<(usize, &'static str)> {
        text.char_indices()
            .find_map(|(at, _)| Some((at, self.at_start(&text[at..])?)))
    }

    /// Whether any word stands in `text`.
    pub(super) fn any_in(&self, text: &str) -> bool {
        self.first_in(text).is_some()
    }

    /// Whether `text` is one of the words.
    pub(super) fn has(&self, text: &str) -> bool {
        self.at_start(text).is_some_and(|word| word == text)
    }

    /// Removes words from the start for as long as one stands there.
    pub(super) fn strip<'t>(&self, mut text: &'t str) -> &'t str {
        loop {
            text = text.trim_start();
            match self.at_start(text) {
                Some(word) if word.len() < text.len() => text = &text[word.len()..],
                _ => return text,
            }
        }
    }
}

/// Whether `c` is a Han character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2ebef}' | '〇')
}

/// Number of characters of a text.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_words_win() {
        let words = Words::new("经理 总经理 副总经理");
        assert_eq!(words.at_end("某公司副总经理"), Some("副总经理"));
        assert_eq!(words.at_start("总经理张三"), Some("总经理"));
        assert_eq!(words.first_in("某总经理"), Some((3, "总经理")));
        assert!(words.has("经理") && !words.has("经理人"));
        assert!(!words.any_in("没有"));
    }
}
