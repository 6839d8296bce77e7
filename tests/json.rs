use serde_json::Value;

use crate::world::{World, project, sample_index};

/// Checks that `value` has exactly the keys of `shape`, each of the type written there: `n` number,
/// `s` string, `b` truth value, `[…]` list of these, `?` or null.
fn check(value: &Value, shape: &[(&str, &str)], what: &str) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("{what}: {value}"));
    let mut have: Vec<&str> = object.keys().map(String::as_str).collect();
    let mut want: Vec<&str> = shape.iter().map(|(key, _)| *key).collect();
    have.sort_unstable();
    want.sort_unstable();
    assert_eq!(have, want, "keys of {what}");
    for (key, kind) in shape {
        assert!(
            fits(&object[*key], kind),
            "{what}: {key} is {}",
            object[*key]
        );
    }
}

fn fits(value: &Value, kind: &str) -> bool {
    match kind.strip_suffix('?') {
        Some(kind) => value.is_null() || fits(value, kind),
        None => match kind {
            "n" => value.is_number(),
            "s" => value.is_string(),
            "b" => value.is_boolean(),
            "[s]" => list(value, |one| one.is_string()),
            "[[n]]" => list(value, |one| list(one, Value::is_number)),
            "[]" => value.is_array(),
            "{}" => value.is_object(),
            "date" => value.as_str().is_some_and(is_date),
            _ => value == kind,
        },
    }
}

fn list(value: &Value, fits: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(fits))
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2])
}

const HIT: &[(&str, &str)] = &[
    ("rank", "n"),
    ("score", "n"),
    ("id", "s"),
    ("kind", "s"),
    ("path", "s"),
    ("line", "n"),
    ("recap", "s?"),
    ("title", "s?"),
    ("speakers", "[]"),
    ("city", "s?"),
    ("date", "date?"),
    ("event_date", "date?"),
    ("label", "s?"),
    ("tags", "[s]"),
    ("url", "s?"),
    ("video", "s?"),
    ("announcement", "b"),
    ("excerpt", "s"),
    ("highlights", "[[n]]"),
];

const SPEAKER: &[(&str, &str)] = &[("name", "s"), ("role", "s?")];

fn ask(args: &[&str]) -> Value {
    let fixed = ["query", "全密态", "--json", "--index", sample_index()];
    World::new().run(&[&fixed[..], args].concat()).ok().json()
}

#[test]
fn an_answer() {
    let shape = [
        ("query", "s"),
        ("total", "n"),
        ("took_ms", "n"),
        ("relaxed", "b"),
        ("hits", "[]"),
    ];
    let answer = ask(&[]);
    check(&answer, &shape, "answer");
    for hit in answer["hits"].as_array().expect("hits") {
        check(hit, HIT, "hit");
        let kind = hit["kind"].as_str().expect("kind");
        assert!(["talk", "section"].contains(&kind));
        let speakers = hit["speakers"].as_array().expect("speakers");
        speakers
            .iter()
            .for_each(|one| check(one, SPEAKER, "speaker"));
        assert!(kind == "talk" || speakers.is_empty());
        assert!(hit["line"].as_u64() >= Some(1));
    }
    let with_facets = ask(&["--facets"]);
    check(
        &with_facets,
        &[&shape[..], &[("facets", "{}")]].concat(),
        "answer",
    );
    for (name, counts) in with_facets["facets"].as_object().expect("facets") {
        for count in counts.as_array().expect(name) {
            assert!(count[0].is_string() && count[1].is_u64(), "{name}: {count}");
        }
    }
    let explained = ask(&["--explain"]);
    check(
        &explained,
        &[&shape[..], &[("explanation", "{}")]].concat(),
        "answer",
    );
}

#[test]
fn an_answer_by_recap() {
    let answer = ask(&["--group", "recap"]);
    for hit in answer["hits"].as_array().expect("hits") {
        check(hit, &[HIT, &[("passages", "[]")]].concat(), "recap");
        assert_eq!(hit["kind"], "recap");
        let passages = hit["passages"].as_array().expect("passages");
        assert!(!passages.is_empty());
        passages
            .iter()
            .for_each(|passage| check(passage, HIT, "passage"));
    }
}

#[test]
fn an_answer_by_event() {
    let pages = [
        ("id", "s"),
        ("path", "s"),
        ("title", "s?"),
        ("announcement", "b"),
        ("date", "date?"),
    ];
    let answer = ask(&["--group", "event"]);
    for hit in answer["hits"].as_array().expect("hits") {
        check(
            hit,
            &[HIT, &[("passages", "[]"), ("pages", "[]")]].concat(),
            "event",
        );
        assert_eq!(hit["kind"], "event");
        for page in hit["pages"].as_array().expect("pages") {
            check(page, &pages, "page");
        }
    }
}

#[test]
fn talks() {
    let corpus = project("corpus").display().to_string();
    for document in World::new()
        .run(&["talks", &corpus, "--json"])
        .ok()
        .documents()
    {
        let shape = [
            ("path", "s"),
            ("title", "s?"),
            ("city", "s?"),
            ("date", "date?"),
            ("event_date", "date?"),
            ("announcement", "b"),
            ("counterpart", "s?"),
            ("label", "s?"),
            ("tags", "[s]"),
            ("author", "s?"),
            ("url", "s?"),
            ("talks", "[]"),
            ("warnings", "[]"),
        ];
        check(&document, &shape, "recap");
        for talk in document["talks"].as_array().expect("talks") {
            let shape = [
                ("kind", "s"),
                ("speakers", "[]"),
                ("title", "s?"),
                ("line", "n"),
                ("video", "s?"),
                ("images", "[s]"),
            ];
            check(talk, &shape, "talk");
            let speakers = talk["speakers"].as_array().expect("speakers");
            speakers
                .iter()
                .for_each(|one| check(one, SPEAKER, "speaker"));
        }
    }
}

#[test]
fn a_report() {
    let world = World::new();
    world.write("corpus/empty.md", "");
    let report = world.run(&["index", "--json"]).ok().json();
    let numbers = [
        "recaps",
        "talks",
        "sections",
        "added",
        "updated",
        "unchanged",
        "removed",
        "bytes",
        "seconds",
    ];
    let shape: Vec<_> = numbers
        .into_iter()
        .map(|name| (name, "n"))
        .chain([("skipped", "[]"), ("left_out", "[]")])
        .collect();
    check(&report, &shape, "report");
    let skipped = [("path", "empty.md"), ("reason", "s")];
    check(&report["skipped"][0], &skipped, "skipped");
}

#[test]
fn figures() {
    let judged = project("tests/judged.jsonl").display().to_string();
    let args = ["eval", &judged, "--json", "--index", sample_index()];
    let names = [
        "queries",
        "mrr@10",
        "ndcg@10",
        "recall@10",
        "recall@100",
        "success@1",
    ];
    check(
        &World::new().run(&args).ok().json(),
        &names.map(|name| (name, "n")),
        "figures",
    );
}

#[test]
fn counts() {
    let args = ["facets", "--json", "--index", sample_index()];
    let document = World::new().run(&args).ok().json();
    let shape = [
        ("query", "s"),
        ("total", "n"),
        ("took_ms", "n"),
        ("relaxed", "b"),
        ("facets", "{}"),
    ];
    check(&document, &shape, "counts");
    let names = ["city", "label", "month", "org", "speaker", "tag", "year"];
    check(
        &document["facets"],
        &names.map(|name| (name, "[]")),
        "facets",
    );
}
