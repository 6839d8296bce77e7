//! Filters: values of facets as people type them, and ranges of dates.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{BooleanQuery, EmptyQuery, RangeQuery, TermQuery},
    schema::{Facet, IndexRecordOption},
};
use time::Date;

use super::{
    matching::Boxed,
    organisation,
    period::{Period, period},
    request::{FILTERS, Query},
};
use crate::{
    error::Result,
    index::{Fields, Snapshot, day, value_key},
};

/// What the filters of `asked` let through: all of them must.
///
/// # Errors
/// [`Error::Value`](crate::Error::Value) for a date that is none; the values cannot be read.
pub(super) fn filters(snapshot: &Snapshot, fields: &Fields, asked: &Query) -> Result<Vec<Boxed>> {
    let mut filters: Vec<Boxed> = Vec::new();
    for (name, values) in FILTERS
        .iter()
        .zip(&asked.facets)
        .filter(|(_, values)| !values.is_empty())
    {
        let any = values
            .iter()
            .map(|value| facet(snapshot, fields, name, value));
        let any = any.collect::<Result<_>>()?;
        filters.push(Box::new(BooleanQuery::union(any)));
    }
    let days = |option, value: &Option<String>| {
        let period = value.as_deref().map(|value| period(option, value));
        period.transpose()
    };
    let (since, until) = (days("since", &asked.since)?, days("until", &asked.until)?);
    if since.is_some() || until.is_some() {
        filters.push(dates(fields, since.as_ref(), until.as_ref()));
    }
    Ok(filters)
}

/// Passages published from the first day of `since` to the last day of `until`.
pub(super) fn dates(fields: &Fields, since: Option<&Period>, until: Option<&Period>) -> Boxed {
    let bound = |date: Date| Bound::Included(Term::from_field_i64(fields.day, day(date)));
    let lower = since.map_or(
        Bound::Included(Term::from_field_i64(fields.day, i64::MIN)),
        |p| bound(p.first),
    );
    let upper = until.map_or(
        Bound::Included(Term::from_field_i64(fields.day, i64::MAX)),
        |p| bound(p.last),
    );
    Box::new(RangeQuery::new(lower, upper))
}

/// Passages whose facet `name` has a value that a person means by `value`: see [`value_key`]; an
/// organisation may be told by a part of its name or by another form of it.
///
/// # Errors
/// The values cannot be read.
pub(super) fn facet(
    snapshot: &Snapshot,
    fields: &Fields,
    name: &str,
    value: &str,
) -> Result<Boxed> {
    let field = fields.facet(name);
    let wanted = value_key(name, value);
    let values = snapshot.values(fields, name)?;
    let mut found: Vec<&[String]> = Vec::new();
    if name == "org" && !wanted.is_empty() {
        let forms = organisation::Forms::of(value);
        let fit = values
            .iter()
            .filter(|(key, _)| key.contains(&wanted) || forms.fit(key));
        found.extend(fit.map(|(_, spellings)| spellings));
    } else {
        found.extend(values.get(&wanted));
    }
    if found.is_empty() {
        return Ok(Box::new(EmptyQuery));
    }
    let spellings = found.into_iter().flatten();
    let terms = spellings.map(|written| {
        let term = Term::from_facet(field, &Facet::from_path([written]));
        Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Boxed
    });
    Ok(Box::new(BooleanQuery::union(terms.collect())))
}
