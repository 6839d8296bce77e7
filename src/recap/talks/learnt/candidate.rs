//! Who may be named: every run of characters that could be a person's name, decided by nothing yet.

use std::{collections::BTreeMap, ops::Range};

use super::{
    line::Line,
    text::{Text, is_han, is_word, sign},
    words::{Surname, name_odds, surname},
};

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Script {
    /// So many Han characters.
    Han(u8),
    /// Han characters with a dot among them.
    Dotted,
    /// Two Han characters with blanks between.
    Spaced,
    /// So many Latin words, the first with a capital.
    Latin(u8),
    /// A Latin word without a capital, or behind an @.
    Handle,
}

impl Script {
    pub(super) fn is_han(self) -> bool {
        matches!(self, Self::Han(_) | Self::Dotted | Self::Spaced)
    }

    pub(super) fn name(self) -> String {
        match self {
            Self::Han(n) => format!("han{n}"),
            Self::Dotted => "dotted".to_owned(),
            Self::Spaced => "spaced".to_owned(),
            Self::Latin(n) => format!("latin{n}"),
            Self::Handle => "handle".to_owned(),
        }
    }
}

/// A place where somebody may be named.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Number of its line on the page.
    pub(super) line: usize,
    /// Its characters there.
    pub(super) at: Range<usize>,
    pub(super) script: Script,
    /// What is the same for all mentions of one name.
    pub(super) key: String,
    /// What stands on both sides.
    pub(super) left: &'static str,
    pub(super) right: &'static str,
}

impl Mention {
    /// Whether signs, blanks or edges stand on both sides.
    pub(super) fn is_parted(&self) -> bool {
        parts(self.left) && parts(self.right)
    }

    /// The name as the page writes it.
    pub(super) fn name(&self, lines: &[Line]) -> String {
        let written = lines[self.line].text.written(self.at.clone());
        if self.script.is_han() {
            written.split_whitespace().collect()
        } else {
            written
        }
    }
}

/// Whether what stands beside a name parts it from the rest for sure.
pub(super) fn parts_surely(beside: &str) -> bool {
    !matches!(beside, "blank" | "dot" | "other") && parts(beside)
}

fn parts(beside: &str) -> bool {
    !matches!(beside, "han" | "digit" | "latin")
}

/// What is the same for all spellings of a name.
pub(in crate::recap) fn key(name: &str) -> String {
    let han: String = name.chars().filter(|c| is_han(*c)).collect();
    if han.chars().count() >= 2 {
        return han
            .chars()
            .map(crate::text::normalize::simplified)
            .collect();
    }
    let folded = crate::text::normalize::fold(name);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What stands at a place beside a name.
fn beside(line: &Line, at: usize, left: bool) -> &'static str {
    let edge = |cell: &Range<usize>| {
        if left {
            cell.start == at
        } else {
            cell.end == at
        }
    };
    if line.cells.iter().any(edge) {
        return "cell";
    }
    let chars = &line.text.chars;
    let mut blanks = 0;
    let mut next = at;
    loop {
        let c = if left {
            next.checked_sub(1).and_then(|at| chars.get(at))
        } else {
            chars.get(next)
        };
        let Some(c) = c else { return "edge" };
        if *c != ' ' {
            return match (blanks, *c) {
                (_, c) if !is_word(c) => sign(c),
                (0, c) if is_han(c) => "han",
                (0, c) if c.is_numeric() => "digit",
                (0, _) => "latin",
                (1, _) => "blank",
                _ => "blanks",
            };
        }
        blanks += 1;
        if left { next -= 1 } else { next += 1 }
    }
}

/// Words behind a name that tell it to be one.
const HONOURS: [&str; 9] = [
    "老师", "同学", "先生", "女士", "博士", "教授", "院士", "讲师", "大佬",
];

fn honour_at(plain: &[char], at: usize) -> bool {
    HONOURS.iter().any(|word| {
        let mut chars = word.chars();
        plain
            .get(at..at + 2)
            .is_some_and(|two| two.iter().all(|c| chars.next() == Some(*c)))
    })
}

/// All candidates of a line.
pub(super) fn of_line(number: usize, line: &Line) -> Vec<Mention> {
    let mut spans: BTreeMap<(usize, usize), Script> = BTreeMap::new();
    han_spans(&line.text, &mut spans);
    latin_spans(line, &mut spans);
    spans
        .into_iter()
        .filter(|((start, end), script)| {
            !(script.is_han() && *end >= start + 2 && honour_at(&line.text.plain, end - 2))
        })
        .filter_map(|((start, end), script)| {
            let key = key(&line.text.written(start..end));
            (!key.is_empty()).then(|| Mention {
                line: number,
                at: start..end,
                script,
                key,
                left: beside(line, start, true),
                right: beside(line, end, false),
            })
        })
        .collect()
}

/// Least log odds of a name inside running text, by how frequent its surname is.
const ODDS: [f32; 2] = [-1.5, 0.5];

