//! Several terms that stand together, in a segment: their slots met, their positions compared.

use tantivy::{DocId, TERMINATED, postings::Postings as _};

use super::slot::OpenSlot;

/// Characters in a row.
pub(super) struct OpenPart {
    slots: Vec<OpenSlot>,
    /// Characters it takes.
    length: u32,
    /// Where the part starts in the document at hand.
    starts: Vec<u32>,
}

impl OpenPart {
    /// A part of so many characters.
    pub(super) fn new(slots: Vec<OpenSlot>, length: u32) -> Self {
        Self {
            slots,
            length,
            starts: Vec::new(),
        }
    }
}

/// Added to positions, so that a start before the first character is no negative number.
const BIAS: u32 = 1 << 30;

/// Several terms that stand together, or one of several.
pub(super) struct Chain {
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
    /// `parts` hold the postings of each slot with its offset, and the part's length.
    pub(super) fn new(parts: Vec<OpenPart>, slop: u32) -> Self {
        Self {
            one_slot: parts.len() == 1 && parts[0].slots.len() == 1,
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
        for slot in self.parts.iter_mut().flat_map(|part| &mut part.slots) {
            let at = slot.seek(doc);
            if at > doc {
                return (0, at);
            }
            // The first slot of a part is its rarest.
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

    /// The document at hand; the first one before anything was asked for.
    pub(super) fn doc(&self) -> DocId {
        self.doc.unwrap_or(0)
    }

    /// Documents that hold it, at most.
    pub(super) fn size_hint(&self) -> u32 {
        let slots = self.parts.iter().flat_map(|part| &part.slots);
        slots.map(OpenSlot::size_hint).min().unwrap_or(0)
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
            for slot in self.parts.iter_mut().flat_map(|part| &mut part.slots) {
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
            return self.parts[0].slots[0].frequency_in(doc);
        }
        for part in &mut self.parts {
            let counted = part.slots.iter_mut().filter(|slot| !slot.covered);
            for (number, slot) in counted.enumerate() {
                let starts = match number {
                    0 => &mut part.starts,
                    _ => &mut self.buffer,
                };
                starts.clear();
                let offset = slot.offset;
                let mut lists = 0;
                slot.alternatives(doc, |list, before| {
                    list.append_positions_with_offset(BIAS + before - offset, starts);
                    lists += 1;
                });
                if lists > 1 {
                    starts.sort_unstable();
                    starts.dedup();
                }
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
