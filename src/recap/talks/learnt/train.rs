//! Learning the weights from labelled pages, and telling what they find on communities left out.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::Path,
};

use serde::Deserialize;

use super::{
    candidate,
    decode::{self, Found},
    feature::Features,
    fit::{Row, fit},
    line,
    model::{Linear, Model, Pass, Read, SURE, prune},
    name,
    page::Page,
    pairing::{self, Opinions, Told},
    title::same,
};
use crate::recap::{blocks, front_matter, metadata};

/// A label: who gave a talk, on what.
#[derive(Debug, Clone, Deserialize)]
pub struct Label {
    /// The name as the page writes it; none where nobody is named.
    pub speaker: Option<String>,
    /// Other names that the page gives the speaker.
    #[serde(default)]
    pub aka: Vec<String>,
    /// Organisation and position.
    pub role: Option<String>,
    /// Other readings of it.
    #[serde(default)]
    pub role_also: Vec<Option<String>>,
    /// The title, where the page sets it off.
    pub title: Option<String>,
    /// Other readings of it.
    #[serde(default)]
    pub title_also: Vec<Option<String>>,
    /// First characters of the line where its report starts.
    #[serde(default)]
    pub starts: String,
}

#[derive(Deserialize)]
struct Gold {
    doc: String,
    talks: Vec<Label>,
}

#[derive(Deserialize)]
struct Source {
    doc: String,
    community: String,
}

/// A labelled page.
pub struct Labelled {
    community: String,
    doc: String,
    page: Page,
    labels: Vec<Label>,
    keys: HashSet<String>,
    /// Names and where their talks start.
    starts: Vec<(String, usize)>,
    /// What the rules find, unless they were made for the page.
    rules: Option<Opinions>,
}

/// Reads a folder with `corpus/`, `gold/` and, where it holds several communities, `pages.json`. The rules' opinion
/// is hidden where `made_for` says that they were made for the page.
pub fn load(folder: &Path, made_for: bool) -> std::io::Result<Vec<Labelled>> {
    let sources = folder.join("pages.json");
    let community: HashMap<String, String> = if sources.exists() {
        let sources: Vec<Source> = serde_json::from_str(&std::fs::read_to_string(sources)?)?;
        sources
            .into_iter()
            .map(|source| (source.doc, source.community))
            .collect()
    } else {
        HashMap::new()
    };
    let home = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut files: Vec<_> = std::fs::read_dir(folder.join("gold"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let mut pages = Vec::new();
    for file in files {
        let gold: Gold = serde_json::from_str(&std::fs::read_to_string(file.path())?)?;
        let text = std::fs::read_to_string(folder.join("corpus").join(&gold.doc))?;
        let text = text.replace("\r\n", "\n");
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let split = front_matter::split(text);
        let title = metadata::read(split.front.as_ref(), &gold.doc).title;
        let front: String = text
            .lines()
            .take(split.body_line - 1)
            .collect::<Vec<_>>()
            .join("\n");
        let blocks = blocks::parse(split.body, split.body_line);
        let page = Page::new(line::lines(title.as_deref(), (&front, 1), &blocks));
        let rules = super::super::by_rules(title.as_deref(), blocks);
        let names = |label: &Label| {
            label
                .speaker
                .iter()
                .chain(&label.aka)
                .map(|name| candidate::key(name))
                .collect::<Vec<_>>()
        };
        pages.push(Labelled {
            community: community.get(&gold.doc).unwrap_or(&home).clone(),
            keys: gold.talks.iter().flat_map(names).collect(),
            starts: gold
                .talks
                .iter()
                .filter_map(|label| {
                    Some((
                        candidate::key(label.speaker.as_ref()?),
                        start(text, &label.starts)?,
                    ))
                })
                .collect(),
            rules: (!made_for).then_some(rules),
            labels: gold.talks,
            doc: gold.doc,
            page,
        });
    }
    Ok(pages)
}

/// The line that begins so.
fn start(text: &str, starts: &str) -> Option<usize> {
    let bare = |line: &str| {
        line.trim_start_matches(|c: char| c.is_whitespace() || "#>*_|.·•-".contains(c))
            .replace('*', "")
    };
    let wanted = bare(starts);
    let of =
        |fits: &dyn Fn(&str) -> bool| text.lines().position(|line| fits(line)).map(|at| at + 1);
    of(&|line| line.trim_start().starts_with(starts) || bare(line).starts_with(&wanted))
        .or_else(|| of(&|line| line.contains(starts)))
}

/// Inverse penalties of the passes, chosen on held-out communities.
const PENALTY: [(Pass, f64); 8] = [
    (Pass::Name, 0.3),
    (Pass::Mention, 0.06),
    (Pass::Sibling, 0.04),
    (Pass::Person, 0.05),
    (Pass::Opinion, 0.1),
    (Pass::Title, 0.03),
    (Pass::Record, 0.03),
    (Pass::Role, 0.1),
];
/// Folds within which one pass is trained for the next.
const FOLDS: usize = 4;
/// Pages of a community with more than this are dealt out to the folds, and not scored.
const BIG: usize = 30;
/// A mention far from where a speaker's talk starts counts less.
const FAR: f64 = 0.3;

struct Set<'a> {
    pages: Vec<&'a Labelled>,
    /// Number of the community, and its weight.
    groups: Vec<(usize, f64)>,
    folds: Vec<usize>,
}

/// Folds that keep a community together; pages of a big one are dealt out.
fn folds(pages: &[&Labelled], count: usize) -> Vec<usize> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for page in pages {
        *sizes.entry(&page.community).or_default() += 1;
    }
    let mut order: Vec<(&str, usize)> = sizes.iter().map(|(name, size)| (*name, *size)).collect();
    order.sort_by_key(|(name, size)| (std::cmp::Reverse(*size), *name));
    let mut load = vec![0; count];
    let mut fold: HashMap<&str, usize> = HashMap::new();
    for (name, size) in order.iter().filter(|(_, size)| *size <= BIG) {
        let least = (0..count).min_by_key(|at| (load[*at], *at)).unwrap_or(0);
        load[least] += size;
        fold.insert(name, least);
    }
    pages
        .iter()
        .enumerate()
        .map(|(at, page)| {
            fold.get(page.community.as_str())
                .copied()
                .unwrap_or(at % count)
        })
        .collect()
}

