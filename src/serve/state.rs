//! What the server holds: the commit of the index that it shows, and its settings.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use recap_search::{Index, Result};

use super::{Options, limits::Limits, metrics::Metrics};

/// How often the index is asked for a newer commit.
const LOOK: Duration = Duration::from_millis(250);

/// What all requests share.
pub(super) struct App {
    /// The commit shown. It is replaced as a whole, so that a request that holds it sees one
    /// commit from its beginning to its end.
    shown: RwLock<Arc<Index>>,
    pub(super) options: Options,
    pub(super) limits: Limits,
    pub(super) metrics: Metrics,
    /// The OpenAPI document.
    pub(super) openapi: String,
}

impl App {
    /// Opens the index.
    pub(super) fn new(options: Options, openapi: String) -> Result<Self> {
        let index = Index::open(&options.index)?;
        let app = Self {
            limits: Limits::new(options.concurrency, options.timeout),
            metrics: Metrics::new(),
            shown: RwLock::new(Arc::new(index)),
            options,
            openapi,
        };
        app.metrics.shows(&app.index());
        Ok(app)
    }

    /// The commit shown now.
    pub(super) fn index(&self) -> Arc<Index> {
        let shown = self.shown.read();
        shown.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows the newest commit. Says whether there was a newer one.
    fn look(&self) -> Result<bool> {
        let Some(newer) = self.index().newer()? else {
            return Ok(false);
        };
        // The first completion gathers all names: nobody shall wait for that.
        newer.suggest("", 1)?;
        self.metrics.shows(&newer);
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        *shown = Arc::new(newer);
        Ok(true)
    }
}

/// Follows the index for as long as the server runs. While it cannot be read, the last commit is
/// shown.
pub(super) async fn follow(app: Arc<App>) {
    let mut told = String::new();
    loop {
        tokio::time::sleep(LOOK).await;
        let looking = app.clone();
        let looked = tokio::task::spawn_blocking(move || looking.look()).await;
        match looked {
            Ok(Ok(false)) => {}
            Ok(Ok(true)) => {
                told.clear();
                let index = app.index();
                tracing::info!(
                    generation = index.generation(),
                    passages = index.len(),
                    "shows a newer commit of the index"
                );
            }
            Ok(Err(error)) => {
                let error = error.to_string();
                if error != told {
                    app.metrics.could_not_look();
                    tracing::warn!(%error, "cannot read the index; shows the last commit");
                    told = error;
                }
            }
            Err(panic) => tracing::error!(%panic, "cannot follow the index"),
        }
    }
}
