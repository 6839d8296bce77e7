//! The postings of keywords: values that are terms as they stand, such as a path or a facet.

use std::io;

use tantivy::{
    DocId, Term,
    postings::FieldSerializer,
    schema::{Field, FieldType, Schema, Value, document::CompactDocValue},
    tokenizer::{FacetTokenizer, MAX_TOKEN_LEN, TokenStream, Tokenizer},
};

use super::vocabulary::Vocabulary;

/// The keywords of one field in a segment, and the documents that each stands in.
#[derive(Default)]
pub(super) struct Keywords {
    vocabulary: Vocabulary,
    /// The number of each that was added, and its document.
    added: Vec<(u32, DocId)>,
}

impl Keywords {
    /// Adds a value of a document; documents come in ascending order. A facet stands for those
    /// above it as well.
    pub(super) fn push(
        &mut self,
        document: DocId,
        (schema, field): (&Schema, Field),
        value: CompactDocValue<'_>,
    ) {
        match schema.get_field_entry(field).field_type() {
            FieldType::Facet(_) => {
                let mut tokenizer = FacetTokenizer::default();
                let mut tokens = tokenizer.token_stream(value.as_facet().unwrap_or_default());
                while tokens.advance() {
                    self.add(document, tokens.token().text.as_bytes());
                }
            }
            FieldType::I64(_) => {
                let term = Term::from_field_i64(field, value.as_i64().unwrap_or_default());
                self.add(document, term.serialized_value_bytes());
            }
            _ => self.add(document, value.as_str().unwrap_or_default().as_bytes()),
        }
    }

    fn add(&mut self, document: DocId, keyword: &[u8]) {
        // What is longer is no term of the engine's.
        if keyword.len() <= MAX_TOKEN_LEN {
            let number = self.vocabulary.number(keyword);
            self.added.push((number, document));
        }
    }

    /// How often they were added.
    pub(super) fn tokens(&self) -> u64 {
        self.added.len() as u64
    }

    /// Bytes of memory that they take.
    pub(super) fn memory(&self) -> usize {
        self.vocabulary.memory() + size_of_val(&self.added[..])
    }

    /// Writes their postings.
    pub(super) fn write(mut self, field: &mut FieldSerializer<'_>) -> io::Result<()> {
        self.added.sort_unstable();
        self.added.dedup();
        // Where the documents of each number lie.
        let mut ends = vec![0; self.vocabulary.len()];
        for (at, (number, _)) in self.added.iter().enumerate() {
            ends[*number as usize] = at + 1;
        }
        for number in self.vocabulary.sorted() {
            let start = number
                .checked_sub(1)
                .map_or(0, |before| ends[before as usize]);
            field.new_term(self.vocabulary.string(number), 0, false)?;
            for &(_, document) in &self.added[start..ends[number as usize]] {
                field.write_doc(document, 0, &[]);
            }
            field.close_term()?;
        }
        Ok(())
    }
}
