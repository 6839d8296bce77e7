//! What the evidence of the page adds to what the rules found.

use super::{
    Cue, CueKind, Extraction,
    draft::Draft,
    event::Event,
    learnt::{Opinions, Place, SURE, Spoken, key},
    person::Named,
    units::Unit,
};
use crate::recap::{Speaker, Talk, TalkKind, Warning, warning};

/// What the rules say of their speakers.
pub(super) fn opinions(drafts: &[Draft]) -> Opinions {
    let mut found = Opinions::new();
    for draft in drafts {
        for who in &draft.who {
            let opinion = found.entry(key(&who.name)).or_default();
            if opinion.title.is_none() {
                opinion.title.clone_from(&draft.title);
            }
            if opinion.role.is_none() {
                opinion.role.clone_from(&who.role);
            }
        }
    }
    found
}

/// Whoever has no title is a guest or a host as often as a speaker: from this score on it is a talk all the same.
const UNTITLED: f32 = 0.8;
/// Where the rules read so many speakers they read the page, and who is not among them must be likelier by so much.
const READ: usize = 3;
const BESIDE: f32 = 0.25;

/// Adds the talks that only the evidence tells of. Gives those that stand in the front matter.
pub(super) fn add(
    spoken: &[Spoken],
    event: Event,
    units: &[Unit],
    drafts: &mut Vec<Draft>,
    warnings: &mut Vec<Warning>,
) -> Vec<(Talk, Vec<Cue>)> {
    let known = opinions(drafts);
    let mut stated = Vec::new();
    let mut joint: Option<usize> = None;
    let mut last: Option<&Spoken> = None;
    let mut order: Vec<&Spoken> = spoken
        .iter()
        .filter(|spoken| is_new(&known, &spoken.key))
        .collect();
    order.sort_by_key(|spoken| (spoken.line, spoken.named));
    for spoken in order {
        let least = if spoken.title.is_none() {
            UNTITLED
        } else {
            0.0
        };
        let beside = if known.len() >= READ { BESIDE } else { 0.0 };
        if !spoken.sure || spoken.score < least.max(SURE + beside) {
            if event != Event::None {
                warnings.push(doubt(spoken));
            }
            continue;
        }
        if spoken.place == Place::Front {
            stated.push(talk(spoken));
            continue;
        }
        let who = Named {
            name: spoken.name.clone(),
            role: spoken.role.clone(),
            trust: 1,
        };
        // People with one title on one line gave one talk together.
        let together = last.is_some_and(|last| {
            last.title.is_some()
                && last.title == spoken.title
                && last.named.abs_diff(spoken.named) <= 1
        });
        last = Some(spoken);
        if let Some(draft) = joint.filter(|_| together).and_then(|at| drafts.get_mut(at)) {
            draft.who.push(who);
            continue;
        }
        joint = place(units, spoken).map(|(first, named)| {
            let mut draft = Draft::new(vec![who], first);
            draft.title.clone_from(&spoken.title);
            draft.remarks = spoken.remarks;
            let kind = match spoken.place {
                Place::Heading => CueKind::Heading,
                Place::Row => CueKind::Row,
                _ => CueKind::Sentence,
            };
            draft.cue(kind, named, &units[named]);
            draft.closed = spoken.place == Place::Row;
            drafts.push(draft);
            drafts.len() - 1
        });
    }
    stated
}

/// Whether the rules know nobody of this name, nor of one that it holds or that holds it.
fn is_new(known: &Opinions, key: &str) -> bool {
    !known
        .keys()
        .any(|other| other.contains(key) || key.contains(other.as_str()))
}

/// The units where the report starts and where the speaker is named.
fn place(units: &[Unit], spoken: &Spoken) -> Option<(usize, usize)> {
    let at = |line: usize| {
        let until = |unit: &Unit| unit.line <= line && !unit.is_blank();
        units
            .iter()
            .rposition(until)
            .or_else(|| units.iter().position(|unit| !unit.is_blank()))
    };
    let named = at(spoken.named)?;
    let first = at(spoken.line)?.min(named);
    Some((first, named))
}

fn doubt(spoken: &Spoken) -> Warning {
    let what = format!(
        "`{}` may have given a talk ({:.0} %): kept as a section; `talks:` in the front matter settles it",
        spoken.name,
        spoken.score * 100.0
    );
    warning(Some(spoken.named), what)
}

/// A talk that the front matter tells.
fn talk(spoken: &Spoken) -> (Talk, Vec<Cue>) {
    let shown = [
        spoken.title.as_deref(),
        Some(&spoken.name),
        spoken.role.as_deref(),
    ];
    let talk = Talk {
        kind: if spoken.remarks {
            TalkKind::Remarks
        } else {
            TalkKind::Talk
        },
        speakers: vec![Speaker {
            name: spoken.name.clone(),
            role: spoken.role.clone(),
        }],
        title: spoken.title.clone(),
        line: spoken.line,
        video: None,
        images: Vec::new(),
        text: shown.into_iter().flatten().collect::<Vec<_>>().join("\n"),
    };
    let cue = Cue {
        kind: CueKind::Card,
        line: spoken.named,
        text: talk.text.replace('\n', " "),
    };
    (talk, vec![cue])
}

/// Puts the talks of the front matter before those of the body.
pub(super) fn put_first(extraction: &mut Extraction, stated: Vec<(Talk, Vec<Cue>)>) {
    let (talks, cues): (Vec<Talk>, Vec<Vec<Cue>>) = stated.into_iter().unzip();
    extraction.talks.splice(0..0, talks);
    extraction.cues.splice(0..0, cues);
}
