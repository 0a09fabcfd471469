//! A browser sends its user's cookie along with whatever a foreign page asks; it also says which page asked. Requests
//! that change something, and the socket, are taken only from our own pages, or from programs, which send no origin.

use axum::http::{HeaderMap, Uri, header, request::Parts};

use crate::error::ApiError;

/// Refuses a request that a foreign page made.
///
/// # Errors
/// [`ApiError::ForeignOrigin`] when the origin is another host, or is missing without a bearer token.
pub fn check(parts: &Parts, has_token: bool) -> Result<(), ApiError> {
    let origin = match parts.headers.get(header::ORIGIN) {
        None if has_token => return Ok(()),
        None => return Err(ApiError::ForeignOrigin),
        Some(origin) => origin.to_str().map_err(|_| ApiError::ForeignOrigin)?,
    };
    let origin: Uri = origin.parse().map_err(|_| ApiError::ForeignOrigin)?;
    let known_scheme = matches!(origin.scheme_str(), Some("http" | "https"));
    let authority = origin.authority().ok_or(ApiError::ForeignOrigin)?;
    match host(&parts.headers, &parts.uri) {
        Some(host) if known_scheme && authority.as_str().eq_ignore_ascii_case(host) => Ok(()),
        _ => Err(ApiError::ForeignOrigin),
    }
}

/// The host that the request was sent to, with its port.
fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    // HTTP/2 has it in the address.
    let in_address = uri.authority().map(axum::http::uri::Authority::as_str);
    headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .or(in_address)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn checked(origin: Option<&str>, has_token: bool) -> bool {
        let mut request = Request::get("/sync").header("host", "casa.example:8080");
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        check(&parts, has_token).is_ok()
    }

    #[test]
    fn only_our_own_pages_and_programs_pass() {
        assert!(checked(Some("http://casa.example:8080"), false));
        assert!(checked(Some("https://CASA.example:8080"), false));
        assert!(checked(None, true));
        for foreign in [
            "http://casa.example",
            "http://casa.example:8081",
            "http://evil.example",
            "http://casa.example:8080.evil.example",
            "http://casa.example:8080@evil.example",
            "null",
            "",
        ] {
            assert!(!checked(Some(foreign), false), "{foreign}");
            assert!(!checked(Some(foreign), true), "{foreign}");
        }
        assert!(!checked(None, false));
    }
}
