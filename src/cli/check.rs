//! `search check`

use anyhow::{Result, bail};
use clap::Args;
use recap_search::index::{CheckReport, check};

use super::{
    IndexDir, Outcome,
    message::Hinted,
    output::{self, count},
    size::show_size,
};

/// Verify the index against its checksums and its manifest
///
/// Reads every file of the index, counts the passages of every recap, and looks up all the text of
/// a sample of them. Ends with 0 where the index is sound, with 2 where it is damaged.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    index: IndexDir,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &CheckArgs) -> Result<Outcome> {
    let report = check(&args.index.dir)?;
    if args.json {
        output::json(&report)?;
    } else {
        output::text(&told(&report))?;
    }
    if !report.sound {
        let places = count(report.damages.len(), "place", "places");
        bail!(Hinted::error(
            format!(
                "the index in `{}` is damaged in {places}",
                args.index.dir.display()
            ),
            "build it anew with `search index --rebuild` and the same folders",
        ));
    }
    Ok(Outcome::Done)
}

fn told(report: &CheckReport) -> String {
    let mut text = String::new();
    for damage in &report.damages {
        text.push_str(&format!("{}: {}\n", damage.path, damage.what));
    }
    if report.sound {
        text = format!(
            "sound: {} files, {}, {} passages, {} of them looked up\n",
            report.files,
            show_size(report.bytes),
            report.passages,
            report.sample
        );
    }
    text
}
