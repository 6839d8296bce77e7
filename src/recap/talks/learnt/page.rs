//! A page as the passes see it: its lines with all that is asked of them more than once, and all candidates.

use std::{collections::HashMap, ops::Range};

use super::{
    candidate::{self, Mention},
    clock::{Time, times},
    feature::{Features, bucket},
    line::{Kind, Line, Lines},
    words::{self, Cue, class},
};

/// A line with what was found in it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) cues: Vec<Cue>,
    pub(super) times: Vec<Time>,
    /// What stands in quotes, signs left out, and the sign that opens it.
    pub(super) quotes: Vec<(Range<usize>, char)>,
    /// What is true of the line.
    pub(super) marks: Vec<String>,
    /// How it is made: signs, lengths and numbers, but no words.
    pub(super) shape: String,
    /// Number of the section it is in.
    pub(super) section: usize,
}

/// Classes of cues, by their names in the table.
pub(super) struct Classes {
    pub(super) speaker: u8,
    pub(super) verb: u8,
    pub(super) remarks: u8,
    pub(super) topic: u8,
    pub(super) post: u8,
    pub(super) org: u8,
    pub(super) honour: u8,
    pub(super) agenda: u8,
    pub(super) session: u8,
    pub(super) said: u8,
}

pub(super) static CLASS: std::sync::LazyLock<Classes> = std::sync::LazyLock::new(|| Classes {
    speaker: class("speaker"),
    verb: class("verb"),
    remarks: class("remarks"),
    topic: class("topic"),
    post: class("post"),
    org: class("org"),
    honour: class("honour"),
    agenda: class("agenda"),
    session: class("session"),
    said: class("said"),
});

/// A page with its candidates.
#[derive(Debug, Clone)]
pub(in crate::recap) struct Page {
    pub(super) lines: Vec<Line>,
    pub(super) seen: Vec<Seen>,
    pub(super) title: String,
    pub(super) author: String,
    pub(super) mentions: Vec<Mention>,
    /// Mentions of each line.
    pub(super) of_line: Vec<Range<usize>>,
    /// Mentions of each name.
    pub(super) of_key: HashMap<String, Vec<usize>>,
    /// What is true of the page.
    pub(super) marks: Features,
}

/// Most characters of a line in which names are looked for: what is longer is no line of an event's page.
const LINE: usize = 3_000;
/// Most lines of a page in which names are looked for.
const LINES: usize = 5_000;

impl Page {
    pub(super) fn new(read: Lines) -> Self {
        let Lines {
            lines,
            author,
            title,
        } = read;
        let mut seen: Vec<Seen> = Vec::with_capacity(lines.len());
        let mut section = 0;
        for line in &lines {
            section += usize::from(line.kind.heads());
            seen.push(see(line, section));
        }
        let mut mentions = Vec::new();
        let mut of_line = Vec::with_capacity(lines.len());
        for (number, line) in lines.iter().enumerate() {
            let start = mentions.len();
            if number < LINES && line.text.len() <= LINE {
                mentions.extend(candidate::of_line(number, line));
            }
            of_line.push(start..mentions.len());
        }
        let mut page = Self {
            lines,
            seen,
            title,
            author,
            mentions,
            of_line,
            of_key: HashMap::new(),
            marks: Features::default(),
        };
        page.index();
        page.marks = page_marks(&page);
        page
    }

    /// Notes again which mentions are of a name and of a line.
    fn index(&mut self) {
        self.of_key.clear();
        for range in &mut self.of_line {
            *range = 0..0;
        }
        for (number, mention) in self.mentions.iter().enumerate() {
            self.of_key
                .entry(mention.key.clone())
                .or_default()
                .push(number);
            let range = &mut self.of_line[mention.line];
            if range.start == range.end {
                range.start = number;
            }
            range.end = number + 1;
        }
    }

