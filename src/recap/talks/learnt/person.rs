//! A person over all mentions: did this one speak?

use std::collections::{BTreeMap, HashMap};

use super::{
    feature::{
        COUNTS, Features, ODDS, SHARES, odds,
        uses::{ALL, ANY, BEST},
    },
    line::Kind,
    mention::{Slot, lead},
    page::{CLASS, Page},
    pairing::Opinions,
};

/// Somebody who may have spoken.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) key: String,
    /// Mentions, the likeliest first.
    pub(super) mentions: Vec<usize>,
    pub(super) features: Features,
}

/// A person whose best mention scores less is not looked at.
const LEAST: f32 = 0.02;

/// Everybody whom the page may name as a speaker, by the scores of the pass before.
pub(super) fn people(
    page: &Page,
    of_mentions: &[Features],
    names: &[f32],
    scores: &[f32],
) -> Vec<Person> {
    let keys: BTreeMap<&String, &Vec<usize>> = page.of_key.iter().collect();
    let best = |mentions: &[usize]| mentions.iter().map(|at| scores[*at]).fold(0.0, f32::max);
    let sure = keys
        .values()
        .filter(|mentions| best(mentions) > 0.5)
        .count();
    let mut people = Vec::new();
    for (key, mentions) in keys {
        let mut mentions = mentions.clone();
        mentions.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        let first = mentions[0];
        if scores[first] < LEAST {
            continue;
        }
        let mut f = Features::default();
        f.reach("best", odds(scores[first]), &ODDS);
        match mentions.get(1) {
            Some(second) => f.reach("second", odds(scores[*second]), &ODDS[1..]),
            None => f.put("once"),
        }
        f.reach(
            "likely",
            mentions.iter().filter(|at| scores[**at] > 0.5).count() as f32,
            &COUNTS,
        );
        f.reach("mentions", mentions.len() as f32, &COUNTS);
        f.reach(
            "mean",
            mentions.iter().map(|at| scores[*at]).sum::<f32>() / mentions.len() as f32,
            &SHARES,
        );
        let none: f32 = mentions
            .iter()
            .map(|at| -(1.0 - scores[*at].min(0.999)).ln())
            .sum();
        f.reach("any", none, &[0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0]);
        f.reach(
            "name",
            odds(mentions.iter().map(|at| names[*at]).fold(0.0, f32::max)),
            &ODDS,
        );
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for at in &mentions {
            for (name, uses) in &of_mentions[*at].0 {
                if uses & (ANY | ALL) != 0 {
                    *counts.entry(name).or_default() += 1;
                }
            }
        }
        for (name, uses) in &of_mentions[first].0 {
            if uses & BEST != 0 {
                f.put(format!("best:{name}"));
            }
        }
        let mut told: Vec<_> = counts.into_iter().collect();
        told.sort_unstable();
        for (name, count) in told {
            f.put(format!("any:{name}"));
            if mentions.len() > 1 && count == mentions.len() {
                f.put(format!("all:{name}"));
            }
        }
        f.0.extend(page.marks.0.iter().cloned());
        f.reach(
            "others",
            (sure - usize::from(scores[first] > 0.5)) as f32,
            &COUNTS,
        );
        people.push(Person {
            key: key.clone(),
            mentions,
            features: f,
        });
    }
    sections(page, scores, &mut people);
    for person in &mut people {
        person.features.settle();
    }
    people
}

/// What a mention has of its own, not parted from it by another likely person.
#[derive(Debug, Clone, Copy, Default)]
struct Own {
    title: bool,
    time: bool,
}

fn own(page: &Page, mention: usize, taken: &[bool]) -> Own {
    let mention = &page.mentions[mention];
    let number = mention.line;
    let line = &page.lines[number];
    let plain = &line.text.plain;
    let mut own = Own {
        title: page.seen[number]
            .quotes
            .iter()
            .any(|(at, open)| at.len() >= if *open == '《' { 4 } else { 5 }),
        time: !page.seen[number].times.is_empty(),
    };
    let topic = |range: std::ops::Range<usize>| {
        let text = plain[range.clone()]
            .iter()
            .filter(|c| super::text::is_word(**c))
            .count();
        text >= 6
            && !page.cue(number, CLASS.post, range.clone())
            && !page.cue(number, CLASS.org, range)
    };
    if line.cells.is_empty() {
        if plain.len() < 120 && !plain.iter().any(|c| matches!(c, '。' | '!' | '?')) {
            let lead = lead(page, number).min(mention.at.start);
            own.title |= topic(lead..mention.at.start) || topic(mention.at.end..plain.len());
        }
    } else {
        own.title |= line.cells.iter().any(|cell| {
            cell.len() >= 5
                && !cell.contains(&mention.at.start)
                && !page.seen[number]
                    .times
                    .iter()
                    .any(|time| cell.contains(&time.at.start))
                && !page.ends_in_post(number, cell.clone())
        });
    }
    for step in [-1_isize, -2, -3, 1, 2, 3, 4] {
        let Some(near) = number
            .checked_add_signed(step)
            .filter(|at| *at < page.lines.len())
        else {
            continue;
        };
        let (low, high) = (near.min(number), near.max(number));
        if (low..=high).any(|at| at != number && taken[at]) {
            continue;
        }
        let text = page.plain(near);
        let colon = text.iter().take(12).position(|c| matches!(c, ':' | '|'));
        own.title |= colon.is_some_and(|colon| page.cue(near, CLASS.topic, 0..colon));
        own.title |= step < 0
            && text.len() < 120
            && page.seen[near].quotes.iter().any(|(at, _)| at.len() >= 4);
        own.title |= step < 0 && page.lines[near].kind.heads() && text.len() > 8;
        own.time |= page.has_span(near);
    }
    own
}

