//! A page as lines with structure: what each is, and what stands above it.

use std::ops::Range;

use super::text::Text;
use crate::recap::blocks::{Block, BlockKind};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A value of the front matter.
    Front,
    /// The front matter's title.
    Title,
    /// A heading of this level.
    Heading(u8),
    /// A short line set in bold as a whole.
    Bold,
    /// A list item of this depth.
    Item(u8),
    /// A row of a table; whether it is the head.
    Row(bool),
    /// A line of a cell that holds several.
    Cell,
    /// A line of preformatted text.
    Code,
    /// Running text or any other line.
    Plain,
}

impl Kind {
    /// Its name in features.
    pub(super) fn name(self) -> String {
        match self {
            Self::Front => "front".to_owned(),
            Self::Title => "title".to_owned(),
            Self::Heading(level) => format!("h{level}"),
            Self::Bold => "bold".to_owned(),
            Self::Item(depth) => format!("item{}", depth.min(2)),
            Self::Row(true) => "head".to_owned(),
            Self::Row(false) => "row".to_owned(),
            Self::Cell => "cell".to_owned(),
            Self::Code => "code".to_owned(),
            Self::Plain => "plain".to_owned(),
        }
    }

    /// Whether it opens a section.
    pub(super) fn heads(self) -> bool {
        matches!(self, Self::Heading(_) | Self::Bold)
    }
}

/// One line of a page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its line in the file, from 1.
    pub(super) number: usize,
    pub(super) kind: Kind,
    pub(super) text: Text,
    /// Ranges of characters set in bold.
    pub(super) bold: Vec<Range<usize>>,
    /// Cells of a row, as ranges of characters; empty cells are empty ranges.
    pub(super) cells: Vec<Range<usize>>,
    /// The line that heads its table.
    pub(super) head: Option<usize>,
    /// Headings above it, the nearest first.
    pub(super) headings: Vec<usize>,
    /// A line that ends with a colon above it, or a key of the front matter.
    pub(super) label: Option<String>,
    /// Whether blank lines or another block part it from the line before.
    pub(super) gap: bool,
}

/// A page: its lines, and what the front matter says of its writer.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    pub(super) author: String,
    pub(super) title: String,
}

/// Most characters of a line of bold type that counts as a heading.
const BOLD: usize = 60;
/// Most characters of a label on a line of its own.
const LABEL: usize = 30;

/// Reads a page: its title, its front matter as written (with the line that it starts on), its blocks.
pub(super) fn lines(title: Option<&str>, front: (&str, usize), blocks: &[Block]) -> Lines {
    let mut page = Lines {
        title: title.unwrap_or_default().to_owned(),
        ..Lines::default()
    };
    read_front(&mut page, front.0, front.1);
    let mut tables: Vec<(usize, Option<usize>)> = Vec::new();
    let mut last = 0;
    for block in blocks {
        read_block(&mut page, block, &mut tables, &mut last);
    }
    link(&mut page.lines);
    page
}

/// Keys of the front matter that name who wrote or made the page.
const WRITERS: [&str; 5] = ["author", "authors", "translator", "editor", "auteur"];
/// Keys of the front matter whose values name no speakers.
const SILENT: [&str; 10] = [
    "tags",
    "keywords",
    "categories",
    "zh_tags",
    "sponsors",
    "volunteers",
    "redirect_from",
    "date",
    "url",
    "link",
];

fn read_front(page: &mut Lines, source: &str, first: usize) {
    let mut top = String::new();
    for (at, raw) in source.lines().enumerate() {
        let trimmed = raw.trim();
        let nested = raw.starts_with([' ', '\t', '-']);
        let item = trimmed.trim_start_matches("- ");
        let pair = item
            .split_once(": ")
            .or_else(|| item.split_once(" = "))
            .or_else(|| item.strip_suffix(':').map(|key| (key, "")))
            .filter(|(key, _)| {
                !key.is_empty()
                    && key
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
            });
        let (key, value) = pair.unwrap_or(("", item));
        let value = value.trim().trim_matches(['"', '\'', '“', '”']);
        if !nested {
            top = key.to_lowercase();
        }
        if WRITERS.contains(&top.as_str()) {
            page.author.push(' ');
            page.author.push_str(value);
            continue;
        }
        if value.is_empty() || SILENT.contains(&top.as_str()) || fence(trimmed) {
            continue;
        }
        let kind = match (nested, top.as_str()) {
            (false, "title") => Kind::Title,
            (false, "description" | "summary" | "excerpt") => continue,
            (false, _) if !key.is_empty() && value.len() < 4 => continue,
            _ => Kind::Front,
        };
        let mut line = line(first + at, kind, value);
        line.label = Some(if nested && !key.is_empty() {
            format!("{top}.{}", key.to_lowercase())
        } else {
            top.clone()
        });
        page.lines.push(line);
    }
}

fn fence(text: &str) -> bool {
    matches!(text, "---" | "+++" | "...")
}

fn line(number: usize, kind: Kind, text: &str) -> Line {
    Line {
        number,
        kind,
        text: Text::new(text),
        bold: Vec::new(),
        cells: Vec::new(),
        head: None,
        headings: Vec::new(),
        label: None,
        gap: false,
    }
}

