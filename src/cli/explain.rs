//! How an answer came about, for people.

use anstyle::Style;
use recap_search::query::Explanation;
use serde_json::Value;

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

    /// The parts of a hit's score, largest first.
    pub(super) fn score(&mut self, score: &Value) {
        let mut parts = Vec::new();
        gather(score, &mut parts);
        parts.sort_by(|a, b| b.0.total_cmp(&a.0));
        let more = parts.len().saturating_sub(PARTS);
        for (value, what) in parts.into_iter().take(PARTS) {
            self.line(6, FAINT, &format!("{value:8.3}  {what}"));
        }
        if more > 0 {
            self.line(6, FAINT, &format!("... and {more} more"));
        }
    }
}

/// Collects the parts that stand for one term, one phrase or a constant.
fn gather(node: &Value, parts: &mut Vec<(f64, String)>) {
    let value = node["value"].as_f64().unwrap_or(0.0);
    let context: Vec<&str> = node["context"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let details = node["details"].as_array().filter(|list| !list.is_empty());
    match details {
        Some(details) if context.is_empty() && !is_formula(node) => {
            details.iter().for_each(|node| gather(node, parts));
        }
        _ if value == 0.0 => {}
        _ => {
            let what = if context.is_empty() {
                node["description"].as_str().unwrap_or_default().to_owned()
            } else {
                context.join(" ")
            };
            parts.push((value, what));
        }
    }
}

/// Whether a node's details are the factors of a formula rather than parts of a sum.
fn is_formula(node: &Value) -> bool {
    node["description"]
        .as_str()
        .is_some_and(|text| text.contains("product of") || text.starts_with("TermQuery"))
}
