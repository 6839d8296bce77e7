//! jieba: the dictionary, and what it says of a text.

use std::collections::HashSet;

use jieba_rs::Jieba;
use twox_hash::XxHash3_64;

use super::{
    dictionary::Dictionary,
    runs::{Class, runs},
    tokenizer::is_han,
};

/// jieba with its own dictionary and the words of the user's. Takes about a tenth of a second:
/// it is for indexing; a query is cut with the [lexicon](super::lexicon).
pub(crate) fn jieba(dictionary: &Dictionary) -> Jieba {
    let mut jieba = Jieba::new();
    for entry in dictionary.entries() {
        if is_han(&entry.word) {
            jieba.add_word(&entry.word, entry.freq, None);
        }
    }
    jieba
}

/// What a corpus holds: the dictionary's words that occur anywhere in it, and its Latin words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Occurring {
    /// Dictionary words of two Han characters and more, wherever they occur, cut so or not.
    pub(crate) han: HashSet<Box<str>>,
    /// Latin words.
    pub(crate) latin: HashSet<Box<str>>,
}

impl Occurring {
    /// Adds what `other` holds.
    pub(crate) fn merge(&mut self, other: Occurring) {
        if self.han.is_empty() && self.latin.is_empty() {
            *self = other;
            return;
        }
        self.han.extend(other.han);
        self.latin.extend(other.latin);
    }
}

/// Gathers what texts hold.
pub(crate) struct Gatherer<'j> {
    jieba: &'j Jieba,
    occurring: Occurring,
    /// Hashes of words that were gathered lately, each at the place that it leads to: most words
    /// of a text are the same few, and need not be looked up once more.
    lately: Box<[u64; LATELY]>,
}

/// Number of hashes that are remembered.
const LATELY: usize = 1 << 15;

impl<'j> Gatherer<'j> {
    /// Of the words of `jieba`.
    pub(crate) fn new(jieba: &'j Jieba) -> Self {
        Self {
            jieba,
            occurring: Occurring::default(),
            lately: vec![0; LATELY]
                .try_into()
                .unwrap_or_else(|_| Box::new([0; LATELY])),
        }
    }

    /// Adds what folded `text` holds.
    pub(crate) fn add(&mut self, text: &str) {
        for token in self.jieba.cut_all(text) {
            // `cut_all` gives runs of other signs as well; only dictionary words are wanted.
            if token.end - token.start > 1
                && is_han(token.word)
                && self.is_new(token.word)
                && self.jieba.has_word(token.word)
            {
                self.occurring.han.insert(token.word.into());
            }
        }
        for run in runs(text) {
            if run.class == Class::Latin && self.is_new(run.text) {
                self.occurring.latin.insert(run.text.into());
            }
        }
    }

    /// Whether `word` was not gathered lately.
    fn is_new(&mut self, word: &str) -> bool {
        let hash = XxHash3_64::oneshot(word.as_bytes());
        let place = &mut self.lately[hash as usize % LATELY];
        std::mem::replace(place, hash) != hash
    }

    /// What was gathered.
    pub(crate) fn finish(self) -> Occurring {
        self.occurring
    }
}

/// Frequency of dictionary words, asked one by one.
///
/// jieba-rs tells no word's frequency, but its total: taking a word out lowers it by just that.
pub(crate) struct Frequencies {
    jieba: Jieba,
    total: usize,
}

impl Frequencies {
    /// Of the words of `jieba`.
    pub(crate) fn of(jieba: &Jieba) -> Self {
        let jieba = jieba.clone();
        let total = total(&jieba) as usize;
        Self { jieba, total }
    }

    /// Sum of all frequencies.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// Frequency of `word`, which the dictionary holds.
    pub(crate) fn of_word(&mut self, word: &str) -> usize {
        self.jieba.add_word(word, Some(0), None);
        let freq = self.total - total(&self.jieba) as usize;
        self.jieba.add_word(word, Some(freq), None);
        freq
    }
}

/// Total frequency of a dictionary, which only its `Debug` form shows.
pub(crate) fn total(jieba: &Jieba) -> u64 {
    let shown = format!("{jieba:?}");
    let digits = shown.rsplit("total_freq: ").next().unwrap_or_default();
    digits
        .chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_the_dictionarys_own() {
        let mut jieba = Jieba::empty();
        jieba.add_word("数据", Some(1200), None);
        jieba.add_word("数据库", Some(73), None);
        let mut frequencies = Frequencies::of(&jieba);
        assert_eq!(frequencies.total(), 1273);
        assert_eq!(frequencies.of_word("数据库"), 73);
        assert_eq!(frequencies.of_word("数据"), 1200);
        assert!(Frequencies::of(&Jieba::new()).of_word("中国") > 1000);
    }

    #[test]
    fn occurring_words_overlap() {
        let jieba = Jieba::new();
        let mut gatherer = Gatherer::new(&jieba);
        gatherer.add("中国人民银行 v2 数据库");
        let occurring = gatherer.finish();
        for word in ["中国", "国人", "人民", "银行", "人民银行", "中国人民银行"] {
            assert!(occurring.han.contains(word), "{word}");
        }
        assert!(occurring.latin.contains("v2"));
    }
}
