//! Connections: accepted, spoken with, and let go.

use std::{io, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;

use super::places::{Place, Places};

/// Bytes of a request's head.
const LONGEST_HEAD: usize = 32 << 10;
/// How long a client may take to send a request's head, or leave a connection idle.
const HEAD: Duration = Duration::from_secs(5);
/// How long a client may take none of an answer.
const STALLED: Duration = Duration::from_secs(30);
/// How long a client that was answered may take to read the rest once its place is needed.
const LEAVING: Duration = Duration::from_secs(1);
/// How long requests may take to finish once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until the process is told to stop; then finishes what it has begun.
pub(super) async fn serve(listener: TcpListener, router: Router) {
    let places = Places::new();
    let (stop, stops) = watch::channel(());
    let mut told = pin!(told_to_stop());
    loop {
        let accepted = async {
            let accepted = listener.accept().await;
            (accepted, places.take().await)
        };
        let (stream, place) = tokio::select! {
            () = &mut told => break,
            accepted = accepted => match accepted {
                (Ok((stream, _)), Some(place)) => (stream, place),
                (Ok(_), None) => continue,
                (Err(error), _) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    // Most often too many files are open: that passes.
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        tokio::spawn(speak(
            stream,
            router.clone(),
            Arc::new(place),
            stops.clone(),
        ));
    }
    drop((listener, stop, stops));
    tracing::info!("stops: finishes what was asked");
    tokio::select! {
        () = places.all_left() => tracing::info!("stopped"),
        () = sleep(GRACE) => tracing::warn!("stopped with requests unfinished"),
        () = told_to_stop() => tracing::warn!("stopped at once"),
    }
}

/// Speaks with a client until one of them has enough. The end of `stops` says that the server has.
async fn speak(
    stream: TcpStream,
    router: Router,
    place: Arc<Place>,
    mut stops: watch::Receiver<()>,
) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    let (router, at) = (TowerToHyperService::new(router), place.clone());
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        at.speaks();
        let (answer, at) = (router.call(request), at.clone());
        async move {
            let answer = answer.await;
            at.answered();
            answer
        }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(LONGEST_HEAD)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    );
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = stops.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
        asked = place.needed() => {
            if !asked {
                return;
            }
            connection.as_mut().graceful_shutdown();
            timeout(LEAVING, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
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
