-- Broadcasts. At most one runs: they share the bot's pace.
CREATE TABLE broadcasts (
    id         TEXT   PRIMARY KEY,
    text       TEXT   NOT NULL,             -- JSON: one text, or one per language
    photo      TEXT,                        -- Telegram's id of it
    state      TEXT   NOT NULL CHECK (state IN ('draft', 'running', 'stopped', 'done')),
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    audience   TEXT,
    open       BIGINT NOT NULL DEFAULT 0,   -- 1: everybody could order who was not shut out
    started_at BIGINT,
    ended_at   BIGINT,
    total      BIGINT NOT NULL DEFAULT 0,
    reached    BIGINT NOT NULL DEFAULT 0,   -- the last person who is in the outbox
    chat_id    BIGINT,                      -- where its progress is shown
    topic      BIGINT
);
CREATE UNIQUE INDEX broadcasts_running ON broadcasts (state) WHERE state = 'running';

-- The messages of a broadcast are sent after all others: their `urgent` is -1.
ALTER TABLE outbox ADD COLUMN broadcast TEXT;
CREATE INDEX outbox_broadcast ON outbox (broadcast, state) WHERE broadcast IS NOT NULL;
