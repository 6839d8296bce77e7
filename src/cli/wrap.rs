//! Setting text in lines of a width, with marks, the way Chinese is set: a line may break between
//! any two Han characters, but no line begins with a closing sign or ends with an opening one.

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

use super::clean::clean_char;

/// A character and whether it is marked.
type Cell = (char, bool);

/// Sets `text` in lines of at most `width` columns. What lies in `marks`, ranges of characters, is
/// set in `mark`.
pub(super) fn wrap(
    text: &str,
    marks: &[(usize, usize)],
    mark: Style,
    width: Option<usize>,
) -> Vec<String> {
    let mut marks = marks.iter().peekable();
    let mut cells: Vec<Cell> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        while marks.peek().is_some_and(|range| range.1 <= at) {
            marks.next();
        }
        let marked = marks.peek().is_some_and(|range| range.0 <= at);
        cells.extend(clean_char(c).map(|c| (c, marked)));
    }
    lines(&cells, width.unwrap_or(usize::MAX))
        .into_iter()
        .map(|line| styled(line, mark))
        .collect()
}

/// Cuts cells into lines.
fn lines(mut rest: &[Cell], width: usize) -> Vec<&[Cell]> {
    let mut lines = Vec::new();
    loop {
        let skipped = rest.iter().take_while(|(c, _)| *c == ' ').count();
        rest = &rest[skipped..];
        if rest.is_empty() {
            return lines;
        }
        let fits = fitting(rest, width);
        let end = if fits == rest.len() {
            fits
        } else {
            (1..=fits)
                .rev()
                .find(|&at| may_break(rest[at - 1].0, rest[at].0))
                .unwrap_or(fits)
        };
        let (line, others) = rest.split_at(end);
        let trailing = line.iter().rev().take_while(|(c, _)| *c == ' ').count();
        lines.push(&line[..line.len() - trailing]);
        rest = others;
    }
}

/// How many cells fit into `width` columns; at least one. A blank at the end may hang over.
fn fitting(cells: &[Cell], width: usize) -> usize {
    let mut columns = 0;
    for (at, (c, _)) in cells.iter().enumerate() {
        columns += c.width().unwrap_or(0);
        if columns > width && *c != ' ' {
            return at.max(1);
        }
    }
    cells.len()
}

fn may_break(before: char, after: char) -> bool {
    let is_wide = |c: char| c.width() == Some(2);
    let opens = |c| "（《「『“‘【〔〈([{".contains(c);
    let closes = |c| "，。、；：！？）》」』”’】〕〉…—～·,.;:!?)]}%".contains(c);
    if before == ' ' {
        return true;
    }
    if after == ' ' || opens(before) || closes(after) {
        return false;
    }
    is_wide(before) || is_wide(after) || closes(before)
}

fn styled(line: &[Cell], mark: Style) -> String {
    let mut out = String::new();
    for run in line.chunk_by(|a, b| a.1 == b.1) {
        let text: String = run.iter().map(|(c, _)| c).collect();
        if run[0].1 {
            out.push_str(&format!("{mark}{text}{mark:#}"));
        } else {
            out.push_str(&text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> usize {
        text.chars().filter_map(|c| c.width()).sum()
    }

    fn set(text: &str, width: usize) -> Vec<String> {
        wrap(text, &[], Style::new(), Some(width))
    }

    #[test]
    fn breaks_as_chinese_is_set() {
        for (text, width, lines) in [
            ("全密态数据库", 8, vec!["全密态数", "据库"]),
            ("全密态数，据库", 8, vec!["全密态", "数，据库"]),
            ("他说“全密态”好", 6, vec!["他说", "“全密", "态”好"]),
            ("用openGauss的SQL", 8, vec!["用", "openGaus", "s的SQL"]),
            ("slow SQL diagnosis", 9, vec!["slow SQL", "diagnosis"]),
            ("", 8, vec![]),
        ] {
            assert_eq!(set(text, width), lines, "{text}");
        }
        assert_eq!(wrap("一\n二", &[], Style::new(), None), ["一 二"]);
    }

    #[test]
    fn marks_are_carried_over_line_ends() {
        let bold = Style::new().bold();
        let lines = wrap("\u{200b}全密态数据库", &[(1, 3), (3, 7)], bold, Some(6));
        assert_eq!(lines.len(), 2);
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("\u{1b}[1m") && line.ends_with("\u{1b}[0m"))
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(text in "[全密，。“”（）a-z ]{0,60}", width in 1_usize..20) {
            let bare = |s: &str| s.replace(' ', "");
            proptest::prop_assert_eq!(bare(&set(&text, width).concat()), bare(&text));
            for line in set(&text, width) {
                proptest::prop_assert!(columns(&line) <= width.max(2));
            }
        }
    }
}
