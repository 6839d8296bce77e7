//! What matches, before anything is ranked.

use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, EnableScoring, Occur, Query, QueryClone, Scorer,
};
use tantivy::{Searcher, SegmentReader};

use super::needle::Needle;

pub(super) type Boxed = Box<dyn Query>;

/// What a passage must hold: of every group one needle, and all that the clauses say.
#[derive(Default)]
pub(crate) struct Matching {
    groups: Vec<Vec<Needle>>,
    clauses: Vec<(Occur, Boxed)>,
}

impl Matching {
    /// Any of these; with none of them, nothing matches.
    pub(super) fn any(needles: Vec<Needle>) -> Self {
        Self {
            groups: vec![needles],
            clauses: Vec::new(),
        }
    }

    /// What a query of the engine matches.
    pub(super) fn of(query: Boxed) -> Self {
        Self {
            groups: Vec::new(),
            clauses: vec![(Occur::Must, query)],
        }
    }

    /// What all of these match.
    pub(super) fn all(queries: &[Boxed]) -> Self {
        let clauses = queries.iter().map(|query| (Occur::Must, query.box_clone()));
        Self {
            groups: Vec::new(),
            clauses: clauses.collect(),
        }
    }

    /// All but this.
    pub(super) fn not(self) -> Self {
        Self {
            groups: Vec::new(),
            clauses: vec![(Occur::MustNot, self.query())],
        }
    }

    /// This and the other.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.groups.extend(other.groups);
        self.clauses.extend(other.clauses);
        self
    }

    /// Any of the parts.
    pub(super) fn or(parts: Vec<Self>) -> Self {
        let simple = |part: &Self| part.groups.len() == 1 && part.clauses.is_empty();
        if parts.iter().all(simple) {
            Self::any(
                parts
                    .into_iter()
                    .flat_map(|part| part.groups)
                    .flatten()
                    .collect(),
            )
        } else {
            let parts = parts.iter().map(Self::query).collect();
            Self::of(Box::new(BooleanQuery::union(parts)))
        }
    }

    /// The groups of needles.
    pub(super) fn groups(&self) -> &[Vec<Needle>] {
        &self.groups
    }

    /// All of it as one query of the engine, for what only counts.
    pub(super) fn query(&self) -> Boxed {
        let mut clauses = self.cloned_clauses();
        clauses.extend(self.groups.iter().map(|group| {
            let needles = group.iter().map(|needle| Box::new(needle.clone()) as Boxed);
            let any: Boxed = match group.len() {
                0 => Box::new(EmptyQuery),
                _ => Box::new(BooleanQuery::union(needles.collect())),
            };
            (Occur::Must, any)
        }));
        all(clauses)
    }

    /// What the clauses match in a segment; `None` when there are needles and nothing else.
    pub(super) fn clauses_in(
        &self,
        searcher: &Searcher,
        segment: &SegmentReader,
    ) -> tantivy::Result<Option<Box<dyn Scorer>>> {
        if self.clauses.is_empty() && !self.groups.is_empty() {
            return Ok(None);
        }
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let weight = all(self.cloned_clauses()).weight(scoring)?;
        weight.scorer(segment, 1.0).map(Some)
    }

    fn cloned_clauses(&self) -> Vec<(Occur, Boxed)> {
        let clauses = self.clauses.iter();
        clauses
            .map(|(occur, query)| (*occur, query.box_clone()))
            .collect()
    }
}

impl Clone for Matching {
    fn clone(&self) -> Self {
        Self {
            groups: self.groups.clone(),
            clauses: self.cloned_clauses(),
        }
    }
}

/// All of the clauses; what must not match is taken from all there is.
fn all(mut clauses: Vec<(Occur, Boxed)>) -> Boxed {
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    Box::new(BooleanQuery::new(clauses))
}
