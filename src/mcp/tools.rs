//! The tools: what each is for, what it takes and what it answers.

use recap_search::{
    Answer, Error, Index, Passage, Query,
    query::{Completions, Counts, DEFAULT_LIMIT, Group, Sort},
};
use rmcp::{
    handler::server::tool::schema_for_input,
    model::{JsonObject, Tool, ToolAnnotations},
    schemars::JsonSchema,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{arguments, schema};
use crate::question::Filters;

/// A tool.
pub(super) struct Entry {
    pub(super) name: &'static str,
    title: &'static str,
    description: &'static str,
    input: fn() -> Result<std::sync::Arc<JsonObject>, String>,
    output: fn() -> JsonObject,
    /// Answers a call, or tells the model what to change.
    pub(super) call: fn(&Index, JsonObject) -> Result<Value, String>,
}

/// All tools.
pub(super) const TOOLS: &[Entry] = &[
    Entry {
        name: "search_talks",
        title: "Search talks",
        description: "\
Finds talks, and sections of event reports, by what was said in them. Use it first for any question \
about who spoke on what, where and when. Write `query` as a few telling words, mostly Chinese \
(全密态 数据库), not as a sentence: all words must match, and where no passage has them all, weaker \
matches come back with `relaxed` true. Names, cities and dates may stand in the query as words \
(2021年7月 长沙), or better in the filters. The query language: \"exact phrase\", -without, OR, ( ), \
field:value with title, speaker, org, city, label, tag, after, before, and prefix*. An empty query \
with filters lists all that they let through, talks first, the newest first. Returns `total` and the best `hits`, \
each with `id`, `title`, `speakers` (name and role), `city`, `date`, `recap` (the page it comes \
from) and an `excerpt`. A hit of kind `section` belongs to no talk and names no speaker; one with \
`announcement` true tells what was planned, and the report of the event what was said.",
        input: schema_for_input::<Search>,
        output: schema::of::<Answer>,
        call: |index, given| {
            let asked: Search = arguments::read(given)?;
            let query = Query::new(asked.query)
                .literal(asked.literal)
                .limit(asked.limit)
                .offset(asked.offset)
                .sort(asked.sort)
                .group(asked.group);
            found(index.search(&asked.filters.apply(query)))
        },
    },
    Entry {
        name: "get_talk",
        title: "Read a talk",
        description: "\
The whole text of one talk or section, with its speakers, video and pictures. Use it before you \
quote or sum up a talk: excerpts are short. `id` is the `id` of a hit, number included \
(2021-07-20/meetup#3). Neighbours in the same report have the next numbers.",
        input: schema_for_input::<Get>,
        output: schema::of::<Passage>,
        call: |index, given| {
            let Get { id } = arguments::read(given)?;
            match index.passage(&id) {
                Err(Error::UnknownId { .. }) if index.recap(&id).is_ok() => Err(format!(
                    "`{id}` is a whole report; ask for one passage of it, `{id}#1` being the first"
                )),
                passage => found(passage),
            }
        },
    },
    Entry {
        name: "list_facets",
        title: "Count by city, tag, speaker and date",
        description: "\
Counts what matches by city, label, tag, speaker, org(anisation), year and month, most frequent \
first. Use it to learn which values the filters of search_talks take, and for questions of how \
many, how often or who most. Without arguments it counts everything. Each count is a pair: \
[value, passages].",
        input: schema_for_input::<Count>,
        output: schema::of::<Counts>,
        call: |index, given| {
            let asked: Count = arguments::read(given)?;
            let query = asked.filters.apply(Query::new(asked.query));
            let mut counts = index.facets(&query).map_err(told)?;
            for values in counts.facets.values_mut() {
                values.truncate(asked.limit);
            }
            found(Ok(counts))
        },
    },
    Entry {
        name: "suggest",
        title: "Complete a name",
        description: "\
Completes the beginning of a name: of speakers, organisations, titles, tags and cities. It may be \
written as it stands (胡正), in pinyin (huzheng) or in the initials of pinyin (hzc). Use it when you \
are not sure how a name is written, then filter search_talks by what comes back.",
        input: schema_for_input::<Complete>,
        output: schema::of::<Completions>,
        call: |index, given| {
            let Complete { prefix, limit } = arguments::read(given)?;
            found(index.suggest(&prefix, limit))
        },
    },
];

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(default)]
struct Search {
    /// A few telling words, or the query language; empty for all that the filters let through
    query: String,
    #[serde(flatten)]
    filters: Filters,
    /// The query is a string that must occur as it stands
    literal: bool,
    /// Hits to return
    #[schemars(range(max = 50))]
    limit: usize,
    /// Hits to leave out at the start, to read on
    #[schemars(range(max = 1000))]
    offset: usize,
    /// Order of the hits
    #[schemars(schema_with = "schema::inline::<Sort>")]
    sort: Sort,
    /// What one hit is: `passage` (a talk or a section), `recap` (a page with its best passages) or
    /// `event` (the same of its report and its announcement together)
    #[schemars(schema_with = "schema::inline::<Group>")]
    group: Group,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: Filters::default(),
            literal: false,
            limit: DEFAULT_LIMIT,
            offset: 0,
            sort: Sort::default(),
            group: Group::default(),
        }
    }
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct Get {
    /// Id of a hit
    id: String,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(default)]
struct Count {
    /// What must match, as in search_talks; empty for everything
    query: String,
    #[serde(flatten)]
    filters: Filters,
    /// Values to return of each facet
    #[schemars(range(max = 500))]
    limit: usize,
}

impl Default for Count {
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: Filters::default(),
            limit: 20,
        }
    }
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct Complete {
    /// The beginning of a name
    prefix: String,
    /// Completions to return
    #[serde(default = "default_limit")]
    #[schemars(range(max = 50))]
    limit: usize,
}

fn default_limit() -> usize {
    DEFAULT_LIMIT
}

impl Entry {
    /// As it is told to an agent.
    pub(super) fn described(&self) -> Tool {
        let input = (self.input)().unwrap_or_default();
        let reads = ToolAnnotations::with_title(self.title)
            .read_only(true)
            .idempotent(true)
            .open_world(false);
        Tool::new(self.name, self.description, input)
            .with_title(self.title)
            .with_raw_output_schema(std::sync::Arc::new((self.output)()))
            .with_annotations(reads)
    }
}

/// The tool with this name.
pub(super) fn named(name: &str) -> Option<&'static Entry> {
    TOOLS.iter().find(|tool| tool.name == name)
}

fn found(found: recap_search::Result<impl Serialize>) -> Result<Value, String> {
    let found = found.map_err(told)?;
    serde_json::to_value(found).map_err(|error| error.to_string())
}

/// An error in words for the model.
pub(super) fn told(error: Error) -> String {
    match error.hint() {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    }
}
