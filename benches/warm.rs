//! Warm queries, through the library: `warm SEARCH_INDEX STOCK_INDEX QUERIES [CLASS=FILE]...` asks
//! every line of QUERIES of both indexes, in turn, and prints the medians and 99th percentiles in
//! microseconds as one line of JSON; the same for the ranked queries of each class. Run by `speed.py`.

use std::{
    env,
    error::Error,
    fs,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use recap_search::{Index, Query};

#[path = "stock/recipe.rs"]
#[allow(dead_code, reason = "this bench only asks")]
mod recipe;

/// Times that every query is asked; the quickest counts, so that the machine's other work does not.
const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    let [ours, stock, queries, classes @ ..] = arguments.as_slice() else {
        eprintln!("warm SEARCH_INDEX STOCK_INDEX QUERIES [CLASS=FILE]...; see speed.py");
        return ExitCode::SUCCESS;
    };
    match run(
        Path::new(ours),
        Path::new(stock),
        Path::new(queries),
        classes,
    ) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(
    ours: &Path,
    stock: &Path,
    queries: &Path,
    classes: &[String],
) -> Result<(), Box<dyn Error>> {
    let ours = Index::open(ours)?;
    let stock = recipe::Stock::open(stock)?;
    let queries = fs::read_to_string(queries)?;
    let queries: Vec<&str> = queries.lines().collect();
    // jieba's dictionary is loaded by the first query of the recipe.
    stock.ranked("数据库")?;
    let literal = |text: &str| {
        ours.search(&Query::new(text).literal(true))
            .map(|a| a.hits.len())
    };
    let ranked = |text: &str| ours.search(&Query::new(text)).map(|a| a.hits.len());
    let mut by_class = serde_json::Map::new();
    for class in classes {
        let (name, file) = class.split_once('=').ok_or("a class is NAME=FILE")?;
        let asked = fs::read_to_string(file)?;
        let asked: Vec<&str> = asked.lines().collect();
        // The recipe has no query language: what it is asked for is the same without operators.
        let plain: Vec<String> = asked.iter().map(|text| text.replace(" OR ", " ")).collect();
        let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
        let theirs = match name {
            "phrase" => figures(&plain, |text| {
                stock
                    .phrase(text.trim_matches('"'))
                    .map(|texts| texts.len())
            })?,
            _ => figures(&plain, |text| stock.ranked(text).map(|texts| texts.len()))?,
        };
        by_class.insert(
            name.to_owned(),
            serde_json::json!([figures(&asked, ranked)?, theirs]),
        );
    }
    println!(
        "{}",
        serde_json::json!({
            "classes": by_class,
            "ranked": figures(&queries, ranked)?,
            "stock ranked": figures(&queries, |text| stock.ranked(text).map(|t| t.len()))?,
            "literal": figures(&queries, literal)?,
            "stock phrase": figures(&queries, |text| stock.phrase(text).map(|t| t.len()))?,
        })
    );
    Ok(())
}

/// Median and 99th percentile over the queries of the quickest answer to each, in microseconds,
/// and the share of queries that found anything.
fn figures<E: Error + 'static>(
    queries: &[&str],
    ask: impl Fn(&str) -> Result<usize, E>,
) -> Result<[f64; 3], Box<dyn Error>> {
    let mut times = vec![Duration::MAX; queries.len()];
    let mut found = 0;
    for round in 0..ROUNDS {
        for (query, best) in queries.iter().zip(&mut times) {
            let started = Instant::now();
            let hits = ask(query)?;
            *best = started.elapsed().min(*best);
            found += usize::from(round == 0 && hits > 0);
        }
    }
    times.sort_unstable();
    let at = |share: f64| {
        let place = ((times.len() - 1) as f64 * share).round() as usize;
        (times[place].as_secs_f64() * 1e7).round() / 10.0
    };
    Ok([at(0.5), at(0.99), found as f64 / queries.len() as f64])
}
