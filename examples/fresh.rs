//! Keeps an index fresh: looks at the corpus every second, reads what changed, and shows the new
//! commit to whoever holds the index. Ends after as many rounds as it is told.
//!
//! ```text
//! cargo run --example fresh -- corpus 10
//! ```

use std::{env, error::Error, thread, time::Duration};

use recap_search::{BuildOptions, Index, Query, build};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let corpus = arguments.next().unwrap_or_else(|| "corpus".to_owned());
    let rounds: usize = arguments.next().map_or(Ok(3), |rounds| rounds.parse())?;

    let dir = tempfile::tempdir()?;
    let options = BuildOptions::new([corpus]);
    build(dir.path(), &options, &|_| {})?;
    // Threads that search may share it; each answer comes from one commit.
    let index = Index::open(dir.path())?;
    for _ in 0..rounds {
        // An unchanged corpus is told from sizes and times: nothing is read.
        let report = build(dir.path(), &options, &|_| {})?;
        if index.reload()? {
            println!(
                "commit {}: {} added, {} updated, {} removed",
                index.generation(),
                report.added,
                report.updated,
                report.removed
            );
        }
        let answer = index.search(&Query::new("全密态").limit(1))?;
        println!("{} passages for {}", answer.total, answer.query);
        thread::sleep(Duration::from_secs(1));
    }
    Ok(())
}
