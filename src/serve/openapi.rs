//! The description of the API, made from the code that serves it.

use recap_search::query::FieldName;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

use super::problem::Problem;

/// Everything but the paths.
#[derive(OpenApi)]
#[openapi(
    info(description = "Full-text search over Chinese event recaps: who said what, where and when."),
    modifiers(&Token),
    // What the types of the answers lead to only by way of themselves.
    components(schemas(FieldName, Problem)),
    tags(
        (name = "search", description = "Looking for talks"),
        (name = "passages", description = "What is known by its id"),
        (name = "server", description = "The server itself"),
    )
)]
struct Document;

/// A server may ask for a token, or for none.
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", bearer);
        let either = [
            SecurityRequirement::default(),
            SecurityRequirement::new::<_, [&str; 0], _>("token", []),
        ];
        document.security = Some(either.into());
    }
}

/// The document without its paths, which the routes add.
pub(super) fn document() -> openapi::OpenApi {
    Document::openapi()
}
