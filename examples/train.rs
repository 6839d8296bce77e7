//! Learns the weights of the extractor from labelled pages.
//!
//! ```sh
//! cargo run --release --features train --example train -- DATA... [--home DATA]... [--folds N] [--show] [--write]
//! ```
//!
//! `DATA` is a folder with `corpus/`, `gold/` and, where it holds several communities, `pages.json`. On the pages of
//! `--home` the opinion of the rules is hidden: they were made for these. Without `--write` communities are left out
//! in turn, and what is found on them is printed; with it the weights of all are printed.

use recap_search::train::{Options, cross_validate, load, weights};

fn main() -> std::io::Result<()> {
    let mut options = Options {
        folds: 8,
        ..Options::default()
    };
    let mut write = false;
    let mut pages = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--show" => options.show = true,
            "--write" => write = true,
            "--folds" => {
                options.folds = arguments
                    .next()
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(options.folds)
            }
            "--home" => {
                if let Some(folder) = arguments.next() {
                    pages.extend(load(folder.as_ref(), true)?);
                }
            }
            folder => pages.extend(load(folder.as_ref(), false)?),
        }
    }
    if write {
        print!("{}", weights(&pages));
    } else {
        cross_validate(&pages, &options);
    }
    Ok(())
}
