//! The lexicon: which words a corpus holds, in a form that is mapped into memory, not parsed.
//!
//! Loading jieba's dictionary takes longer than all the rest of a query. The words that can matter
//! for a query are those among its own substrings; the lexicon knows them and their frequencies,
//! single characters included, and a jieba of these few words alone cuts the query just as the whole
//! dictionary, restricted to the words that the corpus holds, would.

mod build;

use std::collections::BTreeMap;

use fst::raw::Output;
use jieba_rs::Jieba;
use tantivy::tokenizer::{TokenStream, Tokenizer};
use tantivy_jieba::JiebaTokenizer;

pub(crate) use build::{build, total};

use super::words::Occurring;

/// Words of a corpus over bytes `B`, which may be mapped files.
pub(crate) struct Lexicon<B> {
    /// Han words and their frequencies in the dictionary.
    han: fst::Map<B>,
    /// Latin words, each between line feeds.
    latin: B,
    /// Sum of all frequencies of the dictionary, words that the corpus lacks included.
    total: u64,
}

/// Why bytes are no lexicon.
pub(crate) type Damage = fst::Error;

impl<B: AsRef<[u8]>> Lexicon<B> {
    /// Opens what [`build`] made; `total` is its total. Reads neither part as a whole.
    ///
    /// # Errors
    /// When `han` is no finite state transducer.
    pub(crate) fn open(han: B, latin: B, total: u64) -> Result<Self, Damage> {
        Ok(Self {
            han: fst::Map::new(han)?,
            latin,
            total,
        })
    }

    /// Cuts a run of Han characters into words as jieba does. Of the dictionary's words only those
    /// count that the corpus holds and `live` agrees to.
    pub(crate) fn cut<'q>(&self, run: &'q str, mut live: impl FnMut(&str) -> bool) -> Vec<&'q str> {
        let mut standing: Vec<(usize, &str, u64)> = Vec::new();
        for (start, _) in run.char_indices() {
            for (word, freq) in self.prefixes(&run[start..]) {
                if live(word) {
                    standing.push((start, word, freq));
                }
            }
        }
        if let Some(words) = likeliest(run, &standing, self.total) {
            return words;
        }
        let mut jieba = Jieba::empty();
        let mut rest = self.total;
        let mut seen: Vec<&str> = Vec::new();
        for (_, word, freq) in standing {
            if !seen.contains(&word) {
                seen.push(word);
                jieba.add_word(word, Some(freq as usize), None);
                rest = rest.saturating_sub(freq);
            }
        }
        // Probabilities are shares of the whole dictionary's total: a word that no text holds
        // stands for all that was left out.
        jieba.add_word("\u{f0000}", Some(rest as usize), None);
        let mut jieba = JiebaTokenizer::with_jieba(jieba);
        jieba.set_search_mode(false);
        let mut words = Vec::new();
        jieba
            .token_stream(run)
            .process(&mut |word| words.push(&run[word.offset_from..word.offset_to]));
        words
    }

    /// Words of the lexicon that `text` begins with, and their frequencies.
    fn prefixes<'q>(&self, text: &'q str) -> Vec<(&'q str, u64)> {
        let fst = self.han.as_fst();
        let mut node = fst.root();
        let mut output = Output::zero();
        let mut found = Vec::new();
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            let Some(next) = node.find_input(byte) else {
                break;
            };
            let transition = node.transition(next);
            output = output.cat(transition.out);
            node = fst.node(transition.addr);
            if node.is_final() && text.is_char_boundary(at + 1) {
                found.push((&text[..=at], output.cat(node.final_output()).value()));
            }
        }
        found
    }

    /// Latin words that hold the folded `part`: anywhere, or only where the word begins or ends
    /// with it. With each comes the number of characters before `part`, in the order of the file;
    /// a word that holds it twice comes twice.
    pub(crate) fn containing(&self, part: &str, edges: Edges) -> Vec<(&str, usize)> {
        let bytes = self.latin.as_ref();
        let mut found = Vec::new();
        let finder = memchr::memmem::Finder::new(part);
        let mut rest = 0;
        while let Some(at) = bytes.get(rest..).and_then(|rest| finder.find(rest)) {
            let at = rest + at;
            // It may stand in a word more than once, and overlap itself there: 66 in 666.
            rest = at + 1;
            let end = at + part.len();
            let begins = at == 0 || bytes[at - 1] == b'\n';
            let ends = bytes.get(end).is_none_or(|&b| b == b'\n');
            if (edges.begins && !begins) || (edges.ends && !ends) {
                continue;
            }
            let from = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |nl| nl + 1);
            let to = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |nl| end + nl);
            if let Ok(word) = std::str::from_utf8(&bytes[from..to]) {
                found.push((word, word[..at - from].chars().count()));
            }
        }
        found
    }

    /// Latin words in order.
    pub(crate) fn latin(&self) -> impl Iterator<Item = &str> {
        self.latin
            .as_ref()
            .split(|&b| b == b'\n')
            .filter_map(|word| std::str::from_utf8(word).ok())
            .filter(|w| !w.is_empty())
    }

    /// Han words in order, with their frequencies.
    pub(crate) fn han(&self) -> BTreeMap<String, u64> {
        use fst::Streamer;
        let mut words = BTreeMap::new();
        let mut stream = self.han.stream();
        while let Some((word, freq)) = stream.next() {
            words.insert(String::from_utf8_lossy(word).into_owned(), freq);
        }
        words
    }

    /// Whether the lexicon holds all of `occurring`.
    pub(crate) fn holds(&self, occurring: &Occurring) -> bool {
        occurring
            .han
            .iter()
            .all(|word| self.han.contains_key(word.as_bytes()))
            && occurring
                .latin
                .iter()
                .all(|word| !self.containing(word, Edges::WHOLE).is_empty())
    }
}

