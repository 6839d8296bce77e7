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

/// A match of a mark in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    /// Characters of the source.
    at: Range<usize>,
    /// Number of the mark.
    mark: usize,
}

/// Cuts an excerpt of `source` around the densest matches of `marks`, strings folded with
/// [`fold`](crate::text::fold).
pub fn excerpt(source: &str, marks: &[String]) -> Excerpt {
    let chars: Vec<char> = source.chars().collect();
    let found = find(source, marks);
    let sentences = sentences(&chars);
    let chosen = choose(&sentences, &found, marks);
    compose(&chars, &chosen, &found)
}

/// Every occurrence of every mark, in the order of the text.
fn find(source: &str, marks: &[String]) -> Vec<Found> {
    let folded = text::normalize(source);
    let mut found = Vec::new();
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
            found.push(Found {
                at: folded.source_range(at..at + length),
                mark: number,
            });
        }
    }
    found.sort_by_key(|found| (found.at.start, found.at.end));
    found
}

/// Cuts the text behind the signs that end a sentence, and at line ends.
fn sentences(chars: &[char]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for at in 0..chars.len() {
        let ends = match chars[at] {
            '\n' | '。' | '！' | '？' | '!' | '?' | '；' | '…' => !matches!(
                chars.get(at + 1),
                Some('”' | '’' | '」' | '』' | '"' | '。' | '！' | '？' | '…')
            ),
            '”' | '」' | '』' => at > 0 && matches!(chars[at - 1], '。' | '！' | '？' | '…'),
            '.' | ';' => chars.get(at + 1).is_some_and(|next| next.is_whitespace()),
            _ => false,
        };
        if ends || at - start + 1 == 4 * LONGEST_SENTENCE {
            sentences.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < chars.len() {
        sentences.push(start..chars.len());
    }
    sentences
}

/// The stretches to show, in the order of the text.
fn choose(sentences: &[Range<usize>], found: &[Found], marks: &[String]) -> Vec<Range<usize>> {
    let worth: Vec<usize> = marks.iter().map(|mark| mark.chars().count()).collect();
    let mut seen = vec![false; marks.len()];
    let mut chosen: Vec<usize> = Vec::new();
    let mut length = 0;
    let shown = |at: usize| (sentences[at].len()).min(LONGEST_SENTENCE);
    // The sentences with matches, and what each matches.
    let mut telling: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut at = 0;
    for match_ in found {
        while at + 1 < sentences.len() && sentences[at].end <= match_.at.start {
            at += 1;
        }
        match telling.last_mut() {
            Some((last, inside)) if *last == at => inside.push(match_.mark),
            _ => telling.push((at, vec![match_.mark])),
        }
    }
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
            .map(|(at, inside)| ((gain(inside), inside.len()), Reverse(*at), inside))
            .max();
        let Some(((gained, _), Reverse(at), inside)) = best else {
            break;
        };
        if gained == 0 || (!chosen.is_empty() && length + shown(at) > LENGTH + LONGEST_SENTENCE / 2)
        {
            break;
        }
        inside.iter().for_each(|&mark| seen[mark] = true);
        chosen.push(at);
        length += shown(at);
        if length >= LENGTH {
            break;
        }
    }
    if chosen.is_empty() && !sentences.is_empty() {
        chosen.push(0);
        length = shown(0);
    }
    // What room is left goes to the sentences behind.
    let mut at = chosen.iter().copied().max().unwrap_or(0) + 1;
    while at < sentences.len() && length + sentences[at].len() <= LENGTH {
        length += sentences[at].len();
        chosen.push(at);
        at += 1;
    }
    chosen.sort_unstable();
    chosen.dedup();
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for at in chosen {
        let stretch = cropped(&sentences[at], found);
        match stretches.last_mut() {
            Some(last) if last.end == stretch.start => last.end = stretch.end,
            _ => stretches.push(stretch),
        }
    }
    stretches
}

/// The part of a long sentence where its matches are densest.
fn cropped(sentence: &Range<usize>, found: &[Found]) -> Range<usize> {
    if sentence.len() <= LONGEST_SENTENCE {
        return sentence.clone();
    }
    let inside: Vec<&Found> = found
        .iter()
        .filter(|f| f.at.start >= sentence.start && f.at.end <= sentence.end)
        .collect();
    let room = LONGEST_SENTENCE - LONGEST_SENTENCE / 5;
    let mut best = (0, sentence.start, sentence.start);
    let mut last = 0;
    for first in 0..inside.len() {
        last = last.max(first);
        while last + 1 < inside.len() && inside[last + 1].at.end <= inside[first].at.start + room {
            last += 1;
        }
        let covered = inside[first..=last]
            .iter()
            .map(|f| f.at.len())
            .sum::<usize>();
        if covered > best.0 {
            best = (covered, inside[first].at.start, inside[last].at.end);
        }
    }
    let (_, from, to) = best;
    let margin = LONGEST_SENTENCE.saturating_sub(to - from) / 2;
    let start = from.saturating_sub(margin).max(sentence.start);
    let end = (start + LONGEST_SENTENCE).max(to).min(sentence.end);
    end.saturating_sub(LONGEST_SENTENCE.max(to - from))
        .max(sentence.start)
        .min(start)..end
}

/// Puts the stretches on one line and carries the marks over.
fn compose(chars: &[char], stretches: &[Range<usize>], found: &[Found]) -> Excerpt {
    let mut out: Vec<char> = Vec::new();
    let mut marks = Vec::new();
    for (number, stretch) in stretches.iter().enumerate() {
        let (mut start, mut end) = (stretch.start, stretch.end);
        while start < end && chars[start].is_whitespace() {
            start += 1;
        }
        while end > start && chars[end - 1].is_whitespace() {
            end -= 1;
        }
        if number > 0 {
            out.push(' ');
        }
        if number > 0 || chars[..start].iter().any(|c| !c.is_whitespace()) {
            out.push('…');
        }
        let shift = out.len();
        out.extend(
            chars[start..end]
                .iter()
                .map(|c| if c.is_whitespace() { ' ' } else { *c }),
        );
        for f in found
            .iter()
            .filter(|f| f.at.start >= start && f.at.end <= end)
        {
            marks.push(f.at.start - start + shift..f.at.end - start + shift);
        }
        let is_last = number + 1 == stretches.len();
        if is_last && chars[end..].iter().any(|c| !c.is_whitespace()) {
            out.push('…');
        }
    }
    Excerpt {
        text: out.into_iter().collect(),
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
