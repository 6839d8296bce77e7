//! Markdown into the flow.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::BlockKind;
use super::element::{Look, Role};
use super::flow::Flow;
use super::html::Html;
use super::lines::Lines;
use crate::recap::address::safe_address;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
}

/// Reads a body into the flow.
pub(super) fn read(body: &str, lines: &Lines, flow: &mut Flow<'_>) {
    let mut reader = Reader::new(body, flow);
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        let line = lines.at(range.start);
        match event {
            Event::Start(Tag::HtmlBlock) => {
                reader.flow.boundary();
                reader.html = Some(Html::default());
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(html) = reader.html.take() {
                    let depth = reader.flow.depth();
                    html.read(lines, reader.flow);
                    reader.flow.settle(depth, range.end);
                }
                reader.flow.boundary();
            }
            Event::Html(piece) | Event::InlineHtml(piece) => match &mut reader.html {
                Some(html) => html.push(&piece, range.start),
                None if reader.alt > 0 => {}
                None => {
                    let mut html = Html::default();
                    html.push(&piece, range.start);
                    html.read(lines, reader.flow);
                }
            },
            event => reader.event(event, range, line),
        }
    }
}

/// Reads one line of text that stands in raw HTML, where only the markup within a line counts.
pub(super) fn read_line(text: &str, line: usize, flow: &mut Flow<'_>) {
    /// Keeps the line from being a heading or a list, and lets `**` open a bold run after it.
    const GUARD: &str = "。";
    let source = format!("{GUARD}{text}");
    let mut reader = Reader::new(&source, flow);
    for (event, range) in Parser::new_ext(&source, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            Event::Text(text) if range.start == 0 => {
                let text = text.strip_prefix(GUARD).unwrap_or(&text);
                reader.flow.text(text, line, line, false);
            }
            // Tags are read already: what looks like one was written to be seen.
            Event::Html(piece) | Event::InlineHtml(piece) => {
                reader.flow.text(&piece, line, line, true);
            }
            event => reader.event(event, range, line),
        }
    }
}

struct Reader<'s, 'f, 'b> {
    source: &'s str,
    flow: &'f mut Flow<'b>,
    /// The HTML block being gathered.
    html: Option<Html>,
    /// How many pictures are open: their alternative text is not shown.
    alt: usize,
    /// Whether an address in angle brackets is open: it leads somewhere and says nothing.
    address: bool,
}

impl<'s, 'f, 'b> Reader<'s, 'f, 'b> {
    fn new(source: &'s str, flow: &'f mut Flow<'b>) -> Self {
        Self {
            source,
            flow,
            html: None,
            alt: 0,
            address: false,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>, line: usize) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                if !self.flow.hidden.is_open()
                    && self.alt == 0
                    && let Some(source) = safe_address(&dest_url)
                {
                    self.flow.add(BlockKind::Image(source), line);
                }
                self.alt += 1;
            }
            Event::End(TagEnd::Image) => self.alt = self.alt.saturating_sub(1),
            _ if self.alt > 0 => {}
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink | LinkType::Email,
                ..
            }) => self.address = true,
            Event::End(TagEnd::Link) if self.address => self.address = false,
            _ if self.address => {}
            Event::Start(tag) => self.start(&tag, range, line),
            Event::End(tag) => {
                if tag == TagEnd::Strikethrough && self.is_tilde(&range) {
                    self.flow.text("~", line, line, true);
                }
                self.flow.close();
            }
            Event::Text(text) => self.text(&text, range, line),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.flow.text(&text, line, line, true);
            }
            Event::SoftBreak | Event::HardBreak => self.flow.line_break(),
            Event::Rule => {
                if !self.flow.hidden.is_open() {
                    self.flow.add(BlockKind::Rule, line);
                }
            }
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>, line: usize) {
        let mut look = Look::default();
        let role = match tag {
            Tag::Paragraph => Role::Paragraph,
            Tag::Heading { level, .. } => Role::Heading(*level as u8),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => Role::Preformatted,
            Tag::CodeBlock(CodeBlockKind::Indented) => self.indented(range.clone()),
            Tag::List(_) => Role::List,
            Tag::Item => Role::Item,
            Tag::Table(_) => Role::Table,
            Tag::TableHead => Role::Row(true),
            Tag::TableRow => Role::Row(false),
            Tag::TableCell => Role::Cell(super::table::Span::default(), false),
            Tag::Strong => {
                look.bold = Some(true);
                Role::Inline
            }
            Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } => Role::Inline,
            Tag::Superscript | Tag::Subscript => Role::Inline,
            Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Image { .. }
            | Tag::MetadataBlock(_) => Role::Block,
        };
        self.flow.open("", role, look);
        if matches!(tag, Tag::Strikethrough) && self.is_tilde(&range) {
            self.flow.text("~", line, line, true);
        }
    }

    /// `14:00~15:00，16:00~17:00` strikes nothing out: that takes two tildes.
    fn is_tilde(&self, range: &Range<usize>) -> bool {
        let source = self.source.get(range.clone()).unwrap_or_default();
        !source.starts_with("~~")
    }

    /// Indented text is code, but people indent the first line of a Chinese paragraph too.
    fn indented(&self, range: Range<usize>) -> Role {
        let source = self.source.get(range).unwrap_or_default();
        if source.contains(|character| matches!(character, '\u{4e00}'..='\u{9fff}')) {
            Role::Paragraph
        } else {
            Role::Preformatted
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>, line: usize) {
        if self.flow.hidden.is_open() {
            return;
        }
        let last = line + memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let written = self.source.get(range.clone()) == Some(text);
        // An entity, or a `*` after an odd number of backslashes, is a character and no marker.
        match text.strip_prefix('*') {
            Some(rest) if written && self.is_escaped(range.start) => {
                self.flow.text("*", line, line, true);
                self.flow.text(rest, line, last, false);
            }
            _ => self.flow.text(text, line, last, !written),
        }
    }

    fn is_escaped(&self, at: usize) -> bool {
        let before = self.source.as_bytes().get(..at).unwrap_or_default();
        let backslashes = before.iter().rev().take_while(|&&byte| byte == b'\\');
        backslashes.count() % 2 == 1
    }
}
