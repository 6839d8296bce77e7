//! Passages and recaps as they are stored, by their ids.

use serde::Serialize;
use tantivy::{
    DocAddress, Term, collector::DocSetCollector, query::TermQuery, schema::IndexRecordOption,
};
use time::Date;

use super::{
    event::EventPage,
    guard::guarded,
    open::Index,
    passage::{Passage, recap_id},
    snapshot::Snapshot,
};
use crate::error::{Error, Result};

/// A recap as the index holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct IndexedRecap {
    /// Its id: the path without `.md`.
    pub id: String,
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// City of the event.
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
    /// Summary.
    pub summary: Option<String>,
    /// The pages of its event, this one among them, a report before its announcement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<EventPage>,
    /// Its passages, in the order of their lines.
    pub passages: Vec<Passage>,
}

impl IndexedRecap {
    /// The recap with these passages, told of an event by these pages; `None` without passages.
    pub(crate) fn of(passages: Vec<Passage>, pages: Vec<EventPage>) -> Option<Self> {
        let first = passages.first()?.clone();
        Some(Self {
            id: first.recap_id().to_owned(),
            path: first.path,
            title: first.recap,
            city: first.city,
            date: first.date,
            event_date: first.event_date,
            label: first.label,
            tags: first.tags,
            url: first.url,
            summary: first.summary,
            pages,
            passages,
        })
    }
}

impl Index {
    /// The passage with this id.
    ///
    /// # Errors
    /// [`Error::UnknownId`].
    pub fn passage(&self, id: &str) -> Result<Passage> {
        let found = guarded(self.dir(), || self.passage_at(&self.snapshot(), id));
        found.map(|(_, passage)| passage)
    }

    /// The recap with this id or path, with all its passages.
    ///
    /// # Errors
    /// [`Error::UnknownId`].
    pub fn recap(&self, id: &str) -> Result<IndexedRecap> {
        let snapshot = self.snapshot();
        let at = |id: &str| guarded(self.dir(), || self.recap_at(&snapshot, id));
        let passages: Vec<Passage> = at(id)?.into_iter().map(|(_, passage)| passage).collect();
        let path = passages.first().map_or("", |first| &first.path);
        let pages = snapshot.events(self.dir())?.pages(path).to_vec();
        IndexedRecap::of(passages, pages).ok_or_else(|| Error::UnknownId { id: id.to_owned() })
    }

    /// The passage with this id and where it is stored.
    pub(crate) fn passage_at(
        &self,
        snapshot: &Snapshot,
        id: &str,
    ) -> Result<(DocAddress, Passage)> {
        let unknown = || Error::UnknownId { id: id.to_owned() };
        let (recap, _) = id.rsplit_once('#').unwrap_or((id, ""));
        let passages = self
            .recap_at(snapshot, recap)
            .map_err(|error| match error {
                Error::UnknownId { .. } => unknown(),
                other => other,
            })?;
        let found = passages.into_iter().find(|(_, passage)| passage.id == id);
        found.ok_or_else(unknown)
    }

    /// The passages of the recap with this id or path, in order, and where they are stored.
    pub(crate) fn recap_at(
        &self,
        snapshot: &Snapshot,
        id: &str,
    ) -> Result<Vec<(DocAddress, Passage)>> {
        for path in path_candidates(id) {
            let term = Term::from_field_text(self.fields.path, &path);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            let found = snapshot
                .searcher
                .search(&query, &DocSetCollector)
                .map_err(|s| self.engine_error(s))?;
            let passages: Result<Vec<_>> = found
                .into_iter()
                .map(|address| {
                    let stored = snapshot.stored(self.dir(), address)?;
                    Ok((address, self.read(&stored)?.into_passage()))
                })
                .collect();
            let mut passages = passages?;
            if !passages.is_empty() {
                passages.sort_by_key(|(_, passage)| passage.number());
                return Ok(passages);
            }
        }
        Err(Error::UnknownId { id: id.to_owned() })
    }
}

/// Paths that the recap with this id or path may have, the likelier one first.
fn path_candidates(id: &str) -> [String; 2] {
    let mut paths = [format!("{id}.md"), id.to_owned()];
    paths.sort_by_key(|path| (recap_id(path) != id, path != id));
    paths
}
