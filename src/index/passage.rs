//! The unit that is indexed, ranked and excerpted.

use std::path::Path;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::recap::{Recap, Section, Speaker, Talk, TalkKind, organisation, talks, walk};

/// Characters up to which a first line may stand for a title.
const LONGEST_TITLE: usize = 24;

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

    /// Which of the passages of its recap it is, from 1.
    pub(super) fn number(&self) -> u64 {
        let number = self.id.rsplit_once('#').map(|(_, number)| number.parse());
        number.and_then(Result::ok).unwrap_or_default()
    }

    /// Id of the recap it belongs to.
    pub fn recap_id(&self) -> &str {
        self.id
            .rsplit_once('#')
            .map_or(&self.id, |(recap, _)| recap)
    }
}

/// Id of the recap at `path`: the path without `.md`, unless that could be the id of a passage or
/// the path of another recap.
pub fn recap_id(path: &str) -> &str {
    match path.strip_suffix(".md") {
        Some(plain) if !is_of_a_passage(plain) && !walk::is_recap(Path::new(plain)) => plain,
        _ => path,
    }
}

/// Whether it ends as ids of passages do.
fn is_of_a_passage(id: &str) -> bool {
    let number = id.rsplit_once('#').map(|(_, number)| number);
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Id of a passage: that of the recap at `path`, and which of its passages it is.
pub(super) fn passage_id(path: &str, number: u64) -> String {
    format!("{}#{number}", recap_id(path))
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
        passage.id = passage_id(&recap.path, at as u64 + 1);
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
