//! Accounts, sessions, tokens and the one-time link, in SQL.

use tokio_postgres::Row;

use super::{
    cases::grant_orphans,
    lines::{Line, bytes},
};
use crate::storage::{Millis, NameIndex, Result, Session, StorageError, TokenHash, User, UserId};

fn user_of(row: &Row) -> Result<User> {
    Ok(User {
        id: UserId::from_bytes(bytes(row, 0)?),
        name_index: bytes(row, 1)?,
        name: row.try_get(2)?,
        admin: row.try_get(3)?,
        password: row.try_get(4)?,
        created_at: row.try_get(5)?,
    })
}

pub(super) async fn add_user(line: &Line, user: &User) -> Result<()> {
    line.run(
        "INSERT INTO users (id, name_index, name, admin, password, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            &user.id.as_bytes().as_slice(),
            &user.name_index.as_slice(),
            &user.name,
            &user.admin,
            &user.password,
            &user.created_at,
        ],
    )
    .await?;
    if user.admin {
        line.run("DELETE FROM meta WHERE key = 'setup'", &[])
            .await?;
    }
    Ok(())
}

pub(super) async fn user_by_name(line: &Line, index: &NameIndex) -> Result<Option<User>> {
    let row = line
        .row(
            "SELECT id, name_index, name, admin, password, created_at FROM users WHERE name_index = $1",
            &[&index.as_slice()],
        )
        .await?;
    row.as_ref().map(user_of).transpose()
}

pub(super) async fn user(line: &Line, id: UserId) -> Result<Option<User>> {
    let row = line
        .row(
            "SELECT id, name_index, name, admin, password, created_at FROM users WHERE id = $1",
            &[&id.as_bytes().as_slice()],
        )
        .await?;
    row.as_ref().map(user_of).transpose()
}

pub(super) async fn users(line: &Line) -> Result<Vec<User>> {
    let rows = line
        .rows(
            "SELECT id, name_index, name, admin, password, created_at FROM users ORDER BY created_at, id",
            &[],
        )
        .await?;
    rows.iter().map(user_of).collect()
}

async fn has_admin(line: &Line) -> Result<bool> {
    let row = line
        .row("SELECT 1 FROM users WHERE admin LIMIT 1", &[])
        .await?;
    Ok(row.is_some())
}

pub(super) async fn setup_nonce(line: &Line, nonce: [u8; 16]) -> Result<Option<[u8; 16]>> {
    if has_admin(line).await? {
        return Ok(None);
    }
    line.run(
        "INSERT INTO meta (key, value) VALUES ('setup', $1) ON CONFLICT DO NOTHING",
        &[&nonce.as_slice()],
    )
    .await?;
    let row = line
        .row("SELECT value FROM meta WHERE key = 'setup'", &[])
        .await?;
    row.map(|row| bytes(&row, 0)).transpose()
}

pub(super) async fn finish_setup(line: &Line, nonce: [u8; 16], user: &User) -> Result<()> {
    let used = line
        .run(
            "DELETE FROM meta WHERE key = 'setup' AND value = $1",
            &[&nonce.as_slice()],
        )
        .await?;
    if used == 0 || has_admin(line).await? {
        return Err(StorageError::Missing);
    }
    add_user(line, user).await?;
    grant_orphans(line, user.id).await
}

pub(super) async fn set_password(
    line: &Line,
    user: UserId,
    hash: &str,
    tokens: bool,
) -> Result<()> {
    let id = user.as_bytes().as_slice();
    let changed = line
        .run(
            "UPDATE users SET password = $2 WHERE id = $1",
            &[&id, &hash],
        )
        .await?;
    if changed == 0 {
        return Err(StorageError::Missing);
    }
    line.run("DELETE FROM sessions WHERE user_id = $1", &[&id])
        .await?;
    if tokens {
        line.run("DELETE FROM tokens WHERE user_id = $1", &[&id])
            .await?;
    }
    Ok(())
}

pub(super) async fn add_session(line: &Line, session: &Session, now: Millis) -> Result<()> {
    line.run("DELETE FROM sessions WHERE expires_at < $1", &[&now])
        .await?;
    line.run(
        "INSERT INTO sessions (token, user_id, expires_at) VALUES ($1, $2, $3)",
        &[
            &session.token.as_slice(),
            &session.user.as_bytes().as_slice(),
            &session.expires_at,
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn session(line: &Line, token: TokenHash) -> Result<Option<Session>> {
    let row = line
        .row(
            "SELECT user_id, expires_at FROM sessions WHERE token = $1",
            &[&token.as_slice()],
        )
        .await?;
    row.map(|row| {
        Ok(Session {
            token,
            user: UserId::from_bytes(bytes(&row, 0)?),
            expires_at: row.try_get(1)?,
        })
    })
    .transpose()
}

pub(super) async fn extend_session(
    line: &Line,
    token: TokenHash,
    expires_at: Millis,
) -> Result<()> {
    line.run(
        "UPDATE sessions SET expires_at = $2 WHERE token = $1 AND expires_at < $2",
        &[&token.as_slice(), &expires_at],
    )
    .await?;
    Ok(())
}

pub(super) async fn end_session(line: &Line, token: TokenHash) -> Result<()> {
    line.run(
        "DELETE FROM sessions WHERE token = $1",
        &[&token.as_slice()],
    )
    .await?;
    Ok(())
}

pub(super) async fn add_token(
    line: &Line,
    token: TokenHash,
    user: UserId,
    now: Millis,
) -> Result<()> {
    line.run(
        "INSERT INTO tokens (token, user_id, created_at) VALUES ($1, $2, $3)",
        &[&token.as_slice(), &user.as_bytes().as_slice(), &now],
    )
    .await?;
    Ok(())
}

pub(super) async fn token_user(line: &Line, token: TokenHash) -> Result<Option<UserId>> {
    let row = line
        .row(
            "SELECT user_id FROM tokens WHERE token = $1",
            &[&token.as_slice()],
        )
        .await?;
    row.map(|row| bytes(&row, 0).map(UserId::from_bytes))
        .transpose()
}