    /// Leaves the mentions for which this holds.
    pub(super) fn keep(&mut self, keep: &[bool]) {
        let mut number = 0;
        self.mentions.retain(|_| {
            number += 1;
            keep[number - 1]
        });
        self.index();
    }

    /// The characters of a line, plain.
    pub(super) fn plain(&self, line: usize) -> &[char] {
        &self.lines[line].text.plain
    }

    /// Whether a cue of a class stands in a part of a line.
    pub(super) fn cue(&self, line: usize, class: u8, range: Range<usize>) -> bool {
        words::any_in(&self.seen[line].cues, class, range)
    }

    /// Whether a cue of a class stands in a line.
    pub(super) fn has(&self, line: usize, class: u8) -> bool {
        self.seen[line].cues.iter().any(|cue| cue.class == class)
    }

    /// Whether a part of a line ends with a post.
    pub(super) fn ends_in_post(&self, line: usize, range: Range<usize>) -> bool {
        words::ends_in(&self.seen[line].cues, CLASS.post, self.plain(line), range)
    }

    /// Whether a line gives a span of time.
    pub(super) fn has_span(&self, line: usize) -> bool {
        self.seen[line].times.iter().any(|time| time.span)
    }
}

const PAIRS: [(char, char); 7] = [
    ('《', '》'),
    ('“', '”'),
    ('「', '」'),
    ('【', '】'),
    ('『', '』'),
    ('〈', '〉'),
    ('"', '"'),
];

