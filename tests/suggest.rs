use serde_json::json;

use crate::world::{World, of_hits, recap};

fn world() -> World {
    World::indexed(&[
        (
            "a.md",
            &recap("回顾一", "长沙", "2021-07-20", "胡正策", "openGauss 全密态"),
        ),
        (
            "b.md",
            &recap("回顾二", "长沙", "2021-08-06", "胡正策", "MogDB 慢查询"),
        ),
        (
            "c.md",
            &recap("回顾三", "成都", "2022-01-01", "王小五", "openGauss 全密态"),
        ),
    ])
}

#[test]
fn completions_by_han_pinyin_and_initials() {
    let world = world();
    for prefix in ["胡", "huzh", "HZC", "ｈｕ ｚｈ"] {
        let answer = world.run(&["suggest", prefix, "--json"]).ok().json();
        assert_eq!(answer["prefix"], prefix);
        let first = &answer["suggestions"][0];
        let want = json!({"text": "胡正策", "kind": "speaker", "count": 2});
        assert_eq!(*first, want, "{prefix}");
    }
    for (prefix, shown) in [
        ("长", "长沙"),
        ("長", "长沙"),
        ("opengauss全", "openGauss 全密态"),
        ("回顾", "回顾三"),
        ("hui", "会议"),
    ] {
        let run = world.run(&["suggest", prefix]).ok();
        assert!(run.out.contains(shown), "{prefix} {run:?}");
    }
    let run = world.run(&["suggest", "", "--limit", "1", "--json"]).ok();
    let answer = run.json();
    assert_eq!(answer["suggestions"].as_array().map(Vec::len), Some(1));
    for prefix in ["湖正", "xyz"] {
        let run = world.run(&["suggest", prefix, "--json"]).nothing_found();
        assert_eq!(run.json()["suggestions"], json!([]));
    }
}

#[test]
fn completions_forget_what_was_removed() {
    let world = world();
    world.remove("corpus/c.md");
    world.run(&["index"]).ok();
    let run = world.run(&["suggest", "王小"]).nothing_found();
    assert_eq!(run.err, "search: nothing begins with `王小`\n");
    world.run(&["suggest", "胡"]).ok();
}

#[test]
fn similar_passages_without_the_passage_itself() {
    let world = world();
    let first = world.run(&["query", "全密态", "--json"]).ok().json();
    let id = of_hits(&first, "path")
        .iter()
        .position(|path| *path == "a.md")
        .and_then(|at| first["hits"][at]["id"].as_str())
        .expect("a passage of a.md");
    let answer = world.run(&["similar", id, "--json"]).ok().json();
    assert_eq!(answer["query"], id);
    assert!(!of_hits(&answer, "id").contains(&id));
    assert_eq!(of_hits(&answer, "path")[0], "c.md", "{answer}");
    assert_eq!(answer["hits"][0]["rank"], 1);
    let run = world.run(&["similar", "a", "--limit", "1"]).ok();
    assert!(run.out.contains("like a"), "{run:?}");
    for unknown in ["z#1", "z", "a#99", ""] {
        let error = world.run(&["similar", "--", unknown]).error();
        assert!(error.contains(&format!("`{unknown}`")), "{error}");
    }
}

#[test]
fn typing_errors_are_relaxed_matches() {
    let world = world();
    for (query, paths) in [
        ("opengasus", vec!["a.md", "c.md"]),
        ("openGuass 胡正策", vec!["a.md"]),
        ("oepngausss", vec!["a.md", "c.md"]),
        ("mogbd", vec!["b.md"]),
        ("opengasus OR mogbd", vec!["a.md", "b.md", "c.md"]),
    ] {
        let answer = world.run(&["query", query, "--json"]).ok().json();
        assert_eq!(answer["relaxed"], true, "{query}");
        let mut found = of_hits(&answer, "path");
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, paths, "{query}");
        assert!(
            answer["hits"][0]["highlights"]
                .as_array()
                .is_some_and(|marks| !marks.is_empty())
        );
    }
    // A part of a longer word is no typing error.
    let parts = world.run(&["query", "opengaus", "--json"]).ok().json();
    assert_eq!(parts["relaxed"], false);
    for query in ["mogb", "\"opengasus\"", "-opengasus opengauz1", "mogdbxxx"] {
        world.run(&["query", "--json", "--", query]).nothing_found();
    }
    world
        .run(&["query", "opengasus", "--literal"])
        .nothing_found();
}

#[test]
fn what_matches_nothing_is_asked_back() {
    let world = world();
    for (query, meant) in [
        ("mgdb", Some("mogdb")),
        ("湖郑册", Some("胡正策")),
        ("常沙", Some("长沙")),
        ("xyzxyzxyz", None),
        ("opengauss -opengauss", None),
    ] {
        let run = world.run(&["query", "--json", "--", query]).nothing_found();
        let answer = run.json();
        assert_eq!(answer["did_you_mean"].as_str(), meant, "{query}");
        assert_eq!(answer.get("did_you_mean").is_some(), meant.is_some());
    }
    let run = world.run(&["query", "常沙"]).nothing_found();
    assert!(run.out.contains("did you mean 长沙?"), "{run:?}");
}
