//! Where the marks of a query stand in a text.

use std::ops::Range;

use memchr::memmem::Finder;

use super::stretch::{Point, Stretch};
use crate::text::{
    Normalized,
    runs::{Class, class},
};

/// Strings to mark.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks(Vec<Mark>);

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
        self.0.extend(marks.into_iter().map(|mark| {
            let mark = mark.as_ref();
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
        self.0.iter().map(|mark| mark.length)
    }

    /// Every occurrence of every mark, in the order of the text.
    pub(super) fn find(&self, source: &str, folded: &Normalized) -> Vec<Found> {
        let text = &folded.text;
        let latin = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Latin);
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for (number, mark) in self
            .0
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
                    found.push((folded.source_range(start..end), number));
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
