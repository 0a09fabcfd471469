-- Facts about the store itself.
CREATE TABLE meta (
    key text PRIMARY KEY,
    value bytea NOT NULL
);

-- Grows with everything that decides who may; see the triggers below.
CREATE TABLE rights_version (
    only_one boolean PRIMARY KEY CHECK (only_one),
    version bigint NOT NULL
);
INSERT INTO rights_version VALUES (true, 1);

CREATE TABLE users (
    id bytea PRIMARY KEY,
    name_index bytea NOT NULL UNIQUE,
    name bytea NOT NULL,
    admin boolean NOT NULL,
    password text NOT NULL,
    created_at bigint NOT NULL
);

CREATE TABLE sessions (
    token bytea PRIMARY KEY,
    user_id bytea NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at bigint NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE tokens (
    token bytea PRIMARY KEY,
    user_id bytea NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at bigint NOT NULL
);
CREATE INDEX tokens_by_user ON tokens (user_id);

CREATE TABLE cases (
    id text PRIMARY KEY,
    key bytea NOT NULL,
    title bytea NOT NULL,
    changed_at bigint NOT NULL
);

CREATE TABLE drawers (
    user_id bytea PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    key bytea NOT NULL
);

-- A document belongs to a case or lies in a drawer. Its version grows with every commit to it: a node that sees it grow by
-- more than its own commits reads what others wrote.
CREATE TABLE documents (
    slot bytea PRIMARY KEY,
    document bytea NOT NULL,
    case_id text REFERENCES cases (id) ON DELETE CASCADE,
    zone text,
    drawer bytea REFERENCES drawers (user_id) ON DELETE CASCADE,
    version bigint NOT NULL DEFAULT 1,
    CHECK ((case_id IS NULL) = (zone IS NULL)),
    CHECK ((case_id IS NULL) <> (drawer IS NULL)),
    UNIQUE (case_id, zone)
);
CREATE INDEX documents_by_drawer ON documents (drawer) WHERE drawer IS NOT NULL;

CREATE TABLE grants (
    document bytea NOT NULL REFERENCES documents (slot) ON DELETE CASCADE,
    user_id bytea NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    access smallint NOT NULL,
    PRIMARY KEY (user_id, document)
);
CREATE INDEX grants_by_document ON grants (document);

CREATE TABLE chunks (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slot bytea NOT NULL REFERENCES documents (slot) ON DELETE CASCADE,
    key text NOT NULL,
    kind smallint NOT NULL,
    sealed bytea NOT NULL,
    length bigint NOT NULL,
    created_at bigint NOT NULL,
    quarantine text,
    UNIQUE (slot, key)
);
-- What is sealed does not get smaller by packing.
ALTER TABLE chunks ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX chunks_in_quarantine ON chunks (slot) WHERE quarantine IS NOT NULL;

-- Whose the actors are under which a document was written: nobody else may write under them.
CREATE TABLE authors (
    slot bytea NOT NULL REFERENCES documents (slot) ON DELETE CASCADE,
    actor bytea NOT NULL,
    user_id bytea NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (slot, actor)
);
CREATE INDEX authors_by_user ON authors (user_id);

-- What peers sent and was not taken, for a person to look at.
CREATE TABLE refused (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slot bytea NOT NULL REFERENCES documents (slot) ON DELETE CASCADE,
    user_id bytea NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key text NOT NULL,
    reason text NOT NULL,
    sealed bytea NOT NULL,
    length bigint NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    times bigint NOT NULL,
    UNIQUE (slot, user_id, key)
);
CREATE INDEX refused_by_user ON refused (user_id, last_at);

CREATE FUNCTION raise_rights_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE rights_version SET version = version + 1;
    RETURN NULL;
END $$;

-- By row: a statement that changed nothing raises nothing.
CREATE TRIGGER grants_changed AFTER INSERT OR UPDATE OR DELETE ON grants
    FOR EACH ROW EXECUTE FUNCTION raise_rights_version();
CREATE TRIGGER users_changed AFTER UPDATE OR DELETE ON users
    FOR EACH ROW EXECUTE FUNCTION raise_rights_version();
CREATE TRIGGER sessions_ended AFTER DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION raise_rights_version();
CREATE TRIGGER tokens_ended AFTER DELETE ON tokens
    FOR EACH ROW EXECUTE FUNCTION raise_rights_version();
