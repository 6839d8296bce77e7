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
    facets::{self, Counting},
    filter, group,
    order::{self, Match, Places},
    parse::parse,
    plan::{Plan, Planner},
    rank::Found,
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
        let wanted = query
            .offset
            .saturating_add(query.limit.unwrap_or(super::DEFAULT_LIMIT));
        let by_score = query.group == Group::Passage && query.sort == Sort::Relevance;
        let best = by_score.then_some(wanted);
        let matches = self.matches(&snapshot, query, best)?;
        let searcher = &snapshot.searcher;
        let facets = query
            .count_facets
            .then(|| self.count(searcher, &matches))
            .transpose()?;
        let Matches {
            plan: Plan { ranked, told },
            mut relaxed,
            found,
            ..
        } = matches;
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
                    .map(|found| self.hit(searcher, found, &told.marks, &told.readings))
                    .collect::<Result<Vec<Hit>>>()?
            }
            Group::Recap | Group::Event => {
                let all = found.total;
                let ordered =
                    order::best(&mut places, found.matches, query.sort, all).map_err(failed)?;
                let events = (query.group == Group::Event)
                    .then(|| snapshot.events(self.dir()))
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
                            .map(|found| self.hit(searcher, found, &told.marks, &told.readings))
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
        let explain = || -> tantivy::Result<Explanation> {
            let scores = ordered
                .iter()
                .map(|found| ranked.parts(searcher, found.address));
            Ok(Explanation {
                ast: parse(&query.text),
                read_as: parse(&query.text).to_string(),
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
    fn matches(&self, snapshot: &Snapshot, query: &Query, best: Option<usize>) -> Result<Matches> {
        let searcher = &snapshot.searcher;
        let filters = self.filters(snapshot, query)?;
        let planner = Planner::new(snapshot, &self.fields, &query.weights);
        if query.literal {
            let folded = squeezed(&text::fold(&query.text));
            let plan = planner.literal(&folded, &filters);
            return self.literally(searcher, plan, best);
        }
        let run = |plan: Plan, relaxed| {
            let found = plan.ranked.run(searcher, best);
            found
                .map(|found| Matches {
                    plan,
                    relaxed,
                    found,
                    proven: false,
                })
                .map_err(|source| self.engine_error(source))
        };
        let ast = parse(&query.text);
        let strict = run(planner.plan(&ast, &filters)?, false)?;
        if strict.found.total > 0 {
            return Ok(strict);
        }
        // First all of the words, typing errors mended; then any that occur as they were typed,
        // the mended ones beside them; last the mended ones alone.
        let loose = planner.relaxed(&ast, &filters)?;
        let Some(mended) = planner.mended(&ast) else {
            return loose.map_or(Ok(strict), |loose| run(loose, true));
        };
        let corrected = run(planner.plan(&mended, &filters)?, true)?;
        if corrected.found.total > 0 {
            return Ok(corrected);
        }
        let less = planner.relaxed(&mended, &filters)?;
        let less = less.unwrap_or(corrected.plan);
        if let Some(mut loose) = loose {
            loose.ranked = loose.ranked.beside(&less.ranked, BESIDE);
            loose.told.marks.extend_from_slice(&less.told.marks);
            let loose = run(loose, true)?;
            if loose.found.total > 0 {
                return Ok(loose);
            }
        }
        run(less, true)
    }

    /// What a string matches as it stands. Where its grams leave open what lies between them, the
    /// text itself decides.
    fn literally(&self, searcher: &Searcher, plan: Plan, best: Option<usize>) -> Result<Matches> {
        let to_prove = plan.told.marks.first().filter(|text| needs_proof(text));
        let found = plan
            .ranked
            .run(searcher, best.filter(|_| to_prove.is_none()));
        let mut found = found.map_err(|source| self.engine_error(source))?;
        let proven = to_prove.is_some();
        if let Some(text) = to_prove {
            let mut holding = Vec::with_capacity(found.matches.len());
            for match_ in found.matches {
                let passage = self.stored(searcher, match_.address)?;
                if squeezed(&text::fold(&passage.searchable())).contains(text) {
                    holding.push(match_);
                }
            }
            found = Found {
                total: holding.len(),
                matches: holding,
            };
        }
        Ok(Matches {
            plan,
            relaxed: false,
            found,
            proven,
        })
    }

    /// Counts facets over what was found.
    fn count(&self, searcher: &Searcher, matches: &Matches) -> Result<FacetCounts> {
        let counts = if matches.proven {
            let found = matches.found.matches.iter();
            facets::count(searcher, found.map(|found| found.address))
        } else {
            searcher.search(&matches.plan.ranked.matching.query(), &Counting)
        };
        counts.map_err(|source| self.engine_error(source))
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
    plan: Plan,
    relaxed: bool,
    found: Found,
    /// Whether the texts were compared: what the plan matches is more than was found.
    proven: bool,
}

/// Whether the grams of a string leave open what lies between them: spaces are not indexed.
fn needs_proof(text: &str) -> bool {
    text.chars().any(char::is_whitespace)
}

/// Folded text with its white space squeezed, as the strings compared with it are.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
