use crate::world::{World, recap};

fn world() -> World {
    World::indexed(&[
        ("a.md", &recap("一", "北京", "2020-03-01", "张三", "全密态")),
        ("b.md", &recap("二", "长沙", "2021-07-20", "李四", "慢查询")),
        ("c.md", &recap("三", "长沙", "2021-08-06", "王五", "全密态")),
    ])
}

#[test]
fn everything_or_what_a_query_matches_is_counted() {
    let world = world();
    let all = world.run(&["facets", "--json"]).ok().json();
    let facets = &all["facets"];
    assert_eq!(facets["year"][0][0], "2021");
    assert_eq!(facets["city"][0][0], "长沙");
    assert_eq!(facets["month"].as_array().map(Vec::len), Some(3));
    let some = world.run(&["facets", "全密态", "--since", "2021", "--json"]);
    let facets = &some.ok().json()["facets"];
    assert_eq!(facets["speaker"], serde_json::json!([["王五", 1]]));
    assert_eq!(facets["city"].as_array().map(Vec::len), Some(1));
}

#[test]
fn counts_are_readable_and_cut_where_asked() {
    let world = world();
    let run = world.run(&["facets", "--limit", "1"]).ok();
    assert!(run.out.contains("speaker\n  "), "{run:?}");
    assert!(run.out.contains("... and 2 more"), "{run:?}");
    let run = world.run(&["facets", "--limit", "0"]).ok();
    assert!(!run.out.contains("more"), "{run:?}");
    for command in ["facets", "query"] {
        let args = [command, "全密态", "--city", "成都", "--speaker", "张三"];
        let run = world.run(&args).nothing_found();
        assert_eq!(
            run.warnings(),
            ["--city: nothing has `成都`; `search facets` lists what there is"]
        );
    }
    let run = world.run(&["query", "全密态", "--facets"]).ok();
    assert!(run.out.contains("\ncity\n  "), "{run:?}");
}

#[test]
fn spellings_that_a_filter_takes_for_one_are_one_value() {
    let page = |title: &str, city: &str, label: &str, tags: &str, name: &str| {
        format!(
            "---\ntitle: {title}\nlocation: {city}\ndate: 2021-07-20\nlabel: {label}\ntags: {tags}\n---\n\n\
             天工数据工程师{name}带来《数据库》的分享。\n"
        )
    };
    let world = World::indexed(&[
        ("a.md", &page("甲", "臺北", "線下", "[MySQL]", "张三")),
        (
            "b.md",
            &page("乙", "台北", "线下", "[mysql, ＭｙＳＱＬ]", "張三"),
        ),
        ("c.md", &page("丙", "台北", "线下", "mysql", "张三")),
        ("d.md", &page("丁", "长沙", "线上", "[其他]", "李四")),
    ]);
    let want = [
        ("city", "台北", 3, ["臺北", "台北", "台北市"]),
        ("label", "线下", 3, ["線下", "线下", "线下"]),
        ("tag", "mysql", 3, ["MySQL", "mysql", "ＭＹＳＱＬ"]),
        ("speaker", "张三", 3, ["張三", "张三", "张 三"]),
    ];
    for query in ["", "数据库"] {
        let counted = world.run(&["facets", query, "--json"]).ok().json();
        let found = world
            .run(&["query", query, "--facets", "--json"])
            .ok()
            .json();
        assert_eq!(counted["facets"], found["facets"]);
        for (name, shown, count, spellings) in want {
            let values = counted["facets"][name].as_array().expect("values");
            assert_eq!(values[0], serde_json::json!([shown, count]), "{values:?}");
            assert_eq!(values.len(), 2, "{name}: {values:?}");
            for spelling in spellings {
                let flag = format!("--{name}");
                let filtered = world.run(&["query", query, &flag, spelling, "--json"]);
                assert_eq!(filtered.ok().json()["total"], count, "{name} {spelling}");
            }
        }
    }
    for (prefix, text, count) in [
        ("my", "mysql", 3),
        ("臺", "台北", 3),
        ("zhangsan", "张三", 3),
    ] {
        let suggested = world.run(&["suggest", prefix, "--json"]).ok().json();
        let suggestions = suggested["suggestions"].as_array().expect("suggestions");
        assert_eq!(suggestions.len(), 1, "{suggestions:?}");
        assert_eq!(
            (&suggestions[0]["text"], &suggestions[0]["count"]),
            (&text.into(), &count.into())
        );
    }
    // Of equally frequent ones the first by order is shown; what was replaced counts no more.
    world.write("corpus/b.md", page("乙", "臺北", "线下", "mysql", "张三"));
    world.remove("corpus/c.md");
    world.write("corpus/e.md", page("戊", "台北", "线下", "MYSQL", "张三"));
    world.run(&["index"]).ok();
    let counted = world.run(&["facets", "--json"]).ok().json();
    assert_eq!(counted["facets"]["city"][0], serde_json::json!(["台北", 3]));
    assert_eq!(counted["facets"]["tag"][0], serde_json::json!(["MYSQL", 3]));
}
