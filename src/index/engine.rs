//! The engine underneath: how its index is made, opened and written to.

use std::{fs, path::Path};

use tantivy::{
    IndexSettings, IndexWriter,
    index::SegmentMeta,
    indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy},
    tokenizer::TokenizerManager,
};

use super::{
    commit::Commit,
    directory::Folder,
    files,
    schema::{Fields, schema},
};
use crate::{
    error::{Error, Result, is_gone},
    text::tokenizer::{GRAMS, Grams},
};

/// Bytes that the engine wants to hear of for a thread of its own, which never starts to work.
const WORKER_MEMORY: usize = 15_000_000;

/// Segments that are merged at a time, and passages of a segment that is left as it is: what is
/// merged is mapped into memory.
const MERGED: usize = 4;
const LARGE: usize = 12_000;

/// Bytes of stored passages that are compressed together: a hit is read with all of its block.
const STORE_BLOCK: usize = 1 << 10;

/// Makes an empty index in `dir`.
pub(super) fn create(dir: &Path) -> Result<(tantivy::Index, Fields)> {
    let (schema, fields) = schema();
    let folder = Folder::open(dir).map_err(|source| Error::engine(dir, source.into()))?;
    let settings = IndexSettings {
        docstore_blocksize: STORE_BLOCK,
        // All processors read and write segments: a thread more would only be waited for.
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    let mut index = tantivy::Index::builder()
        .schema(schema)
        .settings(settings)
        .open_or_create(folder)
        .map_err(|source| Error::engine(dir, source))?;
    index.set_tokenizers(tokenizers());
    Ok((index, fields))
}

/// Opens the index in `dir`, whoever made it.
pub(super) fn open(dir: &Path) -> Result<tantivy::Index> {
    let meta = dir.join(files::META);
    match fs::metadata(&meta) {
        Ok(meta) if meta.is_file() => {}
        // That it cannot be seen now does not mean that there is none.
        Err(source) if !is_gone(&source) => return Err(Error::io(&meta, source)),
        _ => {
            return Err(Error::NoIndex {
                index: dir.to_owned(),
            });
        }
    }
    let failed = |source| match Error::engine(dir, source) {
        Error::Engine { source, .. } => Error::damaged(dir, source.to_string()),
        error => error,
    };
    let folder = Folder::open(dir).map_err(|source| failed(source.into()))?;
    let mut index = tantivy::Index::open(folder).map_err(failed)?;
    index.set_tokenizers(tokenizers());
    Ok(index)
}

/// Opens the index in `dir`, which must have this program's format and fields, and reads its last
/// commit.
pub(super) fn open_own(dir: &Path) -> Result<(tantivy::Index, Fields, Commit)> {
    let index = open(dir)?;
    let commit = Commit::last(dir, &index)?;
    let (own, fields) = schema();
    if index.schema() != own {
        return Err(Error::Fields {
            index: dir.to_owned(),
        });
    }
    Ok((index, fields, commit))
}

pub(super) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(GRAMS, Grams::default());
    tokenizers
}

/// What commits segments. They stay as they are until [`merges`] is called.
pub(super) fn writer(index: &tantivy::Index) -> tantivy::Result<IndexWriter> {
    // It is handed segments, not documents: its own threads have nothing to do.
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(WORKER_MEMORY)
        .num_merge_threads(1)
        .build();
    let writer: IndexWriter = index.writer_with_options(options)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    Ok(writer)
}

/// The engine merges small segments from its next commit on.
pub(super) fn merges(writer: &IndexWriter) {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(MERGED);
    policy.set_max_docs_before_merge(LARGE);
    policy.set_del_docs_ratio_before_merge(0.3);
    writer.set_merge_policy(Box::new(policy));
}

/// Whether the engine may merge the segment after a commit, as [`merges`] sets it.
pub(super) fn may_merge(segment: &SegmentMeta) -> bool {
    segment.num_docs() as usize <= LARGE
}

/// Merges all into one segment without replaced passages.
pub(super) fn compact(index: &tantivy::Index, writer: &mut IndexWriter) -> tantivy::Result<()> {
    let segments = index.searchable_segment_metas()?;
    if segments.len() > 1 || segments.iter().any(|segment| segment.has_deletes()) {
        let ids: Vec<_> = segments.iter().map(|segment| segment.id()).collect();
        writer.merge(&ids).wait()?;
    }
    Ok(())
}
