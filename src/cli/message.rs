//! Errors and warnings: one line each, on standard error.

use std::{
    any::Any,
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

/// A fault of this program's own.
pub(super) fn fault(panic: &(dyn Any + Send)) -> Error {
    let told = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    Hinted::error(
        format!(
            "a fault of this program: {}",
            told.unwrap_or("no reason given")
        ),
        "please report it with the command and the file that led to it",
    )
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
    let what = squeeze(what.trim_start_matches("error: "))
        .replace("invalid digit found in string", "not a whole number");
    let tip = squeeze(&tip.replace("tip:", "or"));
    if let Some(option) = placed_before_its_command(&tip) {
        let hint = format!("it goes behind the command: `search {option}`");
        return fail(&what, Some(&hint));
    }
    if let Some(cut) = taken_for_an_option(&tip) {
        let whole = std::env::args().find(|arg| arg.starts_with(cut));
        let whole = whole.as_deref().unwrap_or(cut);
        let hint = format!("text that begins with `-` goes behind `--`: `{command} -- {whole}`");
        return fail(&what.replace(cut, whole), Some(&hint));
    }
    let hint = match std::env::args().nth(1) {
        Some(first) if tip.is_empty() && what.contains(&format!("subcommand '{first}'")) => {
            format!("to search for it, `search query {first}`; else {help}")
        }
        _ if tip.is_empty() || tip.starts_with("to pass ") => help,
        _ => tip,
    };
    fail(&what, Some(&hint))
}

/// Of a tip `'query --city' exists`, the command with the option that was given before it.
fn placed_before_its_command(tip: &str) -> Option<&str> {
    tip.strip_prefix('\'')?.strip_suffix("' exists")
}

/// Of a tip `to pass '-长' as a value, …`, the sign and letter of a word that was meant as text. What
/// begins with two signs is an option in all likelihood, and misspelt.
fn taken_for_an_option(tip: &str) -> Option<&str> {
    let cut = tip.strip_prefix("to pass '")?.split('\'').next()?;
    Some(cut).filter(|cut| !cut.starts_with("--"))
}

fn is_command(name: &str) -> bool {
    <super::Cli as clap::CommandFactory>::command()
        .get_subcommands()
        .any(|command| command.get_name() == name)
}
