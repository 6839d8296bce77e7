//! Prints what is extracted from the recaps of a folder: a JSON document a file, a line each.
//!
//! ```text
//! cargo run --example talks -- FOLDER [--explain]
//! ```

use std::{env, fs, path::PathBuf};

use recap_search::recap::{blocks, talks};

fn main() -> std::io::Result<()> {
    let mut explain = false;
    let mut folders = Vec::new();
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "--explain" => explain = true,
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    let mut files = Vec::new();
    while let Some(at) = folders.pop() {
        if at.is_dir() {
            for entry in fs::read_dir(&at)? {
                folders.push(entry?.path());
            }
        } else if at
            .extension()
            .is_some_and(|end| end == "md" || end == "txt")
        {
            files.push(at);
        }
    }
    files.sort();
    for file in files {
        let text = String::from_utf8_lossy(&fs::read(&file)?).into_owned();
        let (body, first_line) = body(&text);
        let found = talks::extract(&blocks::parse(body, first_line));
        let mut line = serde_json::json!({
            "path": file.to_string_lossy(),
            "talks": found.talks,
            "warnings": found.warnings,
        });
        if explain {
            line["cues"] = serde_json::json!(found.cues);
            line["sections"] = serde_json::json!(found.sections);
        } else if let Some(talks) = line["talks"].as_array_mut() {
            for talk in talks {
                talk["text"] = serde_json::Value::Null;
            }
        }
        println!("{line}");
    }
    Ok(())
}

/// The text after the front matter, and the line it starts on.
fn body(text: &str) -> (&str, usize) {
    for fence in ["---", "+++"] {
        if let Some(rest) = text.strip_prefix(fence)
            && let Some(end) = rest.find(&format!("\n{fence}"))
        {
            let after = &rest[end + 1 + fence.len()..];
            let body = after.find('\n').map_or("", |at| &after[at + 1..]);
            let lines = text[..text.len() - body.len()].matches('\n').count();
            return (body, lines + 1);
        }
    }
    (text, 1)
}
