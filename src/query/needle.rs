//! A string as the index can find it: the grams at their distances.
//!
//! A needle is exact. It matches where its characters stand in a row (or, with `slop`, its parts
//! stand in order with at most so many characters between them), whatever a dictionary thinks.

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

use crate::text::{
    lexicon::{Edges, Lexicon},
    runs::{Class, Run, runs},
};

/// A query for one string in one field.
#[derive(Debug, Clone)]
pub(crate) struct Needle {
    field: Field,
    /// Parts in order; between two of them up to `slop` characters may lie.
    parts: Vec<Part>,
    slop: u32,
    saturation: Saturation,
    /// Documents that hold its rarest place, once counted: it is no more frequent than that.
    frequency: Option<u64>,
}

/// Characters in a row.
#[derive(Debug, Clone, Default)]
struct Part {
    slots: Vec<Slot>,
    /// Characters it takes.
    length: u32,
}

/// One place of a part: any of these terms.
#[derive(Debug, Clone)]
struct Slot {
    /// Characters from the part's first to this place.
    offset: u32,
    /// Each term, and how many of its characters lie before the place.
    terms: Vec<(Term, u32)>,
}

impl Needle {
    /// One term.
    pub(crate) fn term(field: Field, text: &str) -> Self {
        let slot = Slot {
            offset: 0,
            terms: vec![(Term::from_field_text(field, text), 0)],
        };
        let part = Part {
            slots: vec![slot],
            length: text.chars().count() as u32,
        };
        Self {
            field,
            parts: vec![part],
            slop: 0,
            saturation: Saturation::default(),
            frequency: None,
        }
    }

    /// The needle with its documents counted; `None` when one of its places stands nowhere, so
    /// that nothing needs to be opened for it.
    pub(crate) fn living(mut self, searcher: &Searcher) -> tantivy::Result<Option<Self>> {
        let frequency = self.rarest(|term| searcher.doc_freq(term))?;
        self.frequency = Some(frequency);
        Ok((frequency > 0).then_some(self))
    }

    /// Documents with a term of the rarest place.
    fn rarest(&self, count: impl Fn(&Term) -> tantivy::Result<u64>) -> tantivy::Result<u64> {
        let mut rarest = u64::MAX;
        for slot in self.parts.iter().flat_map(|part| &part.slots) {
            let mut frequency = 0;
            for (term, _) in &slot.terms {
                frequency += count(term)?;
            }
            rarest = rarest.min(frequency);
            if rarest == 0 {
                break;
            }
        }
        Ok(rarest)
    }

    /// Scores with these parameters.
    pub(crate) fn saturating(mut self, saturation: Saturation) -> Self {
        self.saturation = saturation;
        self
    }

    /// The folded `text` as it stands; a Latin word at its ends must begin and end where the text
    /// does as `edges` tell. `None` when it holds nothing that is indexed, or a Latin word that no
    /// text holds.
    pub(crate) fn new<B: AsRef<[u8]>>(
        field: Field,
        text: &str,
        lexicon: &Lexicon<B>,
        edges: Edges,
    ) -> Option<Self> {
        Self::chain(field, &[text], 0, lexicon, edges)
    }

    /// Several texts in order, with at most `slop` characters between two of them.
    pub(crate) fn chain<B: AsRef<[u8]>>(
        field: Field,
        texts: &[&str],
        slop: u32,
        lexicon: &Lexicon<B>,
        edges: Edges,
    ) -> Option<Self> {
        let parts: Option<Vec<Part>> = texts
            .iter()
            .map(|text| part(field, text, lexicon, edges))
            .collect();
        let parts: Vec<Part> = parts?
            .into_iter()
            .filter(|part| !part.slots.is_empty())
            .collect();
        (!parts.is_empty()).then_some(Self {
            field,
            parts,
            slop,
            saturation: Saturation::default(),
            frequency: None,
        })
    }

    /// Whether term frequencies alone decide, so that positions need not be read.
    fn is_one_place(&self) -> bool {
        self.parts.len() == 1 && self.parts[0].slots.len() == 1
    }
}

