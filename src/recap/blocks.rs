//! The body of a recap as a reader sees it: a flat run of [`Block`]s with their source lines.
//!
//! Markdown and the HTML inside it end in one place, a [`flow::Flow`] that knows what is open
//! (bold, centred, a list, a cell) much as a browser does:
//!
//! ```text
//! body ──markdown──▶ text, tags ──┐
//!          └──raw HTML──▶ html ───┴──▶ flow (elements) ──▶ text (white space, bold) ──▶ [Block]
//!                                       └──▶ table (spans)
//! ```

mod flow;
mod html;
mod lines;
mod markdown;
mod table;
mod text;

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
    pub fn line(&self) -> usize {
        self.lines.first().copied().unwrap_or(1)
    }
}

/// Reads a body (a recap without its front matter). `first_line` is the line of the file on
/// which the body starts, counted from 1; lines end with `\n`.
///
/// Every visible character is in one block; only cells that span rows are repeated.
pub fn parse(body: &str, first_line: usize) -> Vec<Block> {
    let lines = lines::Lines::new(body, first_line);
    let mut flow = flow::Flow::new(body);
    markdown::read(body, &lines, &mut flow);
    flow.finish()
}

#[cfg(test)]
mod tests {
    use super::{Block, BlockKind, parse};

    /// One line a block: its kind, `@` and its lines, its text with bold runs in `[ ]`.
    fn shown(body: &str) -> Vec<String> {
        parse(body, 1).iter().map(show).collect()
    }

    fn show(block: &Block) -> String {
        let kind = match &block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::ListItem(depth) => format!("li{depth}"),
            BlockKind::TableRow { cells, head, table } => {
                let sign = if *head { "th" } else { "tr" };
                format!("{sign}{table}({})", cells.len())
            }
            BlockKind::Code => "code".to_owned(),
            BlockKind::Image(source) => format!("img {source}"),
            BlockKind::Video(source) => format!("video {source}"),
            BlockKind::Rule => "hr".to_owned(),
        };
        let lines: Vec<String> = block.lines.iter().map(usize::to_string).collect();
        let mut text = block.text.clone();
        for range in block.bold.iter().rev() {
            text.insert(range.end, ']');
            text.insert(range.start, '[');
        }
        let centred = if block.centred { " centred" } else { "" };
        format!("{kind}@{}{centred} {text}", lines.join(","))
    }

    #[test]
    fn reads_what_pages_do() {
        for (body, blocks) in [
            // A caption right below its picture, with Markdown in HTML.
            (
                "<img src=\"./a.jpg\" />\n<font size=1><center>**总监 张三**</center></font>\n\n正文",
                vec!["img ./a.jpg@1 ", "p@2 centred [总监 张三]", "p@4 正文"],
            ),
            (
                "<img src=a.png>\n**圆桌论坛**",
                vec!["img a.png@1 ", "p@2 [圆桌论坛]"],
            ),
            // HTML in a heading.
            (
                "### <p style=\"text-align:center;\">领导致辞</p>",
                vec!["h3@1 centred 领导致辞"],
            ),
            // A caption right below its video, whose own text is for old browsers.
            (
                "<video controls>\n  <source src=\"v.mp4 \">您的浏览器不支持video标签。\n</video>\n经理李四",
                vec!["video v.mp4@2 ", "p@4 经理李四"],
            ),
            // A bold run that ends in punctuation, which Markdown does not see.
            ("**开幕。**此次", vec!["p@1 [开幕。]此次"]),
            // A cell that spans rows.
            (
                "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td rowspan=\"3\">x</td><td>1</td></tr>\n<tr><td>2</td></tr>\n<tr><td>3</td></tr></table>",
                vec![
                    "th0(2)@2 a | b",
                    "tr0(2)@3 x | 1",
                    "tr0(2)@4 x | 2",
                    "tr0(2)@5 x | 3",
                ],
            ),
        ] {
            assert_eq!(shown(body), blocks, "{body}");
        }
    }
}
