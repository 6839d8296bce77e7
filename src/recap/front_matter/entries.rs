//! A front matter that is not sound as a whole, entry by entry.

use super::{Fault, Language, is_pair};
use crate::recap::value::{Pairs, TOO_MUCH, Value};

/// Most entries that are read for themselves.
const MAX_ENTRIES: usize = 500;
/// Most bytes of a value that is read as it stands.
const MAX_VALUE: usize = 600;

/// A key with its value, over one line or several.
struct Entry<'a> {
    /// Line from 0.
    line: usize,
    source: &'a str,
}

/// Reads what is sound. `whole` is why the whole is not.
pub(super) fn read(source: &str, language: Language, whole: Fault) -> (Pairs, Vec<Fault>) {
    let entries = match language {
        Language::Json => Vec::new(),
        Language::Yaml | Language::Toml => entries(source, language),
    };
    // Aliases lead from entry to entry: none of them says by itself what was meant.
    let unfolds = whole.message == TOO_MUCH;
    if unfolds || entries.is_empty() || entries.len() > MAX_ENTRIES {
        let message = format!("{}; left out", whole.message);
        return (Pairs::default(), vec![Fault { message, ..whole }]);
    }
    let (mut pairs, mut faults) = (Pairs::default(), Vec::new());
    for entry in entries {
        match language.parse(entry.source) {
            Ok(more) => pairs.extend(more),
            Err(fault) => {
                let (read, message) = entry.mended(language, &fault.message);
                pairs.extend(read);
                let line = entry.line + fault.line.min(entry.lines() - 1);
                faults.push(Fault { line, message });
            }
        }
    }
    // Entries that are sound one by one may not fit together; a key that stands twice is told.
    if faults.is_empty() && pairs.twice.is_none() {
        faults.push(whole);
    }
    (pairs, faults)
}

/// The entries of the outermost level.
fn entries(source: &str, language: Language) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let (mut start, mut first) = (0, 0);
    let mut offset = 0;
    for (number, line) in source.split_inclusive('\n').enumerate() {
        let is_table = language == Language::Toml && line.starts_with('[');
        if is_pair(line) || is_table {
            push(&mut entries, first, source.get(start..offset));
            (start, first) = (offset, number);
        }
        if is_table {
            // What follows belongs to the table: nothing of it is used.
            return entries;
        }
        offset += line.len();
    }
    push(&mut entries, first, source.get(start..));
    entries
}

fn push<'a>(entries: &mut Vec<Entry<'a>>, line: usize, source: Option<&'a str>) {
    if let Some(source) = source.filter(|source| !source.trim().is_empty()) {
        entries.push(Entry { line, source });
    }
}

impl Entry<'_> {
    fn lines(&self) -> usize {
        self.source.lines().count().max(1)
    }

    /// What may be made of an entry that is not sound, and what to tell about it.
    fn mended(&self, language: Language, reason: &str) -> (Pairs, String) {
        let sign = if language == Language::Toml { '=' } else { ':' };
        let pair = self.source.split_once(sign);
        let Some((key, value)) = pair.filter(|_| is_pair(self.source)) else {
            return (Pairs::default(), format!("{reason}; left out"));
        };
        let key = key.trim().trim_matches(['"', '\'']);
        let is_long = value.trim_end().contains('\n') || value.len() > MAX_VALUE;
        let value = value.trim();
        if is_long || value.is_empty() {
            let spaced = self.source.replace('\t', "  ");
            if spaced != self.source
                && let Ok(pairs) = language.parse(&spaced)
            {
                return (pairs, format!("{reason}; read as spaces"));
            }
            return (Pairs::default(), format!("{reason}; `{key}` left out"));
        }
        let plain = unfinished(value);
        let quoted = match language {
            Language::Toml => plain.replace('\\', "\\\\").replace('"', "\\\""),
            _ => plain.replace('\'', "''"),
        };
        let example = match language {
            Language::Toml => format!("{key} = \"{quoted}\""),
            _ => format!("{key}: '{quoted}'"),
        };
        let message = format!("{reason}; put the value in quotes: `{example}`; read as it stands");
        let text = Value::Text(plain.to_owned());
        let pairs = Pairs {
            pairs: vec![(key.to_owned(), text)],
            twice: None,
        };
        (pairs, message)
    }
}

/// A value without a quote or bracket that is opened and never closed.
fn unfinished(value: &str) -> &str {
    let mut characters = value.chars();
    let close = match characters.next() {
        Some(quote @ ('"' | '\'')) => quote,
        Some('[') => ']',
        Some('{') => '}',
        _ => return value,
    };
    let rest = characters.as_str();
    if rest.contains(close) {
        value
    } else {
        rest.trim_start()
    }
}