impl<'a> Set<'a> {
    fn new(pages: Vec<&'a Labelled>) -> Self {
        let names: BTreeSet<&str> = pages.iter().map(|page| page.community.as_str()).collect();
        let numbers: HashMap<&str, usize> = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| (name, at))
            .collect();
        let size = |name: &str| pages.iter().filter(|page| page.community == name).count();
        let weights: HashMap<&str, f64> = numbers.keys().map(|name| (*name, 1.0)).collect();
        let groups = pages
            .iter()
            .map(|page| {
                (
                    numbers[page.community.as_str()],
                    weights[page.community.as_str()],
                )
            })
            .collect();
        let folds = folds(&pages, FOLDS);
        Self {
            pages,
            groups,
            folds,
        }
    }

    /// Trains on all pages, and scores each page by a model that has not seen its community.
    fn pass(
        &self,
        c: f64,
        features: &[&[Features]],
        label: &dyn Fn(usize, usize) -> (bool, f64),
    ) -> (Linear, Vec<Vec<f32>>) {
        let rows = |leave: Option<usize>| {
            let mut rows = Vec::new();
            for (at, all) in features.iter().enumerate() {
                if leave == Some(self.folds[at]) {
                    continue;
                }
                for (number, features) in all.iter().enumerate() {
                    let (yes, weight) = label(at, number);
                    let (group, of_group) = self.groups[at];
                    rows.push(Row {
                        features,
                        yes,
                        group,
                        weight: weight * of_group,
                    });
                }
            }
            rows
        };
        let mut scores = vec![Vec::new(); features.len()];
        for fold in 0..FOLDS {
            let linear = fit(&rows(Some(fold)), c);
            for (at, all) in features
                .iter()
                .enumerate()
                .filter(|(at, _)| self.folds[*at] == fold)
            {
                scores[at] = all.iter().map(|features| linear.score(features)).collect();
            }
        }
        (fit(&rows(None), c), scores)
    }
}

fn penalty(pass: Pass) -> f64 {
    PENALTY
        .iter()
        .find(|(known, _)| *known == pass)
        .map_or(0.1, |(_, c)| *c)
}

