//! Weights, and the passes that use them.
//!
//! Each pass is a sum of weights over what is true of a candidate; the next one sees its scores. The
//! weights are learnt from labelled pages (`examples/train.rs`) and kept as text, so that a change of
//! them can be read.

#[cfg(feature = "train")]
use std::fmt::Write as _;
use std::{collections::HashMap, sync::LazyLock};

use super::{
    feature::{Features, uses},
    mention::{self, Slot},
    name,
    page::Page,
    pairing::Opinions,
    person::{self, Person},
    sibling,
};

/// Parts of a unit in which weights are kept.
pub(super) const UNIT: f32 = 64.0;

/// From this score on somebody has spoken for sure, and from the other on may have: chosen on communities left out,
/// where those who are sure are right in six of seven cases.
pub(in crate::recap) const SURE: f32 = 0.5;
pub(super) const LIKELY: f32 = 0.25;

/// The passes, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Pass {
    /// Is this string a name?
    Name,
    /// Does somebody who stands so speak?
    Mention,
    /// The same, seeing those that stand alike.
    Sibling,
    /// Did this person speak?
    Person,
    /// The same, knowing what the rules found.
    Opinion,
    /// Is this the title?
    Title,
    /// The same, seeing what others of the page have.
    Record,
    /// Is this the role?
    Role,
}

pub(super) const PASSES: [(Pass, &str); 8] = [
    (Pass::Name, "name"),
    (Pass::Mention, "mention"),
    (Pass::Sibling, "sibling"),
    (Pass::Person, "person"),
    (Pass::Opinion, "opinion"),
    (Pass::Title, "title"),
    (Pass::Record, "record"),
    (Pass::Role, "role"),
];

/// A sum of weights.
#[derive(Debug, Clone, Default)]
pub(super) struct Linear {
    pub(super) bias: i32,
    pub(super) weights: HashMap<String, i32>,
}

impl Linear {
    /// The probability of a candidate of which these are true.
    pub(super) fn score(&self, features: &Features) -> f32 {
        let sum: i32 = features
            .0
            .iter()
            .filter_map(|(name, _)| self.weights.get(name.as_str()))
            .sum();
        let odds = (self.bias + sum) as f32 / UNIT;
        1.0 / (1.0 + (-odds).exp())
    }
}

/// All weights.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub(super) passes: HashMap<Pass, Linear>,
}

/// The weights that come with the program.
pub(super) static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::parse(include_str!("data/weights.txt")));

impl Model {
    /// Reads what [`Model::write`] wrote; what is no weight is left out.
    pub(super) fn parse(text: &str) -> Self {
        let mut model = Self::default();
        let mut pass = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|line| line.strip_suffix(']'))
            {
                pass = PASSES
                    .iter()
                    .find(|(_, known)| *known == name)
                    .map(|(pass, _)| *pass);
                continue;
            }
            let Some((name, value)) = line.rsplit_once(' ') else {
                continue;
            };
            match (name, pass) {
                (_, None) => {}
                (name, Some(pass)) => {
                    let linear = model.passes.entry(pass).or_default();
                    let weight = value.parse().unwrap_or_default();
                    if name == "bias" {
                        linear.bias = weight;
                    } else {
                        linear.weights.insert(name.to_owned(), weight);
                    }
                }
            }
        }
        model
    }

    /// The weights as text, the heaviest of each pass first.
    #[cfg(feature = "train")]
    pub(super) fn write(&self) -> String {
        let mut text = String::from(
            "# Weights of the passes that find speakers, titles and roles, in parts of 64 of a natural logarithm.\n\
             # Made by `cargo run --release --features train --example train -- DATA...`: not to be edited by hand.\n",
        );
        for (pass, name) in PASSES {
            let Some(linear) = self.passes.get(&pass) else {
                continue;
            };
            let _ = writeln!(text, "[{name}]\nbias {}", linear.bias);
            let mut weights: Vec<_> = linear
                .weights
                .iter()
                .filter(|(_, weight)| **weight != 0)
                .collect();
            weights.sort_by_key(|(name, weight)| (-weight.abs(), name.as_str()));
            for (name, weight) in weights {
                let _ = writeln!(text, "{name} {weight}");
            }
        }
        text
    }

    pub(super) fn scores(&self, pass: Pass, all: &[Features]) -> Vec<f32> {
        match self.passes.get(&pass) {
            Some(linear) => all.iter().map(|features| linear.score(features)).collect(),
            None => vec![0.0; all.len()],
        }
    }
}

