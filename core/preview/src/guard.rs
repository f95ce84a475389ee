//! Who may ask for what. The server listens on this machine only; what is left are other sites' pages in the same browser
//! and other programs on the machine.
//!
//! - The `Host` must be this machine: a site that makes its own name lead here (DNS rebinding) is turned away.
//! - Requests that other sites' pages make are turned away, except that a link may lead here.
//! - Whatever writes or starts something wants the token of this run, in a header that no form can send, and our origin.
//! - Answers may run only our own scripts, load nothing from elsewhere and stand in nobody else's frame.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// The header that carries the token.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-engross-token");

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      frame-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The policy of HTML files that are shown in a frame: they run nothing, and bring their looks with them. Of our origin they
/// are so that the page around them can scroll them.
pub(crate) const POLICY_OF_FILES: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                                          font-src data:; base-uri 'none'; form-action 'none'; \
                                          frame-ancestors 'self'; sandbox allow-same-origin allow-popups";

/// What the guard knows.
#[derive(Debug)]
pub(crate) struct Guard {
    port: u16,
    pub(crate) token: String,
}

impl Guard {
    /// Makes a guard with a token that nobody can guess.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub(crate) fn new(port: u16) -> Result<Self, getrandom::Error> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        Ok(Self { port, token: blake3::hash(&random).to_hex().chars().take(32).collect() })
    }

    fn refuses(&self, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        // Browsers leave out the usual port.
        let port = |port: &str| port == format!(":{}", self.port) || (port.is_empty() && self.port == 80);
        let names = ["127.0.0.1", "localhost", "[::1]"];
        let is_ours = |host: &str| names.iter().any(|name| host.strip_prefix(name).is_some_and(port));
        if !text(header::HOST).is_some_and(is_ours) {
            return Some("this address is not for other hosts");
        }
        let is_navigation =
            method == Method::GET && text(HeaderName::from_static("sec-fetch-mode")) == Some("navigate");
        let site = text(HeaderName::from_static("sec-fetch-site")).unwrap_or("none");
        let is_framed = text(HeaderName::from_static("sec-fetch-dest")).is_some_and(|it| it != "document");
        if !matches!(site, "none" | "same-origin") && (!is_navigation || is_framed) {
            return Some("other sites may not ask for this");
        }
        let origin = text(header::ORIGIN).map(|origin| origin.strip_prefix("http://").unwrap_or(origin));
        if origin.is_some_and(|origin| !is_ours(origin)) {
            return Some("other sites may not ask for this");
        }
        let reads = method == Method::GET || method == Method::HEAD;
        if !reads && !text(TOKEN).is_some_and(|token| same(token, &self.token)) {
            return Some("the token is missing, or of another run: load the page again");
        }
        None
    }
}

/// Lets a request through, or turns it away; answers get their policies.
pub(crate) async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.refuses(request.method(), request.headers()) {
        Some(reason) => (StatusCode::FORBIDDEN, format!("{reason}\n")).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}

/// Compares without telling by its time how much is right.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |sum, (one, other)| sum | (one ^ other)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(method: Method, headers: &[(&'static str, &str)]) -> bool {
        let guard = Guard { port: 80, token: "secret".to_owned() };
        let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        guard.refuses(&method, &headers.collect()).is_some()
    }

    #[test]
    fn other_hosts_and_sites_are_turned_away() {
        assert!(!refused(Method::GET, &[("host", "127.0.0.1:80")]));
        assert!(!refused(Method::GET, &[("host", "localhost:80"), ("sec-fetch-site", "same-origin")]));
        assert!(!refused(Method::GET, &[("host", "localhost")]), "80 is what browsers leave out");
        let other = Guard { port: 8496, token: String::new() };
        let bare = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("localhost"))]);
        assert!(other.refuses(&Method::GET, &bare).is_some(), "that is another port");
        assert!(refused(Method::GET, &[("host", "localhost.evil.example:80")]));
        assert!(refused(Method::GET, &[]));
        assert!(refused(Method::GET, &[("host", "evil.example:80")]));
        assert!(refused(Method::GET, &[("host", "127.0.0.1:81")]));
        assert!(refused(Method::GET, &[("host", "localhost:80"), ("origin", "https://evil.example")]));
        assert!(refused(Method::GET, &[("host", "localhost:80"), ("origin", "null")]));
        let cross = [("host", "localhost:80"), ("sec-fetch-site", "cross-site")];
        assert!(refused(Method::GET, &cross));
        let link = [cross[0], cross[1], ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        assert!(!refused(Method::GET, &link), "a link may lead here");
        let frame = [cross[0], cross[1], ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")];
        assert!(refused(Method::GET, &frame));
    }

    #[test]
    fn writing_wants_the_token_and_our_origin() {
        let host = ("host", "127.0.0.1:80");
        assert!(refused(Method::POST, &[host]));
        assert!(refused(Method::POST, &[host, ("x-engross-token", "Secret")]));
        assert!(!refused(Method::POST, &[host, ("x-engross-token", "secret")]));
        assert!(!refused(Method::POST, &[host, ("x-engross-token", "secret"), ("origin", "http://127.0.0.1:80")]));
        assert!(refused(Method::POST, &[host, ("x-engross-token", "secret"), ("origin", "http://evil.example")]));
    }
}
