use serde_json::Value;

use crate::world::{World, of_hits, recap, sample_index};

fn ask(args: &[&str]) -> Value {
    let fixed = ["query", "--json", "--index", sample_index()];
    World::new().run(&[&fixed[..], args].concat()).json()
}

fn world() -> World {
    World::indexed(&[
        (
            "old.md",
            &recap("旧", "北京", "2020-03-01", "张三", "全密态"),
        ),
        (
            "mid.md",
            &recap("中", "长沙", "2021-07-20", "李四", "全密态"),
        ),
        (
            "new.md",
            &recap("新", "长沙", "2023-05-06", "王五", "全密态"),
        ),
    ])
}

#[test]
fn found_is_0_and_nothing_found_is_1() {
    let world = world();
    world.run(&["query", "全密态"]).ok();
    let run = world
        .run(&["query", "--literal", "不存在的词"])
        .nothing_found();
    assert!(run.out.starts_with("0 passages for 不存在的词"), "{run:?}");
    assert_eq!(run.err, "");
}

#[test]
fn filters_take_any_of_one_and_all_of_different_ones() {
    let world = world();
    for (args, paths) in [
        (vec!["--city", "长沙"], vec!["mid.md", "new.md"]),
        (vec!["--city", "长沙市", "--since", "2022"], vec!["new.md"]),
        (
            vec!["--city", "长沙", "--city", "北京"],
            vec!["mid.md", "new.md", "old.md"],
        ),
        (
            vec!["--speaker", "张三", "--speaker", "王五"],
            vec!["new.md", "old.md"],
        ),
        (vec!["--until", "2021-07"], vec!["mid.md", "old.md"]),
        (
            vec!["--since", "2021-07-20", "--until", "2021-07-20"],
            vec!["mid.md"],
        ),
        (
            vec!["--label", "线下", "--tag", "会议", "--since", "2023"],
            vec!["new.md"],
        ),
        (vec!["--label", "线上"], vec![]),
    ] {
        let fixed = ["query", "全密态", "--json", "--sort", "newest"];
        let answer = world.run(&[&fixed[..], &args].concat()).json();
        let mut found = of_hits(&answer, "path");
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, paths, "{args:?}");
    }
    // Without words, the filters alone.
    world.run(&["query", "--city", "长沙"]).ok();
}

