//! Which passages match a query: as it was asked or, where that is nothing, with less.

use std::sync::Arc;

use super::{
    correct::BESIDE,
    filter::filters,
    parse::parse,
    plan::{Plan, Planner},
    rank::Found,
    request::Query,
};
use crate::{
    error::Result,
    index::{Index, Snapshot},
    text,
};

/// What matched, and how it was found.
pub(super) struct Retrieved {
    pub(super) plan: Plan,
    pub(super) relaxed: bool,
    pub(super) found: Found,
    /// Whether the texts were compared: what the plan matches is more than was found.
    pub(super) proven: bool,
}

impl Index {
    /// What matches: as asked or, where that is nothing, with less. Of the matches only so many of
    /// the best may be wanted.
    pub(super) fn retrieve(
        &self,
        snapshot: &Arc<Snapshot>,
        query: &Query,
        best: Option<usize>,
    ) -> Result<Retrieved> {
        let filters = filters(snapshot, &self.fields, query)?;
        let planner = Planner::new(snapshot, &self.fields, &query.weights);
        if query.literal {
            let folded = squeezed(&text::fold(&query.text));
            let plan = planner.literal(&folded, &filters);
            return self.literally(snapshot, plan, best);
        }
        let run = |plan: Plan, relaxed| {
            let found = plan.ranked.run(snapshot, best);
            found
                .map(|found| Retrieved {
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
            loose.ranked = Arc::new(loose.ranked.beside(&less.ranked, BESIDE));
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
    fn literally(
        &self,
        snapshot: &Arc<Snapshot>,
        plan: Plan,
        best: Option<usize>,
    ) -> Result<Retrieved> {
        let to_prove = plan.told.marks.first().filter(|text| needs_proof(text));
        let found = plan
            .ranked
            .run(snapshot, best.filter(|_| to_prove.is_none()));
        let mut found = found.map_err(|source| self.engine_error(source))?;
        let proven = to_prove.is_some();
        if let Some(text) = to_prove {
            let mut holding = Vec::with_capacity(found.matches.len());
            for match_ in found.matches {
                let stored = snapshot.stored(self.dir(), match_.address)?;
                let passage = self.read(&stored)?.into_passage();
                if squeezed(&text::fold(&passage.searchable())).contains(text) {
                    holding.push(match_);
                }
            }
            found = Found {
                total: holding.len(),
                matches: holding,
            };
        }
        Ok(Retrieved {
            plan,
            relaxed: false,
            found,
            proven,
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
