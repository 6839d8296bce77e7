//! A file becomes a recap.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::blocks::{self, Block, BlockKind};
use super::decode::{Decoded, MAX_BYTES, decode, unix_lines};
use super::fault::Fault;
use super::visible::one_line;
use super::{
    Recap, Section, announcement, event_city, event_date, front_matter, metadata,
    talks::{self, Cue},
};

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

/// Reads a recap from text.
pub fn parse(text: &str, path: &str) -> Result<Recap, Fault> {
    Ok(parsed(text, path)?.0)
}

fn parsed(text: &str, path: &str) -> Result<(Recap, Vec<Vec<Cue>>), Fault> {
    let text = unix_lines(text.into());
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    let split = front_matter::split(text)?;
    let metadata = metadata::read(split.front.as_ref(), path)?;
    let blocks = blocks::parse(split.body, split.body_line);
    let title = metadata.title.or_else(|| first_heading(&blocks));
    let city = if metadata.located {
        metadata.city
    } else {
        event_city::told(title.as_deref(), &blocks)
    };
    let summary = metadata
        .summary
        .filter(|summary| !is_copy(summary, &blocks));
    let announces = announcement::announces(title.as_deref(), &blocks);
    let event_date = event_date::told(title.as_deref(), &blocks, metadata.date, announces);
    let extraction = talks::extract(title.as_deref(), blocks);
    let mut sections = extraction.sections;
    if sections.is_empty() && extraction.talks.is_empty() {
        // Without any passage the title could not be found.
        sections.push(nothing(split.body_line));
    }
    let mut warnings = metadata.warnings;
    warnings.extend(extraction.warnings);
    // What is told more than a day ahead is announced, whatever the words are.
    let ahead = event_date
        .zip(metadata.date)
        .is_some_and(|(held, published)| (held - published).whole_days() > 1);
    let recap = Recap {
        path: path.to_owned(),
        city,
        date: metadata.date,
        event_date,
        label: metadata.label,
        tags: metadata.tags,
        author: metadata.author,
        url: metadata.url,
        summary,
        announcement: announces || ahead,
        title,
        talks: extraction.talks,
        sections,
        warnings,
    };
    Ok((recap, extraction.cues))
}

fn first_heading(blocks: &[Block]) -> Option<String> {
    let heading = blocks
        .iter()
        .find(|block| matches!(block.kind, BlockKind::Heading(_)))?;
    Some(one_line(&heading.text)).filter(|title| !title.is_empty())
}

fn nothing(line: usize) -> Section {
    Section {
        title: None,
        line,
        images: Vec::new(),
        text: String::new(),
    }
}

/// Whether a summary says only what the body's first paragraphs say: many are cut from them,
/// some in the middle of a sentence.
fn is_copy(summary: &str, blocks: &[Block]) -> bool {
    let summary = squeezed(summary);
    let summary = summary.trim_end_matches(['…', '.', '。']);
    let paragraphs = blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph);
    paragraphs
        .take(3)
        .any(|block| squeezed(&block.text).contains(summary))
}

/// Text without white space, which people set differently each time.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;
    use serde_json::Value;

    use super::{parse, parse_bytes, read};
    use crate::recap::Recap;

    fn recap(text: &str, path: &str) -> Recap {
        parse(text, path).expect("it can be read")
    }

    #[test]
    fn reads_what_a_page_says_about_itself() {
        let page = "---\ntitle: ' 回顾\u{200b} '\ntime: '2022/11/01-2022/12/31'\nlocation: 长沙市\nlabel: 线下\n\
                    label2: 线上\ntags: [会议, 会议, 2021]\nauthor: [甲, 乙]\nlink: zh/a.html\nsummary: ''\n---\n\n正文";
        let recap = recap(page, "a.md");
        assert_eq!(recap.title.as_deref(), Some("回顾"));
        assert_eq!(
            recap.date.map(|day| day.to_string()).as_deref(),
            Some("2022-11-01")
        );
        assert_eq!(recap.city.as_deref(), Some("长沙"));
        assert_eq!(recap.label.as_deref(), Some("线下"));
        assert_eq!(recap.tags, ["会议", "2021"]);
        assert_eq!(recap.author.as_deref(), Some("甲, 乙"));
        assert_eq!(recap.url.as_deref(), Some("zh/a.html"));
        assert_eq!(recap.summary, None);
        assert!(recap.warnings.is_empty(), "{:?}", recap.warnings);
        let json = serde_json::to_value(&recap).expect("JSON");
        assert_eq!(json["date"], "2022-11-01");
    }

    #[test]
    fn takes_from_elsewhere_what_the_front_matter_lacks() {
        let page = recap(
            "# 标题\n\n活动在北京海淀区成功举办。",
            "2021/2021-07-20/a.md",
        );
        assert_eq!(page.title.as_deref(), Some("标题"));
        assert_eq!(page.city.as_deref(), Some("北京"));
        assert_eq!(
            page.date.map(|day| day.to_string()).as_deref(),
            Some("2021-07-20")
        );

        let online = recap("---\nlocation: 线上\n---\n在北京举办。", "a.md");
        assert_eq!((online.city, online.title, online.date), (None, None, None));
    }

    #[test]
    fn a_summary_that_repeats_the_page_is_dropped() {
        for (summary, kept) in [
            ("活动 在长沙", false),
            ("活动在长沙举…", false),
            ("另有说法", true),
        ] {
            let page = format!("---\nsummary: {summary}\n---\n活动在长沙举办。");
            assert_eq!(recap(&page, "a.md").summary.is_some(), kept, "{summary}");
        }
    }

    #[test]
    fn a_page_without_a_body_still_has_a_passage() {
        let recap = recap("---\ntitle: 只有标题\n---\n", "a.md");
        assert_eq!(recap.sections.len() + recap.talks.len(), 1);
    }

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
        let Ok(gold) = std::fs::read_to_string(here("tests/gold/corpus.jsonl")) else {
            return eprintln!("no tests/gold here");
        };
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
    fn metadata_of_the_labelled_pages_is_right() {
        let shared = std::env::var_os("RECAPS_DIR").map(PathBuf::from);
        let folder = shared.unwrap_or_else(|| here("../shared/recaps"));
        let Ok(gold) = std::fs::read_dir(folder.join("gold")) else {
            return eprintln!("no labelled pages in {}", folder.display());
        };
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
        println!("{pages} pages");
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn broken_recaps_are_read_or_refused_as_they_should() {
        let Ok(readme) = std::fs::read_to_string(here("tests/broken/README.md")) else {
            return eprintln!("no tests/broken here");
        };
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
