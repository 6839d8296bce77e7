//! Whether a string is a person's name: features of the string and of how it stands everywhere on the page.

use std::collections::HashMap;

use super::{
    candidate::{Mention, Script, parts_surely},
    feature::{Features, bucket, uses::NAME},
    page::{CLASS, Page},
    text::{is_han, is_word},
    words::{self, Surname, is_first_name, is_pinyin, name_odds, surname},
};

/// What neighbours the mentions of one name have on the page.
#[derive(Default)]
struct Around {
    count: usize,
    parted: usize,
    left: HashMap<char, usize>,
    right: HashMap<char, usize>,
}

/// Features of all mentions that tell whether they are names.
pub(super) fn features(page: &Page) -> Vec<Features> {
    let around = around(page);
    let mut all: Vec<Features> = page
        .mentions
        .iter()
        .map(|mention| of(page, mention, &around[mention.key.as_str()]))
        .collect();
    overlaps(page, &around, &mut all);
    for features in &mut all {
        features.settle();
    }
    all
}

const END: char = '\0';

fn around(page: &Page) -> HashMap<&str, Around> {
    let mut all: HashMap<&str, Around> = HashMap::new();
    for mention in &page.mentions {
        let plain = page.plain(mention.line);
        let near = |c: Option<&char>| c.copied().filter(|c| is_han(*c)).unwrap_or(END);
        let entry = all.entry(&mention.key).or_default();
        entry.count += 1;
        entry.parted += usize::from(mention.is_parted());
        let before = mention.at.start.checked_sub(1).and_then(|at| plain.get(at));
        *entry.left.entry(near(before)).or_default() += 1;
        *entry
            .right
            .entry(near(plain.get(mention.at.end)))
            .or_default() += 1;
    }
    all
}

/// Characters that end no name and often follow one.
const FUNCTION: &str =
    "向为在从和与就则也将对以是的了等及并又还把被让给由于同跟或但而之其这那各上下中里后前";

fn of(page: &Page, mention: &Mention, around: &Around) -> Features {
    let mut f = Features::default();
    let line = &page.lines[mention.line];
    let plain = &line.text.plain;
    let name = &plain[mention.at.clone()];
    let put = |f: &mut Features, name: String| f.add(NAME, name);
    put(&mut f, format!("script={}", mention.script.name()));
    if mention.script.is_han() {
        han(page, mention, name, &mut f);
    } else {
        latin(page, mention, &mut f);
    }
    put(&mut f, format!("count={}", bucket(around.count)));
    for (side, near) in [("left", &around.left), ("right", &around.right)] {
        let most = near
            .iter()
            .filter(|(c, _)| **c != END)
            .map(|(_, n)| *n)
            .max()
            .unwrap_or(0);
        if around.count >= 3 && most * 10 >= around.count * 6 {
            put(
                &mut f,
                format!(
                    "name:fixed:{side}={}",
                    if most == around.count { "all" } else { "most" }
                ),
            );
        }
        let free = near.get(&END).copied().unwrap_or(0);
        let word = if free == 0 {
            "none"
        } else if free == around.count {
            "all"
        } else {
            "some"
        };
        put(
            &mut f,
            format!(
                "name:free:{side}={word}{}",
                if around.count >= 3 { "3" } else { "" }
            ),
        );
    }
    if mention.is_parted() {
        put(&mut f, "parted".to_owned());
    }
    if parts_surely(mention.left) && parts_surely(mention.right) {
        put(&mut f, "parted:surely".to_owned());
    }
    if around.parted > usize::from(mention.is_parted()) {
        put(&mut f, "parted:elsewhere".to_owned());
    }
    if page.author.contains(&line.text.written(mention.at.clone())) {
        f.add(
            NAME | super::feature::uses::BEST | super::feature::uses::ANY,
            "author",
        );
    }
    context(page, mention, &mut f);
    f
}

