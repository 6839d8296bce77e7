//! Who spoke on what: each title goes to one talk, and what others of the page have speaks for or against it.

use std::collections::HashMap;

use super::{
    decode::Found,
    feature::{COUNTS, Features, ODDS, odds},
    model::{Model, Pass, Read},
    page::CLASS,
    role::{self, Role},
    title::{self, Context, Title, same},
};

/// What the rules say of a person.
#[derive(Debug, Clone, Default)]
pub(in crate::recap) struct Opinion {
    pub(in crate::recap) title: Option<String>,
    pub(in crate::recap) role: Option<String>,
}

/// What the rules say of all people of a page, by the keys of their names.
pub(in crate::recap) type Opinions = HashMap<String, Opinion>;

/// A talk as it was put together.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// Number of the person among those found.
    pub(super) person: usize,
    pub(super) mention: usize,
    pub(super) title: Option<String>,
    pub(super) role: Option<String>,
    /// Line of the page where its report starts.
    pub(super) line: usize,
    pub(super) remarks: bool,
}

/// A title for a person at a mention.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) person: usize,
    pub(super) mention: usize,
    pub(super) title: Title,
}

/// Mentions of a person that are asked for titles and roles.
const MENTIONS: usize = 6;
/// Pairs of a page that are weighed: what is more is no page of talks.
const PAIRS: usize = 60_000;

pub(super) fn mentions(found: &Found) -> &[usize] {
    &found.mentions[..found.mentions.len().min(MENTIONS)]
}

fn names(read: &Read, people: &[Found]) -> Vec<(String, String)> {
    people
        .iter()
        .map(|one| {
            (
                one.key.clone(),
                read.page.mentions[one.mentions[0]].name(&read.page.lines),
            )
        })
        .collect()
}

/// All pairs with the features of the first pass.
pub(super) fn pairs(
    read: &Read,
    people: &[Found],
    rules: Option<&Opinions>,
) -> (Vec<Pair>, Vec<Features>) {
    let page = &read.page;
    let names = names(read, people);
    let written: Vec<String> = names.iter().map(|(_, name)| name.clone()).collect();
    let opinion = |key: &str| rules.and_then(|rules| rules.get(key));
    let mut all = Vec::new();
    let mut relations: HashMap<String, std::collections::HashSet<String>> = HashMap::new();
    let mut texts: HashMap<String, std::collections::HashSet<usize>> = HashMap::new();
    for (person, found) in people.iter().enumerate() {
        for mention in mentions(found) {
            let rules = opinion(&found.key).and_then(|opinion| opinion.title.as_deref());
            for title in title::candidates(page, &page.mentions[*mention], &written, rules) {
                if let Some(text) = &title.text {
                    relations
                        .entry(title.relation.clone())
                        .or_default()
                        .insert(same(text));
                    texts.entry(same(text)).or_default().insert(person);
                }
                if all.len() < PAIRS {
                    all.push(Pair {
                        person,
                        mention: *mention,
                        title,
                    });
                }
            }
        }
    }
    let taken = people
        .iter()
        .flat_map(|found| {
            found
                .mentions
                .iter()
                .filter(|at| read.scores[**at] > 0.3)
                .map(|at| (found.key.clone(), page.mentions[*at].line))
        })
        .collect();
    let context = Context {
        read,
        names,
        taken,
        relations: relations
            .into_iter()
            .map(|(relation, texts)| (relation, texts.len()))
            .collect(),
        texts: texts
            .into_iter()
            .map(|(text, people)| (text, people.len()))
            .collect(),
        people: people.len(),
    };
    let features = all
        .iter()
        .map(|pair| {
            let found = &people[pair.person];
            let rules = opinion(&found.key).map(|opinion| &opinion.title);
            title::features(
                &context,
                &found.key,
                pair.mention,
                pair.mention == found.mentions[0],
                &pair.title,
                rules,
            )
        })
        .collect();
    (all, features)
}

