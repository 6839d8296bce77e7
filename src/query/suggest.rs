//! Completions while a person types.

use serde::Serialize;

use super::request::check_length;
use crate::{
    error::Result,
    index::{Index, NameKind, Names, guarded, key},
    text::runs::{Class, class},
};

/// A completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Suggestion {
    /// The name as it is written.
    pub text: String,
    /// What it is the name of.
    pub kind: NameKind,
    /// Passages that bear it.
    pub count: u64,
}

/// What a prefix may become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Completions {
    /// What was typed.
    pub prefix: String,
    /// Completions, most frequent first.
    pub suggestions: Vec<Suggestion>,
}

impl Index {
    /// Speakers, organisations, titles, tags and cities that begin with `prefix`, or whose reading
    /// in pinyin or its initials do; most frequent first, then by text. Width, case, spaces and
    /// traditional characters do not matter. An empty prefix begins everything.
    ///
    /// The first call on a commit gathers its names, the others only look them up.
    ///
    /// # Errors
    /// [`Error::TooLong`](crate::Error::TooLong) for a beginning of too many characters,
    /// [`Error::Engine`](crate::Error::Engine) when the index cannot be read.
    pub fn suggest(&self, prefix: &str, limit: usize) -> Result<Completions> {
        check_length("prefix", prefix)?;
        let snapshot = self.snapshot();
        let names = guarded(self.dir(), || {
            snapshot.names().map_err(|s| self.engine_error(s))
        })?;
        Ok(Completions {
            prefix: prefix.to_owned(),
            suggestions: complete(names, prefix, limit),
        })
    }
}

fn complete(names: &Names, prefix: &str, limit: usize) -> Vec<Suggestion> {
    let typed = key(prefix);
    let mut best = Best::new(limit);
    best.add(names.written.beginning(&typed));
    // A Chinese keyboard sets the syllables of pinyin apart: `xi'an`.
    let read: String = typed.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    if !read.is_empty() && read.chars().all(|c| class(c) == Class::Latin) {
        best.add(names.read.beginning(&read));
        best.add(names.initials.beginning(&read));
    }
    let found = best.numbers.into_iter().map(|number| {
        let name = &names.all[number as usize];
        Suggestion {
            text: name.text.clone(),
            kind: name.kind,
            count: name.count,
        }
    });
    found.collect()
}

/// The smallest of many numbers, in order, each once.
struct Best {
    limit: usize,
    numbers: Vec<u32>,
}

impl Best {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            numbers: Vec::new(),
        }
    }

    fn add(&mut self, numbers: &[u32]) {
        for &number in numbers {
            let full = self.numbers.len() >= self.limit;
            if full && self.numbers.last().is_none_or(|&last| number >= last) {
                continue;
            }
            if let Err(at) = self.numbers.binary_search(&number) {
                self.numbers.insert(at, number);
                self.numbers.truncate(self.limit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::names_of;

    fn texts(prefix: &str, limit: usize) -> Vec<String> {
        let names = names_of(&[
            ("胡峥策", NameKind::Speaker, 3),
            ("湖南", NameKind::Tag, 5),
            ("华为", NameKind::Org, 9),
            ("openGauss 全密态数据库", NameKind::Title, 1),
            ("openGauss", NameKind::Tag, 20),
            ("西安", NameKind::City, 2),
            ("重庆", NameKind::City, 2),
            ("吕一", NameKind::Speaker, 1),
        ]);
        let found = complete(&names, prefix, limit);
        found.into_iter().map(|found| found.text).collect()
    }

    #[test]
    fn a_prefix_may_be_typed_in_many_ways() {
        for (prefix, want) in [
            ("胡", vec!["胡峥策"]),
            ("huzh", vec!["胡峥策"]),
            ("hu zheng ce", vec!["胡峥策"]),
            ("HZC", vec!["胡峥策"]),
            ("ｈｚ", vec!["胡峥策"]),
            ("hu", vec!["华为", "湖南", "胡峥策"]),
            ("OpenG", vec!["openGauss", "openGauss 全密态数据库"]),
            ("openGauss 全密態", vec!["openGauss 全密态数据库"]),
            ("opengaussqm", vec!["openGauss 全密态数据库"]),
            ("xi'an", vec!["西安"]),
            ("chongq", vec!["重庆"]),
            ("lv", vec!["吕一"]),
            ("lu", vec!["吕一"]),
            ("湖正", vec![]),
            ("胡zheng", vec![]),
            ("'", vec![]),
        ] {
            assert_eq!(texts(prefix, 10), want, "{prefix}");
        }
    }

    #[test]
    fn the_most_frequent_come_first_and_no_more_than_asked() {
        assert_eq!(texts("h", 2), ["华为", "湖南"]);
        assert_eq!(texts("", 1), ["openGauss"]);
        assert!(texts("h", 0).is_empty());
        assert_eq!(texts("", usize::MAX).len(), 8);
    }
}
