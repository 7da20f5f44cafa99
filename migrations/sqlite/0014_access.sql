-- Access is decided more than once: an admin can block, unblock and undo, and each decision says whose it is and what it replaced.
CREATE TABLE people_new (
    id                BIGINT PRIMARY KEY,
    name              TEXT   NOT NULL,
    username          TEXT,
    telegram_language TEXT,
    chosen            TEXT,
    access            TEXT   NOT NULL CHECK (access IN ('unknown', 'requested', 'approved', 'rejected', 'blocked')),
    unreachable       BIGINT NOT NULL DEFAULT 0,
    created_at        BIGINT NOT NULL,
    requested_at      BIGINT,               -- when they asked for access
    wanted            TEXT,                 -- the category of the link that they came by, for the moment when they are approved
    decided_by        BIGINT,               -- the last decision: the admin, when, and what the access was before
    decided_at        BIGINT,
    decided_from      TEXT,
    reason            TEXT
);
INSERT INTO people_new (id, name, username, telegram_language, chosen, access, unreachable, created_at, requested_at)
    SELECT id, name, username, telegram_language, chosen, access, unreachable, created_at,
        CASE access WHEN 'requested' THEN created_at END
    FROM people;
DROP TABLE people;
ALTER TABLE people_new RENAME TO people;
CREATE INDEX people_requested ON people (requested_at, id) WHERE access = 'requested';
CREATE INDEX people_created ON people (created_at, id);

-- When admins were last reminded of what waits for them, by what it is.
CREATE TABLE reminders (
    name TEXT   PRIMARY KEY,
    at   BIGINT NOT NULL
);
