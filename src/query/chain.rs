//! Several terms that stand together, in a segment: their slots met, their positions compared.

use tantivy::{DocId, TERMINATED};

use super::slot::OpenSlot;

/// A place in a part: the number of the slot that stands there, and the characters before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) slot: usize,
    pub(super) offset: u32,
}

/// Characters in a row.
pub(super) struct OpenPart {
    places: Vec<Place>,
    /// Characters it takes.
    length: u32,
    /// Where the part starts in the document at hand.
    starts: Vec<u32>,
}

impl OpenPart {
    /// A part of so many characters.
    pub(super) fn new(places: Vec<Place>, length: u32) -> Self {
        Self {
            places,
            length,
            starts: Vec::new(),
        }
    }
}

/// Added to positions, so that a start before the first character is no negative number.
const BIAS: u32 = 1 << 30;

/// Several terms that stand together, or one of several.
pub(super) struct Chain {
    /// What stands in its places, each once, the rarest first.
    slots: Vec<OpenSlot>,
    parts: Vec<OpenPart>,
    slop: u32,
    one_slot: bool,
    /// The last document that was found to hold it, once there is one.
    doc: Option<DocId>,
    /// How often it stands there.
    frequency: u32,
    buffer: Vec<u32>,
}

impl Chain {
    /// The places of `parts` hold the numbers of `slots`.
    pub(super) fn new(slots: Vec<OpenSlot>, parts: Vec<OpenPart>, slop: u32) -> Self {
        Self {
            one_slot: slots.len() == 1 && parts.len() == 1 && parts[0].places.len() == 1,
            slots,
            parts,
            slop,
            doc: None,
            frequency: 0,
            buffer: Vec::new(),
        }
    }

    /// The first document at `target` or behind it that holds all of it.
    #[inline]
    pub(super) fn first_at(&mut self, target: DocId) -> DocId {
        match self.doc {
            Some(doc) if doc >= target => doc,
            _ => self.settle(target),
        }
    }

    /// How often it stands in `doc`, and the document before whose number it does not stand again;
    /// documents are asked for in ascending order. That it stands there so often at most must be
    /// `worth` a look: where it is not, it does not count.
    #[inline]
    pub(super) fn frequency_in(
        &mut self,
        doc: DocId,
        worth: impl FnOnce(u32) -> bool,
    ) -> (u32, DocId) {
        match self.doc {
            Some(last) if last == doc => return (self.frequency, last),
            Some(last) if last > doc => return (0, last),
            _ => {}
        }
        let is_whole = self.parts.len() == 1;
        let mut worth = Some(worth).filter(|_| is_whole);
        for slot in &mut self.slots {
            let at = slot.seek(doc);
            if at > doc {
                return (0, at);
            }
            // Each time that the part stands there takes the rarest slot once.
            if let Some(worth) = worth.take()
                && !worth(slot.frequency_in(doc))
            {
                return (0, doc + 1);
            }
        }
        self.frequency = self.count(doc);
        if self.frequency == 0 {
            return (0, doc + 1);
        }
        self.doc = Some(doc);
        (self.frequency, doc)
    }

    /// How often it stands in the document that was found last.
    pub(super) fn frequency(&self) -> u32 {
        self.frequency
    }

    /// Moves to the first match at `target` or behind it.
    fn settle(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            let met = self.meet(target);
            if met == TERMINATED {
                self.doc = Some(TERMINATED);
                return TERMINATED;
            }
            self.frequency = self.count(met);
            if self.frequency > 0 {
                self.doc = Some(met);
                return met;
            }
            target = met + 1;
        }
    }

    /// First document at `target` or behind it in which every slot has a term.
    pub(super) fn meet(&mut self, target: DocId) -> DocId {
        let mut target = target;
        'again: loop {
            for slot in &mut self.slots {
                let doc = slot.seek(target);
                if doc > target {
                    if doc == TERMINATED {
                        return TERMINATED;
                    }
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
    }

    /// How often the needle stands in `doc`, to which every slot has been sought.
    fn count(&mut self, doc: DocId) -> u32 {
        if self.one_slot {
            return self.slots[0].frequency_in(doc);
        }
        for part in &mut self.parts {
            for (number, place) in part.places.iter().enumerate() {
                let starts = match number {
                    0 => &mut part.starts,
                    _ => &mut self.buffer,
                };
                starts.clear();
                self.slots[place.slot].places_in(doc, BIAS - place.offset, starts);
                if number > 0 {
                    keep_common(&mut part.starts, &self.buffer);
                }
                if part.starts.is_empty() {
                    return 0;
                }
            }
        }
        self.chained()
    }

    /// How many ways lead from a start of the first part through all others.
    fn chained(&mut self) -> u32 {
        let (first, rest) = match &mut self.parts[..] {
            [] => return 0,
            [part] => return part.starts.len() as u32,
            [first, rest @ ..] => (first, rest),
        };
        let mut ends: Vec<u32> = first
            .starts
            .iter()
            .map(|start| start + first.length)
            .collect();
        for part in rest {
            part.starts.retain(|&start| {
                let before = ends.partition_point(|&end| end <= start);
                before > 0 && start - ends[before - 1] <= self.slop
            });
            ends.clear();
            ends.extend(part.starts.iter().map(|start| start + part.length));
        }
        ends.len() as u32
    }
}

/// Keeps of `kept` what `other` holds as well; both ascend.
fn keep_common(kept: &mut Vec<u32>, other: &[u32]) {
    let mut at = 0;
    kept.retain(|&value| {
        while at < other.len() && other[at] < value {
            at += 1;
        }
        other.get(at) == Some(&value)
    });
}
