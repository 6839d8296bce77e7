//! Searches from another program: builds an index in a temporary folder, asks it, prints the hits.
//!
//! ```text
//! cargo run --example search -- 全密态 corpus
//! ```

use std::{env, error::Error};

use recap_search::{BuildOptions, Index, Query, build};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let question = arguments.next().unwrap_or_else(|| "全密态".to_owned());
    let corpus = arguments.next().unwrap_or_else(|| "corpus".to_owned());

    // A program that keeps its index gives a folder of its own; `build` then reads only what changed.
    let dir = tempfile::tempdir()?;
    let report = build(dir.path(), &BuildOptions::new([corpus]), &|_| {})?;
    println!("{} recaps, {} talks", report.recaps, report.talks);

    let index = Index::open(dir.path())?;
    let answer = index.search(&Query::new(question).limit(5))?;
    println!("{} passages for {}\n", answer.total, answer.query);
    for hit in &answer.hits {
        let title = hit.title.as_ref().or(hit.recap.as_ref());
        println!("{}. {}", hit.rank, title.map_or("", String::as_str));
        for speaker in &hit.speakers {
            println!(
                "   {} · {}",
                speaker.name,
                speaker.role.as_deref().unwrap_or("")
            );
        }
        println!("   {}", marked(&hit.excerpt, &hit.highlights));
        println!("   {}:{}\n", hit.path, hit.line);
    }
    Ok(())
}

/// The excerpt with what matched in brackets. Highlights count characters.
fn marked(excerpt: &str, highlights: &[(usize, usize)]) -> String {
    let mut marked = String::new();
    for (at, c) in excerpt.chars().enumerate() {
        if highlights.iter().any(|&(start, _)| start == at) {
            marked.push('[');
        }
        marked.push(c);
        if highlights.iter().any(|&(_, end)| end == at + 1) {
            marked.push(']');
        }
    }
    marked
}