fn refs(all: &[Vec<Features>]) -> Vec<&[Features]> {
    all.iter().map(Vec::as_slice).collect()
}

/// Learns all passes that find people.
fn people(pages: Vec<&Labelled>) -> Model {
    let set = Set::new(pages);
    let mut model = Model::default();
    let names: Vec<Vec<Features>> = set
        .pages
        .iter()
        .map(|page| name::features(&page.page))
        .collect();
    let is_name = |at: usize, number: usize| {
        (
            set.pages[at]
                .keys
                .contains(&set.pages[at].page.mentions[number].key),
            1.0,
        )
    };
    let (linear, scores) = set.pass(penalty(Pass::Name), &refs(&names), &is_name);
    model.passes.insert(Pass::Name, linear);
    drop(names);
    let mut reads: Vec<Read> = set
        .pages
        .iter()
        .zip(&scores)
        .map(|(page, scores)| {
            let (page, names) = prune(page.page.clone(), scores);
            Read::new(page, names)
        })
        .collect();
    let labels: Vec<Vec<(bool, f64)>> = reads
        .iter()
        .zip(&set.pages)
        .map(|(read, page)| {
            read.page
                .mentions
                .iter()
                .map(|mention| {
                    let yes = page.keys.contains(&mention.key);
                    let line = read.page.lines[mention.line].number;
                    let near = page.starts.iter().any(|(key, start)| {
                        *key == mention.key && line + 4 >= *start && line <= start + 16
                    });
                    (yes, if !yes || near { 1.0 } else { FAR })
                })
                .collect()
        })
        .collect();
    let speaks = |at: usize, number: usize| labels[at][number];
    let features = |reads: &[Read]| {
        reads
            .iter()
            .map(|read| read.mentions.clone())
            .collect::<Vec<_>>()
    };
    let (linear, scores) = set.pass(penalty(Pass::Mention), &refs(&features(&reads)), &speaks);
    model.passes.insert(Pass::Mention, linear);
    for (read, scores) in reads.iter_mut().zip(&scores) {
        read.with_siblings(scores);
    }
    let (linear, scores) = set.pass(penalty(Pass::Sibling), &refs(&features(&reads)), &speaks);
    model.passes.insert(Pass::Sibling, linear);
    for (read, scores) in reads.iter_mut().zip(scores) {
        read.with_people(scores);
    }
    let spoke = |reads: &[Read], at: usize, number: usize| {
        (
            set.pages[at].keys.contains(&reads[at].people[number].key),
            1.0,
        )
    };
    let of_people: Vec<Vec<Features>> = reads.iter().map(Read::person_features).collect();
    let (linear, scores) = set.pass(penalty(Pass::Person), &refs(&of_people), &|at, number| {
        spoke(&reads, at, number)
    });
    model.passes.insert(Pass::Person, linear);
    for (read, scores) in reads.iter_mut().zip(scores) {
        read.spoke = scores;
    }
    let opinions: Vec<Vec<Features>> = reads
        .iter()
        .zip(&set.pages)
        .map(|(read, page)| read.opinions(page.rules.as_ref()))
        .collect();
    let (linear, scores) = set.pass(penalty(Pass::Opinion), &refs(&opinions), &|at, number| {
        spoke(&reads, at, number)
    });
    model.passes.insert(Pass::Opinion, linear);
    for (read, scores) in reads.iter_mut().zip(scores) {
        read.spoke = scores;
    }
    titles(&set, &reads, &mut model);
    model
}

