//! What matches, before anything is ranked: one tree, searched window by window.

use std::sync::Arc;

use tantivy::query::Query;

use super::needle::Needle;

/// What a passage must hold.
#[derive(Clone)]
pub(crate) enum Matching {
    /// Any of these needles; with none of them, nothing matches.
    Any(Vec<Needle>),
    /// All of these; with none of them, everything matches.
    All(Vec<Matching>),
    /// So many of these at least.
    AtLeast(usize, Vec<Matching>),
    /// Everything but this.
    Not(Box<Matching>),
    /// What a query of the engine lets through: facets and days.
    Filter(Arc<dyn Query>),
}

impl Default for Matching {
    /// Everything matches.
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Matching {
    /// What a query of the engine matches.
    pub(super) fn of(query: impl Query) -> Self {
        Self::Filter(Arc::new(query))
    }

    /// Nothing matches.
    pub(super) const fn nothing() -> Self {
        Self::Any(Vec::new())
    }

    /// All but this.
    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// This and the other.
    pub(super) fn and(self, other: Self) -> Self {
        let mut all = self.into_all();
        all.extend(other.into_all());
        Self::All(all)
    }

    /// Any of the parts.
    pub(super) fn or(mut parts: Vec<Self>) -> Self {
        if parts.iter().all(|part| part.as_any().is_some()) {
            let needles = parts.iter().filter_map(Self::as_any).flatten();
            return Self::Any(needles.cloned().collect());
        }
        match parts.len() {
            1 => parts.remove(0),
            _ => Self::AtLeast(1, parts),
        }
    }

    /// The parts that must all match.
    fn into_all(self) -> Vec<Self> {
        match self {
            Self::All(parts) => parts,
            one => vec![one],
        }
    }

    /// The needles of which one must stand there, where that is all.
    fn as_any(&self) -> Option<&[Needle]> {
        match self {
            Self::Any(needles) => Some(needles),
            Self::All(parts) if parts.len() == 1 => parts[0].as_any(),
            _ => None,
        }
    }

    /// Whether nothing can match.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Any(needles) => needles.is_empty(),
            Self::All(parts) => parts.iter().any(Self::is_nothing),
            Self::AtLeast(least, parts) => {
                parts.iter().filter(|part| !part.is_nothing()).count() < *least
            }
            Self::Not(_) | Self::Filter(_) => false,
        }
    }
}
