//! What is open at a point of a page, and so how what stands there is set.
//!
//! Elements come from Markdown (always closed in order) and from HTML (in any order, or never).
//! Nothing here calls itself, so that no depth of nesting can exhaust the stack.

use super::element::{Context, Element, Look, Role};
use super::hidden::Hidden;
use super::writer::Writer;
use super::{Block, BlockKind};

/// How far up an end tag looks for its start. Browsers look all the way; a page of nothing but
/// tags that do not match would then take time in the square of its length.
const REACH: usize = 256;

/// The page so far.
pub(super) struct Flow<'a> {
    writer: Writer,
    stack: Vec<Element>,
    /// Places of Markdown's elements in the stack.
    ours: Vec<usize>,
    /// End tags met inside an element of Markdown that began before it.
    late: Vec<String>,
    /// Place of the open `<p>`.
    paragraph: Option<usize>,
    bold_runs: u32,
    /// Whether a video is open whose address is not known yet.
    source_awaited: bool,
    /// What is not shown.
    pub(super) hidden: Hidden<'a>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(body: &'a str) -> Self {
        Self {
            writer: Writer::new(body.len()),
            stack: Vec::new(),
            ours: Vec::new(),
            late: Vec::new(),
            paragraph: None,
            bold_runs: 0,
            source_awaited: false,
            hidden: Hidden::new(body),
        }
    }

    fn context(&self) -> Context {
        self.stack
            .last()
            .map_or_else(Context::default, |element| element.context)
    }

    /// Whether white space counts here.
    pub(super) fn preformatted(&self) -> bool {
        self.context().preformatted
    }

    /// Adds text that starts on `line` and ends on `last`.
    pub(super) fn text(&mut self, piece: &str, line: usize, last: usize, literal: bool) {
        if !self.hidden.is_open() {
            let context = self.context();
            self.writer.text(piece, line, last, literal, context);
        }
    }

    /// What follows stands on a new line of the same block.
    pub(super) fn line_break(&mut self) {
        self.writer.line_break();
    }

    /// Ends the open block; inside a cell, where blocks are lines, begins a new line.
    pub(super) fn boundary(&mut self) {
        self.writer.boundary();
    }

    /// Adds a picture, a video or a rule: a block without text.
    pub(super) fn add(&mut self, kind: BlockKind, line: usize) {
        let centred = self.context().centred;
        self.writer.add(kind, line, centred);
    }

    /// Opens an element; without a name it is one of Markdown's, which `close` ends.
    pub(super) fn open(&mut self, name: &str, role: Role, look: Look) {
        let around = self.context();
        match role {
            Role::Item => self.end_open(around.item),
            Role::Row(_) => self.end_open(around.row),
            Role::Cell(..) => self.end_open(around.cell),
            _ => {}
        }
        if !matches!(role, Role::Inline) {
            self.end_open(self.paragraph);
            self.boundary();
        }
        let mut context = self.context();
        let ours = name.is_empty();
        if ours && !matches!(role, Role::Inline) {
            // A heading of HTML that nobody closed ends where Markdown goes on.
            context.heading = None;
        }
        if let Some(centred) = look.centred {
            context.centred = centred;
        }
        match look.bold {
            Some(true) if context.bold == 0 => {
                self.bold_runs += 1;
                context.bold = self.bold_runs;
            }
            Some(false) => context.bold = 0,
            _ => {}
        }
        let place = self.stack.len();
        match role {
            Role::Inline | Role::Block => {}
            Role::Paragraph => self.paragraph = Some(place),
            Role::Heading(level) => context.heading = Some(level),
            Role::Preformatted => context.preformatted = true,
            Role::List => {
                context.depth += 1;
                context.item = None;
            }
            Role::Item => {
                context.depth = context.depth.max(1);
                context.item = Some(place);
                self.writer.begin_item();
            }
            Role::Table => {
                (context.row, context.cell, context.item) = (None, None, None);
                context.table_head = false;
                context.tables += 1;
                if in_own_table(context) {
                    self.writer.open_table();
                }
            }
            Role::TableHead => context.table_head = true,
            Role::Row(head) => {
                (context.row, context.cell) = (Some(place), None);
                context.table_head |= head;
                // Cells that stood in the table without a row of their own are one.
                if in_own_table(context) && self.writer.has_cells() {
                    self.writer.close_row(false);
                }
            }
            Role::Cell(span, head) => {
                (context.cell, context.item) = (Some(place), None);
                if in_own_table(context) {
                    self.writer.open_cell(span, head);
                }
            }
        }
        if ours {
            self.ours.push(place);
        }
        self.stack.push(Element {
            name: name.to_owned(),
            role,
            context,
        });
    }

    /// Ends the element at `place`, where there is one that an opening tag may end.
    fn end_open(&mut self, place: Option<usize>) {
        if let Some(place) = place
            && self.ours.last().is_none_or(|&ours| place > ours)
        {
            self.cut(place);
        }
    }

    /// Ends the innermost element of Markdown, and whatever HTML was left open in it.
    pub(super) fn close(&mut self) {
        if let Some(place) = self.ours.pop() {
            self.cut(place);
        }
        for name in std::mem::take(&mut self.late) {
            self.end_tag(&name);
        }
    }

    /// Meets an end tag of HTML.
    pub(super) fn end_tag(&mut self, name: &str) {
        let wall = self.ours.last().map_or(0, |&place| place + 1);
        let floor = wall.max(self.stack.len().saturating_sub(REACH));
        let above = self.stack.get(floor..).unwrap_or_default();
        if let Some(place) = above.iter().rposition(|element| element.name == name) {
            self.cut(floor + place);
        } else if wall > 0 && self.late.len() < 8 {
            self.late.push(name.to_owned());
        }
    }

    /// Ends every element from `place` on.
    fn cut(&mut self, place: usize) {
        while self.stack.len() > place {
            let Some(element) = self.stack.pop() else {
                return;
            };
            match element.role {
                Role::Inline => {}
                Role::Item => {
                    self.boundary();
                    self.writer.end_item();
                }
                Role::Cell(..) => {
                    self.boundary();
                    if in_own_table(element.context) {
                        self.writer.close_cell();
                    }
                }
                Role::Row(_) => {
                    self.boundary();
                    if in_own_table(element.context) {
                        self.writer.close_row(element.context.table_head);
                    }
                }
                Role::Table => {
                    self.boundary();
                    if in_own_table(element.context) {
                        self.writer.close_table();
                    }
                }
                _ => self.boundary(),
            }
        }
        self.paragraph = self.paragraph.filter(|&open| open < place);
    }

    /// A `<video>` began that has no address of its own.
    pub(super) fn await_source(&mut self) {
        self.boundary();
        self.source_awaited = true;
    }

    /// Meets a `<source>`: the first one in a video is its address.
    pub(super) fn add_source(&mut self, source: String, line: usize) {
        if std::mem::take(&mut self.source_awaited) {
            self.add(BlockKind::Video(source), line);
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Ends what a block of HTML, read up to `offset` of the body, left open and nothing that
    /// follows ends either: a forgotten `</center>` would centre the rest of the page.
    pub(super) fn settle(&mut self, depth: usize, offset: usize) {
        for place in depth..self.stack.len() {
            let name = self.stack.get(place).map(|open| open.name.clone());
            if name.is_some_and(|name| !self.hidden.ends_after(&name, offset)) {
                return self.cut(place);
            }
        }
    }

    /// Ends everything and hands the blocks over.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.cut(0);
        self.writer.finish()
    }
}

/// Whether rows and cells at this point are those of the open table: a table inside a cell is text
/// of that cell.
fn in_own_table(context: Context) -> bool {
    context.tables == 1
}
