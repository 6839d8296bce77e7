use crate::world::{World, project, recap};

#[test]
fn talks_are_printed_without_an_index() {
    let world = World::new();
    let text = recap("回顾", "长沙", "2021-07-20", "张三", "全密态");
    world.write("in/a.md", &text);
    world.write("in/b.md", text.replace("长沙", "成都"));
    let documents = world.run(&["talks", "in", "--json"]).ok().documents();
    let paths: Vec<_> = documents.iter().map(|d| d["path"].as_str()).collect();
    assert_eq!(paths, [Some("a.md"), Some("b.md")]);
    assert_eq!(documents[0]["talks"][0]["speakers"][0]["name"], "张三");
    assert_eq!(documents[0]["talks"][0]["title"], "全密态");
    assert!(!world.path("index").exists());
    let run = world.run(&["talks", "in/a.md"]).ok();
    for shown in [
        "回顾",
        "长沙 · 2021-07-20 · 线下",
        "line 9, talk",
        "张三",
        "全密态",
    ] {
        assert!(run.out.contains(shown), "{shown} in {run:?}");
    }
}

#[test]
fn explained_talks_name_their_traces_and_sections() {
    let corpus = project("corpus").display().to_string();
    let world = World::new();
    let documents = world.run(&["talks", &corpus, "--json", "--explain"]).ok();
    for document in documents.documents() {
        assert!(document["sections"].is_array());
        for talk in document["talks"].as_array().expect("talks") {
            assert!(talk["cues"].as_array().is_some_and(|cues| !cues.is_empty()));
            assert!(talk["text"].as_str().is_some_and(|text| !text.is_empty()));
        }
    }
    let run = world.run(&["talks", &corpus, "--explain"]).ok();
    assert!(run.out.contains("sentence in line "), "{}", run.out);
}

#[test]
fn a_bad_file_harms_only_itself() {
    let world = World::new();
    world.write(
        "in/a.md",
        recap("回顾", "长沙", "2021-07-20", "张三", "全密态"),
    );
    world.write("in/b.md", "");
    let run = world.run(&["talks", "in", "--json"]).ok();
    assert_eq!(run.warnings(), ["skipped b.md: the file is empty"]);
    assert_eq!(run.documents().len(), 1);
    world.run(&["talks", "in/b.md"]).nothing_found();
    let error = world.run(&["talks", "nowhere"]).error();
    assert!(error.contains("`nowhere`"), "{error}");
}
