//! The unit that is indexed, ranked and excerpted, and how it becomes a document.

use serde::{Deserialize, Serialize};
use tantivy::{
    TantivyDocument,
    schema::{Facet, Value},
};
use time::Date;

use super::{event::EventPage, schema::Fields};
use crate::{
    recap::{Recap, Section, Speaker, Talk, TalkKind, organisation, talks},
    text::{self, pinyin},
};

/// A talk, or a section: what one hit shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Passage {
    /// The recap's id and the passage's number in it, from 1: `2021-07-20/meetup#3`.
    pub id: String,
    /// Whether it is a talk or a section.
    pub kind: PassageKind,
    /// Path of the recap.
    pub path: String,
    /// Line where it starts, from 1.
    pub line: usize,
    /// Title of the recap.
    pub recap: Option<String>,
    /// The talk's title or the section's heading.
    pub title: Option<String>,
    /// What kind of talk it is; `None` for a section.
    pub talk: Option<TalkKind>,
    /// Who spoke; empty for a section.
    pub speakers: Vec<Speaker>,
    /// City of the event.
    pub city: Option<String>,
    /// Publication date.
    pub date: Option<Date>,
    /// First day of the event.
    #[serde(default)]
    pub event_date: Option<Date>,
    /// Label of the recap.
    pub label: Option<String>,
    /// Tags of the recap.
    pub tags: Vec<String>,
    /// Link to the published page.
    pub url: Option<String>,
    /// Video of the talk.
    pub video: Option<String>,
    /// Pictures.
    pub images: Vec<String>,
    /// Whether the recap announces its event.
    #[serde(default)]
    pub announcement: bool,
    /// Visible text, its lines separated by line feeds.
    pub text: String,
    /// The recap's summary; only its first passage holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// Kind of a [`Passage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PassageKind {
    /// What a speaker presented.
    Talk,
    /// A run of the body that belongs to no talk.
    Section,
}

impl Passage {
    /// The text in which its strings are looked for: its own, and for the first passage of a
    /// recap that recap's title and summary as well.
    pub fn searchable(&self) -> String {
        let mut text = self.text.clone();
        if self.is_first() {
            for head in [&self.recap, &self.summary].into_iter().flatten() {
                text.push('\n');
                text.push_str(head);
            }
        }
        text
    }

    /// What a reader knows it by, and may ask for by its reading: speakers and their organisations,
    /// city, title. A section names whom it tells of and, without a heading, its first line, where
    /// that is no longer than one.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .speakers
            .iter()
            .map(|speaker| speaker.name.clone())
            .collect();
        let roles = self
            .speakers
            .iter()
            .filter_map(|speaker| speaker.role.as_deref());
        names.extend(roles.filter_map(organisation::of_role));
        if self.kind == PassageKind::Section {
            names.extend(talks::people(&self.text));
        }
        names.extend(self.city.clone());
        let first = self
            .text
            .lines()
            .next()
            .filter(|line| line.chars().count() <= LONGEST_TITLE);
        names.extend(self.title.clone().or_else(|| first.map(str::to_owned)));
        names
    }

    fn is_first(&self) -> bool {
        self.id.ends_with("#1")
    }

    /// Id of the recap it belongs to.
    pub fn recap_id(&self) -> &str {
        self.id
            .rsplit_once('#')
            .map_or(&self.id, |(recap, _)| recap)
    }
}

/// A recap as the index holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct IndexedRecap {
    /// Its id: the path without `.md`.
    pub id: String,
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// City of the event.
    pub city: Option<String>,
    /// Publication date.
    pub date: Option<Date>,
    /// First day of the event, where the recap tells it.
    pub event_date: Option<Date>,
    /// Label.
    pub label: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Link to the published page.
    pub url: Option<String>,
    /// Summary.
    pub summary: Option<String>,
    /// The pages of its event, this one among them, a report before its announcement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<EventPage>,
    /// Its passages, in the order of their lines.
    pub passages: Vec<Passage>,
}

impl IndexedRecap {
    /// The recap with these passages, told of an event by these pages; `None` without passages.
    pub(crate) fn of(passages: Vec<Passage>, pages: Vec<EventPage>) -> Option<Self> {
        let first = passages.first()?.clone();
        Some(Self {
            id: first.recap_id().to_owned(),
            path: first.path,
            title: first.recap,
            city: first.city,
            date: first.date,
            event_date: first.event_date,
            label: first.label,
            tags: first.tags,
            url: first.url,
            summary: first.summary,
            pages,
            passages,
        })
    }
}

/// Characters up to which a first line may stand for a title.
const LONGEST_TITLE: usize = 24;

/// Characters up to which a title is completed.
const LONGEST_COMPLETION: usize = 120;

/// Id of the recap at `path`: the path without `.md`.
pub fn recap_id(path: &str) -> &str {
    path.strip_suffix(".md").unwrap_or(path)
}

/// Path of the recap with this id.
pub(crate) fn path_candidates(id: &str) -> [String; 2] {
    [format!("{id}.md"), id.to_owned()]
}

/// The passages of a recap, in the order of their lines.
pub fn passages(recap: &Recap) -> Vec<Passage> {
    let mut passages: Vec<Passage> = recap
        .talks
        .iter()
        .map(|talk| of_talk(recap, talk))
        .collect();
    passages.extend(
        recap
            .sections
            .iter()
            .map(|section| of_section(recap, section)),
    );
    passages.sort_by_key(|passage| passage.line);
    for (at, passage) in passages.iter_mut().enumerate() {
        passage.id = format!("{}#{}", recap_id(&recap.path), at + 1);
    }
    if let Some(first) = passages.first_mut() {
        first.summary.clone_from(&recap.summary);
    }
    passages
}

