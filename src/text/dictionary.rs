//! The user's dictionary: jieba's `word freq tag` lines, checked one by one.

use std::collections::HashSet;

use super::{
    fold,
    runs::{Class, is_han, runs},
};

/// One word of the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The word, folded.
    pub(crate) word: String,
    /// Its frequency; `None` asks for one at which it stays whole.
    pub(crate) freq: Option<usize>,
}

/// The user's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    entries: Vec<Entry>,
}

impl Dictionary {
    /// Reads a dictionary: one `word [freq [tag]]` a line, `#` starts a comment line. A word may
    /// hold spaces and signs (`慢 SQL 100 n`, `GaussDB(for MySQL)`): what stands last is taken for
    /// a tag only behind a number, and for a frequency only when it is one.
    ///
    /// Returns the dictionary and, for each line that was left out, its number and why.
    pub fn parse(text: &str) -> (Self, Vec<(usize, String)>) {
        let mut dictionary = Self::default();
        let mut left_out = Vec::new();
        let mut known = HashSet::new();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with("# ") || line == "#" {
                continue;
            }
            let (word, freq) = split(line);
            let word = fold(word);
            if !runs(&word).any(|run| run.class != Class::Sign) {
                left_out.push((at + 1, format!("`{line}` holds no word")));
            } else if freq == Some(0) {
                left_out.push((
                    at + 1,
                    format!("`{line}`: a word of frequency 0 never stays whole"),
                ));
            } else if known.insert(word.clone()) {
                dictionary.entries.push(Entry { word, freq });
            }
        }
        (dictionary, left_out)
    }

    /// The words in the order given, each once.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The words that are no plain Han run, which jieba could not keep whole.
    pub(crate) fn mixed(&self) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .map(|entry| entry.word.as_str())
            .filter(|word| !is_han(word))
    }

    /// The dictionary as lines that [`parse`](Self::parse) reads.
    pub(crate) fn to_lines(&self) -> String {
        let mut lines = String::new();
        for Entry { word, freq } in &self.entries {
            lines.push_str(word);
            if let Some(freq) = freq {
                lines.push_str(&format!(" {freq}"));
            }
            lines.push('\n');
        }
        lines
    }
}

fn split(line: &str) -> (&str, Option<usize>) {
    let last_of = |s: &str| {
        s.rsplit_once([' ', '\t'])
            .map(|(rest, last)| (rest.trim_end().len(), last.to_owned()))
    };
    let number = |s: &str| s.parse::<usize>().ok();
    let Some((rest, last)) = last_of(line) else {
        return (line, None);
    };
    if let Some(freq) = number(&last) {
        return (&line[..rest], Some(freq));
    }
    let head = &line[..rest];
    match last_of(head) {
        Some((word, freq)) if last.is_ascii() && number(&freq).is_some() => {
            (&head[..word], number(&freq))
        }
        _ => (line, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_all_kinds() {
        for (line, word, freq) in [
            ("慢SQL", "慢sql", None),
            ("数据库 120", "数据库", Some(120)),
            ("全密态 100 n", "全密态", Some(100)),
            ("GaussDB(for MySQL) 100 n", "gaussdb(for mysql)", Some(100)),
            ("慢 SQL 100 n", "慢 sql", Some(100)),
            ("Edu Trust认证", "edu trust认证", None),
        ] {
            let (dictionary, left_out) = Dictionary::parse(line);
            assert!(left_out.is_empty());
            assert_eq!(
                dictionary.entries(),
                [Entry {
                    word: word.into(),
                    freq
                }],
                "{line}"
            );
            assert_eq!(Dictionary::parse(&dictionary.to_lines()).0, dictionary);
        }
    }

    #[test]
    fn lines_without_a_word_are_named() {
        let (dictionary, left_out) = Dictionary::parse("数据库\n--- 5\n\n云原生 0");
        assert_eq!(dictionary.entries().len(), 1);
        assert_eq!(
            left_out.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [2, 4]
        );
    }
}
