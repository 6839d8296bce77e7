#![cfg(unix)]

use std::{fs, os::unix::fs::symlink};

use crate::{
    random::{is_soak, soak},
    world::{World, recap},
};

/// Kilobytes that a run may take at its worst, over a corpus without a large file.
const LITTLE: u64 = 300 << 10;

/// Kilobytes that a run may take that reads two files as large as are read, made for the worst.
const MUCH: u64 = 1400 << 10;

/// A corpus in which one good recap stands beside what is hostile.
fn world() -> World {
    let world = World::new();
    let text = recap("回顾", "长沙", "2021-07-20", "张三", "全密态");
    world.write("corpus/good.md", text);
    world
}

/// Indexes, and says what was skipped as `path: reason`, and how many kilobytes it took.
#[track_caller]
fn indexed(world: &World, flags: &[&str]) -> (Vec<String>, u64) {
    let usage = world.path("usage");
    let line = format!(
        "command -v time >/dev/null && exec time -q -f %M -o '{}' \"$0\" index --json {}; exec \"$0\" index --json {}",
        usage.display(),
        flags.join(" "),
        flags.join(" "),
    );
    let report = world.run_shell(&line).ok().json();
    world.run(&["query", "--literal", "全密态"]).ok();
    world.run(&["check"]).ok();
    let skipped = report["skipped"].as_array().expect("skipped").iter();
    let skipped = skipped.map(|skip| {
        let text = |key: &str| skip[key].as_str().expect(key).to_owned();
        format!("{}: {}", text("path"), text("reason"))
    });
    let told = fs::read_to_string(usage).unwrap_or_default();
    let kilobytes = told.trim().parse().unwrap_or_else(|_| {
        println!("no `time` here: memory is not measured");
        0
    });
    (skipped.collect(), kilobytes)
}

#[test]
fn a_tree_full_of_traps_is_walked_once() {
    let world = world();
    let corpus = world.path("corpus");
    fs::create_dir_all(corpus.join("a/b/c")).expect("a folder");
    fs::create_dir(corpus.join("folder.md")).expect("a folder");
    for (to, from) in [
        (corpus.clone(), "a/up"),
        (corpus.join("a/b"), "a/b/c/back"),
        (corpus.join("self"), "self"),
        (corpus.join("two.md"), "one.md"),
        (corpus.join("one.md"), "two.md"),
        ("/dev/zero".into(), "zero.md"),
        ("/proc/self/mem".into(), "mem.md"),
    ] {
        symlink(to, corpus.join(from)).expect("a link");
    }
    let made = std::process::Command::new("mkfifo")
        .arg(corpus.join("pipe.md"))
        .status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe");
    #[cfg(target_os = "linux")]
    {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
        let name = OsStr::from_bytes(b"\xb3\xa4\xc9\xb3.md");
        fs::write(corpus.join(name), "长沙").expect("a file");
    }
    let (skipped, kilobytes) = indexed(&world, &[]);
    let reason = |path: &str| {
        let found = skipped.iter().find_map(|skip| skip.strip_prefix(path));
        found
            .unwrap_or_else(|| panic!("{path} in {skipped:?}"))
            .to_owned()
    };
    assert_eq!(reason("pipe.md: "), "is not a regular file");
    assert_eq!(reason("zero.md: "), "is not a regular file");
    assert_eq!(reason("a/up: "), "links back to a folder that it lies in");
    for path in ["one.md: ", "two.md: "] {
        assert!(reason(path).starts_with("cannot be read: "), "{skipped:?}");
    }
    #[cfg(target_os = "linux")]
    assert!(
        skipped
            .iter()
            .any(|skip| skip.ends_with(".md: its name is not UTF-8")),
        "{skipped:?}"
    );
    assert!(kilobytes < LITTLE, "{kilobytes} kB");
}

#[test]
fn many_small_files_take_little_memory() {
    let world = world();
    let files = soak(2_000, 100_000);
    for number in 0..files {
        let text = format!("# 第{number}场\n\n工程师张三介绍了第{number}种备份。\n");
        world.write(&format!("corpus/{}/{number}.md", number % 100), text);
    }
    let (skipped, kilobytes) = indexed(&world, &[]);
    assert_eq!(skipped, Vec::<String>::new());
    assert!(
        kilobytes < if is_soak() { MUCH } else { LITTLE },
        "{kilobytes} kB"
    );
    let report = world.run(&["index", "--json"]).ok().json();
    assert_eq!(report["recaps"], files + 1);
}

#[test]
fn a_file_of_a_gigabyte_is_skipped_unread() {
    let world = world();
    // Holes take no room on the disk.
    let file = fs::File::create(world.path("corpus/huge.md")).expect("a file");
    file.set_len(1 << 30).expect("a length");
    let (skipped, kilobytes) = indexed(&world, &[]);
    assert_eq!(skipped, ["huge.md: is larger than 2 MiB"]);
    assert!(kilobytes < LITTLE, "{kilobytes} kB");
}

