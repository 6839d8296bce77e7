//! Running a query.

use std::{borrow::Cow, time::Instant};

use super::{
    answer::{Answer, Hit, HitKind},
    excerpt::excerpt_of,
    explain::Explanation,
    facets::Counts,
    group,
    marks::Marks,
    order::{self, Match},
    parse::parse,
    plan::Plan,
    rank::Wanted,
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
    /// [`Error::TooLong`](crate::Error::TooLong) for a text of too many characters,
    /// [`Error::Value`](crate::Error::Value) for a date or a filter that is none,
    /// [`Error::Late`](crate::Error::Late) when the query's deadline has passed,
    /// [`Error::Engine`](crate::Error::Engine) when the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Answer> {
        guarded(self.dir(), || self.answer(query))
    }

    fn answer(&self, query: &Query) -> Result<Answer> {
        let started = Instant::now();
        query.check()?;
        let snapshot = self.snapshot();
        let wanted = query
            .offset
            .saturating_add(query.limit.unwrap_or(DEFAULT_LIMIT));
        let by_score = query.group == Group::Passage && query.sort == Sort::Relevance;
        let retrieved = self.retrieve(
            &snapshot,
            query,
            Wanted {
                best: by_score.then_some(wanted),
                facets: query.count_facets,
                until: query.deadline,
            },
        )?;
        let searcher = &snapshot.searcher;
        let Retrieved {
            plan: Plan { ranked, told },
            mut relaxed,
            found,
        } = retrieved;
        let facets = found.facets;
        let failed = |source| self.engine_error(source);
        let marks = told.marks.iter().collect();
        let hits_of = |found: &[Match]| -> Result<Vec<Hit>> {
            let hits = found.iter();
            hits.map(|found| self.hit(&snapshot, found, &marks, &told.readings))
                .collect()
        };
        let total;
        // The passages that the hits are told by.
        let shown: Vec<Match>;
        let mut hits = match query.group {
            Group::Passage => {
                total = found.total;
                let matches = found.matches;
                let ordered = order::best(&snapshot, matches, query.sort, wanted);
                let ordered = ordered.map_err(failed)?.into_iter();
                shown = ordered.skip(query.offset).collect();
                hits_of(&shown)?
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
                let groups = groups.into_iter().skip(query.offset);
                let groups: Vec<_> = groups.take(wanted - query.offset).collect();
                let best = groups.iter().filter_map(|group| group.best.first());
                shown = best.copied().collect();
                groups
                    .iter()
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
            let addresses: Vec<_> = shown.iter().map(|found| found.address).collect();
            let ast = parse(&query.text);
            Ok(Explanation {
                read_as: ast.to_string(),
                ast,
                words: told.pieces,
                scores: ranked.parts(searcher, &addresses)?,
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
