//! From byte offsets of a body to lines of its file.

/// Where the lines of a body start.
pub(super) struct Lines {
    starts: Vec<usize>,
    first: usize,
}

impl Lines {
    /// Notes the lines of `body`, the first of which is line `first` of its file.
    pub(super) fn new(body: &str, first: usize) -> Self {
        let breaks = memchr::memchr_iter(b'\n', body.as_bytes());
        let starts = std::iter::once(0).chain(breaks.map(|at| at + 1));
        Self {
            starts: starts.collect(),
            first,
        }
    }

    /// Line on which the byte at `offset` stands.
    pub(super) fn at(&self, offset: usize) -> usize {
        let before = self.starts.partition_point(|&start| start <= offset);
        self.first + before.saturating_sub(1)
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
