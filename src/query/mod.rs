//! Asking an index: from what was typed to ranked hits.
//!
//! ```text
//! query ──parse──▶ Ast ──plan──▶ Matching + Evidence ──rank──▶ passages in order ──excerpt──▶ Hit
//! ```

mod ast;
mod bm25;
mod correct;
mod did_you_mean;
mod eval;
mod evidence;
mod excerpt;
mod explain;
mod facets;
mod filter;
mod gather;
mod group;
mod matching;
mod needle;
mod occurrences;
mod opened;
mod order;
mod organisation;
mod parse;
mod plan;
mod prune;
mod rank;
mod search;
mod similar;
mod suggest;
mod weights;

use serde::{Deserialize, Serialize};
use time::Date;

pub use ast::{Ast, FieldName};
pub use eval::{Figures, Judged, evaluate, read_judged};
pub use excerpt::{Excerpt, excerpt};
pub use explain::ScorePart;
pub use facets::{Counts, FacetCounts};
pub use parse::parse;
pub use plan::Piece;
pub use suggest::{Completions, Suggestion};
pub use weights::Weights;

pub use crate::index::{EventPage, NameKind};
use crate::{
    index::{Passage, PassageKind},
    recap::Speaker,
};

/// A question to an index, with its filters and the shape of its answer.
///
/// ```no_run
/// use recap_search::{Index, Query};
///
/// let index = Index::open("index")?;
/// let answer = index.search(&Query::new("全密态").city("长沙").since("2021").limit(5))?;
/// for hit in &answer.hits {
///     println!("{} {:?} {}", hit.rank, hit.title, hit.excerpt);
/// }
/// # Ok::<(), recap_search::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    text: String,
    literal: bool,
    facets: [Vec<String>; 5],
    since: Option<String>,
    until: Option<String>,
    limit: Option<usize>,
    offset: usize,
    sort: Sort,
    group: Group,
    count_facets: bool,
    explain: bool,
    weights: Weights,
}

/// Order of the hits. Ties fall by date (newest first), then path, then line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Newest recap first.
    Newest,
    /// Oldest recap first.
    Oldest,
}

/// What one hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Group {
    /// A passage.
    #[default]
    Passage,
    /// A recap with its best passages.
    Recap,
    /// An event with the best passages of its pages.
    Event,
}

/// Names of the filters in the order in which [`Query`] keeps their values.
const FILTERS: [&str; 5] = ["city", "label", "tag", "speaker", "org"];

/// Hits of an answer unless asked otherwise.
pub const DEFAULT_LIMIT: usize = 10;

impl Query {
    /// Asks for `text`, in the query language (see [`parse`]); an empty text matches everything
    /// that the filters let through.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Takes the text for a string that must occur as it stands.
    #[must_use]
    pub fn literal(mut self, yes: bool) -> Self {
        self.literal = yes;
        self
    }

    /// Adds a value to the filter `name` (`city`, `label`, `tag`, `speaker`, `org`): any of the
    /// values of one filter, all of the filters. Unknown names are ignored.
    #[must_use]
    pub fn filter(mut self, name: &str, value: impl Into<String>) -> Self {
        if let Some(at) = FILTERS.iter().position(|filter| *filter == name) {
            self.facets[at].push(value.into());
        }
        self
    }

    /// Only events in this city.
    #[must_use]
    pub fn city(self, city: impl Into<String>) -> Self {
        self.filter("city", city)
    }

    /// Only talks of this speaker.
    #[must_use]
    pub fn speaker(self, name: impl Into<String>) -> Self {
        self.filter("speaker", name)
    }

    /// Only recaps of this date and later: `2021`, `2021-07` or `2021-07-20`.
    #[must_use]
    pub fn since(mut self, date: impl Into<String>) -> Self {
        self.since = Some(date.into());
        self
    }

    /// Only recaps of this date and earlier; a year or month counts to its end.
    #[must_use]
    pub fn until(mut self, date: impl Into<String>) -> Self {
        self.until = Some(date.into());
        self
    }

