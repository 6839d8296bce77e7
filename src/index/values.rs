//! The values of facets: spellings of one value that a filter takes for the same.

use std::collections::HashMap;

use tantivy::{
    Searcher, SegmentReader, Term,
    schema::{Facet, Field, IndexRecordOption},
};

use super::schema::Fields;
use crate::text::fold;

/// Facets whose values may be spelled in several ways.
pub(crate) const SPELLED: [&str; 5] = ["city", "label", "tag", "speaker", "org"];

/// The values of one facet in one commit.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// All spellings of each value, the one that it is shown in first.
    by_key: HashMap<String, Vec<String>>,
}

/// A value of the facet `name` without what does not matter: width, case and script, 市 and 站
/// behind a city, spaces in the name of a person or an organisation.
pub(crate) fn value_key(name: &str, value: &str) -> String {
    let mut folded = fold(value.trim());
    match name {
        "city" => {
            for ending in ['站', '市'] {
                if folded.chars().count() > 2 && folded.ends_with(ending) {
                    folded.pop();
                }
            }
        }
        "speaker" | "org" => folded.retain(|c| !c.is_whitespace()),
        _ => {}
    }
    folded
}

/// The spelling that stands for all of `spellings`, each with how often it occurs: the most
/// frequent, then the first by text.
pub(crate) fn most_frequent(spellings: &mut [(String, u64)]) {
    spellings.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}

impl Values {
    /// Reads the values of the facet `name`.
    pub(super) fn of(searcher: &Searcher, fields: &Fields, name: &str) -> tantivy::Result<Self> {
        let field = fields.facet(name);
        let mut found: HashMap<String, HashMap<String, u64>> = HashMap::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let Ok(facet) = Facet::from_encoded(terms.key().to_vec()) else {
                    continue;
                };
                if let Some(&written) = facet.to_path().first() {
                    let spellings = found.entry(value_key(name, written)).or_default();
                    let count = spellings.entry(written.to_owned()).or_default();
                    *count += u64::from(terms.value().doc_freq);
                }
            }
        }
        let mut by_key = HashMap::with_capacity(found.len());
        for (key, spellings) in found {
            let mut spellings: Vec<(String, u64)> = spellings.into_iter().collect();
            if spellings.len() > 1 {
                // What was replaced still counts in the dictionary.
                for (written, count) in &mut spellings {
                    *count = alive(searcher, field, written)?;
                }
            }
            most_frequent(&mut spellings);
            let spellings = spellings.into_iter().map(|(written, _)| written).collect();
            by_key.insert(key, spellings);
        }
        Ok(Self { by_key })
    }

    /// The spellings of the value with this [`value_key`].
    pub(crate) fn get(&self, key: &str) -> Option<&[String]> {
        self.by_key.get(key).map(Vec::as_slice)
    }

    /// The key of each value, and its spellings.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        let values = self.by_key.iter();
        values.map(|(key, spellings)| (key.as_str(), spellings.as_slice()))
    }

    /// The spelling that `written`, a value of the facet `name`, is shown in.
    pub(crate) fn shown<'a>(&'a self, name: &str, written: &'a str) -> &'a str {
        let spellings = self.get(&value_key(name, written));
        let shown = spellings.and_then(<[String]>::first);
        shown.map_or(written, String::as_str)
    }
}

/// Passages that have a value in this spelling.
fn alive(searcher: &Searcher, field: Field, written: &str) -> tantivy::Result<u64> {
    let term = Term::from_facet(field, &Facet::from_path([written]));
    let count = |segment: &SegmentReader| -> tantivy::Result<u64> {
        let inverted = segment.inverted_index(field)?;
        let Some(deleted) = segment.alive_bitset() else {
            return Ok(u64::from(inverted.doc_freq(&term)?));
        };
        let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
        Ok(postings.map_or(0, |postings| {
            u64::from(postings.doc_freq_given_deletes(deleted))
        }))
    };
    searcher.segment_readers().iter().map(count).sum()
}
