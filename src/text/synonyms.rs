//! Synonyms: groups of words of which each finds the others.

use super::fold;

/// Groups of words that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
}

impl Synonyms {
    /// Reads one group a line, its words separated by commas (`,` or `，`); `# ` starts a comment.
    /// A word is kept as written, spaces inside included.
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
            let mut group: Vec<String> = Vec::new();
            for word in line.split([',', '，']).map(|word| fold(word.trim())) {
                if !word.is_empty() && !group.contains(&word) {
                    group.push(word);
                }
            }
            if group.len() < 2 {
                left_out.push((at + 1, format!("`{line}` names no two words")));
            } else {
                synonyms.groups.push(group);
            }
        }
        (synonyms, left_out)
    }

    /// Words that stand for the folded `word`, itself left out.
    pub(crate) fn of<'s>(&'s self, word: &'s str) -> impl Iterator<Item = &'s str> {
        self.groups
            .iter()
            .filter(move |group| group.iter().any(|w| w == word))
            .flat_map(move |group| group.iter().map(String::as_str).filter(move |w| *w != word))
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
        assert_eq!(Synonyms::parse(&synonyms.to_lines()).0, synonyms);
    }
}
