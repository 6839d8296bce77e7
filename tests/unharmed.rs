use std::{fs, path::Path};

use crate::{
    random::{Random, soak},
    world::{World, recap},
};

/// Names as an index has them, without what makes a file one of an index.
const HEX: &str = "116667ac997745cf9414745c635f03eb";

fn world() -> World {
    let a = recap("回顾", "长沙", "2021-07-20", "张三", "全密态");
    let b = recap("回顾", "成都", "2022-08-26", "李四", "慢查询");
    World::indexed(&[("a.md", &a), ("sub/b.md", &b)])
}

/// All files under a folder with what is in them.
fn content(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(dir).expect("a folder").flatten();
    let mut files: Vec<_> = entries
        .filter(|entry| !entry.file_name().to_string_lossy().ends_with(".lock"))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn files_of_others_are_kept_and_their_folder_is_refused() {
    let foreign = [
        format!("{HEX}.jpg"),
        format!("{HEX}.store"),
        format!("{HEX}.7.del"),
        format!("{HEX}.store.temp"),
        "han.1.7f6c83ed3b96edf9.part".to_owned(),
        "meta.json".to_owned(),
        ".managed.json".to_owned(),
    ];
    for name in &foreign {
        for flags in [&[][..], &["--rebuild"]] {
            let world = world();
            world.write(&format!("p/{name}"), "mine");
            let error = world
                .run(&[&["index", "--index", "p"], flags].concat())
                .error();
            assert!(
                error.starts_with("`p` is no index and not empty; "),
                "{name}: {error}"
            );
            let kept = [(name.clone(), b"mine".to_vec())];
            assert_eq!(content(&world.path("p")), kept, "{name}");
        }
    }
    // Beside an index, what it does not list is not its own.
    let world = world();
    let beside = [&foreign[0], &foreign[1], &foreign[2], &foreign[3]];
    for name in beside
        .into_iter()
        .map(String::as_str)
        .chain([".tmpAb3dE9", "a.jpg"])
    {
        world.write(&format!("index/{name}"), "mine");
    }
    for flags in [&["--compact"][..], &["--rebuild"]] {
        world.run(&[&["index"], flags].concat()).ok();
    }
    let kept = content(&world.path("index"));
    assert_eq!(
        kept.iter()
            .filter(|(_, content)| content == b"mine")
            .count(),
        6
    );
}

#[test]
fn a_source_in_the_folder_of_the_index_is_refused() {
    let world = world();
    for (source, index) in [
        ("corpus", "corpus"),
        ("corpus/sub", "corpus"),
        ("corpus/a.md", "corpus"),
    ] {
        let before = content(&world.path("corpus/sub"));
        let error = world.run(&["index", source, "--index", index]).error();
        assert!(error.contains("lies in the folder of the index"), "{error}");
        assert_eq!(content(&world.path("corpus/sub")), before);
    }
    world.write("index/c.md", "# 回顾\n");
    let error = world.run(&["index", "."]).error();
    assert!(
        error.contains("c.md` is to be read, and lies in"),
        "{error}"
    );
    assert!(world.path("index/c.md").exists());
    world
        .run(&["index", "no-such-folder", "--index", "new"])
        .error();
    assert!(!world.path("new").exists());
}

#[test]
fn damage_is_never_carried_into_a_sound_index() {
    let mut random = Random::new("carried damage");
    let world = world();
    let dir = world.path("index");
    let sound = content(&dir);
    let runs = soak(12, 300);
    let mut refused = 0;
    for run in 0..runs {
        let files: Vec<_> = sound
            .iter()
            .filter(|(name, _)| !name.ends_with("json"))
            .collect();
        let (name, bytes) = files[random.below(files.len())];
        if bytes.is_empty() {
            continue;
        }
        let mut damaged = bytes.clone();
        let bit = random.below(8 * bytes.len());
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::remove_file(dir.join(name)).expect("a file");
        world.write(&format!("index/{name}"), damaged);
        world.write("corpus/new.md", format!("# 又\n\n第{run}轮备份\n"));
        let args: &[&str] = [&["index"][..], &["index", "--compact"]][run % 2];
        let error = world.run(args).error();
        assert!(
            error.contains("damaged") && error.contains("--rebuild"),
            "{name}: {error}"
        );
        world.run(&["check"]).error();
        refused += 1;
        world.write(&format!("index/{name}"), bytes);
        assert_eq!(content(&dir), sound, "{name}, bit {bit}");
    }
    println!("{refused} of {runs} runs over damage refused, none carried it on");
    assert!(refused > runs / 2);
    world.run(&["index", "--compact"]).ok();
    world.run(&["check"]).ok();
}

#[test]
fn a_file_of_another_index_is_found() {
    let (one, other) = (
        world(),
        World::indexed(&[("o.md", "# 别的\n\n完全不同的内容。\n")]),
    );
    for ending in ["term", "idx", "pos", "fast", "fieldnorm", "store"] {
        let of = |world: &World| {
            let files = content(&world.path("index"));
            let found = files.into_iter().find(|(name, _)| name.ends_with(ending));
            found.expect(ending)
        };
        let ((name, own), (_, foreign)) = (of(&one), of(&other));
        one.write(&format!("index/{name}"), foreign);
        let run = one.run(&["check"]);
        assert!(
            run.out
                .contains(&format!("`{name}` is not the file of this commit")),
            "{run:?}"
        );
        let error = run.error();
        assert!(
            error.contains("damaged in 1 place") && error.contains("--rebuild"),
            "{error}"
        );
        one.write(&format!("index/{name}"), own);
    }
    one.run(&["check"]).ok();
}

#[test]
fn a_corpus_that_suddenly_is_empty_does_not_empty_the_index() {
    let world = world();
    let before = content(&world.path("index"));
    fs::create_dir(world.path("empty")).expect("a folder");
    for sources in [&["empty"][..], &["corpus/sub", "empty"]] {
        let error = world.run(&[&["index"], sources].concat()).error();
        assert!(
            error.starts_with("no recap in `empty`, and the index holds"),
            "{error}"
        );
        assert!(error.contains("`--rebuild`"), "{error}");
        assert_eq!(content(&world.path("index")), before);
    }
    world.run(&["index", "empty", "--rebuild"]).ok();
}

#[test]
fn a_strict_run_that_skips_changes_nothing() {
    let world = world();
    // The engine's list of the files that it may remove names those of a run that was given up.
    let content = |index: &Path| {
        let mut files = content(index);
        files.retain(|(name, _)| name != ".managed.json");
        files
    };
    let before = content(&world.path("index"));
    world.write("corpus/bad.md", [0; 64]);
    world.write("corpus/new.md", "# 又\n\n备份\n");
    let error = world.run(&["index", "--strict"]).error();
    assert!(error.starts_with("1 file was skipped; "), "{error}");
    assert_eq!(content(&world.path("index")), before);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_for_a_moment_stays_in_the_index() {
    if !crate::world::has_strace() {
        println!("left out: there is no strace, or it may not trace");
        return;
    }
    let mut runs = 0;
    for (call, path) in [
        ("openat", "corpus/sub"),
        ("statx", "corpus/sub/b.md"),
        ("openat", "corpus/sub/b.md"),
    ] {
        for fault in ["EACCES", "EIO", "EMFILE"] {
            let world = world();
            let path = world.path(path);
            let path = path.to_str().expect("UTF-8");
            // It was touched, so that it is read again.
            let text = fs::read(world.path("corpus/sub/b.md")).expect("a file");
            world.write("corpus/sub/b.md", text);
            let inject = format!("inject={call}:error={fault}");
            let how = ["-P", path, "-e", &inject];
            let before = content(&world.path("index"));
            world.run_traced(&how, &["index", "--strict"]).error();
            assert_eq!(content(&world.path("index")), before, "{call} {fault}");
            world.write("words.txt", "全密态数据库 100 n\n");
            world
                .run_traced(&how, &["index", "--dict", "words.txt"])
                .error();
            let run = world.run_traced(&how, &["index"]).ok();
            assert!(run.err.contains("skipped sub"), "{run:?}");
            world.run(&["show", "sub/b"]).ok();
            fs::remove_file(path)
                .or_else(|_| fs::remove_dir_all(path))
                .expect("it goes");
            world.run(&["index"]).ok();
            world.run(&["show", "sub/b"]).error();
            runs += 1;
        }
    }
    println!("{runs} faults of the system, nothing lost");
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_system_refuses_for_a_moment_is_no_damage() {
    if !crate::world::has_strace() {
        println!("left out: there is no strace, or it may not trace");
        return;
    }
    let world = world();
    let meta = world.path("index/meta.json");
    let how = [
        "-P",
        meta.to_str().expect("UTF-8"),
        "-e",
        "inject=openat:error=EIO",
    ];
    for args in [
        &["query", "全密态"][..],
        &["check"],
        &["index"],
        &["index", "--rebuild"],
    ] {
        let error = world.run_traced(&how, args).error();
        assert!(
            error.contains("Input/output error") && error.contains("try again"),
            "{error}"
        );
    }
    world.run(&["check"]).ok();
}

#[cfg(unix)]
#[test]
fn a_change_that_keeps_size_and_time_is_seen() {
    let world = World::new();
    let write = |text: &str| {
        world.write("corpus/a.md", format!("# 回顾\n\n{text}\n"));
        let file = fs::File::options()
            .write(true)
            .open(world.path("corpus/a.md"));
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
        file.expect("a file")
            .set_modified(long_ago)
            .expect("a time");
    };
    write("全密态");
    world.run(&["index"]).ok();
    write("慢查询");
    world.run(&["index"]).ok();
    world.run(&["query", "慢查询"]).ok();
}

#[test]
fn a_recap_whose_name_ends_like_a_passage_can_be_shown() {
    let (one, two) = (
        "# 甲\n\n全密态数据库的来龙去脉。\n",
        "# 乙\n\n慢查询的来龙去脉。\n",
    );
    let world = World::indexed(&[("x.md", one), ("x#1.md", two), ("x#1.md.md", one)]);
    let path = |id: &str| {
        let shown = world.run(&["show", id, "--json"]).ok().json();
        shown["path"].as_str().expect("a path").to_owned()
    };
    for (id, of) in [
        ("x", "x.md"),
        ("x#1", "x.md"),
        ("x#1.md", "x#1.md"),
        ("x#1.md#1", "x#1.md"),
        ("x#1.md.md", "x#1.md.md"),
        ("x#1.md.md#1", "x#1.md.md"),
    ] {
        assert_eq!(path(id), of, "{id}");
        world.run(&["similar", id]);
    }
    let answer = world.run(&["query", "慢查询", "--json"]).ok().json();
    assert_eq!(answer["hits"][0]["id"], "x#1.md#1");
}
