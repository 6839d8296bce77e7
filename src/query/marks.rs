//! Where the marks of a query stand in a text.

use std::ops::Range;

use memchr::memmem::Finder;

use super::stretch::{Point, Stretch};
use crate::{
    index::Record,
    text::{
        Normalized, normalize,
        normalize::normalize_plain,
        runs::{Class, class},
    },
};

/// Strings to mark.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    /// Whether an ASCII character is in any of them.
    holds_ascii: bool,
}

#[derive(Debug, Clone)]
struct Mark {
    finder: Finder<'static>,
    /// In characters.
    length: usize,
    is_short_latin: bool,
}

/// A match of a mark in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) at: Stretch,
    /// Number of the mark.
    pub(super) mark: usize,
}

impl<S: AsRef<str>> FromIterator<S> for Marks {
    /// Of folded strings.
    fn from_iter<I: IntoIterator<Item = S>>(marks: I) -> Self {
        let mut all = Self::default();
        all.extend(marks);
        all
    }
}

impl<S: AsRef<str>> Extend<S> for Marks {
    fn extend<I: IntoIterator<Item = S>>(&mut self, marks: I) {
        self.marks.extend(marks.into_iter().map(|mark| {
            let mark = mark.as_ref();
            self.holds_ascii |= mark.bytes().any(|byte| byte.is_ascii());
            let length = mark.chars().count();
            Mark {
                finder: Finder::new(mark).into_owned(),
                length,
                is_short_latin: length <= 2 && mark.chars().all(|c| class(c) == Class::Latin),
            }
        }));
    }
}

impl Marks {
    /// Characters of each.
    pub(super) fn lengths(&self) -> impl ExactSizeIterator<Item = usize> {
        self.marks.iter().map(|mark| mark.length)
    }

    /// Every occurrence of every mark in a stored text, in its order.
    pub(super) fn find_in(&self, record: &Record<'_>) -> Vec<Found> {
        let source = record.text;
        match (record.is_plain, self.holds_ascii) {
            (false, _) => self.find(source, &normalize(source)),
            (true, true) => self.find(source, &normalize_plain(source)),
            // What changes when it is folded is ASCII then, and in no mark.
            (true, false) => self.find_as(source, source, |at| at),
        }
    }

    /// Every occurrence of every mark in `source`, in its order.
    pub(super) fn find(&self, source: &str, folded: &Normalized) -> Vec<Found> {
        self.find_as(source, &folded.text, |at| folded.source_range(at))
    }

    /// The same in the folded `text`, which leads back to the `source` so.
    fn find_as(
        &self,
        source: &str,
        text: &str,
        back: impl Fn(Range<usize>) -> Range<usize>,
    ) -> Vec<Found> {
        let latin = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Latin);
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for (number, mark) in self
            .marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.length > 0)
        {
            for start in mark.finder.find_iter(text.as_bytes()) {
                let end = start + mark.finder.needle().len();
                let inside_word = || {
                    latin(text[..start].chars().next_back()) || latin(text[end..].chars().next())
                };
                if !mark.is_short_latin || !inside_word() {
                    found.push((back(start..end), number));
                }
            }
        }
        found.sort_by_key(|(at, _)| (at.start, at.end));
        let mut start = Point::default();
        let found = found.into_iter().map(|(at, mark)| {
            start = start.forward_to(source, at.start);
            Found {
                at: start..start.forward_to(source, at.end),
                mark,
            }
        });
        found.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::{index, recap, text::fold};

    proptest! {
        #[test]
        fn shortcuts_find_what_folding_finds(
            source in "([aAbB1 ，。Ａ１é·\n+＋]|[数据库數據庫]){0,60}[㍿É\u{301}]?",
            marks in proptest::collection::vec("[数据库ab1é·+]{1,3}|[数据库é]{1,2}", 0..4),
        ) {
            let recap = recap::parse("# 标题\n\n正文", "a.md").expect("a recap");
            let marks: Marks = marks.iter().map(|mark| fold(mark)).collect();
            let found = marks.find(&source, &normalize(&source));
            let may_be_plain = normalize_plain(&source) == normalize(&source);
            for is_plain in [false, may_be_plain] {
                for passage in index::passages(&recap) {
                    let record = Record { passage, text: &source, is_plain };
                    prop_assert_eq!(&marks.find_in(&record), &found);
                }
            }
        }
    }
}
