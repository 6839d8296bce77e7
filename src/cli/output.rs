//! What goes to standard output: JSON documents, and text for people.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use clap::ColorChoice;
use serde::Serialize;

use super::clean::is_invisible;

/// Titles.
pub(super) const TITLE: Style = Style::new().bold();
/// What matches the query.
pub(super) const MARK: Style = AnsiColor::Red.on_default().bold();
/// Who speaks.
pub(super) const PEOPLE: Style = AnsiColor::Cyan.on_default();
/// What matters less.
pub(super) const FAINT: Style = Style::new().dimmed();

/// Widest that text is set on a terminal: longer lines are hard to read.
const WIDEST: usize = 100;

const CANNOT_WRITE: &str = "cannot write to standard output";

/// `3 recaps`, `1 recap`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Colours from now on as asked.
pub(super) fn set_colour(choice: ColorChoice) {
    let choice = match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Columns that text may take; `None` outside of a terminal, where lines are left whole.
pub(super) fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    Some(columns.clamp(20, WIDEST))
}

/// Prints text for people; where colour is not wanted its styles are taken out.
pub(super) fn text(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context(CANNOT_WRITE)
}

/// Prints one JSON document on a line.
pub(super) fn json(document: &impl Serialize) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", escaped(&serde_json::to_string(document)?))
        .and_then(|()| out.flush())
        .context(CANNOT_WRITE)
}

/// JSON whose strings escape whatever steers a terminal or that some readers take for a line end.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}') {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_json_means_the_same() {
        let text = "全\u{202e}密\u{9b}态\u{2028}\u{1b}\"\u{e0041}";
        let json = escaped(&serde_json::to_string(text).expect("json"));
        assert!(json.chars().all(|c| !c.is_control() && !is_invisible(c)));
        assert_eq!(serde_json::from_str::<String>(&json).expect("json"), text);
    }
}
