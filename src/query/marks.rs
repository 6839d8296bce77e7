//! Where the marks of a query stand in a text.

use std::ops::Range;

use super::stretch::{Point, Stretch};
use crate::text::{
    self,
    runs::{Class, class},
};

/// A match of a mark in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) at: Stretch,
    /// Number of the mark.
    pub(super) mark: usize,
}

/// Every occurrence of every mark, in the order of the text.
pub(super) fn find(source: &str, marks: &[String]) -> Vec<Found> {
    let folded = text::normalize(source);
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (number, mark) in marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| !mark.is_empty())
    {
        let finder = memchr::memmem::Finder::new(mark.as_bytes());
        let (mut byte, mut at) = (0, 0);
        let length = mark.chars().count();
        let is_short_latin = length <= 2 && mark.chars().all(|c| class(c) == Class::Latin);
        for start in finder.find_iter(folded.text.as_bytes()) {
            at += folded.text[byte..start].chars().count();
            byte = start;
            let latin = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Latin);
            let inside_word = latin(folded.text[..start].chars().next_back())
                || latin(folded.text[start + mark.len()..].chars().next());
            if is_short_latin && inside_word {
                continue;
            }
            found.push((folded.source_range(at..at + length), number));
        }
    }
    found.sort_by_key(|(at, _)| (at.start, at.end));
    let mut start = Point::default();
    let found = found.into_iter().map(|(at, mark)| {
        start = start.forward(source, at.start - start.character);
        Found {
            at: start..start.forward(source, at.len()),
            mark,
        }
    });
    found.collect()
}
