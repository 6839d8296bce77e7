//! The parameters of a request, read by the types that describe them: a name that is not
//! described is refused, and so is a value outside of what its description allows.

use std::borrow::Cow;

use axum::http::Uri;
use recap_search::{Query, query::DEFAULT_LIMIT};
use serde::{Deserialize, de::DeserializeOwned};
use utoipa::{
    IntoParams, Number,
    openapi::{RefOr, Schema, path::Parameter},
};

use super::problem::Problem;
use crate::question::{Filters, Shape};

/// What to look for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Words {
    /// The query, in the query language; without it, everything that the filters let through
    #[param(max_length = 1000)]
    q: String,
    /// The query is a string that must occur as it stands
    literal: bool,
}

impl Words {
    fn ask(self, filters: &Filters) -> Query {
        filters.apply(Query::new(self.q).literal(self.literal))
    }
}

/// What to complete.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Beginning {
    /// The beginning, as it is written, in pinyin or in initials of pinyin
    #[param(max_length = 1000)]
    prefix: String,
}

/// How much of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Length {
    /// Items to show
    #[param(maximum = 100, default = json!(DEFAULT_LIMIT))]
    limit: usize,
}

impl Default for Length {
    fn default() -> Self {
        Self {
            limit: DEFAULT_LIMIT,
        }
    }
}

/// The parameters of one request.
struct Given<'u> {
    text: &'u str,
    described: Vec<Parameter>,
}

impl<'u> Given<'u> {
    fn of(uri: &'u Uri) -> Self {
        Self {
            text: uri.query().unwrap_or_default(),
            described: Vec::new(),
        }
    }

    /// Reads the parameters that `T` describes.
    fn read<T: DeserializeOwned + IntoParams>(&mut self) -> Result<T, Problem> {
        let parameters = T::into_params(|| None);
        for (name, value) in self.pairs() {
            if let Some(parameter) = parameters.iter().find(|one| one.name == name) {
                check(parameter, &value)?;
            }
        }
        self.described.extend(parameters);
        let pairs = serde_html_form::Deserializer::from_bytes(self.text.as_bytes());
        serde_path_to_error::deserialize(pairs).map_err(|error| {
            let name = error.path().to_string();
            let name = name.split(['.', '[']).next().unwrap_or_default();
            let values: Vec<_> = self.pairs().filter(|(given, _)| given == name).collect();
            let detail = match &values[..] {
                [(_, value)] => format!("{name}: `{value}`: {}", error.inner()),
                several => format!("{name}: given {} times; once is enough", several.len()),
            };
            Problem::parameter(name, detail)
        })
    }

    /// Refuses what nothing described that was read.
    fn nothing_else(self) -> Result<(), Problem> {
        let known = |name: &str| self.described.iter().any(|one| one.name == name);
        match self.pairs().find(|(name, _)| !known(name)) {
            Some((name, _)) => {
                let names: Vec<&str> = self.described.iter().map(|one| &*one.name).collect();
                let detail = match names.is_empty() {
                    true => format!("`{name}` is no parameter here; there are none"),
                    false => format!(
                        "`{name}` is no parameter here; there are {}",
                        names.join(", ")
                    ),
                };
                Err(Problem::parameter(&name, detail))
            }
            None => Ok(()),
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (Cow<'u, str>, Cow<'u, str>)> + use<'u> {
        form_urlencoded::parse(self.text.as_bytes())
    }
}

/// Holds a value against its description, as far as that sets bounds.
fn check(parameter: &Parameter, value: &str) -> Result<(), Problem> {
    let Some(RefOr::T(Schema::Object(schema))) = &parameter.schema else {
        return Ok(());
    };
    let name = &parameter.name;
    let length = value.chars().count();
    if let Some(longest) = schema.max_length.filter(|longest| length > *longest) {
        let detail = format!("{name}: {length} characters are too many; {longest} at most");
        return Err(Problem::parameter(name, detail));
    }
    let most = match schema.maximum {
        Some(Number::UInt(most)) => most,
        Some(Number::Int(most)) => most.unsigned_abs(),
        _ => return Ok(()),
    };
    match value.parse::<usize>() {
        Ok(number) if number <= most => Ok(()),
        _ => {
            let detail = format!("{name}: `{value}` is not a whole number from 0 to {most}");
            Err(Problem::parameter(name, detail))
        }
    }
}

/// The question that a request asks, and the shape of the answer it wants.
pub(super) fn question(uri: &Uri) -> Result<Query, Problem> {
    let mut given = Given::of(uri);
    let query = given.read::<Words>()?.ask(&given.read()?);
    let query = given.read::<Shape>()?.apply(query);
    given.nothing_else()?;
    Ok(query)
}

/// The question of a request that wants counts.
pub(super) fn question_to_count(uri: &Uri) -> Result<Query, Problem> {
    let mut given = Given::of(uri);
    let query = given.read::<Words>()?.ask(&given.read()?);
    given.nothing_else()?;
    Ok(query)
}

/// A prefix and how many completions of it are wanted.
pub(super) fn beginning(uri: &Uri) -> Result<(String, usize), Problem> {
    let mut given = Given::of(uri);
    let Beginning { prefix } = given.read()?;
    let Length { limit } = given.read()?;
    given.nothing_else()?;
    Ok((prefix, limit))
}

/// How many items are wanted.
pub(super) fn length(uri: &Uri) -> Result<usize, Problem> {
    let mut given = Given::of(uri);
    let Length { limit } = given.read()?;
    given.nothing_else()?;
    Ok(limit)
}

/// That there are no parameters.
pub(super) fn none(uri: &Uri) -> Result<(), Problem> {
    Given::of(uri).nothing_else()
}
