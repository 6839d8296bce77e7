use crate::world::World;

const COMMANDS: [&str; 12] = [
    "index",
    "query",
    "facets",
    "talks",
    "show",
    "suggest",
    "similar",
    "eval",
    "serve",
    "mcp",
    "completions",
    "man",
];

#[test]
fn every_command_helps() {
    let world = World::new();
    let help = world.run(&["--help"]).ok().out;
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let run = world.run(&[command, "--help"]).ok();
        assert!(run.out.contains("Usage: search "), "{run:?}");
    }
    assert!(world.run(&["--version"]).ok().out.starts_with("search "));
}

#[test]
fn wrong_usage_is_told_in_one_line_that_says_what_to_do() {
    let world = World::new();
    for (args, told) in [
        (vec![], "no command given; see `search --help`"),
        (vec!["find"], "unrecognized subcommand 'find'; "),
        (vec!["query"], "no query given; "),
        (
            vec!["query", "--limit", "many", "x"],
            "invalid value 'many' for '--limit <N>': not a whole number; ",
        ),
        (
            vec!["query", "--limit", "-1", "x"],
            "invalid value '-1' for '--limit <N>'",
        ),
        (
            vec!["query", "--sort", "best", "x"],
            "invalid value 'best' for '--sort <SORT>'",
        ),
        (
            vec!["query", "--citty", "x"],
            "unexpected argument '--citty' found; ",
        ),
        (
            vec!["query", "-长沙"],
            "unexpected argument '-长沙' found; text that begins with `-` goes behind `--`: \
             `search query -- -长沙`",
        ),
        (
            vec!["query", "--zzz", "x"],
            "unexpected argument '--zzz' found; see `search query --help`",
        ),
        (
            vec!["全密态"],
            "'全密态'; to search for it, `search query 全密态`; ",
        ),
        (
            vec!["--limit", "3", "query", "x"],
            "it goes behind the command: `search query --limit`",
        ),
        (
            vec!["serve", "--addr", "7700"],
            "write an address and a port, such as 127.0.0.1:7700",
        ),
        (vec!["show"], "<ID>"),
        (vec!["talks"], "<PATH>"),
        (vec!["eval"], "<FILE>"),
        (vec!["completions", "dos"], "'dos'"),
        (vec!["man", "dos"], "no command `dos`; "),
        (vec!["--color", "red", "man"], "'red' for '--color <WHEN>'"),
    ] {
        let error = world.run(&args).error();
        assert!(error.contains(told), "{args:?}: {error}");
    }
}

#[test]
fn completions_and_manual_name_every_command() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = world.run(&["completions", shell]).ok().out;
        assert!(COMMANDS.iter().all(|name| script.contains(name)), "{shell}");
    }
    let page = world.run(&["man"]).ok().out;
    assert!(page.contains(".TH search 1"), "{page}");
    assert!(COMMANDS.iter().all(|name| page.contains(name)));
    for command in COMMANDS {
        let page = world.run(&["man", command]).ok().out;
        assert!(page.contains(&format!(".TH search-{command} 1")), "{page}");
    }
}
