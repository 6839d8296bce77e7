use std::fs;

use serde_json::Value;

use crate::{
    random::Random,
    world::{World, build_by_several, project, segments},
};

/// The samples, the pages of `talks/`, and more where `RECAPS_DIR` has a folder `corpus/` of them.
fn corpus(world: &World) -> Vec<String> {
    let mut names = Vec::new();
    let mut take = |from: std::path::PathBuf, prefix: &str| {
        let walked = recap_search::recap::walk::walk(&[from]).expect("a folder");
        for file in walked.files {
            let name = format!("{prefix}/{}", file.relative);
            world.write(
                &format!("all/{name}"),
                fs::read(&file.path).expect("a file"),
            );
            names.push(name);
        }
    };
    take(project("corpus"), "samples");
    take(project("tests/talks/pages"), "labelled");
    if let Some(more) = std::env::var_os("RECAPS_DIR") {
        take(std::path::Path::new(&more).join("corpus"), "more");
    }
    names
}

/// Questions cut out of what was indexed.
fn queries(world: &World, names: &[String], random: &mut Random) -> String {
    let mut queries = String::new();
    while queries.lines().count() < 500 {
        let name = &names[random.below(names.len())];
        let bytes = fs::read(world.path(&format!("all/{name}"))).expect("a file");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let chars: Vec<char> = text.chars().collect();
        let from = random.below(chars.len());
        let to = (from + 2 + random.below(9)).min(chars.len());
        let cut: String = chars[from..to].iter().collect();
        if !cut.trim().is_empty() && !cut.contains(['\n', '\r', '\0']) {
            queries.push_str(&cut);
            queries.push('\n');
        }
    }
    queries
}

fn answers(world: &World, index: &str, queries: &str) -> String {
    let args = [
        "query", "--batch", "-", "--facets", "--limit", "20", "--index", index,
    ];
    let run = world.run_with(&args, queries.as_bytes()).ok();
    let mut out = String::new();
    for line in run.out.lines() {
        let mut answer: Value = serde_json::from_str(line).expect("JSON");
        answer.as_object_mut().expect("an object").remove("took_ms");
        out.push_str(&answer.to_string());
        out.push('\n');
    }
    out
}

#[test]
fn however_an_index_was_built_its_answers_are_the_same_bytes() {
    let mut random = Random::new("same answers");
    let world = World::new();
    let names = corpus(&world);
    let queries = queries(&world, &names, &mut random);
    let build = |index: &str, flags: &[&str]| {
        world
            .run(&[&["index", "all", "--index", index], flags].concat())
            .ok();
    };
    build("one", &["--threads", "1"]);
    let want = answers(&world, "one", &queries);
    assert_eq!(segments(&world.path("one")), 1);
    build_by_several(&world.path("all"), &world.path("two"), 2);
    let same = |index: &str| {
        let have = answers(&world, index, &queries);
        for (have, want) in have.lines().zip(want.lines()) {
            assert_eq!(have, want, "{index}");
        }
        assert_eq!(have, want, "{index}");
    };
    same("two");

    // In another order: the files come one after the other, the last first.
    let mut links: Vec<String> = names.iter().map(|name| format!("all/{name}")).collect();
    links.reverse();
    let step = links.len().div_ceil(10);
    let hidden = |path: &str| format!("hidden/{path}");
    for path in &links {
        let to = world.path(&hidden(path));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::rename(world.path(path), to).expect("a file");
    }
    for (number, part) in links.chunks(step).enumerate() {
        for path in part {
            fs::rename(world.path(&hidden(path)), world.path(path)).expect("a file");
        }
        if number > 0 {
            // Recaps that change and come back leave nothing behind.
            let path = &links[random.below(number * step)];
            let text = fs::read(world.path(path)).expect("a file");
            world.write(path, "# 别的\n\n一句别的话，谁也不会问起。");
            build("steps", &[]);
            world.write(path, text);
        }
        build("steps", &[]);
    }
    build("steps", &["--compact"]);
    same("steps");
    println!(
        "{} queries, {} recaps, 3 ways",
        queries.lines().count(),
        names.len()
    );
}
