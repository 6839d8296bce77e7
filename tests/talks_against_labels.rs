//! The talks that are read from the pages of `talks/`, against their labels.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
};

use serde_json::Value;

use crate::world::{World, project};

mod compare;

use compare::{FIGURES, Label, Page, Reading, Score, Talk, compare, line_of};

/// What must be reached, in hundredths: what the extractor reaches today, rounded down, so that no
/// change loses talks unseen. Whoever makes it better raises them here, and only here; a lower one
/// needs a reason in the commit.
const FLOORS: [(&str, usize); 8] = [
    ("precision", 89),
    ("recall", 60),
    ("title", 78),
    ("role", 78),
    ("kind", 98),
    ("line", 99),
    ("city", 64),
    ("published", 92),
];

/// Talks that may be read from pages without any. An article that shows up as an event misleads
/// more than a talk that is missed, so this should be 0; today guests of podcasts,
/// people in interviews and examples in manuals are taken for speakers.
const INVENTED_ON_PAGES_WITHOUT_TALKS: usize = 8;

fn pages() -> Vec<(Page, String)> {
    let labels = fs::read_to_string(project("tests/talks/labels.jsonl")).expect("the labels");
    let row = |(number, line)| -> (Page, String) {
        let page: Page = serde_json::from_str(line)
            .unwrap_or_else(|error| panic!("labels.jsonl line {}: {error}", number + 1));
        let file = project("tests/talks/pages").join(&page.page);
        let text =
            fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        (page, text)
    };
    labels.lines().enumerate().map(row).collect()
}

/// What `search talks` prints for the labelled pages, by page.
fn readings() -> BTreeMap<String, Reading> {
    let pages = project("tests/talks/pages").display().to_string();
    let run = World::new().run(&["talks", &pages, "--json"]).ok();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let talks = |talk: &Value| -> Vec<Talk> {
        let read = |speaker: &Value| Talk {
            speaker: text(&speaker["name"]),
            role: text(&speaker["role"]),
            title: text(&talk["title"]),
            kind: text(&talk["kind"]).expect("a kind"),
            line: talk["line"].as_u64().expect("a line"),
        };
        match talk["speakers"].as_array().expect("speakers") {
            // A talk of nobody named is one talk all the same.
            none if none.is_empty() => vec![read(&Value::Null)],
            speakers => speakers.iter().map(read).collect(),
        }
    };
    let reading = |document: Value| {
        let reading = Reading {
            city: text(&document["city"]),
            published: text(&document["date"]),
            talks: document["talks"]
                .as_array()
                .expect("talks")
                .iter()
                .flat_map(talks)
                .collect(),
        };
        (text(&document["path"]).expect("a path"), reading)
    };
    run.documents().into_iter().map(reading).collect()
}

/// The scores by layout, and the sum.
fn scored(read: impl Fn(&Page, &str) -> Reading) -> (BTreeMap<String, Score>, Score) {
    let (mut layouts, mut all) = (BTreeMap::<_, Score>::new(), Score::default());
    for (page, text) in pages() {
        let score = compare(&page, &text, &read(&page, &text));
        *layouts.entry(page.layout).or_default() += score.clone();
        all += score;
    }
    (layouts, all)
}

/// Figures below their floors.
fn fallen(score: &Score) -> Vec<String> {
    let below = |(figure, floor): &(&str, usize)| {
        let (right, of) = score.of(figure);
        (100 * right < floor * of).then(|| format!("{figure}: {right} of {of}, below {floor} %"))
    };
    FLOORS.iter().filter_map(below).collect()
}

#[test]
fn talks_are_read_as_the_pages_are_labelled() {
    let readings = readings();
    let (layouts, all) = scored(|page, _| readings.get(&page.page).cloned().unwrap_or_default());
    println!("| layout | pages | found | invented | missed | titles | roles | lines |");
    println!("|---|---|---|---|---|---|---|---|");
    for (layout, score) in &layouts {
        println!("{}", score.row(layout));
    }
    println!("{}", all.row("all"));
    for figure in FIGURES {
        let (right, of) = all.of(figure);
        println!(
            "{figure}: {right} of {of}, {:.2}",
            right as f64 / of.max(1) as f64
        );
    }
    let without = pages()
        .into_iter()
        .filter(|(page, _)| page.talks.is_empty());
    let invented: usize = without
        .filter_map(|(page, _)| readings.get(&page.page))
        .map(|reading| reading.talks.len())
        .sum();
    let mut fallen = fallen(&all);
    if invented > INVENTED_ON_PAGES_WITHOUT_TALKS {
        fallen.push(format!("{invented} talks on pages without any"));
    }
    if !fallen.is_empty() || env::var_os("SHOW").is_some() {
        println!("{}", all.wrong.join("\n"));
    }
    assert_eq!(fallen, Vec::<String>::new());
}

