//! What stands before the body: YAML between `---`, TOML between `+++`, JSON between `;;;` or as
//! an object.

mod entries;
mod split;
mod yaml;

use super::value::Pairs;
use super::{Warning, warning};

pub(super) use split::split;

/// Most warnings of one front matter.
const MAX_WARNINGS: usize = 10;

/// What a front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Yaml,
    Toml,
    Json,
}

/// A front matter as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Front<'a> {
    source: &'a str,
    language: Language,
    /// Line of the file on which `source` starts.
    line: usize,
}

/// Why a front matter, or a part of it, cannot be read.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    /// Line within what was read, from 0.
    line: usize,
    message: String,
}

impl Front<'_> {
    /// Reads the keys and values, and tells what is wrong with them. Where the whole is not sound,
    /// each entry is read for itself.
    pub(super) fn read(&self) -> (Pairs, Vec<Warning>) {
        let (pairs, faults) = match self.language.parse(self.source) {
            Ok(pairs) => (pairs, Vec::new()),
            Err(fault) => entries::read(self.source, self.language, fault),
        };
        let tell = |fault: &Fault| {
            let message = format!("front matter: {}", fault.message);
            warning(Some(self.line + fault.line), message)
        };
        let mut warnings: Vec<Warning> = faults.iter().take(MAX_WARNINGS).map(tell).collect();
        if faults.len() > MAX_WARNINGS {
            let more = format!(
                "front matter: {} more like these",
                faults.len() - MAX_WARNINGS
            );
            warnings.push(warning(None, more));
        }
        if let Some(key) = &pairs.twice {
            let message = format!("front matter: `{key}` stands twice, the first one counts");
            warnings.push(warning(self.line_of(key, 1), message));
        }
        (pairs, warnings)
    }

    /// Line of the file on which `key` stands, after `skip` others of its name.
    pub(super) fn line_of(&self, key: &str, skip: usize) -> Option<usize> {
        let lines = self.source.lines().enumerate().filter(|(_, line)| {
            let line = line.trim_start().trim_start_matches(['"', '\'']);
            let is_key = line
                .get(..key.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(key));
            is_key && {
                let rest = line.get(key.len()..).unwrap_or_default();
                let rest = rest.trim_start_matches(['"', '\'']).trim_start();
                rest.starts_with([':', '='])
            }
        });
        let mut lines = lines.map(|(at, _)| self.line + at);
        lines.nth(skip)
    }

    /// Whether it looks like keys with values. A page may as well begin with a rule, and have
    /// another.
    fn has_pairs(&self) -> bool {
        let mut lines = self.source.lines().map(str::trim_end);
        let is_spaced = self.source.starts_with('\n');
        let content = |line: &&str| !line.is_empty() && !line.starts_with('#');
        match lines.clone().find(content) {
            None => true,
            Some(first) if is_pair(first) || first.starts_with(['{', '?', '%']) => true,
            Some(_) => !is_spaced && lines.any(is_pair),
        }
    }
}

impl Language {
    fn parse(self, source: &str) -> Result<Pairs, Fault> {
        match self {
            Self::Yaml => yaml::read(source),
            Self::Toml => toml(source),
            Self::Json => json(source),
        }
    }
}

fn toml(source: &str) -> Result<Pairs, Fault> {
    let table: Result<toml::Table, toml::de::Error> = source.parse();
    table.map(Pairs::from).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let before = source.get(..at).unwrap_or_default();
        Fault {
            line: before.matches('\n').count(),
            message: error.message().replace('\n', ", "),
        }
    })
}

/// Reads an object; its braces may be missing.
fn json(source: &str) -> Result<Pairs, Fault> {
    let whole;
    let source = match source.trim_start().starts_with('{') {
        true => source,
        false => {
            whole = format!("{{{}}}", source.trim_end().trim_end_matches(','));
            &whole
        }
    };
    serde_json::from_str(source).map_err(|error| Fault {
        line: error.line().saturating_sub(1),
        message: without_place(&error.to_string()),
    })
}

/// Whether a line gives a key of YAML, TOML or JSON: letters and digits before `: ` or `=`.
fn is_pair(line: &str) -> bool {
    let Some(at) = line.find([':', '=']) else {
        return false;
    };
    let (key, value) = line.split_at(at);
    let key = key.trim_end();
    let is_of_a_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    let is_apart = value
        .strip_prefix(':')
        .is_none_or(|value| value.is_empty() || value.starts_with(char::is_whitespace));
    !key.is_empty() && key.chars().all(is_of_a_key) && (is_apart || key.ends_with('"'))
}

/// A message of a parser without the places in it: they count from the fence.
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

#[cfg(test)]
mod tests;
