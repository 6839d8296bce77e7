//! The tree of what must match, its needles by their numbers in a [`Table`](super::opened::Table).

use std::{cmp::Reverse, collections::HashSet, sync::Arc};

use tantivy::query::Query;

use super::{matching::Matching, needle::Needle, opened::Needles};

/// A node of the tree.
pub(super) enum Clause {
    /// Any needle of a group.
    Any(Group),
    /// All of these, the cheapest first.
    All(Vec<Clause>),
    /// So many of these.
    AtLeast(usize, Vec<Clause>),
    /// Not this.
    Not(Box<Clause>),
    /// The filter with this number.
    Filter(usize),
}

/// Needles of which one must stand there.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Group {
    /// Those that are read wherever they may stand, which serves what ranks as well.
    pub(super) read: Vec<usize>,
    /// Those that are looked for where none of the others stands: it takes long to see whether
    /// they do, and they are opened once more to rank.
    pub(super) sought: Vec<usize>,
}

impl Group {
    /// The numbers of all of them.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &usize> {
        self.read.iter().chain(&self.sought)
    }
}

/// What it costs to see what matches: groups of needles first, then trees, then what each document
/// is asked for.
fn cost_of(matching: &Matching) -> (u8, u64) {
    match matching {
        Matching::Any(needles) => (0, needles.iter().map(Needle::cost).sum()),
        Matching::All(parts) => parts.iter().map(cost_of).min().unwrap_or((3, 0)),
        Matching::AtLeast(..) => (1, 0),
        Matching::Not(_) => (2, 0),
        Matching::Filter(_) => (3, 0),
    }
}

impl Clause {
    /// The clause of `matching`. Its needles and filters are numbered.
    pub(super) fn of(
        matching: &Matching,
        needles: &mut Needles,
        filters: &mut Vec<Arc<dyn Query>>,
    ) -> Self {
        match matching {
            Matching::Any(any) => Self::Any(group(any, needles)),
            Matching::All(parts) => {
                let mut parts: Vec<&Matching> = parts.iter().collect();
                parts.sort_by_key(|part| cost_of(part));
                let mut seen = HashSet::new();
                // What is asked for twice is looked for once.
                parts.retain(|part| match part {
                    Matching::Any(any) => seen.insert(identities(any)),
                    _ => true,
                });
                let parts = parts.into_iter();
                Self::All(parts.map(|one| Self::of(one, needles, filters)).collect())
            }
            Matching::AtLeast(least, parts) => {
                let parts = parts.iter().filter(|part| !part.is_nothing());
                let parts = parts.map(|one| Self::of(one, needles, filters));
                Self::AtLeast(*least, parts.collect())
            }
            Matching::Not(inner) => Self::Not(Box::new(Self::of(inner, needles, filters))),
            Matching::Filter(query) => {
                filters.push(Arc::clone(query));
                Self::Filter(filters.len() - 1)
            }
        }
    }

    /// The groups of which each must have a needle there.
    pub(super) fn groups(&self) -> impl Iterator<Item = &Group> {
        let all = match self {
            Self::All(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        all.iter().filter_map(|part| match part {
            Self::Any(group) => Some(group),
            _ => None,
        })
    }
}

/// What tells a group of needles from others.
fn identities(needles: &[Needle]) -> Vec<usize> {
    let mut all: Vec<usize> = needles.iter().map(Needle::identity).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn group(any: &[Needle], needles: &mut Needles) -> Group {
    let mut any: Vec<&Needle> = any.iter().collect();
    any.sort_by_key(|needle| (!needle.is_term(), Reverse(needle.frequency())));
    let mut seen = HashSet::new();
    any.retain(|needle| seen.insert(needle.identity()));
    let mut group = Group::default();
    for needle in any {
        if needle.is_term() || group.read.is_empty() {
            group.read.push(needles.number(needle));
        } else {
            group.sought.push(needles.another(needle));
        }
    }
    group
}
