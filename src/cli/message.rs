//! Errors and warnings: one line each, on standard error.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Error;
use clap::error::ErrorKind;

use super::clean::clean;

/// Items of a list that are named before the rest is only counted.
const NAMED: usize = 5;

/// An error with what can be done about it.
#[derive(Debug)]
pub(super) struct Hinted {
    message: String,
    hint: String,
}

impl Hinted {
    pub(super) fn error(message: impl Into<String>, hint: impl Into<String>) -> Error {
        Error::new(Self {
            message: message.into(),
            hint: hint.into(),
        })
    }
}

impl std::fmt::Display for Hinted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Hinted {}

/// Tells of an error, and which exit status it has. A reader that went away is no error.
pub(super) fn failure(error: &Error) -> ExitCode {
    let is_broken_pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(is_broken_pipe) {
        return ExitCode::SUCCESS;
    }
    self::error(error);
    ExitCode::from(2)
}

/// Tells of an error, and what to do.
pub(super) fn error(error: &Error) {
    let hint = match error.downcast_ref::<recap_search::Error>() {
        Some(error) => error.hint(),
        None => error
            .downcast_ref::<Hinted>()
            .map(|hinted| hinted.hint.clone()),
    };
    let message = match error.downcast_ref::<recap_search::Error>() {
        // It names its cause itself.
        Some(error) => error.to_string(),
        None => format!("{error:#}"),
    };
    tell(&message, hint.as_deref());
}

fn tell(message: &str, hint: Option<&str>) {
    match hint {
        Some(hint) => line(&format!("{message}; {hint}")),
        None => line(message),
    }
}

/// Tells that the arguments are wrong.
fn fail(message: &str, hint: Option<&str>) -> ExitCode {
    tell(message, hint);
    ExitCode::from(2)
}

/// Tells of something doubtful.
pub(super) fn warn(message: &str) {
    line(&format!("warning: {message}"));
}

/// Tells of the first of `items`, each as `name: what`, and counts the rest.
pub(super) fn warn_of(items: impl ExactSizeIterator<Item = (String, String)>, rest: &str) {
    let more = items.len().saturating_sub(NAMED);
    for (name, what) in items.take(NAMED) {
        warn(&format!("{name}: {what}"));
    }
    if more > 0 {
        warn(&format!("... and {more} more {rest}"));
    }
}

/// Tells something on standard error. That nobody listens there is no reason to stop.
pub(super) fn line(message: &str) {
    let _ = writeln!(anstream::stderr(), "search: {}", clean(message));
}

/// Tells what is wrong with the arguments, in one line; or shows the help that was asked for.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let command = std::env::args()
        .nth(1)
        .filter(|name| is_command(name))
        .map_or_else(|| "search".to_owned(), |name| format!("search {name}"));
    let help = format!("see `{command} --help`");
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return fail("no command given", Some(&help));
    }
    let text = error.to_string();
    let told = text.split("\n\nUsage:").next().unwrap_or(&text);
    let told = told
        .split("\n\nFor more information")
        .next()
        .unwrap_or(told);
    let (what, tip) = told.split_once("\n\n  tip: ").unwrap_or((told, ""));
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let what = squeeze(what.trim_start_matches("error: "));
    let hint = match squeeze(&tip.replace("tip:", "or")) {
        tip if tip.is_empty() => help,
        tip => tip,
    };
    fail(&what, Some(&hint))
}

fn is_command(name: &str) -> bool {
    <super::Cli as clap::CommandFactory>::command()
        .get_subcommands()
        .any(|command| command.get_name() == name)
}
