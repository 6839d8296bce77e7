//! The lines of a passage that answer the query, with the matches marked.

use std::ops::Range;

use super::{
    choose::choose,
    marks::{Found, Marks},
    stretch::{Stretch, characters},
};
use crate::{index::Record, text};

/// Plain text out of a passage, and what to mark in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Excerpt {
    /// The text, on one line.
    pub text: String,
    /// Marked ranges `[start, end)`, counted in Unicode scalar values of `text`; in order, apart.
    pub highlights: Vec<(usize, usize)>,
}

/// Cuts an excerpt of `source` around the densest matches of `marks`, strings folded with
/// [`fold`](crate::text::fold).
pub fn excerpt(source: &str, marks: &[String]) -> Excerpt {
    let marks: Marks = marks.iter().collect();
    around(
        source,
        &marks.find(source, &text::normalize(source)),
        &marks,
    )
}

/// The same of a stored passage.
pub(super) fn excerpt_of(record: &Record<'_>, marks: &Marks) -> Excerpt {
    around(record.text, &marks.find_in(record), marks)
}

fn around(source: &str, found: &[Found], marks: &Marks) -> Excerpt {
    compose(source, &choose(source, found, marks), found)
}

/// Puts the stretches on one line and carries the marks over.
fn compose(source: &str, stretches: &[Stretch], found: &[Found]) -> Excerpt {
    let is_told = |text: &str| text.chars().any(|c| !c.is_whitespace());
    let room = stretches
        .iter()
        .map(|stretch| stretch.end.byte - stretch.start.byte + " …".len());
    let mut out = String::with_capacity(room.sum());
    // Characters of `out`.
    let mut length = 0;
    let mut marks = Vec::new();
    for (number, stretch) in stretches.iter().enumerate() {
        let whole = &source[stretch.start.byte..stretch.end.byte];
        let shown = whole.trim_start();
        let start = stretch.start.byte + whole.len() - shown.len();
        let shown = shown.trim_end();
        let end = start + shown.len();
        let first = stretch.start.character + source[stretch.start.byte..start].chars().count();
        if number > 0 {
            out.push(' ');
            length += 1;
        }
        if number > 0 || is_told(&source[..start]) {
            out.push('…');
            length += 1;
        }
        for found in found {
            if found.at.start.byte >= start && found.at.end.byte <= end {
                let at = found.at.start.character - first + length;
                marks.push(at..at + characters(&found.at));
            }
        }
        push_line(&mut out, shown);
        length += shown.chars().count();
        let is_last = number + 1 == stretches.len();
        if is_last && is_told(&source[end..]) {
            out.push('…');
        }
    }
    Excerpt {
        text: out,
        highlights: join(marks),
    }
}

/// Appends a text with spaces for all white space in it.
fn push_line(out: &mut String, text: &str) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push(' ');
        }
        // Within a line, hardly ever is there any that is not a space already.
        if line.chars().any(|c| c != ' ' && c.is_whitespace()) {
            let spaced = line
                .chars()
                .map(|c| if c.is_whitespace() { ' ' } else { c });
            out.extend(spaced);
        } else {
            out.push_str(line);
        }
    }
}

/// Joins ranges that overlap or touch.
fn join(mut ranges: Vec<Range<usize>>) -> Vec<(usize, usize)> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for range in ranges.into_iter().filter(|range| !range.is_empty()) {
        match joined.last_mut() {
            Some(last) if range.start <= last.1 => last.1 = last.1.max(range.end),
            _ => joined.push((range.start, range.end)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::choose::LENGTH;
    use proptest::prelude::*;

    fn shown(source: &str, marks: &[&str]) -> String {
        let marks: Vec<String> = marks.iter().map(|mark| text::fold(mark)).collect();
        let Excerpt { text, highlights } = excerpt(source, &marks);
        let mut out = String::new();
        for (at, c) in text.chars().enumerate() {
            if highlights.iter().any(|h| h.0 == at) {
                out.push('[');
            }
            out.push(c);
            if highlights.iter().any(|h| h.1 == at + 1) {
                out.push(']');
            }
        }
        out
    }

    #[test]
    fn marks_are_exact() {
        for (source, marks, want) in [
            (
                "大卫到了扫罗那里，就侍立在扫罗面前。",
                vec!["大卫"],
                "[大卫]到了扫罗那里，就侍立在扫罗面前。",
            ),
            (
                "中华人民共和国国歌",
                vec!["中华", "国歌"],
                "[中华]人民共和国[国歌]",
            ),
            ("😀😀慢SQL诊断", vec!["慢", "sql"], "😀😀[慢SQL]诊断"),
            (
                "全形ＳＱＬ與資料庫",
                vec!["sql", "资料库"],
                "全形[ＳＱＬ]與[資料庫]",
            ),
            ("㍿全密态", vec!["全密态"], "㍿[全密态]"),
            ("openGauss go", vec!["go"], "openGauss [go]"),
            ("", vec!["a"], ""),
        ] {
            assert_eq!(shown(source, &marks), want);
        }
    }

    #[test]
    fn long_texts_are_cut_around_the_matches() {
        let source = format!("{}全密态数据库{}", "的".repeat(300), "了".repeat(300));
        let cut = shown(&source, &["全密态"]);
        assert!(
            cut.starts_with('…') && cut.ends_with('…') && cut.contains("[全密态]数据库"),
            "{cut}"
        );
        assert!(cut.chars().count() < 2 * LENGTH);
        let far = format!("先说密态。{}再说迁移。", "无关的话。".repeat(80));
        let cut = shown(&far, &["密态", "迁移"]);
        assert!(cut.contains("[密态]") && cut.contains("[迁移]"), "{cut}");
    }

    proptest! {
        #[test]
        fn highlights_lie_on_characters_and_are_the_marks(
            source in "[数据库全密态aAbＡ。，\n ①é]{0,400}",
            marks in proptest::collection::vec("[数据库全密态abé1]{1,3}", 0..4),
        ) {
            let marks: Vec<String> = marks.iter().map(|mark| text::fold(mark)).collect();
            let cut = excerpt(&source, &marks);
            let chars: Vec<char> = cut.text.chars().collect();
            let mut last = 0;
            for &(start, end) in &cut.highlights {
                prop_assert!(start < end && end <= chars.len() && (start >= last));
                last = end + 1;
                let marked = text::fold(&chars[start..end].iter().collect::<String>());
                prop_assert!(marks.iter().any(|mark| marked.contains(mark.as_str())), "{marked}");
            }
        }
    }
}
