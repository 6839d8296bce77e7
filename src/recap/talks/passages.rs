//! Passages: talks and sections out of units and the drafts that own them.

use super::{
    Cue, Extraction,
    draft::Draft,
    person::Named,
    speech::Act,
    units::{Shape, Unit},
};
use crate::recap::{Section, Speaker, Talk, TalkKind};

/// Talks and sections out of the units and their owners.
pub(super) fn passages(units: &[Unit], drafts: &[Draft], owners: &[Option<usize>]) -> Extraction {
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    let mut sections: Vec<Vec<usize>> = Vec::new();
    let mut open = false;
    for (at, owner) in owners.iter().enumerate() {
        match owner {
            Some(draft) => {
                of[*draft].push(at);
                open = false;
            }
            None => {
                let heading = matches!(units[at].shape, Shape::Heading(_));
                match sections.last_mut() {
                    Some(section) if open && !heading => section.push(at),
                    _ => sections.push(vec![at]),
                }
                open = true;
            }
        }
    }
    let mut extraction = Extraction::default();
    // A sentence that several talks share is the text of the first; the others stand by
    // their speakers and titles alone.
    let mut talks: Vec<(Talk, Vec<Cue>)> = drafts
        .iter()
        .zip(&of)
        .map(|(draft, own)| (talk(units, draft, own), draft.cues.clone()))
        .collect();
    talks.sort_by_key(|(talk, _)| talk.line);
    (extraction.talks, extraction.cues) = talks.into_iter().unzip();
    extraction.sections = sections
        .iter()
        .filter_map(|own| section(units, own))
        .collect();
    extraction
}

fn talk(units: &[Unit], draft: &Draft, own: &[usize]) -> Talk {
    let start = own
        .iter()
        .copied()
        .find(|at| !units[*at].is_blank())
        .unwrap_or(draft.first);
    let speakers = draft.who.iter().map(|Named { name, role, .. }| Speaker {
        name: name.clone(),
        role: role.clone(),
    });
    let remarks = (draft.remarks || draft.act == Act::Remarked) && draft.title.is_none();
    Talk {
        kind: if remarks {
            TalkKind::Remarks
        } else {
            TalkKind::Talk
        },
        speakers: speakers.collect(),
        title: draft.title.clone(),
        line: units[start].line,
        video: own.iter().find_map(|at| units[*at].video.clone()),
        images: own
            .iter()
            .filter_map(|at| units[*at].image.clone())
            .collect(),
        text: text(units, own),
    }
}

fn section(units: &[Unit], own: &[usize]) -> Option<Section> {
    let first = own.iter().copied().find(|at| !units[*at].is_blank())?;
    let title = matches!(units[first].shape, Shape::Heading(_)).then(|| units[first].text.clone());
    Some(Section {
        title,
        line: units[first].line,
        images: own
            .iter()
            .filter_map(|at| units[*at].image.clone())
            .collect(),
        text: text(units, own),
    })
}

/// The visible lines of units.
fn text(units: &[Unit], own: &[usize]) -> String {
    let lines: Vec<&str> = own
        .iter()
        .map(|at| &units[*at])
        .filter(|unit| !unit.is_blank())
        .map(|unit| unit.text.as_str())
        .collect();
    lines.join("\n")
}
