//! Filters: values of facets as people type them, and ranges of dates.

use std::{collections::HashSet, ops::Bound};

use tantivy::{
    Searcher, TantivyError, Term,
    query::{self as engine, BooleanQuery, RangeQuery, TermQuery},
    schema::{Facet, Field, IndexRecordOption},
};
use time::Date;

use super::{
    matching::Matching,
    organisation,
    period::{Period, period},
    request::{FILTERS, Query},
};
use crate::{
    error::{Error, Result},
    index::{Fields, Index, day},
    text::fold,
};

/// What the filters of `asked` let through: all of them must.
///
/// # Errors
/// [`Error::Value`] for a date or a filter that is none.
pub(super) fn filters(index: &Index, searcher: &Searcher, asked: &Query) -> Result<Matching> {
    if let Some(name) = &asked.unknown {
        return Err(Error::Value {
            option: "filter".to_owned(),
            value: name.clone(),
            reason: format!("is no filter; there are {}", FILTERS.join(", ")),
        });
    }
    let fields = &index.fields;
    let mut filters = Matching::default();
    let asked_for = FILTERS.iter().zip(&asked.facets);
    for (name, values) in asked_for.filter(|(_, values)| !values.is_empty()) {
        let known = Values::of(searcher, fields, name);
        let known = known.map_err(|source| index.engine_error(source))?;
        let any = values.iter().map(|value| known.matching(value));
        filters = filters.and(Matching::or(any.collect()));
    }
    let days = |option, value: &Option<String>| {
        let period = value.as_deref().map(|value| period(option, value));
        period.transpose()
    };
    let (since, until) = (days("since", &asked.since)?, days("until", &asked.until)?);
    if since.is_some() || until.is_some() {
        filters = filters.and(dates(fields, since.as_ref(), until.as_ref()));
    }
    Ok(filters)
}

/// Passages published from the first day of `since` to the last day of `until`.
pub(super) fn dates(fields: &Fields, since: Option<&Period>, until: Option<&Period>) -> Matching {
    let bound = |date: Date| Bound::Included(Term::from_field_i64(fields.day, day(date)));
    let lower = since.map_or(
        Bound::Included(Term::from_field_i64(fields.day, i64::MIN)),
        |p| bound(p.first),
    );
    let upper = until.map_or(
        Bound::Included(Term::from_field_i64(fields.day, i64::MAX)),
        |p| bound(p.last),
    );
    Matching::of(RangeQuery::new(lower, upper))
}

/// The values of a facet.
pub(super) struct Values {
    name: &'static str,
    field: Field,
    /// Each without what does not matter, as it is written, and as the engine knows it.
    all: Vec<(String, String, Facet)>,
}

impl Values {
    /// Those of the facet `name`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn of(
        searcher: &Searcher,
        fields: &Fields,
        name: &'static str,
    ) -> tantivy::Result<Self> {
        let field = match name {
            "city" => fields.city,
            "label" => fields.label,
            "tag" => fields.tag,
            "speaker" => fields.speaker,
            _ => fields.org,
        };
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let facet = Facet::from_encoded(terms.key().to_vec());
                let facet = facet.map_err(|source| {
                    TantivyError::SchemaError(format!("a value of `{name}` is no facet: {source}"))
                })?;
                let Some(written) = facet.to_path().first().map(|&written| written.to_owned())
                else {
                    continue;
                };
                if seen.insert(facet.clone()) {
                    all.push((plain(name, &written), written, facet));
                }
            }
        }
        Ok(Self { name, field, all })
    }

    /// Passages with a value that a person means by `value`: width, case and script do not matter,
    /// nor 市 and 站 behind a city, nor spaces in a name; an organisation may be told by a part of
    /// its name or by another form of it.
    pub(super) fn matching(&self, value: &str) -> Matching {
        let wanted = plain(self.name, value);
        let is_org = self.name == "org" && !wanted.is_empty();
        let fits = |shown: &str, written: &str| {
            shown == wanted
                || is_org && (shown.contains(&wanted) || organisation::same(written, value))
        };
        let found = self
            .all
            .iter()
            .filter(|(shown, written, _)| fits(shown, written));
        let terms: Vec<Box<dyn engine::Query>> = found
            .map(|(_, _, facet)| -> Box<dyn engine::Query> {
                let term = Term::from_facet(self.field, facet);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            })
            .collect();
        match terms.is_empty() {
            true => Matching::nothing(),
            false => Matching::of(BooleanQuery::union(terms)),
        }
    }
}

/// A value without what does not matter.
fn plain(name: &str, value: &str) -> String {
    let mut folded = fold(value.trim());
    if name == "city" {
        for ending in ['站', '市'] {
            if folded.chars().count() > 2 && folded.ends_with(ending) {
                folded.pop();
            }
        }
    }
    if name == "speaker" {
        folded.retain(|c| !c.is_whitespace());
    }
    folded
}
