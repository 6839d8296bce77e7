//! How much each piece of evidence counts: all weights of the ranking in one place.

/// Weights of the ranking. Each is a factor on a BM25 score (Robertson and Zaragoza, "The
/// Probabilistic Relevance Framework", 2009) of one term in one field.
///
/// The values were chosen on the development sets; `benches/README.md` shows what each is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Weights {
    /// Field: visible text.
    pub text: f32,
    /// Field: title of the talk or section.
    pub title: f32,
    /// Field: speakers and roles.
    pub people: f32,
    /// Field: the recap's title, city, label, tags and date.
    pub event: f32,
    /// What a term counts in all fields but the one where it counts most, beside the field's weight.
    pub tie: f32,
    /// How long repetition of a term goes on to count (k1).
    pub k1: f32,
    /// How much the length of the text counts against a match in it (b), from 0 to 1.
    pub text_length: f32,
    /// The same for the other fields.
    pub short_length: f32,
    /// A pair of characters that is a word of the query.
    pub word_pair: f32,
    /// A pair inside a longer word of the query.
    pub inner_pair: f32,
    /// A pair that lies across two words of the query.
    pub cross_pair: f32,
    /// A word of three characters and more, as a string. Its pairs have said as much: 0.
    pub word: f32,
    /// A character that is a word of the query by itself.
    pub single: f32,
    /// Any character of the query, where a part of it is enough to match.
    pub character: f32,
    /// A Latin word, whole.
    pub latin: f32,
    /// A Latin word as part of a longer one.
    pub latin_part: f32,
    /// The whole query, or a stretch of it between spaces, as it stands.
    pub phrase: f32,
    /// A stop word, beside its other weights.
    pub stop: f32,
    /// A reading in pinyin: less than any literal match.
    pub pinyin: f32,
    /// A synonym, beside its other weights.
    pub synonym: f32,
    /// Added for each word of the query that occurs at all, in whatever field.
    pub coverage: f32,
    /// Added for a talk, so that it comes before a section that says the same.
    pub talk: f32,
    /// Added for a report, so that it comes before the announcement of the same event.
    pub report: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            text: 1.0,
            title: 1.0,
            people: 1.0,
            event: 0.2,
            tie: 0.3,
            k1: 1.2,
            text_length: 0.7,
            short_length: 0.75,
            word_pair: 1.0,
            inner_pair: 0.9,
            cross_pair: 0.6,
            word: 0.0,
            single: 1.0,
            character: 0.6,
            latin: 2.5,
            latin_part: 0.9,
            phrase: 2.0,
            stop: 0.5,
            pinyin: 0.2,
            synonym: 0.8,
            coverage: 2.0,
            talk: 0.5,
            report: 2.0,
        }
    }
}
