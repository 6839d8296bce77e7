//! A front matter in YAML, with what its parser says put into words of this crate.

use crate::recap::{fault::Fault, value::Pairs};

/// Most brackets that may be open at once: the YAML parser's time grows with their square.
const MAX_OPEN: usize = 64;

/// Reads the keys and values of a source that starts on line `first` of its file.
pub(super) fn read(source: &str, first: usize) -> Result<Pairs, Fault> {
    if let Some(line) = nested_too_deeply(source) {
        return Err(Fault::FrontMatter {
            line: first + line,
            message: format!("more than {MAX_OPEN} brackets are open"),
        });
    }
    serde_norway::from_str(source).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        let written = source.lines().nth(line.saturating_sub(1));
        let full = error.to_string();
        let message = if written.is_some_and(|line| {
            line.starts_with([' ', '\t']) && line.trim_start_matches(' ').starts_with('\t')
        }) {
            "a tab where spaces are expected".to_owned()
        } else if full.contains("repetition limit") {
            "too many aliases".to_owned()
        } else if let Some((_, kind)) = full.split_once("invalid type: ") {
            let kind = kind.split(", expected").next().unwrap_or(kind);
            format!("{} where `key: value` lines are expected", article(kind))
        } else if full.contains("mapping values are not allowed") {
            "`: ` inside a value; put the value in quotes".to_owned()
        } else {
            without_place(&full)
        };
        let line = first + line.saturating_sub(1);
        Fault::FrontMatter { line, message }
    })
}

/// The line, from 0, in which too many brackets are open.
fn nested_too_deeply(source: &str) -> Option<usize> {
    let mut open = 0_usize;
    source.lines().position(|line| {
        line.bytes().any(|byte| {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            open > MAX_OPEN
        })
    })
}

/// What the parser calls a value, in the words of this crate's messages.
fn article(kind: &str) -> String {
    match kind.split(' ').next() {
        Some("sequence") => "a list".to_owned(),
        Some("string") => "text".to_owned(),
        Some("integer" | "float") => "a number".to_owned(),
        Some("boolean") => "a truth value".to_owned(),
        _ => kind.to_owned(),
    }
}

/// A message of the parser without the places in it: they count from the fence.
fn without_place(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let parts = message.split(", ").map(|part| {
        let part = part
            .split_once(" at line ")
            .map_or(part, |(before, _)| before);
        part.split_once(" at position ")
            .map_or(part, |(before, _)| before)
    });
    parts.collect::<Vec<_>>().join(", ")
}
