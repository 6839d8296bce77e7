//! Coreference: which cues of a report name the same person in one place, and so one talk.

use super::{
    cue::{CueKind, Found},
    draft::{Draft, Index},
    names,
    speech::Act,
    units::Unit,
};

/// Makes one draft of the cues that name the same person in one place.
pub(super) fn resolve(
    units: &[Unit],
    found: Vec<Found>,
    captions: usize,
    event: bool,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut index = Index::default();
    for cue in found {
        let unit = &units[cue.at];
        let count = drafts.len();
        let known = index
            .likely(&cue.who)
            .into_iter()
            .find(|at| drafts[*at].by(&cue.who));
        let merge = known.filter(|at| joins(&drafts[*at], &cue, at + 1 == count));
        if let Some(at) = merge {
            let draft = &mut drafts[at];
            match cue.kind {
                CueKind::Caption => {
                    draft.take_caption(&cue.who);
                    if cue.act == Act::Remarked && draft.act < Act::Spoke {
                        draft.act = cue.act;
                    }
                    draft.caption.get_or_insert(cue.at);
                }
                _ => {
                    if draft.caption.is_none() {
                        for (mine, theirs) in draft.who.iter_mut().zip(&cue.who) {
                            if mine.role.is_none() {
                                mine.role.clone_from(&theirs.role);
                            }
                        }
                    }
                    for theirs in cue.who {
                        // A second speaker of the same sentence.
                        if !draft
                            .who
                            .iter()
                            .any(|mine| names::alike(&mine.name, &theirs.name))
                            && draft.sentence.is_none()
                        {
                            draft.who.push(theirs);
                        }
                    }
                    draft.sentence.get_or_insert(cue.at);
                    if draft.title.is_none() {
                        draft.title = cue.title;
                    }
                    if draft.act < Act::Spoke {
                        draft.act = cue.act;
                    }
                }
            }
            draft.cue(cue.kind, cue.at, unit);
            continue;
        }
        if let Some(at) = known
            && !speaks_again(&drafts[at], &cue, at + 1 == count)
        {
            continue;
        }
        let fresh = match (cue.kind, cue.act) {
            (CueKind::Sentence, Act::Said) => {
                event
                    && cue.opens
                    && cue.who.iter().all(|who| who.role.is_some())
                    && (captions == 0 || cue.title.is_some())
                    || cue.title.is_some()
            }
            (CueKind::Sentence, Act::None) => false,
            _ => true,
        };
        if !fresh {
            // A caption that follows may still make a talk of it.
            if cue.act == Act::Said && cue.opens {
                let mut draft = Draft::new(cue.who, cue.at);
                draft.act = Act::Said;
                draft.sentence = Some(cue.at);
                draft.cue(cue.kind, cue.at, unit);
                index.add(drafts.len(), &draft.who);
                drafts.push(draft);
            }
            continue;
        }
        let mut draft = Draft::new(cue.who, cue.at);
        draft.act = cue.act;
        draft.title = cue.title;
        match cue.kind {
            CueKind::Caption => draft.caption = Some(cue.at),
            CueKind::Heading => draft.heading = Some(cue.at),
            _ => draft.sentence = Some(cue.at),
        }
        draft.cue(cue.kind, cue.at, unit);
        index.add(drafts.len(), &draft.who);
        drafts.push(draft);
    }
    drafts
}

/// Whether a cue is one more trace of a draft that names the same person.
fn joins(draft: &Draft, cue: &Found, last: bool) -> bool {
    if draft.other_title(cue.title.as_deref()) && cue.at != draft.last {
        return false;
    }
    match cue.kind {
        CueKind::Caption => last && cue.at <= draft.last + 12,
        CueKind::Heading => false,
        _ if draft.sentence.is_none() => last,
        _ => {
            let second = draft.act == Act::Remarked
                && draft.title.is_none()
                && cue.title.is_some()
                && cue.act >= Act::Spoke
                && cue.at > draft.last;
            last && !second
        }
    }
}

/// Whether a person who has a draft already speaks a second time.
fn speaks_again(draft: &Draft, cue: &Found, last: bool) -> bool {
    match cue.kind {
        CueKind::Heading => true,
        CueKind::Caption => !last && draft.act == Act::Remarked,
        _ => {
            let role = cue.who.iter().all(|who| who.role.is_some());
            if draft.act == Act::Remarked && draft.title.is_none() {
                (cue.act == Act::Spoke && role && cue.opens && !last)
                    || cue.title.is_some() && cue.act >= Act::Spoke
            } else {
                cue.act >= Act::Spoke
                    && cue.title.is_some()
                    && draft.other_title(cue.title.as_deref())
                    || cue.act == Act::Remarked && !last && draft.title.is_some() && cue.opens
            }
        }
    }
}
