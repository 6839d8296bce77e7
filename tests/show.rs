use crate::world::{World, recap, sample_index};

#[test]
fn a_passage_or_a_recap_by_its_id_or_path() {
    let world = World::indexed(&[(
        "2021/a.md",
        &recap("回顾", "长沙", "2021-07-20", "张三", "全密态"),
    )]);
    let passage = world.run(&["show", "2021/a#1", "--json"]).ok().json();
    assert_eq!(passage["id"], "2021/a#1");
    assert!(
        passage["text"]
            .as_str()
            .is_some_and(|text| text.contains("全密态"))
    );
    for id in ["2021/a", "2021/a.md"] {
        let recap = world.run(&["show", id, "--json"]).ok().json();
        assert_eq!(recap["path"], "2021/a.md");
        assert_eq!(recap["passages"][0]["id"], "2021/a#1");
        let run = world.run(&["show", id]).ok();
        for shown in ["回顾", "长沙 · 2021-07-20 · 线下", "张三", "2021/a.md:9"] {
            assert!(run.out.contains(shown), "{shown} in {run:?}");
        }
    }
    for id in ["2021/a#2", "2021/b", "", "#", "2021/a.md#1x"] {
        let error = world.run(&["show", "--", id]).error();
        assert!(error.contains(&format!("`{id}`")), "{error}");
    }
}

#[test]
fn a_recap_names_the_other_pages_of_its_event() {
    let show = |id: &str| {
        World::new()
            .run(&["show", id, "--json", "--index", sample_index()])
            .ok()
    };
    let pages = [
        "2022/chongqing-2022-04-24.txt",
        "2022/chongqing-2022-04-23-preview",
    ];
    for id in pages {
        let recap = show(id).json();
        let told = recap["pages"].as_array().expect("pages");
        let ids: Vec<&str> = told.iter().filter_map(|page| page["id"].as_str()).collect();
        assert_eq!(ids, pages, "of {id}");
    }
    let args = ["show", pages[0], "--index", sample_index()];
    let text = World::new().run(&args).ok().out;
    let other = "announcement · 2022-04-23 · 2022/chongqing-2022-04-23-preview.md";
    assert!(text.contains(other), "{text}");
}
