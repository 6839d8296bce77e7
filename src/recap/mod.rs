//! What a recap is, and how a file becomes one.
//!
//! The way of the data through this room:
//!
//! ```text
//! folder ──walk──▶ file ──decode──▶ text ──front_matter──▶ metadata
//!                                     └───blocks──▶ [Block] ──talks──▶ Talk · Section
//! ```
//!
//! What the front matter does not say of the event, title and text may: `event_city`, `event_date`,
//! `announcement`.

mod address;
mod announcement;
mod blocks;
mod characters;
pub(crate) mod city;
mod counterpart;
mod date;
mod decode;
mod event_city;
mod event_date;
mod fault;
mod front_matter;
mod metadata;
pub(crate) mod organisation;
mod parse;
mod places;
mod read;
pub(crate) mod talks;
mod value;
mod visible;
pub mod walk;
mod words;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use counterpart::{Sketch, counterparts};
pub use decode::MAX_BYTES;
pub use fault::Fault;
pub use parse::parse;
pub use read::{parse_bytes, read, read_traced};
pub use talks::{Cue, CueKind};

pub(crate) use counterpart::events;
pub(crate) use read::content;

/// One file of a corpus: an event's metadata and what its body reports.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recap {
    /// Path relative to the corpus folder, with `/` between its parts.
    pub path: String,
    /// Title from the front matter, else the body's first heading.
    pub title: Option<String>,
    /// City without 市 or 站; `None` for an online event.
    pub city: Option<String>,
    /// Publication date, ISO 8601 (`2021-07-20`) when written out.
    pub date: Option<time::Date>,
    /// First day of the event, where the title or the text gives it.
    pub event_date: Option<time::Date>,
    /// Label as written, for instance 线下.
    pub label: Option<String>,
    /// Tags as written.
    pub tags: Vec<String>,
    /// Author as written.
    pub author: Option<String>,
    /// Link to the published page, as the front matter gives it.
    pub url: Option<String>,
    /// Summary, where it says more than the body's first paragraph.
    pub summary: Option<String>,
    /// Whether the page announces its event; otherwise it reports it, or something else.
    pub announcement: bool,
    /// The talks in the order of their lines.
    pub talks: Vec<Talk>,
    /// Every run of the body that belongs to no talk, in the order of their lines.
    pub sections: Vec<Section>,
    /// What was read with doubt, for a person to look at.
    pub warnings: Vec<Warning>,
}

/// What one speaker, or several together, presented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Talk {
    /// A talk proper, or remarks.
    pub kind: TalkKind,
    /// Who spoke; empty where the page names nobody.
    pub speakers: Vec<Speaker>,
    /// Title where the page sets it off (quotes, a heading, an agenda row).
    pub title: Option<String>,
    /// Line where its report starts, counted from 1 in the file.
    pub line: usize,
    /// First video shown with it.
    pub video: Option<String>,
    /// Pictures shown with it.
    pub images: Vec<String>,
    /// Every visible line that reports it, joined by newlines, without markup.
    pub text: String,
}

/// Kind of a [`Talk`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TalkKind {
    /// A speech, presentation, demonstration or case report.
    #[default]
    Talk,
    /// Opening, welcoming or closing words without a topic of their own.
    Remarks,
}

/// Who spoke.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Speaker {
    /// Name as the page writes it, without spaces inside a Chinese name.
    pub name: String,
    /// Organisation and position as the page writes them nearest to the name.
    pub role: Option<String>,
}

/// A run of a body that belongs to no talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Section {
    /// Heading it stands under, where that heading is its own first line.
    pub title: Option<String>,
    /// Line of its first block, counted from 1 in the file.
    pub line: usize,
    /// Pictures shown in it.
    pub images: Vec<String>,
    /// Its visible lines, joined by newlines, without markup.
    pub text: String,
}

/// Something that was read with doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// Line it concerns, counted from 1; `None` when it concerns the whole file.
    pub line: Option<usize>,
    /// What is doubtful, and what was made of it.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

fn warning(line: Option<usize>, message: String) -> Warning {
    Warning { line, message }
}
