//! The elements of a page: what they do, and what holds inside them.

use super::table::Span;

/// What an element does to the flow.
#[derive(Debug, Clone, Copy)]
pub(super) enum Role {
    Inline,
    Block,
    /// A block that ends where the next block starts, even without an end tag.
    Paragraph,
    Heading(u8),
    List,
    Item,
    Preformatted,
    Table,
    TableHead,
    /// A row; true where it is the head of its table.
    Row(bool),
    /// A cell; true where it is a head cell.
    Cell(Span, bool),
}

/// What an element changes about the text in it; `None` leaves it as it is around it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) bold: Option<bool>,
    pub(super) centred: Option<bool>,
}

/// Everything that holds at a point, handed down from element to element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    pub(super) bold: u32,
    pub(super) centred: bool,
    pub(super) heading: Option<u8>,
    pub(super) preformatted: bool,
    pub(super) table_head: bool,
    /// How many lists are open, and how many tables.
    pub(super) depth: usize,
    pub(super) tables: usize,
    /// Places in the stack of what an opening tag may end: the item, row or cell before it.
    pub(super) item: Option<usize>,
    pub(super) row: Option<usize>,
    pub(super) cell: Option<usize>,
}

/// An open element.
#[derive(Debug)]
pub(super) struct Element {
    /// Name of the tag; empty for an element of Markdown, which no end tag closes.
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) context: Context,
}
