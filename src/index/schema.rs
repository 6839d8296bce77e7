//! The fields of the index.

use tantivy::schema::{
    FAST, FacetOptions, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema,
    TextFieldIndexing, TextOptions,
};

use crate::text::tokenizer::GRAMS;

/// Handles of the fields, one for each thing a passage is found by, sorted by or shown with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The passage's visible text.
    pub(crate) text: Field,
    /// A talk's title, a section's heading.
    pub(crate) title: Field,
    /// Speakers and their roles.
    pub(crate) people: Field,
    /// What the whole recap says of itself: title, city, label, tags, date as it is written.
    pub(crate) event: Field,
    /// Readings in pinyin of speakers, organisations, city and titles.
    pub(crate) pinyin: Field,
    /// [Letters](crate::text::letters) of the [texts](Fields::texts), one by one and two in a row.
    pub(crate) letters: Field,
    /// `talk` or `section`, and `announcement` or `report` by the recap.
    pub(crate) kind: Field,
    /// The recap's path, by which its passages are replaced.
    pub(crate) path: Field,
    /// Facets.
    pub(crate) city: Field,
    /// `/2021/07/20`.
    pub(crate) date: Field,
    /// Label.
    pub(crate) label: Field,
    /// Tags.
    pub(crate) tag: Field,
    /// Speakers' names.
    pub(crate) speaker: Field,
    /// Speakers' organisations.
    pub(crate) org: Field,
    /// Line where the passage starts, for the order of ties.
    pub(crate) line: Field,
    /// Titles of the passage and of its recap as they are written, for completions.
    pub(crate) titles: Field,
    /// Publication date as days since the epoch, for ranges and sorting; absent without a date.
    pub(crate) day: Field,
    /// The passage as it is stored, for the hit.
    pub(crate) passage: Field,
}

impl Fields {
    /// Those whose terms are the grams of a passage's texts.
    pub(crate) fn texts(&self) -> [Field; 4] {
        [self.text, self.title, self.people, self.event]
    }
}

/// Names of the facet fields, as filters, counts and queries call them.
pub(crate) const FACETS: [&str; 6] = ["city", "date", "label", "tag", "speaker", "org"];

/// Makes the schema and the handles of its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let grams = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(GRAMS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let fields = Fields {
        text: builder.add_text_field("text", grams.clone()),
        title: builder.add_text_field("title", grams.clone()),
        people: builder.add_text_field("people", grams.clone()),
        event: builder.add_text_field("event", grams.clone()),
        pinyin: builder.add_text_field("pinyin", STRING),
        letters: builder.add_text_field("letters", STRING),
        kind: builder.add_text_field("kind", STRING),
        path: builder.add_text_field("path", STRING | FAST),
        line: builder.add_u64_field("line", FAST),
        city: builder.add_facet_field("city", FacetOptions::default()),
        date: builder.add_facet_field("date", FacetOptions::default()),
        label: builder.add_facet_field("label", FacetOptions::default()),
        tag: builder.add_facet_field("tag", FacetOptions::default()),
        speaker: builder.add_facet_field("speaker", FacetOptions::default()),
        org: builder.add_facet_field("org", FacetOptions::default()),
        titles: builder.add_text_field("titles", FAST),
        day: builder.add_i64_field("day", FAST | INDEXED),
        passage: builder.add_text_field("passage", STORED),
    };
    (builder.build(), fields)
}
