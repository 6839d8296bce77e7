//! Running a query.

use std::{borrow::Cow, time::Instant};

use tantivy::{
    DocAddress, Searcher,
    query::{AllQuery, BooleanQuery, Query as EngineQuery},
    schema::Value,
};

use super::{
    Answer, Explanation, FILTERS, FacetCounts, Group, Hit, Query,
    collect::{self, Match},
    excerpt::excerpt,
    explain,
    facets::Counting,
    filter, group,
    parse::parse,
    plan::{Plan, Planner},
};
use crate::{
    error::{Error, Result},
    index::{Index, Passage, Snapshot},
    text::{self, pinyin},
};

impl Index {
    /// Answers a query.
    ///
    /// # Errors
    /// [`Error::Value`] for a date that is none, [`Error::Engine`] when the index cannot be read.
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
                    .map(|found| self.hit(searcher, found, &plan))
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
                            .map(|found| self.hit(searcher, found, &plan))
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
            hits,
            facets,
            explanation,
        })
    }

    /// Counts facets over all that a query matches.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn facets(&self, query: &Query) -> Result<FacetCounts> {
        let snapshot = self.snapshot();
        let prepared = self.prepare(&snapshot, query)?;
        let Matches { engine, .. } = self.matches(&snapshot, query, prepared)?;
        self.count(&snapshot, engine.as_ref())
    }

    /// The passage with this id.
    ///
    /// # Errors
    /// [`Error::UnknownId`].
    pub fn passage(&self, id: &str) -> Result<Passage> {
        let (recap, _) = id.rsplit_once('#').unwrap_or((id, ""));
        let passages = self.recap(recap).map_err(|error| match error {
            Error::UnknownId { .. } => Error::UnknownId { id: id.to_owned() },
            other => other,
        })?;
        let found = passages.into_iter().find(|passage| passage.id == id);
        found.ok_or_else(|| Error::UnknownId { id: id.to_owned() })
    }

    /// All passages of the recap with this id, in order.
    ///
    /// # Errors
    /// [`Error::UnknownId`].
    pub fn recap(&self, id: &str) -> Result<Vec<Passage>> {
        use tantivy::{
            Term, collector::DocSetCollector, query::TermQuery, schema::IndexRecordOption,
        };
        let snapshot = self.snapshot();
        for path in crate::index::path_candidates(id) {
            let term = Term::from_field_text(self.fields.path, &path);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            let found = snapshot
                .searcher
                .search(&query, &DocSetCollector)
                .map_err(|s| self.engine_error(s))?;
            let passages: Result<Vec<Passage>> = found
                .into_iter()
                .map(|address| self.stored(&snapshot.searcher, address))
                .collect();
            let mut passages = passages?;
            passages.retain(|passage| passage.recap_id() == id);
            if !passages.is_empty() {
                passages.sort_by_key(|passage| {
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

    fn filters(&self, snapshot: &Snapshot, query: &Query) -> Result<Vec<Box<dyn EngineQuery>>> {
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
        match plan.loose.take() {
            Some(loose) if found.is_empty() => {
                let found = run(loose.as_ref())?;
                Ok(Matches {
                    plan,
                    relaxed: true,
                    found,
                    engine: loose,
                })
            }
            _ => Ok(Matches {
                plan,
                relaxed: false,
                found,
                engine: strict,
            }),
        }
    }

    fn count(&self, snapshot: &Snapshot, engine: &dyn EngineQuery) -> Result<FacetCounts> {
        snapshot
            .searcher
            .search(engine, &Counting)
            .map_err(|source| self.engine_error(source))
    }

    fn hit(&self, searcher: &Searcher, found: &Match, plan: &Plan) -> Result<Hit> {
        let passage = self.stored(searcher, found.address)?;
        let mut marks = Cow::Borrowed(&plan.marks);
        if !plan.readings.is_empty() {
            let read_so = |name: &String| {
                pinyin::readings(name)
                    .iter()
                    .any(|reading| plan.readings.contains(reading))
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

    /// The passage stored at `address`.
    pub(crate) fn stored(&self, searcher: &Searcher, address: DocAddress) -> Result<Passage> {
        let document: tantivy::TantivyDocument = searcher
            .doc(address)
            .map_err(|source| self.engine_error(source))?;
        let bytes = document
            .get_first(self.fields.passage)
            .and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        serde_json::from_slice(&bytes.unwrap_or_default()).map_err(|source| Error::Damaged {
            index: self.dir().to_owned(),
            what: format!("a stored passage: {source}"),
        })
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
