//! Accounts, sessions, tokens and the one-time link, in SQL.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::storage::{
    Millis, Result, Session, StorageError, TokenHash, User, UserId, sqlite::cases::grant_orphans,
};

const USER: &str = "SELECT id, name_index, name, admin, password, created_at FROM users";
const SETUP_KEY: &str = "setup";

fn user_of(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: UserId::from_bytes(row.get(0)?),
        name_index: row.get(1)?,
        name: row.get(2)?,
        admin: row.get(3)?,
        password: row.get(4)?,
        created_at: row.get(5)?,
    })
}

pub(super) fn add_user(connection: &Connection, user: &User) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO users (id, name_index, name, admin, password, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            user.id.as_bytes(),
            user.name_index,
            user.name,
            user.admin,
            user.password,
            user.created_at
        ])?;
    if user.admin {
        connection.execute("DELETE FROM meta WHERE key = ?1", [SETUP_KEY])?;
    }
    Ok(())
}

pub(super) fn user_by_name(connection: &Connection, index: &[u8; 32]) -> Result<Option<User>> {
    Ok(connection
        .prepare_cached(&format!("{USER} WHERE name_index = ?1"))?
        .query_row([index], user_of)
        .optional()?)
}

pub(super) fn user(connection: &Connection, id: UserId) -> Result<Option<User>> {
    Ok(connection
        .prepare_cached(&format!("{USER} WHERE id = ?1"))?
        .query_row([id.as_bytes()], user_of)
        .optional()?)
}

pub(super) fn users(connection: &Connection) -> Result<Vec<User>> {
    let mut statement = connection.prepare_cached(&format!("{USER} ORDER BY created_at, id"))?;
    let users = statement
        .query_map([], user_of)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(users)
}

fn has_admin(connection: &Connection) -> Result<bool> {
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM users WHERE admin)",
        [],
        |row| row.get(0),
    )?)
}

pub(super) fn setup_nonce(connection: &Connection, nonce: [u8; 16]) -> Result<Option<[u8; 16]>> {
    if has_admin(connection)? {
        return Ok(None);
    }
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![SETUP_KEY, nonce],
    )?;
    let stored = connection.query_row(
        "SELECT value FROM meta WHERE key = ?1",
        [SETUP_KEY],
        |row| row.get(0),
    )?;
    Ok(Some(stored))
}

pub(super) fn finish_setup(connection: &Connection, nonce: [u8; 16], user: &User) -> Result<()> {
    let used = connection.execute(
        "DELETE FROM meta WHERE key = ?1 AND value = ?2",
        params![SETUP_KEY, nonce],
    )?;
    if used == 0 || has_admin(connection)? {
        return Err(StorageError::Missing);
    }
    add_user(connection, user)?;
    grant_orphans(connection, user.id)?;
    Ok(())
}

pub(super) fn set_password(
    connection: &Connection,
    user: UserId,
    hash: &str,
    tokens: bool,
) -> Result<()> {
    let changed = connection.execute(
        "UPDATE users SET password = ?2 WHERE id = ?1",
        params![user.as_bytes(), hash],
    )?;
    if changed == 0 {
        return Err(StorageError::Missing);
    }
    connection.execute("DELETE FROM sessions WHERE user = ?1", [user.as_bytes()])?;
    if tokens {
        connection.execute("DELETE FROM tokens WHERE user = ?1", [user.as_bytes()])?;
    }
    Ok(())
}

pub(super) fn add_session(connection: &Connection, session: &Session, now: Millis) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM sessions WHERE expires_at < ?1")?
        .execute([now])?;
    connection
        .prepare_cached("INSERT INTO sessions (token, user, expires_at) VALUES (?1, ?2, ?3)")?
        .execute(params![
            session.token,
            session.user.as_bytes(),
            session.expires_at
        ])?;
    Ok(())
}

pub(super) fn session(connection: &Connection, token: TokenHash) -> Result<Option<Session>> {
    Ok(connection
        .prepare_cached("SELECT token, user, expires_at FROM sessions WHERE token = ?1")?
        .query_row([token], |row| {
            Ok(Session {
                token: row.get(0)?,
                user: UserId::from_bytes(row.get(1)?),
                expires_at: row.get(2)?,
            })
        })
        .optional()?)
}

pub(super) fn extend_session(
    connection: &Connection,
    token: TokenHash,
    expires_at: Millis,
) -> Result<()> {
    connection
        .prepare_cached("UPDATE sessions SET expires_at = ?2 WHERE token = ?1 AND expires_at < ?2")?
        .execute(params![token, expires_at])?;
    Ok(())
}

pub(super) fn end_session(connection: &Connection, token: TokenHash) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM sessions WHERE token = ?1")?
        .execute([token])?;
    Ok(())
}

pub(super) fn add_token(
    connection: &Connection,
    token: TokenHash,
    user: UserId,
    now: Millis,
) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO tokens (token, user, created_at) VALUES (?1, ?2, ?3)")?
        .execute(params![token, user.as_bytes(), now])?;
    Ok(())
}

pub(super) fn token_user(connection: &Connection, token: TokenHash) -> Result<Option<UserId>> {
    Ok(connection
        .prepare_cached("SELECT user FROM tokens WHERE token = ?1")?
        .query_row([token], |row| row.get(0))
        .optional()?
        .map(UserId::from_bytes))
}
