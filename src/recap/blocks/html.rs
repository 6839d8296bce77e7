//! HTML inside Markdown, as a browser shows it.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::BlockKind;
use super::element::{Look, Role};
use super::flow::Flow;
use super::lines::Lines;
use super::markdown;
use super::table::Span;
use crate::recap::metadata::is_web_address;

/// Elements whose content is never shown. What stands in a `<video>` is for browsers that
/// cannot play one.
const HIDDEN: [&str; 13] = [
    "script", "style", "template", "noscript", "video", "audio", "iframe", "canvas", "object",
    "title", "datalist", "noframes", "rp",
];

/// Elements that `display: none` is heeded on.
const BOXES: [&str; 6] = ["div", "p", "span", "section", "li", "table"];

/// Elements that have no content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that stand apart from what is before and after them.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "nav",
    "noscript",
    "option",
    "search",
    "section",
    "select",
    "summary",
    "tbody",
    "textarea",
    "tfoot",
    "colgroup",
];

/// What an `<iframe>` shows is taken to be a video where its address has one of these in it.
const PLAYERS: [&str; 6] = ["player", "video", "embed", "v.qq.com", "bilibili", "youku"];

/// A run of HTML gathered from a body: its pieces may be apart in the body, since quotes and
/// lists set signs before each line.
#[derive(Default)]
pub(super) struct Html {
    text: String,
    /// Where each piece starts, here and in the body.
    pieces: Vec<(usize, usize)>,
}

impl Html {
    /// Appends a piece that stands at `offset` of the body.
    pub(super) fn push(&mut self, piece: &str, offset: usize) {
        self.pieces.push((self.text.len(), offset));
        self.text.push_str(piece);
    }

    fn offset(&self, at: usize) -> usize {
        let before = self.pieces.partition_point(|&(start, _)| start <= at);
        match self.pieces.get(before.saturating_sub(1)) {
            Some(&(start, offset)) => offset + at.saturating_sub(start),
            None => at,
        }
    }

    /// Reads it into the flow.
    pub(super) fn read(&self, lines: &Lines, flow: &mut Flow<'_>) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(self.text.as_str(), emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let offset = self.offset(tag.span.start);
                    start_tag(&tag, offset, lines.at(offset), flow);
                }
                Token::EndTag(tag) => end_tag(&text_of(&tag.name), flow),
                Token::String(text) => {
                    let first = lines.at(self.offset(text.span.start));
                    let end = text.span.end.saturating_sub(1).max(text.span.start);
                    let last = lines.at(self.offset(end));
                    let content = text_of(&text.value);
                    raw_text(&content, first, last.max(first), flow);
                }
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }
}

fn text_of(value: &HtmlString) -> String {
    String::from_utf8_lossy(value).into_owned()
}

/// Text between tags. Writers set Markdown in it all the same (`<center>**…**</center>`).
fn raw_text(content: &str, first: usize, last: usize, flow: &mut Flow<'_>) {
    if flow.hidden.is_open() {
        return;
    }
    if flow.preformatted() {
        return flow.text(content, first, last, true);
    }
    for (number, piece) in content.split('\n').enumerate() {
        if number > 0 {
            flow.line_break();
        }
        let line = (first + number).min(last);
        if piece.contains(['*', '`']) || piece.contains("](") {
            markdown::read_line(piece, line, flow);
        } else {
            flow.text(piece, line, line, true);
        }
    }
}