fn han_spans(text: &Text, spans: &mut BTreeMap<(usize, usize), Script>) {
    let plain = &text.plain;
    let is_dot = |c: char| matches!(c, '·' | '•' | '・' | '‧');
    let mut at = 0;
    while at < plain.len() {
        if !is_han(plain[at]) {
            at += 1;
            continue;
        }
        let start = at;
        let mut dots = 0;
        while at < plain.len()
            && (is_han(plain[at])
                || is_dot(plain[at]) && at + 1 < plain.len() && is_han(plain[at + 1]))
        {
            dots += usize::from(is_dot(plain[at]));
            at += 1;
        }
        let end = at;
        let full = end - start;
        if dots == 0 && (2..=4).contains(&full) {
            spans.insert((start, end), Script::Han(full as u8));
        }
        if dots > 0 && full <= 14 {
            spans.insert((start, end), Script::Dotted);
        }
        for from in start..end.saturating_sub(1) {
            let Some(known) = surname(&plain[from..end]) else {
                continue;
            };
            let sizes = if known == Surname::Double {
                2..=4
            } else {
                2..=3
            };
            for size in sizes {
                let to = from + size;
                if to > end || plain[from..to].iter().any(|c| is_dot(*c)) {
                    break;
                }
                if spans.contains_key(&(from, to)) {
                    continue;
                }
                let least = ODDS[usize::from(known == Surname::Other)];
                let own = from == start && (to == end || honour_at(plain, to));
                if name_odds(&plain[from..to]) > if own { least - 2.5 } else { least } {
                    spans.insert((from, to), Script::Han(size as u8));
                }
            }
        }
        for size in 2..=3 {
            if start + size < end && honour_at(plain, start + size) {
                spans
                    .entry((start, start + size))
                    .or_insert(Script::Han(size as u8));
            }
        }
    }
    // Names of two characters that are set with blanks.
    for at in 0..plain.len().saturating_sub(2) {
        if !is_han(plain[at]) || plain[at + 1] != ' ' || at > 0 && is_han(plain[at - 1]) {
            continue;
        }
        let Some(next) = (at + 2..(at + 5).min(plain.len())).find(|to| plain[*to] != ' ') else {
            continue;
        };
        if is_han(plain[next])
            && !plain.get(next + 1).is_some_and(|c| is_han(*c))
            && surname(&plain[at..=at]).is_some()
        {
            spans.insert((at, next + 1), Script::Spaced);
        }
    }
}

/// Particles of names that are written without a capital.
const PARTICLES: [&str; 11] = [
    "de", "la", "van", "von", "der", "den", "al", "bin", "da", "di", "le",
];
/// Most words of a run of Latin words in which names are looked for.
const RUN: usize = 8;

fn latin_spans(line: &Line, spans: &mut BTreeMap<(usize, usize), Script>) {
    let chars = &line.text.chars;
    let latin = |c: char| c.is_alphabetic() && !is_han(c);
    let inner = |c: char| latin(c) || c.is_ascii_digit() || matches!(c, '\'' | '’' | '-' | '_');
    let mut at = 0;
    while at < chars.len() {
        let first = chars[at];
        let before = at.checked_sub(1).map(|at| chars[at]);
        let opens = latin(first)
            || first == '_'
            || first == '@' && chars.get(at + 1).is_some_and(|c| latin(*c) || *c == '_');
        if !opens || before.is_some_and(|c| inner(c) || matches!(c, '.' | '/' | '@')) {
            at += 1;
            continue;
        }
        // A run of words with single blanks between.
        let mut words: Vec<(usize, usize)> = Vec::new();
        let mut start = if first == '@' { at + 1 } else { at };
        loop {
            let mut end = start;
            while end < chars.len()
                && (inner(chars[end])
                    || chars[end] == '.'
                        && end > start
                        && chars
                            .get(end + 1)
                            .is_some_and(|c| latin(*c) || *c == ' ' && end == start + 1))
            {
                end += 1;
            }
            if end == start {
                break;
            }
            words.push((start, end));
            let next = chars.get(end + 1).copied().unwrap_or(' ');
            at = end;
            if chars.get(end) != Some(&' ') || !(latin(next) || next == '_') {
                break;
            }
            start = end + 1;
        }
        at = at.max(start).max(at + 1);
        name_words(line, &words, spans);
    }
}

fn name_words(line: &Line, words: &[(usize, usize)], spans: &mut BTreeMap<(usize, usize), Script>) {
    let chars = &line.text.chars;
    let capital = |word: usize| chars[words[word].0].is_uppercase();
    let particle = |word: usize| {
        let (start, end) = words[word];
        PARTICLES.contains(
            &line.text.plain[start..end]
                .iter()
                .collect::<String>()
                .as_str(),
        )
    };
    let count = words.len();
    for (number, (start, end)) in words.iter().copied().enumerate() {
        if count > 3 && number != 0 && number + 1 != count {
            continue;
        }
        let size = end - start;
        let upper = chars[start..end].iter().all(|c| c.is_uppercase());
        let (left, right) = (beside(line, start, true), beside(line, end, false));
        let behind_at = start > 0 && chars[start - 1] == '@';
        if chars[start].is_uppercase() && !(upper && size > 3) && size > 1 {
            spans.insert((start, end), Script::Latin(1));
        } else if behind_at
            || size > 1 && parts_surely(left) && (parts_surely(right) || honour_behind(line, end))
        {
            spans.insert((start, end), Script::Handle);
        }
    }
    if count > RUN {
        return;
    }
    for from in 0..count {
        for size in 2..=4 {
            let to = from + size;
            if to > count || !(from == 0 || to == count || count <= 4) {
                continue;
            }
            let fits = (from..to).all(|word| capital(word) || particle(word));
            if capital(from) && capital(to - 1) && fits {
                spans.insert((words[from].0, words[to - 1].1), Script::Latin(size as u8));
            }
        }
    }
}

fn honour_behind(line: &Line, at: usize) -> bool {
    let plain = &line.text.plain;
    let next = (at..plain.len()).find(|next| plain[*next] != ' ');
    next.is_some_and(|next| honour_at(plain, next))
}
