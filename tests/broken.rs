use serde_json::Value;

use crate::world::{World, project};

/// A row of the table in `broken/README.md`.
struct Row {
    file: String,
    outcome: String,
    seen: String,
}

fn table() -> Vec<Row> {
    let readme = std::fs::read_to_string(project("tests/broken/README.md")).expect("the table");
    let rows = readme.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [file, _, outcome, seen] = cells[..] else {
            return None;
        };
        Some(Row {
            file: file.strip_prefix('`')?.strip_suffix('`')?.to_owned(),
            outcome: outcome.to_owned(),
            seen: seen.to_owned(),
        })
    });
    rows.collect()
}

/// What stands between backticks.
fn ticked(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The numbers behind `line `.
fn lines(text: &str) -> Vec<String> {
    text.split("line ")
        .skip(1)
        .map(|rest| {
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            format!("line {number}")
        })
        .collect()
}

/// What a row's file must show, checked clause by clause.
fn check(world: &World, row: &Row, recap: &Value, said: &str) {
    let what = &row.file;
    for clause in row.seen.split(';').map(str::trim) {
        let words: Vec<&str> = clause.split(' ').collect();
        if let [.., number, "talk" | "talks"] = words[..] {
            let want = number.parse().unwrap_or(0);
            let have = recap["talks"].as_array().map_or(0, Vec::len);
            assert_eq!(have, want, "{what}: {clause}: {recap}");
        } else if let Some(text) = clause.strip_suffix(" is not found") {
            world.run(&["query", "--literal", text]).nothing_found();
        } else if let Some(text) = clause.strip_suffix(" is found") {
            let args = ["query", "--literal", text, "--json", "--limit", "100"];
            let answer = world.run(&args).ok().json();
            let paths = crate::world::of_hits(&answer, "path");
            assert!(
                paths.contains(&what.as_str()),
                "{what}: {clause}: {paths:?}"
            );
        } else if let Some(rest) = clause.strip_prefix("title is ") {
            let values: Vec<&str> = ticked(rest).collect();
            assert_eq!(recap["title"], values[0], "{what}");
            assert_eq!(recap["label"], values[1], "{what}");
        } else if let Some(title) = clause.strip_prefix("title ") {
            assert_eq!(recap["title"], title, "{what}");
        } else if let Some(date) = words.last().filter(|word| is_date(word)) {
            assert_eq!(recap["date"], **date, "{what}");
        } else if clause == "no city" {
            assert_eq!(recap["city"], Value::Null, "{what}");
        } else if clause == "the recap has no date" {
            assert_eq!(recap["date"], Value::Null, "{what}");
        } else if row.outcome != "silent" {
            let (named, nulls) = match clause.strip_suffix(" are null") {
                Some(all) => all.split_once(", ").unwrap_or((all, "")),
                None => (clause, ""),
            };
            for field in ticked(nulls) {
                let places = [&recap[field], &recap["talks"][0][field]];
                assert!(
                    places.iter().all(|place| place.is_null()),
                    "{what}: {field}"
                );
            }
            for field in ticked(named) {
                assert!(said.contains(field), "{what}: `{field}` in {said}");
            }
            let lines = lines(named);
            let told = lines.is_empty() || lines.iter().any(|line| said.contains(line.as_str()));
            assert!(told, "{what}: {lines:?} in {said}");
            if named.starts_with("front matter") {
                assert!(said.contains("front matter: "), "{what}: {said}");
            }
        }
    }
}

fn is_date(word: &str) -> bool {
    word.len() == 10 && word.split('-').map(str::len).eq([4, 2, 2])
}

#[test]
fn every_broken_file_gives_what_the_table_says() {
    let table = table();
    let folder = project("tests/broken");
    let mut named: Vec<&str> = table.iter().map(|row| row.file.as_str()).collect();
    named.push("README.md");
    named.sort_unstable();
    let mut lying: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    lying.sort_unstable();
    assert_eq!(
        lying, named,
        "files and the table in tests/broken/README.md"
    );

    let world = World::new();
    for row in &table {
        let content = std::fs::read(folder.join(&row.file)).expect("a file");
        world.write(&format!("corpus/{}", row.file), content);
    }
    let report = world.run(&["index", "--json"]).ok().json();
    let recaps = world.run(&["talks", "corpus", "--json"]).ok().documents();
    for row in &table {
        let skipped = report["skipped"].as_array().expect("skipped");
        let skip = skipped.iter().find(|skip| skip["path"] == row.file);
        let recap = recaps.iter().find(|recap| recap["path"] == row.file);
        match (row.outcome.as_str(), skip, recap) {
            ("skipped", Some(skip), None) => {
                let reason = skip["reason"].as_str().expect("a reason");
                check(&world, row, &Value::Null, reason);
            }
            ("warning" | "silent", None, Some(recap)) => {
                let warnings = recap["warnings"].as_array().expect("warnings");
                let is_silent = warnings.is_empty();
                assert_eq!(
                    is_silent,
                    row.outcome == "silent",
                    "{}: {warnings:?}",
                    row.file
                );
                let said: Vec<String> = warnings
                    .iter()
                    .map(|one| format!("line {}: {}", one["line"], one["message"]))
                    .collect();
                check(&world, row, recap, &said.join("\n"));
            }
            (outcome, skip, recap) => panic!("{}: {outcome}, {skip:?}, {recap:?}", row.file),
        }
    }
    world.run(&["index", "--strict"]).error();
}