fn read_block(
    page: &mut Lines,
    block: &Block,
    tables: &mut Vec<(usize, Option<usize>)>,
    last: &mut usize,
) {
    let kind = match &block.kind {
        BlockKind::Heading(level) => Kind::Heading(*level),
        BlockKind::Paragraph => Kind::Plain,
        BlockKind::ListItem(depth) => Kind::Item(u8::try_from(*depth).unwrap_or(u8::MAX)),
        BlockKind::Code => Kind::Code,
        BlockKind::TableRow { cells, head, table } => {
            return read_row(page, block, cells, *head, *table, tables, last);
        }
        BlockKind::Image(_) | BlockKind::Video(_) | BlockKind::Rule => {
            if block.text.trim().is_empty() {
                return;
            }
            Kind::Plain
        }
    };
    let mut start = 0;
    for (at, text) in block.text.split('\n').enumerate() {
        let end = start + text.len();
        let shown = text.trim();
        if !shown.is_empty() {
            let number = block.lines.get(at).copied().unwrap_or(block.line());
            let lead = start + (text.len() - text.trim_start().len());
            let mut made = line(
                number,
                if at > 0 && matches!(kind, Kind::Item(_)) {
                    Kind::Plain
                } else {
                    kind
                },
                shown,
            );
            made.bold = bold(&block.text, &block.bold, lead..lead + shown.len());
            made.gap = at == 0 && (number > *last + 1 || kind.heads());
            if kind == Kind::Plain
                && made.text.len() <= BOLD
                && is_whole(&made.bold, made.text.len())
            {
                made.kind = Kind::Bold;
            }
            *last = number;
            page.lines.push(made);
        }
        start = end + 1;
    }
}

/// Ranges of bytes of a text as ranges of characters of a part of it.
fn bold(text: &str, runs: &[Range<usize>], part: Range<usize>) -> Vec<Range<usize>> {
    let count = |at: usize| text[part.start..at].chars().count();
    runs.iter()
        .filter(|run| run.start < part.end && run.end > part.start)
        .map(|run| count(run.start.max(part.start))..count(run.end.min(part.end)))
        .collect()
}

fn is_whole(bold: &[Range<usize>], len: usize) -> bool {
    let (Some(first), Some(last)) = (bold.first(), bold.last()) else {
        return false;
    };
    let set: usize = bold.iter().map(|run| run.len()).sum();
    first.start == 0 && last.end + 1 >= len && set * 5 >= len * 4
}

fn read_row(
    page: &mut Lines,
    block: &Block,
    cells: &[String],
    head: bool,
    table: usize,
    tables: &mut Vec<(usize, Option<usize>)>,
    last: &mut usize,
) {
    let gap = tables.last().is_none_or(|(known, _)| *known != table);
    if gap {
        tables.push((table, None));
    }
    let number = block.line();
    let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let several = cells
        .iter()
        .filter(|cell| {
            cell.trim()
                .lines()
                .filter(|part| !part.trim().is_empty())
                .count()
                > 1
        })
        .count();
    *last = block.lines.last().copied().unwrap_or(number);
    if filled > 0 && (several * 10 > filled * 3 || cells.len() == 1) {
        // A cell of several lines is a card.
        for cell in cells {
            for (at, part) in cell
                .lines()
                .filter(|part| !part.trim().is_empty())
                .enumerate()
            {
                let mut made = line(
                    row_line(block, part.trim(), number),
                    Kind::Cell,
                    part.trim(),
                );
                made.gap = at == 0;
                page.lines.push(made);
            }
        }
        return;
    }
    let mut text = String::new();
    let mut ranges = Vec::with_capacity(cells.len());
    let mut count = 0;
    for cell in cells {
        let shown = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        if !ranges.is_empty() {
            text.push_str(" | ");
            count += 3;
        }
        let length = shown.chars().count();
        ranges.push(count..count + length);
        count += length;
        text.push_str(&shown);
    }
    let first = tables.last().is_some_and(|(_, head)| head.is_none());
    let mut made = line(number, Kind::Row(head || first), &text);
    made.cells = ranges;
    made.gap = gap;
    let at = page.lines.len();
    if let Some((_, known)) = tables.last_mut() {
        if known.is_none() {
            *known = Some(at);
        } else {
            made.head = *known;
        }
    }
    page.lines.push(made);
}

/// The source line of a part of a row's text.
fn row_line(block: &Block, part: &str, first: usize) -> usize {
    let at = block
        .text
        .split('\n')
        .position(|line| line.contains(part))
        .unwrap_or(0);
    block.lines.get(at).copied().unwrap_or(first)
}

/// Notes for each line the headings and the label above it.
fn link(lines: &mut [Line]) {
    let level = |kind: Kind| match kind {
        Kind::Heading(level) => level,
        _ => 7,
    };
    let mut open: Vec<usize> = Vec::new();
    let mut label: Option<String> = None;
    for at in 0..lines.len() {
        let kind = lines[at].kind;
        if kind.heads() {
            open.retain(|above| level(lines[*above].kind) < level(kind));
            lines[at].headings = open.iter().rev().copied().collect();
            open.push(at);
            label = None;
        } else {
            lines[at].headings = open.iter().rev().copied().collect();
            let listed = at > 0
                && matches!(
                    lines[at - 1].kind,
                    Kind::Item(_) | Kind::Row(_) | Kind::Cell
                );
            if kind == Kind::Plain && lines[at].gap && listed {
                label = None;
            }
            if lines[at].label.is_none() {
                lines[at].label.clone_from(&label);
            }
            let plain = &lines[at].text.plain;
            if plain.last() == Some(&':') && plain.len() < LABEL {
                label = Some(plain.iter().collect());
            }
        }
    }
}
