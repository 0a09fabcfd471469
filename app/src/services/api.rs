//! The server's HTTP side: sessions and the list of cases. JSON in, JSON out.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use trama_shared::ids::{CaseId, DocumentId, TerritoryId};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response};

/// Why a call gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No answer: no network, or the server is down.
    #[error("the server cannot be reached")]
    Unreachable,
    /// Nobody is signed in, or the session ran out.
    #[error("not signed in")]
    SignedOut,
    /// The server understood and refused.
    #[error("the server refused: {code}")]
    Refused {
        /// The server's code for the reason.
        code: String,
    },
    /// The answer was not what the server should send.
    #[error("the answer could not be read")]
    Unreadable,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The account's id; the device keeps each user's data apart by it.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Whether the user administers the server.
    #[serde(default)]
    pub admin: bool,
}

/// What a user may do with one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Look only.
    Read,
    /// Look and change.
    Write,
}

/// One document of a case, as far as the user may open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// The document.
    pub id: DocumentId,
    /// What the user may do with it.
    pub right: Right,
}

/// The documents of a case by zone; a zone that the user may not open is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseDocuments {
    /// The shared zone.
    pub case: DocumentEntry,
    /// The reserved zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved: Option<DocumentEntry>,
    /// The identity zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<DocumentEntry>,
}

/// One line of the list of cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseEntry {
    /// The case.
    pub id: CaseId,
    /// Its alias.
    pub title: String,
    /// When anything in it last changed, in milliseconds since 1970.
    #[serde(default)]
    pub changed_at: f64,
    /// Its documents.
    pub documents: CaseDocuments,
}

/// One line of the list of territories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TerritoryEntry {
    /// The territory.
    pub id: TerritoryId,
    /// What the team calls it.
    pub title: String,
    /// When anything in it last changed, in milliseconds since 1970.
    #[serde(default)]
    pub changed_at: f64,
    /// Its document.
    pub document: DocumentEntry,
}

#[derive(Deserialize)]
struct TerritoriesAnswer {
    territories: Vec<TerritoryEntry>,
}

#[derive(Deserialize)]
struct TerritoryAnswer {
    territory: TerritoryEntry,
}

#[derive(Deserialize)]
struct UserAnswer {
    user: User,
}

#[derive(Deserialize)]
struct MaybeUserAnswer {
    user: Option<User>,
}

#[derive(Deserialize)]
struct CasesAnswer {
    cases: Vec<CaseEntry>,
}

#[derive(Deserialize)]
struct CaseAnswer {
    case: CaseEntry,
}

#[derive(Deserialize)]
struct Refusal {
    code: String,
}

/// Opens a session.
///
/// # Errors
/// [`ApiError::SignedOut`] where name and password do not belong together.
pub async fn sign_in(name: &str, password: &str) -> Result<User, ApiError> {
    let body = serde_json::json!({ "name": name, "password": password });
    let answer: UserAnswer = call("POST", "/api/session", Some(&body)).await?;
    Ok(answer.user)
}

/// Who the server says is signed in.
///
/// # Errors
/// [`ApiError::SignedOut`] where nobody is.
pub async fn current_user() -> Result<User, ApiError> {
    let answer: MaybeUserAnswer = call("GET", "/api/session", None).await?;
    answer.user.ok_or(ApiError::SignedOut)
}

/// Ends the session.
///
/// # Errors
/// Where the server did not answer; the session then goes on until it expires.
pub async fn sign_out() -> Result<(), ApiError> {
    send("DELETE", "/api/session", None).await.map(|_| ())
}

/// Makes the first administrator, with the one-time token of the server's link.
///
/// # Errors
/// [`ApiError::Refused`] where the token is used up or unknown.
pub async fn set_up(token: &str, name: &str, password: &str) -> Result<User, ApiError> {
    let body = serde_json::json!({ "token": token, "name": name, "password": password });
    let answer: UserAnswer = call("POST", "/api/setup", Some(&body)).await?;
    Ok(answer.user)
}

/// The cases on which the user has a right.
///
/// # Errors
/// Where there is no answer or no session.
pub async fn cases() -> Result<Vec<CaseEntry>, ApiError> {
    let answer: CasesAnswer = call("GET", "/api/cases", None).await?;
    Ok(answer.cases)
}

/// Creates a case.
///
/// # Errors
/// Where the server refuses or does not answer.
pub async fn create_case(title: &str) -> Result<CaseEntry, ApiError> {
    let body = serde_json::json!({ "title": title });
    let answer: CaseAnswer = call("POST", "/api/cases", Some(&body)).await?;
    Ok(answer.case)
}

/// The territories on which the user has a right.
///
/// # Errors
/// Where there is no answer or no session.
pub async fn territories() -> Result<Vec<TerritoryEntry>, ApiError> {
    let answer: TerritoriesAnswer = call("GET", "/api/territories", None).await?;
    Ok(answer.territories)
}

/// Creates a territory.
///
/// # Errors
/// Where the server refuses or does not answer.
pub async fn create_territory(title: &str) -> Result<TerritoryEntry, ApiError> {
    let body = serde_json::json!({ "title": title });
    let answer: TerritoryAnswer = call("POST", "/api/territories", Some(&body)).await?;
    Ok(answer.territory)
}

async fn call<T: DeserializeOwned>(
    method: &str,
    path: &str,
    body: Option<&serde_json::Value>,
) -> Result<T, ApiError> {
    let response = send(method, path, body).await?;
    let text = text_of(&response).await.ok_or(ApiError::Unreadable)?;
    serde_json::from_str(&text).map_err(|_| ApiError::Unreadable)
}

async fn send(
    method: &str,
    path: &str,
    body: Option<&serde_json::Value>,
) -> Result<Response, ApiError> {
    let request = request(method, path, body).map_err(|_| ApiError::Unreachable)?;
    let window = leptos::prelude::window();
    let response = JsFuture::from(window.fetch_with_request(&request))
        .await
        .ok()
        .and_then(|value| value.dyn_into::<Response>().ok())
        .ok_or(ApiError::Unreachable)?;
    match response.status() {
        200..300 => Ok(response),
        401 => Err(ApiError::SignedOut),
        // What stands in front of a stopped server answers in its place.
        502 | 504 => Err(ApiError::Unreachable),
        _ => {
            let refusal = text_of(&response)
                .await
                .and_then(|text| serde_json::from_str::<Refusal>(&text).ok());
            Err(
                refusal.map_or(ApiError::Unreadable, |refusal| ApiError::Refused {
                    code: refusal.code,
                }),
            )
        }
    }
}

fn request(method: &str, path: &str, body: Option<&serde_json::Value>) -> Result<Request, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        let headers = Headers::new()?;
        headers.set("content-type", "application/json")?;
        init.set_headers(&headers);
        init.set_body(&JsValue::from_str(&body.to_string()));
    }
    Request::new_with_str_and_init(path, &init)
}

async fn text_of(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()
}