/// Learns which title and role a speaker has, from the speakers that the labels tell.
fn titles(set: &Set, reads: &[Read], model: &mut Model) {
    let speakers: Vec<Vec<Found>> = reads
        .iter()
        .zip(&set.pages)
        .map(|(read, page)| told_speakers(read, &page.labels))
        .collect();
    let of = |at: usize, person: usize| {
        let key = &speakers[at][person].key;
        set.pages[at]
            .labels
            .iter()
            .filter(move |label| label.keys().contains(key))
    };
    let (pairs, mut features): (Vec<_>, Vec<_>) = reads
        .iter()
        .zip(&set.pages)
        .zip(&speakers)
        .map(|((read, page), people)| pairing::pairs(read, people, page.rules.as_ref()))
        .unzip();
    let right: Vec<Vec<bool>> = pairs
        .iter()
        .enumerate()
        .map(|(at, pairs)| {
            let mut known: HashMap<(usize, Option<&str>), bool> = HashMap::new();
            pairs
                .iter()
                .map(|pair| {
                    let text = pair.title.text.as_deref();
                    *known
                        .entry((pair.person, text))
                        .or_insert_with(|| of(at, pair.person).any(|label| label.is_title(text)))
                })
                .collect()
        })
        .collect();
    let label = |at: usize, number: usize| (right[at][number], 1.0);
    let (linear, scores) = set.pass(penalty(Pass::Title), &refs(&features), &label);
    model.passes.insert(Pass::Title, linear);
    for (((features, pairs), people), scores) in
        features.iter_mut().zip(&pairs).zip(&speakers).zip(&scores)
    {
        for (f, more) in features
            .iter_mut()
            .zip(pairing::records(people.len(), pairs, scores))
        {
            f.0.extend(more.0);
        }
    }
    let (linear, _) = set.pass(penalty(Pass::Record), &refs(&features), &label);
    model.passes.insert(Pass::Record, linear);
    let mut features: Vec<Vec<Features>> = Vec::new();
    let mut right: Vec<Vec<bool>> = Vec::new();
    for (at, ((read, page), people)) in reads.iter().zip(&set.pages).zip(&speakers).enumerate() {
        let (mut all, mut is) = (Vec::new(), Vec::new());
        for (person, roles) in pairing::roles(read, people, page.rules.as_ref())
            .into_iter()
            .enumerate()
        {
            for (_, role, f) in roles {
                is.push(of(at, person).any(|label| label.is_role(role.text.as_deref())));
                all.push(f);
            }
        }
        features.push(all);
        right.push(is);
    }
    let (linear, _) = set.pass(penalty(Pass::Role), &refs(&features), &|at, number| {
        (right[at][number], 1.0)
    });
    model.passes.insert(Pass::Role, linear);
}

/// The speakers of the labels whom the page mentions.
fn told_speakers(read: &Read, labels: &[Label]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for label in labels {
        for key in label.keys() {
            let Some(mentions) = read.page.of_key.get(&key) else {
                continue;
            };
            if found.iter().any(|known| known.key == key) {
                break;
            }
            let mut mentions = mentions.clone();
            mentions.sort_by(|a, b| read.scores[*b].total_cmp(&read.scores[*a]).then(a.cmp(b)));
            found.push(Found {
                key,
                mentions,
                score: 1.0,
            });
            break;
        }
    }
    found
}

impl Label {
    fn keys(&self) -> Vec<String> {
        self.speaker
            .iter()
            .chain(&self.aka)
            .map(|name| candidate::key(name))
            .collect()
    }

    fn is_title(&self, text: Option<&str>) -> bool {
        std::iter::once(&self.title)
            .chain(&self.title_also)
            .any(|title| alike(title.as_deref(), text, 0.9))
    }

    fn is_role(&self, text: Option<&str>) -> bool {
        std::iter::once(&self.role)
            .chain(&self.role_also)
            .any(|role| alike(role.as_deref(), text, 0.8))
    }
}

/// Whether two texts are the same but for a few characters.
fn alike(a: Option<&str>, b: Option<&str>, least: f64) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return a.is_none() && b.is_none();
    };
    let (a, b) = (same(a), same(b));
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let total = (a.len() + b.len()) as f64;
    if a.is_empty() || b.is_empty() || 2.0 * a.len().min(b.len()) as f64 / total < least {
        return false;
    }
    // The longest common subsequence.
    let mut row = vec![0_usize; b.len() + 1];
    for x in &a {
        let mut corner = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y {
                corner + 1
            } else {
                above.max(row[at])
            };
            corner = above;
        }
    }
    2.0 * row[b.len()] as f64 / total >= least
}

/// How many titles, roles and lines of the found talks are right.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    talks: usize,
    titles: usize,
    roles: usize,
    roled: usize,
    lines: usize,
}

