added AS (
    INSERT INTO chunks (slot, key, kind, sealed, length, created_at)
    SELECT $1, key, kind, sealed, length, created_at
    FROM unnest($2::text[], $3::smallint[], $4::bytea[], $5::bigint[], $6::bigint[])
        WITH ORDINALITY AS new (key, kind, sealed, length, created_at, place)
    WHERE EXISTS (SELECT FROM touched)
    ORDER BY place
    ON CONFLICT (slot, key) DO UPDATE SET
        kind = excluded.kind, sealed = excluded.sealed, length = excluded.length,
        created_at = excluded.created_at, quarantine = NULL
    WHERE chunks.quarantine IS NOT NULL
), named AS (
    INSERT INTO authors (slot, actor, user_id)
    SELECT $1, new.actor, users.id
    FROM unnest($7::bytea[], $8::bytea[]) AS new (actor, user_id) JOIN users ON users.id = new.user_id
    WHERE EXISTS (SELECT FROM touched)
    ON CONFLICT DO NOTHING
), removed AS (
    DELETE FROM chunks
    WHERE slot = $1 AND key = ANY ($9) AND key <> ALL ($2) AND quarantine IS NULL
        AND EXISTS (SELECT FROM touched)
)
SELECT version FROM touched
