//! jieba: the dictionary, and what it says of a text.

use std::{collections::HashSet, sync::OnceLock};

use jieba_rs::Jieba;
use rustc_hash::FxBuildHasher;
use twox_hash::XxHash3_64;

#[cfg(test)]
use super::runs::{Class, runs};
use super::{dictionary::Dictionary, runs::is_han};

/// jieba with its own dictionary and the words of the user's, loaded when it is first needed, which
/// takes about a tenth of a second: it is for indexing; a query is cut with the
/// [lexicon](super::lexicon).
pub(crate) struct Words<'d> {
    dictionary: &'d Dictionary,
    jieba: OnceLock<Jieba>,
}

impl<'d> Words<'d> {
    /// With those of `dictionary`; loads nothing yet.
    pub(crate) fn new(dictionary: &'d Dictionary) -> Self {
        Self {
            dictionary,
            jieba: OnceLock::new(),
        }
    }

    /// Loads it, unless it was.
    pub(crate) fn jieba(&self) -> &Jieba {
        self.jieba.get_or_init(|| {
            let mut jieba = Jieba::new();
            for entry in self.dictionary.entries() {
                if is_han(&entry.word) {
                    jieba.add_word(&entry.word, entry.freq, None);
                }
            }
            jieba
        })
    }

    /// What has been loaded.
    pub(crate) fn into_jieba(self) -> Option<Jieba> {
        self.jieba.into_inner()
    }
}

/// What a corpus holds: the dictionary's words that occur anywhere in it, and its Latin words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Occurring {
    /// Dictionary words of Han characters, wherever they occur, cut so or not.
    pub(crate) han: HashSet<Box<str>, FxBuildHasher>,
    /// Latin words.
    pub(crate) latin: HashSet<Box<str>, FxBuildHasher>,
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

/// Gathers what texts hold, told of their runs.
///
/// Much of a text was said before: runs and words that were gathered lately are not looked up once
/// more.
pub(crate) struct Gatherer<'w> {
    dictionary: &'w Words<'w>,
    occurring: Occurring,
    characters: Vec<char>,
    runs: Lately,
    words: Lately,
    /// Runs of Han characters whose words are yet to be looked up, a line a bundle of them, and the
    /// bytes of the last line.
    han: String,
    line: usize,
}

/// Bytes of Han runs that are looked up together: the dictionary is large, and what was read of it
/// last is at hand.
const TOGETHER: usize = 1 << 20;

/// Bytes of Han runs that are cut together.
const LINE: usize = 1 << 10;

impl<'w> Gatherer<'w> {
    /// Looks words up in `dictionary`, which is loaded when there is much to look up.
    pub(crate) fn new(dictionary: &'w Words<'w>) -> Self {
        Self {
            dictionary,
            occurring: Occurring::default(),
            characters: Vec::new(),
            runs: Lately::default(),
            words: Lately::default(),
            han: String::new(),
            line: 0,
        }
    }

    /// A Latin word occurs; it is enough to say so once.
    pub(crate) fn latin(&mut self, word: &str) {
        self.occurring.latin.insert(word.into());
    }

    /// A Han character occurs; it is enough to say so once.
    pub(crate) fn character(&mut self, character: char) {
        self.characters.push(character);
    }

    /// A run of Han characters occurs.
    pub(crate) fn han(&mut self, run: &str) {
        if !self.runs.is_new(run) {
            return;
        }
        self.han.push_str(run);
        self.line += run.len();
        if self.line < LINE {
            self.han.push(' ');
            return;
        }
        self.han.push('\n');
        self.line = 0;
        if self.han.len() >= TOGETHER {
            self.look_up();
        }
    }

    /// Looks up the words of the Han runs.
    fn look_up(&mut self) {
        if self.han.is_empty() {
            return;
        }
        let jieba = self.dictionary.jieba();
        for token in self.han.lines().flat_map(|runs| jieba.cut_all(runs)) {
            // Among Han characters only a dictionary word is longer than one.
            if token.end - token.start > 1 && self.words.is_new(token.word) {
                self.occurring.han.insert(token.word.into());
            }
        }
        self.han.clear();
        self.line = 0;
    }

    /// Adds what a folded text holds.
    #[cfg(test)]
    pub(crate) fn add(&mut self, text: &str) {
        for run in runs(text) {
            match run.class {
                Class::Latin => self.latin(run.text),
                Class::Han => {
                    run.text.chars().for_each(|c| self.character(c));
                    self.han(run.text);
                }
                _ => {}
            }
        }
    }

    /// What was gathered.
    pub(crate) fn finish(mut self) -> Occurring {
        self.look_up();
        for character in self.characters {
            let word = character.to_string();
            if self.dictionary.jieba().has_word(&word) {
                self.occurring.han.insert(word.into());
            }
        }
        self.occurring
    }
}

/// Texts met lately: their hashes, each at the place that it leads to.
struct Lately(Box<[u64]>);

impl Default for Lately {
    fn default() -> Self {
        Self(vec![0; 1 << 14].into())
    }
}

impl Lately {
    /// Whether `text` was not met lately; from now on it was.
    fn is_new(&mut self, text: &str) -> bool {
        let hash = XxHash3_64::oneshot(text.as_bytes());
        let place = hash as usize % self.0.len();
        std::mem::replace(&mut self.0[place], hash) != hash
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn occurring_words_overlap() {
        let dictionary = Dictionary::default();
        let words = Words::new(&dictionary);
        let mut gatherer = Gatherer::new(&words);
        gatherer.add("中国人民银行 v2 数据库");
        let occurring = gatherer.finish();
        for word in [
            "中",
            "中国",
            "国人",
            "人民",
            "银行",
            "人民银行",
            "中国人民银行",
        ] {
            assert!(occurring.han.contains(word), "{word}");
        }
        assert!(occurring.latin.contains("v2"));
    }

    /// The words that occur by their plain definition: whatever substring of Han characters the
    /// dictionary holds, and every Latin run.
    fn plainly<'t>(jieba: &Jieba, texts: impl Iterator<Item = &'t str>) -> Occurring {
        let mut occurring = Occurring::default();
        for run in texts.flat_map(runs) {
            if run.class == Class::Latin {
                occurring.latin.insert(run.text.into());
            }
            for (start, _) in run.text.char_indices() {
                let rest = &run.text[start..];
                let pieces = rest
                    .char_indices()
                    .map(|(at, c)| &rest[..at + c.len_utf8()]);
                let words = pieces.filter(|piece| jieba.has_word(piece));
                occurring
                    .han
                    .extend(words.filter(|word| is_han(word)).map(Box::from));
            }
        }
        occurring
    }

    proptest! {
        #[test]
        fn what_is_gathered_is_what_occurs(texts in proptest::collection::vec(
            "(数据|库|国人|中国|人民银行|云原生|向量|〇|データ|v2|-3.0|，|\\n|\u{2a6a5}|go| ){0,12}", 0..8)
        ) {
            static DICTIONARY: LazyLock<Dictionary> =
                LazyLock::new(|| Dictionary::parse("云原生数据库\n向量 5").0);
            static WORDS: LazyLock<Words<'static>> = LazyLock::new(|| Words::new(&DICTIONARY));
            let mut gatherer = Gatherer::new(&WORDS);
            texts.iter().for_each(|text| gatherer.add(text));
            let plain = plainly(WORDS.jieba(), texts.iter().map(String::as_str));
            prop_assert_eq!(gatherer.finish(), plain);
        }
    }
}
