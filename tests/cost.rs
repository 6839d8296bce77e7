use std::{collections::BTreeSet, fs, time::Instant};

use proptest::prelude::*;
use recap_search::{Error, Index, Query, query::Group};

use crate::world::{World, of_hits, sample_index};

/// A question of a thousand characters and one, however they are written.
fn too_long() -> [String; 4] {
    [
        "数".repeat(1_001),
        // Each is compared as the eighteen characters that it stands for.
        "\u{fdfa}".repeat(60),
        "a ".repeat(20_000),
        format!("({})", "a -b OR ".repeat(200)),
    ]
}

#[test]
fn every_face_refuses_a_question_that_is_too_long() {
    let world = World::new();
    let index = sample_index();
    for long in too_long() {
        for command in [
            &["query", "--index", index, "--", &long][..],
            &["query", "--literal", "--index", index, "--", &long],
            &[
                "query", "--facets", "--group", "event", "--index", index, "--", &long,
            ],
            &["facets", "--index", index, "--", &long],
            &["suggest", "--index", index, "--", &long],
        ] {
            let error = world.run(command).error();
            assert!(error.contains("characters; 1000 at most"), "{error}");
            assert!(error.contains("ask with fewer words"), "{error}");
            assert!(error.len() < 300, "{error}");
        }
        let run = world.run_with(
            &["query", "--batch", "-", "--index", index],
            format!("全密态\n{long}\n").as_bytes(),
        );
        assert_eq!(run.out.lines().count(), 1);
        let error = run.error();
        assert!(error.contains("line 2: query: `"), "{error}");
    }
    let longest = "数据 ".repeat(333);
    let run = world.run(&["query", "--json", "--index", index, "--", &longest]);
    assert_eq!(run.ok().json()["query"], longest);
}

#[cfg(feature = "serve")]
#[test]
fn the_server_names_the_parameter_that_is_too_long_when_it_is_compared() {
    let server = crate::server::Server::sample(&[]);
    let long = "%EF%B7%BA".repeat(60);
    for (path, parameter) in [
        (format!("/api/search?q={long}"), "q"),
        (format!("/api/facets?q={long}"), "q"),
        (format!("/api/suggest?prefix={long}"), "prefix"),
    ] {
        let problem = server.get(&path).problem(400);
        assert_eq!(problem["parameter"], parameter);
    }
}

#[test]
fn limits_and_offsets_beyond_all_bounds_are_answered() {
    let world = World::new();
    let index = sample_index();
    let all = world.run(&[
        "query",
        "全密态",
        "--limit",
        "1000",
        "--json",
        "--index",
        index,
    ]);
    let all = all.ok().json();
    for huge in [
        "100000000000",
        "9223372036854775807",
        "18446744073709551615",
    ] {
        for group in ["passage", "recap", "event"] {
            let run = |option| {
                let shape = ["query", "全密态", option, huge, "--group", group];
                world.run(&[&shape[..], &["--json", "--index", index]].concat())
            };
            let found = run("--limit").ok().json();
            assert_eq!(
                of_hits(&found, "id").len() as u64,
                found["total"].as_u64().expect("a total")
            );
            if group == "passage" {
                assert_eq!(of_hits(&found, "id"), of_hits(&all, "id"));
            }
            let beyond = run("--offset").ok().json();
            assert!(of_hits(&beyond, "id").is_empty());
            assert_eq!(beyond["total"], found["total"]);
        }
    }
    let id = of_hits(&all, "id")[0];
    for huge in ["1000000000000000", "18446744073709551615"] {
        world
            .run(&["similar", id, "--limit", huge, "--index", index])
            .ok();
    }
}

#[test]
fn weaker_matches_hold_to_what_must_not_match() {
    let world = World::indexed(&[
        ("a.md", "全密态数据库在北京。"),
        ("b.md", "全密态数据库在长沙。"),
        ("c.md", "备份在北京，慢查询。"),
    ]);
    for (query, want) in [
        ("全密态 xyzzyq", &["a.md", "b.md"][..]),
        ("全密态 (xyzzyq -北京)", &["b.md"]),
        ("全密态 (xyzzyq (阿里 -北京))", &["b.md"]),
        ("xyzzyq ((全密态 -长沙) OR 阿里云)", &["a.md"]),
        (
            "(全密态 xyzzyq -长沙) OR (备份 xyzzyq -长沙)",
            &["a.md", "c.md"],
        ),
        ("全密态 (xyzzyq \"在长沙\")", &["b.md"]),
        ("全密态 (xyzzyq -(北京 -备份))", &["b.md"]),
    ] {
        let answer = world.run(&["query", "--json", "--", query]).json();
        let mut paths = of_hits(&answer, "path");
        paths.sort_unstable();
        assert_eq!(paths, want, "{query}");
        assert_eq!(answer["relaxed"], true, "{query}");
    }
}