impl Parts {
    fn add(&mut self, page: &Labelled, read: &Read, people: &[Found], told: &[Told], show: bool) {
        let mut left: Vec<&Told> = told.iter().collect();
        for label in page.labels.iter().filter(|label| label.speaker.is_some()) {
            let keys = label.keys();
            let fits = |told: &&&Told| keys.contains(&people[told.person].key);
            let Some(best) = left
                .iter()
                .filter(fits)
                .max_by_key(|told| label.is_title(told.title.as_deref()))
                .copied()
            else {
                continue;
            };
            left.retain(|told| !std::ptr::eq(*told, best));
            self.talks += 1;
            let titled = label.is_title(best.title.as_deref());
            self.titles += usize::from(titled);
            if show && !titled {
                println!(
                    "{} title of {:?}: {:?} got {:?}",
                    page.doc, label.speaker, label.title, best.title
                );
            }
            if label.role.is_some() {
                self.roled += 1;
                let right = label.is_role(best.role.as_deref());
                self.roles += usize::from(right);
                if show && !right {
                    println!(
                        "{} role of {:?}: {:?} got {:?}",
                        page.doc, label.speaker, label.role, best.role
                    );
                }
            }
            let line = read.page.lines[best.line].number;
            let key = candidate::key(label.speaker.as_deref().unwrap_or_default());
            let near = page
                .starts
                .iter()
                .any(|(known, start)| *known == key && start.abs_diff(line) <= 6);
            self.lines += usize::from(near);
        }
    }

    fn print(self, what: &str) {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        println!(
            "{what}: talks {} title {:.3} role {:.3} line {:.3}",
            self.talks,
            share(self.titles, self.talks),
            share(self.roles, self.roled),
            share(self.lines, self.talks)
        );
    }
}

/// Speakers found, invented and missed.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    found: usize,
    invented: usize,
    missed: usize,
}

impl Counts {
    fn add(&mut self, labels: &[Label], people: &[Found]) {
        let (found, invented, missed) = compare(labels, people);
        self.found += found.len();
        self.invented += invented.len();
        self.missed += missed.len();
    }

    fn f1(self) -> f64 {
        let all = 2 * self.found + self.invented + self.missed;
        if all == 0 {
            1.0
        } else {
            2.0 * self.found as f64 / all as f64
        }
    }

    fn precision(self) -> f64 {
        self.found as f64 / (self.found + self.invented).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.found as f64 / (self.found + self.missed).max(1) as f64
    }
}

/// Keys found, invented and missed.
fn compare(labels: &[Label], people: &[Found]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut wanted: Vec<(Vec<String>, String)> = Vec::new();
    for label in labels {
        let Some(name) = &label.speaker else { continue };
        let keys: Vec<String> = std::iter::once(name)
            .chain(&label.aka)
            .map(|name| candidate::key(name))
            .collect();
        if !wanted
            .iter()
            .any(|(known, _)| known.iter().any(|key| keys.contains(key)))
        {
            wanted.push((keys, name.clone()));
        }
    }
    let mut found = Vec::new();
    let mut invented = Vec::new();
    let mut met = vec![false; wanted.len()];
    for person in people {
        match wanted
            .iter()
            .position(|(keys, _)| keys.contains(&person.key))
        {
            Some(at) if !met[at] => {
                met[at] = true;
                found.push(person.key.clone());
            }
            _ => invented.push(person.key.clone()),
        }
    }
    let missed = wanted
        .into_iter()
        .zip(met)
        .filter(|(_, met)| !met)
        .map(|((_, name), _)| name)
        .collect();
    (found, invented, missed)
}

/// What was asked for.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// Folds of communities that are left out in turn.
    pub folds: usize,
    /// Prints who was invented and missed.
    pub show: bool,
}

