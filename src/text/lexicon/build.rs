//! Making a lexicon: the words that occur, with their frequencies in jieba's dictionary.

use jieba_rs::Jieba;

use super::Lexicon;
use crate::{
    error::{Error, Result},
    text::words::Occurring,
};

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
/// [`Error::Bug`] where the transducer cannot be written, or jieba does not tell frequencies as it
/// did.
pub(crate) fn build<B: AsRef<[u8]>>(
    occurring: &Occurring,
    older: Option<&Lexicon<B>>,
    jieba: Jieba,
) -> Result<Built> {
    let mut frequencies = Frequencies::of(jieba)?;
    let mut words = older.map(Lexicon::han).unwrap_or_default();
    for word in &occurring.han {
        if !words.contains_key(&**word) {
            words.insert(word.to_string(), frequencies.of_word(word)?);
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
    let han = fst::Map::from_iter(words).map_err(Error::bug)?;
    let han = han.into_fst().into_inner();
    Ok(Built {
        han,
        latin: lines,
        total: frequencies.total,
    })
}

/// Frequency of dictionary words, asked one by one.
///
/// jieba-rs tells no word's frequency, but its total: taking a word out lowers it by just that.
struct Frequencies {
    jieba: Jieba,
    total: u64,
}

impl Frequencies {
    /// Of the words of `jieba`.
    fn of(jieba: Jieba) -> Result<Self> {
        let total = total(&jieba)?;
        Ok(Self { jieba, total })
    }

    /// Frequency of `word`, which the dictionary holds.
    fn of_word(&mut self, word: &str) -> Result<u64> {
        self.jieba.add_word(word, Some(0), None);
        let without = total(&self.jieba)?;
        let freq = self.total.checked_sub(without);
        let freq = freq.ok_or_else(|| Error::bug("a dictionary is larger without a word"))?;
        self.jieba.add_word(word, Some(freq as usize), None);
        Ok(freq)
    }
}

/// Total frequency of a dictionary, which only its `Debug` form shows.
///
/// # Errors
/// [`Error::Bug`] where another version of jieba shows it in another way: without it every text
/// would be cut wrongly.
pub(crate) fn total(jieba: &Jieba) -> Result<u64> {
    let shown = format!("{jieba:?}");
    total_in(&shown).ok_or_else(|| Error::bug("jieba does not show its total frequency as it did"))
}

fn total_in(shown: &str) -> Option<u64> {
    let (_, rest) = shown.rsplit_once("total_freq: ")?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    rest[..end.unwrap_or(rest.len())].parse().ok()
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
        let mut frequencies = Frequencies::of(jieba).expect("a total");
        assert_eq!(frequencies.total, 1273);
        assert_eq!(frequencies.of_word("数据库").expect("a frequency"), 73);
        assert_eq!(frequencies.of_word("数据").expect("a frequency"), 1200);
        let mut whole = Frequencies::of(Jieba::new()).expect("a total");
        assert!(whole.of_word("中国").expect("a frequency") > 1000);
    }

    #[test]
    fn a_total_that_is_not_shown_is_no_zero() {
        assert_eq!(total_in("Jieba { total_freq: 12, x: 3 }"), Some(12));
        for other in ["Jieba { total: 12 }", "Jieba { total_freq: Some(12) }", ""] {
            assert_eq!(total_in(other), None, "{other}");
        }
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
