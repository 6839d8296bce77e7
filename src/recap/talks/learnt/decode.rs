//! From scores to people: each stretch of text names one person, and a person is told once.

use std::collections::HashMap;

use super::{model::Read, text::is_han};

/// Somebody who has spoken.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) key: String,
    /// Mentions, the likeliest first.
    pub(super) mentions: Vec<usize>,
    pub(super) score: f32,
}

/// Everybody who scores at least so much, the surest first.
pub(super) fn people(read: &Read, least: f32) -> Vec<Found> {
    let page = &read.page;
    let mut order: Vec<usize> = (0..read.people.len())
        .filter(|at| read.spoke[*at] >= least)
        .collect();
    order.sort_by(|a, b| read.spoke[*b].total_cmp(&read.spoke[*a]).then(a.cmp(b)));
    let mut used: HashMap<usize, Vec<std::ops::Range<usize>>> = HashMap::new();
    let mut found = Vec::new();
    for at in order {
        let person = &read.people[at];
        let free: Vec<usize> = person
            .mentions
            .iter()
            .copied()
            .filter(|mention| {
                let mention = &page.mentions[*mention];
                !used.get(&mention.line).is_some_and(|used| {
                    used.iter()
                        .any(|used| used.start < mention.at.end && mention.at.start < used.end)
                })
            })
            .collect();
        let best = free.iter().map(|at| read.scores[*at]).fold(0.0, f32::max);
        if free.is_empty() || free.len() < person.mentions.len() && best < 0.3 {
            continue;
        }
        for mention in &person.mentions {
            let mention = &page.mentions[*mention];
            used.entry(mention.line)
                .or_default()
                .push(mention.at.clone());
        }
        found.push(Found {
            key: person.key.clone(),
            mentions: free,
            score: read.spoke[at],
        });
    }
    merge(read, found)
}

/// One person under two names is one: the Han name before the Latin one, what stands in brackets behind a name, a
/// first name where the page has the full one.
fn merge(read: &Read, found: Vec<Found>) -> Vec<Found> {
    let page = &read.page;
    let known: HashMap<&str, usize> = found
        .iter()
        .enumerate()
        .map(|(at, one)| (one.key.as_str(), at))
        .collect();
    let mut gone = vec![false; found.len()];
    for (at, one) in found.iter().enumerate() {
        for mention in &page.of_key[&one.key] {
            let here = &page.mentions[*mention];
            let chars = &page.lines[here.line].text.chars;
            let mut next = here.at.end;
            while chars.get(next) == Some(&' ') {
                next += 1;
            }
            let bracket = chars.get(next).is_some_and(|c| matches!(c, '(' | '（'));
            if bracket {
                next += 1;
                // 花名, ID, @ and their like before it.
                let close =
                    (next..chars.len().min(next + 24)).find(|at| matches!(chars[*at], ')' | '）'));
                if let Some(close) = close {
                    next = (next..close)
                        .rev()
                        .find(|at| matches!(chars[*at], ':' | '：' | '@'))
                        .map_or(next, |at| at + 1);
                }
                while chars.get(next) == Some(&' ') {
                    next += 1;
                }
            }
            for other in page.of_line[here.line].clone() {
                let there = &page.mentions[other];
                let Some(second) = known
                    .get(there.key.as_str())
                    .copied()
                    .filter(|second| *second != at)
                else {
                    continue;
                };
                if there.at.start != next || gone[second] || gone[at] {
                    continue;
                }
                match (here.script.is_han(), there.script.is_han(), bracket) {
                    (true, false, _) | (true, true, true) | (false, false, true) => {
                        gone[second] = true
                    }
                    (false, true, _) => gone[at] = true,
                    _ => {}
                }
            }
        }
    }
    // A first name alone beside the full name.
    for at in 0..found.len() {
        let short = page.mentions[found[at].mentions[0]]
            .name(&page.lines)
            .to_lowercase();
        let holds = |other: &Found| {
            let long = page.mentions[other.mentions[0]]
                .name(&page.lines)
                .to_lowercase();
            long.contains(' ')
                && long != short
                && !short.contains(' ')
                && !short.chars().any(is_han)
                && long.split(' ').any(|word| word == short)
        };
        gone[at] |= found.iter().any(holds);
    }
    let mut gone = gone.into_iter();
    found
        .into_iter()
        .filter(|_| !gone.next().unwrap_or(false))
        .collect()
}