/// Leaves communities out in turn, and prints what is found on them.
pub fn cross_validate(pages: &[Labelled], options: &Options) {
    let all: Vec<&Labelled> = pages.iter().collect();
    let folds = folds(&all, options.folds);
    let mut by: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut at_least: BTreeMap<u32, Counts> = BTreeMap::new();
    let mut at_least_alone: BTreeMap<u32, Counts> = BTreeMap::new();
    let count = |name: &str| pages.iter().filter(|page| page.community == name).count();
    let mut of_talks = [Parts::default(); 2];
    std::thread::scope(|scope| {
        let work: Vec<_> = (0..2)
            .map(|worker| {
                let (all, folds) = (&all, &folds);
                scope.spawn(move || {
                    let mut done = Vec::new();
                    for fold in (0..options.folds).filter(|fold| fold % 2 == worker) {
                        let model = people(
                            all.iter()
                                .zip(folds)
                                .filter(|(_, of)| **of != fold)
                                .map(|(page, _)| *page)
                                .collect(),
                        );
                        for (at, page) in
                            all.iter().enumerate().filter(|(at, _)| folds[*at] == fold)
                        {
                            let read = model.read(page.page.clone(), page.rules.as_ref());
                            let kept: Vec<Found> = decode::people(&read, 0.05);
                            let sure = decode::people(&read, SURE);
                            let alone = decode::people(&model.read(page.page.clone(), None), 0.05);
                            let told = pairing::talks(&model, &read, &sure, page.rules.as_ref());
                            let oracle = told_speakers(&read, &page.labels);
                            let by_labels =
                                pairing::talks(&model, &read, &oracle, page.rules.as_ref());
                            let mut parts = [Parts::default(); 2];
                            parts[0].add(page, &read, &sure, &told, options.show);
                            parts[1].add(page, &read, &oracle, &by_labels, false);
                            done.push((at, kept, alone, sure, parts));
                        }
                    }
                    done
                })
            })
            .collect();
        for work in work {
            for (at, kept, alone, sure, parts) in work.join().unwrap_or_default() {
                if count(&all[at].community) > BIG {
                    continue;
                }
                by.entry(&all[at].community)
                    .or_default()
                    .add(&all[at].labels, &sure);
                for (sum, parts) in of_talks.iter_mut().zip(parts) {
                    sum.talks += parts.talks;
                    sum.titles += parts.titles;
                    sum.roles += parts.roles;
                    sum.roled += parts.roled;
                    sum.lines += parts.lines;
                }
                for step in 2..19 {
                    let least = step as f32 / 20.0;
                    let some: Vec<Found> = kept
                        .iter()
                        .filter(|one| one.score >= least)
                        .cloned()
                        .collect();
                    at_least
                        .entry(step)
                        .or_default()
                        .add(&all[at].labels, &some);
                    let some: Vec<Found> = alone
                        .iter()
                        .filter(|one| one.score >= least)
                        .cloned()
                        .collect();
                    at_least_alone
                        .entry(step)
                        .or_default()
                        .add(&all[at].labels, &some);
                }
                if options.show {
                    let (_, invented, missed) = compare(&all[at].labels, &sure);
                    let told = |key: &String| {
                        kept.iter()
                            .find(|one| one.key == *key)
                            .map_or(0.0, |one| one.score)
                    };
                    for key in &invented {
                        println!("{} invented {key} {:.2}", all[at].doc, told(key));
                    }
                    for name in &missed {
                        println!(
                            "{} missed {name} {:.2}",
                            all[at].doc,
                            told(&candidate::key(name))
                        );
                    }
                }
            }
        }
    });
    of_talks[0].print("of those found");
    of_talks[1].print("of those told");
    let mut total = Counts::default();
    for (name, counts) in &by {
        println!(
            "{:40} f1 {:.2}  found {:3}  invented {:3}  missed {:3}",
            name,
            counts.f1(),
            counts.found,
            counts.invented,
            counts.missed
        );
        total.found += counts.found;
        total.invented += counts.invented;
        total.missed += counts.missed;
    }
    let mean = by.values().map(|counts| counts.f1()).sum::<f64>() / by.len().max(1) as f64;
    println!(
        "speakers: precision {:.3} recall {:.3} f1 {:.3} mean {mean:.3}",
        total.precision(),
        total.recall(),
        total.f1()
    );
    for ((step, counts), alone) in at_least.iter().zip(at_least_alone.values()) {
        let of = |counts: &Counts| {
            format!(
                "precision {:.3} recall {:.3} f1 {:.3}",
                counts.precision(),
                counts.recall(),
                counts.f1()
            )
        };
        println!(
            "at {:.2}: {} | without the rules {}",
            f64::from(*step) / 20.0,
            of(counts),
            of(alone)
        );
    }
}

/// Learns from all pages and gives the weights as text.
pub fn weights(pages: &[Labelled]) -> String {
    people(pages.iter().collect()).write()
}
