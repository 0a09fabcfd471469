//! Which address is answered by what, and what holds for every answer.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, StatusCode, header},
    routing::{get, post},
};
use tower_http::{set_header::SetResponseHeaderLayer, timeout::TimeoutLayer};

use crate::{
    handlers::{app_files, cases, operation, session, setup, sync, territories},
    limits,
    state::App,
};

/// The whole server as one service.
pub(crate) fn router(app: App) -> Router {
    let always = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    let unless_set =
        |name: HeaderName, value: HeaderValue| SetResponseHeaderLayer::if_not_present(name, value);
    let api = Router::new()
        .route(
            "/session",
            get(session::get)
                .post(session::post)
                .delete(session::delete),
        )
        .route("/setup", post(setup::post))
        .route("/cases", get(cases::list).post(cases::create))
        .route(
            "/territories",
            get(territories::list).post(territories::create),
        )
        .layer(always(header::CACHE_CONTROL, "no-store"));
    Router::new()
        .nest("/api", api)
        .route("/sync", get(sync::open))
        .route("/health", get(operation::health))
        .route("/metrics", get(operation::metrics))
        .fallback(app_files::serve)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            limits::REQUEST_TIMEOUT,
        ))
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES_MAX))
        .layer(unless_set(
            header::CONTENT_SECURITY_POLICY,
            app_files::plain_policy(),
        ))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "no-referrer"))
        .layer(always(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
        .layer(always(
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ))
        .with_state(app)
}
