use std::fs;

use recap_search::index::{BuildOptions, Stage, build};
use serde_json::Value;

use crate::world::{World, recap, sample_index};

fn world() -> World {
    World::indexed(&[(
        "a.md",
        &recap("回顾", "长沙", "2021-07-20", "张三", "全密态"),
    )])
}

#[test]
fn an_empty_folder_makes_an_empty_index_and_it_is_said() {
    let world = World::new();
    fs::create_dir(world.path("empty")).expect("a folder");
    let run = world.run(&["index", "empty"]).ok();
    assert!(run.out.starts_with("0 recaps "), "{run:?}");
    assert!(
        run.out.contains("no recaps found in `empty`: looked for "),
        "{run:?}"
    );
    world.run(&["query", "全密态"]).nothing_found();
    world.run(&["facets"]).nothing_found();
    world.run(&["talks", "empty"]).nothing_found();
}

#[test]
fn a_missing_path_is_named() {
    let world = World::new();
    let error = world.run(&["index", "nowhere"]).error();
    assert_eq!(error, "no file or folder `nowhere`; check the spelling");
    assert!(!world.path("index").exists());
    let error = world.run(&["index"]).error();
    assert!(
        error.contains("`corpus`") && error.contains("`search index FOLDER`"),
        "{error}"
    );
}

#[test]
fn a_file_without_front_matter_is_read() {
    let world = World::new();
    world.write("corpus/a.md", "# 无题之会\n\n工程师张三介绍了全密态。\n");
    let report = world.run(&["index", "--json"]).ok().json();
    assert_eq!(report["skipped"], serde_json::json!([]));
    let answer = world.run(&["query", "全密态", "--json"]).ok().json();
    assert_eq!(answer["hits"][0]["recap"], "无题之会");
    assert_eq!(answer["hits"][0]["date"], Value::Null);
}

#[test]
fn a_file_above_the_limit_is_named_and_the_limit_can_be_raised() {
    let world = World::new();
    let text = recap("回顾", "长沙", "2021-07-20", "张三", "全密态");
    world.write("corpus/a.md", text);
    world.write("corpus/b.md", "x".repeat(3 << 20));
    let run = world.run(&["index"]).ok();
    assert_eq!(run.warnings(), ["skipped b.md: is larger than 2 MiB"]);
    let answer = world.run(&["query", "全密态", "--json"]).ok().json();
    assert_eq!(answer["hits"][0]["path"], "a.md");
    world.run(&["query", "--literal", "xxxx"]).nothing_found();

    world.run(&["index", "--max-file-size", "4M"]).ok();
    let answer = world.run(&["query", "--literal", "xxxx", "--json"]).json();
    for hit in answer["hits"].as_array().expect("hits") {
        let excerpt = hit["excerpt"].as_str().expect("an excerpt");
        assert!(excerpt.chars().count() < 500);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let world = world();
    world.write("corpus/secret.md", "全密态");
    let secret = world.path("corpus/secret.md");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o0)).expect("permissions");
    if fs::read(&secret).is_ok() {
        println!("left out: whoever runs this test may read everything");
        return;
    }
    let run = world.run(&["index"]).ok();
    assert!(
        run.warnings()[0].starts_with("skipped secret.md: "),
        "{run:?}"
    );
}

#[cfg(unix)]
#[test]
fn an_index_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    world.write("corpus/a.md", "全密态");
    fs::create_dir(world.path("closed")).expect("a folder");
    fs::set_permissions(world.path("closed"), fs::Permissions::from_mode(0o555))
        .expect("permissions");
    if fs::write(world.path("closed/x"), "").is_ok() {
        println!("left out: whoever runs this test may write everywhere");
        return;
    }
    let error = world.run(&["index", "--index", "closed/index"]).error();
    assert!(error.contains("closed/index"), "{error}");
}

