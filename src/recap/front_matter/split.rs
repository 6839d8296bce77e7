//! Where a front matter begins and ends.

use super::{Front, Language, is_pair};
use crate::recap::{Warning, value::Pairs, warning};

/// Most bytes of a front matter.
const MAX_BYTES: usize = 256 * 1024;

/// Keys, one of which stands in the first line of a front matter that is not fenced as it should
/// be. A page may as well begin with words, a colon and a rule.
const TELLING: [&str; 14] = [
    "title",
    "date",
    "time",
    "tags",
    "tag",
    "author",
    "authors",
    "location",
    "label",
    "layout",
    "category",
    "categories",
    "summary",
    "description",
];

/// A file cut in two.
#[derive(Debug)]
pub(in crate::recap) struct Split<'a> {
    /// The front matter, where there is one.
    pub(in crate::recap) front: Option<Front<'a>>,
    /// What follows.
    pub(in crate::recap) body: &'a str,
    /// Line of the file on which the body starts, counted from 1.
    pub(in crate::recap) body_line: usize,
    /// What is wrong with the fences.
    pub(in crate::recap) warnings: Vec<Warning>,
}

/// A line of a file.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// Counted from 1.
    number: usize,
    /// Byte at which it starts.
    start: usize,
    /// With its `\n`.
    text: &'a str,
}

impl Line<'_> {
    /// Byte at which the next one starts.
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is a rule of three characters or more.
    fn is_rule(&self) -> bool {
        let line = self.text.trim_end();
        line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> + Clone {
    let lines = text.split_inclusive('\n').zip(1..);
    lines.scan(0, |offset, (text, number)| {
        let start = *offset;
        *offset += text.len();
        Some(Line {
            number,
            start,
            text,
        })
    })
}

/// Cuts the front matter off. Blank lines may stand before it.
pub(in crate::recap) fn split(text: &str) -> Split<'_> {
    let mut lines = lines(text).skip_while(|line| line.text.trim().is_empty());
    let Some(first) = lines.next() else {
        return no_front(text);
    };
    let (language, close): (_, fn(&Line<'_>) -> bool) = match first.text.trim_end() {
        "---" | "---yaml" | "--- yaml" => (Language::Yaml, |line| {
            matches!(line.text.trim_end(), "---" | "...")
        }),
        "---toml" | "--- toml" => (Language::Toml, |line| line.text.trim_end() == "---"),
        "---json" | "--- json" => (Language::Json, |line| line.text.trim_end() == "---"),
        "+++" => (Language::Toml, |line| line.text.trim_end() == "+++"),
        ";;;" => (Language::Json, |line| line.text.trim_end() == ";;;"),
        _ if is_telling(first.text) => return without_opening(text, first, lines),
        _ if first.is_rule()
            && lines
                .clone()
                .next()
                .is_some_and(|line| is_telling(line.text)) =>
        {
            let Some(key) = lines.next() else {
                return no_front(text);
            };
            return without_opening(text, key, lines);
        }
        line if line.starts_with('{') => return object(text, first),
        _ => return no_front(text),
    };
    match lines.clone().find(close) {
        Some(close) => between(text, language, first, close),
        None => unclosed(text, language, first, lines),
    }
}

fn no_front(text: &str) -> Split<'_> {
    Split {
        front: None,
        body: text,
        body_line: 1,
        warnings: Vec::new(),
    }
}

fn between<'a>(text: &'a str, language: Language, open: Line<'a>, close: Line<'a>) -> Split<'a> {
    cut(
        text,
        language,
        (open.end(), open.number + 1),
        close.start,
        (close.end(), close.number + 1),
    )
}

/// Cuts out what stands from one place, with its line, to another; the body begins at a third.
fn cut(
    text: &str,
    language: Language,
    (start, line): (usize, usize),
    end: usize,
    (body, body_line): (usize, usize),
) -> Split<'_> {
    let front = Front {
        source: text.get(start..end).unwrap_or_default(),
        language,
        line,
    };
    let mut split = Split {
        front: Some(front),
        body: text.get(body..).unwrap_or_default(),
        body_line,
        warnings: Vec::new(),
    };
    if split.body.is_empty() && !text.ends_with('\n') {
        // The last line of the file has no end, so that none follows.
        split.body_line -= 1;
    }
    if front.source.len() > MAX_BYTES {
        split.front = None;
        split.warn(
            line,
            format!("longer than {} KiB, left out", MAX_BYTES / 1024),
        );
    } else if language == Language::Yaml && !front.has_pairs() {
        let is_spaced = front.source.starts_with('\n');
        split = no_front(text);
        if !is_spaced {
            let message = "no `key: value` lines up to the next `---`, read as text".to_owned();
            split.warn(line, message);
        }
    }
    split
}

