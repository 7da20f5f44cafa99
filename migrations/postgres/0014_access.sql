-- Access is decided more than once: an admin can block, unblock and undo, and each decision says whose it is and what it replaced.
ALTER TABLE people DROP CONSTRAINT people_new_access_check;
ALTER TABLE people ADD CONSTRAINT people_access_check CHECK (access IN ('unknown', 'requested', 'approved', 'rejected', 'blocked'));
ALTER TABLE people ADD COLUMN requested_at BIGINT;      -- when they asked for access
ALTER TABLE people ADD COLUMN wanted TEXT;              -- the category of the link that they came by, for the moment when they are approved
ALTER TABLE people ADD COLUMN decided_by BIGINT;        -- the last decision: the admin, when, and what the access was before
ALTER TABLE people ADD COLUMN decided_at BIGINT;
ALTER TABLE people ADD COLUMN decided_from TEXT;
ALTER TABLE people ADD COLUMN reason TEXT;
UPDATE people SET requested_at = created_at WHERE access = 'requested';
CREATE INDEX people_requested ON people (requested_at, id) WHERE access = 'requested';
CREATE INDEX people_created ON people (created_at, id);

-- When admins were last reminded of what waits for them, by what it is.
CREATE TABLE reminders (
    name TEXT   PRIMARY KEY,
    at   BIGINT NOT NULL
);
