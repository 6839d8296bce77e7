//! Rows of a table, with cells that span rows and columns put where a reader sees them.

use std::collections::BTreeMap;

use super::run::Run;
use super::text::Text;
use super::{Block, BlockKind};

/// Most columns or rows that one cell is taken to span, as in browsers.
const MAX_COLUMNS: usize = 1_000;
const MAX_ROWS: usize = 65_534;

/// How far a cell reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Default for Span {
    fn default() -> Self {
        Self {
            rows: 1,
            columns: 1,
        }
    }
}

impl Span {
    /// The span that the attributes of a cell ask for; `rowspan="0"` is the rest of the table.
    pub(super) fn new(rows: Option<usize>, columns: Option<usize>) -> Self {
        let rows = match rows {
            None => 1,
            Some(0) => MAX_ROWS,
            Some(rows) => rows.min(MAX_ROWS),
        };
        let columns = columns.unwrap_or(1).clamp(1, MAX_COLUMNS);
        Self { rows, columns }
    }
}

#[derive(Debug)]
struct Cell {
    run: Run,
    span: Span,
    head: bool,
}

/// A table being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Number of the table in its body.
    pub(super) number: usize,
    /// Text of the open cell.
    pub(super) cell: Option<Text>,
    open: (Span, bool),
    row: Vec<Cell>,
    row_line: usize,
    /// By column: the text that reaches down into the next rows, and into how many.
    spans: BTreeMap<usize, (usize, String)>,
    /// Pictures and videos of the open row: they follow it.
    pub(super) media: Vec<Block>,
}

impl Table {
    pub(super) fn new(number: usize) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Whether the open row has cells.
    pub(super) fn has_cells(&self) -> bool {
        self.cell.is_some() || !self.row.is_empty()
    }

    /// Opens a cell.
    pub(super) fn open_cell(&mut self, span: Span, head: bool) {
        self.close_cell();
        self.open = (span, head);
        self.cell = Some(Text::default());
    }

    /// Ends the open cell.
    pub(super) fn close_cell(&mut self) {
        let Some(text) = self.cell.take() else { return };
        let run = text.finish().unwrap_or_default();
        if self.row_line == 0 {
            self.row_line = run.lines.first().copied().unwrap_or(0);
        }
        let (span, head) = self.open;
        self.row.push(Cell { run, span, head });
    }

    /// Ends the open row. `budget` is how many more bytes may be written for spans: without it,
    /// a small page could ask for gigabytes.
    pub(super) fn close_row(&mut self, head: bool, budget: &mut usize) -> Vec<Block> {
        self.close_cell();
        let own = std::mem::take(&mut self.row);
        let line = std::mem::take(&mut self.row_line);
        let head = head || (!own.is_empty() && own.iter().all(|cell| cell.head));
        let mut row = RowWriter::new(line);
        let mut column = 0;
        let mut above = std::mem::take(&mut self.spans);
        for cell in own {
            while let Some((left, text)) = above.remove(&column) {
                self.repeat(column, left, text, &mut row, budget);
                column += 1;
            }
            row.add(&cell.run);
            if cell.span.rows > 1 {
                self.spans
                    .insert(column, (cell.span.rows - 1, cell.run.text));
            }
            for extra in 1..cell.span.columns {
                if !spend(budget, size_of::<String>()) {
                    break;
                }
                row.cells.push(String::new());
                if cell.span.rows > 1 {
                    let reach = (cell.span.rows - 1, String::new());
                    self.spans.insert(column + extra, reach);
                }
            }
            column += cell.span.columns;
        }
        for (column, (left, text)) in above {
            self.repeat(column, left, text, &mut row, budget);
        }
        let mut blocks = row.finish(head, self.number);
        blocks.append(&mut self.media);
        blocks
    }

    fn repeat(
        &mut self,
        column: usize,
        left: usize,
        text: String,
        row: &mut RowWriter,
        budget: &mut usize,
    ) {
        if !spend(budget, size_of::<String>() + 2 * text.len()) {
            return;
        }
        row.repeat(&text);
        if left > 1 {
            self.spans.insert(column, (left - 1, text));
        }
    }
}

fn spend(budget: &mut usize, bytes: usize) -> bool {
    let enough = *budget >= bytes;
    *budget = budget.saturating_sub(bytes);
    enough
}

/// Puts the cells of one row together.
struct RowWriter {
    cells: Vec<String>,
    run: Run,
    line: usize,
    /// Whether the row has a cell of its own that shows something.
    own: bool,
}

impl RowWriter {
    fn new(line: usize) -> Self {
        Self {
            cells: Vec::new(),
            run: Run::default(),
            line,
            own: false,
        }
    }

    fn add(&mut self, cell: &Run) {
        self.cells.push(cell.text.clone());
        if cell.text.is_empty() {
            return;
        }
        self.own = true;
        let shift = self.join(&cell.text);
        let above = self.run.lines.last().copied().unwrap_or(0);
        let skip = usize::from(!self.run.lines.is_empty());
        let lines = cell.lines.iter().skip(skip).map(|line| *line.max(&above));
        self.run.lines.extend(lines);
        let bold = cell.bold.iter();
        self.run
            .bold
            .extend(bold.map(|range| range.start + shift..range.end + shift));
    }

    fn repeat(&mut self, text: &str) {
        self.cells.push(text.to_owned());
        if text.is_empty() {
            return;
        }
        self.join(text);
        // The text stands further up; what this row shows of it belongs to its own line.
        let line = self.run.lines.last().copied().unwrap_or(self.line);
        let breaks = text.matches('\n').count();
        let first = usize::from(self.run.lines.is_empty());
        self.run
            .lines
            .extend(std::iter::repeat_n(line, breaks + first));
    }

    /// Appends a cell's text and says where it starts.
    fn join(&mut self, text: &str) -> usize {
        if !self.run.text.is_empty() {
            self.run.text.push_str(" | ");
        }
        let start = self.run.text.len();
        self.run.text.push_str(text);
        start
    }

    fn finish(self, head: bool, table: usize) -> Vec<Block> {
        if !self.own {
            return Vec::new();
        }
        let kind = BlockKind::TableRow {
            cells: self.cells,
            head,
            table,
        };
        vec![Block {
            kind,
            lines: self.run.lines,
            text: self.run.text,
            bold: self.run.bold,
            centred: false,
        }]
    }
}