impl Split<'_> {
    fn warn(&mut self, line: usize, message: String) {
        let message = format!("front matter: {message}");
        self.warnings.push(warning(Some(line), message));
    }
}

/// A front matter that is opened and never closed ends before the first blank line, or with a
/// fence of another kind.
fn unclosed<'a>(
    text: &'a str,
    language: Language,
    open: Line<'a>,
    lines: impl Iterator<Item = Line<'a>>,
) -> Split<'a> {
    let fence = open.text.trim_end();
    let mut last = open;
    for line in lines {
        let trimmed = line.text.trim_end();
        if matches!(trimmed, "+++" | ";;;") || line.is_rule() {
            let mut split = between(text, language, open, line);
            if split.front.is_some() {
                let message = format!(
                    "`{fence}` opened and never closed; close it with `{fence}`, not `{trimmed}`"
                );
                split.warn(open.number, message);
            }
            return split;
        }
        let is_first = last.number == open.number;
        if trimmed.is_empty() || (is_first && !is_pair(trimmed)) {
            break;
        }
        last = line;
    }
    if last.number == open.number {
        return no_front(text);
    }
    let after = (last.end(), last.number + 1);
    let mut split = cut(
        text,
        language,
        (open.end(), open.number + 1),
        last.end(),
        after,
    );
    if split.front.is_some() {
        let message = format!(
            "`{fence}` opened and never closed; read up to line {}, put `{fence}` behind the last key",
            last.number
        );
        split.warn(open.number, message);
    }
    split
}

/// Whether a line gives one of the keys that tell a front matter.
fn is_telling(line: &str) -> bool {
    let key = line.split(':').next().unwrap_or_default();
    let key = key.trim_end().trim_matches(['"', '\'']);
    is_pair(line.trim_end()) && TELLING.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// A front matter without a fence before it, or with one that is too long, from its first key on;
/// none, unless nothing but keys and their values stand before the next fence.
fn without_opening<'a>(
    text: &'a str,
    key: Line<'a>,
    mut lines: impl Iterator<Item = Line<'a>>,
) -> Split<'a> {
    let json = key.text.starts_with('"');
    let close = lines.find(|line| {
        let text = line.text.trim_end();
        let is_part =
            text.is_empty() || text.starts_with([' ', '\t', '#', '-', ']', '}']) || is_pair(text);
        line.is_rule() || text == ";;;" || !is_part
    });
    let language = if json { Language::Json } else { Language::Yaml };
    match close {
        Some(close) if close.is_rule() != json && is_fence(close) => {
            let body = (close.end(), close.number + 1);
            cut(text, language, (key.start, key.number), close.start, body)
        }
        _ => no_front(text),
    }
}

fn is_fence(line: Line<'_>) -> bool {
    line.is_rule() || line.text.trim_end() == ";;;"
}

/// A front matter that is one JSON object, from the first line of the page on.
fn object<'a>(text: &'a str, first: Line<'a>) -> Split<'a> {
    let rest = text.get(first.start..).unwrap_or_default();
    // `{{< … >}}` and `{% … %}` are a site generator's.
    let inside = rest.trim_start_matches('{').trim_start();
    if rest.starts_with("{{") || !inside.starts_with(['"', '}']) {
        return no_front(text);
    }
    let mut objects = serde_json::Deserializer::from_str(rest).into_iter::<Pairs>();
    let read = objects.next();
    let end = objects.byte_offset();
    let after = rest.get(end..).unwrap_or_default();
    let line_end = after.find('\n').map_or(after.len(), |at| at + 1);
    match read {
        Some(Ok(_))
            if after
                .get(..line_end)
                .is_some_and(|rest| rest.trim().is_empty()) =>
        {
            let number = first.number + rest.get(..end).unwrap_or_default().matches('\n').count();
            let body = (first.start + end + line_end, number + 1);
            let start = (first.start, first.number);
            cut(text, Language::Json, start, first.start + end, body)
        }
        Some(Err(error)) => {
            let mut split = no_front(text);
            let line = first.number + error.line().saturating_sub(1);
            let message = super::without_place(&error.to_string());
            split.warn(line, format!("no sound JSON ({message}), read as text"));
            split
        }
        _ => no_front(text),
    }
}
