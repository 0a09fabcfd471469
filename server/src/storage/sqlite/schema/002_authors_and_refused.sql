-- Whose the actors are under which a document was written: nobody else may write under them.
CREATE TABLE authors (
    slot BLOB NOT NULL REFERENCES documents (slot) ON DELETE CASCADE,
    actor BLOB NOT NULL,
    user BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (slot, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX authors_by_user ON authors (user);

-- What peers sent and was not taken, for a person to look at.
CREATE TABLE refused (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    slot BLOB NOT NULL REFERENCES documents (slot) ON DELETE CASCADE,
    user BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    reason TEXT NOT NULL,
    sealed BLOB NOT NULL,
    length INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    times INTEGER NOT NULL,
    UNIQUE (slot, user, key)
) STRICT;
CREATE INDEX refused_by_user ON refused (user, last_at);
