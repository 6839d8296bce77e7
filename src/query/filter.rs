//! Filters: values of facets as people type them, and ranges of dates.

use std::ops::Bound;

use tantivy::{
    Term,
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
    index::{Fields, Snapshot, day, value_key},
};

/// What the filters of `asked` let through: all of them must.
///
/// # Errors
/// [`Error::Value`] for a date or a filter that is none; the values cannot be read.
pub(super) fn filters(snapshot: &Snapshot, fields: &Fields, asked: &Query) -> Result<Matching> {
    if let Some(name) = &asked.unknown {
        return Err(Error::Value {
            option: "filter".to_owned(),
            value: name.clone(),
            reason: format!("is no filter; there are {}", FILTERS.join(", ")),
        });
    }
    let mut filters = Matching::default();
    let asked_for = FILTERS.iter().zip(&asked.facets);
    for (name, values) in asked_for.filter(|(_, values)| !values.is_empty()) {
        let any = values
            .iter()
            .map(|value| facet(snapshot, fields, name, value));
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
) -> Result<Matching> {
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
    let spellings = found.into_iter().flatten();
    let terms: Vec<Box<dyn engine::Query>> = spellings
        .map(|written| -> Box<dyn engine::Query> {
            let term = Term::from_facet(field, &Facet::from_path([written]));
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        })
        .collect();
    Ok(match terms.is_empty() {
        true => Matching::nothing(),
        false => Matching::of(BooleanQuery::union(terms)),
    })
}
