//! Traditional characters: the stages read such a page in simplified ones, and what they
//! find is given as the page writes it.

use super::{
    characters::{is_han, simplified},
    draft::Draft,
    units::Unit,
};
use crate::{recap::Warning, text::normalize};

/// The units in simplified characters, every one as long in bytes as it was; `None` for a
/// page that is not written in traditional ones.
pub(super) fn fold(units: &[Unit]) -> Option<Vec<Unit>> {
    let chars = || units.iter().flat_map(|unit| unit.text.chars());
    let changed = chars().filter(|c| normalize::simplified(*c) != *c).count();
    // A simplified page keeps a few characters, in names and quotations: one of twenty and more.
    if changed == 0 || chars().filter(|c| is_han(*c)).nth(changed * 20).is_some() {
        return None;
    }
    let units = units.iter().map(|unit| Unit {
        text: simplified(&unit.text),
        cells: unit.cells.as_ref().map(|(cells, head, table)| {
            let cells = cells.iter().map(|cell| simplified(cell)).collect();
            (cells, *head, *table)
        }),
        ..unit.clone()
    });
    Some(units.collect())
}

/// Gives the units their text back, and names, roles and titles the page's spelling.
pub(super) fn restore(
    written: &[Unit],
    simple: &[Unit],
    units: &mut [Unit],
    drafts: &mut [Draft],
    warnings: &mut [Warning],
) {
    let whole = |units: &[Unit]| -> String {
        units
            .iter()
            .flat_map(|unit| [unit.text.as_str(), "\n"])
            .collect()
    };
    let (written, simple) = (whole(written), whole(simple));
    let original = |text: &str, from: usize| {
        let at = from + simple.get(from..)?.find(text)?;
        let end = at + text.len();
        Some((end, written.get(at..end)?.to_owned()))
    };
    let mut from = 0;
    for unit in units {
        if let Some((end, text)) = original(&unit.text, from) {
            unit.text = text;
            from = end;
        }
    }
    let again = |text: &mut String| {
        if let Some((_, found)) = original(text, 0) {
            *text = found;
        }
    };
    for draft in drafts {
        for who in &mut draft.who {
            again(&mut who.name);
            who.role.iter_mut().for_each(again);
        }
        draft.title.iter_mut().for_each(again);
        for cue in &mut draft.cues {
            again(&mut cue.text);
        }
    }
    for warning in warnings {
        let quoted = warning.message.split('`').nth(1).map(str::to_owned);
        if let Some(quoted) = quoted
            && let Some((_, found)) = original(&quoted, 0)
        {
            warning.message = warning.message.replace(&quoted, &found);
        }
    }
}