#[test]
fn the_labels_fit_their_pages() {
    let pages = pages();
    let names: BTreeSet<_> = pages.iter().map(|(page, _)| page.page.clone()).collect();
    assert_eq!(names.len(), pages.len(), "a page is labelled once");
    let entries = fs::read_dir(project("tests/talks/pages")).expect("the pages");
    let files = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert_eq!(
        files.collect::<BTreeSet<_>>(),
        names,
        "a file has a label, a label a file"
    );

    let without = pages.iter().filter(|(page, _)| page.talks.is_empty());
    assert!(without.count() >= 14);
    let with = pages.iter().filter(|(page, _)| !page.talks.is_empty());
    let layouts: BTreeSet<_> = with.map(|(page, _)| &page.layout).collect();
    assert!(
        pages.len() >= 60 && layouts.len() >= 25,
        "{}",
        layouts.len()
    );
    let readme = fs::read_to_string(project("tests/talks/README.md")).expect("the rules");
    for (page, text) in &pages {
        let told = format!("| {} |", page.layout);
        assert!(
            readme.contains(&told),
            "a row for `{}` in the README",
            page.layout
        );
        for talk in &page.talks {
            let at = &page.page;
            assert!(
                line_of(text, &talk.starts).is_some(),
                "{at}: {}",
                talk.starts
            );
            let stands = |what: &Option<String>| what.as_ref().is_none_or(|it| text.contains(it));
            assert!(stands(&talk.title), "{at}: {talk:?}");
            // A page may have spaces inside a name; the lines of a card are joined with one.
            let named = |name: &String| text.replace(' ', "").contains(&name.replace(' ', ""));
            let mut names = talk.speaker.iter().chain(&talk.aka);
            assert!(names.all(named), "{at}: {talk:?}");
            let mut parts = talk.role.iter().flat_map(|role| role.split(' '));
            assert!(parts.all(|part| text.contains(part)), "{at}: {talk:?}");
            assert!(["talk", "remarks"].contains(&&*talk.kind), "{at}: {talk:?}");
        }
    }
}

fn every(reading: &mut Reading, spoil: fn(&mut Talk)) {
    reading.talks.iter_mut().for_each(spoil);
}

/// What an extractor would read that makes no mistake.
fn perfect(page: &Page, text: &str) -> Reading {
    let talk = |label: &Label| Talk {
        speaker: label.speaker.clone(),
        role: label.role.clone(),
        title: label.title.clone(),
        kind: label.kind.clone(),
        line: line_of(text, &label.starts).expect("a line"),
    };
    Reading {
        city: page.city.clone(),
        published: page.published.clone(),
        talks: page.talks.iter().map(talk).collect(),
    }
}

#[test]
fn the_comparison_notices_every_kind_of_mistake() {
    let (_, all) = scored(perfect);
    assert_eq!(all.wrong, Vec::<String>::new());
    for figure in FIGURES {
        let (right, of) = all.of(figure);
        assert!(right == of && of > 0, "{figure}");
    }
    assert_eq!(fallen(&all), Vec::<String>::new());

    let (_, none) = scored(|_, _| Reading::default());
    assert_eq!(none.of("recall"), (0, all.of("recall").1));
    let fallen = fallen(&none);
    assert!(
        fallen.iter().any(|line| line.starts_with("recall: 0 of ")),
        "{fallen:?}"
    );

    // The figures that fall when every page is read with this mistake.
    let spoilt = |spoil: fn(&mut Reading)| {
        let (_, score) = scored(|page, text| {
            let mut reading = perfect(page, text);
            spoil(&mut reading);
            reading
        });
        let fell = |figure: &&str| score.of(figure).0 < score.of(figure).1;
        FIGURES.into_iter().filter(fell).collect::<Vec<_>>()
    };
    assert_eq!(spoilt(|read| drop(read.talks.pop())), ["recall"]);
    assert_eq!(
        spoilt(|read| read.talks.push(Talk::default())),
        ["precision"]
    );
    assert_eq!(spoilt(|read| read.city = Some("月球".into())), ["city"]);
    assert_eq!(
        spoilt(|read| read.published = Some("1900-01-01".into())),
        ["published"]
    );
    assert_eq!(spoilt(|read| every(read, |talk| talk.line += 7)), ["line"]);
    assert_eq!(
        spoilt(|read| every(read, |talk| talk.kind.clear())),
        ["kind"]
    );
    assert_eq!(
        spoilt(|read| every(read, |talk| talk.role = Some("路人".into()))),
        ["role"]
    );
    // A talk of nobody named is known by its title alone.
    let title = spoilt(|read| every(read, |talk| talk.title = Some("另外一回事情".into())));
    assert_eq!(title, ["precision", "recall", "title"]);
}
