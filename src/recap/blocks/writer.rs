//! Blocks as they are written: the open run of text or table, and what is done.

use super::element::Context;
use super::table::{Span, Table};
use super::text::{Style, Text};
use super::{Block, BlockKind};

/// The blocks so far, and what is open. What has no table to go to is passed over.
pub(super) struct Writer {
    blocks: Vec<Block>,
    current: Option<(BlockKind, bool, Text)>,
    /// Whether a list item began and has no text yet.
    fresh_item: bool,
    table: Option<Table>,
    tables: usize,
    /// How many more bytes cells may be given that span rows and columns.
    budget: usize,
}

impl Writer {
    /// A writer for a body of so many bytes.
    pub(super) fn new(size: usize) -> Self {
        Self {
            blocks: Vec::new(),
            current: None,
            fresh_item: false,
            table: None,
            tables: 0,
            budget: 4 * size + 4_096,
        }
    }

    fn cell(&mut self) -> Option<&mut Text> {
        self.table.as_mut()?.cell.as_mut()
    }

    /// Adds text that starts on `line` and ends on `last`.
    pub(super) fn text(
        &mut self,
        piece: &str,
        line: usize,
        last: usize,
        literal: bool,
        context: Context,
    ) {
        let style = Style {
            bold: context.bold,
            preformatted: context.preformatted,
            literal,
        };
        if let Some(cell) = self.cell() {
            let style = Style {
                preformatted: false,
                ..style
            };
            return cell.push(piece, line, last, style);
        }
        if self.current.is_none() && piece.chars().all(char::is_whitespace) {
            return;
        }
        let (_, _, text) = self.current.get_or_insert_with(|| {
            let kind = match context.heading {
                _ if context.preformatted => BlockKind::Code,
                Some(level) => BlockKind::Heading(level),
                None if self.fresh_item => BlockKind::ListItem(context.depth.saturating_sub(1)),
                None => BlockKind::Paragraph,
            };
            (kind, context.centred, Text::default())
        });
        text.push(piece, line, last, style);
        self.fresh_item &= text.is_empty();
    }

    /// What follows stands on a new line of the same block.
    pub(super) fn line_break(&mut self) {
        if let Some(cell) = self.cell() {
            cell.line_break();
        } else if let Some((_, _, text)) = &mut self.current {
            text.line_break();
        }
    }

    /// Ends the open block; inside a cell, where blocks are lines, begins a new line.
    pub(super) fn boundary(&mut self) {
        if let Some(cell) = self.cell() {
            return cell.line_break();
        }
        let Some((kind, centred, text)) = self.current.take() else {
            return;
        };
        if let Some(run) = text.finish() {
            self.blocks.push(Block {
                kind,
                lines: run.lines,
                text: run.text,
                bold: run.bold,
                centred,
            });
        }
    }

    /// Adds a picture, a video or a rule: a block without text.
    pub(super) fn add(&mut self, kind: BlockKind, line: usize, centred: bool) {
        self.boundary();
        let block = Block {
            kind,
            lines: vec![line],
            text: String::new(),
            bold: Vec::new(),
            centred,
        };
        match &mut self.table {
            Some(table) if table.cell.is_some() => table.media.push(block),
            _ => self.blocks.push(block),
        }
    }

    /// The first text from here on is a list item.
    pub(super) fn begin_item(&mut self) {
        self.fresh_item = true;
    }

    /// What follows is no text of a list item.
    pub(super) fn end_item(&mut self) {
        self.fresh_item = false;
    }

    pub(super) fn open_table(&mut self) {
        self.table = Some(Table::new(self.tables));
        self.tables += 1;
        self.fresh_item = false;
    }

    /// Ends the open row and the table.
    pub(super) fn close_table(&mut self) {
        self.close_row(false);
        self.table = None;
    }

    /// Ends the open row; `head` where it is the head of its table.
    pub(super) fn close_row(&mut self, head: bool) {
        if let Some(table) = &mut self.table {
            let row = table.close_row(head, &mut self.budget);
            self.blocks.extend(row);
        }
    }

    /// Whether the open row has cells.
    pub(super) fn has_cells(&self) -> bool {
        self.table.as_ref().is_some_and(Table::has_cells)
    }

    pub(super) fn open_cell(&mut self, span: Span, head: bool) {
        if let Some(table) = &mut self.table {
            table.open_cell(span, head);
        }
    }

    pub(super) fn close_cell(&mut self) {
        if let Some(table) = &mut self.table {
            table.close_cell();
        }
    }

    /// Ends the open block and hands all of them over.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.boundary();
        self.blocks
    }
}
