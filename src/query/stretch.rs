//! Pieces of a text, counted in characters and in bytes.

use std::ops::Range;

/// A place in a text: the characters and the bytes before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Point {
    pub(super) character: usize,
    pub(super) byte: usize,
}

impl Point {
    /// So many characters further on, or the end.
    pub(super) fn forward(self, source: &str, characters: usize) -> Self {
        let Some(before) = characters.checked_sub(1) else {
            return self;
        };
        let mut rest = source[self.byte..].chars();
        rest.nth(before);
        Self {
            character: self.character + characters,
            byte: source.len() - rest.as_str().len(),
        }
    }

    /// The place further on with so many bytes before it.
    pub(super) fn forward_to(self, source: &str, byte: usize) -> Self {
        Self {
            character: self.character + source[self.byte..byte].chars().count(),
            byte,
        }
    }

    /// The place before with so many bytes before it.
    pub(super) fn back_to(self, source: &str, byte: usize) -> Self {
        Self {
            character: self.character - source[byte..self.byte].chars().count(),
            byte,
        }
    }

    /// So many characters before.
    pub(super) fn back(self, source: &str, characters: usize) -> Self {
        let Some(before) = characters.checked_sub(1) else {
            return self;
        };
        let mut all = source[..self.byte].char_indices();
        Self {
            character: self.character - characters,
            byte: all.nth_back(before).map_or(0, |(byte, _)| byte),
        }
    }
}

/// A piece of a text.
pub(super) type Stretch = Range<Point>;

/// How many characters a piece has.
pub(super) fn characters(stretch: &Stretch) -> usize {
    stretch.end.character - stretch.start.character
}
