//! The files of the app: hashed names for ever, the page itself never from a cache, every route of the app answered by
//! the page.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use sha2::{Digest, Sha256};
use tower_http::services::ServeDir;

use crate::{error::ApiError, state::App};

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// What a page of ours may do. `{scripts}` are the hashes of the scripts that stand in the page itself.
/// Inline styles are allowed on elements only: the drawing positions things by them; no style sheet can be slipped in.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; \
    style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; \
    object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/// The policy of everything that is not the page. The service worker is ruled by the policy of its own file, and
/// keeps the app by asking this server for its files.
#[must_use]
pub(crate) fn plain_policy() -> HeaderValue {
    HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'")
}

/// The page, kept in memory until its file changes.
#[derive(Default)]
pub struct Page {
    kept: Mutex<Option<Arc<KeptPage>>>,
}

struct KeptPage {
    modified: SystemTime,
    html: Vec<u8>,
    policy: HeaderValue,
}

impl Page {
    async fn read(&self, path: &Path) -> std::io::Result<Arc<KeptPage>> {
        let path = path.to_owned();
        let kept = self.lock().clone();
        let fresh = tokio::task::spawn_blocking(move || {
            let modified = std::fs::metadata(&path)?.modified()?;
            if let Some(kept) = kept.filter(|kept| kept.modified == modified) {
                return Ok::<_, std::io::Error>(kept);
            }
            let html = std::fs::read(&path)?;
            let policy = policy(&String::from_utf8_lossy(&html));
            Ok(Arc::new(KeptPage {
                modified,
                html,
                policy,
            }))
        })
        .await
        .map_err(std::io::Error::other)??;
        *self.lock() = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<KeptPage>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything that no other address answers.
pub(crate) async fn serve(State(app): State<App>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::NotFound.into_response();
    }
    let path = request.uri().path().to_owned();
    if path.starts_with("/api/") {
        return ApiError::NotFound.into_response();
    }
    let file = path.rsplit('/').next().unwrap_or_default();
    if !file.contains('.') || path == "/index.html" {
        return page(&app).await;
    }
    let mut files = ServeDir::new(&app.settings.app)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    match files.try_call(request).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => {
            ApiError::NotFound.into_response()
        }
        Ok(response) => {
            let mut response = response.into_response();
            let cache = if is_hashed(file) { FOREVER } else { ASK_AGAIN };
            response.headers_mut().insert(header::CACHE_CONTROL, cache);
            response
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            ApiError::NotFound.into_response()
        }
        Err(error) => ApiError::Internal(Box::new(error)).into_response(),
    }
}

async fn page(app: &App) -> Response {
    match app.page.read(&app.settings.app.join("index.html")).await {
        Ok(page) => (
            [
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static("text/html; charset=utf-8"),
                ),
                (header::CACHE_CONTROL, ASK_AGAIN),
                (header::CONTENT_SECURITY_POLICY, page.policy.clone()),
            ],
            page.html.clone(),
        )
            .into_response(),
        Err(error) => {
            tracing::error!(%error, "the app's page cannot be read: build the app, or name its folder with --app");
            ApiError::NotFound.into_response()
        }
    }
}

/// Does the name carry a hash of the content, as the build writes it (`name-0123456789abcdef.js`)?
fn is_hashed(file: &str) -> bool {
    file.split(['-', '.', '_'])
        .any(|part| part.len() == 16 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The page's policy with the hashes of its own inline scripts, so that no other script can be slipped in.
fn policy(html: &str) -> HeaderValue {
    let mut scripts = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        rest = &rest[start..];
        let (Some(open_end), Some(close)) = (rest.find('>'), rest.find("</script>")) else {
            break;
        };
        if open_end < close {
            let content = &rest[open_end + 1..close];
            if !content.trim().is_empty() {
                let hash = BASE64.encode(Sha256::digest(content));
                scripts.push_str(" 'sha256-");
                scripts.push_str(&hash);
                scripts.push('\'');
            }
        }
        rest = &rest[close + "</script>".len()..];
    }
    HeaderValue::try_from(POLICY.replace("{scripts}", &scripts)).unwrap_or_else(|_| plain_policy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_named_by_their_hash() {
        let html = "<script src=\"a.js\"></script><script type=\"module\">alert(1)</script>";
        let policy = policy(html);
        let policy = policy.to_str().unwrap();
        // echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"));
        assert_eq!(policy.matches("sha256").count(), 1);
    }

    #[test]
    fn hashed_names_are_told_from_others() {
        assert!(is_hashed("trama-app-0f3a9c0d1e2b3a4c_bg.wasm"));
        assert!(is_hashed("style-0f3a9c0d1e2b3a4c.css"));
        assert!(!is_hashed("sw.js"));
        assert!(!is_hashed("manifest.webmanifest"));
    }
}
