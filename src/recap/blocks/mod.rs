//! The body of a recap as a reader sees it: a flat run of [`Block`]s with their source lines.
//!
//! Markdown and the HTML inside it end in one place, a `Flow` that knows what is open
//! (bold, centred, a list, a cell) much as a browser does:
//!
//! ```text
//! body ──markdown──▶ text, elements ──┐
//!          └──raw HTML──▶ html, tag ──┴──▶ flow ──▶ writer ──▶ text · run ──▶ [Block]
//!                                                       └──▶ table (spans)
//! ```

mod element;
mod flow;
mod hidden;
mod html;
mod lines;
mod markdown;
mod run;
mod table;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod writer;

use std::ops::Range;

/// One visible piece of a body, in reading order.
///
/// Text is what a browser would show: markup, tags, comments, scripts and styles are gone,
/// entities are decoded, runs of white space are one space. A line break that a reader sees
/// (a `<br>`, a soft line break of the source) is `\n` in `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// What it is.
    pub(crate) kind: BlockKind,
    /// Source line (from 1, counted in the whole file) where each line of `text` starts:
    /// one entry a `\n`-separated line, so never empty.
    pub(crate) lines: Vec<usize>,
    /// Visible text; empty for pictures and videos without a caption of their own.
    pub(crate) text: String,
    /// Byte ranges of `text` set in bold.
    pub(crate) bold: Vec<Range<usize>>,
    /// Whether it is set centred (`<center>`, `text-align: center`), as captions are.
    pub(crate) centred: bool,
}

/// Kind of a [`Block`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph, or any other run of text.
    Paragraph,
    /// The first text of a list item; the number is the nesting depth from 0. What follows in
    /// the same item (a second paragraph, text after a picture) is a [`BlockKind::Paragraph`].
    ListItem(usize),
    /// A table row; `text` is its cells joined by ` | ` without the empty ones, and these are the
    /// cells' own texts. A cell that spans rows is repeated in each of them; one that spans
    /// columns is followed by empty ones.
    TableRow {
        /// Texts of the cells, left to right.
        cells: Vec<String>,
        /// Whether it is the head of its table.
        head: bool,
        /// Number of the table in the body, from 0.
        table: usize,
    },
    /// Preformatted text.
    Code,
    /// A picture: its address as written.
    Image(String),
    /// A video: its address as written.
    Video(String),
    /// A thematic break.
    Rule,
}

impl Block {
    /// Source line where the block starts.
    pub(crate) fn line(&self) -> usize {
        self.lines.first().copied().unwrap_or(1)
    }
}

/// Reads a body (a recap without its front matter). `first_line` is the line of the file on
/// which the body starts, counted from 1; lines end with `\n`.
///
/// Every visible character is in one block; only cells that span rows are repeated.
pub(crate) fn parse(body: &str, first_line: usize) -> Vec<Block> {
    let lines = lines::Lines::new(body, first_line);
    let mut flow = flow::Flow::new(body);
    markdown::read(body, &lines, &mut flow);
    flow.finish()
}
