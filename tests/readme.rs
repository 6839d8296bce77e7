use std::{
    env,
    fs::{self, read_to_string},
    os::unix::fs::symlink,
    process::Command,
};

use crate::world::{World, program, project};

/// What a block of a README shows: a command and what it prints.
struct Shown {
    command: String,
    output: String,
}

/// The text of a README before and between its commands, and the commands.
fn read(text: &str) -> (Vec<String>, Vec<Shown>) {
    let (mut around, mut shown) = (vec![String::new()], Vec::<Shown>::new());
    let mut in_block = false;
    for line in text.split_inclusive('\n') {
        match (in_block, line.strip_prefix("$ ")) {
            (true, Some(command)) => {
                shown.push(Shown {
                    command: command.trim_end().to_owned(),
                    output: String::new(),
                });
                around.push(String::new());
                continue;
            }
            (true, None) if line != "```\n" => {
                if let Some(last) = shown.last_mut() {
                    last.output.push_str(line);
                }
                continue;
            }
            (true, None) => in_block = false,
            (false, _) => in_block = line == "```console\n",
        }
        if let Some(last) = around.last_mut() {
            last.push_str(line);
        }
    }
    (around, shown)
}

/// Output without what differs from run to run: times, and the size of an index; and without the
/// blank line that may stand before the next command.
fn steady(output: &str) -> String {
    let mut words: Vec<&str> = output.trim_end().split(' ').collect();
    for at in 1..words.len() {
        let unit = words[at].trim_end_matches([')', ':', ',', '\n']);
        let is_unit = ["ms", "s", "kB"]
            .iter()
            .any(|one| unit.starts_with(one) && unit.len() <= 3);
        let number = words[at - 1].trim_start_matches('(');
        if is_unit && number.parse::<f64>().is_ok() {
            words[at - 1] = "_";
        }
    }
    words.join(" ")
}

/// Runs the commands of a README in order, as a reader would on a fresh clone, and compares what
/// they print. With `README=write` in the environment it writes what they print now.
fn follow(name: &str) {
    let world = World::new();
    symlink(project("corpus"), world.path("corpus")).expect("a link");
    fs::create_dir(world.path("bin")).expect("a folder");
    symlink(program().get_program(), world.path("bin/search")).expect("a link");
    world.write(
        "tests/judged.jsonl",
        read_to_string(project("tests/judged.jsonl")).expect("judged queries"),
    );
    let path = format!(
        "{}:{}",
        world.path("bin").display(),
        env::var("PATH").unwrap_or_default()
    );
    let text = read_to_string(project(name)).expect(name);
    let (around, shown) = read(&text);
    assert!(shown.len() > 15, "{name} shows few commands");
    let has_jq = Command::new("jq").arg("--version").output().is_ok();
    let mut written = around[0].clone();
    for (one, after) in shown.iter().zip(&around[1..]) {
        // The server is tried elsewhere.
        let is_server = ["search serve", "curl "]
            .iter()
            .any(|c| one.command.starts_with(c));
        let needs_jq = one.command.contains("| jq ") && !has_jq;
        let output = if is_server || needs_jq {
            one.output.clone()
        } else {
            let run = world.run_shell(&format!("PATH='{path}'; {}", one.command));
            assert!(
                run.status == Some(0),
                "{name}: {}: {}",
                one.command,
                run.err
            );
            run.out
        };
        if env::var_os("README").is_none() {
            assert_eq!(
                steady(&one.output),
                steady(&output),
                "{name}: {}",
                one.command
            );
        }
        let gap = if one.output.ends_with("\n\n") {
            "\n"
        } else {
            ""
        };
        written += &format!("$ {}\n{output}{gap}{after}", one.command);
    }
    if env::var_os("README").is_some() {
        fs::write(project(name), written).expect(name);
    }
}

#[test]
fn what_the_readme_shows_is_true() {
    follow("README.md");
}

#[test]
fn what_the_chinese_readme_shows_is_true() {
    follow("README.zh.md");
}
