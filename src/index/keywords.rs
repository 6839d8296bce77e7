//! The postings of keywords: values that are terms as they stand, such as a path or a facet.

use std::{collections::HashMap, io};

use rustc_hash::FxBuildHasher;
use tantivy::{
    DocId, Term,
    postings::FieldSerializer,
    schema::{Field, FieldType, Schema, Value, document::CompactDocValue},
    tokenizer::{FacetTokenizer, MAX_TOKEN_LEN, TokenStream, Tokenizer},
};

/// The keywords of one field in a segment, and the documents that each stands in.
#[derive(Default)]
pub(super) struct Keywords {
    documents: HashMap<Box<[u8]>, Vec<DocId>, FxBuildHasher>,
    tokens: u64,
    /// Bytes that they take.
    memory: usize,
}

/// Bytes that a keyword takes beside its own.
const PER_KEYWORD: usize = 64;

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
        if keyword.len() > MAX_TOKEN_LEN {
            return;
        }
        self.tokens += 1;
        match self.documents.get_mut(keyword) {
            Some(documents) if documents.last() == Some(&document) => {}
            Some(documents) => {
                documents.push(document);
                self.memory += size_of::<DocId>();
            }
            None => {
                self.documents.insert(keyword.into(), vec![document]);
                self.memory += PER_KEYWORD + keyword.len();
            }
        }
    }

    /// How often they were added.
    pub(super) fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Bytes of memory that they take.
    pub(super) fn memory(&self) -> usize {
        self.memory
    }

    /// Writes their postings.
    pub(super) fn write(self, field: &mut FieldSerializer<'_>) -> io::Result<()> {
        let mut keywords: Vec<_> = self.documents.into_iter().collect();
        keywords.sort_unstable();
        for (keyword, documents) in keywords {
            field.new_term(&keyword, 0, false)?;
            for document in documents {
                field.write_doc(document, 0, &[]);
            }
            field.close_term()?;
        }
        Ok(())
    }
}
