//! Lines that open a card: a topic, a person, or both, with labels below them.

use crate::recap::{
    characters::length,
    talks::{
        label::{Label, label},
        lexicon::Lexicon,
        names::whole_name,
        person::{Named, person},
        roles::{self, ends_in_role},
        split::split,
        titles,
        units::{Shape, Unit},
    },
};

/// The first line of a card: a person, or a topic with a person.
pub(super) fn headline(
    units: &[Unit],
    at: usize,
    lexicon: &Lexicon,
) -> Option<(Option<String>, Vec<Named>)> {
    let text = units[at].text.trim().trim_end_matches('。');
    if length(text) > 110 || text.contains('。') {
        return None;
    }
    if let Some(named) = person(text) {
        let next = units[at + 1..]
            .iter()
            .find(|unit| unit.shape != Shape::Media);
        let role_below = next.is_some_and(|unit| {
            unit.readable()
                && length(&unit.text) <= 60
                && (ends_in_role(&unit.text) || roles::is_org(&unit.text))
        });
        let parted = split(text, lexicon);
        if let Some((topic, who)) = parted.filter(|(topic, _)| topical(topic, text)) {
            return Some((titles::clean(&topic), who));
        }
        let sure =
            named.trust > 0 || lexicon.knows(&named.name) || named.role.is_none() && role_below;
        return sure.then(|| (None, vec![named]));
    }
    let (topic, who) = split(text, lexicon)?;
    let sure = who.iter().all(|who| who.trust > 0);
    (sure && topical(&topic, text)).then(|| (titles::clean(&topic), who))
}

/// Whether a topic split off a line that also reads as a person is one: it does not end as
/// an organisation or a role does, and is long enough to say something.
fn topical(topic: &str, line: &str) -> bool {
    let barred = line.contains(['|', '｜', '丨', '《']);
    length(topic) >= 4
        && !ends_in_role(topic)
        && (barred || !roles::is_org(topic) && length(topic) >= 8)
}

/// The person whom the one or two lines right above name, as role and name or apart, with
/// the unit where that starts.
pub(super) fn person_above(units: &[Unit], at: usize, past: usize) -> Option<(usize, Named)> {
    let free = |at: usize| {
        let unit = units.get(at)?;
        let short = length(&unit.text) <= 60 && label(&unit.text).is_none();
        (unit.readable() && at >= past && short).then(|| unit.text.trim())
    };
    let (above, below) = (at.checked_sub(2), at.checked_sub(1)?);
    if let Some(named) = person(free(below)?).filter(|named| named.trust == 2) {
        return Some((below, named));
    }
    let name = whole_name(free(above?)?)?;
    let role = free(below).filter(|role| ends_in_role(role) || roles::is_org(role))?;
    let role = roles::tidy(role);
    Some((
        above?,
        Named {
            name,
            role,
            trust: 2,
        },
    ))
}

/// Whether a label of a card stands in one of the next units.
pub(super) fn labelled_next(units: &[Unit], at: usize) -> bool {
    let next = units[at + 1..]
        .iter()
        .filter(|unit| unit.shape != Shape::Media)
        .take(4);
    next.take_while(|unit| unit.readable()).any(|unit| {
        label(&unit.text).is_some_and(|(label, _)| {
            matches!(label, Label::Biography | Label::Abstract | Label::Speaker)
        })
    })
}

/// Whether a short line stands below a heading, and headings that are labels follow.
pub(super) fn labelled_below(units: &[Unit], at: usize) -> bool {
    let line = units.get(at + 1);
    let next = units[at + 1..]
        .iter()
        .take(4)
        .find(|unit| matches!(unit.shape, Shape::Heading(_)));
    line.is_some_and(|unit| unit.readable() && length(&unit.text) <= 90)
        && next.is_some_and(|unit| matches!(label(&unit.text), Some((_, ""))))
}
