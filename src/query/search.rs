//! Running a query.

use std::{borrow::Cow, time::Instant};

use super::{
    answer::{Answer, Hit, HitKind},
    excerpt::excerpt_of,
    explain::Explanation,
    facets::{self, Counting, Counts, FacetCounts},
    group,
    marks::Marks,
    order::{self, Match},
    parse::parse,
    plan::Plan,
    request::{DEFAULT_LIMIT, Group, Query, Sort},
    retrieve::Retrieved,
};
use crate::{
    error::Result,
    index::{Index, Passage, Snapshot, guarded},
    text::{self, pinyin},
};

impl Index {
    /// Answers a query. Where it has much to look up in several segments, threads help that all
    /// indexes of the process share, one less than there are processors; the answer does not depend
    /// on them.
    ///
    /// # Errors
    /// [`Error::Value`](crate::Error::Value) for a date that is none, [`Error::Engine`](crate::Error::Engine) when the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Answer> {
        guarded(self.dir(), || self.answer(query))
    }

    fn answer(&self, query: &Query) -> Result<Answer> {
        let started = Instant::now();
        let snapshot = self.snapshot();
        let wanted = query
            .offset
            .saturating_add(query.limit.unwrap_or(DEFAULT_LIMIT));
        let by_score = query.group == Group::Passage && query.sort == Sort::Relevance;
        let best = by_score.then_some(wanted);
        let retrieved = self.retrieve(&snapshot, query, best)?;
        let searcher = &snapshot.searcher;
        let facets = query
            .count_facets
            .then(|| self.count(&snapshot, &retrieved))
            .transpose()?;
        let Retrieved {
            plan: Plan { ranked, told },
            mut relaxed,
            found,
            ..
        } = retrieved;
        let failed = |source| self.engine_error(source);
        let marks = told.marks.iter().collect();
        let hits_of = |found: &[Match]| -> Result<Vec<Hit>> {
            let hits = found.iter();
            hits.map(|found| self.hit(&snapshot, found, &marks, &told.readings))
                .collect()
        };
        let total;
        let mut ordered = Vec::new();
        let mut hits = match query.group {
            Group::Passage => {
                total = found.total;
                let matches = found.matches;
                ordered = order::best(&snapshot, matches, query.sort, wanted).map_err(failed)?;
                ordered.drain(..query.offset.min(ordered.len()));
                hits_of(&ordered)?
            }
            Group::Recap | Group::Event => {
                let all = found.total;
                let ordered =
                    order::best(&snapshot, found.matches, query.sort, all).map_err(failed)?;
                let events = (query.group == Group::Event)
                    .then(|| snapshot.events(self.dir()))
                    .transpose()?;
                let kind = match events {
                    Some(_) => HitKind::Event,
                    None => HitKind::Recap,
                };
                let groups = group::group(&snapshot, &ordered, events).map_err(failed)?;
                total = groups.len();
                groups
                    .into_iter()
                    .skip(query.offset)
                    .take(wanted - query.offset)
                    .map(|group| {
                        let pages = events.map_or(&[][..], |events| events.pages(&group.path));
                        hits_of(&group.best).map(|passages| group::as_hit(passages, pages, kind))
                    })
                    .collect::<Result<Vec<Hit>>>()?
            }
        };
        for (at, hit) in hits.iter_mut().enumerate() {
            hit.rank = query.offset + at + 1;
        }
        relaxed &= total > 0;
        let did_you_mean = if total == 0 {
            self.did_you_mean(&snapshot, query)?
        } else {
            None
        };
        let explain = || -> tantivy::Result<Explanation> {
            let scores = ordered
                .iter()
                .map(|found| ranked.parts(searcher, found.address));
            let ast = parse(&query.text);
            Ok(Explanation {
                read_as: ast.to_string(),
                ast,
                words: told.pieces,
                scores: scores.collect::<tantivy::Result<_>>()?,
            })
        };
        let explanation = query.explain.then(explain).transpose().map_err(failed)?;
        let took_ms = started.elapsed().as_secs_f64() * 1e3;
        Ok(Answer {
            query: query.text.clone(),
            total,
            took_ms,
            relaxed,
            did_you_mean,
            hits,
            facets,
            explanation,
        })
    }

    /// Counts facets over all that a query matches.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn facets(&self, query: &Query) -> Result<Counts> {
        let answer = self.search(&query.clone().limit(0).facets(true))?;
        Ok(Counts {
            query: answer.query,
            total: answer.total,
            took_ms: answer.took_ms,
            relaxed: answer.relaxed,
            facets: answer.facets.unwrap_or_default(),
        })
    }

    /// Counts facets over what was found.
    fn count(&self, snapshot: &Snapshot, retrieved: &Retrieved) -> Result<FacetCounts> {
        let searcher = &snapshot.searcher;
        let counts = if retrieved.proven {
            let found = retrieved.found.matches.iter();
            facets::count(searcher, found.map(|found| found.address))
        } else {
            searcher.search(&retrieved.plan.ranked.matching.query(), &Counting)
        };
        let counts = counts.map_err(|source| self.engine_error(source))?;
        facets::spelled(counts, snapshot, &self.fields)
    }

    /// A match as it is shown, with these strings marked and the names that have these readings.
    pub(super) fn hit(
        &self,
        snapshot: &Snapshot,
        found: &Match,
        marks: &Marks,
        readings: &[String],
    ) -> Result<Hit> {
        let stored = snapshot.stored(self.dir(), found.address)?;
        let record = self.read(&stored)?;
        let mut marks = Cow::Borrowed(marks);
        if !readings.is_empty() {
            let read_so = |name: &String| {
                pinyin::readings(name)
                    .iter()
                    .any(|reading| readings.contains(reading))
            };
            let passage = Passage {
                text: record.text.to_owned(),
                ..record.passage.clone()
            };
            let names = passage
                .names()
                .into_iter()
                .filter(read_so)
                .map(|name| text::fold(&name));
            marks.to_mut().extend(names);
        }
        let excerpt = excerpt_of(&record, &marks);
        Ok(Hit::new(found.score, record.passage, excerpt))
    }
}
