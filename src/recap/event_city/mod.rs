//! The city of an event without a location field: what speaks for each, over the whole page.

mod clues;
mod venue;

use super::blocks::Block;

/// What on a page speaks for a city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Clue {
    /// The city as it is answered; `None` where it speaks for an event online.
    city: Option<&'static str>,
    kind: Kind,
    /// Line of the file, 0 for the title.
    line: usize,
}

/// Kinds of clues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A line, card or cell 地点, Venue.
    Label,
    /// The title: 北京站, 【北京】, 上海 Meetup.
    Title,
    /// A line that is an address: 成都市高新区天府大道 1 号.
    Address,
    /// 在北京…举办, 走进杭州.
    Held,
    /// A city after a day: 5 月 11 日，北京.
    Dated,
    /// The event's name early in the text: 上海 Meetup.
    Name,
    /// No more than 在北京， or `in Beijing` early in the text, or a name later on.
    Mention,
}

impl Kind {
    /// How much the first clue of this kind says. What is told where a place is expected outweighs
    /// what prose says twice, as prose speaks of other events as well.
    fn weight(self) -> u32 {
        match self {
            Self::Label => 9,
            Self::Title => 6,
            Self::Address => 5,
            Self::Held | Self::Dated => 4,
            Self::Name => 3,
            Self::Mention => 1,
        }
    }
}

/// What a city needs, and by how much it has to lead: a name in the text is enough, two mentions
/// are not.
const ENOUGH: u32 = 3;
const LEAD: u32 = 2;
/// Clues of one kind that count after the first, each for 1: who says it often is no surer.
const MORE: u32 = 3;

/// The city where the event that a page is about took place, as title and text tell it; `None` for
/// an event online, for several events in different cities, and where nothing tells.
pub(super) fn told(title: Option<&str>, blocks: &[Block]) -> Option<String> {
    decide(&clues::of(title, blocks)).map(str::to_owned)
}

fn decide(clues: &[Clue]) -> Option<&'static str> {
    let mut scores: Vec<(Option<&'static str>, u32)> = Vec::new();
    for (at, clue) in clues.iter().enumerate() {
        if scores.iter().any(|(city, _)| *city == clue.city) {
            continue;
        }
        let own = clues[at..].iter().filter(|other| other.city == clue.city);
        let kinds: Vec<Kind> = own.map(|clue| clue.kind).collect();
        let score = (0..kinds.len())
            .filter(|&at| !kinds[..at].contains(&kinds[at]))
            .map(|at| {
                let more = kinds[at + 1..].iter().filter(|kind| **kind == kinds[at]);
                kinds[at].weight() + u32::try_from(more.count()).unwrap_or(MORE).min(MORE)
            })
            .sum();
        scores.push((clue.city, score));
    }
    let labelled = |city| {
        let mut clues = clues.iter();
        clues.any(|clue| clue.kind == Kind::Label && clue.city == city)
    };
    let places = scores.iter().filter(|(city, _)| city.is_some());
    if places.filter(|(city, _)| labelled(*city)).count() > 1 {
        return None;
    }
    let (best, score) = scores.iter().max_by_key(|(_, score)| *score)?;
    let second = scores
        .iter()
        .filter(|(city, _)| city != best)
        .map(|(_, score)| *score)
        .max()
        .unwrap_or(0);
    (*score >= ENOUGH && *score >= second + LEAD)
        .then_some(*best)
        .flatten()
}

#[cfg(test)]
mod tests;
