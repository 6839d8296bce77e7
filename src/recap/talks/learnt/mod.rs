//! Who spoke, by evidence that adds up.
//!
//! ```text
//! blocks ──line──▶ lines ──candidate──▶ mentions ──name──▶ those that may be names
//!    ──mention──▶ how each stands ──sibling──▶ how its like stand ──person──▶ who spoke ──decode──▶ people
//! ```
//!
//! Nothing is decided before the whole page was looked at. Each pass (`model`) is a sum of weights over
//! features that are true or not; weights are learnt (`train`, `fit`) and kept as text.

mod candidate;
mod clock;
mod decode;
mod feature;
#[cfg(feature = "train")]
mod fit;
mod line;
mod mention;
mod model;
mod name;
mod page;
mod pairing;
mod person;
mod role;
mod sibling;
mod text;
mod title;
#[cfg(feature = "train")]
pub mod train;
mod words;

pub(in crate::recap) use self::model::SURE;
pub(in crate::recap) use self::page::Page;
use self::{
    line::Kind,
    model::{LIKELY, SHIPPED},
};
use super::super::blocks::Block;

pub(in crate::recap) use candidate::key;
pub(in crate::recap) use pairing::Opinions;

/// What kind of line names a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::recap) enum Place {
    /// A value of the front matter.
    Front,
    Heading,
    /// A row, an item, a cell: what belongs to it is in it.
    Row,
    Text,
}

/// A talk as the evidence of the page tells it.
#[derive(Debug, Clone)]
pub(in crate::recap) struct Spoken {
    pub(in crate::recap) key: String,
    pub(in crate::recap) name: String,
    pub(in crate::recap) role: Option<String>,
    pub(in crate::recap) title: Option<String>,
    /// Lines of the file where the report starts, and where the speaker is named.
    pub(in crate::recap) line: usize,
    pub(in crate::recap) named: usize,
    pub(in crate::recap) place: Place,
    pub(in crate::recap) remarks: bool,
    /// Probability that this person spoke.
    pub(in crate::recap) score: f32,
    /// Whether it is sure enough to be a talk.
    pub(in crate::recap) sure: bool,
}

/// Lines and candidates of a page, before anything is decided.
pub(in crate::recap) fn page(title: Option<&str>, front: &str, blocks: &[Block]) -> Page {
    Page::new(line::lines(title, (front, 1), blocks))
}

/// Everybody who spoke, or may have, by the evidence of the whole page and what the rules say.
pub(in crate::recap) fn read(page: Page, rules: &Opinions) -> Vec<Spoken> {
    let model = &*SHIPPED;
    if page.mentions.is_empty() {
        return Vec::new();
    }
    let read = model.read(page, Some(rules));
    let people = decode::people(&read, LIKELY);
    let told = pairing::talks(model, &read, &people, Some(rules));
    let page = &read.page;
    told.into_iter()
        .map(|told| {
            let mention = &page.mentions[told.mention];
            let line = &page.lines[mention.line];
            Spoken {
                key: mention.key.clone(),
                name: mention.name(&page.lines),
                role: told.role,
                title: told.title,
                line: page.lines[told.line].number,
                named: line.number,
                place: match line.kind {
                    Kind::Front | Kind::Title => Place::Front,
                    Kind::Heading(_) | Kind::Bold => Place::Heading,
                    Kind::Row(_) | Kind::Item(_) | Kind::Cell | Kind::Code => Place::Row,
                    Kind::Plain => Place::Text,
                },
                remarks: told.remarks,
                score: people[told.person].score,
                sure: people[told.person].score >= SURE,
            }
        })
        .collect()
}