/// The section of a person's best mention: how many people are in it, what share has a title, a time.
fn sections(page: &Page, scores: &[f32], people: &mut [Person]) {
    let mut taken = vec![false; page.lines.len()];
    for person in people.iter() {
        for at in &person.mentions {
            taken[page.mentions[*at].line] |= scores[*at] > 0.25;
        }
    }
    let owns: Vec<Own> = people
        .iter()
        .map(|person| own(page, person.mentions[0], &taken))
        .collect();
    let section = |person: &Person| page.seen[page.mentions[person.mentions[0]].line].section;
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        if scores[person.mentions[0]] > 0.15 {
            members.entry(section(person)).or_default().push(at);
        }
    }
    let empty = Vec::new();
    for at in 0..people.len() {
        let all = members.get(&section(&people[at])).unwrap_or(&empty);
        let titled = all
            .iter()
            .filter(|other| **other != at && owns[**other].title)
            .count();
        let timed = all
            .iter()
            .filter(|other| **other != at && owns[**other].time)
            .count();
        let others = all.iter().filter(|other| **other != at).count();
        let in_row = matches!(
            page.lines[page.mentions[people[at].mentions[0]].line].kind,
            Kind::Row(_)
        );
        let f = &mut people[at].features;
        f.reach("section:people", others as f32, &COUNTS);
        f.put_if(owns[at].title, "own:title");
        f.put_if(owns[at].time, "own:time");
        f.put_if(owns[at].title && owns[at].time, "own:both");
        f.put_if(in_row && owns[at].title, "own:row");
        if others == 0 {
            f.put("section:alone");
            continue;
        }
        f.reach("section:titled", titled as f32 / others as f32, &SHARES);
        f.reach("section:timed", timed as f32 / others as f32, &SHARES);
        if titled == 0 && !owns[at].title {
            f.put("section:untitled");
            f.put(if others > 1 {
                "section:untitled:many"
            } else {
                "section:untitled:few"
            });
        }
    }
}

/// What the rules say, and whom they see beside: features of the last pass.
pub(super) fn opinions(
    page: &Page,
    slots: &[Slot],
    people: &[Person],
    scores: &[f32],
    rules: Option<&Opinions>,
) -> Vec<Features> {
    let mut all: Vec<Features> = scores
        .iter()
        .map(|score| {
            let mut f = Features::default();
            f.reach("so:far", odds(*score), &ODDS);
            f
        })
        .collect();
    let Some(rules) = rules else { return all };
    let slot = |person: &Person| slots[person.mentions[0]].exact.as_str();
    let mut found: HashMap<&str, usize> = HashMap::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for person in people {
        *known.entry(slot(person)).or_default() += 1;
        *found.entry(slot(person)).or_default() += usize::from(rules.contains_key(&person.key));
    }
    for (person, f) in people.iter().zip(&mut all) {
        let here = found.get(slot(person)).copied().unwrap_or(0);
        match rules.get(&person.key) {
            Some(opinion) => {
                f.put("rules:yes");
                f.put(if opinion.title.is_some() {
                    "rules:titled"
                } else {
                    "rules:untitled"
                });
                f.reach("rules:slot", (here - 1) as f32, &COUNTS);
            }
            None => {
                f.put(if rules.is_empty() {
                    "rules:nobody"
                } else {
                    "rules:no"
                });
                f.reach("rules:slot:others", here as f32, &COUNTS);
                if here > 0 {
                    let total = known.get(slot(person)).copied().unwrap_or(1);
                    f.reach("rules:slot:share", here as f32 / total as f32, &SHARES);
                }
            }
        }
        f.reach("rules:count", rules.len() as f32, &COUNTS);
        let _ = page;
    }
    all
}
