//! Cards: a speaker's name, role, biography and topic over several blocks, with or without
//! labels (`议题：`, `演讲嘉宾：`, `个人简介：`, `议题简介：`).

mod biography;
mod labels;
mod opening;

use std::ops::Range;

use self::{
    biography::introduced_below,
    opening::{headline, labelled_next, person_above},
};
use super::{
    characters::length,
    clock::after_time,
    label::{Label, label},
    lexicon::Lexicon,
    person::Named,
    quotes, report, sentence,
    speech::Act,
    titles,
    units::{Shape, Unit},
    zones::{Zone, pseudo_heading},
};

/// A card of one speaker or talk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) units: Range<usize>,
    pub(super) topic: Option<String>,
    pub(super) who: Vec<Named>,
    /// Whether the card tells what the talk is about, so that there is one.
    pub(super) abstracted: bool,
    /// Unit of the topic or of the abstract.
    pub(super) told_at: Option<usize>,
    /// Unit of the last label that named a speaker.
    pub(super) spoken_at: Option<usize>,
    /// The heading right above.
    pub(super) below: Option<usize>,
}

/// Reads cards out of the units that `taken` leaves free.
pub(super) fn cards(
    units: &[Unit],
    zones: &[Zone],
    taken: &[bool],
    lexicon: &Lexicon,
) -> Vec<Card> {
    let mut reader = Reader {
        units,
        lexicon,
        cards: Vec::new(),
        open: None,
        awaits: None,
        pictures_follow: false,
        biography: None,
        heading: None,
        introduces: (0..units.len())
            .filter(|at| introduced_below(units, *at).is_some())
            .nth(1)
            .is_some(),
    };
    for (at, unit) in units.iter().enumerate() {
        let stop = matches!(unit.shape, Shape::Heading(_) | Shape::Row) || taken[at];
        if stop && !taken[at] && reader.headed(at) {
            continue;
        }
        if stop {
            reader.close();
            reader.heading = matches!(unit.shape, Shape::Heading(_)).then_some(at);
            // What stands first below a heading tells on which side of the cards pictures are.
            reader.pictures_follow = units
                .get(at + 1)
                .is_none_or(|unit| unit.shape != Shape::Media);
        } else if unit.shape == Shape::Media {
            // A picture before a card is taken in when the card opens.
            if let Some(card) = reader
                .open
                .as_mut()
                .filter(|card| reader.pictures_follow && card.units.end == at)
            {
                card.units.end = at + 1;
            }
        } else if unit.readable() {
            reader.read(at, zones[at]);
        }
    }
    reader.close();
    reader.cards
}

struct Reader<'a> {
    units: &'a [Unit],
    lexicon: &'a Lexicon,
    cards: Vec<Card>,
    open: Option<Card>,
    /// A label without a value: the next unit is its value.
    awaits: Option<(Label, usize)>,
    /// Whether pictures stand below the lines that they belong to.
    pictures_follow: bool,
    /// The last unit of a biography that was labelled as one.
    biography: Option<usize>,
    /// The last heading, until a card opens below it.
    heading: Option<usize>,
    /// Whether several headings of the page have a biography right below them.
    introduces: bool,
}

impl Reader<'_> {
    fn read(&mut self, at: usize, zone: Zone) {
        let text = self.units[at].text.trim();
        if let Some((awaited, from)) = self.awaits.take()
            && label(text).is_none()
        {
            return self.value(from, at, awaited, text);
        }
        let biography = self.biography.is_some_and(|last| last + 1 == at);
        if !biography && self.units[at].names && self.reports(text) {
            // The report itself: what seemed a card before it was its caption.
            self.open = None;
            return;
        }
        if let Some((label, value)) = label(text) {
            // A topic label in running information (主题：…) opens a card only where a
            // speaker follows; a card without people is dropped in the end.
            if value.is_empty() {
                self.awaits = Some((label, at));
                if (label == Label::Abstract || label == Label::Biography)
                    && let Some(card) = &mut self.open
                {
                    card.abstracted |= label == Label::Abstract;
                    card.units.end = at + 1;
                }
                return;
            }
            return self.value(at, at, label, value);
        }
        if biography && self.second_speaker(at, text) {
            return;
        }
        if pseudo_heading(&self.units[at]).is_some() {
            return self.close();
        }
        if self.role_below(at, text) {
            return;
        }
        if self.introduces
            && let Some(who) = introduced_below(self.units, at)
        {
            return self.start(at).who.push(who);
        }
        if (zone == Zone::Guests || labelled_next(self.units, at))
            && let Some((topic, who)) = headline(self.units, at, self.lexicon)
        {
            let card = self.start(at);
            card.told_at = topic.as_ref().map(|_| at);
            card.topic = topic;
            card.who = who;
            return;
        }
        if let Some(title) = titles::alone(text)
            && (zone != Zone::Body || labelled_next(self.units, at))
        {
            let past = self.cards.last().map_or(0, |card| card.units.end);
            let above = person_above(self.units, at, past);
            let card = self.start(above.as_ref().map_or(at, |(from, _)| *from));
            card.topic = Some(title);
            card.told_at = Some(at);
            card.units.end = at + 1;
            card.who.extend(above.map(|(_, who)| who));
            return;
        }
        if let Some(card) = &mut self.open
            && card.units.end + 2 >= at
        {
            card.units.end = at + 1;
        }
    }

    /// Whether a text tells that somebody spoke, as no biography does.
    fn reports(&self, text: &str) -> bool {
        if length(text) < 30 || label(text).is_some() || after_time(text).is_some() {
            return false;
        }
        let quotes = quotes::find(text);
        let mut first = sentence::split(text, &quotes).into_iter().take(2);
        first.any(|range| {
            let (reports, _) = report::reports(&text[range], self.lexicon);
            reports.iter().any(|report| {
                let sure = report
                    .who
                    .iter()
                    .all(|who| who.trust == 2 && who.role.is_some());
                sure && (report.title.is_some()
                    || report.act >= Act::Said && report.at > 0
                    || report.act >= Act::Spoke)
            })
        })
    }

    /// Opens a card whose first line stands at `at`.
    fn start(&mut self, at: usize) -> &mut Card {
        self.close();
        self.heading = None;
        // Pictures right before the card are the speaker's.
        let mut from = at;
        while !self.pictures_follow
            && from > 0
            && self.units[from - 1].shape == Shape::Media
            && self.cards.last().is_none_or(|card| card.units.end < from)
        {
            from -= 1;
        }
        let below = from
            .checked_sub(1)
            .filter(|above| matches!(self.units[*above].shape, Shape::Heading(_)));
        self.biography = None;
        self.open.insert(Card {
            units: from..at + 1,
            below,
            ..Card::default()
        })
    }

    /// Ends the open card; without a person it is none.
    fn close(&mut self) {
        self.awaits = None;
        if let Some(card) = self.open.take().filter(|card| !card.who.is_empty()) {
            self.cards.push(card);
        }
    }
}
