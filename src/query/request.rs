//! What is asked: a query, its filters and the shape of its answer.

use serde::{Deserialize, Serialize};

use super::weights::Weights;

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
    pub(super) text: String,
    pub(super) literal: bool,
    pub(super) facets: [Vec<String>; 5],
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
    pub(super) limit: Option<usize>,
    pub(super) offset: usize,
    pub(super) sort: Sort,
    pub(super) group: Group,
    pub(super) count_facets: bool,
    pub(super) explain: bool,
    pub(super) weights: Weights,
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
pub(super) const FILTERS: [&str; 5] = ["city", "label", "tag", "speaker", "org"];

/// Hits of an answer unless asked otherwise.
pub const DEFAULT_LIMIT: usize = 10;

impl Query {
    /// Asks for `text`, in the query language (see [`parse`](super::parse)); an empty text matches everything
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
