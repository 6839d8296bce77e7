use crate::world::{World, recap, segments, timeless};

fn counts(world: &World, args: &[&str]) -> (i64, i64, i64, i64) {
    let report = world
        .run(&[&["index", "--json"], args].concat())
        .ok()
        .json();
    let number = |key: &str| report[key].as_i64().expect(key);
    (
        number("added"),
        number("updated"),
        number("unchanged"),
        number("removed"),
    )
}

#[test]
fn only_what_changed_is_read_again() {
    let world = World::new();
    for (name, talk) in [("a", "全密态"), ("b", "慢查询"), ("c", "分布式")] {
        let text = recap("回顾", "长沙", "2021-07-20", "张三", talk);
        world.write(&format!("corpus/{name}.md"), text);
    }
    assert_eq!(counts(&world, &[]), (3, 0, 0, 0));
    assert_eq!(counts(&world, &[]), (0, 0, 3, 0));
    let changed = recap("回顾", "长沙", "2021-07-20", "张三", "向量检索");
    world.write("corpus/a.md", changed);
    world.remove("corpus/b.md");
    assert_eq!(counts(&world, &[]), (0, 1, 1, 1));
    world.run(&["query", "--literal", "向量检索"]).ok();
    for gone in ["全密态", "慢查询"] {
        world.run(&["query", "--literal", gone]).nothing_found();
    }
    assert_eq!(counts(&world, &["--compact"]), (0, 0, 2, 0));
    assert_eq!(counts(&world, &["--rebuild"]), (2, 0, 0, 0));
}

#[test]
fn the_corpus_folder_and_the_index_folder_are_found_by_themselves() {
    let world = World::new();
    let text = recap("回顾", "长沙", "2021-07-20", "张三", "全密态");
    world.write("corpus/2021/a.md", text);
    let run = world.run(&["index"]).ok();
    assert!(run.out.starts_with("1 recap with 1 talk and "), "{run:?}");
    assert_eq!(run.err, "", "silent in a pipe");
    assert!(world.path("index/meta.json").is_file());
    world.run(&["index", "--index", "elsewhere"]).ok();
    world.run(&["query", "全密态", "--index", "elsewhere"]).ok();
}

#[test]
fn a_skipped_file_is_named_and_strict_makes_it_a_failure() {
    let world = World::new();
    let text = recap("回顾", "长沙", "2021-07-20", "张三", "全密态");
    world.write("corpus/good.md", text);
    world.write("corpus/bad.md", "---\ntitle: 没有结尾\n");
    let run = world.run(&["index"]).ok();
    assert!(run.warnings()[0].starts_with("skipped bad.md: front matter: "));
    assert!(run.out.contains("1 skipped"), "{run:?}");
    let error = world.run(&["index", "--strict"]).error();
    assert!(error.starts_with("1 file was skipped; "), "{error}");
    // The index was written all the same.
    world.run(&["query", "全密态"]).ok();
}

#[test]
fn many_skipped_files_are_summed_up() {
    let world = World::new();
    for number in 0..9 {
        world.write(&format!("corpus/{number}.md"), "");
    }
    let run = world.run(&["index"]).ok();
    let warnings = run.warnings();
    assert_eq!(warnings.len(), 6, "{warnings:?}");
    assert_eq!(warnings[5], "... and 4 more skipped");
    let report = world.run(&["index", "--json"]).ok().json();
    assert_eq!(report["skipped"].as_array().map(Vec::len), Some(9));
}

