//! Signing in, the first administrator, origins, limits.

use serde_json::{Value, json};
use trama_server::{Settings, auth, rights::Role};

use crate::kit::{
    TestServer,
    program::{trama_ok, trama_with_input},
    raw,
};

struct Browser {
    client: reqwest::Client,
    server: String,
    origin: Option<String>,
}

impl Browser {
    fn new(server: &TestServer) -> Self {
        Self {
            client: reqwest::Client::builder()
                .cookie_store(true)
                .build()
                .unwrap(),
            server: server.address.clone(),
            origin: Some(format!("http://{}", server.address)),
        }
    }

    async fn send(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let response = self.response(method, path, body).await;
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or(Value::Null))
    }

    async fn response(&self, method: &str, path: &str, body: Option<Value>) -> reqwest::Response {
        let url = format!("http://{}{path}", self.server);
        let mut request = self.client.request(method.parse().unwrap(), url);
        if let Some(origin) = &self.origin {
            request = request.header("origin", origin);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.send("POST", path, Some(body)).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.send("GET", path, None).await
    }
}

/// An account with a password that fits.
async fn account(server: &TestServer, name: &str, password: &str) {
    let hash = auth::Passwords::new().unwrap();
    let hash = hash.hash(password.to_owned()).await.unwrap();
    let user = auth::new_user(server.casebook.master(), name, hash, false).unwrap();
    server.casebook.storage().add_user(user).await.unwrap();
}

fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_and_out() {
    let server = TestServer::start().await;
    account(&server, "Ana", "una clave larga").await;
    let browser = Browser::new(&server);
    let nobody = (200, json!({"user": null}));
    assert_eq!(browser.get("/api/session").await, nobody);
    assert_eq!(code(&browser.get("/api/cases").await), (401, "signed-out"));

    let body = json!({"name": " ana ", "password": "una clave larga"});
    let response = browser.response("POST", "/api/session", Some(body)).await;
    assert_eq!(response.status(), 200);
    let cookie = response.headers()["set-cookie"]
        .to_str()
        .unwrap()
        .to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"));
    let (status, body) = browser.get("/api/session").await;
    assert_eq!((status, body["user"]["name"].as_str()), (200, Some("Ana")));
    assert_eq!(browser.get("/api/cases").await, (200, json!({"cases": []})));

    assert_eq!(browser.send("DELETE", "/api/session", None).await.0, 204);
    assert_eq!(browser.get("/api/session").await, nobody);
    // The cookie is worth nothing any more, whoever kept it.
    let kept = cookie.split(';').next().unwrap();
    let again = reqwest::Client::new()
        .get(server.url("/api/cases"))
        .header("cookie", kept);
    assert_eq!(again.send().await.unwrap().status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_password_signs_out_everywhere() {
    let server = TestServer::start().await;
    account(&server, "Ana", "una clave larga").await;
    let browser = Browser::new(&server);
    let old = json!({"name": "ana", "password": "una clave larga"});
    assert_eq!(browser.post("/api/session", old.clone()).await.0, 200);
    let token = trama_ok(&server.data(), &["token", "create", "ana"]).await;

    let short = ["user", "password", "Ana", "--password-stdin"];
    let refused = trama_with_input(&server.data(), &short, "x\n").await;
    assert_eq!(refused.status.code(), Some(1));
    let (status, _) = browser.get("/api/cases").await;
    assert_eq!(status, 200, "nothing has changed yet");
    let made = trama_ok(&server.data(), &["user", "password", "Ana"]).await;
    assert_eq!(code(&browser.get("/api/cases").await), (401, "signed-out"));
    let wrong = browser.post("/api/session", old).await;
    assert_eq!(code(&wrong), (401, "wrong-password"));
    let new = json!({"name": "ana", "password": made});
    assert_eq!(browser.post("/api/session", new).await.0, 200);

    let as_program = async || {
        let request = reqwest::Client::new().get(server.url("/api/cases"));
        let sent = request.bearer_auth(&token).send().await;
        sent.unwrap().status().as_u16()
    };
    assert_eq!(as_program().await, 200, "programs go on");
    let all = ["user", "password", "Ana", "--end-tokens"];
    trama_ok(&server.data(), &all).await;
    assert_eq!(as_program().await, 401);
    let unknown = trama_with_input(&server.data(), &["user", "password", "Eva"], "").await;
    assert_eq!(unknown.status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_tls_the_cookie_is_secure() {
    let server = TestServer::with(|settings| settings.behind_tls = true).await;
    account(&server, "Ana", "una clave larga").await;
    let body = json!({"name": "Ana", "password": "una clave larga"});
    let response = Browser::new(&server)
        .response("POST", "/api/session", Some(body))
        .await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("Secure"), "{cookie}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike_and_slowed_down() {
    let server = TestServer::start().await;
    account(&server, "Ana", "una clave larga").await;
    let browser = Browser::new(&server);
    let wrong = browser
        .post("/api/session", json!({"name": "Ana", "password": "otra"}))
        .await;
    let unknown = browser
        .post("/api/session", json!({"name": "Nadie", "password": "otra"}))
        .await;
    assert_eq!(code(&wrong), (401, "wrong-password"));
    assert_eq!(wrong, unknown);
    for _ in 0..5 {
        let body = json!({"name": "Ana", "password": "otra"});
        browser.post("/api/session", body).await;
    }
    // Now even the right one has to wait; others do not.
    let right = json!({"name": "Ana", "password": "una clave larga"});
    let response = browser.response("POST", "/api/session", Some(right)).await;
    assert_eq!(response.status(), 429);
    assert!(response.headers().contains_key("retry-after"));
    let other = json!({"name": "Luis", "password": "otra"});
    assert_eq!(browser.post("/api/session", other).await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_only_the_address_that_the_proxy_saw_counts() {
    let server = TestServer::with(|settings| settings.behind_tls = true).await;
    let mut statuses = Vec::new();
    for guess in 0..8 {
        // The first line is the guesser's own, the second the proxy's.
        let response = reqwest::Client::new()
            .post(server.url("/api/session"))
            .header("origin", server.url(""))
            .header("x-forwarded-for", format!("192.0.2.{guess}"))
            .header("x-forwarded-for", "198.51.100.7")
            .json(&json!({"name": "Ana", "password": "otra"}))
            .send();
        statuses.push(response.await.unwrap().status().as_u16());
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_pages_change_nothing_and_open_no_socket() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let cookie = server.session(&ana).await;
    for origin in [Some("http://evil.example".to_owned()), None] {
        let mut browser = Browser::new(&server);
        browser.origin.clone_from(&origin);
        for (method, path) in [
            ("POST", "/api/session"),
            ("DELETE", "/api/session"),
            ("POST", "/api/setup"),
        ] {
            let answer = browser.send(method, path, Some(json!({}))).await;
            assert_eq!(code(&answer), (403, "foreign-origin"), "{method} {path}");
        }
        let mut headers = vec![("cookie", format!("trama_session={cookie}"))];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let url = format!("ws://{}/sync", server.address);
        assert_eq!(raw::open(&url, &headers).await.err(), Some(403));
        let client = reqwest::Client::new();
        let mut request = client
            .post(server.url("/api/cases"))
            .json(&json!({"title": "x"}));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        assert_eq!(request.send().await.unwrap().status(), 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_socket_takes_cookies_and_tokens_and_nothing_else() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let cookie = server.session(&ana).await;
    let url = format!("ws://{}/sync", server.address);
    let origin = ("origin", format!("http://{}", server.address));
    let session = ("cookie", format!("trama_session={cookie}"));
    let bearer = ("authorization", format!("Bearer {}", ana.token));
    let with_token = format!("{url}?token={}", ana.token);
    assert!(raw::open(&url, &[session, origin.clone()]).await.is_ok());
    assert!(raw::open(&url, &[bearer]).await.is_ok());
    assert!(raw::open(&with_token, &[]).await.is_ok());
    let evil = ("origin", "http://evil.example".to_owned());
    assert_eq!(raw::open(&with_token, &[evil]).await.err(), Some(403));
    assert_eq!(
        raw::open(&url, std::slice::from_ref(&origin)).await.err(),
        Some(401)
    );
    let made_up = format!("{url}?token={}", "A".repeat(43));
    assert_eq!(raw::open(&made_up, &[]).await.err(), Some(401));
    // A session is not a token, and a token no session.
    let crossed = format!("{url}?token={cookie}");
    assert_eq!(raw::open(&crossed, &[]).await.err(), Some(401));
    let crossed = ("cookie", format!("trama_session={}", ana.token));
    assert_eq!(raw::open(&url, &[crossed, origin]).await.err(), Some(401));
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_have_a_limit_per_person() {
    let server = TestServer::with(|settings| settings.hub.sockets_per_user = 2).await;
    let ana = server.user("Ana").await;
    let luis = server.user("Luis").await;
    let url = format!("ws://{}/sync?token=", server.address);
    let first = raw::open(&format!("{url}{}", ana.token), &[])
        .await
        .unwrap();
    let second = raw::open(&format!("{url}{}", ana.token), &[]).await;
    assert!(second.is_ok());
    let third = raw::open(&format!("{url}{}", ana.token), &[]).await;
    assert_eq!(third.err(), Some(503));
    assert!(
        raw::open(&format!("{url}{}", luis.token), &[])
            .await
            .is_ok()
    );
    drop(first);
    while raw::open(&format!("{url}{}", ana.token), &[])
        .await
        .is_err()
    {}
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_is_made_by_a_link_that_works_once() {
    let folder = tempfile::TempDir::new().unwrap();
    let settings = || Settings::new(folder.path().join("data"));
    let server = trama_server::Server::open(settings()).await.unwrap();
    let link = server.setup_link().await.unwrap().unwrap();
    drop(server);
    // Unused, it is the same at the next start.
    let server = trama_server::Server::open(settings()).await.unwrap();
    assert_eq!(server.setup_link().await.unwrap(), Some(link.clone()));
    drop(server);

    let folder = std::sync::Arc::new(folder);
    let server = TestServer::over(folder, |_| {}, |storage| storage).await;
    // A case from before there was anybody, and one that is somebody's.
    let luis = server.user("Luis").await;
    let orphan = server.case("Demostración", &[]).await;
    server.case("De Luis", &[(&luis, Role::MANAGER)]).await;
    let browser = Browser::new(&server);
    let token = link.split_once("token=").unwrap().1;
    let setup = |token: &str, name: &str, password: &str| {
        let body = json!({"token": token, "name": name, "password": password});
        browser.post("/api/setup", body)
    };
    let good = "una clave larga";
    assert_eq!(code(&setup("x", "Ana", good).await), (403, "setup-used"));
    let other = "A".repeat(43);
    assert_eq!(code(&setup(&other, "Ana", good).await), (403, "setup-used"));
    assert_eq!(
        code(&setup(token, "Ana", "corta").await),
        (422, "bad-password")
    );
    assert_eq!(code(&setup(token, " ", good).await), (422, "bad-name"));
    let made = setup(token, "Ana", good).await;
    assert_eq!(
        (made.0, made.1["user"]["admin"].as_bool()),
        (200, Some(true))
    );
    assert_eq!(code(&setup(token, "Eva", good).await), (403, "setup-used"));

    let (_, cases) = browser.get("/api/cases").await;
    let titles: Vec<_> = cases["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Demostración"]);
    assert_eq!(cases["cases"][0]["id"], orphan.id.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_what_one_may_see_and_no_more() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let eli = server.user("Eli").await;
    let secret = server.case("Secreto", &[(&ana, Role::MANAGER)]).await;
    let shared = server
        .case("Común", &[(&ana, Role::MANAGER), (&eli, Role::READER)])
        .await;
    let list = async |token: &str| -> Value {
        let client = reqwest::Client::new();
        let request = client.get(server.url("/api/cases")).bearer_auth(token);
        request.send().await.unwrap().json().await.unwrap()
    };
    let of_eli = list(&eli.token).await;
    let cases = of_eli["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0]["title"], "Común");
    assert_eq!(cases[0]["documents"]["case"]["right"], "read");
    assert_eq!(cases[0]["documents"].as_object().unwrap().len(), 1);
    assert_eq!(list(&ana.token).await["cases"].as_array().unwrap().len(), 2);

    // A right on another zone alone does not show the case.
    let role: Role = "case=none,reserved=write".parse().unwrap();
    server.grant(&secret, &eli, role).await;
    server.grant(&shared, &eli, Role::NONE).await;
    assert_eq!(list(&eli.token).await, json!({"cases": []}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_case_is_its_author_s() {
    let server = TestServer::start().await;
    let ana = server.user("Ana").await;
    let client = reqwest::Client::new();
    let create = async |body: &'static str| {
        let request = client
            .post(server.url("/api/cases"))
            .bearer_auth(&ana.token)
            .header("content-type", "application/json")
            .body(body);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json::<Value>().await.unwrap())
    };
    let (status, body) = create(r#"{"title": "Familia R."}"#).await;
    assert_eq!(
        (status, body["case"]["title"].as_str()),
        (201, Some("Familia R."))
    );
    for zone in ["case", "reserved", "identity"] {
        assert_eq!(body["case"]["documents"][zone]["right"], "write");
    }
    assert_eq!(
        code(&create(r#"{"title": "  "}"#).await),
        (422, "bad-title")
    );
    assert_eq!(code(&create("not json").await), (400, "malformed"));
    assert_eq!(code(&create("{}").await), (400, "malformed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_tells_no_name_and_no_title() {
    let server = TestServer::start().await;
    let ana = server.user("Nombre-Muy-Propio").await;
    server
        .case("Titulo-Muy-Propio", &[(&ana, Role::MANAGER)])
        .await;
    let folder = server.stop().await;
    for file in std::fs::read_dir(folder.path().join("data")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for word in ["Muy-Propio", "muy-propio", &ana.token] {
            let found = bytes.windows(word.len()).any(|w| w == word.as_bytes());
            assert!(!found, "{word} stands in the clear");
        }
    }
}