fn part<B: AsRef<[u8]>>(
    field: Field,
    text: &str,
    lexicon: &Lexicon<B>,
    edges: Edges,
) -> Option<Part> {
    let all: Vec<Run<'_>> = runs(text).collect();
    let mut slots = Vec::new();
    let Some(first) = all.first().map(|run| run.start) else {
        return Some(Part::default());
    };
    let mut length = 0;
    for (at, run) in all.iter().enumerate() {
        let offset = (run.start - first) as u32;
        length = offset + run.text.chars().count() as u32;
        let term = |text: &str| Term::from_field_text(field, text);
        match run.class {
            Class::Latin => {
                // Inside the text a word ends where it ends; at its ends the word may go on.
                let edges = Edges {
                    begins: at > 0 || edges.begins,
                    ends: at + 1 < all.len() || edges.ends,
                };
                let terms: Vec<_> = if edges == Edges::WHOLE {
                    vec![(term(run.text), 0)]
                } else {
                    let words = lexicon.containing(run.text, edges);
                    words
                        .into_iter()
                        .map(|(word, before)| (term(word), before as u32))
                        .collect()
                };
                if terms.is_empty() {
                    return None;
                }
                slots.push(Slot { offset, terms });
            }
            Class::Han => slots.extend(pairs(run.text).map(|(start, text)| Slot {
                offset: offset + start,
                terms: vec![(term(text), 0)],
            })),
            Class::Sign => slots.push(Slot {
                offset,
                terms: vec![(term(run.text), 0)],
            }),
            Class::Space => {}
        }
    }
    Some(Part { slots, length })
}

/// Pairs that cover a run of Han characters: every second one and the last; one character is itself.
fn pairs(run: &str) -> impl Iterator<Item = (u32, &str)> {
    let bytes: Vec<usize> = run
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([run.len()])
        .collect();
    let n = bytes.len() - 1;
    let starts: Vec<usize> = match n {
        1 => vec![0],
        n if n % 2 == 0 => (0..n).step_by(2).collect(),
        n => (0..n - 1).step_by(2).chain([n - 2]).collect(),
    };
    starts
        .into_iter()
        .map(move |start| (start as u32, &run[bytes[start]..bytes[(start + 2).min(n)]]))
}

impl Query for Needle {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled {
                statistics_provider: statistics,
                ..
            } => {
                let documents = statistics.total_num_docs()?;
                let rarest = match self.frequency {
                    Some(counted) => counted,
                    None => self.rarest(|term| statistics.doc_freq(term))?,
                };
                let average =
                    statistics.total_num_tokens(self.field)? as Score / documents.max(1) as Score;
                Some(Bm25::new(rarest, documents, average, self.saturation))
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(NeedleWeight {
            needle: self.clone(),
            bm25,
        }))
    }
}

/// How a score grows with a term's frequency and falls with the length of the text: the free
/// parameters of BM25.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Saturation {
    /// How long repetition goes on to count.
    pub(crate) k1: Score,
    /// From 0, length does not matter, to 1, it counts in full.
    pub(crate) b: Score,
}

impl Default for Saturation {
    fn default() -> Self {
        Self { k1: 1.2, b: 0.75 }
    }
}

/// BM25 of one needle (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
#[derive(Debug, Clone, Copy)]
struct Bm25 {
    weight: Score,
    /// `k1 · (1 - b)`.
    base: Score,
    /// `k1 · b / average length`.
    by_length: Score,
}

impl Bm25 {
    fn new(
        frequency: u64,
        documents: u64,
        average: Score,
        Saturation { k1, b }: Saturation,
    ) -> Self {
        let (n, df) = (documents as Score, frequency.min(documents) as Score);
        let idf = (1.0 + (n - df + 0.5) / (df + 0.5)).ln();
        let by_length = if average > 0.0 { k1 * b / average } else { 0.0 };
        Self {
            weight: idf * (1.0 + k1),
            base: k1 * (1.0 - b),
            by_length,
        }
    }

    fn times(mut self, factor: Score) -> Self {
        self.weight *= factor;
        self
    }

    fn score(&self, length: u32, frequency: u32) -> Score {
        let frequency = frequency as Score;
        self.weight * frequency / (frequency + self.base + self.by_length * length as Score)
    }
}

struct NeedleWeight {
    needle: Needle,
    bm25: Option<Bm25>,
}

impl NeedleWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<NeedleScorer>> {
        let needle = &self.needle;
        let inverted = reader.inverted_index(needle.field)?;
        let option = if needle.is_one_place() {
            IndexRecordOption::WithFreqs
        } else {
            IndexRecordOption::WithFreqsAndPositions
        };
        let mut parts = Vec::with_capacity(needle.parts.len());
        for part in &needle.parts {
            let mut places = Vec::with_capacity(part.slots.len());
            for slot in &part.slots {
                let mut postings = Vec::new();
                for (term, before) in &slot.terms {
                    if let Some(list) = inverted.read_postings(term, option)? {
                        postings.push((list, *before));
                    }
                }
                if postings.is_empty() {
                    return Ok(None);
                }
                places.push(Place::new(postings, slot.offset));
            }
            parts.push(OpenPart {
                places,
                length: part.length,
                starts: Vec::new(),
            });
        }
        let norms = match &self.bm25 {
            Some(_) => reader.get_fieldnorms_reader(needle.field)?,
            None => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let mut scorer = NeedleScorer {
            parts,
            slop: needle.slop,
            one_place: needle.is_one_place(),
            doc: 0,
            frequency: 0,
            bm25: self.bm25.map(|bm25| bm25.times(boost)),
            norms,
            buffer: Vec::new(),
        };
        scorer.settle(0);
        Ok(Some(scorer))
    }
}

