//! Word tables: which words of a list stand at a place in a text.
//!
//! Reading asks the same three questions again and again (does a word start here, does
//! one end here, where is the first), so its lists are kept as [`Words`].

use std::sync::OnceLock;

/// A list of words that can be looked for at either end of a text.
pub(super) struct Words {
    list: &'static str,
    by_first: OnceLock<Ends>,
    by_last: OnceLock<Ends>,
}

/// Words by their two characters at one end.
///
/// Nearly every place in a text bears no word of a list: a bit for the character there and one for
/// the pair tell that. The few words that share a bucket with what is left are compared.
struct Ends {
    characters: Bits,
    pairs: Bits,
    /// As many as a power of two; longer words first.
    buckets: Box<[Vec<&'static str>]>,
}

/// Stands for the second character of a word that has but one.
const NONE: char = '\0';

impl Ends {
    /// `ends` gives the characters of a word from this end on.
    fn new<C: Iterator<Item = char>>(list: &'static str, ends: impl Fn(&'static str) -> C) -> Self {
        let size = 2 * list.split_whitespace().count().next_power_of_two();
        let mut made = Self {
            characters: Bits::default(),
            pairs: Bits::default(),
            buckets: vec![Vec::new(); size].into(),
        };
        for word in list.split_whitespace() {
            let mut chars = ends(word);
            let Some(first) = chars.next() else { continue };
            let pair = mixed(first, chars.next().unwrap_or(NONE));
            made.characters.add(first as usize);
            made.pairs.add(pair);
            let bucket = &mut made.buckets[pair & (size - 1)];
            bucket.push(word);
            bucket.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        made
    }

    /// Whether a word may have `c` at this end.
    #[inline]
    fn may_have(&self, c: char) -> bool {
        self.characters.may_have(c as usize)
    }

    /// The longest word whose characters from this end on are `chars`, as `fits` finds it.
    fn longest(
        &self,
        mut chars: impl Iterator<Item = char>,
        fits: impl Fn(&str) -> bool,
    ) -> Option<&'static str> {
        let first = chars.next().filter(|c| self.may_have(*c))?;
        let with = |second| {
            let pair = mixed(first, second);
            let words = &self.buckets[pair & (self.buckets.len() - 1)];
            self.pairs
                .may_have(pair)
                .then(|| words.iter().copied().find(|word| fits(word)))
                .flatten()
        };
        chars.next().and_then(with).or_else(|| with(NONE))
    }

    /// The longest word that `text` starts with, where the ends are the words' first.
    fn at_start(&self, text: &str) -> Option<&'static str> {
        self.longest(text.chars(), |word| text.starts_with(word))
    }
}

/// One number for a pair of characters, as different as may be from those of other pairs.
fn mixed(first: char, second: char) -> usize {
    (first as usize * 31) ^ second as usize
}

/// Numbers that were added, and a few others. Of the longest list a tenth of the bits is set.
struct Bits([u64; Self::WORDS]);

impl Bits {
    const WORDS: usize = 64;

    fn add(&mut self, number: usize) {
        self.0[number / 64 % Self::WORDS] |= 1 << (number % 64);
    }

    #[inline]
    fn may_have(&self, number: usize) -> bool {
        self.0[number / 64 % Self::WORDS] & 1 << (number % 64) != 0
    }
}

impl Default for Bits {
    fn default() -> Self {
        Self([0; Self::WORDS])
    }
}

impl Words {
    /// Words separated by white space; longer words win over their own beginnings. What they are
    /// looked for with is made when they first are.
    pub(super) const fn new(list: &'static str) -> Self {
        Self {
            list,
            by_first: OnceLock::new(),
            by_last: OnceLock::new(),
        }
    }

    #[inline]
    fn by_first(&self) -> &Ends {
        self.by_first
            .get_or_init(|| Ends::new(self.list, str::chars))
    }

    #[inline]
    fn by_last(&self) -> &Ends {
        self.by_last
            .get_or_init(|| Ends::new(self.list, |word| word.chars().rev()))
    }

    /// The first characters of the words.
    pub(super) fn first_characters(&self) -> impl Iterator<Item = char> {
        let words = self.list.split_whitespace();
        words.filter_map(|word| word.chars().next())
    }

    /// The last characters of the words.
    pub(super) fn last_characters(&self) -> impl Iterator<Item = char> {
        let words = self.list.split_whitespace();
        words.filter_map(|word| word.chars().next_back())
    }

    /// The longest word that `text` starts with.
    #[inline]
    pub(super) fn at_start(&self, text: &str) -> Option<&'static str> {
        let words = self.by_first();
        let may_start = text.chars().next().is_some_and(|c| words.may_have(c));
        may_start.then(|| words.at_start(text)).flatten()
    }

    /// The longest word that `text` ends with.
    pub(super) fn at_end(&self, text: &str) -> Option<&'static str> {
        self.by_last()
            .longest(text.chars().rev(), |word| text.ends_with(word))
    }

    /// The first word in `text`, with the byte where it starts.
    pub(super) fn first_in(&self, text: &str) -> Option<(usize, &'static str)> {
        self.all_in(text).next()
    }

    /// At how many places of `text` a word starts.
    pub(super) fn count_in(&self, text: &str) -> usize {
        self.all_in(text).count()
    }

    /// The places of `text` at which a word starts, with the longest there.
    fn all_in(&self, text: &str) -> impl Iterator<Item = (usize, &'static str)> {
        let words = self.by_first();
        text.char_indices()
            .filter(|(_, c)| words.may_have(*c))
            .filter_map(|(at, _)| Some((at, words.at_start(&text[at..])?)))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn the_longest_word_at_either_end_is_found(text in "[总经理副a的 C]{0,8}") {
            const LIST: &str = "总经理 副总经理 经理 总 理 a aC 的a a的 C副总";
            let words = Words::new(LIST);
            let longest = |fits: &dyn Fn(&&str) -> bool| {
                LIST.split(' ').filter(fits).max_by_key(|word| word.len())
            };
            prop_assert_eq!(words.at_start(&text), longest(&|word| text.starts_with(word)));
            prop_assert_eq!(words.at_end(&text), longest(&|word| text.ends_with(word)));
            let starts = text.char_indices().filter(|&(at, _)| words.at_start(&text[at..]).is_some());
            prop_assert_eq!(words.count_in(&text), starts.count());
        }
    }
}
