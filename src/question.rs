//! What every face of the program asks with: the same names, the same meaning, told in the same
//! words by the help of the command line, the HTTP API and the tools for agents.

use clap::Args;
use recap_search::{
    Index, Query, Result,
    query::{DEFAULT_LIMIT, Group, Sort},
};
use serde::Deserialize;

/// Which recaps count.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "serve", into_params(parameter_in = Query))]
#[cfg_attr(feature = "mcp", derive(rmcp::schemars::JsonSchema))]
#[cfg_attr(feature = "mcp", schemars(crate = "rmcp::schemars"))]
#[serde(default)]
#[command(next_help_heading = "Filters")]
pub(crate) struct Filters {
    /// Only events in this city; may be given several times, like the others: any of them
    #[arg(long, value_name = "CITY")]
    city: Vec<String>,
    /// Only recaps with this label
    #[arg(long, value_name = "LABEL")]
    label: Vec<String>,
    /// Only recaps with this tag
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only talks of this speaker
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Only talks of people of this organisation; a part of its name is enough
    #[arg(long, value_name = "NAME")]
    org: Vec<String>,
    /// Only from this date on: 2021, 2021-07 or 2021-07-20
    #[arg(long, value_name = "DATE")]
    #[cfg_attr(
        feature = "serve",
        param(
            pattern = "^[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
            nullable = false
        )
    )]
    since: Option<String>,
    /// Only up to this date, its year or month included
    #[arg(long, value_name = "DATE")]
    #[cfg_attr(
        feature = "serve",
        param(
            pattern = "^[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
            nullable = false
        )
    )]
    until: Option<String>,
}

impl Filters {
    /// The values of those filters that take several, each after the name of its filter.
    fn values(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let named = [
            ("city", &self.city),
            ("label", &self.label),
            ("tag", &self.tag),
            ("speaker", &self.speaker),
            ("org", &self.org),
        ];
        named.into_iter().flat_map(|(name, values)| {
            let each = values.iter();
            each.map(move |value| (name, value.as_str()))
        })
    }

    /// `query` with these filters.
    pub(crate) fn apply(&self, mut query: Query) -> Query {
        for (name, value) in self.values() {
            query = query.filter(name, value);
        }
        if let Some(date) = &self.since {
            query = query.since(date);
        }
        if let Some(date) = &self.until {
            query = query.until(date);
        }
        query
    }

    /// Whether there is any.
    pub(crate) fn is_empty(&self) -> bool {
        self.values().next().is_none() && self.since.is_none() && self.until.is_none()
    }

    /// The values that no passage of `index` has, each after the name of its filter.
    pub(crate) fn unknown(&self, index: &Index) -> Result<Vec<(&'static str, &str)>> {
        let mut unknown = Vec::new();
        for (name, value) in self.values() {
            let having = Query::new("").filter(name, value).limit(0);
            if index.search(&having)?.total == 0 {
                unknown.push((name, value));
            }
        }
        Ok(unknown)
    }
}

/// What an answer holds, and in which order.
#[derive(Debug, Clone, Args, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "serve", into_params(parameter_in = Query))]
#[serde(default)]
pub(crate) struct Shape {
    /// Hits to show
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT, allow_negative_numbers = true)]
    #[cfg_attr(feature = "serve", param(maximum = 100))]
    pub(crate) limit: usize,
    /// Hits to leave out at the start
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    #[cfg_attr(feature = "serve", param(maximum = 9900))]
    pub(crate) offset: usize,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = Sort::Relevance)]
    #[cfg_attr(feature = "serve", param(inline))]
    pub(crate) sort: Sort,
    /// What one hit is
    #[arg(long, value_enum, default_value_t = Group::Passage)]
    #[cfg_attr(feature = "serve", param(inline))]
    pub(crate) group: Group,
    /// Add counts by city, label, tag, speaker, organisation, year and month
    #[arg(long)]
    pub(crate) facets: bool,
    /// Explain how the query was read and what each score is made of
    #[arg(long)]
    pub(crate) explain: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            limit: DEFAULT_LIMIT,
            offset: 0,
            sort: Sort::default(),
            group: Group::default(),
            facets: false,
            explain: false,
        }
    }
}

impl Shape {
    /// `query` with this shape.
    pub(crate) fn apply(&self, query: Query) -> Query {
        query
            .limit(self.limit)
            .offset(self.offset)
            .sort(self.sort)
            .group(self.group)
            .facets(self.facets)
            .explain(self.explain)
    }
}
