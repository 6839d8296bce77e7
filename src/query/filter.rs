//! Filters: values of facets as people type them, and ranges of dates.

use std::ops::Bound;

use tantivy::{
    Searcher, TantivyError, Term,
    query::{self as engine, BooleanQuery, RangeQuery, TermQuery},
    schema::{Facet, IndexRecordOption},
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
        let any = values.iter().map(|value| {
            let facet = facet(searcher, fields, name, value);
            facet.map_err(|source| index.engine_error(source))
        });
        filters = filters.and(Matching::or(any.collect::<Result<_>>()?));
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

/// Passages whose facet `name` has a value that a person means by `value`: width, case and script
/// do not matter, nor 市 and 站 behind a city, nor spaces in a name; an organisation may be told
/// by a part of its name or by another form of it.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn facet(
    searcher: &Searcher,
    fields: &Fields,
    name: &str,
    value: &str,
) -> tantivy::Result<Matching> {
    let field = match name {
        "city" => fields.city,
        "label" => fields.label,
        "tag" => fields.tag,
        "speaker" => fields.speaker,
        _ => fields.org,
    };
    let wanted = plain(name, value);
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let facet = Facet::from_encoded(terms.key().to_vec());
            let facet = facet.map_err(|source| {
                TantivyError::SchemaError(format!("a value of `{name}` is no facet: {source}"))
            })?;
            let path = facet.to_path();
            let Some(written) = path.first() else {
                continue;
            };
            let shown = plain(name, written);
            let org = name == "org" && !wanted.is_empty();
            let fits = shown == wanted
                || org && (shown.contains(&wanted) || organisation::same(written, value));
            if fits && !found.contains(&facet) {
                found.push(facet);
            }
        }
    }
    if found.is_empty() {
        return Ok(Matching::nothing());
    }
    let terms = found.iter().map(|facet| -> Box<dyn engine::Query> {
        let term = Term::from_facet(field, facet);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    });
    Ok(Matching::of(BooleanQuery::union(terms.collect())))
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
