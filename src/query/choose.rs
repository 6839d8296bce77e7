//! Which sentences of a text tell most of what was asked.

use std::{cmp::Reverse, ops::Range};

use super::{
    marks::{Found, Marks},
    sentences::{LONGEST_SENTENCE, piece, sentence},
    stretch::{Point, Stretch, characters},
};

/// Characters that an excerpt aims at.
pub(super) const LENGTH: usize = 140;

/// The sentences with matches, and which matches begin in each.
fn telling(source: &str, found: &[Found]) -> Vec<(Stretch, Range<usize>)> {
    let mut telling: Vec<(Stretch, Range<usize>)> = Vec::new();
    let mut whole = Point::default()..Point::default();
    for (number, Found { at, .. }) in found.iter().enumerate() {
        match telling.last_mut() {
            Some((last, inside)) if at.start < last.end => inside.end = number + 1,
            _ => {
                if at.start >= whole.end {
                    whole = sentence(source, whole.end, at.start);
                }
                let piece = piece(source, &whole, at.start);
                // The next one is counted from here, so that no text is walked twice.
                whole.start = piece.end;
                telling.push((piece, number..number + 1));
            }
        }
    }
    telling
}

/// The stretches to show, in the order of the text.
pub(super) fn choose(source: &str, found: &[Found], marks: &Marks) -> Vec<Stretch> {
    let worth: Vec<usize> = marks.lengths().collect();
    let mut seen = vec![false; worth.len()];
    let mut chosen: Vec<Stretch> = Vec::new();
    let mut length = 0;
    let shown = |sentence: &Stretch| characters(sentence).min(LONGEST_SENTENCE);
    let telling = telling(source, found);
    let mut fresh: Vec<usize> = Vec::new();
    // The sentence that says most of what has not been said yet comes next.
    for _ in 0..3 {
        let mut gain = |inside: &[Found]| -> usize {
            fresh.clear();
            let marks = inside.iter().map(|found| found.mark);
            fresh.extend(marks.filter(|&mark| !seen[mark]));
            fresh.sort_unstable();
            fresh.dedup();
            fresh.iter().map(|&mark| worth[mark]).sum()
        };
        let best = telling
            .iter()
            .map(|(at, inside)| (at, &found[inside.clone()]))
            .map(|(at, inside)| (gain(inside), inside.len(), Reverse(at.start), at, inside))
            .max_by_key(|(gained, all, start, ..)| (*gained, *all, *start));
        let Some((gained, _, _, at, inside)) = best else {
            break;
        };
        if gained == 0 || (!chosen.is_empty() && length + shown(at) > LENGTH + LONGEST_SENTENCE / 2)
        {
            break;
        }
        inside.iter().for_each(|found| seen[found.mark] = true);
        chosen.push(at.clone());
        length += shown(at);
        if length >= LENGTH {
            break;
        }
    }
    let next = |from: Point| {
        let whole = sentence(source, from, from);
        piece(source, &whole, from)
    };
    if chosen.is_empty() && !source.is_empty() {
        chosen.push(next(Point::default()));
        length = shown(&chosen[0]);
    }
    chosen.sort_unstable_by_key(|sentence| sentence.start);
    // What room is left goes to the sentences behind.
    let mut end = chosen.last().map(|last| last.end).unwrap_or_default();
    while end.byte < source.len() {
        let sentence = next(end);
        length += characters(&sentence);
        if length > LENGTH {
            break;
        }
        end = sentence.end;
        chosen.push(sentence);
    }
    let mut stretches: Vec<Stretch> = Vec::new();
    for sentence in &chosen {
        let stretch = cropped(source, sentence, found);
        match stretches.last_mut() {
            Some(last) if last.end == stretch.start => last.end = stretch.end,
            _ => stretches.push(stretch),
        }
    }
    stretches
}

/// The part of a long sentence where its matches are densest.
fn cropped(source: &str, sentence: &Stretch, found: &[Found]) -> Stretch {
    if characters(sentence) <= LONGEST_SENTENCE {
        return sentence.clone();
    }
    let inside: Vec<&Stretch> = found
        .iter()
        .map(|found| &found.at)
        .filter(|at| at.start >= sentence.start && at.end <= sentence.end)
        .collect();
    let room = LONGEST_SENTENCE - LONGEST_SENTENCE / 5;
    let mut best = (0, sentence.start, sentence.start);
    let mut last = 0;
    for first in 0..inside.len() {
        last = last.max(first);
        let limit = inside[first].start.character + room;
        while last + 1 < inside.len() && inside[last + 1].end.character <= limit {
            last += 1;
        }
        let covered = inside[first..=last].iter().map(|at| characters(at)).sum();
        if covered > best.0 {
            best = (covered, inside[first].start, inside[last].end);
        }
    }
    let (_, from, to) = best;
    let length = LONGEST_SENTENCE.max(characters(&(from..to)));
    let margin = (length - characters(&(from..to))) / 2;
    let first = sentence.start.character;
    let start = from.character.saturating_sub(margin).max(first);
    let end = (start + LONGEST_SENTENCE)
        .max(to.character)
        .min(sentence.end.character);
    let start = end.saturating_sub(length).max(first).min(start);
    from.back(source, from.character - start)..to.forward(source, end - to.character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn pieces_of_an_endless_sentence_lie_apart_and_hold_their_matches() {
        let source = format!("{0}密态{0}{0}迁移{0}密态，升级{0}", "的".repeat(390));
        let marks: Marks = ["密态", "迁移", "升级"].iter().collect();
        let found = marks.find(&source, &text::normalize(&source));
        let telling = telling(&source, &found);
        let marks = |inside: &Range<usize>| -> Vec<usize> {
            let inside = found[inside.clone()].iter();
            inside.map(|found| found.mark).collect()
        };
        let marks: Vec<_> = telling.iter().map(|(_, inside)| marks(inside)).collect();
        assert_eq!(marks, [&[0][..], &[1], &[0, 2]]);
        let starts = [390, 3 * 390 + 2, 4 * 390 + 4];
        for ((piece, _), start) in telling.iter().zip(starts) {
            let characters = piece.start.character..piece.end.character;
            assert!(characters.contains(&start), "{characters:?} {start}");
            assert!(characters.len() <= 4 * LONGEST_SENTENCE);
        }
        assert!(telling.is_sorted_by(|(one, _), (next, _)| one.end <= next.start));
    }
}
