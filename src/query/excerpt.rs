//! The lines of a passage that answer the query, with the matches marked.

use std::{cmp::Reverse, ops::Range};

use crate::text::{
    self,
    runs::{Class, class},
};

/// Characters that an excerpt aims at.
const LENGTH: usize = 140;
/// Characters that one sentence may take before it is cut.
const LONGEST_SENTENCE: usize = 100;

/// Plain text out of a passage, and what to mark in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Excerpt {
    /// The text, on one line.
    pub text: String,
    /// Marked ranges `[start, end)`, counted in Unicode scalar values of `text`; in order, apart.
    pub highlights: Vec<(usize, usize)>,
}

/// A place in a text: the characters and the bytes before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Point {
    character: usize,
    byte: usize,
}

impl Point {
    /// So many characters further on, or the end.
    fn forward(self, source: &str, characters: usize) -> Self {
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

    /// So many characters before.
    fn back(self, source: &str, characters: usize) -> Self {
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

/// A piece of the source.
type Stretch = Range<Point>;

fn characters(stretch: &Stretch) -> usize {
    stretch.end.character - stretch.start.character
}

/// A match of a mark in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    at: Stretch,
    /// Number of the mark.
    mark: usize,
}

/// Cuts an excerpt of `source` around the densest matches of `marks`, strings folded with
/// [`fold`](crate::text::fold).
pub fn excerpt(source: &str, marks: &[String]) -> Excerpt {
    let found = find(source, marks);
    let chosen = choose(source, &found, marks);
    compose(source, &chosen, &found)
}

/// Every occurrence of every mark, in the order of the text.
fn find(source: &str, marks: &[String]) -> Vec<Found> {
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

/// Whether a sentence ends behind `c`, between these neighbours.
fn ends(before: Option<char>, c: char, behind: Option<char>) -> bool {
    match c {
        '\n' | '。' | '！' | '？' | '!' | '?' | '；' | '…' => !matches!(
            behind,
            Some('”' | '’' | '」' | '』' | '"' | '。' | '！' | '？' | '…')
        ),
        '”' | '」' | '』' => matches!(before, Some('。' | '！' | '？' | '…')),
        '.' | ';' => behind.is_some_and(char::is_whitespace),
        _ => false,
    }
}

/// The sentence that holds a place, cut behind the signs that end one and at line ends; it does not
/// begin before `from`.
fn sentence(source: &str, from: Point, point: Point) -> Stretch {
    let char_behind = |byte: usize| source[byte..].chars().next();
    let mut start = point;
    let mut behind = char_behind(point.byte);
    for (byte, c) in source[from.byte..point.byte].char_indices().rev() {
        let byte = from.byte + byte;
        if ends(source[..byte].chars().next_back(), c, behind) {
            break;
        }
        behind = Some(c);
        start = Point {
            character: start.character - 1,
            byte,
        };
    }
    let mut end = point;
    let mut before = source[..point.byte].chars().next_back();
    for c in source[point.byte..].chars() {
        end = Point {
            character: end.character + 1,
            byte: end.byte + c.len_utf8(),
        };
        if ends(before, c, char_behind(end.byte)) {
            break;
        }
        before = Some(c);
    }
    start..end
}

/// The piece of a sentence that holds a place: a long one is cut evenly.
fn piece(source: &str, sentence: &Stretch, point: Point) -> Stretch {
    let longest = 4 * LONGEST_SENTENCE;
    let before = (point.character - sentence.start.character) / longest * longest;
    let start = sentence.start.forward(source, before);
    if sentence.end.character - start.character <= longest {
        start..sentence.end
    } else {
        start..start.forward(source, longest)
    }
}

/// The sentences with matches, and the marks of each.
fn telling(source: &str, found: &[Found]) -> Vec<(Stretch, Vec<usize>)> {
    let mut telling: Vec<(Stretch, Vec<usize>)> = Vec::new();
    let mut whole = Point::default()..Point::default();
    for Found { at, mark } in found {
        match telling.last_mut() {
            Some((last, inside)) if at.start < last.end => inside.push(*mark),
            _ => {
                if at.start >= whole.end {
                    whole = sentence(source, whole.end, at.start);
                }
                telling.push((piece(source, &whole, at.start), vec![*mark]));
            }
        }
    }
    telling
}

/// The stretches to show, in the order of the text.
fn choose(source: &str, found: &[Found], marks: &[String]) -> Vec<Stretch> {
    let worth: Vec<usize> = marks.iter().map(|mark| mark.chars().count()).collect();
    let mut seen = vec![false; marks.len()];
    let mut chosen: Vec<Stretch> = Vec::new();
    let mut length = 0;
    let shown = |sentence: &Stretch| characters(sentence).min(LONGEST_SENTENCE);
    let telling = telling(source, found);
    let mut fresh: Vec<usize> = Vec::new();
    // The sentence that says most of what has not been said yet comes next.
    for _ in 0..3 {
        let mut gain = |inside: &[usize]| -> usize {
            fresh.clear();
            fresh.extend(inside.iter().filter(|&&mark| !seen[mark]));
            fresh.sort_unstable();
            fresh.dedup();
            fresh.iter().map(|&mark| worth[mark]).sum()
        };
        let best = telling
            .iter()
            .map(|(at, inside)| (gain(inside), inside.len(), Reverse(at.start), at, inside))
            .max_by_key(|(gained, all, start, ..)| (*gained, *all, *start));
        let Some((gained, _, _, at, inside)) = best else {
            break;
        };
        if gained == 0 || (!chosen.is_empty() && length + shown(at) > LENGTH + LONGEST_SENTENCE / 2)
        {
            break;
        }
        inside.iter().for_each(|&mark| seen[mark] = true);
        chosen.push(at.clone());
        length += shown(at);
        if length >= LENGTH {
            break;
        }
    }
    let next = |from: Point| {
        let whole = sentence(source, from, from);
        piece(source, &whole, from)
    };
    if chosen.is_empty() && !source.is_empty() {
        chosen.push(next(Point::default()));
        length = shown(&chosen[0]);
    }
    chosen.sort_unstable_by_key(|sentence| sentence.start);
    // What room is left goes to the sentences behind.
    let mut end = chosen.last().map(|last| last.end).unwrap_or_default();
    while end.byte < source.len() {
        let sentence = next(end);
        length += characters(&sentence);
        if length > LENGTH {
            break;
        }
        end = sentence.end;
        chosen.push(sentence);
    }
    let mut stretches: Vec<Stretch> = Vec::new();
    for sentence in &chosen {
        let stretch = cropped(source, sentence, found);
        match stretches.last_mut() {
            Some(last) if last.end == stretch.start => last.end = stretch.end,
            _ => stretches.push(stretch),
        }
    }
    stretches
}

/// The part of a long sentence where its matches are densest.
fn cropped(source: &str, sentence: &Stretch, found: &[Found]) -> Stretch {
    if characters(sentence) <= LONGEST_SENTENCE {
        return sentence.clone();
    }
    let inside: Vec<&Stretch> = found
        .iter()
        .map(|found| &found.at)
        .filter(|at| at.start >= sentence.start && at.end <= sentence.end)
        .collect();
    let room = LONGEST_SENTENCE - LONGEST_SENTENCE / 5;
    let mut best = (0, sentence.start, sentence.start);
    let mut last = 0;
    for first in 0..inside.len() {
        last = last.max(first);
        let limit = inside[first].start.character + room;
        while last + 1 < inside.len() && inside[last + 1].end.character <= limit {
            last += 1;
        }
        let covered = inside[first..=last].iter().map(|at| characters(at)).sum();
        if covered > best.0 {
            best = (covered, inside[first].start, inside[last].end);
        }
    }
    let (_, from, to) = best;
    let length = LONGEST_SENTENCE.max(characters(&(from..to)));
    let margin = (length - characters(&(from..to))) / 2;
    let first = sentence.start.character;
    let start = from.character.saturating_sub(margin).max(first);
    let end = (start + LONGEST_SENTENCE)
        .max(to.character)
        .min(sentence.end.character);
    let start = end.saturating_sub(length).max(first).min(start);
    from.back(source, from.character - start)..to.forward(source, end - to.character)
}

/// Puts the stretches on one line and carries the marks over.
fn compose(source: &str, stretches: &[Stretch], found: &[Found]) -> Excerpt {
    let is_told = |text: &str| text.chars().any(|c| !c.is_whitespace());
    let mut out = String::new();
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
        for c in shown.chars() {
            out.push(if c.is_whitespace() { ' ' } else { c });
            length += 1;
        }
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
