//! What is answered: hits, counts, and how they came about.

use serde::Serialize;
use time::Date;

use super::{EventPage, excerpt::Excerpt, explain::Explanation, facets::FacetCounts};
use crate::{
    index::{Passage, PassageKind},
    recap::Speaker,
};

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
    #[cfg_attr(feature = "schema", schema(value_type = Option<BTreeMap<String, Vec<super::facets::FacetCount>>>))]
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
    pub(super) fn new(score: f32, passage: Passage, excerpt: Excerpt) -> Self {
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