#[test]
fn any_query_is_answered() {
    let long = "全密态数据库 ".repeat(140);
    let signs = "\"(".repeat(450);
    let nested = format!("{}全密态{}", "(".repeat(450), ")".repeat(450));
    let queries = [
        "",
        "   ",
        "。",
        "，。！？",
        "\"",
        "\"\"",
        "(",
        ")",
        "()",
        "(((",
        "\"(\"(",
        "（“”）",
        "-",
        "--",
        "- -",
        "*",
        "**",
        "~2",
        "\"~\"",
        ":",
        "city:",
        "city:\"",
        "speaker:(",
        "OR",
        "OR OR",
        "AND",
        "NOT",
        "NOT NOT",
        "a OR",
        "-全密态",
        "after:never",
        "before:2021-99",
        "\"a b\"~99999",
        "\u{0}",
        "\u{1b}[31m",
        "\u{202e}",
        "👨‍👩‍👧",
        "𠮷",
        "ﷺ",
        "İ",
        "ß",
        &long,
        &signs,
        &nested,
    ];
    let world = world();
    for literal in [false, true] {
        let mut args = vec!["query", "--json", "--limit", "3"];
        if literal {
            args.push("--literal");
        }
        for query in queries {
            if query.contains('\0') {
                continue;
            }
            let run = world.run(&[&args[..], &["--", query]].concat());
            assert!(matches!(run.status, Some(0 | 1)), "{query:?}: {run:?}");
            assert_eq!(run.err, "");
            assert_eq!(run.json()["query"], query);
        }
        let run = world.run_with(
            &[&args[..], &["--batch", "-"]].concat(),
            queries.join("\n").as_bytes(),
        );
        assert_eq!(run.ok().documents().len(), queries.len());
    }
    let run = world.run(&["query", &long]);
    assert!(
        run.ok()
            .out
            .lines()
            .next()
            .is_some_and(|head| head.chars().count() < 200)
    );
}

#[test]
fn an_empty_query_matches_everything() {
    let world = world();
    let all = world.run(&["query", "", "--json"]).ok().json();
    let talks = world.run(&["talks", "corpus", "--json", "--explain"]).ok();
    let document = &talks.documents()[0];
    let passages = document["talks"].as_array().map_or(0, Vec::len)
        + document["sections"].as_array().map_or(0, Vec::len);
    assert_eq!(all["total"], passages);
}

#[test]
fn a_date_that_is_none_is_named() {
    let index = sample_index();
    for (option, value) in [("--since", "soon"), ("--until", "2021-13"), ("--since", "")] {
        let error = World::new()
            .run(&["query", "全密态", option, value, "--index", index])
            .error();
        assert!(error.contains(option.trim_matches('-')), "{error}");
        assert!(error.contains(&format!("`{value}`")), "{error}");
        assert!(error.contains("2021-07-20"), "{error}");
    }
}

#[test]
fn a_folder_that_is_no_index_is_named_and_left_alone() {
    let world = world();
    for (args, dir) in [
        (vec!["query", "全密态"], "corpus"),
        (vec!["query", "全密态"], "nowhere"),
        (vec!["facets"], "corpus"),
        (vec!["show", "a"], "corpus"),
        (vec!["query", "全密态"], "corpus/a.md"),
    ] {
        let error = world.run(&[&args[..], &["--index", dir]].concat()).error();
        let told = format!("no index in `{dir}`; build one with `search index ");
        assert!(error.starts_with(&told), "{error}");
    }
    for flags in [&[][..], &["--rebuild"]] {
        let args = [&["index", "corpus", "--index", "corpus"], flags].concat();
        let error = world.run(&args).error();
        assert!(
            error.starts_with("`corpus` is to be read, and lies in the folder of the index"),
            "{error}"
        );
        assert!(world.path("corpus/a.md").is_file());
    }
    let error = world.run(&["index", "--index", "corpus/a.md"]).error();
    assert!(error.contains("`corpus/a.md`"), "{error}");
}

