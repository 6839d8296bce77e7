//! A segment of the engine's index while it is made.
//!
//! Its files are those that the engine's own writer would make, to the byte; only the postings come
//! about in another way, see [`postings`](super::postings).

use std::path::Path;

use tantivy::{
    DocId, IndexWriter, TantivyDocument, TantivyError,
    directory::TerminatingWrite,
    fastfield::FastFieldsWriter,
    fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter},
    index::SegmentComponent,
    postings::InvertedIndexSerializer,
    schema::{Field, Schema},
    store::StoreWriter,
};

use super::{
    document::{Folded, document},
    keywords::Keywords,
    passage::Passage,
    postings::{Heads, Texts},
    schema::Fields,
};
use crate::text::words::Gatherer;

/// A segment that takes in passages until it is written.
pub(super) struct Segment<'w> {
    writer: &'w IndexWriter,
    fields: &'w Fields,
    /// Bytes of memory that it may use.
    memory: usize,
    schema: Schema,
    segment: tantivy::Segment,
    documents: DocId,
    heads: Heads,
    /// By the number of the field.
    postings: Vec<Postings<'w>>,
    norms: FieldNormsWriter,
    columns: FastFieldsWriter,
    store: StoreWriter,
}

/// What becomes the postings of a field.
enum Postings<'d> {
    Texts(Texts<'d>),
    Keywords(Keywords),
    /// A field that is not searched.
    None,
}

/// Bytes of memory that a segment is given at least: with less, there would be too many.
pub(super) const LEAST_MEMORY: usize = 8 << 20;

/// Bytes up to which the rows of texts lie in memory.
const LONGEST_ROW: usize = 1 << 20;

impl<'w> Segment<'w> {
    /// A segment for the next commit of `writer`, whose index lies in `dir`. It takes about `memory`
    /// bytes, half of them until it is full.
    pub(super) fn new(
        writer: &'w IndexWriter,
        fields: &'w Fields,
        dir: &'w Path,
        memory: usize,
    ) -> tantivy::Result<Self> {
        let index = writer.index();
        let schema = index.schema();
        let segment = writer.new_segment();
        let settings = index.settings();
        let row = (memory / 64).min(LONGEST_ROW);
        let is_text = |field| fields.texts().contains(&field);
        let postings = schema
            .fields()
            .map(|(field, entry)| match entry.is_indexed() {
                true if is_text(field) => Postings::Texts(Texts::new(dir, row)),
                true => Postings::Keywords(Keywords::default()),
                false => Postings::None,
            });
        Ok(Self {
            postings: postings.collect(),
            norms: FieldNormsWriter::for_schema(&schema),
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(
                &schema,
                index.fast_field_tokenizer().clone(),
            )?,
            store: StoreWriter::new(
                segment.open_write(SegmentComponent::Store)?,
                settings.docstore_compression,
                settings.docstore_blocksize,
                settings.docstore_compress_dedicated_thread,
            )?,
            writer,
            fields,
            memory,
            schema,
            segment,
            documents: 0,
            heads: Heads::default(),
        })
    }

    /// Takes in a passage, and tells `words` of what occurs in its texts.
    pub(super) fn add(
        &mut self,
        passage: Passage,
        words: &mut Gatherer<'_>,
    ) -> tantivy::Result<()> {
        let folded = Folded::of(&passage);
        let number = self.documents;
        self.documents += 1;
        for (field, text) in self.fields.texts().into_iter().zip(folded.all()) {
            let Some(Postings::Texts(texts)) = self.postings.get_mut(place(field)) else {
                continue;
            };
            if !texts.has_room(text.len()) {
                let what = format!("a text of {} bytes is longer than a segment", text.len());
                return Err(TantivyError::InvalidArgument(what));
            }
            if !text.is_empty() {
                let tokens = texts.push(number, text, &mut self.heads, words)?;
                self.norms.record(number, field, tokens);
            }
        }
        let document = document(passage, &folded, self.fields)?;
        self.add_keywords(number, &document);
        self.columns.add_document(&document)?;
        self.store.store(&document, &self.schema)?;
        Ok(())
    }

    fn add_keywords(&mut self, number: DocId, document: &TantivyDocument) {
        let mut counts = vec![0; self.postings.len()];
        for (field, value) in document.field_values() {
            if let Some(Postings::Keywords(keywords)) = self.postings.get_mut(place(field)) {
                keywords.push(number, (&self.schema, field), value);
                counts[place(field)] += 1;
            }
        }
        for ((field, entry), count) in self.schema.fields().zip(counts) {
            if count > 0 && entry.has_fieldnorms() {
                self.norms.record(number, field, count);
            }
        }
    }

