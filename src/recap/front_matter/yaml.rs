//! A front matter in YAML, with what its parser says put into words of this crate.

use super::{Fault, without_place};
use crate::recap::value::{Pairs, TOO_MUCH};

/// Most brackets that may be open at once: the YAML parser's time grows with their square.
const MAX_OPEN: usize = 64;

/// Signs that mean something of their own where a value begins.
const SIGNS: [char; 14] = [
    '[', ']', '{', '}', ',', '@', '`', '*', '&', '!', '%', '|', '>', '-',
];

/// Reads the keys and values.
pub(super) fn read(source: &str) -> Result<Pairs, Fault> {
    if let Some(line) = nested_too_deeply(source) {
        return Err(Fault {
            line,
            message: format!("more than {MAX_OPEN} brackets are open"),
        });
    }
    serde_norway::from_str(source).map_err(|error| {
        let line = error.location().map_or(0, |location| location.line());
        let line = line.saturating_sub(1);
        let written = source.lines().nth(line);
        let full = error.to_string();
        let message = if written.is_some_and(|line| {
            line.starts_with([' ', '\t']) && line.trim_start_matches(' ').starts_with('\t')
        }) {
            "a tab where spaces are expected".to_owned()
        } else if full.contains("repetition limit") || full.contains(TOO_MUCH) {
            TOO_MUCH.to_owned()
        } else if let Some((_, kind)) = full.split_once("invalid type: ") {
            let kind = kind.split(", expected").next().unwrap_or(kind);
            format!("{} where `key: value` lines are expected", article(kind))
        } else if full.contains("mapping values are not allowed") {
            "`: ` inside a value".to_owned()
        } else {
            begins_with_a_sign(source).unwrap_or_else(|| without_place(&full))
        };
        Fault { line, message }
    })
}

/// What is wrong with an entry of one line whose value begins with a sign or a quote.
fn begins_with_a_sign(source: &str) -> Option<String> {
    let (_, value) = source.trim_end().split_once(':')?;
    let value = value.trim();
    let first = value.chars().next().filter(|_| !value.contains('\n'))?;
    match first {
        '"' | '\'' => Some(match value.trim_start_matches(first).contains(first) {
            true => format!("words beside a value in `{first}`"),
            false => format!("a `{first}` that is not closed"),
        }),
        _ if SIGNS.contains(&first) => Some(format!(
            "`{first}` at the start of a value means something else in YAML"
        )),
        _ => None,
    }
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
