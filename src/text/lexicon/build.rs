//! Making a lexicon: the words that occur, with their frequencies in jieba's dictionary.

use jieba_rs::Jieba;

use super::{Damage, Lexicon};
use crate::text::words::Occurring;

/// The two files of a lexicon and the number that goes with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Built {
    /// Finite state transducer: Han word → frequency.
    pub(crate) han: Vec<u8>,
    /// Latin words, one a line, sorted.
    pub(crate) latin: Vec<u8>,
    /// Sum of all frequencies of the dictionary.
    pub(crate) total: u64,
}

/// Makes a lexicon of the words that occur and of those of an older lexicon.
///
/// # Errors
/// Only when memory runs out while the transducer is written.
pub(crate) fn build<B: AsRef<[u8]>>(
    occurring: &Occurring,
    older: Option<&Lexicon<B>>,
    jieba: Jieba,
) -> Result<Built, Damage> {
    let mut frequencies = Frequencies::of(jieba);
    let mut words = older.map(Lexicon::han).unwrap_or_default();
    for word in &occurring.han {
        if !words.contains_key(&**word) {
            words.insert(word.to_string(), frequencies.of_word(word) as u64);
        }
    }
    let mut latin: Vec<&str> = occurring.latin.iter().map(|word| &**word).collect();
    latin.extend(older.into_iter().flat_map(Lexicon::latin));
    latin.sort_unstable();
    latin.dedup();
    let mut lines = Vec::with_capacity(latin.iter().map(|word| word.len() + 1).sum());
    for word in latin {
        lines.extend_from_slice(word.as_bytes());
        lines.push(b'\n');
    }
    let han = fst::Map::from_iter(words)?.into_fst().into_inner();
    Ok(Built {
        han,
        latin: lines,
        total: frequencies.total() as u64,
    })
}

/// Frequency of dictionary words, asked one by one.
///
/// jieba-rs tells no word's frequency, but its total: taking a word out lowers it by just that.
struct Frequencies {
    jieba: Jieba,
    total: usize,
}

impl Frequencies {
    /// Of the words of `jieba`.
    fn of(jieba: Jieba) -> Self {
        let total = total(&jieba) as usize;
        Self { jieba, total }
    }

    /// Sum of all frequencies.
    fn total(&self) -> usize {
        self.total
    }

    /// Frequency of `word`, which the dictionary holds.
    fn of_word(&mut self, word: &str) -> usize {
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
    use crate::text::{
        dictionary::Dictionary,
        lexicon::tests::lexicon,
        words::{Gatherer, Words},
    };

    #[test]
    fn frequencies_are_the_dictionarys_own() {
        let mut jieba = Jieba::empty();
        jieba.add_word("数据", Some(1200), None);
        jieba.add_word("数据库", Some(73), None);
        let mut frequencies = Frequencies::of(jieba);
        assert_eq!(frequencies.total(), 1273);
        assert_eq!(frequencies.of_word("数据库"), 73);
        assert_eq!(frequencies.of_word("数据"), 1200);
        assert!(Frequencies::of(Jieba::new()).of_word("中国") > 1000);
    }

    #[test]
    fn an_older_lexicon_is_carried_on() {
        let dictionary = Dictionary::default();
        let words = Words::new(&dictionary);
        let mut gatherer = Gatherer::new(&words);
        gatherer.add("云原生 rust");
        let occurring = gatherer.finish();
        let jieba = words.into_jieba().expect("was needed");
        let old = lexicon("数据库 go");
        let built = build(&occurring, Some(&old), jieba).expect("builds");
        let both = Lexicon::open(built.han, built.latin, built.total).expect("opens");
        assert!(both.holds(&occurring));
        assert_eq!(both.latin().collect::<Vec<_>>(), ["go", "rust"]);
    }
}
