//! Cues: the traces that talks leave on a page.

use serde::{Deserialize, Serialize};

use super::{person::Named, speech::Act};

/// What kind of trace a talk left on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CueKind {
    /// A heading that gives a title or names the speaker.
    Heading,
    /// A short line, mostly by a picture, that names the speaker.
    Caption,
    /// A sentence that says who spoke.
    Sentence,
    /// A row of an agenda.
    Row,
    /// A speaker's card: name, role, biography, topic.
    Card,
}

/// A trace of a talk: why it was taken for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cue {
    /// What kind of trace.
    pub kind: CueKind,
    /// Line it stands on, counted from 1 in the file.
    pub line: usize,
    /// Its text, cut short.
    pub text: String,
}

/// A cue of the report, with what it says.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) kind: CueKind,
    pub(super) who: Vec<Named>,
    pub(super) act: Act,
    pub(super) title: Option<String>,
    /// Whether the sentence opens its paragraph, so that the paragraph is about the person.
    pub(super) opens: bool,
}
