//! Connections: accepted, spoken with, and let go.

use std::{io, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::sleep,
};
use tokio_io_timeout::TimeoutStream;

/// Connections at a time.
const MOST_CONNECTIONS: usize = 1_024;
/// Bytes of a request's head.
const LONGEST_HEAD: usize = 32 << 10;
/// How long a client may take to send a request's head, or leave a connection idle.
const HEAD: Duration = Duration::from_secs(5);
/// How long a client may take none of an answer.
const STALLED: Duration = Duration::from_secs(30);
/// How long requests may take to finish once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until the process is told to stop; then finishes what it has begun.
pub(super) async fn serve(listener: TcpListener, router: Router) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = pin!(told_to_stop());
    loop {
        let place = async { places.clone().acquire_owned().await };
        let (stream, place) = tokio::select! {
            () = &mut stop => break,
            accepted = async { (listener.accept().await, place.await) } => match accepted {
                (Ok((stream, _)), place) => (stream, place),
                (Err(error), _) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    // Most often too many files are open: that passes.
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let connection = graceful.watch(connection(stream, router.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke");
            }
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("stops: finishes what was asked");
    tokio::select! {
        () = graceful.shutdown() => tracing::info!("stopped"),
        () = sleep(GRACE) => tracing::warn!("stopped with requests unfinished"),
        () = told_to_stop() => tracing::warn!("stopped at once"),
    }
}

type Io = TokioIo<std::pin::Pin<Box<TimeoutStream<TcpStream>>>>;

fn connection(
    stream: TcpStream,
    router: Router,
) -> http1::Connection<Io, TowerToHyperService<Router>> {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(
            TokioIo::new(Box::pin(stream)),
            TowerToHyperService::new(router),
        )
}

/// Waits for Ctrl-C or, where there is such a thing, SIGTERM.
async fn told_to_stop() {
    let asked = async {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let mut terminate = signal(SignalKind::terminate())?;
            tokio::select! {
                interrupted = tokio::signal::ctrl_c() => interrupted,
                _ = terminate.recv() => Ok(()),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await
    };
    let asked: io::Result<()> = asked.await;
    if let Err(error) = asked {
        tracing::warn!(%error, "cannot be told to stop by a signal");
        std::future::pending::<()>().await;
    }
}