fn of_talk(recap: &Recap, talk: &Talk) -> Passage {
    Passage {
        kind: PassageKind::Talk,
        line: talk.line,
        title: talk.title.clone(),
        talk: Some(talk.kind),
        speakers: talk.speakers.clone(),
        video: talk.video.clone(),
        images: talk.images.clone(),
        text: talk.text.clone(),
        ..blank(recap)
    }
}

fn of_section(recap: &Recap, section: &Section) -> Passage {
    Passage {
        line: section.line,
        title: section.title.clone(),
        images: section.images.clone(),
        text: section.text.clone(),
        ..blank(recap)
    }
}

fn blank(recap: &Recap) -> Passage {
    Passage {
        id: String::new(),
        kind: PassageKind::Section,
        path: recap.path.clone(),
        line: 1,
        recap: recap.title.clone(),
        title: None,
        talk: None,
        speakers: Vec::new(),
        city: recap.city.clone(),
        date: recap.date,
        event_date: recap.event_date,
        label: recap.label.clone(),
        tags: recap.tags.clone(),
        url: recap.url.clone(),
        video: None,
        images: Vec::new(),
        announcement: recap.announcement,
        text: String::new(),
        summary: None,
    }
}

/// A passage's texts, folded: what its fields are made of.
pub(crate) struct Folded {
    pub(crate) text: String,
    pub(crate) title: String,
    pub(crate) people: String,
    pub(crate) event: String,
}

impl Folded {
    pub(crate) fn of(passage: &Passage) -> Self {
        let lines = |parts: &mut dyn Iterator<Item = &str>| {
            text::fold(&parts.collect::<Vec<_>>().join("\n"))
        };
        let date = passage.date.map(written_dates).unwrap_or_default();
        Self {
            text: text::fold(&passage.searchable()),
            title: lines(&mut passage.title.as_deref().into_iter()),
            people: lines(
                &mut passage
                    .speakers
                    .iter()
                    .flat_map(|s| [Some(s.name.as_str()), s.role.as_deref()])
                    .flatten(),
            ),
            event: lines(
                &mut [&passage.recap, &passage.city, &passage.label]
                    .into_iter()
                    .flatten()
                    .chain(&passage.tags)
                    .map(String::as_str)
                    .chain([date.as_str()]),
            ),
        }
    }

    /// All of them, in the order of their weight.
    pub(crate) fn all(&self) -> [&str; 4] {
        [&self.text, &self.title, &self.people, &self.event]
    }
}

/// A date as people write it: `2021-07-20 2021年7月20日`.
fn written_dates(date: Date) -> String {
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    format!("{year}-{month:02}-{day:02}\n{year}年{month}月{day}日")
}

/// Days since 1970-01-01.
pub(crate) fn day(date: Date) -> i64 {
    i64::from(date.to_julian_day() - EPOCH)
}

/// Julian day of 1970-01-01.
const EPOCH: i32 = 2_440_588;

/// The document of a passage.
pub(crate) fn document(mut passage: Passage, folded: &Folded, fields: &Fields) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.path, &passage.path);
    let is_talk = passage.kind == PassageKind::Talk;
    document.add_text(fields.kind, if is_talk { "talk" } else { "section" });
    let stage = if passage.announcement {
        "announcement"
    } else {
        "report"
    };
    document.add_text(fields.kind, stage);
    document.add_u64(fields.line, passage.line as u64);
    document.add_text(fields.text, &folded.text);
    for (field, text) in [
        (fields.title, &folded.title),
        (fields.people, &folded.people),
        (fields.event, &folded.event),
    ] {
        if !text.is_empty() {
            document.add_text(field, text);
        }
    }
    for title in [&passage.title, &passage.recap].into_iter().flatten() {
        if !title.is_empty() && title.chars().count() <= LONGEST_COMPLETION {
            document.add_text(fields.titles, title);
        }
    }
    let mut facet = |field, value: &str| {
        if !value.is_empty() {
            document.add_facet(field, Facet::from_path([value]));
        }
    };
    if let Some(city) = &passage.city {
        facet(fields.city, city);
    }
    if let Some(label) = &passage.label {
        facet(fields.label, label);
    }
    for tag in &passage.tags {
        facet(fields.tag, tag);
    }
    for speaker in &passage.speakers {
        facet(fields.speaker, &speaker.name);
        if let Some(org) = speaker.role.as_deref().and_then(organisation::of_role) {
            facet(fields.org, &org);
        }
    }
    if let Some(date) = passage.date {
        let (year, month, day_of_month) = (date.year(), u8::from(date.month()), date.day());
        let parts = [
            format!("{year}"),
            format!("{month:02}"),
            format!("{day_of_month:02}"),
        ];
        document.add_facet(fields.date, Facet::from_path(&parts));
        document.add_i64(fields.day, day(date));
    }
    let mut readings: Vec<String> = passage
        .names()
        .iter()
        .flat_map(|name| pinyin::readings(name))
        .collect();
    readings.sort_unstable();
    readings.dedup();
    for reading in &readings {
        document.add_text(fields.pinyin, reading);
    }
    document.add_text(fields.visible, std::mem::take(&mut passage.text));
    let stored = serde_json::to_string(&passage).unwrap_or_default();
    document.add_text(fields.passage, stored);
    document
}

/// The passage that a document was made of.
///
/// # Errors
/// What is wrong with the document.
pub(crate) fn passage_of(document: &TantivyDocument, fields: &Fields) -> Result<Passage, String> {
    let text = |field| {
        let value = document.get_first(field);
        value.and_then(|value| value.as_str()).unwrap_or_default()
    };
    let mut passage: Passage = serde_json::from_str(text(fields.passage))
        .map_err(|error| format!("a stored passage: {error}"))?;
    text(fields.visible).clone_into(&mut passage.text);
    Ok(passage)
}
