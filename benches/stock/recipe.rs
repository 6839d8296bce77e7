//! One text field, jieba's words, any of them, the best ten.

use std::path::Path;

use tantivy::{
    Index, IndexReader, TantivyDocument, Term,
    collector::TopDocs,
    doc,
    query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{
        Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _,
    },
    tokenizer::TokenStream as _,
};
use tantivy_jieba::JiebaTokenizer;

/// Bytes that the writer may hold; as much as `search index` takes by default.
const MEMORY: usize = 192 << 20;

/// How many hits are fetched.
const LIMIT: usize = 10;

fn schema() -> (Schema, Field) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("jieba")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let text = builder.add_text_field("text", options | STORED);
    (builder.build(), text)
}

/// Writes the sections of `files` to an index in the empty folder `dir`.
pub(crate) fn index(dir: &Path, files: impl Iterator<Item = String>) -> tantivy::Result<()> {
    let (schema, text) = schema();
    let index = Index::create_in_dir(dir, schema)?;
    index.tokenizers().register("jieba", JiebaTokenizer::new());
    let mut writer = index.writer(MEMORY)?;
    for file in files {
        for section in sections(&file) {
            writer.add_document(doc!(text => section))?;
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()
}

/// The pieces of a file from heading to heading.
fn sections(file: &str) -> impl Iterator<Item = &str> {
    let mut rest = file;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.len_utf8();
        let end = rest[first..]
            .find("\n#")
            .map_or(rest.len(), |at| first + at + 1);
        let (section, after) = rest.split_at(end);
        rest = after;
        Some(section)
    })
}

/// An open index of the recipe.
pub(crate) struct Stock {
    reader: IndexReader,
    text: Field,
}

impl Stock {
    /// Opens the index in `dir`.
    pub(crate) fn open(dir: &Path) -> tantivy::Result<Self> {
        let index = Index::open_in_dir(dir)?;
        let (_, text) = schema();
        let reader = index.reader()?;
        Ok(Self { reader, text })
    }

    /// Texts of the ten best sections that hold any word of `query`.
    pub(crate) fn ranked(&self, query: &str) -> tantivy::Result<Vec<String>> {
        let terms = self.terms(query).into_iter().map(|(_, term)| {
            let query: Box<dyn Query> =
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        });
        self.run(&BooleanQuery::new(terms.collect()))
    }

    /// Texts of the ten best sections that hold the words of `query` one after the other.
    #[allow(dead_code, reason = "the whole process only ranks")]
    pub(crate) fn phrase(&self, query: &str) -> tantivy::Result<Vec<String>> {
        let mut terms = self.terms(query);
        match terms.len() {
            0 => Ok(Vec::new()),
            1 => self.run(&TermQuery::new(
                terms.remove(0).1,
                IndexRecordOption::WithFreqs,
            )),
            _ => self.run(&PhraseQuery::new_with_offset(terms)),
        }
    }

    fn terms(&self, query: &str) -> Vec<(usize, Term)> {
        use tantivy::tokenizer::Tokenizer as _;
        let mut tokenizer = JiebaTokenizer::new();
        let mut stream = tokenizer.token_stream(query);
        let mut terms = Vec::new();
        while stream.advance() {
            let token = stream.token();
            terms.push((
                token.position,
                Term::from_field_text(self.text, &token.text),
            ));
        }
        terms
    }

    fn run(&self, query: &dyn Query) -> tantivy::Result<Vec<String>> {
        let searcher = self.reader.searcher();
        let best = searcher.search(query, &TopDocs::with_limit(LIMIT).order_by_score())?;
        let texts = best.into_iter().map(|(_, address)| {
            let document: TantivyDocument = searcher.doc(address)?;
            let text = document
                .get_first(self.text)
                .and_then(|value| value.as_str());
            Ok(text.unwrap_or_default().to_owned())
        });
        texts.collect()
    }
}