#[test]
fn scores_are_explained_for_every_hit_that_is_shown() {
    let index = Index::open(sample_index()).expect("an index");
    let long: String = (0..400).map(|n| format!("a{n} ")).collect::<String>() + "数据库 社区";
    for query in ["全密态", "数据库 社区", long.as_str()] {
        for group in [Group::Passage, Group::Recap, Group::Event] {
            let query: String = query.chars().take(1_000).collect();
            let asked = Query::new(query)
                .group(group)
                .limit(5)
                .offset(1)
                .explain(true);
            let answer = index.search(&asked).expect("an answer");
            let explanation = answer.explanation.expect("an explanation");
            assert_eq!(explanation.scores.len(), answer.hits.len());
            for (hit, parts) in answer.hits.iter().zip(&explanation.scores) {
                assert!((1..=32).contains(&parts.len()));
                let sum: f64 = parts.iter().map(|part| part.score).sum();
                let score = f64::from(hit.score);
                assert!(
                    (sum - score).abs() < 0.01 + score * 1e-3,
                    "{score} {parts:?}"
                );
            }
        }
    }
}

#[test]
fn a_filter_that_there_is_not_is_an_error() {
    let index = Index::open(sample_index()).expect("an index");
    for name in ["citty", "City", "", "year"] {
        let asked = Query::new("数据库").filter(name, "长沙");
        for error in [index.search(&asked).err(), index.facets(&asked).err()] {
            let error = error.expect("an error");
            assert!(matches!(error, Error::Value { .. }), "{error}");
            assert!(
                error
                    .to_string()
                    .contains(&format!("`{name}` is no filter")),
                "{error}"
            );
        }
    }
}

#[test]
fn a_search_whose_deadline_has_passed_stops() {
    let index = Index::open(sample_index()).expect("an index");
    for query in ["数据库", "数据库 OR -社区", "全密态 xyzzyq", ""] {
        let late = Query::new(query).facets(true).deadline(Instant::now());
        let error = index.search(&late).expect_err("late");
        assert!(matches!(error, Error::Late), "{error}");
    }
}

#[test]
fn lists_of_words_are_files_of_a_bounded_size() {
    let world = World::new();
    world.write("corpus/a.md", "全密态数据库");
    world.write("long.txt", "词".repeat(3 << 20));
    for option in ["--dict", "--synonyms"] {
        for (file, told) in [
            ("/dev/zero", "no regular file"),
            ("corpus", "no regular file"),
            ("long.txt", "more than 8 MiB"),
        ] {
            if fs::metadata(file).is_err() && file.starts_with('/') {
                continue;
            }
            let error = world.run(&["index", option, file]).error();
            assert!(error.contains(file) && error.contains(told), "{error}");
        }
    }
    let word = |number: u32| -> String {
        let han = |at: u32| char::from_u32(0x4e00 + at % 20_000).unwrap_or('词');
        [han(number), han(number / 140 + 7_000), han(number * 7 + 3)]
            .iter()
            .collect()
    };
    let words: Vec<String> = (0..20_000).map(word).collect();
    world.write("dict.txt", words.join("\n"));
    world.write(
        "synonyms.txt",
        format!("数据库,{}\n全密态,密态\n", words.join(",")),
    );
    let run = world.run(&[
        "index",
        "--rebuild",
        "--dict",
        "dict.txt",
        "--synonyms",
        "synonyms.txt",
    ]);
    let run = run.ok();
    assert!(
        run.warnings()
            .iter()
            .any(|line| line.contains("words in one group; 100 at most")),
        "{run:?}"
    );
    world.run(&["query", "密态"]).ok();
    world.run(&["query", "数据库"]).ok();
}

#[test]
fn what_is_asked_twice_is_found_as_what_is_asked_once() {
    let index = Index::open(sample_index()).expect("an index");
    for (once, twice) in [
        ("a 数据库", "a 数据库 a 数据库 a"),
        ("\"全密态\"", "\"全密态\" \"全密态\""),
    ] {
        let found = |query: String| {
            let answer = index.search(&Query::new(query).limit(500).facets(true));
            let answer = answer.expect("an answer");
            let ids: BTreeSet<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
            (answer.total, ids, answer.facets)
        };
        assert_eq!(found(once.to_owned()), found(twice.to_owned()), "{once}");
    }
}

/// Words without a common character.
const WORDS: [&str; 6] = ["数据", "社区", "ab", "c1", "迁移", "性能"];

/// A question over [`WORDS`], and whether it matches a text.
#[derive(Debug, Clone)]
enum Asked {
    Word(usize),
    Phrase(usize),
    Not(Box<Asked>),
    And(Vec<Asked>),
    Or(Vec<Asked>),
}

impl Asked {
    fn text(&self) -> String {
        let joined = |parts: &[Self], by: &str| {
            let parts: Vec<String> = parts.iter().map(Self::text).collect();
            format!("({})", parts.join(by))
        };
        match self {
            Self::Word(word) => WORDS[*word].to_owned(),
            Self::Phrase(word) => format!("\"{}\"", WORDS[*word]),
            Self::Not(inner) => format!("NOT {}", inner.text()),
            Self::And(parts) => joined(parts, " "),
            Self::Or(parts) => joined(parts, " OR "),
        }
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Self::Word(word) | Self::Phrase(word) => text.contains(WORDS[*word]),
            Self::Not(inner) => !inner.matches(text),
            Self::And(parts) => parts.iter().all(|part| part.matches(text)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(text)),
        }
    }
}