impl Weight for NeedleWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.open(reader, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        // A scorer that stands behind the document does not match it, and cannot go back.
        let score = if scorer.doc() <= doc && scorer.seek(doc) == doc {
            scorer.score()
        } else {
            0.0
        };
        let slots = self.needle.parts.iter().flat_map(|part| &part.slots);
        let terms: Vec<String> = slots
            .filter_map(|slot| slot.terms.first()?.0.value().as_str().map(str::to_owned))
            .collect();
        let mut explanation = Explanation::new("Needle", score);
        explanation.add_context(format!(
            "field={}, \"{}\"",
            self.needle.field.field_id(),
            terms.join(" ")
        ));
        Ok(explanation)
    }
}

/// More alternatives than this at one place are gathered and sorted once instead of being stepped
/// through side by side.
const MANY: usize = 8;

/// The documents of one place, in order.
struct Place {
    offset: u32,
    postings: Vec<(SegmentPostings, u32)>,
    /// With many alternatives: every document with the number of an alternative in it, sorted.
    gathered: Option<Vec<(DocId, u32)>>,
    at: usize,
}

impl Place {
    fn new(mut postings: Vec<(SegmentPostings, u32)>, offset: u32) -> Self {
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
        postings.shrink_to_fit();
        Self {
            offset,
            postings,
            gathered,
            at: 0,
        }
    }

    fn doc(&self) -> DocId {
        match &self.gathered {
            Some(all) => all.get(self.at).map_or(TERMINATED, |&(doc, _)| doc),
            None => self
                .postings
                .iter()
                .map(|(list, _)| list.doc())
                .min()
                .unwrap_or(TERMINATED),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match &self.gathered {
            Some(all) => self.at += all[self.at..].partition_point(|&(doc, _)| doc < target),
            None => {
                for (list, _) in &mut self.postings {
                    if list.doc() < target {
                        list.seek(target);
                    }
                }
            }
        }
        self.doc()
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

struct OpenPart {
    places: Vec<Place>,
    length: u32,
    /// Where the part starts in the document at hand.
    starts: Vec<u32>,
}

/// Added to positions, so that a start before the first character is no negative number.
const BIAS: u32 = 1 << 20;

struct NeedleScorer {
    parts: Vec<OpenPart>,
    slop: u32,
    one_place: bool,
    doc: DocId,
    frequency: u32,
    bm25: Option<Bm25>,
    norms: FieldNormReader,
    buffer: Vec<u32>,
}

impl NeedleScorer {
    /// Moves to the first match at `target` or behind it.
    fn settle(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            let met = self.meet(target);
            self.doc = met;
            if met == TERMINATED {
                return TERMINATED;
            }
            self.frequency = self.count();
            if self.frequency > 0 {
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

    /// How often the needle stands in the document at hand.
    fn count(&mut self) -> u32 {
        let doc = self.doc;
        if self.one_place {
            let mut frequency = 0;
            self.parts[0].places[0].alternatives(doc, |list, _| frequency += list.term_freq());
            return frequency;
        }
        for part in &mut self.parts {
            for (number, place) in part.places.iter_mut().enumerate() {
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

impl DocSet for NeedleScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.settle(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        self.settle(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let places = self.parts.iter().flat_map(|part| &part.places);
        places
            .map(|place| {
                place
                    .postings
                    .iter()
                    .map(|(list, _)| list.size_hint())
                    .sum()
            })
            .min()
            .unwrap_or(0)
    }
}

impl Scorer for NeedleScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(bm25) => bm25.score(self.norms.fieldnorm(self.doc), self.frequency),
            None => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_cover_every_character() {
        let of = |run| pairs(run).collect::<Vec<_>>();
        assert_eq!(of("库"), [(0, "库")]);
        assert_eq!(of("数据"), [(0, "数据")]);
        assert_eq!(of("数据库"), [(0, "数据"), (1, "据库")]);
        assert_eq!(of("数据库技"), [(0, "数据"), (2, "库技")]);
        assert_eq!(of("数据库技术"), [(0, "数据"), (2, "库技"), (3, "技术")]);
    }
}