#[test]
fn sorted_by_date_and_cut_into_pages() {
    let world = world();
    let paths = |args: &[&str]| -> Vec<String> {
        let fixed = ["query", "介绍了全密态", "--json", "--literal"];
        let answer = world.run(&[&fixed[..], args].concat()).json();
        assert_eq!(answer["total"], 3);
        let paths = of_hits(&answer, "path");
        paths.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(paths(&["--sort", "newest"]), ["new.md", "mid.md", "old.md"]);
    assert_eq!(paths(&["--sort", "oldest"]), ["old.md", "mid.md", "new.md"]);
    assert_eq!(
        paths(&["--sort", "oldest", "--limit", "1", "--offset", "1"]),
        ["mid.md"]
    );
    assert_eq!(paths(&["--limit", "0"]), [""; 0]);
    assert_eq!(paths(&["--offset", "100"]), [""; 0]);
}

#[test]
fn ranks_count_on_over_pages() {
    let answer = ask(&["openGauss", "--limit", "3", "--offset", "3"]);
    let ranks: Vec<_> = answer["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|hit| hit["rank"].as_u64())
        .collect();
    assert_eq!(ranks, [Some(4), Some(5), Some(6)]);
}

#[test]
fn several_arguments_are_one_query() {
    let one = ask(&["长沙 全密态"]);
    let two = ask(&["长沙", "全密态"]);
    assert_eq!(two["query"], "长沙 全密态");
    assert_eq!(one["hits"], two["hits"]);
    let after_dashes = ask(&["--", "-长沙", "全密态"]);
    assert_eq!(after_dashes["query"], "-长沙 全密态");
    assert!(
        of_hits(&after_dashes, "city")
            .iter()
            .all(|city| *city != "长沙")
    );
}

#[test]
fn relaxed_says_so() {
    let answer = ask(&["全密态 绝无此词"]);
    assert_eq!(answer["relaxed"], true);
    let index = sample_index();
    let run = World::new().run(&["query", "全密态 绝无此词", "--index", index]);
    assert!(run.ok().out.contains("nothing matches as asked"));
    assert_eq!(ask(&["全密态"])["relaxed"], false);
}

#[test]
fn grouped_by_recap_each_recap_stands_once() {
    let answer = ask(&["openGauss", "--group", "recap", "--limit", "100"]);
    let mut paths = of_hits(&answer, "path");
    assert_eq!(answer["total"], paths.len());
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(answer["total"], paths.len());
}

#[test]
fn a_batch_is_answered_line_by_line_in_order() {
    let world = world();
    let answers = world
        .run_with(
            &["query", "--batch", "-", "--json", "--limit", "1"],
            "全密态\n\n绝无此词\r\n\"(\nafter:nonsense".as_bytes(),
        )
        .ok()
        .documents();
    let queries: Vec<_> = answers.iter().map(|a| a["query"].as_str()).collect();
    let asked = ["全密态", "", "绝无此词", "\"(", "after:nonsense"];
    assert_eq!(queries, asked.map(Some));
    assert!(answers[0]["total"].as_u64() > Some(0));
    assert!(answers[1]["total"].as_u64() >= answers[0]["total"].as_u64());

    world.write("queries.txt", "\u{feff}全密态\n");
    let run = world.run(&["query", "--batch", "queries.txt"]).ok();
    assert_eq!(run.documents()[0]["query"], "全密态");
    world.run_with(&["query", "--batch", "-"], b"").ok();
    let run = world.run_with(&["query", "--batch", "-"], "绝无此词".as_bytes());
    assert_eq!(run.nothing_found().documents().len(), 1);
    let error = world.run(&["query", "--batch", "none.txt"]).error();
    assert!(error.contains("`none.txt`"), "{error}");
    let error = world.run(&["query", "--batch", "-", "全密态"]).error();
    assert!(error.contains("--batch"), "{error}");
}

#[test]
fn explained_parts_add_up_to_the_score() {
    for query in [
        "全密态",
        "2021年7月 蔡亚杰",
        "高可用方案",
        "openGauss -长沙",
    ] {
        let answer = ask(&[query, "--explain"]);
        let scores = answer["explanation"]["scores"].as_array().expect("scores");
        for (hit, parts) in answer["hits"].as_array().expect("hits").iter().zip(scores) {
            let parts = parts.as_array().expect("parts");
            let sum: f64 = parts.iter().filter_map(|part| part["score"].as_f64()).sum();
            let score = hit["score"].as_f64().expect("score");
            assert!(
                (sum - score).abs() < 0.01 + score * 1e-3,
                "{query}: {score} {parts:?}"
            );
        }
    }
    let index = sample_index();
    let run = World::new().run(&["query", "长沙 全密态", "--explain", "--index", index]);
    assert!(run.ok().out.contains("read as (长沙 AND 全密态)"));
}

#[test]
fn the_index_may_be_named_by_the_environment() {
    let run = crate::world::program()
        .args(["query", "全密态"])
        .env("SEARCH_INDEX", sample_index())
        .output()
        .expect("the program runs");
    assert!(run.status.success(), "{run:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::Stdio;
    let mut child = crate::world::program()
        .args(["query", "", "--limit", "1000", "--index", sample_index()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(output.stderr, b"");
}

#[test]
fn what_stands_between_the_words_of_a_string_counts() {
    let world = World::indexed(&[
        ("a.md", "---\ntags: [甲]\n---\n数据 库在这里。"),
        ("b.md", "---\ntags: [乙]\n---\n数据的库在这里。"),
    ]);
    let asked = ["query", "--literal", "数据 库", "--facets", "--json"];
    let answer = world.run(&asked).ok().json();
    assert_eq!(of_hits(&answer, "path"), ["a.md"]);
    assert_eq!(answer["facets"]["tag"].as_array().map(Vec::len), Some(1));
    world
        .run(&["query", "--literal", "数据 库在那里"])
        .nothing_found();
    world.remove("corpus/a.md");
    world.run(&["index"]).ok();
    world
        .run(&["query", "--literal", "数据 库"])
        .nothing_found();
}
