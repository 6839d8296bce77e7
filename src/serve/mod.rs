//! The web page and the HTTP API: a thin face over the library.
//!
//! ```text
//! listen ──▶ guard ──▶ page · api ──limits──▶ Index (one commit a request)
//!                             └──parameters    ▲
//!                                  state ──follows the index
//! ```

mod api;
mod etag;
mod guard;
mod host;
mod limits;
mod links;
mod listen;
mod log;
mod metrics;
mod openapi;
mod page;
mod parameters;
mod places;
mod problem;
mod router;
mod state;

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

pub(crate) use links::Base;
pub(crate) use log::LogFormat;
use tokio::{net::TcpListener, runtime};

use state::App;

/// How to serve.
pub(crate) struct Options {
    /// Folder of the index.
    pub(crate) index: PathBuf,
    /// Where to listen; port 0 takes any that is free.
    pub(crate) addr: SocketAddr,
    /// Who may ask.
    pub(crate) access: Access,
    /// What links of hits lead into.
    pub(crate) base_url: Option<Base>,
    /// Searches at a time.
    pub(crate) concurrency: usize,
    /// How long a search may take.
    pub(crate) timeout: Duration,
    /// How the log looks.
    pub(crate) log: LogFormat,
}

/// Who may ask.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// Programs and browsers of this machine, that ask for it by its own name.
    Local,
    /// Who bears the token.
    Token(String),
    /// Everybody.
    Public,
}

/// Serves until the process is told to stop. `ready` gets the address once it can be asked.
///
/// # Errors
/// The index cannot be opened, or the address cannot be listened on.
pub(crate) fn run(
    options: Options,
    ready: impl FnOnce(SocketAddr) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    log::start(options.log);
    let addr = options.addr;
    let (routes, document) = router::routes();
    let app = Arc::new(App::new(options, document)?);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(addr)
            .await
            .map_err(|error: io::Error| anyhow::anyhow!("cannot listen on {addr}: {error}"))?;
        ready(listener.local_addr()?)?;
        tokio::spawn(state::follow(app.clone()));
        listen::serve(listener, router::layered(routes, app)).await;
        anyhow::Ok(())
    })?;
    // A search that is still running has nobody left to answer.
    runtime.shutdown_background();
    Ok(())
}
