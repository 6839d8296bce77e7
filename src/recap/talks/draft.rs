//! Drafts: talks in the making.

use std::collections::HashMap;

use super::{
    characters::{clip, length},
    cue::{Cue, CueKind},
    names,
    person::Named,
    speech::Act,
    titles,
    units::Unit,
};

/// A talk in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) who: Vec<Named>,
    pub(super) title: Option<String>,
    pub(super) act: Act,
    pub(super) remarks: bool,
    /// First unit of the report.
    pub(super) first: usize,
    /// Last unit that holds a cue.
    pub(super) last: usize,
    /// Unit of the caption, of the first sentence, of the heading.
    pub(super) caption: Option<usize>,
    pub(super) sentence: Option<usize>,
    pub(super) heading: Option<usize>,
    /// Units elsewhere on the page that belong to it (its row, its card).
    pub(super) also: Vec<usize>,
    /// Whether it lies in rows or cards, so that its units are all known.
    pub(super) closed: bool,
    pub(super) cues: Vec<Cue>,
}

impl Draft {
    pub(super) fn new(who: Vec<Named>, at: usize) -> Self {
        Self {
            who,
            title: None,
            act: Act::None,
            remarks: false,
            first: at,
            last: at,
            caption: None,
            sentence: None,
            heading: None,
            also: Vec::new(),
            closed: false,
            cues: Vec::new(),
        }
    }

    /// Notes a cue of a unit.
    pub(super) fn cue(&mut self, kind: CueKind, at: usize, unit: &Unit) {
        self.first = self.first.min(at);
        self.last = self.last.max(at);
        self.note(kind, unit);
    }

    /// Notes a cue that lies elsewhere on the page.
    pub(super) fn note(&mut self, kind: CueKind, unit: &Unit) {
        let text = clip(&unit.text, 60).replace('\n', " ");
        self.cues.push(Cue {
            kind,
            line: unit.line,
            text,
        });
    }

    /// Whether one of these people is a speaker of it, spelled so or nearly so.
    pub(super) fn by(&self, who: &[Named]) -> bool {
        who.iter().any(|one| {
            self.who
                .iter()
                .any(|mine| names::alike(&mine.name, &one.name))
        })
    }

    /// Takes over what a caption says of the speakers: its roles win.
    pub(super) fn take_caption(&mut self, who: &[Named]) {
        for one in who {
            if let Some(mine) = self
                .who
                .iter_mut()
                .find(|mine| names::alike(&mine.name, &one.name))
            {
                mine.name.clone_from(&one.name);
                if one.role.is_some() {
                    mine.role.clone_from(&one.role);
                }
            }
        }
    }

    /// Whether another title is another talk's: set, and unlike this one's.
    pub(super) fn other_title(&self, title: Option<&str>) -> bool {
        match (&self.title, title) {
            (Some(mine), Some(title)) => !titles::alike(mine, title),
            _ => false,
        }
    }
}

/// Drafts by what two spellings of a name have in common: the first character and the
/// length. Keeps the search for an earlier draft of a person short on long pages.
#[derive(Debug, Default)]
pub(super) struct Index(HashMap<(char, usize), Vec<usize>>);

/// Drafts that are looked at for one of the same speaker.
const LIKELY: usize = 32;

impl Index {
    /// An index of drafts that are there already.
    pub(super) fn of(drafts: &[Draft]) -> Self {
        let mut index = Self::default();
        for (at, draft) in drafts.iter().enumerate() {
            index.add(at, &draft.who);
        }
        index
    }

    /// Notes the speakers of a draft.
    pub(super) fn add(&mut self, at: usize, who: &[Named]) {
        for key in who.iter().filter_map(key) {
            let drafts = self.0.entry(key).or_default();
            if drafts.last() != Some(&at) {
                drafts.push(at);
            }
        }
    }

    /// Drafts that may be by one of these people, the latest first, and no more than a
    /// page could mean.
    pub(super) fn likely(&self, who: &[Named]) -> Vec<usize> {
        let mut found: Vec<usize> = who
            .iter()
            .filter_map(key)
            .filter_map(|key| self.0.get(&key))
            .flat_map(|drafts| drafts.iter().rev().take(LIKELY).copied())
            .collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        found.truncate(LIKELY);
        found
    }
}

fn key(who: &Named) -> Option<(char, usize)> {
    Some((who.name.chars().next()?, length(&who.name)))
}