/// What stands right beside it.
fn context(page: &Page, mention: &Mention, f: &mut Features) {
    use super::feature::uses::{ANY, BEST, CONTEXT};
    let line = &page.lines[mention.line];
    let plain = &line.text.plain;
    let at = &mention.at;
    let after = (at.end..plain.len())
        .find(|next| plain[*next] != ' ')
        .unwrap_or(plain.len());
    if page.cue(
        mention.line,
        CLASS.honour,
        after..(after + 3).min(plain.len()),
    ) && page.seen[mention.line]
        .cues
        .iter()
        .any(|cue| cue.class == CLASS.honour && cue.at.start == after)
        || plain.get(at.end) == Some(&'总') && !plain.get(at.end + 1).is_some_and(|c| is_han(*c))
    {
        f.add(NAME | CONTEXT | BEST | ANY, "honour");
    }
    let from = at.start.saturating_sub(24);
    if page.ends_in_post(mention.line, from..at.start)
        && plain[from..at.start].iter().any(|c| is_word(*c))
    {
        f.add(NAME | CONTEXT | BEST | ANY, "post:left");
    }
    let around = |ranges: &[std::ops::Range<usize>]| {
        ranges
            .iter()
            .any(|run| run.start <= at.start && at.end <= run.end)
    };
    if around(&line.bold) {
        f.add(NAME | ANY, "bold");
        if line.bold.iter().any(|run| run == at) {
            f.add(NAME, "bold:whole");
        }
    }
    if page.seen[mention.line]
        .quotes
        .iter()
        .any(|(run, _)| run.start <= at.start && at.end <= run.end)
    {
        f.add(NAME | CONTEXT | BEST, "quoted");
    }
    let word = |range: &[char]| range.iter().any(|c| is_word(*c));
    let (first, last) = (!word(&plain[..at.start]), !word(&plain[at.end..]));
    if first && last {
        f.add(
            NAME | CONTEXT | BEST | ANY | super::feature::uses::ALL,
            "whole",
        );
    }
    let han_before = plain[..at.start]
        .iter()
        .rev()
        .find(|c| !matches!(c, ' ' | '('));
    if !mention.script.is_han() {
        if han_before.is_some_and(|c| is_han(*c)) && at.start > 0 {
            f.add(NAME, "han:before");
        }
        let run = plain[..at.start]
            .iter()
            .rev()
            .skip_while(|c| matches!(c, ' ' | '('))
            .take_while(|c| is_han(**c))
            .count();
        if matches!(run, 2 | 3) {
            f.add(NAME | BEST, "han:name:before");
        }
        let inside: Vec<char> = plain[at.end..]
            .iter()
            .skip_while(|c| **c == ' ')
            .take(5)
            .copied()
            .collect();
        let close = inside.iter().position(|c| *c == ')');
        if inside.first() == Some(&'(')
            && matches!(close, Some(3 | 4))
            && inside[1..close.unwrap_or(1)].iter().all(|c| is_han(*c))
        {
            f.add(NAME | BEST, "han:name:after");
        }
    } else {
        let rest = &line.text.chars[at.end..];
        let start = rest
            .iter()
            .position(|c| !matches!(c, ' ' | '(' | '（'))
            .unwrap_or(0);
        if start < 3
            && rest.get(start).is_some_and(|c| c.is_uppercase())
            && rest.get(start + 1).is_some_and(|c| c.is_lowercase())
        {
            f.add(NAME, "latin:after");
        }
    }
}

fn han(page: &Page, mention: &Mention, name: &[char], f: &mut Features) {
    use super::feature::uses::BEST;
    let plain = page.plain(mention.line);
    let solid: Vec<char> = name.iter().copied().filter(|c| is_han(*c)).collect();
    let odds = name_odds(&solid);
    f.add(
        NAME,
        format!("odds={}", ((odds / 1.5).floor() as i32).clamp(-3, 12)),
    );
    let known = match surname(&solid) {
        Some(Surname::Double) => "double",
        Some(Surname::Top) => "top",
        Some(Surname::Other) => "yes",
        None => "no",
    };
    f.add(NAME, format!("surname={known}"));
    let word = words::word(&solid);
    let often = match word {
        None => "no",
        Some((_, false)) => "yes",
        Some((_, true)) => "often",
    };
    f.add(NAME | BEST, format!("word={often}"));
    if let Some((tag, _)) = word {
        f.add(NAME | BEST, format!("tag={tag}"));
    }
    let range = mention.at.clone();
    for class in [
        "post", "org", "verb", "topic", "speaker", "panel", "host", "agenda", "team", "about",
        "idle", "remarks", "recap", "award",
    ] {
        if page.cue(mention.line, words::class(class), range.clone()) {
            f.add(
                NAME | BEST,
                if matches!(class, "post" | "org") {
                    format!("name:{class}")
                } else {
                    "name:cue".to_owned()
                },
            );
        }
    }
    if solid.last().is_some_and(|c| FUNCTION.contains(*c)) {
        f.add(NAME | BEST, "name:end");
    }
    if plain.get(range.end).is_some_and(|c| FUNCTION.contains(*c)) {
        f.add(NAME, "name:function");
    }
    // Common words that lie across its borders, or begin or end there.
    let common = |from: usize, to: usize| {
        plain
            .get(from..to)
            .and_then(words::word)
            .is_some_and(|(tag, _)| tag != 'r')
    };
    for size in 2..=4 {
        for from in (range.end + 1).saturating_sub(size)..range.end {
            if from >= range.start && common(from, from + size) && from + size > range.end {
                f.add(NAME | BEST, "name:across:right");
            }
        }
        for from in range.start.saturating_sub(size - 1)..range.start {
            if from + size <= range.end && from + size > range.start && common(from, from + size) {
                f.add(NAME | BEST, "name:across:left");
            }
        }
        if common(range.end, range.end + size) {
            f.add(NAME, "name:word:right");
        }
        if range.start >= size && common(range.start - size, range.start) {
            f.add(NAME, "name:word:left");
        }
    }
    if solid.len() > 2 && words::word(&solid[1..]).is_some_and(|(tag, _)| tag != 'r') {
        f.add(NAME, "name:inner");
    }
}

