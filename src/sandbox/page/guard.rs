//! Only the page itself may use its routes. Another website in the same browser must not act for its people, so the `Host`
//! must be this server's (against DNS rebinding) and an `Origin`, which browsers send with every POST, must be its own.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::parts::Page;

/// Nothing is loaded from elsewhere, nothing runs that is not a file of the page, and no other page may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

pub(super) async fn guard(State(page): State<Arc<Page>>, request: Request, next: Next) -> Response {
    if !is_ours(request.headers(), page.port) {
        return (StatusCode::FORBIDDEN, "This page answers only to itself.\n").into_response();
    }
    let mut response = next.run(request).await;
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn is_ours(headers: &HeaderMap, port: u16) -> bool {
    let ours = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST).is_some_and(|host| ours.iter().any(|name| name == host));
    let origin =
        text(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://").is_some_and(|o| ours.iter().any(|name| name == o)));
    host && origin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_pages_may_drive_it() {
        for (host, origin, expected) in [
            ("127.0.0.1:5000", None, true),
            ("localhost:5000", Some("http://localhost:5000"), true),
            ("127.0.0.1:5000", Some("http://127.0.0.1:5000"), true),
            ("127.0.0.1:5000", Some("https://evil.example"), false),
            ("127.0.0.1:5000", Some("http://127.0.0.1:5001"), false),
            ("127.0.0.1:5000", Some("null"), false),
            ("evil.example:5000", None, false),
            ("127.0.0.1", None, false),
        ] {
            let mut headers = HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(is_ours(&headers, 5000), expected, "{host} {origin:?}");
        }
        assert!(!is_ours(&HeaderMap::new(), 5000));
    }
}
