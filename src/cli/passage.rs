//! How hits and passages look on a terminal.

use anstyle::Style;
use recap_search::{
    query::{EventPage, Hit, HitKind},
    recap::Speaker,
};

use super::{
    clean::clean,
    output::{FAINT, MARK, PEOPLE, TITLE},
    wrap::wrap,
};

/// Speakers named before the rest is only counted.
const SPEAKERS: usize = 4;

/// A page of text under way: lines of a width, some of them indented.
pub(super) struct Page {
    text: String,
    width: Option<usize>,
}

impl Page {
    pub(super) fn new(width: Option<usize>) -> Self {
        Self {
            text: String::new(),
            width,
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// One line of text in a style, wrapped, behind `indent` blanks.
    pub(super) fn line(&mut self, indent: usize, style: Style, text: &str) {
        let width = self.inside(indent);
        for line in wrap(text, &[(0, usize::MAX)], style, width) {
            self.push(indent, &line);
        }
    }

    /// One line of text with marks, wrapped.
    pub(super) fn marked(&mut self, indent: usize, text: &str, marks: &[(usize, usize)]) {
        let width = self.inside(indent);
        for line in wrap(text, marks, MARK, width) {
            self.push(indent, &line);
        }
    }

    fn push(&mut self, indent: usize, line: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A hit: its number and title, who, where and when, what matches, and where it stands.
    pub(super) fn hit(&mut self, hit: &Hit, indent: usize) {
        let number = format!("{:>2}  ", hit.rank);
        let inner = indent + number.len();
        let start = self.text.len();
        self.line(inner, TITLE, title_of(hit));
        let begins = indent..indent + number.len();
        if self.text.len() > start {
            self.text
                .replace_range(start + begins.start..start + begins.end, &number);
        }
        if matches!(hit.kind, HitKind::Recap | HitKind::Event) {
            self.event(hit, inner);
            self.pages(inner, &hit.pages);
            for passage in &hit.passages {
                self.blank();
                self.within(passage, inner);
            }
            return;
        }
        self.speakers(inner, &hit.speakers);
        self.event(hit, inner);
        self.marked(inner, &hit.excerpt, &hit.highlights);
        self.place(hit, inner);
    }

    /// A passage among those of its recap.
    fn within(&mut self, hit: &Hit, indent: usize) {
        let title = hit.title.as_deref().filter(|title| !title.is_empty());
        if let Some(title) = title {
            self.line(indent, TITLE, title);
        }
        self.speakers(indent, &hit.speakers);
        self.marked(indent, &hit.excerpt, &hit.highlights);
        self.place(hit, indent);
    }

    pub(super) fn speakers(&mut self, indent: usize, speakers: &[Speaker]) {
        for speaker in speakers.iter().take(SPEAKERS) {
            let line = match &speaker.role {
                Some(role) => format!("{} · {role}", speaker.name),
                None => speaker.name.clone(),
            };
            self.line(indent, PEOPLE, &line);
        }
        if speakers.len() > SPEAKERS {
            let more = format!("and {} more", speakers.len() - SPEAKERS);
            self.line(indent, PEOPLE, &more);
        }
    }

    fn event(&mut self, hit: &Hit, indent: usize) {
        let date = hit.date.map(|date| date.to_string());
        let facts = facts(&[hit.city.as_deref(), date.as_deref(), hit.label.as_deref()]);
        self.line(indent, Style::new(), &facts);
    }

    /// The pages of one event.
    pub(super) fn pages(&mut self, indent: usize, pages: &[EventPage]) {
        for page in pages {
            let kind = if page.announcement {
                "announcement"
            } else {
                "report"
            };
            let date = page.date.map(|date| date.to_string());
            let line = facts(&[Some(kind), date.as_deref(), Some(&page.path)]);
            self.line(indent, FAINT, &line);
        }
    }

    fn place(&mut self, hit: &Hit, indent: usize) {
        let place = format!("{}:{}  {}", hit.path, hit.line, hit.id);
        // Left whole, so that it can be copied.
        self.push(indent, &format!("{FAINT}{}{FAINT:#}", clean(&place)));
    }

    fn inside(&self, indent: usize) -> Option<usize> {
        self.width.map(|width| width.saturating_sub(indent).max(10))
    }
}

/// What there is of `parts`, between dots.
pub(super) fn facts(parts: &[Option<&str>]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .filter_map(|part| part.filter(|part| !part.is_empty()))
        .collect();
    parts.join(" · ")
}

fn title_of(hit: &Hit) -> &str {
    [&hit.title, &hit.recap]
        .into_iter()
        .filter_map(|title| title.as_deref())
        .find(|title| !title.trim().is_empty())
        .unwrap_or(&hit.path)
}
