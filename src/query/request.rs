//! What is asked: a query, its filters and the shape of its answer.

use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::weights::Weights;
use crate::{
    error::{Error, Result},
    text::fold,
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
    pub(super) text: String,
    pub(super) literal: bool,
    pub(super) facets: [Vec<String>; 5],
    /// Name of a filter that there is not.
    pub(super) unknown: Option<String>,
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
    pub(super) limit: Option<usize>,
    pub(super) offset: usize,
    pub(super) sort: Sort,
    pub(super) group: Group,
    pub(super) count_facets: bool,
    pub(super) explain: bool,
    pub(super) deadline: Option<Instant>,
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

/// Characters of the longest query, as they are compared: the width of a sign and the like do not
/// matter, and a ligature counts as the letters that it stands for. It bounds what a query costs.
pub const LONGEST: usize = 1_000;

/// That `text`, which is the `what` of a question, is not too long.
///
/// # Errors
/// [`Error::TooLong`].
pub(super) fn check_length(what: &'static str, text: &str) -> Result<()> {
    // No character of a text that is this much longer would be left out where it is compared.
    const MUCH: usize = 16;
    let plain = text.chars().count();
    let length = match plain > MUCH * LONGEST {
        true => plain,
        false => fold(text).chars().count(),
    };
    if length <= LONGEST {
        return Ok(());
    }
    Err(Error::TooLong {
        what,
        start: text.chars().take(20).collect(),
        length,
        longest: LONGEST,
    })
}

/// Hits of an answer unless asked otherwise.
pub const DEFAULT_LIMIT: usize = 10;

impl Query {
    /// Asks for `text`, in the query language (see [`parse`](super::parse)); an empty text matches everything
    /// that the filters let through. It may have [`LONGEST`] characters.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// That it is not too long.
    pub(super) fn check(&self) -> Result<()> {
        check_length("query", &self.text)
    }

    /// Takes the text for a string that must occur as it stands.
    #[must_use]
    pub fn literal(mut self, yes: bool) -> Self {
        self.literal = yes;
        self
    }

    /// Adds a value to the filter `name` (`city`, `label`, `tag`, `speaker`, `org`): any of the
    /// values of one filter, all of the filters. With another name the query is an error.
    #[must_use]
    pub fn filter(mut self, name: &str, value: impl Into<String>) -> Self {
        match FILTERS.iter().position(|filter| *filter == name) {
            Some(at) => self.facets[at].push(value.into()),
            None => self.unknown = Some(name.to_owned()),
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

    /// Gives up at this time, with [`Error::Late`].
    #[must_use]
    pub fn deadline(mut self, at: Instant) -> Self {
        self.deadline = Some(at);
        self
    }

    /// Ranks with other weights; for measuring what each is worth.
    #[must_use]
    pub fn weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }
}
