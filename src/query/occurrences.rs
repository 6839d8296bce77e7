//! Where a needle stands in a segment: its documents, and how often it stands in each.

use tantivy::{
    DocId, DocSet, TERMINATED,
    postings::{Postings, SegmentPostings},
};

/// More alternatives than this at one place are gathered and sorted once instead of being stepped
/// through side by side.
const MANY: usize = 8;

/// The documents of one place, in order.
pub(super) struct Place {
    offset: u32,
    /// Whether it only has to be there.
    covered: bool,
    postings: Vec<(SegmentPostings, u32)>,
    /// With many alternatives: every document with the number of an alternative in it, sorted.
    gathered: Option<Vec<(DocId, u32)>>,
    at: usize,
}

impl Place {
    /// Each alternative with how many of its characters lie before the place, the place's own
    /// distance from the start of the part, and whether it only has to be there.
    pub(super) fn new(postings: Vec<(SegmentPostings, u32)>, offset: u32, covered: bool) -> Self {
        let gathered = (postings.len() > MANY).then(|| {
            let mut all = Vec::new();
            for (number, (list, _)) in postings.iter().enumerate() {
                let mut list = list.clone();
                while list.doc() != TERMINATED {
                    all.push((list.doc(), number as u32));
                    list.advance();
                }
            }
            all.sort_unstable();
            all
        });
        Self {
            offset,
            covered,
            postings,
            gathered,
            at: 0,
        }
    }

    /// Moves to the first document at `target` or behind it.
    fn seek(&mut self, target: DocId) -> DocId {
        if let Some(all) = &self.gathered {
            self.at += all[self.at..].partition_point(|&(doc, _)| doc < target);
            return all.get(self.at).map_or(TERMINATED, |&(doc, _)| doc);
        }
        let mut first = TERMINATED;
        for (list, _) in &mut self.postings {
            first = first.min(step(list, target));
        }
        first
    }

    fn size_hint(&self) -> u32 {
        self.postings.iter().map(|(list, _)| list.size_hint()).sum()
    }

    /// Calls `each` with the alternatives that stand in `doc`, to which it has been sought.
    fn alternatives(&mut self, doc: DocId, mut each: impl FnMut(&mut SegmentPostings, u32)) {
        match &self.gathered {
            Some(all) => {
                for &(_, number) in all[self.at..].iter().take_while(|&&(d, _)| d == doc) {
                    let (list, before) = &mut self.postings[number as usize];
                    if list.doc() < doc {
                        list.seek(doc);
                    }
                    each(list, *before);
                }
            }
            None => {
                for (list, before) in &mut self.postings {
                    if list.doc() == doc {
                        each(list, *before);
                    }
                }
            }
        }
    }
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
const BIAS: u32 = 1 << 20;

/// A needle in a segment, stepped through.
pub(super) enum Occurrences {
    /// Of one term.
    Term(Box<SegmentPostings>),
    /// Of several.
    Chain(Box<Chain>),
}

impl Occurrences {
    /// The first document at `target` or behind it that holds the needle.
    #[inline]
    pub(super) fn first_at(&mut self, target: DocId) -> DocId {
        match self {
            Self::Term(list) => step(list, target),
            Self::Chain(chain) => chain.first_at(target),
        }
    }

    /// How often the needle stands in `doc`; documents are asked for in ascending order.
    #[inline]
    pub(super) fn frequency_in(&mut self, doc: DocId) -> u32 {
        match self {
            Self::Term(list) => match step(list, doc) == doc {
                true => list.term_freq(),
                false => 0,
            },
            Self::Chain(chain) => chain.frequency_in(doc),
        }
    }
}

/// Moves to the first document at `target` or behind it.
#[inline]
fn step(list: &mut SegmentPostings, target: DocId) -> DocId {
    match list.doc() {
        doc if doc >= target => doc,
        // The next one needs no search.
        doc if doc + 1 == target => list.advance(),
        _ => list.seek(target),
    }
}

/// Several terms that stand together, or one of several.
pub(super) struct Chain {
    parts: Vec<OpenPart>,
    slop: u32,
    one_place: bool,
    /// The last document that was found to hold it, once there is one.
    doc: Option<DocId>,
    /// How often it stands there.
    frequency: u32,
    buffer: Vec<u32>,
}

impl Chain {
    /// `parts` hold the postings of each place with its offset, and the part's length.
    pub(super) fn new(parts: Vec<OpenPart>, slop: u32) -> Self {
        Self {
            one_place: parts.len() == 1 && parts[0].places.len() == 1,
            parts,
            slop,
            doc: None,
            frequency: 0,
            buffer: Vec::new(),
        }
    }

    fn first_at(&mut self, target: DocId) -> DocId {
        match self.doc {
            Some(doc) if doc >= target => doc,
            _ => self.settle(target),
        }
    }

    fn frequency_in(&mut self, doc: DocId) -> u32 {
        match self.doc {
            Some(last) if last == doc => return self.frequency,
            Some(last) if last > doc => return 0,
            _ => {}
        }
        for part in &mut self.parts {
            for place in &mut part.places {
                if place.seek(doc) > doc {
                    return 0;
                }
            }
        }
        self.frequency = self.count(doc);
        if self.frequency > 0 {
            self.doc = Some(doc);
        }
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

    /// First document at `target` or behind it in which every place has a term.
    fn meet(&mut self, target: DocId) -> DocId {
        let mut target = target;
        'again: loop {
            for place in self.parts.iter_mut().flat_map(|part| &mut part.places) {
                let doc = place.seek(target);
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

    /// How often the needle stands in `doc`, to which every place has been sought.
    fn count(&mut self, doc: DocId) -> u32 {
        if self.one_place {
            let mut frequency = 0;
            self.parts[0].places[0].alternatives(doc, |list, _| frequency += list.term_freq());
            return frequency;
        }
        for part in &mut self.parts {
            let counted = part.places.iter_mut().filter(|place| !place.covered);
            for (number, place) in counted.enumerate() {
                let (buffer, offset) = (&mut self.buffer, place.offset);
                buffer.clear();
                place.alternatives(doc, |list, before| {
                    list.append_positions_with_offset(BIAS + before, buffer);
                });
                buffer
                    .iter_mut()
                    .for_each(|position| *position = position.wrapping_sub(offset));
                buffer.sort_unstable();
                if number == 0 {
                    part.starts.clear();
                    part.starts.extend_from_slice(buffer);
                    part.starts.dedup();
                } else {
                    keep_common(&mut part.starts, buffer);
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
        let (first, rest) = match self.parts.split_first_mut() {
            Some(split) => split,
            None => return 0,
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

impl DocSet for Occurrences {
    fn advance(&mut self) -> DocId {
        match self.doc() {
            TERMINATED => TERMINATED,
            doc => self.first_at(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.first_at(target)
    }

    fn doc(&self) -> DocId {
        match self {
            Self::Term(list) => list.doc(),
            Self::Chain(chain) => chain.doc.unwrap_or(0),
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::Term(list) => list.size_hint(),
            Self::Chain(chain) => {
                let places = chain.parts.iter().flat_map(|part| &part.places);
                places.map(Place::size_hint).min().unwrap_or(0)
            }
        }
    }
}
