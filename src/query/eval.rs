//! Scoring an index on judged queries.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};

use super::{Hit, Query, Weights};
use crate::{
    error::{Error, Result},
    index::Index,
    text,
};

/// A query and what answers it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Judged {
    /// The query.
    pub q: String,
    /// What is relevant: a recap's path (any of its passages), or `path#speaker` (a talk of theirs).
    pub relevant: Vec<String>,
}

/// Means over judged queries, each from 0 to 1. The measures are those of the TREC evaluations
/// (Manning, Raghavan and Schütze, "Introduction to Information Retrieval", chapter 8).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Figures {
    /// Number of queries.
    pub queries: usize,
    /// Mean reciprocal rank of the first relevant hit among ten.
    #[serde(rename = "mrr@10")]
    pub mrr_10: f64,
    /// Normalised discounted cumulative gain among ten.
    #[serde(rename = "ndcg@10")]
    pub ndcg_10: f64,
    /// Share of what is relevant that is found among ten.
    #[serde(rename = "recall@10")]
    pub recall_10: f64,
    /// Share of what is relevant that is found among a hundred.
    #[serde(rename = "recall@100")]
    pub recall_100: f64,
    /// Share of queries whose first hit is relevant.
    #[serde(rename = "success@1")]
    pub success_1: f64,
}

/// Reads judged queries, one JSON object a line.
///
/// # Errors
/// [`Error::Line`] names the first line that is none.
pub fn read_judged(path: &Path) -> Result<Vec<Judged>> {
    let content = fs::read_to_string(path).map_err(|source| Error::io(path, source))?;
    let mut judged = Vec::new();
    for (at, line) in content.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let wrong = |reason: String| Error::Line {
            path: path.to_owned(),
            line: at + 1,
            reason,
        };
        let one: Judged = serde_json::from_str(line).map_err(|source| wrong(source.to_string()))?;
        if one.relevant.is_empty() {
            return Err(wrong("`relevant` is empty".to_owned()));
        }
        judged.push(one);
    }
    Ok(judged)
}

/// Asks every judged query and scores the answers.
///
/// # Errors
/// As [`Index::search`].
pub fn evaluate(index: &Index, judged: &[Judged], weights: &Weights) -> Result<Figures> {
    let mut sum = Figures {
        queries: judged.len(),
        ..Figures::default()
    };
    for one in judged {
        let answer = index.search(&Query::new(&one.q).limit(100).weights(*weights))?;
        let found = ranks(&answer.hits, &one.relevant);
        let among = |depth: usize| found.iter().filter(|&&rank| rank <= depth).count() as f64;
        let relevant = one.relevant.len() as f64;
        if let Some(&first) = found.iter().min().filter(|&&rank| rank <= 10) {
            sum.mrr_10 += 1.0 / first as f64;
        }
        let gain = |rank: usize| 1.0 / ((rank + 1) as f64).log2();
        let ideal: f64 = (1..=one.relevant.len().min(10)).map(gain).sum();
        sum.ndcg_10 += found
            .iter()
            .filter(|&&rank| rank <= 10)
            .map(|&rank| gain(rank))
            .sum::<f64>()
            / ideal;
        sum.recall_10 += among(10) / relevant;
        sum.recall_100 += among(100) / relevant;
        sum.success_1 += f64::from(u8::from(found.contains(&1)));
    }
    let n = judged.len().max(1) as f64;
    for figure in [
        &mut sum.mrr_10,
        &mut sum.ndcg_10,
        &mut sum.recall_10,
        &mut sum.recall_100,
        &mut sum.success_1,
    ] {
        *figure /= n;
    }
    Ok(sum)
}

/// Rank at which each relevant thing is first found; a hit answers one thing.
fn ranks(hits: &[Hit], relevant: &[String]) -> Vec<usize> {
    let mut open: Vec<&String> = relevant.iter().collect();
    let mut ranks = Vec::new();
    for hit in hits {
        if let Some(at) = open.iter().position(|wanted| answers(hit, wanted)) {
            open.remove(at);
            ranks.push(hit.rank);
        }
    }
    ranks
}

fn answers(hit: &Hit, wanted: &str) -> bool {
    if hit.path == wanted {
        return true;
    }
    wanted.rsplit_once('#').is_some_and(|(path, speaker)| {
        hit.path == path
            && hit
                .speakers
                .iter()
                .any(|one| text::fold(&one.name) == text::fold(speaker))
    })
}