    /// Whether the next passages should go into another one.
    pub(super) fn is_full(&self) -> bool {
        let is_long = |postings: &Postings<'_>| match postings {
            Postings::Texts(texts) => texts.is_long(),
            _ => false,
        };
        self.held() >= self.memory / 2 || self.postings.iter().any(is_long)
    }

    /// Bytes of memory that it takes.
    fn held(&self) -> usize {
        let postings = self.postings.iter().map(|postings| match postings {
            Postings::Texts(texts) => texts.memory(),
            Postings::Keywords(keywords) => keywords.memory(),
            Postings::None => 0,
        });
        postings.sum::<usize>()
            + self.heads.memory()
            + self.norms.mem_usage()
            + self.columns.mem_usage()
            + self.store.mem_usage()
    }

    /// Writes it; the next commit makes it part of the index.
    pub(super) fn write(mut self) -> tantivy::Result<()> {
        let to_sort = self.memory.saturating_sub(self.held());
        let segment = self.segment;
        self.norms.fill_up_to_max_doc(self.documents);
        let norms = segment.open_write(SegmentComponent::FieldNorms)?;
        let norms = FieldNormsSerializer::from_write(norms)?;
        self.norms.serialize(norms, None)?;
        let norms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;

        let mut serializer = InvertedIndexSerializer::open(&segment)?;
        let heads = self.heads.sorted();
        for ((field, _), postings) in self.schema.fields().zip(self.postings) {
            let norms = norms.get_field(field)?;
            match postings {
                Postings::Texts(texts) if texts.tokens() > 0 => {
                    let mut field = serializer.new_field(field, texts.tokens(), norms)?;
                    texts.write(&heads, &mut field, to_sort)?;
                    field.close()?;
                }
                Postings::Keywords(keywords) if keywords.tokens() > 0 => {
                    let mut field = serializer.new_field(field, keywords.tokens(), norms)?;
                    keywords.write(&mut field)?;
                    field.close()?;
                }
                _ => {}
            }
        }
        serializer.close()?;

        let mut columns = segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, None)?;
        columns.terminate()?;
        self.store.close()?;

        let segment = segment.with_max_doc(self.documents);
        segment.meta().untrack_temp_docstore();
        self.writer.add_segment(segment.meta().clone())
    }
}

/// Number of a field, from 0.
fn place(field: Field) -> usize {
    field.field_id() as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::{Index, indexer::NoMergePolicy};

    use super::*;
    use crate::{
        index::{engine, passages, schema::schema},
        recap,
        text::{dictionary::Dictionary, words::Words},
    };

    /// The files of the only segment that `write` makes.
    fn files(write: impl FnOnce(&mut IndexWriter, &Fields)) -> Vec<(SegmentComponent, Vec<u8>)> {
        let (schema, fields) = schema();
        let mut index = Index::create_in_ram(schema);
        index.set_tokenizers(engine::tokenizers());
        let mut writer: IndexWriter = index
            .writer_with_num_threads(1, 15_000_000)
            .expect("a writer");
        writer.set_merge_policy(Box::new(NoMergePolicy));
        write(&mut writer, &fields);
        writer.commit().expect("a commit");
        let segments = index.searchable_segments().expect("segments");
        assert_eq!(segments.len(), 1);
        let components = [
            SegmentComponent::Postings,
            SegmentComponent::Positions,
            SegmentComponent::Terms,
            SegmentComponent::FieldNorms,
            SegmentComponent::FastFields,
            SegmentComponent::Store,
        ];
        let read = |component: SegmentComponent| {
            let file = segments[0].open_read(component.clone()).expect("a file");
            (component, file.read_bytes().expect("its bytes").to_vec())
        };
        components.map(read).into()
    }

    /// What the engine's own writer makes, and what is made here.
    fn both(passages: &[Passage], memory: usize) -> [Vec<(SegmentComponent, Vec<u8>)>; 2] {
        let engine = files(|writer, fields| {
            for passage in passages {
                let folded = Folded::of(passage);
                let mut whole = document(passage.clone(), &folded, fields).expect("a document");
                for (field, text) in fields.texts().into_iter().zip(folded.all()) {
                    whole.add_text(field, text);
                }
                writer.add_document(whole).expect("a document");
            }
        });
        let own = files(|writer, fields| {
            let dir = tempfile::tempdir().expect("a folder");
            let segment = Segment::new(writer, fields, dir.path(), memory);
            let mut segment = segment.expect("a segment");
            let (dictionary, mut passages) = (Dictionary::default(), passages.iter().cloned());
            let words = Words::new(&dictionary);
            let mut words = Gatherer::new(&words);
            passages
                .try_for_each(|passage| segment.add(passage, &mut words))
                .expect("passages");
            segment.write().expect("a segment");
        });
        [engine, own]
    }

    #[test]
    fn many_passages_make_the_engines_own_files() {
        let page = |number: usize| {
            let line = [
                "全密态数据库的演进",
                "Go 1.22，𠮷野家 MySQL",
                "c++ の 日本語",
            ];
            let body = line[number % 3].repeat(1 + number % 40);
            let text = format!(
                "---\ndate: 2021-07-{:02}\ncity: 长沙\ntags: [a, {}]\n---\n# 第{number}回\n\n{body}\n",
                1 + number % 28,
                number % 5,
            );
            passages(&recap::parse(&text, &format!("{number}.md")).expect("a recap"))
        };
        let passages: Vec<Passage> = (0..700).flat_map(page).collect();
        for memory in [0, 1 << 16, 1 << 24] {
            let [engine, own] = both(&passages, memory);
            assert!(engine == own, "{memory}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn files_are_the_engines_own(pages in proptest::collection::vec(
            "(# |## |数据库|全密态|密态|的|了|张三：|，|\\n\\n|go|sql2|\u{2a6a5}|é| |-|１|\u{200b}){0,40}", 1..12),
            memory in 0..5_000_usize,
        ) {
            let passages: Vec<Passage> = (0..)
                .zip(&pages)
                .filter_map(|(at, page)| recap::parse(page, &format!("{at}.md")).ok())
                .flat_map(|recap| passages(&recap))
                .collect();
            prop_assume!(!passages.is_empty());
            let [engine, own] = both(&passages, memory);
            for ((component, engine), (_, own)) in engine.iter().zip(&own) {
                prop_assert!(engine == own, "{component}");
            }
        }
    }
}
