//! A file becomes text, and the text a recap.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::decode::{Decoded, MAX_BYTES, decode};
use super::fault::Fault;
use super::parse::parsed;
use super::{Recap, talks::Cue};

/// Reads the recap in `file`, whose path in its corpus is `path` and which has at most
/// [`MAX_BYTES`].
pub fn read(file: &Path, path: &str) -> Result<Recap, Fault> {
    parse_bytes(&content(file, MAX_BYTES)?, path)
}

/// Reads the recap in `file` like [`read`], and tells for each of its talks the traces that it was
/// made from.
pub fn read_traced(file: &Path, path: &str) -> Result<(Recap, Vec<Vec<Cue>>), Fault> {
    decoded(&content(file, MAX_BYTES)?, path)
}

/// Content of `file`, which may have `limit` bytes.
pub(crate) fn content(file: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
    if !fs::metadata(file)?.is_file() {
        return Err(Fault::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(file)?
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    // It may have grown since its size was asked for.
    if bytes.len() as u64 > limit {
        return Err(Fault::TooLarge { limit });
    }
    Ok(bytes)
}

/// Reads a recap from the bytes of a file, in whatever encoding they are.
pub fn parse_bytes(bytes: &[u8], path: &str) -> Result<Recap, Fault> {
    Ok(decoded(bytes, path)?.0)
}

fn decoded(bytes: &[u8], path: &str) -> Result<(Recap, Vec<Vec<Cue>>), Fault> {
    let Decoded { text, warnings } = decode(bytes)?;
    let (mut recap, cues) = parsed(&text, path)?;
    recap.warnings.splice(0..0, warnings);
    Ok((recap, cues))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;
    use serde_json::Value;

    use super::{parse_bytes, read};
    use crate::recap::{Recap, parse};

    fn here(path: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
    }

    fn list(value: &Value) -> Vec<&str> {
        let list = value.as_array().into_iter().flatten();
        list.filter_map(Value::as_str).collect()
    }

    /// What is wrong with the metadata of a recap, by what a careful reader made of it.
    fn differences(recap: &Recap, gold: &Value, date: &str) -> Vec<String> {
        let day = recap.date.map(|day| day.to_string());
        let fields = [
            ("city", recap.city.as_deref(), gold["city"].as_str()),
            ("date", day.as_deref(), gold[date].as_str()),
            ("label", recap.label.as_deref(), gold["label"].as_str()),
        ];
        let mut wrong: Vec<String> = fields
            .into_iter()
            .filter(|(_, found, expected)| found != expected)
            .map(|(field, found, expected)| format!("{field}: {found:?}, not {expected:?}"))
            .collect();
        if recap.tags != list(&gold["tags"]) {
            wrong.push(format!("tags: {:?}", recap.tags));
        }
        wrong
    }

    #[test]
    fn metadata_of_the_sample_corpus_is_right() {
        let gold = std::fs::read_to_string(here("tests/gold/corpus.jsonl")).expect("the labels");
        for line in gold.lines() {
            let gold: Value = serde_json::from_str(line).expect("JSON");
            let path = gold["path"].as_str().expect("a path");
            let recap = read(&here("corpus").join(path), path).expect("it can be read");
            assert_eq!(
                differences(&recap, &gold, "date"),
                Vec::<String>::new(),
                "{path}"
            );
        }
    }

    #[test]
    #[ignore = "needs labelled pages that are not ours to keep here: RECAPS_DIR=FOLDER cargo test --lib -- --ignored labelled_pages"]
    fn metadata_of_the_labelled_pages_is_right() {
        let folder = std::env::var_os("RECAPS_DIR").map(PathBuf::from);
        let folder = folder.expect("RECAPS_DIR: a folder with corpus/ and gold/");
        let gold = std::fs::read_dir(folder.join("gold")).expect("the labels in gold/");
        let mut pages = 0;
        let mut wrong = Vec::new();
        for file in gold {
            let file = file.expect("an entry").path();
            let gold = std::fs::read_to_string(file).expect("a label");
            let gold: Value = serde_json::from_str(&gold).expect("JSON");
            let name = gold["doc"].as_str().expect("a name");
            let recap = read(&folder.join("corpus").join(name), "page.md").expect("a page");
            for difference in differences(&recap, &gold, "published") {
                wrong.push(format!("{name}: {difference}"));
            }
            pages += 1;
        }
        assert!(pages > 0, "no labels in {}", folder.display());
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn broken_recaps_are_read_or_refused_as_they_should() {
        let readme = std::fs::read_to_string(here("tests/broken/README.md")).expect("the table");
        assert!(readme.contains("\n| `"), "a row a file");
        for row in readme.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let name = cells[1].trim_matches('`');
            let result = read(&here("tests/broken").join(name), name);
            let outcome = match &result {
                Err(_) => "skipped",
                Ok(recap) if recap.warnings.is_empty() => "silent",
                Ok(_) => "warning",
            };
            let told = match &result {
                Err(fault) => fault.to_string(),
                Ok(recap) => format!("{:?}", recap.warnings),
            };
            println!("{name}: {outcome}: {told}");
            assert_eq!(outcome, cells[3], "{name}: {told}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,200}") {
            let _ = parse_bytes(&bytes, "2021-07-20.md");
            let _ = parse(&text, &text);
        }
    }
}
