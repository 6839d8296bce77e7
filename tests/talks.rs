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

/// What `search talks` reads of a page.
fn read(page: &str) -> serde_json::Value {
    let world = World::new();
    world.write("in/a.md", page);
    let documents = world.run(&["talks", "in", "--json"]).ok().documents();
    documents.into_iter().next().expect("a document")
}

#[test]
fn tags_are_taken_apart() {
    for (written, want) in [
        ("tags: 数据库, 会议", vec!["数据库", "会议"]),
        ("tags: 数据库，会议、回顾", vec!["数据库", "会议", "回顾"]),
        ("tags: '数据库; 会议；回顾'", vec!["数据库", "会议", "回顾"]),
        ("tags: [数据库，会议]", vec!["数据库", "会议"]),
        (
            "tags: [[数据库, 会议], 回顾]",
            vec!["数据库", "会议", "回顾"],
        ),
        (
            "tags:\n  - {name: 数据库}\n  - 会议",
            vec!["数据库", "会议"],
        ),
        (
            "tags:\n  - {name: 数据库}\n  - {name: 会议}",
            vec!["数据库", "会议"],
        ),
        (
            "tags: [\"#数据库\", C#, MySQL, mysql]",
            vec!["数据库", "C#", "MySQL"],
        ),
        ("tags: '#数据库 #会议'", vec!["数据库", "会议"]),
        ("tags: Open Source", vec!["Open Source"]),
        ("tags: [Open Source Day]", vec!["Open Source Day"]),
        ("tags: gdg summit event", vec!["gdg", "summit", "event"]),
        ("Tags: 会议", vec!["会议"]),
        ("tag: 会议", vec!["会议"]),
        ("tags:\nzh_tags: [会议]", vec!["会议"]),
        ("tags: '、，'", vec![]),
    ] {
        let page = read(&format!("---\ntitle: 甲\n{written}\n---\n\n正文\n"));
        assert_eq!(page["tags"], serde_json::json!(want), "{written}");
        assert_eq!(page["warnings"], serde_json::json!([]), "{written}");
    }
}

#[test]
fn front_matter_is_read_in_many_forms() {
    let want = ("年度大会", "2021-07-20", "会议");
    for page in [
        "---\nTitle: 年度大会\nDate: 2021-07-20\nTags: [会议]\n---\n",
        "title: 年度大会\ndate: 2021-07-20\ntags:\n- 会议\n---\n",
        "----\ntitle: 年度大会\ndate: 2021-07-20\ntags: 会议\n----\n",
        "+++\ntitle = \"年度大会\"\ndate = 2021-07-20\ntags = [\"会议\"]\n+++\n",
        "---toml\ntitle = \"年度大会\"\ndate = 2021-07-20\ntags = [\"会议\"]\n---\n",
        "---json\n{\"title\": \"年度大会\", \"date\": \"2021-07-20\", \"tags\": [\"会议\"]}\n---\n",
        ";;;\n\"title\": \"年度大会\",\n\"date\": \"2021-07-20\",\n\"tags\": \"会议\"\n;;;\n",
        "{\n  \"title\": \"年度大会\",\n  \"date\": \"2021-07-20\",\n  \"tags\": [\"会议\"]\n}\n",
    ] {
        let read = read(&format!(
            "{page}\n天工数据工程师张三带来《全文检索》的分享。\n"
        ));
        let read_of = |key: &str| read[key].as_str().unwrap_or_default().to_owned();
        let got = (read_of("title"), read_of("date"));
        assert_eq!(
            (got.0.as_str(), got.1.as_str(), read["tags"][0].as_str()),
            (want.0, want.1, Some(want.2)),
            "{page}"
        );
        assert_eq!(read["warnings"], serde_json::json!([]), "{page}");
        let line = page.lines().count() + 2;
        assert_eq!(read["talks"][0]["line"], line, "{page}");
    }
    let authors = read("---\ntitle: 甲\nauthor: [{name: 张三}, 李四]\n---\n\n正文\n");
    assert_eq!(authors["author"], "张三, 李四");
}

#[test]
fn broken_front_matter_loses_no_page() {
    for (written, title) in [
        ("[回顾] 甲大会", "[回顾] 甲大会"),
        ("@甲大会", "@甲大会"),
        ("*", "*"),
        ("\"甲\"乙", "\"甲\"乙"),
        ("`甲`大会", "`甲`大会"),
        ("甲: 乙", "甲: 乙"),
        ("%甲", "%甲"),
    ] {
        let page =
            format!("---\ndate: 2021-07-20\ntitle: {written}\nlocation: 长沙\n---\n\n正文\n");
        let read = read(&page);
        assert_eq!(read["title"], title, "{written}");
        assert_eq!(
            (&read["date"], &read["city"]),
            (&"2021-07-20".into(), &"长沙".into()),
            "{written}"
        );
        let warnings = read["warnings"].as_array().expect("warnings");
        assert_eq!(warnings.len(), 1, "{written}: {warnings:?}");
        assert_eq!(warnings[0]["line"], 3, "{written}");
        let told = warnings[0]["message"].as_str().unwrap_or_default();
        let example = format!("put the value in quotes: `title: '{title}'`");
        assert!(told.contains(&example), "{told}");
    }
}