/// Mentions below this score are no names.
const NAME: f32 = 0.006;

/// A page on its way through the passes.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) page: std::rc::Rc<Page>,
    pub(super) slots: Vec<Slot>,
    pub(super) names: Vec<f32>,
    /// Features of the mentions in the pass that is next.
    pub(super) mentions: Vec<Features>,
    pub(super) scores: Vec<f32>,
    pub(super) people: Vec<Person>,
    pub(super) spoke: Vec<f32>,
}

/// Leaves the mentions that may be names.
pub(super) fn prune(mut page: Page, scores: &[f32]) -> (Page, Vec<f32>) {
    let keep: Vec<bool> = scores.iter().map(|score| *score >= NAME).collect();
    page.keep(&keep);
    let names = scores
        .iter()
        .copied()
        .filter(|score| *score >= NAME)
        .collect();
    (page, names)
}

impl Read {
    /// Begins with the mentions that are left, and their scores as names.
    pub(super) fn new(page: Page, names: Vec<f32>) -> Self {
        let (mut mentions, slots) = mention::features(&page);
        let own = name::features(&page);
        for (f, own) in mentions.iter_mut().zip(own) {
            f.0.extend(
                own.0
                    .into_iter()
                    .filter(|(name, _)| !name.starts_with("name:fixed")),
            );
            f.0.extend(page.marks.0.iter().cloned());
        }
        mention::repeats(
            &page,
            &slots,
            |at| page.mentions[at].is_parted() && names[at] > 0.1,
            "alike",
            &mut mentions,
        );
        mention::repeats(&page, &slots, |at| names[at] > 0.25, "names", &mut mentions);
        for (at, f) in mentions.iter_mut().enumerate() {
            let score = names[at];
            let steps = [0.01, 0.04, 0.12, 0.3, 0.6];
            f.add(
                uses::BEST,
                format!(
                    "name={}",
                    steps.iter().filter(|step| score >= **step).count()
                ),
            );
            let sure = if score < 0.03 {
                "low"
            } else if score < 0.25 {
                "middle"
            } else {
                "high"
            };
            let parted = page.mentions[at].is_parted();
            let mut more = Vec::new();
            for (name, uses) in &f.0 {
                if uses & uses::CONTEXT != 0 {
                    more.push((format!("{name}&{sure}"), 0));
                }
                if parted && uses & uses::PARTED != 0 {
                    more.push((format!("{name}&parted"), 0));
                }
            }
            f.0.extend(more);
            f.settle();
        }
        Self {
            page: std::rc::Rc::new(page),
            slots,
            names,
            mentions,
            scores: Vec::new(),
            people: Vec::new(),
            spoke: Vec::new(),
        }
    }

    /// Takes the scores of the mention pass: what follows sees the siblings.
    pub(super) fn with_siblings(&mut self, scores: &[f32]) {
        for (f, more) in
            self.mentions
                .iter_mut()
                .zip(sibling::features(&self.page, &self.slots, scores))
        {
            f.0.extend(more.0);
        }
    }

    /// Takes the scores of the sibling pass: what follows are people.
    pub(super) fn with_people(&mut self, scores: Vec<f32>) {
        self.people = person::people(&self.page, &self.mentions, &self.names, &scores);
        self.scores = scores;
    }

    /// Features of the last pass.
    pub(super) fn opinions(&self, rules: Option<&Opinions>) -> Vec<Features> {
        person::opinions(&self.page, &self.slots, &self.people, &self.spoke, rules)
    }

    pub(super) fn person_features(&self) -> Vec<Features> {
        self.people
            .iter()
            .map(|person| person.features.clone())
            .collect()
    }
}

impl Model {
    /// All passes over a page.
    pub(super) fn read(&self, page: Page, rules: Option<&Opinions>) -> Read {
        let scores = self.scores(Pass::Name, &name::features(&page));
        let (page, names) = prune(page, &scores);
        let mut read = Read::new(page, names);
        let scores = self.scores(Pass::Mention, &read.mentions);
        read.with_siblings(&scores);
        let scores = self.scores(Pass::Sibling, &read.mentions);
        read.with_people(scores);
        read.spoke = self.scores(Pass::Person, &read.person_features());
        if rules.is_some() {
            read.spoke = self.scores(Pass::Opinion, &read.opinions(rules));
        }
        read
    }
}
