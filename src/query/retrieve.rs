//! Which passages match a query: as it was asked or, where that is nothing, with less.

use std::sync::Arc;

use super::{
    correct::BESIDE,
    facets,
    filter::filters,
    parse::parse,
    plan::{Plan, Planner},
    rank::{Found, Wanted},
    request::Query,
};
use crate::{
    error::{Error, Result},
    index::{Index, Snapshot},
    text,
};

/// What matched, and how it was found.
pub(super) struct Retrieved {
    pub(super) plan: Plan,
    pub(super) relaxed: bool,
    pub(super) found: Found,
}

impl Index {
    /// What matches: as asked or, where that is nothing, with less.
    pub(super) fn retrieve(
        &self,
        snapshot: &Arc<Snapshot>,
        query: &Query,
        wanted: Wanted,
    ) -> Result<Retrieved> {
        let filters = filters(self, &snapshot.searcher, query)?;
        let planner = Planner::new(self, snapshot, &query.weights);
        if query.literal {
            let folded = squeezed(&text::fold(&query.text));
            let plan = planner.literal(&folded, &filters)?;
            return self.literally(snapshot, plan, wanted);
        }
        let run = |plan: Plan, relaxed| {
            Ok(Retrieved {
                found: self.found(snapshot, &plan, wanted)?,
                plan,
                relaxed,
            })
        };
        let ast = parse(&query.text);
        let strict = run(planner.plan(&ast, &filters)?, false)?;
        if strict.found.total > 0 {
            return Ok(strict);
        }
        // First all of the words, typing errors mended; then any that occur as they were typed,
        // the mended ones beside them; last the mended ones alone.
        let loose = planner.relaxed(&ast, &filters)?;
        let Some(mended) = planner.mended(&ast)? else {
            return loose.map_or(Ok(strict), |loose| run(loose, true));
        };
        let corrected = run(planner.plan(&mended, &filters)?, true)?;
        if corrected.found.total > 0 {
            return Ok(corrected);
        }
        let less = planner.relaxed(&mended, &filters)?;
        let less = less.unwrap_or(corrected.plan);
        if let Some(mut loose) = loose {
            loose.ranked = Arc::new(loose.ranked.beside(&less.ranked, BESIDE));
            loose.told.mark_also(&less.told.marks);
            let loose = run(loose, true)?;
            if loose.found.total > 0 {
                return Ok(loose);
            }
        }
        run(less, true)
    }

    /// Runs a plan, for as long as there is time.
    pub(super) fn found(
        &self,
        snapshot: &Arc<Snapshot>,
        plan: &Plan,
        wanted: Wanted,
    ) -> Result<Found> {
        let found = plan.ranked.run(snapshot, wanted);
        let found = found.map_err(|source| self.engine_error(source))?;
        match found.is_late {
            true => Err(Error::Late),
            false => Ok(found),
        }
    }

    /// What a string matches as it stands. Where its grams leave open what lies between them, the
    /// text itself decides.
    fn literally(&self, snapshot: &Arc<Snapshot>, plan: Plan, wanted: Wanted) -> Result<Retrieved> {
        let to_prove = plan.told.marks.first().filter(|text| needs_proof(text));
        let Some(text) = to_prove else {
            let found = self.found(snapshot, &plan, wanted)?;
            return Ok(Retrieved {
                plan,
                relaxed: false,
                found,
            });
        };
        let all = Wanted {
            best: None,
            facets: false,
            ..wanted
        };
        let found = self.found(snapshot, &plan, all)?;
        let mut holding = Vec::with_capacity(found.matches.len());
        for match_ in found.matches {
            if wanted.is_late() {
                return Err(Error::Late);
            }
            let stored = snapshot.stored(self.dir(), match_.address)?;
            let passage = self.read(&stored)?.into_passage();
            if squeezed(&text::fold(&passage.searchable())).contains(text) {
                holding.push(match_);
            }
        }
        let addresses = holding.iter().map(|found| found.address);
        let facets = || facets::count(&snapshot.searcher, addresses);
        let facets = wanted.facets.then(facets).transpose();
        let found = Found {
            is_late: false,
            facets: facets.map_err(|source| self.engine_error(source))?,
            total: holding.len(),
            matches: holding,
        };
        Ok(Retrieved {
            plan,
            relaxed: false,
            found,
        })
    }
}

/// Whether the grams of a string leave open what lies between them: spaces are not indexed.
fn needs_proof(text: &str) -> bool {
    text.chars().any(char::is_whitespace)
}

/// Folded text with its white space squeezed, as the strings compared with it are.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
