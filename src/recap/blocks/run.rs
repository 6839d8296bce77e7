//! A finished run of visible text, and the markers of bold type that Markdown left in it.

use std::ops::Range;

/// A run that is finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) lines: Vec<usize>,
    pub(super) bold: Vec<Range<usize>>,
}

/// White space seen since the last visible character; written only before the next one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    None,
    Space,
    Break,
}

/// Takes the `**` out that Markdown left standing in a run, of whose text `stars` are all the
/// places of stars, and sets in bold what stands between each two.
pub(super) fn remove_leftovers(run: &mut Run, stars: &[usize]) {
    let markers = leftover_markers(stars);
    if !markers.is_empty() {
        without_markers(run, &markers);
    }
}

/// Positions of `**` that Markdown left standing, in pairs. Its rules ask for a space where a
/// bold run ends in punctuation (`**完。**接着`), which Chinese does not set, so that pages show
/// markers nobody meant.
fn leftover_markers(stars: &[usize]) -> Vec<usize> {
    let runs = stars.chunk_by(|left, right| left + 1 == *right);
    let mut markers: Vec<usize> = runs
        .filter(|run| run.len() == 2)
        .filter_map(|run| run.first().copied())
        .collect();
    if markers.len() % 2 == 1 {
        markers.pop();
    }
    markers
}

/// Takes the two stars at each of `markers` out, and sets in bold what stands between pairs.
fn without_markers(run: &mut Run, markers: &[usize]) {
    let mut text = String::with_capacity(run.text.len());
    let mut lines = vec![run.lines.first().copied().unwrap_or(1)];
    // New position of each old one that a range or a marker names.
    let mut moved = vec![0; run.text.len() + 1];
    let mut next = markers.iter().copied().peekable();
    let mut skip_until = 0;
    let mut gap = Gap::None;
    let mut breaks = 0;
    for (at, character) in run.text.char_indices() {
        moved[at] = text.len();
        if next.peek() == Some(&at) {
            next.next();
            skip_until = at + 2;
        }
        if at < skip_until {
            continue;
        }
        match character {
            '\n' => {
                breaks += 1;
                gap = Gap::Break;
            }
            ' ' => gap = gap.max(Gap::Space),
            _ => {
                let line = run.lines.get(breaks).copied().unwrap_or(1);
                if text.is_empty() {
                    lines = vec![line];
                } else if gap == Gap::Space {
                    text.push(' ');
                } else if gap == Gap::Break {
                    text.push('\n');
                    lines.push(line);
                }
                gap = Gap::None;
                moved[at] = text.len();
                text.push(character);
            }
        }
    }
    moved[run.text.len()] = text.len();
    let pairs = markers.chunks_exact(2).map(|pair| pair[0]..pair[1]);
    let mut bold: Vec<Range<usize>> = run
        .bold
        .iter()
        .cloned()
        .chain(pairs)
        .map(|range| trimmed(&text, moved[range.start]..moved[range.end]))
        .filter(|range| range.start < range.end)
        .collect();
    bold.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(bold.len());
    for range in bold {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    *run = Run {
        text,
        lines,
        bold: joined,
    };
}

/// `range` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(inner) = text.get(range.clone()) else {
        return range.start..range.start;
    };
    let start = range.end - inner.trim_start().len();
    start..start + inner.trim().len()
}
