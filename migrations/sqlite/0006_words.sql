-- Tables, columns and words get the names that the field uses, and what belongs to a provider carries its name. Every row is kept.

ALTER TABLE pulse RENAME TO last_alive;
ALTER TABLE blind RENAME TO clock_rollback;
ALTER TABLE questions RENAME TO provider_queries;
DROP INDEX questions_due;
CREATE INDEX provider_queries_due ON provider_queries (due_at);

-- Who may order.
CREATE TABLE people_new (
    id                BIGINT PRIMARY KEY,
    name              TEXT   NOT NULL,
    username          TEXT,
    telegram_language TEXT,
    chosen            TEXT,
    access            TEXT   NOT NULL CHECK (access IN ('unknown', 'requested', 'approved', 'rejected')),
    unreachable       BIGINT NOT NULL DEFAULT 0,
    created_at        BIGINT NOT NULL
);
INSERT INTO people_new
    SELECT id, name, username, telegram_language, chosen,
        CASE standing WHEN 'new' THEN 'unknown' WHEN 'asked' THEN 'requested' WHEN 'admitted' THEN 'approved' ELSE 'rejected' END,
        unreachable, created_at
    FROM people;
DROP TABLE people;
ALTER TABLE people_new RENAME TO people;

-- What a provider listed for a category, and when.
CREATE TABLE price_lists (
    provider   TEXT   NOT NULL,
    category   TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    fetched_at BIGINT NOT NULL,
    PRIMARY KEY (provider, category)
);
INSERT INTO price_lists SELECT 'odzreshop', category, body, fetched_at FROM shelves;
DROP TABLE shelves;

-- Our balance at a provider, as last known.
CREATE TABLE provider_balance (
    provider TEXT   PRIMARY KEY,
    amount   BIGINT NOT NULL,
    low      BIGINT NOT NULL,               -- 1: admins were told that it is low
    at       BIGINT NOT NULL
);
INSERT INTO provider_balance SELECT 'odzreshop', amount, low, at FROM deposit;
DROP TABLE deposit;

-- What one process knows of a provider and the others have to know.
CREATE TABLE provider_status (
    provider TEXT PRIMARY KEY,
    body     TEXT NOT NULL
);
INSERT INTO provider_status SELECT 'odzreshop', body FROM condition;
DROP TABLE condition;

-- Our balance at a provider at one moment: /profile, and the receipts of orders. Uncertain orders are reconciled with these.
ALTER TABLE observations RENAME TO balance_snapshots;
ALTER TABLE balance_snapshots ADD COLUMN provider TEXT NOT NULL DEFAULT 'odzreshop';
DROP INDEX observations_answered;
DROP INDEX observations_asked;
CREATE INDEX balance_snapshots_answered ON balance_snapshots (provider, answered_at);
CREATE INDEX balance_snapshots_asked ON balance_snapshots (provider, asked_at);

-- Who delivers an order. Columns that are added need a default; every writer names the provider all the same.
ALTER TABLE orders ADD COLUMN provider TEXT NOT NULL DEFAULT 'odzreshop';
