//! The endpoints: each answers what its command prints with `--json`.

use std::sync::Arc;

use axum::{
    extract::{OriginalUri, Path, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use recap_search::{
    Answer, Error, Index, Passage,
    index::IndexedRecap,
    query::{Completions, Counts},
};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    etag,
    links::{Base, Links},
    parameters::{self, Beginning, Length, Words},
    problem::Problem,
    state::App,
};
use crate::question::{Filters, Shape};

/// The endpoints and their description.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(search))
        .routes(routes!(facets))
        .routes(routes!(suggest))
        .routes(routes!(similar))
        .routes(routes!(passage))
        .routes(routes!(recap))
}

type Answered = Result<Response, Problem>;
type Id = Result<Path<String>, PathRejection>;

/// Rank passages that answer a query
///
/// Without a query, all passages that the filters let through: talks first, the newest first. In the query
/// language words must all match (where no passage has them all, weaker matches are shown and
/// `relaxed` is true); `"exact phrase"`, `-without`, `OR`, `( )`, `field:value` and `prefix*` do
/// what they say.
#[utoipa::path(
    get,
    path = "/api/search",
    tag = "search",
    params(Words, Filters, Shape),
    responses((status = OK, description = "The hits, in order", body = Answer), Failures)
)]
async fn search(State(app): State<Arc<App>>, uri: OriginalUri, headers: HeaderMap) -> Answered {
    let query = app.limits.timed(parameters::question(&uri)?);
    answer(&app, &uri, &headers, move |index| index.search(&query)).await
}

/// Count what matches by city, label, tag, speaker, organisation, year and month
#[utoipa::path(
    get,
    path = "/api/facets",
    tag = "search",
    params(Words, Filters),
    responses((status = OK, description = "The counts", body = Counts), Failures)
)]
async fn facets(State(app): State<Arc<App>>, uri: OriginalUri, headers: HeaderMap) -> Answered {
    let query = app.limits.timed(parameters::question_to_count(&uri)?);
    answer(&app, &uri, &headers, move |index| index.facets(&query)).await
}

/// Complete the names of speakers, organisations, titles, tags and cities
#[utoipa::path(
    get,
    path = "/api/suggest",
    tag = "search",
    params(Beginning, Length),
    responses((status = OK, description = "The completions, most frequent first", body = Completions), Failures)
)]
async fn suggest(State(app): State<Arc<App>>, uri: OriginalUri, headers: HeaderMap) -> Answered {
    let (prefix, limit) = parameters::beginning(&uri)?;
    let work = move |index: &Index| index.suggest(&prefix, limit);
    answer(&app, &uri, &headers, work).await
}

/// Rank passages that are like a passage, or like a whole recap
#[utoipa::path(
    get,
    path = "/api/similar/{id}",
    tag = "passages",
    params(("id" = String, Path, description = "Id of a passage or a recap, `/` and `#` encoded"), Length),
    responses((status = OK, description = "The hits, in order", body = Answer), Failures, Unknown)
)]
async fn similar(
    State(app): State<Arc<App>>,
    id: Id,
    uri: OriginalUri,
    headers: HeaderMap,
) -> Answered {
    let (id, limit) = (id_of(id)?, parameters::length(&uri)?);
    let work = move |index: &Index| index.similar(&id, limit);
    answer(&app, &uri, &headers, work).await
}

/// A passage
#[utoipa::path(
    get,
    path = "/api/passages/{id}",
    tag = "passages",
    params(("id" = String, Path, description = "Id of the passage, `/` and `#` encoded")),
    responses((status = OK, description = "The passage", body = Passage), Failures, Unknown)
)]
async fn passage(
    State(app): State<Arc<App>>,
    id: Id,
    uri: OriginalUri,
    headers: HeaderMap,
) -> Answered {
    parameters::none(&uri)?;
    let id = id_of(id)?;
    answer(&app, &uri, &headers, move |index| index.passage(&id)).await
}

/// A recap with its passages in order
#[utoipa::path(
    get,
    path = "/api/recaps/{id}",
    tag = "passages",
    params(("id" = String, Path, description = "Id or path of the recap, `/` encoded")),
    responses((status = OK, description = "The recap", body = IndexedRecap), Failures, Unknown)
)]
async fn recap(
    State(app): State<Arc<App>>,
    id: Id,
    uri: OriginalUri,
    headers: HeaderMap,
) -> Answered {
    parameters::none(&uri)?;
    let id = id_of(id)?;
    answer(&app, &uri, &headers, move |index| index.recap(&id)).await
}

/// An id is looked up among those of the index; it never becomes a path.
fn id_of(id: Id) -> Result<String, Problem> {
    match id {
        Ok(Path(id)) => Ok(id),
        Err(_) => Err(Problem::parameter("id", "id: not UTF-8, percent-encoded")),
    }
}

/// Answers with what `work` finds in the commit shown now; or says that the asker knows it.
async fn answer<T: Serialize + Links>(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    work: impl FnOnce(&Index) -> recap_search::Result<T> + Send + 'static,
) -> Answered {
    let index = app.index();
    let base = app.options.base_url.clone();
    let tag = tag(&index, uri, base.as_ref());
    if let Some(known) = etag::unless_known(&tag, headers) {
        return Ok(known);
    }
    let found = app.limits.run(move || {
        let mut found = work(&index)?;
        if let Some(base) = &base {
            found.links(base);
        }
        Ok::<_, Error>(serde_json::to_string(&found))
    });
    match found.await? {
        Ok(Ok(json)) => Ok((
            StatusCode::OK,
            etag::sent_with(&tag),
            [(header::CONTENT_TYPE, "application/json")],
            json,
        )
            .into_response()),
        Ok(Err(error)) => Err(Problem::ours(&error)),
        Err(error) => Err(Problem::from(error)),
    }
}

/// An answer is made of the commit, the request, the settings and this program.
fn tag(index: &Index, uri: &Uri, base: Option<&Base>) -> String {
    etag::of(&[
        env!("CARGO_PKG_VERSION").as_bytes(),
        &index.fingerprint().to_le_bytes(),
        base.map_or("", Base::as_str).as_bytes(),
        uri.to_string().as_bytes(),
    ])
}

/// What any endpoint may answer instead.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "describes what `Problem` answers")]
enum Failures {
    /// The asker has this answer: `If-None-Match` named its `ETag`
    #[response(status = NOT_MODIFIED)]
    Known,
    /// A parameter is unknown, or its value cannot be read
    #[response(status = BAD_REQUEST, content_type = super::problem::PROBLEM_JSON)]
    Wrong(Problem),
    /// The token is missing or wrong
    #[response(status = UNAUTHORIZED, content_type = super::problem::PROBLEM_JSON)]
    Unauthorized(Problem),
    /// Too much at a time, or it took too long; `Retry-After` says when to ask again
    #[response(status = SERVICE_UNAVAILABLE, content_type = super::problem::PROBLEM_JSON)]
    Busy(Problem),
}

/// What an endpoint may answer that takes an id.
#[derive(utoipa::IntoResponses)]
#[response(status = NOT_FOUND, description = "Nothing has this id", content_type = super::problem::PROBLEM_JSON)]
#[expect(dead_code, reason = "describes what `Problem` answers")]
struct Unknown(Problem);