fn asked() -> impl Strategy<Value = Asked> {
    let leaf = prop_oneof![
        (0..WORDS.len()).prop_map(Asked::Word),
        (0..WORDS.len()).prop_map(Asked::Phrase),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Asked::Not(Box::new(inner))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Asked::And),
            proptest::collection::vec(inner, 2..4).prop_map(Asked::Or),
        ]
    })
}

/// An index of a text for each set of [`WORDS`], several segments of it, each text in a city.
fn sets() -> &'static (World, Index, Vec<(String, String)>) {
    type Sets = (World, Index, Vec<(String, String)>);
    static SETS: std::sync::OnceLock<Sets> = std::sync::OnceLock::new();
    SETS.get_or_init(|| {
        let world = World::new();
        let mut texts = Vec::new();
        for set in 0..1 << WORDS.len() {
            let words = (0..WORDS.len()).filter(|word| set >> word & 1 == 1);
            let text: Vec<&str> = words.map(|word| WORDS[word]).collect();
            let text = format!("议题，{}。", text.join("，"));
            let page = format!(
                "---\nlocation: '{}'\n---\n\n{text}\n",
                ["长沙", "杭州", "北京", "上海", "深圳"][set % 5]
            );
            world.write(&format!("corpus/{set}.md"), page);
            texts.push((format!("{set}.md"), text));
            if set % 20 == 19 {
                world.run(&["index"]).ok();
            }
        }
        world.run(&["index"]).ok();
        let index = Index::open(world.path("index")).expect("an index");
        (world, index, texts)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn what_matches_is_what_was_asked_for(asked in asked()) {
        let (_, index, texts) = sets();
        let query = asked.text();
        let answer = index.search(&Query::new(&query).limit(100).facets(true)).expect("an answer");
        let want: BTreeSet<&str> = texts.iter().filter(|(_, text)| asked.matches(text)).map(|(path, _)| path.as_str()).collect();
        if want.is_empty() {
            prop_assert!(answer.relaxed || answer.total == 0, "{}", query);
            return Ok(());
        }
        let found: BTreeSet<&str> = answer.hits.iter().map(|hit| hit.path.as_str()).collect();
        prop_assert_eq!(&found, &want, "{}", &query);
        prop_assert_eq!(answer.total, want.len());
        let facets = answer.facets.expect("facets");
        let counted: u64 = facets["city"].iter().map(|(_, count)| count).sum();
        prop_assert_eq!(counted as usize, want.len());
        let few = index.search(&Query::new(&query).limit(3)).expect("an answer");
        let ids = |hits: &[recap_search::query::Hit]| hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
        prop_assert_eq!(ids(&few.hits), ids(&answer.hits[..few.hits.len()]));
    }
}

#[test]
fn one_and_two_letters_are_found_wherever_in_a_word_they_stand() {
    let texts = [
        "openGauss 3.0",
        "ａＢ测试",
        "x1y2 c++",
        "éж 数a",
        "12 ab.c",
        "无",
    ];
    let world = World::new();
    for (number, text) in texts.iter().enumerate() {
        world.write(&format!("corpus/{number}.md"), format!("正文 {text} 完。"));
    }
    world.run(&["index"]).ok();
    let index = Index::open(world.path("index")).expect("an index");
    let folded = |text: &str| recap_search::text::fold(text);
    for piece in [
        "a", "ab", "3", "0", "3.0", "g", "ga", "ss", "x1", "1y", "c+", "é", "ж", "éж", "数a", "12",
        "b.c", "z", "aa", "A", "Ｂ", "a 完",
    ] {
        let want: BTreeSet<String> = (0..texts.len())
            .filter(|&at| folded(&format!("正文 {} 完。", texts[at])).contains(&folded(piece)))
            .map(|at| format!("{at}.md"))
            .collect();
        let paths = |query: &Query| -> BTreeSet<String> {
            let answer = index.search(query).expect("an answer");
            answer.hits.into_iter().map(|hit| hit.path).collect()
        };
        assert_eq!(paths(&Query::new(piece).literal(true)), want, "{piece}");
        assert!(paths(&Query::new(piece)).is_superset(&want), "{piece}");
        assert_eq!(paths(&Query::new(format!("\"{piece}\""))), want, "{piece}");
    }
    let prefix = index.search(&Query::new("g*")).expect("an answer");
    assert_eq!(prefix.total, 0);
    let prefix = index.search(&Query::new("o* -3")).expect("an answer");
    assert_eq!(prefix.total, 0);
    let prefix = index.search(&Query::new("o*")).expect("an answer");
    assert_eq!(prefix.total, 1);
}
