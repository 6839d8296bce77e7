//! Units: blocks cut where one block tells of several things.
//!
//! A block is what the page's author typed; a unit is what belongs to one passage as a whole.
//! Most blocks are one unit. A paragraph of agenda rows under soft line breaks is one unit a
//! row, and a paragraph that reports several speakers in turn is cut between them.

use std::ops::Range;

use super::characters::length;
use crate::recap::blocks::{Block, BlockKind};

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A heading of this level.
    Heading(u8),
    /// Running text or a short line.
    Text,
    /// A list item.
    Item,
    /// A table row.
    Row,
    /// A picture or a video.
    Media,
    /// Code or a rule: never part of a cue.
    Other,
}

/// A piece of the body that belongs to one passage as a whole.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) shape: Shape,
    pub(super) text: String,
    pub(super) line: usize,
    /// Set in bold as a whole.
    pub(super) bold: bool,
    pub(super) centred: bool,
    /// Bytes at its start that are set in bold where the rest is not, and 0 otherwise.
    pub(super) lead: usize,
    /// Cells of a table row, whether it is the head, and the table's number.
    pub(super) cells: Option<(Vec<String>, bool, usize)>,
    pub(super) image: Option<String>,
    pub(super) video: Option<String>,
    /// Whether a sentence of it may name anybody. Most paragraphs of most pages name nobody: seen
    /// once, that saves every later stage the search.
    pub(super) names: bool,
}

impl Unit {
    /// Whether it shows text that a cue can be read from.
    pub(super) fn readable(&self) -> bool {
        matches!(self.shape, Shape::Text | Shape::Item) && !self.is_blank()
    }

    /// Whether it shows no text.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim_start().is_empty()
    }

    /// Whether it stands out as captions do.
    pub(super) fn stands_out(&self) -> bool {
        self.bold || self.centred
    }
}

/// Cuts blocks into units.
pub(super) fn units(blocks: Vec<Block>) -> Vec<Unit> {
    let mut units = Vec::with_capacity(blocks.len());
    for block in blocks {
        let mut blank = Unit {
            shape: Shape::Other,
            text: String::new(),
            line: block.line(),
            bold: false,
            centred: block.centred,
            lead: 0,
            cells: None,
            image: None,
            video: None,
            names: true,
        };
        blank.shape = match block.kind {
            BlockKind::Heading(level) => Shape::Heading(level),
            BlockKind::Paragraph => Shape::Text,
            BlockKind::ListItem(_) => Shape::Item,
            BlockKind::TableRow { cells, head, table } => {
                blank.cells = Some((cells, head, table));
                Shape::Row
            }
            BlockKind::Image(at) => {
                blank.image = Some(at);
                Shape::Media
            }
            BlockKind::Video(at) => {
                blank.video = Some(at);
                Shape::Media
            }
            BlockKind::Code | BlockKind::Rule => Shape::Other,
        };
        let (text, bold) = (block.text, block.bold);
        if !matches!(blank.shape, Shape::Text | Shape::Item) || !text.contains('\n') {
            units.push(Unit {
                bold: is_bold(&text, &bold, 0..text.len()),
                lead: lead(&bold, 0..text.len()),
                text,
                ..blank
            });
            continue;
        }
        let mut start = 0;
        let mut row = 0;
        let mut first_row = 0;
        let mut place = 0;
        let lines: Vec<&str> = text.split('\n').collect();
        for (number, line) in lines.iter().enumerate() {
            place += line.len() + 1;
            row = number + 1;
            if row == lines.len() || !wraps(line) {
                let end = place - 1;
                units.push(Unit {
                    text: text[start..end].to_owned(),
                    line: block.lines.get(first_row).copied().unwrap_or(blank.line),
                    bold: is_bold(&text, &bold, start..end),
                    lead: lead(&bold, start..end),
                    ..blank.clone()
                });
                start = place;
                first_row = row;
            }
        }
        debug_assert_eq!(row, lines.len());
    }
    units
}

/// Whether a source line goes on in the next one: long, and not at the end of a sentence.
fn wraps(line: &str) -> bool {
    let line = line.trim_end();
    let ends = line.ends_with(['。', '！', '？', '；', '：', '”', '!', '?', ':', '》', ';']);
    length(line) >= 34 && !ends || line.ends_with(['，', ',', '、'])
}

/// Whether all visible characters of this part of a text are set in bold, as these runs are.
fn is_bold(text: &str, bold: &[Range<usize>], part: Range<usize>) -> bool {
    let mut seen = false;
    for (at, c) in text[part.clone()].char_indices() {
        if c.is_whitespace() {
            continue;
        }
        seen = true;
        let at = part.start + at;
        let next = bold.partition_point(|run| run.end <= at);
        if !bold.get(next).is_some_and(|run| run.contains(&at)) {
            return false;
        }
    }
    seen
}

/// Bytes of this part of a text up to where the bold type that it opens with ends before it does.
fn lead(bold: &[Range<usize>], part: Range<usize>) -> usize {
    let first = bold.partition_point(|run| run.end <= part.start);
    match bold.get(first) {
        Some(run) if run.start <= part.start && run.end < part.end => run.end - part.start,
        _ => 0,
    }
}

/// Cuts a unit at these bytes of its text.
pub(super) fn cut(unit: &Unit, at: &[usize]) -> Vec<Unit> {
    let mut pieces = Vec::with_capacity(at.len() + 1);
    let blank = Unit {
        text: String::new(),
        lead: 0,
        ..unit.clone()
    };
    let mut start = 0;
    for end in at.iter().copied().chain([unit.text.len()]) {
        let text = unit.text[start..end].trim();
        if !text.is_empty() {
            pieces.push(Unit {
                text: text.to_owned(),
                ..blank.clone()
            });
        }
        start = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block {
            kind: BlockKind::Paragraph,
            lines: (1..=text.split('\n').count()).collect(),
            text: text.to_owned(),
            bold: Vec::new(),
            centred: false,
        }
    }

    #[test]
    fn rows_are_parted_and_wrapped_prose_is_not() {
        let rows = units(vec![paragraph(
            "14:00-14:30 缓存之道 赵宏\n14:30-15:00 存储之道 钱进",
        )]);
        assert_eq!(
            rows.iter().map(|unit| unit.line).collect::<Vec<_>>(),
            [1, 2]
        );
        let wrapped = "这一段文字写得很长，一直写到了编辑器的右边还没有写完，于是作者按下了回车\n然后接着写。";
        assert_eq!(units(vec![paragraph(wrapped)]).len(), 1);
    }
}
