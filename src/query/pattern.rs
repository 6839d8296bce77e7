//! A string as the index can find it: grams at their distances. It knows nothing of fields.
//!
//! A pattern is exact. It matches where its characters stand in a row (or, with `slop`, its parts
//! stand in order with at most so many characters between them), whatever a dictionary thinks.

use crate::text::{
    letters::{self, Letters},
    lexicon::Edges,
    runs::{Class, Run, runs},
};

/// A string, or several in order.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// What a pattern is looked for by.
#[derive(Debug)]
pub(super) enum Kind {
    /// By one or two characters of a Latin word: which texts hold them is known by themselves.
    Letters(Letters),
    /// By parts in order; between two of them up to `slop` characters may lie.
    Parts { parts: Vec<Part>, slop: u32 },
}

/// Characters in a row.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) slots: Vec<Slot>,
    /// Characters it takes.
    pub(super) length: u32,
}

/// A place in a part, and what stands there.
#[derive(Debug)]
pub(super) struct Slot {
    /// Characters from the part's first to this one.
    pub(super) offset: u32,
    /// A gram or, where the edges do not tell of a whole word, a part of one.
    pub(super) gram: String,
    /// Which ends of a Latin word lie where those of the gram do.
    pub(super) edges: Edges,
    /// Whether other places cover its characters: then it only has to be there, which is known
    /// sooner than where.
    pub(super) covered: bool,
}

impl Slot {
    fn of(offset: u32, gram: &str) -> Self {
        Self {
            offset,
            gram: gram.to_owned(),
            edges: Edges::WHOLE,
            covered: false,
        }
    }
}

impl Pattern {
    /// One gram.
    pub(super) fn gram(text: &str) -> Self {
        let part = Part {
            slots: vec![Slot::of(0, text)],
            length: text.chars().count() as u32,
        };
        Self {
            text: text.to_owned(),
            kind: Kind::Parts {
                parts: vec![part],
                slop: 0,
            },
        }
    }

    /// Folded texts in order, with at most `slop` characters between two of them; a Latin word at
    /// the ends of a text must begin and end where the text does as `edges` tell. `None` when they
    /// hold nothing that is indexed.
    pub(super) fn of(texts: &[&str], slop: u32, edges: Edges) -> Option<Self> {
        let text = texts.join(" ");
        if let [one] = texts
            && let Some(letters) = letters::of(one.trim(), edges)
        {
            let kind = Kind::Letters(letters);
            return Some(Self { text, kind });
        }
        let last = texts.len().saturating_sub(1);
        let parts = texts.iter().enumerate().map(|(at, text)| {
            // One or two letters among others are a word.
            let is_short = last > 0 && letters::of(text, Edges::default()).is_some();
            part(
                text,
                Edges {
                    begins: edges.begins || is_short && at > 0,
                    ends: edges.ends || is_short && at < last,
                },
            )
        });
        let parts: Vec<Part> = parts.filter(|part| !part.slots.is_empty()).collect();
        let kind = Kind::Parts { parts, slop };
        match &kind {
            Kind::Parts { parts, .. } if parts.is_empty() => None,
            _ => Some(Self { text, kind }),
        }
    }
}

/// The grams of folded `text` at their distances.
fn part(text: &str, edges: Edges) -> Part {
    let all: Vec<Run<'_>> = runs(text).collect();
    let mut slots = Vec::new();
    let Some(first) = all.first().map(|run| run.start) else {
        return Part::default();
    };
    let mut length = 0;
    for (at, run) in all.iter().enumerate() {
        let offset = (run.start - first) as u32;
        length = offset + run.text.chars().count() as u32;
        match run.class {
            Class::Latin => slots.push(Slot {
                // Inside the text a word ends where it ends; at its ends the word may go on.
                edges: Edges {
                    begins: at > 0 || edges.begins,
                    ends: at + 1 < all.len() || edges.ends,
                },
                ..Slot::of(offset, run.text)
            }),
            Class::Han => slots.extend(pairs(run.text).map(|(start, text, covered)| Slot {
                covered,
                ..Slot::of(offset + start, text)
            })),
            Class::Sign => slots.push(Slot::of(offset, run.text)),
            Class::Space => {}
        }
    }
    Part { slots, length }
}

/// Pairs of a run of Han characters with their places. Every second one and the last cover it all;
/// the others are covered. One character is itself.
fn pairs(run: &str) -> impl Iterator<Item = (u32, &str, bool)> {
    let bytes: Vec<usize> = run
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([run.len()])
        .collect();
    let characters = bytes.len() - 1;
    let last = characters.saturating_sub(2);
    (0..=last).map(move |start| {
        let text = &run[bytes[start]..bytes[(start + 2).min(characters)]];
        (start as u32, text, start % 2 == 1 && start != last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_cover_every_character() {
        let of = |run| pairs(run).collect::<Vec<_>>();
        let (here, covered) = (false, true);
        assert_eq!(of("库"), [(0, "库", here)]);
        assert_eq!(of("数据"), [(0, "数据", here)]);
        assert_eq!(of("数据库"), [(0, "数据", here), (1, "据库", here)]);
        assert_eq!(
            of("数据库技"),
            [(0, "数据", here), (1, "据库", covered), (2, "库技", here)]
        );
        assert_eq!(
            of("数据库技术"),
            [
                (0, "数据", here),
                (1, "据库", covered),
                (2, "库技", here),
                (3, "技术", here)
            ]
        );
    }
}
