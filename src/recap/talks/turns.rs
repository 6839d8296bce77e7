//! Turns: a paragraph that reports several speakers one after another is cut between them.

use super::{
    characters::length,
    lexicon::Lexicon,
    quotes,
    report::reports,
    sentence,
    speech::{self, Act},
    units::{Unit, cut},
};

/// Cuts paragraphs that report several speakers in turn into one unit a speaker.
pub(super) fn part_speakers(units: Vec<Unit>, lexicon: &Lexicon) -> Vec<Unit> {
    let mut parted = Vec::with_capacity(units.len());
    for unit in units {
        let cuts = if unit.readable() && unit.names && length(&unit.text) > 60 {
            speaker_cuts(&unit, lexicon)
        } else {
            Vec::new()
        };
        if cuts.is_empty() {
            parted.push(unit);
        } else {
            parted.extend(cut(&unit, &cuts));
        }
    }
    parted
}

fn speaker_cuts(unit: &Unit, lexicon: &Lexicon) -> Vec<usize> {
    let quotes = quotes::find(&unit.text);
    let mut cuts = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for range in sentence::split(&unit.text, &quotes) {
        let text = &unit.text[range.clone()];
        if speech::discusses(text) {
            continue;
        }
        let (reports, _) = reports(text, lexicon);
        for report in reports {
            let sure = report.act >= Act::Spoke
                && report
                    .who
                    .iter()
                    .all(|who| who.trust == 2 && who.role.is_some());
            let new = report.who.iter().all(|who| !seen.contains(&who.name));
            if sure && new {
                if !seen.is_empty() && cuts.last() != Some(&range.start) {
                    cuts.push(range.start);
                }
                seen.extend(report.who.into_iter().map(|who| who.name));
                break;
            }
        }
    }
    cuts
}
