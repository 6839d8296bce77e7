//! The text of a file becomes a recap.

use super::blocks::{self, Block, BlockKind};
use super::decode::unix_lines;
use super::fault::Fault;
use super::visible::one_line;
use super::{
    Recap, Section, announcement, event_city, event_date, front_matter, metadata,
    talks::{self, Cue},
};

/// Reads a recap from text.
pub fn parse(text: &str, path: &str) -> Result<Recap, Fault> {
    Ok(parsed(text, path)?.0)
}

/// Reads a recap from text, and tells for each of its talks the traces that it was made from.
pub(super) fn parsed(text: &str, path: &str) -> Result<(Recap, Vec<Vec<Cue>>), Fault> {
    let text = unix_lines(text.into());
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    let split = front_matter::split(text);
    let metadata = metadata::read(split.front.as_ref(), path);
    let front = &text[..text.len() - split.body.len()];
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
    let extraction = talks::extract(title.as_deref(), front, blocks);
    let mut sections = extraction.sections;
    if sections.is_empty() && extraction.talks.is_empty() {
        // Without any passage the title could not be found.
        sections.push(nothing(split.body_line));
    }
    let mut warnings = split.warnings;
    warnings.extend(metadata.warnings);
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
        withheld: metadata.withheld,
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
    use super::parse;
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
}