    /// So many hits at most.
    #[must_use]
    pub fn limit(mut self, hits: usize) -> Self {
        self.limit = Some(hits);
        self
    }

    /// Leaves out so many hits at the start.
    #[must_use]
    pub fn offset(mut self, hits: usize) -> Self {
        self.offset = hits;
        self
    }

    /// Order of the hits.
    #[must_use]
    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    /// What one hit is.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    /// Whether to count facets.
    #[must_use]
    pub fn facets(mut self, yes: bool) -> Self {
        self.count_facets = yes;
        self
    }

    /// Whether to explain how the answer came about.
    #[must_use]
    pub fn explain(mut self, yes: bool) -> Self {
        self.explain = yes;
        self
    }

    /// Ranks with other weights; for measuring what each is worth.
    #[must_use]
    pub fn weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }
}

/// What an index answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Answer {
    /// The question's text.
    pub query: String,
    /// All matches, not only those shown.
    pub total: usize,
    /// Milliseconds it took.
    pub took_ms: f64,
    /// Whether nothing matched as asked, and weaker matches are shown.
    pub relaxed: bool,
    /// The query with names and words that the index knows, where nothing matched at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// Counts over all matches, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<BTreeMap<String, Vec<facets::FacetCount>>>))]
    pub facets: Option<FacetCounts>,
    /// How it came about, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// A ranked passage or, grouped, a recap or an event with its best passages.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Hit {
    /// Place in the order, from 1.
    pub rank: usize,
    /// Score; comparable within one answer only.
    pub score: f32,
    /// Id of the passage or recap.
    pub id: String,
    /// What it is.
    pub kind: HitKind,
    /// Path of the recap.
    pub path: String,
    /// Line where it starts.
    pub line: usize,
    /// Title of the recap.
    pub recap: Option<String>,
    /// Title of the talk, or heading of the section.
    pub title: Option<String>,
    /// Who spoke.
    pub speakers: Vec<Speaker>,
    /// City.
    pub city: Option<String>,
    /// Publication date.
    pub date: Option<Date>,
    /// First day of the event, where the recap tells it.
    pub event_date: Option<Date>,
    /// Label.
    pub label: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Link to the published page.
    pub url: Option<String>,
    /// Video of the talk.
    pub video: Option<String>,
    /// Whether the recap announces its event.
    pub announcement: bool,
    /// Plain text out of the passage.
    pub excerpt: String,
    /// Ranges `[start, end)` to mark, in Unicode scalar values of `excerpt`.
    pub highlights: Vec<(usize, usize)>,
    /// The best passages of a recap or an event.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub passages: Vec<Hit>,
    /// The pages of an event, a report before its announcement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<EventPage>,
}

/// Kind of a [`Hit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum HitKind {
    /// What a speaker presented.
    Talk,
    /// A run of a recap that belongs to no talk.
    Section,
    /// A recap with its best passages.
    Recap,
    /// An event with the best passages of its pages.
    Event,
}

impl Hit {
    fn new(score: f32, passage: Passage, excerpt: Excerpt) -> Self {
        Self {
            rank: 0,
            score,
            id: passage.id,
            kind: match passage.kind {
                PassageKind::Talk => HitKind::Talk,
                PassageKind::Section => HitKind::Section,
            },
            path: passage.path,
            line: passage.line,
            recap: passage.recap,
            title: passage.title,
            speakers: passage.speakers,
            city: passage.city,
            date: passage.date,
            event_date: passage.event_date,
            label: passage.label,
            tags: passage.tags,
            url: passage.url,
            video: passage.video,
            announcement: passage.announcement,
            excerpt: excerpt.text,
            highlights: excerpt.highlights,
            passages: Vec::new(),
            pages: Vec::new(),
        }
    }
}

/// How an answer came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Explanation {
    /// The query as it was read.
    pub ast: Ast,
    /// The same as a line of text.
    pub read_as: String,
    /// Its words, and the terms with which each ranks.
    pub words: Vec<Piece>,
    /// For each hit shown, what each part of its score came from.
    pub scores: Vec<Vec<ScorePart>>,
}