/// Latin words that are names of things.
const THINGS: [&str; 44] = [
    "apache", "open", "cloud", "linux", "kube", "data", "web", "source", "java", "python", "the",
    "and", "of", "for", "with", "in", "on", "to", "a", "github", "meetup", "summit", "con",
    "service", "mesh", "sql", "ai", "gpu", "news", "blog", "page", "ppt", "pdf", "video", "docker",
    "part", "day", "hub", "lab", "tech", "club", "club", "talk", "live",
];

fn latin(page: &Page, mention: &Mention, f: &mut Features) {
    use super::feature::uses::BEST;
    let line = &page.lines[mention.line];
    let name = line.text.written(mention.at.clone());
    let words: Vec<&str> = name.split(' ').collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let pinyin = lower.iter().filter(|word| is_pinyin(word)).count();
    let share = if pinyin == words.len() {
        "all"
    } else if pinyin > 0 {
        "some"
    } else {
        "no"
    };
    f.add(NAME, format!("pinyin={share}"));
    let first = if is_first_name(&lower[0]) {
        "first"
    } else if lower.iter().any(|word| is_first_name(word)) {
        "any"
    } else {
        "no"
    };
    f.add(NAME, format!("given={first}"));
    let camel = |word: &&str| {
        let chars: Vec<char> = word.chars().collect();
        chars
            .windows(2)
            .any(|two| two[0].is_lowercase() && two[1].is_uppercase())
            || chars.iter().any(char::is_ascii_digit)
    };
    if words.iter().any(camel) {
        f.add(NAME | BEST, "camel");
    }
    if words
        .iter()
        .any(|word| word.len() > 2 && word.chars().all(char::is_uppercase))
    {
        f.add(NAME | BEST, "capitals");
    }
    if page.cue(mention.line, CLASS.post, mention.at.clone()) {
        f.add(NAME | BEST, "name:post");
    }
    if page.cue(mention.line, CLASS.org, mention.at.clone()) {
        f.add(NAME | BEST, "name:org");
    }
    if lower.iter().any(|word| THINGS.contains(&word.as_str())) {
        f.add(NAME | BEST, "thing");
    }
    if name.contains(['_', '.']) && mention.script == Script::Handle {
        f.add(NAME, "handle:sign");
    }
    if mention.left == "at" {
        f.add(NAME | BEST, "handle:at");
    }
}

/// What overlaps a candidate and fits better or worse.
fn overlaps(page: &Page, around: &HashMap<&str, Around>, all: &mut [Features]) {
    let odds: Vec<f32> = page
        .mentions
        .iter()
        .map(|mention| {
            let solid: Vec<char> = page.plain(mention.line)[mention.at.clone()]
                .iter()
                .copied()
                .filter(|c| is_han(*c))
                .collect();
            if solid.is_empty() {
                0.0
            } else {
                name_odds(&solid)
            }
        })
        .collect();
    for range in &page.of_line {
        for one in range.clone() {
            for two in one + 1..range.end {
                let (a, b) = (&page.mentions[one], &page.mentions[two]);
                if b.at.start >= a.at.end {
                    break;
                }
                for (mine, other) in [(one, two), (two, one)] {
                    let (m, o) = (&page.mentions[mine], &page.mentions[other]);
                    if m.script.is_han() != o.script.is_han() {
                        continue;
                    }
                    if !m.script.is_han() {
                        let longer = o.at.len() > m.at.len();
                        all[mine].add(NAME, if longer { "in:longer" } else { "holds:shorter" });
                        continue;
                    }
                    let relation = match (o.at.start.cmp(&m.at.start), o.at.end > m.at.end) {
                        (std::cmp::Ordering::Equal, true) => "longer",
                        (std::cmp::Ordering::Equal, false) => "shorter",
                        (std::cmp::Ordering::Less, _) => "left",
                        (std::cmp::Ordering::Greater, _) => "right",
                    };
                    let better = odds[other] - odds[mine];
                    let sign = if better > 1.5 {
                        ">"
                    } else if better < -1.5 {
                        "<"
                    } else {
                        "="
                    };
                    all[mine].add(NAME, format!("over:{relation}{sign}"));
                    if o.is_parted() && !m.is_parted() {
                        all[mine].add(NAME, "over:parted");
                    }
                    if around[o.key.as_str()].parted > 0 && around[m.key.as_str()].parted == 0 {
                        all[mine].add(NAME, "over:parted:elsewhere");
                    }
                    if around[o.key.as_str()].count < around[m.key.as_str()].count {
                        all[mine].add(NAME, format!("over:{relation}:rarer"));
                    }
                }
            }
        }
    }
}
