//! Running a query.

use std::{borrow::Cow, time::Instant};

use tantivy::{
    Searcher,
    query::{BooleanQuery, Query as EngineQuery},
};

use super::{
    Answer, Counts, Explanation, FILTERS, FacetCounts, Group, Hit, HitKind, Query, Sort,
    correct::BESIDE,
    excerpt::excerpt,
    facets::Counting,
    filter, group,
    order::{self, Match, Places},
    parse::parse,
    plan::{Piece, Plan, Planner},
    rank::{Found, Ranked},
};
use crate::{
    error::Result,
    index::{Index, Snapshot, guarded},
    text::{self, pinyin},
};

impl Index {
    /// Answers a query.
    ///
    /// # Errors
    /// [`Error::Value`](crate::Error::Value) for a date that is none, [`Error::Engine`](crate::Error::Engine) when the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Answer> {
        guarded(self.dir(), || self.answer(query))
    }

    fn answer(&self, query: &Query) -> Result<Answer> {
        let started = Instant::now();
        let snapshot = self.snapshot();
        let prepared = self.prepare(&snapshot, query)?;
        let wanted = query
            .offset
            .saturating_add(query.limit.unwrap_or(super::DEFAULT_LIMIT));
        let by_score = query.group == Group::Passage && query.sort == Sort::Relevance;
        let best = by_score.then_some(wanted);
        let Matches {
            plan,
            mut relaxed,
            found,
            ranked,
        } = self.matches(&snapshot, query, prepared, best)?;
        let searcher = &snapshot.searcher;
        let failed = |source| self.engine_error(source);
        let total;
        let mut ordered = Vec::new();
        let mut places = Places::new(searcher);
        let mut hits = match query.group {
            Group::Passage => {
                total = found.total;
                let matches = found.matches;
                ordered = order::best(&mut places, matches, query.sort, wanted).map_err(failed)?;
                ordered.drain(..query.offset.min(ordered.len()));
                ordered
                    .iter()
                    .map(|found| self.hit(searcher, found, &plan.marks, &plan.readings))
                    .collect::<Result<Vec<Hit>>>()?
            }
            Group::Recap | Group::Event => {
                let all = found.total;
                let ordered =
                    order::best(&mut places, found.matches, query.sort, all).map_err(failed)?;
                let events = (query.group == Group::Event)
                    .then(|| self.events(&snapshot))
                    .transpose()?;
                let kind = match events {
                    Some(_) => HitKind::Event,
                    None => HitKind::Recap,
                };
                let groups = group::group(&mut places, &ordered, events).map_err(failed)?;
                total = groups.len();
                groups
                    .into_iter()
                    .skip(query.offset)
                    .take(wanted - query.offset)
                    .map(|group| {
                        let pages = events.map_or(&[][..], |events| events.pages(&group.path));
                        let passages: Result<Vec<Hit>> = group
                            .best
                            .iter()
                            .map(|found| self.hit(searcher, found, &plan.marks, &plan.readings))
                            .collect();
                        passages.map(|passages| group::as_hit(passages, pages, kind))
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
        let facets = query
            .count_facets
            .then(|| self.count(&snapshot, &ranked))
            .transpose()?;
        let explain = || -> tantivy::Result<Explanation> {
            let scores = ordered
                .iter()
                .map(|found| ranked.parts(searcher, found.address));
            Ok(Explanation {
                ast: parse(&query.text),
                read_as: parse(&query.text).to_string(),
                words: plan.pieces,
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

    /// Plans a query.
    fn prepare(&self, snapshot: &Snapshot, query: &Query) -> Result<Plan> {
        let filters = self.filters(snapshot, query)?;
        let planner = Planner::new(snapshot, &self.fields, &query.weights)
            .map_err(|source| self.engine_error(source))?;
        if query.literal {
            let folded = text::fold(&query.text);
            let wanted = folded.split_whitespace().collect::<Vec<_>>().join(" ");
            return Ok(planner.literal(&wanted, filters));
        }
        planner.plan(&parse(&query.text), filters)
    }

    pub(super) fn filters(
        &self,
        snapshot: &Snapshot,
        query: &Query,
    ) -> Result<Vec<Box<dyn EngineQuery>>> {
        let mut filters: Vec<Box<dyn EngineQuery>> = Vec::new();
        for (name, values) in FILTERS
            .iter()
            .zip(&query.facets)
            .filter(|(_, values)| !values.is_empty())
        {
            let any: Result<Vec<_>> = values
                .iter()
                .map(|value| filter::facet(&snapshot.searcher, &self.fields, name, value))
                .collect();
            filters.push(Box::new(BooleanQuery::union(any?)));
        }
        let since = query
            .since
            .as_deref()
            .map(|value| filter::period("since", value))
            .transpose()?;
        let until = query
            .until
            .as_deref()
            .map(|value| filter::period("until", value))
            .transpose()?;
        if since.is_some() || until.is_some() {
            filters.push(filter::dates(&self.fields, since.as_ref(), until.as_ref()));
        }
        Ok(filters)
    }

    /// What matches: as asked or, where that is nothing, with less. Of the matches only so many of
    /// the best may be wanted.
    fn matches(
        &self,
        snapshot: &Snapshot,
        query: &Query,
        plan: Plan,
        best: Option<usize>,
    ) -> Result<Matches> {
        let searcher = &snapshot.searcher;
        let run = |ranked: &Ranked, best| {
            let found = ranked.run(searcher, best);
            found.map_err(|source| self.engine_error(source))
        };
        let Plan {
            strict,
            loose,
            marks,
            readings,
            pieces,
        } = plan;
        let mut plan = Told {
            marks,
            readings,
            pieces,
        };
        let to_prove = plan
            .marks
            .first()
            .filter(|text| query.literal && needs_proof(text));
        let mut found = run(&strict, best.filter(|_| to_prove.is_none()))?;
        if let Some(text) = to_prove {
            let mut proven = Vec::with_capacity(found.matches.len());
            for match_ in found.matches {
                let passage = self.stored(searcher, match_.address)?;
                if squeezed(&text::fold(&passage.searchable())).contains(text) {
                    proven.push(match_);
                }
            }
            found = Found {
                total: proven.len(),
                matches: proven,
            };
        }
        if found.total > 0 {
            return Ok(Matches {
                plan,
                relaxed: false,
                found,
                ranked: strict,
            });
        }
        let relaxed = |plan, found, ranked| Matches {
            plan,
            relaxed: true,
            found,
            ranked,
        };
        // First all of the words, typing errors mended; then any that occur as they were typed,
        // the mended ones beside them; last the mended ones alone.
        let Some(corrected) = self.corrected(snapshot, query)? else {
            let ranked = loose.unwrap_or(strict);
            let found = run(&ranked, best)?;
            return Ok(relaxed(plan, found, ranked));
        };
        let mended = Told {
            marks: corrected.marks,
            readings: corrected.readings,
            pieces: corrected.pieces,
        };
        let found = run(&corrected.strict, best)?;
        if found.total > 0 {
            return Ok(relaxed(mended, found, corrected.strict));
        }
        let less = corrected.loose.unwrap_or(corrected.strict);
        if let Some(loose) = loose {
            let ranked = loose.beside(&less, BESIDE);
            let found = run(&ranked, best)?;
            if found.total > 0 {
                plan.marks.extend(mended.marks);
                return Ok(relaxed(plan, found, ranked));
            }
        }
        let found = run(&less, best)?;
        Ok(relaxed(mended, found, less))
    }

    fn count(&self, snapshot: &Snapshot, ranked: &Ranked) -> Result<FacetCounts> {
        snapshot
            .searcher
            .search(&ranked.matching.query(), &Counting)
            .map_err(|source| self.engine_error(source))
    }

    /// A match as it is shown, with these strings marked and the names that have these readings.
    pub(super) fn hit(
        &self,
        searcher: &Searcher,
        found: &Match,
        marks: &[String],
        readings: &[String],
    ) -> Result<Hit> {
        let passage = self.stored(searcher, found.address)?;
        let mut marks = Cow::Borrowed(marks);
        if !readings.is_empty() {
            let read_so = |name: &String| {
                pinyin::readings(name)
                    .iter()
                    .any(|reading| readings.contains(reading))
            };
            let names = passage
                .names()
                .into_iter()
                .filter(read_so)
                .map(|name| text::fold(&name));
            marks.to_mut().extend(names);
        }
        let excerpt = excerpt(&passage.text, &marks);
        Ok(Hit::new(found.score, passage, excerpt))
    }
}

/// What matched, and how it was found.
struct Matches {
    plan: Told,
    relaxed: bool,
    found: Found,
    ranked: Ranked,
}

/// What a plan tells of the query, besides how it is run.
struct Told {
    marks: Vec<String>,
    readings: Vec<String>,
    pieces: Vec<Piece>,
}

/// Whether the grams of a string leave open what lies between them: spaces are not indexed.
fn needs_proof(text: &str) -> bool {
    text.chars().any(char::is_whitespace)
}

/// Folded text with its white space squeezed, as the strings compared with it are.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
