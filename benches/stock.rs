//! The baseline: tantivy with tantivy-jieba's own tokenizer, as its README shows it.
//!
//! `stock index CORPUS INDEX` and `stock query INDEX QUERY`, each as a whole process, for
//! `speed.rs` to measure beside `search`. A document is a section of a file: the text between two
//! headings.

use std::{env, error::Error, fs, path::Path, process::ExitCode};

#[path = "stock/recipe.rs"]
mod recipe;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        ["index", corpus, index] => index_all(Path::new(corpus), Path::new(index)),
        ["query", index, query] => answer(Path::new(index), query),
        _ => {
            eprintln!("stock index CORPUS INDEX | stock query INDEX QUERY");
            return ExitCode::SUCCESS;
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn index_all(corpus: &Path, index: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(index)?;
    let files = walkdir::WalkDir::new(corpus).sort_by_file_name();
    let markdown = files.into_iter().filter_map(Result::ok).filter(|entry| {
        entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "md")
    });
    let documents = markdown.filter_map(|entry| fs::read(entry.path()).ok());
    recipe::index(
        index,
        documents.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    )?;
    Ok(())
}

fn answer(index: &Path, query: &str) -> Result<(), Box<dyn Error>> {
    let stock = recipe::Stock::open(index)?;
    for text in stock.ranked(query)? {
        println!("{}", text.lines().next().unwrap_or_default());
    }
    Ok(())
}
