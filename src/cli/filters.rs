//! The filters that `query` and `facets` share.

use clap::Args;
use recap_search::Query;

/// Which recaps count.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
pub(super) struct Filters {
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
    since: Option<String>,
    /// Only up to this date, its year or month included
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

impl Filters {
    /// `query` with these filters.
    pub(super) fn apply(&self, mut query: Query) -> Query {
        let named = [
            ("city", &self.city),
            ("label", &self.label),
            ("tag", &self.tag),
            ("speaker", &self.speaker),
            ("org", &self.org),
        ];
        for (name, values) in named {
            for value in values {
                query = query.filter(name, value);
            }
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
    pub(super) fn is_empty(&self) -> bool {
        [&self.city, &self.label, &self.tag, &self.speaker, &self.org]
            .iter()
            .all(|values| values.is_empty())
            && self.since.is_none()
            && self.until.is_none()
    }
}