#[test]
fn an_index_of_another_version_is_refused_and_can_be_built_anew() {
    let world = world();
    let meta = fs::read_to_string(world.path("index/meta.json")).expect("meta.json");
    let mut meta: Value = serde_json::from_str(&meta).expect("JSON");
    let payload = meta["payload"].as_str().expect("a payload");
    let mut payload: Value = serde_json::from_str(payload).expect("JSON");
    payload["format"] = Value::from(999);
    meta["payload"] = Value::from(payload.to_string());
    world.write("index/meta.json", meta.to_string());
    for args in [
        vec!["query", "全密态"],
        vec!["index"],
        vec!["facets"],
        vec!["show", "a"],
    ] {
        let error = world.run(&args).error();
        assert!(
            error.contains("has format 999, this program reads format "),
            "{error}"
        );
        assert!(error.contains("--rebuild"), "{error}");
    }
    world.run(&["index", "--rebuild"]).ok();
    world.run(&["query", "全密态"]).ok();
}

#[test]
fn a_damaged_index_is_named_and_can_be_built_anew() {
    for (pattern, content) in [
        ("meta.json", "{"),
        ("meta.json", "{}"),
        ("manifest.", "[]"),
        ("han.", "x"),
        (".store", ""),
        (".term", "x"),
    ] {
        let world = world();
        let name = fs::read_dir(world.path("index"))
            .expect("an index")
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .find(|name| name.contains(pattern) && !name.starts_with('.'))
            .expect(pattern);
        world.write(&format!("index/{name}"), content);
        for args in [vec!["query", "全密态"], vec!["index"]] {
            let run = world.run(&args);
            // What a command does not read it need not notice.
            if run.status != Some(0) {
                let error = run.error();
                assert!(error.contains("`index`"), "{name}: {error}");
                assert!(error.contains("--rebuild"), "{name}: {error}");
            }
        }
        world.run(&["index", "--rebuild"]).ok();
        world.run(&["query", "全密态"]).ok();
    }
}

#[test]
fn two_writers_cannot_meet_and_readers_go_on() {
    let world = world();
    world.write(
        "corpus/b.md",
        recap("又", "成都", "2022-08-26", "李四", "慢查询"),
    );
    let options = BuildOptions::new([world.path("corpus")]);
    let met = std::sync::Mutex::new(Vec::new());
    build(&world.path("index"), &options, &|stage| {
        if stage == Stage::Writing {
            let mut met = met.lock().expect("no panic");
            met.push(world.run(&["index"]));
            met.push(world.run(&["query", "慢查询", "--literal"]));
            met.push(world.run(&["query", "全密态", "--literal"]));
        }
    })
    .expect("a build");
    let mut met = met.into_inner().expect("no panic").into_iter();
    let error = met.next().expect("a second writer").error();
    let holder = format!("process {}, since 20", std::process::id());
    assert!(error.starts_with(&holder), "{error}");
    assert!(
        error.contains(" UTC, is writing the index in `index`; "),
        "{error}"
    );
    met.next().expect("a reader").nothing_found();
    met.next().expect("a reader").ok();
    world.run(&["query", "慢查询", "--literal"]).ok();
}

#[test]
fn a_killed_run_leaves_the_last_state() {
    let world = world();
    for number in 0..40 {
        let talk = format!("第{number}次慢查询");
        let text = recap("回顾", "成都", "2022-08-26", "李四", &talk);
        world.write(&format!("corpus/{number}.md"), text.repeat(20));
    }
    for milliseconds in [5, 30, 80, 150, 250, 400] {
        let mut child = crate::world::program()
            .arg("index")
            .current_dir(world.path(""))
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().expect("the program ends");
        world.run(&["query", "全密态", "--literal"]).ok();
    }
    let report = world.run(&["index", "--json"]).ok().json();
    assert_eq!(report["recaps"], 41);
}
