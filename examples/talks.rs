//! Reads recaps without an index: prints the talks of the files and folders given.
//!
//! ```text
//! cargo run --example talks -- corpus/2021
//! ```

use std::{env, path::PathBuf};

use recap_search::recap::{self, walk::walk};

fn main() -> recap_search::Result<()> {
    let mut paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push("corpus".into());
    }
    for file in walk(&paths)?.files {
        let recap = match recap::read(&file.path, &file.relative) {
            Ok(recap) => recap,
            // A bad file harms only itself.
            Err(fault) => {
                eprintln!("{}: {fault}", file.relative);
                continue;
            }
        };
        println!(
            "{} · {} · {}",
            recap.date.map_or_else(String::new, |date| date.to_string()),
            recap.city.as_deref().unwrap_or("online"),
            recap.title.as_deref().unwrap_or(&recap.path),
        );
        for talk in &recap.talks {
            let names: Vec<_> = talk.speakers.iter().map(|s| s.name.as_str()).collect();
            let title = talk.title.as_deref().unwrap_or("(no title)");
            println!("  line {:>3}  {}  {title}", talk.line, names.join("、"));
        }
    }
    Ok(())
}
