//! HTML inside Markdown, as a browser shows it.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::BlockKind;
use super::element::Role;
use super::flow::Flow;
use super::lines::Lines;
use super::markdown;
use super::tag::{BOXES, HIDDEN, PLAYERS, VOID, address, attribute, look, role, text_of};

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