fn quotes(line: &Line) -> Vec<(Range<usize>, char)> {
    let chars = &line.text.chars;
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let pair = PAIRS.iter().find(|(open, _)| *open == chars[at]);
        let Some((open, close)) = pair else {
            at += 1;
            continue;
        };
        let most = (at + 1 + 160).min(chars.len());
        match (at + 1..most).find(|end| chars[*end] == *close) {
            Some(end) if end > at + 2 => {
                found.push((at + 1..end, *open));
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn see(line: &Line, section: usize) -> Seen {
    let plain = &line.text.plain;
    let cues = words::cues(plain);
    let times = times(plain);
    let quotes = quotes(line);
    let mut marks = vec![format!("kind={}", line.kind.name())];
    let mut mark = |holds: bool, name: &str| {
        if holds {
            marks.push(name.to_owned());
        }
    };
    mark(line.text.len() < 12, "short");
    mark((12..40).contains(&line.text.len()), "middle");
    mark((40..120).contains(&line.text.len()), "long");
    mark(line.text.len() >= 120, "longest");
    mark(times.iter().any(|time| time.span), "span");
    mark(
        !times.is_empty() && !times.iter().any(|time| time.span),
        "time",
    );
    mark(quotes.iter().any(|(_, open)| *open == '《'), "book");
    mark(
        quotes
            .iter()
            .any(|(at, open)| *open != '《' && at.len() >= 4),
        "quoted",
    );
    mark(
        plain.iter().any(|c| matches!(c, '。' | '!' | '?')),
        "sentence",
    );
    for (number, name) in words::CUES.names.iter().enumerate() {
        let tells = !matches!(
            *name,
            "verb"
                | "honour"
                | "article"
                | "event"
                | "recap"
                | "guests"
                | "session"
                | "about"
                | "org"
        );
        if tells && cues.iter().any(|cue| usize::from(cue.class) == number) {
            marks.push(format!("has:{name}"));
        }
    }
    let shape = format!("{}:{}", line.kind.name(), shape(line, &quotes, &times));
    Seen {
        cues,
        times,
        quotes,
        marks,
        shape,
        section,
    }
}

/// Most characters of a shape.
const SHAPE: usize = 14;

/// How a line is made: `T` a span of time, `t` a time, `Q` what is quoted, `n` a short Han run, `C` a long
/// one, `a` Latin, `0` a number; runs of such are `x`.
fn shape(line: &Line, quotes: &[(Range<usize>, char)], times: &[Time]) -> String {
    let chars = &line.text.chars;
    let mut raw: Vec<char> = Vec::new();
    let mut at = 0;
    while at < chars.len() && raw.len() < 4 * SHAPE {
        if let Some(time) = times.iter().find(|time| time.at.start == at) {
            raw.push(if time.span { 'T' } else { 't' });
            at = time.at.end.max(at + 1);
        } else if let Some((range, _)) = quotes.iter().find(|(range, _)| range.start == at + 1) {
            raw.push('Q');
            at = range.end + 1;
        } else if super::text::is_han(chars[at]) {
            let end = (at..chars.len())
                .find(|to| !super::text::is_han(chars[*to]))
                .unwrap_or(chars.len());
            raw.push(if end - at >= 5 { 'C' } else { 'n' });
            at = end;
        } else if chars[at].is_ascii_digit() {
            at = (at..chars.len())
                .find(|to| !chars[*to].is_ascii_digit())
                .unwrap_or(chars.len());
            raw.push('0');
        } else if chars[at].is_alphabetic() {
            let inner = |c: char| {
                c.is_alphanumeric() && !super::text::is_han(c)
                    || matches!(c, '.' | '-' | '_' | '\'')
            };
            at = (at..chars.len())
                .find(|to| !inner(chars[*to]))
                .unwrap_or(chars.len());
            raw.push('a');
        } else {
            raw.push(chars[at]);
            at += 1;
        }
    }
    let mut made = String::new();
    let mut run = 0;
    let mut first = ' ';
    for c in raw.into_iter().chain(['\0']) {
        if matches!(c, 'C' | 'n' | 'a' | '0') || c == ' ' && run > 0 {
            if run == 0 {
                first = c;
            }
            run += usize::from(c != ' ');
            continue;
        }
        match run {
            0 => {}
            1 => made.push(first),
            _ => made.push('x'),
        }
        run = 0;
        if c != '\0' && made.len() < 2 * SHAPE {
            made.push(c);
        }
    }
    made.chars().take(SHAPE).collect()
}

/// What is true of the page as a whole.
fn page_marks(page: &Page) -> Features {
    let mut marks = Features::default();
    let count = |name: &str| {
        page.seen
            .iter()
            .filter(|seen| seen.marks.iter().any(|mark| mark == name))
            .count()
    };
    marks.put(format!("page:spans={}", bucket(count("span"))));
    marks.put(format!("page:books={}", bucket(count("book"))));
    let title: Vec<char> = super::text::Text::new(&page.title).plain;
    let cues = words::cues(&title);
    for name in [
        "event",
        "recap",
        "article",
        "interview",
        "award",
        "session",
        "panel",
    ] {
        marks.put_if(
            cues.iter().any(|cue| cue.class == class(name)),
            &format!("page:title:{name}"),
        );
    }
    for name in ["told", "interview"] {
        let class = class(name);
        let lines = (0..page.lines.len())
            .filter(|line| page.has(*line, class))
            .count();
        marks.put(format!("page:{name}={}", bucket(lines)));
    }
    let agenda = (0..page.lines.len()).any(|at| {
        (page.lines[at].kind.heads() || page.lines[at].text.len() < 12)
            && page.has(at, CLASS.agenda)
    });
    marks.put(format!("page:agenda={}", u8::from(agenda)));
    let labels = (0..page.lines.len()).filter(|at| {
        let plain = page.plain(*at);
        let colon = plain.iter().take(14).position(|c| *c == ':');
        colon.is_some_and(|colon| page.cue(*at, CLASS.speaker, 0..colon))
    });
    marks.put(format!("page:speakers={}", bucket(labels.count())));
    marks.put(format!(
        "page:code={}",
        u8::from(page.lines.iter().any(|line| line.kind == Kind::Code))
    ));
    marks.put(format!(
        "page:lines={}",
        match page.lines.len() {
            0..=30 => 0,
            31..=100 => 1,
            101..=300 => 2,
            _ => 3,
        }
    ));
    marks
}
