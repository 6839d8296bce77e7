//! `search index`

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use recap_search::{
    Error,
    index::{BuildOptions, BuildReport, Skipped, Stage, build},
    text::{dictionary::Dictionary, synonyms::Synonyms},
};

use super::{
    IndexDir, Outcome,
    message::{self, Hinted},
    output::{self, count},
    size::{parse_size, show_size},
    watch::Watch,
};

/// Build the index from files and folders of recaps, or bring it up to date
///
/// Only what changed is read again; what vanished is removed. The index changes in one step at the
/// end: until then, and if the run is stopped, it answers as before.
#[derive(Debug, Args)]
pub(super) struct IndexArgs {
    /// Files and folders of recaps; together they are the corpus
    #[arg(value_name = "PATH", default_value = DEFAULT_CORPUS)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    index: IndexDir,
    /// Start over, also with an index of another version
    #[arg(long)]
    rebuild: bool,
    /// Keep following the files until stopped (Ctrl-C); what changes is found within two seconds
    #[arg(long, conflicts_with = "strict")]
    watch: bool,
    /// Merge replaced passages away
    #[arg(long)]
    compact: bool,
    /// Fail when files were skipped
    #[arg(long)]
    strict: bool,
    /// User dictionary, one `word [frequency [tag]]` a line
    #[arg(long, value_name = "FILE")]
    dict: Option<PathBuf>,
    /// Synonyms, one group a line, separated by commas
    #[arg(long, value_name = "FILE")]
    synonyms: Option<PathBuf>,
    /// Memory for what is being written; with less, writing takes longer
    #[arg(long, value_name = "SIZE", default_value = "192M", value_parser = parse_size)]
    memory: usize,
    /// Files larger than this are skipped
    #[arg(long, value_name = "SIZE", default_value = "2M", value_parser = parse_size)]
    max_file_size: usize,
    /// Threads; 0 is as many as the machine has
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    threads: usize,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

const DEFAULT_CORPUS: &str = "corpus";

pub(super) fn run(args: &IndexArgs) -> Result<Outcome> {
    let mut options = BuildOptions::new(&args.paths);
    options.rebuild = args.rebuild;
    options.compact = args.compact;
    options.memory = args.memory;
    options.max_file_size = args.max_file_size as u64;
    options.threads = args.threads;
    if let Some(path) = &args.dict {
        options.dictionary = Some(lines(path, Dictionary::parse)?);
    }
    if let Some(path) = &args.synonyms {
        options.synonyms = Some(lines(path, Synonyms::parse)?);
    }
    let bar = Bar::new();
    let built = build(&args.index.dir, &options, &|stage| bar.show(stage));
    bar.finish();
    let report = built.map_err(|error| match error {
        Error::NotFound { path } if path == Path::new(DEFAULT_CORPUS) => Hinted::error(
            format!("no folder `{DEFAULT_CORPUS}` here"),
            "name the folder of recaps: `search index FOLDER`",
        ),
        error => error.into(),
    })?;
    told("skipped", "skipped", &report.skipped);
    told("", "warnings", &report.warnings);
    if args.json {
        output::json(&report)?;
    } else {
        output::text(&summary(&report, args))?;
    }
    if args.watch {
        return Watch::after(&report, &args.index.dir, options, args.json).run();
    }
    if args.strict && !report.skipped.is_empty() {
        bail!(Hinted::error(
            format!(
                "{} skipped",
                count(report.skipped.len(), "file was", "files were")
            ),
            "mend what was named, or leave out `--strict`",
        ));
    }
    Ok(Outcome::Done)
}

/// Lines left out, by number, and why.
type LeftOut = Vec<(usize, String)>;

/// Bytes of the longest dictionary or list of synonyms: each query reads what it holds.
const LONGEST_LIST: u64 = 8 << 20;

/// Reads a file of lines of which some may be left out.
fn lines<T>(path: &Path, parse: fn(&str) -> (T, LeftOut)) -> Result<T> {
    let access = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Error::NotFound { path: path.into() },
        _ => Error::Io {
            path: path.into(),
            source,
        },
    };
    // A pipe or a device may have no end, and may wait for its other side when it is opened.
    let is_file = fs::metadata(path).map_err(access)?.is_file();
    let mut bytes = Vec::new();
    if is_file {
        let file = fs::File::open(path).map_err(access)?;
        let read = file.take(LONGEST_LIST + 1).read_to_end(&mut bytes);
        read.map_err(access)?;
    }
    if !is_file || bytes.len() as u64 > LONGEST_LIST {
        let what = match is_file {
            true => format!("has more than {} MiB", LONGEST_LIST >> 20),
            false => "is no regular file".to_owned(),
        };
        bail!(Hinted::error(
            format!("`{}` {what}", path.display()),
            "give a file of lines, the words that matter"
        ));
    }
    let Ok(text) = String::from_utf8(bytes) else {
        bail!(Hinted::error(
            format!("`{}` is not UTF-8", path.display()),
            "save it as UTF-8"
        ));
    };
    let (parsed, left_out) = parse(&text);
    let named = left_out
        .into_iter()
        .map(|(line, reason)| (format!("{}:{line}", path.display()), reason))
        .collect::<Vec<_>>();
    message::warn_of(named.into_iter(), "lines left out");
    Ok(parsed)
}

pub(super) fn told(verb: &str, rest: &str, files: &[Skipped]) {
    let named = files.iter().map(|file| {
        (
            format!("{verb} {}", file.path).trim().to_owned(),
            file.reason.clone(),
        )
    });
    message::warn_of(named, rest);
}

fn summary(report: &BuildReport, args: &IndexArgs) -> String {
    let mut text = format!(
        "{} with {} and {} in {:.1} s: {} added, {} updated, {} unchanged, {} removed",
        count(report.recaps, "recap", "recaps"),
        count(report.talks, "talk", "talks"),
        count(report.sections, "section", "sections"),
        report.seconds,
        report.added,
        report.updated,
        report.unchanged,
        report.removed,
    );
    if !report.skipped.is_empty() {
        text.push_str(&format!(", {} skipped", report.skipped.len()));
    }
    text.push_str(&format!(
        "\nindex: {}, {}\n",
        args.index.dir.display(),
        show_size(report.bytes)
    ));
    if report.recaps == 0 {
        let paths: Vec<String> = args
            .paths
            .iter()
            .map(|path| format!("`{}`", path.display()))
            .collect();
        text.push_str(&format!(
            "no recaps found in {}: looked for files ending in .md, .markdown and .txt\n",
            paths.join(", ")
        ));
    }
    text
}

/// Progress, drawn on a terminal alone.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::no_length();
        let style = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    fn show(&self, stage: Stage) {
        match stage {
            Stage::Reading { files } => {
                self.0.set_length(files as u64);
                self.0.set_message("reading");
            }
            Stage::Read => self.0.inc(1),
            Stage::Writing => self.0.set_message("writing"),
            _ => {}
        }
    }

    fn finish(&self) {
        self.0.finish_and_clear();
    }
}
