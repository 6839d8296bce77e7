//! `search serve`

use std::{
    net::{SocketAddr, ToSocketAddrs},
    thread,
    time::Duration,
};

use anyhow::{Result, bail};
use clap::Args;

use super::{IndexDir, Outcome, message::Hinted, output};
use crate::serve::{self, Access, Base, LogFormat, Options};

/// Serve the web page and the HTTP API
///
/// Listens on this machine alone unless told otherwise. The log goes to standard error; what is
/// searched for does not stand in it. A newer commit of the index is shown by itself. Ctrl-C
/// stops it after what was asked is answered.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    index: IndexDir,
    /// Address to listen on; port 0 takes any that is free
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:7700", value_parser = address)]
    addr: SocketAddr,
    /// Answer only who sends this token: as `Authorization: Bearer TOKEN`, or as a password
    #[arg(
        long,
        env = "SEARCH_TOKEN",
        hide_env_values = true,
        conflicts_with = "public"
    )]
    token: Option<String>,
    /// Answer everybody, by whatever name the server is called
    #[arg(long)]
    public: bool,
    /// Site that publishes the recaps: it is put before links that name none
    #[arg(long, value_name = "URL")]
    base_url: Option<Base>,
    /// Searches at a time; 0 is as many as the machine has threads
    #[arg(long, value_name = "N", default_value_t = 0)]
    concurrency: usize,
    /// How long a search may take, waiting included
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    timeout: u64,
    /// How the log looks
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

pub(super) fn run(args: &ServeArgs) -> Result<Outcome> {
    let options = Options {
        index: args.index.dir.clone(),
        addr: args.addr,
        access: access(args)?,
        base_url: args.base_url.clone(),
        concurrency: match args.concurrency {
            0 => thread::available_parallelism().map_or(1, usize::from),
            number => number,
        },
        timeout: Duration::from_secs(args.timeout),
        log: args.log_format,
    };
    serve::run(options, |addr| {
        output::text(&format!("listening on http://{addr}\n"))
    })?;
    Ok(Outcome::Done)
}

/// Reads `127.0.0.1:7700`, `[::1]:7700`, `localhost:7700`.
fn address(text: &str) -> Result<SocketAddr, String> {
    let mut found = text.to_socket_addrs().into_iter().flatten();
    found
        .next()
        .ok_or_else(|| "write an address and a port, such as 127.0.0.1:7700".to_owned())
}

fn access(args: &ServeArgs) -> Result<Access> {
    match &args.token {
        Some(token) if token.trim() != token || token.is_empty() => bail!(Hinted::error(
            "--token: an empty token, or one with blanks around it",
            "take a long random one, such as `openssl rand -hex 32` prints",
        )),
        Some(token) => Ok(Access::Token(token.clone())),
        None if args.public => Ok(Access::Public),
        None if args.addr.ip().is_loopback() => Ok(Access::Local),
        None => bail!(Hinted::error(
            format!("--addr: other machines can reach `{}`", args.addr),
            "give `--token TOKEN` so that only who has it may ask, or `--public` to let everybody",
        )),
    }
}
