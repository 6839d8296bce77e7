use serde::Deserialize;
use serde_json::Value;

use crate::world::{World, of_hits, project, sample_index};

/// A query over the sample recaps and what its answer must be; a hit is told by its path without
/// `.md`, and `#` and a speaker's name where that matters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    args: Vec<String>,
    /// These are the first hits, in order.
    #[serde(default)]
    first: Vec<String>,
    /// These are among the hits.
    #[serde(default)]
    has: Vec<String>,
    /// No hit is of these.
    #[serde(default)]
    not: Vec<String>,
    /// So many there are.
    total: Option<u64>,
    /// Each is highlighted somewhere.
    #[serde(default)]
    marked: Vec<String>,
}

fn is(hit: &Value, told: &str) -> bool {
    let (path, speaker) = told.split_once('#').unwrap_or((told, ""));
    let speakers = hit["speakers"].as_array().expect("speakers");
    let speaks = speakers.iter().any(|one| one["name"] == speaker);
    let at = hit["path"].as_str().expect("a path");
    at.trim_end_matches(".md") == path && (speaker.is_empty() || speaks)
}

/// The texts that a hit's highlights mark.
fn marks(hit: &Value) -> Vec<String> {
    let excerpt: Vec<char> = hit["excerpt"]
        .as_str()
        .expect("an excerpt")
        .chars()
        .collect();
    let place = |mark: &Value, end: usize| mark[end].as_u64().expect("a place") as usize;
    let highlights = hit["highlights"].as_array().expect("highlights");
    highlights
        .iter()
        .map(|mark| excerpt[place(mark, 0)..place(mark, 1)].iter().collect())
        .collect()
}

#[test]
fn queries_over_the_sample_recaps() {
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(project("tests/cases"))
        .expect("cases")
        .flatten()
    {
        let text = std::fs::read_to_string(entry.path()).expect("UTF-8");
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
        {
            let place = format!("{}:{}", entry.file_name().to_string_lossy(), at + 1);
            let case: Case = serde_json::from_str(line).unwrap_or_else(|e| panic!("{place}: {e}"));
            let mut args = vec![
                "query",
                "--json",
                "--limit",
                "1000",
                "--index",
                sample_index(),
            ];
            args.extend(case.args.iter().map(String::as_str));
            let answer = World::new().run(&args).json();
            let hits = answer["hits"].as_array().expect("hits");
            let found = |told: &String| hits.iter().any(|hit| is(hit, told));
            let marked: Vec<String> = hits.iter().flat_map(marks).collect();
            let first = case.first.iter().enumerate();
            let right = first
                .clone()
                .all(|(at, told)| hits.get(at).is_some_and(|h| is(h, told)))
                && case.has.iter().all(found)
                && !case.not.iter().any(found)
                && case.total.is_none_or(|total| answer["total"] == total)
                && case.marked.iter().all(|text| marked.contains(text));
            if !right {
                let got = of_hits(&answer, "id");
                wrong.push(format!(
                    "{place}: {line}\n  got {got:?} of {}, marked {marked:?}",
                    answer["total"]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
