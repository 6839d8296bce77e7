//! Tags of HTML: what an element is by its name, and what its attributes ask for.

use html5gum::{HtmlString, StartTag};

use super::element::{Look, Role};
use super::table::Span;
use crate::recap::address::safe_address;

/// Elements whose content is never shown. What stands in a `<video>` is for browsers that
/// cannot play one.
pub(super) const HIDDEN: [&str; 13] = [
    "script", "style", "template", "noscript", "video", "audio", "iframe", "canvas", "object",
    "title", "datalist", "noframes", "rp",
];

/// Elements that `display: none` is heeded on.
pub(super) const BOXES: [&str; 6] = ["div", "p", "span", "section", "li", "table"];

/// Elements that have no content.
pub(super) const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that stand apart from what is before and after them.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "nav",
    "noscript",
    "option",
    "search",
    "section",
    "select",
    "summary",
    "tbody",
    "textarea",
    "tfoot",
    "colgroup",
];

/// What an `<iframe>` shows is taken to be a video where its address has one of these in it.
pub(super) const PLAYERS: [&str; 6] = ["player", "video", "embed", "v.qq.com", "bilibili", "youku"];

/// What an element does; `None` for those that stand within a line.
pub(super) fn role(tag: &StartTag<usize>, name: &str) -> Option<Role> {
    let number = |key| attribute(tag, key).and_then(|value| value.trim().parse().ok());
    let role = match name {
        "p" => Role::Paragraph,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "ul" | "ol" | "menu" => Role::List,
        "li" => Role::Item,
        "pre" | "listing" => Role::Preformatted,
        "table" => Role::Table,
        "thead" => Role::TableHead,
        "tr" => Role::Row(false),
        "td" | "th" => {
            let span = Span::new(number("rowspan"), number("colspan"));
            Role::Cell(span, name == "th")
        }
        _ if BLOCKS.contains(&name) => Role::Block,
        _ => return None,
    };
    Some(role)
}

/// How an element sets its text; `style` is without spaces and in lower case.
pub(super) fn look(tag: &StartTag<usize>, name: &str, style: &str) -> Look {
    let align = attribute(tag, "align").unwrap_or_default();
    let centred = if name == "center" || style.contains("text-align:center") {
        Some(true)
    } else if style.contains("text-align:") {
        Some(false)
    } else {
        match align.trim().to_ascii_lowercase().as_str() {
            "" => None,
            "center" | "middle" => Some(true),
            _ => Some(false),
        }
    };
    let bold = if matches!(name, "b" | "strong") || style.contains("font-weight:bold") {
        Some(true)
    } else {
        match style.split_once("font-weight:").map(|(_, rest)| rest) {
            Some(rest) if rest.starts_with(['6', '7', '8', '9']) => Some(true),
            Some(rest) if rest.starts_with("normal") || rest.starts_with("400") => Some(false),
            _ => None,
        }
    };
    Look { bold, centred }
}

pub(super) fn attribute(tag: &StartTag<usize>, key: &str) -> Option<String> {
    tag.attributes
        .get(key.as_bytes())
        .map(|value| text_of(value))
}

/// The address of a picture or video: pages copied from elsewhere load theirs late, from
/// `data-src`.
pub(super) fn address(tag: &StartTag<usize>) -> Option<String> {
    let mut sources = ["src", "data-src"]
        .iter()
        .filter_map(|key| attribute(tag, key));
    sources.find_map(|source| safe_address(&source))
}

pub(super) fn text_of(value: &HtmlString) -> String {
    String::from_utf8_lossy(value).into_owned()
}
