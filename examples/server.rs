//! Search in one's own axum router: `GET /search?q=全密态` answers with the same JSON as
//! `search query --json`.
//!
//! ```text
//! cargo run --example server -- corpus &
//! curl 'http://127.0.0.1:8080/search?q=HA'
//! ```

use std::{collections::HashMap, env, error::Error, sync::Arc};

use axum::{
    Router,
    extract::{Query as Parameters, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use recap_search::{BuildOptions, Index, Query, build};

/// Most characters of a question.
const LONGEST: usize = 1_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let corpus = env::args().nth(1).unwrap_or_else(|| "corpus".to_owned());
    let dir = tempfile::tempdir()?;
    build(dir.path(), &BuildOptions::new([corpus]), &|_| {})?;
    let index = Arc::new(Index::open(dir.path())?);

    let router = Router::new()
        .route("/search", get(search))
        .with_state(index);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

async fn search(
    State(index): State<Arc<Index>>,
    Parameters(parameters): Parameters<HashMap<String, String>>,
) -> Result<impl IntoResponse, (StatusCode, String)> {
    let question = parameters.get("q").cloned().unwrap_or_default();
    if question.chars().count() > LONGEST {
        return Err((StatusCode::BAD_REQUEST, "q: too long".to_owned()));
    }
    // Searching is work for the processor: it would hold up the other requests of this thread.
    let answer = tokio::task::spawn_blocking(move || index.search(&Query::new(question)))
        .await
        .map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?
        .map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    let json = serde_json::to_string(&answer)
        .map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json))
}
