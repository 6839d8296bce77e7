//! What each request must pass before it is answered, and what each answer carries.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use subtle::ConstantTimeEq;

use super::{Access, host, problem::Problem, state::App};

/// Characters of a request's path and query.
const LONGEST_URI: usize = 16 << 10;
/// Bytes of a body. Nothing that is served takes one.
const LONGEST_BODY: u64 = 16 << 10;

/// Only what the server itself sends is loaded and run by the page, and nobody frames it.
const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'; object-src 'none'";

/// Headers of all answers.
const CARRIED: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Lets a request through that may be answered.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = match allowed(&app.options.access, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    if response.status() == StatusCode::UNAUTHORIZED {
        for scheme in ["Bearer", "Basic realm=\"search\", charset=\"UTF-8\""] {
            let scheme = HeaderValue::from_static(scheme);
            response
                .headers_mut()
                .append(header::WWW_AUTHENTICATE, scheme);
        }
    }
    for (name, value) in CARRIED {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

fn allowed(access: &Access, request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    if request.uri().to_string().len() > LONGEST_URI {
        return Err(Problem::new(
            StatusCode::URI_TOO_LONG,
            format!("the address is too long; {LONGEST_URI} characters at most"),
        ));
    }
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > LONGEST_BODY) {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "no request to this server takes a body",
        ));
    }
    let hosts = host::named(request).map_err(|told| Problem::new(StatusCode::BAD_REQUEST, told))?;
    match access {
        Access::Public => Ok(()),
        // A foreign page that lets its name lead to 127.0.0.1 (DNS rebinding) sends its own name.
        Access::Local => match !hosts.is_empty() && hosts.iter().all(host::is_this_machine) {
            true => Ok(()),
            false => Err(Problem::new(
                StatusCode::MISDIRECTED_REQUEST,
                "this server answers to localhost alone; \
                 start it with --public to let it answer to other names",
            )),
        },
        // Whoever looks whether the server is alive learns nothing else.
        Access::Token(_) if request.uri().path() == "/healthz" => Ok(()),
        Access::Token(token) => match bears(headers, token) {
            true => Ok(()),
            false => Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "send the server's token: `Authorization: Bearer TOKEN`; \
                 a browser asks for it as the password of any name",
            )),
        },
    }
}

/// Whether a request bears the token: as such, or as the password that a browser asks for.
fn bears(headers: &HeaderMap, token: &str) -> bool {
    let Some(given) = headers
        .get(header::AUTHORIZATION)
        .and_then(|given| given.to_str().ok())
    else {
        return false;
    };
    let (scheme, given) = given.split_once(' ').unwrap_or((given, ""));
    let given = if scheme.eq_ignore_ascii_case("bearer") {
        given.trim().as_bytes().to_vec()
    } else if scheme.eq_ignore_ascii_case("basic") {
        let pair = BASE64_STANDARD.decode(given.trim()).unwrap_or_default();
        let colon = pair.iter().position(|byte| *byte == b':');
        colon.map_or_else(Vec::new, |at| pair[at + 1..].to_vec())
    } else {
        return false;
    };
    given.ct_eq(token.as_bytes()).into()
}
