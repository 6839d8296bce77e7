//! From byte offsets of a body to lines of its file.

use std::cell::Cell;

/// Where the lines of a body start.
pub(super) struct Lines {
    starts: Vec<usize>,
    first: usize,
    /// The line that was asked for last, counted from 0.
    last: Cell<usize>,
}

impl Lines {
    /// Notes the lines of `body`, the first of which is line `first` of its file.
    pub(super) fn new(body: &str, first: usize) -> Self {
        let breaks = memchr::memchr_iter(b'\n', body.as_bytes());
        let starts = std::iter::once(0).chain(breaks.map(|at| at + 1));
        Self {
            starts: starts.collect(),
            first,
            last: Cell::new(0),
        }
    }

    /// Line on which the byte at `offset` stands.
    pub(super) fn at(&self, offset: usize) -> usize {
        // A body is read from its start to its end: mostly it is the line of the last question, or
        // the next.
        let last = self.last.get();
        let starts = |line: usize| self.starts.get(line).is_some_and(|&start| start <= offset);
        let near = (last..last + 2).find(|&line| starts(line) && !starts(line + 1));
        let line = near.unwrap_or_else(|| {
            let before = self.starts.partition_point(|&start| start <= offset);
            before.saturating_sub(1)
        });
        self.last.set(line);
        self.first + line
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn counts_as_an_editor_does() {
        let lines = Lines::new("a\n\nb", 7);
        let at: Vec<usize> = (0..5).map(|offset| lines.at(offset)).collect();
        assert_eq!(at, [7, 7, 8, 9, 9]);
    }
}
