//! The body of a recap as a reader sees it: a flat run of [`Block`]s with their source lines.

use std::ops::Range;

/// One visible piece of a body, in reading order.
///
/// Text is what a browser would show: markup, tags, comments, scripts and styles are gone,
/// entities are decoded, runs of white space are one space. A line break that a reader sees
/// (a `<br>`, a soft line break of the source) is `\n` in `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Source line (from 1, counted in the whole file) where each line of `text` starts:
    /// one entry a `\n`-separated line, so never empty.
    pub lines: Vec<usize>,
    /// Visible text; empty for pictures and videos without a caption of their own.
    pub text: String,
    /// Byte ranges of `text` set in bold.
    pub bold: Vec<Range<usize>>,
    /// Whether it is set centred (`<center>`, `text-align: center`), as captions are.
    pub centred: bool,
}

/// Kind of a [`Block`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph, or any other run of text.
    Paragraph,
    /// A list item (its own text, without that of nested items); the number is the nesting depth from 0.
    ListItem(usize),
    /// A table row; `text` is its cells joined by ` | `, and these are the cells' own texts.
    /// A cell that spans rows is repeated in each of them.
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
    pub fn line(&self) -> usize {
        self.lines.first().copied().unwrap_or(1)
    }
}
