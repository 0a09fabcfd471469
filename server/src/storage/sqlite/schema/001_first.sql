-- Facts about the store itself.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Grows with everything that decides who may; see the triggers below.
CREATE TABLE rights_version (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO rights_version VALUES (1, 1);

CREATE TABLE users (
    id BLOB PRIMARY KEY,
    name_index BLOB NOT NULL UNIQUE,
    name BLOB NOT NULL,
    admin INTEGER NOT NULL,
    password TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token BLOB PRIMARY KEY,
    user BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE tokens (
    token BLOB PRIMARY KEY,
    user BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    key BLOB NOT NULL,
    title BLOB NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE drawers (
    user BLOB PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A document belongs to a case or lies in a drawer.
CREATE TABLE documents (
    slot BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    case_id TEXT REFERENCES cases (id) ON DELETE CASCADE,
    zone TEXT,
    drawer BLOB REFERENCES drawers (user) ON DELETE CASCADE,
    CHECK ((case_id IS NULL) = (zone IS NULL)),
    CHECK ((case_id IS NULL) <> (drawer IS NULL)),
    UNIQUE (case_id, zone)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_by_drawer ON documents (drawer) WHERE drawer IS NOT NULL;

CREATE TABLE grants (
    document BLOB NOT NULL REFERENCES documents (slot) ON DELETE CASCADE,
    user BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    access INTEGER NOT NULL,
    PRIMARY KEY (user, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_document ON grants (document);

CREATE TABLE chunks (
    number INTEGER PRIMARY KEY,
    slot BLOB NOT NULL REFERENCES documents (slot) ON DELETE CASCADE,
    key TEXT NOT NULL,
    kind INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    length INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    quarantine TEXT,
    UNIQUE (slot, key)
) STRICT;
CREATE INDEX chunks_in_quarantine ON chunks (slot) WHERE quarantine IS NOT NULL;

CREATE TRIGGER grants_added AFTER INSERT ON grants
BEGIN UPDATE rights_version SET version = version + 1; END;
CREATE TRIGGER grants_changed AFTER UPDATE ON grants
BEGIN UPDATE rights_version SET version = version + 1; END;
CREATE TRIGGER grants_ended AFTER DELETE ON grants
BEGIN UPDATE rights_version SET version = version + 1; END;
CREATE TRIGGER users_changed AFTER UPDATE ON users
BEGIN UPDATE rights_version SET version = version + 1; END;
CREATE TRIGGER users_ended AFTER DELETE ON users
BEGIN UPDATE rights_version SET version = version + 1; END;
CREATE TRIGGER sessions_ended AFTER DELETE ON sessions
BEGIN UPDATE rights_version SET version = version + 1; END;
CREATE TRIGGER tokens_ended AFTER DELETE ON tokens
BEGIN UPDATE rights_version SET version = version + 1; END;