fn start_tag(tag: &StartTag<usize>, offset: usize, line: usize, flow: &mut Flow<'_>) {
    let name = text_of(&tag.name);
    let name = name.as_str();
    if let Some(hidden) = flow.hidden.by() {
        // A video's address may stand in a `<source>`; the first one counts.
        if hidden == "video" && name == "source" {
            if let Some(source) = address(tag) {
                flow.add_source(source, line);
            }
        } else if !tag.self_closing || hidden != name {
            flow.hidden.tag(name, true);
        }
        return;
    }
    match name {
        "br" => return flow.line_break(),
        "hr" => return flow.add(BlockKind::Rule, line),
        "img" => {
            if let Some(source) = address(tag) {
                flow.add(BlockKind::Image(source), line);
            }
            return;
        }
        "video" => match address(tag) {
            Some(source) => flow.add(BlockKind::Video(source), line),
            None => flow.await_source(),
        },
        "iframe" | "embed" => {
            if let Some(source) = address(tag)
                && PLAYERS.iter().any(|player| source.contains(player))
            {
                flow.add(BlockKind::Video(source), line);
            }
        }
        "source" => {
            // Outside of a video that could be told to end, this is what it showed.
            if let Some(source) = address(tag) {
                flow.add_source(source, line);
            }
            return;
        }
        _ => {}
    }
    if VOID.contains(&name) {
        return;
    }
    let style = attribute(tag, "style").unwrap_or_default();
    let style = style.to_ascii_lowercase().replace(' ', "");
    let unseen = style.contains("display:none") || attribute(tag, "hidden").is_some();
    if HIDDEN.contains(&name) || (unseen && BOXES.contains(&name)) {
        if !tag.self_closing || name == "script" || name == "style" {
            flow.hidden.hide(name, offset);
        }
        return;
    }
    if tag.self_closing && role(tag, name).is_none() {
        // An element of a page's framework (`<Card />`): it has no content.
        return;
    }
    flow.open(
        name,
        role(tag, name).unwrap_or(Role::Inline),
        look(tag, name, &style),
    );
}

fn end_tag(name: &str, flow: &mut Flow<'_>) {
    if flow.hidden.is_open() {
        return flow.hidden.tag(name, false);
    }
    match name {
        "br" => flow.line_break(),
        _ => flow.end_tag(name),
    }
}

/// What an element does; `None` for those that stand within a line.
fn role(tag: &StartTag<usize>, name: &str) -> Option<Role> {
    let number = |key| attribute(tag, key).and_then(|value| value.trim().parse().ok());
    let role = match name {
        "p" => Role::Paragraph,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "ul" | "ol" | "menu" => Role::List,
        "li" => Role::Item,
        "pre" | "listing" => Role::Preformatted,
        "table" => Role::Table,
        "thead" => Role::TableHead,
        "tr" => Role::Row(false),
        "td" | "th" => {
            let span = Span::new(number("rowspan"), number("colspan"));
            Role::Cell(span, name == "th")
        }
        _ if BLOCKS.contains(&name) => Role::Block,
        _ => return None,
    };
    Some(role)
}

/// How an element sets its text; `style` is without spaces and in lower case.
fn look(tag: &StartTag<usize>, name: &str, style: &str) -> Look {
    let align = attribute(tag, "align").unwrap_or_default();
    let centred = if name == "center" || style.contains("text-align:center") {
        Some(true)
    } else if style.contains("text-align:") {
        Some(false)
    } else {
        match align.trim().to_ascii_lowercase().as_str() {
            "" => None,
            "center" | "middle" => Some(true),
            _ => Some(false),
        }
    };
    let bold = if matches!(name, "b" | "strong") || style.contains("font-weight:bold") {
        Some(true)
    } else {
        match style.split_once("font-weight:").map(|(_, rest)| rest) {
            Some(rest) if rest.starts_with(['6', '7', '8', '9']) => Some(true),
            Some(rest) if rest.starts_with("normal") || rest.starts_with("400") => Some(false),
            _ => None,
        }
    };
    Look { bold, centred }
}

fn attribute(tag: &StartTag<usize>, key: &str) -> Option<String> {
    tag.attributes
        .get(key.as_bytes())
        .map(|value| text_of(value))
}

/// The address of a picture or video: pages copied from elsewhere load theirs late, from
/// `data-src`.
fn address(tag: &StartTag<usize>) -> Option<String> {
    let mut sources = ["src", "data-src"]
        .iter()
        .filter_map(|key| attribute(tag, key));
    sources.find_map(|source| safe_address(&source))
}

/// An address without white space around it, if it leads somewhere: not what a browser would
/// run, and not a picture written out in the page.
pub(super) fn safe_address(source: &str) -> Option<String> {
    let source: String = source.chars().filter(|found| !found.is_control()).collect();
    let source = source.trim();
    (!source.is_empty() && is_web_address(source)).then(|| source.to_owned())
}