#[test]
fn user_words_and_synonyms_come_from_files_whose_bad_lines_are_named() {
    let world = World::new();
    let text = recap("回顾", "杭州", "2021-07-20", "张三", "浙江大学的实践");
    world.write("corpus/a.md", text);
    world.write("words.txt", "全密态数据库 100 n\n---\n云原生 0\n");
    world.write("same.txt", "浙大,浙江大学\n孤零零\n");
    let flags = ["--dict", "words.txt", "--synonyms", "same.txt"];
    let run = world.run(&[&["index"], &flags[..]].concat()).ok();
    let named: Vec<&str> = run
        .warnings()
        .iter()
        .filter_map(|warning| warning.split(": ").next())
        .collect();
    assert_eq!(named, ["words.txt:2", "words.txt:3", "same.txt:2"]);
    let answer = world.run(&["query", "浙大", "--json"]).ok().json();
    assert_eq!(answer["hits"][0]["path"], "a.md");
    // They belong to the index until others are given.
    world.run(&["index"]).ok();
    world.run(&["query", "浙大"]).ok();

    let error = world.run(&["index", "--dict", "none.txt"]).error();
    assert!(error.contains("`none.txt`"), "{error}");
    world.write("gbk.txt", b"\xc8\xab\xc3\xdc\xcc\xac\n");
    let error = world.run(&["index", "--dict", "gbk.txt"]).error();
    assert!(error.contains("`gbk.txt` is not UTF-8"), "{error}");
}

#[test]
fn any_amount_of_memory_and_threads_gives_the_same_answer() {
    let world = World::new();
    let text = recap("回顾", "长沙", "2021-07-20", "张三", "全密态");
    world.write("corpus/a.md", text);
    let mut answers = Vec::new();
    for (memory, threads) in [("1", "1"), ("64M", "3"), ("100G", "1"), ("1.5 GiB", "40")] {
        let flags = ["--memory", memory, "--threads", threads, "--rebuild"];
        world.run(&[&["index"], &flags[..]].concat()).ok();
        answers.push(timeless(
            world.run(&["query", "全密态", "--json"]).ok().json(),
        ));
    }
    assert_eq!(answers[0]["hits"][0]["path"], "a.md");
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let error = world.run(&["index", "--memory", "much"]).error();
    assert!(error.contains("'much' for '--memory <SIZE>'"), "{error}");
}

#[test]
fn threads_are_as_asked_where_there_is_enough_to_read() {
    let world = World::new();
    // More than the program gives to one thread alone; nothing but a long code block, which is
    // read quickly.
    let page = format!("# 日志\n\n```\n{}```\n", "一行一行的日志\n".repeat(60_000));
    for number in 0..4 {
        world.write(&format!("corpus/{number}.md"), &page);
    }
    for threads in [1, 2] {
        let args = ["index", "--rebuild", "--threads", &threads.to_string()];
        world.run(&args).ok();
        assert_eq!(segments(&world.path("index")), threads);
    }
}

#[test]
fn several_folders_and_files_are_one_corpus() {
    let world = World::new();
    for (path, talk) in [
        ("one/a.md", "全密态"),
        ("two/b.md", "慢查询"),
        ("c.md", "分布式"),
    ] {
        world.write(path, recap("回顾", "长沙", "2021-07-20", "张三", talk));
    }
    assert_eq!(counts(&world, &["one", "two", "c.md"]), (3, 0, 0, 0));
    assert_eq!(counts(&world, &["one"]), (0, 0, 1, 2));
}

#[test]
fn a_recap_that_cannot_be_read_any_more_leaves_the_index_and_is_counted() {
    let world = World::indexed(&[
        ("a.md", &recap("甲", "长沙", "2021-07-20", "张三", "全密态")),
        ("b.md", &recap("乙", "长沙", "2021-07-20", "李四", "列存")),
    ]);
    world.write("corpus/b.md", "---\ntitle: [\n---\n");
    let report = world.run(&["index", "--json"]).ok().json();
    let counts = ["recaps", "unchanged", "updated", "removed"].map(|name| report[name].as_u64());
    assert_eq!(counts, [1, 1, 0, 1].map(Some), "{report}");
    assert_eq!(report["skipped"][0]["path"], "b.md");
    world.run(&["query", "列存"]).nothing_found();
    world.run(&["check"]).ok();
}