/// Features of the second pass: how the first judges the same relation for the others of the page.
pub(super) fn records(people: usize, pairs: &[Pair], scores: &[f32]) -> Vec<Features> {
    let mut by: HashMap<&str, HashMap<usize, f32>> = HashMap::new();
    let mut texts: HashMap<String, HashMap<usize, f32>> = HashMap::new();
    let mut best: HashMap<usize, f32> = HashMap::new();
    let mut of_mention: HashMap<usize, f32> = HashMap::new();
    let raise = |slot: &mut f32, score: f32| *slot = slot.max(score);
    let keys: Vec<Option<String>> = pairs
        .iter()
        .map(|pair| pair.title.text.as_deref().map(same))
        .collect();
    for ((pair, score), key) in pairs.iter().zip(scores).zip(&keys) {
        raise(
            by.entry(&pair.title.relation)
                .or_default()
                .entry(pair.person)
                .or_default(),
            *score,
        );
        raise(best.entry(pair.person).or_default(), *score);
        raise(of_mention.entry(pair.mention).or_default(), *score);
        if let Some(key) = key {
            raise(
                texts
                    .entry(key.clone())
                    .or_default()
                    .entry(pair.person)
                    .or_default(),
                *score,
            );
        }
    }
    let sums: HashMap<&str, f32> = by
        .iter()
        .map(|(relation, of)| {
            let mut scores: Vec<f32> = of.values().copied().collect();
            scores.sort_by(f32::total_cmp);
            (*relation, scores.iter().sum())
        })
        .collect();
    pairs
        .iter()
        .zip(scores)
        .zip(&keys)
        .map(|((pair, score), key)| {
            let mut f = Features::default();
            f.reach("own", odds(*score), &ODDS);
            let relation = pair.title.relation.as_str();
            if people > 1 {
                let others = (people - 1) as f32;
                let mean = |relation: &str| {
                    (sums[relation] - by[relation].get(&pair.person).copied().unwrap_or(0.0))
                        / others
                };
                let mine = mean(relation);
                f.reach("relation", mine, &[0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8]);
                let many = by[relation]
                    .iter()
                    .filter(|(other, score)| **other != pair.person && **score > 0.4)
                    .count();
                f.reach("relation:count", many as f32, &COUNTS);
                let better = by
                    .iter()
                    .filter(|(other, of)| of.contains_key(&pair.person) && mean(other) > mine)
                    .count();
                f.reach("relation:rank", better as f32, &[1.0, 2.0, 3.0, 5.0]);
            } else {
                f.put("alone");
            }
            if let Some(key) = key {
                let other = texts[key]
                    .iter()
                    .filter(|(other, _)| **other != pair.person)
                    .map(|(_, score)| *score)
                    .fold(0.0, f32::max);
                f.reach("other", other - score, &[-0.5, -0.2, 0.0, 0.1, 0.3]);
                f.put_if(other > 0.0, "shared");
            }
            let gaps = [0.01, 0.05, 0.1, 0.2, 0.4];
            f.reach("gap", best[&pair.person] - score, &gaps);
            f.reach(
                "gap:mention",
                best[&pair.person] - of_mention[&pair.mention],
                &gaps,
            );
            if key.is_none() {
                for (name, _) in &mut f.0 {
                    name.push_str("|none");
                }
            }
            f
        })
        .collect()
}

/// All roles of a person's mentions with their features.
pub(super) fn roles(
    read: &Read,
    people: &[Found],
    rules: Option<&Opinions>,
) -> Vec<Vec<(usize, Role, Features)>> {
    let page = &read.page;
    let names = names(read, people);
    let opinion = |key: &str| rules.and_then(|rules| rules.get(key));
    let all: Vec<Vec<(usize, Role)>> = people
        .iter()
        .map(|found| {
            let rules = opinion(&found.key).and_then(|opinion| opinion.role.as_deref());
            mentions(found)
                .iter()
                .flat_map(|at| {
                    role::candidates(page, &page.mentions[*at], rules)
                        .into_iter()
                        .map(|role| (*at, role))
                })
                .collect()
        })
        .collect();
    let mut relations: HashMap<String, std::collections::HashSet<usize>> = HashMap::new();
    for (person, roles) in all.iter().enumerate() {
        for (_, role) in roles {
            let post = role.text.as_deref().is_some_and(|text| {
                super::words::cues(&super::text::Text::new(text).plain)
                    .iter()
                    .any(|cue| cue.class == CLASS.post)
            });
            if post {
                relations
                    .entry(role.relation.clone())
                    .or_default()
                    .insert(person);
            }
        }
    }
    let relations: HashMap<String, usize> = relations
        .into_iter()
        .map(|(relation, people)| (relation, people.len()))
        .collect();
    all.into_iter()
        .zip(people)
        .map(|(roles, found)| {
            let rules = opinion(&found.key).map(|opinion| &opinion.role);
            roles
                .into_iter()
                .map(|(mention, role)| {
                    let features = role::features(
                        read,
                        mention,
                        &role,
                        &relations,
                        people.len(),
                        &names,
                        rules,
                    );
                    (mention, role, features)
                })
                .collect()
        })
        .collect()
}

/// No title at all has to be likelier by so much.
const NONE: f32 = 0.6;
/// A title that somebody else has counts so much, unless the two stand together.
const TAKEN: f32 = 0.3;
/// Lines within which people share a title.
const TOGETHER: usize = 3;
/// A further talk of a person has at least this score.
const FURTHER: f32 = 0.35;
/// Lines that a title may stand above the name and still open its report.
const OPENS: usize = 25;

struct Choice {
    value: f32,
    score: f32,
    pair: usize,
}