/// The likeliest way to cut a run into words of the dictionary, told which stand in it, each with its
/// place and frequency: the way that jieba takes. `None` where single characters are left side by
/// side, of which jieba may make a word that no dictionary holds.
fn likeliest<'q>(
    run: &'q str,
    standing: &[(usize, &'q str, u64)],
    total: u64,
) -> Option<Vec<&'q str>> {
    let all = (total as f64).ln();
    let likelihood = |freq: u64| (freq as f64).ln() - all;
    // At each byte where a character starts: how likely the rest is at best, and its first word.
    let mut best: Vec<(f64, &str)> = vec![(0.0, ""); run.len() + 1];
    for (at, c) in run.char_indices().rev() {
        let here = standing.partition_point(|(start, ..)| *start < at);
        let words = standing[here..]
            .iter()
            .take_while(|(start, ..)| *start == at);
        let ways = words.map(|&(_, word, freq)| (likelihood(freq) + best[at + word.len()].0, word));
        // Of equally likely ways the one with the longer word.
        best[at] = ways
            .max_by(|(one, _), (other, _)| one.total_cmp(other))
            .unwrap_or_else(|| {
                let end = at + c.len_utf8();
                (likelihood(1) + best[end].0, &run[at..end])
            });
    }
    let is_single = |word: &str| word.chars().nth(1).is_none();
    let mut words: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < run.len() {
        let (_, word) = best[at];
        if is_single(word) && words.last().is_some_and(|last| is_single(last)) {
            return None;
        }
        words.push(word);
        at += word.len();
    }
    Some(words)
}

/// Which ends of a Latin word must lie where the part does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Edges {
    /// The word begins with the part.
    pub(crate) begins: bool,
    /// The word ends with the part.
    pub(crate) ends: bool,
}

impl Edges {
    /// Nothing but the whole word.
    pub(crate) const WHOLE: Self = Self {
        begins: true,
        ends: true,
    };
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::text::{
        dictionary::Dictionary,
        words::{Gatherer, Words},
    };

    /// The lexicon of a corpus that is this text.
    pub(in crate::text) fn lexicon(text: &str) -> Lexicon<Vec<u8>> {
        let dictionary = Dictionary::default();
        let words = Words::new(&dictionary);
        let mut gatherer = Gatherer::new(&words);
        gatherer.add(text);
        let occurring = gatherer.finish();
        let jieba = words.into_jieba().unwrap_or_default();
        let built = build::<Vec<u8>>(&occurring, None, jieba).expect("builds");
        Lexicon::open(built.han, built.latin, built.total).expect("opens")
    }

    fn assert_cut_as_by_the_full_dictionary(text: &str) {
        static FULL: LazyLock<Jieba> = LazyLock::new(Jieba::new);
        let whole = FULL.cut(text, true);
        let whole: Vec<_> = whole.into_iter().map(|token| token.word).collect();
        assert_eq!(lexicon(text).cut(text, |_| true), whole);
    }

    #[test]
    fn cuts_as_the_full_dictionary_does() {
        for text in [
            "分布式存储的调优思路",
            "长沙用户组有哪些成员",
            "研究生命起源与分布式数据库",
            "他来到了网易杭研大厦",
            "怎样提升单个线程的执行性能",
            // Frequent characters by themselves against rare words.
            "想成为开源社区和服务的一员",
            "为数据埋点的模型来复制数据",
        ] {
            assert_cut_as_by_the_full_dictionary(text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn cuts_anything_as_the_full_dictionary_does(
            text in "(想成为|为数据|和服务|来复制|有机会|打上|更多|于华中|科技大学|不受|起|将新|添加|的|了|[一-龥]){1,20}",
        ) {
            assert_cut_as_by_the_full_dictionary(&text);
        }
    }

    #[test]
    fn where_no_characters_are_left_the_likeliest_way_is_jiebas() {
        let run = "数据同步";
        let cut = |standing: &[_]| likeliest(run, standing, 1_000);
        let [a, b] = [(0, "数据", 9), (6, "同步", 1)];
        assert_eq!(cut(&[a, b]), Some(vec!["数据", "同步"]));
        let [often, seldom] = [(6, "同", 999), (6, "同", 9)];
        assert_eq!(cut(&[a, seldom, b]), Some(vec!["数据", "同步"]));
        // Each of two characters is likelier than the word, or no word covers them.
        assert_eq!(cut(&[a, often, b, (9, "步", 999)]), None);
        assert_eq!(cut(&[a]), None);
        assert_eq!(cut(&[]), None);
        // A single character between words is one.
        assert_eq!(
            cut(&[(0, "数", 9), (3, "据同", 1)]),
            Some(vec!["数", "据同", "步"])
        );
        assert_eq!(cut(&[a, (3, "据同", 1), b]), Some(vec!["数据", "同步"]));
    }

    #[test]
    fn latin_words_are_found_by_their_parts() {
        let lexicon = lexicon(
            "openGauss MogDB gaussdb 3 13 30 666"
                .to_lowercase()
                .as_str(),
        );
        let words = |part, begins, ends| {
            lexicon
                .containing(part, Edges { begins, ends })
                .into_iter()
                .map(|(word, shift)| format!("{word}+{shift}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(words("gauss", false, false), ["gaussdb+0", "opengauss+4"]);
        assert_eq!(words("gauss", true, false), ["gaussdb+0"]);
        assert_eq!(words("3", false, true), ["13+1", "3+0"]);
        assert_eq!(words("3", true, true), ["3+0"]);
        assert_eq!(words("66", false, false), ["666+0", "666+1"]);
    }
}
