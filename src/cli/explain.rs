//! How an answer came about, for people.

use anstyle::Style;
use recap_search::query::{Explanation, ScorePart};

use super::{
    output::{FAINT, TITLE},
    passage::Page,
};

/// Parts of a score that are shown of one hit, the largest first.
const PARTS: usize = 12;

impl Page {
    /// How the query was read, and with which terms each word ranks.
    pub(super) fn explanation(&mut self, explanation: &Explanation) {
        self.line(0, TITLE, &format!("read as {}", explanation.read_as));
        for word in &explanation.words {
            let need = if word.required { "" } else { ", not required" };
            let synonyms = match word.synonyms.as_slice() {
                [] => String::new(),
                synonyms => format!(", synonyms {}", synonyms.join(" ")),
            };
            self.line(2, Style::new(), &format!("{}{need}{synonyms}", word.word));
            let terms: Vec<String> = word
                .terms
                .iter()
                .map(|(term, weight)| format!("{term} {weight:.2}"))
                .collect();
            self.line(4, FAINT, &terms.join("  "));
        }
    }

    /// The parts of a hit's score, the largest first.
    pub(super) fn score(&mut self, parts: &[ScorePart]) {
        for part in parts.iter().take(PARTS) {
            let field = part.field.as_deref().unwrap_or_default();
            let colon = if field.is_empty() { "" } else { ":" };
            let line = format!("{:.3}  {field}{colon}{}", part.score, part.term);
            self.line(6, FAINT, &line);
        }
        if let Some(more) = parts.len().checked_sub(PARTS).filter(|more| *more > 0) {
            self.line(6, FAINT, &format!("... and {more} more"));
        }
    }
}
