//! Running a query.

use std::{borrow::Cow, time::Instant};

use tantivy::{
    Searcher,
    query::{AllQuery, BooleanQuery, Query as EngineQuery},
};

use super::{
    Answer, Counts, Explanation, FILTERS, FacetCounts, Group, Hit, Query,
    collect::{self, Match},
    correct,
    excerpt::excerpt,
    explain,
    facets::Counting,
    filter, group,
    parse::parse,
    plan::{Plan, Planner},
};
use crate::{
    error::Result,
    index::{Index, Snapshot},
    text::{self, pinyin},
};

impl Index {
    /// Answers a query.
    ///
    /// # Errors
    /// [`Error::Value`](crate::Error::Value) for a date that is none, [`Error::Engine`](crate::Error::Engine) when the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Answer> {
        let started = Instant::now();
        let snapshot = self.snapshot();
        let prepared = self.prepare(&snapshot, query)?;
        let Matches {
            plan,
            mut relaxed,
            found,
            engine,
        } = self.matches(&snapshot, query, prepared)?;
        let searcher = &snapshot.searcher;
        let wanted = query
            .offset
            .saturating_add(query.limit.unwrap_or(super::DEFAULT_LIMIT));
        let failed = |source| self.engine_error(source);
        let total;
        let mut ordered = Vec::new();
        let mut hits = match query.group {
            Group::Passage => {
                total = found.len();
                ordered = collect::best(searcher, found, query.sort, wanted).map_err(failed)?;
                ordered.drain(..query.offset.min(ordered.len()));
                ordered
                    .iter()
                    .map(|found| self.hit(searcher, found, &plan.marks, &plan.readings))
                    .collect::<Result<Vec<Hit>>>()?
            }
            Group::Recap => {
                let all = found.len();
                let ranked = collect::best(searcher, found, query.sort, all).map_err(failed)?;
                let groups = group::by_recap(searcher, &ranked).map_err(failed)?;
                total = groups.len();
                groups
                    .into_iter()
                    .skip(query.offset)
                    .take(wanted - query.offset)
                    .map(|group| {
                        let passages: Result<Vec<Hit>> = group
                            .iter()
                            .map(|found| self.hit(searcher, found, &plan.marks, &plan.readings))
                            .collect();
                        passages.map(group::as_hit)
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
            .then(|| self.count(&snapshot, engine.as_ref()))
            .transpose()?;
        let explanation = query.explain.then(|| Explanation {
            ast: parse(&query.text),
            read_as: parse(&query.text).to_string(),
            words: plan.pieces,
            scores: ordered
                .iter()
                .map(|found| match engine.explain(searcher, found.address) {
                    Ok(explained) => explain::parts(&explained, searcher.schema()),
                    Err(_) => Vec::new(),
                })
                .collect(),
        });
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
        let planner = Planner {
            snapshot,
            fields: &self.fields,
            weights: &query.weights,
        };
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

    /// Everything that matches: as asked or, where that is nothing, with less.
    fn matches(&self, snapshot: &Snapshot, query: &Query, mut plan: Plan) -> Result<Matches> {
        let searcher = &snapshot.searcher;
        let run = |engine: &dyn EngineQuery| {
            searcher
                .search(engine, &collect::All)
                .map_err(|s| self.engine_error(s))
        };
        let strict = std::mem::replace(&mut plan.strict, Box::new(AllQuery));
        let mut found = run(strict.as_ref())?;
        if query.literal
            && let Some(text) = plan.marks.first().filter(|text| needs_proof(text)).cloned()
        {
            let mut proven = Vec::with_capacity(found.len());
            for match_ in found {
                let passage = self.stored(searcher, match_.address)?;
                if squeezed(&text::fold(&passage.searchable())).contains(&text) {
                    proven.push(match_);
                }
            }
            found = proven;
        }
        if !found.is_empty() {
            return Ok(Matches {
                plan,
                relaxed: false,
                found,
                engine: strict,
            });
        }
        let loose = plan.loose.take();
        let corrected = self.corrected(snapshot, query)?;
        let relaxed = |plan, found, engine| Matches {
            plan,
            relaxed: true,
            found,
            engine,
        };
        // First all of the words, typing errors mended; then any that occur as they were typed,
        // the mended ones beside them; last the mended ones alone.
        let Some(mut mended) = corrected else {
            let engine = loose.unwrap_or(strict);
            let found = run(engine.as_ref())?;
            return Ok(relaxed(plan, found, engine));
        };
        let engine = std::mem::replace(&mut mended.strict, Box::new(AllQuery));
        let found = run(engine.as_ref())?;
        if !found.is_empty() {
            return Ok(relaxed(mended, found, engine));
        }
        let less = mended.loose.take().unwrap_or(engine);
        if let Some(loose) = loose {
            let engine = correct::beside(loose, less.as_ref());
            let found = run(engine.as_ref())?;
            if !found.is_empty() {
                plan.marks.append(&mut mended.marks);
                return Ok(relaxed(plan, found, engine));
            }
        }
        let found = run(less.as_ref())?;
        Ok(relaxed(mended, found, less))
    }

    fn count(&self, snapshot: &Snapshot, engine: &dyn EngineQuery) -> Result<FacetCounts> {
        snapshot
            .searcher
            .search(engine, &Counting)
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
    plan: Plan,
    relaxed: bool,
    found: Vec<Match>,
    engine: Box<dyn EngineQuery>,
}

/// Whether the grams of a string leave open what lies between them: spaces are not indexed.
fn needs_proof(text: &str) -> bool {
    text.chars().any(char::is_whitespace)
}

/// Folded text with its white space squeezed, as the strings compared with it are.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
