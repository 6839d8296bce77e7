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