/// So many bytes of this, over and over.
fn over_and_over(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

#[test]
fn pages_that_nest_and_repeat_are_read_in_bounded_memory() {
    let large = if is_soak() {
        (2 << 20) - 200
    } else {
        200 << 10
    };
    let many = |text: &str| over_and_over(text, large);
    let deep = 10_000;
    let pages = [
        ("html", format!("{}全密态", "<div>".repeat(deep))),
        ("tables", many("<table><tr><td>")),
        ("cells", many("<td>")),
        (
            "wide",
            format!(
                "{}\n{}\n",
                over_and_over("|a", large / 2),
                over_and_over("|-", large / 2)
            ),
        ),
        ("pipes", many("|a|b|\n")),
        ("quotes", format!("{}全密态", ">".repeat(deep))),
        ("spaced-quotes", many("> ")),
        ("lists", many("- ")),
        (
            "indented",
            (0..deep / 10)
                .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
                .collect(),
        ),
        ("numbers", many("1. ")),
        ("brackets", many("[")),
        ("pictures", many("![")),
        ("parentheses", many("（")),
        ("titles", many("《")),
        ("pairs", many("《》")),
        ("hosts", many("主持人")),
        ("host-lines", many("主持人\n")),
        ("names", many("张三、")),
        ("one-character", many("的")),
        ("from", many("来自")),
        ("lines", many("张三\n")),
        ("bold", many("**张三**\n")),
        (
            "agenda",
            (0..large / 60)
                .map(|n| format!("14:00-14:30 缓存之道{n} 赵{}\n", n % 97))
                .collect(),
        ),
        ("headings", many("# a\n")),
        ("ligatures", many("ﷺ")),
        ("marks", format!("a{}", many("\u{301}"))),
        ("latin", many("a")),
        ("stars", many("a**b")),
        ("ticks", many("` ")),
        ("comment", format!("<!--{}", many("-- "))),
        ("markup", many("&amp;")),
        ("escapes", many("全密态\u{1b}[31m")),
        (
            "nul",
            many("全密态数据库的来龙去脉与前世今生，在这里一次说清楚。\0"),
        ),
    ];
    let world = world();
    for (name, page) in &pages {
        world.write(&format!("corpus/{name}.md"), page);
    }
    let (skipped, kilobytes) = indexed(&world, &["--threads", "2"]);
    assert_eq!(skipped, Vec::<String>::new());
    println!("{} pages of {large} bytes in {kilobytes} kB", pages.len());
    assert!(kilobytes < MUCH, "{kilobytes} kB");
}

#[test]
fn front_matter_that_grows_when_it_is_read_is_left_out() {
    let world = world();
    let aliases: String = (1..60)
        .map(|n| {
            format!(
                "a{n}: &a{n} [{}]\n",
                ["*a"; 9].map(|a| format!("{a}{}", n - 1)).join(", ")
            )
        })
        .collect();
    let half = 120 << 10;
    for (name, front) in [
        ("aliases", format!("a0: &a0 [x]\n{aliases}")),
        ("brackets", format!("a: {}", "[".repeat(half))),
        ("braces", format!("a: {}", over_and_over("{a: ", half))),
        ("lists", format!("a:\n{}", over_and_over("- ", half))),
        ("long", over_and_over("a: b\n", 3 * half)),
    ] {
        world.write(
            &format!("corpus/{name}.md"),
            format!("---\n{front}\n---\n\n正文\n"),
        );
    }
    let toml = format!("+++\na = {}\n+++\n\n正文\n", "[".repeat(half));
    world.write("corpus/toml.md", toml);
    // Many keys, anchors and tags take no more time than as many words.
    let lines = |line: fn(usize) -> String| (0..12_000).map(line).collect::<String>();
    for (name, front) in [
        ("keys", lines(|n| format!("key{n}: x\n"))),
        ("twice", over_and_over("a: b\n", half)),
        ("anchors", lines(|n| format!("a{n}: &a{n} x\n"))),
        (
            "broken",
            format!("{}a: @\n", lines(|n| format!("key{n}: x\n"))),
        ),
    ] {
        world.write(
            &format!("corpus/{name}.md"),
            format!("---\n{front}---\n\n正文\n"),
        );
    }
    let tags = lines(|n| format!("\"{n}\","));
    world.write(
        "corpus/tags.md",
        format!("+++\ntags = [{tags}]\n+++\n\n正文\n"),
    );
    let (skipped, kilobytes) = indexed(&world, &[]);
    assert_eq!(skipped, Vec::<String>::new());
    assert!(kilobytes < LITTLE, "{kilobytes} kB");
    let read = world.run(&["talks", "corpus", "--json"]).ok().documents();
    assert_eq!(read.len(), 12);
    for page in &read {
        let warnings = page["warnings"].as_array().expect("warnings");
        let sound = ["good.md", "keys.md", "anchors.md", "tags.md"];
        let is_sound = sound.iter().any(|name| page["path"] == *name);
        assert_eq!(warnings.is_empty(), is_sound, "{page}");
        assert!(warnings.len() <= 12, "{warnings:?}");
    }
    let found = world.run(&["query", "--literal", "正文", "--json", "--limit", "0"]);
    assert_eq!(found.ok().json()["total"], 11);
}
