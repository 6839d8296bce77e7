//! What each device of the ranking is worth: measures the development sets with one weight
//! changed at a time.
//!
//! `cargo bench --bench relevance [-- DATA [SET...]]`, DATA being the folder that holds
//! `passages/`, `passages-traditional/` and `recaps/` (default `../shared`).

use std::{
    collections::HashMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use recap_search::{
    Index, Query,
    index::{BuildOptions, build},
    query::{Hit, Weights},
};
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A question and whether a hit answers it.
struct Question {
    text: String,
    right: Box<dyn Fn(&Hit) -> bool>,
    /// Whether a hit lies on a right page, if not in the right talk.
    near: Box<dyn Fn(&Hit) -> bool>,
}

struct Set {
    name: &'static str,
    index: Index,
    questions: Vec<Question>,
    _folder: tempfile::TempDir,
}

/// A variant of the weights and its name.
type Variant = (&'static str, fn(&mut Weights));

const VARIANTS: &[Variant] = &[
    ("as shipped", |_| {}),
    ("words only", |w| {
        w.word = 1.0;
        w.inner_pair = 0.0;
        w.cross_pair = 0.0;
        w.character = 0.0;
    }),
    ("grams only", |w| {
        w.word = 0.0;
        w.inner_pair = w.word_pair;
        w.cross_pair = w.word_pair;
        w.single = 0.0;
    }),
    ("pairs only", |w| {
        w.word = 0.0;
        w.inner_pair = w.word_pair;
        w.cross_pair = w.word_pair;
        w.single = 0.0;
        w.character = 0.0;
        w.phrase = 0.0;
    }),
    ("words of three and more", |w| w.word = 1.0),
    ("no pairs across words", |w| w.cross_pair = 0.0),
    ("no pairs inside words", |w| w.inner_pair = 0.0),
    ("no single-character words", |w| w.single = 0.0),
    ("no characters", |w| w.character = 0.0),
    ("no whole phrase", |w| w.phrase = 0.0),
    ("no parts of Latin words", |w| w.latin_part = 0.0),
    ("stop words as others", |w| w.stop = 1.0),
    ("no stop words", |w| w.stop = 0.0),
    ("titles twice", |w| w.title *= 2.0),
    ("no title", |w| w.title = 0.0),
    ("people twice", |w| w.people *= 2.0),
    ("no people", |w| w.people = 0.0),
    ("no event", |w| w.event = 0.0),
    ("talks as sections", |w| w.talk = 0.0),
    ("reports as announcements", |w| w.report = 0.0),
];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let data = PathBuf::from(arguments.first().map_or("../shared", String::as_str));
    let wanted = |name: &str| arguments.len() < 2 || arguments[1..].iter().any(|a| a == name);
    let mut sets = Vec::new();
    for name in ["passages", "passages-traditional", "recaps"] {
        let folder = data.join(name);
        if !wanted(name) {
            continue;
        }
        if folder.is_dir() {
            sets.push(if name == "recaps" {
                recaps(&folder)?
            } else {
                passages(name, &folder)?
            });
        } else {
            println!("{} is absent: left out", folder.display());
        }
    }
    print!("| variant |");
    sets.iter().for_each(|set| {
        print!(
            " {} mrr@10 | success@1 | success@10 | page mrr@10 |",
            set.name
        )
    });
    println!();
    println!("|---|{}", "---|".repeat(4 * sets.len()));
    for (name, change) in VARIANTS {
        let mut weights = Weights::default();
        change(&mut weights);
        for setting in std::env::var("WEIGHTS")
            .unwrap_or_default()
            .split_whitespace()
        {
            set(&mut weights, setting)?;
        }
        print!("| {name} |");
        for set in &sets {
            let [mrr, first, ten, page] = measure(set, &weights)?;
            print!(" {mrr:.4} | {first:.4} | {ten:.4} | {page:.4} |");
        }
        println!();
        if std::env::var_os("WEIGHTS").is_some() {
            break;
        }
    }
    Ok(())
}

/// Sets one weight as `name=value` says.
fn set(weights: &mut Weights, setting: &str) -> Outcome<()> {
    let (name, value) = setting
        .split_once('=')
        .ok_or("write WEIGHTS=\"name=value …\"")?;
    let value: f32 = value.parse()?;
    let slot = match name {
        "text" => &mut weights.text,
        "title" => &mut weights.title,
        "people" => &mut weights.people,
        "event" => &mut weights.event,
        "word_pair" => &mut weights.word_pair,
        "inner_pair" => &mut weights.inner_pair,
        "cross_pair" => &mut weights.cross_pair,
        "word" => &mut weights.word,
        "single" => &mut weights.single,
        "character" => &mut weights.character,
        "latin" => &mut weights.latin,
        "latin_part" => &mut weights.latin_part,
        "phrase" => &mut weights.phrase,
        "stop" => &mut weights.stop,
        "pinyin" => &mut weights.pinyin,
        "talk" => &mut weights.talk,
        "tie" => &mut weights.tie,
        "report" => &mut weights.report,
        "coverage" => &mut weights.coverage,
        "k1" => &mut weights.k1,
        "text_length" => &mut weights.text_length,
        "short_length" => &mut weights.short_length,
        _ => return Err(format!("no weight `{name}`").into()),
    };
    *slot = value;
    Ok(())
}

fn measure(set: &Set, weights: &Weights) -> Outcome<[f64; 4]> {
    let (mut mrr, mut first, mut ten, mut page) = (0.0, 0.0, 0.0, 0.0);
    for question in &set.questions {
        let answer = set
            .index
            .search(&Query::new(&question.text).weights(*weights))?;
        if let Some(at) = answer.hits.iter().position(|hit| (question.near)(hit)) {
            page += 1.0 / (at + 1) as f64;
        }
        if let Some(at) = answer.hits.iter().position(|hit| (question.right)(hit)) {
            mrr += 1.0 / (at + 1) as f64;
            first += f64::from(u8::from(at == 0));
            ten += 1.0;
        }
        if std::env::var_os("MISSES").is_some()
            && answer.hits.first().is_none_or(|hit| !(question.right)(hit))
        {
            let rank = answer.hits.iter().position(|hit| (question.right)(hit));
            eprintln!(
                "{} {:?} relaxed {} total {} first {:?}",
                question.text,
                rank,
                answer.relaxed,
                answer.total,
                answer.hits.first().map(|h| &h.id)
            );
        }
    }
    let n = set.questions.len().max(1) as f64;
    Ok([mrr / n, first / n, ten / n, page / n])
}

fn lines(path: &Path) -> Outcome<Vec<Value>> {
    let content = fs::read_to_string(path)?;
    content
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn indexed(corpus: &Path) -> Outcome<(Index, tempfile::TempDir)> {
    let folder = tempfile::tempdir()?;
    build(folder.path(), &BuildOptions::new([corpus]), &|_| {})?;
    Ok((Index::open(folder.path())?, folder))
}

fn passages(name: &'static str, folder: &Path) -> Outcome<Set> {
    let corpus = tempfile::tempdir()?;
    for passage in lines(&folder.join("passages.jsonl"))? {
        fs::write(
            corpus.path().join(text(&passage, "id") + ".md"),
            text(&passage, "text") + "\n",
        )?;
    }
    let (index, kept) = indexed(corpus.path())?;
    let questions = lines(&folder.join("questions.jsonl"))?
        .into_iter()
        .map(|question| {
            let path = text(&question, "id") + ".md";
            let same = path.clone();
            Question {
                text: text(&question, "q"),
                right: Box::new(move |hit| hit.path == path),
                near: Box::new(move |hit| hit.path == same),
            }
        });
    Ok(Set {
        name,
        index,
        questions: questions.collect(),
        _folder: kept,
    })
}

fn recaps(folder: &Path) -> Outcome<Set> {
    let (index, kept) = indexed(&folder.join("corpus"))?;
    let mut questions = Vec::new();
    for entry in fs::read_dir(folder.join("gold"))? {
        let gold: Value = serde_json::from_str(&fs::read_to_string(entry?.path())?)?;
        let strings = |value: &Value| -> Vec<String> {
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect()
        };
        for query in gold["queries"].as_array().into_iter().flatten() {
            let (page, also) = (text(&gold, "doc"), strings(&query["also"]));
            let speakers = strings(&query["relevant_speakers"]);
            let right = move |hit: &Hit| {
                also.contains(&hit.path)
                    || hit.path == page
                        && (speakers.is_empty()
                            || hit.speakers.iter().any(|s| speakers.contains(&s.name)))
            };
            let (doc, others) = (text(&gold, "doc"), strings(&query["also"]));
            questions.push(Question {
                text: text(query, "q"),
                right: Box::new(right),
                near: Box::new(move |hit| hit.path == doc || others.contains(&hit.path)),
            });
        }
    }
    let mut known = HashMap::new();
    questions.retain(|question| known.insert(question.text.clone(), ()).is_none());
    Ok(Set {
        name: "recaps",
        index,
        questions,
        _folder: kept,
    })
}
