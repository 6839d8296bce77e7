//! Events: the pages of an index that tell of the same one.

use std::collections::HashMap;

use serde::Serialize;
use time::Date;

use super::{manifest::Manifest, passage::recap_id};
use crate::recap::{Sketch, events};

/// A page that tells of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct EventPage {
    /// Id of the recap.
    pub id: String,
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Whether it announces the event; otherwise it reports it.
    pub announcement: bool,
    /// Publication date.
    pub date: Option<Date>,
}

/// The events of one commit.
#[derive(Debug, Default)]
pub(crate) struct Events {
    of: HashMap<String, usize>,
    pages: Vec<Vec<EventPage>>,
}

impl Events {
    /// The events that the pages of a manifest tell of. They follow from its pages alone, in
    /// however many steps the index came to hold these.
    pub(crate) fn of(manifest: &Manifest) -> Self {
        let (paths, sketches): (Vec<&String>, Vec<&Sketch>) = manifest
            .files
            .iter()
            .filter_map(|(path, file)| Some((path, file.event.as_ref()?)))
            .unzip();
        let mut found = Self::default();
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        for ((path, page), first) in paths.iter().zip(&sketches).zip(events(&sketches)) {
            let number = *numbers.entry(first).or_insert_with(|| {
                found.pages.push(Vec::new());
                found.pages.len() - 1
            });
            found.of.insert((*path).clone(), number);
            found.pages[number].push(EventPage {
                id: recap_id(path).to_owned(),
                path: (*path).clone(),
                title: page.title.clone(),
                announcement: page.announcement,
                date: page.date,
            });
        }
        for pages in &mut found.pages {
            pages.sort_by(|a, b| {
                let key = |page: &EventPage| (page.announcement, page.date);
                key(a).cmp(&key(b)).then_with(|| a.path.cmp(&b.path))
            });
        }
        found
    }

    /// The pages of the event that the page at `path` tells of, a report first; none for a page
    /// that tells of no event.
    pub(crate) fn pages(&self, path: &str) -> &[EventPage] {
        self.of
            .get(path)
            .map_or(&[], |number| self.pages[*number].as_slice())
    }
}
