use std::{fs, panic::AssertUnwindSafe, path::Path};

use recap_search::{Index, Query, index::check};
use serde_json::Value;

use crate::{
    random::{Random, soak},
    world::{World, recap},
};

/// An index of some commits, so that it has files of every kind.
fn world() -> World {
    let world = World::new();
    for (name, talk) in [
        ("a", "全密态"),
        ("b", "慢查询"),
        ("c", "分布式"),
        ("d", "向量检索"),
    ] {
        let text = recap("回顾", "长沙", "2021-07-20", "张三", talk).repeat(2);
        world.write(&format!("corpus/{name}.md"), text);
    }
    world.write("words.txt", "全密态数据库 100 n\n");
    world.write("same.txt", "高可用,HA\n");
    let flags = ["--dict", "words.txt", "--synonyms", "same.txt"];
    world.run(&[&["index"], &flags[..]].concat()).ok();
    world.remove("corpus/d.md");
    world.write(
        "corpus/e.md",
        recap("又", "成都", "2022-08-26", "李四", "备份"),
    );
    world.run(&["index"]).ok();
    world
}

fn files(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("an index").flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".lock"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_sound_index_is_said_to_be_sound() {
    let world = world();
    let run = world.run(&["check"]).ok();
    assert!(run.out.starts_with("sound: "), "{run:?}");
    let report = world.run(&["check", "--json"]).ok().json();
    assert_eq!(report["sound"], true);
    assert_eq!(report["damages"], serde_json::json!([]));
    assert_eq!(report["sample"], report["passages"]);
    let kinds = [
        "del",
        "fast",
        "fieldnorm",
        "idx",
        "json",
        "part",
        "pos",
        "store",
        "term",
    ];
    let names = files(&world.path("index"));
    for kind in kinds {
        let is_there = names.iter().any(|name| name.ends_with(kind));
        assert!(is_there, "no .{kind} in {names:?}");
    }
    let error = world.run(&["check", "--index", "nowhere"]).error();
    assert!(error.starts_with("no index in `nowhere`; "), "{error}");
}

#[test]
fn what_is_wrong_is_named_with_how_to_mend_it() {
    for (ending, damage, told) in [
        (".store", &[0; 100][..], "is not what was written"),
        (".idx", &[], "is cut"),
        (".part", b"x", "is not what was written"),
    ] {
        let world = world();
        let dir = world.path("index");
        let names = files(&dir);
        let name = names
            .iter()
            .find(|name| name.ends_with(ending))
            .expect(ending);
        let mut content = fs::read(dir.join(name)).expect("a file");
        if damage.is_empty() {
            content.truncate(5);
        } else {
            let end = damage.len().min(content.len());
            content.splice(..end, damage.iter().copied());
        }
        world.write(&format!("index/{name}"), content);
        let run = world.run(&["check"]);
        assert!(
            run.out.contains(&format!("{name}: `{name}` {told}\n")),
            "{run:?}"
        );
        let error = run.error();
        assert!(
            error.starts_with("the index in `index` is damaged in 1 place; "),
            "{error}"
        );
        assert!(error.contains("`search index --rebuild`"), "{error}");
        let run = world.run(&["check", "--json"]);
        assert_eq!(run.status, Some(2));
        assert_eq!(run.json()["damages"][0]["path"], name.as_str());
        world.remove(&format!("index/{name}"));
        let run = world.run(&["check"]);
        assert!(run.out.contains(&format!("`{name}` is missing")), "{run:?}");
        world.run(&["index", "--rebuild"]).ok();
        world.run(&["check"]).ok();
    }
}

#[test]
fn a_manifest_that_tells_another_story_is_found() {
    let world = world();
    // Documents of one commit under the manifest of another: every checksum is right.
    world.write(
        "corpus/f.md",
        recap("又", "成都", "2022-08-26", "王五", "分区"),
    );
    let old = fs::read_to_string(world.path("index/meta.json")).expect("meta.json");
    world.run(&["index"]).ok();
    let read = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
    let text = fs::read_to_string(world.path("index/meta.json")).expect("meta.json");
    let (mut meta, old) = (read(&text), read(&old));
    meta["segments"] = old["segments"].clone();
    world.write("index/meta.json", meta.to_string());
    let run = world.run(&["check"]);
    assert!(
        run.out.contains("f.md: has 0 passages, the manifest says "),
        "{run:?}"
    );
    run.error();
}

/// All that is asked of an index in this test.
fn answers(dir: &Path) -> recap_search::Result<String> {
    let index = Index::open(dir)?;
    let mut all = Vec::new();
    for text in [
        "全密态",
        "慢查询 长沙",
        "HA",
        "张三",
        "\"密态\" OR 备份",
        "zhangsan",
        "hd",
        "",
    ] {
        let query = Query::new(text).facets(true).limit(100);
        all.push(format!("{:?}", index.search(&query)?.hits));
        all.push(format!("{:?}", index.facets(&query)?.facets));
        all.push(format!("{:?}", index.search(&query.literal(true))?.hits));
        all.push(format!("{:?}", index.suggest(text, 10)?));
    }
    all.push(format!("{:?}", index.recap("a")?));
    all.push(format!("{:?}", index.similar("a#1", 10)?.hits));
    all.push(format!("{:?}", index.manifest()?));
    Ok(all.join("\n"))
}

#[test]
fn any_bit_that_is_flipped_is_found_or_harmless() {
    let mut random = Random::new("flipped bits");
    let world = world();
    let dir = world.path("index");
    let sound = answers(&dir).expect("answers");
    let (mut found, mut harmless, mut panics) = (0, 0, Vec::new());
    for name in files(&dir) {
        let path = dir.join(&name);
        let content = fs::read(&path).expect("a file");
        for _ in 0..soak(6, 200).min(8 * content.len()) {
            let mut damaged = content.clone();
            let bit = random.below(8 * content.len());
            damaged[bit / 8] ^= 1 << (bit % 8);
            // The engine maps files: the old one must stay as it is.
            fs::remove_file(&path).expect("a file");
            fs::write(&path, &damaged).expect("a file");
            let checked = check(&dir);
            let answered = std::panic::catch_unwind(AssertUnwindSafe(|| answers(&dir)));
            let place = format!("{name}, bit {bit}");
            let Ok(answered) = answered else {
                panics.push(place);
                continue;
            };
            match checked {
                Ok(report) if report.sound => {
                    harmless += 1;
                    assert_eq!(answered.expect(&place), sound, "{place}");
                }
                Ok(_) | Err(_) => found += 1,
            }
        }
        fs::remove_file(&path).expect("a file");
        fs::write(&path, &content).expect("a file");
    }
    println!("{found} flipped bits found, {harmless} harmless");
    assert_eq!(panics, Vec::<String>::new());
    assert_eq!(answers(&dir).expect("answers"), sound);
}

#[test]
fn a_check_beside_a_writer_finds_nothing_wrong() {
    let world = world();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for round in 0..soak(4, 40) {
                let talk = format!("第{round}轮");
                world.write(
                    "corpus/a.md",
                    recap("又", "成都", "2022-08-26", "王五", &talk),
                );
                world
                    .run(&["index", ["--compact", "--threads=1"][round % 2]])
                    .ok();
            }
        });
        while !writer.is_finished() {
            let report = check(&world.path("index")).expect("a check");
            assert!(report.sound, "{report:?}");
        }
    });
}