/// Puts the talks of these people together.
pub(super) fn talks(
    model: &Model,
    read: &Read,
    people: &[Found],
    rules: Option<&Opinions>,
) -> Vec<Told> {
    let page = &read.page;
    let (pairs, mut features) = pairs(read, people, rules);
    let first = model.scores(Pass::Title, &features);
    for (f, more) in features
        .iter_mut()
        .zip(records(people.len(), &pairs, &first))
    {
        f.0.extend(more.0);
    }
    let scores = model.scores(Pass::Record, &features);
    let keys: Vec<Option<String>> = pairs
        .iter()
        .map(|pair| pair.title.text.as_deref().map(same))
        .collect();
    let mut open: Vec<Vec<Choice>> = (0..people.len()).map(|_| Vec::new()).collect();
    let mut nothing = vec![(0.0, 0); people.len()];
    for (pair, score) in pairs
        .iter()
        .zip(&scores)
        .filter(|(pair, _)| pair.title.text.is_none())
    {
        nothing[pair.person].0 += score;
        nothing[pair.person].1 += 1;
    }
    for (at, (pair, score)) in pairs.iter().zip(&scores).enumerate() {
        let weight = 0.5 + 0.5 * read.scores[pair.mention];
        let (sum, count) = nothing[pair.person];
        let value = if pair.title.text.is_none() {
            NONE * weight * sum / count as f32
        } else {
            weight * score
        };
        open[pair.person].push(Choice {
            value,
            score: *score,
            pair: at,
        });
    }
    let order = |list: &mut Vec<Choice>| {
        list.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.pair.cmp(&b.pair)))
    };
    open.iter_mut().for_each(order);
    let mut left: Vec<usize> = (0..people.len())
        .filter(|at| !open[*at].is_empty())
        .collect();
    let mut settled: Vec<usize> = Vec::new();
    while let Some(next) = left.iter().copied().max_by(|a, b| {
        open[*a][0]
            .value
            .total_cmp(&open[*b][0].value)
            .then(b.cmp(a))
    }) {
        left.retain(|at| *at != next);
        settled.push(next);
        let chosen = open[next][0].pair;
        let Some(key) = &keys[chosen] else { continue };
        let line = page.mentions[pairs[chosen].mention].line;
        for other in &left {
            let list = &mut open[*other];
            for choice in list.iter_mut() {
                let far = page.mentions[pairs[choice.pair].mention]
                    .line
                    .abs_diff(line)
                    > TOGETHER;
                if far && keys[choice.pair].as_ref() == Some(key) {
                    choice.value *= TAKEN;
                }
            }
            order(list);
        }
    }
    settled.sort_unstable();
    let roles = roles(read, people, rules);
    let mut told = Vec::new();
    for person in settled {
        let role = best_role(model, read, &roles[person]);
        let best = &open[person][0];
        let mut chosen = vec![best.pair];
        let (relation, slot) = (
            &pairs[best.pair].title.relation,
            &read.slots[pairs[best.pair].mention].exact,
        );
        for choice in &open[person][1..] {
            let pair = &pairs[choice.pair];
            let alike = pair.title.text.is_some()
                && choice.score >= FURTHER
                && pair.title.relation == *relation
                && read.slots[pair.mention].exact == *slot;
            let new = chosen.iter().all(|other| {
                let other = &pairs[*other];
                other.mention != pair.mention
                    && other.title.line != pair.title.line
                    && other.title.text.as_deref().map(same) != pair.title.text.as_deref().map(same)
            });
            if alike && new {
                chosen.push(choice.pair);
            }
        }
        for at in chosen {
            let pair = &pairs[at];
            let mention = &page.mentions[pair.mention];
            let mut line = mention.line;
            let above = pair.title.text.is_some()
                && !pair.title.relation.starts_with("page")
                && pair.title.line < line;
            if above
                && page.lines[line].number
                    - page.lines[pair.title.line]
                        .number
                        .min(page.lines[line].number)
                    <= OPENS
            {
                line = pair.title.line;
            }
            let plain = page.plain(mention.line);
            let near = if plain.len() < 60 {
                0..plain.len()
            } else {
                mention.at.start.saturating_sub(30)..(mention.at.end + 60).min(plain.len())
            };
            told.push(Told {
                person,
                mention: pair.mention,
                title: pair.title.text.clone(),
                role: role.clone(),
                line,
                remarks: pair.title.text.is_none() && page.cue(mention.line, CLASS.remarks, near),
            });
        }
    }
    told
}

fn best_role(model: &Model, read: &Read, roles: &[(usize, Role, Features)]) -> Option<String> {
    let linear = model.passes.get(&Pass::Role)?;
    let scored = roles.iter().map(|(mention, role, features)| {
        (
            linear.score(features) * (0.7 + 0.3 * read.scores[*mention]),
            role,
        )
    });
    let (_, role) = scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    role.text.clone()
}
