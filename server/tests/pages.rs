//! The files of the app, the headers of every answer, and what an operator sees.

use std::fs;

use trama_server::rights::Role;
use trama_shared::case::Zone;

use crate::kit::{TestServer, document, peer::Peer};

async fn with_app() -> TestServer {
    let server = TestServer::start().await;
    let app = server.folder.path().join("app");
    fs::create_dir(&app).unwrap();
    fs::write(
        app.join("index.html"),
        "<html><script>start()</script></html>",
    )
    .unwrap();
    fs::write(app.join("app-0123456789abcdef.js"), "plain").unwrap();
    fs::write(app.join("app-0123456789abcdef.js.br"), "brotli").unwrap();
    fs::write(app.join("sw.js"), "worker").unwrap();
    server
}

async fn get(server: &TestServer, path: &str) -> reqwest::Response {
    reqwest::get(server.url(path)).await.unwrap()
}

fn header<'a>(response: &'a reqwest::Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |v| v.to_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_the_app_is_the_page() {
    let server = with_app().await;
    for path in [
        "/",
        "/entrar",
        "/caso/1234/plan?vista=anillos",
        "/index.html",
    ] {
        let response = get(&server, path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(header(&response, "cache-control"), "no-cache");
        let policy = header(&response, "content-security-policy").to_owned();
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"));
        assert!(policy.contains("frame-ancestors 'none'"));
        assert!(response.text().await.unwrap().contains("start()"));
    }
    for path in [
        "/nothing.js",
        "/api/nothing",
        "/../Cargo.toml",
        "/%2e%2e/data/master.key",
    ] {
        assert_eq!(get(&server, path).await.status(), 404, "{path}");
    }
    // A page that was built anew is served anew.
    let page = server.folder.path().join("app/index.html");
    fs::write(&page, "<html>new</html>").unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    fs::File::options()
        .write(true)
        .open(&page)
        .unwrap()
        .set_modified(later)
        .unwrap();
    assert_eq!(
        get(&server, "/").await.text().await.unwrap(),
        "<html>new</html>"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn hashed_files_are_kept_for_ever_and_served_compressed() {
    let server = with_app().await;
    let plain = get(&server, "/app-0123456789abcdef.js").await;
    assert_eq!(
        header(&plain, "cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(plain.text().await.unwrap(), "plain");
    let packed = reqwest::Client::new()
        .get(server.url("/app-0123456789abcdef.js"))
        .header("accept-encoding", "gzip, br")
        .send()
        .await
        .unwrap();
    assert_eq!(header(&packed, "content-encoding"), "br");
    assert!(header(&packed, "content-type").contains("javascript"));
    assert_eq!(packed.bytes().await.unwrap(), "brotli");
    assert_eq!(
        header(&get(&server, "/sw.js").await, "cache-control"),
        "no-cache"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_guarded() {
    let server = with_app().await;
    for path in [
        "/",
        "/sw.js",
        "/api/session",
        "/health",
        "/metrics",
        "/nothing.js",
        "/sync",
    ] {
        let response = get(&server, path).await;
        assert_eq!(
            header(&response, "x-content-type-options"),
            "nosniff",
            "{path}"
        );
        assert_eq!(
            header(&response, "referrer-policy"),
            "no-referrer",
            "{path}"
        );
        let policy = header(&response, "content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
    }
    assert_eq!(
        header(&get(&server, "/api/session").await, "cache-control"),
        "no-store"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_move_and_tell_nothing_of_anybody() {
    let server = TestServer::start().await;
    let ana = server.user("Ana-Propia").await;
    let case = server.case("Titulo-Propio", &[(&ana, Role::MANAGER)]).await;
    let doc = document(&case, Zone::Case);
    let mut peer = Peer::with(&server.address, &ana.token, &[doc]).await;
    peer.edit_and_save(doc).await;
    let text = get(&server, "/metrics").await.text().await.unwrap();
    for line in [
        "trama_sockets 1",
        "trama_rooms 1",
        "trama_commits_total 1",
        "trama_commit_seconds_count 1",
        "trama_quarantined_chunks 0",
    ] {
        assert!(text.lines().any(|l| l == line), "{line} in {text}");
    }
    for private in ["Propi", &doc.to_string(), case.id.as_str()] {
        assert!(!text.contains(private), "{private}");
    }
}
