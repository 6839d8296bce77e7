//! What of a passage is not indexed where it stands.

use std::collections::BTreeMap;

use tantivy::{
    DocId, DocSet, SegmentReader,
    postings::Postings,
    schema::{IndexRecordOption, Term},
    tokenizer::{TokenStream, Tokenizer},
};

use super::{document::Folded, passage::Passage, schema::Fields};
use crate::text::tokenizer::Grams;

/// Terms of a passage that are looked up.
const TERMS: usize = 2_000;

/// The first term of a passage's texts that is not indexed where it stands.
pub(super) fn lost(
    segment: &SegmentReader,
    doc: DocId,
    passage: &Passage,
    fields: &Fields,
) -> tantivy::Result<Option<String>> {
    let folded = Folded::of(passage);
    for (field, text) in fields.texts().into_iter().zip(folded.all()) {
        let mut terms: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut tokenizer = Grams::default();
        let mut tokens = tokenizer.token_stream(text);
        while tokens.advance() && terms.len() < TERMS {
            let token = tokens.token();
            let places = terms.entry(token.text.clone()).or_default();
            places.push(token.position as u32);
        }
        for (text, places) in terms {
            let indexed = places_of(segment, doc, &Term::from_field_text(field, &text))?;
            if !places
                .iter()
                .all(|place| indexed.binary_search(place).is_ok())
            {
                return Ok(Some(text));
            }
        }
    }
    Ok(None)
}

/// Where a term stands in a document, in order.
fn places_of(segment: &SegmentReader, doc: DocId, term: &Term) -> tantivy::Result<Vec<u32>> {
    let index = segment.inverted_index(term.field())?;
    let option = IndexRecordOption::WithFreqsAndPositions;
    let mut places = Vec::new();
    if let Some(mut postings) = index.read_postings(term, option)?
        && postings.seek(doc) == doc
    {
        postings.positions(&mut places);
    }
    Ok(places)
}
