//! Hits grouped by recap or by event.

use std::{collections::HashMap, sync::Arc};

use super::{
    EventPage, Hit, HitKind,
    order::{self, Match},
};
use crate::index::{Events, Snapshot, recap_id};

/// Passages shown of one recap or event.
const PASSAGES: usize = 5;

/// Ranked matches of one recap or event.
pub(crate) struct Grouped {
    /// Path of the recap, or of the first page of the event.
    pub(crate) path: Arc<str>,
    /// Its best matches, those of announcements last.
    pub(crate) best: Vec<Match>,
}

/// Groups ranked matches by recap or, where `events` are given, by event. Groups stand in the order
/// of their best match.
pub(crate) fn group(
    snapshot: &Snapshot,
    ranked: &[Match],
    events: Option<&Events>,
) -> tantivy::Result<Vec<Grouped>> {
    let mut groups: Vec<(Grouped, Vec<Match>)> = Vec::new();
    let mut known: HashMap<Arc<str>, usize> = HashMap::new();
    for found in ranked {
        let mut path = order::path(snapshot, found.address)?;
        let pages = events.map_or(&[][..], |events| events.pages(&path));
        let ahead = pages
            .iter()
            .any(|page| page.announcement && *page.path == *path);
        if let Some(first) = pages.first() {
            path = Arc::from(first.path.as_str());
        }
        let at = *known.entry(path).or_insert_with_key(|path| {
            let group = Grouped {
                path: path.clone(),
                best: Vec::new(),
            };
            groups.push((group, Vec::new()));
            groups.len() - 1
        });
        let (group, announced) = &mut groups[at];
        let best = if ahead { announced } else { &mut group.best };
        if best.len() < PASSAGES {
            best.push(*found);
        }
    }
    let joined = groups.into_iter().map(|(mut group, announced)| {
        let room = PASSAGES - group.best.len();
        group.best.extend(announced.into_iter().take(room));
        group
    });
    Ok(joined.collect())
}

/// A recap or an event as a hit: it is told by its best passage.
pub(crate) fn as_hit(mut passages: Vec<Hit>, pages: &[EventPage], kind: HitKind) -> Hit {
    for (at, passage) in passages.iter_mut().enumerate() {
        passage.rank = at + 1;
    }
    let best = passages[0].clone();
    Hit {
        id: recap_id(&best.path).to_owned(),
        kind,
        line: 1,
        title: best.recap.clone(),
        speakers: Vec::new(),
        video: None,
        passages,
        pages: pages.to_vec(),
        ..best
    }
}
