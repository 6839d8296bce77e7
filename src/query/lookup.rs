//! Passages by their ids.

use tantivy::{
    DocAddress, Searcher, Term, collector::DocSetCollector, query::TermQuery,
    schema::IndexRecordOption,
};

use crate::{
    error::{Error, Result},
    index::{Events, Index, IndexedRecap, Passage, Snapshot, guarded, passage_of, path_candidates},
};

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
        let found = match (at(id), id.strip_suffix(".md")) {
            (Err(unknown @ Error::UnknownId { .. }), Some(plain)) => at(plain).map_err(|_| unknown),
            (found, _) => found,
        };
        let passages: Vec<Passage> = found?.into_iter().map(|(_, passage)| passage).collect();
        let path = passages.first().map_or("", |first| &first.path);
        let pages = self.events(&snapshot)?.pages(path).to_vec();
        IndexedRecap::of(passages, pages).ok_or_else(|| Error::UnknownId { id: id.to_owned() })
    }

    /// The events that the pages of a commit tell of.
    pub(super) fn events<'s>(&self, snapshot: &'s Snapshot) -> Result<&'s Events> {
        if let Some(events) = snapshot.events.get() {
            return Ok(events);
        }
        let events = Events::of(&snapshot.manifest(self.dir())?);
        Ok(snapshot.events.get_or_init(|| events))
    }

    /// The passage with this id and where it is stored.
    pub(super) fn passage_at(
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

    /// The passages of the recap with this id, in order, and where they are stored.
    pub(super) fn recap_at(
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
                .map(|address| Ok((address, self.stored(&snapshot.searcher, address)?)))
                .collect();
            let mut passages = passages?;
            passages.retain(|(_, passage)| passage.recap_id() == id);
            if !passages.is_empty() {
                passages.sort_by_key(|(_, passage)| {
                    passage
                        .id
                        .rsplit_once('#')
                        .and_then(|(_, number)| number.parse::<usize>().ok())
                });
                return Ok(passages);
            }
        }
        Err(Error::UnknownId { id: id.to_owned() })
    }

    /// The passage stored at `address`.
    pub(crate) fn stored(&self, searcher: &Searcher, address: DocAddress) -> Result<Passage> {
        let document: tantivy::TantivyDocument = searcher
            .doc(address)
            .map_err(|source| self.engine_error(source))?;
        passage_of(&document, &self.fields).map_err(|what| Error::Damaged {
            index: self.dir().to_owned(),
            what,
        })
    }
}
