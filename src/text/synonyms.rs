//! Synonyms: groups of words of which each finds the others.

use std::collections::{HashMap, HashSet};

use super::fold;

/// Words of the largest group: a question that holds one of them looks for all.
const LARGEST: usize = 100;

/// Groups of words that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    /// The numbers of the groups that each word is in.
    by_word: HashMap<String, Vec<usize>>,
}

impl Synonyms {
    /// Reads one group a line, its words separated by commas (`,` or `，`); `# ` starts a comment.
    /// A word is kept as written, spaces inside included. A group may have 100 words.
    ///
    /// Returns the groups and, for each line that was left out, its number and why.
    pub fn parse(text: &str) -> (Self, Vec<(usize, String)>) {
        let mut synonyms = Self::default();
        let mut left_out = Vec::new();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with("# ") || line == "#" {
                continue;
            }
            let mut known = HashSet::new();
            let words = line.split([',', '，']).map(|word| fold(word.trim()));
            let group: Vec<String> = words
                .filter(|word| !word.is_empty() && known.insert(word.clone()))
                .collect();
            if group.len() < 2 {
                left_out.push((at + 1, format!("`{line}` names no two words")));
            } else if group.len() > LARGEST {
                let count = group.len();
                left_out.push((
                    at + 1,
                    format!("{count} words in one group; {LARGEST} at most"),
                ));
            } else {
                for word in &group {
                    let groups = synonyms.by_word.entry(word.clone()).or_default();
                    groups.push(synonyms.groups.len());
                }
                synonyms.groups.push(group);
            }
        }
        (synonyms, left_out)
    }

    /// Words that stand for the folded `word`, itself left out; of several groups, no more than
    /// one may have.
    pub(crate) fn of<'s>(&'s self, word: &'s str) -> impl Iterator<Item = &'s str> {
        let groups = self.by_word.get(word).into_iter().flatten();
        let words = groups.flat_map(|&number| &self.groups[number]);
        let others = words
            .map(String::as_str)
            .filter(move |other| *other != word);
        others.take(LARGEST)
    }

    /// All words of all groups.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flatten().map(String::as_str)
    }

    /// The groups as lines that [`parse`](Self::parse) reads.
    pub(crate) fn to_lines(&self) -> String {
        self.groups
            .iter()
            .map(|group| group.join(",") + "\n")
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_finds_the_others() {
        let (synonyms, left_out) = Synonyms::parse("浙大,浙江大学\n推进之王，维娜, Siege\nalone\n");
        assert_eq!(synonyms.of("浙江大学").collect::<Vec<_>>(), ["浙大"]);
        assert_eq!(
            synonyms.of("维娜").collect::<Vec<_>>(),
            ["推进之王", "siege"]
        );
        assert_eq!(left_out[0].0, 3);
        let many: String = (0..=LARGEST).map(|number| format!("词{number},")).collect();
        let (none, left_out) = Synonyms::parse(&many);
        assert_eq!((none.groups.len(), left_out.len()), (0, 1));
        assert_eq!(Synonyms::parse(&synonyms.to_lines()).0, synonyms);
    }
}
