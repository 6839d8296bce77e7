//! Which request is answered by what.

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{api, guard, metrics::METRICS_TEXT, openapi, page, problem::Problem, state::App};

/// All routes, and the document that describes the API.
pub(super) fn routes() -> (Router<Arc<App>>, String) {
    let (described, document) = OpenApiRouter::with_openapi(openapi::document())
        .merge(api::routes())
        .routes(routes!(health))
        .routes(routes!(metrics))
        .split_for_parts();
    let document = serde_json::to_string(&document).unwrap_or_default();
    let routes = described
        .route("/openapi.json", get(description))
        .route("/", get(page::index))
        .route("/assets/{name}", get(page::asset))
        .fallback(async || Problem::no_such_page())
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "only GET and HEAD are answered",
            )
        });
    (routes, document)
}

/// The routes with what is around them, the outermost last.
pub(super) fn layered(routes: Router<Arc<App>>, app: Arc<App>) -> Router {
    routes
        .layer(CatchPanicLayer::custom(|_| {
            Problem::ours(&"a panic").into_response()
        }))
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), record))
        .with_state(app)
}

/// Logs and counts each request. What was searched for is not logged.
async fn record(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let took = started.elapsed();
    let status = response.status();
    app.metrics.answered(
        route.as_ref().map_or("other", MatchedPath::as_str),
        status,
        took,
    );
    tracing::info!(
        %method,
        path,
        status = status.as_u16(),
        ms = took.as_micros() as f64 / 1e3,
        "answered"
    );
    response
}

/// State of the server.
#[derive(Serialize, ToSchema)]
struct Health {
    /// Always `ok`: a server that is not does not answer
    status: &'static str,
}

/// Whether the server is alive
#[utoipa::path(get, path = "/healthz", tag = "server", security(()), responses((status = OK, description = "It is", body = Health)))]
async fn health() -> Response {
    json(r#"{"status":"ok"}"#.to_owned())
}

/// Figures for Prometheus
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "server",
    responses((status = OK, description = "All figures", body = String, content_type = METRICS_TEXT))
)]
async fn metrics(State(app): State<Arc<App>>) -> Response {
    let kind = [(header::CONTENT_TYPE, METRICS_TEXT)];
    (kind, app.metrics.text()).into_response()
}

async fn description(State(app): State<Arc<App>>) -> Response {
    json(app.openapi.clone())
}

fn json(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}
