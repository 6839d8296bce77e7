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

/// Words by a character of theirs, the longest first. Most characters of a text begin no word of
/// a list: one bit a character tells that before anything is looked up.
struct Ends {
    may: Box<[u64; BITS / 64]>,
    words: HashMap<char, Vec<&'static str>>,
}

/// Characters that share a bit are this far apart.
const BITS: usize = 1 << 14;

impl Ends {
    fn new() -> Self {
        Self {
            may: Box::new([0; BITS / 64]),
            words: HashMap::new(),
        }
    }

    fn bit(c: char) -> (usize, u64) {
        let at = c as usize % BITS;
        (at / 64, 1 << (at % 64))
    }

    fn add(&mut self, c: char, word: &'static str) {
        let (slot, bit) = Self::bit(c);
        self.may[slot] |= bit;
        let words = self.words.entry(c).or_default();
        words.push(word);
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }

    fn of(&self, c: char) -> &[&'static str] {
        let (slot, bit) = Self::bit(c);
        if self.may[slot] & bit == 0 {
            return &[];
        }
        self.words.get(&c).map_or(&[], Vec::as_slice)
    }
}

impl Words {
    /// Reads words separated by white space; longer words win over their own beginnings.
    pub(super) fn new(list: &'static str) -> Self {
        let (mut by_first, mut by_last) = (Ends::new(), Ends::new());
        for word in list.split_whitespace() {
            if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                by_first.add(first, word);
                by_last.add(last, word);
            }
        }
        Self { by_first, by_last }
    }

    /// The longest word that `text` starts with.
    pub(super) fn at_start(&self, text: &str) -> Option<&'static str> {
        let words = self.by_first.of(text.chars().next()?);
        words.iter().find(|word| text.starts_with(**word)).copied()
    }

    /// The longest word that `text` ends with.
    pub(super) fn at_end(&self, text: &str) -> Option<&'static str> {
        let words = self.by_last.of(text.chars().next_back()?);
        words.iter().find(|word| text.ends_with(**word)).copied()
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
