//! Scores a ranking: asks judged queries with two sets of weights and prints the figures of both.
//!
//! ```text
//! cargo run --example score -- tests/judged.jsonl corpus
//! ```

use std::{env, error::Error, path::Path};

use recap_search::{
    BuildOptions, Index, build,
    query::{Weights, evaluate, read_judged},
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let judged = arguments
        .next()
        .unwrap_or_else(|| "tests/judged.jsonl".to_owned());
    let corpus = arguments.next().unwrap_or_else(|| "corpus".to_owned());

    let dir = tempfile::tempdir()?;
    build(dir.path(), &BuildOptions::new([corpus]), &|_| {})?;
    let index = Index::open(dir.path())?;
    let queries = read_judged(Path::new(&judged))?;

    let shipped = Weights::default();
    let mut plain = shipped;
    plain.title = 0.0;
    plain.people = 0.0;
    for (name, weights) in [("as shipped", shipped), ("text alone", plain)] {
        let figures = evaluate(&index, &queries, &weights)?;
        println!(
            "{name}: MRR@10 {:.3}, first place {:.3}, recall@10 {:.3}",
            figures.mrr_10, figures.success_1, figures.recall_10
        );
    }
    Ok(())
}
