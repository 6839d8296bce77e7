use crate::world::{World, recap, sample_index};

/// Signs that steer a terminal or turn the direction of writing.
fn steers(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn colour_is_used_when_asked_and_not_in_a_pipe() {
    let world = World::new();
    let ask = |flags: &[&str]| {
        let fixed = ["query", "全密态", "--index", sample_index()];
        world.run(&[&fixed[..], flags].concat()).ok().out
    };
    assert!(!ask(&[]).contains('\u{1b}'));
    assert!(!ask(&["--color", "never"]).contains('\u{1b}'));
    let coloured = ask(&["--color", "always"]);
    assert!(
        coloured.contains("\u{1b}[1m\u{1b}[31m全密态\u{1b}[0m"),
        "{coloured}"
    );
    assert!(!ask(&["--color", "always", "--json"]).contains('\u{1b}'));
}

#[test]
fn a_hit_shows_who_where_when_and_the_place_in_the_file() {
    let text = recap("回顾", "长沙", "2021-07-20", "张三", "全密态");
    let world = World::indexed(&[("2021/a.md", &text)]);
    let run = world.run(&["query", "全密态"]).ok();
    for shown in [
        " 1  全密态\n",
        "\n    张三 · 某公司工程师\n",
        "\n    长沙 · 2021-07-20 · 线下\n",
        "\n    2021/a.md:9  2021/a#1\n",
    ] {
        assert!(run.out.contains(shown), "{shown:?} in {run:?}");
    }
}

#[test]
fn nothing_in_a_file_or_a_query_steers_the_terminal() {
    let world = World::new();
    let evil = "红\u{1b}[31m\u{9b}2J\u{7}\u{202e}\u{200b}\u{7f}\u{8}";
    world.write(
        "corpus/front.md",
        "---\ntitle: \"\\e[31m红\\x9b\\u202e\"\n---\n\n全密态\n",
    );
    world.write(
        "corpus/body.md",
        format!("---\nlocation: '长\u{202e}沙'\n---\n\n# {evil}\n\n工程师张三带来《{evil}》的演讲，{evil}介绍了全密态。\n"),
    );
    world.write("corpus/\u{1b}[31mname\u{202e}.md", "---\nbroken\n");
    let runs = [
        world.run(&["index"]),
        world.run(&["query", "全密态"]),
        world.run(&["query", "全密态", "--json", "--explain"]),
        world.run(&["query", evil, "--explain", "--facets"]),
        world.run(&["facets"]),
        world.run(&["show", "body"]),
        world.run(&["show", evil]),
        world.run(&["talks", "corpus", "--explain"]),
        world.run(&["talks", "corpus", "--json"]),
        world.run(&["query", "--since", evil, "x"]),
        world.run(&["query", "--index", evil, "x"]),
        world.run(&["query", "--limit", evil, "x"]),
        world.run(&[evil]),
    ];
    for run in runs {
        for text in [&run.out, &run.err] {
            assert!(!text.chars().any(steers), "{text:?} of {run:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    for flags in [&[][..], &["--json"]] {
        let full = std::fs::File::create("/dev/full").expect("/dev/full");
        let output = crate::world::program()
            .args(["query", "全密态", "--index", sample_index()])
            .args(flags)
            .stdout(full)
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.starts_with("search: cannot write to standard output: "));
    }
}
