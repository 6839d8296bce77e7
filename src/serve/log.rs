//! The log, on standard error: a line an event.

use clap::ValueEnum;
use tracing_subscriber::{filter::LevelFilter, fmt};

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people
    Text,
    /// A JSON object a line
    Json,
}

/// Begins to log. Where something logs already, that goes on.
pub(super) fn start(format: LogFormat) {
    let log = fmt()
        .with_writer(std::io::stderr)
        .with_max_level(LevelFilter::INFO)
        .with_ansi(false)
        .with_target(false);
    let _ = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}
